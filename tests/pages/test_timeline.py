"""Time axes: places in per cent, every capture drawn, the weightiest where two would stand on one place."""

from datetime import UTC, datetime, timedelta

from generator.model.captures import CaptureClass, CaptureRow
from generator.model.digests import digest_of
from generator.model.locators import FolderLocator
from generator.model.lock import Interval, Life
from generator.pages.site.timeline import Axis, axis_over, captures_lane, life_lane, ruler_of, ticks_of

START = datetime(2021, 1, 1, tzinfo=UTC)
AXIS = Axis(start=START, end=datetime(2025, 1, 1, tzinfo=UTC))


def row(at: datetime, kind: CaptureClass) -> CaptureRow:
    return CaptureRow(
        archive="a",
        captured_at=at,
        order=0,
        locator=FolderLocator(path="x"),
        sha256=digest_of(str(at).encode()),
        size=1,
        kind=kind,
    )


def test_ends_of_the_axis_keep_a_free_edge() -> None:
    assert AXIS.x(AXIS.start) == "2.4%"
    assert AXIS.x(AXIS.end) == "97.6%"
    assert AXIS.x(AXIS.end + timedelta(days=400)) == "97.6%"


def test_a_single_moment_stands_in_the_middle() -> None:
    axis = axis_over([START])
    assert axis is not None
    assert axis.x(START) == "50%"
    assert axis_over([]) is None


def test_years_are_named_and_every_other_one_gives_way_on_a_phone() -> None:
    long = Axis(start=START, end=datetime(2027, 1, 1, tzinfo=UTC))
    ticks = ticks_of(long)
    assert [t.label for t in ticks] == ["2021", "2022", "2023", "2024", "2025", "2026", "2027"]
    assert [t.minor for t in ticks][:3] == [False, True, False]
    short = Axis(start=datetime(2023, 3, 1, tzinfo=UTC), end=datetime(2023, 9, 1, tzinfo=UTC))
    assert [t.label for t in ticks_of(short)] == ["Mar 2023", "May 2023", "Jul 2023", "Sep 2023"]
    assert [t.minor for t in ticks_of(short)] == [False, True, False, True]
    hours = Axis(start=datetime(2023, 3, 1, 9, tzinfo=UTC), end=datetime(2023, 3, 1, 21, tzinfo=UTC))
    assert [t.label for t in ticks_of(hours)] == ["1 March 2023", "1 March 2023"]


def test_captures_on_one_place_are_drawn_once_as_the_weightiest() -> None:
    rows = [
        row(START, CaptureClass.FIRST),
        row(START + timedelta(hours=1), CaptureClass.SAME),
        row(START + timedelta(days=300), CaptureClass.SAME),
        row(START + timedelta(days=300, minutes=5), CaptureClass.SUSPECT),
        row(START + timedelta(days=600), CaptureClass.TECHNICAL),
    ]
    lane = captures_lane("5 captures", rows, AXIS, 0)
    assert [mark.kind for mark in lane.marks] == ["change", "suspect", "technical"]


def test_the_life_of_words_has_bars_gaps_and_rings() -> None:
    def at(year: int) -> datetime:
        return datetime(year, 6, 1, tzinfo=UTC)

    life = Life(
        archive="a",
        intervals=(
            Interval(present=False, first=at(2021), last=at(2022), captures=2),
            Interval(present=True, first=at(2023), last=at(2024), captures=2),
        ),
        own=1,
        listed=4,
        read=4,
    )
    lane = life_lane("10.4", life, AXIS, 1)
    assert [s.kind for s in lane.stretches] == ["with", "gap"]
    gap = next(s for s in lane.stretches if s.kind == "gap")
    assert gap.x == AXIS.x(at(2022))
    assert [m.kind for m in lane.marks] == ["without", "without", "with", "with"]


def test_a_ruler_is_as_high_as_its_lanes() -> None:
    lanes = [captures_lane("x", [row(START, CaptureClass.FIRST)], AXIS, n) for n in range(3)]
    heights = [ruler_of("x", lanes[:n], AXIS).height for n in (1, 2, 3)]
    assert heights[1] - heights[0] == heights[2] - heights[1] == 46
