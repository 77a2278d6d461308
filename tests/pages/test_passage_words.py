"""What stands round quoted words: their sentence whole, their list's opening, and what is said of them elsewhere."""

import re
from dataclasses import replace

import pytest

from generator.model.captures import Side
from generator.pages.alone import AloneView
from generator.pages.change.passage_pages import EMBED_LINE, EMBED_SMALL, embed_height
from generator.pages.change.sides import SideView
from generator.pages.site.by_url import domain_of
from tests.pages.change_sample import AFTER, NOTE, Sample, make_sample
from tests.pages.conftest import ROOT, WholeSite


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


FILLER = " ".join(
    f"Rule {n} of the hall is kept by all who enter it, at every hour of the day." for n in range(30)
)
PARTS = " ".join(
    f"{letter}) carry thing {letter} out of the hall;" for letter in "abcdefghijklmnopqrstuvw" * 3
)


def figure_of(clause: str, words: str, between: str = "") -> SideView:
    """The side of a figure that quotes these words from a clause (or the last of some) of the later text."""
    note = (
        NOTE[: NOTE.index("> [!after licence]")]
        + f"> [!after told]\n> {words}\n\n## How we read it\n\nIt is.[^1]"
    )
    after = AFTER.replace("## 3. Law", f"## 3. Law\n\n{between}{clause}")
    (figure,) = make_sample(f"{note}\n\n[^1]: A footnote.\n", after=after).view().passages
    return figure.after


def shown(side: SideView) -> str:
    return "".join(piece.words for piece in side.pieces).strip()


@pytest.mark.parametrize(
    "words", ["sell thing y of the hall", "carry thing w out of the hall; x) sell thing y"]
)
def test_a_sentence_is_never_cut_before_the_words_quoted_from_it(words: str) -> None:
    clause = f"{FILLER} You will not, without leave: {PARTS} x) sell thing y of the hall. {FILLER}"
    side = figure_of(clause, words)
    assert side.cut_start
    assert side.cut_end
    assert "You will not, without leave: a) carry thing a" in shown(side)
    assert shown(side).startswith("Rule ")
    assert shown(side).endswith(".")


@pytest.mark.parametrize("before", [1, 5, 12, 29])
def test_a_long_clause_is_cut_between_sentences_only(before: int) -> None:
    rules = [
        f"Rule {n} of the hall is kept by all who enter it, e.g. at hour {n} of the day." for n in range(31)
    ]
    rules[before] = (
        f"Rule {before} is never broken, whatever Mr. Smith of Acme Inc. may say of hour {before}."
    )
    side = figure_of(" ".join(rules), f"whatever Mr. Smith of Acme Inc. may say of hour {before}")
    kept = shown(side)
    first, last = (
        next(n for n, rule in enumerate(rules) if fits(rule)) for fits in (kept.startswith, kept.endswith)
    )
    assert kept == " ".join(rules[first : last + 1])
    assert first <= before <= last
    assert (side.cut_start, side.cut_end) == (first > 0, last < 30)


def test_what_opens_a_list_stands_over_an_item_that_is_a_clause_of_its_own() -> None:
    opening = "Nobody may do any of these things in the hall:\n\n* rent a lamp\n\n"
    side = figure_of("* train a parrot with what was said there\n\n", "train a parrot", opening)
    assert side.lead == "Nobody may do any of these things in the hall:"
    assert shown(side) == "train a parrot with what was said there"


def test_no_width_of_screen_hides_words() -> None:
    css = "".join(path.read_text() for path in sorted((ROOT / "templates" / "assets" / "css").glob("*.css")))
    assert not re.search(r"\.(?:far|near|words|lead-in|cut)\s*\{[^}]*display:\s*none", css)


@pytest.mark.parametrize(
    ("clause", "words", "bar"),
    [
        ("3.9 **Parrots.** A parrot may be trained here.", "A parrot may be trained", "new"),
        (
            "3.1 The law of Utopia applies to everything that is written here. A parrot may learn.",
            "A parrot may learn",
            "",
        ),
    ],
)
def test_a_bar_stands_beside_a_clause_that_is_new_as_a_whole_and_marks_in_one_that_grew(
    clause: str, words: str, bar: str
) -> None:
    note = (
        NOTE[: NOTE.index("> [!after licence]")]
        + f"> [!after told]\n> {words}\n\n## How we read it\n\nIt is.[^1]"
    )
    old = "3.1 The law of Utopia applies to everything that is written here."
    after = AFTER.replace(old, clause if clause.startswith("3.1") else f"{old}\n\n{clause}")
    (figure,) = make_sample(f"{note}\n\n[^1]: A footnote.\n", after=after).view().passages
    assert figure.after.bar == bar
    added = "".join(p.words for p in figure.after.pieces if p.op == "ins").strip()
    assert added == ("" if bar else "A parrot may learn.")


def test_an_embed_says_which_captures_the_words_are_new_between(sample: Sample) -> None:
    quote = next(q for q in sample.view().quotes if q.said == "new")
    assert quote.side.side is Side.AFTER
    assert quote.stands == "Not in the earlier capture, of 2 January 2024."
    assert (
        replace(quote, said="edited").stands
        == "Edited between the captures of 2 January 2024 and 1 April 2024."
    )


def test_an_embed_has_room_for_a_translation_and_for_wide_letters(sample: Sample) -> None:
    quote = sample.view().quotes[0]
    height = embed_height(quote, "Acme", "Report: a page")
    assert (
        embed_height(replace(quote, translation="x" * 100), "Acme", "Report: a page")
        == height + 2 * EMBED_SMALL
    )
    short = replace(quote, alone=AloneView(words="a" * 50))
    assert embed_height(
        replace(short, alone=AloneView(words="字" * 50)), "Acme", "Report: a page"
    ) == EMBED_LINE + embed_height(short, "Acme", "Report: a page")


def test_a_companys_domain_is_told_from_its_hosts() -> None:
    assert domain_of("https://explore.zoom.us/en/terms/") == "zoom.us"
    assert domain_of("https://www.acme.co.uk/terms") == "acme.co.uk"
    assert domain_of("https://x.com/tos") == "x.com"


def test_an_invented_company_says_so_on_every_page_of_its_own_and_is_not_indexed(whole: WholeSite) -> None:
    below = [
        p for p in whole.files if p.startswith("method/example/") and p.count("/") > 4 and p.endswith(".html")
    ]
    assert below
    for path in below:
        text = whole.text(path)
        assert "Invented example." in text, path
        assert '<meta name="robots" content="noindex">' in text, path
        assert ">Worked example</a>" in text, path
