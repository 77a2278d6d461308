"""Floor 1: two policy texts to a redline. Pure: no I/O, no clock, no logging."""

from generator.redline.noise import RULES as CLASS_RULES
from generator.redline.noise import has_phrase
from generator.redline.redline import after_text, before_text, redline, state_of
from generator.redline.steps import diff_ops

__all__ = [
    "CLASS_RULES",
    "after_text",
    "before_text",
    "diff_ops",
    "has_phrase",
    "redline",
    "state_of",
]
