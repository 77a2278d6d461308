"""What a walk over a page gathers, and how it becomes one string with spans into it; addresses that are safe to print."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from generator.extract.inline import Run, Written, escape, escape_line_start, join_written, move_role
from generator.model.policy import Block, BlockKind, Elsewhere, RoleSpan, Span

_UNSAFE = re.compile(r"[\s\x00-\x20]*(?:javascript|data|vbscript|blob|file)\s*:", re.IGNORECASE)
_REWRITTEN = re.compile(
    r"(?:(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://|mailto:)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A written block: what it is, what stands before its words, and the words."""

    kind: BlockKind
    level: int
    lead: str
    words: Written


@dataclass(slots=True)
class Output:
    """What a walk gathers."""

    runs: list[Run] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)  # of items whose words are still to come
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """The text of a page, its blocks, what the page does to words, and what was left out."""

    text: str
    blocks: tuple[Block, ...]
    roles: tuple[RoleSpan, ...]
    chrome: int
    outside: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()
    warnings: tuple[str, ...] = ()


def assemble(pieces: list[Piece], chrome: int) -> Walked:
    """Pieces to one string with spans into it. Rows of a table, and items, follow each other line by line."""
    parts: list[str] = []
    blocks: list[Block] = []
    roles: list[RoleSpan] = []
    at = 0
    last: BlockKind | None = None
    for piece in pieces:
        close = piece.kind is last and piece.kind in (BlockKind.ROW, BlockKind.ITEM)
        close = close and (piece.kind is BlockKind.ROW or bool(piece.lead.strip(" ")))
        gap = "" if last is None else "\n" if close else "\n\n"
        lead = gap + piece.lead
        start = at + len(gap) + len(piece.lead) - len(piece.lead.lstrip(" "))
        parts += [lead, piece.words.text]
        at += len(lead)
        roles += [move_role(role, at.__add__) for role in piece.words.roles]
        at += len(piece.words.text)
        blocks.append(Block(kind=piece.kind, span=Span(start, at), level=piece.level))
        last = piece.kind
    if parts:
        parts.append("\n")
    return Walked(text="".join(parts), blocks=tuple(blocks), roles=tuple(roles), chrome=chrome)


def write_outside(parts: list[str]) -> str:
    """What was left out as a line a block, marks of Markdown escaped."""
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(escape_line_start(escape(line)) for line in lines if line)


def write_cell(pieces: list[Piece]) -> Written:
    """What stands in a cell as one line of Markdown."""
    parts: list[Written] = []
    for piece in pieces:
        lead = piece.lead.strip(" ")
        part = join_written((Written(lead), piece.words), " ") if lead else piece.words
        parts.append(stripped(part).on_one_line())
    return join_written(parts, "<br>")


def stripped(words: Written) -> Written:
    """Without white space at its ends."""
    text = words.text.strip()
    shift = len(words.text) - len(words.text.lstrip())
    if text == words.text:
        return words
    return Written(text, tuple(move_role(role, lambda place: place - shift) for role in words.roles))


def safe_target(address: str, base: str) -> str:
    """A link's target, absolute where the page's own address is known, and safe inside parentheses."""
    address = _REWRITTEN.sub("", address.strip(), count=1)
    if not address or _UNSAFE.match(address):
        return ""
    try:
        address = urljoin(base, address) if base else address
    except ValueError:
        return ""
    address = re.sub(
        r"[\s<>\\\x00-\x20]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), address
    )
    return address.replace("(", "%28").replace(")", "%29")
