"""Longest common subsequence (LCS) of two strings of tokens, within a budget.

Large gaps are first divided at shingles that occur once on each side (patience anchors). The LCS itself is computed by
rapidfuzz's bit-parallel `Indel`.
"""

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from generator.compare.align import heaviest_increasing

MatchingBlock = tuple[int, int, int]  # token index before, token index after, length

MAX_CELLS_WHOLE = 60_000_000  # token pairs up to which the LCS is computed whole; above, the gap is divided at unique shingles
MAX_CELLS_UNANCHORED = 400_000_000  # token pairs above which a gap without a shared shingle is not compared


def lcs_blocks(before: str, after: str, budget: float, depth: int = 0) -> list[MatchingBlock] | None:
    """Return the matched blocks of the LCS in order; None if the gap costs more than ``budget`` token pairs."""
    na, nb = len(before), len(after)
    if not na or not nb:
        return []
    if na * nb <= MAX_CELLS_WHOLE or depth > 3:
        if na * nb > budget:
            return None
        return [
            (op.src_start, op.dest_start, op.src_end - op.src_start)
            for op in Indel.opcodes(before, after)
            if op.tag == "equal"
        ]
    pairs = _unique_shingle_pairs(before, after)
    if not pairs:
        return None if na * nb > MAX_CELLS_UNANCHORED else lcs_blocks(before, after, budget, 9)
    keep = heaviest_increasing(pairs, [1] * len(pairs))
    found: list[MatchingBlock] = []
    at_a = at_b = 0
    for i, j in [*(pairs[k] for k in keep), (na, nb)]:
        if i < at_a or j < at_b:
            continue
        if i > at_a and j > at_b:
            for x, y, n in lcs_blocks(before[at_a:i], after[at_b:j], budget, depth + 1) or ():
                _append_block(found, x + at_a, y + at_b, n)
        if i < na:
            _append_block(found, i, j, 1)
            at_a, at_b = i + 1, j + 1
    return found


def _append_block(found: list[MatchingBlock], i: int, j: int, n: int) -> None:
    """Append a block, merged with the last one if they adjoin on both sides."""
    if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
        found[-1] = (found[-1][0], found[-1][1], found[-1][2] + n)
    else:
        found.append((i, j, n))


def similarity(before: str, after: str) -> float:
    """Return the similarity of two strings of tokens: 2 LCS / (length + length), 0 to 1; 0 above the largest size."""
    if len(before) * len(after) > MAX_CELLS_UNANCHORED:
        return 0.0
    return float(Indel.normalized_similarity(before, after))


def _unique_shingle_pairs(before: str, after: str) -> list[tuple[int, int]]:
    """Return the positions of shingles that occur once on each side: of eight tokens, else of five, else of three."""
    codes_a = np.frombuffer(before.encode("utf-32-le"), np.uint32).astype(np.uint64)
    codes_b = np.frombuffer(after.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if not share_a_shingle(before, after):
        return []
    for size in (8, 5, 3):
        unique_a, where_a = _unique(_hashes(codes_a, size))
        unique_b, where_b = _unique(_hashes(codes_b, size))
        _, x, y = np.intersect1d(unique_a, unique_b, assume_unique=True, return_indices=True)
        pairs = sorted(zip(where_a[x].tolist(), where_b[y].tolist(), strict=True))
        pairs = [(i, j) for i, j in pairs if before[i : i + size] == after[j : j + size]]
        if pairs:
            return pairs
    return []


def share_a_shingle(before: str, after: str) -> bool:
    """Whether any shingle of three tokens occurs on both sides."""
    codes_a = np.frombuffer(before.encode("utf-32-le"), np.uint32).astype(np.uint64)
    codes_b = np.frombuffer(after.encode("utf-32-le"), np.uint32).astype(np.uint64)
    return len(np.intersect1d(_hashes(codes_a, 3), _hashes(codes_b, 3))) > 0


Codes = npt.NDArray[np.uint64]


def _hashes(codes: Codes, size: int) -> Codes:
    """Return a polynomial hash of each shingle of ``size`` tokens."""
    count = max(0, len(codes) - size + 1)
    found = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for step in range(size):
            found *= HASH_FACTOR
            found += codes[step : step + count]
    return found * HASH_FACTOR


HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def _unique(hashes: Codes) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Return the hashes that occur once, and their positions."""
    kinds, where, counts = np.unique(hashes, return_index=True, return_counts=True)
    single = counts == 1
    return kinds[single], where[single]
