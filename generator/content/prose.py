"""Our own words in a Markdown body: blocks of text with their line and section, quotations and code left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.content.quotation_marks import markdown_parser


class Section(StrEnum):
    """The fixed parts of a note; what stands before the first heading belongs to the facts."""

    FACT = "What the captures show"
    READING = "How we read it"
    CONTEXT = "What others said"
    LIMITS = "What this page does not show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a paragraph, item, cell or footnote as written, and where it stands in the body (from 0)."""

    text: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The target of a link or image, and the body's line on which its block begins."""

    target: str
    at: int
    image: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of our own words. `section` is the heading (level 2) it stands under, empty before the first."""

    lines: tuple[Line, ...]
    section: str = ""
    heading: bool = False
    level: int = 0
    quoted: bool = False  # stands in a block quote: not our own words, but its links are links
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def at(self) -> int:
        return self.lines[0].at if self.lines else 0


def blocks_of(body: str, parser: MarkdownIt | None = None) -> tuple[Block, ...]:
    """The blocks of a body in order, code left out. `parser` is that of `markdown_parser`, for many bodies."""
    return tuple(_walk((parser or markdown_parser()).parse(body))) if body.strip() else ()


def own_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Those that stand in no block quote."""
    return tuple(block for block in blocks if not block.quoted)


def _walk(tokens: list[Token]) -> Iterator[Block]:
    section, depth, at = "", 0, 0
    heading = 0
    for token in tokens:
        if token.type == "blockquote_open":
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        if token.map:
            at = token.map[0]
        if token.type != "inline":
            continue
        lines = tuple(Line(text=text, at=at + n) for n, text in enumerate(token.content.split("\n")))
        if heading and heading <= 2 and not depth:
            section = token.content.strip()
        yield Block(
            lines=lines,
            section=section,
            heading=bool(heading),
            level=heading,
            quoted=depth > 0,
            links=tuple(_links(token, at)),
        )


def _links(token: Token, at: int) -> Iterator[Link]:
    for child in token.children or []:
        if child.type == "link_open":
            yield Link(target=str(child.attrGet("href") or ""), at=at)
        elif child.type == "image":
            yield Link(target=str(child.attrGet("src") or ""), at=at, image=True)
        elif child.type in ("softbreak", "hardbreak"):
            at += 1


_OPENING = re.compile(r"[“\"«„`]|\]\(")
_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”", "`": "`", "](": ")"}


def own_voice(text: str) -> str:
    """Words without what stands in quote marks, code or link targets (same length: columns stay)."""
    pieces: list[str] = []
    nearest: dict[
        str, int
    ] = {}  # the next place of a closing mark; each is looked for once, so the walk is linear
    at = look = 0
    while opening := _OPENING.search(text, look):
        look = opening.end()
        ends = [end for mark in _CLOSING[opening[0]] if (end := _next(text, mark, look, nearest)) >= 0]
        if ends:
            look = min(ends) + 1
            pieces += (text[at : opening.start()], " " * (look - opening.start()))
            at = look
    return "".join([*pieces, text[at:]])


def _next(text: str, mark: str, start: int, nearest: dict[str, int]) -> int:
    """The next place of a mark, -1 where there is none."""
    known = nearest.get(mark, start - 1)
    if 0 <= known < start or (known < 0 and mark not in nearest):
        known = nearest[mark] = text.find(mark, start)
    return known
