"""Hunks: which segments of the two sides belong together, in the order a reader meets them.

Segments are linked by the words that the comparison matched between them, never by their numbers. Links that would
cross make a move; the heaviest set that does not cross stays in place.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator.redline.align import heaviest_increasing

KINSHIP = 0.35  # share of the shorter of two segments that must be in common for them to be told of together
SPLIT = (
    0.5  # share of a further segment that must be in common for it to be a part that was split off or joined
)


@dataclass(frozen=True, slots=True)
class Group:
    """Segments told of together, as half-open ranges; ``moved`` where the link crosses others."""

    a0: int
    a1: int
    b0: int
    b1: int
    moved: bool = False


def link_segments(
    weights: dict[tuple[int, int], int], sizes_a: Sequence[int], sizes_b: Sequence[int]
) -> list[Group]:
    """Groups of linked segments, in the order of the later side. ``weights`` counts matched characters by pair."""
    best_a: dict[int, int] = {}
    best_b: dict[int, int] = {}
    for (i, j), weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if weight < KINSHIP * min(sizes_a[i], sizes_b[j]):
            continue
        if i not in best_a and j not in best_b:
            best_a[i] = j
            best_b[j] = i
    groups = [Group(i, i + 1, j, j + 1) for i, j in sorted(best_a.items())]
    groups = _grow(groups, weights, sizes_a, sizes_b, set(best_a), set(best_b))
    groups.sort(key=lambda g: g.a0)
    by_pair = defaultdict(int, weights)
    heft = [sum(by_pair[i, j] for i in range(g.a0, g.a1) for j in range(g.b0, g.b1)) for g in groups]
    stay = set(heaviest_increasing([(g.a0, g.b0) for g in groups], heft))
    groups = [g if k in stay else Group(g.a0, g.a1, g.b0, g.b1, moved=True) for k, g in enumerate(groups)]
    return sorted(groups, key=lambda g: g.b0)


def _grow(
    groups: list[Group],
    weights: dict[tuple[int, int], int],
    sizes_a: Sequence[int],
    sizes_b: Sequence[int],
    used_a: set[int],
    used_b: set[int],
) -> list[Group]:
    """Take in the free neighbours of a group whose words came from it: paragraphs split or joined."""
    grown = []
    for group in groups:
        a0, a1, b0, b1 = group.a0, group.a1, group.b0, group.b1
        changed = True
        while changed:
            changed = False
            for i in (a0 - 1, a1):
                if 0 <= i < len(sizes_a) and i not in used_a:
                    shared = sum(weights.get((i, j), 0) for j in range(b0, b1))
                    if shared > SPLIT * sizes_a[i]:
                        used_a.add(i)
                        a0, a1, changed = min(a0, i), max(a1, i + 1), True
            for j in (b0 - 1, b1):
                if 0 <= j < len(sizes_b) and j not in used_b:
                    shared = sum(weights.get((i, j), 0) for i in range(a0, a1))
                    if shared > SPLIT * sizes_b[j]:
                        used_b.add(j)
                        b0, b1, changed = min(b0, j), max(b1, j + 1), True
        grown.append(Group(a0, a1, b0, b1))
    return grown
