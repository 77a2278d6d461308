"""Tidying: correct is not yet readable. It moves where edits sit; it never changes the two texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.redline.align import ENDS
from generator.redline.words import Block

SLIDE = 60


def drop_islands(blocks: list[Block], before: str, after: str, weak: set[str]) -> list[Block]:
    """Leave out short agreements stranded between larger edits, until nothing is left to drop."""
    na, nb = len(before), len(after)
    for _ in range(6):
        kept: list[Block] = []
        count = len(blocks)
        at_a = at_b = 0
        dropped = False
        for index, (i, j, n) in enumerate(blocks):
            if n <= 12:
                next_a, next_b = blocks[index + 1][:2] if index + 1 < count else (na, nb)
                left = max(i - at_a, j - at_b)
                right = max(next_a - i - n, next_b - j - n)
                if (
                    left
                    and right
                    and _stranded(n, sum(c not in weak for c in before[i : i + n]), left, right)
                ):
                    dropped = True
                    continue
            kept.append((i, j, n))
            at_a, at_b = i + n, j + n
        blocks = kept
        if not dropped:
            break
    return blocks


def _stranded(size: int, strong: int, left: int, right: int) -> bool:
    """Whether an island of ``size`` tokens, ``strong`` of them not stop words, is too small between its edits."""
    least = min(left, right)
    if strong == 0:
        return (left + right >= 4 and size <= 3) or least >= 3
    return least >= (4, 7, 12, 25, 25)[strong - 1] if strong <= 5 else False


@dataclass(slots=True)
class Place:
    """One side of a gap: its tokens, and where each stands in the text."""

    text: str
    ids: str
    at: Sequence[int]  # numbers of the tokens in the whole
    starts: list[int]
    ends: list[int]

    def border(self, left: int) -> int:
        """How good the place after token ``left`` is for the edge of an edit."""
        end = self.ends[self.at[left]]
        gap = self.text[end : self.starts[self.at[left + 1]]]
        if "\n" in gap:
            return 3
        mark = self.text[end - 1]
        return 2 if mark in ENDS else 1 if mark in ",;:" else 0


def slide(blocks: list[Block], before: Place, after: Place) -> list[Block]:
    """Move one-sided edits, which may stand at several places, to the best border."""
    moved = [list(block) for block in blocks]
    for index in range(len(moved) - 1):
        i, j, n = moved[index]
        next_i, next_j, next_n = moved[index + 1]
        deleted = next_i - i - n
        inserted = next_j - j - n
        if (deleted == 0) == (inserted == 0):
            continue
        place, first, last = (after, j + n, next_j) if inserted else (before, i + n, next_i)
        step = _best_step(place, first, last, n, next_n)
        if step:
            moved[index][2] += step
            moved[index + 1] = [next_i + step, next_j + step, next_n - step]
    return [(i, j, n) for i, j, n in moved if n]


def _best_step(place: Place, first: int, last: int, room_left: int, room_right: int) -> int:
    ids = place.ids
    best = (place.border(first - 1), 0)
    step = 1
    while step < room_left and step < SLIDE and ids[first - step] == ids[last - step]:
        best = max(best, (place.border(first - step - 1), -step))
        step += 1
    step = 0
    while step < room_right - 1 and step < SLIDE and ids[first + step] == ids[last + step]:
        score = place.border(first + step)
        if score > best[0]:
            best = (score, step + 1)
        step += 1
    return best[1]
