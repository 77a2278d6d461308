"""Decide the kind of each group of segments (same, edited, replaced, moved), and make the steps agree with it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator.compare.edit_region import is_space_or_markup
from generator.compare.grouping import Group, link_segments
from generator.compare.steps import NONE, Step
from generator.compare.tokens import find_marks
from generator.model.policy import Segment, Span
from generator.model.redline import HunkKind, Move, RedlineOptions

MIN_KEPT_ONE_RUN = 0.35  # similarity from which a group with one deletion and one insertion is readable
MIN_READABLE_RUN = 6.0  # mean run of kept words from which a group is readable at any similarity


@dataclass(frozen=True, slots=True)
class Sides:
    """Both texts with their segments."""

    before: str
    after: str
    segments_a: tuple[Segment, ...]
    segments_b: tuple[Segment, ...]


def link_steps(steps: Sequence[Step], sides: Sides) -> list[Group]:
    """Count the characters matched between each pair of segments, and group the segments by them."""
    weights: dict[tuple[int, int], int] = {}
    sizes_a, sizes_b = ([len(s.span) for s in side] for side in (sides.segments_a, sides.segments_b))
    for step in steps:
        a, b = step.segment_a, step.segment_b
        if a != NONE and b != NONE:
            pair = (a, b)
            weights[pair] = weights.get(pair, 0) + min(step.a1 - step.a0, step.b1 - step.b0)
        elif step.op == "~" and a != NONE and step.b0 == NONE:
            sizes_a[a] -= step.a1 - step.a0
        elif step.op == "~" and b != NONE and step.a0 == NONE:
            sizes_b[b] -= step.b1 - step.b0
    return link_segments(weights, sizes_a, sizes_b)


@dataclass(slots=True)
class Verdict:
    """The kind of a group, and the similarity of its two sides (0 to 1)."""

    kind: HunkKind
    similarity: float


def classify_groups(
    groups: list[Group], steps: Sequence[Step], sides: Sides, options: RedlineOptions
) -> tuple[list[Group], list[Verdict]]:
    """Return the groups with their verdicts; drop moved groups that would be replaced, since they are not readable."""
    of_a, of_b = _groups_of_segments(groups, sides)
    changed_runs: dict[int, list[int]] = {}  # by group: the number of deletions and of insertions
    for step in steps:
        if step.op == "-" and step.rule != "link" and of_a[step.segment_a] != NONE:
            changed_runs.setdefault(of_a[step.segment_a], [0, 0])[0] += 1
        elif step.op == "+" and step.rule != "link" and of_b[step.segment_b] != NONE:
            changed_runs.setdefault(of_b[step.segment_b], [0, 0])[1] += 1
    # by group: the number of matched characters, and of letters and digits among them
    kept: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for step in steps if changed_runs else ():
        a = of_a[step.segment_a]
        if a in changed_runs and step.b0 != NONE and step.a0 != NONE and a == of_b[step.segment_b]:
            kept[a][0] += min(step.a1 - step.a0, step.b1 - step.b0)
            size = _alphanumeric_size(sides.before, step.a0, step.a1)
            kept[a][1] += (
                size if step.op == "=" else min(size, _alphanumeric_size(sides.after, step.b0, step.b1))
            )
    chosen: list[Group] = []
    verdicts: list[Verdict] = []
    for number, group in enumerate(groups):
        kind, similarity = HunkKind.SAME, 1.0
        if number in changed_runs:
            equal, words = kept[number]
            total = sum(
                _alphanumeric_size(sides.before, *_range_of(s)) for s in sides.segments_a[group.a0 : group.a1]
            )
            total += sum(
                _alphanumeric_size(sides.after, *_range_of(s)) for s in sides.segments_b[group.b0 : group.b1]
            )
            similarity = round(min(1.0, 2 * words / total), 4) if total else 1.0
            most_runs = max(changed_runs[number])
            readable = (
                not all(changed_runs[number])
                or equal / 6 / (most_runs + 1) >= MIN_READABLE_RUN
                or (most_runs == 1 and similarity >= MIN_KEPT_ONE_RUN)
            )
            is_edited = similarity >= options.replaced_below or readable
            kind = HunkKind.EDITED if is_edited else HunkKind.REPLACED
        if group.moved:
            if kind is HunkKind.REPLACED:
                continue
            kind = HunkKind.MOVED
        chosen.append(group)
        verdicts.append(Verdict(kind, similarity))
    return chosen, verdicts


_NOT_ALPHANUMERIC = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|[\W_]+")


def _alphanumeric_size(text: str, start: int, end: int) -> int:
    """Return the number of letters and digits in a range; link targets do not count."""
    return len(_NOT_ALPHANUMERIC.sub("", text[start:end]))


def _range_of(segment: Segment) -> tuple[int, int]:
    return segment.span.start, segment.span.end


def _groups_of_segments(groups: Sequence[Group], sides: Sides) -> tuple[list[int], list[int]]:
    """Return for each segment of both sides the index of its group, else NONE; index NONE (the last) gives NONE."""
    of_a = [NONE] * (len(sides.segments_a) + 1)
    of_b = [NONE] * (len(sides.segments_b) + 1)
    for number, group in enumerate(groups):
        for i in range(group.a0, group.a1):
            of_a[i] = number
        for j in range(group.b0, group.b1):
            of_b[j] = number
    return of_a, of_b


def apply_groups(
    steps: Sequence[Step],
    groups: Sequence[Group],
    verdicts: Sequence[Verdict],
    scores: Sequence[float],
    sides: Sides,
) -> tuple[list[Step], list[Move]]:
    """Make the steps agree with the groups, and return them with the moves.

    An equal step between two groups (unless it belongs to a move), or inside a replaced group, becomes a deletion and an
    insertion.
    """
    of_a, of_b = _groups_of_segments(groups, sides)
    moves: list[Move] = []
    of_group: dict[int, int] = {}
    for number, group in enumerate(groups):
        if group.moved:
            of_group[number] = len(moves)
            span_a = Span(sides.segments_a[group.a0].span.start, sides.segments_a[group.a1 - 1].span.end)
            span_b = Span(sides.segments_b[group.b0].span.start, sides.segments_b[group.b1 - 1].span.end)
            moves.append(Move(before=span_a, after=span_b, score=verdicts[number].similarity))
    numbers: dict[int, int] = {}
    applied: list[Step] = []
    for step in steps:
        a = of_a[step.segment_a]
        b = of_b[step.segment_b]
        paired = step.a0 != NONE and step.b0 != NONE
        inside = paired and a == b and a != NONE
        if paired and step.segment_a == step.segment_b == NONE:
            step.move = NONE
            applied.append(step)
        elif inside and verdicts[a].kind is not HunkKind.REPLACED:
            step.move = of_group.get(a, NONE)
            applied.append(step)
        elif paired and step.move != NONE and not inside:
            step.move = _sentence_move(step, moves, numbers, scores)
            applied.append(step)
        elif paired:
            link = step.rule if step.rule == "link" else ""
            op_a = "-" if link or _has_text(sides.before, step.a0, step.a1) else "~"
            op_b = "+" if link or _has_text(sides.after, step.b0, step.b1) else "~"
            applied.append(Step(op_a, step.a0, step.a1, rule=link, segment_a=step.segment_a))
            applied.append(Step(op_b, b0=step.b0, b1=step.b1, rule=link, segment_b=step.segment_b))
        else:
            own = of_group.get(a if step.a0 != NONE else b, NONE)
            step.move = own if own != NONE else numbers.get(step.move, NONE)
            applied.append(step)
    return _merge_whole_segments(applied, groups, verdicts, sides), moves


def _has_text(text: str, start: int, end: int) -> bool:
    """Whether a range holds words or punctuation, beyond its line's marks and white space."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    for first, last in find_marks(text, line, stop if stop >= 0 else len(text)):
        if first <= start:
            start = max(start, last)
    return not all(map(is_space_or_markup, text[start:end]))


