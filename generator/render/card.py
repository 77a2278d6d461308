"""Social cards: an SVG with words wrapped by measure, drawn as a PNG offline with fonts that packages ship.

resvg neither wraps nor falls back to fonts of the system here, so lines are broken by a table of widths (`lettering`)
and every font is named: Noto Sans and Serif, Noto Sans Arabic, and Noto Sans CJK, whose 16 MB are read only for a card
that has such characters or signs. The same words give the same bytes on every machine.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from markupsafe import escape
from resvg import render, usvg

from generator.model.pages import Artifact, PageSpec
from generator.model.signs import find_mixed, label_signs
from generator.model.visible import replace_controls
from generator.pages.change.cards import CardRun, CardView, CardWords
from generator.render.lettering import RTL, WIDE, Line, Piece, cut, flow, measure, wrap

WIDTH, HEIGHT, EDGE = 1200, 630, 60
INK, GREY = "#1b1d1f", "#50565a"
BARS = {"ins": "#1c66a8", "del": "#b4560a", "": "#7d837f"}
MARKS = {"ins": ("#1b1d1f", "underline"), "del": ("#83390a", "line-through")}
SIZES = (44, 40, 36, 33, 30, 28, 26, 24, 22, 20)  # of a passage, as large as fits
SMALLER = (18, 16, 14, 12)  # where not even the quoted words and what governs them fit
LEADING = 1.42
# Of the fonts here only the largest has arrows, boxes and ticks.
SIGNS = re.compile(f"(?:{WIDE.pattern}|[\u2190-\u27bf\u2b00-\u2bff])+")
LETTERS = re.compile(f"{RTL.pattern}+")
ARABIC = '<tspan font-family="Noto Sans Arabic">'
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff]\ufe0f?")  # no font here has them
UNSCALED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)  # the renderer takes the rows of a matrix


def draw_card(spec: PageSpec) -> Artifact:
    """The card of a change as a PNG file."""
    assert isinstance(spec.view, CardView)
    svg = replace_controls(card_svg(legible(spec.view)))
    return Artifact(path=spec.path, body=draw_svg(svg), media_type="image/png")


def draw_svg(svg: str) -> bytes:
    """An SVG as a PNG of its own width and height. Where it is none the renderer raises what is no Exception, a panic."""
    tree = usvg.Tree.from_str(svg, _fonts_read(_fonts(svg)))
    return bytes(render(tree, UNSCALED))


@cache
def _fonts_read(files: tuple[str, ...]) -> usvg.Options:
    """These fonts and no others, read once: with more of them at hand a sign might be taken from another one."""
    options = usvg.Options.default()
    for file in files:
        options.load_font_file(file)
    return options


def legible(view: CardView) -> CardView:
    """The same card with the codes of signs that nobody sees in their place: a picture can hold them in no other way."""
    return replace(
        view,
        site=_label(view.site),
        place=_label(view.place),
        title=_label(view.title),
        words=tuple(
            replace(
                words,
                label=_label(words.label),
                runs=tuple(replace(run, words=_label(_told(run.words))) for run in words.runs),
            )
            for words in view.words
        ),
        after=_label(view.after),
        reviewed=_label(view.reviewed),
    )


def _told(words: str) -> str:
    """Words with what is to be known of those that mix scripts."""
    for word in reversed(find_mixed(words)):
        words = f"{words[: word.end]} [{word.says}]{words[word.end :]}"
    return words


def _label(words: str) -> str:
    """Words with the codes of unseen signs, and a box for each sign that no font here has."""
    return PICTOGRAPHS.sub("\u25a1", label_signs(words, "[", "]", every=True))


def card_svg(view: CardView) -> str:
    """The card as SVG."""
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfcfa"/><rect width="{WIDTH}" height="10" fill="{INK}"/>',
        _text(EDGE, 68, view.site + "*", size=28, family="Noto Serif", weight=700),
        _text(WIDTH - EDGE, 68, _placed(view.place, 24, 760), size=24, fill=GREY, anchor="end"),
    ]
    size = 42 if measure(view.title, 42, bold=True) <= 2 * (WIDTH - 2 * EDGE) - 90 else 36
    lines = wrap(view.title, size, WIDTH - 2 * EDGE, 3, bold=True)
    y = 128
    for line in lines:
        parts.append(_text(EDGE, y, line, size=size, weight=700))
        y += round(size * 1.2)
    top = y - size + 26
    foot = wrap(view.after, 22, WIDTH - 2 * EDGE, 2)
    bottom = HEIGHT - 118 - 28 * (len(foot) - 1)
    column = (WIDTH - 2 * EDGE - 40 * (len(view.words) - 1)) // max(len(view.words), 1)
    for number, words in enumerate(view.words):
        parts.append(_block(words, EDGE + number * (column + 40), top, column, bottom - top))
    y = HEIGHT - 58 - 28 * (len(foot) - 1) - 8
    parts.append(f'<rect x="{EDGE}" y="{y - 34}" width="{WIDTH - 2 * EDGE}" height="1" fill="#7d837f"/>')
    for line in foot:
        parts.append(_text(EDGE, y, line, size=22))
        y += 28
    parts.append(_text(EDGE, y + 4, view.reviewed, size=20, fill=GREY))
    width, height = view.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def _placed(place: str, size: int, width: int) -> str:
    """Company and document, cut where they are long, and the day, which never is."""
    names, dot, day = place.rpartition(" · ")
    return cut(names, size, width - round(measure(dot + day, size))) + dot + day


def fit(runs: Sequence[CardRun], width: int, height: int) -> tuple[int, list[Line]]:
    """The size of type and the lines of a passage, as large as fits.

    Too long a passage is cut behind the quoted words, where the cut is shown; what governs them is never cut. Where they
    do not fit without what stands behind them, the type gets smaller still, and last they are cut at their own end.
    """

    most = {size: int(height // (size * LEADING)) for size in (*SIZES, *SMALLER)}

    def lines_in(pieces: Sequence[Piece], size: int) -> list[Line] | None:
        lines = flow(pieces, size, width)
        return lines if len(lines) <= most[size] else None

    def lines_with(last: int, size: int) -> list[Line]:
        """As many words behind `last` as fit."""
        low, high = 0, sum(len(piece.words.split()) for piece in pieces[last + 1 :])
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if lines_in(shortened(pieces, last, middle), size) else (low, middle - 1)
            )
        return flow(shortened(pieces, last, low), size, width)

    pieces = [Piece(run.words, n, run.quoted) for n, run in enumerate(runs)]
    for size in SIZES:
        if lines := lines_in(pieces, size):
            return size, lines
    last = max((n for n, run in enumerate(runs) if run.quoted), default=len(runs) - 1)
    for size in (SIZES[-1], *SMALLER):
        if lines_in(shortened(pieces, last, 0), size):
            return size, lines_with(last, size)
    return SMALLER[-1], lines_with(last - 1, SMALLER[-1])


def shortened(pieces: Sequence[Piece], last: int, more: int) -> list[Piece]:
    """The pieces up to `last` with so many words of those behind; a cut at a word's border, shown by an ellipsis."""
    kept = list(pieces[: last + 1])
    is_cut = False
    for piece in pieces[last + 1 :]:
        words = piece.words.split()
        is_cut = is_cut or more < len(words)
        if more <= 0:
            break
        lead = " " if piece.words[:1].isspace() else ""
        tail = " " if piece.words[-1:].isspace() and more >= len(words) else ""
        kept.append(Piece(lead + " ".join(words[:more]) + tail, piece.run, piece.bold))
        more -= len(words)
    if is_cut and kept:
        end = kept[-1]
        kept[-1] = Piece(end.words.rstrip(" ,;:") + "…", end.run, end.bold)
    return kept


