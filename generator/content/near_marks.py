"""Tell a quotation's mark that was mistyped from the first line of an ordinary block quote.

A mistyped mark would leave the words below it unchecked, so it is a problem. A line counts as mistyped if it has an
exclamation mark before the name of a side (`!after x`, `(!after x)`, `\\[!afer x]`), or a side and a name in brackets
(`[after x]`) with nothing behind them but a clause. Width, invisible characters and entities are folded first.
"""

import html
import re
import unicodedata

from generator.model.captures import Side

_SIDES = tuple(side.value for side in Side)
_LEAD = re.compile(r"(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\s)+")
_CALLED = re.compile(r"[^\w\s!]{0,4}\s*!\s*([^\W\d_]+)(?![\w(])")
_SHIFTLESS = re.compile(r"\[\s*[1|¡]\s*([^\W\d_]+)\s+[\w-]+[^\]]*\]")
_LATE = re.compile(r"\[\s*([^\W\d_]+)\s*!")
_TURNED = re.compile(r"!\s*\[\s*([^\W\d_]+)\b[^\]]*\](?![(\[])")
_BRACKETED = re.compile(
    r"(?P<open>[\[({<【「〔`*_\\]{1,4})\s*(?P<side>[^\W\d_]+)"
    r"(?:(?:\s*[:,;=.#]\s*|\s+(?:[-/]\s+)?)(?P<name>[\w-]+)(?:\s+\d+\s*/\s*\d+)?)?"
    r"\s*[:,;]?\s*[\])}>】」〕`*_]{1,4}(?![(\[:])(?P<rest>.*)\Z"
)
_EMPHASIS = re.compile(r"[`*_\\]+\Z")
_CLAUSE = (
    r"(?:(?:§+|(?:section|clause|article|art|part|annex|chapter|paragraph|para|schedule|item|no)\b\.?)\s*)?"
    r"\(?(?:\d[\w.()-]*|[a-z]|[ivxlc]+)\)?[.:]?"
)
_ONLY_A_CLAUSE = re.compile(rf"\s*(?:{_CLAUSE}\s*)?\Z", re.IGNORECASE)
_FIRST_A_CLAUSE = re.compile(rf"\s*(?:\Z|{_CLAUSE}(?:\s|\Z))", re.IGNORECASE)
_SHORT = 40  # the longest heading that is taken for a clause behind a mark


def plain_line(line: str) -> str:
    """A line without quote prefixes and list markers, with width, entities and invisible characters folded."""
    folded = unicodedata.normalize("NFKC", html.unescape(line))
    seen = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    lead = _LEAD.match(seen)
    return seen[lead.end() if lead else 0 :].strip()


def looks_like_mark(line: str, *, more: bool) -> bool:
    """Whether the first line of a block quote was meant as a mark. `more` says that other lines follow it."""
    text = plain_line(line)
    for pattern in (_CALLED, _SHIFTLESS, _LATE, _TURNED):
        found = pattern.match(text)
        if found and _is_side(found[1]):
            return True
    found = _BRACKETED.match(text)
    if not found or not _is_side(found["side"]):
        return False
    rest = found["rest"].strip()
    if found["name"] is None:
        return more and not _EMPHASIS.match(found["open"]) and bool(_ONLY_A_CLAUSE.match(rest))
    if "[" not in found["open"]:
        return bool(_ONLY_A_CLAUSE.match(rest))
    heading = more and len(rest) <= _SHORT and found["side"].islower()
    return heading or bool(_FIRST_A_CLAUSE.match(rest))


def _is_side(word: str) -> bool:
    return any(_one_slip(word.lower(), side) for side in _SIDES)


def _one_slip(word: str, wanted: str) -> bool:
    """Whether a word is the wanted one, or has one letter more, less, other, or two in the wrong order."""
    if word == wanted:
        return True
    start = next((n for n, (a, b) in enumerate(zip(word, wanted, strict=False)) if a != b), None)
    if start is None:
        return abs(len(word) - len(wanted)) == 1
    one, two = word[start:], wanted[start:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:] and len(two) > 1
    return swapped or one[1:] == two[1:] or one[1:] == two or one == two[1:]
