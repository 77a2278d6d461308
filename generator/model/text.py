"""A capture as read, once: its policy text, the folded words with the way back, and the segments."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.policy import PolicyText, Segment
from generator.model.words import Folded


class Evidence(StrEnum):
    """What in its own text proves a label."""

    LIST = "list"  # it is an item of a list that counts on
    HEADINGS = "headings"  # it stands in a heading, and the headings count on
    RUN = "run"  # numbers or letters at the starts of neighbouring lines count on


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The proven clause labels of a text, in order: where each begins and ends, and what proves it."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What comparison, quotations, labels and pages read of a capture; nobody folds or cuts it a second time.

    Spans of `policy.blocks`, `policy.hidden` and `segments` are code points of `policy.text`; `folded` is its
    `words-1` form, of `word_count` words. `labels` are the numbers at the starts of lines that are proven to be labels.
    """

    policy: PolicyText
    folded: Folded
    segments: tuple[Segment, ...]
    word_count: int
    labels: Labels = Labels()

    @property
    def text(self) -> str:
        """The policy text itself: one string, newlines as in the capture."""
        return self.policy.text
