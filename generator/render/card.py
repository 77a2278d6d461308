"""Social cards: an SVG with words wrapped by measure, drawn as a PNG offline with fonts that packages ship.

resvg neither wraps nor falls back to fonts of the system here, so lines are broken by a table of widths (per cent of
the type size) and every font is named: Noto Sans and Serif, Noto Sans Arabic, and Noto Sans CJK, whose 16 MB are read
only for a card that has such characters. The same words give the same bytes on every machine.
"""

import re
from importlib.resources import files

import resvg_py
from jinja2 import Environment
from markupsafe import escape

from generator.model.pages import Artifact, PageSpec
from generator.model.visible import replace_controls
from generator.pages.change.cards import CardView, CardWords

WIDTH, HEIGHT, EDGE = 1200, 630, 60
SANS = [
    "26",
    "27",
    "41",
    "65",
    "57",
    "83",
    "73",
    "22",
    "30",
    "30",
    "55",
    "57",
    "27",
    "32",
    "27",
    "37",
    "57",
    "57",
    "57",
    "57",
    "57",
    "57",
    "57",
    "57",
    "57",
    "57",
    "27",
    "27",
    "57",
    "57",
    "57",
    "43",
    "90",
    "64",
    "65",
    "63",
    "73",
    "56",
    "52",
    "73",
    "74",
    "34",
    "27",
    "62",
    "52",
    "91",
    "76",
    "78",
    "60",
    "78",
    "62",
    "55",
    "56",
    "73",
    "60",
    "93",
    "59",
    "57",
    "57",
    "33",
    "37",
    "33",
    "57",
    "44",
    "28",
    "56",
    "62",
    "48",
    "62",
    "56",
    "34",
    "62",
    "62",
    "26",
    "26",
    "53",
    "26",
    "94",
    "62",
    "60",
    "62",
    "62",
    "41",
    "48",
    "36",
    "62",
    "51",
    "79",
    "53",
    "51",
    "47",
    "38",
    "55",
    "38",
    "57",
]
SERIF = [
    "26",
    "33",
    "41",
    "56",
    "56",
    "90",
    "74",
    "22",
    "35",
    "35",
    "50",
    "56",
    "25",
    "31",
    "25",
    "29",
    "56",
    "56",
    "56",
    "56",
    "56",
    "56",
    "56",
    "56",
    "56",
    "56",
    "29",
    "29",
    "56",
    "56",
    "56",
    "47",
    "92",
    "70",
    "65",
    "61",
    "73",
    "62",
    "59",
    "71",
    "79",
    "37",
    "36",
    "70",
    "62",
    "94",
    "76",
    "74",
    "60",
    "74",
    "66",
    "54",
    "61",
    "72",
    "68",
    "105",
    "66",
    "62",
    "59",
    "36",
    "29",
    "36",
    "56",
    "46",
    "27",
    "56",
    "61",
    "49",
    "61",
    "54",
    "37",
    "54",
    "64",
    "32",
    "30",
    "58",
    "31",
    "94",
    "64",
    "58",
    "61",
    "61",
    "47",
    "45",
    "35",
    "64",
    "58",
    "86",
    "58",
    "56",
    "51",
    "43",
    "56",
    "43",
    "56",
]
OTHER = 62  # per cent: accented letters, Greek, Cyrillic, Arabic
BOLDER = 1.09  # how much wider bold type runs
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
COLOURS = {
    "ins": ("#1c66a8", "#1b1d1f", "underline"),
    "del": ("#b4560a", "#83390a", "line-through"),
    "": ("#7d837f", "#1b1d1f", ""),
}


def render_card(_environment: Environment, spec: PageSpec) -> Artifact:
    """The same, as one of the kinds of page."""
    return draw_card(spec)


def draw_card(spec: PageSpec) -> Artifact:
    """The card of a change as a PNG file."""
    assert isinstance(spec.view, CardView)
    svg = replace_controls(card_svg(spec.view))
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=_fonts(svg), skip_system_fonts=True)
    return Artifact(path=spec.path, body=bytes(png), media_type="image/png")


def card_svg(view: CardView) -> str:
    """The card as SVG."""
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfcfa"/><rect width="{WIDTH}" height="10" fill="#1b1d1f"/>',
        _text(EDGE, 68, view.site + "*", size=28, family="Noto Serif", weight=700),
        _text(WIDTH - EDGE, 68, _placed(view.place, 24, 760), size=24, fill="#50565a", anchor="end"),
    ]
    size = 42 if _width(view.title, 42, bold=True) <= 2 * (WIDTH - 2 * EDGE) - 90 else 36
    lines = wrap(view.title, size, WIDTH - 2 * EDGE, 3, bold=True)
    y = 128
    for line in lines:
        parts.append(_text(EDGE, y, line, size=size, weight=700))
        y += round(size * 1.2)
    top = y - size + 26
    column = (WIDTH - 2 * EDGE - 40 * (len(view.words) - 1)) // max(len(view.words), 1)
    for number, words in enumerate(view.words):
        parts.append(_block(words, EDGE + number * (column + 40), top, column, HEIGHT - 118 - top))
    foot = wrap(view.after, 22, WIDTH - 2 * EDGE, 2)
    y = HEIGHT - 58 - 28 * (len(foot) - 1) - 8
    parts.append(f'<rect x="{EDGE}" y="{y - 34}" width="{WIDTH - 2 * EDGE}" height="1" fill="#7d837f"/>')
    for line in foot:
        parts.append(_text(EDGE, y, line, size=22))
        y += 28
    parts.append(_text(EDGE, y + 4, view.reviewed, size=20, fill="#50565a"))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'


