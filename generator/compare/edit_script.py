"""From matched tokens to steps that tile both texts: equal, quiet, deleted, inserted."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from generator.compare.align import common_prefix_length, common_suffix_length
from generator.compare.matching import Comparison
from generator.compare.tokens import Tokens
from generator.model.words import level_quotes

NONE = -1


@dataclass(slots=True)
class Step:
    """One piece in the making; a side that is absent has ``NONE`` for its start."""

    op: str  # = ~ - +
    a0: int = NONE
    a1: int = NONE
    b0: int = NONE
    b1: int = NONE
    move: int = NONE
    rule: str = ""
    segment_a: int = NONE
    segment_b: int = NONE


def build_edit_script(found: Comparison) -> list[Step]:
    """All steps, in no particular order; each side is tiled exactly once."""
    steps = [Step("=", *run) for run in found.equal_ranges]
    for i, j, n, move in found.matches:
        steps.extend(_matched_steps(found.before, found.after, i, j, n, move))
    deleted, inserted = list(_unmatched_runs(found, 0)), list(_unmatched_runs(found, 1))
    steps.extend(_trim_equal_edges(found, steps, deleted, inserted))
    steps.extend(deleted)
    steps.extend(inserted)
    steps.extend(_cover_gaps(found.before.text, steps, 0))
    steps.extend(_cover_gaps(found.after.text, steps, 1))
    return steps


def _trim_equal_edges(
    found: Comparison, steps: list[Step], deleted: list[Step], inserted: list[Step]
) -> list[Step]:
    """Look at the zones between what stayed: take back marks on text that is equal there once white space is left out.

    A number that opens a line on one side only (a sentence was broken before it) is a token on one side and a label on
    the other; the two texts tell that nothing changed. Of a link target that changed, the parts that did are marked.
    """
    stay = sorted((s.a0, s.a1, s.b0, s.b1) for s in steps if s.a0 != NONE and s.b0 != NONE and s.move == NONE)
    moved_a = sorted(s.a0 for s in steps if s.move != NONE)
    moved_b = sorted(s.b0 for s in steps if s.move != NONE)
    kept: list[Step] = []
    x = y = 0
    at_a = at_b = 0
    rest_a: list[Step] = []
    rest_b: list[Step] = []
    for a0, a1, b0, b1 in [*stay, (len(found.before.text), NONE, len(found.after.text), NONE)]:
        first_x, first_y = x, y
        while x < len(deleted) and deleted[x].a0 < a0:
            x += 1
        while y < len(inserted) and inserted[y].b0 < b0:
            y += 1
        if x > first_x or y > first_y:
            region = EditRegion(
                found.before.text,
                found.after.text,
                at_a,
                a0,
                at_b,
                b0,
                deleted[first_x:x],
                inserted[first_y:y],
            )
            refined = region.refine_link()
            kept.extend(refined)
            if not refined and not _any_within(moved_a, at_a, a0) and not _any_within(moved_b, at_b, b0):
                kept.extend(region.trim_equal_edges())
                region.widen_to_emphasis()
            rest_a.extend(region.deleted)
            rest_b.extend(region.inserted)
        at_a, at_b = a1, b1
    deleted[:], inserted[:] = rest_a, rest_b
    return kept


def _any_within(starts: list[int], low: int, high: int) -> bool:
    at = bisect_left(starts, low)
    return at < len(starts) and starts[at] < high


@dataclass(slots=True)
class EditRegion:
    """What lies between two kept pieces, on both sides, and the marks in it."""

    before: str
    after: str
    a0: int
    a1: int
    b0: int
    b1: int
    deleted: list[Step]
    inserted: list[Step]

    def trim_equal_edges(self) -> list[Step]:
        """Take marks back from the ends of the zone as far as both texts read the same without white space."""
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
        """Two stretches that read the same, as equal steps and quiet ones."""
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
        cut = (i, j)
        read = False
        while True:
            while i < self.a1 and is_space_or_markup(self.before[i]):
                i += 1
            while j < self.b1 and is_space_or_markup(self.after[j]):
                j += 1
            if read and _is_word_boundary(self.before, i) and _is_word_boundary(self.after, j):
                cut = (i, j)
            if i >= self.a1 or j >= self.b1 or self.before[i] != self.after[j]:
                break
            i += 1
            j += 1
            read = True
        return cut if self._takes_back_words(cut, end=False) else (self.a0, self.b0)

    def _equal_suffix(self) -> tuple[int, int]:
        i, j = self.a1, self.b1
        cut = (i, j)
        read = False
        while True:
            while i > self.a0 and is_space_or_markup(self.before[i - 1]):
                i -= 1
            while j > self.b0 and is_space_or_markup(self.after[j - 1]):
                j -= 1
            if read and _is_word_boundary(self.before, i) and _is_word_boundary(self.after, j):
                cut = (i, j)
            if i <= self.a0 or j <= self.b0 or self.before[i - 1] != self.after[j - 1]:
                break
            i -= 1
            j -= 1
            read = True
        return cut if self._takes_back_words(cut, end=True) else (self.a1, self.b1)

    def _takes_back_words(self, place: tuple[int, int], end: bool) -> bool:
        """Whether a cut at ``place`` takes back a mark, or words of one: a full stop is not the point behind a label."""
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
        """Widen a mark to the emphasis that went or came with its words: both ends of it, or the end that is missing."""
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
        """Of an address that changed, keep the words at both ends that did not."""
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


_MARKUP = frozenset("*\\\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff")


def is_space_or_markup(character: str) -> bool:
    """White space, emphasis, escapes and marks of no width: what a reader does not read."""
    return character.isspace() or character in _MARKUP


def _is_word_boundary(text: str, at: int) -> bool:
    """Whether a cut at ``at`` leaves words and numbers (don't, 10.4) whole."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before.isalnum():
        return not (after.isalnum() or (after in _JOINTS and text[at + 1 : at + 2].isalnum()))
    return not (before in _JOINTS and after.isalnum() and text[max(0, at - 2) : at - 1].isalnum())


_JOINTS = frozenset(".,'’")


def _is_address_boundary(address: str, at: int) -> bool:
    """Whether a cut at ``at`` leaves the words of an address whole; a point parts them."""
    return not 0 < at < len(address) or not (address[at - 1].isalnum() and address[at].isalnum())


def _matched_steps(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Iterator[Step]:
    """A matched run, cut where the two texts differ in what is quiet."""
    a0, a1, b0, b1 = before.starts[i], before.ends[i + n - 1], after.starts[j], after.ends[j + n - 1]
    if before.text[a0:a1] == after.text[b0:b1]:
        yield Step("=", a0, a1, b0, b1, move)
        return
    first = 0
    for z in range(n):
        here = before.text[before.starts[i + z] : before.ends[i + z]]
        there = after.text[after.starts[j + z] : after.ends[j + z]]
        if here != there:
            if z > first:
                yield _equal_step(before, after, i + first, j + first, z - first, move)
            yield Step(
                "~",
                before.starts[i + z],
                before.ends[i + z],
                after.starts[j + z],
                after.ends[j + z],
                move,
                _quiet_rule(here, there),
            )
            first = z + 1
        elif z > first and (
            before.text[before.ends[i + z - 1] : before.starts[i + z]]
            != after.text[after.ends[j + z - 1] : after.starts[j + z]]
        ):
            yield _equal_step(before, after, i + first, j + first, z - first, move)
            first = z
    if n > first:
        yield _equal_step(before, after, i + first, j + first, n - first, move)


def _quiet_rule(here: str, there: str) -> str:
    """Why two spellings of one token are quiet: a link's tracking parameters, the shape of quotes, or marks inside it."""
    if "?" in here + there and ("://" in here or here.startswith("](")):
        return "tracking"
    return "quotes" if level_quotes(here) == level_quotes(there) else "markup"


def _equal_step(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Step:
    return Step("=", before.starts[i], before.ends[i + n - 1], after.starts[j], after.ends[j + n - 1], move)


def _unmatched_runs(found: Comparison, side: int) -> Iterator[Step]:
    """Runs of tokens that nothing matched."""
    tokens = found.after if side else found.before
    region_starts = found.region_starts[side]
    links = found.vocabulary.links
    matched = sorted((match[side], match[side] + match[2]) for match in found.matches)
    moved = sorted(
        (move[0][2 * side], move[0][2 * side + 1], number) for number, move in enumerate(found.moves)
    )
    edges = {edge for start, end, _ in moved for edge in (start, end)}
    at = position = 0
    for start, end in [*matched, (len(tokens.ids), len(tokens.ids))]:
        first = position
        while first < start:
            last = first + 1
            is_link = tokens.ids[first] in links
            while (
                last < start
                and last not in region_starts
                and last not in edges
                and (tokens.ids[last] in links) == is_link
            ):
                last += 1
            while at < len(moved) and moved[at][1] <= first:
                at += 1
            move = moved[at][2] if at < len(moved) and moved[at][0] <= first else NONE
            rule = "link" if is_link else ""
            a0, a1 = tokens.starts[first], tokens.ends[last - 1]
            yield (
                Step("+", NONE, NONE, a0, a1, move, rule) if side else Step("-", a0, a1, move=move, rule=rule)
            )
            first = last
        position = end


def _cover_gaps(text: str, steps: list[Step], side: int) -> list[Step]:
    """Cover what is left with quiet steps.

    Marks in a row on one line take in what is quiet between them; where they take all the words of a line, its label and
    closing marks too.
    """
    if side:
        own = sorted((s for s in steps if s.b0 != NONE), key=lambda s: s.b0)
    else:
        own = sorted((s for s in steps if s.a0 != NONE), key=lambda s: s.a0)
    extra: list[Step] = []
    position = 0
    index = 0
    while index < len(own):
        step = own[index]
        start, end = step_range(step, side)
        last = index
        if step.op in "-+":
            while last + 1 < len(own) and own[last + 1].op == step.op:
                next_start, next_end = step_range(own[last + 1], side)
                if "\n" in text[end:next_start]:
                    break
                if next_start > end:
                    set_range(own[last], side, end=next_start)
                last, end = last + 1, next_end
            start, end = _widen_to_line(text, position, start, end, own, last, side)
            set_range(step, side, start=start)
            set_range(own[last], side, end=end)
        if start > position:
            extra.append(Step("~", NONE, NONE, position, start) if side else Step("~", position, start))
        position = max(position, end)
        index = last + 1
    if len(text) > position:
        extra.append(Step("~", NONE, NONE, position, len(text)) if side else Step("~", position, len(text)))
    return extra


def step_range(step: Step, side: int) -> tuple[int, int]:
    return (step.b0, step.b1) if side else (step.a0, step.a1)


def _widen_to_line(
    text: str, low: int, start: int, end: int, own: list[Step], last: int, side: int
) -> tuple[int, int]:
    """Widen a mark to the label before it and the marks after it, where the line has no other words."""
    high = step_range(own[last + 1], side)[0] if last + 1 < len(own) else len(text)
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if stop > high or any(map(str.isalnum, text[end:stop])):
        return start, end
    line = text.rfind("\n", 0, start) + 1
    if low <= line < start:
        while line < start and text[line].isspace():
            line += 1
        start = line
    return start, end + len(text[end:stop].rstrip())


def set_range(step: Step, side: int, *, start: int = NONE, end: int = NONE) -> None:
    if side:
        step.b0, step.b1 = (start if start != NONE else step.b0), (end if end != NONE else step.b1)
    else:
        step.a0, step.a1 = (start if start != NONE else step.a0), (end if end != NONE else step.a1)
