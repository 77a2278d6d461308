"""The tokens of long stretches, by whole arrays: the same tokens as ``tokens.tokenise``, many times as fast.

Each character gets a class from a table; links, addresses, escapes and emphasis, which need a look around, are found by
patterns that begin with a fixed character and written over the classes. Tokens are then told apart by a 64-bit
polynomial hash (long ones by their characters), so that the text of each distinct token is looked at once.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from generator.redline.tokens import (
    CJK_RANGES,
    COMBINING,
    INVISIBLE_SET,
    MARK_SET,
    OPENING,
    TARGET,
    URL,
    labels,
)
from generator.redline.vocabulary import Vocabulary

HIDDEN, WORD, SINGLE, MARK, WIDE, JOINED = 0, 1, 2, 3, 4, 5
BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
LONG = 32  # characters from which a token is told apart by its text
SLOTS = 15  # bits of the table that finds equal hashes

_TARGET = re.compile(TARGET)
_OPENING = re.compile(OPENING)
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()#+.!\-]")
_ADDRESSES = tuple(
    re.compile(begin + URL[URL.index(")") + 1 :]) for begin in ("http://", "https://", r"www\.", "mailto:")
)

Array = npt.NDArray[np.uint64]


BASIC = 0x10000


def _class(character: str) -> int:
    return WORD if character.isalnum() else HIDDEN if character.isspace() else SINGLE


def _classes() -> npt.NDArray[np.uint8]:
    """The class of every character of the basic plane."""
    table = np.fromiter((_class(chr(code)) for code in range(BASIC)), np.uint8, BASIC)
    for low, high in CJK_RANGES:
        table[low : high + 1] = WIDE
    for characters, kind in ((MARK_SET, MARK), (COMBINING, JOINED), (INVISIBLE_SET, HIDDEN)):
        table[[ord(character) for character in characters]] = kind
    return table


CLASSES = _classes()


def _classify(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    if int(codes.max()) < BASIC:
        return CLASSES[codes]
    classes = CLASSES[np.minimum(codes, BASIC - 1)]
    for at in np.flatnonzero(codes >= BASIC).tolist():
        classes[at] = _class(chr(codes[at]))
    return classes


def _powers(size: int) -> tuple[Array, Array]:
    """Powers of the base and of its inverse, modulo 2**64."""
    with np.errstate(over="ignore"):
        return tuple(  # type: ignore[return-value]
            np.multiply.accumulate(
                np.concatenate((np.ones(1, np.uint64), np.full(size - 1, base, np.uint64)))
            )
            for base in (BASE, INVERSE)
        )


TABLED = 1 << 17
POWERS = _powers(TABLED)

Span = tuple[int, int]
Found = tuple[str, list[int], list[int]]


def tokenise_long(text: str, start: int, end: int, vocabulary: Vocabulary) -> Found:
    """Tokens of ``text[start:end]``."""
    return tokenise_spans(text, [(start, end)], vocabulary)[0]


def tokenise_spans(text: str, spans: Sequence[Span], vocabulary: Vocabulary) -> list[Found]:
    """The tokens of each span: spans are joined or cut to pieces of a size at which arrays are quick."""
    parts: list[tuple[list[str], list[int], list[int]]] = [([], [], []) for _ in spans]
    batch: list[tuple[int, int, int]] = []
    size = 0
    for number, start, stop in _cut(text, spans):
        if batch and size + stop - start > PIECE:
            _tokenise_batch(text, batch, vocabulary, parts)
            batch, size = [], 0
        batch.append((number, start, stop))
        size += stop - start
    if batch:
        _tokenise_batch(text, batch, vocabulary, parts)
    return [("".join(tokens), starts, ends) for tokens, starts, ends in parts]


PIECE = 1 << 16  # characters


def _cut(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """Spans cut to the size of a piece at line ends, else at spaces, each with its number."""
    for number, (start, end) in enumerate(spans):
        while end - start > PIECE:
            at = text.rfind("\n", start, start + PIECE)
            at = at if at > start else text.rfind(" ", start, start + PIECE)
            if at <= start:
                break
            yield number, start, at + 1
            start = at + 1
        if end > start:
            yield number, start, end


def _tokenise_batch(
    text: str,
    batch: list[tuple[int, int, int]],
    vocabulary: Vocabulary,
    parts: list[tuple[list[str], list[int], list[int]]],
) -> None:
    piece = "\n".join([text[start:stop] for _, start, stop in batch])
    codes = np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _classify(codes)
    _join(codes, classes)
    whole = _special(piece, codes, classes)
    origins: list[int] = []
    shifts: list[int] = []
    covered: set[int] = set()
    at = 0
    for _, start, stop in batch:
        origins.append(at)
        shifts.append(start - at)
        for low, high in labels(text, start, stop):
            classes[low - start + at : high - start + at] = HIDDEN
            covered.update(range(low - start + at, high - start + at))
        at += stop - start + 1
    first, last = _edges(codes, classes, [span for span in whole if span[0] not in covered])
    if not len(first):
        return
    tokens = _name(piece, codes, first, last, vocabulary).tobytes().decode("utf-32-le")
    owner = np.searchsorted(origins, first, "right") - 1
    shift = np.array(shifts)[owner]
    starts, ends = (first + shift).tolist(), (last + shift).tolist()
    borders = np.searchsorted(owner, np.arange(len(batch) + 1)).tolist()
    for (number, _, _), low, high in zip(batch, borders, borders[1:], strict=False):
        part = parts[number]
        part[0].append(tokens[low:high])
        part[1].extend(starts[low:high])
        part[2].extend(ends[low:high])


def _edges(
    codes: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8], whole: list[Span]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where tokens begin and end."""
    edges = np.empty(len(codes), bool)
    edges[0] = True
    np.not_equal(classes[1:], classes[:-1], out=edges[1:])
    edges |= classes == SINGLE
    edges |= classes == WIDE
    edges[1:] &= ~((classes[1:] == MARK) & (classes[:-1] >= MARK) & (classes[:-1] <= WIDE))
    for i, j in whole:
        classes[i:j] = WORD
        edges[i] = True
        edges[i + 1 : j] = False
        edges[j : j + 1] = True
    first = np.flatnonzero(edges)
    shown = classes[first] > HIDDEN
    last = np.append(first[1:], len(codes))[shown]
    return first[shown], last


