"""A parsed page to a policy text: headings, lists with their numbers, tables, links, and what the page hides.

One walk in document order, without recursion except into the cells of a table. Every character of the page is either
written or counted as left out; forms and buttons are written like anything else, since some pages are one form and some
headings are buttons.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from generator.extract.inline import KEPT_SPACE, Run, Style, Written, write_paragraphs
from generator.extract.lists import ListCount
from generator.extract.markup import Node, Page
from generator.extract.tables import is_layout, write_table
from generator.model.policy import Block, BlockKind, Span

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul caption optgroup".split()
)
_NEVER = frozenset(
    "script style template head iframe object embed math canvas audio video noframes svg".split()
)
_CHROME = frozenset(["nav", "header", "footer", "aside", "noscript", "dialog"])
_CHROME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"))
_SPACED = frozenset(("button", "option", "select", "textarea", "label"))
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_UNSAFE = re.compile(r"[\s\x00-\x20]*(?:javascript|data|vbscript|blob|file)\s*:", re.IGNORECASE)
_REWRITTEN = re.compile(
    r"(?:(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://|mailto:)"
)
_BLANKS = re.compile(r"[ \t\n\f\r]+")

_PLAIN = Style()
_SIMPLE = re.compile(
    r"[A-Za-z](?:[A-Za-z0-9,.;:%'\"()/$-]| (?! ))*+\Z"
)  # words that Markdown reads as they are
MAX_LEVEL = 12  # items nested deeper are written as if they stood there

Undo = list[Callable[[], None]]


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
    """The text of a page, its blocks, the spans that the page hides, and how many characters were left out."""

    text: str
    blocks: tuple[Block, ...]
    hidden: tuple[Span, ...]
    chrome: int


def walk_page(page: Page, base: str = "") -> Walked:
    """The Markdown of a page; ``base`` is the address that relative links are relative to (never the page's own)."""
    walker = _Walker(page, base)
    if page.root is not None:
        walker.walk(page.root)
    walker.flush()
    return assemble(walker.out.pieces, walker.chrome)


def assemble(pieces: list[Piece], chrome: int) -> Walked:
    """Pieces to one string with spans into it. Rows of a table, and items, follow each other line by line."""
    parts: list[str] = []
    blocks: list[Block] = []
    hidden: list[Span] = []
    at = 0
    last: BlockKind | None = None
    for piece in pieces:
        close = piece.kind is last and piece.kind in (BlockKind.ROW, BlockKind.ITEM)
        gap = "" if last is None else "\n" if close else "\n\n"
        lead = gap + piece.lead
        start = at + len(gap) + len(piece.lead) - len(piece.lead.lstrip(" "))
        parts += [lead, piece.words.text]
        at += len(lead)
        hidden += [Span(at + s.start, at + s.end) for s in piece.words.hidden]
        at += len(piece.words.text)
        blocks.append(Block(kind=piece.kind, span=Span(start, at), level=piece.level))
        last = piece.kind
    if parts:
        parts.append("\n")
    return Walked(text="".join(parts), blocks=tuple(blocks), hidden=tuple(hidden), chrome=chrome)


class _Walker:
    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.out = Output()
        self.style = _PLAIN
        self.lists: list[ListCount] = []
        self.heading = 0
        self.pre = 0
        self.cell = 0
        self.links = 0
        self.content = 0  # inside main or article
        self.selected = int(page.whole)
        self.removed = 0
        self.chrome = 0
        self.on_enter: dict[int, list[tuple[str, int]]] = {}
        self.on_leave: dict[int, list[tuple[str, int]]] = {}
        for name, ranges in (("selected", page.ranges), ("removed", page.cut_ranges)):
            for start, end in ranges:
                for boundary, step in ((start, 1), (end, -1)):
                    events = self.on_leave if boundary.after else self.on_enter
                    events.setdefault(boundary.key, []).append((name, step))

    def walk(self, root: Node) -> None:
        """Enter and leave every node from ``root`` down, in document order."""
        stack: list[tuple[Iterator[Node], Undo]] = [(iter((root,)), [])]
        while stack:
            node = next(stack[-1][0], None)
            if node is None:
                for step in reversed(stack.pop()[1]):
                    step()
            elif (tag := node.tag) == "-text":
                self.take_text(node.text())
            elif (tag != "p" and tag != "li") or not self.take_leaf(node, tag):
                undo = self.enter(node)
                if undo is not None:
                    stack.append((node.children(), undo))

    def enter(self, node: Node) -> Undo | None:
        """Begin an element; what is to be done at its end, or None where nothing inside is to be walked."""
        tag = node.tag
        undo: Undo = []
        key = node.key if (self.on_enter or self.on_leave or self.page.selected or self.page.removed) else 0
        self.turn(self.on_enter.get(key, ()))
        if key in self.on_leave:
            undo.append(lambda: self.turn(self.on_leave[key]))
        if key in self.page.selected:
            undo.append(self.count("selected"))
        if key in self.page.removed or (self.page.whole and self.is_chrome(node, tag)):
            undo.append(self.count("removed"))
        if tag in _NEVER:
            self.chrome += len(node.raw.text() or "")
            for step in reversed(undo):
                step()
            return None
        if tag in ("main", "article") or node.attribute("role") == "main":
            undo.append(self.count("content"))
        self.enter_style(node, tag, undo)
        if tag in _BLOCKS:
            self.flush()
            undo.append(self.flush)
            if tag == "table" and not self.cell and not is_layout(node):
                self.take_table(node)
                for step in reversed(undo):
                    step()
                return None
            self.enter_block(node, tag, undo)
        return undo

    def enter_style(self, node: Node, tag: str, undo: Undo) -> None:
        """Marks, links, pictures and what is hidden."""
        style = self.style
        if tag in ("b", "strong"):
            style = replace(style, bold=True)
        elif tag in ("i", "em"):
            style = replace(style, emphasis=True)
        elif tag == "a" and node.has("href"):
            self.links += 1
            style = replace(style, link=(self.links, self.target(node.attribute("href"))))
        elif tag == "br":
            self.add("\n" if not self.heading else " ")
        elif tag == "img":
            self.take_image(node)
        elif tag in _SPACED:
            self.add(" ")
            undo.append(lambda: self.add(" "))
        if node.has("hidden") or _HIDDEN.search(node.attribute("style")):
            style = replace(style, hidden=True)
        if style is not self.style:
            before = self.style
            undo.append(lambda: setattr(self, "style", before))
            self.style = style

    def enter_block(self, node: Node, tag: str, undo: Undo) -> None:
        """Headings, lists, items and preformatted text."""
        if tag in ("ul", "ol", "menu", "dir"):
            self.lists.append(ListCount(node))
            undo.append(self.close_list)
        elif tag == "li":
            if not self.lists:
                self.lists.append(ListCount(node))
                undo.insert(0, self.close_list)
            waiting = len(self.out.markers)
            self.out.markers.append(self.lists[-1].marker(node))
            undo.insert(len(undo) - 1, lambda: self.out.markers.__delitem__(slice(waiting, None)))
        elif tag == "pre":
            undo.append(self.count("pre"))
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
        if not level and node.attribute("role") == "heading":
            spoken = node.attribute("aria-level")
            level = int(spoken) if spoken in ("1", "2", "3", "4", "5", "6") else 2
        if level and not self.heading:
            undo.insert(len(undo) - 1, lambda: setattr(self, "heading", 0))
            self.heading = level

    def close_list(self) -> None:
        """The end of a list."""
        self.lists.pop()

    def take_text(self, text: str) -> None:
        """Characters of the page."""
        if not self.selected > 0 or self.removed > 0:
            self.chrome += len(_BLANKS.sub(" ", text).strip())
            return
        text = _CONTROLS.sub("\ufffd", text)
        if self.pre and not self.heading:
            text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).replace(" ", KEPT_SPACE)
        else:
            text = _BLANKS.sub(" ", text)
        self.out.runs.append(Run(text, self.style))

    def take_image(self, node: Node) -> None:
        """A picture stands for its words."""
        words = " ".join(node.attribute("alt").split())
        if words and self.selected > 0 and self.removed <= 0:
            self.out.runs.append(Run(words, self.style, self.target(node.attribute("src"))))

    def take_table(self, node: Node) -> None:
        """A table of data: its caption, then a line a row."""
        for part in node.children():
            if part.tag == "caption":
                self.walk(part)
                self.flush()
        lists, self.lists = self.lists, []
        indent = "    " * min(len(lists), MAX_LEVEL)
        lines = write_table(node, self.words_of_cell)
        self.lists = lists
        for line in lines:
            self.out.pieces.append(Piece(BlockKind.ROW, 0, indent, Written(line)))

    def words_of_cell(self, node: Node) -> str:
        """A cell as one line of Markdown; its paragraphs and items are parted by `<br>`."""
        if self.is_plain() and (text := node.only_text()) is not None:
            words = _BLANKS.sub(" ", text).strip(" ")
            if _SIMPLE.match(words):
                return words  # most cells of large tables
        outer, self.out = self.out, Output()
        self.cell += 1
        self.walk(node)
        self.flush()
        self.cell -= 1
        inner, self.out = self.out, outer
        return "<br>".join(
            (p.lead.strip(" ") + " " + p.words.text).strip().replace("\n", "<br>") for p in inner.pieces
        )

    def is_plain(self) -> bool:
        """Whether words that stand here are read as they are, and no single node is asked for by selectors."""
        return (
            self.style is _PLAIN
            and self.selected > 0
            and self.removed <= 0
            and not (self.pre or self.heading or self.on_enter or self.on_leave)
            and not (self.page.selected or self.page.removed)
        )

    def take_leaf(self, node: Node, tag: str) -> bool:
        """Whether a node was a paragraph or item of plain words, written here: most nodes of most pages are."""
        if (tag == "li" and not self.lists) or self.cell or not self.is_plain():
            return False
        text = node.only_text()
        if text is None:
            return False
        self.flush()
        waiting = len(self.out.markers)
        if tag == "li":
            self.out.markers.append(self.lists[-1].marker(node))
        self.take_text(text)
        self.flush()
        del self.out.markers[waiting:]
        return True

    def flush(self) -> None:
        """Write what was gathered as paragraphs of the place we are in."""
        runs, self.out.runs = self.out.runs, []
        if not runs:
            return
        for words in self.written(runs):
            level = min(len(self.lists), MAX_LEVEL)
            markers, self.out.markers = "".join(self.out.markers), []
            indent = "    " * (max(0, level - 1) if markers else level)
            if self.heading and not self.cell:
                lead = f"{indent}{markers}{'#' * self.heading} "
                self.out.pieces.append(Piece(BlockKind.HEADING, self.heading, lead, words))
            elif markers:
                self.out.pieces.append(Piece(BlockKind.ITEM, level, indent + markers, words))
            else:
                self.out.pieces.append(Piece(BlockKind.PARAGRAPH, 0, indent, words))

    def written(self, runs: list[Run]) -> list[Written]:
        """Runs as paragraphs of Markdown."""
        if len(runs) == 1 and runs[0].style is _PLAIN and runs[0].image is None:
            words = runs[0].text.strip(" ")
            if _SIMPLE.match(words):
                return [Written(words)]
        return write_paragraphs(runs, in_cell=bool(self.cell))

    def is_chrome(self, node: Node, tag: str) -> bool:
        """Whether an element only surrounds the text of a page that nobody wrote selectors for."""
        if tag not in _CHROME and node.attribute("role") not in _CHROME_ROLES:
            return False
        if self.content and tag in ("header", "footer", "aside"):
            return False
        return not (tag in ("header", "dialog") and node.holds("h1"))

    def count(self, name: str) -> Callable[[], None]:
        """Raise a counter now, and how to lower it again."""
        setattr(self, name, getattr(self, name) + 1)
        return lambda: setattr(self, name, getattr(self, name) - 1)

    def turn(self, events: "list[tuple[str, int]] | tuple[()]") -> None:
        """Pass the boundary of a selected or removed range."""
        if events:
            self.flush()
        for name, step in events:
            setattr(self, name, getattr(self, name) + step)

    def add(self, text: str) -> None:
        """White space that the page's structure makes."""
        if self.selected > 0 and self.removed <= 0:
            self.out.runs.append(Run(text, replace(self.style, bold=False, emphasis=False)))

    def target(self, address: str) -> str:
        """A link's target, absolute where the page's own address is known, and safe inside parentheses."""
        address = _REWRITTEN.sub("", address.strip(), count=1)
        if not address or _UNSAFE.match(address):
            return ""
        try:
            address = urljoin(self.base, address) if self.base else address
        except ValueError:
            return ""
        address = re.sub(
            r"[\s<>\\\x00-\x20]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), address
        )
        return address.replace("(", "%28").replace(")", "%29")
