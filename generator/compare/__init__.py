"""Floor 2: compare two texts and return a redline. Pure: no I/O, no clock, no logging."""

from generator.compare.classify import has_phrase
from generator.compare.diff_ops import diff_ops
from generator.compare.redline import after_text, before_text, redline, state_of

__all__ = [
    "after_text",
    "before_text",
    "diff_ops",
    "has_phrase",
    "redline",
    "state_of",
]
