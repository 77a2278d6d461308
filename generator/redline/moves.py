"""Moves: sentences that kept little in place and stand, whole or nearly, somewhere else."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from rapidfuzz.distance import Indel

SHINGLE = 3
COMMON_SHINGLE = 8  # a shingle that stands in more sentences than this says nothing


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in a gap: the gap's number, its token range, its tokens."""

    gap: int
    start: int
    end: int
    ids: str


def pair_units(before: list[Unit], after: list[Unit], shortest: int, similarity: float) -> dict[int, int]:
    """Which sentence went where, by index. Equal ones first, then their neighbours, then near-equal ones."""
    to: dict[int, int] = {}
    back: dict[int, int] = {}
    once_a: dict[str, int] = {}
    once_b: dict[str, int] = {}
    for once, units in ((once_a, before), (once_b, after)):
        for index, unit in enumerate(units):
            once[unit.ids] = -1 if unit.ids in once else index
    for ids, x in once_a.items():
        y = once_b.get(ids, -1)
        if x >= 0 and y >= 0 and len(ids) >= shortest:
            to[x] = y
            back[y] = x
    for x, y in list(to.items()):
        for step in (1, -1):
            i, j = x + step, y + step
            while (
                0 <= i < len(before)
                and 0 <= j < len(after)
                and i not in to
                and j not in back
                and before[i].ids == after[j].ids
            ):
                to[i] = j
                back[j] = i
                i += step
                j += step
    for _, x, y in sorted(_near(before, after, to, back, shortest, similarity), reverse=True):
        if x not in to and y not in back:
            to[x] = y
            back[y] = x
    return to


def _near(
    before: list[Unit],
    after: list[Unit],
    to: dict[int, int],
    back: dict[int, int],
    shortest: int,
    similarity: float,
) -> list[tuple[float, int, int]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for y, unit in enumerate(after):
        if y not in back and len(unit.ids) >= shortest:
            for gram in _shingles(unit.ids):
                postings[gram].append(y)
    found: list[tuple[float, int, int]] = []
    if not postings:
        return found
    for x, unit in enumerate(before):
        if x in to or len(unit.ids) < shortest:
            continue
        shared: Counter[int] = Counter()
        for gram in _shingles(unit.ids):
            places = postings.get(gram)
            if places and len(places) <= COMMON_SHINGLE:
                shared.update(places)
        for y, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:3]:
            if count >= 4:
                score = Indel.normalized_similarity(unit.ids, after[y].ids)
                if score >= similarity:
                    found.append((score, x, y))
    return found


def _shingles(ids: str) -> set[str]:
    return {ids[at : at + SHINGLE] for at in range(len(ids) - SHINGLE + 1)}
