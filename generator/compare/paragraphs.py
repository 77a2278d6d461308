"""Paragraphs that were rewritten: which one on the other side, if any, a reader would lay beside it.

A pair must be the best for both of its paragraphs, alike in more than half of its words whatever their case, and
clearly more alike than any other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import likeness
from generator.compare.moves import Unit

LIKE = 0.5  # share of words in common above which two paragraphs may be a pair
MARGIN = 0.1  # and by how much it must exceed the next best
LEAST_WORDS = 6
COMMON = 30  # shingles that stand in more paragraphs than this say nothing
TRIED = 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph that lie in one gap."""

    units: tuple[Unit, ...]
    words: str  # tokens that are words, case folded

    @property
    def gap(self) -> int:
        return self.units[0].gap

    @property
    def start(self) -> int:
        return self.units[0].start

    @property
    def end(self) -> int:
        return self.units[-1].end

    @property
    def ids(self) -> str:
        return "".join([unit.ids for unit in self.units])


def paragraphs_of(
    units: Sequence[Unit], wanted: Callable[[int, int], bool], words: dict[int, str | None]
) -> list[Paragraph]:
    """Sentences grouped by the lines they stand on, where their token range is wanted.

    ``words`` translates tokens to words without case.
    """
    groups: list[list[Unit]] = []
    for unit in units:
        if groups and not unit.opens and groups[-1][-1].end == unit.start and groups[-1][-1].gap == unit.gap:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return [
        Paragraph(tuple(group), "".join([u.ids for u in group]).translate(words))
        for group in groups
        if wanted(group[0].start, group[-1].end)
    ]


def pair_paragraphs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[tuple[int, int, float]]:
    """Pairs of like paragraphs, by index, with their likeness."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for y, paragraph in enumerate(after):
        for gram in _shingles(paragraph.words):
            postings[gram].append(y)
    best: dict[int, tuple[int, float]] = {}
    claims: Counter[int] = Counter()
    for x, paragraph in enumerate(before):
        shared: Counter[int] = Counter()
        for gram in _shingles(paragraph.words):
            places = postings.get(gram)
            if places and len(places) <= COMMON:
                shared.update(places)
        tried = sorted(shared.items(), key=lambda item: (-item[1], abs(item[0] - x), item[0]))[:TRIED]
        scores = sorted(((likeness(paragraph.words, after[y].words), -y) for y, _ in tried), reverse=True)
        if scores and scores[0][0] > LIKE and (len(scores) == 1 or scores[0][0] - scores[1][0] >= MARGIN):
            best[x] = (-scores[0][1], scores[0][0])
            claims[best[x][0]] += 1
    return [(x, y, score) for x, (y, score) in best.items() if claims[y] == 1]


def _shingles(words: str) -> set[str]:
    if len(words) < LEAST_WORDS:
        return set()
    return {words[at : at + 3] for at in range(len(words) - 2)}
