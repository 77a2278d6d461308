"""Floor 2: compare two texts and return a redline. Pure: no I/O, no clock, no logging."""

from generator.compare.classify import RULES as CLASS_RULES
from generator.compare.classify import has_phrase
from generator.compare.diff_ops import diff_ops
from generator.compare.redline import after_text, before_text, redline, state_of

__all__ = [
    "CLASS_RULES",
    "after_text",
    "before_text",
    "diff_ops",
    "has_phrase",
    "redline",
    "state_of",
]
