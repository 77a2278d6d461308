"""Sentences of the interface that are made in Python, as values: English text, with what a translation is made from.

A view holds them like any other text. Templates spell them in the language of the report (`generator/render/translation.py`);
data files, which machines read, have the English text. What stands in ``%(name)s`` may be a text, a number, a day, a moment or
another message; the nouns of the report are known by name and need not be given.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from generator.model.vocabulary import Noun, Nouns
from generator.pages.spelling import spell_day, spell_moment, spell_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortDay:
    """A day of which only some parts are spelt: those of a skeleton of the CLDR, such as ``yMMM``."""

    on: date
    parts: str
    english: str


Value = str | int | date | datetime | ShortDay


class Message(str):
    """A sentence in English, with the message it was made from. `many` and `number` are there where it has a plural."""

    __slots__ = ("many", "number", "one", "values")
    one: str
    many: str
    number: int
    values: tuple[tuple[str, Value], ...]

    def __new__(cls, one: str, many: str, number: int, values: tuple[tuple[str, Value], ...]) -> Self:
        text = one if number == 1 or not many else many
        made = super().__new__(cls, text % (DEFAULT_NOUNS | {name: _english(each) for name, each in values}))
        made.one, made.many, made.number, made.values = one, many, number, values
        return made

    def __repr__(self) -> str:
        return f"Message({str.__repr__(self)}, {self.one!r}, {self.many!r}, {self.number}, {self.values!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.one, self.many, self.number, self.values)


def say(message: str, **values: Value) -> Message:
    """A sentence of ours; `message` is written out where it is called, so that the catalogue is made from it."""
    return Message(message, "", 1, tuple(values.items()))


def say_many(one: str, many: str, number: int, **values: Value) -> Message:
    """A sentence that counts; ``%(number)s`` is the number, spelt."""
    return Message(one, many, number, (("number", number), *values.items()))


def spelt(value: Value) -> Message:
    """A day or a number alone, as the language writes it."""
    return Message("%(value)s", "", 1, (("value", value),))


def axis_label(at: datetime, english: str) -> str:
    """A turn of a year, month or day as an axis names it, as the language writes it."""
    if english.isdigit():
        return english
    parts = "MMMd" if english[0].isdigit() else "yMMM"
    return spelt(ShortDay(on=at.date(), parts=parts, english=english))


def joined(parts: Iterable[str], between: str = ", ") -> Message:
    """Texts and messages one after the other, as one message that is not itself translated."""
    values = {f"p{n}": part for n, part in enumerate(part for part in parts if part)}
    return say(between.join(f"%({name})s" for name in values), **values)


def _english(value: Value) -> str:
    if isinstance(value, datetime):
        return spell_moment(value)
    if isinstance(value, date):
        return spell_day(value)
    if isinstance(value, ShortDay):
        return value.english
    return value if isinstance(value, str) else spell_number(value)


def noun_values(nouns: Nouns) -> dict[str, str]:
    """The nouns of a report by the names that messages have for them: ``company``, ``companies``, ``a_company``, ``Company`` ..."""
    found: dict[str, str] = {}
    for name, plural in NOUNS.items():
        noun: Noun = getattr(nouns, name)
        with_article = noun.a or noun.one
        found |= {
            name: noun.one,
            plural: noun.many,
            f"a_{name}": with_article,
            f"A_{name}": _raised(with_article),
        }
        found |= {name.capitalize(): _raised(noun.one), plural.capitalize(): _raised(noun.many)}
    return found


def _raised(word: str) -> str:
    return word[:1].upper() + word[1:]


NOUNS = {"company": "companies", "document": "documents", "service": "services", "terms": "terms"}
OWN_NOUNS = Nouns()
DEFAULT_NOUNS = noun_values(OWN_NOUNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """In what language pages speak, and what they call things."""

    language: str = "en"
    nouns: Nouns = OWN_NOUNS


ENGLISH = Wording()
