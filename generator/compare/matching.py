"""Match the tokens of two texts.

1. Equal lines anchor the texts. The regions between them are cut into tokens.
2. Equal sentences anchor each region. The stretches between them are gaps.
3. The tokens of a gap are matched in place by a longest common subsequence; matches that are too short are dropped.
4. Sentences with few matches in place are looked for in other gaps: these are moves. Moves come last, because an
   earlier search would take words away from their own paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.compare.align import (
    MIN_GAIN_LINES,
    MIN_GAIN_SENTENCES,
    anchors_without_crossing,
    common_prefix_length,
    common_suffix_length,
    prefer_same_line,
    sampled_token_shingles,
    sampled_word_shingles,
)
from generator.compare.cleanup import GapSide, shift_boundaries
from generator.compare.gaps import Gap, GapMatcher
from generator.compare.lcs import MatchingBlock
from generator.compare.lines import line_keys, line_start_tokens, lines_of, sentence_ranges
from generator.compare.moves import Sentence
from generator.compare.tokens import Tokens, tokenise
from generator.compare.vocabulary import LABEL, Vocabulary
from generator.model.redline import Degraded, RedlineOptions
from generator.model.scripts import THAI_MARKS, WORD_SIGNS
from generator.model.text import Labels
from generator.model.words import Folded

Range4 = tuple[int, int, int, int]
Source = tuple[Folded, Labels]  # a folded text, and its proven labels

MIN_ANCHORED_SHARE = 0.6  # share of the shorter text that equal lines must cover to serve as anchors


@dataclass(slots=True)
class Comparison:
    """What two texts have in common: equal character ranges, and matched runs of tokens between them.

    ``matches`` are (before, after, length, move): token indexes of both sides, and the index of a move or -1.
    ``moves`` are token ranges of both sides with their similarity (0 to 1). ``region_starts`` are the first tokens of
    the regions of each side.
    """

    before: Tokens
    after: Tokens
    vocabulary: Vocabulary
    equal_ranges: list[Range4] = field(default_factory=list)  # in characters; not tokenised
    matches: list[tuple[int, int, int, int]] = field(default_factory=list)
    moves: list[tuple[Range4, float]] = field(default_factory=list)
    region_starts: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    degraded: list[Degraded] = field(default_factory=list)


def match_tokens(before: Source, after: Source, options: RedlineOptions) -> Comparison:
    """Match two texts. Lossless by construction: a token that is not matched is deleted or inserted.

    Of two equally good answers the choice must not depend on which text comes first. Therefore the texts are always
    matched in one canonical order (by length, then content), and the sides are swapped back afterwards.
    """
    here, there = before[0].source, after[0].source
    if (len(here), here) > (len(there), there):
        return _swap_sides(_match_ordered(after, before, options))
    return _match_ordered(before, after, options)


def _swap_sides(found: Comparison) -> Comparison:
    return Comparison(
        before=found.after,
        after=found.before,
        vocabulary=found.vocabulary,
        equal_ranges=[(b0, b1, a0, a1) for a0, a1, b0, b1 in found.equal_ranges],
        matches=[(j, i, n, move) for i, j, n, move in found.matches],
        moves=[((b0, b1, a0, a1), score) for (a0, a1, b0, b1), score in found.moves],
        region_starts=(found.region_starts[1], found.region_starts[0]),
        degraded=found.degraded,
    )


def _match_ordered(here: Source, there: Source, options: RedlineOptions) -> Comparison:
    vocabulary = Vocabulary()
    before, after = here[0].source, there[0].source
    found = Comparison(before=Tokens(before), after=Tokens(after), vocabulary=vocabulary)
    if before == after:
        if before:
            found.equal_ranges.append((0, len(before), 0, len(after)))
        return found
    if not before.strip() or not after.strip():
        for side in (found.before, found.after):
            words = side.text.strip()
            if words:
                side.ids = vocabulary.intern("all")
                side.starts.append(side.text.index(words[0]))
                side.ends.append(side.starts[0] + len(words))
        return found
    ranges = [
        _trim_equal_sentences(before, after, region, found.equal_ranges)
        for region in _regions(before, after, found.equal_ranges)
    ]
    regions = _tokenise_regions(found, (here, there), ranges)
    known = {key for region in regions for key in region.before.keys} & {
        key for region in regions for key in region.after.keys
    }
    known.discard(LABEL)  # a label on a line of its own is not yet a line that both have
    gaps: list[Gap] = []
    for number, region in enumerate(regions):
        _anchor_sentences(found, region, number, known, gaps)
    _match_gaps(found, gaps, options)
    return found


@dataclass(slots=True)
class RegionSide:
    """One side of a region: its tokens, the index of the first of them in the whole text, and its lines."""

    base: int
    ids: str
    starts: list[int]
    ends: list[int]
    first: list[int] = field(default_factory=list)  # tokens that begin a line
    keys: list[str] = field(default_factory=list)  # the tokens of each line


@dataclass(slots=True)
class Region:
    """The text between two anchoring lines, on both sides."""

    before: RegionSide
    after: RegionSide


def _tokenise_regions(
    found: Comparison, sources: tuple[Source, Source], ranges: list[Range4]
) -> list[Region]:
    """Tokenise all regions, and find the lines of those whose tokens differ."""
    here = [tokenise(*sources[0], a0, a1, found.vocabulary) for a0, a1, _, _ in ranges]
    there = [tokenise(*sources[1], b0, b1, found.vocabulary) for _, _, b0, b1 in ranges]
    regions = []
    for some, other in zip(here, there, strict=True):
        region = Region(
            _add_side(found.before, some, found.region_starts[0]),
            _add_side(found.after, other, found.region_starts[1]),
        )
        if some[0] != other[0]:
            for part, side in ((region.before, found.before), (region.after, found.after)):
                part.first = line_start_tokens(part.starts, part.ends, side.text)
                part.keys = line_keys(part.ids, part.first)
        regions.append(region)
    found.before.ids = "".join([some[0] for some in here])
    found.after.ids = "".join([other[0] for other in there])
    return regions


def _add_side(side: Tokens, tokens: tuple[str, list[int], list[int]], region_starts: set[int]) -> RegionSide:
    ids, starts, ends = tokens
    part = RegionSide(len(side.starts), ids, starts, ends)
    region_starts.add(part.base)
    side.starts += starts
    side.ends += ends
    return part


def _trim_equal_sentences(before: str, after: str, region: Range4, equal_ranges: list[Range4]) -> Range4:
    """Return a region without the equal sentences at its start and end; add those to ``equal_ranges``."""
    a0, a1, b0, b1 = region
    if a1 - a0 < MIN_TRIM_SIZE or b1 - b0 < MIN_TRIM_SIZE:
        return region
    old, new = before[a0:a1], after[b0:b1]
    head, tail = _equal_end_lengths(old, new)
    line, mark = old.rfind("\n", 0, head), old.rfind(". ", 0, head)
    if " " not in old[line + 1 : mark].strip(MARKS_AND_SPACE):
        mark = line - 1  # the point of a label ends no sentence
    head = max(mark, line - 1) + 2
    tail = min(tail, min(len(old), len(new)) - head)
    marks = [at for at in (old.find(". ", len(old) - tail), old.find("\n", len(old) - tail) - 1) if at >= 0]
    tail = len(old) - min(marks) - 2 if marks and tail > 0 else 0
    if head > 1:
        equal_ranges.append((a0, a0 + head, b0, b0 + head))
        a0, b0 = a0 + head, b0 + head
    if tail > 0:
        equal_ranges.append((a1 - tail, a1, b1 - tail, b1))
        a1, b1 = a1 - tail, b1 - tail
    return (a0, a1, b0, b1)


def _equal_end_lengths(before: str, after: str) -> tuple[int, int]:
    """Return the lengths of the common prefix and the common suffix, in characters.

    Where an insertion could stand at several places (the words around it repeat), prefix and suffix overlap; both are
    shortened by the overlap, so that all places remain possible.
    """
    head, tail = common_prefix_length(before, after), common_suffix_length(before, after, 0)
    over = min(head + tail - min(len(before), len(after)), LONG_LINE)
    return (head - over, tail - over) if over > 0 else (head, tail)


MARKS_AND_SPACE = " \t\r\u00a0>#*+-•_"
MIN_TRIM_SIZE = 200  # characters from which trimming a region is worth its cost


def _common_affixes(before: str, after: str) -> tuple[int, int]:
    """Return the lengths of the common prefix and suffix, cut back to the end of a line or of a sentence in a long line."""
    start, end = _equal_end_lengths(before, after)
    line = before.rfind("\n", 0, start) + 1
    if start - line > LONG_LINE:
        low = start - LONG_LINE
        mark = max(before.rfind(". ", low, start - CONTEXT) + 1, before.rfind(" ", low, low + CONTEXT))
        line = mark + 1 if mark > 0 else max(line, _wide_character_after(before, low))
    end = min(end, min(len(before), len(after)) - line)
    stop = len(before) - end
    tail = before.find("\n", stop)
    tail = len(before) if tail < 0 else tail
    if tail - stop > LONG_LINE:
        if (mark := before.find(". ", stop + CONTEXT, stop + LONG_LINE)) >= 0:
            tail = mark + 2
        elif (mark := before.find(" ", stop + LONG_LINE - CONTEXT, stop + LONG_LINE)) >= 0:
            tail = mark + 1
        else:
            tail = _wide_character_after(before, stop + LONG_LINE - CONTEXT) or tail
    return line, len(before) - tail


def _wide_character_after(text: str, at: int) -> int:
    """Return the offset of the next character of a script without spaces, at most CONTEXT behind ``at``; else 0."""
    found = _WIDE_CHARACTER.search(text, at, at + CONTEXT)
    return found.start() if found else 0


_WIDE_CHARACTER = re.compile(f"[{WORD_SIGNS}](?<![{THAI_MARKS}])")

LONG_LINE = 4000  # characters from which a line is not compared whole
CONTEXT = 200  # characters of such a line, around an edit, that are always compared


def _regions(before: str, after: str, equal_ranges: list[Range4]) -> list[Range4]:
    """Return the character ranges between anchoring lines; add the equal ranges to ``equal_ranges``."""
    head, tail = _common_affixes(before, after)
    end_a, end_b = len(before) - tail, len(after) - tail
    if head:
        equal_ranges.append((0, head, 0, head))
    if tail:
        equal_ranges.append((end_a, len(before), end_b, len(after)))
    lines_a, starts_a = lines_of(before, head, end_a)
    lines_b, starts_b = lines_of(after, head, end_b)
    pairs = anchors_without_crossing(lines_a, lines_b, len, sampled_word_shingles, MIN_GAIN_LINES)
    anchored = sum(len(lines_a[i]) for i, _ in pairs)
    shorter = min(sum(map(len, lines_a)), sum(map(len, lines_b)))
    if not pairs or anchored + head + tail < MIN_ANCHORED_SHARE * (shorter + head + tail):
        return [(head, end_a, head, end_b)]
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
                    equal_ranges.append(run)
                run = (a0, a1, b0, b1)
        at_a, at_b = i + 1, j + 1
    if run:
        equal_ranges.append(run)
    return regions


def _anchor_sentences(
    found: Comparison, region: Region, number: int, known: set[str], gaps: list[Gap]
) -> None:
    """Match the equal sentences of a region, and append the sentences between them to ``gaps``."""
    here, there = region.before, region.after
    if here.ids == there.ids:
        if here.ids:
            found.matches.append((here.base, there.base, len(here.ids), -1))
        return
    links = found.vocabulary.no_links
    if links and here.ids.translate(links) == there.ids.translate(links):
        _match_all_words(found, here, there)
        return
    cut_a = sentence_ranges(here.ids, here.starts, here.ends, found.before.text, here.first, here.keys, known)
    cut_b = sentence_ranges(
        there.ids, there.starts, there.ends, found.after.text, there.first, there.keys, known
    )
    keys_a = [here.ids[x:y] for x, y in cut_a]
    keys_b = [there.ids[x:y] for x, y in cut_b]
    at_a = at_b = 0
    pairs = anchors_without_crossing(keys_a, keys_b, len, sampled_token_shingles, MIN_GAIN_SENTENCES)
    pairs = prefer_same_line(
        pairs,
        keys_a,
        keys_b,
        _line_numbers(here, cut_a, found.before),
        _line_numbers(there, cut_b, found.after),
    )
    for i, j in [*pairs, (len(keys_a), len(keys_b))]:
        if i > at_a or j > at_b:
            gap = len(gaps)
            gaps.append(
                Gap(
                    [_sentence(found.before, gap, here.base, cut_a[q], keys_a[q]) for q in range(at_a, i)],
                    [_sentence(found.after, gap, there.base, cut_b[q], keys_b[q]) for q in range(at_b, j)],
                    region=number,
                )
            )
        if i < len(keys_a):
            found.matches.append((here.base + cut_a[i][0], there.base + cut_b[j][0], len(keys_a[i]), -1))
        at_a, at_b = i + 1, j + 1


def _match_all_words(found: Comparison, here: RegionSide, there: RegionSide) -> None:
    """Match two regions that differ in link targets only: all their words, and each link that stands in its place."""
    links = found.vocabulary.links
    i = j = first_i = first_j = 0
    while i < len(here.ids) or j < len(there.ids):
        one, other = here.ids[i : i + 1], there.ids[j : j + 1]
        if one == other:
            i, j = i + 1, j + 1
            continue
        if i > first_i:
            found.matches.append((here.base + first_i, there.base + first_j, i - first_i, -1))
        i += one in links
        j += other in links
        first_i, first_j = i, j
    if i > first_i:
        found.matches.append((here.base + first_i, there.base + first_j, i - first_i, -1))


def _line_numbers(part: RegionSide, cuts: list[tuple[int, int]], side: Tokens) -> list[int]:
    """Return the line number of each sentence, from 0 if the first continues a line that began before the region."""
    start = part.starts[0] if part.starts else 0
    line = int(not side.text[side.text.rfind("\n", 0, start) + 1 : start].strip())
    opening = set(part.first[1:])
    found = []
    for first, _ in cuts:
        line += first in opening
        found.append(line)
    return found


def _sentence(side: Tokens, gap: int, base: int, cut: tuple[int, int], ids: str) -> Sentence:
    """Return a sentence with its size in characters if it fills whole lines, else with size 0."""
    first, last = base + cut[0], base + cut[1] - 1
    start, end = side.starts[first], side.ends[last]
    text = side.text
    begins = first == 0 or "\n" in text[side.ends[first - 1] : start]
    stops = last + 1 >= len(side.starts) or "\n" in text[end : side.starts[last + 1]]
    return Sentence(gap, first, last + 1, ids, begins, end - start if begins and stops else 0, stops)


def _match_gaps(found: Comparison, gaps: list[Gap], options: RedlineOptions) -> None:
    """Match the tokens of all gaps."""
    matcher = GapMatcher(found.vocabulary, options, (len(found.before.ids), len(found.after.ids)))
    for number, piece in enumerate(matcher.match(gaps)):
        here, there = piece.before, piece.after
        found.moves.append(((here[0].start, here[-1].end, there[0].start, there[-1].end), piece.score))
        _record_matches(found, piece.blocks, here, there, number)
    for gap in gaps:
        if gap.blocks:
            _record_matches(found, gap.blocks, gap.before, gap.after, -1)
    found.degraded.extend(matcher.degraded)


def _record_matches(
    found: Comparison,
    blocks: list[MatchingBlock],
    here: Sequence[Sentence],
    there: Sequence[Sentence],
    move: int,
) -> None:
    """Shift edits to good boundaries and record the matches.

    The sentences of a gap need not adjoin: others may have moved away between them.
    """
    side_a, side_b = GapSide.of(found.before, here), GapSide.of(found.after, there)
    for i, j, n in shift_boundaries(side_a.to_local(blocks, side_b), side_a, side_b):
        first = 0
        for z in range(1, n + 1):
            if (
                z == n
                or side_a.at[i + z] != side_a.at[i + z - 1] + 1
                or side_b.at[j + z] != side_b.at[j + z - 1] + 1
            ):
                found.matches.append((side_a.at[i + first], side_b.at[j + first], z - first, move))
                first = z
