"""Moves: sentences that kept little in place and stand, whole or nearly, somewhere else.

A move hides nothing: the words of a moved sentence that did change are marked inside it. Still the bar is high, for a
sentence that is gone and a new one like it are two changes, and a reader must see both. Whole sentences that stand
once on each side are sure; a sentence that is only similar needs a sure neighbour. (Whole paragraphs that were rewritten
and moved are found by ``paragraphs``.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import similarity
from generator.model.redline import RedlineOptions

MIN_LINE_WORDS = 2.0  # words and characters that whole lines must hold to be told as moved
MIN_LINE_CHARACTERS = 20
MAX_KEPT_SIMILAR = (
    0.5  # a sentence that kept less than this share of its tokens in place may be a similar one elsewhere
)
MAX_KEPT_EQUAL = 0.9  # and one that kept less than this may be an equal one


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in a gap: the gap's number, its token range, its tokens."""

    gap: int
    start: int
    end: int
    ids: str
    opens_line: bool = False  # whether it begins a line
    size: int = 0  # characters, where it is a whole line or more; else 0


class Pairing:
    """Which sentence went where, by index into the two lists of candidates."""

    def __init__(self, before: Sequence[Sentence], after: Sequence[Sentence]) -> None:
        self.before = before
        self.after = after
        self.to: dict[int, int] = {}
        self.back: dict[int, int] = {}

    def pair(self, x: int, y: int) -> None:
        self.to[x] = y
        self.back[y] = x

    def are_free(self, x: int, y: int) -> bool:
        return (
            0 <= x < len(self.before) and 0 <= y < len(self.after) and x not in self.to and y not in self.back
        )

    def adjacent(self, x: int, y: int, step: int) -> tuple[int, int] | None:
        """The candidates that follow (or precede) both, if they are free and adjoin."""
        i, j = x + step, y + step
        if not self.are_free(i, j):
            return None
        if step > 0:
            adjoin = self.before[x].end == self.before[i].start and self.after[y].end == self.after[j].start
        else:
            adjoin = self.before[i].end == self.before[x].start and self.after[j].end == self.after[y].start
        return (i, j) if adjoin else None


def pair_moved_sentences(
    before: list[Sentence],
    after: list[Sentence],
    kept: tuple[bytearray, bytearray],
    word_weight: Callable[[str], float],
    options: RedlineOptions,
) -> list[tuple[Sentence, Sentence]]:
    """Pairs of sentences that moved."""
    candidates_a = [
        sentence
        for sentence in before
        if kept[0].count(1, sentence.start, sentence.end) < MAX_KEPT_EQUAL * (sentence.end - sentence.start)
    ]
    candidates_b = [
        sentence
        for sentence in after
        if kept[1].count(1, sentence.start, sentence.end) < MAX_KEPT_EQUAL * (sentence.end - sentence.start)
    ]
    pairing = Pairing(candidates_a, candidates_b)
    _pair_equal(pairing, word_weight, options)
    similar_a = {
        x
        for x, sentence in enumerate(candidates_a)
        if kept[0].count(1, sentence.start, sentence.end) < MAX_KEPT_SIMILAR * (sentence.end - sentence.start)
    }
    similar_b = {
        y
        for y, sentence in enumerate(candidates_b)
        if kept[1].count(1, sentence.start, sentence.end) < MAX_KEPT_SIMILAR * (sentence.end - sentence.start)
    }
    _pair_similar_neighbours(pairing, similar_a, similar_b, word_weight, options)
    return [(candidates_a[x], candidates_b[y]) for x, y in sorted(pairing.to.items())]


def _pair_equal(pairing: Pairing, word_weight: Callable[[str], float], options: RedlineOptions) -> None:
    """Runs of equal sentences round one that stands once on each side, where they hold enough words together."""
    unique_a: dict[str, int] = {}
    unique_b: dict[str, int] = {}
    for unique, sentences in ((unique_a, pairing.before), (unique_b, pairing.after)):
        for index, sentence in enumerate(sentences):
            unique[sentence.ids] = -1 if sentence.ids in unique else index
    seeds = [(x, unique_b[ids]) for ids, x in unique_a.items() if x >= 0 and unique_b.get(ids, -1) >= 0]
    for x, y in seeds:
        if not pairing.are_free(x, y):
            continue
        run = [(x, y)]
        for step in (1, -1):
            at: tuple[int, int] | None = (x, y)
            while at is not None:
                at = pairing.adjacent(*at, step)
                if at is None or pairing.before[at[0]].ids != pairing.after[at[1]].ids:
                    break
                run.append(at)
        words = sum(word_weight(pairing.before[i].ids) for i, _ in run)
        lines = sum(pairing.before[i].size for i, _ in run)
        if words >= options.move_min_words or (words >= MIN_LINE_WORDS and lines >= MIN_LINE_CHARACTERS):
            for i, j in run:
                pairing.pair(i, j)


def _pair_similar_neighbours(
    pairing: Pairing,
    similar_a: set[int],
    similar_b: set[int],
    word_weight: Callable[[str], float],
    options: RedlineOptions,
) -> None:
    """Similar sentences next to sure ones: the edits inside a moved section."""
    for x, y in list(pairing.to.items()):
        for step in (1, -1):
            at = pairing.adjacent(x, y, step)
            while at is not None and at[0] in similar_a and at[1] in similar_b:
                here, there = pairing.before[at[0]].ids, pairing.after[at[1]].ids
                if (
                    word_weight(here) < options.move_min_words / 2
                    or similarity(here, there) < options.move_similarity
                ):
                    break
                pairing.pair(*at)
                at = pairing.adjacent(*at, step)
