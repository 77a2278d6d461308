"""Which folders may be published to. A build replaces the whole folder, so it takes only what is known to be its own.

A folder may be published to if it does not exist, is empty, holds only the tracked placeholder, or carries the mark: a
file `.smallprint-site` that is part of each published generation. A site of a version that wrote no mark is known by the
notes in its working folder (`DIR.work/known`), which hold the digest of its first page.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.model.digests import digest_of
from generator.model.errors import PublishError
from generator.model.pages import Artifact
from generator.store.stat_cache import digests_noted

PLACEHOLDER = ".gitkeep"  # keeps the empty folder in the tree; part of each generation where it is there
MARK = ".smallprint-site"
MARK_TEXT = (
    "Published by smallprint. Each build replaces this folder as a whole: keep nothing of your own here.\n"
)
_WORK_NAMES = {"lock", "idle", "known", "retired", "journal"}


def mark_file() -> Artifact:
    """The mark, as a file of the site. Its bytes never vary."""
    return Artifact(path=MARK, body=MARK_TEXT.encode(), media_type="text/plain; charset=utf-8")


def work_folder(site: Path) -> Path:
    """The folder beside the site that holds the idle generation."""
    return site.with_name(site.name + ".work")


def carries_mark(folder: Path) -> bool:
    """Whether a folder is a site that was published with a mark."""
    path = folder / MARK
    try:
        return not path.is_symlink() and path.read_bytes() == MARK_TEXT.encode()
    except OSError:
        return False


def refuse_foreign_folder(site: Path) -> None:
    """Raise PublishError, with the reason, where a folder cannot or must not be replaced by a site."""
    live = Path(os.path.abspath(site))
    if live.is_symlink():
        raise PublishError(f"{live} is a symbolic link; name the folder it leads to")
    if live.exists() and not live.is_dir():
        raise PublishError(f"{live} is a file; the site needs a folder")
    if os.path.ismount(live):
        raise PublishError(
            f"{live} is a mount point and cannot be swapped as a whole; name a folder inside it"
        )
    if os.path.lexists(live / ".git"):
        raise PublishError(f"{live} is a git work tree of its own; name a folder inside it")
    _refuse_foreign_work(live)
    strange = _own_files(live)
    if strange and not carries_mark(live) and not _noted_in_work(live):
        raise PublishError(
            f"{live} holds {strange[0]!r} and no {MARK}: it is not a site that smallprint published, and a build "
            "would replace all of it. Name an empty folder or a new one; if an earlier version published this one, "
            "remove it first"
        )


def refuse_overlap(site: Path, own: Sequence[tuple[str, Path]], read: Sequence[tuple[str, Path]]) -> None:
    """Raise PublishError where the site, or its working folder, is or holds one of the named folders.

    It must not stand inside a folder of `own` either; folders of `read` are only read, and a site may stand in them.
    """
    live = Path(os.path.abspath(site))
    for place in (live, work_folder(live) if live.name else live):
        real = Path(os.path.realpath(place))
        for name, folder in (*own, *read):
            other = Path(os.path.realpath(folder))
            if real == other:
                raise PublishError(f"{place} is the folder of {name}; publish into a folder of its own")
            if other.is_relative_to(real):
                raise PublishError(f"{place} holds {folder}, the folder of {name}; publish into another")
        for name, folder in own:
            if real.is_relative_to(os.path.realpath(folder)):
                raise PublishError(f"{place} lies in {folder}, the folder of {name}; publish into another")


def _own_files(live: Path) -> list[str]:
    """What a folder holds beside the placeholder."""
    try:
        names = sorted(os.listdir(live))
    except FileNotFoundError:  # another build may be between two renames
        return []
    keep = live / PLACEHOLDER
    regular = keep.is_file() and not keep.is_symlink()
    return [name for name in names if not (regular and name == PLACEHOLDER)]


def _refuse_foreign_work(live: Path) -> None:
    """The working folder is emptied as freely as the site, so it must be one that a build made."""
    work = work_folder(live)
    if not os.path.lexists(work):
        return
    if work.is_symlink() or not work.is_dir():
        raise PublishError(f"{work} is no folder; a build keeps its second generation there")
    names = set(os.listdir(work))
    strange = sorted(names - _WORK_NAMES) or sorted(names if "lock" not in names else ())
    if strange:
        raise PublishError(
            f"{work} holds {strange[0]!r}, which no build wrote, and a build would work in that folder. "
            "Move it, or publish under another name"
        )


def _noted_in_work(live: Path) -> bool:
    """Whether the notes of the working folder know the first page of this site."""
    page = live / "index.html"
    if page.is_symlink() or not page.is_file():
        return False
    noted: Iterable[str] = digests_noted(work_folder(live) / "known")
    return digest_of(page.read_bytes()) in noted
