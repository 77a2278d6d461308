"""Results remembered between builds. The only reader and writer of `.cache/build/`.

A file a result, named by its key, headed by the digest of what follows. The folder may be deleted, cut short or filled
with noise at any time: what cannot be read back whole is computed again. Reading never runs foreign code: only values of
generator.model, of views and records of pages, and plain data are let in.
"""

import io
import os
import pickle
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from generator.jobs.codebase import Codebase
from generator.jobs.graph import Node
from generator.jobs.quick_pickles import dumps, quicken, rows_of
from generator.model.digests import digest_of
from generator.pages.messages import Message

_SHAPE = b"memo-1 "
_DATED = {("datetime", "datetime"), ("datetime", "date"), ("datetime", "timezone"), ("datetime", "timedelta")}
_MOST_BYTES = 1 << 30  # over this, the results that were used longest ago go
_MOST_HELD = 1 << 26  # bytes as kept of values that a process which stays holds in memory
_WRITTEN = ".written"  # ends the name of a file beside the folder: how many bytes were written since it was last tidied


_ROOMS = (
    "generator.model.",
    "generator.pages.",
    "generator.jobs.",
    "generator.content.file_read",
    "generator.content.prose",
)


class _Reader(pickle.Unpickler):
    """Lets in frozen values of ours and dates, and nothing that could do anything."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _DATED or (module, name) == (rows_of.__module__, rows_of.__name__):
            return super().find_class(module, name)
        if module.startswith(_ROOMS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and _is_value(found):
                quicken(found)
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a remembered result")


def _is_value(kind: type) -> bool:
    """Whether a class is a dataclass, an enum, a tuple with names or a message: one that only holds things."""
    return is_dataclass(kind) or issubclass(kind, (Enum, tuple, Message))


def spell_result(value: object) -> bytes:
    """A result as the bytes that the memo keeps: workers hand it over like this, so that the parent need not read it."""
    return dumps(value)


def why_unusable(folder: Path) -> str:
    """Why results cannot be remembered in a folder; empty where they can. The folder is made where it is not there."""
    for each in (folder.parent, folder):
        if each.is_symlink():
            return f"{each} is a symbolic link"
        if each.exists() and not each.is_dir():
            return f"{each} is no folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if hasattr(os, "geteuid") and folder.stat().st_uid != os.geteuid():
            return "it belongs to somebody else"
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".")
        os.close(handle)
        os.unlink(draft)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def read_result(body: bytes) -> Any | None:
    """The value that such bytes spell; None where they spell none, or anything but a value of ours."""
    try:
        return _Reader(io.BytesIO(body)).load()
    except (
        pickle.UnpicklingError,
        AttributeError,
        ImportError,
        TypeError,
        ValueError,
        EOFError,
        LookupError,
    ):
        return None


class Memo:
    """Results by node. Never part of a result: with it or without it the output is the same."""

    def __init__(self, folder: Path | None, *, hold: bool = False) -> None:
        """`folder` is `.cache/build`; None remembers nothing. `hold`: values that were found or kept stay in memory too."""
        self.folder = folder
        self.code = Codebase()
        self._held: dict[Node, object] | None = {} if hold else None
        self._held_bytes = 0
        self._written = 0
        self._used: set[str] = set()  # files that this process asked for or wrote, and found

    def __reduce__(self) -> tuple[type["Memo"], tuple[Path | None]]:
        """Travels to a worker as its folder alone."""
        return (Memo, (self.folder,))

    def known(self, nodes: Iterable[Node]) -> frozenset[Node]:
        """Those of `nodes` for which a result is kept (it may yet turn out to be damaged)."""
        if self.folder is None:
            return frozenset()
        return frozenset(node for node in nodes if self._is_kept(self._name(node)))

    def _is_kept(self, path: str) -> bool:
        """Whether there is a file; one that is asked for counts as used."""
        with suppress(OSError):
            os.utime(path)
        if not os.path.isfile(path):
            return False
        self._used.add(path)
        return True

    def find(self, node: Node) -> Any | None:
        """The result, or None where there is none or it cannot be read back whole."""
        if self._held is not None and node in self._held:
            return self._held[node]
        body = self.find_bytes(node)
        if body is None:
            return None
        found = read_result(body)
        self._hold(node, found, len(body))
        return found

    def _hold(self, node: Node, value: object, size: int) -> None:
        """Let a value stay in memory, if any do; where they get too many all of them go."""
        if self._held is None or value is None:
            return
        self._held_bytes += size
        if self._held_bytes > _MOST_HELD:
            self._held.clear()
            self._held_bytes = size
        self._held[node] = value

    def find_bytes(self, node: Node) -> bytes | None:
        """The bytes kept for a node, whole; None where there are none or they are not what was kept."""
        if self.folder is None:
            return None
        path = self._name(node)
        try:
            with open(path, "rb") as file:
                kept = file.read()
        except OSError:
            return None
        head, _, body = kept.partition(b"\n")
        if head != _SHAPE + digest_of(body).encode():
            return None
        self._used.add(path)
        with suppress(OSError):
            os.utime(path)  # so that what is used stays longest
        return body

    def read_part(self, node: Node, start: int, size: int) -> bytes | None:
        """A stretch of the bytes kept for a node, unchecked; whoever asks knows the digest that it must have."""
        if self.folder is None:
            return None
        try:
            with open(self._path(node), "rb") as file:
                file.seek(len(_SHAPE) + 65 + start)
                return file.read(size)
        except OSError:
            return None

    def forget(self, node: Node) -> None:
        """Drop what is kept for a node: it turned out to be damaged."""
        if self._held is not None:
            self._held.pop(node, None)
        if self.folder is not None:
            self._path(node).unlink(missing_ok=True)

    def keep(self, node: Node, value: object) -> None:
        """Remember a result. A memo that cannot be written costs time in the next build, and nothing in this one."""
        if self.folder is not None:
            body = spell_result(value)
            if self.keep_bytes(node, body):
                self._hold(node, value, len(body))

    def keep_bytes(self, node: Node, body: bytes) -> bool:
        """Remember bytes; whether that could be done."""
        if self.folder is None:
            return False
        if self._held is not None:
            self._held.pop(node, None)
        self._written += len(body)
        path = self._path(node)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
        except OSError:
            return False
        try:
            with open(handle, "wb") as out:
                out.write(_SHAPE + digest_of(body).encode() + b"\n")
                out.write(body)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            return False
        self._used.add(str(path))
        return True

    def tidy(self, most_bytes: int = _MOST_BYTES) -> int:
        """Drop what was used longest ago until the rest fits; how many results went. What this process asked for or wrote
        stays, however much it is: the site is published from it, and the next build begins with it.

        The files are looked at only after enough was written to make a difference.
        """
        if self.folder is None or not self.folder.is_dir() or not self._is_time_to_tidy(most_bytes // 64):
            return 0
        files = [
            (s.st_mtime_ns, s.st_size, p) for p in self.folder.rglob("*") if p.is_file() and (s := p.stat())
        ]
        over = sum(size for _, size, _ in files) - most_bytes
        gone = 0
        for _, size, path in sorted(files, key=lambda f: (f[0], f[2])):
            if over <= 0:
                break
            if str(path) in self._used:
                continue
            path.unlink(missing_ok=True)
            over -= size
            gone += 1
        return gone

    def _is_time_to_tidy(self, enough: int) -> bool:
        """Whether this many bytes were written since the folder was last tidied; notes those of this run."""
        assert self.folder is not None
        path = self.folder.with_name(self.folder.name + _WRITTEN)
        try:
            noted = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            noted = ""
        written = (int(noted) if noted.isdigit() else enough) + self._written
        self._written = 0
        with suppress(OSError):
            path.write_text(str(0 if written >= enough else written), encoding="ascii")
        return written >= enough

    def _path(self, node: Node) -> Path:
        return Path(self._name(node))

    def _name(self, node: Node) -> str:
        return f"{self.folder}/{node.job}/{node.key[:2]}/{node.key}"
