"""How the values of front matter are read: each kind of field from its words, with a stable code for what is wrong.

Values arrive as plain words (content/frontmatter.py). What a field accepts is said here and in the JSON Schema beside it.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.content.names import NAME
from generator.model.base_url import base_url_fault
from generator.model.captures import CaptureRef
from generator.model.errors import LocatorError
from generator.model.locators import Locator, parse_locator
from generator.model.times import parse_time

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_WHEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z")
_URL = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_PREFIX = re.compile(r"[0-9a-f]{8,64}\Z")

MAX_TITLE = 140


def _fail(code: str, message: str, hint: str = "") -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _text(value: Any) -> Any:
    if value is None:
        raise _fail("empty-value", "has no value", "write one, or leave the key out")
    if not isinstance(value, str):
        raise _fail("bad-type", "should be text", "quote it if it begins with [ or {")
    if not value.strip():
        raise _fail("empty-value", "is empty", "write something, or leave the key out")
    return value.strip()


def parse_day(value: Any) -> date:
    """A day that exists, as ``2026-11-24``."""
    text = _text(value)
    found = _DAY.match(text)
    if not found:
        raise _fail("bad-date", f"{text!r} is not a day", "write it as 2026-11-24")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _fail("bad-date", f"{text} does not exist in the calendar", "check month and day") from None


def _when(value: Any) -> str:
    text: str = _text(value)
    if not _WHEN.match(text):
        raise _fail("bad-date", f"{text!r} is no day, month or year", "write 2026-11-24, 2026-11 or 2026")
    parse_day(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    return text


def _capture_ref(value: Any) -> CaptureRef:
    text = _text(value)
    time, at_sign, prefix = text.partition("@")
    at = parse_time(time)
    if at is None or (at_sign and not _PREFIX.match(prefix)):
        hint = "write 2024-02-01T12:45:56Z, or 2024-02-01T12:45:56Z@1a2b3c4d where two captures share a time"
        shaped = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", time)
        what = "does not exist in the calendar" if shaped and at is None else "is not the time of a capture"
        raise _fail("bad-time", f"{text!r} {what}", hint)
    return CaptureRef(at=at, prefix=prefix)


def _locator(value: Any) -> Locator:
    try:
        return parse_locator(_text(value))
    except LocatorError as error:
        raise _fail("bad-locator", str(error)) from None


def is_address(text: str) -> bool:
    """Whether words are a web address that content may hold."""
    return bool(_URL.match(text))


def _url(value: Any) -> str:
    text: str = _text(value)
    if not _URL.match(text):
        raise _fail("bad-url", f"{text!r} is not a web address", "it begins with https:// and names a host")
    return text


def _optional_url(value: Any) -> str:
    return "" if value in ("", None) else _url(value)


def _repository(value: Any) -> str:
    return "none" if value == "none" else _optional_url(value)


def _location_url(value: Any) -> str:
    return "" if value == "not-recorded" else _url(value)


def _base_url(value: Any) -> str:
    text: str = _text(value)
    if fault := base_url_fault(text):
        raise _fail(
            "bad-url",
            f"{text!r} cannot be the site's address: {fault}",
            "write it as https://report.example/ or https://host.example/a/b/",
        )
    return text


def _digest(value: Any) -> str:
    text = _text(value).removeprefix("sha256:")
    if not _SHA256.match(text):
        raise _fail("bad-digest", "is not a SHA-256", "64 digits 0-9a-f")
    return str(text)


def _name(value: Any) -> str:
    text: str = _text(value)
    if not NAME.match(text):
        raise _fail("bad-name", f"{text!r} is not a name", "lower-case letters, digits, single hyphens")
    return text


def _title(value: Any) -> str:
    return re.sub(r"\s+", " ", _text(value))


def _read(value: Any) -> date | None:
    return None if value == "no" else parse_day(value)


def _language(value: Any) -> str:
    text = _text(value)
    if not _LANGUAGE.match(text):
        raise _fail("bad-value", f"{text!r} is no language tag", "write it as de, pt-BR or zh-Hant")
    return str(text)


def _yes_no(value: Any) -> bool:
    text = _text(value)
    if text not in ("true", "false"):
        raise _fail("bad-value", f"{text!r} is neither true nor false", "write true or false")
    return bool(text == "true")


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_TEXT)]
Title = Annotated[str, BeforeValidator(_title), WithJsonSchema(_TEXT | {"maxLength": MAX_TITLE})]
Day = Annotated[date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})]
When = Annotated[
    str, BeforeValidator(_when), WithJsonSchema({"type": "string", "pattern": _WHEN.pattern[:-2] + "$"})
]
Ref = Annotated[
    CaptureRef,
    BeforeValidator(_capture_ref),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(@[0-9a-f]{8,64})?$"}),
]
LocatorField = Annotated[Any, BeforeValidator(_locator), WithJsonSchema(_TEXT)]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
BaseUrl = Annotated[str, BeforeValidator(_base_url), WithJsonSchema({"type": "string", "format": "uri"})]
OptionalUrl = Annotated[str, BeforeValidator(_optional_url), WithJsonSchema({"type": "string"})]
RepositoryUrl = Annotated[str, BeforeValidator(_repository), WithJsonSchema({"type": "string"})]
LocationUrl = Annotated[str, BeforeValidator(_location_url), WithJsonSchema({"type": "string"})]
Sha256 = Annotated[
    str, BeforeValidator(_digest), WithJsonSchema({"type": "string", "pattern": "[0-9a-f]{64}$"})
]
NameField = Annotated[
    str, BeforeValidator(_name), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]+$"})
]
ReadField = Annotated[
    date | None,
    BeforeValidator(_read),
    WithJsonSchema({"anyOf": [{"const": "no"}, {"type": "string", "format": "date"}]}),
]
LanguageField = Annotated[
    str,
    BeforeValidator(_language),
    WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}),
]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["true", "false"]})]
SideField = Literal["before", "after"]
