"""Semantic clean-up: make a correct edit script readable.

A shortest edit script keeps chance matches (a comma, a stop word) and cuts edits into fragments. These functions drop
such matches, extend the others, and shift edits to word and sentence boundaries. They never change the two texts.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import MatchingBlock, lcs_blocks
from generator.compare.lines import SENTENCE_MARKS
from generator.compare.moves import Sentence
from generator.compare.tokens import Tokens
from generator.compare.vocabulary import LABEL

MAX_SHIFT = 60  # tokens
CLAUSE_MARKS = frozenset(",;:")


def drop_short_matches(
    blocks: list[MatchingBlock],
    before: str,
    after: str,
    weights: dict[str, float],
    ends_a: Sequence[int],
    ends_b: Sequence[int],
    line_ends: tuple[set[int], set[int]],
) -> list[MatchingBlock]:
    """Drop matches that are short beside the edits on both their sides; repeat until none is left,
    at most six times.

    Only edits of the same sentence count: a match at the start or end of a sentence on both sides is not judged by the
    edits of the next sentence, nor a match without weight (punctuation, stop words) by those of the next line.
    ``ends_a`` and ``ends_b`` are the ends of sentences in tokens, ``line_ends`` those of them that end a line.
    """
    na, nb = len(before), len(after)
    edges_a, edges_b = {0, *ends_a}, {0, *ends_b}
    lines_a, lines_b = {0, *line_ends[0]}, {0, *line_ends[1]}
    for _ in range(6):
        kept: list[MatchingBlock] = []
        count = len(blocks)
        at_a = at_b = 0
        dropped = False
        for index, (i, j, n) in enumerate(blocks):
            if n <= MAX_SHORT_MATCH:
                next_a, next_b = blocks[index + 1][:2] if index + 1 < count else (na, nb)
                left, right = (i - at_a, j - at_b), (next_a - i - n, next_b - j - n)
                if (left[0] or left[1]) and (right[0] or right[1]):
                    weight = sum(map(weights.__getitem__, before[i : i + n]))
                    own_a, own_b = (edges_a, edges_b) if weight else (lines_a, lines_b)
                    if i in own_a and j in own_b:
                        left = (0, 0)
                    if i + n in own_a and j + n in own_b:
                        right = (0, 0)
                    if max(left) and max(right) and _is_too_short(n, weight, left, right):
                        dropped = True
                        continue
            kept.append((i, j, n))
            at_a, at_b = i + n, j + n
        blocks = kept
        if not dropped:
            break
    return blocks


MAX_SHORT_MATCH = 20  # tokens; a longer match is never dropped
FRAGMENT_WEIGHT = 0.5  # largest weight of a character of a script without spaces
MIN_EDIT_SIZES = (
    (1.0, 4),
    (2.0, 7),
    (3.0, 12),
    (5.0, 25),
)  # a match of at most this weight is dropped between edits of at least this many tokens


def _is_too_short(size: int, weight: float, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether a match is too short beside its edits: (deleted, inserted) tokens on its left and on its right."""
    least = min(max(left), max(right))
    if weight <= FRAGMENT_WEIGHT or (size == 2 and weight == 2 * FRAGMENT_WEIGHT):
        same_side = (left[0] and right[0]) or (left[1] and right[1])
        return (size <= 3 and bool(same_side)) or least >= 3
    return any(weight <= limit and least >= needed for limit, needed in MIN_EDIT_SIZES)


def prefer_single_counterpart(
    blocks: list[MatchingBlock], before: str, after: str, ends_a: Sequence[int], ends_b: Sequence[int]
) -> list[MatchingBlock]:
    """Match a sentence with one sentence of the other side instead of two, if one alone has as many words in common."""
    for flip in (False, True):
        mine, others = (ends_b, ends_a) if not flip else (ends_a, ends_b)
        partners: dict[int, dict[int, int]] = {}
        sharers: dict[int, set[int]] = {}
        for block in cut_blocks(blocks, ends_a, ends_b):
            u, v = bisect_right(ends_a, block[0]), bisect_right(ends_b, block[1])
            own, other = (v, u) if not flip else (u, v)
            shared = partners.setdefault(own, {})
            shared[other] = shared.get(other, 0) + block[2]
            sharers.setdefault(other, set()).add(own)
        for own, shared in partners.items():
            if len(shared) < 2:
                continue
            best = max(shared, key=lambda other: (shared[other], other))
            if sharers[best] != {own}:
                continue
            own_range, best_range = _token_range(mine, own), _token_range(others, best)
            range_a, range_b = (best_range, own_range) if not flip else (own_range, best_range)
            alone = lcs_blocks(before[slice(*range_a)], after[slice(*range_b)], COUNTERPART_BUDGET) or []
            if sum(n for _, _, n in alone) >= sum(shared.values()):
                low, high = own_range
                side = 0 if flip else 1
                rest = [b for b in cut_blocks(blocks, ends_a, ends_b) if not (low <= b[side] < high)]
                blocks = sorted(rest + [(i + range_a[0], j + range_b[0], n) for i, j, n in alone])
    return blocks


