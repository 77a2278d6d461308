"""Characters that no page, feed or picture may hold as they are, and how they are shown.

Control characters but tab and line breaks, characters that Unicode sets aside (noncharacters) and halves of pairs
(surrogates): XML forbids most of them, a renderer refuses them, and a terminal or a reader may act on them unseen.
"""

import re

from generator.model.signs import label_signs, replace_signs

_OF_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
_OF_BMP = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_CONTROL = re.compile(rf"[{_OF_BMP}{_OF_PLANES}]|\r(?!\n)", re.ASCII)
# Two plain classes are looked for ten times faster than all of it; most texts have none.
_ANY_OF_BMP = re.compile(rf"[{_OF_BMP}\r]", re.ASCII)
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
REPLACED = "\ufffd"


def _may_have_controls(text: str) -> bool:
    return bool(_ANY_OF_BMP.search(text) or (not text.isascii() and _BEYOND_BMP.search(text)))


def show_controls(text: str) -> str:
    """The text with every such character as a visible symbol: U+001B as ␛, one that has no symbol as U+FFFD."""
    return _CONTROL.sub(lambda found: _symbol(found[0]), text) if _may_have_controls(text) else text


def replace_controls(text: str) -> str:
    """The text with U+FFFD for every such character: for pictures, whose fonts lack the symbols."""
    return _CONTROL.sub(REPLACED, text) if _may_have_controls(text) else text


def escape_controls(json_text: str) -> str:
    """JSON with every such character, and every sign that nobody sees, as an escape: the value is the same."""
    escaped = json_text
    if _may_have_controls(json_text):
        escaped = _CONTROL.sub(lambda found: _escape(ord(found[0])), json_text)
    return replace_signs(escaped, lambda sign: _escape(ord(sign.character)) * sign.times)


def spell_unseen(text: str, *, every: bool = False) -> str:
    """A text for a terminal: controls and signs by their codes (``<U+001B>``), tabs and line breaks as they are.

    `every`: signs of no width too, as among changed words.
    """
    if text.isascii() and not _CONTROL.search(text):
        return text
    return label_signs(_CONTROL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text), "<", ">", every=every)


def find_controls(text: str) -> list[tuple[int, str]]:
    """Every such character: where it stands, and its name (``U+001B``)."""
    return [(found.start(), f"U+{ord(found[0]):04X}") for found in _CONTROL.finditer(text)]


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACED


def _escape(code: int) -> str:
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
