"""Time axes as numbers: where a moment stands in per cent of the width, where a lane stands in pixels of height.

The pictures have a pixel height and no viewBox, so that words keep their size on a phone (the same facts stand in a table
or list beside each). Templates draw what stands here and decide nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from generator.model.captures import CaptureClass, CaptureRow
from generator.model.lock import Life
from generator.pages.messages import axis_label, spelt
from generator.pages.spelling import round_moments

EDGE = 2.4  # per cent of the width kept free at each end
NEAR = 6.0  # per cent of the width from an end at which a centred label would be cut off
TICKS = 6  # months named on an axis, at most
LANE = 46  # pixels between lanes
TIGHT = 30  # the same where there are many lanes of dots
CHANGED = (CaptureClass.FIRST, CaptureClass.CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A stretch of time spread over the width."""

    start: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Per cent of the width, the edges kept free; what lies outside is drawn at the edge."""
        whole = (self.end - self.start).total_seconds()
        part = (moment - self.start).total_seconds() / whole if whole else 0.5
        return EDGE + (100 - 2 * EDGE) * min(1.0, max(0.0, part))

    def x(self, moment: datetime) -> str:
        return spell_x(self.at(moment))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A stroke or dot on a lane. `kind` is its class in the stylesheet; `title` names it for those who point at it."""

    kind: str
    x: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchView:
    """A bar along a lane: `with` (words present) or `gap` (which side of the change is not known)."""

    kind: str
    x: str
    width: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """One row of a picture: a label, a line, and what stands on it. `y` is where the line lies."""

    label: str
    y: int
    label_y: int
    start: str
    end: str
    marks: tuple[MarkView, ...] = ()
    stretches: tuple[StretchView, ...] = ()
    note: str = ""
    url: str = ""  # of what the label names


@dataclass(frozen=True, slots=True, kw_only=True)
class TickView:
    """A year on the axis; a minor one vanishes on a narrow screen."""

    x: str
    label: str
    minor: bool = False
    anchor: str = "middle"  # `start` and `end` at the ends, where a centred label would be cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class RulerView:
    """A whole picture. `label` says in a sentence what is to be seen."""

    label: str
    height: int
    axis_y: int
    lanes: tuple[LaneView, ...]
    ticks: tuple[TickView, ...]


