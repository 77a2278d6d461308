"""The small redline inside a life: from the note and the lock alone, whole, and folded where it is long."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.model.lock import Later, LeadIn
from generator.model.words import words_1
from generator.pages.after import after_line
from generator.pages.change.small_redline import OPEN, marked, reworded_pieces, small_redlines
from tests.pages.test_after import APRIL, CATALOG, day, interval, quotation, state

WORDS = st.lists(st.sampled_from("we never sell show your drawings notes to any dealer".split()), max_size=12)


def drawn(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.op, piece.words) for piece in marked(before, after)]


@given(WORDS, WORDS)
def test_what_is_not_put_in_is_the_earlier_text_and_what_is_not_struck_the_later(
    one: list[str], two: list[str]
) -> None:
    before, after = " ".join(one), " ".join(two)
    pieces = marked(before, after)
    assert words_1("".join(p.words for p in pieces if p.op != "del")) == after
    assert "".join(p.words for p in pieces if p.op != "ins").split() == before.split()


def test_a_lost_negation_is_struck() -> None:
    assert drawn("We never sell notes.", "We sell notes.") == [
        ("", "We "),
        ("del", "never "),
        ("", "sell notes."),
    ]


def test_what_the_note_leaves_out_is_neither_struck_nor_put_in() -> None:
    found = drawn("You may […] show notes", "You may copy, print and show notes")
    assert [op for op, _ in found if op] == []
    assert any("[…]" in words for _, words in found)


def views(now: Later, words: str) -> tuple[str, ...]:
    quoted = quotation(interval(True, day(1), day(4)), interval(False, day(6), day(11)), own=0)
    quoted = replace(quoted, mark=replace(quoted.mark, words=words), later=(now,), lead_in=LeadIn(after="."))
    found = small_redlines(quoted, after_line(quoted, CATALOG, APRIL))
    return tuple(f"{one.label} {one.clause} {one.folded}" for one in found)


def test_reworded_words_have_one_and_a_long_one_is_folded() -> None:
    now = state("reworded", day(6), clause="3", words="We sell notes", around=LeadIn(after="."))
    assert views(now, "We never sell notes") == ("Reworded 3 False",)
    long = " ".join(["notes"] * (OPEN + 5))
    assert views(replace(now, words=f"We sell {long}"), f"We never sell {long}") == ("Reworded 3 True",)
    assert views(state("cut", day(6), clause="3"), "We never sell notes") == ()


def test_a_short_sentence_is_compared_whole_and_a_long_one_by_its_quoted_words() -> None:
    quoted = replace(quotation(interval(True, day(1), day(4)), own=0), lead_in=LeadIn(before="We do not "))
    quoted = replace(quoted, mark=replace(quoted.mark, words="sell notes"))
    now = state("reworded", day(6), words="sell all notes", around=LeadIn(before="We may "))
    assert [p.op for p in reworded_pieces(quoted, now)].count("del") == 1
    around = LeadIn(before="We may, " + "on any day, " * OPEN)
    assert "".join(p.words for p in reworded_pieces(quoted, replace(now, around=around))) == "sell all notes"


def test_words_that_limit_stand_marked_in_their_sentence() -> None:
    quoted = quotation(interval(False, day(1), day(2)), interval(True, day(4), day(11)))
    added = state(
        "limited",
        day(6),
        clause="2",
        words=", unless you say stop",
        around=LeadIn(before="We show it", after="."),
    )
    quoted = replace(quoted, stands=(added,))
    (one,) = small_redlines(quoted, after_line(quoted, CATALOG, APRIL))
    assert [(p.op, p.words) for p in one.pieces] == [
        ("", "We show it"),
        ("ins", ", unless you say stop"),
        ("", "."),
    ]
