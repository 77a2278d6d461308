"""`verify`: re-fetch, re-hash, re-extract and re-compare what pages show. Reads everything anew and writes nothing."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive, archive_for
from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.load import location_at, pins_of, read_catalog
from generator.commands.make import make_evidence
from generator.commands.meant import unknown_change
from generator.commands.project import Project
from generator.evidence.manifest import manifest_text, root_digest
from generator.extract import extract_policy
from generator.jobs.memo import Memo
from generator.model.captures import Capture, CaptureRow, FetchedBytes, Fixity, Side
from generator.model.catalog import Document, Location
from generator.model.digests import Digest
from generator.model.errors import (
    ArchiveError,
    Excluded,
    NotArchived,
    Offline,
    Refused,
    Unreadable,
    UsageError,
    WrongBytes,
)
from generator.model.locators import WaybackLocator
from generator.model.noticed import notice_reading
from generator.model.policy import PolicyText
from generator.model.problems import Problem, Severity
from generator.model.reporting import Reporter
from generator.model.words import links_digest, words_digest
from generator.store.evidence_store import EvidenceStore


class Again(StrEnum):
    """What came of asking the archive again."""

    SAME = "same bytes"
    DIFFERS = "other bytes"
    GONE = "no longer available"
    UNREACHED = "not reached"
    NOT_ASKED = "not asked"


class Held(StrEnum):
    """What lies in the store or a mirror."""

    RIGHT = "held, digest right"
    WRONG = "held, digest wrong"
    NOT = "not held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One pin of a change, checked anew. `words` and `links` are None where the text could not be read."""

    change: str
    side: Side
    row: CaptureRow
    held: Held
    again: Again
    words: bool | None = None
    links: bool | None = None
    fixity: Fixity = Fixity.NONE
    message: str = ""
    noticed: tuple[str, ...] = ()  # in reading the bytes anew

    @property
    def wrong(self) -> bool:
        return (
            self.held is Held.WRONG
            or self.again is Again.DIFFERS
            or self.words is False
            or self.links is False
        )

    @property
    def unproved(self) -> bool:
        return self.held is Held.NOT and self.again is not Again.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """All pins of the changes asked for, what the checks of the build say of them, and the list of evidence."""

    pins: tuple[Checked, ...]
    problems: tuple[Problem, ...]
    manifest: str

    @property
    def root(self) -> Digest:
        return root_digest(self.manifest)

    @property
    def exit_code(self) -> int:
        if any(pin.wrong for pin in self.pins) or any(p.severity is Severity.ERROR for p in self.problems):
            return PROBLEMS
        return UNAVAILABLE if any(pin.unproved or pin.again is Again.UNREACHED for pin in self.pins) else FINE

    @property
    def verdict(self) -> str:
        """The exit code in words."""
        wrong = sum(pin.wrong for pin in self.pins) + sum(p.severity is Severity.ERROR for p in self.problems)
        if wrong:
            return f"{wrong} things differ from what was published."
        asked = sum(pin.again is Again.UNREACHED for pin in self.pins)
        if asked:
            return f"{asked} captures: the archive did not answer, and nothing follows from that; what is held is as published."
        if unproved := sum(pin.unproved for pin in self.pins):
            return f"{unproved} captures are neither held nor could be fetched; nothing follows from that."
        return "All as published."

    def text(self) -> str:
        lines = []
        for pin in self.pins:
            read = {True: "words as listed", False: "WORDS DIFFER FROM THE LIST", None: "not read"}[pin.words]
            lines.append(f"{pin.change} {pin.side} {pin.row.ref}: {pin.held}; archive: {pin.again}; {read}")
            if pin.fixity is not Fixity.NONE:
                lines.append(f"  the archive's own digest: {pin.fixity}")
            lines += [f"  {pin.message}"] if pin.message else []
            lines += [f"  noticed in reading: {line}" for line in pin.noticed]
        lines += [str(problem) for problem in self.problems]
        return "\n".join(
            [
                *lines,
                f"{len(self.pins)} pins, {self.manifest.count(chr(10))} texts; root sha256:{self.root}",
                self.verdict,
            ]
        )

    def json(self) -> str:
        pins = [
            {
                "change": pin.change, "side": str(pin.side), "at": pin.row.ref, "sha256": pin.row.sha256,
                "locator": str(pin.row.locator), "held": str(pin.held), "archive": str(pin.again),
                "words": pin.words, "links": pin.links, "fixity": str(pin.fixity), "message": pin.message,
                "warnings": list(pin.noticed),
            }
            for pin in self.pins
        ]  # fmt: skip
        problems = [{"code": p.code, "message": p.message, "where": str(p.where)} for p in self.problems]
        return json.dumps(
            {"pins": pins, "problems": problems, "manifest": self.manifest, "root": self.root},
            ensure_ascii=False,
            indent=1,
        )


