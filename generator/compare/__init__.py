"""Floor 2: compare two texts and return a redline. Pure: no I/O, no clock, no logging."""

from generator.compare.classify import has_phrase
from generator.compare.diff_ops import diff_ops, edits_between, ops_of
from generator.compare.redline import after_text, before_text, redline, state_of
from generator.compare.unread_rest import stop_of

__all__ = [
    "after_text",
    "before_text",
    "diff_ops",
    "edits_between",
    "has_phrase",
    "ops_of",
    "redline",
    "state_of",
    "stop_of",
]
