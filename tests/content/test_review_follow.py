"""A second reading follows a note whose letters were mended, and no other change."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.content.catalog import build_catalog
from generator.content.review import review_problems
from generator.content.review_follow import followed
from generator.content.review_scaffold import review_skeleton, sentences_of
from generator.model.catalog import Change
from generator.store.sources import read_sources

MINIMAL = Path(__file__).parent.parent / "sites" / "minimal" / "content"
BODY = """The orchard's terms named pears | plums as welcome.

## What the captures show

The earlier text let “visitors” pick apples, and the later one forbids it (rule 4).
Nothing else changed.
"""
REVIEW = """| kind | sentence | rests on |
| --- | --- | --- |
| fact | The orchard's terms named pears \\| plums as welcome. | capture: both |
| fact | The earlier text let “visitors” pick apples, and the later one forbids it (rule 4). | capture: both |
| fact | Nothing else changed. | comparison: of both |
"""


@pytest.fixture
def change() -> Change:
    catalog, _ = build_catalog(read_sources(MINIMAL))
    return replace(catalog.changes[0], body=BODY)


def test_the_review_is_right_as_it_stands(change: Change) -> None:
    assert followed(change, REVIEW) == REVIEW
    assert review_problems(change, REVIEW) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("visitors", "visitros"),
        ("orchard's", "orchrad's"),
        ("apples, and", "apples and"),
        ("welcome.", "welcom."),
        ("Nothing else changed.", "Nothing else chaned."),
        ("the later one", "the laterr one"),
    ],
)
def test_mended_letters_are_carried_over(change: Change, old: str, new: str) -> None:
    mended = replace(change, body=BODY.replace(old, new))
    assert review_problems(mended, REVIEW)
    carried = followed(mended, REVIEW)
    assert review_problems(mended, carried) == ()
    assert followed(change, carried) == REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("forbids", "allows"),
        ("rule 4", "rule 5"),
        ("Nothing else changed.", "Nothing changed."),
        ("The earlier text let", "Let the earlier text"),
        ("and the later", "but the later"),
    ],
)
def test_other_words_have_to_be_read_again(change: Change, old: str, new: str) -> None:
    turned = replace(change, body=BODY.replace(old, new))
    assert followed(turned, REVIEW) == REVIEW
    assert review_problems(turned, REVIEW)


def test_a_second_reading_that_was_begun_lists_every_sentence_and_lacks_what_facts_rest_on() -> None:
    for folder in ("minimal", "full"):
        catalog, _ = build_catalog(read_sources(MINIMAL.parent.parent / folder / "content"))
        for change in catalog.changes:
            if change.body.strip():
                found = review_problems(change, review_skeleton(change))
                assert {p.code for p in found} <= {"review-unsupported"}, change.key
                assert all("rests on nothing" in p.message for p in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("It says “no.” Then it ends.", 2),
        ("At 10.4 it is said, e.g. in part.", 1),
        ("Section 7. (Nothing else.) [The page](/a/) says so.", 3),
        ("Without an end", 1),
    ],
)
def test_a_paragraph_is_cut_behind_its_sentences(text: str, count: int) -> None:
    sentences = sentences_of(text)
    assert len(sentences) == count
    assert " ".join(sentences) == text


def test_a_row_without_a_word_follows_nothing(change: Change) -> None:
    review = REVIEW + "| fact | … | capture: both |\n"
    assert followed(replace(change, body="Pears.\n"), review) == review
