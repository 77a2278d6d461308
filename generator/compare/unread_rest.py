"""A capture that was not read to its end: clauses of the other one that may stand in the rest are not judged.

What one side has and the other lacks is told as removed or new only where the other side was read whole. Otherwise such
a clause is ``unread``: its words are shown, unmarked, and counted neither as removed nor as new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.compare.quiet import SIGN, UNREAD
from generator.model.captures import Side
from generator.model.policy import STOPPED, PolicyText, Span
from generator.model.redline import Degraded, Edit, Hunk, HunkKind, Op
from generator.model.text import Text

_ONE_SIDED = {Side.BEFORE: (HunkKind.REMOVED, Op.DELETE), Side.AFTER: (HunkKind.ADDED, Op.INSERT)}


def stops(before: Text, after: Text) -> tuple[Degraded, ...]:
    """Where reading stopped, as limits of the comparison."""
    return tuple(
        Degraded(stage=f"the {name} capture", reason=stop_of(text.policy))
        for name, text in (("earlier", before), ("later", after))
        if text.policy.unread
    )


def stop_of(policy: PolicyText) -> str:
    """What is said of the rest of a capture that was not read; empty where it was read whole."""
    return "; ".join(warning for warning in policy.warnings if warning.startswith(STOPPED))


def leave_unjudged(
    edits: Sequence[Edit], hunks: Sequence[Hunk], before: Text, after: Text
) -> tuple[list[Edit], tuple[Hunk, ...]]:
    """Return edits and hunks without a removal or an addition that an unread rest of the other side may contradict."""
    found, rows = list(edits), list(hunks)
    for side, own, other in ((Side.BEFORE, before, after), (Side.AFTER, after, before)):
        if other.policy.unread:
            unjudged = _unjudged(side, own.text, found, rows)
            found = [_quiet(edit) if edit in unjudged else edit for edit in found]
            rows = [part for hunk in rows for part in _split(side, hunk, unjudged)]
    return found, _unread_last(rows)


def _unread_last(rows: list[Hunk]) -> tuple[Hunk, ...]:
    """The same hunks; what was not judged at the end of the earlier text stands behind what is new at the end of the later."""
    first = len(rows)
    while first and (rows[first - 1].kind is HunkKind.ADDED or _is_unread_before(rows[first - 1])):
        first -= 1
    tail = rows[first:]
    unread = [hunk for hunk in tail if _is_unread_before(hunk)]
    if not unread:
        return tuple(rows)
    start, end = unread[0].before.start, max(hunk.after.end for hunk in tail)
    added = [replace(hunk, before=_none_at(start)) for hunk in tail if hunk.kind is HunkKind.ADDED]
    return (*rows[:first], *added, *(replace(hunk, after=_none_at(end)) for hunk in unread))


def _is_unread_before(hunk: Hunk) -> bool:
    return hunk.kind is HunkKind.UNREAD and not hunk.after


def _unjudged(side: Side, text: str, edits: Sequence[Edit], hunks: Iterable[Hunk]) -> frozenset[Edit]:
    """The edits of whole clauses that only this side has, those behind all words that both sides have, and the white space
    beside these.
    """
    kind, op = _ONE_SIDED[side]
    found = {edit for hunk in hunks if hunk.kind is kind for edit in hunk.edits if edit.op is op}
    kept = (_own(side, edit) for edit in edits if edit.op is Op.EQUAL and edit.move < 0)
    last = max((span.end for span in kept if any(map(str.isalnum, text[span.start : span.end]))), default=0)
    found |= {e for e in edits if e.op is op and _own(side, e).start >= last}
    edges = {edge for edit in found for edge in (_own(side, edit).start, _own(side, edit).end)}
    for edit in edits:
        span = _own(side, edit)
        if edit.op is op and text[span.start : span.end].isspace() and edges & {span.start, span.end}:
            found.add(edit)
    return frozenset(found)


def _own(side: Side, edit: Edit) -> Span:
    return edit.before if side is Side.BEFORE else edit.after


def _quiet(edit: Edit) -> Edit:
    return Edit(Op.QUIET, edit.before, edit.after, edit.move, UNREAD)


def _split(side: Side, hunk: Hunk, unjudged: frozenset[Edit]) -> tuple[Hunk, ...]:
    """A hunk as it is drawn: a clause of this side alone is unread; one that was set against another stands by itself."""
    kind, op = _ONE_SIDED[side]
    if not any(edit in unjudged for edit in hunk.edits):
        return (hunk,)
    quiet = tuple(_quiet(edit) if edit in unjudged else edit for edit in hunk.edits)
    if hunk.kind is kind:
        return (replace(hunk, kind=HunkKind.UNREAD, edits=quiet, classes=()),)
    if hunk.kind is not HunkKind.REPLACED:
        if any(e.op in (Op.DELETE, Op.INSERT) or e.rule == SIGN or e.move >= 0 for e in quiet):
            return (replace(hunk, edits=quiet),)
        return (replace(hunk, kind=HunkKind.UNREAD, edits=quiet, classes=()),)
    rest_kind, rest_op = _ONE_SIDED[Side.AFTER if side is Side.BEFORE else Side.BEFORE]
    rest = tuple(edit for edit in hunk.edits if edit.op is rest_op)
    own = tuple(_quiet(edit) if edit.op is op else edit for edit in hunk.edits if edit.op is not rest_op)
    one = replace(hunk, kind=HunkKind.UNREAD, edits=own, classes=(), similarity=0.0)
    two = replace(hunk, kind=rest_kind, edits=rest, similarity=0.0)
    if side is Side.BEFORE:
        return replace(one, after=_none_at(hunk.after.start)), replace(two, before=_none_at(hunk.before.end))
    return replace(two, after=_none_at(hunk.after.start)), replace(one, before=_none_at(hunk.before.end))


def _none_at(place: int) -> Span:
    return Span(place, place)
