"""Addresses of passages: what they are made of, and how one is found again (docs/decisions/0004-addresses.md).

An id is a side and ten characters of the digest of the folded words; equal passages of a side are told apart by a number in
text order. Once published, an id is held by the lock: it names the n-th exact window of those words in its capture, whatever
segmentation makes of the text later.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model.captures import Side
from generator.model.evidence import Passage, SideText
from generator.model.lock import LockedPassage
from generator.model.redline import HunkKind, Op, Redline
from generator.model.words import Folded, count_words, word_spans

LENGTH = 10
_ID = re.compile(r"([ab])-([a-z2-7]{10})(?:-([1-9]\d*))?\Z")
_EDGE = re.compile(r"[^\w]+", re.UNICODE)


def words_key(words: str) -> str:
    """The ten characters that stand for folded words in an address."""
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:LENGTH]


def passage_id(side: Side, words: str, nth: int = 1) -> str:
    """The id of the `nth` equal passage of a side."""
    return f"{side.value[0]}-{words_key(words)}" + (f"-{nth}" if nth > 1 else "")


def parse_id(text: str) -> tuple[Side, str, int] | None:
    """Side, key of the words and number; None for what is no id of a passage."""
    found = _ID.match(text)
    if not found:
        return None
    return Side.BEFORE if found[1] == "b" else Side.AFTER, found[2], int(found[3] or 1)


def find_windows(text: str, words: str) -> list[int]:
    """Every place in a folded text where these words stand exactly and not as part of longer ones."""
    places: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        if _is_edge(text, at) and _is_edge(text, at + len(words)):
            places.append(at)
        at = text.find(words, at + 1)
    return places


def _is_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end here. Scripts without spaces have an edge at every character."""
    if at <= 0 or at >= len(text):
        return True
    one, two = text[at - 1], text[at]
    return not (one.isalnum() and two.isalnum()) or count_words(one + two) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words at a place of a side: folded characters from `start` on, the `nth` of `of` exact ones."""

    words: str
    start: int
    nth: int
    of: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def window_at(folded: Folded, start: int, words: str) -> Window:
    """The window of these words that begins at a folded place (which it does)."""
    places = find_windows(folded.text, words)
    nth = places.index(start) + 1 if start in places else 1
    return Window(words=words, start=start, nth=nth, of=max(1, len(places)))


def find_again(locked: LockedPassage, side: SideText, known: dict[str, str]) -> Window | None:
    """Where a locked passage stands in its side's text, if it does.

    `known` maps keys of words to words, of every segment; words that no segment yields any more are looked for as an exact
    window of that many words.
    """
    parsed = parse_id(locked.id)
    if parsed is None or side.folded is None:
        return None
    _, key, _ = parsed
    words = known.get(key) or _search(side.folded.text, key, locked.words)
    if words is None:
        return None
    known[key] = words
    places = find_windows(side.folded.text, words)
    if not places:
        return None
    nth = locked.nth if len(places) == locked.of else _nearest(locked, side, places)
    return Window(words=words, start=places[nth - 1], nth=nth, of=len(places))


def _nearest(locked: LockedPassage, side: SideText, places: list[int]) -> int:
    """Which of the places is meant where their number changed (a selector took some away): the one in the clause of the
    same label, else the one of the same number, else the last."""
    labelled = [
        n
        for n, place in enumerate(places, 1)
        if side.folded and locked.label and label_of(side, side.folded.origin(place)) == locked.label
    ]
    if len(labelled) == 1:
        return labelled[0]
    return min(locked.nth, len(places))


def _search(text: str, key: str, count: int) -> str | None:
    """The words of this key among all windows of that many words; a quotation may leave the marks at its edges out."""
    spans = list(word_spans(text))
    for first in range(len(spans) - count + 1):
        window = text[spans[first].start : spans[first + count - 1].end]
        for words in _trimmed(window):
            if words_key(words) == key:
                return words
    return None


def _trimmed(window: str) -> Iterator[str]:
    """A window, and the window without some of the marks at its edges."""
    head = _EDGE.match(window)
    tail = _EDGE.search(window[::-1])
    starts = range((head.end() if head else 0) + 1)
    marks = tail.end() if tail and tail.start() == 0 else 0
    for start in starts:
        for end in range(len(window), len(window) - marks - 1, -1):
            if start < end:
                yield window[start:end]


def segment_at(side: SideText, position: int) -> int:
    """The index of the segment that holds a position of the text; -1 where none does."""
    low, high = 0, len(side.segments)
    while low < high:
        middle = (low + high) // 2
        if side.segments[middle].span.end <= position:
            low = middle + 1
        else:
            high = middle
    return low if low < len(side.segments) and side.segments[low].span.start <= position else -1


def label_of(side: SideText, position: int) -> str:
    """What people call the place: the clause, by its number and title; empty before the first."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    return path[-1] if path else ""


