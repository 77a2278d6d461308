"""Rows of a redline as HTML, built in Python: a template loop over thousands of pieces would take seconds.

Two copies, three layouts: `.before` holds the earlier words, `.after` the later ones with the removed ones among them.
Every removed and added run carries hidden words for screen readers, so that colour is never the only sign.
"""

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup, escape

from generator.model.words import count_words
from generator.pages.change.folding import fold_pieces
from generator.pages.change.minimap import MapMark, MapView
from generator.pages.change.redline_views import FoldView, HeadView, ItemView, RowView, RunView
from generator.pages.change.sections import split_first
from generator.pages.change.unmarked import QuietView
from generator.pages.messages import say, say_many
from generator.pages.sheets import GONE, BlockView, PieceView
from generator.render.role_marks import draw_roles
from generator.render.translation import Translation

SPOKEN = {"del": say("[removed]"), "ins": say("[added]"), "mov": say("[moved]"), "away": say("[moved away]")}
END = say("[end]")
LINK, PREVIOUS, NEXT = say("Link to this clause"), say("Previous change"), say("Next change")
LONGEST = 7  # the last step that the style sheet has room for
QUOTED_AT = '<a class="qn" href="#q'  # how a link to a quotation in the note begins
TAGS = {"del": "del", "ins": "ins"}


def rows(
    tongue: Translation, items: Iterable[ItemView], language: str, direction: str, note: str = ""
) -> Markup:
    """All rows of a redline. `note` is the way to the page with the note, where that is another page.

    Without `language` and `direction` the words are in those of the page.
    """
    attributes = f' lang="{escape(language)}"' if language else ""
    attributes += f' dir="{escape(direction)}"' if direction else ""
    html = "".join(_item(tongue, item, attributes) for item in items)
    return Markup(html.replace(QUOTED_AT, f"{QUOTED_AT[:-2]}{escape(note)}#q") if note else html)


def pieces(
    tongue: Translation, views: Iterable[PieceView], mark: bool = True, numbered: bool = False
) -> Markup:
    """Words with their marks; `numbered` quotations begin with their number."""
    return Markup(_pieces(tongue, views, mark, numbered))


def unmarked(tongue: Translation, line: str, views: Iterable[QuietView], language: str) -> Markup:
    """What differs without a mark: one line that opens to the list of all of it, with its words."""
    if not line:
        return Markup()
    attributes = f' lang="{escape(language)}"' if language else ""
    items = "".join(
        f"<li>{tongue.html(view.kind)}{f', {escape(view.clause)}' if view.clause else ''}: "
        f"<q{attributes}>{escape(view.before)}</q> → <q{attributes}>{escape(view.after)}</q>"
        f"{_places(tongue, view.count)}</li>"
        for view in views
    )
    summary = tongue.html(say("%(line)s: read them", line=line))
    return Markup(f'<details class="quiet"><summary>{summary}</summary><ul>{items}</ul></details>')


def _places(tongue: Translation, count: int) -> str:
    if count < 2:
        return ""
    places = say_many("(%(number)s place)", "(%(number)s places)", count)
    return f" {tongue.html(places)}"


def _item(tongue: Translation, item: ItemView, attributes: str) -> str:
    match item:
        case RowView():
            return _row(tongue, item, attributes)
        case RunView():
            inner = "".join(_row(tongue, row, attributes) for row in item.rows)
            text = f" {tongue.html(item.text)}" if item.text else ""
            return (
                f'<div class="run"><p class="none"><strong>{tongue.html(item.strong)}</strong>{text}</p>'
                f"<div>\n{inner}</div></div>\n"
            )
        case HeadView():
            way = f"<span>{escape(item.way)}</span>" if item.way else ""
            return f'<h3 class="rl-sec"{attributes}>{way}{escape(item.text)}</h3>\n'
        case FoldView():
            return f'<p class="elide">{tongue.html(_unchanged(item.count))}</p>\n'


def _unchanged(count: int) -> str:
    return say_many("%(number)s paragraph unchanged", "%(number)s paragraphs unchanged", count)


