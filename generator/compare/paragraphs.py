"""Pair rewritten paragraphs by similarity.

Candidates share shingles of three words (an inverted index). A pair is accepted if each is the other's best candidate,
if their similarity, ignoring case, exceeds one half, and if it exceeds that of the next candidate by a margin.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import similarity
from generator.compare.moves import Sentence

MIN_SIMILARITY = 0.5  # similarity above which two paragraphs may be a pair
MIN_MARGIN = 0.1  # by which it must exceed the similarity of the next candidate
MIN_WORDS = 6  # below which a paragraph has no shingles
MAX_POSTINGS = 30  # paragraphs above which a shingle is ignored as too common
MAX_CANDIDATES = 8  # for which the similarity is computed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph that belong to one gap."""

    sentences: tuple[Sentence, ...]
    words: str  # tokens that are words, case folded

    @property
    def gap(self) -> int:
        return self.sentences[0].gap

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def ids(self) -> str:
        return "".join([sentence.ids for sentence in self.sentences])


def paragraphs_of(
    sentences: Sequence[Sentence], wanted: Callable[[int, int], bool], words: dict[int, str | None]
) -> list[Paragraph]:
    """Group sentences into paragraphs; return those whose token range ``wanted`` accepts.

    ``words`` is a table for `str.translate` from tokens to lower-case words.
    """
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if (
            groups
            and not sentence.opens_line
            and groups[-1][-1].end == sentence.start
            and groups[-1][-1].gap == sentence.gap
        ):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [
        Paragraph(tuple(group), "".join([sentence.ids for sentence in group]).translate(words))
        for group in groups
        if wanted(group[0].start, group[-1].end)
    ]


def pair_paragraphs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[tuple[int, int, float]]:
    """Return pairs of similar paragraphs: both indexes and the similarity."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for y, paragraph in enumerate(after):
        for shingle in _shingles(paragraph.words):
            postings[shingle].append(y)
    best: dict[int, tuple[int, float]] = {}
    times_chosen: Counter[int] = Counter()
    for x, paragraph in enumerate(before):
        shared: Counter[int] = Counter()
        for shingle in _shingles(paragraph.words):
            places = postings.get(shingle)
            if places and len(places) <= MAX_POSTINGS:
                shared.update(places)
        candidates = sorted(shared.items(), key=lambda item: (-item[1], abs(item[0] - x), item[0]))[
            :MAX_CANDIDATES
        ]
        scores = sorted(
            ((similarity(paragraph.words, after[y].words), -y) for y, _ in candidates), reverse=True
        )
        if (
            scores
            and scores[0][0] > MIN_SIMILARITY
            and (len(scores) == 1 or scores[0][0] - scores[1][0] >= MIN_MARGIN)
        ):
            best[x] = (-scores[0][1], scores[0][0])
            times_chosen[best[x][0]] += 1
    return [(x, y, score) for x, (y, score) in best.items() if times_chosen[y] == 1]


def _shingles(words: str) -> set[str]:
    if len(words) < MIN_WORDS:
        return set()
    return {words[at : at + 3] for at in range(len(words) - 2)}
