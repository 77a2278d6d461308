"""Cut steps at the boundaries of segments, and sort them into edits in reading order."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from generator.compare.quiet import quiet_rule
from generator.compare.steps import NONE, Step
from generator.model.policy import Segment, Span
from generator.model.redline import Edit, Op
from generator.model.signs import differing_signs

OPS = {"=": Op.EQUAL, "~": Op.QUIET, "-": Op.DELETE, "+": Op.INSERT}
SIGNS = {op: sign for sign, op in OPS.items()}


def cut_steps(steps: Sequence[Step], before: Sequence[Segment], after: Sequence[Segment]) -> list[Step]:
    """Return the steps, each cut to lie in one segment (or between two) of each side and labelled with it.

    The given steps are reused and must not be used afterwards.
    """
    side_a, side_b = _Borders(before), _Borders(after)
    found: list[Step] = []
    for step in steps:
        cuts: Sequence[int] = ()
        a0, b0 = step.a0, step.b0
        if step.op == "=" or b0 == NONE:
            cuts = side_a.within(a0, step.a1, a0)
        if step.op == "=" or a0 == NONE:
            others = side_b.within(b0, step.b1, b0)
            cuts = others if not cuts else sorted({*cuts, *others}) if others else cuts
        if not cuts:
            step.segment_a = side_a.segment_at(a0)
            step.segment_b = side_b.segment_at(b0)
            found.append(step)
            continue
        first = 0
        for last in [*cuts, step.a1 - a0 if a0 != NONE else step.b1 - b0]:
            piece = Step(step.op, move=step.move, rule=step.rule)
            if a0 != NONE:
                piece.a0, piece.a1 = a0 + first, a0 + last
                piece.segment_a = side_a.segment_at(piece.a0)
            if b0 != NONE:
                piece.b0, piece.b1 = b0 + first, b0 + last
                piece.segment_b = side_b.segment_at(piece.b0)
            found.append(piece)
            first = last
    return found


class _Borders:
    """The boundaries of the segments of one side."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.starts = [segment.span.start for segment in segments]
        self.ends = [segment.span.end for segment in segments]
        self.edges = sorted({*self.starts, *self.ends})

    def within(self, start: int, end: int, origin: int) -> Sequence[int]:
        """Return the boundaries inside a range, relative to `origin`; none for an absent side."""
        if start == NONE:
            return ()
        first, last = bisect_right(self.edges, start), bisect_left(self.edges, end)
        return [edge - origin for edge in self.edges[first:last]] if last > first else ()

    def segment_at(self, position: int) -> int:
        """Return the index of the segment that holds a position, else NONE."""
        if position == NONE:
            return NONE
        at = bisect_right(self.starts, position) - 1
        return at if at >= 0 and position < self.ends[at] else NONE


def order_steps(steps: Sequence[Step], before: str, after: str) -> list[Edit]:
    """Return the steps as edits in reading order.

    Steps that stayed in place give the order; between two of them deletions come before insertions. A moved step is
    placed as in the later text. Quiet steps of both sides at one place become one edit with both sides, or an equal
    edit if their text is equal.
    """
    stay: list[Step] = []
    only_a: list[Step] = []
    only_b: list[Step] = []
    for step in steps:
        if step.b0 == NONE:
            only_a.append(step)
        elif step.a0 == NONE or step.move != NONE:
            only_b.append(step)
        else:
            stay.append(step)
    stay.sort(key=attrgetter("a0", "b0"))
    only_a.sort(key=attrgetter("a0"))
    only_b.sort(key=attrgetter("b0"))
    edits: list[Edit] = []
    x = y = at_a = at_b = 0
    count_a, count_b = len(only_a), len(only_b)
    for step in stay:
        first_x, first_y = x, y
        while x < count_a and only_a[x].a0 < step.a0:
            x += 1
        while y < count_b and only_b[y].b0 < step.b0:
            y += 1
        if x > first_x or y > first_y:
            edits.extend(_edits_between(only_a[first_x:x], only_b[first_y:y], at_a, at_b, before, after))
        edits.append(_edit(step, before, after))
        at_a, at_b = step.a1, step.b1
    edits.extend(_edits_between(only_a[x:], only_b[y:], at_a, at_b, before, after))
    return edits


def _edits_between(
    gap_a: list[Step], gap_b: list[Step], at_a: int, at_b: int, before: str, after: str
) -> list[Edit]:
    """Return the edits between two kept steps; quiet steps at the start, and at the end, of both sides are paired."""
    lead: list[Edit] = []
    trail: list[Edit] = []
    if gap_a and gap_b and _signs_fit_behind(gap_a, gap_b, before, after):
        trail.append(_pair_quiet(gap_a.pop(), gap_b.pop(), before, after))
    while gap_a and gap_b and _are_quiet(gap_a[0], gap_b[0]):
        lead.append(_pair_quiet(gap_a.pop(0), gap_b.pop(0), before, after))
        at_a, at_b = lead[-1].before.end, lead[-1].after.end
    while gap_a and gap_b and _are_quiet(gap_a[-1], gap_b[-1]):
        trail.append(_pair_quiet(gap_a.pop(), gap_b.pop(), before, after))
    edits = lead
    place = Span(at_b, at_b)
    for step in gap_a:
        edits.append(_edit(step, before, after, place))
        at_a = step.a1
    place = Span(at_a, at_a)
    for step in gap_b:
        edits.append(_edit(step, before, after, place))
    return edits + trail[::-1]


def _are_quiet(here: Step, there: Step) -> bool:
    """Whether two steps of one side each are quiet. A label that moved with its line is a step of both sides."""
    return here.op == there.op == "~" and there.a0 == NONE


def _signs_fit_behind(gap_a: list[Step], gap_b: list[Step], before: str, after: str) -> bool:
    """Whether quiet steps at the end of both sides have the same signs that nobody sees, and those at the start differ."""
    first, last = (gap_a[0], gap_b[0]), (gap_a[-1], gap_b[-1])
    if not (_are_quiet(*first) and _are_quiet(*last)):
        return False
    old, new = before[first[0].a0 : first[0].a1], after[first[1].b0 : first[1].b1]
    if not differing_signs(old, new):
        return False
    return before[last[0].a0 : last[0].a1] == after[last[1].b0 : last[1].b1]


def _pair_quiet(here: Step, there: Step, before: str, after: str) -> Edit:
    span_a, span_b = Span(here.a0, here.a1), Span(there.b0, there.b1)
    old, new = before[here.a0 : here.a1], after[there.b0 : there.b1]
    if old == new:
        return Edit(
            op=Op.EQUAL, before=span_a, after=span_b, move=here.move if here.move == there.move else NONE
        )
    return Edit(op=Op.QUIET, before=span_a, after=span_b, move=NONE, rule=quiet_rule(old, new))


_NOWHERE = Span(0, 0)


def _edit(step: Step, before: str, after: str, place: Span = _NOWHERE) -> Edit:
    """A step as an edit; `place` is where it stands on a side that has nothing of it."""
    here = Span(step.a0, step.a1) if step.a0 != NONE else place
    there = Span(step.b0, step.b1) if step.b0 != NONE else place
    rule = step.rule
    if step.op == "~" and not rule:
        rule = quiet_rule(before[here.start : here.end], after[there.start : there.end])
    return Edit(OPS[step.op], here, there, step.move, rule)