def _row(tongue: Translation, row: RowView, attributes: str) -> str:
    """One row: anchors, the earlier half, the later half."""
    css = row.kind + (" edited" if row.kind == "moved" and row.edited else "") + f" s{_size(row)}"
    css += " minor" if row.minor else ""
    css += " short" if row.short else " slim" if row.slim else ""
    names = [a for a in row.anchors if not _on_block(row, a)]
    if row.short:
        names += [b.anchor for b in (*row.before, *row.after) if b.anchor]
    anchors = "".join(f'<span class="at" id="{escape(a)}"></span>' for a in dict.fromkeys(names))
    only_before = not row.after
    halves = ""
    if row.before or only_before:
        halves += _half(tongue, "before", row, row.before, attributes, main=only_before)
    if row.after:
        halves += _half(tongue, "after", row, row.after, attributes, main=True)
    return (
        f'<div class="row {css}" id="{escape(row.id)}" role="group" aria-label="{tongue.html(row.label)}">'
        f"{anchors}{halves}</div>\n"
    )


def _size(row: RowView) -> int:
    """How long a row is, in steps of a doubling: lets the browser keep room for what it has not laid out."""
    return _step(_length(row))


def _length(row: RowView) -> int:
    """Characters of the longer side, of a folded row of its first line."""
    if row.short or row.slim:
        return 0
    return max(sum(len(p.words) for b in blocks for p in b.pieces) for blocks in (row.before, row.after))


