"""Policy text: what extraction got out of a capture. One Markdown string; blocks and segments are spans into it."""

from dataclasses import dataclass, field
from enum import StrEnum

STOPPED = "reading stopped"  # how each warning begins that speaks of a rest that was not read


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range: code points into ``PolicyText.text`` unless the field's name says segments."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __reduce__(self) -> "tuple[type[Span], tuple[int, int]]":
        """Plainly: a redline holds tens of thousands, and a frozen dataclass's own way of being read back is slow."""
        return Span, (self.start, self.end)


class BlockKind(StrEnum):
    """What a piece of page structure is. ``ROW`` is a row of a table."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of page structure. ``level`` is the heading's level (1 to 6) or the item's nesting (from 1)."""

    kind: BlockKind
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The unit of alignment, of addresses and of rows on a page: a block, or a part of one that a clause number opens.

    ``number`` is the clause number or list marker as the text has it (``10.4``, ``(a)``; empty where none or where a
    list marker is contradicted by the clauses under it). ``path`` names the clauses it stands in, outermost first, its
    own last: ``("10 Customer content", "10.4 Customer License Grant")``. ``words`` is its ``words-1`` folding.
    ``is_heading``: it holds nothing but the title of what stands under it, marked as a heading or read as one;
    ``is_clause``: it holds words of the policy, so that it counts.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    number: str = ""
    path: tuple[str, ...] = ()
    words: str = ""
    is_heading: bool = False
    is_clause: bool = True


class Role(StrEnum):
    """What a page does to words, beside writing them. A role is kept as a span; it adds no character to the text."""

    STRUCK = "struck"
    INSERTED = "inserted"
    RAISED = "raised"
    LOWERED = "lowered"
    FORMULA = "formula"
    PICTURE = "picture"  # words that stand for a picture
    HIDDEN = "hidden"
    LATER = "later"  # shown when a reader opens it
    SHADOW = "shadow"  # from a declarative shadow root


@dataclass(frozen=True, slots=True, order=True)
class RoleSpan:
    """Words with a role. ``detail`` names what gives it: ``<del>``, ``display: none``."""

    role: Role
    span: Span
    detail: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Elsewhere:
    """Where a page shows or leads to what its capture does not hold. ``kind`` is the element: ``iframe``, ``refresh``."""

    kind: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """One Markdown string (newlines as in the capture), what made it, and what was noticed on the way."""

    text: str
    language: str = ""
    blocks: tuple[Block, ...] = ()
    extractor: str = ""
    encoding: str = ""
    chrome: int = 0  # characters of the page that were left out as navigation, scripts or by `remove`
    warnings: tuple[str, ...] = field(default=())
    declared: str = ""  # the encoding that the archive or the page declared, where it did
    replaced: int = 0  # places that could not be read and show as U+FFFD
    hidden: tuple[Span, ...] = field(
        default=()
    )  # words that the page's own styles hide; they are kept in the text
    title: str = ""  # of an HTML page, as its head says
    sheets: tuple[Span, ...] = ()  # of a PDF: what stands on each page, in order
    roles: tuple[RoleSpan, ...] = ()  # what the page does to words of ``text``, in the order of the text
    outside: str = ""  # what the selectors or the reader left out (header, footer, menus), a line a block
    elsewhere: tuple[Elsewhere, ...] = ()  # frames, and a refresh that leads on: not read
    unread: int = 0  # characters (bytes of a body cut as it came) behind the place where reading stopped
