"""Where quoted words stand in another capture that lacks them letter by letter: the redline's counterpart. Pure.

The redline of two captures pairs their clauses. Inside the paired clauses, and where words moved, the passage is looked for
that keeps most of the quoted words in order. Words are weighed: small words of grammar prove little.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.evidence.lead_in import lead_in
from generator.evidence.operative import content_weight
from generator.evidence.passages import segment_at
from generator.model.evidence import SideText
from generator.model.policy import Span
from generator.model.redline import HunkKind, Redline
from generator.model.words import straighten_quotes, word_spans

KEPT = 0.6  # share of the quoted words that a counterpart in a paired clause, or in the same section, keeps
KEPT_ELSEWHERE = 0.7  # and one that the redline did not pair, in another section
ENOUGH = 5  # words of weight that such a one keeps: fewer may stand together by chance
KEPT_TWICE = 0.8  # the same, where the passage stood in the earlier capture too
HEAD = 24  # words at the beginning of a long sentence by which it is known again
FEW = 3  # words of weight by which a sentence is known again
NEARLY = 0.15  # share of the words by which two passages keep about as much
STANDS = 0.5  # likeness of two clauses of which one is said to be the other
_NEAR = 2  # words between an edge and a small word of grammar that is
_FAR = 8  # words between an edge of a passage and one lone word that is no part of it
_SAME = {"您": "你"}  # forms of address
_NUMBER = re.compile(r"[\W\d]*")
_MARKS = re.compile(r"^[^\w]+|[^\w]+$")


class Token(NamedTuple):
    """A word of a folded text: how it is compared, and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The counterpart: a folded range of the other text, the share of the quoted words that it keeps, which are lost."""

    window: Span
    kept: float
    lost: tuple[Token, ...] = ()
    added: tuple[Token, ...] = ()
    weight: float = 0.0  # of the words that it keeps
    head: int = 0  # quoted words before the first that it keeps
    tail: int = 0  # and behind the last
    paired: bool = True  # by the redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What became of quoted words: the best counterpart, and whether a clause that held them stands on."""

    found: Found | None
    clause: int = -1  # segment of the other text that is the same clause, -1 where none is


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a stretch of folded text, without the marks at their edges; what is nothing but marks is left out."""
    found = []
    stretch = text[start:end]
    straight = straighten_quotes(stretch)
    for span in word_spans(stretch):
        first, last = span.start, span.end
        if not (stretch[first].isalnum() and stretch[last - 1].isalnum()):
            bare = _MARKS.sub("", stretch[first:last])
            if not bare:
                continue
            first += stretch[first:last].index(bare)
            last = first + len(bare)
        key = straight[first:last].casefold()
        at = start + first
        if key == "不" and text[at + 1 : at + 2] in tuple("同断仅限管"):
            key += text[at + 1]  # a part of another word, which denies nothing
        found.append(Token(_SAME.get(key, key), at, start + last))
    return found


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a whole folded text, read once for all that is looked for in it; `starts` is where each begins."""

    tokens: list[Token]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> "TextWords":
        tokens = tokens_of(text)
        return cls(tokens, [token.start for token in tokens])

    def within(self, stretch: Span) -> list[Token]:
        """The words that begin in a stretch."""
        return self.tokens[bisect_left(self.starts, stretch.start) : bisect_left(self.starts, stretch.end)]


class TextsRead(dict[str, TextWords]):
    """The words of folded texts, by text: several quotations are looked for in one, which is read once."""

    def __missing__(self, text: str) -> TextWords:
        self[text] = words = TextWords.of(text)
        return words


def counterpart(
    before: SideText,
    after: SideText,
    found: Redline,
    window: Span,
    parts: Sequence[Span],
    texts: TextsRead,
) -> Sought:
    """Look for the words of `window` (folded, in `before`) in `after`. `parts` are the quoted ranges of the window."""
    assert before.folded is not None
    assert after.folded is not None
    words = texts[after.folded.text]
    quoted = [token for part in parts for token in tokens_of(before.folded.text, part.start, part.end)]
    if not quoted:
        return Sought(found=None)
    place = before.folded.span(window.start, window.end)
    regions, clause = _paired(before, after, found, place)
    best: Found | None = None
    for region in regions:
        one = align(quoted, words.within(region))
        if one and (best is None or one.kept > best.kept):
            best = one
    if best is not None and best.kept >= KEPT:
        return Sought(found=best, clause=clause)
    other = _elsewhere(quoted, before, after, window, words)
    apart = _segments(after, other.window) - _segments(before, window) if other else 1
    is_near = other is not None and _is_same_section(before, window, after, other.window)
    least = KEPT if is_near else KEPT_ELSEWHERE
    if other is not None and other.weight >= ENOUGH and other.kept >= least and apart <= 0:
        return Sought(found=replace(other, paired=False), clause=clause)
    if clause < 0:
        clause = _sentence_stands(before, after, place, other, words)
    return Sought(found=None, clause=clause)


