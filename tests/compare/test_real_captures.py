"""The redline of real captures, read from the shared folder; nothing of them is copied here."""

from pathlib import Path

import pytest

from generator.compare import after_text, before_text, redline, state_of
from generator.extract import clause_at
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import Redline
from generator.model.text import Text
from tests.compare.policies import policy_of

pytestmark = pytest.mark.shared
ZOOM = "archive/zoom/terms-of-service"


def read(shared: Path, name: str) -> Text:
    return policy_of((shared / name).read_bytes().decode())


@pytest.fixture(scope="module")
def april(shared: Path) -> tuple[Text, Text, Redline]:
    before, after = read(shared, f"{ZOOM}/20230201T124556Z.md"), read(shared, f"{ZOOM}/20230401T064510Z.md")
    return before, after, redline(before, after)


def test_a_rewrite_loses_nothing_of_either_text(april: tuple[Text, Text, Redline]) -> None:
    before, after, found = april
    assert before_text(found, before.text, after.text) == before.text
    assert after_text(found, before.text, after.text) == after.text


def test_machine_learning_is_new_in_the_clauses_that_say_it(
    april: tuple[Text, Text, Redline],
) -> None:
    _, after, found = april
    clauses = []
    at = after.text.find("machine learning")
    while at >= 0:
        span = Span(at, at + len("machine learning"))
        assert state_of(found, Side.AFTER, span) == "new"
        clause = clause_at(found.after, span)
        assert clause is not None
        clauses.append(clause.number)
        at = after.text.find("machine learning", at + 1)
    assert clauses == ["10.2", "10.4"]


def test_a_list_marker_that_its_clauses_contradict_is_no_number(shared: Path) -> None:
    segments = read(shared, f"{ZOOM}/20230401T064510Z.md").segments
    heads = {segment.path[0] for segment in segments if segment.number == "10.4"}
    assert heads == {"10 Customer content"}
    assert not [
        segment for segment in segments if segment.number == "27" and not segment.path[0].startswith("27")
    ]


def test_items_of_a_list_in_a_list_have_the_number_of_their_parent(shared: Path) -> None:
    segments = read(shared, f"{ZOOM}/20230201T124556Z.md").segments
    assert "3(2)" in {segment.number for segment in segments}


def test_one_sentence_and_a_date_are_all_that_august_changed(shared: Path) -> None:
    found = redline(read(shared, f"{ZOOM}/20230728T134315Z.md"), read(shared, f"{ZOOM}/20230807T184921Z.md"))
    assert (found.stats.added, found.stats.edited, found.stats.removed, found.stats.moved) == (1, 1, 0, 0)