COUNTERPART_BUDGET = 1e7  # token pairs


def _token_range(ends: Sequence[int], number: int) -> tuple[int, int]:
    return (ends[number - 1] if number else 0, ends[number])


def cut_blocks(
    blocks: list[MatchingBlock], ends_a: Sequence[int], ends_b: Sequence[int]
) -> list[MatchingBlock]:
    """Return the blocks, split at the ends of sentences."""
    pieces: list[MatchingBlock] = []
    for i, j, n in blocks:
        while n:
            size = min(n, ends_a[bisect_right(ends_a, i)] - i, ends_b[bisect_right(ends_b, j)] - j)
            pieces.append((i, j, size))
            i, j, n = i + size, j + size, n - size
    return pieces


def drop_unrelated_matches(
    blocks: list[MatchingBlock], ends_a: Sequence[int], ends_b: Sequence[int]
) -> list[MatchingBlock]:
    """Drop the matches between two sentences that have too little in common to be related.

    ``ends_a`` and ``ends_b`` are the ends of sentences, in tokens.
    """
    pieces: list[tuple[MatchingBlock, tuple[int, int]]] = []
    shared: dict[tuple[int, int], list[int]] = {}
    for block in cut_blocks(blocks, ends_a, ends_b):
        pair = bisect_right(ends_a, block[0]), bisect_right(ends_b, block[1])
        pieces.append((block, pair))
        seen = shared.setdefault(pair, [0, 0, 0])
        seen[0] += block[2]
        seen[1] += 1
        seen[2] = max(seen[2], block[2])
    kept: list[MatchingBlock] = []
    for block, (u, v) in pieces:
        size_a = ends_a[u] - (ends_a[u - 1] if u else 0)
        size_b = ends_b[v] - (ends_b[v - 1] if v else 0)
        if _are_related(size_a, size_b, *shared[u, v]):
            if kept and kept[-1][0] + kept[-1][2] == block[0] and kept[-1][1] + kept[-1][2] == block[1]:
                kept[-1] = (kept[-1][0], kept[-1][1], kept[-1][2] + block[2])
            else:
                kept.append(block)
    return kept


MIN_SHARED = 0.35  # share of the shorter sentence that two related sentences have in common
SURE_SHARED = 0.5  # share that suffices by itself
MIN_LONG_RUN = 7  # matched tokens in a row that suffice by themselves
MIN_MEAN_RUN = 2.5  # mean run of matched tokens, below which scattered matches do not count


def _are_related(size_a: int, size_b: int, shared: int, runs: int, longest: int) -> bool:
    share = shared / min(size_a, size_b)
    if longest >= MIN_LONG_RUN or share >= SURE_SHARED:
        return True
    return share >= MIN_SHARED and shared / runs >= MIN_MEAN_RUN


