"""Read a local git repository without obeying it.

A repository's own configuration can name programs that git runs (signature checks, monitors, transports, hooks), so git is
never pointed at a repository that somebody handed us. It is pointed at a view: a bare repository of ours, with a fresh
configuration, that borrows the objects of the other through `objects/info/alternates`. The references are read here, as
the text files that they are. A view is a handful of small files; no object is copied.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model.errors import NotArchived, Unavailable

_COMMIT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_REFERENCE = re.compile(r"refs/[^\x00-\x20\x7f~^:?*\[\\]+\Z")
_LARGEST = 64 * 1024 * 1024
_SINGLE = ("FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD")
_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_CONFIG_SHA256 = (
    "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GitFolders:
    """Where a repository keeps its things: `own` those of one work tree (HEAD), `common` those of all."""

    own: Path
    common: Path

    @property
    def objects(self) -> Path:
        return Path(os.path.realpath(self.common / "objects"))


def find_git(path: Path) -> GitFolders:
    """The git folders of a clone, a bare clone or a linked work tree. Raises NotArchived where it is none of them."""
    own = path
    dot = path / ".git"
    if dot.is_dir():
        own = dot
    elif dot.is_file():
        kind, _, target = _read(dot).strip().partition(": ")
        own = path / target if kind == "gitdir" and target else path
    common = own
    if (own / "commondir").is_file():
        common = own / _read(own / "commondir").strip()
    if not (own / "HEAD").is_file() or not (common / "objects").is_dir():
        raise NotArchived(f"{path} is no git repository")
    return GitFolders(own=own, common=common)


def git_root(folder: Path) -> Path:
    """The top of the work tree that holds `folder`. Raises Unavailable where there is none."""
    for at in (folder, *folder.parents):
        if os.path.lexists(at / ".git"):
            return at
    raise Unavailable(f"{folder} stands in no git repository")


def head_of(git: GitFolders) -> str:
    """The commit that HEAD leads to. Raises Unavailable where it leads to none."""
    packed: dict[str, str] | None = None
    text = _read(git.own / "HEAD").strip()
    for _ in range(5):
        if _COMMIT.match(text):
            return text
        name = text.removeprefix("ref: ").strip()
        if not text.startswith("ref: ") or not _is_reference(name):
            break
        loose = next((f / name for f in (git.own, git.common) if (f / name).is_file()), None)
        if loose is not None:
            text = _read(loose).strip()
            continue
        packed = _packed(git) if packed is None else packed
        text = packed.get(name, "")
    raise Unavailable(
        f"{git.own}: its HEAD leads to no commit that can be read; a bundle can be (git bundle create FILE HEAD)"
    )


def all_references(git: GitFolders) -> dict[str, str]:
    """Every reference with the object it names, loose ones before packed ones; symbolic ones are left out."""
    found = _packed(git)
    for top in dict.fromkeys((git.common, git.own)):
        for folder, folders, names in os.walk(top / "refs"):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                reference = path.relative_to(top).as_posix()
                if not path.is_file() or not _is_reference(reference):
                    continue
                text = _read(path).strip()
                if _COMMIT.match(text):
                    found[reference] = text
    return found


def keep_view(path: Path, folder: Path) -> Path:
    """The view of a repository's HEAD below `folder`, made once for each state, whole or not at all."""
    git = find_git(path)
    head = head_of(git)
    shallow = _shallow(git)
    state = hashlib.sha256("\0".join((str(git.objects), head, *shallow)).encode("utf-8", "surrogateescape"))
    target = folder / f"view-{state.hexdigest()[:20]}"
    if (target / "HEAD").is_file():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{target.name}.{os.getpid()}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    write_view(unfinished, git, head=head)
    try:
        os.replace(unfinished, target)
    except OSError:
        if not (target / "HEAD").is_file():
            raise
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def write_view(target: Path, git: GitFolders, *, head: str, references: bool = False) -> None:
    """Write a bare repository of ours that borrows the objects of `git`, with HEAD at a commit.

    With `references` the branches and tags, and what was fetched last, can be named too.
    """
    objects = str(git.objects)
    if "\n" in objects:
        raise Unavailable(
            f"{objects!r}: git cannot borrow objects from a folder with a line break in its name"
        )
    (target / "objects/info").mkdir(parents=True)
    (target / "objects/pack").mkdir()
    (target / "refs").mkdir()
    _write(target / "objects/info/alternates", f"{objects}\n")
    _write(target / "config", _CONFIG_SHA256 if len(head) == 64 else _CONFIG)
    if shallow := _shallow(git):
        _write(target / "shallow", "".join(f"{commit}\n" for commit in shallow))
    if references:
        rows = sorted(all_references(git).items())
        _write(target / "packed-refs", "".join(f"{commit} {name}\n" for name, commit in rows))
        for name, commit in _single(git):
            _write(target / name, f"{commit}\n")
    _write(target / "HEAD", f"{head}\n")


def _single(git: GitFolders) -> Iterator[tuple[str, str]]:
    for name in _SINGLE:
        if (git.own / name).is_file():
            commit = _read(git.own / name)[:64].split("\t")[0].split("\n")[0].strip()
            if _COMMIT.match(commit):
                yield name, commit


def _shallow(git: GitFolders) -> list[str]:
    """The commits at which a shallow clone ends: their parents are not there, and git must know."""
    path = git.common / "shallow"
    lines = _read(path).splitlines() if path.is_file() else []
    return sorted(line for line in lines if _COMMIT.match(line))


def _packed(git: GitFolders) -> dict[str, str]:
    path = git.common / "packed-refs"
    found: dict[str, str] = {}
    if path.is_file():
        for line in _read(path).splitlines():
            commit, _, name = line.partition(" ")
            if _COMMIT.match(commit) and _is_reference(name):
                found[name] = commit
    return found


def _is_reference(name: str) -> bool:
    parts = name.split("/")
    return bool(_REFERENCE.match(name)) and not any(part.startswith(".") or not part for part in parts)


def _read(path: Path) -> str:
    """A small text file of a repository. Raises Unavailable where it cannot be read or is out of all proportion."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Unavailable(f"{path} is larger than any list of references")
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
