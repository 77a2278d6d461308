"""The comparison as steps: by the compiled core where there is one, else by the same algorithm in plain Python.

``core/`` holds the core's sources; the installation compiles them, and goes on without where it can't. Both ways give
the same steps, to the character; the core is some ten times as fast.
"""

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from generator.model.redline import Degraded, RedlineOptions
from generator.redline.compare import compare
from generator.redline.gaps import not_compared
from generator.redline.paint import NONE, Step, paint
from generator.redline.tokens import CJK_RANGES, COMBINING, INVISIBLE_SET, MARK_SET
from generator.redline.vocabulary import STOPS, fold_target


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps that tile both texts, in no particular order; how alike the moves are that they name; limits that were hit."""

    steps: list[Step]
    scores: list[float]
    degraded: list[Degraded]


def _core() -> ModuleType | None:
    try:
        core = importlib.import_module("generator.redline._core")
    except ImportError:
        return None
    core.setup(
        "".join(COMBINING), "".join(INVISIBLE_SET), "".join(MARK_SET), CJK_RANGES, sorted(STOPS), fold_target
    )
    return core


CORE = _core()


def find_steps(before: str, after: str, options: RedlineOptions) -> Steps:
    """Compare two texts."""
    if CORE is None:
        return pure_steps(before, after, options)
    found, scores, sizes = CORE.steps(before, after, *_numbers(options))
    degraded = [not_compared(size_a, size_b, options.word_budget) for size_a, size_b in sizes]
    return Steps([Step(*step) for step in found], scores, degraded)


def pure_steps(before: str, after: str, options: RedlineOptions) -> Steps:
    """The same, in plain Python."""
    found = compare(before, after, options)
    return Steps(paint(found), [score for _, score in found.moves], found.degraded)


def diff_ops(before: str, after: str) -> list[dict[str, Any]]:
    """Compare two texts; ``diff-ops-1``, the plain form of a comparison that other programs read.

    Each op is a dict with ``op`` (``=`` equal, ``~`` different but quiet, ``-`` deleted, ``+`` inserted), ``a`` and/or
    ``b`` (half-open ranges of code points), and ``moved`` where the text is part of a move. The ranges of each side
    tile its text exactly once, and ``=`` is truly equal.
    """
    options = RedlineOptions()
    if CORE is not None:
        ops: list[dict[str, Any]] = CORE.ops(before, after, *_numbers(options))
        return ops
    return plain_ops(before, after, options)


def plain_ops(before: str, after: str, options: RedlineOptions = RedlineOptions()) -> list[dict[str, Any]]:
    """The same, without the compiled core."""
    return [_op(step) for step in pure_steps(before, after, options).steps]


def _op(step: Step) -> dict[str, Any]:
    op: dict[str, Any] = {"op": step.op}
    if step.a0 != NONE:
        op["a"] = [step.a0, step.a1]
    if step.b0 != NONE:
        op["b"] = [step.b0, step.b1]
    if step.move != NONE:
        op["moved"] = True
    return op


def _numbers(options: RedlineOptions) -> tuple[float, float, float]:
    return options.move_similarity, options.move_min_words, options.word_budget
