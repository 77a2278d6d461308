"""`words-1`: the folding that quotations, addresses and digests of words rest on. FROZEN: tests/model/words-1.json.

Recipe (design.md section 4, spelled out in docs/decisions/0006-words-1.md): drop zero-width marks and soft hyphens;
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
from generator.model.policy import Span

# White space and zero-width marks are listed, not asked of `re`, so that a later Unicode cannot change the recipe.
_BLANKS = "\t\n\x0b\x0c\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = re.compile(f"[{_BLANKS}]+")
_ODD_SPACE = re.compile(
    f"[{_BLANKS}]{{2,}}|[\t\n\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+"
)

_EOL = r"(?:\r\n?|\n|\Z)"
_CONTAINER = r"[ \t]*(?:(?:>|[*+-](?=[ \t])|\d{1,9}\\?[.)](?=[ \t]))[ \t]*)*"
# A line that is marks only (fence, setext underline), or the marks of an ATX heading.
_FENCE = re.compile(
    rf"^{_CONTAINER}(?P<fence>(?P<mark>`{{3,}})[^`\r\n]*|(?P<tilde>~{{3,}})[^\r\n]*)$", re.MULTILINE
)
_ATX = re.compile(
    rf"^{_CONTAINER}(?P<open>#{{1,6}})(?=[ \t]|$)(?:[^\r\n]*?[ \t](?P<close>#+)[ \t]*$)?", re.MULTILINE
)
_CELL = re.compile(r"(?:\||<br ?/?>)[ \t]*(?P<open>#{2,6})(?=[ \t]+[^|\s])")
_SETEXT = re.compile(
    r"(?:(?<=[^\s])[^\S\r\n]*(?:\r\n?|\n)(?:[ \t]*>)?[ \t]*(?P<dashes>-{2,})|^(?:[ \t]*>)?[ \t]*(?P<doubles>={2,}))"
    r"[ \t]*(?=\r|\n|\Z)",
    re.MULTILINE,
)

_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<hard>\\(?=\r|\n))
    | (?P<tick>`+)
    | (?P<open>!?\[)
    | (?P<shut>\])
    | (?P<star>\*+)
    | (?P<bar>_+)
    | (?P<br><[bB][rR][ ]*/?>)
    | <(?P<auto>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>
    | (?P<edge>(?:\r\n?|\n)(?=[ \t]*(?:\r|\n|\Z|[|>]|\#{1,6}[ ]|[*+-][ \t]|\d{1,9}\\?[.)][ \t])))
    """,
    re.VERBOSE,
)
_NO_PARENS = r"(?:[^\s()\\]|\\.)"
_ONE_DEEP = rf"(?:{_NO_PARENS}|\({_NO_PARENS}*+\))"
_TWO_DEEP = rf"(?:{_NO_PARENS}|\({_ONE_DEEP}*+\))"
_TARGET = re.compile(
    rf"""\([ \t\r\n]*+
    (?P<target><[^<>\r\n]*+>|{_TWO_DEEP}*+)
    (?:[ \t\r\n]++(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?
    [ \t\r\n]*+\)""",
    re.VERBOSE | re.DOTALL,
)
_TICKS = re.compile(r"`+")
_BLOCK_END = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r|\n|\Z)")
_LINE_BETWEEN = re.compile(r"[^\S\r\n]*+[\r\n]\s*+[^\s](?:[^\r\n]|\r?\n(?![ \t]*[\r\n]))*+\Z")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′‹›ʼ´`＇", "'") | dict.fromkeys("“”„‟″«»＂", '"'))

_NO_SPACES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af"
)
_JOINED = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a\uff9e\uff9f"
_WORD_PIECE = re.compile(f"[{_NO_SPACES}][{_JOINED}]*|[^ {_NO_SPACES}]+")
_ANY_NO_SPACES = re.compile(f"[{_NO_SPACES}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the way back: ``starts[i]`` is where in ``source`` the folded character ``i`` came from."""

    text: str
    starts: Sequence[int]
    source: str = field(default="", repr=False)
    cuts: tuple[Span, ...] = field(default=(), repr=False)  # the marks of `source`, in order
    breaks: frozenset[Span] = field(
        default=frozenset(), repr=False
    )  # of those, the ones that stand for a new line

    def span(self, start: int, end: int) -> Span:
        """The source span of the folded characters from ``start`` up to ``end``."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return Span(at, at)
        return Span(self.starts[start], self.starts[end - 1] + 1)

    def window(self, span: Span) -> Span:
        """The folded characters that came from ``span`` of the source, without white space at the ends."""
        start, end = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return Span(start, end)

    def words(self, span: Span) -> str:
        """The folded words of ``span`` of the source, marks paired in the whole text and not in the piece alone."""
        window = self.window(span)
        return self.text[window.start : window.end]

    def displayed(self, span: Span) -> str:
        """The source's own characters of ``span`` (its spaces, soft hyphens, quote shapes) without Markdown marks."""
        pieces: list[str] = []
        at = span.start
        for index in range(max(0, bisect_right(self.cuts, Span(span.start, 0)) - 1), len(self.cuts)):
            cut = self.cuts[index]
            if cut.start >= span.end:
                break
            if cut.end <= at:
                continue
            pieces.append(self.source[at : cut.start])
            if cut in self.breaks:
                pieces.append("\n")
            at = cut.end
        pieces.append(self.source[at : span.end])
        return "".join(pieces)


def words_1(text: str) -> str:
    """The folded words of a whole text."""
    bare = _ZERO_WIDTH.sub("", text)
    cuts, breaks, _ = _find_marks(bare)
    pieces: list[str] = []
    at = 0
    for cut in cuts:
        pieces.append(bare[at : cut.start])
        if cut in breaks:
            pieces.append(" ")
        at = cut.end
    pieces.append(bare[at:])
    return _SPACE.sub(" ", "".join(pieces)).strip(" ")


def fold(text: str) -> Folded:
    """The folded words with the way back: ``fold(text).text == words_1(text)`` for every text."""
    bare, origin = _without_zero_width(text)
    cuts, breaks, _ = _find_marks(bare)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for cut in cuts:
        pieces.append(bare[at : cut.start])
        places.extend(origin[at : cut.start])
        if cut in breaks:
            pieces.append(" ")
            places.append(origin[cut.start])
        at = cut.end
    pieces.append(bare[at:])
    places.extend(origin[at:])
    loose_text = "".join(pieces)
    pieces, starts, at = [], [], 0
    for found in _ODD_SPACE.finditer(loose_text):
        pieces.append(loose_text[at : found.start()] + " ")
        starts.extend(places[at : found.start() + 1])
        at = found.end()
    pieces.append(loose_text[at:])
    starts.extend(places[at:])
    folded = "".join(pieces)
    if folded.startswith(" "):
        folded, starts = folded[1:], starts[1:]
    if folded.endswith(" "):
        folded, starts = folded[:-1], starts[:-1]
    sources = tuple(Span(origin[c.start], origin[c.end - 1] + 1) for c in cuts)
    return Folded(
        folded, starts, text, sources, frozenset(s for s, c in zip(sources, cuts, strict=True) if c in breaks)
    )


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
    if not _ANY_NO_SPACES.search(folded):
        return len(folded.split())
    return sum(1 for _ in word_spans(folded))


def loose(text: str) -> str:
    """`words-1` with case and the shapes of quotes and apostrophes folded too: how `find` reads."""
    return loosen(words_1(text))


def loosen(words: str) -> str:
    """Words that were folded already, with case and the shapes of quotes folded too."""
    return words.translate(_QUOTES).casefold()


def level_quotes(words: str) -> str:
    """Folded words with straight quotes and apostrophes for curly ones: the shape of a quote is no change of words."""
    return words.translate(_QUOTES)


def link_targets(text: str) -> tuple[str, ...]:
    """The targets of all links of a text, in order (images are not links)."""
    return _find_marks(_ZERO_WIDTH.sub("", text))[2]


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


def _without_zero_width(text: str) -> tuple[str, Sequence[int]]:
    """The text without zero-width marks and soft hyphens, and where each kept character came from."""
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for found in _ZERO_WIDTH.finditer(text):
        pieces.append(text[at : found.start()])
        origin.extend(range(at, found.start()))
        at = found.end()
    if not pieces:
        return text, range(len(text))
    pieces.append(text[at:])
    origin.extend(range(at, len(text)))
    return "".join(pieces), origin


def _find_marks(text: str) -> tuple[tuple[Span, ...], frozenset[Span], tuple[str, ...]]:
    """The spans of Markdown marks in order, those of them that stand for a new line, and the link targets."""
    cuts, closed = _find_line_marks(text)
    scan = _Scan(text, cuts)
    scan.run(closed)
    return tuple(sorted(set(scan.cuts))), frozenset(scan.breaks), tuple(t for t in scan.targets if t)


def _find_line_marks(text: str) -> tuple[list[Span], list[Span]]:
    """Marks that stand in lines of their own or open one, and the fenced stretches that no mark is read in."""
    cuts: list[Span] = []
    closed: list[Span] = []
    opening: re.Match[str] | None = None
    if "```" in text or "~~~" in text:
        for found in _FENCE.finditer(text):
            mark = found["mark"] or found["tilde"]
            if opening is None:
                opening = found
            elif found["fence"].rstrip(" \t") == mark and mark.startswith(
                opening["mark"] or opening["tilde"]
            ):
                cuts += [Span(*opening.span("fence")), Span(*found.span("fence"))]
                closed.append(Span(opening.start("fence"), found.end("fence")))
                opening = None
    if "#" in text:
        for found in _ATX.finditer(text):
            cuts.append(Span(*found.span("open")))
            if found["close"]:
                cuts.append(Span(*found.span("close")))
        cuts.extend(Span(*found.span("open")) for found in _CELL.finditer(text))
    if "==" in text or "--" in text:
        cuts.extend(Span(*found.span(found.lastgroup or 0)) for found in _SETEXT.finditer(text))
    if closed:
        cuts = [c for c in cuts if not any(_inside(c, s) for s in closed)]
    return sorted(cuts), closed


