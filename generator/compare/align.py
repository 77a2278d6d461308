"""Align two sequences of keys (lines or sentences) by patience anchors.

An anchor is a pair of equal keys, each of which occurs once on its side. Anchors that cross are resolved by a heaviest
increasing subsequence. The search is repeated between anchors, because a key that is repeated in the whole text is
often unique in a gap. Source: Bram Cohen's patience diff, with weights.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from math import sqrt

from rapidfuzz.distance import Indel

MAX_DEPTH = 8

Pair = tuple[int, int]


def heaviest_increasing(pairs: Sequence[Pair], weights: Sequence[int]) -> list[int]:
    """Return the indexes of the heaviest increasing subsequence of ``pairs``.

    ``pairs`` is sorted by its first members; the second members of the result increase strictly. Weights are summed in
    a Fenwick tree, so the cost is O(n log n).
    """
    seconds = [pair[1] for pair in pairs]
    if all(map(int.__lt__, seconds, seconds[1:])):
        return list(range(len(pairs)))
    order = sorted(seconds)
    count = len(order)
    tree: list[tuple[int, int]] = [(0, -1)] * (count + 1)
    previous = [-1] * len(pairs)
    for index, second in enumerate(seconds):
        rank = bisect_left(order, second)
        best = (0, -1)
        while rank > 0:
            if tree[rank] > best:
                best = tree[rank]
            rank &= rank - 1
        previous[index] = best[1]
        value = (best[0] + weights[index], index)
        rank = bisect_left(order, second) + 1
        while rank <= count:
            if value > tree[rank]:
                tree[rank] = value
            rank += rank & -rank
    best = (0, -1)
    rank = count
    while rank > 0:
        if tree[rank] > best:
            best = tree[rank]
        rank &= rank - 1
    found = []
    index = best[1]
    while index >= 0:
        found.append(index)
        index = previous[index]
    return found[::-1]


def unique_anchors(
    before: Sequence[str],
    after: Sequence[str],
    weigh: Callable[[str], int],
    a0: int,
    a1: int,
    b0: int,
    b1: int,
    depth: int = 0,
) -> list[Pair]:
    """Return pairs of equal keys in ``before[a0:a1]`` and ``after[b0:b1]``, increasing on both sides."""
    found: list[Pair] = []
    tail: list[Pair] = []
    while a0 < a1 and b0 < b1 and before[a0] == after[b0]:
        found.append((a0, b0))
        a0 += 1
        b0 += 1
    while a0 < a1 and b0 < b1 and before[a1 - 1] == after[b1 - 1]:
        a1 -= 1
        b1 -= 1
        tail.append((a1, b1))
    if a0 < a1 and b0 < b1 and depth < MAX_DEPTH:
        pairs = unique_pairs(before, after, a0, a1, b0, b1)
        if pairs:
            keep = heaviest_increasing(pairs, [weigh(before[i]) for i, _ in pairs])
            at_a, at_b = a0, b0
            for i, j in [*(pairs[k] for k in keep), (a1, b1)]:
                if i > at_a and j > at_b:
                    found += unique_anchors(before, after, weigh, at_a, i, at_b, j, depth + 1)
                if i < a1:
                    found.append((i, j))
                at_a, at_b = i + 1, j + 1
    return found + tail[::-1]


def unique_pairs(
    before: Sequence[str], after: Sequence[str], a0: int, a1: int, b0: int, b1: int
) -> list[Pair]:
    """Return the positions of keys that occur once on each side, ordered by the first position."""
    unique_a: dict[str, int] = {}
    unique_b: dict[str, int] = {}
    for i in range(a0, a1):
        key = before[i]
        unique_a[key] = -1 if key in unique_a else i
    for j in range(b0, b1):
        key = after[j]
        unique_b[key] = -1 if key in unique_b else j
    return [(i, unique_b[key]) for key, i in unique_a.items() if i >= 0 and unique_b.get(key, -1) >= 0]


def anchors_without_crossing(
    before: Sequence[str],
    after: Sequence[str],
    weigh: Callable[[str], int],
    shingles_of: Callable[[str], Sequence[Hashable]],
    min_gain: float,
) -> list[Pair]:
    """Return anchors such that the heavier of two crossing parts stays in place.

    Equal keys left unmatched on both sides show that two parts changed places. The part that holds more text stays;
    the other one moved. Edited keys count too: they are paired by the shingles they share. ``min_gain`` is the factor
    by which a longest common subsequence must outweigh the anchors to replace them.
    """
    found = unique_anchors(before, after, weigh, 0, len(before), 0, len(after))
    if not _has_unmatched_equal_keys(before, after, weigh, found):
        return found
    pairs = unique_pairs(before, after, 0, len(before), 0, len(after))
    exact = dict(pairs)
    weights = {pair: weigh(before[pair[0]]) for pair in pairs}
    known_a, known_b = set(before), set(after)
    edited_a = [i for i in range(len(before)) if before[i] not in known_b]
    edited_b = [j for j in range(len(after)) if after[j] not in known_a]
    for pair, share in _pairs_by_shingles(before, after, edited_a, edited_b, shingles_of):
        weights[pair] = int(share * min(weigh(before[pair[0]]), weigh(after[pair[1]])))
    order = sorted(weights)
    chain = [order[k] for k in heaviest_increasing(order, [weights[pair] for pair in order])]
    chosen: list[Pair] = []
    at_a = at_b = 0
    for i, j in [*(pair for pair in chain if exact.get(pair[0]) == pair[1]), (len(before), len(after))]:
        if i > at_a and j > at_b:
            chosen += unique_anchors(before, after, weigh, at_a, i, at_b, j)
        if i < len(before):
            chosen.append((i, j))
        at_a, at_b = i + 1, j + 1
    return _lcs_where_heavier(before, after, weigh, chosen, min_gain)


# Factor by which the longest common subsequence must outweigh the anchors to replace them. It is larger for sentences:
# a short sentence occurs in any text and says little about its position.
MIN_GAIN_LINES = 1.02
MIN_GAIN_SENTENCES = 1.25
MAX_LCS_PAIRS = 60_000_000  # pairs of keys above which the longest common subsequence is not computed


def _lcs_where_heavier(
    before: Sequence[str],
    after: Sequence[str],
    weigh: Callable[[str], int],
    chosen: list[Pair],
    min_gain: float,
) -> list[Pair]:
    """Return the longest common subsequence (LCS) where the anchors weigh far less, else the anchors.

    The case is a text in which most keys are repeated, such as a page captured twice over: it has few unique keys, and
    one of them that moved would misplace all others.
    """
    if len(before) * len(after) > MAX_LCS_PAIRS:
        return chosen
    numbers: dict[str, int] = {}
    here = [numbers.setdefault(key, len(numbers)) for key in before]
    there = [numbers.setdefault(key, len(numbers)) for key in after]
    longest = [
        (op.src_start + k, op.dest_start + k)
        for op in Indel.opcodes(here, there)
        if op.tag == "equal"
        for k in range(op.src_end - op.src_start)
    ]
    anchored_weight, lcs_weight = (sum(weigh(before[i]) for i, _ in pairs) for pairs in (chosen, longest))
    return longest if lcs_weight > min_gain * anchored_weight else chosen


MIN_CROSSING_WEIGHT = 10  # weight from which an equal key, unmatched on both sides, shows a crossing
MIN_SHARED_SHINGLES = 2  # unique shingles that two edited keys must share to be paired


def _has_unmatched_equal_keys(
    before: Sequence[str], after: Sequence[str], weigh: Callable[[str], int], found: list[Pair]
) -> bool:
    matched_a, matched_b = {i for i, _ in found}, {j for _, j in found}
    rest = {
        before[i]
        for i in range(len(before))
        if i not in matched_a and weigh(before[i]) >= MIN_CROSSING_WEIGHT
    }
    return any(j not in matched_b and after[j] in rest for j in range(len(after)))


def _pairs_by_shingles(
    before: Sequence[str],
    after: Sequence[str],
    edited_a: list[int],
    edited_b: list[int],
    shingles_of: Callable[[str], Sequence[Hashable]],
) -> list[tuple[Pair, float]]:
    """Pair keys that occur on one side only by their shared shingles; estimate the share of words in common.

    One changed word breaks four shingles, so the share of shingles is lower than the share of words; the square root
    corrects for that.
    """
    shingles_a, shingles_b = (
        _unique_shingles(before, edited_a, shingles_of),
        _unique_shingles(after, edited_b, shingles_of),
    )
    shared: Counter[Pair] = Counter(
        (i, shingles_b[shingle])
        for shingle, i in shingles_a.items()
        if i >= 0 and shingles_b.get(shingle, -1) >= 0
    )
    best: dict[int, Pair] = {}
    for pair, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if count >= MIN_SHARED_SHINGLES:
            best.setdefault(pair[0], pair)
    return [
        (
            pair,
            sqrt(
                min(
                    1.0,
                    shared[pair]
                    / max(1, len(shingles_of(before[pair[0]])), len(shingles_of(after[pair[1]]))),
                )
            ),
        )
        for pair in best.values()
    ]


def _unique_shingles(
    keys: Sequence[str], edited: list[int], shingles_of: Callable[[str], Sequence[Hashable]]
) -> dict[Hashable, int]:
    where: dict[Hashable, int] = {}
    for i in edited:
        for shingle in shingles_of(keys[i]):
            where[shingle] = i if where.get(shingle, i) == i else -1
    return where


def sampled_word_shingles(line: str) -> list[Hashable]:
    """Return a sample of the shingles of a line: runs of four words, kept where the first letter's code is 0 modulo 4.

    A line without spaces gives runs of six characters, one in sixteen, from its first 600 characters.
    """
    words = line.split()
    if len(line) > 12 * len(words):
        return [line[k : k + 6] for k in range(min(len(line) - 5, 600)) if not ord(line[k]) & 15]
    return [tuple(words[k : k + 4]) for k in range(len(words) - 3) if not ord(words[k][0]) & 3]


def sampled_token_shingles(ids: str) -> list[Hashable]:
    """Return a sample of the shingles of some tokens: runs of four, kept where the first token's code is 0 modulo 4."""
    return [ids[k : k + 4] for k in range(len(ids) - 3) if not ord(ids[k]) & 3]


