"""Quoted words that stand: under another clause, or limited by words that were added; and what is neither."""

from dataclasses import dataclass

import pytest

from generator.compare import redline
from generator.evidence.brackets import life_of
from generator.evidence.lead_in import lead_in
from generator.evidence.limits import OVERRIDES, idle_spans, opens_exception, opens_override
from generator.evidence.lives import Quoted, side_of
from generator.evidence.standing import Standing, standing_states
from generator.model.captures import CaptureRow
from generator.model.lock import Later
from generator.model.policy import Span
from generator.model.results import Compared
from generator.model.text import Text
from generator.model.words import words_1
from tests.evidence.report_sides import policy, row

FIRST = """# Terms of Acme

## 1. Drawings

1.1 We keep what you draw for ninety days.

1.2 You grant Acme a licence to copy your drawings and to train drawing machines with them.

1.3 Every drawing bears a stamp of the day on which it came to us.

## 2. Courts

2.1 A court in Nowhere decides.
"""
LICENCE = "to copy your drawings and to train drawing machines with them"


@dataclass(frozen=True)
class History:
    """Captures a day apart, the first one quoted."""

    texts: tuple[str, ...]
    archives: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[CaptureRow, ...]:
        named = self.archives or ("acme-versions",) * len(self.texts)
        return tuple(row(day, text, archive=named[day]) for day, text in enumerate(self.texts))

    def text(self, capture: CaptureRow) -> Text:
        return policy(self.texts[capture.order])

    def words(self, capture: CaptureRow) -> str:
        return self.text(capture).folded.text

    def compared(self, before: CaptureRow, after: CaptureRow) -> Compared:
        one, two = self.text(before), self.text(after)
        return Compared(before=one, after=two, redline=redline(one, two))


def stands(*texts: str, quote: str = LICENCE, language: str = "en", first: str = FIRST) -> tuple[Later, ...]:
    """What the captures say of words quoted from the first of them, which the others follow."""
    history = History((first, *texts))
    rows = history.rows
    side = side_of(history.text(rows[0]), rows[0])
    assert side.folded is not None
    needle = words_1(quote)
    at = side.folded.text.index(needle)
    quoted = Quoted(
        words=needle,
        parts=(Span(0, len(needle)),),
        around=lead_in(side, [side.folded.span(at, at + len(needle))]),
    )
    life = life_of(needle, rows, history.words, rows[0])
    found = standing_states(quoted, Standing(row=rows[0], start=at), life, rows, history, language=language)
    assert found is not None
    return found


def told(states: tuple[Later, ...]) -> list[tuple[str, int, str]]:
    return [(s.state, s.at.day - 1, s.words) for s in states]


def with_clause(words: str, clause: str = "1.3") -> str:
    """FIRST with a sentence behind the one of a clause."""
    lines = FIRST.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(clause))
    lines[at] += f" {words}"
    return "\n".join(lines)


PROMISE = "We will not train machines on drawings of children."


def test_an_added_sentence_that_names_the_topic_and_denies_limits_the_words_since_its_first_capture() -> None:
    limited = with_clause(PROMISE)
    assert told(stands(FIRST + "\n2.2 More.\n", limited, limited + "\n2.2 More.\n")) == [
        ("limited", 2, PROMISE)
    ]
    (state,) = stands(limited)
    assert (state.clause, state.archive) == ("1.3", "acme-versions")


def test_an_exception_put_into_the_quoted_sentence_limits_it_whatever_it_names() -> None:
    limited = FIRST.replace("machines with them.", "machines with them, unless you say stop.")
    assert told(stands(limited)) == [("limited", 1, ", unless you say stop")]


def test_notwithstanding_limits_what_stands_near_before_it_and_however_only_the_sentence_before() -> None:
    added = "Notwithstanding the above, drawings of Sundays stay in the drawer."
    assert told(stands(with_clause(added, "1.2"))) == [("limited", 1, added)]
    however = "However, drawings of Sundays stay in the drawer for a month."
    assert told(stands(with_clause(however, "1.2"))) == [("limited", 1, however)]
    assert stands(with_clause(f"Pens are yours. {however}", "1.2")) == ()
    assert stands(with_clause(added, "2.1")) == ()


