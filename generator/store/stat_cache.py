"""What files on disk hold, remembered by inode, size and times, so that an unchanged file is not read again.

Nothing here is trusted further than git trusts its index: an entry counts only if the file's inode, size, modification and
change time are all as noted, and if the file was at rest for two seconds when the note was written (a file that is
written again within one tick of a coarse clock keeps its times). Losing or damaging the notes costs a re-read, nothing else.
"""

import os
from pathlib import Path

from generator.model.digests import Digest, digest_of

_HEADER = "known-1\n"
_AT_REST_NS = 2_000_000_000

Stamp = tuple[int, int, int, int]


def stamp_of_file(stat: os.stat_result) -> Stamp:
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


class Known:
    """Digests of files by stamp: those noted before, and those that this run saw."""

    def __init__(self, noted: dict[Stamp, Digest]) -> None:
        self._noted = noted
        self._seen: dict[Stamp, Digest] = {}

    def digest_of(self, path: Path | str, stat: os.stat_result) -> Digest:
        """The digest of a regular file, from the notes where they may be trusted, else from its bytes."""
        stamp = stamp_of_file(stat)
        digest = self._noted.get(stamp) or digest_of(Path(path).read_bytes())
        self._seen[stamp] = digest
        return digest

    def note(self, stat: os.stat_result, digest: Digest) -> None:
        """Remember a file that was just written."""
        self._seen[stamp_of_file(stat)] = digest

    def write(self, path: Path) -> None:
        """Write the notes of this run; notes that cannot be written are left out, for they only save reading."""
        rows = (" ".join(map(str, stamp)) + f" {digest}\n" for stamp, digest in self._seen.items())
        try:
            path.write_text(_HEADER + "".join(rows), encoding="ascii")
        except OSError:
            path.unlink(missing_ok=True)


def read_known(path: Path) -> Known:
    """The notes at `path`; none where it is missing, damaged or of another shape."""
    rows, written_at = _read_rows(path)
    noted = {
        stamp: digest
        for stamp, digest in rows
        if max(stamp[2], stamp[3]) + _AT_REST_NS < written_at  # modified, changed
    }
    return Known(noted)


def digests_noted(path: Path) -> frozenset[Digest]:
    """The digests of all files that the notes at `path` know, whatever became of the files."""
    return frozenset(digest for _, digest in _read_rows(path)[0])


def _read_rows(path: Path) -> tuple[list[tuple[Stamp, Digest]], int]:
    """The lines of the notes and when they were written."""
    try:
        written_at = path.stat().st_mtime_ns
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return [], 0
    if not text.startswith(_HEADER):
        return [], 0
    rows: list[tuple[Stamp, Digest]] = []
    for line in text[len(_HEADER) :].splitlines():
        parts = line.split(" ")
        if len(parts) != 5 or len(parts[4]) != 64 or not all(part.isdigit() for part in parts[:4]):
            return [], 0
        inode, size, modified, changed = (int(part) for part in parts[:4])
        rows.append(((inode, size, modified, changed), Digest(parts[4])))
    return rows, written_at
