"""Sentences of the interface that are made in Python, as values: English text, with what a translation is made from.

A view holds them like any other text. Templates spell them in the language of the report (`generator/render/translation.py`);
data files, which machines read, have the English text. What stands in ``%(name)s`` may be a text, a number, a day, a moment or
another message; the nouns of the report are known by name and need not be given.
"""

import html
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any, Self

from generator.model.times import spell_time
from generator.model.vocabulary import Noun, Nouns
from generator.pages.spelling import spell_day, spell_moment, spell_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortDay:
    """A day of which only some parts are spelt: those of a skeleton of the CLDR, such as ``yMMM``."""

    on: date
    parts: str
    english: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A moment that is spelt with its seconds: that of a capture, as evidence."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Words that lead somewhere, where a page can link them; `url` begins at the root of the site."""

    text: str
    url: str


Value = str | int | date | datetime | ShortDay | Exact | Linked


class Message(str):
    """A sentence in English, with the message it was made from. `many` and `number` are there where it has a plural."""

    __slots__ = ("many", "number", "one", "values")
    one: str
    many: str
    number: int
    values: tuple[tuple[str, Value], ...]

    def __new__(cls, one: str, many: str, number: int, values: tuple[tuple[str, Value], ...]) -> Self:
        text = one if number == 1 or not many else many
        made = super().__new__(cls, _filled(text, values) if "%" in text else text)
        made.one, made.many, made.number, made.values = one, many, number, values
        return made

    def __repr__(self) -> str:
        return f"Message({str.__repr__(self)}, {self.one!r}, {self.many!r}, {self.number}, {self.values!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.one, self.many, self.number, self.values)


def _filled(text: str, values: tuple[tuple[str, Value], ...]) -> str:
    given = {name: _english(each) for name, each in values}
    try:
        return text % given
    except KeyError:  # a noun
        return text % (DEFAULT_NOUNS | given)


class Turned(Message):
    """A message that is altered once it is spelt: made a sentence, or escaped for a form in which it is copied."""

    __slots__ = ("how", "message")
    message: Message
    how: str

    def __new__(cls, message: Message, how: str) -> Self:
        made = str.__new__(cls, TURNS[how](str(message)))
        made.one, made.many, made.number, made.values = "%(message)s", "", 1, (("message", message),)
        made.message, made.how = message, how
        return made

    def __repr__(self) -> str:
        return f"Turned({self.message!r}, {self.how!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Turned, (self.message, self.how)


def turned(text: str, how: str) -> str:
    """A text or message, altered as `how` says (`TURNS`)."""
    return Turned(text, how) if isinstance(text, Message) else TURNS[how](text)


def finished(line: str) -> str:
    """A line as a sentence: its first letter raised, a full stop at its end."""
    text = line.strip()
    return raised(text) + ("" if text.endswith(_ENDS) else "." if text else "")


def raised(words: str) -> str:
    """The same with a capital."""
    return words[:1].upper() + words[1:]


def unbracketed(line: str) -> str:
    """A line with commas for its brackets."""
    return line.replace(" (", ", ").replace(")", "")


def quoted_attribute(text: str) -> str:
    """A text for an attribute of HTML between double quotes."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


_TEX = {
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def tex(text: str) -> str:
    """What TeX reads as markup, escaped."""
    return "".join(_TEX.get(c, c) for c in text)


def pipe(text: str) -> str:
    """A text for a template of MediaWiki."""
    return text.replace("|", "{{!}}")


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


_ENDS = (".", "!", "?", "。", "！", "？")
TURNS: dict[str, Callable[[str], str]] = {
    "sentence": finished,
    "raised": raised,
    "html": html.escape,
    "unbracketed": unbracketed,
    "attribute": quoted_attribute,
    "tex": tex,
    "pipe": pipe,
    "json": _in_json,
}


def say(message: str, **values: Value) -> Message:
    """A sentence of ours; `message` is written out where it is called, so that the catalogue is made from it."""
    return Message(message, "", 1, tuple(values.items()))


def say_many(one: str, many: str, number: int, **values: Value) -> Message:
    """A sentence that counts; ``%(number)s`` is the number, spelt."""
    return Message(one, many, number, (("number", number), *values.items()))


def known(message: str) -> Message:
    """Words of the model, such as the label of a class, that the catalogue has as they stand there."""
    return Message(message, "", 1, ())


def spelt(value: Value) -> Message:
    """A day or a number alone, as the language writes it."""
    return Message("%(value)s", "", 1, (("value", value),))


def axis_label(at: datetime, english: str) -> str:
    """A turn of a year, month or day as an axis names it, as the language writes it."""
    if english.isdigit():
        return english
    parts = "MMMd" if english[0].isdigit() else "yMMM"
    return spelt(ShortDay(on=at.date(), parts=parts, english=english))


def joined(parts: Iterable[str], between: str = ", ") -> str:
    """Texts and messages one after the other, as one text, or as one message that is not itself translated."""
    kept = [part for part in parts if part]
    if not any(isinstance(part, Message) for part in kept):
        return between.join(kept)
    values = {f"p{n}": part for n, part in enumerate(kept)}
    return say(between.join(f"%({name})s" for name in values), **values)


def listed(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = parts
    return say("%(first)s and %(last)s", first=joined(most), last=last) if most else last


def chained(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a and b and c``."""
    return reduce(lambda first, last: say("%(first)s and %(last)s", first=first, last=last), parts)


def with_moments(message: Message, spell: Callable[[datetime], str | date]) -> Message:
    """The same message with its moments spelt otherwise: as days, or as machines write them."""
    if isinstance(message, Turned):
        return Turned(with_moments(message.message, spell), message.how)
    values = tuple(
        (
            name,
            spell(each)
            if isinstance(each, datetime)
            else with_moments(each, spell)
            if isinstance(each, Message)
            else each,
        )
        for name, each in message.values
    )
    return Message(message.one, message.many, message.number, values)


def in_days(message: Message) -> Message:
    """The message with days for moments."""
    return with_moments(message, lambda at: at.astimezone(UTC).date())


def in_iso(message: Message) -> Message:
    """The message with moments as ISO 8601 has them."""
    return with_moments(message, spell_time)


def _english(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return spell_moment(value)
    if isinstance(value, date):
        return spell_day(value)
    if isinstance(value, ShortDay):
        return value.english
    if isinstance(value, Exact):
        return spell_moment(value.at, seconds=True)
    if isinstance(value, Linked):
        return value.text
    return spell_number(value)


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
            f"A_{name}": raised(with_article),
        }
        found |= {name.capitalize(): raised(noun.one), plural.capitalize(): raised(noun.many)}
    return found


NOUNS = {"company": "companies", "document": "documents", "service": "services", "terms": "terms"}
OWN_NOUNS = Nouns()
DEFAULT_NOUNS = noun_values(OWN_NOUNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """In what language pages speak, and what they call things."""

    language: str = "en"
    nouns: Nouns = OWN_NOUNS


ENGLISH = Wording()
