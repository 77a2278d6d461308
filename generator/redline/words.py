"""Words: the longest common subsequence of two stretches of tokens, within a budget."""

from rapidfuzz.distance import Indel

from generator.redline.align import heaviest_increasing

Block = tuple[int, int, int]  # before, after, length

PLAIN = 60_000_000  # token pairs compared at once; above, gaps are first cut at n-grams that stand once on each side
HOPELESS = 400_000_000  # token pairs above which a gap without one n-gram in common is left uncompared


def common(before: str, after: str, budget: float, depth: int = 0) -> list[Block] | None:
    """Matched blocks in order; None where the gap costs more than ``budget`` token pairs."""
    na, nb = len(before), len(after)
    if not na or not nb:
        return []
    if na * nb <= PLAIN or depth > 3:
        if na * nb > budget:
            return None
        return [
            (op.src_start, op.dest_start, op.src_end - op.src_start)
            for op in Indel.opcodes(before, after)
            if op.tag == "equal"
        ]
    pairs = _gram_pairs(before, after)
    if not pairs:
        return None if na * nb > HOPELESS else common(before, after, budget, 9)
    keep = heaviest_increasing(pairs, [1] * len(pairs))
    found: list[Block] = []
    at_a = at_b = 0
    for i, j in [*(pairs[k] for k in keep), (na, nb)]:
        if i < at_a or j < at_b:
            continue
        if i > at_a and j > at_b:
            found += [
                (x + at_a, y + at_b, n)
                for x, y, n in common(before[at_a:i], after[at_b:j], budget, depth + 1) or ()
            ]
        if i < na:
            if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
                found[-1] = (found[-1][0], found[-1][1], found[-1][2] + 1)
            else:
                found.append((i, j, 1))
            at_a, at_b = i + 1, j + 1
    return found


def _gram_pairs(before: str, after: str) -> list[tuple[int, int]]:
    for size in (8, 5, 3):
        once_a: dict[str, int] = {}
        once_b: dict[str, int] = {}
        for i in range(len(before) - size + 1):
            gram = before[i : i + size]
            once_a[gram] = -1 if gram in once_a else i
        for j in range(len(after) - size + 1):
            gram = after[j : j + size]
            once_b[gram] = -1 if gram in once_b else j
        pairs = [(i, once_b[gram]) for gram, i in once_a.items() if i >= 0 and once_b.get(gram, -1) >= 0]
        if pairs:
            return pairs
    return []
