"""The words of the interface in the language of a report: messages, nouns, days and numbers, at one place.

A catalogue is ``locale/LANGUAGE.po`` among the templates (gettext; ours or the report's own), read when a page in that language
is drawn. English needs none. Days and numbers of other languages are those of the Unicode CLDR, through Babel.
"""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup

from generator.model.errors import UsageError
from generator.model.times import spell_time
from generator.pages.messages import DEFAULT_NOUNS, Message, ShortDay, Value, Wording, noun_values
from generator.pages.spelling import spell_day, spell_moment, spell_number

if TYPE_CHECKING:
    from babel import Locale

LOCALE = "locale/"
ENGLISH = "en"
_NOBODY = ("", "FULL NAME")


class Translation:
    """How one report spells what its pages say."""

    def __init__(self, wording: Wording, catalogue: NullTranslations, translator: str = "") -> None:
        self.language = wording.language
        self.translator = translator
        self._catalogue = catalogue
        self._locale = None if is_english(wording.language) else _locale(wording.language)
        given = noun_values(wording.nouns)
        self.nouns = {
            name: catalogue.gettext(noun) if noun == DEFAULT_NOUNS[name] else noun
            for name, noun in given.items()
        }

    def gettext(self, message: str, /, **values: Any) -> Markup:
        """A message of a template (`trans`), which may hold markup; its values are escaped."""
        return Markup(self._catalogue.gettext(message)) % self._values(values)

    def ngettext(self, one: str, many: str, number: int, /, **values: Any) -> Markup:
        """A message of a template that counts (`pluralize`)."""
        return Markup(self._catalogue.ngettext(one, many, number)) % self._values(values)

    def _values(self, values: dict[str, Any]) -> dict[str, Any]:
        return self.nouns | {
            name: each if hasattr(each, "__html__") else self._value(each) for name, each in values.items()
        }

    def spell(self, message: Message) -> str:
        """A sentence that was made in Python."""
        text = (
            self._catalogue.ngettext(message.one, message.many, message.number)
            if message.many
            else self._catalogue.gettext(message.one)
        )
        return text % (self.nouns | {name: self._value(value) for name, value in message.values})

    def finalize(self, value: Any) -> Any:
        """What stands between braces in a template, as it is printed."""
        return self.spell(value) if type(value) is Message else value

    def _value(self, value: Value) -> str:
        if isinstance(value, Message):
            return self.spell(value)
        if isinstance(value, datetime):
            return self.spell_moment(value)
        if isinstance(value, date):
            return self.spell_day(value)
        if isinstance(value, ShortDay):
            return self.short_day(value)
        return value if isinstance(value, str) else self.number(value)

    def spell_day(self, on: date | datetime) -> str:
        """``1 April 2023``, as the language writes it."""
        if self._locale is None:
            return spell_day(on)
        from babel.dates import format_date

        day = on.astimezone(UTC).date() if isinstance(on, datetime) else on
        return format_date(day, "long", locale=self._locale)

    def spell_moment(self, at: datetime, *, seconds: bool = False) -> str:
        """``1 April 2023, 06:45 UTC``; the clock is written the same everywhere."""
        if self._locale is None:
            return spell_moment(at, seconds=seconds)
        _, clock = spell_moment(at, seconds=seconds).rsplit(", ", 1)
        return f"{self.spell_day(at)}, {clock}"

    def short_day(self, day: ShortDay) -> str:
        """``Mar 2024`` or ``1 Mar``, as the language writes it."""
        if self._locale is None:
            return day.english
        from babel.dates import format_skeleton

        return format_skeleton(day.parts, day.on, locale=self._locale)

    def number(self, value: int) -> str:
        """``14,209``, as the language writes it."""
        if self._locale is None:
            return spell_number(value)
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale)

    def day(self, on: date | datetime) -> Markup:
        """A day with what machines read."""
        iso = spell_time(on) if isinstance(on, datetime) else on.isoformat()
        return Markup('<time datetime="{}">{}</time>').format(iso, self.spell_day(on))

    def time(self, at: datetime, seconds: bool = False) -> Markup:
        """A moment with what machines read."""
        words = self.spell_moment(at, seconds=seconds)
        return Markup('<time datetime="{}">{}</time>').format(spell_time(at), words)

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"day": self.day, "time": self.time, "plain_day": self.spell_day, "number": self.number}


def is_english(language: str) -> bool:
    return language == ENGLISH


def read_translation(environment: Environment, wording: Wording) -> Translation:
    """The translation that a report asks for; a language without a catalogue, or one that names nobody, is refused."""
    if is_english(wording.language):
        return Translation(wording, NullTranslations())
    source = _catalogue_source(environment, wording.language)
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue = read_po(io.StringIO(source), locale=None, abort_invalid=True)
    translator = re.sub(r"\s*<[^>]*>", "", catalogue.last_translator or "").strip()
    if translator in _NOBODY:
        raise UsageError(
            f"templates/{LOCALE}{wording.language}.po names no Last-Translator; a translation says who made it"
        )
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translation(wording, GNUTranslations(compiled), translator)


def _catalogue_source(environment: Environment, language: str) -> str:
    """The text of ``locale/de-CH.po``, else of ``locale/de.po``."""
    loader = environment.loader
    assert loader is not None
    names = dict.fromkeys((language, language.partition("-")[0]))
    for name in names:
        try:
            return loader.get_source(environment, f"{LOCALE}{name}.po")[0]
        except TemplateNotFound:
            continue
    known = sorted(
        name.removeprefix(LOCALE).removesuffix(".po")
        for name in environment.list_templates(
            filter_func=lambda name: name.startswith(LOCALE) and name.endswith(".po")
        )
    )
    there = f"there are {', '.join([ENGLISH, *known])}" if known else "there is only en"
    raise UsageError(
        f"report.yaml says `language: {language}`, and no templates/{LOCALE}{language}.po translates the interface; {there}"
    )


def _locale(language: str) -> "Locale":
    """The locale of days and numbers: that of the language, of its first part, else English."""
    from babel import Locale, UnknownLocaleError

    for name in (language, language.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")
