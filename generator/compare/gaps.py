"""What lies between anchors: words in place, then moves, then paragraphs that were rewritten."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from generator.compare.lcs import Block, common, have_grams
from generator.compare.moves import Unit, pair_units
from generator.compare.paragraphs import Paragraph, pair_paragraphs, paragraphs_of
from generator.compare.tidy import cut_blocks, drop_islands, drop_strangers, extend, gather
from generator.compare.vocabulary import Vocabulary
from generator.model.redline import Degraded, RedlineOptions

LOOSE = 0.5  # a paragraph that kept less than this share of its tokens in place is looked for elsewhere
REWRITTEN = (
    3  # paragraphs that must be loose around one, on both sides, for a like one elsewhere to be believed
)
SURE = 0.9  # or how alike it must be
MOST = (
    0.5  # share of what two paragraphs have in common that must be left when each sentence is looked at alone
)
UNRELATED = 50_000  # tokens from which it is worth asking first whether anything is in common
SURE_WORDS = 30  # and how long


def not_compared(size_a: int, size_b: int, budget: float) -> Degraded:
    """What is said of a gap whose words were not compared."""
    return Degraded(
        stage="words",
        reason=f"{size_a:,} x {size_b:,} tokens with nothing to hold on to were not compared word by word",
        limit=f"{budget:.0e} token pairs",
    )


@dataclass(slots=True)
class Gap:
    """Sentences of both sides that lie between the same anchors, and the token blocks matched among them."""

    before: list[Unit] = field(default_factory=list)
    after: list[Unit] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)  # token numbers of the whole text
    region: int = 0  # gaps between the same equal lines have the same number


@dataclass(frozen=True, slots=True)
class Moved:
    """A piece that travelled: its sentences on both sides, the blocks matched inside, and how alike it is."""

    before: tuple[Unit, ...]
    after: tuple[Unit, ...]
    blocks: list[Block]
    score: float


class GapMatcher:
    """Matches the words of all gaps of a comparison."""

    def __init__(self, vocabulary: Vocabulary, options: RedlineOptions, sizes: tuple[int, int]) -> None:
        self.vocabulary = vocabulary
        self.options = options
        self.kept = bytearray(sizes[0]), bytearray(sizes[1])
        self.degraded: list[Degraded] = []

    def match(self, gaps: list[Gap]) -> list[Moved]:
        """Fill in the blocks of each gap; what moved is taken out of the gaps and returned."""
        for gap in gaps:
            self._in_place(gap)
        moved = [
            self._moved((here,), (there,))
            for here, there in pair_units(
                [unit for gap in gaps for unit in gap.before],
                [unit for gap in gaps for unit in gap.after],
                self.kept,
                self.vocabulary.words,
                self.options,
            )
        ]
        self._take_out(gaps, moved)
        like = self._like_paragraphs(gaps)
        self._take_out(gaps, like)
        return moved + like

    def _in_place(self, gap: Gap) -> None:
        self._mark(gap.blocks, b"\0")
        gap.blocks = self._blocks(gap.before, gap.after)
        self._mark(gap.blocks, b"\1")

    def _mark(self, blocks: list[Block], flag: bytes) -> None:
        for i, j, n in blocks:
            self.kept[0][i : i + n] = flag * n
            self.kept[1][j : j + n] = flag * n

    def _take_out(self, gaps: list[Gap], moved: list[Moved]) -> None:
        gone_a = {unit.start for piece in moved for unit in piece.before}
        gone_b = {unit.start for piece in moved for unit in piece.after}
        for gap in gaps:
            left_a = [unit for unit in gap.before if unit.start not in gone_a]
            left_b = [unit for unit in gap.after if unit.start not in gone_b]
            if len(left_a) != len(gap.before) or len(left_b) != len(gap.after):
                self._mark(gap.blocks, b"\0")
                gap.blocks = []
                gap.before, gap.after = left_a, left_b
                self._in_place(gap)

    def _moved(self, here: tuple[Unit, ...], there: tuple[Unit, ...]) -> Moved:
        ids_a, ids_b = _joined(here), _joined(there)
        if ids_a == ids_b:
            return Moved(here, there, spread([(0, 0, len(ids_a))], here, there), 1.0)
        blocks = self._inside(here, there)
        score = 2 * sum(n for _, _, n in blocks) / (len(ids_a) + len(ids_b))
        return Moved(here, there, spread(blocks, here, there), score)

    def _inside(self, here: tuple[Unit, ...], there: tuple[Unit, ...]) -> list[Block]:
        """What two pieces that are known to belong together have in common.

        Sentence by sentence where that leaves most of it: of two that were cut into sentences otherwise it may not.
        """
        ids_a, ids_b = _joined(here), _joined(there)
        blocks = common(ids_a, ids_b, self.options.word_budget) or []
        whole = drop_islands(
            blocks, ids_a, ids_b, self.vocabulary.strength, [len(ids_a)], [len(ids_b)], NO_LINES
        )
        if len(here) > 1 and len(there) > 1:
            readable = self._tidy(blocks, here, there)
            if sum(n for _, _, n in readable) >= MOST * sum(n for _, _, n in whole):
                return readable
        return whole

    def _blocks(self, here: list[Unit], there: list[Unit]) -> list[Block]:
        """What the sentences of a gap have in common, as a reader would tell it."""
        if not here or not there:
            return []
        ids_a, ids_b = _joined(here), _joined(there)
        blocks = common(ids_a, ids_b, self.options.word_budget)
        if blocks is None:
            self.degraded.append(not_compared(len(ids_a), len(ids_b), self.options.word_budget))
            return []
        return spread(self._tidy(blocks, here, there), here, there)

    def _tidy(self, blocks: list[Block], here: Sequence[Unit], there: Sequence[Unit]) -> list[Block]:
        """From the longest common sequence of some sentences to what a reader would say they share."""
        ids_a, ids_b = _joined(here), _joined(there)
        ends_a = list(accumulate(len(unit.ids) for unit in here))
        ends_b = list(accumulate(len(unit.ids) for unit in there))
        strength = self.vocabulary.strength
        lines = _line_ends(here, ends_a), _line_ends(there, ends_b)
        blocks = drop_islands(blocks, ids_a, ids_b, strength, ends_a, ends_b, lines)
        blocks = drop_strangers(blocks, ends_a, ends_b)
        blocks = gather(blocks, ids_a, ids_b, ends_a, ends_b)
        blocks = extend(blocks, ids_a, ids_b, ends_a, ends_b)
        return drop_islands(blocks, ids_a, ids_b, strength, ends_a, ends_b, lines)

    def _like_paragraphs(self, gaps: list[Gap]) -> list[Moved]:
        """Pair loose paragraphs: those that keep the order are matched in place, the others are returned as moved."""
        units_a = [unit for gap in gaps for unit in gap.before]
        units_b = [unit for gap in gaps for unit in gap.after]
        size = len(self.kept[0]) + len(self.kept[1])
        if size > UNRELATED and not have_grams(_joined(units_a), _joined(units_b)):
            return []
        loose_a = self._loose(units_a, 0)
        loose_b = self._loose(units_b, 1) if loose_a else []
        if not loose_b:
            return []
        crowd_a, crowd_b = _crowds(loose_a, gaps), _crowds(loose_b, gaps)
        moved: list[Moved] = []
        for x, y, score in sorted(pair_paragraphs(loose_a, loose_b), key=lambda pair: (-pair[2], pair[0])):
            here, there = loose_a[x], loose_b[y]
            if here.gap == there.gap and self._stays(gaps[here.gap], here, there):
                continue
            sure = score >= SURE and len(here.words) >= SURE_WORDS
            if sure or (crowd_a[here.gap] >= REWRITTEN and crowd_b[there.gap] >= REWRITTEN):
                moved.append(self._moved(here.units, there.units))
        return moved

    def _loose(self, units: list[Unit], side: int) -> list[Paragraph]:
        kept = self.kept[side]

        def is_loose(start: int, end: int) -> bool:
            return kept.count(1, start, end) < LOOSE * (end - start)

        return paragraphs_of(units, is_loose, self.vocabulary.lower)

    def _stays(self, gap: Gap, here: Paragraph, there: Paragraph) -> bool:
        """Match two paragraphs in place, if nothing that is matched in the gap crosses them."""
        low, high = _reach(gap.blocks, here, there)
        left: list[Block] = []
        right: list[Block] = []
        for block in _cut(gap.blocks[low:high], (here.start, here.end), (there.start, there.end)):
            i, j, _ = block
            if here.start <= i < here.end or there.start <= j < there.end:
                continue
            if (i < here.start) != (j < there.start):
                return False
            (left if i < here.start else right).append(block)
        inside = spread(self._inside(here.units, there.units), here.units, there.units)
        self._mark(gap.blocks[low:high], b"\0")
        self._mark([*left, *inside, *right], b"\1")
        gap.blocks[low:high] = _rejoined([*left, *inside, *right])
        return True


def _reach(blocks: list[Block], here: Paragraph, there: Paragraph) -> tuple[int, int]:
    """Which of the blocks touch or cross two paragraphs; those before and after lie before and after both."""
    low = min(
        bisect_left(blocks, here.start, key=lambda block: block[0] + block[2] - 1),
        bisect_left(blocks, there.start, key=lambda block: block[1] + block[2] - 1),
    )
    high = max(
        bisect_left(blocks, here.end, key=lambda block: block[0]),
        bisect_left(blocks, there.end, key=lambda block: block[1]),
    )
    return low, high


def _cut(blocks: list[Block], edges_a: tuple[int, int], edges_b: tuple[int, int]) -> list[Block]:
    """The same blocks, none of them over one of the edges."""
    pieces: list[Block] = []
    for i, j, n in blocks:
        cuts = {edge - i for edge in edges_a} | {edge - j for edge in edges_b}
        first = 0
        for cut in [*sorted(cut for cut in cuts if 0 < cut < n), n]:
            pieces.append((i + first, j + first, cut - first))
            first = cut
    return pieces


def _rejoined(blocks: list[Block]) -> list[Block]:
    """Blocks that follow each other on both sides, as one."""
    found: list[Block] = []
    for i, j, n in blocks:
        if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
            i, j, n = found[-1][0], found[-1][1], found.pop()[2] + n
        found.append((i, j, n))
    return found


def _crowds(loose: list[Paragraph], gaps: list[Gap]) -> list[int]:
    """For each gap, how many loose paragraphs are in it and in the gaps beside it."""
    own = [0] * len(gaps)
    for paragraph in loose:
        own[paragraph.gap] += 1
    return [
        sum(
            own[g]
            for g in range(max(0, gap - 1), min(len(gaps), gap + 2))
            if gaps[g].region == gaps[gap].region
        )
        for gap in range(len(gaps))
    ]


NO_LINES: tuple[set[int], set[int]] = (set(), set())


def _line_ends(units: Sequence[Unit], ends: list[int]) -> set[int]:
    """Which of the ends of sentences end a line."""
    return {
        end
        for end, following in zip(ends, [*units[1:], None], strict=True)
        if following is None or following.opens
    }


def _joined(units: Sequence[Unit]) -> str:
    return "".join([unit.ids for unit in units])


def spread(blocks: list[Block], here: Sequence[Unit], there: Sequence[Unit]) -> list[Block]:
    """Blocks of joined sentences as blocks of token numbers; joined sentences may lie apart where others moved away."""
    at_a = [unit.start for unit in here]
    at_b = [unit.start for unit in there]
    ends_a = list(accumulate(unit.end - unit.start for unit in here))
    ends_b = list(accumulate(unit.end - unit.start for unit in there))
    found: list[Block] = []
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
