"""In which captures a phrase stands, proved by as few reads as prove it. Pure: the captures are read by an oracle.

Phrases come and go, so only a scan of all distinct texts may say "first". A bisect of captures whose ends differ says less:
"absent in k, present in k+1", one true border and not the only one. Captures with equal bytes, and for reading as readers
do also those with equal words, cost one read together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from generator.evidence.judged import Aside, NotJudged, not_judged_records
from generator.model.captures import CaptureRow
from generator.model.lock import Interval
from generator.model.times import spell_time
from generator.model.words import casefold_text

Has = Callable[[CaptureRow], bool | None]  # None: the capture is out of reach, or its text cannot be judged


@dataclass(frozen=True, slots=True, kw_only=True)
class FindResult:
    """What is known of a phrase over a list of captures, and how much was read to know it.

    `scanned` says that every distinct text was read, so that "first", "last" and "never" may be said. Otherwise the
    intervals hold proven captures only, and `last_without` and `first_with` are one border among possibly several.
    `not_judged` are captures that belong to no interval, with the reason. `adjacent` says that no listed capture lies
    between one interval and the next.
    """

    phrase: str
    exact: bool
    intervals: tuple[Interval, ...]
    listed: int
    read: int
    distinct: int
    unread: int
    scanned: bool
    adjacent: bool = True
    not_judged: tuple[NotJudged, ...] = ()

    @property
    def judged(self) -> int:
        """How many captures are known to have the words or to lack them."""
        return sum(run.captures for run in self.intervals)

    @property
    def first_with(self) -> datetime | None:
        """The first capture known to have the words."""
        return next((interval.first for interval in self.intervals if interval.present), None)

    @property
    def last_without(self) -> datetime | None:
        """The capture before `first_with`; None where the words stand in the first capture, or nowhere."""
        if not self.intervals or self.intervals[0].present or self.first_with is None:
            return None
        return self.intervals[0].last

    @property
    def claims(self) -> tuple[str, ...]:
        """What may be said, one sentence a claim, and no more."""
        return tuple(_claims(self))


def intervals(presence: Iterable[tuple[CaptureRow, bool | None]]) -> tuple[Interval, ...]:
    """Runs of captures, in order of time, that all have the words or all lack them.

    Captures of which nothing is known (None) belong to no run and break none.
    """
    found: list[Interval] = []
    for row, present in sorted(presence, key=lambda pair: in_time(pair[0])):
        if present is None:
            continue
        if found and found[-1].present == present:
            last = found[-1]
            found[-1] = Interval(
                present=present, first=last.first, last=row.captured_at, captures=last.captures + 1
            )
        else:
            found.append(Interval(present=present, first=row.captured_at, last=row.captured_at, captures=1))
    return tuple(found)


def in_time(row: CaptureRow) -> tuple[datetime, int]:
    """Captures in order of time; two of one second in the archive's own order."""
    return (row.captured_at, row.order)


def phrase_matcher(phrase: str, *, exact: bool = False) -> Callable[[str], bool]:
    """Whether a policy text has the phrase: as readers read, or character for character as captured."""
    if exact:
        return lambda text: phrase in text
    wanted = casefold_text(phrase)
    return lambda text: wanted in casefold_text(text)


def find_phrase(
    captures: Sequence[CaptureRow],
    has: Has,
    phrase: str,
    *,
    exact: bool = False,
    scan: bool = True,
    aside: Mapping[CaptureRow, NotJudged] | None = None,
) -> FindResult:
    """Where the phrase stands in these captures. `has` reads one capture.

    With `scan` every distinct text is read. Without, the ends are read and, if they differ, halved between; if they are
    alike nothing can be halved, and a scan follows after all. Captures in `aside` (evidence/judged.py) are not asked for;
    `has` may add those that it finds out about.
    """
    aside = {} if aside is None else aside
    rows = tuple(sorted(captures, key=in_time))
    kept = tuple(row for row in rows if not _is_left_out(row, aside))
    reading = _Reading(kept, has, exact)
    if kept and not scan:
        low, high = reading.nearest_end(0), reading.nearest_end(len(kept) - 1)
        if low is not None and high is not None and reading.known(low) != reading.known(high):
            reading.halve(low, high)
        else:
            scan = True
    if scan:
        for number in range(len(kept)):
            reading.ask(number)
    seen = {row: reading.known(number) for number, row in enumerate(kept)}
    runs = intervals(seen.items())
    unread = sum(present is None and not _is_left_out(row, aside) for row, present in seen.items())
    texts = {reading.text_of(row) for row in rows}
    asked = {reading.text_of(row) for row in kept}
    others = {reading.text_of(row) for row in rows if row not in seen and aside[row].read}
    return FindResult(
        phrase=phrase, exact=exact, intervals=runs, listed=len(rows), read=reading.reads + len(others - asked),
        distinct=len(texts), unread=unread, scanned=unread == 0, adjacent=_are_neighbours(rows, seen),
        not_judged=tuple(
            aside.get(row) or NotJudged(row=row, kind=Aside.UNREAD, reasons=("not read, or not to its end",))
            for row in rows
            if seen.get(row) is None and (row in aside or reading.was_asked(row))
        ),
    )  # fmt: skip


def _is_left_out(row: CaptureRow, aside: Mapping[CaptureRow, NotJudged]) -> bool:
    """Whether a capture is left out whatever can be read; one that is only unread is asked for again."""
    return row in aside and aside[row].kind is not Aside.UNREAD


