"""Floor 1: two policy texts to a redline. Pure: no I/O, no clock, no logging."""

from generator.redline.ops import diff_ops

__all__ = ["diff_ops"]