def wrap(
    text: str, size: int, width: int, most: int, *, bold: bool = False, serif: bool = False
) -> list[str]:
    """Lines no wider than `width` points, at most so many; what is left out is shown by an ellipsis."""
    lines: list[str] = []
    line = ""
    pieces = [p for p in _pieces(text) if p]
    for index, piece in enumerate(pieces):
        grown = line + piece
        if line.strip() and _width(grown.rstrip(), size, bold=bold, serif=serif) > width:
            lines.append(line.strip())
            line = piece.lstrip()
            if len(lines) == most:
                lines[-1] = _cut(
                    lines[-1] + " " + "".join(pieces[index:])[:80], size, width, bold=bold, serif=serif
                )
                return lines
        else:
            line = grown
    if line.strip():
        lines.append(_cut(line.strip(), size, width, bold=bold, serif=serif))
    return lines


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; each character of a script without spaces by itself."""
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*", text):
        run = ""
        for character in word:
            if _WIDE.match(character) and character not in "，。、；：！？）」』”":
                if run:
                    pieces.append(run)
                run = character
            else:
                run += character
        pieces.append(run)
    return pieces


def _width(text: str, size: int, *, bold: bool = False, serif: bool = False) -> float:
    table = SERIF if serif else SANS
    units = 0
    for character in text:
        code = ord(character)
        units += int(table[code - 32]) if 32 <= code < 127 else 100 if _WIDE.match(character) else OTHER
    return units * size / 100 * (BOLDER if bold else 1) * 1.02


def _cut(text: str, size: int, width: int, *, bold: bool = False, serif: bool = False) -> str:
    """The text, cut with an ellipsis where it is too wide."""
    if _width(text, size, bold=bold, serif=serif) <= width:
        return text
    while text and _width(text + "…", size, bold=bold, serif=serif) > width:
        text = text[:-1]
    shorter = text.rpartition(" ")[0]
    return (shorter if len(shorter) > len(text) * 0.6 else text).rstrip(" ,;:") + "…"


def _placed(place: str, size: int, width: int) -> str:
    """Company and document, cut where they are long, and the day, which never is."""
    names, dot, day = place.rpartition(" · ")
    return _cut(names, size, width - round(_width(dot + day, size))) + dot + day


def _block(words: CardWords, x: int, top: int, width: int, height: int) -> str:
    """Quoted words of one side with their label and a bar of their kind, in type as large as fits."""
    line_colour, ink, decoration = COLOURS[words.op]
    room = height - 34
    size, lines = 22, [""]
    for size in (32, 28, 25, 22):
        most = int(room // (size * 1.42))
        lines = wrap(words.words, size, width - 28, most + 1, serif=True)
        if len(lines) <= most:
            break
    else:
        lines = wrap(words.words, size, width - 28, int(room // (size * 1.42)), serif=True)
    step = round(size * 1.42)
    rtl = bool(_RTL.search(words.words[:40]))
    bar = x + width - 4 if rtl else x
    dash = ' stroke-dasharray="12 8"' if words.op == "del" else ""
    parts = [
        _text(x, top + 18, _cut(words.label, 20, width, bold=True), size=20, fill="#50565a", weight=600),
        f'<line x1="{bar + 2}" x2="{bar + 2}" y1="{top + 34}" y2="{top + 34 + step * len(lines)}" '
        f'stroke="{line_colour}" stroke-width="4"{dash}/>',
    ]
    for number, line in enumerate(lines):
        parts.append(
            _text(
                x + width - 24 if rtl else x + 24,
                top + 34 + step * number + round(size * 1.02),
                f"\u202b{line}\u202c" if rtl else line,
                size=size,
                family="Noto Serif",
                fill=ink,
                anchor="end" if rtl else "start",
                decoration=decoration,
            )
        )
    return "".join(parts)


def _text(
    x: int,
    y: int,
    words: str,
    *,
    size: int,
    family: str = "Noto Sans",
    fill: str = "#1b1d1f",
    weight: int = 400,
    anchor: str = "start",
    decoration: str = "",
) -> str:
    extra = f' text-decoration="{decoration}"' if decoration else ""
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}"{extra}>{escape(words)}</text>'
    )


def _fonts(svg: str) -> list[str]:
    """The font files that the words of a card need, from the packages that ship them."""
    fonts = [_font("fontpkg_noto_sans", "NotoSans["), _font("fontpkg_noto_serif", "NotoSerif[")]
    if _RTL.search(svg):
        fonts.append(_font("fontpkg_noto_sans_arabic", "NotoSansArabic"))
    if _WIDE.search(svg):
        fonts.append(_font("noto_cjk_sans_jp_regular", "NotoSansCJK"))
    return fonts


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