def _elsewhere(
    quoted: Sequence[Token], before: SideText, after: SideText, window: Span, words: TextWords
) -> Found | None:
    """The passage of the whole later text that keeps most of the words, where it took their place.

    Of passages that keep about as much, the one in the same section is it: notes on a new version repeat the words of its
    clauses. What the earlier capture had beside the quoted words is no successor of theirs, unless
    it keeps nearly all: a capture may hold the edition to come above the one in force.
    """
    assert before.folded is not None
    assert after.folded is not None
    text = after.folded.text
    weights = {t.key: content_weight(t.key) for t in quoted}
    enough = STANDS * sum(weights.values())
    stretches = [Span(0, len(text)), *(after.folded.window(segment.span) for segment in after.segments)]
    aligned = []
    for stretch in stretches:
        tokens = words.within(stretch)
        there = {t.key for t in tokens}
        held = sum(
            weight for key, weight in weights.items() if key in there
        )  # in one order: sums are rounded
        if held >= enough and (one := align(quoted, tokens)):
            aligned.append(one)
    best = max((one.kept for one in aligned), default=0.0)
    found = max(
        (one for one in aligned if one.kept >= best - NEARLY),
        key=lambda one: (
            one.kept >= KEPT and _is_same_section(before, window, after, one.window),
            one.kept,
            -len(one.window),
        ),
        default=None,
    )
    if found is None:
        return None
    core = text[found.window.start : found.window.end]
    earlier = f"{before.folded.text[: window.start]}\n{before.folded.text[window.end :]}"
    if core in earlier and found.kept < KEPT_TWICE:
        return None
    return found


def _is_same_section(before: SideText, window: Span, after: SideText, other: Span) -> bool:
    """Whether two folded ranges stand in outermost sections of one number or one title."""
    return not set(_section_at(before, window.start)).isdisjoint(_section_at(after, other.start))


def _section_at(side: SideText, place: int) -> list[str]:
    """Number and title of the outermost section at a place of the folded text, as far as it has them.

    What heads every clause is the title of the whole text, and no section.
    """
    assert side.folded is not None
    path = side.segments[segment_at(side, side.folded.origin(place))].path
    if path and all(segment.path[:1] == path[:1] for segment in side.segments):
        path = path[1:]
    number = _NUMBER.match(path[0]) if path else None
    parts = (number[0].strip(" .)"), path[0][number.end() :].casefold()) if number else ()
    return [part for part in parts if part]


def _segments(side: SideText, window: Span) -> int:
    """How many borders of segments a folded range holds."""
    assert side.folded is not None
    first, last = side.folded.origin(window.start), side.folded.origin(max(window.start, window.end - 1))
    return segment_at(side, last) - segment_at(side, first)


def _sentence_stands(
    before: SideText, after: SideText, place: Span, found: Found | None, words: TextWords
) -> int:
    """The segment of the later text in which the quoted sentence goes on, without the quoted words; -1 where none does."""
    assert before.folded is not None
    assert after.folded is not None
    if found is None or found.kept < STANDS:
        around = lead_in(before, [place])
        if around is None:
            return -1
        window = before.folded.window(place)
        sentence = tokens_of(f"{around.before}{before.folded.words(place)}{around.after}")
        tries = (
            _elsewhere(part, before, after, window, words) for part in (sentence, sentence[:HEAD]) if part
        )
        found = max((one for one in tries if one), key=lambda one: one.kept, default=None)
    if found is None or found.kept < STANDS or found.weight < FEW:
        return -1
    return segment_at(after, after.folded.origin(found.window.start))


