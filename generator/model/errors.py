"""Exceptions are for the world; an author's mistake is a Problem.

GeneratorError
├── UsageError                 a command was asked for something it cannot do
├── LocatorError               words that are no locator
├── StoreError
│   └── WrongBytes             bytes under a digest's name that have another digest
├── PublishError               the site folder could not be written or swapped
└── ArchiveError               the world's archives
    ├── Offline                the network was not to be asked
    ├── Unavailable            host down, refused, timed out, 5xx     .retry_after
    │   ├── RateLimited        429 from the archive itself            .retry_after
    │   └── Unreachable        no name, no route, no connection
    ├── TooSlow                total deadline passed
    ├── TooLarge               over the cap on wire or decoded bytes   .limit
    ├── Truncated              body shorter than promised or cut compression
    ├── Blocked                the archive shows a block page          .by
    ├── Excluded               the archive does not serve this URL any more
    ├── NotArchived            no capture of this URL (at this time)
    ├── RedirectedInTime       another capture than the one asked      .asked .got
    ├── NotAMemento            a live page or an archive's own page
    ├── DigestDiffers          other bytes than the digest names       .expected .actual
    ├── Refused                an address that is not a configured archive's
    ├── Unreadable             the bytes came, and no text can be read from them  .code
    └── UnexpectedReply        anything else                           .status
"""

from datetime import datetime


class GeneratorError(Exception):
    """Root of all errors of ours."""


class UsageError(GeneratorError):
    """The command cannot do what was asked; the message says what to ask instead."""


class LocatorError(GeneratorError):
    """Words that are no locator of a known kind."""


class StoreError(GeneratorError):
    """The evidence store cannot be read or written."""


class WrongBytes(StoreError):
    """A file in the store holds other bytes than its name says."""

    def __init__(self, path: str, expected: str, actual: str) -> None:
        super().__init__(f"{path} holds sha256:{actual}, its name says sha256:{expected}")
        self.path, self.expected, self.actual = path, expected, actual


class PublishError(GeneratorError):
    """The site could not be published; what was there before is still there."""


class ArchiveError(GeneratorError):
    """An archive did not give the capture asked for. ``url`` is what was asked."""

    def __init__(self, message: str, *, url: str = "") -> None:
        super().__init__(message)
        self.url = url


class Offline(ArchiveError):
    """The network was not to be asked."""


class Unavailable(ArchiveError):
    """Down, refused, reset, timed out or 5xx; ``retry_after`` in seconds where the host said so."""

    def __init__(self, message: str, *, url: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, url=url)
        self.retry_after = retry_after


class RateLimited(Unavailable):
    """The archive asks us to slow down."""


class Unreachable(Unavailable):
    """No connection came about: no name, no route, refused or silent. Not asked again in the run."""


class TooSlow(ArchiveError):
    """The total deadline passed before the body was whole."""


class TooLarge(ArchiveError):
    """More bytes than the cap, on the wire or after decoding."""

    def __init__(self, message: str, *, url: str = "", limit: int = 0) -> None:
        super().__init__(message, url=url)
        self.limit = limit


class Truncated(ArchiveError):
    """The body ended before it was whole."""


class Blocked(ArchiveError):
    """A block page in place of the archive's answer."""

    def __init__(self, message: str, *, url: str = "", by: str = "") -> None:
        super().__init__(message, url=url)
        self.by = by


class Excluded(ArchiveError):
    """The archive holds or held it and does not serve it."""


class NotArchived(ArchiveError):
    """No capture of this URL, or none at this time."""


class RedirectedInTime(ArchiveError):
    """The archive answered with a capture of another time."""

    def __init__(self, message: str, *, url: str = "", asked: datetime | None, got: datetime | None) -> None:
        super().__init__(message, url=url)
        self.asked, self.got = asked, got


class NotAMemento(ArchiveError):
    """A 200 without the marks of a memento."""


class DigestDiffers(ArchiveError):
    """Other bytes than the digest names; nothing was stored."""

    def __init__(self, message: str, *, url: str = "", expected: str, actual: str) -> None:
        super().__init__(message, url=url)
        self.expected, self.actual = expected, actual


class Refused(ArchiveError):
    """An address that is not a configured archive's, private or of another scheme; nothing was sent."""


class Unreadable(ArchiveError):
    """A capture that came whole and of which no text can be read: it is neither empty nor absent, it is not judged.

    ``code`` is ``not-text`` (a picture, a file of another kind, a PDF without letters) or ``unreadable`` (broken,
    encrypted, compressed in a way that was not undone).
    """

    def __init__(self, message: str, *, url: str = "", code: str = "not-text") -> None:
        super().__init__(f"{code}: {message}", url=url)
        self.code, self.reason = code, message


class UnexpectedReply(ArchiveError):
    """A status or body that no rule covers."""

    def __init__(self, message: str, *, url: str = "", status: int = 0) -> None:
        super().__init__(message, url=url)
        self.status = status
