"""The stamp of the last build: enough to see, before anything else is read, that a build has nothing to do.

It covers the command and its environment, Python and the packages installed, our own code, templates, content, the store
and every mirror (hence which captures are at hand), and the published tree. Files count by inode, size and times; one that
was not at rest for two seconds when the stamp was made counts by its bytes as well, for a coarse clock would not tell
that it was written again. Whatever differs, an ordinary build follows, which goes by content alone.

Nothing but the standard library is imported here.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from time import time_ns
from typing import Any

_SHAPE = "stamp-1"
_AT_REST_NS = 2_000_000_000
_NOT_WALKED = {".git", "__pycache__"}

Files = dict[str, tuple[int, str]]  # by path: the later of both times, and what the system says of the file


class Seen:
    """What was seen of the inputs before a build began."""

    def __init__(self, command: Sequence[str], roots: Sequence[str]) -> None:
        self.command = list(command)
        self.roots = [os.path.abspath(root) for root in roots]
        self.files = _walk_all(self.roots)
        self.racy = _racy(self.files)


def seen_before(command: Sequence[str], roots: Iterable[str]) -> Seen:
    """Look at all inputs, before any of them is read. `roots` are folders: code, templates, content, store, mirrors."""
    return Seen(command, list(roots))


def write_stamp(
    cache: str, seen: Seen, site: str, digests: Mapping[str, str], *, out: str, err: str, code: int
) -> None:
    """Note what a build came to: what it printed of lasting interest, and its exit code.

    `digests` are those of published files by path, which need no reading then. A stamp that cannot be written is left
    out; the next build then does its work.
    """
    root = os.path.abspath(site)
    published = _walk_all([root])
    racy = {
        path: digests.get(path[len(root) + 1 :].replace(os.sep, "/")) or _digest(path)
        for path in _recent(published)
    }
    body = {
        "shape": _SHAPE,
        "key": _key(seen.command, seen.roots, seen.files, root, published),
        "roots": seen.roots,
        "site": root,
        "racy": {**seen.racy, **racy},
        "out": out,
        "err": err,
        "code": code,
    }
    _save(cache, body)


def nothing_to_do(cache: str, command: Sequence[str]) -> tuple[str, str, int] | None:
    """What the last build printed and its exit code, if it was this one and nothing was touched since; else None."""
    body = _read(os.path.join(cache, "stamp"))
    if body is None:
        return None
    try:
        roots, site, racy = body["roots"], body["site"], body["racy"]
        files, published = _walk_all(roots), _walk_all([site])
        if body["key"] != _key(list(command), roots, files, site, published):
            return None
        if any(_digest(path) != digest for path, digest in racy.items()):
            return None
        if (
            racy and not _recent(files) and not _recent(published)
        ):  # all at rest: none need be read the next time
            _save(cache, {**body, "racy": {}})
        return str(body["out"]), str(body["err"]), int(body["code"])
    except (KeyError, TypeError, ValueError, AttributeError, OSError):
        return None


def plain_build(arguments: Sequence[str]) -> bool:
    """Whether a command line is a build that may have nothing to do."""
    asks = ("-h", "--help", "--explain")
    return arguments[:1] == ["build"] and not any(each.startswith(asks) for each in arguments[1:])


def cache_folder() -> str:
    return os.environ.get("SMALLPRINT_CACHE", ".cache")


def _save(cache: str, body: dict[str, object]) -> None:
    path = os.path.join(cache, "stamp")
    draft = f"{path}.{os.getpid()}"
    try:
        os.makedirs(cache, exist_ok=True)
        with open(draft, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(_sealed(json.dumps(body)))
        os.replace(draft, path)
    except OSError:
        if os.path.lexists(draft):
            os.unlink(draft)


def _sealed(text: str) -> str:
    return f"{sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()}\n{text}"


def _read(path: str) -> dict[str, Any] | None:
    """The stamp; None where there is none, or where it is damaged."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            seal, _, text = file.read().partition("\n")
        if _sealed(text) != f"{seal}\n{text}":
            return None
        body = json.loads(text)
    except (OSError, ValueError):
        return None
    return body if isinstance(body, dict) and body.get("shape") == _SHAPE else None


def _key(command: list[str], roots: list[str], files: Files, site: str, published: Files) -> str:
    """The digest of everything that a build depends on, as far as it can be seen without reading."""
    lines = [_SHAPE, *command, os.getcwd(), *roots, site, sys.version, sys.executable]
    lines += [
        f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("SMALLPRINT_")
    ]
    lines += installed()
    for walked in (files, published):
        lines += [f"{path}\0{says}" for path, (_, says) in walked.items()]
    return sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def installed() -> list[str]:
    """The packages that Python can import with their versions, as the names of their folders say."""
    found = []
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            try:
                found += [
                    name for name in sorted(os.listdir(folder)) if name.endswith((".dist-info", ".egg-info"))
                ]
            except OSError:
                continue
    return found


def _walk_all(roots: Iterable[str]) -> Files:
    files: Files = {}
    for root in roots:
        files.update(_walk(root))
    return files


def _walk(root: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Everything below a folder in order of path: folders by name, files and links with what the system says of them."""
    todo = [root]
    while todo:
        folder = todo.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield folder, (0, f"cannot be read: {error.errno}")
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NOT_WALKED:
                    yield entry.path, (0, "folder")
                    todo.append(entry.path)
                continue
            stat = entry.stat(follow_symlinks=False)
            leads = os.readlink(entry.path) if entry.is_symlink() else ""
            says = (
                f"{stat.st_mode} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {leads}"
            )
            yield entry.path, (max(stat.st_mtime_ns, stat.st_ctime_ns), says)


def _recent(files: Files) -> list[str]:
    """Files that were not at rest for long enough to be known by their times."""
    now = time_ns()
    return [path for path, (at, _) in files.items() if at + _AT_REST_NS > now]


def _racy(files: Files) -> dict[str, str]:
    return {path: _digest(path) for path in _recent(files)}


def _digest(path: str) -> str:
    """The digest of a file's bytes; of nothing where it is no ordinary file."""
    if os.path.islink(path) or not os.path.isfile(path):
        return ""
    with open(path, "rb") as file:
        return sha256(file.read()).hexdigest()
