"""Captures: how one is named, what an archive lists, what is pinned, what was read."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from generator.model.digests import Digest
from generator.model.errors import LocatorError
from generator.model.times import parse_time, spell_time, stamp_of


class Side(StrEnum):
    """The two sides of a change, always in this order."""

    BEFORE = "before"
    AFTER = "after"


class CaptureClass(StrEnum):
    """What a capture is, against the one before it."""

    FIRST = "first"
    CHANGE = "change"
    SAME = "same"
    TECHNICAL = "technical"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtaLocator:
    """A file of an Open Terms Archive versions repository at a commit: ``ota:OWNER/REPO@COMMIT:PATH``.

    Without ``@COMMIT`` it names the document's whole history (for ``find``, ``history``, ``watch``).
    """

    repository: str
    commit: str = ""
    path: str

    def __str__(self) -> str:
        at = f"@{self.commit}" if self.commit else ""
        return f"ota:{self.repository}{at}:{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaybackLocator:
    """A memento of the Wayback Machine: ``wayback:TIMESTAMP/URL``; without timestamp, all captures of the URL."""

    at: datetime | None = None
    url: str

    def __str__(self) -> str:
        return (
            f"wayback:{stamp_of(self.at, separator='', end='')}/{self.url}"
            if self.at
            else f"wayback:{self.url}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MementoLocator:
    """A memento of any RFC 7089 archive by its URI-M: ``memento:URI-M``."""

    uri: str

    def __str__(self) -> str:
        return f"memento:{self.uri}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcLocator:
    """A response in a WARC or WACZ file: ``warc:FILE#URL@TIME``."""

    file: str
    url: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        at = f"@{spell_time(self.at)}" if self.at else ""
        return f"warc:{self.file}#{self.url}{at}" if self.url else f"warc:{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLocator:
    """A file in a folder of captures, or the folder itself: ``folder:PATH``."""

    path: str

    def __str__(self) -> str:
        return f"folder:{self.path}"


Locator = OtaLocator | WaybackLocator | MementoLocator | WarcLocator | FolderLocator

_OTA = re.compile(r"([\w.-]+/[\w.-]+)(?:@([0-9a-f]{7,64}))?:(.+)\Z", re.DOTALL)
_WAYBACK = re.compile(r"(?:(\d{14})(?:id_)?/)?(.+)\Z", re.DOTALL)


def parse_locator(text: str) -> Locator:
    """Read a locator. Raises LocatorError with what was wrong."""
    kind, colon, rest = text.partition(":")
    if not colon or not rest:
        raise LocatorError(
            f"{text!r} is no locator; one begins with ota:, wayback:, memento:, warc: or folder:"
        )
    match kind:
        case "ota":
            found = _OTA.match(rest)
            if not found:
                raise LocatorError(f"{text!r}: expected ota:OWNER/REPO@COMMIT:PATH")
            return OtaLocator(repository=found[1], commit=found[2] or "", path=found[3])
        case "wayback":
            found = _WAYBACK.match(rest)
            at = parse_time(found[1]) if found and found[1] else None
            if not found or (found[1] and at is None):
                raise LocatorError(f"{text!r}: expected wayback:TIMESTAMP/URL with 14 digits")
            return WaybackLocator(at=at, url=found[2])
        case "memento":
            return MementoLocator(uri=rest)
        case "warc":
            file, _, target = rest.partition("#")
            url, at_sign, stamp = target.rpartition("@")
            at = parse_time(stamp) if at_sign else None
            if at is None:
                url = target
            return WarcLocator(file=file, url=url, at=at)
        case "folder":
            return FolderLocator(path=rest)
    raise LocatorError(f"{text!r}: unknown kind {kind!r}; known are ota, wayback, memento, warc, folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One row of ``captures.tsv``: a known capture of a document.

    ``order`` is its place in the archive's own order (commit order), which may disagree with time. ``words`` and
    ``links`` are digests of the policy text's words (``words-1``) and link targets, empty where the text was not read.
    """

    archive: str
    captured_at: datetime
    order: int
    locator: Locator
    sha256: Digest
    size: int
    media_type: str = "text/markdown"
    words: str = ""
    links: str = ""
    kind: CaptureClass = CaptureClass.CHANGE

    @property
    def ref(self) -> str:
        """The capture's time as content names it."""
        return spell_time(self.captured_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """How content names a row of captures.tsv: a time, and the head of a digest where a time occurs twice."""

    at: datetime
    prefix: str = ""

    def __str__(self) -> str:
        return spell_time(self.at) + (f"@{self.prefix}" if self.prefix else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of a capture, its digest verified by whoever made this value."""

    sha256: Digest
    body: bytes
    media_type: str = "text/markdown"
    charset: str = ""
    captured_at: datetime | None = None
    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCapture:
    """A capture as an archive lists it, before anybody read it.

    `order` is its place in the archive's own order, which may disagree with time. `sha256` is ours where the list gives
    it; `reported_digest` is the archive's own (``sha1:BASE32`` in a CDX, ``git:…`` in a repository), another recipe.
    `technical` is set where the archive itself says that it only extracted again.
    """

    archive: str
    captured_at: datetime
    order: int
    locator: Locator
    media_type: str = ""
    sha256: Digest | None = None
    reported_digest: str = ""
    size: int = 0
    subject: str = ""
    status: int = 0
    technical: bool = False


class Fixity(StrEnum):
    """What an archive's own digest says of the bytes it delivered. Our SHA-256 stands beside it in any case."""

    VERIFIED = "verified"  # extra proof
    NOT_REPRODUCIBLE = "not reproducible"  # proves nothing either way
    NONE = "none"  # the archive gave no digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedBytes:
    """What an archive delivered for one capture. `captured_at` is the archive's word, never the time that was asked for.

    `status` is the status that was captured (0 where none was recorded): an archived 404 or 429 is content. `chain` names
    the redirects passed on the way, the captured ones and the archive's own.
    """

    body: bytes
    sha256: Digest
    captured_at: datetime | None = None
    media_type: str = ""
    charset: str = ""
    url: str = ""
    status: int = 0
    fixity: Fixity = Fixity.NONE
    chain: tuple[str, ...] = ()
    cached: bool = field(default=False, compare=False)  # remembered from an earlier run, not asked for now
    wire_sha1: str = ""  # of the body as transferred, base32: some archives digest that


class FetchState(StrEnum):
    """What became of a capture that was wanted."""

    HELD = "held"  # the store or a mirror had it
    FETCHED = "fetched"  # the archive gave it, its digest was checked, it is in the store
    FAILED = "failed"  # the archive was asked and did not give it
    SKIPPED = "skipped"  # not asked: offline, or its host does not answer in this run


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """One wanted capture and what became of it. `error` is the class name of the ArchiveError, `message` its words."""

    row: CaptureRow
    state: FetchState
    error: str = ""
    message: str = ""
    retry_after: float | None = None

    @property
    def at_hand(self) -> bool:
        return self.state in (FetchState.HELD, FetchState.FETCHED)
