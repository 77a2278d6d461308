"""Find moved sentences: sentences with few matches in place that occur, equal or similar, in another gap.

A move hides nothing: words that changed inside a moved sentence are marked. The threshold is high all the same, because
a removed sentence and a new one like it are two changes that a reader must see. An equal sentence must be unique on
each side; a similar sentence must adjoin a moved one. Rewritten paragraphs that moved are found in ``paragraphs``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import similarity
from generator.model.redline import RedlineOptions

MIN_LINE_WORDS = 2.0  # words that whole lines must hold to count as moved
MIN_LINE_CHARACTERS = 20  # and characters
MIN_WHOLE_LINE_WORDS = (
    1.0  # words that suffice where the run fills whole lines on both sides, as list items do
)
MAX_KEPT_SIMILAR = 0.5  # share of tokens matched in place, below which a sentence may have moved and changed
MAX_KEPT_EQUAL = 0.9  # and below which it may have moved unchanged


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a gap: the gap's index, its token range in the whole text, its tokens."""

    gap: int
    start: int
    end: int
    ids: str
    opens_line: bool = False  # whether it begins a line
    size: int = 0  # in characters, if it fills whole lines; else 0
    closes_line: bool = False  # whether it ends a line


class Pairing:
    """The pairs found so far, as indexes into the two lists of candidates."""

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
        """Return the candidates that follow (step 1) or precede (step -1) both, if they adjoin and are unpaired."""
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
    """Return pairs of sentences that moved. ``kept`` flags the tokens of each side that are matched in place."""
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
    """Pair runs of equal sentences around a sentence unique on each side, if the run holds enough words."""
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
        are_lines = all(pairing.before[i].size and pairing.after[j].size for i, j in run)
        if (
            words >= options.move_min_words
            or (words >= MIN_LINE_WORDS and lines >= MIN_LINE_CHARACTERS)
            or (words >= MIN_WHOLE_LINE_WORDS and are_lines)
        ):
            for i, j in run:
                pairing.pair(i, j)


def _pair_similar_neighbours(
    pairing: Pairing,
    similar_a: set[int],
    similar_b: set[int],
    word_weight: Callable[[str], float],
    options: RedlineOptions,
) -> None:
    """Pair similar sentences that adjoin a pair: edits inside a moved section."""
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
