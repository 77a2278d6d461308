"""The one door: two policy texts in, a redline out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.compare.classify import Classifier
from generator.compare.edit_script import NONE, Step, is_space_or_markup
from generator.compare.grouping import Group, link_segments
from generator.compare.reading_order import SIGNS, cut_steps, order_steps
from generator.compare.steps import find_steps
from generator.compare.tokens import find_labels
from generator.model.captures import Side
from generator.model.policy import Segment, Span
from generator.model.redline import Edit, Hunk, HunkKind, Move, Op, Redline, RedlineOptions, Stats
from generator.model.text import Text
from generator.model.words import Folded, count_words

MIN_KEPT_ONE_RUN = (
    0.35  # share of the words that stayed, from which one stretch of other words is read with ease
)
MIN_READABLE_RUN = (
    6.0  # words kept in a row, on average, that make a merged clause readable however much is new
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both texts with their segments, and which segment a position is in."""

    before: str
    after: str
    segments_a: tuple[Segment, ...]
    segments_b: tuple[Segment, ...]


def redline(before: Text, after: Text, options: RedlineOptions = RedlineOptions()) -> Redline:
    """Compare two policy texts: lossless edits, hunks for readers, moves, counts, classes, and limits that were hit."""
    sides = Sides(before.text, after.text, before.segments, after.segments)
    found = find_steps(before.folded, after.folded, options)
    steps = cut_steps(found.steps, sides.segments_a, sides.segments_b)
    groups = _link_segments(steps, sides)
    groups, verdicts = _classify_groups(groups, steps, sides, options)
    steps, moves = _apply_groups(steps, groups, verdicts, found.scores, sides)
    edits = order_steps(steps, before.text, after.text)
    hunks = build_hunks(groups, verdicts, edits, sides, options)
    return Redline(
        before=sides.segments_a,
        after=sides.segments_b,
        edits=tuple(edits),
        hunks=hunks,
        moves=tuple(moves),
        stats=count_stats(hunks, edits, before, after),
        classes=classes_of(hunks),
        degraded=tuple(found.degraded),
        options=options,
    )


def state_of(found: Redline, side: Side, span: Span) -> str:
    """What the redline says of words on one side: new, removed, edited, moved or unchanged."""
    gone, kept, moved, touched = 0, 0, 0, False
    for edit in found.edits:
        own = edit.before if side is Side.BEFORE else edit.after
        shared = min(own.end, span.end) - max(own.start, span.start)
        if edit.op in (Op.DELETE, Op.INSERT) and not own and edit.rule != "link":
            touched = touched or span.start < own.start < span.end
        elif shared <= 0 or edit.op is Op.QUIET:
            continue
        elif edit.op is Op.EQUAL:
            kept += shared
            moved += shared if edit.move >= 0 else 0
        elif edit.rule != "link":
            gone += shared
    if gone and not kept:
        return "removed" if side is Side.BEFORE else "new"
    if gone or touched:
        return "edited"
    return "moved" if moved and moved == kept else "unchanged"


def before_text(found: Redline, before: str, after: str) -> str:
    """The earlier text, rebuilt from the edits: kept words are read from the later text, to prove that they are equal."""
    return _rebuild(found.edits, before, after, Side.BEFORE)


def after_text(found: Redline, before: str, after: str) -> str:
    """The later text, rebuilt from the edits: kept words are read from the earlier text."""
    return _rebuild(found.edits, before, after, Side.AFTER)


def _rebuild(edits: Iterable[Edit], before: str, after: str, side: Side) -> str:
    pieces = []
    for edit in edits:
        own = edit.before if side is Side.BEFORE else edit.after
        other = edit.after if side is Side.BEFORE else edit.before
        if own:
            text, span = (before, own) if side is Side.BEFORE else (after, own)
            if edit.op is Op.EQUAL:
                text, span = (after, other) if side is Side.BEFORE else (before, other)
            pieces.append((own.start, text[span.start : span.end]))
    return "".join(piece for _, piece in sorted(pieces))


def _link_segments(steps: Sequence[Step], sides: Sides) -> list[Group]:
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
class _Verdict:
    """What is decided for a group: its kind and how much of it is in common."""

    kind: HunkKind
    similarity: float