def _inside(cut: Span, closed: Span) -> bool:
    return closed.start < cut.start and cut.end < closed.end


class _Scan:
    """One walk over a text that gathers its inline marks. Linear: each opener is pushed once and popped once."""

    def __init__(self, text: str, cuts: list[Span]) -> None:
        self.text = text
        self.cuts = list(cuts)
        self.breaks: list[Span] = []
        self.targets: list[str] = []  # an opener's place is kept free until its link is known
        self.brackets: list[tuple[Span, int]] = []
        self.openers: dict[str, list[Span]] = {"*": [], "_": []}
        self.lonely: list[Span] = []  # strong marks without a partner
        self.no_ticks: set[int] = set()  # lengths of backtick runs known to have no partner in this block
        self.block_end = -1

    def run(self, closed: list[Span]) -> None:
        """Walk the text once."""
        skips = {s.start: s.end for s in (*self.cuts, *closed)}
        starts = sorted(skips)
        at = 0
        search = _TOKEN.search
        while found := search(self.text, at):
            at = found.end()
            inside = bisect_right(starts, found.start()) - 1
            if inside >= 0 and found.start() < skips[starts[inside]]:
                at = skips[starts[inside]]
                continue
            at = self.take(found)
        self.close_block()
        self.pair_across_lines()

    def take(self, found: re.Match[str]) -> int:
        """Note the marks of one token; the place where reading goes on."""
        kind, span = found.lastgroup or "", Span(*found.span())
        match kind:
            case "escape" | "hard":
                self.cuts.append(Span(span.start, span.start + 1))
            case "tick":
                return self.take_code(span)
            case "open":
                self.brackets.append((span, len(self.targets)))
                self.targets.append("")
            case "shut":
                return self.take_link(span)
            case "star" | "bar":
                self.take_emphasis(span)
            case "br":
                self.cuts.append(span)
                self.breaks.append(span)
            case "auto":
                self.cuts += [Span(span.start, span.start + 1), Span(span.end - 1, span.end)]
                self.targets.append(found["auto"])
            case "edge":
                self.close_block()
        return span.end

    def close_block(self) -> None:
        """Marks do not pair across blocks."""
        self.lonely += self.openers["*"]
        self.openers = {"*": [], "_": []}
        self.no_ticks.clear()

    def pair_across_lines(self) -> None:
        """Converters write `**` at the end of a line for bold words that open with a line break: pair it with the next.

        Only a strong mark at a line's end, and only with a strong mark of the paragraph that follows; footnote stars
        stay.
        """
        strong = sorted(span for span in self.lonely if len(span) > 1)
        at = 0
        while at + 1 < len(strong):
            first, second = strong[at], strong[at + 1]
            if second.start - first.end < 2_000 and _LINE_BETWEEN.match(self.text, first.end, second.start):
                self.cuts += [first, second]
                at += 1
            at += 1

    def take_code(self, span: Span) -> int:
        """A code span: its two runs of backticks, and the one space inside each where both sides have one."""
        if len(span) in self.no_ticks:
            return span.end
        if self.block_end < span.end:
            edge = _BLOCK_END.search(self.text, span.end)
            self.block_end = edge.start() if edge else len(self.text)
        for other in _TICKS.finditer(self.text, span.end, self.block_end):
            if other.end() - other.start() == len(span):
                inner = self.text[span.end : other.start()]
                pad = int(inner.startswith(" ") and inner.endswith(" ") and bool(inner.strip(" ")))
                self.cuts += [Span(span.start, span.end + pad), Span(other.start() - pad, other.end())]
                return other.end()
        self.no_ticks.add(len(span))
        return span.end

    def take_link(self, span: Span) -> int:
        """The end of a link or image: both its marks, and its target."""
        if not self.brackets:
            return span.end
        opener, place = self.brackets.pop()
        target = _TARGET.match(self.text, span.end) if self.text.startswith("(", span.end) else None
        if target is None:
            return span.end
        self.cuts += [opener, Span(span.start, target.end())]
        if len(opener) == 1:
            self.targets[place] = _UNESCAPE.sub(r"\1", target["target"].strip("<>"))
        return target.end()

    def take_emphasis(self, span: Span) -> None:
        """A run of `*` or `_`: it closes the nearest open run of its kind as far as it reaches, else it opens one."""
        mark = self.text[span.start]
        left = self.text[span.start - 1] if span.start else " "
        right = self.text[span.end] if span.end < len(self.text) else " "
        opens, closes = not _SPACE.match(right), not _SPACE.match(left)
        if left == ">" and any(b.end == span.start for b in self.breaks[-1:]):
            closes = False
        if mark == "_":
            opens, closes = opens and not left.isalnum(), closes and not right.isalnum()
        rest = span
        stack = self.openers[mark]
        while closes and rest and stack:
            opener = stack.pop()
            size = min(len(opener), len(rest))
            self.cuts += [Span(opener.end - size, opener.end), Span(rest.start, rest.start + size)]
            rest = Span(rest.start + size, rest.end)
            if len(opener) > size:
                stack.append(Span(opener.start, opener.end - size))
            other = self.openers["_" if mark == "*" else "*"]
            while other and other[-1].start > opener.start:
                self.lonely.append(other.pop())
        if not rest:
            return
        if opens:
            stack.append(rest)
        elif mark == "*":
            self.lonely.append(rest)
