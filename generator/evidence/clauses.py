"""The clause that words stand in, and whether an author's label names it."""

import re
from dataclasses import dataclass

from generator.evidence.passages import segment_at
from generator.model.evidence import SideText
from generator.model.words import casefold_text

_NUMBER = re.compile(
    r"((?:Section|Article|Clause|Artikel|Abschnitt|Artículo|Articolo|Artigo|Art\.|§{1,2}|Part)?\s*"
    r"(?:\d{1,3}(?:\.\d{1,3})*(?:\(\w{1,4}\))*|\(\w{1,6}\)|[A-Za-z](?=[.)\s]|$)|[ivxIVX]{1,6}(?=[.)\s]|$))"
    r"|第[0-9一二三四五六七八九十百]{1,4}[条條章节節部])(?=[\s.)]|$)"
)
_MARKER = re.compile(r"(?:\(\w{1,6}\)|[A-Za-z]|[ivxIVX]{1,6})\Z")
_LONE = re.compile(r"[A-Za-z]+\Z")
LONGEST_TITLE = 80  # characters of a heading that tells clauses apart
_LETTER = re.compile(r"(?<![a-z])(\d)([a-z]{1,4})(?![a-z])")
_WORD = re.compile(r"(?:section|article|clause|art\.|§{1,2}|part)\s*", re.IGNORECASE)


def clause_of(side: SideText, position: int) -> tuple[str, tuple[str, ...]]:
    """The clause at a position of the text: its number, else its title, and what tells it from others of the same name;
    and the whole path."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    return _named_apart(side, path, _chain(side, index, path)), path


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand, as two captures may agree on it: the numbers of the clause, outermost first, and the nearest title
    without a number. Case, spaces and marks are folded."""

    numbers: tuple[str, ...] = ()
    title: str = ""


def place_of(side: SideText, position: int) -> Place:
    """The place of a position of the text."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    titles = [_bare(name) for n, name in enumerate(path, 1) if not _is_numbered(side, index, path[:n])]
    return Place(
        numbers=tuple(_bare(number) for number in _chain(side, index, path)),
        title=titles[-1] if titles else "",
    )


def _named_apart(side: SideText, path: tuple[str, ...], chain: list[str]) -> str:
    """``D.4`` where section E has a 4 as well; ``5 (Terms for Utopia)`` where the terms for Arcadia have one.

    What tells them apart is the heading at which their ways part. Where one clause stands below the other's way (a table
    of contents, an exhibit), the shorter name stays: a nesting that may be misread adds nothing to it.
    """
    if not path:
        return ""
    own = next((n for n in range(len(path), 0, -1) if chain and _number(path[n - 1]) == chain[0]), len(path))
    label, anchor = _joined(chain) if chain else path[-1], path[:own]
    name = chain[0] if chain else path[-1]
    ways = {s.path[:n] for s in side.segments for n in range(1, len(s.path) + 1)}
    others = {way for way in ways if way != anchor and name in (way[-1], _number(way[-1]))}
    parted = {at for way in others if (at := _parting(anchor, way)) >= 0}
    if not parted:
        return label
    at = min(parted)
    if at == own - 1:
        return anchor[-1] if chain == [name] else f"{label} ({anchor[-1]})"
    number = _number(anchor[at])
    if re.fullmatch(r"[A-Z]|[IVXL]+", number) and chain:
        return f"{number}.{label}"
    return f"{number}, {label}" if number and chain else f"{label} ({_shortened(anchor[at])})"


def _parting(way: tuple[str, ...], other: tuple[str, ...]) -> int:
    """The index at which two ways part; -1 where one of them ends there and the other goes on."""
    at = next((n for n, (a, b) in enumerate(zip(way, other, strict=False)) if a != b), -1)
    return -1 if (at == len(way) - 1) != (at == len(other) - 1) else at


def _shortened(title: str) -> str:
    return (
        title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rpartition(' ')[0].rstrip(' ,;')}…"
    )


def label_fits(side: SideText, position: int, label: str) -> bool:
    """Whether a label names the clause at a position: by its number (``10.4``, ``3(2)``), or by words of its title."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    wanted = _bare(label)
    chain = _chain(side, index, path)
    numbers = {_joined(chain[first:]) for first in range(len(chain))}
    numbers |= {_joined(chain[:n]) for n in range(1, len(chain))}
    numbers.add(_named_apart(side, path, chain))
    if any(wanted == _bare(number) for number in numbers):
        return True
    named = _number(label)
    if chain and any(c.isdigit() for c in named) and _bare(named) not in {_bare(n) for n in numbers}:
        return False
    titles = [casefold_text(name) for name in path]
    return any(wanted in (_bare(title), _bare(_title(title))) for title in titles)


def _chain(side: SideText, index: int, path: tuple[str, ...]) -> list[str]:
    """The numbers from the innermost numbered clause through the list markers below it: ``["10.4", "(a)"]``."""
    chain: list[str] = []
    for depth in range(len(path), 0, -1):
        number = _number(path[depth - 1])
        if number and _LONE.match(number) and not _opened(side, index, path[:depth], number):
            number = ""  # a title such as "A new section", not a marker
        if not number:
            if chain:
                break
            continue
        chain.insert(0, number)
        if not _MARKER.match(number):
            break
    return chain


def _opened(side: SideText, index: int, path: tuple[str, ...], number: str) -> bool:
    """Whether a segment at or before `index` opens this clause with this marker."""
    for segment in reversed(side.segments[: index + 1]):
        if segment.path == path and segment.number.strip(".)") == number.strip(".)"):
            return True
        if segment.path[: len(path) - 1] != path[:-1]:
            return False
    return False


def _joined(chain: list[str]) -> str:
    """``10.4(a)``: list markers below a clause stand in brackets, however the text writes them."""
    return "".join(n if not i or n.startswith("(") else f"({n})" for i, n in enumerate(chain))


def _number(name: str) -> str:
    found = _NUMBER.match(name.strip())
    return found[1].strip() if found else ""


def section_of(side: SideText, index: int) -> range:
    """The indexes of the section that holds a segment: its outermost numbered clause, else what stands under its heading."""
    path = side.segments[index].path
    depth = next((n for n in range(1, len(path) + 1) if _is_numbered(side, index, path[:n])), len(path))
    first = last = index
    while depth and first > 0 and side.segments[first - 1].path[:depth] == path[:depth]:
        first -= 1
    while depth and last + 1 < len(side.segments) and side.segments[last + 1].path[:depth] == path[:depth]:
        last += 1
    return range(first, last + 1)


def _is_numbered(side: SideText, index: int, path: tuple[str, ...]) -> bool:
    """Whether a clause has a number, and not a title that begins with a letter ("A new section")."""
    number = _number(path[-1])
    return bool(number) and (not _LONE.match(number) or _opened(side, index, path, number))


def _title(name: str) -> str:
    return name[len(_number(name)) :].lstrip(" .):–—-")


def _bare(label: str) -> str:
    bare = _WORD.sub("", casefold_text(label)).strip().rstrip(".:").replace(" ", "")
    return _LETTER.sub(r"\1(\2)", bare)
