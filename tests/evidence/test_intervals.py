"""Intervals and the find plan on invented captures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.evidence.intervals import (
    FindResult,
    find_phrase,
    in_time,
    intervals,
    phrase_matcher,
    result_record,
)
from generator.model.captures import CaptureRow
from generator.model.digests import digest_of
from generator.model.locators import FolderLocator
from generator.model.lock import Interval

START = datetime(2024, 1, 1, tzinfo=UTC)


def row(day: int, text: str, *, words: str = "", order: int | None = None) -> CaptureRow:
    return CaptureRow(
        archive="folder:acme",
        captured_at=START + timedelta(days=day),
        order=day if order is None else order,
        locator=FolderLocator(path=f"{day}.md"),
        sha256=digest_of(text.encode()),
        size=len(text),
        words=words,
    )


class Reader:
    """An oracle over texts by day that counts what it is asked; a text of None is out of reach."""

    def __init__(self, texts: list[str | None], phrase: str) -> None:
        self.texts, self.phrase, self.asked = texts, phrase, list[int]()

    def __call__(self, asked: CaptureRow) -> bool | None:
        day = (asked.captured_at - START).days
        self.asked.append(day)
        text = self.texts[day]
        return None if text is None else self.phrase in text


def history(texts: list[str | None]) -> tuple[CaptureRow, ...]:
    return tuple(row(day, text if text is not None else f"lost {day}") for day, text in enumerate(texts))


def find(texts: list[str | None], *, scan: bool = True) -> tuple[FindResult, Reader]:
    reader = Reader(texts, "robots")
    return find_phrase(history(texts), reader, "robots", scan=scan), reader


def test_runs_are_told_in_order_of_time_whatever_the_order_given() -> None:
    rows = [row(2, "c"), row(0, "a"), row(1, "b")]
    runs = intervals([(rows[0], True), (rows[1], False), (rows[2], True)])
    assert runs == (
        Interval(present=False, first=START, last=START, captures=1),
        Interval(present=True, first=START + timedelta(days=1), last=START + timedelta(days=2), captures=2),
    )


def test_two_captures_of_one_second_keep_the_archives_order() -> None:
    early, late = row(0, "a", order=7), row(0, "b", order=8)
    assert sorted([late, early], key=in_time) == [early, late]
    assert [run.present for run in intervals([(late, True), (early, False)])] == [False, True]


def test_a_capture_of_which_nothing_is_known_belongs_to_no_run_and_breaks_none() -> None:
    runs = intervals([(row(0, "a"), True), (row(1, "b"), None), (row(2, "c"), True)])
    assert runs == (Interval(present=True, first=START, last=START + timedelta(days=2), captures=2),)


def test_a_scan_finds_words_that_come_and_go_and_may_say_first() -> None:
    result, _ = find(["old", "robots a", "old again", "robots b", "end"])
    assert [(run.present, run.captures) for run in result.intervals] == [
        (False, 1), (True, 1), (False, 1), (True, 1), (False, 1),
    ]  # fmt: skip
    assert result.scanned
    assert (result.last_without, result.first_with) == (START, START + timedelta(days=1))
    assert "first seen 2024-01-02T00:00:00Z" in result.claims[0]
    assert result.claims[1] == "It comes and goes: 5 runs."


def test_equal_texts_cost_one_read() -> None:
    result, reader = find(["old", "robots", "old", "robots", "old"])
    assert (result.read, result.distinct, len(reader.asked)) == (2, 2, 2)
    assert len(result.intervals) == 5


def test_equal_words_cost_one_read_unless_the_match_is_exact() -> None:
    texts = ["robots one", "robots two"]
    rows = [row(day, text, words="same") for day, text in enumerate(texts)]
    assert find_phrase(rows, Reader(list(texts), "robots"), "robots").read == 1
    assert find_phrase(rows, Reader(list(texts), "robots"), "robots", exact=True).read == 2


def test_a_bisect_reads_little_and_claims_one_border_only() -> None:
    texts: list[str | None] = [f"text {day}" for day in range(400)]
    texts[317:] = [f"robots {day}" for day in range(317, 400)]
    result, reader = find(texts, scan=False)
    assert result.read == len(reader.asked) <= 12
    assert not result.scanned
    assert (result.last_without, result.first_with) == (
        START + timedelta(days=316),
        START + timedelta(days=317),
    )
    assert (
        "absent in 2024-11-12T00:00:00Z and present in the next capture, 2024-11-13T00:00:00Z"
        in result.claims[0]
    )
    assert "not ruled out" in result.claims[1]


def test_a_bisect_between_equal_ends_becomes_a_scan() -> None:
    result, _ = find(["a", "b", "robots", "c"], scan=False)
    assert result.scanned
    assert result.first_with == START + timedelta(days=2)


def test_a_capture_out_of_reach_keeps_first_from_being_said() -> None:
    result, _ = find(["old", None, "robots"])
    assert not result.scanned
    assert result.unread == 1
    assert all("first seen" not in claim for claim in result.claims)


def test_a_bisect_goes_round_what_is_out_of_reach_and_says_so() -> None:
    result, _ = find(["old", None, None, None, "robots"], scan=False)
    assert not result.adjacent
    assert any("next capture that could be read" in claim for claim in result.claims)
    assert "3 captures could not be read." in result.claims


def test_words_that_never_stood_there_are_said_to_be_in_none_only_after_a_scan() -> None:
    result, _ = find(["a", "b", "c"])
    assert result.claims == (
        "“robots” stands in none of the captures; 3 of 3 distinct texts read (3 captures listed).",
    )
    assert (result.first_with, result.last_without) == (None, None)


def test_no_captures_give_no_intervals() -> None:
    result, _ = find([])
    assert (result.intervals, result.listed, result.claims) == ((), 0, ("No capture is listed.",))


def test_the_record_has_the_keys_that_the_format_promises() -> None:
    record = result_record(find(["old", "robots"])[0])
    assert record == {
        "phrase": "robots",
        "intervals": [
            {"present": False, "from": "2024-01-01T00:00:00Z", "to": "2024-01-01T00:00:00Z", "captures": 1},
            {"present": True, "from": "2024-01-02T00:00:00Z", "to": "2024-01-02T00:00:00Z", "captures": 1},
        ],
        "first_with": "2024-01-02T00:00:00Z",
        "last_without": "2024-01-01T00:00:00Z",
        "listed": 2,
        "read": 2,
        "scanned": True,
    }


@pytest.mark.parametrize(
    ("text", "normal", "exact"),
    [
        ("We use your **Customer\u00a0Content** here", True, False),
        ("we use your customer content", True, False),
        ("your [Customer Content](https://acme.example)", True, True),
        ("Customer Contents", True, True),
        ("customers are content", False, False),
    ],
)
def test_a_phrase_is_matched_as_readers_read_it_or_exactly(text: str, normal: bool, exact: bool) -> None:
    assert phrase_matcher("Customer Content")(text) is normal
    assert phrase_matcher("Customer Content", exact=True)(text) is exact


@given(st.lists(st.sampled_from(["old", "robots", "new", "robots two", None]), max_size=40))
def test_a_bisect_never_contradicts_a_scan(texts: list[str | None]) -> None:
    scanned, _ = find(texts)
    halved, reader = find(texts, scan=False)
    assert halved.read <= scanned.distinct
    present = {texts.index(text): "robots" in text for text in texts if text is not None}
    for earlier, later in zip(halved.intervals, halved.intervals[1:], strict=False):
        assert earlier.present != later.present
        before, after = texts[(earlier.last - START).days], texts[(later.first - START).days]
        assert before is not None
        assert after is not None
        assert ("robots" in before, "robots" in after) == (earlier.present, later.present)
    assert set(reader.asked) <= set(range(len(texts)))
    assert len(present) <= len(texts)
