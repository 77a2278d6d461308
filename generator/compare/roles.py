"""What a page does to the same words in two captures: roles that came or went, and words outside the policy that differ.

Words that stand in both texts and became struck, hidden or raised are a change, though no word differs: `10` with a
raised `6` is not `106`. Texts without roles (all Markdown captures) cost nothing here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.compare.diff_ops import find_steps
from generator.compare.hunks import count_stats
from generator.compare.reading_order import order_steps
from generator.extract.labels import find_labels
from generator.model.policy import PolicyText, Role, RoleSpan, Span
from generator.model.redline import (
    Edit,
    Hunk,
    HunkKind,
    Op,
    Outside,
    OutsidePiece,
    Redline,
    RedlineOptions,
    RoleChange,
)
from generator.model.text import Text
from generator.model.words import Folded, count_words, fold

COMPARED = (Role.STRUCK, Role.INSERTED, Role.RAISED, Role.LOWERED, Role.HIDDEN, Role.LATER)
CONTEXT = 8  # words shown around a difference outside the policy
NOT_OURS = "html"  # how the name of a reader begins that knows what stands outside the policy

_Ranges = tuple[list[int], list[int]]  # starts and ends of disjoint ranges, in order


def mark_roles(found: Redline, before: Text, after: Text) -> Redline:
    """The redline with what the page does to words on each side compared, and with what was left out compared too."""
    outside = compare_outside(before.policy, after.policy, found.options)
    if outside is not None:
        found = replace(found, outside=outside)
    changes = find_role_changes(before, after, found.edits)
    if not changes:
        return found
    hunks = _mark_hunks(found, changes)
    stats = replace(
        count_stats(hunks, found.edits, before, after), roles=sum(change.words for change in changes)
    )
    return replace(found, hunks=hunks, stats=stats, roles=changes)


def find_role_changes(before: Text, after: Text, edits: Iterable[Edit]) -> tuple[RoleChange, ...]:
    """The words of both texts whose role differs, in the order of the later text."""
    changes: list[RoleChange] = []
    for role in COMPARED:
        old, new = (_ranges(text.policy.roles, role) for text in (before, after))
        if not old[0] and not new[0]:
            continue
        for edit in edits:
            if edit.op in (Op.EQUAL, Op.QUIET) and edit.before and edit.after:
                changes += _changes_of(edit, role, old, new, before.text, after.text)
    joined = _joined(changes, before.text, after.text)
    return tuple(
        replace(
            change,
            detail=_detail(change, before.policy, after.policy),
            words=max(1, count_words(after.folded.words(change.after))),
        )
        for change in sorted(joined, key=lambda c: (c.after, c.before, c.role))
    )


def role_spans(policy: PolicyText) -> tuple[RoleSpan, ...]:
    """The roles that are drawn where words are shown."""
    return tuple(found for found in policy.roles if found.role in COMPARED)


def roles_of_words(policy: PolicyText) -> frozenset[tuple[Role, int, int]]:
    """The roles of a text by places in its folded words: equal for pages that do the same to the same words."""
    folded = fold(policy.text)
    return frozenset(
        (role, window.start, window.end)
        for role in COMPARED
        for start, end in zip(*_ranges(policy.roles, role), strict=True)
        if (window := folded.window(Span(start, end)))
    )


def shown_otherwise(before: PolicyText, after: PolicyText) -> bool:
    """Whether two pages do something else to the same words: strike, hide or raise them."""
    return bool(before.roles or after.roles) and roles_of_words(before) != roles_of_words(after)


def compare_outside(before: PolicyText, after: PolicyText, options: RedlineOptions) -> Outside | None:
    """What differs in the words that were left out of both; None where nothing does, or where one side knows of none.

    A page that was not read to its end is such a side: its footer may stand in the rest.
    """
    if before.unread or after.unread:
        return None
    if not (before.extractor.startswith(NOT_OURS) and after.extractor.startswith(NOT_OURS)):
        return None
    if before.outside == after.outside:
        return None
    old, new = fold(before.outside), fold(after.outside)
    if old.text == new.text:
        return None
    labels = find_labels(before.outside), find_labels(after.outside)
    found = find_steps((old, labels[0]), (new, labels[1]), options)
    edits = order_steps(found.steps, before.outside, after.outside)
    gone = sum(count_words(old.words(e.before)) for e in edits if e.op is Op.DELETE and e.rule != "link")
    come = sum(count_words(new.words(e.after)) for e in edits if e.op is Op.INSERT and e.rule != "link")
    if not gone and not come:  # the same words in another order
        edits = [part for edit in edits for part in (_there_and_here(edit) if edit.move >= 0 else [edit])]
        gone = sum(count_words(old.words(e.before)) for e in edits if e.op is Op.DELETE and e.rule != "link")
        come = sum(count_words(new.words(e.after)) for e in edits if e.op is Op.INSERT and e.rule != "link")
    if not gone and not come:
        return None
    return Outside(
        words_before=count_words(old.text),
        words_after=count_words(new.text),
        words_deleted=gone,
        words_inserted=come,
        pieces=tuple(_pieces(edits, old, new)),
        degraded=tuple(found.degraded),
    )


def _there_and_here(edit: Edit) -> list[Edit]:
    """Words that moved, as words that went and words that came."""
    gone = [replace(edit, op=Op.DELETE, after=Span(0, 0), move=-1)] if edit.before else []
    return gone + ([replace(edit, op=Op.INSERT, before=Span(0, 0), move=-1)] if edit.after else [])


def _pieces(edits: Sequence[Edit], old: Folded, new: Folded) -> Iterable[OutsidePiece]:
    """The differences with a few words around each."""
    pieces: list[OutsidePiece] = []
    for edit in edits:
        op = edit.op if edit.rule != "link" else Op.QUIET
        words = old.displayed(edit.before) if op is Op.DELETE or not edit.after else new.displayed(edit.after)
        if op is Op.QUIET:
            op = Op.EQUAL
            words = words if edit.after else (" " if words.isspace() else "")
        if pieces and pieces[-1].op is op:
            pieces[-1] = OutsidePiece(op, pieces[-1].words + words)
        elif words:
            pieces.append(OutsidePiece(op, words))
    for number, piece in enumerate(pieces):
        if piece.op is not Op.EQUAL:
            yield piece
            continue
        split = piece.words.split()
        ends = number > 0, number + 1 < len(pieces)
        if len(split) <= CONTEXT * sum(ends) + 2 or not any(ends):
            yield piece
            continue
        lead = piece.words[: len(piece.words) - len(piece.words.lstrip())] + " ".join(split[:CONTEXT])
        tail = " ".join(split[-CONTEXT:]) + piece.words[len(piece.words.rstrip()) :]
        if ends[0]:
            yield OutsidePiece(Op.EQUAL, lead)
        yield OutsidePiece(Op.QUIET, " … ")
        if ends[1]:
            yield OutsidePiece(Op.EQUAL, tail)


def _ranges(roles: Sequence[RoleSpan], role: Role) -> _Ranges:
    """Where words have a role, as disjoint ranges in order."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(found.span for found in roles if found.role is role):
        if ends and span.start <= ends[-1]:
            ends[-1] = max(ends[-1], span.end)
        else:
            starts.append(span.start)
            ends.append(span.end)
    return starts, ends


