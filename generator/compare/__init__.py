"""Floor 1: two policy texts to a redline. Pure: no I/O, no clock, no logging."""

from generator.compare.classify import has_phrase
from generator.compare.redline import after_text, before_text, redline, state_of
from generator.compare.steps import diff_ops

__all__ = [
    "after_text",
    "before_text",
    "diff_ops",
    "has_phrase",
    "redline",
    "state_of",
]