def _step(characters: int) -> int:
    return min((characters // 100).bit_length(), LONGEST)


def _on_block(row: RowView, anchor: str) -> bool:
    """Whether a block carries an id itself. In a folded row none does: what is aimed at stands open."""
    return not row.short and any(block.anchor == anchor for block in (*row.before, *row.after))


def _half(
    tongue: Translation,
    side: str,
    row: RowView,
    blocks: tuple[BlockView, ...],
    attributes: str,
    *,
    main: bool,
) -> str:
    number = (row.number_before if side == "before" else row.number) or "¶"
    tab = "" if main else ' tabindex="-1"'
    gutter = f'<a class="num" href="#{escape(row.id)}"{tab} title="{tongue.word(LINK)}">{escape(number)}</a>'
    if main:
        if side == "after" and row.number_before and row.number != row.number_before and row.kind != "same":
            was = tongue.html(say("was %(clause)s", clause=row.number_before))
            gutter += f'<span class="was">{was}</span>'
        if row.word:
            gutter += f'<span class="kind">{tongue.html(row.word)}</span>'
        for quote in row.quotes:
            label = tongue.html(say("Quoted in the note, %(quote)s", quote=str(quote)))
            gutter += f'{QUOTED_AT}{quote}" tabindex="-1" aria-label="{label}">{quote}</a>'
        if row.changed:
            gutter += (
                f'<span class="pn"><a href="#{escape(row.previous or "redline")}" tabindex="-1" aria-label="{tongue.word(PREVIOUS)}">↑</a>'
                f'<a href="#{escape(row.next or "evidence")}" tabindex="-1" aria-label="{tongue.word(NEXT)}">↓</a></span>'
            )
    says = ""
    if main:
        for one in row.says:
            says += f'<p class="rowsay"{tongue.attributes}>{tongue.said(one.text)}</p>'
    return (
        f'<div class="half {side}"><div class="gut">{gutter}</div>'
        f'<div class="cell"{attributes}>{_blocks(tongue, row, blocks, side)}{says}</div></div>'
    )


def _blocks(tongue: Translation, row: RowView, blocks: tuple[BlockView, ...], side: str) -> str:
    """Paragraphs, lists and table rows. A clause that is new or gone as a whole is barred, not washed."""
    if row.short and (parts := split_first(blocks)) is not None:
        return _short(tongue, row, *parts, side)
    html: list[str] = []
    items: list[str] = []

    def close_list() -> None:
        if items:
            plain = " n" if row.number or row.number_before else ""
            html.append(f'<ul class="li{plain}">{"".join(items)}</ul>')
            items.clear()

    for block in blocks:
        inner = _folded(tongue, block, row) if row.folds else _pieces(tongue, block.pieces, True)
        id_ = f' id="{escape(block.anchor)}"' if block.anchor and not row.short else ""
        if block.kind == "item":
            items.append(f"<li{id_}>{inner}</li>")
            continue
        close_list()
        if block.kind == "heading":
            html.append(f'<p class="h"{id_}>{inner}</p>')
        elif block.kind == "row" and not any(c.isalnum() for p in block.pieces for c in p.words):
            html.append(f'<p class="tr rule"{id_}></p>')  # the line under a table's heads, or an empty row
        elif block.kind == "row":
            tag = "div" if inner.startswith(("<p>", "<details")) else "p"
            html.append(f'<{tag} class="tr"{id_}>{_cells(inner)}</{tag}>')
        elif inner.startswith(("<p>", "<details")):
            html.append(f"<div{id_}>{inner}</div>")
        else:
            html.append(f"<p{id_}>{inner}</p>")
    close_list()
    whole = {"before": ("removed", "replaced"), "after": ("added", "replaced")}[side]
    body = "".join(html)
    if row.kind in whole:
        tag = "del" if side == "before" else "ins"
        return f'<{tag} class="whole">{body}</{tag}>'
    return body


def _short(
    tongue: Translation, row: RowView, first: tuple[PieceView, ...], rest: tuple[BlockView, ...], side: str
) -> str:
    """A whole clause as its first line, which opens: by hand, by the browser's search, and when the row is aimed at."""
    plain = replace(row, kind="same", short=False)
    others = _blocks(tongue, plain, tuple(replace(block, anchor="") for block in rest), side)
    html = f'<details class="rest"><summary tabindex="-1">{_pieces(tongue, first, True)}</summary>{others}</details>'
    if row.kind == "same":
        return html
    tag = "del" if side == "before" else "ins"
    return f'<{tag} class="whole">{html}</{tag}>'


def _folded(tongue: Translation, block: BlockView, row: RowView) -> str:
    """The words of a block; of a long one as paragraphs, what is far from any mark folded to a line that opens."""
    parts = fold_pieces(block.pieces) if block.kind in ("paragraph", "item", "row") else ()
    is_whole = row.kind in ("added", "removed", "replaced")
    if not any(part.folded for part in parts):
        return _pieces(tongue, block.pieces, True)
    html = ""
    for part in parts:
        inner = f"<p>{_pieces(tongue, part.pieces, True)}</p>"
        if part.folded:
            count = part.folded
            line = (
                say_many("%(number)s more word", "%(number)s more words", count)
                if is_whole
                else say_many("%(number)s word unchanged", "%(number)s words unchanged", count)
            )
            summary = f'<summary tabindex="-1"{tongue.attributes}>{tongue.html(line)}</summary>'
            inner = f'<details class="kept">{summary}{inner}</details>'
        html += inner
    return html


def _cells(inner: str) -> str:
    """A table row: the bars of its Markdown as thin rules."""
    return inner.strip(" |\n\t").replace("|", '<span class="bar-v"> | </span>')


def _pieces(tongue: Translation, views: Iterable[PieceView], mark: bool, numbered: bool = False) -> str:
    """Words with their marks. Neighbours of one kind stand in one mark, in whatever type: it is read out once."""
    out: list[str] = []
    opened = ""  # what the mark that is still open says; white space waits until it is known what follows
    space = last = ""
    told = {0}  # numbers of quotations that stand already
    for view in views:
        words = view.words
        core = str(escape(words.strip()))
        lead = " " if words[:1].isspace() else ""
        if not core:
            space = " " if words else space
            continue
        is_tight = not (space or lead) and _must_part(opened, last, view.op, core[0])
        last = words.strip()[-1]
        if view.bold and not view.op:
            core = f'<b class="h">{core}</b>'
        if view.roles:
            core = draw_roles(tongue, core, view.roles)
        if view.quoted and mark:
            number = f'<span class="qn">{view.quoted}</span> ' if numbered and view.quoted not in told else ""
            told.add(view.quoted)
            core = f"{number}<mark>{core}</mark>"
        if is_tight and opened in GONE:
            out.append(" ")
        if opened and view.op != opened:
            out.append(_closing(tongue, opened))
        out.append(space or lead)
        if view.op and view.op != opened:
            out.append(_opening(tongue, view.op))
        if is_tight and opened not in GONE:
            out.append(" ")
        opened = view.op
        out.append(core)
        space = " " if words[-1:].isspace() else ""
    if opened:
        out.append(_closing(tongue, opened))
    return "".join(out) + space


def _must_part(opened: str, last: str, op: str, first: str) -> bool:
    """Whether words that are gone would run into words that stand. No text has them side by side, so a space parts them.

    The space stands in the mark of what is gone, and is not there where that is left out.
    """
    if op == opened or not (op in GONE or opened in GONE):
        return False
    return last.isalnum() and first.isalnum() and count_words(last + first) == 1


def _opening(tongue: Translation, op: str) -> str:
    tag = f"<{TAGS[op]}>" if op in TAGS else f'<span class="{"mov" if op == "mov" else "mov away"}">'
    return f'{tag}<span class="vh"{tongue.aside}>{tongue.word(SPOKEN[op])} </span>'


def _closing(tongue: Translation, op: str) -> str:
    return f'<span class="vh"{tongue.aside}> {tongue.word(END)}</span></{TAGS.get(op, "span")}>'


def map_wide(tongue: Translation, view: MapView) -> Markup:
    """The map as two strips, one above the other: a picture with a label."""
    shapes = _strip(view.before_marks, 0) + _strip(view.after_marks, 14)
    joins = "".join(f"M{b} 10L{a} 14" for b, a in view.joins)
    return Markup(
        '<svg viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="doc" vector-effect="non-scaling-stroke" d="M0 0h{}v10h-{}z"/><path class="doc" vector-effect="non-scaling-stroke" d="M0 14h{}v10h-{}z"/>{}{}</svg>'
    ).format(
        tongue.text(view.label),
        view.before,
        view.before,
        view.after,
        view.after,
        Markup(f'<path class="ml" vector-effect="non-scaling-stroke" d="{joins}"/>') if joins else "",
        Markup(shapes),
    )


def _strip(marks: tuple[MapMark, ...], top: int) -> str:
    """All marks of a strip, a path for each kind."""
    paths: dict[str, str] = {}
    for mark in marks:
        y, height = {"e": (top + 3, 4), "m": (top, 3)}.get(mark.kind, (top, 10))
        paths[mark.kind] = paths.get(mark.kind, "") + f"M{mark.at} {y}h{mark.size}v{height}h-{mark.size}z"
    return "".join(f'<path class="m{kind}" d="{path}"/>' for kind, path in sorted(paths.items()))


def map_tall(tongue: Translation, view: MapView) -> Markup:
    """The map beside the rows: each mark of the later text (and what is gone from the earlier one) is a link."""
    links = []
    for marks, left in ((view.before_marks, 0), (view.after_marks, 14)):
        for mark in marks:
            x, width = {"e": (left + 3, 4), "m": (left, 3)}.get(mark.kind, (left, 10))
            links.append(
                f'<a href="{escape(mark.href)}" tabindex="-1"><title>{tongue.html(mark.title)}</title>'
                f'<rect class="m{mark.kind}" x="{x}" y="{mark.at}" width="{width}" height="{mark.size}"/></a>'
            )
    return Markup(
        '<svg viewBox="0 0 24 1000" preserveAspectRatio="none"><path class="doc" vector-effect="non-scaling-stroke" d="M0 0h10v{}h-10z"/>'
        '<path class="doc" vector-effect="non-scaling-stroke" d="M14 0h10v{}h-10z"/>{}</svg>'
    ).format(view.before, view.after, Markup("".join(links)))
