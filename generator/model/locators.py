"""Locators: where a capture is, one class a kind of archive. A class knows its own address, page and names.

A new kind of archive is two files: a class here, with `locator_kind` above it, and its adapter ``archives/KIND.py``.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Self, TypeVar
from urllib.parse import quote, urlsplit

from generator.model.errors import LocatorError
from generator.model.times import parse_time, spell_time, stamp_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """What all kinds have. A kind overrides what is true of it; the values here are those of a file at hand.

    Kinds that hold an address as a field call it `url` and write ``url: str = field()``: a plain annotation would take the
    property below for its default.
    """

    kind: ClassVar[str]  # what it begins with
    shape: ClassVar[str]  # how it is written, for messages
    is_local: ClassVar[bool] = False  # read from this machine, whoever is asked
    keeps_differences_only: ClassVar[bool] = False  # no capture is listed where nothing differed

    @classmethod
    def read(cls, target: str) -> Self | None:
        """The locator from what follows ``KIND:``; None where it is not of the shape."""
        raise NotImplementedError

    @classmethod
    def from_address(cls, address: str) -> Self | None:
        """The locator of a page on the web on which a person looks at a capture; None for other pages."""
        return None

    @property
    def target(self) -> str:
        """What follows ``KIND:``."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}"

    @property
    def url(self) -> str:
        """The address of the original page, empty where the locator does not tell it."""
        return ""

    @property
    def base(self) -> str:
        """The address that relative links of the capture are resolved against."""
        return self.url

    @property
    def page(self) -> str:
        """The page on which people can look at the capture, empty where it is nowhere on the web."""
        return ""

    @property
    def label(self) -> str:
        """The archive as people know it, where captures.tsv does not name it."""
        return self.kind

    @property
    def operator(self) -> str:
        """Who runs the archive."""
        return self.label

    @property
    def row_name(self) -> str:
        """What captures.tsv calls the archive in a new row: letters, digits, dots and hyphens."""
        return self.kind

    def archive_name(self, listed: str) -> str:
        """The archive as people know it. `listed` is its name in captures.tsv."""
        return listed or self.label

    def short_name(self, listed: str) -> str:
        """The same for a place between brackets."""
        return self.archive_name(listed)


K = TypeVar("K", bound=Locator)

LOCATOR_KINDS: dict[str, type[Locator]] = {}


def locator_kind(cls: type[K]) -> type[K]:
    """Enter a class among the kinds that `parse_locator` reads."""
    LOCATOR_KINDS[cls.kind] = cls
    return cls


def parse_locator(text: str) -> Locator:
    """Read a locator of any kind. Raises LocatorError with what was wrong."""
    kind, colon, target = text.partition(":")
    if not colon or not target:
        beginnings = _listed([f"{each}:" for each in LOCATOR_KINDS], "or")
        raise LocatorError(f"{text!r} is no locator; one begins with {beginnings}")
    known = LOCATOR_KINDS.get(kind)
    if known is None:
        raise LocatorError(f"{text!r}: unknown kind {kind!r}; known are {', '.join(LOCATOR_KINDS)}")
    found = known.read(target)
    if found is None:
        raise LocatorError(f"{text!r}: expected {known.shape}")
    return found


def locator_of(name: str) -> Locator:
    """A locator as written, or the address of a page on which an archive shows a capture. Raises LocatorError."""
    shown = (kind.from_address(name) for kind in LOCATOR_KINDS.values())
    return next((found for found in shown if found is not None), None) or parse_locator(name)


def is_local(text: str) -> bool:
    """Whether a text that a person typed is a locator of a kind that is read from this machine."""
    kind, colon, _ = text.partition(":")
    return bool(colon) and kind in LOCATOR_KINDS and LOCATOR_KINDS[kind].is_local


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


@locator_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OtaLocator(Locator):
    """A file of an Open Terms Archive versions repository at a commit: ``ota:OWNER/REPO@COMMIT:PATH``.

    Without ``@COMMIT`` it names the document's whole history (for ``find``, ``history``, ``watch``).
    """

    kind = "ota"
    shape = "ota:OWNER/REPO@COMMIT:PATH"
    keeps_differences_only = True
    _WRITTEN: ClassVar = re.compile(r"([\w.-]+/[\w.-]+)(?:@([0-9a-f]{7,64}))?:(.+)\Z", re.DOTALL)
    _SHOWN: ClassVar = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/blob/([0-9a-f]{7,40})/(.+)\Z")

    repository: str
    commit: str = ""
    path: str

    @classmethod
    def read(cls, target: str) -> Self | None:
        found = cls._WRITTEN.match(target)
        return cls(repository=found[1], commit=found[2] or "", path=found[3]) if found else None

    @classmethod
    def from_address(cls, address: str) -> Self | None:
        found = cls._SHOWN.match(address)
        return cls(repository=found[1], commit=found[2], path=found[3].replace("%20", " ")) if found else None

    @property
    def target(self) -> str:
        return f"{self.repository}{f'@{self.commit}' if self.commit else ''}:{self.path}"

    @property
    def page(self) -> str:
        at = f"blob/{self.commit}" if self.commit else "commits/HEAD"
        return f"https://github.com/{self.repository}/{at}/{quote(self.path)}"

    @property
    def label(self) -> str:
        return f"{self.operator} ({self.row_name})"

    @property
    def operator(self) -> str:
        return "Open Terms Archive"

    @property
    def row_name(self) -> str:
        return self.repository.rpartition("/")[2]

    def archive_name(self, listed: str) -> str:
        return self.label

    def short_name(self, listed: str) -> str:
        return f"{self.operator} {self.row_name.removesuffix('-versions')}"


