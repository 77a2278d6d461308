"""The words of the interface in the language of a report: messages, nouns, days and numbers, at one place.

A catalogue is ``locale/LANGUAGE.po`` among the templates (gettext; ours or the report's own), read when a page in that language
is drawn. English needs none. Days and numbers of other languages are those of the Unicode CLDR, through Babel.
"""

import io
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup, escape

from generator.model.errors import UsageError
from generator.model.times import spell_time
from generator.pages.messages import (
    DEFAULT_NOUNS,
    TURNS,
    Exact,
    Linked,
    Message,
    ShortDay,
    Turned,
    Value,
    Wording,
    finished,
    noun_values,
    raised,
)
from generator.pages.spelling import direction_of, spell_day, spell_moment, spell_number

if TYPE_CHECKING:
    from babel import Locale

LOCALE = "locale/"
ENGLISH = "en"
_NOBODY = ("", "FULL NAME")


class Part(Protocol):
    """A piece of a line: a message whose moments and links a page marks."""

    @property
    def text(self) -> Message: ...


class Translation:
    """How one report spells what its pages say."""

    def __init__(self, wording: Wording, catalogue: NullTranslations, translator: str = "") -> None:
        self.language = wording.language
        self.translator = translator
        self._catalogue = catalogue
        self._words: dict[str, str] = {}
        self.aside = (
            "" if is_english(wording.language) else f' lang="{escape(wording.language)}"'
        )  # among words of a capture
        self.attributes = f' lang="{escape(wording.language)}" dir="{direction_of(wording.language)}"'
        self._locale = None if is_english(wording.language) else _locale(wording.language)
        given = noun_values(wording.nouns)
        self._is_ours = (
            is_english(wording.language) and given == DEFAULT_NOUNS
        )  # messages are spelt so already
        self.nouns = {
            name: catalogue.gettext(noun) if noun == DEFAULT_NOUNS[name] else noun
            for name, noun in given.items()
        }

    def gettext(self, message: str, /, **values: Any) -> Markup:
        """A message of a template (`trans`), which may hold markup; its values are escaped."""
        text = self._catalogue.gettext(message)
        return Markup(text) % self._values(values) if "%" in text else Markup(text)

    def ngettext(self, one: str, many: str, number: int, /, **values: Any) -> Markup:
        """A message of a template that counts (`pluralize`)."""
        return Markup(self._catalogue.ngettext(one, many, number)) % self._values(values)

    def _values(self, values: dict[str, Any]) -> dict[str, Any]:
        return self.nouns | {
            name: each if hasattr(each, "__html__") else self._value(each) for name, each in values.items()
        }

    def spell(self, message: Message) -> str:
        """A sentence that was made in Python."""
        if self._is_ours:
            return str(message)
        if isinstance(message, Turned):
            return TURNS[message.how](self.spell(message.message))
        return self._pattern(message) % (
            self.nouns | {name: self._value(value) for name, value in message.values}
        )

    def _pattern(self, message: Message) -> str:
        """What the catalogue has for a message, its values not yet filled in."""
        if message.many:
            return self._catalogue.ngettext(message.one, message.many, message.number)
        return self._catalogue.gettext(message.one)

    def finalize(self, value: Any) -> Any:
        """What stands between braces in a template, as it is printed."""
        return self.spell(value) if isinstance(value, Message) else value

    def text(self, value: str) -> str:
        """A text as the language has it, where it is a message."""
        return self.spell(value) if isinstance(value, Message) else value

    def html(self, text: str) -> str:
        """The same, escaped for a page."""
        return str(escape(self.text(text)))

    def word(self, message: Message) -> str:
        """The same of words that are the same wherever they stand: each is looked up once."""
        if message not in self._words:
            self._words[message] = self.html(message)
        return self._words[message]

    def said(self, text: str) -> str:
        """A line of ours under a row of the redline, with its link to another row."""
        if not isinstance(text, Message):
            return str(escape(text))
        return str(
            self._marked(
                text, lambda value: self._row_link(value) if isinstance(value, Linked) else self._value(value)
            )
        )

    def _row_link(self, link: Linked) -> Markup:
        return Markup('<a href="{}" tabindex="-1">{}</a>').format(link.url, self.text(link.text))

    def line(self, parts: Iterable["Part"], to: Callable[[str], str], out: bool = False) -> Markup:
        """A line made of messages, its moments with their seconds and what leads somewhere as links (`out`: of a frame)."""
        return self._line(parts, lambda value: self._element(value, to, out=out, seconds=True))

    def days(self, parts: Iterable["Part"], to: Callable[[str], str]) -> Markup:
        """The same with days for moments."""
        return self._line(parts, lambda value: self._element(value, to, out=False, seconds=False))

    def raised(self, words: str) -> str:
        """Words with a capital."""
        return raised(self.text(words))

    def feed_line(self, parts: Iterable["Part"], base: str) -> Markup:
        """The same for a feed: moments as machines write them, links in full."""

        def spell(value: Value) -> str:
            if isinstance(value, datetime):
                return spell_time(value)
            return self._element(value, lambda url: f"{base}{url}", out=False, seconds=False)

        return self._line(parts, spell)

    def _line(self, parts: Iterable["Part"], spell: Callable[[Value], str]) -> Markup:
        return Markup("").join(self._marked(part.text, spell) for part in parts)

    def _marked(self, message: Message, spell: Callable[[Value], str]) -> Markup:
        """A message with its values as `spell` has them in HTML; what is not markup is escaped."""
        values = {
            name: self._marked(each, spell)
            if isinstance(each, Message) and not isinstance(each, Turned)
            else spell(each)
            for name, each in message.values
        }
        return Markup(escape(self._pattern(message))) % (self.nouns | values)

    def _element(self, value: Value, to: Callable[[str], str], *, out: bool, seconds: bool) -> str:
        """A value of a line as HTML."""
        if isinstance(value, datetime):
            return self.time(value, True) if seconds else self.day(value)
        if isinstance(value, Linked):
            frame = Markup(' target="_blank" rel="noopener"') if out else ""
            return Markup('<a href="{}"{}>{}</a>').format(to(value.url), frame, self.text(value.text))
        return self._value(value)

    def sentence(self, line: str) -> str:
        """A line as a sentence: its first letter raised, a full stop at its end."""
        spelled = finished(self.text(line))
        return Markup(spelled) if isinstance(line, Markup) else spelled

    def sentences(self, named: Iterable[tuple[str, Message]]) -> dict[str, Any]:
        """Sentences for a script, by name: texts, or of one that counts its forms and which of them a number takes.

        What the script fills in stands as ``%(name)s``. A rule of plurals looks at the last two digits at most, so that 200
        numbers tell of all.
        """
        return {
            name: self._forms(message) if message.many else self.spell(message) for name, message in named
        }

    def _forms(self, message: Message) -> dict[str, Any]:
        values = {name: self._value(each) for name, each in message.values} | {"number": "%(number)s"}
        patterns = [self._catalogue.ngettext(message.one, message.many, n) for n in range(200)]
        forms = list(dict.fromkeys(patterns))
        return {
            "forms": [form % (self.nouns | values) for form in forms],
            "of": "".join(str(forms.index(each)) for each in patterns),
        }

    def _value(self, value: Value) -> str:
        if isinstance(value, Message):
            return self.spell(value)
        if isinstance(value, datetime):
            return self.spell_moment(value)
        if isinstance(value, date):
            return self.spell_day(value)
        if isinstance(value, ShortDay):
            return self.short_day(value)
        if isinstance(value, Exact):
            return self.spell_moment(value.at, seconds=True)
        if isinstance(value, Linked):
            return self.text(value.text)
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
        """Filters of templates that speak the language of the page."""
        return {
            "day": self.day,
            "time": self.time,
            "plain_day": self.spell_day,
            "number": self.number,
            "line": self.line,
            "days": self.days,
            "feed_line": self.feed_line,
            "sentence": self.sentence,
            "raised": self.raised,
            "spelled": self.text,
        }


def is_english(language: str) -> bool:
    return language == ENGLISH


def english_translation() -> Translation:
    """How pages speak where no report says otherwise."""
    return Translation(Wording(), NullTranslations())


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
