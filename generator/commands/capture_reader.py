"""Read captures of a document or of a locator: what `find`, `history`, `watch` and `verify` all do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.archives.configure import ANYWHERE
from generator.archives.protocol import Archive, archive_for
from generator.commands.load import location_at
from generator.extract import extract_policy
from generator.model.captures import Capture, CaptureRow, FetchedBytes, ListedCapture
from generator.model.catalog import Document
from generator.model.digests import Digest, digest_of
from generator.model.errors import ArchiveError, DigestDiffers, GeneratorError, Offline
from generator.model.locators import Locator, is_local
from generator.model.policy import PolicyText
from generator.store.evidence_store import EvidenceStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Captures to be read. `technical` are the places of those that the archive only extracted again.

    `pins` are those that published changes rest on. `notes` say what became of the file itself in its archive.
    """

    name: str
    rows: tuple[CaptureRow, ...]
    document: Document | None = None
    technical: frozenset[int] = frozenset()
    pins: frozenset[CaptureRow] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass
class Reader:
    """Gives the text of a capture from the store, a mirror, or its archive; each text once. What fails is remembered."""

    store: EvidenceStore
    archives: Sequence[Archive]
    offline: bool = False
    keep: bool = False  # put what was fetched into the store (only where its digest was known before)
    failures: dict[str, GeneratorError] = field(default_factory=dict)
    digests: dict[str, Digest] = field(default_factory=dict)  # by identity of the row: what its bytes were
    statuses: dict[str, int] = field(
        default_factory=dict
    )  # the same: the status that was captured, where one was
    _texts: dict[str, PolicyText] = field(default_factory=dict)

    def text(self, row: CaptureRow, document: Document | None = None) -> str | None:
        """The policy text; None where the capture is out of reach (see `failures`)."""
        policy = self.policy(row, document)
        return policy.text if policy else None

    def policy(self, row: CaptureRow, document: Document | None = None) -> PolicyText | None:
        key = f"{row.sha256} {row.media_type} {row.charset} {location_at(document, row) if document else ''}"
        if key not in self._texts:
            got = self.bytes_of(row)
            if got is None:
                return None
            try:
                self._texts[key] = _extract(got, row, document)
            except GeneratorError as error:  # a kind of file that is not read as a text
                self.failures[row.sha256] = error
                return None
        return self._texts[key]

    def failure(self, row: CaptureRow) -> str:
        """Why a capture could not be read, in words; empty where it was not asked for or was read."""
        error = self.failures.get(row.sha256)
        if isinstance(error, Offline):
            return "not asked, because the network is off limits (--offline)"  # the same of each
        return str(error) if error else ""

    def bytes_of(self, row: CaptureRow) -> FetchedBytes | None:
        """The bytes of a capture, its digest checked where one is known."""
        known = len(row.sha256) == 64
        body = self.store.find_bytes(row.sha256) if known else None
        if body is not None:
            return FetchedBytes(
                body=body,
                sha256=row.sha256,
                media_type=row.media_type,
                charset=row.charset,
                coding=row.coding,
            )
        try:
            got = archive_for(self.archives, row.locator).fetch(row.locator)
            if known and got.sha256 != row.sha256:
                raise DigestDiffers(
                    f"{row.locator}: other bytes than listed", expected=row.sha256, actual=got.sha256
                )
        except ArchiveError as error:
            self.failures[row.sha256] = error
            return None
        self.digests[row.sha256] = got.sha256
        self.statuses[row.sha256] = got.status
        if known and self.keep:
            self.store.put(row.sha256, got.body)
        return got


def folders_for(target: str) -> tuple[Path, ...]:
    """Where folders and WARC files may lie: anywhere for a locator that a person typed, else below the working folder."""
    return (Path(), ANYWHERE) if is_local(target) else (Path(),)


def list_locator(locator: Locator, archives: Sequence[Archive]) -> Listing:
    """All captures that an archive lists for a locator. Where it states no SHA-256, its own digest tells texts apart."""
    from generator.archives.renames import history_notes

    archive = archive_for(archives, locator)
    listed = tuple(archive.list_captures(locator))
    return Listing(
        name=str(locator),
        rows=tuple(row_of(capture) for capture in listed),
        technical=frozenset(number for number, capture in enumerate(listed) if capture.technical),
        notes=history_notes(archive, locator, listed),
    )


def row_of(listed: ListedCapture) -> CaptureRow:
    """A listed capture as a row; its `sha256` is only an identity where the archive does not state ours."""
    identity = listed.sha256 or Digest(listed.reported_digest or f"locator:{listed.locator}")
    return CaptureRow(
        archive=listed.archive, captured_at=listed.captured_at, order=listed.order, locator=listed.locator,
        sha256=identity, size=listed.size, media_type=listed.media_type,
    )  # fmt: skip


def _extract(got: FetchedBytes, row: CaptureRow, document: Document | None) -> PolicyText:
    capture = Capture(
        sha256=digest_of(got.body), body=got.body, media_type=got.media_type or row.media_type,
        charset=got.charset or row.charset,
        captured_at=row.captured_at, locator=row.locator,
    )  # fmt: skip
    if document is None:
        return extract_policy(capture)
    at = location_at(document, row)
    return extract_policy(capture, select=at.select, remove=at.remove, language=document.edition.language)
