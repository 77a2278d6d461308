"""Lines and sentences: as text, and as ranges of tokens."""

import re
from bisect import bisect_left
from itertools import pairwise

from generator.compare.vocabulary import LABEL

Pair = tuple[int, int]

SENTENCE_MARKS = frozenset(".!?。！？؟।")
WIDE_SENTENCE_MARKS = frozenset("。！？")


def lines_of(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """Return the lines of ``text[start:end]`` that are not blank, and the offset of each in ``text``."""
    lines = []
    starts = []
    position = start
    for line in text[start:end].split("\n"):
        if line and not line.isspace():
            lines.append(line)
            starts.append(position)
        position += len(line) + 1
    return lines, starts


def line_start_tokens(starts: list[int], ends: list[int], text: str) -> list[int]:
    """Return the indexes of the tokens that come first on their line."""
    if not starts:
        return []
    found = [0]
    line = text.find("\n", ends[0])
    token = 1
    while line >= 0 and token < len(starts):
        token = bisect_left(starts, line, token)
        if token >= len(starts):
            break
        found.append(token)
        line = text.find("\n", ends[token])
        token += 1
    return found


def line_keys(ids: str, first: list[int]) -> list[str]:
    """Return the tokens of each line, as one key a line."""
    return [ids[x:y] for x, y in zip(first, [*first[1:], len(ids)], strict=False)]


def sentence_ranges(
    ids: str,
    starts: list[int],
    ends: list[int],
    text: str,
    first: list[int],
    keys: list[str],
    known: set[str],
) -> list[Pair]:
    """Return the token ranges of sentences: they end at a sentence mark before white space, or at a hard line end.

    A line end is hard where a blank line follows, the line ends with a closing mark, a label or bullet follows, or the
    line or the next one is also a line of the other side (``known``). Any other line end is a soft wrap.
    """
    cuts = {token + 1 for token in sentence_ends(ids, starts, ends, text)}
    for number in range(1, len(first)):
        token = first[number]
        end, begin = ends[token - 1], starts[token]
        if (
            text[end - 1] in ":;.!?。！？؟।|"
            or text.count("\n", end, begin) > 1
            or keys[number] in known
            or keys[number - 1] in known
            or _LINE_OPENER.match(text, text.rfind("\n", end, begin + 1) + 1) is not None
        ):
            cuts.add(token)
        else:
            cuts.discard(token)
    order = [0, *sorted(cuts - {0, len(ids)}), len(ids)] if ids else [0]
    return list(pairwise(order))


_LINE_OPENER = re.compile(r"[ \t>]*(?:[#*+\-•(|]|\w{1,5}[.)]\s)")


def sentence_ends(ids: str, starts: list[int], ends: list[int], text: str) -> list[int]:
    """Return the indexes of the tokens that end a sentence with a sentence mark."""
    return [
        i
        for i in range(len(ids) - 1)
        if (mark := text[ends[i] - 1]) in SENTENCE_MARKS
        and ids[i] != LABEL
        and (starts[i + 1] > ends[i] or mark in WIDE_SENTENCE_MARKS)
    ]
