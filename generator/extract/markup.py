"""The HTML parser behind one door: nothing else imports it (docs/decisions/0001-html-parser.md).

Lexbor reads any page as browsers do, in milliseconds, but its time grows with the square of the nesting, of the options
under a `select` and of the attributes on a tag. A pass over the tags takes out what no real page has so much of; the words
stay. A page of more blocks or tags than memory bears is cut, and the cut is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.extract.styles import (
    MAX_RULES,
    Ruled,
    added_words,
    is_for_screens,
    read_sheets,
    sets_ground,
)
from generator.model.policy import STOPPED, Elsewhere

MAX_DEPTH = 600
MAX_TAGS = 2_500_000  # tags that the parser is given; it takes about 150 bytes for each
MAX_BLOCKS = 300_000
MAX_ATTRIBUTES = 100  # on one tag
MAX_OPTIONS = 500  # of one select; the words of the others stay, without their tags

# Tags whose end is implied or absent say nothing about nesting.
_FLAT = frozenset(
    "area base br col embed hr img input link meta source track wbr param p li dt dd tr td th thead "
    "tbody tfoot option optgroup colgroup caption html head body a nobr".split()
)
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?P<raw>script|style|textarea|title|xmp|iframe|noframes)\b[^>]*>(?:.*?(?=</(?P=raw)\b)|(?P<unclosed>.*\Z))
    |<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?>(?:[^>=]*+=(?>\s*+"[^"]*+(?:"|\Z)|\s*+'[^']*+(?:'|\Z)|))*)[^>=]*+(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_TEMPLATE = re.compile(
    r"<template\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>(.*)</template>\s*\Z", re.DOTALL | re.IGNORECASE
)
_REFRESH = re.compile(
    r"\s*(\d*)(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s][^'\"]*)", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""[\s/]++([^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?)?""")
_LONG_TAG = 3 * MAX_ATTRIBUTES  # characters; a shorter tag cannot have more attributes
# Tags that begin or end a block as a reader sees it: a paragraph, an item, a row.
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody "
    "tfoot thead tr ul br".split()
)
_RANGE = re.compile(r"start-(before|after)\((.+?)\)\s+end-(before|after)\((.+)\)\Z")


