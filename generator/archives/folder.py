"""Folders of captures: files named ``YYYYMMDDTHHMMSSZ.md|html``, or an index ``history.jsonl`` beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.archives.foreign import parse_json, printable
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.subjects import is_technical
from generator.model.captures import FetchedBytes, ListedCapture
from generator.model.digests import digest_of, parse_digest
from generator.model.errors import NotArchived, Refused, UnexpectedReply
from generator.model.locators import FolderLocator, Locator
from generator.model.times import parse_time

INDEX = "history.jsonl"
MEDIA_TYPES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
_LARGEST = 60 * 1024 * 1024


def media_type_of(path: str) -> str:
    """By the file's suffix; ``application/octet-stream`` where that says nothing."""
    return MEDIA_TYPES.get(Path(path).suffix.lower(), "application/octet-stream")


def place_of(root: Path, path: str) -> Path:
    """Where a path lies below a root. Below the root of the file system paths are read as a person at a prompt means them.

    Raises Refused for a path that no file system has.
    """
    if "\0" in path:
        raise Refused(f"{printable(path)!r} is no path of a file", url=printable(path))
    return Path(path).resolve() if root == Path(root.anchor or "?") else (root / path).resolve()


@adapter_of(FolderLocator.kind)
def open_folder(run: ArchiveRun) -> "tuple[FolderArchive, ...]":
    return (FolderArchive(roots=run.folders),)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderArchive:
    """Folders below `roots`; a relative path is tried in each, in order. Nothing outside them is read."""

    roots: tuple[Path, ...]

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, FolderLocator)

    def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
        assert isinstance(locator, FolderLocator)
        folder = self._find(locator)
        if not folder.is_dir():
            raise NotArchived(f"{locator}: not a folder", url=str(locator))
        index = folder / INDEX
        rows = _read_index(index, locator) if index.is_file() else _read_names(folder, locator)
        yield from rows

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        assert isinstance(locator, FolderLocator)
        path = self._find(locator)
        if not path.is_file():
            raise NotArchived(f"{locator}: no such file", url=str(locator))
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{locator}: larger than {_LARGEST} bytes", url=str(locator))
        try:
            body = path.read_bytes()
        except OSError as error:
            raise UnexpectedReply(f"{locator}: {error.strerror}", url=str(locator)) from error
        return FetchedBytes(
            body=body,
            sha256=digest_of(body),
            captured_at=parse_time(path.stem),
            media_type=media_type_of(path.name),
            url=str(locator),
        )

    def _find(self, locator: FolderLocator) -> Path:
        """The path below a root; Refused where it leads out, by dots or by a symbolic link."""
        for root in self.roots:
            path = place_of(root, locator.path)
            if not path.is_relative_to(root.resolve()):
                continue
            if path.exists():
                return path
        if any(place_of(root, locator.path).is_relative_to(root.resolve()) for root in self.roots):
            raise NotArchived(f"{locator}: nothing there", url=str(locator))
        raise Refused(f"{locator} leads out of the folders that may be read", url=str(locator))


def _read_names(folder: Path, locator: FolderLocator) -> Iterator[ListedCapture]:
    """Captures by the times in their names; files of other names are not captures."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and parse_time(path.stem))
    for order, name in enumerate(names):
        at = parse_time(Path(name).stem)
        assert at is not None
        yield ListedCapture(
            archive=f"folder:{locator.path}",
            captured_at=at,
            order=order,
            locator=FolderLocator(path=f"{locator.path.rstrip('/')}/{name}"),
            media_type=media_type_of(name),
            size=(folder / name).stat().st_size,
        )


def _read_index(index: Path, locator: FolderLocator) -> Iterator[ListedCapture]:
    """Captures as the index lists them, in its order; ``commit_order`` keeps the archive's own where it is given."""
    try:
        body = index.read_bytes()
    except OSError as error:
        raise UnexpectedReply(f"{index.name}: {error.strerror}", url=str(locator)) from error
    for number, line in enumerate(body.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise UnexpectedReply(f"{index.name}:{number}: not UTF-8: {error}", url=str(locator)) from error
        if text:
            yield _listed(parse_json(text, f"{index.name}:{number}", str(locator)), number, locator)


def _listed(row: Any, number: int, locator: FolderLocator) -> ListedCapture:
    """One line of the index as a value; UnexpectedReply where it lacks its time, digest or file."""
    if not isinstance(row, dict):
        raise UnexpectedReply(f"{INDEX}:{number}: expected an object", url=str(locator))
    at = parse_time(str(row.get("captured_at") or row.get("time") or row.get("at") or ""))
    digest = parse_digest(str(row.get("sha256", "")))
    file = row.get("file")
    if at is None or digest is None or not isinstance(file, str) or not file:
        raise UnexpectedReply(f"{INDEX}:{number}: needs captured_at, sha256 and file", url=str(locator))
    if Path(file).is_absolute() or ".." in Path(file).parts:
        raise UnexpectedReply(
            f"{INDEX}:{number}: {printable(file)!r} leads out of the folder", url=str(locator)
        )
    if not file.isprintable():
        raise UnexpectedReply(f"{INDEX}:{number}: {printable(file)!r} is no name of a file", url=str(locator))
    order, size = row.get("commit_order"), row.get("bytes")
    subject = printable(str(row.get("subject", "")), 1000)
    blob = row.get("blob_sha1")
    return ListedCapture(
        archive=f"folder:{locator.path}",
        captured_at=at,
        order=order if isinstance(order, int) and 0 <= order < 10**12 else number - 1,
        locator=FolderLocator(path=f"{locator.path.rstrip('/')}/{file}"),
        media_type=media_type_of(file),
        sha256=digest,
        reported_digest=f"git:{blob}" if isinstance(blob, str) else "",
        size=size if isinstance(size, int) and 0 <= size < 10**15 else 0,
        subject=subject,
        technical=is_technical(subject),
    )
