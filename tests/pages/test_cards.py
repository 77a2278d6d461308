"""What a social card says alone: one passage with what governs it, or a pair that the redline aligns."""

import pytest

from generator.model.catalog import WholeTexts
from generator.pages.after import AfterKind, AfterPart, AfterView
from generator.pages.change.cards import PASSAGE_SIZE, CardRun, CardView, plain_after
from generator.pages.messages import say
from generator.pages.spelling import spell_day
from tests.pages.change_sample import AFTER, BEFORE, NOTE, Sample, make_sample

NOTE_HEAD = NOTE[: NOTE.index("A licence was added.")]


def note(*quotations: str) -> str:
    """A note that quotes these words, each ``side name 1.1: words``."""
    blocks = []
    for quotation in quotations:
        mark, _, words = quotation.partition(": ")
        side, name, clause = mark.split()
        blocks.append(f"> [!{side} {name}] {clause}\n> {words}\n\nAnd so on.\n\n")
    return NOTE_HEAD + "".join(blocks) + "## How we read it\n\nIt is.\n"


def card(sample: Sample, *, bare: bool = False) -> CardView:
    path = f"{sample.change.key}/card.png"
    found = sample.pages(whole_texts=WholeTexts.CONTEXT, bare=bare)[path].view
    assert isinstance(found, CardView)
    return found


def said(view: CardView) -> list[str]:
    """Each passage as text, quoted words in stars and marks in brackets."""
    return ["".join(_spelled(run) for run in words.runs) for words in view.words]


def _spelled(run: CardRun) -> str:
    inner = f"*{run.words}*" if run.quoted else run.words
    return {"ins": f"{{+{inner}+}}", "del": f"[-{inner}-]", "": inner}[run.op]


NEW = "after licence 2.3: perpetual licence for machine learning"
GONE = "before guests 1.1: Guests may join a room without an account"
OLD_DAYS = "before thirty 2.2: within 30 days"
NEW_DAYS = "after ninety 2.2: within 90 days"
SAME = "after court 3.2: the court of the capital"


@pytest.mark.parametrize(
    ("quotations", "words"),
    [
        ([GONE, NEW], ["You grant us a *perpetual licence for machine learning* & <research>."]),
        (
            [GONE, OLD_DAYS, NEW_DAYS],
            [
                "We delete what you upload *within *[-*30*-]* days* after you close the account.",
                "We delete what you upload *within *{+*90*+}* days* after you close the account.",
            ],
        ),
        ([GONE, SAME], ["*Guests may join a room without an account* of any kind whatsoever."]),
        ([SAME], ["Disputes go to *the court of the capital* of Utopia."]),
        ([NEW_DAYS, GONE], ["*Guests may join a room without an account* of any kind whatsoever."]),
    ],
)
def test_a_card_pairs_only_what_the_redline_aligns(quotations: list[str], words: list[str]) -> None:
    assert said(card(make_sample(note(*quotations)))) == words


def test_clauses_of_one_number_that_nothing_aligns_are_no_pair() -> None:
    before = BEFORE + "\n4.1 The piano is tuned each spring by whoever plays it best of all of us.\n"
    after = AFTER + "\n4.1 Machines may learn from whatever they are told in the cellar of the house.\n"
    quotations = ["before piano 4.1: The piano is tuned", "after cellar 4.1: Machines may learn"]
    view = card(make_sample(note(*quotations), before, after))
    assert said(view) == ["*Machines may learn* from whatever they are told in the cellar of the house."]


def test_a_sentence_added_behind_another_in_its_clause_is_not_set_against_it() -> None:
    old = "3.6 Write to us on paper, please, with a stamp on the envelope."
    after = AFTER.replace(old, f"{old} Machines may read what you write there.")
    quotations = ["before paper 3.6: Write to us on paper", "after read 3.6: Machines may read"]
    view = card(make_sample(note(*quotations), after=after))
    assert said(view) == ["*Machines may read* what you write there."]


