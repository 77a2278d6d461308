"""The small time ruler of a quotation: what its words' life looked like, capture by capture, a lane an archive.

Positions are per cent of the ruler's width, so that words keep their size on a phone. A gap between two captures is as
wide as it is: where in it the words came or went is not known, and nothing is drawn that says otherwise.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.model.lock import Life
from generator.pages.messages import Exact, axis_label, joined, say
from generator.pages.spelling import round_moments

MARGIN = 3.0  # per cent left free at both ends
TICKS = 5  # at most
EDGE = 9.0  # per cent: half a tick's words on a phone; nearer to an end they stand beside their tick, not across it


@dataclass(frozen=True, slots=True, kw_only=True)
class DotView:
    """A capture: with the words or without."""

    x: str
    present: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """A stretch: ``gap`` (not known) or ``held`` (captured with the words at both ends)."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    name: str
    bars: tuple[BarView, ...]
    dots: tuple[DotView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TickView:
    x: str
    text: str
    anchor: str = "middle"
    wide: bool = False  # left out on a narrow screen


@dataclass(frozen=True, slots=True, kw_only=True)
class RulerView:
    """One picture. `label` says all of it in a sentence."""

    lanes: tuple[LaneView, ...]
    ticks: tuple[TickView, ...]
    label: str
    disagree: str = ""  # said under the picture where archives contradict each other


def make_ruler(lives: tuple[tuple[str, Life], ...]) -> RulerView | None:
    """The ruler of some lives, each with the name of its archive; None where no time is known."""
    known = [(name, life) for name, life in lives if life.own >= 0]
    if not known:
        return None
    times = [at for _, life in known for at in _times(life)]
    first, last = min(times), max(times)
    if last == first:
        first, last = first - timedelta(days=15), last + timedelta(days=15)
    return RulerView(
        lanes=tuple(_lane(name, life, first, last) for name, life in known),
        ticks=_ticks(first, last),
        label=joined((_sentence(name, life) for name, life in known), " "),
        disagree=_disagreement(known),
    )


def _disagreement(known: list[tuple[str, Life]]) -> str:
    """Whether one archive lacks the words at a time at which another has them before and after."""
    for name, life in known:
        held = [i for i in life.intervals if i.present]
        for other, witness in known:
            for gap in (i for i in witness.intervals if not i.present and other != name):
                if any(i.first < at < i.last for i in held for at in (gap.first, gap.last)):
                    return say(
                        "The archives disagree: %(other)s had a capture without the words between captures of "
                        "%(archive)s that have them. They may have been served different copies of the page.",
                        other=other,
                        archive=name,
                    )
    return ""


def place(at: datetime, first: datetime, last: datetime) -> float:
    """Where a moment stands, in per cent."""
    share = (at - first) / (last - first) if last > first else 0.5
    return round(MARGIN + share * (100 - 2 * MARGIN), 2)


def percent(value: float) -> str:
    return f"{value:g}%"


def _times(life: Life) -> list[datetime]:
    """The moments that are drawn: every interval with the words, and the captures next to it without them."""
    times: list[datetime] = []
    for index, interval in enumerate(life.intervals):
        if not interval.present:
            continue
        times += [interval.first, interval.last]
        if index:
            times.append(life.intervals[index - 1].last)
        if index + 1 < len(life.intervals):
            times.append(life.intervals[index + 1].first)
    return times


def _lane(name: str, life: Life, first: datetime, last: datetime) -> LaneView:
    bars: list[BarView] = []
    dots: list[DotView] = []
    intervals = life.intervals
    for index, interval in enumerate(intervals):
        start, end = place(interval.first, first, last), place(interval.last, first, last)
        if interval.present:
            if index and intervals[index - 1].last >= first:
                bars.append(_bar("gap", place(intervals[index - 1].last, first, last), start))
            bars.append(_bar("held", start, end))
            if index + 1 < len(intervals):
                bars.append(_bar("gap", end, place(intervals[index + 1].first, first, last)))
            ends = (interval.first, interval.last)
        else:
            ends = (
                *((interval.first,) if index else ()),
                *((interval.last,) if index + 1 < len(intervals) or interval.last <= last else ()),
            )
        dots += [
            DotView(
                x=percent(place(at, first, last)),
                present=interval.present,
                title=say("%(at)s: with the words", at=Exact(at))
                if interval.present
                else say("%(at)s: without the words", at=Exact(at)),
            )
            for at in dict.fromkeys(ends)
            if first <= at <= last
        ]
    return LaneView(name=name, bars=tuple(bars), dots=tuple(dots))


def _bar(kind: str, start: float, end: float) -> BarView:
    return BarView(kind=kind, x=percent(start), width=percent(round(max(end - start, 0), 2)))


def _sentence(name: str, life: Life) -> str:
    """One lane in words."""
    parts = []
    if life.last_without:
        parts.append(say("last capture without the words %(at)s", at=Exact(life.last_without)))
    if life.first_with:
        parts.append(say("first with them %(at)s", at=Exact(life.first_with)))
    if life.last_with and life.last_with != life.first_with:
        parts.append(say("last with them %(at)s", at=Exact(life.last_with)))
    if life.first_without_after:
        parts.append(say("absent again %(at)s", at=Exact(life.first_without_after)))
    return say("%(archive)s: %(times)s.", archive=name, times=joined(parts))


def _ticks(first: datetime, last: datetime) -> tuple[TickView, ...]:
    """Round moments between two ends: days, months or years, as many as can be read."""
    inside = round_moments(first, last)
    step = max(1, -(-len(inside) // TICKS))
    shown = inside[::step]
    return tuple(
        TickView(
            x=percent(place(m, first, last)),
            text=axis_label(m, t),
            anchor=_anchor(place(m, first, last)),
            wide=bool(n % 2) and len(shown) > 3,
        )
        for n, (m, t) in enumerate(shown)
    )


def _anchor(at: float) -> str:
    """To which side of its tick a text stands, so that it does not leave the ruler."""
    return "start" if at < EDGE else "end" if at > 100 - EDGE else "middle"