def _classify_groups(
    groups: list[Group], steps: Sequence[Step], sides: Sides, options: RedlineOptions
) -> tuple[list[Group], list[_Verdict]]:
    """Decide of each group whether it is the same, edited, replaced or moved; unreadable moves are no groups."""
    of_a, of_b = _groups_of_segments(groups, sides)
    changed_runs: dict[int, list[int]] = {}  # stretches deleted, inserted, by group
    for step in steps:
        if step.op == "-" and step.rule != "link" and of_a[step.segment_a] != NONE:
            changed_runs.setdefault(of_a[step.segment_a], [0, 0])[0] += 1
        elif step.op == "+" and step.rule != "link" and of_b[step.segment_b] != NONE:
            changed_runs.setdefault(of_b[step.segment_b], [0, 0])[1] += 1
    kept: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])  # characters; of these, of words
    for step in steps if changed_runs else ():
        a = of_a[step.segment_a]
        if a in changed_runs and step.b0 != NONE and step.a0 != NONE and a == of_b[step.segment_b]:
            kept[a][0] += min(step.a1 - step.a0, step.b1 - step.b0)
            size = _alphanumeric_size(sides.before, step.a0, step.a1)
            kept[a][1] += (
                size if step.op == "=" else min(size, _alphanumeric_size(sides.after, step.b0, step.b1))
            )
    chosen: list[Group] = []
    verdicts: list[_Verdict] = []
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
            longest_side = max(changed_runs[number])
            readable = (
                not all(changed_runs[number])
                or equal / 6 / (longest_side + 1) >= MIN_READABLE_RUN
                or (longest_side == 1 and similarity >= MIN_KEPT_ONE_RUN)
            )
            is_edited = similarity >= options.replaced_below or readable
            kind = HunkKind.EDITED if is_edited else HunkKind.REPLACED
        if group.moved:
            if kind is HunkKind.REPLACED:
                continue
            kind = HunkKind.MOVED
        chosen.append(group)
        verdicts.append(_Verdict(kind, similarity))
    return chosen, verdicts


_NOT_ALPHANUMERIC = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|[\W_]+")


def _alphanumeric_size(text: str, start: int, end: int) -> int:
    """How many letters and digits a piece has; where links lead does not count."""
    return len(_NOT_ALPHANUMERIC.sub("", text[start:end]))


def _range_of(segment: Segment) -> tuple[int, int]:
    return segment.span.start, segment.span.end


def _groups_of_segments(groups: Sequence[Group], sides: Sides) -> tuple[list[int], list[int]]:
    """The group of each segment of both sides, NONE for one of no group; at index NONE (no segment) NONE too."""
    of_a = [NONE] * (len(sides.segments_a) + 1)
    of_b = [NONE] * (len(sides.segments_b) + 1)
    for number, group in enumerate(groups):
        for i in range(group.a0, group.a1):
            of_a[i] = number
        for j in range(group.b0, group.b1):
            of_b[j] = number
    return of_a, of_b