def _block(words: CardWords, x: int, top: int, width: int, height: int) -> str:
    """A passage with its label and a bar of its kind, in type as large as fits."""
    size, lines = fit(words.runs, width - 28, height - 34)
    step = round(size * LEADING)
    rtl = bool(RTL.search("".join(run.words for run in words.runs)[:80]))
    bar = x + width - 4 if rtl else x
    dash = ' stroke-dasharray="12 8"' if words.bar == "del" else ""
    parts = [
        _text(x, top + 18, cut(words.label, 20, width, bold=True), size=20, fill=GREY, weight=600),
        f'<line x1="{bar + 2}" x2="{bar + 2}" y1="{top + 34}" y2="{top + 34 + step * len(lines)}" '
        f'stroke="{BARS[words.bar]}" stroke-width="4"{dash}/>',
    ]
    for number, line in enumerate(lines):
        y = top + 34 + step * number + round(size * 1.02)
        at = f'x="{x + width - 24}" text-anchor="end"' if rtl else f'x="{x + 24}" text-anchor="start"'
        spans = "".join(_span(piece, words.runs[piece.run]) for piece in line)
        inner = f"\u202b{_begun(spans)}\u202c" if rtl else _begun(spans)
        parts.append(
            f'<text {at} y="{y}" font-family="Noto Serif" font-size="{size}" xml:space="preserve">{inner}</text>'
        )
    return "".join(parts)


def _span(piece: Piece, run: CardRun) -> str:
    """Words of one look: quoted ones dark and bold, those round them grey, marks as in the redline."""
    ink, decoration = MARKS.get(run.op, (INK if run.quoted else GREY, ""))
    look = f' font-weight="{700 if run.quoted else 400}"'
    look += f' text-decoration="{decoration}"' if decoration else ""
    return f'<tspan fill="{ink}"{look}>{_shaped(piece.words)}</tspan>'


def _shaped(words: str) -> str:
    """Words as SVG, each script with its own font: the renderer looks for one other font a line, and not for a third."""
    marked = LETTERS.sub(rf"{ARABIC}\g<0></tspan>", str(escape(words)))
    return SIGNS.sub(r'<tspan font-family="Noto Sans CJK JP">\g<0></tspan>', marked)


def _begun(line: str) -> str:
    """A line, begun with a sign of no width in the font of its Arabic letters.

    The renderer takes the glyphs of a whole line from its first font and puts those of others in their place, one for one;
    an Arabic letter may be two, of which one would be lost.
    """
    return f"{ARABIC}\u200c</tspan>{line}" if LETTERS.search(line) else line


def _text(
    x: int,
    y: int,
    words: str,
    *,
    size: int,
    family: str = "Noto Sans",
    fill: str = INK,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{_begun(_shaped(words))}</text>'
    )


def _fonts(svg: str) -> tuple[str, ...]:
    """The font files that the words of a card need, from the packages that ship them."""
    fonts = [_font("fontpkg_noto_sans", "NotoSans["), _font("fontpkg_noto_serif", "NotoSerif[")]
    if RTL.search(svg.replace("\u202b", "")):
        fonts.append(_font("fontpkg_noto_sans_arabic", "NotoSansArabic"))
    if SIGNS.search(svg):
        fonts.append(_font("noto_cjk_sans_jp_regular", "NotoSansCJK"))
    return tuple(fonts)


@cache
def _font(package: str, name: str) -> str:
    """The path of a font file that a package ships."""
    root = files(package)
    found = [
        f
        for folder in (root, root / "files")
        if folder.is_dir()
        for f in folder.iterdir()
        if f.name.startswith(name)
    ]
    return str(sorted(found, key=str)[0])