@locator_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class WaybackLocator(Locator):
    """A memento of the Wayback Machine: ``wayback:TIMESTAMP/URL``; without timestamp, all captures of the URL."""

    kind = "wayback"
    shape = "wayback:TIMESTAMP/URL with 14 digits"
    _WRITTEN: ClassVar = re.compile(r"(?:(\d{14})(?:id_)?/)?(.+)\Z", re.DOTALL)
    _SHOWN: ClassVar = re.compile(r"https?://web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/(.+)\Z", re.DOTALL)

    at: datetime | None = None
    url: str = field()

    @classmethod
    def read(cls, target: str) -> Self | None:
        found = cls._WRITTEN.match(target)
        at = parse_time(found[1]) if found and found[1] else None
        return cls(at=at, url=found[2]) if found and (at or not found[1]) else None

    @classmethod
    def from_address(cls, address: str) -> Self | None:
        found = cls._SHOWN.match(address)
        return cls(at=parse_time(found[1]), url=found[2]) if found else None

    @property
    def target(self) -> str:
        return f"{stamp_of(self.at, separator='', end='')}/{self.url}" if self.at else self.url

    @property
    def page(self) -> str:
        at = stamp_of(self.at, separator="", end="") if self.at else "*"
        return f"https://web.archive.org/web/{at}/{self.url}"

    @property
    def label(self) -> str:
        return "Wayback Machine"

    @property
    def row_name(self) -> str:
        return "wayback-machine"

    def archive_name(self, listed: str) -> str:
        return self.label


@locator_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class MementoLocator(Locator):
    """A memento of any RFC 7089 archive by its URI-M: ``memento:URI-M``."""

    kind = "memento"
    shape = "memento:URI-M"

    uri: str

    @classmethod
    def read(cls, target: str) -> Self | None:
        return cls(uri=target)

    @property
    def target(self) -> str:
        return self.uri

    @property
    def base(self) -> str:
        return self.uri

    @property
    def page(self) -> str:
        return self.uri

    @property
    def label(self) -> str:
        return self.row_name

    @property
    def row_name(self) -> str:
        return urlsplit(self.uri).hostname or self.kind


@locator_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class WarcLocator(Locator):
    """A response in a WARC or WACZ file: ``warc:FILE#URL@TIME``.

    Where the file holds the URL more than once in that second, the time has a fraction (``…:56.100Z``), or, where fractions
    tell no difference, ``~2`` after it: the second of that time in the file's order.
    """

    kind = "warc"
    shape = "warc:FILE#URL@TIME"
    is_local = True
    _TIME: ClassVar = re.compile(
        r"(.+:\d\d|\d{14}|\d{8}T\d{6})(?:\.(\d{1,6}))?(Z?)(?:~([1-9]\d{0,8}))?\Z", re.ASCII
    )

    file: str
    url: str = ""
    at: datetime | None = None
    nth: int = 1

    @classmethod
    def read(cls, target: str) -> Self | None:
        file, _, whole = target.partition("#")
        url, at_sign, stamp = whole.rpartition("@")
        found = cls._TIME.match(stamp) if at_sign else None
        at = parse_time(found[1] + found[3]) if found else None
        if found is None or at is None:
            return cls(file=file, url=whole)
        return cls(
            file=file,
            url=url,
            at=at.replace(microsecond=int((found[2] or "0").ljust(6, "0"))),
            nth=int(found[4] or 1),
        )

    @property
    def target(self) -> str:
        if not self.at:
            return f"{self.file}#{self.url}" if self.url else self.file
        fraction = f".{self.at.microsecond:06d}".rstrip("0") if self.at.microsecond else ""
        nth = f"~{self.nth}" if self.nth > 1 else ""
        return f"{self.file}#{self.url}@{spell_time(self.at).removesuffix('Z')}{fraction}Z{nth}"

    @property
    def label(self) -> str:
        return "WARC file"


@locator_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLocator(Locator):
    """A file in a folder of captures, or the folder itself: ``folder:PATH``."""

    kind = "folder"
    shape = "folder:PATH"
    is_local = True

    path: str

    @classmethod
    def read(cls, target: str) -> Self | None:
        return cls(path=target)

    @property
    def target(self) -> str:
        return self.path

    @property
    def label(self) -> str:
        return "folder of captures"