def _apply_groups(
    steps: Sequence[Step],
    groups: Sequence[Group],
    verdicts: Sequence[_Verdict],
    scores: Sequence[float],
    sides: Sides,
) -> tuple[list[Step], list[Move]]:
    """Make the steps agree with the groups: no kept words across hunks (but in a move) nor in what is replaced whole."""
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
    """Whether a piece holds words or marks: more than the number or bullet that opens its line, markup and space."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    for first, last in find_labels(text, line, stop if stop >= 0 else len(text)):
        if first <= start:
            start = max(start, last)
    return not all(map(is_space_or_markup, text[start:end]))


def _merge_whole_segments(
    steps: list[Step], groups: Sequence[Group], verdicts: Sequence[_Verdict], sides: Sides
) -> list[Step]:
    """One step for a segment that is gone, new or replaced whole, numbers and spaces included."""
    marked_a = {s.segment_a for s in steps if s.op == "-"} - {NONE}
    marked_b = {s.segment_b for s in steps if s.op == "+"} - {NONE}
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
        kept.append(Step("-", span.start, span.end, segment_a=i))
    for j in marked_b:
        span = sides.segments_b[j].span
        kept.append(Step("+", b0=span.start, b1=span.end, segment_b=j))
    return kept


def _sentence_move(step: Step, moves: list[Move], numbers: dict[int, int], scores: Sequence[float]) -> int:
    """The index of the move of a sentence between two hunks, widened to hold this step."""
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


def build_hunks(
    groups: Sequence[Group],
    verdicts: Sequence[_Verdict],
    edits: Sequence[Edit],
    sides: Sides,
    options: RedlineOptions,
) -> tuple[Hunk, ...]:
    """Rows in the order of the later text; what is gone stands before what it preceded."""
    builder = HunkBuilder(edits, sides, Classifier(options.topic_phrases))
    hunks: list[Hunk] = []
    at_a = at_b = 0
    staying = [(g, p) for g, p in zip(groups, verdicts, strict=True) if not g.moved]
    departed = {g.a0: (g, p) for g, p in zip(groups, verdicts, strict=True) if g.moved}
    arrived = {g.b0: (g, p) for g, p in zip(groups, verdicts, strict=True) if g.moved}
    end = Group(len(sides.segments_a), len(sides.segments_a), len(sides.segments_b), len(sides.segments_b))
    for group, verdict in [*staying, (end, None)]:
        while at_a < group.a0:
            if at_a in departed:
                moved, its_verdict = departed[at_a]
                hunks.append(builder.hunk(HunkKind.MOVED_AWAY, moved, its_verdict.similarity))
                at_a = moved.a1
            else:
                hunks.append(builder.hunk(HunkKind.REMOVED, Group(at_a, at_a + 1, at_b, at_b), 0.0))
                at_a += 1
        while at_b < group.b0:
            if at_b in arrived:
                moved, its_verdict = arrived[at_b]
                hunks.append(builder.hunk(HunkKind.MOVED, moved, its_verdict.similarity))
                at_b = moved.b1
            else:
                hunks.append(builder.hunk(HunkKind.ADDED, Group(at_a, at_a, at_b, at_b + 1), 0.0))
                at_b += 1
        if verdict is not None:
            hunks.append(builder.hunk(verdict.kind, group, verdict.similarity))
            at_a, at_b = group.a1, group.b1
    return tuple(hunks)


class HunkBuilder:
    """Finds the edits of a hunk: those that lie in its segments, on either side."""

    def __init__(self, edits: Sequence[Edit], sides: Sides, classifier: Classifier) -> None:
        self.sides = sides
        self.classifier = classifier
        self.edits = edits
        self.by_a = _by_segment([edit.before for edit in edits], sides.segments_a)
        self.by_b = _by_segment([edit.after for edit in edits], sides.segments_b)

    def hunk(self, kind: HunkKind, group: Group, similarity: float) -> Hunk:
        own = () if kind is HunkKind.MOVED_AWAY else self._edits_of(group)
        if kind is HunkKind.SAME and any(
            (edit.op in (Op.DELETE, Op.INSERT) and edit.rule != "link")
            or (edit.op is Op.EQUAL and edit.move >= 0)
            for edit in own
        ):
            # Words that agreed with another hunk's were given up, or went there, after this one was judged.
            kind = HunkKind.EDITED
        if kind is HunkKind.MOVED:
            own = _in_reading_order(own, self.sides)
        move = -1
        if group.moved:
            move = next((edit.move for edit in own if edit.move >= 0), -1)
            if kind is HunkKind.MOVED_AWAY and group.a0 in self.by_a:
                move = max(self.edits[number].move for number in self.by_a[group.a0])
        return Hunk(
            kind=kind,
            before=Span(group.a0, group.a1),
            after=Span(group.b0, group.b1),
            edits=own,
            move=move,
            similarity=1.0 if kind is HunkKind.SAME else similarity,
            classes=_classes_of(own, self.sides, self.classifier),
        )

    def _edits_of(self, group: Group) -> tuple[Edit, ...]:
        """The edits of a group's segments, in order."""
        if group.a1 - group.a0 <= 1 and group.b1 - group.b0 <= 1:
            some = self.by_a.get(group.a0, ()) if group.a1 > group.a0 else ()
            other = self.by_b.get(group.b0, ()) if group.b1 > group.b0 else ()
            if some == other or not other:
                return tuple([self.edits[number] for number in some])
            if not some:
                return tuple([self.edits[number] for number in other])
        numbers: set[int] = set()
        for i in range(group.a0, group.a1):
            numbers.update(self.by_a.get(i, ()))
        for j in range(group.b0, group.b1):
            numbers.update(self.by_b.get(j, ()))
        return tuple([self.edits[number] for number in sorted(numbers)])