def _inside(ranges: _Ranges, span: Span) -> list[tuple[int, int]]:
    """The parts of a span that lie in some ranges, counted from its beginning."""
    starts, ends = ranges
    first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
    return [
        (max(starts[n], span.start) - span.start, min(ends[n], span.end) - span.start)
        for n in range(first, last)
    ]


def _changes_of(
    edit: Edit, role: Role, old: _Ranges, new: _Ranges, before: str, after: str
) -> Iterable[RoleChange]:
    """Where one role differs in the words of an edit that both sides have."""
    here, there = _inside(old, edit.before), _inside(new, edit.after)
    if not here and not there:
        return
    if edit.op is Op.QUIET:
        had, has = (
            _covers(text, span, parts)
            for text, span, parts in ((before, edit.before, here), (after, edit.after, there))
        )
        if had is not has and (_has_words(before, edit.before) or _has_words(after, edit.after)):
            yield RoleChange(role=role, gained=has, before=edit.before, after=edit.after)
        return
    for gained, parts in ((True, _minus(there, here)), (False, _minus(here, there))):
        for start, end in parts:
            place = Span(edit.after.start + start, edit.after.start + end)
            if _has_words(after, place):
                yield RoleChange(
                    role=role,
                    gained=gained,
                    before=Span(edit.before.start + start, edit.before.start + end),
                    after=place,
                )


