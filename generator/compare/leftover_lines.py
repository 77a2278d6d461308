"""Pair short lines that moved and changed: an item of a list that was turned round, a sentence of a line that was edited.

These are too short for shingles and too much edited to be equal. A pair of lines must each be the other's best candidate.
A line of some words may have come from anywhere; a shorter one only from a gap beside its own, as items of a list do.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.compare.lcs import similarity
from generator.compare.paragraphs import Paragraph

MIN_SIMILARITY = 0.75  # of lines of MIN_WORDS words or more, wherever they stand
MIN_WORDS = 6
MIN_SIMILARITY_BESIDE = 0.6  # of shorter lines, in one gap or in neighbouring gaps
MIN_WORDS_BESIDE = 3
MIN_MARGIN = 0.1  # by which the similarity must exceed that of the next candidate
MAX_POSTINGS = 30  # lines above which a word is ignored as too common
MAX_CANDIDATES = 8  # for which the similarity is computed
MAX_LINES = 5_000  # of either side, above which no pairs are looked for


def whole_lines(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that fill their lines and hold enough words."""
    return [
        paragraph
        for paragraph in paragraphs
        if len(paragraph.words) >= MIN_WORDS_BESIDE
        and paragraph.sentences[0].opens_line
        and paragraph.sentences[-1].closes_line
    ]


def pair_lines(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[tuple[int, int, float]]:
    """Return pairs of similar lines: both indexes and the similarity, the most similar first."""
    if not before or not after or max(len(before), len(after)) > MAX_LINES:
        return []
    forth, back = _LineIndex(after), _LineIndex(before)
    pairs: list[tuple[int, int, float]] = []
    for x, line in enumerate(before):
        y, score = forth.best(x, line)
        if y >= 0 and _is_pair(line, after[y], score) and back.best(y, after[y])[0] == x:
            pairs.append((x, y, score))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0]))


class _LineIndex:
    """An inverted index from words to the lines of one side that hold them."""

    def __init__(self, lines: Sequence[Paragraph]) -> None:
        self.lines = lines
        self.postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            for word in set(line.words):
                self.postings[word].append(number)

    def best(self, place: int, line: Paragraph) -> tuple[int, float]:
        """Return the line most like this one of the other side, with the similarity; -1 if none is by a margin."""
        get = self.postings.get
        shared: Counter[int] = Counter()
        for word in set(line.words):
            places = get(word)
            if places and len(places) <= MAX_POSTINGS:
                shared.update(places)
        size = len(line.words)
        least = MIN_SIMILARITY_BESIDE - MIN_MARGIN
        likely = [
            (-count, abs(number - place), number)
            for number, count in shared.items()
            if count >= least * 0.5 * max(size, len(self.lines[number].words)) - 1
        ]
        scores = sorted(
            (
                (similarity(line.words, self.lines[number].words), -number)
                for _, _, number in sorted(likely)[:MAX_CANDIDATES]
            ),
            reverse=True,
        )
        if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < MIN_MARGIN):
            return -1, 0.0
        return -scores[0][1], scores[0][0]


def _is_pair(here: Paragraph, there: Paragraph, score: float) -> bool:
    words = min(len(here.words), len(there.words))
    if words >= MIN_WORDS and score >= MIN_SIMILARITY:
        return True
    return abs(here.gap - there.gap) <= 1 and score >= MIN_SIMILARITY_BESIDE
