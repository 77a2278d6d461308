"""Build hunks (the rows of a redline) from groups and edits, with their classes and counts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.compare.classify import Classifier
from generator.compare.grouping import Group
from generator.compare.quiet import SIGN
from generator.compare.reading_order import SIGNS, order_steps
from generator.compare.steps import NONE, Step
from generator.compare.unmarked import find_link_changes, quiet_differences
from generator.compare.verdicts import Sides, Verdict
from generator.model.change_classes import ChangeClass
from generator.model.policy import Segment, Span
from generator.model.redline import Edit, Hunk, HunkKind, Op, Stats
from generator.model.text import Text
from generator.model.words import Folded, count_words


def build_hunks(
    groups: Sequence[Group],
    verdicts: Sequence[Verdict],
    edits: Sequence[Edit],
    sides: Sides,
) -> tuple[Hunk, ...]:
    """Return the hunks in the order of the later text; a removed segment precedes the segment it stood before."""
    builder = HunkBuilder(edits, sides, Classifier())
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
    """Builds hunks: finds the edits that lie in the segments of a group, on either side."""

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
            or edit.rule == SIGN
            or (edit.op is Op.EQUAL and edit.move >= 0)
            for edit in own
        ):
            # After the verdict, words shared with another hunk became deletions, insertions or a move.
            kind = HunkKind.EDITED
        if kind is HunkKind.SAME and find_swapped(own):
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
        """Return the edits of a group's segments, in order."""
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


def find_swapped(edits: Iterable[Edit]) -> list[Edit]:
    """Return the kept words of a hunk that stand before words which they used to follow; ``edits`` in their order."""
    found: list[Edit] = []
    reached = 0
    for edit in edits:
        if edit.op is Op.EQUAL and edit.after and edit.after.start < reached:
            found.append(edit)
        if edit.after:
            reached = max(reached, edit.after.end)
    return found


def clauses_of(hunk: Hunk, before: Sequence[Segment], after: Sequence[Segment]) -> int:
    """Count the clauses of a hunk: as many as its longer side has; a heading, or a rule in a table, is none."""
    some = before[hunk.before.start : hunk.before.end]
    other = after[hunk.after.start : hunk.after.end]
    return max(sum([s.is_clause for s in some]), sum([s.is_clause for s in other]))


def _in_reading_order(edits: Sequence[Edit], sides: Sides) -> tuple[Edit, ...]:
    """Return the edits of a moved group in the order they would have if it had stayed in place."""
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
    """Return for each segment the indexes of the edits that begin in it; ``spans`` are those of all edits on that side."""
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


def _classes_of(edits: Iterable[Edit], sides: Sides, classifier: Classifier) -> tuple[ChangeClass, ...]:
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


def classes_of(hunks: Iterable[Hunk]) -> tuple[ChangeClass, ...]:
    """Return the classes of a redline: those of its hunks; ``quiet`` only if there is no other."""
    seen = dict.fromkeys(name for hunk in hunks for name in hunk.classes)
    if len(seen) > 1:
        seen.pop(ChangeClass.QUIET, None)
    return tuple(sorted(seen))


def count_stats(hunks: Sequence[Hunk], edits: Sequence[Edit], before: Text, after: Text) -> Stats:
    """Count clauses by kind, and words; a heading, or a rule in a table, is a segment but not a clause."""
    counts = dict.fromkeys(HunkKind, 0)
    headings = moved_edited = 0
    for hunk in hunks:
        here, there = hunk.before, hunk.after
        if hunk.kind is HunkKind.SAME and here.end - here.start == there.end - there.start == 1:
            counts[HunkKind.SAME] += (
                before.segments[here.start].is_clause or after.segments[there.start].is_clause
            )
            continue
        some = before.segments[here.start : here.end]
        other = after.segments[there.start : there.end]
        size = clauses_of(hunk, before.segments, after.segments)
        counts[hunk.kind] += size
        moved_edited += size if hunk.kind is HunkKind.MOVED and hunk.edited else 0
        if hunk.kind is not HunkKind.SAME and hunk.kind is not HunkKind.MOVED_AWAY:
            headings += max(sum([s.is_heading for s in some]), sum([s.is_heading for s in other]))
    deleted = [e for e in edits if e.op is Op.DELETE]
    inserted = [e for e in edits if e.op is Op.INSERT]
    marked = {e for hunk in hunks if hunk.kind is not HunkKind.SAME for e in hunk.edits if e.rule == SIGN}
    unmarked = [e for e in edits if e not in marked] if marked else edits
    return Stats(
        added=counts[HunkKind.ADDED],
        removed=counts[HunkKind.REMOVED],
        edited=counts[HunkKind.EDITED],
        replaced=counts[HunkKind.REPLACED],
        moved=counts[HunkKind.MOVED],
        moved_edited=moved_edited,
        same=counts[HunkKind.SAME],
        headings=headings,
        words_before=before.word_count,
        words_after=after.word_count,
        words_deleted=_count_words_of(before.folded, [e.before for e in deleted if e.rule != "link"]),
        words_inserted=_count_words_of(after.folded, [e.after for e in inserted if e.rule != "link"]),
        quiet=len(quiet_differences(unmarked, before.text, after.text)),
        links=len(find_link_changes(edits, before.folded, after.folded)),
        marks=sum([e.rule != "link" for e in (*deleted, *inserted)])
        + sum([e.op is Op.EQUAL and e.move >= 0 for e in edits])
        + sum([len(find_swapped(hunk.edits)) for hunk in hunks if hunk.kind is HunkKind.EDITED]),
        signs=len(marked),
    )


def _count_words_of(folded: Folded, spans: Sequence[Span]) -> int:
    """Return the number of words in some spans, each span counted by itself."""
    return sum([count_words(folded.words(span)) for span in spans])
