"""The entry point of this package: `redline` compares two texts and returns a `Redline`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.compare.quiet import UNREAD
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import Edit, Hunk, Move, Op, Redline, RedlineOptions
from generator.model.text import Text

if TYPE_CHECKING:
    from generator.compare.diff_ops import Steps

# What compares is imported where it is called: most builds compare nothing and only ask `state_of`.


def redline(before: Text, after: Text, options: RedlineOptions = RedlineOptions()) -> Redline:
    """Compare two texts; return lossless edits, hunks for readers, moves, counts, classes, and the limits that were hit.

    Spans of edits and moves are code points of each text; spans of hunks are indexes of segments.
    """
    from generator.compare.diff_ops import find_steps
    from generator.compare.hunks import classes_of, count_stats
    from generator.compare.roles import mark_roles
    from generator.compare.unread_rest import leave_unjudged, stops

    found = find_steps((before.folded, before.labels), (after.folded, after.labels), options)
    decided = _decide(found, before, after, options)
    if decided is None:  # a run of equal segments did not stay in place: look at each of them
        found = find_steps((before.folded, before.labels), (after.folded, after.labels), options)
        decided = _decide(found, before, after, options, each=True)
        assert decided is not None
    edits, hunks, moves = decided
    limits = stops(before, after)
    if limits:
        edits, hunks = leave_unjudged(edits, hunks, before, after)
    compared = Redline(
        before=before.segments,
        after=after.segments,
        edits=tuple(edits),
        hunks=hunks,
        moves=tuple(moves),
        stats=count_stats(hunks, edits, before, after),
        classes=classes_of(hunks),
        degraded=(*limits, *found.degraded),
        options=options,
    )
    return mark_roles(compared, before, after)


def _decide(
    found: "Steps", before: Text, after: Text, options: RedlineOptions, *, each: bool = False
) -> tuple[list[Edit], tuple[Hunk, ...], list[Move]] | None:
    """Return edits, hunks and moves; None if equal segments were taken out in runs (not ``each``) and one did not stay."""
    from generator.compare.equal_runs import EqualRuns
    from generator.compare.hunks import build_hunks
    from generator.compare.reading_order import cut_steps, order_steps
    from generator.compare.verdicts import Sides, apply_groups, classify_groups, link_steps

    runs = EqualRuns(() if each else found.steps, before.segments, after.segments)
    sides = Sides(before.text, after.text, tuple(runs.segments_a), tuple(runs.segments_b))
    steps = cut_steps(found.steps, sides.segments_a, sides.segments_b)
    groups = link_steps(steps, sides)
    groups, verdicts = classify_groups(groups, steps, sides, options)
    steps, moves = apply_groups(steps, groups, verdicts, found.scores, sides)
    edits = order_steps(steps, before.text, after.text)
    del steps  # as many as edits: a text of 300,000 blocks would hold both
    put = runs.put_back(edits, build_hunks(groups, verdicts, edits, sides))
    return (*put, moves) if put else None


def state_of(found: Redline, side: Side, span: Span) -> str:
    """Return the state of words on one side: ``new``, ``removed``, ``edited``, ``moved``, ``unchanged`` or
    ``not judged``, where words may stand in a rest of the other side that was not read.
    """
    gone, kept, moved, touched, unread = 0, 0, 0, _has_role_change(found, side, span), False
    for edit in found.edits:
        own = edit.before if side is Side.BEFORE else edit.after
        shared = min(own.end, span.end) - max(own.start, span.start)
        if edit.op in (Op.DELETE, Op.INSERT) and not own and edit.rule != "link":
            touched = touched or span.start < own.start < span.end
        elif shared <= 0 or edit.op is Op.QUIET:
            unread = unread or (shared > 0 and edit.rule == UNREAD)
        elif edit.op is Op.EQUAL:
            kept += shared
            moved += shared if edit.move >= 0 else 0
        elif edit.rule != "link":
            gone += shared
    if unread:
        return "not judged"
    if gone and not kept:
        return "removed" if side is Side.BEFORE else "new"
    if gone or touched:
        return "edited"
    return "moved" if moved and moved == kept else "unchanged"


def _has_role_change(found: Redline, side: Side, span: Span) -> bool:
    """Whether only one page strikes, hides or raises some of the words."""
    spans = [change.before if side is Side.BEFORE else change.after for change in found.roles]
    return any(own.start < span.end and own.end > span.start for own in spans)


def before_text(found: Redline, before: str, after: str) -> str:
    """Rebuild the earlier text from the edits; equal edits are read from the later text, which proves them equal."""
    return _rebuild(found.edits, before, after, Side.BEFORE)


def after_text(found: Redline, before: str, after: str) -> str:
    """Rebuild the later text from the edits; equal edits are read from the earlier text."""
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
