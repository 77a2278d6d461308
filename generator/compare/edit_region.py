"""Refine the edits between two kept steps: trim equal edges, split link targets, widen to emphasis marks."""

import re
from dataclasses import dataclass

from generator.compare.align import common_prefix_length, common_suffix_length
from generator.compare.joints import has_space, parts_words
from generator.compare.steps import NONE, Step, set_range, step_range


@dataclass(slots=True)
class EditRegion:
    """The text between two kept steps, on both sides, with the deletions and insertions in it."""

    before: str
    after: str
    a0: int
    a1: int
    b0: int
    b1: int
    deleted: list[Step]
    inserted: list[Step]

    def trim_equal_edges(self) -> list[Step]:
        """Trim the edits at both ends of the region where the texts are equal but for space and markup.

        Return the equal and quiet steps that replace what was trimmed.
        """
        if any(step.move != NONE for step in (*self.deleted, *self.inserted)):
            return []
        kept: list[Step] = []
        a, b = self._equal_prefix()
        if a > self.a0:
            kept.extend(self._equal_and_quiet(self.a0, a, self.b0, b))
            self._start_at(a, b)
        a, b = self._equal_suffix()
        if a < self.a1:
            kept.extend(self._equal_and_quiet(a, self.a1, b, self.b1))
            self._end_at(a, b)
        return kept

    def _equal_and_quiet(self, i: int, a1: int, j: int, b1: int) -> list[Step]:
        """Return equal and quiet steps for two stretches that differ in space and markup only."""
        before, after = self.before, self.after
        found: list[Step] = []

        def equal(a0: int, b0: int) -> None:
            if i > a0 and found and found[-1].op == "=" and (found[-1].a1, found[-1].b1) == (a0, b0):
                found[-1].a1, found[-1].b1 = i, j
            elif i > a0:
                found.append(Step("=", a0, i, b0, j))

        while i < a1 or j < b1:
            a0, b0 = i, j
            while i < a1 and is_space_or_markup(before[i]):
                i += 1
            while j < b1 and is_space_or_markup(after[j]):
                j += 1
            if before[a0:i] == after[b0:j]:
                equal(a0, b0)
            else:
                if i > a0:
                    found.append(Step("~", a0, i))
                if j > b0:
                    found.append(Step("~", b0=b0, b1=j))
            a0, b0 = i, j
            while i < a1 and j < b1 and not is_space_or_markup(before[i]) and before[i] == after[j]:
                i += 1
                j += 1
            equal(a0, b0)
        return found

    def _equal_prefix(self) -> tuple[int, int]:
        i, j = self.a0, self.b0
        cut = safe = (i, j)
        read = in_word = False
        while True:
            x, y = i, j
            while i < self.a1 and is_space_or_markup(self.before[i]):
                i += 1
            while j < self.b1 and is_space_or_markup(self.after[j]):
                j += 1
            old, new = self.before[x:i], self.after[y:j]
            if (read or (x and y)) and self._parts_words(i, old, j, new):
                cut = safe
                break
            if read and _is_word_boundary(self.before, i) and _is_word_boundary(self.after, j):
                blank_a, blank_b = len(old) - len(old.lstrip()), len(new) - len(new.lstrip())
                cut = (i, j) if old[blank_a:] == new[blank_b:] else (x + blank_a, y + blank_b)
                in_word = in_word and not (blank_a and blank_b)
                safe = safe if in_word else cut
            if i >= self.a1 or j >= self.b1 or self.before[i] != self.after[j]:
                break
            in_word = in_word or self.before[i].isalnum()
            i += 1
            j += 1
            read = True
        return cut if self._takes_back_words(cut, end=False) else (self.a0, self.b0)

    def _equal_suffix(self) -> tuple[int, int]:
        i, j = self.a1, self.b1
        cut = safe = (i, j)
        read = in_word = False
        while True:
            x, y = i, j
            while i > self.a0 and is_space_or_markup(self.before[i - 1]):
                i -= 1
            while j > self.b0 and is_space_or_markup(self.after[j - 1]):
                j -= 1
            old, new = self.before[i:x], self.after[j:y]
            if read and self._parts_words(i, old, j, new, backwards=True):
                cut = safe
                break
            if read and _is_word_boundary(self.before, i) and _is_word_boundary(self.after, j):
                cut = (i, j)
                in_word = in_word and not (has_space(old) and has_space(new))
                safe = safe if in_word else cut
            if i <= self.a0 or j <= self.b0 or self.before[i - 1] != self.after[j - 1]:
                break
            i -= 1
            j -= 1
            in_word = in_word or self.before[i].isalnum()
            read = True
        return cut if self._takes_back_words(cut, end=True) else (self.a1, self.b1)

    def _parts_words(self, i: int, old: str, j: int, new: str, *, backwards: bool = False) -> bool:
        """Whether a space, or a mark such as an asterisk, stands between two words on one side only and makes one of them.

        Marks of emphasis are in no token, so one that keeps tokens from being equal is a sign of the text: 2*3 is not 23.
        """
        if parts_words(self.before, i, old, self.after, j, new):
            return True
        if old.translate(_NOT_SIGNS) == new.translate(_NOT_SIGNS):
            return False
        ends = ((self.before, i, old), (self.after, j, new))
        return all(
            _stands_in_word(text, at, at + len(gap))
            if backwards
            else _stands_in_word(text, at - len(gap), at)
            for text, at, gap in ends
        )

    def _takes_back_words(self, place: tuple[int, int], end: bool) -> bool:
        """Whether trimming at ``place`` removes an edit, or words of one.

        Punctuation alone does not count: a full stop is not the point behind a label.
        """
        for text, edits, cut, side in (
            (self.before, self.deleted, place[0], 0),
            (self.after, self.inserted, place[1], 1),
        ):
            for start, stop in (step_range(mark, side) for mark in edits):
                first, last = (max(start, cut), stop) if end else (start, min(stop, cut))
                if last > first and (
                    (first, last) == (start, stop) or any(map(str.isalnum, text[first:last]))
                ):
                    return True
        return False

    def widen_to_emphasis(self) -> None:
        """Widen an edit to emphasis marks deleted or inserted with its words: both, or the one that is unpaired."""
        if bool(self.deleted) == bool(self.inserted):
            return
        side = 1 if self.inserted else 0
        edits = self.inserted or self.deleted
        text, low, high = (self.after, self.b0, self.b1) if side else (self.before, self.a0, self.a1)
        other = self.before[self.a0 : self.a1] if side else self.after[self.b0 : self.b1]
        start, end = step_range(edits[0], side)[0], step_range(edits[-1], side)[1]
        if any(step.move != NONE for step in edits) or "\n" in text[start:end]:
            return
        for strong in ("**", "__"):
            if strong in other:
                continue
            open_end = text.count(strong, start, end) % 2 == 1
            left = start - 2 >= low and text[start - 2 : start] == strong
            right = end + 2 <= high and text[end : end + 2] == strong
            if left and (right or open_end):
                start -= 2
            if right and (left != open_end):
                end += 2
        set_range(edits[0], side, start=start)
        set_range(edits[-1], side, end=end)

    def _start_at(self, a: int, b: int) -> None:
        self.a0, self.b0 = a, b
        self.deleted = [s for s in self.deleted if s.a1 > a]
        self.inserted = [s for s in self.inserted if s.b1 > b]
        for s in self.deleted[:1]:
            s.a0 = max(s.a0, a)
        for s in self.inserted[:1]:
            s.b0 = max(s.b0, b)

    def _end_at(self, a: int, b: int) -> None:
        self.a1, self.b1 = a, b
        self.deleted = [s for s in self.deleted if s.a0 < a]
        self.inserted = [s for s in self.inserted if s.b0 < b]
        for s in self.deleted[-1:]:
            s.a1 = min(s.a1, a)
        for s in self.inserted[-1:]:
            s.b1 = min(s.b1, b)

    def refine_link(self) -> list[Step]:
        """Return equal steps for the parts at both ends of a changed link target that did not change."""
        if len(self.deleted) != 1 or len(self.inserted) != 1:
            return []
        old, new = self.deleted[0], self.inserted[0]
        here, there = self.before[old.a0 : old.a1], self.after[new.b0 : new.b1]
        if old.move != NONE or not _ADDRESS.match(here) or not _ADDRESS.match(there):
            return []
        head = common_prefix_length(here, there)
        while head and not (_is_address_boundary(here, head) and _is_address_boundary(there, head)):
            head -= 1
        tail = common_suffix_length(here, there, head)
        while tail and not (
            _is_address_boundary(here, len(here) - tail) and _is_address_boundary(there, len(there) - tail)
        ):
            tail -= 1
        kept: list[Step] = []
        if head:
            kept.append(Step("=", old.a0, old.a0 + head, new.b0, new.b0 + head))
        if tail:
            kept.append(Step("=", old.a1 - tail, old.a1, new.b1 - tail, new.b1))
        old.a0, old.a1, new.b0, new.b1 = old.a0 + head, old.a1 - tail, new.b0 + head, new.b1 - tail
        self.deleted = [old] if old.a1 > old.a0 else []
        self.inserted = [new] if new.b1 > new.b0 else []
        return kept


_ADDRESS = re.compile(r"(?:\]\(|https?://|www\.|mailto:)\S*\Z")


_NOT_SIGNS = {ord(c): None for c in " \t\n\r\u00a0\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff"}


def _stands_in_word(text: str, start: int, end: int) -> bool:
    """Whether letters or digits stand right before and right behind a stretch."""
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


_MARKUP = frozenset("*\\\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff")


def is_space_or_markup(character: str) -> bool:
    """Whether a character is white space, an emphasis mark, an escape or of zero width."""
    return character.isspace() or character in _MARKUP


def _is_word_boundary(text: str, at: int) -> bool:
    """Whether a cut at ``at`` splits no word or number such as "don't" and "10.4"."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before.isalnum():
        return not (after.isalnum() or (after in _JOINTS and text[at + 1 : at + 2].isalnum()))
    return not (before in _JOINTS and after.isalnum() and text[max(0, at - 2) : at - 1].isalnum())


_JOINTS = frozenset(".,'’")


def _is_address_boundary(address: str, at: int) -> bool:
    """Whether a cut at ``at`` splits no word of an address; a dot separates words."""
    return not 0 < at < len(address) or not (address[at - 1].isalnum() and address[at].isalnum())
