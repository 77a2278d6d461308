"""Floor 1: a capture's bytes to its policy text, and whether the capture is to be believed. Pure; knows values only."""

from generator.extract.policies import extract_policy
from generator.extract.quality import Reason, judge, judge_readings, language_of, read_for_judging

__all__ = ["Reason", "extract_policy", "judge", "judge_readings", "language_of", "read_for_judging"]
