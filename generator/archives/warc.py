"""WARC, ARC and WACZ files: captures of a URL in a file that somebody keeps. Read whole, never sought, never unpacked to disk.

Records that break off are Truncated and never given out in part. A revisit record is resolved, within the same file, to the
response it repeats: by its digest, or, where the server only said "not modified", to the one that it refers to, else to the
last one of its URL before it.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from generator.archives.address_key import is_same_page
from generator.archives.folder import place_of
from generator.archives.foreign import parse_count, parse_iso_time, parse_json, printable
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.transport import spell_coding, split_type, undo_stated
from generator.archives.warc_times import choose_record, fits_time, name_records
from generator.archives.wayback import fixity_of
from generator.model.captures import FetchedBytes, Fixity, ListedCapture
from generator.model.digests import digest_of
from generator.model.errors import (
    ArchiveError,
    DigestDiffers,
    NotArchived,
    Refused,
    TooLarge,
    Truncated,
    UnexpectedReply,
)
from generator.model.locators import Locator, WarcLocator
from generator.model.times import spell_time

_LARGEST = 60 * 1024 * 1024
_LARGEST_MEMBER = 2 * 1024 * 1024 * 1024
_LARGEST_PACKAGE = 16 * 1024 * 1024  # a datapackage.json
_KINDS = ("response", "resource", "revisit")
_CHUNK = 64 * 1024
_UNTYPED = "application/octet-stream"
_READING_ERRORS = (
    ArchiveLoadFailed, EOFError, OSError, ValueError, TypeError, AttributeError, LookupError, OverflowError,
    RecursionError, zlib.error,
)  # fmt: skip
_ZIP_ERRORS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One capture in a file, its body read only for the record that was asked for. `at` keeps fractions of a second."""

    url: str
    at: datetime
    kind: str
    status: int
    media_type: str
    charset: str
    coding: str
    payload_digest: str
    length: int
    body: bytes | None = None
    profile: str = ""  # of a revisit: why it holds no body
    refers_to: tuple[str, datetime | None] = ("", None)  # of a revisit: URL and time of what it repeats

    @property
    def second(self) -> datetime:
        return self.at.replace(microsecond=0)

    @property
    def is_not_modified(self) -> bool:
        """Whether the server said that nothing was modified, so that the digest is not that of the page."""
        return self.kind == "revisit" and self.profile.rstrip("/").endswith("server-not-modified")


@adapter_of(WarcLocator.kind)
def open_warc(run: ArchiveRun) -> "tuple[WarcArchive, ...]":
    return (WarcArchive(roots=run.folders),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcArchive:
    """Files below `roots`; nothing outside them is read."""

    roots: tuple[Path, ...]

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, WarcLocator)

    def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
        """All captures in the file, or those of the locator's URL, in the file's order.

        Where the file has no record of just that URL, those are listed that are one with it to an archive's index. What lies before a break in the file is listed before the break raises.
        """
        assert isinstance(locator, WarcLocator)
        path = self._find(locator)
        records: list[WarcRecord] = []
        broken: ArchiveError | None = None
        try:
            records.extend(
                record
                for record in read_records(path, only=locator.url)
                if not locator.url or is_same_page(record.url, locator.url)
            )
        except ArchiveError as error:
            broken = error
        exact = [record for record in records if record.url == locator.url]
        for order, (record, named) in enumerate(name_records(locator.file, exact or records)):
            yield ListedCapture(
                archive=f"warc:{path.name}", captured_at=record.second, order=order, locator=named,
                media_type=record.media_type, reported_digest=record.payload_digest, size=record.length,
                status=record.status,
            )  # fmt: skip
        if broken:
            raise broken

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        """The capture of the URL at exactly that time."""
        assert isinstance(locator, WarcLocator)
        path = self._find(locator)
        record = choose_record(_read_wanted(path, locator), locator)
        body, origin = record.body, record
        if record.kind == "revisit":
            origin = self._original(path, record, locator)
            body = origin.body
        assert body is not None
        typed = origin if record.is_not_modified or record.media_type in ("", _UNTYPED) else record
        return FetchedBytes(
            body=body, sha256=digest_of(body), captured_at=record.second, media_type=typed.media_type,
            charset=typed.charset, coding=typed.coding, url=str(locator), status=typed.status,
            fixity=_payload_fixity(body, origin.payload_digest),
        )  # fmt: skip

    def _original(self, path: Path, revisit: WarcRecord, locator: WarcLocator) -> WarcRecord:
        """The response that a revisit record says it repeats, with its body."""
        missing = NotArchived(f"{locator}: repeats a capture that this file does not hold", url=locator.url)
        if revisit.is_not_modified:
            earlier = _not_modified_since(path, revisit)
            if earlier is None:
                raise missing
            at = WarcLocator(file=locator.file, url=earlier.url, at=earlier.at)
            found = [r for r in _read_wanted(path, at) if r.at == earlier.at and r.body is not None]
            if found:
                return found[-1]
            raise missing
        digest = revisit.payload_digest
        for record in read_records(path, locator, digest=digest) if digest else ():
            if record.kind == "response" and record.payload_digest == digest and record.body is not None:
                return record
        raise missing

    def _find(self, locator: WarcLocator) -> Path:
        for root in self.roots:
            path = place_of(root, locator.file)
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path
        if any(place_of(root, locator.file).is_relative_to(root.resolve()) for root in self.roots):
            raise NotArchived(f"{locator}: no such file", url=locator.file)
        raise Refused(f"{locator} leads out of the folders that may be read", url=locator.file)


