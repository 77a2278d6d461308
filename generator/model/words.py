"""`words-1`: the folding that quotations, addresses and digests of words rest on. FROZEN: tests/model/words-1.json.

Recipe (docs/decisions/0006-words-1.md): drop zero-width marks and soft hyphens;
links and images to their words; drop emphasis, code and heading marks; unescape; list markers stay; runs of white
space of any kind to one space; trim. Nothing else is touched: letters, case, digits, punctuation, quote marks, table
bars, quote marks at the line's start and thematic breaks stay as they are, and no Unicode normal form is applied.

A text is folded once and as a whole (folding a folded text again may unescape twice). `fold` keeps the way back.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.model.digests import Digest, digest_of
from generator.model.markdown_marks import BLANKS, Marks, find_marks
from generator.model.policy import Span
from generator.model.scripts import JOINED, NO_SPACES

# White space and zero-width marks are listed, not asked of `re`, so that a later Unicode cannot change the recipe.
_ODD_SPACE = re.compile(
    f"[{BLANKS}]{{2,}}|[\t\n\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
ZERO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Marks of no width, as a class of a regular expression holds them."""
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]+")
_ANY_ZERO_WIDTH = re.compile(_ZERO_WIDTH.pattern[:-1])  # a class alone is looked for many times faster

_STRAIGHT = (*((c, "'") for c in "‘’‚‛′‹›ʼ´`＇"), *((c, '"') for c in "“”„‟″«»＂"))
_QUOTES = str.maketrans(dict(_STRAIGHT))

