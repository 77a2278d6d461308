"""Compare two texts without segments: as steps, and as `diff-ops-1` for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.compare.quiet import UNREAD
from generator.compare.reading_order import SIGNS, order_steps
from generator.compare.steps import NONE, Step
from generator.extract.labels import find_labels
from generator.model.redline import Degraded, Edit, RedlineOptions
from generator.model.words import fold

if TYPE_CHECKING:
    from generator.compare.matching import Source


@dataclass(frozen=True, slots=True)
class Steps:
    """Unordered steps that tile both texts, the similarity of each move they name, and the limits that were hit."""

    steps: list[Step]
    scores: list[float]
    degraded: list[Degraded]


def find_steps(before: "Source", after: "Source", options: RedlineOptions) -> Steps:
    """Compare two folded texts with their labels; return steps in characters of their sources."""
    from generator.compare.edit_script import build_edit_script  # numpy: only where something is compared
    from generator.compare.matching import match_tokens

    found = match_tokens(before, after, options)
    return Steps(
        build_edit_script(found, before[1], after[1]), [score for _, score in found.moves], found.degraded
    )


def diff_ops(before: str, after: str) -> list[dict[str, Any]]:
    """Compare two texts and return the operations of the format ``diff-ops-1``.

    Each op is a dict with ``op`` (``=`` equal, ``~`` different but quiet, ``-`` deleted, ``+`` inserted), ``a`` and/or
    ``b`` (half-open ranges of code points), and ``moved`` where the text is part of a move. The ranges of each side
    tile its text exactly once, and ``=`` is truly equal.
    """
    return [_op(step) for step in find_steps(_source(before), _source(after), RedlineOptions()).steps]


def edits_between(before: str, after: str) -> list[Edit]:
    """Compare two texts and return the edits in reading order; their spans are code points of each and tile both texts."""
    return order_steps(find_steps(_source(before), _source(after), RedlineOptions()).steps, before, after)


def _source(text: str) -> "Source":
    return fold(text), find_labels(text)


def ops_of(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Return the edits of a redline as operations of that format; one that was not judged has ``unread`` too."""
    ops = []
    for edit in edits:
        step = Step(SIGNS[edit.op], move=edit.move)
        if edit.before:
            step.a0, step.a1 = edit.before.start, edit.before.end
        if edit.after:
            step.b0, step.b1 = edit.after.start, edit.after.end
        ops.append(_op(step) | ({"unread": True} if edit.rule == UNREAD else {}))
    return ops


def _op(step: Step) -> dict[str, Any]:
    op: dict[str, Any] = {"op": step.op}
    if step.a0 != NONE:
        op["a"] = [step.a0, step.a1]
    if step.b0 != NONE:
        op["b"] = [step.b0, step.b1]
    if step.move != NONE:
        op["moved"] = True
    return op
