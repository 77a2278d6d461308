"""WARC, ARC and WACZ files: captures of a URL in a file that somebody keeps. Read whole, never sought, never unpacked to disk.

Records that break off are Truncated and never given out in part. A revisit record is resolved by its digest to the
response it repeats, within the same file.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from generator.archives.folder import place_of
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.wayback import fixity_of, split_type
from generator.model.captures import FetchedBytes, Fixity, ListedCapture
from generator.model.digests import digest_of
from generator.model.errors import DigestDiffers, NotArchived, Refused, TooLarge, Truncated, UnexpectedReply
from generator.model.locators import Locator, WarcLocator
from generator.model.times import parse_time, spell_time

_LARGEST = 60 * 1024 * 1024
_LARGEST_MEMBER = 2 * 1024 * 1024 * 1024
_LARGEST_PACKAGE_LIST = 16 * 1024 * 1024  # of datapackage.json, unpacked
_KINDS = ("response", "resource", "revisit")
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One capture in a file, its body read only for the record that was asked for."""

    url: str
    at: datetime
    kind: str
    status: int
    media_type: str
    charset: str
    payload_digest: str
    length: int
    body: bytes | None = None


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
        """All captures in the file, or those of the locator's URL, in the file's order."""
        assert isinstance(locator, WarcLocator)
        path = self._find(locator)
        order = 0
        for record in read_records(path):
            if locator.url and record.url != locator.url:
                continue
            yield ListedCapture(
                archive=f"warc:{path.name}", captured_at=record.at, order=order,
                locator=WarcLocator(file=locator.file, url=record.url, at=record.at), media_type=record.media_type,
                reported_digest=record.payload_digest, size=record.length, status=record.status,
            )  # fmt: skip
            order += 1

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        """The capture of the URL at exactly that time."""
        assert isinstance(locator, WarcLocator)
        path = self._find(locator)
        wanted: list[WarcRecord] = []
        for found in read_records(path, locator):
            if found.url == locator.url:
                wanted.append(found)
                if found.at == locator.at:
                    break  # a file that is cut further on still gives what lies before the cut
        exact = [found for found in wanted if locator.at is None or found.at == locator.at]
        if not exact or (locator.at is None and len({found.at for found in exact}) > 1):
            times = ", ".join(sorted({spell_time(found.at) for found in wanted})[:5])
            raise NotArchived(
                f"{locator}: " + (f"captured at {times}" if wanted else "not in this file"), url=locator.url
            )
        record = exact[0]
        body = record.body if record.kind != "revisit" else self._original(path, record, locator)
        assert body is not None
        return FetchedBytes(
            body=body, sha256=digest_of(body), captured_at=record.at, media_type=record.media_type,
            charset=record.charset, url=str(locator), status=record.status,
            fixity=_payload_fixity(body, record.payload_digest),
        )  # fmt: skip

    def _original(self, path: Path, revisit: WarcRecord, locator: WarcLocator) -> bytes:
        """The bytes that a revisit record says it repeats."""
        for record in read_records(path, locator, digest=revisit.payload_digest):
            if (
                record.kind == "response"
                and record.payload_digest == revisit.payload_digest
                and record.body is not None
            ):
                return record.body
        raise NotArchived(f"{locator}: repeats a capture that this file does not hold", url=locator.url)

    def _find(self, locator: WarcLocator) -> Path:
        for root in self.roots:
            path = place_of(root, locator.file)
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path
        if any(place_of(root, locator.file).is_relative_to(root.resolve()) for root in self.roots):
            raise NotArchived(f"{locator}: no such file", url=locator.file)
        raise Refused(f"{locator} leads out of the folders that may be read", url=locator.file)


def read_records(path: Path, wanted: WarcLocator | None = None, digest: str = "") -> Iterator[WarcRecord]:
    """The captures of a file, in its order; bodies of the wanted URL (and of equal `digest`) only."""
    if path.suffix.lower() == ".wacz":
        yield from _read_wacz(path, wanted, digest)
        return
    with open(path, "rb") as file:
        yield from _read_stream(file, path.name, wanted, digest)


def _read_wacz(path: Path, wanted: WarcLocator | None, digest: str) -> Iterator[WarcRecord]:
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
                    yield from _read_stream(file, f"{path.name}:{name}", wanted, digest)
    except zipfile.BadZipFile as error:
        raise Truncated(f"{path.name}: not a whole WACZ: {error}", url=path.name) from error