def _read_wanted(path: Path, locator: WarcLocator) -> list[WarcRecord]:
    """The records of the locator's URL, as far as they are needed to tell which one it names.

    A file that is cut further on still gives what lies before the cut.
    """
    found: list[WarcRecord] = []
    try:
        for record in read_records(path, locator):
            if record.url != locator.url:
                continue
            found.append(record)
            exact = sum(each.at == locator.at for each in found)
            if locator.at and locator.at.microsecond and exact == locator.nth:
                break
    except Truncated:
        if not any(fits_time(record.at, locator) for record in found):
            raise
    return found


def _not_modified_since(path: Path, revisit: WarcRecord) -> WarcRecord | None:
    """The response of the same URL that a "not modified" speaks of: the one that it refers to, else the last one before it."""
    url, at = revisit.refers_to
    candidates = [
        record
        for record in read_records(path, only=url or revisit.url)
        if record.url == (url or revisit.url) and record.kind != "revisit" and record.status in (0, 200)
    ]
    if at is not None:
        named = [
            record for record in candidates if record.at == at or record.second == at.replace(microsecond=0)
        ]
        return named[-1] if named else None
    earlier = [record for record in candidates if record.at < revisit.at]
    return max(earlier, key=lambda record: record.at, default=None)


def read_records(
    path: Path, wanted: WarcLocator | None = None, digest: str = "", only: str = ""
) -> Iterator[WarcRecord]:
    """The captures of a file, in its order; bodies of the wanted URL (and of equal `digest`) only.

    A capture whose time cannot be read raises UnexpectedReply, but for those of other URLs than the wanted or `only` one.
    """
    asked = _Asked(wanted, digest, only or (wanted.url if wanted else ""))
    if path.suffix.lower() == ".wacz":
        yield from _read_wacz(path, asked)
        return
    with open(path, "rb") as file:
        yield from _read_stream(file, path.name, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which bodies are wanted, and of which URL alone records matter (of all, where it is empty)."""

    wanted: WarcLocator | None
    digest: str
    url: str


def _read_wacz(path: Path, asked: _Asked) -> Iterator[WarcRecord]:
    """The WARCs inside a WACZ, after each was held against the digest that the package states for it."""
    try:
        with zipfile.ZipFile(path) as package:
            stated = _stated_digests(package, path.name)
            names = sorted(
                name for name in package.namelist() if name.startswith("archive/") and not name.endswith("/")
            )
            for name in names:
                if package.getinfo(name).file_size > _LARGEST_MEMBER:
                    raise TooLarge(f"{path.name}: {name} is too large", url=name, limit=_LARGEST_MEMBER)
                if name in stated:
                    _check_member(package, name, stated[name], path.name)
                with package.open(name) as file:
                    yield from _read_stream(file, f"{path.name}:{name}", asked)
    except _ZIP_ERRORS as error:
        raise Truncated(f"{path.name}: not a whole WACZ: {printable(str(error))}", url=path.name) from error


def _stated_digests(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    if "datapackage.json" not in package.namelist():
        return {}
    with package.open("datapackage.json") as member:
        body = member.read(_LARGEST_PACKAGE + 1)
    if len(body) > _LARGEST_PACKAGE:
        raise TooLarge(
            f"{name}: datapackage.json is larger than {_LARGEST_PACKAGE:,} bytes",
            url=name,
            limit=_LARGEST_PACKAGE,
        )
    value = parse_json(body, f"{name}: datapackage.json", name)
    resources = value.get("resources", []) if isinstance(value, dict) else None
    if not isinstance(resources, list):
        raise UnexpectedReply(f"{name}: datapackage.json lists no resources", url=name)
    rows = [row for row in resources if isinstance(row, dict)]
    return {
        str(row.get("path")): str(row["hash"]).removeprefix("sha256:")
        for row in rows
        if str(row.get("hash", "")).startswith("sha256:")
    }


def _check_member(package: zipfile.ZipFile, name: str, stated: str, file: str) -> None:
    actual = hashlib.sha256()
    with package.open(name) as member:
        while chunk := member.read(_CHUNK):
            actual.update(chunk)
    if actual.hexdigest() != stated:
        raise DigestDiffers(
            f"{file}: {name} is not what the package states",
            url=name,
            expected=stated,
            actual=actual.hexdigest(),
        )


def _read_stream(file: IO[bytes], name: str, asked: _Asked) -> Iterator[WarcRecord]:
    """Records of one WARC or ARC. Whatever breaks the reading is Truncated with the file's name."""
    for record in _parsed(file, name):
        try:
            found = _record(record, name, asked)
        except _READING_ERRORS as error:
            raise _broken(name, error) from error
        if found is not None:
            yield found


def _parsed(file: IO[bytes], name: str) -> Iterator[Any]:
    """What the parser makes of a file. On a file cut inside a header it stumbles in ways of its own; all mean the same."""
    records = iter(ArchiveIterator(file, arc2warc=True, check_digests=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except _READING_ERRORS as error:
            raise _broken(name, error) from error
        yield record


def _broken(name: str, error: Exception) -> Truncated:
    words = printable(str(error), 200) or type(error).__name__
    return Truncated(f"{name}: cannot be read to its end: {words}", url=name)


def _record(record: Any, name: str, asked: _Asked) -> WarcRecord | None:
    """A record as a value; None for kinds that hold no capture."""
    headers = record.rec_headers
    url, stated = headers.get_header("WARC-Target-URI") or "", headers.get_header("WARC-Date") or ""
    if record.rec_type not in _KINDS or not url.startswith(("http://", "https://")):
        return None
    at = parse_iso_time(stated)
    if at is None:
        if asked.url and not is_same_page(asked.url, url):
            return None
        raise UnexpectedReply(
            f"{name}: the capture of {printable(url)} has the impossible time {printable(stated, 60)!r}",
            url=name,
        )
    if record.rec_type == "revisit" and not headers.get_header("Content-Length"):
        raise Truncated(f"{name}: the header of a record breaks off", url=name)
    http = record.http_headers
    status = str(http.get_statuscode() or "") if http else ""
    kind = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    media_type, charset = split_type(kind)
    payload = (headers.get_header("WARC-Payload-Digest") or "").strip()
    wanted = asked.wanted
    is_wanted = wanted is not None and url == wanted.url and fits_time(at, wanted)
    body = None
    if (is_wanted or (asked.digest and payload == asked.digest)) and record.rec_type != "revisit":
        body = _read_body(record, f"{name}#{url}@{spell_time(at)}")
    refers_to = (
        headers.get_header("WARC-Refers-To-Target-URI") or "",
        parse_iso_time(headers.get_header("WARC-Refers-To-Date") or ""),
    )
    return WarcRecord(
        url=url, at=at, kind=record.rec_type, status=parse_count(status) or 0, media_type=media_type, charset=charset,
        coding=spell_coding(_field(http, "Content-Encoding")), payload_digest=payload,
        length=parse_count(headers.get_header("Content-Length") or "") or 0, body=body,
        profile=(headers.get_header("WARC-Profile") or "").strip(), refers_to=refers_to,
    )  # fmt: skip


def _read_body(record: Any, name: str) -> bytes:
    """The whole body, transfer coding and compression undone, under a cap."""
    if record.rec_headers.get_header("WARC-Truncated"):
        reason = record.rec_headers.get_header("WARC-Truncated")
        raise Truncated(f"{name}: the crawler itself cut it ({reason})", url=name)
    http = record.http_headers
    is_chunked = _field(http, "Transfer-Encoding").strip().lower() == "chunked"
    stream, parts, total = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream, [], 0
    while chunk := stream.read(_CHUNK):
        parts.append(chunk)
        total += len(chunk)
        if total > _LARGEST:
            raise TooLarge(f"{name}: more than {_LARGEST} bytes", url=name, limit=_LARGEST)
    missing = getattr(record.raw_stream, "limit", 0)
    if missing:
        raise Truncated(f"{name}: {missing} bytes of the record are missing", url=name)
    coding = _field(http, "Content-Encoding")
    promised = None if coding or is_chunked else parse_count(_field(http, "Content-Length"))
    if record.rec_type == "response" and promised is not None and total < promised:
        raise Truncated(f"{name}: {total} of {promised} bytes were captured", url=name)
    return undo_stated(b"".join(parts), coding, name)


def _field(http: Any, name: str) -> str:
    """A header of the captured reply; empty where there is none, or no reply."""
    return str(http.get_header(name) or "") if http is not None else ""


def _payload_fixity(body: bytes, reported: str) -> Fixity:
    """What the record's own digest says; a digest of another recipe than SHA-1 or SHA-256 says nothing."""
    algorithm, _, value = reported.partition(":")
    if not value:
        return Fixity.NONE
    if algorithm.lower() == "sha256":
        return (
            Fixity.VERIFIED if value.lower() == hashlib.sha256(body).hexdigest() else Fixity.NOT_REPRODUCIBLE
        )
    return fixity_of(body, f"sha1:{value}") if algorithm.lower() == "sha1" else Fixity.NOT_REPRODUCIBLE
