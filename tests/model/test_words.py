"""`words-1` is frozen: each vector is a promise to every address and quotation ever published."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.digests import digest_of
from generator.model.policy import Span
from generator.model.words import (
    casefold_text,
    count_words,
    displayed,
    find_words,
    fold,
    link_targets,
    links_digest,
    word_spans,
    words_1,
    words_digest,
)

VECTORS = json.loads((Path(__file__).parent / "words-1.json").read_text("utf-8"))["vectors"]
SHAPES = st.text(alphabet="ab1 \n\r\t\\*_`[]()<>!#|=-~.\"'>\u00a0\u00ad\u200b。我بb", max_size=80)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_a_vector_folds_as_it_was_published(vector: dict[str, object]) -> None:
    words = words_1(str(vector["from"]))
    assert words == vector["words"]
    assert count_words(words) == vector["count"]
    assert list(link_targets(str(vector["from"]))) == vector["links"]


@given(SHAPES)
@settings(max_examples=1500)
def test_the_map_back_never_changes_the_words(text: str) -> None:
    folded = fold(text)
    assert folded.text == words_1(text)
    assert len(folded.starts) == len(folded.text)
    assert list(folded.starts) == sorted(set(folded.starts))
    for letter, start in zip(folded.text, folded.starts, strict=True):
        assert letter == " " or text[start] == letter


@given(SHAPES)
@settings(max_examples=500)
def test_words_tile_the_runs_of_a_folded_text(text: str) -> None:
    words = words_1(text)
    spans = list(word_spans(words))
    assert "".join(words[s.start : s.end] for s in spans) == words.replace(" ", "")
    assert len(spans) == count_words(words)


def test_a_match_is_shown_with_the_captures_own_characters() -> None:
    text = "Pre. **Customer\u00a0Con\u00adtent** [means](https://acme.example/x) 1\\. all"
    folded = fold(text)
    (at,) = find_words(folded, "Customer Content means 1. all")
    span = folded.span(at, at + len("Customer Content means 1. all"))
    assert folded.displayed(span) == "Customer\u00a0Con\u00adtent means 1. all"
    assert displayed(text, span) == folded.displayed(span)
    assert folded.words(span) == "Customer Content means 1. all"


def test_the_words_of_a_piece_pair_their_marks_in_the_whole_text() -> None:
    text = "**1. One. 2. Two.** end"
    folded = fold(text)
    assert folded.words(Span(0, text.index("2."))) == "1. One."
    assert folded.words(Span(text.index("2."), len(text))) == "2. Two. end"
    assert folded.words(Span(4, 4)) == ""


def test_a_line_break_in_a_table_cell_is_displayed_as_one() -> None:
    text = "| a<br>b |"
    assert displayed(text, Span(2, 8)) == "a\nb"


def test_repeated_and_overlapping_words_are_all_found() -> None:
    assert find_words(fold("a a a b a a"), "a a") == [0, 2, 8]
    assert find_words(fold("a"), "") == []


def test_case_and_one_different_digit_do_not_match() -> None:
    folded = fold("Section 10.4 of the “Terms”")
    assert find_words(folded, "section 10.4") == []
    assert find_words(folded, "Section 10.5") == []
    assert find_words(folded, 'the "Terms"') == []


def test_loose_reading_folds_case_and_the_shapes_of_quotes() -> None:
    assert casefold_text("The “Service” isn’t **ACME’s**") == "the \"service\" isn't acme's"


def test_equal_words_have_equal_digests_whatever_the_marks_and_targets() -> None:
    plain, marked = "See our terms.", "See **[our\u00a0terms](https://acme.example/1)**."
    assert words_digest(plain) == words_digest(marked) == digest_of(b"See our terms.")
    assert links_digest(plain) != links_digest(marked)
    assert links_digest(marked) == links_digest("[x](https://acme.example/1)")
    assert words_digest("\ud800") != words_digest("")


def test_hostile_marks_take_time_in_proportion_to_their_length() -> None:
    for unit in (
        "[",
        "*a ",
        "_a *b",
        "`" * 3 + "a",
        "](",
        "[a](",
        "<a:",
        "**\n",
        "\\",
        "*a_b* ",
        "(" * 9,
        "`a``b",
        "#",
        "> ",
    ):
        text = unit * (200_000 // len(unit))
        began = time.process_time()
        words_1(text)
        words_1("[a](" + text)
        assert time.process_time() - began < 5, unit