def _stated_digests(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    if "datapackage.json" not in package.namelist():
        return {}
    try:
        with package.open("datapackage.json") as member:
            body = member.read(_LARGEST_PACKAGE_LIST + 1)
        if len(body) > _LARGEST_PACKAGE_LIST:
            raise TooLarge(
                f"{name}: datapackage.json is larger than {_LARGEST_PACKAGE_LIST:,} bytes",
                url=name,
                limit=_LARGEST_PACKAGE_LIST,
            )
        value = json.loads(body)
        rows = [row for row in value.get("resources", ()) if isinstance(row, dict)]
    except (ValueError, AttributeError) as error:
        raise UnexpectedReply(f"{name}: datapackage.json cannot be read: {error}", url=name) from error
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


def _read_stream(file: IO[bytes], name: str, wanted: WarcLocator | None, digest: str) -> Iterator[WarcRecord]:
    """Records of one WARC or ARC. Whatever breaks the reading is Truncated with the file's name."""
    for record in _parsed(file, name):
        try:
            found = _record(record, name, wanted, digest)
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
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
        except (
            ArchiveLoadFailed,
            EOFError,
            OSError,
            ValueError,
            AttributeError,
            LookupError,
            zlib.error,
        ) as error:
            raise _broken(name, error) from error
        yield record


def _broken(name: str, error: Exception) -> Truncated:
    words = " ".join(str(error).split())[:200] or type(error).__name__
    return Truncated(f"{name}: cannot be read to its end: {words}", url=name)


def _record(record: Any, name: str, wanted: WarcLocator | None, digest: str) -> WarcRecord | None:
    """A record as a value; None for kinds that hold no capture."""
    headers = record.rec_headers
    url, at = headers.get_header("WARC-Target-URI") or "", _warc_time(headers.get_header("WARC-Date") or "")
    if record.rec_type not in _KINDS or at is None or not url.startswith(("http://", "https://")):
        return None
    http = record.http_headers
    status = str(http.get_statuscode() or "") if http else ""
    kind = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    media_type, charset = split_type(kind)
    payload = (headers.get_header("WARC-Payload-Digest") or "").strip()
    is_wanted = wanted is not None and url == wanted.url and (wanted.at is None or at == wanted.at)
    body = None
    if (is_wanted or (digest and payload == digest)) and record.rec_type != "revisit":
        body = _read_body(record, f"{name}#{url}@{spell_time(at)}")
    return WarcRecord(
        url=url, at=at, kind=record.rec_type, status=int(status) if status.isdigit() else 0, media_type=media_type,
        charset=charset, payload_digest=payload, length=int(headers.get_header("Content-Length") or 0), body=body,
    )  # fmt: skip


def _read_body(record: Any, name: str) -> bytes:
    """The whole body, transfer coding and compression undone, under a cap."""
    if record.rec_headers.get_header("WARC-Truncated"):
        reason = record.rec_headers.get_header("WARC-Truncated")
        raise Truncated(f"{name}: the crawler itself cut it ({reason})", url=name)
    stream, parts, total = record.content_stream(), [], 0
    while chunk := stream.read(_CHUNK):
        parts.append(chunk)
        total += len(chunk)
        if total > _LARGEST:
            raise TooLarge(f"{name}: more than {_LARGEST} bytes", url=name, limit=_LARGEST)
    missing = getattr(record.raw_stream, "limit", 0)
    if missing:
        raise Truncated(f"{name}: {missing} bytes of the record are missing", url=name)
    http = record.http_headers
    coded = http is not None and (http.get_header("Content-Encoding") or http.get_header("Transfer-Encoding"))
    promised = (http.get_header("Content-Length") or "") if http is not None and not coded else ""
    if record.rec_type == "response" and promised.isdigit() and total < int(promised):
        raise Truncated(f"{name}: {total} of {promised} bytes were captured", url=name)
    return b"".join(parts)


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


def _warc_time(value: str) -> datetime | None:
    """``2024-11-04T19:10:51.248Z``: fractions are dropped, an ARC's 14 digits are read too."""
    at = parse_time(value)
    if at is not None:
        return at
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None