def _join(codes: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8]) -> None:
    """Apostrophes between word characters, points between digits and marks that combine belong to the word."""
    marks = np.flatnonzero(classes == JOINED)
    if len(marks):
        for at in marks.tolist():
            classes[at] = WORD if at and classes[at - 1] == WORD else SINGLE
    quotes = np.flatnonzero((codes[1:-1] == 39) | (codes[1:-1] == 0x2019)) + 1
    if len(quotes):
        classes[quotes[(classes[quotes - 1] == WORD) & (classes[quotes + 1] == WORD)]] = WORD

    points = np.flatnonzero((codes[1:-1] == 46) | (codes[1:-1] == 44)) + 1
    if len(points):
        points = points[_is_digit(codes[points - 1]) & _is_digit(codes[points + 1])]
        classes[points] = WORD


def _is_digit(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return (codes >= 48) & (codes <= 57)


def _special(
    piece: str, codes: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8]
) -> list[tuple[int, int]]:
    """Hide emphasis and link brackets; give the spans that are one token: targets, addresses, escapes."""
    found: list[tuple[int, int, int]] = []
    if "](" in piece:
        found += [(m.start(), 0, m.end()) for m in _TARGET.finditer(piece)]
        found += [(m.start(), 1, m.end()) for m in _OPENING.finditer(piece)]
    if "\\" in piece:
        found += [(m.start(), 2, m.end()) for m in _ESCAPE.finditer(piece)]
    for pattern in _ADDRESSES:
        found += [
            (m.start(), 3, m.end())
            for m in pattern.finditer(piece)
            if not m.start() or classes[m.start() - 1] != WORD
        ]
    stars = np.flatnonzero((codes == 42) | (codes == 95)).tolist()
    found += [(at, 4, at + 1) for at in stars]
    found.sort()
    whole: list[tuple[int, int]] = []
    position = 0
    for first, kind, last in found:
        if first < position:
            continue
        if kind == 4:
            position = _emphasis(piece, first)
            classes[first:position] = HIDDEN
            position = max(position, first + 1)
        elif kind == 1:
            begin = first - 1 if first > position and piece[first - 1] == "!" else first
            classes[begin:last] = HIDDEN
            position = last
        else:
            whole.append((first, last))
            position = last
    return whole


def _emphasis(piece: str, at: int) -> int:
    """Where the emphasis mark at ``at`` ends; ``at`` itself where it is a character like any other."""
    mark = piece[at]
    after = piece[at + 1] if at + 1 < len(piece) else ""
    if after == mark:
        return at + 2
    before = piece[at - 1] if at else ""
    opens = not (before.isalnum() or before == "_") and after != "" and not after.isspace()
    closes = before != "" and not before.isspace() and not (after.isalnum() or after == "_")
    return at + 1 if opens or closes else at


def _name(
    piece: str,
    codes: npt.NDArray[np.uint32],
    first: npt.NDArray[np.intp],
    last: npt.NDArray[np.intp],
    vocabulary: Vocabulary,
) -> npt.NDArray[np.uint32]:
    """The character of each token."""
    powers, inverses = POWERS if len(codes) < TABLED else _powers(len(codes) + 1)
    with np.errstate(over="ignore"):
        sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * powers[: len(codes)], out=sums[1:])
        hashes = (sums[last] - sums[first]) * inverses[first]
    same = _equal_hashes(hashes)
    get = vocabulary.ids.get
    numbers = np.empty(len(first), np.uint32)
    heads = np.flatnonzero(same == np.arange(len(same)))
    for head, i, j in zip(heads.tolist(), first[heads].tolist(), last[heads].tolist(), strict=True):
        raw = piece[i:j]
        numbers[head] = ord(get(raw) or vocabulary.learn_any(raw))
    numbers = numbers[same]
    for token in np.flatnonzero(last - first > LONG).tolist():
        raw = piece[first[token] : last[token]]
        numbers[token] = ord(get(raw) or vocabulary.learn_any(raw))
    return numbers


def _equal_hashes(hashes: Array) -> npt.NDArray[np.int64]:
    """For each hash, the index of one and the same that is equal to it."""
    same = np.arange(len(hashes))
    left = same
    table = np.empty(1 << SLOTS, np.int64)
    spread = hashes
    while len(left):
        slots = spread >> np.uint64(64 - SLOTS)
        table[slots] = left
        seen = table[slots]
        equal = hashes[seen] == hashes[left]
        same[left[equal]] = seen[equal]
        left = left[~equal]
        with np.errstate(over="ignore"):
            spread = spread[~equal] * BASE
    return same
