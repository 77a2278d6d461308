"""Mirrors: any folder that holds the right bytes. A capture is found in one by its SHA-256, whatever its name.

Three ways, cheapest first: a file named by its digest; the hints of index files (``history.jsonl``, ``manifest.json``) that
name a digest and a file; and the digests of all files, remembered in the cache folder by inode, size and times. Whatever a
name or a hint says, bytes are given out only after they were hashed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.model.digests import Digest, digest_of, parse_digest
from generator.store.stat_cache import Known, read_known

HINT_FILES = ("history.jsonl", "manifest.json")
_LARGEST_HINT_FILE = 32 * 1024 * 1024
_LARGEST_CAPTURE = 256 * 1024 * 1024


class Mirror:
    """One folder, indexed on first need. Symbolic links that lead out of it are not followed; folders linked are not entered."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self._cache = cache
        self.root = folder.resolve()
        self._files: tuple[tuple[Path, os.stat_result], ...] | None = None
        self._hints: dict[Digest, list[Path]] | None = None
        self._index: dict[Digest, Path] | None = None
        self.notices: list[str] = []

    def find_bytes(self, digest: Digest) -> bytes | None:
        """The bytes with this digest, or None. Wrong bytes under a name or a hint are skipped with a notice."""
        found = self.find(digest)
        return found[1] if found else None

    def find(self, digest: Digest) -> tuple[Path, bytes] | None:
        """The file that holds these bytes, and the bytes."""
        for path in self._named(digest):
            body = self._checked(path, digest, "its name")
            if body is not None:
                return path, body
        for path in self._hinted().get(digest, ()):
            body = self._checked(path, digest, "an index beside it")
            if body is not None:
                return path, body
        indexed = self._indexed().get(digest)
        body = self._checked(indexed, digest, "our notes") if indexed else None
        return (indexed, body) if indexed and body is not None else None

    def _named(self, digest: Digest) -> Iterator[Path]:
        for path in (
            self.folder / digest[:2] / digest,
            self.folder / digest,
            self.folder / "sha256" / digest[:2] / digest,
        ):
            if path.is_file():
                yield path

    def _checked(self, path: Path, digest: Digest, said_by: str) -> bytes | None:
        """The bytes of `path` if they have the digest; a notice and None if not or if it leads out of the folder."""
        try:
            if not path.resolve().is_relative_to(self.root) or path.stat().st_size > _LARGEST_CAPTURE:
                return None
            body = path.read_bytes()
        except (OSError, ValueError):  # a name that no file system has, as an index may give one
            return None
        actual = digest_of(body)
        if actual == digest:
            return body
        self._notice(
            f"{path}: skipped, {said_by} says sha256:{digest[:12]}… but it holds sha256:{actual[:12]}…"
        )
        return None

    def _notice(self, what: str) -> None:
        if what not in self.notices:
            self.notices.append(what)

    def _walk(self) -> tuple[tuple[Path, os.stat_result], ...]:
        """All regular files inside, in order of path, with what the system says of them."""
        if self._files is None:
            self._files = tuple(sorted(_regular_files(self.root), key=lambda pair: str(pair[0])))
        return self._files

    def _hinted(self) -> dict[Digest, list[Path]]:
        if self._hints is None:
            self._hints = {}
            for path, stat in self._walk():
                if path.name in HINT_FILES and stat.st_size <= _LARGEST_HINT_FILE:
                    for digest, name in _read_hints(path):
                        self._hints.setdefault(digest, []).append(path.parent / name)
        return self._hints

    def _indexed(self) -> dict[Digest, Path]:
        """The digests of all files. What has not changed since it was last hashed is not read again."""
        if self._index is not None:
            return self._index
        notes = (
            self._cache / "mirrors" / f"{digest_of(str(self.root).encode())[:20]}.known"
            if self._cache
            else None
        )
        known = read_known(notes) if notes else Known({})
        self._index = {}
        for path, stat in self._walk():
            if stat.st_size > _LARGEST_CAPTURE:
                continue
            try:
                self._index.setdefault(known.digest_of(path, stat), path)
            except OSError as error:
                self._notice(f"{path}: skipped, {error.strerror}")
        if notes:
            try:
                notes.parent.mkdir(parents=True, exist_ok=True)
                known.write(notes)
            except OSError:
                pass  # notes only save reading
        return self._index


def _regular_files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Regular files below `folder`; links are left alone, so nothing outside is read and no loop is entered."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git":
                    yield from _regular_files(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path), entry.stat(follow_symlinks=False)
        except OSError:
            continue


def _read_hints(path: Path) -> Iterator[tuple[Digest, str]]:
    """Pairs of digest and file that an index names, wherever in its structure they stand."""
    try:
        text = path.read_text(encoding="utf-8")
        values = (
            [json.loads(line) for line in text.splitlines() if line.strip()]
            if path.suffix == ".jsonl"
            else [json.loads(text)]
        )
    except (OSError, ValueError, RecursionError):
        return
    yield from _hints_in(values)


def _hints_in(value: Any) -> Iterator[tuple[Digest, str]]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            digest, name = item.get("sha256"), item.get("file")
            if isinstance(digest, str) and isinstance(name, str) and (parsed := parse_digest(digest)):
                yield parsed, name
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
