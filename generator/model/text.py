"""A capture as read, once: its policy text, the folded words with the way back, and the segments."""

from dataclasses import dataclass

from generator.model.policy import PolicyText, Segment
from generator.model.words import Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What comparison, quotations, labels and pages read of a capture; nobody folds or cuts it a second time.

    Spans of `policy.blocks`, `policy.hidden` and `segments` are code points of `policy.text`; `folded` is its
    `words-1` form, of `word_count` words.
    """

    policy: PolicyText
    folded: Folded
    segments: tuple[Segment, ...]
    word_count: int

    @property
    def text(self) -> str:
        """The policy text itself: one string, newlines as in the capture."""
        return self.policy.text