@pytest.mark.parametrize(
    "added",
    [
        "We train machines on letters as well.",
        "We may, without limitation, train machines on letters.",
        "If you do not opt out, we train machines on letters.",
        "You consent to our training of machines on letters.",
        "You may not train machines on the stamps of Acme.",
        "Training may include letters, but is not limited to them.",
        "Stamps are never lent to anybody at all.",
        "Exceptions to training.",
    ],
)
def test_what_widens_what_is_no_sentence_and_what_is_about_another_thing_limits_nothing(added: str) -> None:
    assert stands(with_clause(added)) == ()


def test_a_new_item_of_the_list_that_the_words_open_limits_itself_and_a_word_put_into_an_old_one_limits_them() -> (
    None
):
    first = FIRST.replace(
        "## 2.", "1.4 We train machines with:\n\n* your drawings of boats\n* your letters\n\n## 2."
    )
    quote = "We train machines with"
    new = first.replace("* your letters\n", "* your letters\n* your stamps, unless you say no to it\n")
    assert stands(new, quote=quote, first=first) == ()
    put = first.replace("your drawings of boats", "your drawings of boats, unless you say stop")
    assert told(stands(put, quote=quote, first=first)) == [("limited", 1, ", unless you say stop")]


def test_a_refusal_beside_a_refusal_adds_none() -> None:
    first = FIRST.replace(
        "to train drawing machines with them.", "to lend them. We never train machines with them."
    )
    quote = "We never train machines with them"
    lines = first.replace("came to us.", f"came to us. {PROMISE}")
    assert stands(lines, quote=quote, first=first) == ()


def test_the_other_section_a_moved_sentence_and_a_reflow_limit_nothing() -> None:
    assert stands(with_clause(PROMISE, "2.1")) == ()
    first = FIRST + f"\n2.2 {PROMISE}\n"
    assert stands(with_clause(PROMISE), first=first) == ()
    wrapped = FIRST.replace("to copy your drawings and", "to copy your drawings\nand")
    assert stands(wrapped.replace("ninety days.", "ninety  days.")) == ()


def test_what_an_archive_always_had_was_not_seen_to_come() -> None:
    limited = with_clause(PROMISE)
    assert stands(limited, FIRST, limited) != ()
    history = History((FIRST, limited, limited + "\n2.2 More.\n"), ("one", "two", "two"))
    rows = history.rows
    side = side_of(history.text(rows[0]), rows[0])
    assert side.folded is not None
    needle = words_1(LICENCE)
    at = side.folded.text.index(needle)
    quoted = Quoted(words=needle, parts=(Span(0, len(needle)),), around=None)
    life = life_of(needle, rows, history.words, rows[1])
    assert standing_states(quoted, Standing(row=rows[0], start=at), life, rows, history) == ()


def test_words_under_another_number_say_from_where_to_where_and_since_when() -> None:
    moved = FIRST.replace("1.2 You", "1.3 You").replace("1.3 Every", "1.4 Every")
    moved = moved.replace("\n1.3 You", "\n1.2 We count what you draw once a year.\n\n1.3 You")
    (state,) = stands(FIRST + "\n2.2 More.\n", moved, moved + "\n2.2 More.\n")
    assert (state.state, state.was, state.clause, state.at.day - 1) == ("moved", "1.2", "1.3", 2)
    assert stands(moved, FIRST + "\n2.2 Less.\n") == ()


def test_a_title_that_reads_otherwise_moves_nothing() -> None:
    first = "# Terms\n\n## Drawings\n\nWe train machines with drawings.\n\n## Courts\n\nA court decides.\n"
    quote = "We train machines with drawings"
    assert stands(first.replace("Drawings", "Your drawings"), quote=quote, first=first) == ()


def test_words_that_left_and_words_that_nobody_read_again_have_no_state() -> None:
    assert stands(FIRST.replace("to copy your drawings", "to burn your letters")) == ()
    assert stands() == ()


def test_each_language_has_its_words_and_an_unknown_one_has_none() -> None:
    assert opens_override("(a) Notwithstanding the above, we may.", "en-GB")
    assert opens_override("Ungeachtet dessen behalten wir Bilder.", "de")
    assert opens_exception("但我们不会使用。", "zh")
    assert not opens_override("Notwithstanding the above", "xx")
    assert not opens_override("We act notwithstanding the above", "en")
    assert all(shape == shape.casefold() for shape in OVERRIDES.values())


def test_a_ban_on_others_counts_where_the_quoted_words_are_one() -> None:
    ban = "You may not train machines with stamps."
    assert idle_spans(ban, "We train machines")
    assert not idle_spans(ban, "You must not train machines")