_WORD_PIECE = re.compile(f"[{NO_SPACES}][{JOINED}]*|[^ {NO_SPACES}]+")
_ANY_NO_SPACES = re.compile(f"[{NO_SPACES}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the way back to `source`.

    Folded characters `places[k]` up to `places[k + 1]` came, one by one, from `origins[k]` on in the source; a run of
    white space is one folded space, which stands for the run's first character. `cut_starts` and `cut_ends` are the
    marks of the source in order; `breaks` are the starts of those that stand for a new line.
    """

    text: str
    source: str = field(default="", repr=False)
    places: tuple[int, ...] = field(default=(0,), repr=False)
    origins: tuple[int, ...] = field(default=(0,), repr=False)
    cut_starts: tuple[int, ...] = field(default=(), repr=False)
    cut_ends: tuple[int, ...] = field(default=(), repr=False)
    breaks: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def starts(self) -> Sequence[int]:
        """Where each folded character came from; a list as long as the text, made at each call."""
        ends = (*self.places[1:], len(self.text))
        return [
            origin + step
            for place, end, origin in zip(self.places, ends, self.origins, strict=True)
            for step in range(end - place)
        ]

    def sources(self, places: Sequence[int]) -> list[int]:
        """Where in the source folded characters came from; `places` in order, all inside the text."""
        found: list[int] = []
        at, count = 0, len(places)
        run = bisect_right(self.places, places[0]) - 1 if count else 0
        last = len(self.places) - 1
        while at < count:
            stop = bisect_left(places, self.places[run + 1], at) if run < last else count
            if stop > at:
                step = self.origins[run] - self.places[run]
                found += [place + step for place in places[at:stop]]
                at = stop
            run += 1
        return found

    def origin(self, place: int) -> int:
        """Where in the source a folded character came from; the source's length for the place behind the last."""
        if place >= len(self.text):
            return len(self.source)
        run = bisect_right(self.places, place) - 1
        return self.origins[run] + place - self.places[run]

    def place(self, origin: int) -> int:
        """The first folded character that came from `origin` of the source or from behind it."""
        run = bisect_right(self.origins, origin) - 1
        if run < 0:
            return 0
        end = self.places[run + 1] if run + 1 < len(self.places) else len(self.text)
        return min(end, self.places[run] + origin - self.origins[run])

    def span(self, start: int, end: int) -> Span:
        """The source span of the folded characters from ``start`` up to ``end``."""
        if end <= start:
            at = self.origin(start)
            return Span(at, at)
        return Span(self.origin(start), self.origin(end - 1) + 1)

    def window(self, span: Span) -> Span:
        """The folded characters that came from ``span`` of the source, without white space at the ends."""
        start, end = self.place(span.start), self.place(span.end)
        text = self.text
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        return Span(start, end)

    def words(self, span: Span) -> str:
        """The folded words of ``span`` of the source, marks paired in the whole text and not in the piece alone."""
        return self.text[self.place(span.start) : self.place(span.end)].strip(" ")

    def marks(self) -> Iterator[Span]:
        """The marks of the source, in order."""
        return map(Span, self.cut_starts, self.cut_ends)

    def displayed(self, span: Span) -> str:
        """The source's own characters of ``span`` (its spaces, soft hyphens, quote shapes) without Markdown marks."""
        pieces: list[str] = []
        at = span.start
        first = max(0, bisect_right(self.cut_starts, span.start) - 1)
        for start, end in zip(self.cut_starts[first:], self.cut_ends[first:], strict=True):
            if start >= span.end:
                break
            if end <= at:
                continue
            pieces.append(self.source[at:start])
            if start in self.breaks:
                pieces.append("\n")
            at = end
        pieces.append(self.source[at : span.end])
        return "".join(pieces)


def without_zero_width(text: str) -> str:
    """A text without zero-width marks and soft hyphens."""
    return _ZERO_WIDTH.sub("", text) if _ANY_ZERO_WIDTH.search(text) else text


def words_1(text: str) -> str:
    """The folded words of a whole text."""
    bare = without_zero_width(text)
    marks = find_marks(bare)
    return _ODD_SPACE.sub(" ", "".join(_pieces(bare, marks))).strip(" ")


def _pieces(bare: str, marks: Marks) -> Iterator[str]:
    """What stands between the marks of a text, and a space where a mark stands for a new line."""
    at = 0
    for cut in marks.cuts:
        start, end = cut
        yield bare[at:start]
        if cut in marks.breaks:
            yield " "
        at = end
    yield bare[at:]


def fold(text: str) -> Folded:
    """The folded words with the way back: ``fold(text).text == words_1(text)`` for every text."""
    bare, kept = _without_zero_width(text)
    marks = find_marks(bare)
    # Where each piece of the text without marks came from: (place in `loose_text`, place in `bare`).
    pieces: list[str] = []
    joints: list[tuple[int, int]] = []
    at = size = 0
    for cut in marks.cuts:
        start, end = cut
        if start > at:
            pieces.append(bare[at:start])
            joints.append((size, at))
            size += start - at
        if cut in marks.breaks:
            pieces.append(" ")
            joints.append((size, start))
            size += 1
        at = max(at, end)
    if at < len(bare):
        pieces.append(bare[at:])
        joints.append((size, at))
    loose_text = "".join(pieces)
    folded, places, origins = _fold_spaces(loose_text, joints)
    cut_starts = [start for start, _ in marks.cuts]
    cut_ends = [end for _, end in marks.cuts]
    breaks = [start for start, _ in marks.breaks]
    if kept:
        places, origins = _through(places, origins, len(folded), kept)
        cut_starts = [_moved(kept, start) for start in cut_starts]
        cut_ends = [_moved(kept, end - 1) + 1 for end in cut_ends]
        breaks = [_moved(kept, start) for start in breaks]
    return Folded(
        text=folded,
        source=text,
        places=tuple(places),
        origins=tuple(origins),
        cut_starts=tuple(cut_starts),
        cut_ends=tuple(cut_ends),
        breaks=frozenset(breaks),
    )


def _fold_spaces(loose_text: str, joints: list[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    """Fold white space of a text that is joined from pieces: the folded text, and the runs of the way back.

    `joints` are (place in the text, where that piece came from), in order. A run of the result begins at each joint
    and behind each run of white space that became shorter.
    """
    pieces: list[str] = []
    places: list[int] = []
    origins: list[int] = []
    size = at = joint = 0
    count = len(joints)
    stretches = [found.span() for found in _ODD_SPACE.finditer(loose_text)]
    stretches.append((len(loose_text), len(loose_text)))
    for start, end in stretches:
        # what is kept as it is: from `at` up to the white space, and the first character of that for its one space
        last = start + 1 if end > start else start
        while joint < count and joints[joint][0] <= at:
            joint += 1
        here, there = joints[joint - 1] if joint else (at, at)
        if last > at:
            places.append(size)
            origins.append(there + at - here)
            while joint < count and joints[joint][0] < last:
                here, there = joints[joint]
                places.append(size + here - at)
                origins.append(there)
                joint += 1
        pieces.append(loose_text[at:start])
        size += start - at
        if end > start:
            pieces.append(" ")
            size += 1
        at = end
    folded = "".join(pieces)
    if folded.startswith(" "):
        folded = folded[1:]
        places = [place - 1 for place in places]
        places[0], origins[0] = 0, origins[0] + 1
        if len(places) > 1 and places[1] == 0:
            del places[0], origins[0]
    if folded.endswith(" "):
        folded = folded[:-1]
    while places and places[-1] >= len(folded):
        places.pop()
        origins.pop()
    return folded, places or [0], origins or [0]


Kept = tuple[list[int], list[int]]  # places without zero-width marks, and where each run of them came from


def _moved(kept: Kept, place: int) -> int:
    """Where a character of the text without zero-width marks stood before they were taken out."""
    run = bisect_right(kept[0], place) - 1
    return kept[1][run] + place - kept[0][run]


def _through(places: list[int], origins: list[int], size: int, kept: Kept) -> tuple[list[int], list[int]]:
    """The same way back, one step further: through the zero-width marks that were taken out first."""
    new_places: list[int] = []
    new_origins: list[int] = []
    for place, end, origin in zip(places, [*places[1:], size], origins, strict=True):
        new_places.append(place)
        new_origins.append(_moved(kept, origin))
        first = bisect_right(kept[0], origin)
        stop = bisect_left(kept[0], origin + end - place)
        for border in range(first, stop):
            new_places.append(place + kept[0][border] - origin)
            new_origins.append(kept[1][border])
    return new_places, new_origins


def displayed(text: str, span: Span) -> str:
    """The capture's own characters of a span without Markdown marks; for many spans fold once and ask `Folded`."""
    return fold(text).displayed(span)


def find_words(folded: Folded, needle_folded: str) -> list[int]:
    """Every place in the folded text where these folded words stand exactly, overlapping ones included."""
    places: list[int] = []
    at = folded.text.find(needle_folded) if needle_folded else -1
    while at >= 0:
        places.append(at)
        at = folded.text.find(needle_folded, at + 1)
    return places


def word_spans(folded: str) -> Iterator[Span]:
    """Each word of a folded text: a run, or a character (with its joined marks) of a script without spaces.

    Punctuation beside such a character belongs to the word before it, else to the one after it.
    """
    at = 0
    for run in folded.split(" "):
        if not _ANY_NO_SPACES.search(run):
            if run:
                yield Span(at, at + len(run))
        else:
            yield from _pieces_of_run(run, at)
        at += len(run) + 1


def count_words(folded: str) -> int:
    """How many words: runs, or characters where a script has no spaces (Han, Kana, Thai, Lao, Khmer, Burmese)."""
    if folded.isascii() or not _ANY_NO_SPACES.search(folded):
        return len(folded.split())
    runs = [run for run in folded.split(" ") if run]
    return len(runs) + sum(_count_run(run) - 1 for run in filter(_ANY_NO_SPACES.search, runs))


def _count_run(run: str) -> int:
    """How many words a run without spaces holds that has a character of such a script: as many as `word_spans` yields of it."""
    return sum(piece.isalnum() or any(map(str.isalnum, piece)) for piece in _WORD_PIECE.findall(run)) or 1


def casefold_text(text: str) -> str:
    """`words-1` with case and the shapes of quotes and apostrophes folded too: how `find` reads."""
    return casefold_words(words_1(text))


def casefold_words(words: str) -> str:
    """Words that were folded already, with case and the shapes of quotes folded too."""
    return words.translate(_QUOTES).casefold()


def straighten_quotes(words: str) -> str:
    """Folded words with straight quotes and apostrophes for curly ones: the shape of a quote is no change of words."""
    if words.isascii():
        return words.replace("`", "'")
    for curly, straight in _STRAIGHT:  # far quicker than `translate` where few are there
        words = words.replace(curly, straight)
    return words


def link_targets(text: str) -> tuple[str, ...]:
    """The targets of all links of a text, in order (images are not links)."""
    return find_marks(without_zero_width(text)).targets


def words_digest(text: str) -> Digest:
    """The digest of a text's words: equal digests mean "words identical", everywhere."""
    return digest_of(words_1(text).encode("utf-8", "surrogatepass"))


def links_digest(text: str) -> Digest:
    """The digest of a text's link targets in order, a line each."""
    return digest_of("\n".join(link_targets(text)).encode("utf-8", "surrogatepass"))


def _pieces_of_run(run: str, at: int) -> Iterator[Span]:
    """The words of a run that holds characters of a script without spaces; they tile the run."""
    held: Span | None = None
    for found in _WORD_PIECE.finditer(run):
        piece = Span(at + found.start(), at + found.end())
        if not any(c.isalnum() for c in found.group()):
            held = piece if held is None else Span(held.start, piece.end)
        elif held is not None and not any(c.isalnum() for c in run[held.start - at : held.end - at]):
            held = Span(held.start, piece.end)
        else:
            if held is not None:
                yield held
            held = piece
    if held is not None:
        yield held


def _without_zero_width(text: str) -> tuple[str, Kept | None]:
    """The text without zero-width marks and soft hyphens, and where each run of what is kept came from."""
    if text.isascii() or not _ANY_ZERO_WIDTH.search(text):
        return text, None
    pieces: list[str] = []
    kept: Kept = ([], [])
    at = size = 0
    for start, end in [*(found.span() for found in _ZERO_WIDTH.finditer(text)), (len(text), len(text))]:
        if start > at:
            pieces.append(text[at:start])
            kept[0].append(size)
            kept[1].append(at)
            size += start - at
        at = end
    if not pieces:
        return "", None
    return "".join(pieces), kept
