"""Tidying: correct is not yet readable. It moves where edits sit; it never changes the two texts."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.align import ENDS
from generator.compare.lcs import Block, common
from generator.compare.moves import Unit
from generator.compare.tokens import Tokens

SLIDE = 60


def drop_islands(
    blocks: list[Block],
    before: str,
    after: str,
    strength: dict[str, float],
    units_a: Sequence[int],
    units_b: Sequence[int],
    lines: tuple[set[int], set[int]],
) -> list[Block]:
    """Leave out short agreements stranded between larger edits, until nothing is left to drop.

    Only edits of the same sentence count: words that open or end a sentence on both sides are not stranded by the next
    one, and marks and stop words not by the next paragraph. ``lines`` holds the ends of sentences that end a line.
    """
    na, nb = len(before), len(after)
    edges_a, edges_b = {0, *units_a}, {0, *units_b}
    lines_a, lines_b = {0, *lines[0]}, {0, *lines[1]}
    for _ in range(6):
        kept: list[Block] = []
        count = len(blocks)
        at_a = at_b = 0
        dropped = False
        for index, (i, j, n) in enumerate(blocks):
            if n <= LARGEST_ISLAND:
                next_a, next_b = blocks[index + 1][:2] if index + 1 < count else (na, nb)
                left, right = (i - at_a, j - at_b), (next_a - i - n, next_b - j - n)
                if (left[0] or left[1]) and (right[0] or right[1]):
                    said = sum(map(strength.__getitem__, before[i : i + n]))
                    own_a, own_b = (edges_a, edges_b) if said else (lines_a, lines_b)
                    if i in own_a and j in own_b:
                        left = (0, 0)
                    if i + n in own_a and j + n in own_b:
                        right = (0, 0)
                    if max(left) and max(right) and _stranded(n, said, left, right):
                        dropped = True
                        continue
            kept.append((i, j, n))
            at_a, at_b = i + n, j + n
        blocks = kept
        if not dropped:
            break
    return blocks


LARGEST_ISLAND = 20
FRAGMENT = 0.5  # a character of a script without spaces says this much or less; two make no island
NEEDED = (
    (1.0, 4),
    (2.0, 7),
    (3.0, 12),
    (5.0, 25),
)  # an island that says this much, at most, between edits this large


def _stranded(size: int, said: float, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether an island is too small between its edits: tokens deleted and inserted on its left and right."""
    least = min(max(left), max(right))
    if said <= FRAGMENT or (size == 2 and said == 2 * FRAGMENT):
        same_side = (left[0] and right[0]) or (left[1] and right[1])
        return (size <= 3 and bool(same_side)) or least >= 3
    return any(said <= limit and least >= needed for limit, needed in NEEDED)


def gather(
    blocks: list[Block], before: str, after: str, units_a: Sequence[int], units_b: Sequence[int]
) -> list[Block]:
    """Where a sentence shares words with two on the other side though one alone shares as many, leave it to that one."""
    for flip in (False, True):
        mine, others = (units_b, units_a) if not flip else (units_a, units_b)
        partners: dict[int, dict[int, int]] = {}
        company: dict[int, set[int]] = {}
        for block in cut_blocks(blocks, units_a, units_b):
            u, v = bisect_right(units_a, block[0]), bisect_right(units_b, block[1])
            own, other = (v, u) if not flip else (u, v)
            shared = partners.setdefault(own, {})
            shared[other] = shared.get(other, 0) + block[2]
            company.setdefault(other, set()).add(own)
        for own, shared in partners.items():
            if len(shared) < 2:
                continue
            best = max(shared, key=lambda other: (shared[other], other))
            if company[best] != {own}:
                continue
            own_range, best_range = _range(mine, own), _range(others, best)
            range_a, range_b = (best_range, own_range) if not flip else (own_range, best_range)
            alone = common(before[slice(*range_a)], after[slice(*range_b)], GATHER_BUDGET) or []
            if sum(n for _, _, n in alone) >= sum(shared.values()):
                low, high = own_range
                side = 0 if flip else 1
                rest = [b for b in cut_blocks(blocks, units_a, units_b) if not (low <= b[side] < high)]
                blocks = sorted(rest + [(i + range_a[0], j + range_b[0], n) for i, j, n in alone])
    return blocks


GATHER_BUDGET = 1e7


def _range(units: Sequence[int], number: int) -> tuple[int, int]:
    return (units[number - 1] if number else 0, units[number])


def cut_blocks(blocks: list[Block], units_a: Sequence[int], units_b: Sequence[int]) -> list[Block]:
    """The same blocks, none of them over the border of a sentence."""
    pieces: list[Block] = []
    for i, j, n in blocks:
        while n:
            size = min(n, units_a[bisect_right(units_a, i)] - i, units_b[bisect_right(units_b, j)] - j)
            pieces.append((i, j, size))
            i, j, n = i + size, j + size, n - size
    return pieces