def test_a_sentence_that_took_the_place_of_another_is_set_against_it() -> None:
    clause = "3.6 {0} Write to us on paper, please, with a stamp on the envelope and your name on it."
    first, second = "We never train parrots.", "Parrots listen and learn everything."
    before = BEFORE.replace(
        "3.6 Write to us on paper, please, with a stamp on the envelope.", clause.format(first)
    )
    after = AFTER.replace(
        "3.6 Write to us on paper, please, with a stamp on the envelope.", clause.format(second)
    )
    quotations = ["before never 3.6: never train parrots", "after learn 3.6: listen and learn"]
    view = card(make_sample(note(*quotations), before, after))
    assert said(view) == [
        "[-We -][-*never train parrots*-][-.-]",
        "{+Parrots +}{+*listen and learn*+}{+ everything.+}",
    ]
    assert [label.partition(",")[0] for label in (w.label for w in view.words)] == ["Before", "After"]


def test_without_captures_a_card_has_one_passage_with_what_governs_it() -> None:
    view = card(make_sample(note(GONE, OLD_DAYS, NEW_DAYS, NEW)), bare=True)
    assert said(view) == ["You grant us a *perpetual licence for machine learning* & <research>."]


def test_what_opens_a_list_stands_before_the_quoted_part_of_it() -> None:
    listed = "2.4 You must not, on any day:\n\n* lend a room\n\n* train models with what was said\n\n"
    after = AFTER.replace("## 3. Law", f"{listed}## 3. Law")
    view = card(make_sample(note("after ban 2.4: train models"), after=after))
    assert said(view) == ["You must not, on any day: *train models* with what was said"]


def test_the_foot_of_a_card_has_days_and_no_marks_of_clauses() -> None:
    view = card(make_sample(note(NEW)))
    assert view.after == "Last seen 1 April 2024, absent 11 August 2024."
    assert [w.label for w in view.words] == ["After, 1 April 2024, 2.3: new"]
    at = make_sample().change.after.at
    there = AfterView(
        kind=AfterKind.PRESENT,
        parts=(AfterPart(text=say("still present in the newest capture held (%(at)s)", at=at)),),
    )
    assert plain_after(there) == f"Still present in the newest capture held, {spell_day(at)}."


CLAIM = "claims:\n  - {right: train-unnamed-models, over: content, state: ruled-out, quote: never}\n"


def test_a_passage_that_bears_a_claim_comes_before_the_first_new_one() -> None:
    """The card of a page that ruled training out showed its new licence, which stood first in the note."""
    never = "2.4 **Promise.** We never train models on the content that you upload.\n\n"
    after = AFTER.replace("## 3. Law", f"{never}## 3. Law")
    quotations = note(NEW, "after never 2.4: never train models")
    assert said(card(make_sample(quotations, after=after)))[0].startswith("You grant us")
    claimed = quotations.replace("\n---\n", f"\n{CLAIM}---\n", 1)
    shown = said(card(make_sample(claimed, after=after)))
    assert shown == ["We *never train models* on the content that you upload."]


def test_the_editor_may_name_the_passage_of_a_card() -> None:
    named = note(GONE, NEW).replace("\n---\n", "\ncard: guests\n---\n", 1)
    assert said(card(make_sample(named))) == [
        "*Guests may join a room without an account* of any kind whatsoever."
    ]


def test_a_passage_that_the_card_of_its_change_does_not_show_has_a_card_of_its_own() -> None:
    sample = make_sample(note=note(GONE, OLD_DAYS, NEW_DAYS, NEW, SAME))
    pages = sample.pages(whole_texts=WholeTexts.CONTEXT)
    shown = ["".join(run.words for run in words.runs if run.quoted) for words in card(sample).words]
    cards = {
        path: spec.view for path, spec in pages.items() if path.startswith("c/") and path.endswith("card.png")
    }
    short = {
        path: spec.view
        for path, spec in pages.items()
        if path.startswith("c/") and path.endswith("index.html")
    }
    assert len(short) == 5
    for path, view in short.items():
        own = path.replace("index.html", "card.png")
        assert (own in cards) == (view.quote.words not in shown)
        if own in cards:
            assert view.chrome.card.endswith(own)
            assert view.chrome.card_size == cards[own].size == PASSAGE_SIZE
            drawn = ["".join(run.words for run in words.runs if run.quoted) for words in cards[own].words]
            assert view.quote.words in drawn
            assert view.quote.words in view.chrome.card_alt
        else:
            assert view.chrome.card.endswith(f"{sample.change.key}/card.png")
