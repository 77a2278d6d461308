"""Floor 1: two policy texts to a redline. Pure: no I/O, no clock, no logging."""

from generator.redline.redline import after_text, before_text, redline, state_of
from generator.redline.segment import clause_at, clause_span, segment_policy
from generator.redline.steps import diff_ops

__all__ = [
    "after_text",
    "before_text",
    "clause_at",
    "clause_span",
    "diff_ops",
    "redline",
    "segment_policy",
    "state_of",
]