def drop_strangers(blocks: list[Block], units_a: Sequence[int], units_b: Sequence[int]) -> list[Block]:
    """Leave out what sentences have in common that are not kin. ``units`` are the ends of sentences, in tokens."""
    pieces: list[tuple[Block, tuple[int, int]]] = []
    shared: dict[tuple[int, int], list[int]] = {}
    for block in cut_blocks(blocks, units_a, units_b):
        pair = bisect_right(units_a, block[0]), bisect_right(units_b, block[1])
        pieces.append((block, pair))
        seen = shared.setdefault(pair, [0, 0, 0])
        seen[0] += block[2]
        seen[1] += 1
        seen[2] = max(seen[2], block[2])
    kept: list[Block] = []
    for block, (u, v) in pieces:
        size_a = units_a[u] - (units_a[u - 1] if u else 0)
        size_b = units_b[v] - (units_b[v - 1] if v else 0)
        if _kin(size_a, size_b, *shared[u, v]):
            if kept and kept[-1][0] + kept[-1][2] == block[0] and kept[-1][1] + kept[-1][2] == block[1]:
                kept[-1] = (kept[-1][0], kept[-1][1], kept[-1][2] + block[2])
            else:
                kept.append(block)
    return kept


KIN = 0.35  # share of the shorter sentence that must be in common
CLOSE_KIN = 0.5
LONG_RUN = 7  # tokens in a row that make kin of any two sentences
CONFETTI_RUN = 2.5  # mean run under which what is in common is confetti, unless sentences are close kin


def _kin(size_a: int, size_b: int, common: int, runs: int, longest: int) -> bool:
    share = common / min(size_a, size_b)
    if longest >= LONG_RUN or share >= CLOSE_KIN:
        return True
    return share >= KIN and common / runs >= CONFETTI_RUN


def extend(
    blocks: list[Block], before: str, after: str, units_a: Sequence[int], units_b: Sequence[int]
) -> list[Block]:
    """Let each block take in the equal tokens beside it that nothing else matched, inside its sentences.

    Sentences that have something in common may begin or end alike too, where the comparison of words saw the same word
    elsewhere.
    """
    found: list[list[int]] = []
    for index, (i, j, n) in enumerate(blocks):
        low_a, low_b = (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) if found else (0, 0)
        high_a, high_b = blocks[index + 1][:2] if index + 1 < len(blocks) else (len(before), len(after))
        start_a, start_b = max(low_a, _start_of(units_a, i)), max(low_b, _start_of(units_b, j))
        end_a = min(high_a, units_a[bisect_right(units_a, i + n - 1)])
        end_b = min(high_b, units_b[bisect_right(units_b, j + n - 1)])
        while i > start_a and j > start_b and before[i - 1] == after[j - 1]:
            i, j, n = i - 1, j - 1, n + 1
        while i + n < end_a and j + n < end_b and before[i + n] == after[j + n]:
            n += 1
        head = 0
        if start_a == _start_of(units_a, i) and start_b == _start_of(units_b, j):
            while (
                start_a + head < i and start_b + head < j and before[start_a + head] == after[start_b + head]
            ):
                head += 1
        if head:
            found.append([start_a, start_b, head])
        found.append([i, j, n])
        tail = 0
        if end_a == units_a[bisect_right(units_a, i)] and end_b == units_b[bisect_right(units_b, j)]:
            while (
                end_a - tail > i + n
                and end_b - tail > j + n
                and before[end_a - tail - 1] == after[end_b - tail - 1]
            ):
                tail += 1
        if tail:
            found.append([end_a - tail, end_b - tail, tail])
    return [(i, j, n) for i, j, n in found]


def _start_of(units: Sequence[int], token: int) -> int:
    unit = bisect_right(units, token)
    return units[unit - 1] if unit else 0


@dataclass(slots=True)
class Place:
    """One side of a gap: its tokens, and where each stands in the text."""

    text: str
    ids: str
    at: Sequence[int]  # numbers of the tokens in the whole
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, side: Tokens, units: Sequence[Unit]) -> "Place":
        if units[-1].end - units[0].start == sum(unit.end - unit.start for unit in units):
            at: Sequence[int] = range(units[0].start, units[-1].end)
        else:
            at = [number for unit in units for number in range(unit.start, unit.end)]
        return cls(side.text, "".join([unit.ids for unit in units]), at, side.starts, side.ends)

    def inner(self, blocks: list[Block], other: "Place") -> list[Block]:
        """Blocks of the whole as blocks of these places; those that are not of one piece here are cut."""
        here, there = _index(self.at), _index(other.at)
        return [(here(i), there(j), n) for i, j, n in blocks]

    def border(self, left: int) -> int:
        """How good the place after token ``left`` is for the edge of an edit."""
        if left < 0 or left + 1 >= len(self.at):
            return 3
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
    while step <= room_left and step < SLIDE and ids[first - step] == ids[last - step]:
        best = max(best, (place.border(first - step - 1), -step))
        step += 1
    step = 0
    while step < room_right and step < SLIDE and ids[first + step] == ids[last + step]:
        score = place.border(first + step)
        if score > best[0]:
            best = (score, step + 1)
        step += 1
    return best[1]


def _index(at: Sequence[int]) -> Callable[[int], int]:
    if isinstance(at, range):
        return lambda number: number - at.start
    return lambda number: bisect_right(at, number) - 1
