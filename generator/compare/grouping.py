"""Group the segments of both sides that belong in one row.

Two segments are linked by the characters matched between them, never by their clause numbers. Of links that cross, the
heaviest increasing subsequence stays in place; the others are moves.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.compare.align import heaviest_increasing

MIN_OVERLAP = 0.35  # share of the shorter of two segments that must be matched to put them in one row
MIN_PART_OVERLAP = (
    0.5  # share of a further segment that must be matched for it to count as split off or joined
)

MIN_CROSSING_CHARACTERS = 16  # characters matched across two adjacent groups, from which they are merged
MAX_SEGMENTS_BETWEEN = 3  # segments without a counterpart allowed between the parts of one group


@dataclass(frozen=True, slots=True)
class Group:
    """Segments of one row, as half-open ranges of indexes; ``moved`` if its link crosses others."""

    a0: int
    a1: int
    b0: int
    b1: int
    moved: bool = False


def link_segments(
    weights: dict[tuple[int, int], int], sizes_a: Sequence[int], sizes_b: Sequence[int]
) -> list[Group]:
    """Return groups of linked segments, in the order of the later side.

    ``weights`` counts the matched characters of each pair of segments, ``sizes_a`` and ``sizes_b`` the characters of
    each segment.
    """
    best_a: dict[int, int] = {}
    best_b: dict[int, int] = {}
    partly: list[tuple[int, int, int]] = []
    for (i, j), weight in weights.items():
        if weight >= sizes_a[i] and weight >= sizes_b[j]:  # neither has a match elsewhere
            best_a[i] = j
            best_b[j] = i
        else:
            partly.append((-weight, i, j))
    for negative, i, j in sorted(partly):
        weight = -negative
        if weight < MIN_OVERLAP * min(sizes_a[i], sizes_b[j]):
            continue
        if i not in best_a and j not in best_b:
            best_a[i] = j
            best_b[j] = i
    groups = [Group(i, i + 1, j, j + 1) for i, j in sorted(best_a.items())]
    groups = _add_split_parts(groups, weights, sizes_a, sizes_b, set(best_a), set(best_b))
    groups.sort(key=lambda g: g.a0)
    places = [(g.a0, g.b0) for g in groups]
    stay = set(range(len(groups)))
    if any(one[1] >= other[1] for one, other in pairwise(places)):
        stay = set(heaviest_increasing(places, [_weight_of(g, weights) for g in groups]))
    moved_groups = [Group(g.a0, g.a1, g.b0, g.b1, moved=True) for k, g in enumerate(groups) if k not in stay]
    kept = _join_neighbours([g for k, g in enumerate(groups) if k in stay], moved_groups, weights)
    return sorted([*kept, *moved_groups], key=lambda g: g.b0)


def _weight_of(group: Group, weights: Mapping[tuple[int, int], int]) -> int:
    """Return the number of characters matched inside a group."""
    return sum([weights.get((i, j), 0) for i in range(group.a0, group.a1) for j in range(group.b0, group.b1)])


def _join_neighbours(
    groups: Sequence[Group], moved: Sequence[Group], weights: Mapping[tuple[int, int], int]
) -> list[Group]:
    """Merge adjacent groups with matches across them: a paragraph break moved from one sentence to another.

    In two rows, the words across would be shown as deleted in one and inserted in the other.
    """
    moved_a, moved_b = {g.a0 for g in moved}, {g.b0 for g in moved}
    joined: list[Group] = []
    for group in groups:
        last = joined[-1] if joined else None
        if (
            last
            and max(group.a0 - last.a1, group.b0 - last.b1) <= MAX_SEGMENTS_BETWEEN
            and _crossing_weight(last, group, weights) >= MIN_CROSSING_CHARACTERS
            and moved_a.isdisjoint(range(last.a1, group.a0))
            and moved_b.isdisjoint(range(last.b1, group.b0))
        ):
            joined[-1] = Group(last.a0, group.a1, last.b0, group.b1)
        else:
            joined.append(group)
    return joined


def _crossing_weight(first: Group, second: Group, weights: Mapping[tuple[int, int], int]) -> int:
    if first.a1 - first.a0 == first.b1 - first.b0 == second.a1 - second.a0 == second.b1 - second.b0 == 1:
        return weights.get((first.a0, second.b0), 0) + weights.get((second.a0, first.b0), 0)
    return sum(
        weights.get((i, j), 0)
        for one, other in ((first, second), (second, first))
        for i in range(one.a0, one.a1)
        for j in range(other.b0, other.b1)
    )


def _add_split_parts(
    groups: list[Group],
    weights: Mapping[tuple[int, int], int],
    sizes_a: Sequence[int],
    sizes_b: Sequence[int],
    used_a: set[int],
    used_b: set[int],
) -> list[Group]:
    """Extend each group by free neighbours mostly matched with it: paragraphs that were split or joined."""
    grown = []
    for group in groups:
        a0, a1, b0, b1 = group.a0, group.a1, group.b0, group.b1
        while _has_free_beside(a0, a1, len(sizes_a), used_a) or _has_free_beside(
            b0, b1, len(sizes_b), used_b
        ):
            own_a, own_b = range(a0, a1), range(b0, b1)
            more_a = next(
                (
                    i
                    for i in _free(own_a, len(sizes_a), used_a)
                    if sum(weights.get((i, j), 0) for j in own_b) > MIN_PART_OVERLAP * sizes_a[i]
                ),
                None,
            )
            more_b = next(
                (
                    j
                    for j in _free(own_b, len(sizes_b), used_b)
                    if sum(weights.get((i, j), 0) for i in own_a) > MIN_PART_OVERLAP * sizes_b[j]
                ),
                None,
            )
            if more_a is not None:
                a0, a1 = min(a0, more_a), max(a1, more_a + 1)
            if more_b is not None:
                b0, b1 = min(b0, more_b), max(b1, more_b + 1)
            if more_a is None and more_b is None:
                break
            used_a.update(range(a0, a1))
            used_b.update(range(b0, b1))
        grown.append(Group(a0, a1, b0, b1))
    return grown


def _has_free_beside(start: int, stop: int, size: int, used: Container[int]) -> bool:
    """Whether the segment before or after a range belongs to no group."""
    return (start > 0 and start - 1 not in used) or (stop < size and stop not in used)


def _free(own: range, size: int, used: Container[int]) -> Iterator[int]:
    """Yield the free segments on either side of a group, nearest first, up to the next group."""
    for step, edge in ((-1, own.start), (1, own.stop - 1)):
        for index in range(edge + step, edge + step * (MAX_SEGMENTS_BETWEEN + 2), step):
            if index in used or not 0 <= index < size:
                break
            yield index
