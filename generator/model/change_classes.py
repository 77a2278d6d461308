"""What kind of change: classes that order and fold what a reader sees, never hide it. Each is shown with its rule."""

from enum import StrEnum
from typing import Self


class ChangeClass(StrEnum):
    """The classes, the weightiest first: value in data files, name on pages, the rule by which one is found.

    A row may be folded to a line where all its classes are minor. The comparison finds all classes but TOPIC, which hangs
    on the report's topics and is found as pages are made (`pages/change/kinds.py`).
    """

    label: str
    rule: str
    is_minor: bool

    TOPIC = "topic", "a topic’s phrases", "a phrase of one of the report's topics was added or removed"
    RIGHT = (
        "right",
        "rights and permissions",
        "a word that gives or takes leave was added or removed: may, can, right, licence, consent, permission",
    )
    OBLIGATION = (
        "obligation",
        "duties",
        "a word that binds was added or removed: must, shall, will, agree, required, obliged",
    )
    NEGATION = (
        "negation",
        "negations and exceptions",
        "a word that denies or excepts was added or removed: not, no, never, only, except, unless, without",
    )
    NUMBER = (
        "number",
        "numbers and amounts",
        "a number, an amount, a period or a share was added, removed or changed",
    )
    LINK = "link", "link addresses", "a link leads elsewhere", True
    CONTACT = (
        "contact",
        "contacts only",
        "only addresses, telephone numbers or names of contact points differ",
        True,
    )
    DATES = "dates", "dates only", "only dates differ", True
    WORDING = "wording", "other words only", "words differ, and nothing else was found by these rules"
    QUIET = (
        "quiet",
        "no words",
        "only white space, markup, numbering, quote marks or tracking parameters differ",
        True,
    )

    def __new__(cls, value: str, label: str, rule: str, is_minor: bool = False) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.rule, member.is_minor = label, rule, is_minor
        return member
