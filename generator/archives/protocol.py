"""What every archive can do: list its captures of something, and give the bytes of one.

Adapters return values of `generator.model`; no CDX row, commit or WARC record leaves this package.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from generator.model.captures import FetchedBytes, ListedCapture
from generator.model.errors import UsageError
from generator.model.locators import Locator


class Archive(Protocol):
    """One kind of archive, as the kind of locator names it."""

    def answers(self, locator: Locator) -> bool:
        """Whether locators of this kind are this archive's."""

    def list_captures(self, locator: Locator) -> Iterable[ListedCapture]:
        """All captures of what the locator names, in the archive's own order. Raises ArchiveError."""

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        """The bytes of one capture, whole. Raises ArchiveError with the reason where they cannot be had.

        With `fresh` a remembered reply is not used, and what comes takes its place.
        """


def archive_for(archives: Sequence[Archive], locator: Locator) -> Archive:
    """The first archive that answers a locator."""
    for archive in archives:
        if archive.answers(locator):
            return archive
    raise UsageError(f"no archive is configured for {locator}")
