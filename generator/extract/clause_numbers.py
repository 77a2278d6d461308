"""Read the clause number that opens a piece of text: 10.4, 3., (a), IV., Section 5, 5(b)."""

import re
from dataclasses import dataclass

LINE_OPENING = re.compile(
    r"[\s>]*(?:#{1,6}[ \t]+)?(?:[*+\-•‒–][ \t]+)?(?:\[\]\([^)\s]*\))?(?:\[(?=[^\]\n]*\]\())?[*_]{0,3}[ \t]*\[?"
)
DECIMAL_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)(\(\w{1,3}\))?[.)]{0,2}(?=[\s*_]|$)")
PLAIN_NUMBER = re.compile(r"(\d{1,3})\\?[.)](?!\d)")
GLUED_NUMBER = re.compile(r"(\d{1,3}\(\w{1,3}\)(?:\(\w{1,3}\))?)[.)]?(?=[\s*_]|$)")
PARENTHESISED = re.compile(r"(\((?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6})\))")
LETTERED = re.compile(r"([A-Za-z]|[ivx]{2,5}|[IVX]{2,5})\\?[.)](?=[\s*_\u2e80-\uffef]|$)")
WORDED_NUMBER = re.compile(
    r"((?:Section|Article|Clause|Artikel|Abschnitt|Artículo|Articolo|Artigo|Art\.|§{1,2}|Part)\s*"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6})|第[0-9一二三四五六七八九十百]{1,4}[条條章节節部])(?=[\s.:：)*_\-–—、，]|$)"
)
WORDED_OPENINGS = frozenset("SACP§第")  # first characters of WORDED_NUMBER


@dataclass(slots=True)
class Label:
    """A clause number as read: its kind, its parts if decimal, and the offset of its end in the text."""

    kind: str  # decimal, plain, paren, letter, roman, worded
    number: str
    parts: tuple[int, ...] = ()
    end: int = 0
    trusted: bool = True
    path_number: str = ""  # number used in the path instead, if not trusted


def follows(last: Label | None, new: Label) -> bool:
    """Whether a number inside a block continues the numbering of the block; otherwise it is a reference."""
    if last is None or not last.parts:
        return last is None and new.parts[-1] == 1
    old = last.parts
    shared = min(len(old), len(new.parts))
    return (
        new.parts > old
        and (new.parts[:1] == old[:1] or new.parts[0] == old[0] + 1)
        and any(new.parts[:k] == (*old[: k - 1], old[k - 1] + 1) for k in range(1, shared + 1))
    ) or (len(new.parts) == len(old) + 1 and new.parts[:-1] == old and new.parts[-1] == 1)


def read_label(text: str, start: int, end: int, nested: bool = False) -> Label | None:
    """Return the clause number that opens ``text[start:end]``, if any."""
    line_opening = LINE_OPENING.match(text, start, end)
    at = start if nested or line_opening is None else line_opening.end()
    opening = text[at] if at < end else ""
    if opening.isdecimal():
        for kind, pattern in (("glued", GLUED_NUMBER), ("decimal", DECIMAL_NUMBER), ("plain", PLAIN_NUMBER)):
            found = pattern.match(text, at, end)
            if found:
                return _label(text, kind, found, end)
        return None
    if opening in WORDED_OPENINGS:
        found = WORDED_NUMBER.match(text, at, end)
        if found:
            return Label("worded", found[1], end=found.end())
    found = PARENTHESISED.match(text, at, end) if opening == "(" else None
    if found:
        inner = found[1][1:-1]
        roman = len(inner) > 1 and set(inner.lower()) <= set("ivxl")
        return Label("roman" if roman else "paren", found[1], end=found.end())
    found = LETTERED.match(text, at, end)
    if found:
        roman = len(found[1]) > 1
        kind = ("upper" if found[1].isupper() else "") + ("roman" if roman else "letter")
        return Label(kind, found[1], end=found.end())
    return None


def _label(text: str, kind: str, found: "re.Match[str]", end: int) -> Label | None:
    if kind == "decimal":
        parts = tuple(int(part) for part in found[1].split("."))
        return Label("decimal", found[1] + (found[2] or ""), parts, found.end())
    if kind == "plain":
        # a list marker may precede the clause's own number: "22. **22\. TITLE**", "8. **3.1 Title**"
        line_opening = LINE_OPENING.match(text, found.end(), end)
        own = (
            read_label(text, line_opening.end(), end, nested=True)
            if line_opening and text[found.end() : found.end() + 1].isspace()
            else None
        )
        if own and own.kind in ("decimal", "plain") and own.number != "":
            return own
        return Label("plain", found[1], (int(found[1]),), found.end())
    return Label(kind, found[1], end=found.end())
