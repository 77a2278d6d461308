"""What became of a file in a versions repository: added in a rename or as a copy, renamed away, removed.

A list of a file's versions begins where its path begins. Where that is not where the document begins, it is said.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.archives.foreign import parse_json, printable
from generator.archives.ota import OtaClone, OtaHttp, Version, run_git
from generator.archives.protocol import Archive
from generator.model.captures import ListedCapture
from generator.model.errors import ArchiveError
from generator.model.locators import Locator, OtaLocator
from generator.model.times import spell_time

_LOOKED_BACK = (
    500  # commits before the first version in which a file with the same text may have been removed
)


def history_notes(archive: Archive, locator: Locator, listed: Sequence[ListedCapture]) -> tuple[str, ...]:
    """Sentences on renames and removals of a file, oldest first; none for other kinds of archives."""
    if not isinstance(locator, OtaLocator) or not listed:
        return ()
    try:
        if isinstance(archive, OtaClone):
            return tuple(_clone_notes(archive, locator))
        if isinstance(archive, OtaHttp):
            return tuple(_http_notes(archive, locator, listed))
    except ArchiveError as error:
        return (f"Whether the file was renamed is not known: {error}",)
    return ()


def _clone_notes(archive: OtaClone, locator: OtaLocator) -> Iterator[str]:
    versions = list(archive.versions(locator.repository, locator.path))
    present = False
    for number, version in enumerate(versions):
        if version.blob and not present:
            origin = _origin(archive, locator, version)
            if origin:
                yield _added_words(version.at, locator, *origin)
        if not version.blob and present:
            target = _renamed(archive, locator, version.commit, to=True)
            last = "" if number < len(versions) - 1 else ", and no version of it follows"
            yield (
                _left_words(version.at, locator, target)
                if target
                else f"The file was removed in the archive {spell_time(version.at)}{last}."
            )
        present = bool(version.blob)


def _origin(archive: OtaClone, locator: OtaLocator, version: Version) -> tuple[str, str] | None:
    """The path that a file's text had before the commit that added it, and how it came: in a rename or as a copy."""
    renamed = _renamed(archive, locator, version.commit, to=False)
    if renamed:
        return renamed, "in a rename from"
    repository = archive.repository(locator.repository)
    parents = run_git(repository, ["rev-list", "--parents", "-n", "1", version.commit]).split()[1:]
    if not parents:
        return None
    tree = run_git(repository, ["ls-tree", "-r", "-z", "--full-tree", parents[0].decode("ascii")])
    for entry in tree.split(b"\0"):
        meta, _, name = entry.partition(b"\t")
        if version.blob.encode() in meta.split(b" ") and name:
            return name.decode("utf-8", "replace"), "as a copy of"
    removed = run_git(
        repository,
        ["log", f"--max-count={_LOOKED_BACK}", "--diff-filter=D", "--raw", "--no-abbrev", "--no-renames", "-z",
         "--format=%x01", parents[0].decode("ascii")],
    )  # fmt: skip
    fields = removed.split(b"\0")
    for number, field in enumerate(fields[:-1]):
        columns = field.lstrip(b"\n").split(b" ")
        if columns[0].startswith(b":") and len(columns) > 2 and columns[2].decode() == version.blob:
            return fields[number + 1].decode("utf-8", "replace"), "with the text of"
    return None


def _renamed(archive: OtaClone, locator: OtaLocator, commit: str, *, to: bool) -> str:
    """The other path of a rename that a commit made of this file: where it went (`to`) or where it came from."""
    output = run_git(
        archive.repository(locator.repository),
        ["diff-tree", "-r", "--root", "-M", "--raw", "--no-abbrev", "--no-commit-id", "-z", "-m", commit],
    )
    fields = [field.decode("utf-8", "surrogateescape") for field in output.split(b"\0")]
    for number, field in enumerate(fields):
        if not field.startswith(":") or not field.rpartition(" ")[2].startswith("R"):
            continue
        source, target = fields[number + 1 : number + 3]
        if (source if to else target) == locator.path:
            return target if to else source
    return ""


def _http_notes(archive: OtaHttp, locator: OtaLocator, listed: Sequence[ListedCapture]) -> Iterator[str]:
    """What the code host says of the oldest and newest commit of the file; nothing where it does not say."""
    oldest, newest = min(listed, key=lambda one: one.order), max(listed, key=lambda one: one.order)
    for capture in dict.fromkeys((oldest, newest)):
        assert isinstance(capture.locator, OtaLocator)
        for status, name, previous in _changed_files(archive, capture.locator):
            if capture is oldest and status == "renamed" and name == locator.path:
                yield _added_words(capture.captured_at, locator, previous, "in a rename from")
            elif capture is newest and status == "renamed" and previous == locator.path:
                yield _left_words(capture.captured_at, locator, name)
            elif capture is newest and status == "removed" and name == locator.path:
                yield f"The file was removed in the archive {spell_time(capture.captured_at)}."


def _changed_files(archive: OtaHttp, locator: OtaLocator) -> Iterator[tuple[str, str, str]]:
    """The files that a commit changed, as the API tells: status, name, name before."""
    url = f"{archive.api}/repos/{locator.repository}/commits/{locator.commit}"
    reply = archive.session.get(url, pace="api", headers={"Accept": "application/vnd.github+json"})
    if reply.status != 200:
        return
    value = parse_json(reply.body, f"{url}: no commit", url)
    files = value.get("files") if isinstance(value, dict) else None
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict):
            yield (
                str(file.get("status", "")),
                str(file.get("filename", "")),
                str(file.get("previous_filename", "")),
            )


def _added_words(at: datetime, locator: OtaLocator, path: str, how: str) -> str:
    earlier = OtaLocator(repository=locator.repository, path=path)
    return f"The file was added {spell_time(at)} {how} {printable(path)}; earlier history at {printable(str(earlier), 400)}"


def _left_words(at: datetime, locator: OtaLocator, path: str) -> str:
    later = OtaLocator(repository=locator.repository, path=path)
    return f"The file was renamed {spell_time(at)} to {printable(path)}; later history at {printable(str(later), 400)}"
