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


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run of labels begins: its first number, and the numbers above it (5 of 5.1).

    `is_explained` says whether the text leads to the numbers above; `is_sure`, whether the run is too long, too deep or
    too well placed to be amounts that happen to count on.
    """

    first: int
    parent: tuple[int, ...] = ()
    is_explained: bool = True
    is_sure: bool = False

    def explains(self, other: "Origin") -> bool:
        """Whether labels of two runs may differ without a word: other labels came or went, or one surely numbers clauses.

        Runs count on, so those that begin alike differ by what came or went; a number above is told in its own place.
        """
        if self.first == other.first and (
            self.parent == other.parent or (self.is_explained and other.is_explained)
        ):
            return True
        return self.is_sure or other.is_sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The proven clause labels of a text, in order: where each begins and ends, what proves it, where its run begins."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    origins: tuple[Origin, ...] = ()


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
