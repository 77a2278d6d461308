"""Alignment by anchors: keys that stand once on each side, in the heaviest order that both sides share.

The same routine serves lines and sentences. Between anchors it looks again, since what is repeated in the whole text
is often single in a gap.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

ENDS = frozenset(".!?。！？؟।")
WIDE_ENDS = frozenset("。！？")
DEEPEST = 8

Pair = tuple[int, int]


def heaviest_increasing(pairs: Sequence[Pair], weights: Sequence[int]) -> list[int]:
    """Indexes of the heaviest subsequence of ``pairs`` (sorted by first) whose seconds increase too."""
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


def anchors(
    before: Sequence[str],
    after: Sequence[str],
    weigh: Callable[[str], int],
    a0: int,
    a1: int,
    b0: int,
    b1: int,
    depth: int = 0,
) -> list[Pair]:
    """Pairs of equal keys in ``before[a0:a1]`` and ``after[b0:b1]``, increasing on both sides."""
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
    if a0 < a1 and b0 < b1 and depth < DEEPEST:
        pairs = unique_pairs(before, after, a0, a1, b0, b1)
        if pairs:
            keep = heaviest_increasing(pairs, [weigh(before[i]) for i, _ in pairs])
            at_a, at_b = a0, b0
            for i, j in [*(pairs[k] for k in keep), (a1, b1)]:
                if i > at_a and j > at_b:
                    found += anchors(before, after, weigh, at_a, i, at_b, j, depth + 1)
                if i < a1:
                    found.append((i, j))
                at_a, at_b = i + 1, j + 1
    return found + tail[::-1]


def unique_pairs(
    before: Sequence[str], after: Sequence[str], a0: int, a1: int, b0: int, b1: int
) -> list[Pair]:
    """Where a key stands once on each side, by its place on the first."""
    once_a: dict[str, int] = {}
    once_b: dict[str, int] = {}
    for i in range(a0, a1):
        key = before[i]
        once_a[key] = -1 if key in once_a else i
    for j in range(b0, b1):
        key = after[j]
        once_b[key] = -1 if key in once_b else j
    return [(i, once_b[key]) for key, i in once_a.items() if i >= 0 and once_b.get(key, -1) >= 0]


def lines_of(text: str) -> tuple[list[str], list[int]]:
    """The lines that are not blank, and where each begins."""
    lines = []
    starts = []
    position = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append(line)
            starts.append(position)
        position += len(line) + 1
    return lines, starts


_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=[ \t>]*(?:[#*+\-•(|]|\w{1,5}[.)]))")


def sentences(ids: str, starts: list[int], ends: list[int], text: str) -> list[Pair]:
    """Token ranges of sentences: they end at ends of paragraphs and after sentence marks followed by white space."""
    found = []
    first = 0
    for i in range(len(ids) - 1):
        end = ends[i]
        begin = starts[i + 1]
        if begin > end:
            mark = text[end - 1]
            gap = text[end:begin]
            if "\n" in gap:
                cut = (
                    mark in ":;.!?。！？؟।"
                    or gap.count("\n") > 1
                    or _BREAK.search(text, end, begin + 6) is not None
                )
            else:
                cut = mark in ENDS
        else:
            cut = text[end - 1] in WIDE_ENDS
        if cut:
            found.append((first, i + 1))
            first = i + 1
    if len(ids) > first:
        found.append((first, len(ids)))
    return found