def _in_reading_order(edits: Sequence[Edit], sides: Sides) -> tuple[Edit, ...]:
    """The edits of a moved piece in reading order, as if it had stayed in place."""
    move = max((edit.move for edit in edits), default=NONE)
    steps = [
        Step(
            SIGNS[edit.op],
            *((edit.before.start, edit.before.end) if edit.before else (NONE, NONE)),
            *((edit.after.start, edit.after.end) if edit.after else (NONE, NONE)),
            rule=edit.rule,
        )
        for edit in edits
    ]
    return tuple(replace(edit, move=move) for edit in order_steps(steps, sides.before, sides.after))


def _by_segment(spans: Sequence[Span], segments: Sequence[Segment]) -> dict[int, list[int]]:
    """The numbers of the edits that begin in each segment, from the spans of all edits on that side."""
    found: dict[int, list[int]] = {}
    order = [(span.start, number) for number, span in enumerate(spans) if span.start < span.end]
    order.sort()
    borders = [(segment.span.start, segment.span.end) for segment in segments]
    at, count = 0, len(borders)
    for start, number in order:
        while at < count and borders[at][1] <= start:
            at += 1
        if at < count and borders[at][0] <= start:
            found.setdefault(at, []).append(number)
    for numbers in found.values():
        numbers.sort()
    return found


def _classes_of(edits: Iterable[Edit], sides: Sides, classifier: Classifier) -> tuple[str, ...]:
    changed, links, any_quiet = [], False, False
    for edit in edits:
        if edit.op is Op.QUIET:
            any_quiet = True
        elif edit.op is not Op.EQUAL and edit.rule == "link":
            links = True
        elif edit.op is Op.DELETE:
            changed.append(sides.before[edit.before.start : edit.before.end])
        elif edit.op is Op.INSERT:
            changed.append(sides.after[edit.after.start : edit.after.end])
    if not changed and not links and not any_quiet:
        return ()
    return classifier.classify(changed, links)


def classes_of(hunks: Iterable[Hunk]) -> tuple[str, ...]:
    """The classes of the whole: each class that some hunk has; ``quiet`` only where there is nothing else."""
    seen = dict.fromkeys(name for hunk in hunks for name in hunk.classes)
    if len(seen) > 1:
        seen.pop("quiet", None)
    return tuple(sorted(seen))


def count_stats(hunks: Sequence[Hunk], edits: Sequence[Edit], before: Text, after: Text) -> Stats:
    """Counts of clauses by kind, and of words; a heading, or a rule in a table, is a segment but no clause."""
    counts = dict.fromkeys(HunkKind, 0)
    headings = 0
    for hunk in hunks:
        here, there = hunk.before, hunk.after
        some = before.segments[here.start : here.end]
        other = after.segments[there.start : there.end]
        counts[hunk.kind] += max(sum([s.is_clause for s in some]), sum([s.is_clause for s in other]))
        if hunk.kind is not HunkKind.SAME and hunk.kind is not HunkKind.MOVED_AWAY:
            headings += max(sum([s.is_heading for s in some]), sum([s.is_heading for s in other]))
    deleted = [e for e in edits if e.op is Op.DELETE]
    inserted = [e for e in edits if e.op is Op.INSERT]
    return Stats(
        added=counts[HunkKind.ADDED],
        removed=counts[HunkKind.REMOVED],
        edited=counts[HunkKind.EDITED],
        replaced=counts[HunkKind.REPLACED],
        moved=counts[HunkKind.MOVED],
        same=counts[HunkKind.SAME],
        headings=headings,
        words_before=before.word_count,
        words_after=after.word_count,
        words_deleted=_count_words_of(before.folded, [e.before for e in deleted if e.rule != "link"]),
        words_inserted=_count_words_of(after.folded, [e.after for e in inserted if e.rule != "link"]),
        quiet=sum([e.op is Op.QUIET for e in edits]),
        links=max(sum([e.rule == "link" for e in deleted]), sum([e.rule == "link" for e in inserted])),
    )


def _count_words_of(folded: Folded, spans: Sequence[Span]) -> int:
    """How many words stand in spans of a text, each counted for itself."""
    return sum([count_words(folded.words(span)) for span in spans])
