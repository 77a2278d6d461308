"""Steps of an edit script: equal, quiet, deleted and inserted ranges of two texts."""

from dataclasses import dataclass

NONE = -1


@dataclass(slots=True)
class Step:
    """One mutable step of an edit script, in characters of both texts; an absent side starts at ``NONE``."""

    op: str  # = equal, ~ quiet, - deleted, + inserted
    a0: int = NONE
    a1: int = NONE
    b0: int = NONE
    b1: int = NONE
    move: int = NONE
    rule: str = ""
    segment_a: int = NONE
    segment_b: int = NONE


def step_range(step: Step, side: int) -> tuple[int, int]:
    """Return the character range of a step on side 0 (before) or 1 (after)."""
    return (step.b0, step.b1) if side else (step.a0, step.a1)


def set_range(step: Step, side: int, *, start: int = NONE, end: int = NONE) -> None:
    """Set the start or the end of a step on one side."""
    if side:
        step.b0, step.b1 = (start if start != NONE else step.b0), (end if end != NONE else step.b1)
    else:
        step.a0, step.a1 = (start if start != NONE else step.a0), (end if end != NONE else step.a1)