def _covers(text: str, span: Span, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether some parts hold most of the words of a span."""
    inside = sum(sum(map(str.isalnum, text[span.start + a : span.start + b])) for a, b in parts)
    return 2 * inside > sum(map(str.isalnum, text[span.start : span.end]))


def _minus(parts: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What some disjoint ranges hold that others do not."""
    found: list[tuple[int, int]] = []
    for start, end in parts:
        for a, b in others:
            if b <= start or a >= end:
                continue
            if a > start:
                found.append((start, a))
            start = max(start, b)
        if start < end:
            found.append((start, end))
    return found


def _has_words(text: str, span: Span) -> bool:
    return any(
        not c.isspace() and (c.isalnum() or c not in "*_#|\\[]()<>") for c in text[span.start : span.end]
    )


def _joined(changes: Iterable[RoleChange], before: str, after: str) -> list[RoleChange]:
    """Neighbours of one kind as one, where nothing but white space and marks stands between them on both sides."""
    joined: list[RoleChange] = []
    for change in sorted(changes, key=lambda c: (c.role, c.gained, c.after)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.role, last.gained) == (change.role, change.gained)
            and last.before.end <= change.before.start
            and last.after.end <= change.after.start
            and "\n\n" not in after[last.after.end : change.after.start]
            and not _has_words(before, Span(last.before.end, change.before.start))
            and not _has_words(after, Span(last.after.end, change.after.start))
        ):
            joined[-1] = replace(
                last,
                before=Span(last.before.start, change.before.end),
                after=Span(last.after.start, change.after.end),
            )
        else:
            joined.append(change)
    return joined


def _detail(change: RoleChange, before: PolicyText, after: PolicyText) -> str:
    """What gives the role, on the side that has it."""
    policy, span = (after, change.after) if change.gained else (before, change.before)
    return next(
        (
            found.detail
            for found in policy.roles
            if found.role is change.role and found.span.start < span.end and found.span.end > span.start
        ),
        "",
    )


def _mark_hunks(found: Redline, changes: Sequence[RoleChange]) -> tuple[Hunk, ...]:
    """The hunks with the changes of roles in each; one that was the same but for these is edited."""
    starts = [segment.span.start for segment in found.after]
    by_segment: dict[int, list[RoleChange]] = {}
    for change in changes:
        first = max(0, bisect_right(starts, change.after.start) - 1)
        last = max(first, bisect_left(starts, change.after.end) - 1)
        for segment in range(first, last + 1):
            by_segment.setdefault(segment, []).append(change)
    hunks: list[Hunk] = []
    for hunk in found.hunks:
        own: list[RoleChange] = []
        if hunk.kind is not HunkKind.MOVED_AWAY:
            own = [c for n in range(hunk.after.start, hunk.after.end) for c in by_segment.get(n, ())]
        if own:
            hunk = replace(
                hunk,
                kind=HunkKind.EDITED if hunk.kind is HunkKind.SAME else hunk.kind,
                roles=tuple(dict.fromkeys(own)),
            )
        hunks.append(hunk)
    return tuple(hunks)