def changed_segments(found: Redline, side: Side) -> tuple[int, ...]:
    """Indexes of a side's segments that stand in a hunk: what a reader is shown as changed (no mere rule or number)."""
    indexes: set[int] = set()
    for hunk in found.hunks:
        is_read = any(edit.op is not Op.QUIET for edit in hunk.edits)
        if is_read and (hunk.kind not in (HunkKind.SAME, HunkKind.UNREAD) or hunk.edited):
            span = hunk.before if side is Side.BEFORE else hunk.after
            indexes.update(range(span.start, span.end))
    return tuple(sorted(indexes))


class SidePassages:
    """The passages of one side in the making: locked ones first, then changed segments, then quotations.

    Two passages of the same words at the same place are one; a new one takes the number that counting equal segments gives, or
    the next that is free.
    """

    def __init__(self, side: Side, text: SideText) -> None:
        if text.folded is None:
            raise ValueError("passages are found in a text")
        self.side, self.text, self.folded = side, text, text.folded
        self.words = [self.folded.words(segment.span) for segment in text.segments]
        self.by_place: dict[tuple[int, int], Passage] = {}  # of folded windows
        self.by_id: dict[str, Passage] = {}
        self.lost: list[LockedPassage] = []
        self._known = {words_key(words): words for words in self.words if words}
        self._numbers = self._count()

    def _count(self) -> list[int]:
        seen: dict[str, int] = {}
        numbers: list[int] = []
        for words in self.words:
            seen[words] = seen.get(words, 0) + 1
            numbers.append(seen[words])
        return numbers

    def learn(self, words: str) -> None:
        """Folded words that a locked address may stand for (a quotation's): then no window need be searched for them."""
        self._known.setdefault(words_key(words), words)

    def add_locked(self, locked: Sequence[LockedPassage]) -> None:
        """Put every locked address where its words stand; what is not found is kept in `lost`."""
        for entry in locked:
            if entry.side is not self.side:
                continue
            window = find_again(entry, self.text, self._known)
            if window is None:
                self.lost.append(entry)
                continue
            key = (window.start, window.end)
            if key in self.by_place:
                self._alias(key, entry.id)
            else:
                self._put(entry.id, window)

    def redirect(self, old: str, new: str) -> bool:
        """Let an address that is lost lead to another passage (a line of the lock, written by hand)."""
        target = self.by_id.get(new)
        if target is None:
            return False
        self._alias(next(key for key, p in self.by_place.items() if p.id == target.id), old)
        self.lost = [entry for entry in self.lost if entry.id != old]
        return True

    def add_segment(self, index: int) -> Passage | None:
        """The passage that a segment is."""
        words = self.words[index]
        if not words:
            return None
        start = self.folded.window(self.text.segments[index].span).start
        return self._own(window_at(self.folded, start, words), self._numbers[index])

    def add_window(self, start: int, end: int) -> Passage:
        """The passage of the words of a quotation."""
        window = window_at(self.folded, start, self.folded.text[start:end])
        index = segment_at(self.text, self.folded.origin(start))
        whole = index >= 0 and self.words[index] == window.words
        return self._own(window, self._numbers[index] if whole else window.nth)

    def all(self) -> tuple[Passage, ...]:
        """In the order of the text, the longer first where two begin at one place."""
        return tuple(self.by_place[key] for key in sorted(self.by_place, key=lambda k: (k[0], -k[1])))

    def _own(self, window: Window, number: int) -> Passage:
        key = (window.start, window.end)
        if key in self.by_place:
            return self.by_place[key]
        while (name := passage_id(self.side, window.words, number)) in self.by_id:
            number += 1
        return self._put(name, window)

    def _alias(self, key: tuple[int, int], name: str) -> None:
        kept = self.by_place[key]
        merged = replace(kept, aliases=(*kept.aliases, name))
        self.by_place[key] = self.by_id[kept.id] = merged
        self.by_id[name] = merged

    def _put(self, name: str, window: Window) -> Passage:
        span = self.folded.span(window.start, window.end)
        passage = Passage(
            id=name,
            side=self.side,
            capture=self.text.capture,
            words=count_words(window.words),
            label=label_of(self.text, span.start),
            span=span,
            segment=segment_at(self.text, span.start),
            nth=window.nth,
            of=window.of,
        )
        self.by_place[(window.start, window.end)] = passage
        self.by_id[name] = passage
        return passage
