"""Take runs of equal segments out of the comparison, and put them back when the rest is decided.

Most clauses of most pairs stand in both texts word for word. A run of them becomes one segment on each side, so that
grouping, verdicts and order work on what differs; afterwards each of its segments gets its edit and its hunk again.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from generator.compare.steps import NONE, Step
from generator.model.policy import BlockKind, Segment, Span
from generator.model.redline import Edit, Hunk, HunkKind, Op

MIN_SEGMENTS = 2  # of a run that is worth taking out


@dataclass(frozen=True, slots=True)
class Run:
    """Equal segments: ``count`` of them, from index ``a`` of the earlier and ``b`` of the later text."""

    a: int
    b: int
    count: int


class EqualRuns:
    """The runs of equal segments of two texts, as the equal steps of their comparison show them."""

    def __init__(self, steps: Sequence[Step], before: Sequence[Segment], after: Sequence[Segment]) -> None:
        self._before, self._after = before, after
        starts_a, starts_b = ([s.span.start for s in side] for side in (before, after))
        self.runs: list[Run] = []
        for step in sorted((s for s in steps if s.op == "=" and s.move == NONE), key=lambda s: s.a0):
            self._add(step, starts_a, starts_b)
        self.segments_a, self._first_a = _merged(before, [(run.a, run.count) for run in self.runs])
        self.segments_b, self._first_b = _merged(after, [(run.b, run.count) for run in self.runs])

    def _add(self, step: Step, starts_a: Sequence[int], starts_b: Sequence[int]) -> None:
        """Add the runs of segments that lie in one equal step on both sides, at the same places."""
        i, j = bisect_left(starts_a, step.a0), bisect_left(starts_b, step.b0)
        offset = step.b0 - step.a0
        before, after = self._before, self._after
        count = 0
        while i < len(before) and j < len(after):
            one, other = before[i].span, after[j].span
            if one.end > step.a1 or other.end > step.b1:
                break
            if one.start + offset == other.start and one.end + offset == other.end:
                i, j, count = i + 1, j + 1, count + 1
                continue
            self._keep(i, j, count)
            count = 0
            ahead = one.start + offset - other.start
            i, j = i + (ahead <= 0), j + (ahead >= 0)
        self._keep(i, j, count)

    def _keep(self, i: int, j: int, count: int) -> None:
        if count >= MIN_SEGMENTS:
            self.runs.append(Run(i - count, j - count, count))

    def put_back(
        self, edits: Sequence[Edit], hunks: Sequence[Hunk]
    ) -> tuple[list[Edit], tuple[Hunk, ...]] | None:
        """Return edits and hunks for the segments of both texts; None if a run did not stay as it was."""
        if not self.runs:
            return list(edits), tuple(hunks)
        by_place = {(run.a, run.b): run for run in self.runs}
        inside_a = {run.a for run in self.runs}
        inside_b = {run.b for run in self.runs}
        edits_of: dict[int, list[Edit]] = {}  # by where a run begins in the earlier text
        found: list[Hunk] = []
        for hunk in hunks:
            a0, a1 = self._first_a[hunk.before.start], self._first_a[hunk.before.end]
            b0, b1 = self._first_b[hunk.after.start], self._first_b[hunk.after.end]
            run = by_place.get((a0, b0)) if a1 > a0 and b1 > b0 else None
            if run and hunk.kind is HunkKind.SAME and a1 - a0 == b1 - b0 == run.count:
                if len(hunk.edits) != 1 or hunk.edits[0].op is not Op.EQUAL or hunk.edits[0].move >= 0:
                    return None
                own, all_edits = self._edits_of(run)
                edits_of[self._before[run.a].span.start] = all_edits
                found += [
                    Hunk(
                        kind=HunkKind.SAME,
                        before=Span(run.a + k, run.a + k + 1),
                        after=Span(run.b + k, run.b + k + 1),
                        edits=(own[k],),
                    )
                    for k in range(run.count)
                ]
            elif inside_a.isdisjoint(range(a0, a1)) and inside_b.isdisjoint(range(b0, b1)):
                found.append(
                    Hunk(
                        kind=hunk.kind,
                        before=Span(a0, a1),
                        after=Span(b0, b1),
                        edits=hunk.edits,
                        move=hunk.move,
                        similarity=hunk.similarity,
                        classes=hunk.classes,
                    )
                )
            else:
                return None
        put: list[Edit] = []
        for edit in edits:
            own_edits = edits_of.get(edit.before.start) if edit.op is Op.EQUAL else None
            if own_edits and edit.before.end == own_edits[-1].before.end:
                put += own_edits
            else:
                put.append(edit)
        return put, tuple(found)

    def _edits_of(self, run: Run) -> tuple[list[Edit], list[Edit]]:
        """Return an equal edit for each segment of a run; and the same with those for what lies between segments."""
        own: list[Edit] = []
        found: list[Edit] = []
        last: Edit | None = None
        for k in range(run.count):
            one, other = self._before[run.a + k].span, self._after[run.b + k].span
            if last is not None and last.before.end < one.start:
                between = Span(last.before.end, one.start), Span(last.after.end, other.start)
                found.append(Edit(Op.EQUAL, *between))
            last = Edit(Op.EQUAL, one, other)
            own.append(last)
            found.append(last)
        return own, found


def _merged(segments: Sequence[Segment], runs: Sequence[tuple[int, int]]) -> tuple[list[Segment], list[int]]:
    """Return the segments with each run as one, and for each of them (and the end) the index it had."""
    merged: list[Segment] = []
    first: list[int] = []
    at = 0
    for start, count in [*sorted(runs), (len(segments), 0)]:
        merged += segments[at:start]
        first += range(at, start)
        if count:
            span = Span(segments[start].span.start, segments[start + count - 1].span.end)
            merged.append(Segment(kind=BlockKind.PARAGRAPH, span=span))
            first.append(start)
        at = start + count
    return merged, [*first, len(segments)]
