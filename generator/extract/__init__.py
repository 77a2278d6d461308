"""Floor 1: a capture's bytes to its policy text, and whether the capture is to be believed. Pure; knows values only."""

from generator.extract.policies import extract_policy, extract_text, text_of
from generator.extract.quality import Reason, judge, judge_readings, language_of, read_for_judging
from generator.extract.segments import clause_at, clause_span, segment_policy

__all__ = [
    "Reason",
    "clause_at",
    "clause_span",
    "extract_policy",
    "extract_text",
    "judge",
    "judge_readings",
    "language_of",
    "read_for_judging",
    "segment_policy",
    "text_of",
]
