"""The comparison itself: two texts in, matched tokens out.

1. Lines that are equal anchor the texts; what lies between is cut into tokens.
2. Sentences anchor the gaps, by their tokens.
3. What is left is compared word by word, in place; short agreements that only break up a larger edit are dropped.
4. Sentences that kept little in place are looked for elsewhere: a move. Looking for moves first would take words from
   their own paragraph.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.model.redline import Degraded, RedlineOptions
from generator.redline.align import anchors, lines_of, sentences
from generator.redline.moves import Unit, pair_units
from generator.redline.tidy import Place, drop_islands, slide
from generator.redline.tokens import Tokens, Vocabulary, tokenise
from generator.redline.words import Block, common

Range4 = tuple[int, int, int, int]

LEAST_ANCHORED = 0.6  # share of the shorter text that equal lines must hold for lines to be trusted


@dataclass(slots=True)
class Comparison:
    """What two texts have in common: plain character ranges, and matched runs of tokens between them."""

    before: Tokens
    after: Tokens
    vocabulary: Vocabulary
    plain: list[Range4] = field(default_factory=list)  # characters, equal on both sides, not tokenised
    matches: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # before, after, length, move or -1
    moves: list[tuple[Range4, float]] = field(default_factory=list)  # token ranges, likeness
    borders: tuple[set[int], set[int]] = field(
        default_factory=lambda: (set(), set())
    )  # first tokens of regions
    degraded: list[Degraded] = field(default_factory=list)


def compare(before: str, after: str, options: RedlineOptions) -> Comparison:
    """Compare two texts. Lossless by construction: what is not matched is deleted or inserted."""
    vocabulary = Vocabulary()
    found = Comparison(before=Tokens(before), after=Tokens(after), vocabulary=vocabulary)
    if before == after:
        if before:
            found.plain.append((0, len(before), 0, len(after)))
        return found
    gaps: list[Range4] = []
    units: tuple[list[Unit], list[Unit]] = ([], [])
    for region in _regions(before, after, found.plain):
        _cut_region(found, region, gaps, units)
    _match_gaps(found, gaps, units, options)
    return found


def _regions(before: str, after: str, plain: list[Range4]) -> list[Range4]:
    """Character ranges between equal lines; the equal ones are added to ``plain``."""
    lines_a, starts_a = lines_of(before)
    lines_b, starts_b = lines_of(after)
    pairs = anchors(lines_a, lines_b, len, 0, len(lines_a), 0, len(lines_b))
    anchored = sum(len(lines_a[i]) for i, _ in pairs)
    if anchored < LEAST_ANCHORED * min(sum(map(len, lines_a)), sum(map(len, lines_b))):
        return [(0, len(before), 0, len(after))]
    regions: list[Range4] = []
    run: Range4 | None = None
    at_a = at_b = 0
    for i, j in [*pairs, (len(lines_a), len(lines_b))]:
        if i > at_a or j > at_b:
            a0 = starts_a[at_a] if i > at_a else 0
            b0 = starts_b[at_b] if j > at_b else 0
            a1 = starts_a[i - 1] + len(lines_a[i - 1]) if i > at_a else 0
            b1 = starts_b[j - 1] + len(lines_b[j - 1]) if j > at_b else 0
            regions.append((a0, a1, b0, b1))
        if i < len(lines_a):
            a0, b0 = starts_a[i], starts_b[j]
            a1, b1 = a0 + len(lines_a[i]), b0 + len(lines_b[j])
            if run and before[run[1] : a0] == after[run[3] : b0]:
                run = (run[0], a1, run[2], b1)
            else:
                if run:
                    plain.append(run)
                run = (a0, a1, b0, b1)
        at_a, at_b = i + 1, j + 1
    if run:
        plain.append(run)
    return regions


def _cut_region(
    found: Comparison, region: Range4, gaps: list[Range4], units: tuple[list[Unit], list[Unit]]
) -> None:
    """Tokenise a region, match its equal sentences, and note the gaps between them."""
    na, nb = len(found.before.starts), len(found.after.starts)
    ids_a, starts_a, ends_a = tokenise(found.before.text, region[0], region[1], found.vocabulary)
    ids_b, starts_b, ends_b = tokenise(found.after.text, region[2], region[3], found.vocabulary)
    found.borders[0].add(na)
    found.borders[1].add(nb)
    found.before.ids += ids_a
    found.before.starts += starts_a
    found.before.ends += ends_a
    found.after.ids += ids_b
    found.after.starts += starts_b
    found.after.ends += ends_b
    if ids_a == ids_b:
        if ids_a:
            found.matches.append((na, nb, len(ids_a), -1))
        return
    cut_a = sentences(ids_a, starts_a, ends_a, found.before.text)
    cut_b = sentences(ids_b, starts_b, ends_b, found.after.text)
    keys_a = [ids_a[x:y] for x, y in cut_a]
    keys_b = [ids_b[x:y] for x, y in cut_b]
    at_a = at_b = 0
    for i, j in [*anchors(keys_a, keys_b, len, 0, len(keys_a), 0, len(keys_b)), (len(keys_a), len(keys_b))]:
        if i > at_a or j > at_b:
            number = len(gaps)
            x0 = na + (cut_a[at_a][0] if at_a < len(cut_a) else len(ids_a))
            y0 = nb + (cut_b[at_b][0] if at_b < len(cut_b) else len(ids_b))
            gaps.append(
                (x0, na + cut_a[i - 1][1] if i > at_a else x0, y0, nb + cut_b[j - 1][1] if j > at_b else y0)
            )
            units[0].extend(
                Unit(number, na + cut_a[q][0], na + cut_a[q][1], keys_a[q]) for q in range(at_a, i)
            )
            units[1].extend(
                Unit(number, nb + cut_b[q][0], nb + cut_b[q][1], keys_b[q]) for q in range(at_b, j)
            )
        if i < len(keys_a):
            found.matches.append((na + cut_a[i][0], nb + cut_b[j][0], len(keys_a[i]), -1))
        at_a, at_b = i + 1, j + 1


def _match_gaps(
    found: Comparison, gaps: list[Range4], units: tuple[list[Unit], list[Unit]], options: RedlineOptions
) -> None:
    """Words in place first, then moves, then words in place again where a move took some away."""
    before, after, weak = found.before.ids, found.after.ids, found.vocabulary.weak
    kept_a, kept_b = bytearray(len(before)), bytearray(len(after))
    in_place: list[list[Block]] = []
    for x0, x1, y0, y1 in gaps:
        blocks = _blocks(found, before[x0:x1], after[y0:y1], options)
        in_place.append(blocks)
        for i, j, n in blocks:
            kept_a[x0 + i : x0 + i + n] = b"\1" * n
            kept_b[y0 + j : y0 + j + n] = b"\1" * n
    loose_a = [unit for unit in units[0] if 2 * kept_a.count(1, unit.start, unit.end) < unit.end - unit.start]
    loose_b = [unit for unit in units[1] if 2 * kept_b.count(1, unit.start, unit.end) < unit.end - unit.start]
    gone_a, gone_b = bytearray(len(before)), bytearray(len(after))
    for x, y in sorted(pair_units(loose_a, loose_b, options.move_min_words, options.move_similarity).items()):
        here, there = loose_a[x], loose_b[y]
        number = len(found.moves)
        gone_a[here.start : here.end] = b"\1" * (here.end - here.start)
        gone_b[there.start : there.end] = b"\1" * (there.end - there.start)
        if here.ids == there.ids:
            found.matches.append((here.start, there.start, len(here.ids), number))
            score = 1.0
        else:
            blocks = common(here.ids, there.ids, options.word_budget) or []
            blocks = drop_islands(blocks, here.ids, there.ids, weak)
            score = 2 * sum(n for _, _, n in blocks) / (len(here.ids) + len(there.ids))
            _place(found, blocks, range(here.start, here.end), range(there.start, there.end), number)
        found.moves.append(((here.start, here.end, there.start, there.end), score))
    for (x0, x1, y0, y1), blocks in zip(gaps, in_place, strict=True):
        at_a: Sequence[int] = range(x0, x1)
        at_b: Sequence[int] = range(y0, y1)
        if gone_a.count(1, x0, x1) or gone_b.count(1, y0, y1):
            at_a = [z for z in at_a if not gone_a[z]]
            at_b = [z for z in at_b if not gone_b[z]]
            blocks = _blocks(
                found, "".join([before[z] for z in at_a]), "".join([after[z] for z in at_b]), options
            )
        _place(found, blocks, at_a, at_b, -1)


def _blocks(found: Comparison, ids_a: str, ids_b: str, options: RedlineOptions) -> list[Block]:
    blocks = common(ids_a, ids_b, options.word_budget)
    if blocks is None:
        found.degraded.append(
            Degraded(
                stage="words",
                reason=f"{len(ids_a):,} x {len(ids_b):,} tokens with nothing to hold on to were not compared word by word",
                limit=f"{options.word_budget:.0e} token pairs",
            )
        )
        return []
    return drop_islands(blocks, ids_a, ids_b, found.vocabulary.weak)


def _place(
    found: Comparison, blocks: list[Block], at_a: Sequence[int], at_b: Sequence[int], move: int
) -> None:
    """Note matched blocks by token number; numbers may jump where moved tokens were taken out."""
    if not blocks:
        return
    side_a = Place(
        found.before.text,
        "".join([found.before.ids[z] for z in at_a]),
        at_a,
        found.before.starts,
        found.before.ends,
    )
    side_b = Place(
        found.after.text,
        "".join([found.after.ids[z] for z in at_b]),
        at_b,
        found.after.starts,
        found.after.ends,
    )
    for i, j, n in slide(blocks, side_a, side_b):
        first = 0
        for z in range(1, n + 1):
            if z == n or at_a[i + z] != at_a[i + z - 1] + 1 or at_b[j + z] != at_b[j + z - 1] + 1:
                found.matches.append((at_a[i + first], at_b[j + first], z - first, move))
                first = z