def extend_matches(
    blocks: list[MatchingBlock], before: str, after: str, ends_a: Sequence[int], ends_b: Sequence[int]
) -> list[MatchingBlock]:
    """Extend each match by equal unmatched tokens beside it, and to the start and end of its sentences.

    The LCS may have matched the first or last words of a sentence elsewhere; where that match was dropped, they are
    matched here.
    """
    found: list[list[int]] = []
    for index, (i, j, n) in enumerate(blocks):
        low_a, low_b = (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) if found else (0, 0)
        high_a, high_b = blocks[index + 1][:2] if index + 1 < len(blocks) else (len(before), len(after))
        start_a, start_b = max(low_a, _start_of(ends_a, i)), max(low_b, _start_of(ends_b, j))
        end_a = min(high_a, ends_a[bisect_right(ends_a, i + n - 1)])
        end_b = min(high_b, ends_b[bisect_right(ends_b, j + n - 1)])
        while i > start_a and j > start_b and before[i - 1] == after[j - 1]:
            i, j, n = i - 1, j - 1, n + 1
        while i + n < end_a and j + n < end_b and before[i + n] == after[j + n]:
            n += 1
        head = 0
        if start_a == _start_of(ends_a, i) and start_b == _start_of(ends_b, j):
            while (
                start_a + head < i and start_b + head < j and before[start_a + head] == after[start_b + head]
            ):
                head += 1
        if head:
            found.append([start_a, start_b, head])
        found.append([i, j, n])
        tail = 0
        if end_a == ends_a[bisect_right(ends_a, i)] and end_b == ends_b[bisect_right(ends_b, j)]:
            while (
                end_a - tail > i + n
                and end_b - tail > j + n
                and before[end_a - tail - 1] == after[end_b - tail - 1]
            ):
                tail += 1
        if tail:
            found.append([end_a - tail, end_b - tail, tail])
    return [(i, j, n) for i, j, n in found]


def _start_of(ends: Sequence[int], token: int) -> int:
    sentence = bisect_right(ends, token)
    return ends[sentence - 1] if sentence else 0


@dataclass(slots=True)
class GapSide:
    """One side of a gap: its tokens, and the position of each in the text."""

    text: str
    ids: str
    at: Sequence[int]  # token indexes in the whole text
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, side: Tokens, sentences: Sequence[Sentence]) -> "GapSide":
        if sentences[-1].end - sentences[0].start == sum(one.end - one.start for one in sentences):
            at: Sequence[int] = range(sentences[0].start, sentences[-1].end)
        else:
            at = [number for one in sentences for number in range(one.start, one.end)]
        return cls(side.text, "".join([one.ids for one in sentences]), at, side.starts, side.ends)

    def to_local(self, blocks: list[MatchingBlock], other: "GapSide") -> list[MatchingBlock]:
        """Convert blocks of the whole text to blocks of this gap."""
        here, there = _local_index(self.at), _local_index(other.at)
        return [(here(i), there(j), n) for i, j, n in blocks]

    def boundary_score(self, left: int) -> int:
        """Score the boundary after token ``left``: 3 line, 2 sentence, 1 clause, 0 word."""
        if left < 0 or left + 1 >= len(self.at):
            return 3
        end = self.ends[self.at[left]]
        gap = self.text[end : self.starts[self.at[left + 1]]]
        if "\n" in gap:
            return 3
        mark = self.text[end - 1] if self.ids[left] != LABEL else ""
        return 2 if mark in SENTENCE_MARKS else 1 if mark in CLAUSE_MARKS else 0


def shift_boundaries(blocks: list[MatchingBlock], before: GapSide, after: GapSide) -> list[MatchingBlock]:
    """Shift each one-sided edit, which may stand at several places, to the boundary with the best score."""
    moved = [list(block) for block in blocks]
    for index in range(len(moved) - 1):
        i, j, n = moved[index]
        next_i, next_j, next_n = moved[index + 1]
        deleted = next_i - i - n
        inserted = next_j - j - n
        if (deleted == 0) == (inserted == 0):
            continue
        side, first, last = (after, j + n, next_j) if inserted else (before, i + n, next_i)
        step = _best_shift(side, first, last, n, next_n)
        if step:
            moved[index][2] += step
            moved[index + 1] = [next_i + step, next_j + step, next_n - step]
    return [(i, j, n) for i, j, n in moved if n]


def _best_shift(side: GapSide, first: int, last: int, room_left: int, room_right: int) -> int:
    ids = side.ids
    best = (side.boundary_score(first - 1), 0)
    step = 1
    while step <= room_left and step < MAX_SHIFT and ids[first - step] == ids[last - step]:
        best = max(best, (side.boundary_score(first - step - 1), -step))
        step += 1
    step = 0
    while step < room_right and step < MAX_SHIFT and ids[first + step] == ids[last + step]:
        score = side.boundary_score(first + step)
        if score > best[0]:
            best = (score, step + 1)
        step += 1
    return best[1]


def _local_index(at: Sequence[int]) -> Callable[[int], int]:
    if isinstance(at, range):
        return lambda number: number - at.start
    return lambda number: bisect_right(at, number) - 1
