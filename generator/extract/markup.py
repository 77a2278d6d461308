"""The HTML parser behind one door: nothing else imports it (docs/decisions/0001-html-parser.md).

Lexbor reads any page as browsers do, in milliseconds, but its time grows with the square of the nesting. A pass over the
tags takes out wrappers nested deeper than any real page nests them; their words stay.
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
from generator.model.policy import Elsewhere

MAX_DEPTH = 600
MAX_TAGS = 150_000

# Tags whose end is implied or absent say nothing about nesting.
_FLAT = frozenset(
    "area base br col embed hr img input link meta source track wbr param p li dt dd tr td th thead "
    "tbody tfoot option optgroup colgroup caption html head body a nobr".split()
)
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?P<raw>script|style|textarea|title|xmp|iframe|noframes)\b[^>]*>(?:.*?(?=</(?P=raw)\b)|(?P<unclosed>.*\Z))
    |<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)|[^>])*+(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_TEMPLATE = re.compile(
    r"<template\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>(.*)</template>\s*\Z", re.DOTALL | re.IGNORECASE
)
_REFRESH = re.compile(
    r"\s*(\d*)(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s][^'\"]*)", re.IGNORECASE
)
_RANGE = re.compile(r"start-(before|after)\((.+?)\)\s+end-(before|after)\((.+)\)\Z")


@dataclass(slots=True)
class Node:
    """A node as the walker sees it: an element with a tag, or a text."""

    raw: LexborNode

    @property
    def tag(self) -> str:
        """The element's name in lower case; ``-text`` for a text."""
        return self.raw.tag or ""

    @property
    def key(self) -> int:
        """Which node it is."""
        return int(self.raw.mem_id)

    def text(self) -> str:
        """The characters of a text node."""
        return self.raw.text_content or ""

    def attribute(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        return self.raw.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        """Whether the attribute is there, with or without value."""
        return name in self.raw.attributes

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

    @property
    def whole(self) -> bool:
        """Whether no part of the page was selected."""
        return not self.selected and not self.ranges


def parse_page(text: str, select: Sequence[str] = (), remove: Sequence[str] = ()) -> Page:
    """Parse a page and find what is selected and removed.

    A selector is CSS, or a range ``start-before(CSS) end-after(CSS)`` (either word of each pair). A selector that finds
    nothing is a warning; if none finds anything, the whole page counts as selected.
    """
    flat, warnings = flatten(text)
    tree = LexborHTMLParser(flat)
    body = tree.body or tree.css_first("frameset") or tree.root
    page = Page(root=Node(body) if body is not None else None, warnings=warnings)
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


def flatten(text: str) -> tuple[str, list[str]]:
    """The page without wrappers nested deeper than MAX_DEPTH or tags beyond MAX_TAGS, and warnings where some were."""
    warnings: list[str] = []
    pieces: list[str] = []
    open_tags: list[tuple[str, bool]] = []
    at = tags = dropped = 0
    for found in _TAG.finditer(text):
        if found["raw"]:
            if found["unclosed"] is not None:
                warnings.append(
                    f"a <{found['raw'].lower()}> is never closed; what follows it is not text of the page"
                )
            continue
        name = (found["name"] or "").lower()
        if not name:
            continue
        if name not in _FLAT and _is_too_deep(name, bool(found["end"]), open_tags):
            pieces.append(text[at : found.start()])
            at = found.end()
            dropped += 1
            continue
        tags += 1
        if tags > MAX_TAGS:
            warnings.append(f"the page has more than {MAX_TAGS:,} tags; the rest of it was not read")
            text = text[: found.start()]
            break
    if dropped:
        warnings.append(
            f"{dropped:,} tags nested deeper than {MAX_DEPTH} were taken out; their words were kept"
        )
    pieces.append(text[at:])
    return "".join(pieces), warnings


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
