"""The site on disk, published as a whole.

Two generations lie side by side: the live one at `site/`, which readers see, and an idle one at `site.work/idle/`. A build
brings the idle one up to date by writing what differs and removing what is gone, then swaps the two (exchange.py).
Whatever happens before the swap, a full disk, a kill, an exception, the live generation has not been touched; the next build
starts from whatever the idle one looks like then, for it believes nothing it has not compared.

Only a folder that is known to be a site of ours is replaced (site_folder.py).

Nothing is followed: a symbolic link inside a generation is removed like any other file that does not belong there, and
files are made anew, never written through, so that the two generations may share those that are the same in both.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.model.digests import Digest
from generator.model.errors import PublishError
from generator.model.pages import Artifact, Manifest, OutputFile
from generator.store.exchange import recover, swap
from generator.store.site_folder import (
    MARK,
    PLACEHOLDER,
    mark_file,
    refuse_foreign_folder,
    work_folder,
)
from generator.store.stat_cache import Known, read_known

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What publishing did, against the generation that was live before. Paths are sorted."""

    site_dir: Path
    manifest: Manifest
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether the live site already was what was to be published; then nothing was written or swapped."""
        return not (self.added or self.changed or self.removed)


def write_site(
    site_dir: Path, artifacts: Iterable[OutputFile], *, on_wait: Callable[[], None] | None = None
) -> Written:
    """Publish `artifacts`, and nothing else, at `site_dir`. Raises PublishError with the live site as it was.

    Of two builds at once the second waits for the first (`on_wait` is called, once, before it does).
    """
    files = _by_path(artifacts)
    live = Path(os.path.abspath(site_dir))
    try:
        refuse_foreign_folder(live)
        work = work_folder(live)
        work.mkdir(parents=True, exist_ok=True)
        with _locked(work / "lock", on_wait):
            return _publish(live, work, files)
    except OSError as error:
        raise PublishError(_explain(error, live)) from error


def _publish(live: Path, work: Path, files: dict[str, OutputFile]) -> Written:
    idle = work / "idle"
    recover(idle, live, work)
    known = read_known(work / "known")
    wanted = {path: artifact.digest for path, artifact in files.items()}
    placeholder = _read_placeholder(live, idle)
    files = files | {MARK: mark_file()}
    if placeholder is not None:
        files = files | {PLACEHOLDER: placeholder}
    targets = {path: artifact.digest for path, artifact in files.items()}
    held = _tidy(live, targets, known, remove=False) if live.is_dir() else None
    written = _difference(live, wanted, held)
    if held is None or held.strays or held.files != targets:
        _bring_up_to_date(idle, files, targets, known, live, held.files if held else {})
        swap(idle, live, work)
    known.write(work / "known")
    return written


@dataclass(frozen=True, slots=True)
class _Held:
    """What a generation holds: regular files by path, and things that have no place in it (links, empty folders)."""

    files: dict[str, Digest]
    strays: tuple[str, ...]


def _difference(live: Path, wanted: dict[str, Digest], held: _Held | None) -> Written:
    files = held.files if held else {}
    had = {path: digest for path, digest in files.items() if path not in (PLACEHOLDER, MARK)}
    strays = held.strays if held else ()
    return Written(
        site_dir=live,
        manifest=Manifest(files=tuple(sorted(wanted.items()))),
        added=tuple(sorted(wanted.keys() - had.keys())),
        changed=tuple(sorted(path for path in wanted.keys() & had.keys() if wanted[path] != had[path])),
        removed=tuple(sorted({*(had.keys() - wanted.keys()), *strays})),
    )


def _bring_up_to_date(
    idle: Path,
    files: dict[str, OutputFile],
    targets: dict[str, Digest],
    known: Known,
    live: Path,
    published: dict[str, Digest],
) -> None:
    """Write what differs, remove what is gone. What the live generation has as it should be is linked, where that is possible."""
    if idle.is_symlink() or (idle.exists() and not idle.is_dir()):
        idle.unlink()
    idle.mkdir(exist_ok=True)
    held = _tidy(idle, targets, known, remove=True)
    made: set[Path] = {idle}
    for path in sorted(files):
        if held.files.get(path) == targets[path]:
            continue
        target = idle / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.unlink(missing_ok=True)
        if published.get(path) != targets[path] or not _link(live / path, target):
            with target.open("xb") as out:
                out.write(files[path].body)
        known.note(target.lstat(), targets[path])


def _link(source: Path, target: Path) -> bool:
    """A second name for a file, which nobody writes through: files are made anew. Some systems know no such names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def _tidy(root: Path, targets: dict[str, Digest], known: Known, *, remove: bool) -> _Held:
    """What stands under `root`. With `remove`, everything without a place among `targets` is taken away on the way."""
    folders = {""}
    for path in targets:
        while path := path.rpartition("/")[0]:
            folders.add(path)
    held: dict[str, Digest] = {}
    strays: list[str] = []
    todo = [""]
    while todo:
        folder = todo.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path in folders:
                        todo.append(path)
                    elif remove:
                        shutil.rmtree(entry.path)
                    else:
                        strays += _files_under(Path(entry.path), path)
                elif entry.is_file(follow_symlinks=False) and (path in targets or not remove):
                    held[path] = known.digest_of(entry.path, entry.stat(follow_symlinks=False))
                elif remove:
                    os.unlink(entry.path)
                else:
                    strays.append(path)
    return _Held(held, tuple(strays))


def _files_under(folder: Path, path: str) -> list[str]:
    """The files of a folder that has no place, or the folder itself where it is empty."""
    found = [
        f"{path}{Path(at, name).as_posix()[len(folder.as_posix()) :]}"
        for at, _, names in os.walk(folder)
        for name in names
    ]
    return found or [path]


def _by_path(artifacts: Iterable[OutputFile]) -> dict[str, OutputFile]:
    """Artifacts by path; PublishError where a path leaves the site or two files want one place."""
    files: dict[str, OutputFile] = {}
    folded: dict[str, str] = {}
    for artifact in artifacts:
        path = artifact.path
        parts = path.split("/")
        if not path or "\\" in path or "\0" in path or any(part in ("", ".", "..") for part in parts):
            raise PublishError(f"{path!r} is no path below the site folder")
        if other := folded.get(path.casefold()):
            raise PublishError(f"two output files want one place: {other} and {path}")
        folded[path.casefold()] = path
        files[path] = artifact
    for path in folded.values():
        folder = path
        while folder := folder.rpartition("/")[0]:
            if folder.casefold() in folded:
                raise PublishError(f"{folder} is to be a file and, for {path}, a folder")
    return files


def _read_placeholder(live: Path, idle: Path) -> Artifact | None:
    for folder in (live, idle):
        path = folder / PLACEHOLDER
        if path.is_file() and not path.is_symlink():
            return Artifact(path=PLACEHOLDER, body=path.read_bytes(), media_type="text/plain")
    return None


def _explain(error: OSError, live: Path) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"cannot publish to {live}: {error.strerror or error}{where}; what was published before is untouched"
    )


@contextmanager
def _locked(path: Path, on_wait: Callable[[], None] | None) -> Iterator[None]:
    """Hold the lock file, waiting for whoever has it. The system lets go of it when the process ends, however it ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        if not _try_lock(handle, wait=False):
            if on_wait:
                on_wait()
            _try_lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _try_lock(handle: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:  # LK_LOCK gives up after ten tries
                if not wait:
                    return False

else:

    def _try_lock(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