def align(quoted: Sequence[Token], text: Sequence[Token]) -> Found | None:
    """The passage of a text that keeps most of the quoted words, in order."""
    if not text:
        return None
    first, last = _densest(quoted, text)
    around = len(quoted) // 2 + 2
    first, last = max(0, first - around), min(len(text), last + around)
    stretch = text[first:last]
    matcher = SequenceMatcher(None, [t.key for t in quoted], [t.key for t in stretch], autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    pairs = [(b.a + n, b.b + n) for b in blocks for n in range(b.size)]
    pairs = _trimmed(pairs, quoted)
    if not pairs:
        return None
    total = sum(content_weight(t.key) for t in quoted)
    kept_at = {a for a, _ in pairs}
    there = {b for _, b in pairs}
    begin, end = pairs[0][1], pairs[-1][1]
    weight = sum(content_weight(quoted[a].key) for a in kept_at)
    return Found(
        window=Span(stretch[begin].start, stretch[end].end),
        kept=weight / total,
        weight=weight,
        head=pairs[0][0],
        tail=len(quoted) - 1 - pairs[-1][0],
        lost=tuple(t for n, t in enumerate(quoted) if n not in kept_at),
        added=tuple(t for n, t in enumerate(stretch[begin : end + 1], begin) if n not in there),
    )


def _densest(quoted: Sequence[Token], text: Sequence[Token]) -> tuple[int, int]:
    """The stretch of a text, half as long again as the quotation, with most of its words."""
    wanted = Counter(t.key for t in quoted)
    size = len(quoted) + len(quoted) // 2 + 2
    held: Counter[str] = Counter()
    score = best = 0.0
    at = 0
    for n, token in enumerate(text):
        if token.key in wanted:
            held[token.key] += 1
            if held[token.key] <= wanted[token.key]:
                score += content_weight(token.key)
        if n >= size and (gone := text[n - size].key) in wanted:
            if held[gone] <= wanted[gone]:
                score -= content_weight(gone)
            held[gone] -= 1
        if score > best + 1e-9:
            best, at = score, max(0, n - size + 1)
    return at, min(len(text), at + size)


def _trimmed(pairs: list[tuple[int, int]], quoted: Sequence[Token]) -> list[tuple[int, int]]:
    """The pairs without lone words far from the rest of the passage."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and pair[1] - runs[-1][-1][1] <= _FAR:
            runs[-1].append(pair)
        else:
            runs.append([pair])

    def weight(run: list[tuple[int, int]]) -> float:
        return sum(content_weight(quoted[a].key) for a, _ in run)

    while len(runs) > 1 and weight(runs[0]) < 2:
        runs.pop(0)
    while len(runs) > 1 and weight(runs[-1]) < 2:
        runs.pop()
    kept = [pair for run in runs for pair in run]
    while len(kept) > 1 and kept[1][1] - kept[0][1] > _NEAR and content_weight(quoted[kept[0][0]].key) < 1:
        kept.pop(0)
    while len(kept) > 1 and kept[-1][1] - kept[-2][1] > _NEAR and content_weight(quoted[kept[-1][0]].key) < 1:
        kept.pop()
    return kept


def _paired(before: SideText, after: SideText, found: Redline, place: Span) -> tuple[list[Span], int]:
    """The stretches of the later text (folded) that the redline pairs with a place of the earlier one, and the clause."""
    own = {n for n, s in enumerate(before.segments) if s.span.start < place.end and place.start < s.span.end}
    indexes: set[int] = set()
    clause, likeness = -1, -1.0
    for hunk in found.hunks:
        if hunk.kind is HunkKind.MOVED_AWAY or not hunk.before or not hunk.after:
            continue
        if own.isdisjoint(range(hunk.before.start, hunk.before.end)):
            continue
        indexes.update(range(hunk.after.start, hunk.after.end))
        stands = hunk.kind is not HunkKind.REPLACED or hunk.similarity >= STANDS
        if stands and hunk.similarity > likeness:
            clause, likeness = hunk.after.start, hunk.similarity
    for move in found.moves:
        if move.before.start < place.end and place.start < move.before.end:
            indexes.update(
                n
                for n, s in enumerate(after.segments)
                if s.span.start < move.after.end and move.after.start < s.span.end
            )
    return [_stretch(after, run) for run in _runs(indexes)], clause


def _runs(indexes: Iterable[int]) -> list[list[int]]:
    """Neighbouring segments together: a sentence may have been split over two."""
    runs: list[list[int]] = []
    for index in sorted(indexes):
        if runs and index - runs[-1][-1] <= 2:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _stretch(after: SideText, run: list[int]) -> Span:
    assert after.folded is not None
    first = after.folded.window(after.segments[run[0]].span)
    last = after.folded.window(after.segments[run[-1]].span)
    return Span(first.start, last.end)
