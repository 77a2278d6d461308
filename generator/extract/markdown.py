"""Markdown captures as they are: blocks by the structure of lines, the text untouched.

Collections such as Open Terms Archive store policy texts as Markdown that a converter wrote: a list item is indented by
its nesting, a heading is marked or underlined, a table row is a line. No Markdown parser is asked, because the text must
stay one string that blocks are spans of, and because broken marks are common in such captures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.policy import Block, BlockKind, Span

MADE_BY = "markdown-1"

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCE = re.compile(r"[ \t>]*(?:```[^`]*|~~~.*)$")
_HEADING = re.compile(r"[ \t>]*(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"[ \t>]*(={2,}|-{2,})[ \t]*$")
_BREAK = re.compile(r"[ \t>]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"[ >]*(?:[*+-]|\d{1,9}[.)])(?:[ \t]+|$)")
_ROW = re.compile(r"[ \t>]*\|")
_BLANK = re.compile(r"[ \t>\xa0\u200b]*$")
_BLANK_SIGNS = ("", "\xa0", "\u200b")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # without the line's end
    text: str


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends: LF, CR LF or CR."""
    if "\r" in text:
        yield from (found.group() for found in _LINE.finditer(text) if found.group())
        return
    at = 0
    while (stop := text.find("\n", at)) >= 0:
        yield text[at : stop + 1]
        at = stop + 1
    if at < len(text):
        yield text[at:]


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text in order. Blank lines, and nothing else, lie between them."""
    return tuple(_Reader(text).read())


class _Reader:
    """Reads lines once and closes a block where the next begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.open: list[_Line] = []  # lines of the block being read
        self.kind = BlockKind.PARAGRAPH
        self.level = 0
        self.indents: list[int] = []  # indentation of the items that the current line stands in
        self.fence = ""

    def read(self) -> list[Block]:
        """All blocks."""
        at = 0
        for whole in _lines(self.text):
            line = whole.rstrip("\r\n")
            self.take(_Line(at, at + len(line), line))
            at += len(whole)
        self.close()
        return self.blocks

    def take(self, line: _Line) -> None:
        """One line: it goes on with the open block, or closes it and begins another."""
        sign = line.text.lstrip(" \t>")[:1]  # what a line may be is told by its first sign
        if self.fence:
            self.open.append(line)
            if line.text.strip(" \t>").startswith(self.fence):
                self.close()
        elif sign in _BLANK_SIGNS and _BLANK.match(line.text):
            self.close()
        elif sign and sign in "`~" and _FENCE.match(line.text):
            self.begin(line, BlockKind.PARAGRAPH)
            self.fence = line.text.strip(" \t>")[:3]
        elif sign in "=-" and self.is_underline(line):
            pass
        elif sign in "*-_" and _BREAK.match(line.text):
            self.begin(line, BlockKind.PARAGRAPH)
            self.close()
        elif sign == "#" and (found := _HEADING.match(line.text)):
            self.begin(line, BlockKind.HEADING, len(found[1]))
            self.close()
        elif sign == "|" and _ROW.match(line.text):
            self.begin(line, BlockKind.ROW)
        elif (sign in "*+-" or sign.isdecimal()) and (found := _ITEM.match(line.text)):
            self.take_item(line, found)
        elif self.open and self.kind is not BlockKind.ROW:
            self.open.append(line)
        elif self.open and not line.text.startswith("|") and self.open[-1].text.rstrip().endswith("|"):
            self.begin(line, BlockKind.PARAGRAPH)
        elif self.open:
            self.open.append(line)
        else:
            self.begin(line, BlockKind.PARAGRAPH)

    def is_underline(self, line: _Line) -> bool:
        """Whether a line underlines the block above it, which is a heading then."""
        if self.open and self.kind is BlockKind.PARAGRAPH and _UNDERLINE.match(line.text):
            self.open.append(line)
            self.kind, self.level = BlockKind.HEADING, 1 if "=" in line.text else 2
            self.close()
            return True
        if "=" in line.text and not self.open and self.blocks and _UNDERLINE.match(line.text):
            title = self.blocks.pop()  # converters write blank lines between a title and its underline
            end = line.start + len(line.text.rstrip())
            self.blocks.append(Block(kind=BlockKind.HEADING, span=Span(title.span.start, end), level=1))
            return True
        return False

    def take_item(self, line: _Line, found: re.Match[str]) -> None:
        """A list item: its nesting is told by how far it is indented beside the items before it."""
        indent = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip(" >"))
        while self.indents and self.indents[-1] > indent + 1:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1] + 1:
            self.indents.append(indent)
        heading = _HEADING.match(line.text, found.end())
        if heading:
            self.begin(line, BlockKind.HEADING, len(heading[1]), keep=True)
            self.close()
        else:
            self.begin(line, BlockKind.ITEM, len(self.indents), keep=True)

    def begin(self, line: _Line, kind: BlockKind, level: int = 0, *, keep: bool = False) -> None:
        """Close what is open and begin a block with this line."""
        self.close()
        self.open, self.kind, self.level = [line], kind, level
        if not keep and not line.text.startswith((" ", "\t")):
            self.indents = []

    def close(self) -> None:
        """End the open block, without the white space at its ends."""
        if self.open:
            start, end = self.open[0].start, self.open[-1].end
            while start < end and self.text[start] in " \t":
                start += 1
            while end > start and self.text[end - 1] in " \t\r\n":
                end -= 1
            self.blocks.append(Block(kind=self.kind, span=Span(start, end), level=self.level))
        self.open, self.fence = [], ""