def _are_neighbours(rows: Sequence[CaptureRow], seen: Mapping[CaptureRow, bool | None]) -> bool:
    """Whether at each border two captures with answers follow each other, with no listed capture between them."""
    known = [(number, seen[row]) for number, row in enumerate(rows) if seen.get(row) is not None]
    return all(later[0] - earlier[0] == 1 for earlier, later in pairwise(known) if earlier[1] != later[1])


def result_record(result: FindResult) -> Mapping[str, object]:
    """The keys of `find --format json` that say where the phrase stands."""
    return {
        "phrase": result.phrase,
        "intervals": [
            {
                "present": run.present,
                "from": spell_time(run.first),
                "to": spell_time(run.last),
                "captures": run.captures,
            }
            for run in result.intervals
        ],
        "first_with": spell_time(result.first_with) if result.first_with else None,
        "last_without": spell_time(result.last_without) if result.last_without else None,
        "listed": result.listed,
        "read": result.read,
        "scanned": result.scanned,
    }


def judged_record(result: FindResult) -> Mapping[str, object]:
    """The same, and how many captures were judged, and which were not and why."""
    return {
        **result_record(result),
        "judged": result.judged,
        "not_judged": not_judged_records(result.not_judged),
    }


@dataclass
class _Reading:
    """Answers so far. One read serves all captures of one text; a text is the same by its digest or by its words."""

    rows: Sequence[CaptureRow]
    has: Has
    exact: bool
    reads: int = 0
    _answers: dict[str, bool | None] = field(default_factory=dict)

    def text_of(self, row: CaptureRow) -> str:
        """What tells the text of a capture from others."""
        return row.sha256 if self.exact or not row.words else f"words:{row.words}"

    def _text(self, number: int) -> str:
        return self.text_of(self.rows[number])

    def was_asked(self, row: CaptureRow) -> bool:
        return self.text_of(row) in self._answers

    def known(self, number: int) -> bool | None:
        """The answer for a capture, as far as it was read."""
        return self._answers.get(self._text(number))

    def ask(self, number: int) -> bool | None:
        """The answer for a capture; reads it if no equal text was read. Out of reach is tried again under another row."""
        text = self._text(number)
        if self._answers.get(text) is None:
            answer = self.has(self.rows[number])
            self.reads += answer is not None
            self._answers[text] = answer
        return self._answers[text]

    def nearest_end(self, number: int) -> int | None:
        """The capture nearest to an end that can be read."""
        step = 1 if number == 0 else -1
        while 0 <= number < len(self.rows):
            if self.ask(number) is not None:
                return number
            number += step
        return None

    def halve(self, low: int, high: int) -> tuple[int, int]:
        """Two captures with different answers and nothing readable between them; neighbours where all can be read."""
        while high - low > 1:
            middle = (low + high) // 2
            between = sorted(range(low + 1, high), key=lambda number: (abs(number - middle), number))
            probe = next((number for number in between if self.ask(number) is not None), None)
            if probe is None:
                break
            if self.known(probe) == self.known(low):
                low = probe
            else:
                high = probe
        return low, high


def _claims(result: FindResult) -> Iterable[str]:
    quoted = f"“{result.phrase}”"
    read = f"{result.read} of {result.distinct} distinct texts read ({result.listed} captures listed)"
    judged = " that could be judged" if result.not_judged else ""
    if not result.listed:
        yield "No capture is listed."
    elif not result.judged:
        yield f"No capture could be judged, so nothing is known of {quoted}; {read}."
    elif result.scanned:
        yield from _scanned_claims(result, quoted, read, judged)
    else:
        yield from _border_claims(result, quoted, read)


def _scanned_claims(result: FindResult, quoted: str, read: str, judged: str) -> Iterable[str]:
    """What a reading of every distinct text proves."""
    if result.first_with is None:
        yield f"{quoted} stands in none of the captures{judged}; {read}."
    elif result.last_without is None:
        yield f"{quoted} stands in the first capture held{judged}, {spell_time(result.first_with)}; {read}."
    else:
        first, last = spell_time(result.first_with), spell_time(result.last_without)
        yield (
            f"{quoted} is first seen {first}; every capture held before{judged} was read and lacks it, the last one {last}."
        )
    if len(result.intervals) > 2:
        yield f"It comes and goes: {len(result.intervals)} runs."


def _border_claims(result: FindResult, quoted: str, read: str) -> Iterable[str]:
    """What is proved where captures were not read: borders, and no first and no last."""
    left_out = any(one.kind is not Aside.UNREAD for one in result.not_judged)
    further = f"the next capture that could be {'judged' if left_out else 'read'}"
    beside = "the next capture" if result.adjacent else further
    for earlier, later in pairwise(result.intervals):
        states = ("present" if earlier.present else "absent", "present" if later.present else "absent")
        yield f"{quoted} is {states[0]} in {spell_time(earlier.last)} and {states[1]} in {beside}, {spell_time(later.first)}."
    if len(result.intervals) == 1:
        state = "present in" if result.intervals[0].present else "absent from"
        yield f"{quoted} is {state} each of the {result.judged} captures that could be judged."
    yield f"Other borders are not ruled out: {read}."
    if result.unread and not result.adjacent:
        yield f"{result.unread} captures could not be read."
