"""The evidence store: captures by digest, with mirrors behind it. The store is evidence; `.cache/` is not.

A capture lies at ``store/ab/abcdef…``, named by its SHA-256. It is written whole or not at all (temporary file, fsync,
rename), so a run that is killed leaves nothing that looks like a capture. Bytes under a name that is not theirs are never
given out: in the store they are an error, in a mirror a notice.
"""

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.model.digests import Digest, digest_of, parse_digest
from generator.model.errors import StoreError, WrongBytes
from generator.store.at_hand import AtHand, inside
from generator.store.mirrors import Mirror


class EvidenceStore:
    """A folder of captures and the mirrors to ask after it. Nothing is read until it is asked for."""

    def __init__(self, folder: Path, mirrors: Sequence[Path] = (), cache: Path | None = None) -> None:
        self.folder = folder
        self.cache = cache
        self.at_hand = AtHand(cache)
        self._mirrors = tuple(Mirror(mirror, cache) for mirror in mirrors if mirror.is_dir())

    def __reduce__(self) -> tuple[type["EvidenceStore"], tuple[Path, tuple[Path, ...], Path | None]]:
        """Travels to a worker as its folders only; the worker makes its own index from the shared notes."""
        return (EvidenceStore, (self.folder, tuple(mirror.folder for mirror in self._mirrors), self.cache))

    @property
    def mirrors(self) -> tuple[Path, ...]:
        return tuple(mirror.folder for mirror in self._mirrors)

    @property
    def notices(self) -> tuple[str, ...]:
        """What mirrors held under a wrong name, each said once."""
        return tuple(dict.fromkeys(notice for mirror in self._mirrors for notice in mirror.notices))

    def path_of(self, digest: Digest) -> Path:
        """Where the store keeps it, whether it does or not."""
        return self.folder / digest[:2] / digest

    def find_bytes(self, digest: Digest) -> bytes | None:
        """The bytes with this digest, from the store or a mirror; None where neither has them.

        Raises WrongBytes where the store holds other bytes under this name.
        """
        body = self.find_stored(digest)
        if body is not None:
            return body
        return next(
            (body for mirror in self._mirrors if (body := mirror.find_bytes(digest)) is not None), None
        )

    def find_stored(self, digest: Digest) -> bytes | None:
        """The bytes as the store itself holds them, mirrors left aside."""
        path = self.path_of(digest)
        if not os.path.lexists(path):
            return None
        path = self._inside(path)
        try:
            body = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        actual = digest_of(body)
        if actual != digest:
            raise WrongBytes(str(path), digest, actual)
        return body

    def has(self, digest: Digest) -> bool:
        """Whether the bytes are at hand, verified: read now, or in a file that was read before and is untouched since."""
        known = self.at_hand.where(digest)
        if known and inside(known, (self.folder, *(mirror.root for mirror in self._mirrors), *self.mirrors)):
            return True
        if self.find_stored(digest) is not None:
            self.at_hand.note(digest, self.path_of(digest))
            return True
        told = len(self.notices)
        for mirror in self._mirrors:
            if found := mirror.find(digest):
                if (
                    len(self.notices) == told
                ):  # what a mirror holds under a wrong name is to be said again the next time
                    self.at_hand.note(digest, found[0])
                return True
        return False

    def check_stored(self, digest: Digest) -> None:
        """Raise WrongBytes where the store holds other bytes under this name; what was read before is not read again."""
        if self.at_hand.where(digest) != str(self.path_of(digest)) and self.find_stored(digest) is not None:
            self.at_hand.note(digest, self.path_of(digest))

    def put(self, digest: Digest, body: bytes) -> Path:
        """Keep `body` under its digest. Raises WrongBytes where it has another; nothing is written then."""
        path = self._inside(self.path_of(digest))
        actual = digest_of(body)
        if actual != digest:
            raise WrongBytes(str(path), digest, actual)
        if self.find_stored(digest) is not None:
            return path
        try:
            _write_whole(path, body)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        return path

    def digests(self) -> Iterator[Digest]:
        """The digests that the store itself has files for, in order."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                digest = parse_digest(path.name)
                if digest and digest.startswith(folder.name):
                    yield digest

    def _inside(self, path: Path) -> Path:
        """`path`, unless a symbolic link would lead it out of the store."""
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise StoreError(f"{path} leads out of the store")
        return path


def _write_whole(path: Path, body: bytes) -> None:
    """Write `body` at `path` so that it is there whole or not at all, even if the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name[:16]}.{os.getpid()}.{secrets.token_hex(4)}.part"
    try:
        with open(temporary, "xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
