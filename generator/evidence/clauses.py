"""The clause that words stand in, and whether an author's label names it."""

import re

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
_LETTER = re.compile(r"(?<![a-z])(\d)([a-z]{1,4})(?![a-z])")
_WORD = re.compile(r"(?:section|article|clause|art\.|§{1,2}|part)\s*", re.IGNORECASE)


def clause_of(side: SideText, position: int) -> tuple[str, tuple[str, ...]]:
    """The clause at a position of the text: its number, else its title; and the whole path."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    chain = _chain(side, index, path)
    if chain:
        return _joined(chain), path
    return (path[-1] if path else ""), path


def label_fits(side: SideText, position: int, label: str) -> bool:
    """Whether a label names the clause at a position: by its number (``10.4``, ``3(2)``), or by words of its title."""
    index = segment_at(side, position)
    path = side.segments[index].path if index >= 0 else ()
    wanted = _bare(label)
    chain = _chain(side, index, path)
    numbers = {_joined(chain[first:]) for first in range(len(chain))}
    numbers |= {_joined(chain[:n]) for n in range(1, len(chain))}
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


def _title(name: str) -> str:
    return name[len(_number(name)) :].lstrip(" .):–—-")


def _bare(label: str) -> str:
    bare = _WORD.sub("", casefold_text(label)).strip().rstrip(".:").replace(" ", "")
    return _LETTER.sub(r"\1(\2)", bare)