def verify(project: Project, changes: Sequence[str], *, reporter: Reporter) -> VerifyReport:
    """Check the pins of these changes, or of all. Archives are asked anew, past any memory, unless --offline."""
    catalog, problems = read_catalog(project)
    unknown = [key for key in changes if catalog.change(key) is None]
    if unknown:
        raise unknown_change(catalog, unknown[0])
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=(Path(),), offline=project.offline, fresh=True
    )
    store = project.evidence()
    wanted = [(key, pair) for key, pair in pins_of(catalog).items() if not changes or key in changes]
    reporter.step(f"Verifying {len(wanted)} changes")
    pins: list[Checked] = []
    for number, (key, pair) in enumerate(wanted):
        reporter.progress(number + 1, len(wanted), key)
        document = catalog.document(key.rpartition("/")[0])
        for side, row in zip(Side, pair, strict=True):
            if row is not None:
                pins.append(check_pin(key, side, row, document, store, archives))
    if not any(
        pin.held is Held.WRONG for pin in pins
    ):  # comparing reads the store, and would stop at wrong bytes
        problems = _compare_again(project, frozenset(key for key, _ in wanted), reporter)
    folders = tuple(f"{project.content.as_posix()}/{key}" for key, _ in wanted)
    problems = tuple(p for p in problems if not changes or p.where.path.startswith(folders))
    return VerifyReport(
        pins=tuple(pins), problems=problems, manifest=manifest_text(pin.row.sha256 for pin in pins)
    )


def _compare_again(project: Project, keys: frozenset[str], reporter: Reporter) -> tuple[Problem, ...]:
    """What the checks of a build say of these changes, with nothing remembered of any build before."""
    with tempfile.TemporaryDirectory(prefix="smallprint-") as folder:
        memo = Memo(Path(folder))
        whole, _ = make_evidence(
            replace(project, offline=True), memo, reporter, lambda change: change.key in keys
        )
    return whole.problems


def check_pin(
    change: str,
    side: Side,
    row: CaptureRow,
    document: Document | None,
    store: EvidenceStore,
    archives: Sequence[Archive],
) -> Checked:
    """One pin: what is held, what the archive gives today, and whether extraction still yields the listed words."""
    body, held, message = None, Held.NOT, ""
    try:
        body = store.find_bytes(row.sha256)
        held = Held.RIGHT if body is not None else Held.NOT
    except WrongBytes as error:
        held, message = Held.WRONG, str(error)
    again, told, fetched = ask_again(row, archives)
    body = body if body is not None or fetched is None else fetched.body
    read = read_again(row, body, document) if body is not None else None
    words, links = (None, None) if body is None else derive_again(row, read.text if read else None)
    return Checked(
        change=change,
        side=side,
        row=row,
        held=held,
        again=again,
        words=words,
        links=links,
        fixity=fetched.fixity if fetched else Fixity.NONE,
        message=message or told,
        noticed=notice_reading(read) if read is not None else (),
    )


def ask_again(row: CaptureRow, archives: Sequence[Archive]) -> tuple[Again, str, FetchedBytes | None]:
    """Whether the archive gives the same bytes today, with its reason where not, and the bytes where they are right."""
    try:
        archive = archive_for(archives, row.locator)
        got = archive.fetch(row.locator)
    except (Offline, UsageError) as error:
        return Again.NOT_ASKED, str(error), None
    except (NotArchived, Excluded, Refused) as error:
        return Again.GONE, str(error), None
    except ArchiveError as error:
        return Again.UNREACHED, str(error), None
    if got.sha256 != row.sha256:
        return Again.DIFFERS, f"pinned sha256:{row.sha256}, the archive gives sha256:{got.sha256}", None
    return Again.SAME, "", with_listed_digest(archive, row, got)


def with_listed_digest(archive: Archive, row: CaptureRow, got: FetchedBytes) -> FetchedBytes:
    """The bytes, with what the Wayback Machine's own list says of their SHA-1. A list that cannot be had says nothing."""
    from generator.archives.wayback import WaybackArchive, with_fixity

    if (
        not isinstance(archive, WaybackArchive)
        or not isinstance(row.locator, WaybackLocator)
        or not row.locator.at
    ):
        return got
    try:
        listed = list(archive.list_captures(row.locator, since=row.locator.at, until=row.locator.at))
    except ArchiveError:
        return got
    reported = [one.reported_digest for one in listed if one.captured_at == row.locator.at]
    checked = [with_fixity(got, digest) for digest in reported]
    return next((one for one in checked if one.fixity is Fixity.VERIFIED), checked[0] if checked else got)


def read_again(row: CaptureRow, body: bytes, document: Document | None) -> PolicyText | None:
    """The policy text of a capture, read as its document's location says; None where it is no text that can be read."""
    capture = Capture(
        sha256=row.sha256, body=body, media_type=row.media_type, charset=row.charset, locator=row.locator
    )
    at = location_at(document, row) if document else Location()
    language = document.edition.language if document else ""
    try:
        return extract_policy(capture, select=at.select, remove=at.remove, language=language)
    except Unreadable:
        return None


def derive_again(row: CaptureRow, text: str | None) -> tuple[bool | None, bool | None]:
    """Whether words and link targets have the digests that captures.tsv lists; None where it lists none."""
    if text is None:
        return (False if row.words else None), (False if row.links else None)
    words = words_digest(text) == row.words if row.words else None
    return words, links_digest(text) == row.links if row.links else None
