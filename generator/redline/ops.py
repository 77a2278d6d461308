"""``diff-ops-1``: the plain form of a comparison that other programs read."""

from typing import Any

from generator.model.redline import RedlineOptions
from generator.redline.compare import compare
from generator.redline.paint import NONE, paint


def diff_ops(before: str, after: str) -> list[dict[str, Any]]:
    """Compare two texts.

    Each op is a dict with ``op`` (``=`` equal, ``~`` different but quiet, ``-`` deleted, ``+`` inserted), ``a`` and/or
    ``b`` (half-open ranges of code points), and ``moved`` where the text is part of a move. The ranges of each side
    tile its text exactly once, and ``=`` is truly equal.
    """
    ops: list[dict[str, Any]] = []
    for step in paint(compare(before, after, RedlineOptions())):
        op: dict[str, Any] = {"op": step.op}
        if step.a0 != NONE:
            op["a"] = [step.a0, step.a1]
        if step.b0 != NONE:
            op["b"] = [step.b0, step.b1]
        if step.move != NONE:
            op["moved"] = True
        ops.append(op)
    return ops
