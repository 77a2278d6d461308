"""Where captures were found and verified, remembered by inode, size and times: whether one is at hand needs no reading then.

These notes are trusted as git trusts its index (stat_cache.py): the file is the one that was read, untouched since, and was at
rest for two seconds when they were written. Nothing is read through them: whoever wants the bytes has them verified again.
"""

import os
import stat as modes
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.model.digests import Digest, parse_digest
from generator.store.stat_cache import Stamp, stamp_of_file

_HEADER = "at-hand-1"
_AT_REST_NS = 2_000_000_000

Found = tuple[str, Stamp]  # path, and what the system says of the file


class AtHand:
    """Captures by digest, each with the file that holds it. Without a cache folder they are known for this run alone."""

    def __init__(self, cache: Path | None) -> None:
        self._notes = cache / "at-hand" if cache else None
        self._noted = _read(self._notes) if self._notes else {}
        self._seen: dict[Digest, Found] = {}

    def where(self, digest: Digest) -> str | None:
        """The file that holds a capture, if it is the one that was verified; None where that is not known."""
        found = self._seen.get(digest) or self._noted.get(digest)
        if found is None or _stamp(found[0]) != found[1]:
            return None
        self._seen[digest] = found
        return found[0]

    def note(self, digest: Digest, path: Path) -> None:
        """A file was read just now, and holds the capture."""
        stamp = _stamp(str(path))
        if stamp is not None:
            self._seen[digest] = (str(path), stamp)

    def keep(self) -> None:
        """Write the notes, if they say anything new; notes that cannot be written are left out."""
        if self._notes is None or self._seen.items() <= self._noted.items():
            return
        lines = [
            f"{digest} {' '.join(map(str, stamp))} {path}"
            for digest, (path, stamp) in self._seen.items()
            if "\n" not in path
        ]
        draft = self._notes.with_name(f".at-hand.{os.getpid()}")
        try:
            self._notes.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text("\n".join([_HEADER, *lines, ""]), encoding="utf-8", errors="surrogateescape")
            draft.replace(self._notes)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def inside(path: str, folders: Iterable[Path]) -> bool:
    """Whether a path as noted lies in one of these folders."""
    return any(path.startswith(f"{folder}{os.sep}") for folder in folders)


def _stamp(path: str) -> Stamp | None:
    try:
        stat = os.lstat(path)
    except OSError:
        return None
    return stamp_of_file(stat) if modes.S_ISREG(stat.st_mode) else None


def _read(path: Path) -> dict[Digest, Found]:
    """The notes; none where they are missing or of another shape."""
    try:
        written_at = path.stat().st_mtime_ns
        head, *lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return {}
    found: dict[Digest, Found] = {}
    for line in lines if head == _HEADER else ():
        parts = line.split(" ", 5)
        digest = parse_digest(parts[0])
        if len(parts) == 6 and digest and all(part.isdigit() for part in parts[1:5]):
            inode, size, modified, changed = (int(part) for part in parts[1:5])
            if max(modified, changed) + _AT_REST_NS < written_at:
                found[digest] = (parts[5], (inode, size, modified, changed))
    return found