def _merge_whole_segments(
    steps: list[Step], groups: Sequence[Group], verdicts: Sequence[Verdict], sides: Sides
) -> list[Step]:
    """Merge the steps of each segment that is deleted, inserted or replaced whole into one, label included."""
    marked_a = {s.segment_a for s in steps if s.op == "-"} - {NONE}
    marked_b = {s.segment_b for s in steps if s.op == "+"} - {NONE}
    worded_a = {s.segment_a for s in steps if s.op == "-" and s.rule != "link"}
    worded_b = {s.segment_b for s in steps if s.op == "+" and s.rule != "link"}
    if not marked_a and not marked_b:
        return steps
    for group, verdict in zip(groups, verdicts, strict=True):
        if verdict.kind is not HunkKind.REPLACED:
            marked_a.difference_update(range(group.a0, group.a1))
            marked_b.difference_update(range(group.b0, group.b1))
    for step in steps:
        if step.op == "=" or step.move != NONE:
            marked_a.discard(step.segment_a)
            marked_b.discard(step.segment_b)
    kept = [
        s
        for s in steps
        if (s.a0 == NONE or s.segment_a not in marked_a) and (s.b0 == NONE or s.segment_b not in marked_b)
    ]
    for i in marked_a:
        span = sides.segments_a[i].span
        rule = "" if i in worded_a else "link"
        kept.append(Step("-", span.start, span.end, rule=rule, segment_a=i))
    for j in marked_b:
        span = sides.segments_b[j].span
        rule = "" if j in worded_b else "link"
        kept.append(Step("+", b0=span.start, b1=span.end, rule=rule, segment_b=j))
    return kept


def _sentence_move(step: Step, moves: list[Move], numbers: dict[int, int], scores: Sequence[float]) -> int:
    """Return the index of the move of a sentence between two groups; widen the move to hold this step."""
    if step.move not in numbers:
        numbers[step.move] = len(moves)
        moves.append(
            Move(
                before=Span(step.a0, step.a1), after=Span(step.b0, step.b1), score=round(scores[step.move], 4)
            )
        )
        return numbers[step.move]
    number = numbers[step.move]
    old = moves[number]
    moves[number] = Move(
        before=Span(min(old.before.start, step.a0), max(old.before.end, step.a1)),
        after=Span(min(old.after.start, step.b0), max(old.after.end, step.b1)),
        score=old.score,
    )
    return number
