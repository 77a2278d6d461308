"""Match the gaps between anchors: first tokens in place, then moved sentences, then rewritten paragraphs."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from generator.compare.cleanup import (
    cut_blocks,
    drop_short_matches,
    drop_unrelated_matches,
    extend_matches,
    prefer_single_counterpart,
)
from generator.compare.lcs import MatchingBlock, lcs_blocks, share_a_shingle
from generator.compare.leftover_lines import pair_lines, whole_lines
from generator.compare.moves import Sentence, pair_moved_sentences
from generator.compare.paragraphs import Paragraph, pair_paragraphs, paragraphs_of
from generator.compare.vocabulary import Vocabulary
from generator.model.redline import Degraded, RedlineOptions

MAX_KEPT_IN_PLACE = 0.5  # share of tokens matched in place, below which a paragraph is unmatched
MIN_REWRITTEN_NEIGHBOURS = (
    3  # unmatched paragraphs around each of a pair, from which a pair in different gaps is accepted
)
SURE_SIMILARITY = 0.9  # or similarity from which any pair is accepted
MIN_READABLE_SHARE = 0.5  # share of the matched tokens of a pair that the sentence-wise clean-up must leave
MIN_TOKENS_TO_ASK = 50_000  # tokens from which shared shingles are looked for first
MIN_SURE_WORDS = 30  # and words that the pair must then have


def not_compared(size_a: int, size_b: int, budget: float) -> Degraded:
    """Return the note on a gap whose words were not compared, because it exceeds the budget."""
    return Degraded(
        stage="words",
        reason=f"{size_a:,} x {size_b:,} tokens with nothing to hold on to were not compared word by word",
        limit=f"{budget:.0e} token pairs",
    )


@dataclass(slots=True)
class Gap:
    """The sentences of both sides between two anchors, and the token blocks matched among them."""

    before: list[Sentence] = field(default_factory=list)
    after: list[Sentence] = field(default_factory=list)
    blocks: list[MatchingBlock] = field(default_factory=list)  # token indexes in the whole text
    region: int = 0  # index of the region; gaps of one region share it


@dataclass(frozen=True, slots=True)
class MovedPiece:
    """A moved piece: its sentences on both sides, the token blocks matched inside, and their similarity."""

    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]
    blocks: list[MatchingBlock]
    score: float


class GapMatcher:
    """Matches the tokens of all gaps of a comparison. ``kept`` holds a flag for each token matched in place."""

    def __init__(self, vocabulary: Vocabulary, options: RedlineOptions, sizes: tuple[int, int]) -> None:
        self.vocabulary = vocabulary
        self.options = options
        self.kept = bytearray(sizes[0]), bytearray(sizes[1])
        self.degraded: list[Degraded] = []

    def match(self, gaps: list[Gap]) -> list[MovedPiece]:
        """Fill in the blocks of each gap; remove moved pieces from the gaps and return them."""
        for gap in gaps:
            self._match_gap(gap)
        moved = [
            self._moved_piece((here,), (there,))
            for here, there in pair_moved_sentences(
                [sentence for gap in gaps for sentence in gap.before],
                [sentence for gap in gaps for sentence in gap.after],
                self.kept,
                self.vocabulary.word_weight,
                self.options,
            )
        ]
        self._remove_moved(gaps, moved)
        rewritten = self._match_rewritten_paragraphs(gaps)
        self._remove_moved(gaps, rewritten)
        lines = self._match_leftover_lines(gaps)
        self._remove_moved(gaps, lines)
        return moved + rewritten + lines

    def _match_gap(self, gap: Gap) -> None:
        self._set_kept(gap.blocks, b"\0")
        gap.blocks = self._blocks_of_gap(gap.before, gap.after)
        self._set_kept(gap.blocks, b"\1")

    def _set_kept(self, blocks: list[MatchingBlock], flag: bytes) -> None:
        for i, j, n in blocks:
            self.kept[0][i : i + n] = flag * n
            self.kept[1][j : j + n] = flag * n

    def _remove_moved(self, gaps: list[Gap], moved: list[MovedPiece]) -> None:
        moved_a = {sentence.start for piece in moved for sentence in piece.before}
        moved_b = {sentence.start for piece in moved for sentence in piece.after}
        for gap in gaps:
            rest_a = [sentence for sentence in gap.before if sentence.start not in moved_a]
            rest_b = [sentence for sentence in gap.after if sentence.start not in moved_b]
            if len(rest_a) != len(gap.before) or len(rest_b) != len(gap.after):
                self._set_kept(gap.blocks, b"\0")
                gap.blocks = []
                gap.before, gap.after = rest_a, rest_b
                self._match_gap(gap)

    def _moved_piece(self, here: tuple[Sentence, ...], there: tuple[Sentence, ...]) -> MovedPiece:
        ids_a, ids_b = _joined(here), _joined(there)
        if ids_a == ids_b:
            return MovedPiece(here, there, to_token_offsets([(0, 0, len(ids_a))], here, there), 1.0)
        blocks = self._blocks_of_pair(here, there)
        score = 2 * sum(n for _, _, n in blocks) / (len(ids_a) + len(ids_b))
        return MovedPiece(here, there, to_token_offsets(blocks, here, there), score)

    def _blocks_of_pair(self, here: tuple[Sentence, ...], there: tuple[Sentence, ...]) -> list[MatchingBlock]:
        """Return the matched blocks of two pieces that are known to correspond.

        The blocks are cleaned up sentence by sentence, unless that drops most of them; it does if the two pieces are
        divided into sentences differently.
        """
        ids_a, ids_b = _joined(here), _joined(there)
        blocks = lcs_blocks(ids_a, ids_b, self.options.word_budget) or []
        whole = drop_short_matches(
            blocks, ids_a, ids_b, self.vocabulary.weights, [len(ids_a)], [len(ids_b)], NO_LINE_ENDS
        )
        if len(here) > 1 and len(there) > 1:
            readable = self._clean_up(blocks, here, there)
            if sum(n for _, _, n in readable) >= MIN_READABLE_SHARE * sum(n for _, _, n in whole):
                return readable
        return whole

    def _blocks_of_gap(self, here: list[Sentence], there: list[Sentence]) -> list[MatchingBlock]:
        """Return the matched blocks of the sentences of a gap, cleaned up for readers."""
        if not here or not there:
            return []
        ids_a, ids_b = _joined(here), _joined(there)
        blocks = lcs_blocks(ids_a, ids_b, self.options.word_budget)
        if blocks is None:
            self.degraded.append(not_compared(len(ids_a), len(ids_b), self.options.word_budget))
            return []
        return to_token_offsets(self._clean_up(blocks, here, there), here, there)

    def _clean_up(
        self, blocks: list[MatchingBlock], here: Sequence[Sentence], there: Sequence[Sentence]
    ) -> list[MatchingBlock]:
        """Turn the LCS of some sentences into matches that read well (semantic clean-up)."""
        ids_a, ids_b = _joined(here), _joined(there)
        ends_a = list(accumulate(len(sentence.ids) for sentence in here))
        ends_b = list(accumulate(len(sentence.ids) for sentence in there))
        weights = self.vocabulary.weights
        lines = _line_ends(here, ends_a), _line_ends(there, ends_b)
        blocks = drop_short_matches(blocks, ids_a, ids_b, weights, ends_a, ends_b, lines)
        blocks = drop_unrelated_matches(blocks, ends_a, ends_b)
        blocks = prefer_single_counterpart(blocks, ids_a, ids_b, ends_a, ends_b)
        blocks = extend_matches(blocks, ids_a, ids_b, ends_a, ends_b)
        return drop_short_matches(blocks, ids_a, ids_b, weights, ends_a, ends_b, lines)

    def _match_rewritten_paragraphs(self, gaps: list[Gap]) -> list[MovedPiece]:
        """Pair unmatched paragraphs. Match the pairs that keep the order in place; return the others as moved."""
        sentences_a = [sentence for gap in gaps for sentence in gap.before]
        sentences_b = [sentence for gap in gaps for sentence in gap.after]
        size = len(self.kept[0]) + len(self.kept[1])
        if size > MIN_TOKENS_TO_ASK and not share_a_shingle(_joined(sentences_a), _joined(sentences_b)):
            return []
        unmatched_a = self._unmatched_paragraphs(sentences_a, 0)
        unmatched_b = self._unmatched_paragraphs(sentences_b, 1) if unmatched_a else []
        if not unmatched_b:
            return []
        near_a, near_b = _rewritten_neighbours(unmatched_a, gaps), _rewritten_neighbours(unmatched_b, gaps)
        moved: list[MovedPiece] = []
        for x, y, score in sorted(
            pair_paragraphs(unmatched_a, unmatched_b), key=lambda pair: (-pair[2], pair[0])
        ):
            here, there = unmatched_a[x], unmatched_b[y]
            if here.gap == there.gap and self._match_in_place(gaps[here.gap], here, there):
                continue
            sure = score >= SURE_SIMILARITY and len(here.words) >= MIN_SURE_WORDS
            if sure or (
                near_a[here.gap] >= MIN_REWRITTEN_NEIGHBOURS and near_b[there.gap] >= MIN_REWRITTEN_NEIGHBOURS
            ):
                moved.append(self._moved_piece(here.sentences, there.sentences))
        return moved

    def _unmatched_paragraphs(self, sentences: list[Sentence], side: int) -> list[Paragraph]:
        kept = self.kept[side]

        def is_unmatched(start: int, end: int) -> bool:
            return kept.count(1, start, end) < MAX_KEPT_IN_PLACE * (end - start)

        return paragraphs_of(sentences, is_unmatched, self.vocabulary.lower_case)

    def _match_leftover_lines(self, gaps: list[Gap]) -> list[MovedPiece]:
        """Pair short lines that are still unmatched on both sides; return those that moved."""
        own = self._unmatched_paragraphs([sentence for gap in gaps for sentence in gap.before], 0)
        if not (lines_a := whole_lines(own)):
            return []
        other = self._unmatched_paragraphs([sentence for gap in gaps for sentence in gap.after], 1)
        lines_b = whole_lines(other)
        moved: list[MovedPiece] = []
        for x, y, _ in pair_lines(lines_a, lines_b):
            here, there = lines_a[x], lines_b[y]
            if here.gap != there.gap or not self._match_in_place(gaps[here.gap], here, there):
                moved.append(self._moved_piece(here.sentences, there.sentences))
        return moved

    def _match_in_place(self, gap: Gap, here: Paragraph, there: Paragraph) -> bool:
        """Match two paragraphs in place and return True, unless a match of the gap would cross them."""
        low, high = _overlapping_blocks(gap.blocks, here, there)
        left: list[MatchingBlock] = []
        right: list[MatchingBlock] = []
        for block in _split_blocks(gap.blocks[low:high], (here.start, here.end), (there.start, there.end)):
            i, j, _ = block
            if here.start <= i < here.end or there.start <= j < there.end:
                continue
            if (i < here.start) != (j < there.start):
                return False
            (left if i < here.start else right).append(block)
        inside = to_token_offsets(
            self._blocks_of_pair(here.sentences, there.sentences), here.sentences, there.sentences
        )
        self._set_kept(gap.blocks[low:high], b"\0")
        self._set_kept([*left, *inside, *right], b"\1")
        gap.blocks[low:high] = _merge_adjacent([*left, *inside, *right])
        return True


def _overlapping_blocks(blocks: list[MatchingBlock], here: Paragraph, there: Paragraph) -> tuple[int, int]:
    """Return the index range of the blocks that overlap either paragraph or lie between them."""
    low = min(
        bisect_left(blocks, here.start, key=lambda block: block[0] + block[2] - 1),
        bisect_left(blocks, there.start, key=lambda block: block[1] + block[2] - 1),
    )
    high = max(
        bisect_left(blocks, here.end, key=lambda block: block[0]),
        bisect_left(blocks, there.end, key=lambda block: block[1]),
    )
    return low, high


def _split_blocks(
    blocks: list[MatchingBlock], edges_a: tuple[int, int], edges_b: tuple[int, int]
) -> list[MatchingBlock]:
    """Return the blocks, split at the given token indexes of each side."""
    pieces: list[MatchingBlock] = []
    for i, j, n in blocks:
        cuts = {edge - i for edge in edges_a} | {edge - j for edge in edges_b}
        first = 0
        for cut in [*sorted(cut for cut in cuts if 0 < cut < n), n]:
            pieces.append((i + first, j + first, cut - first))
            first = cut
    return pieces


def _merge_adjacent(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """Merge blocks that adjoin on both sides."""
    found: list[MatchingBlock] = []
    for i, j, n in blocks:
        if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
            i, j, n = found[-1][0], found[-1][1], found.pop()[2] + n
        found.append((i, j, n))
    return found


def _rewritten_neighbours(unmatched: list[Paragraph], gaps: list[Gap]) -> list[int]:
    """Return for each gap the number of unmatched paragraphs in it and in its neighbours of the same region."""
    own = [0] * len(gaps)
    for paragraph in unmatched:
        own[paragraph.gap] += 1
    return [
        sum(
            own[g]
            for g in range(max(0, gap - 1), min(len(gaps), gap + 2))
            if gaps[g].region == gaps[gap].region
        )
        for gap in range(len(gaps))
    ]


NO_LINE_ENDS: tuple[set[int], set[int]] = (set(), set())


def _line_ends(sentences: Sequence[Sentence], ends: list[int]) -> set[int]:
    """Return the ends of those sentences that end a line."""
    return {
        end
        for end, following in zip(ends, [*sentences[1:], None], strict=True)
        if following is None or following.opens_line
    }


def _joined(sentences: Sequence[Sentence]) -> str:
    return "".join([sentence.ids for sentence in sentences])


def to_token_offsets(
    blocks: list[MatchingBlock], here: Sequence[Sentence], there: Sequence[Sentence]
) -> list[MatchingBlock]:
    """Convert blocks of concatenated sentences to token indexes of the whole text.

    The sentences need not adjoin there: others may have moved away between them.
    """
    at_a = [sentence.start for sentence in here]
    at_b = [sentence.start for sentence in there]
    ends_a = list(accumulate(sentence.end - sentence.start for sentence in here))
    ends_b = list(accumulate(sentence.end - sentence.start for sentence in there))
    found: list[MatchingBlock] = []
    u = v = 0
    for i, j, n in cut_blocks(blocks, ends_a, ends_b):
        while ends_a[u] <= i:
            u += 1
        while ends_b[v] <= j:
            v += 1
        x = at_a[u] + i - (ends_a[u - 1] if u else 0)
        y = at_b[v] + j - (ends_b[v - 1] if v else 0)
        if found and found[-1][0] + found[-1][2] == x and found[-1][1] + found[-1][2] == y:
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + n)
        else:
            found.append((x, y, n))
    return found