def common_prefix_length(before: str, after: str) -> int:
    """Return the length of the common prefix of both texts, in characters."""
    low, high = 0, min(len(before), len(after))
    step = 4096
    while low < high:
        stop = min(high, low + step)
        if before[low:stop] == after[low:stop]:
            low = stop
            step *= 2
        elif stop - low == 1:
            break
        else:
            high = stop
            step = (stop - low) // 2
    return low


def common_suffix_length(before: str, after: str, low: int) -> int:
    """Return the length of the common suffix of both texts, not counting their first ``low`` characters."""
    room = min(len(before), len(after)) - low
    found, step = 0, 4096
    na, nb = len(before), len(after)
    while found < room:
        size = min(room - found, step)
        if before[na - found - size : na - found] == after[nb - found - size : nb - found]:
            found += size
            step *= 2
        elif size == 1:
            break
        else:
            room = found + size
            step = size // 2
    return found


def prefer_same_line(
    pairs: list[Pair],
    before: Sequence[str],
    after: Sequence[str],
    lines_a: Sequence[int],
    lines_b: Sequence[int],
) -> list[Pair]:
    """Replace a match by an equal sentence on the same line as the match before it, where there is one.

    Of two equal sentences the words do not tell which one stayed; the line does. ``lines_a`` and ``lines_b`` give the
    line number of each sentence, from 0 if the first sentence continues a line that began earlier, else from 1.
    """
    found: list[Pair] = []
    at_a = at_b = -1
    for i, j in pairs:
        line_a = lines_a[at_a] if at_a >= 0 else 0
        line_b = lines_b[at_b] if at_b >= 0 else 0
        if lines_a[i] != line_a and lines_b[j] == line_b:
            i = next((k for k in range(at_a + 1, i) if lines_a[k] == line_a and before[k] == before[i]), i)
        elif lines_b[j] != line_b and lines_a[i] == line_a:
            j = next((k for k in range(at_b + 1, j) if lines_b[k] == line_b and after[k] == after[j]), j)
        found.append((i, j))
        at_a, at_b = i, j
    return found
