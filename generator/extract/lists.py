"""The numbers of list items as the page shows them: start, value, reversed, letters and Roman figures."""

import re
from collections.abc import Callable

from generator.extract.markup import Node
from generator.extract.styles import Declared

_STYLES = {"1": "1", "a": "a", "A": "A", "i": "i", "I": "I"}
_BULLETS = ("disc", "circle", "square", "disclosure-open", "disclosure-closed")
_CSS_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "lower-greek": "α",
    "decimal-leading-zero": "0",
    "decimal": "1",
    "none": "",
} | dict.fromkeys(_BULLETS, "*")
_CSS = re.compile(rf"(?<![\w-])({'|'.join(sorted(_CSS_STYLES, key=len, reverse=True))})(?![\w-])")
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_NUMBER = re.compile(r"\s*([+-]?\d{1,9})")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ListCount:
    """An open list: gives each item its marker."""

    def __init__(self, node: Node, style: Declared, is_hidden: Callable[[Node], bool]) -> None:
        self.ordered = node.tag == "ol"
        self.style = style_of(style) or (
            _STYLES.get(node.attribute("type"), "1") if self.ordered else BULLET_STYLE
        )
        self.step = -1 if node.has("reversed") else 1
        start = _number(node.attribute("start"))
        if start is None:
            start = 1
            if self.step < 0:
                start = sum(1 for child in node.children() if child.tag == "li" and not is_hidden(child))
        self.next = start

    def marker(self, item: Node, style: Declared, *, is_shown: bool = True) -> str:
        """The marker of the next item, and count on; empty where the page shows none. What is not shown is not counted."""
        if not is_shown or style.get("display", "list-item") not in ("list-item", "inline list-item"):
            return ""
        value = _number(item.attribute("value")) if self.ordered else None
        if value is not None:
            self.next = value
        number, self.next = self.next, self.next + self.step
        own = style_of(style) or (_STYLES.get(item.attribute("type"), "") if self.ordered else "")
        own = own or self.style
        if own == NO_STYLE:
            return ""
        marker = "*" if own == BULLET_STYLE else f"{spell_number(number, own)}."
        return marker.ljust(4) if len(marker) < 4 else marker + " "


BULLET_STYLE = "*"
NO_STYLE = "none"


def style_of(style: Declared) -> str:
    """The list style that styles set; empty where they set none that is known."""
    for name in ("list-style-type", "list-style"):
        found = _CSS.search(style.get(name, ""))
        if found:
            return _CSS_STYLES[found[1]] or NO_STYLE
    return ""


def spell_number(number: int, style: str) -> str:
    """A number in the list style `1`, `0`, `a`, `A`, `i`, `I` or `α`, as browsers do it (plain figures where there is no other)."""
    if style in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters if style == "a" else letters.upper()
    if style in "iI" and 0 < number < 4000:
        letters = ""
        for value, spelled in _ROMAN:
            letters += spelled * (number // value)
            number %= value
        return letters if style == "i" else letters.upper()
    if style == "α" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, len(_GREEK))
            letters = _GREEK[rest] + letters
        return letters
    if style == "0":
        return f"{'-' if number < 0 else ''}{abs(number):02}"
    return str(number)


def _number(text: str) -> int | None:
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
