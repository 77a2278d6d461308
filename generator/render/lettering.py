"""Lines of type by a table of widths, for pictures whose renderer does not wrap: the same on every machine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Per cent of the type size, of the characters from space to tilde.
SANS = (
    "26 27 41 65 57 83 73 22 30 30 55 57 27 32 27 37 57 57 57 57 57 57 57 57 57 57 27 27 57 57 57 43 "
    "90 64 65 63 73 56 52 73 74 34 27 62 52 91 76 78 60 78 62 55 56 73 60 93 59 57 57 33 37 33 57 44 "
    "28 56 62 48 62 56 34 62 62 26 26 53 26 94 62 60 62 62 41 48 36 62 51 79 53 51 47 38 55 38 57".split()
)
SERIF = (
    "26 33 41 56 56 90 74 22 35 35 50 56 25 31 25 29 56 56 56 56 56 56 56 56 56 56 29 29 56 56 56 47 "
    "92 70 65 61 73 62 59 71 79 37 36 70 62 94 76 74 60 74 66 54 61 72 68 105 66 62 59 36 29 36 56 46 "
    "27 56 61 49 61 54 37 54 64 32 30 58 31 94 64 58 61 61 47 45 35 64 58 86 58 56 51 43 56 43 56".split()
)
OTHER = 62  # per cent: accented letters, Greek, Cyrillic, Arabic
BOLDER = 1.09  # how much wider bold type runs
WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of one look: the number of the run they belong to, and whether they are bold."""

    words: str
    run: int = 0
    bold: bool = False


Line = tuple[Piece, ...]


def wrap(
    text: str, size: int, width: int, most: int, *, bold: bool = False, serif: bool = False
) -> list[str]:
    """Lines no wider than `width` points, at most so many; what is left out is shown by an ellipsis."""
    lines: list[str] = []
    line = ""
    pieces = [p for p in _pieces(text) if p]
    for index, piece in enumerate(pieces):
        grown = line + piece
        if line.strip() and measure(grown.rstrip(), size, bold=bold, serif=serif) > width:
            lines.append(line.strip())
            line = piece.lstrip()
            if len(lines) == most:
                lines[-1] = cut(
                    lines[-1] + " " + "".join(pieces[index:])[:80], size, width, bold=bold, serif=serif
                )
                return lines
        else:
            line = grown
    if line.strip():
        lines.append(cut(line.strip(), size, width, bold=bold, serif=serif))
    return lines


def _pieces(text: str, keep_space: bool = False) -> list[str]:
    """Words with the space behind them; each character of a script without spaces by itself.

    `keep_space`: space before the first word is a piece too.
    """
    pieces: list[str] = []
    for word in re.findall(r"^\s+|\S+\s*" if keep_space else r"\S+\s*", text):
        run = ""
        for character in word:
            if _is_alone(character):
                if run:
                    pieces.append(run)
                run = character
            else:
                run += character
        pieces.append(run)
    return pieces


def _is_alone(character: str) -> bool:
    """Whether a line may break before a character of a script without spaces."""
    return bool(WIDE.match(character)) and character not in "，。、；：！？）」』”"


def measure(text: str, size: int, *, bold: bool = False, serif: bool = False) -> float:
    """How many points a text takes at most."""
    table = SERIF if serif else SANS
    units = 0
    for character in text:
        code = ord(character)
        units += int(table[code - 32]) if 32 <= code < 127 else 100 if WIDE.match(character) else OTHER
    return units * size / 100 * (BOLDER if bold else 1) * 1.02


def cut(text: str, size: int, width: int, *, bold: bool = False, serif: bool = False) -> str:
    """The text, cut with an ellipsis where it is too wide."""
    if measure(text, size, bold=bold, serif=serif) <= width:
        return text
    while text and measure(text + "…", size, bold=bold, serif=serif) > width:
        text = text[:-1]
    shorter = text.rpartition(" ")[0]
    return (shorter if len(shorter) > len(text) * 0.6 else text).rstrip(" ,;:") + "…"


def flow(runs: Sequence[Piece], size: int, width: int) -> list[Line]:
    """Lines of serif type no wider than `width`, of words in several looks."""
    lines: list[Line] = []
    line: list[Piece] = []
    filled = 0.0
    for group in _words(runs):
        taken = sum(measure(p.words, size, bold=p.bold, serif=True) for p in group)
        bare = taken - _trailing(group, size)
        if line and filled + bare > width:
            lines.append(_joined(line))
            line, filled = [], 0.0
        line.extend(group)
        filled += taken
    if line:
        lines.append(_joined(line))
    return lines


def _words(runs: Sequence[Piece]) -> list[list[Piece]]:
    """What may not be broken, with the space behind it: a word may change its look in the middle."""
    groups: list[list[Piece]] = []
    open_word = False
    for run in runs:
        for words in _pieces(run.words, keep_space=True):
            piece = Piece(words, run.run, run.bold)
            if groups and (words.isspace() or (open_word and not _is_alone(words[0]))):
                groups[-1].append(piece)
            else:
                groups.append([piece])
            open_word = not words[-1].isspace()
    return groups


def _trailing(group: Sequence[Piece], size: int) -> float:
    words = "".join(p.words for p in group)
    space = words[len(words.rstrip()) :]
    return measure(space, size, serif=True)


def _joined(line: Sequence[Piece]) -> Line:
    """Neighbours of one run as one piece; no space at the ends of the line."""
    joined: list[Piece] = []
    for piece in line:
        if joined and (joined[-1].run, joined[-1].bold) == (piece.run, piece.bold):
            joined[-1] = Piece(joined[-1].words + piece.words, piece.run, piece.bold)
        else:
            joined.append(piece)
    while joined and not joined[-1].words.strip():
        joined.pop()
    if joined:
        first = joined[0]
        joined[0] = Piece(first.words.lstrip(), first.run, first.bold)
        last = joined[-1]
        joined[-1] = Piece(last.words.rstrip(), last.run, last.bold)
    return tuple(joined)
