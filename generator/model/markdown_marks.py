"""Where the Markdown marks of a text stand: the part of `words-1` that reads markup. FROZEN with the recipe.

A mark is a stretch of characters that is no word: emphasis, code and heading marks, the brackets and the target of a
link, the backslash of an escape. Marks are found in the whole text once, in one walk; their places are plain numbers.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

BLANKS = "\t\n\x0b\x0c\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_CONTAINER = r"[ \t]*(?:(?:>|[*+-](?=[ \t])|\d{1,9}\\?[.)](?=[ \t]))[ \t]*)*"
# A line that is marks only (fence, setext underline), or the marks of an ATX heading.
_FENCE = re.compile(
    rf"^{_CONTAINER}(?P<fence>(?P<mark>`{{3,}})[^`\r\n]*|(?P<tilde>~{{3,}})[^\r\n]*)$", re.MULTILINE
)
_ATX = re.compile(
    rf"^{_CONTAINER}(?P<open>#{{1,6}})(?=[ \t]|$)(?:[^\r\n]*?[ \t](?P<close>#+)[ \t]*$)?", re.MULTILINE
)
_CELL = re.compile(r"(?:\||<br ?/?>)[ \t]*(?P<open>#{2,6})(?=[ \t]+[^|\s])")
_DASHES = re.compile(r"(?<=[^\s])[^\S\r\n]*(?:\r\n?|\n)(?:[ \t]*>)?[ \t]*(?P<line>-{2,})[ \t]*(?=\r|\n|\Z)")
_DOUBLES = re.compile(r"^(?:[ \t]*>)?[ \t]*(?P<line>={2,})[ \t]*(?=\r|\n|\Z)", re.MULTILINE)

# Each token begins with one of these characters, which `re` looks for quickly; what it is comes behind.
_TOKEN = re.compile(
    r"""
    [\\`!\[\]*_<\r\n]
    (?: (?<=\\)(?:(?P<escape>[!-/:-@\[-`{-~])|(?P<hard>(?=\r|\n)))
      | (?<=`)(?P<tick>`*)
      | (?<=!)(?P<image>\[)
      | (?<=\[)(?P<open>)
      | (?<=\])(?P<shut>)
      | (?<=\*)(?P<star>\**)
      | (?<=_)(?P<bar>_*)
      | (?<=<)(?:(?P<br>[bB][rR][ ]*/?>)
          |(?P<auto>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>)
      | (?<=[\r\n])(?P<edge>(?:(?<=\r)\n)?(?=[ \t]*(?:\r|\n|\Z|[|>]|\#{1,6}[ ]|[*+-][ \t]|\d{1,9}\\?[.)][ \t])))
    )
    """,
    re.VERBOSE,
)
_NO_PARENS = r"(?:[^\s()\\]++|\\.)"
_ONE_DEEP = rf"(?:{_NO_PARENS}|\((?>{_NO_PARENS}*)\))"
_TWO_DEEP = rf"(?:{_NO_PARENS}|\((?>{_ONE_DEEP}*)\))"
_TARGET = re.compile(
    rf"""\([ \t\r\n]*+
    (?P<target><[^<>\r\n]*+>|(?>{_TWO_DEEP}*))
    (?:[ \t\r\n]++(?:"(?>(?:[^"\\]++|\\.)*)"|'(?>(?:[^'\\]++|\\.)*)'|\((?>(?:[^()\\]++|\\.)*)\)))?
    [ \t\r\n]*+\)""",
    re.VERBOSE | re.DOTALL,
)
_TICKS = re.compile(r"`+")
_BLOCK_END = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r|\n|\Z)")
_LINE_BETWEEN = re.compile(r"[^\S\r\n]*+[\r\n]\s*+[^\s](?>(?:[^\r\n]++|\r?\n(?![ \t]*[\r\n]))*)\Z")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(f"[{BLANKS}]")
_PAIRED_WITHIN = 2_000  # characters between two marks of emphasis that a line break has parted

Range = tuple[int, int]


class Marks:
    """The marks of a text: `cuts` in order, those of them that stand for a new line (`breaks`), and link targets."""

    __slots__ = ("breaks", "cuts", "targets")

    def __init__(self, cuts: list[Range], breaks: list[Range], targets: list[str]) -> None:
        self.cuts, self.breaks, self.targets = cuts, frozenset(breaks), tuple(targets)


def find_marks(text: str) -> Marks:
    """All Markdown marks of a text without zero-width characters."""
    lines, closed = _line_marks(text)
    walk = _Walk(text, lines)
    walk.run(closed)
    return Marks(sorted(set(walk.cuts)), walk.breaks, [target for target in walk.targets if target])


def _line_marks(text: str) -> tuple[list[Range], list[Range]]:
    """Marks that stand in lines of their own or open one, and the fenced stretches that no mark is read in."""
    cuts: list[Range] = []
    closed: list[Range] = []
    opening: re.Match[str] | None = None
    if "```" in text or "~~~" in text:
        for found in _FENCE.finditer(text):
            mark = found["mark"] or found["tilde"]
            if opening is None:
                opening = found
            elif found["fence"].rstrip(" \t") == mark and mark.startswith(
                opening["mark"] or opening["tilde"]
            ):
                cuts += [opening.span("fence"), found.span("fence")]
                closed.append((opening.start("fence"), found.end("fence")))
                opening = None
    if "#" in text:
        for found in _ATX.finditer(text):
            cuts.append(found.span("open"))
            if found["close"]:
                cuts.append(found.span("close"))
        if "|" in text or "<" in text:
            cuts.extend(found.span("open") for found in _CELL.finditer(text))
    cuts += _underlines(text)
    if closed:
        cuts = [c for c in cuts if not any(s[0] < c[0] and c[1] < s[1] for s in closed)]
    return sorted(cuts), closed


def _underlines(text: str) -> list[Range]:
    """Lines that hold nothing but dashes or equals signs and underline a title; looked for by their first signs.

    An underline takes the blanks behind it with it, so that a second one directly below finds no words above.
    """
    found: list[Range] = []
    taken = 0
    for at in sorted([*_runs(text, "-"), *_runs(text, "=")]):
        start = at
        while start and text[start - 1] in "> \t":
            start -= 1
        is_dash = text[at] == "-"
        if is_dash and start and text[start - 1] in "\r\n":
            start = _words_end(text, start)
        match = (_DASHES if is_dash else _DOUBLES).match(text, start) if start >= taken else None
        if match and match.start("line") == at:
            found.append(match.span("line"))
            taken = match.end()
    return found


def _runs(text: str, mark: str) -> Iterator[int]:
    """Where two or more of a mark in a row begin."""
    at = text.find(mark * 2)
    while at >= 0:
        yield at
        while text.startswith(mark, at):
            at += 1
        at = text.find(mark * 2, at)


def _words_end(text: str, at: int) -> int:
    """Where the words of the line above end: the end of its last character that is no white space."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


class _Walk:
    """One walk over a text that gathers its inline marks. Linear: each opener is pushed once and popped once."""

    def __init__(self, text: str, lines: list[Range]) -> None:
        self.text = text
        self.cuts = list(lines)
        self.lines = lines
        self.breaks: list[Range] = []
        self.targets: list[str] = []  # an opener's place is kept free until its link is known
        self.brackets: list[tuple[Range, int]] = []
        self.openers: dict[str, list[Range]] = {"*": [], "_": []}
        self.lonely: list[Range] = []  # strong marks without a partner
        self.no_ticks: set[int] = set()  # lengths of backtick runs known to have no partner in this block
        self.block_end = -1

    def run(self, closed: list[Range]) -> None:
        """Walk the text once."""
        skips = dict([*self.lines, *closed])
        starts = sorted(skips)
        at = 0
        search = _TOKEN.search
        text = self.text
        while found := search(text, at):
            start, at = found.span()
            if starts:
                inside = bisect_right(starts, start) - 1
                if inside >= 0 and start < skips[starts[inside]]:
                    at = skips[starts[inside]]
                    continue
            kind = found.lastgroup
            if kind == "edge":
                if self.openers["*"] or self.openers["_"] or self.no_ticks:
                    self.close_block()
            elif kind == "star" or kind == "bar":
                self.take_emphasis(start, at)
            elif kind == "open" or kind == "image":
                self.brackets.append(((start, at), len(self.targets)))
                self.targets.append("")
            elif kind == "shut":
                at = self.take_link(start, at)
            elif kind == "escape" or kind == "hard":
                self.cuts.append((start, start + 1))
            elif kind == "br":
                self.cuts.append((start, at))
                self.breaks.append((start, at))
            elif kind == "tick":
                at = self.take_code(start, at)
            else:
                self.cuts += [(start, start + 1), (at - 1, at)]
                self.targets.append(found["auto"])
        self.close_block()
        self.pair_across_lines()

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
        strong = sorted(mark for mark in self.lonely if mark[1] - mark[0] > 1)
        at = 0
        while at + 1 < len(strong):
            first, second = strong[at], strong[at + 1]
            if second[0] - first[1] < _PAIRED_WITHIN and _LINE_BETWEEN.match(self.text, first[1], second[0]):
                self.cuts += [first, second]
                at += 1
            at += 1

    def take_code(self, start: int, end: int) -> int:
        """A code span: its two runs of backticks, and the one space inside each where both sides have one."""
        size = end - start
        if size in self.no_ticks:
            return end
        if self.block_end < end:
            edge = _BLOCK_END.search(self.text, end)
            self.block_end = edge.start() if edge else len(self.text)
        for other in _TICKS.finditer(self.text, end, self.block_end):
            if other.end() - other.start() == size:
                inner = self.text[end : other.start()]
                pad = int(inner.startswith(" ") and inner.endswith(" ") and bool(inner.strip(" ")))
                self.cuts += [(start, end + pad), (other.start() - pad, other.end())]
                return other.end()
        self.no_ticks.add(size)
        return end

    def take_link(self, start: int, end: int) -> int:
        """The end of a link or image: both its marks, and its target."""
        if not self.brackets:
            return end
        opener, place = self.brackets.pop()
        target = _TARGET.match(self.text, end) if self.text.startswith("(", end) else None
        if target is None:
            return end
        self.cuts += [opener, (start, target.end())]
        if opener[1] - opener[0] == 1:
            self.targets[place] = _UNESCAPE.sub(r"\1", target["target"].strip("<>"))
        return target.end()

    def take_emphasis(self, start: int, end: int) -> None:
        """A run of `*` or `_`: it closes the nearest open run of its kind as far as it reaches, else it opens one."""
        text = self.text
        mark = text[start]
        left = text[start - 1] if start else " "
        right = text[end] if end < len(text) else " "
        opens, closes = not _SPACE.match(right), not _SPACE.match(left)
        if left == ">" and self.breaks and self.breaks[-1][1] == start:
            closes = False
        if mark == "_":
            opens, closes = opens and not left.isalnum(), closes and not right.isalnum()
        stack = self.openers[mark]
        while closes and start < end and stack:
            first, last = stack.pop()
            size = min(last - first, end - start)
            self.cuts += [(last - size, last), (start, start + size)]
            start += size
            if last - first > size:
                stack.append((first, last - size))
            other = self.openers["_" if mark == "*" else "*"]
            while other and other[-1][0] > first:
                self.lonely.append(other.pop())
        if start >= end:
            return
        if opens:
            stack.append((start, end))
        elif mark == "*":
            self.lonely.append((start, end))
