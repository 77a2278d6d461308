"""Notes and pages of our own words, from Markdown to HTML. CommonMark with footnotes and tables; raw HTML is text.

In the note of a change, block quotes that are quotations are replaced by numbered figures, and the note is split at its
second-level heads into what the captures show (fact), how we read it (reading) and what others said (context).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from generator.content.prose import Section

NO_HEADS: Mapping[str, str] = MappingProxyType({})
_FROM_ROOT = re.compile(r'href="/(?!/)([^"]*)"')
KINDS = (
    ("fact", re.compile(r"what the (?:captures?|texts?|redline) shows?\b(?! not)", re.IGNORECASE)),
    ("reading", re.compile(r"how (?:we|i) read\b|our reading", re.IGNORECASE)),
    ("context", re.compile(r"what others said|context\b|what was reported", re.IGNORECASE)),
    (
        "limits",
        re.compile(r"what this page (?:does not|cannot) show|what we (?:do not|don’t) know", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSection:
    """A part of a note. `kind` is fact, reading, context, limits or empty where its head is another."""

    kind: str
    title: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What stands in place of the block quote that these code points of the body hold."""

    offset: int
    end: int
    html: Markup


def make_markdown() -> MarkdownIt:
    """The one parser of our own words."""
    return (
        MarkdownIt("commonmark", {"html": False, "typographer": False, "highlight": _highlight})
        .enable("table")
        .use(footnote_plugin)
    )


def _highlight(code: str, language: str, _attributes: str) -> str:
    """A block of code with its kinds of words as classes (no style of its own); plain where nobody knows its language."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    return highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="hl-")) if lexer else ""


def markdown(text: str, root: str = "") -> Markup:
    """A text of ours as HTML. Links written as addresses from the report's root (``/zoom/``) begin at `root`."""
    return Markup(_rooted(make_markdown().use(anchors_plugin, max_level=4).render(text), root))


def _rooted(html: str, root: str) -> str:
    """Relative links for those from the root; marks of attributes inside texts are escaped and cannot match."""
    return _FROM_ROOT.sub(lambda found: f'href="{root + found[1] or "./"}"', html)


def markdown_inline(text: str) -> Markup:
    """One line of ours as HTML, without a paragraph round it."""
    return Markup(make_markdown().renderInline(text))


def note_sections(
    body: str, figures: Sequence[Figure], root: str = "", heads: Mapping[str, str] = NO_HEADS
) -> tuple[NoteSection, ...]:
    """A note in its parts, its quotations replaced by figures. `heads`: ours as the language of the page has them.

    A note may use either: ours in English, or as they are translated.
    """
    ours = {spelled: head for head, spelled in heads.items()}
    parser = make_markdown()
    env: dict[str, object] = {}
    tokens = _place_figures(parser.parse(body, env), body, figures)
    tail = [n for n, t in enumerate(tokens) if t.type == "footnote_block_open"]
    notes = tokens[tail[0] :] if tail else []
    main = tokens[: tail[0]] if tail else tokens
    sections: list[NoteSection] = []
    split = [(ours.get(title.strip(), title), part) for title, part in _split(main)]
    for title, part in _joined_lead(split):
        html = _rooted(parser.renderer.render(part, parser.options, env), root)
        if title or html.strip():
            sections.append(NoteSection(kind=_kind(title), title=_shown(title, heads), html=Markup(html)))
    if notes:
        html = _rooted(parser.renderer.render(notes, parser.options, env), root)
        sections.append(NoteSection(kind="footnotes", title="", html=Markup(html)))
    return tuple(sections)


def _shown(title: str, heads: Mapping[str, str]) -> str:
    """A head as the page has it; what stands before the first has that of facts."""
    own = title or Section.FACT.value
    return heads.get(own.strip(), own)


def _kind(title: str) -> str:
    if not title:
        return "fact"
    return next((kind for kind, found in KINDS if found.match(title.strip())), "")


def _split(tokens: list[Token]) -> list[tuple[str, list[Token]]]:
    """Tokens by second-level head; heads below keep their place, one level lower than the part's own."""
    parts: list[tuple[str, list[Token]]] = [("", [])]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open" and token.tag in ("h1", "h2") and token.level == 0:
            parts.append((tokens[index + 1].content, []))
            index += 3
            continue
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        parts[-1][1].append(token)
        index += 1
    return parts


def _joined_lead(parts: list[tuple[str, list[Token]]]) -> list[tuple[str, list[Token]]]:
    """What stands before the first head opens the part on what the captures show, where that comes first."""
    if len(parts) > 1 and parts[0][1] and _kind(parts[1][0]) == "fact":
        return [(parts[1][0], [*parts[0][1], *parts[1][1]]), *parts[2:]]
    return parts


def _place_figures(tokens: list[Token], body: str, figures: Sequence[Figure]) -> list[Token]:
    """Replace each block quote that begins where a quotation stands; several may follow each other in one quote."""
    starts = _line_starts(body)
    spans = [(_line_of(starts, f.offset), _line_of(starts, max(f.end - 1, f.offset)) + 1, f) for f in figures]
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "blockquote_open" and token.level == 0 and token.map:
            first, last = token.map
            inside = [
                figure
                for start, end, figure in spans
                if first <= start and end <= max(last, end) and start < last
            ]
            close = next(
                n
                for n in range(index, len(tokens))
                if tokens[n].type == "blockquote_close" and tokens[n].level == 0
            )
            if inside:
                done += [Token("html_block", "", 0, content=f"{figure.html}\n") for figure in inside]
                index = close + 1
                continue
            if any(start < first and last <= end for start, end, _ in spans):
                index = close + 1  # a further quotation of a figure that is drawn
                continue
        done.append(token)
        index += 1
    return done


def _line_starts(body: str) -> list[int]:
    return [0, *(n + 1 for n, c in enumerate(body) if c == "\n")]


def _line_of(starts: list[int], offset: int) -> int:
    line = 0
    for number, start in enumerate(starts):
        if start <= offset:
            line = number
        else:
            break
    return line