@dataclass(slots=True)
class Node:
    """A node as the walker sees it: an element with a tag, or a text."""

    raw: LexborNode
    _attributes: dict[str, str | None] | None = None  # the parser makes a new one at each call

    @property
    def attributes(self) -> dict[str, str | None]:
        """All attributes by name."""
        if self._attributes is None:
            self._attributes = self.raw.attributes
        return self._attributes

    @property
    def tag(self) -> str:
        """The element's name in lower case; ``-text`` for a text."""
        return self.raw.tag or ""

    @property
    def key(self) -> int:
        """Which node it is."""
        return int(self.raw.mem_id)

    def only_text(self) -> str | None:
        """The characters of an element without attributes that holds one text and nothing else; None of any other."""
        child = self.raw.first_child
        if child is None or child.tag != "-text" or child.next is not None or self.attributes:
            return None
        return child.text_content or ""

    def text(self) -> str:
        """The characters of a text node."""
        return self.raw.text_content or ""

    def attribute(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        """Whether the attribute is there, with or without value."""
        return name in self.attributes

    @property
    def above(self) -> "Node | None":
        """The element this node stands in."""
        return Node(self.raw.parent) if self.raw.parent is not None else None

    def shadow(self) -> "Page | None":
        """What a declarative shadow root holds (`<template shadowrootmode>`): the parser keeps a template's inside apart."""
        found = _TEMPLATE.match(self.raw.html or "")
        return parse_page(f"<body>{found[1]}") if found else None

    def children(self) -> "Iterator[Node]":
        """The nodes directly inside."""
        child = self.raw.first_child
        while child is not None:
            yield Node(child)
            child = child.next

    def holds(self, selector: str) -> bool:
        """Whether an element of this kind stands anywhere inside."""
        return any(found.mem_id != self.raw.mem_id for found in self.raw.css(selector))


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a selected range begins or ends: at a node, before it or after it."""

    key: int
    after: bool


@dataclass(slots=True)
class Page:
    """A parsed page with what was asked to be selected and removed."""

    root: Node | None
    title: str = ""
    language: str = ""
    selected: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    ranges: tuple[tuple[Boundary, Boundary], ...] = ()
    cut_ranges: tuple[tuple[Boundary, Boundary], ...] = ()
    warnings: list[str] = field(default_factory=list)
    styles: dict[int, Ruled] = field(default_factory=dict)  # of the page's own sheets, by element
    plain: bool = False  # whether no style sheet is known to set the ground, so that it is white
    elsewhere: list[Elsewhere] = field(default_factory=list)  # a refresh that leads on
    unread: int = 0  # characters behind the place where reading stopped

    @property
    def whole(self) -> bool:
        """Whether no part of the page was selected."""
        return not self.selected and not self.ranges


def parse_page(text: str, select: Sequence[str] = (), remove: Sequence[str] = ()) -> Page:
    """Parse a page and find what is selected and removed.

    A selector is CSS, or a range ``start-before(CSS) end-after(CSS)`` (either word of each pair). A selector that finds
    nothing is a warning; if none finds anything, the whole page counts as selected.
    """
    flat = flatten(text)
    tree = LexborHTMLParser(flat.text)
    body = tree.body or tree.css_first("frameset") or tree.root
    page = Page(
        root=Node(body) if body is not None else None, warnings=list(flat.warnings), unread=flat.unread
    )
    title = tree.css_first("head title")
    page.title = " ".join(title.text().split()) if title is not None else ""
    html = tree.css_first("html")
    page.language = (html.attributes.get("lang") or "") if html is not None else ""
    sheets = [node.text() for node in tree.css("style") if is_for_screens(node.attributes.get("media"))]
    page.styles, is_whole = read_sheets(
        sheets,
        lambda selector: _keys_of(tree, selector),
        most_rules=max(12, min(MAX_RULES, 100_000_000 // (len(text) + 1))),
    )
    if not is_whole:
        page.warnings.append("the page has more style rules than are followed; some may hide words")
    page.plain = not sets_ground(sheets) and tree.css_first("link[rel~=stylesheet]") is None
    page.warnings += added_words(sheets)
    page.elsewhere = list(_refreshes(tree))
    page.selected, page.ranges = _find(tree, select, page.warnings)
    page.removed, page.cut_ranges = _find(tree, remove, [])
    if select and page.whole:
        page.warnings.append("no selector found anything; the whole page was read")
    return page


@dataclass(frozen=True, slots=True)
class Flat:
    """A page that the parser reads in linear time, what was taken out of it, and how many characters were cut off."""

    text: str
    warnings: tuple[str, ...]
    unread: int = 0


def flatten(text: str) -> Flat:
    """The page without wrappers nested deeper than MAX_DEPTH, options and attributes beyond their limits, and without
    what follows MAX_BLOCKS blocks or MAX_TAGS tags. Linear in the length of the page.
    """
    flattener = _Flattener(text)
    flattener.run()
    return flattener.result()


class _Flattener:
    """One pass over the tags of a page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.at = 0  # where what is not yet among the pieces begins
        self.end = len(text)  # where reading stops
        self.open_tags: list[tuple[str, bool]] = []
        self.tags = self.blocks = self.options = 0
        self.deep = self.loose_options = self.attributes = 0
        self.unclosed: list[str] = []

    def run(self) -> None:
        """Look at each tag once."""
        text, flat, block_tags = self.text, _FLAT, _BLOCK_TAGS
        fresh, last, name = True, 0, ""
        for found in _TAG.finditer(text):
            start = found.start()
            if fresh and start > last and not text[last:start].isspace():
                self.blocks += 1  # the first words since a block's border
                fresh = False
            if self.blocks > MAX_BLOCKS or self.tags >= MAX_TAGS:
                self.end = last if self.blocks > MAX_BLOCKS else start
                return
            last = found.end()
            if found["name"] is None:
                if found["unclosed"] is not None:
                    self.unclosed.append(found["raw"].lower())
                continue
            name = found["name"].lower()
            if name in block_tags:
                fresh = True
            if name not in flat and _is_too_deep(name, bool(found["end"]), self.open_tags):
                self.replace(start, last, "")
                self.deep += 1
                continue
            self.tags += 1
            if name == "select":
                self.options = 0
            elif name in ("option", "optgroup"):
                self.take_option(found)
            if last - start > _LONG_TAG:
                self.take_long_tag(found)

    def replace(self, start: int, end: int, with_text: str) -> None:
        """Write something else for a stretch of the page."""
        self.pieces += (self.text[self.at : start], with_text)
        self.at = end

    def take_option(self, found: re.Match[str]) -> None:
        """An option beyond the limit leaves its words and a space."""
        self.options += not found["end"]
        if self.options > MAX_OPTIONS:
            self.replace(found.start(), found.end(), " ")
            self.loose_options += not found["end"]

    def take_long_tag(self, found: re.Match[str]) -> None:
        """A tag with more attributes than the limit keeps the first of them."""
        start, end = found.end("name"), found.end()
        if self.at > start:
            return  # taken out already
        ends = [one.end() for one in _ATTRIBUTE.finditer(self.text, start, end) if one[1]]
        if len(ends) > MAX_ATTRIBUTES:
            self.replace(ends[MAX_ATTRIBUTES - 1], end, ">")
            self.attributes += len(ends) - MAX_ATTRIBUTES

    def result(self) -> Flat:
        """The page as it goes to the parser."""
        warnings = [
            f"a <{name}> is never closed; what follows it is not text of the page" for name in self.unclosed
        ]
        unread = len(self.text) - self.end
        if unread:
            what = f"{MAX_BLOCKS:,} blocks" if self.blocks > MAX_BLOCKS else f"{MAX_TAGS:,} tags"
            warnings.append(f"{STOPPED} after {what}; {unread:,} characters of the page were not read")
        if self.deep:
            warnings.append(
                f"{self.deep:,} tags nested deeper than {MAX_DEPTH} were taken out; their words were kept"
            )
        if self.loose_options:
            warnings.append(
                f"{self.loose_options:,} options beyond {MAX_OPTIONS} of one select were read as plain words"
            )
        if self.attributes:
            warnings.append(
                f"{self.attributes:,} attributes beyond {MAX_ATTRIBUTES} of one tag were not read"
            )
        if self.at < self.end:
            self.pieces.append(self.text[self.at : self.end])
        return Flat("".join(self.pieces), tuple(warnings), unread)


def _is_too_deep(name: str, ends: bool, open_tags: list[tuple[str, bool]]) -> bool:
    """Keep the stack of open tags and say whether this one lies too deep to be kept."""
    if not ends:
        deep = len(open_tags) >= MAX_DEPTH
        open_tags.append((name, deep))
        return deep
    for back in range(1, min(len(open_tags), 30) + 1):
        if open_tags[-back][0] == name:
            deep = open_tags[-back][1]
            del open_tags[-back:]
            return deep
    return False


def _find(
    tree: LexborHTMLParser, selectors: Sequence[str], warnings: list[str]
) -> tuple[frozenset[int], tuple[tuple[Boundary, Boundary], ...]]:
    keys: set[int] = set()
    ranges: list[tuple[Boundary, Boundary]] = []
    for selector in selectors:
        found = _RANGE.match(selector.strip())
        first, last = (found[2], found[4]) if found else (selector, "")
        said = len(warnings)
        starts, ends = _css(tree, first, warnings), _css(tree, last, warnings) if last else []
        if len(warnings) > said:
            continue
        if found and starts and ends:
            ranges.append(
                (
                    Boundary(starts[0].mem_id, found[1] == "after"),
                    Boundary(ends[0].mem_id, found[3] == "after"),
                )
            )
        elif found:
            warnings.append(f"the range {selector!r} has no {'end' if starts else 'start'} in this page")
        elif starts:
            keys.update(node.mem_id for node in starts)
        else:
            warnings.append(f"the selector {selector!r} found nothing in this page")
    return frozenset(keys), tuple(ranges)


def _css(tree: LexborHTMLParser, selector: str, warnings: list[str]) -> list[LexborNode]:
    try:
        return list(tree.css(selector))
    except Exception as error:  # selectolax raises SelectolaxError, and RuntimeError in older releases
        warnings.append(f"the selector {selector!r} is not one the parser knows: {error}")
        return []


def _keys_of(tree: LexborHTMLParser, selector: str) -> list[int]:
    return [int(node.mem_id) for node in _css(tree, selector, [])]


def _refreshes(tree: LexborHTMLParser) -> Iterator[Elsewhere]:
    """Where a page leads on to by itself; what only readers without scripts are sent to is none."""
    for node in tree.css("meta[http-equiv][content]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = _REFRESH.match(node.attributes.get("content") or "")
        above = node.parent
        while above is not None and above.tag != "noscript":
            above = above.parent
        if found and above is None:
            yield Elsewhere("refresh", found[2].strip())
