"""A parsed page to a policy text: headings, lists with their numbers, tables, links, and what the page hides.

One walk in document order, without recursion except into the cells of a table. Every character of the page is either
written or counted as left out; forms and buttons are written like anything else, since some pages are one form and some
headings are buttons.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.extract.inline import (
    KEPT_SPACE,
    Run,
    Style,
    Written,
    write_paragraphs,
)
from generator.extract.lists import ListCount
from generator.extract.markup import Node, Page, parse_page
from generator.extract.page_roles import (
    BLOCKS,
    CELL_ROLES,
    FRAMES,
    MATH_SKIPPED,
    MATH_SPACED,
    NEVER,
    change_roles,
    frame_of,
    is_chrome,
    is_flexible,
    is_footnote_mark,
    is_set_apart,
    is_shown,
    is_spaced,
    math_children,
    with_role,
    without_role,
)
from generator.extract.pieces import Output, Piece, Walked, assemble, safe_target, write_cell, write_outside
from generator.extract.styles import Declared, styles_of, why_hidden
from generator.extract.tables import Row, is_layout, write_row, write_table
from generator.model.policy import BlockKind, Elsewhere, Role

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_BLANKS = re.compile(r"[ \t\n\f\r]+")

_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9,.;:%'\"()/$ -]*+\Z")
MAX_LEVEL = 12  # items nested deeper are written as if they stood there
MAX_INNER = 40  # shadow roots and framed pages inside each other

Undo = list[Callable[[], None]]


def leave(undo: Undo) -> None:
    """Do what is to be done at the end of an element."""
    for step in reversed(undo):
        step()


def is_simple(words: str) -> bool:
    """Whether Markdown reads some words as they are: letters, figures, stops, single spaces."""
    return _SIMPLE.match(words) is not None and "  " not in words


def walk_page(page: Page, base: str = "") -> Walked:
    """The Markdown of a page; ``base`` is the address that relative links are relative to (never the page's own)."""
    walker = _Walker(page, base)
    if page.root is not None:
        if html := page.root.above:
            walker.style = change_roles(walker.style, "html", html.attributes, walker.declared(html))
        walker.base_style = walker.style if walker.style.is_plain else None
        walker.walk(page.root)
    walker.flush()
    walked = assemble(walker.out.pieces, walker.chrome)
    return replace(
        walked,
        outside=write_outside(walker.outside),
        elsewhere=tuple(dict.fromkeys((*page.elsewhere, *walker.elsewhere))),
        warnings=tuple(walker.warnings),
    )


class _Walker:
    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.out = Output()
        self.style = Style(colours=("#000000", "#ffffff") if page.plain else ("", ""))
        self.base_style: Style | None = (
            None  # of words that nothing is said of; None where that bears on words
        )
        self.lists: list[ListCount] = []
        self.heading = 0
        self.pre = 0
        self.cell = 0
        self.links = 0
        self.content = 0  # inside main or article
        self.selected = int(page.whole)
        self.removed = 0
        self.chrome = 0
        self.outside: list[str] = []
        self.elsewhere: list[Elsewhere] = []
        self.warnings: list[str] = []
        self.inner = 0  # shadow roots and framed pages we are in
        self.math = 0
        self.math_roles: dict[int, Role] = {}
        self.flexible: set[int] = set()  # elements that set each of their children apart
        self.closed: list[bool] = []  # `details` not open: whether what stands around is shown later too
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
                leave(stack.pop()[1])
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
        given = node.attributes
        self.turn(self.on_enter.get(key, ()))
        if key in self.on_leave:
            undo.append(lambda: self.turn(self.on_leave[key]))
        if key in self.page.selected:
            undo.append(self.count("selected"))
        if key in self.page.removed or (self.page.whole and is_chrome(node, tag, given, bool(self.content))):
            undo.append(self.count("removed"))
        if tag in NEVER or (tag in MATH_SKIPPED and self.math):
            self.take_unread(node, tag)
            leave(undo)
            return None
        if tag in ("main", "article") or given.get("role") == "main":
            undo.append(self.count("content"))
        declared = styles_of(
            given.get("style") or "", self.page.styles.get(node.key) if self.page.styles else None
        )
        self.enter_style(node, tag, given, declared, undo)
        apart = tag not in BLOCKS and is_set_apart(tag, given, declared)
        if tag in BLOCKS or apart:
            if self.left_out:
                self.outside.append("\n")
            self.flush()
            undo.append(self.flush)
            if tag == "table" and not self.cell and not is_layout(node):
                self.take_table(node)
            elif not self.cell and (cells := self.cells_of(node, given, declared)):
                self.take_row(cells)
            else:
                self.enter_block(node, tag, given, declared, undo)
                return undo
            leave(undo)
            return None
        spaced = is_spaced(node, tag, given, declared) or self.is_parted(node)
        if spaced or is_footnote_mark(node, tag, given):
            self.add(" ")
        undo += [lambda: self.add(" ")] * spaced
        return undo

    @property
    def left_out(self) -> bool:
        """Whether we are outside of what is read."""
        return not self.selected > 0 or self.removed > 0

    def enter_style(
        self, node: Node, tag: str, given: dict[str, str | None], declared: Declared, undo: Undo
    ) -> None:
        """Marks, links, pictures, and what the page does to words."""
        style = self.style
        if tag in ("b", "strong"):
            style = replace(style, bold=True)
        elif tag in ("i", "em"):
            style = replace(style, emphasis=True)
        elif tag == "a" and "href" in given:
            self.links += 1
            style = replace(style, link=(self.links, safe_target(given["href"] or "", self.base)))
        elif tag == "br":
            self.add("\n" if not self.heading else " ")
        elif tag == "math":
            undo.append(self.count("math"))
        if self.math:
            self.math_roles.update(math_children(node, tag))
        marks = (style := change_roles(style, tag, given, declared)).marks
        if self.math_roles and node.key in self.math_roles:
            marks = with_role(marks, self.math_roles[node.key], "formula")
        if tag == "details":
            self.closed.append("open" in given or any(role is Role.LATER for role, _ in marks))
            undo.append(lambda: self.closed.__delitem__(-1))
            marks = marks if "open" in given else with_role(marks, Role.LATER, "details not open")
        elif tag == "summary" and self.closed and not self.closed[-1]:
            marks = without_role(marks, Role.LATER)
        if marks is not style.marks:
            style = replace(style, marks=marks)
        if tag == "img":
            self.take_image(node, style)
        if is_flexible(declared):
            self.flexible.add(node.key)
        if style is not self.style:
            before = self.style
            undo.append(lambda: setattr(self, "style", before))
            self.style = style

    def is_parted(self, node: Node) -> bool:
        """Whether what an inline element stands in sets it apart from its neighbours."""
        if not self.flexible and not self.math:
            return False
        above = node.above
        if above is None:
            return False
        return above.key in self.flexible or (
            bool(self.math) and (above.tag in MATH_SPACED or node.tag in ("mtext", "mspace"))
        )

    def take_unread(self, node: Node, tag: str) -> None:
        """What is no text of the page itself: a shadow root and a page written inside a frame are read, others noted."""
        inner: Page | None = None
        if tag == "template" and (node.has("shadowrootmode") or node.has("shadowroot")):
            inner = node.shadow()
        elif tag == "iframe" and node.attribute("srcdoc"):
            inner = parse_page(node.attribute("srcdoc"))
        elif tag in FRAMES and not self.left_out and not self.style.has(Role.HIDDEN):
            found = frame_of(node, tag, node.attributes)
            if found is not None and not why_hidden(self.declared(node)) and not node.has("hidden"):
                self.elsewhere.append(
                    replace(found, address=safe_target(found.address, self.base) or found.address)
                )
        if inner is None:
            self.chrome += len(node.raw.text() or "")
        elif self.inner >= MAX_INNER:
            self.warnings.append(
                f"shadow roots or framed pages stand in each other more than {MAX_INNER} deep; not read"
            )
        elif inner.root is not None:
            self.take_inner(node, inner.root, inner)

    def take_inner(self, holder: Node, root: Node, page: Page) -> None:
        """Words of a page inside this one, where they stand."""
        self.elsewhere += page.elsewhere
        self.page.unread += page.unread
        self.warnings += page.warnings
        before = self.style
        self.style = change_roles(before, holder.tag, holder.attributes, self.declared(holder))
        if holder.tag == "template":
            self.style = replace(self.style, marks=with_role(self.style.marks, Role.SHADOW, "shadow root"))
        outer = self.page.styles, self.flexible, self.math_roles
        self.page.styles, self.flexible, self.math_roles = page.styles, set(), {}
        self.inner += 1
        self.walk(root)
        self.inner -= 1
        self.page.styles, self.flexible, self.math_roles = outer
        self.style = before

    def declared(self, node: Node) -> Declared:
        """What styles say of an element."""
        return styles_of(
            node.attribute("style"), self.page.styles.get(node.key) if self.page.styles else None
        )

    def enter_block(
        self, node: Node, tag: str, given: dict[str, str | None], declared: Declared, undo: Undo
    ) -> None:
        """Headings, lists, items and preformatted text."""
        if tag in ("ul", "ol", "menu", "dir"):
            self.open_list(node, declared)
            undo.append(lambda: self.lists.__delitem__(-1))
        elif tag == "li":
            if not self.lists:
                self.open_list(node, {})
                undo.insert(0, lambda: self.lists.__delitem__(-1))
            waiting = len(self.out.markers)
            self.out.markers.append(self.lists[-1].marker(node, declared, is_shown=is_shown(given, declared)))
            undo.insert(len(undo) - 1, lambda: self.out.markers.__delitem__(slice(waiting, None)))
        elif tag == "pre":
            undo.append(self.count("pre"))
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
        if not level and given.get("role") == "heading":
            spoken = node.attribute("aria-level")
            level = int(spoken) if spoken in ("1", "2", "3", "4", "5", "6") else 2
        if level and not self.heading:
            undo.insert(len(undo) - 1, lambda: setattr(self, "heading", 0))
            self.heading = level

    def open_list(self, node: Node, declared: Declared) -> None:
        """The beginning of a list."""
        self.lists.append(
            ListCount(node, declared, lambda item: not is_shown(item.attributes, self.declared(item)))
        )

    def take_text(self, text: str) -> None:
        """Characters of the page."""
        if self.math:
            text = text.strip(" \t\n\f\r")
        if self.left_out:
            self.chrome += len(_BLANKS.sub(" ", text).strip())
            self.outside.append(_BLANKS.sub(" ", text))
            return
        text = _CONTROLS.sub("\ufffd", text)
        if self.pre and not self.heading:
            text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).replace(" ", KEPT_SPACE)
        else:
            text = _BLANKS.sub(" ", text)
        self.out.runs.append(Run(text, self.style))

    def take_image(self, node: Node, style: Style) -> None:
        """A picture stands for its words."""
        words = " ".join(node.attribute("alt").split())
        if words and not self.left_out:
            style = replace(style, marks=with_role(style.marks, Role.PICTURE, "<img>"))
            self.out.runs.append(Run(words, style, safe_target(node.attribute("src"), self.base)))

    def take_table(self, node: Node) -> None:
        """A table of data: its caption, then a line a row."""
        for part in node.children():
            if part.tag == "caption":
                self.walk(part)
                self.flush()
        lists, self.lists = self.lists, []
        indent = "    " * min(len(lists), MAX_LEVEL)
        lines = write_table(node, self.words_of_cell, self.enter_row)
        self.lists = lists
        for line in lines:
            self.out.pieces.append(Piece(BlockKind.ROW, 0, indent, line))

    def cells_of(self, node: Node, given: dict[str, str | None], declared: Declared) -> list[Node]:
        """The cells of a row that is no `tr`; empty where the element is none, or holds more than cells."""
        if node.tag == "tr" or (given.get("role") != "row" and declared.get("display") != "table-row"):
            return []
        children = [child for child in node.children() if child.tag != "-text" or child.text().strip()]
        is_row = all(
            child.tag != "-text"
            and (child.attribute("role") in CELL_ROLES or self.declared(child).get("display") == "table-cell")
            for child in children
        )
        return children if is_row and len(children) > 1 else []

    def take_row(self, cells: list[Node]) -> None:
        """A row of cells as a row of a table."""
        lists, self.lists = self.lists, []
        words = [self.words_of_cell(cell) for cell in cells]
        self.lists = lists
        if any(cell.text for cell in words):
            indent = "    " * min(len(lists), MAX_LEVEL)
            self.out.pieces.append(Piece(BlockKind.ROW, 0, indent, write_row(words)))

    def enter_row(self, row: Row) -> Callable[[], None]:
        """Begin a row of a table, and how to end it: what is said of it is said of its cells."""
        undo = [step for holder in row.holders for step in self.enter(holder) or ()]
        return lambda: leave(undo)

    def words_of_cell(self, node: Node) -> Written:
        """A cell as one line of Markdown; its paragraphs and items are parted by `<br>`."""
        if self.is_plain() and (text := node.only_text()) is not None:
            words = _BLANKS.sub(" ", text).strip(" ")
            if is_simple(words):
                return Written(words)  # most cells of large tables
        outer, self.out = self.out, Output()
        self.cell += 1
        self.walk(node)
        self.flush()
        self.cell -= 1
        inner, self.out = self.out, outer
        return write_cell(inner.pieces)

    def is_plain(self) -> bool:
        """Whether words that stand here are read as they are, and no single node is asked for by selectors."""
        return (
            self.style is self.base_style
            and self.selected > 0
            and self.removed <= 0
            and not (self.pre or self.heading or self.math or self.on_enter or self.on_leave)
            and not (self.page.selected or self.page.removed or self.page.styles)
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
            self.out.markers.append(self.lists[-1].marker(node, {}, is_shown=True))
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
            is_item = bool(self.out.markers)
            markers, self.out.markers = "".join(self.out.markers), []
            indent = "    " * (max(0, level - 1) if is_item else level)
            if self.heading and not self.cell:
                lead = f"{indent}{markers}{'#' * self.heading} "
                self.out.pieces.append(Piece(BlockKind.HEADING, self.heading, lead, words))
            elif is_item:
                self.out.pieces.append(Piece(BlockKind.ITEM, level, indent + markers, words))
            else:
                self.out.pieces.append(Piece(BlockKind.PARAGRAPH, 0, indent, words))

    def written(self, runs: list[Run]) -> list[Written]:
        """Runs as paragraphs of Markdown."""
        if len(runs) == 1 and runs[0].style is self.base_style and runs[0].image is None:
            words = runs[0].text.strip(" ")
            if is_simple(words):
                return [Written(words)]
        return write_paragraphs(runs, in_cell=bool(self.cell))

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
        if self.left_out:
            self.outside.append(text)
        else:
            self.out.runs.append(Run(text, replace(self.style, bold=False, emphasis=False)))
