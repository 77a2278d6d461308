"""What differs without a mark in the words, as pages, data and `diff` list it: quiet differences, and targets of links."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.compare.unmarked import LinkChange, link_changes, list_quiet
from generator.model.policy import Segment
from generator.model.redline import Redline
from generator.model.words import Folded
from generator.pages.messages import say

KINDS = {
    "sign": say("signs that nobody sees, between clauses"),
    "invisible": say("soft hyphens"),
    "quotes": say("shape of quote marks"),
    "tracking": say("tracking part of an address"),
    "numbering": say("number or letter that opens a line"),
    "spelling": say("same letters, other code points"),
    "markup": say("bold type and other marks"),
    "reflow": say("line broken elsewhere"),
    "space": say("white space"),
}
_SHOWN = {"\n": "⏎", "\t": "⇥", "\u00a0": "⍽", "\r": "␍"}
_NO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietView:
    """One quiet difference, or several of one kind without words: its kind, both sides, where the first stands."""

    kind: str
    before: str
    after: str
    count: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link whose target changed, with both targets; empty where there was no link."""

    words: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """Both targets in one sentence."""
        if not self.before:
            return say("Link set on %(words)s: %(target)s", words=self.name, target=self.after)
        if not self.after:
            return say("Link taken off %(words)s: %(target)s", words=self.name, target=self.before)
        return say(
            "Link address of %(words)s: %(before)s → %(after)s",
            words=self.name,
            before=self.before,
            after=self.after,
        )

    @property
    def name(self) -> str:
        """The words that carry the link."""
        return say("“%(words)s”", words=self.words) if self.words else say("a link without words")


def quiet_views(redline: Redline, before: str, after: str) -> tuple[QuietView, ...]:
    """Every quiet difference with its words, white space and characters of no width made visible."""
    return tuple(
        QuietView(
            kind=KINDS.get(one.rule, one.rule),
            before=_spell(one.before, one.rule),
            after=_spell(one.after, one.rule),
            count=one.count,
            clause=_clause(redline.after, one.segment),
        )
        for one in list_quiet(redline, before, after)
    )


def quiet_json(redline: Redline, before: str, after: str, *, with_words: bool = True) -> list[dict[str, Any]]:
    """The same for programs, with the texts' own characters where words may be given."""
    return [
        {"kind": one.rule, "count": one.count, "clause": _clause(redline.after, one.segment)}
        | ({"before": one.before, "after": one.after} if with_words else {})
        for one in list_quiet(redline, before, after)
    ]


def links_by_segment(redline: Redline, before: Folded, after: Folded) -> dict[int, list[LinkView]]:
    """The links whose target changed, by the segment of the later text that they stand in."""
    found: defaultdict[int, list[LinkView]] = defaultdict(list)
    for link in link_changes(redline, before, after):
        found[_segment_of(redline.after, link)].append(
            LinkView(words=link.words, before=link.before, after=link.after)
        )
    return dict(found)


def links_json(links: Iterable[LinkView]) -> list[dict[str, str]]:
    """Links for programs."""
    return [{"words": link.words, "before": link.before, "after": link.after} for link in links]


def spell_space(text: str) -> str:
    """A piece of a text with its white space (but single spaces) and characters of no width shown."""
    shown = "".join(
        _SHOWN.get(c, f"‹U+{ord(c):04X}›" if c in _NO_WIDTH or (c.isspace() and c != " ") else c)
        for c in text
    )
    return shown.replace("  ", "␣␣")


def _spell(text: str, rule: str) -> str:
    """A piece as it is listed; where only code points differ, the marks that stand alone and the old forms show theirs."""
    if rule == "spelling":
        text = "".join(
            f"{c}‹U+{ord(c):04X}›" if unicodedata.combining(c) or unicodedata.normalize("NFC", c) != c else c
            for c in text
        )
    return spell_space(text)


def _segment_of(segments: tuple[Segment, ...], link: LinkChange) -> int:
    low, high = 0, len(segments)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if segments[middle].span.start <= link.after_at else (low, middle)
    return max(0, low - 1)


def _clause(segments: tuple[Segment, ...], index: int) -> str:
    """How the clause is named: its number, else the innermost heading over it."""
    if index >= len(segments):
        return ""
    segment = segments[index]
    return segment.number or (segment.path[-1] if segment.path else "")
