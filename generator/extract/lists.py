"""The numbers of list items as the page shows them: start, value, reversed, letters and Roman figures."""

import re

from generator.extract.markup import Node

_STYLES = {"1": "1", "a": "a", "A": "A", "i": "i", "I": "I"}
_CSS_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}
_CSS = re.compile(
    r"list-style(?:-type)?\s*:\s*[^;]*?(lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|decimal)"
)
_NUMBER = re.compile(r"\s*([+-]?\d{1,9})")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ListCount:
    """An open list: gives each item its marker."""

    def __init__(self, node: Node) -> None:
        self.ordered = node.tag == "ol"
        self.style = _style_of(node)
        self.step = -1 if node.has("reversed") else 1
        start = _number(node.attribute("start"))
        if start is None:
            start = sum(1 for child in node.children() if child.tag == "li") if self.step < 0 else 1
        self.next = start

    def marker(self, item: Node) -> str:
        """The marker of the next item, and count on."""
        if not self.ordered:
            return "*   "
        value = _number(item.attribute("value"))
        if value is not None:
            self.next = value
        number, self.next = self.next, self.next + self.step
        own = item.attribute("type")
        return f"{spell_number(number, _STYLES.get(own, self.style))}.".ljust(4)


def spell_number(number: int, style: str) -> str:
    """A number in the list style `1`, `a`, `A`, `i` or `I`, as browsers do it (plain figures where there is no other)."""
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
    return str(number)


def _style_of(node: Node) -> str:
    css = _CSS.search(node.attribute("style").lower())
    return _CSS_STYLES[css[1]] if css else _STYLES.get(node.attribute("type"), "1")


def _number(text: str) -> int | None:
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