def spell_x(value: float) -> str:
    """A place in per cent, without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def axis_over(moments: Iterable[datetime]) -> Axis | None:
    """An axis from the first to the last moment; a single moment stands in the middle of a year."""
    known = sorted(moments)
    if not known:
        return None
    if known[0] == known[-1]:
        half = timedelta(days=183)
        return Axis(start=known[0] - half, end=known[0] + half)
    return Axis(start=known[0], end=known[-1])


def ticks_of(axis: Axis) -> tuple[TickView, ...]:
    """The turns of years, of a short stretch those of months; of many every other one is minor. The shortest name their ends."""
    years = [
        moment
        for year in range(axis.start.year, axis.end.year + 2)
        if axis.start <= (moment := datetime(year, 1, 1, tzinfo=UTC)) <= axis.end
    ]
    months = round_moments(axis.start, axis.end) if len(years) < 2 else []
    if len(months) > 1:
        shown = months[:: max(1, -(-len(months) // TICKS))]
        return tuple(
            TickView(x=axis.x(moment), label=axis_label(moment, label), minor=index % 2 == 1, anchor=_anchor(axis.at(moment)))
            for index, (moment, label) in enumerate(shown)
        )
    if len(years) < 2:
        return (
            TickView(x=axis.x(axis.start), label=spelt(axis.start.date()), anchor="start"),
            TickView(x=axis.x(axis.end), label=spelt(axis.end.date()), anchor="end"),
        )
    crowded = len(years) > 4
    return tuple(
        TickView(
            x=axis.x(moment),
            label=str(moment.year),
            minor=crowded and index % 2 == 1,
            anchor=_anchor(axis.at(moment)),
        )
        for index, moment in enumerate(years)
    )


def _anchor(at: float) -> str:
    """On which side of its tick a label stands, so that it is not cut off at an end."""
    return "start" if at < NEAR else "end" if at > 100 - NEAR else "middle"


def ruler_of(label: str, lanes: Iterable[LaneView], axis: Axis) -> RulerView:
    """A picture of lanes, one below the other, with the axis under them."""
    drawn = tuple(lanes)
    bottom = max((lane.y for lane in drawn), default=20) + (34 if drawn and drawn[-1].note else 22)
    return RulerView(label=label, height=bottom + 24, axis_y=bottom, lanes=drawn, ticks=ticks_of(axis))


def lane_y(index: int, *, step: int = LANE) -> int:
    """Where the line of the nth lane lies; its label stands above it."""
    return (34 if step == LANE else 24) + index * step


def captures_lane(label: str, rows: Iterable[CaptureRow], axis: Axis, index: int) -> LaneView:
    """Every capture of an archive: tall where the words changed, short where they did not, flagged where suspect.

    Captures that would stand on the same hundredth of a per cent are drawn once, the weightiest of them.
    """
    weight = {"noise": 0, "technical": 1, "suspect": 2, "change": 3}
    drawn: dict[str, MarkView] = {}
    listed = list(rows)
    for row in listed:
        kind = mark_kind(row.kind)
        x = axis.x(row.captured_at)
        if x not in drawn or weight[drawn[x].kind] < weight[kind]:
            drawn[x] = MarkView(kind=kind, x=x)
    times = [row.captured_at for row in listed]
    return LaneView(
        label=label,
        y=lane_y(index),
        label_y=lane_y(index) - 20,
        start=axis.x(min(times)) if times else spell_x(EDGE),
        end=axis.x(max(times)) if times else spell_x(100 - EDGE),
        marks=tuple(drawn.values()),
    )


def dots_lane(
    label: str, marks: tuple[MarkView, ...], axis: Axis, index: int, url: str = ""
) -> LaneView:
    """A tight lane of dots, its label close above the line."""
    y = lane_y(index, step=TIGHT)
    return LaneView(
        label=label,
        y=y,
        label_y=y - 8,
        start=axis.x(axis.start),
        end=axis.x(axis.end),
        marks=marks,
        url=url,
    )


def mark_kind(kind: CaptureClass) -> str:
    """The class of a capture's stroke."""
    if kind in CHANGED:
        return "change"
    return {CaptureClass.TECHNICAL: "technical", CaptureClass.SUSPECT: "suspect"}.get(kind, "noise")


def life_lane(label: str, life: Life, axis: Axis, index: int, note: str = "") -> LaneView:
    """The life of quoted words: bars where captures have them, hatched where it is not known, rings where they lack them."""
    stretches: list[StretchView] = []
    marks: list[MarkView] = []
    for number, interval in enumerate(life.intervals):
        if interval.present:
            stretches.append(_stretch("with", interval.first, interval.last, axis))
            marks.append(MarkView(kind="with", x=axis.x(interval.first)))
            marks.append(MarkView(kind="with", x=axis.x(interval.last)))
        else:
            marks.append(MarkView(kind="without", x=axis.x(interval.first)))
            marks.append(MarkView(kind="without", x=axis.x(interval.last)))
        if number:
            stretches.append(_stretch("gap", life.intervals[number - 1].last, interval.first, axis))
    held = life.intervals
    return LaneView(
        label=label,
        y=lane_y(index),
        label_y=lane_y(index) - 20,
        start=axis.x(held[0].first) if held else spell_x(EDGE),
        end=axis.x(held[-1].last) if held else spell_x(100 - EDGE),
        marks=tuple(dict.fromkeys(marks)),
        stretches=tuple(stretches),
        note=note,
    )


def _stretch(kind: str, first: datetime, last: datetime, axis: Axis) -> StretchView:
    start, end = axis.at(first), axis.at(last)
    return StretchView(kind=kind, x=spell_x(start), width=spell_x(max(end - start, 0.15)))
