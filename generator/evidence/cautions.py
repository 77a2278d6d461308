"""Words of warning beside the borders that `find` tells: captures that date nothing and say otherwise. Pure."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.evidence.intervals import FindResult
from generator.evidence.judged import Aside, NotJudged
from generator.model.captures import CaptureRow
from generator.model.lock import Interval
from generator.model.times import spell_time

Holds = Callable[[CaptureRow], bool | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a capture falls among the intervals of those that were judged."""

    before: Interval | None
    after: Interval | None  # None inside an interval

    @property
    def expected(self) -> bool | None:
        """What the judged captures around it say."""
        nearest = self.before or self.after
        return nearest.present if nearest else None


def border_cautions(
    result: FindResult, rows: Sequence[CaptureRow], again: Collection[CaptureRow], holds: Holds
) -> tuple[str, ...]:
    """The cautions of one archive's result, in order of time.

    `rows` are that archive's captures, `again` those that it extracted again, and `holds` says of a text that was read
    whether it has the words.
    """
    found = [*_left_out_cautions(result, holds), *_judged_cautions(result, rows, again)]
    return tuple(sentence for _, sentence in sorted(found))


def _left_out_cautions(result: FindResult, holds: Holds) -> Iterator[tuple[str, str]]:
    """Captures that date nothing, where they differ from the judged capture before them; of a series the first."""
    last: tuple[object, ...] | None = None
    for one in result.not_judged:
        if not _says_something(one) or (answer := holds(one.row)) is None:
            continue
        place = _place_of(one.row, result.intervals)
        series = (place, answer, one.kind)
        if answer != place.expected and series != last:
            yield one.row.ref, _sentence(one, answer, place)
        last = series


def _says_something(one: NotJudged) -> bool:
    """Whether its text is the document's, only not of that time: a wall's words say nothing either way."""
    return one.kind is Aside.TECHNICAL or any(reason.startswith("misdated") for reason in one.reasons)


def _place_of(row: CaptureRow, runs: Sequence[Interval]) -> _Place:
    before = next((run for run in reversed(runs) if run.first <= row.captured_at), None)
    if before is not None and row.captured_at <= before.last:
        return _Place(before, None)
    return _Place(before, next((run for run in runs if run.first > row.captured_at), None))


def _sentence(one: NotJudged, answer: bool, place: _Place) -> str:
    has = "has" if answer else "lacks"
    if any(reason.startswith("misdated") for reason in one.reasons):
        return f"Caution, {one.row.ref} is {one.why}. It {has} the words and dates nothing."
    told = (
        f"Caution, {one.row.ref} was extracted again by the archive and {has} the words: that dates nothing."
    )
    before, after = place.before, place.after
    if before and after and before.present != after.present:
        states = ("has", "lacks") if before.present else ("lacks", "has")
        told += (
            f" The capture before it, {spell_time(before.last)}, {states[0]} them;"
            f" the next one that counts, {spell_time(after.first)}, {states[1]} them."
        )
    elif before and not after and one.row.captured_at > before.last:
        told += f" No later capture counts; {spell_time(before.last)} is the last that does."
    return told


def _judged_cautions(
    result: FindResult, rows: Sequence[CaptureRow], again: Collection[CaptureRow]
) -> Iterator[tuple[str, str]]:
    """Captures that were extracted again and count all the same, where a border rests on one."""
    left_out = {one.row for one in result.not_judged}
    borders = {run.first for run in result.intervals[1:]} | {run.last for run in result.intervals[:-1]}
    for row in rows:
        if row in again and row not in left_out and row.captured_at in borders:
            yield (
                row.ref,
                f"Caution, {row.ref} was extracted again by the archive: the words may have come or gone with its "
                "software, and not on the page.",
            )
