"""Taking runs of equal segments out of a comparison changes nothing of what it says."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compare.equal_runs import EqualRuns
from generator.compare.redline import redline
from generator.model.text import Text
from tests.compare.policies import policy_of

LINES = st.sampled_from(
    [f"{n}. We keep {what} for {n} days and tell you so." for n, what in enumerate("abcdefghij", 1)]
    + ["## Data", "## Fees", "* one", "* two", "We may stop at any time, with or without notice."]
)
DOCUMENTS = st.lists(LINES, max_size=14).map("\n\n".join)


def with_every_segment_looked_at(before: Text, after: Text, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        patch.setattr(EqualRuns, "_keep", lambda *_: None)
        return redline(before, after)


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_runs_of_equal_segments_change_nothing(before: str, after: str) -> None:
    one, two = policy_of(before), policy_of(after)
    with pytest.MonkeyPatch.context() as patch:
        assert redline(one, two) == with_every_segment_looked_at(one, two, patch)


def test_two_halves_that_changed_places_are_looked_at_one_by_one() -> None:
    halves = [
        "\n\n".join(f"{n}. Clause {word} number {n} says {word} things." for n in range(20))
        for word in ("ash", "birch")
    ]
    one, two = (policy_of("\n\n".join(order)) for order in (halves, halves[::-1]))
    with pytest.MonkeyPatch.context() as patch:
        found = redline(one, two)
        assert found == with_every_segment_looked_at(one, two, patch)
    assert found.stats.moved > 0


@pytest.mark.shared
def test_the_pages_of_the_report_say_the_same(shared: Path) -> None:
    for folder in sorted((shared / "archive" / "zoom").iterdir()):
        files = sorted(folder.glob("*.md"))[:6]
        texts = [policy_of(file.read_text("utf-8")) for file in files]
        for one, two in itertools.pairwise(texts):
            with pytest.MonkeyPatch.context() as patch:
                assert redline(one, two) == with_every_segment_looked_at(one, two, patch)
