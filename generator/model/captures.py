"""Captures: how one is named, what an archive lists, what is pinned, what was read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.times import spell_time


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

    @property
    def is_judged(self) -> bool:
        """Whether a capture of this class shows words or lacks them. A wall, or a text extracted again, does neither."""
        return self not in (CaptureClass.TECHNICAL, CaptureClass.SUSPECT)


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
    charset: str = ""  # what the transport said, where the archive kept it
    coding: str = ""  # the content coding that the archive undid, or that was undone for it

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
    coding: str = ""
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
    charset: str = ""  # as the archive that was asked states them
    coding: str = ""

    @property
    def at_hand(self) -> bool:
        return self.state in (FetchState.HELD, FetchState.FETCHED)
