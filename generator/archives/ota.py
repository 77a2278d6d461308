"""Open Terms Archive: versions repositories, read over HTTP, from a clone, or from a bundle.

Every version is a commit of a file. Its time is the author's date; commits are put in the order of the repository's own
graph, never filtered by date (``--since`` stops at the first commit that is out of order, and loses what lies behind it).
Versions that the archive only extracted again are marked technical by their subjects.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.archives.clone import keep_view
from generator.archives.folder import media_type_of
from generator.archives.foreign import parse_iso_time, parse_json, printable
from generator.archives.public_hosts import API_HOST, RAW_HOST
from generator.archives.session import ArchiveSession, Reply
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.subjects import is_technical
from generator.archives.wayback import raise_for_no_memento
from generator.model.captures import FetchedBytes, ListedCapture
from generator.model.digests import digest_of
from generator.model.errors import NotArchived, TooLarge, Unavailable, UnexpectedReply
from generator.model.locators import Locator, OtaLocator

_LARGEST = 60 * 1024 * 1024
_SECONDS = 300
_API_PAGE = 100
_COMMIT = re.compile(r"[0-9a-f]{7,64}\Z")
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "core.commitGraph=false",  # it could tell of another history than the commits themselves
    "protocol.allow=never",
    "protocol.file.allow=always",  # a bundle is a file
    "log.showSignature=false",
)


@adapter_of(OtaLocator.kind)
def open_ota(run: ArchiveRun) -> "tuple[OtaClone | OtaHttp, ...]":
    """Local clones first, where there are any: they need no network."""
    settings = run.settings
    over_http = OtaHttp(session=run.session, host=settings.ota, api=settings.ota_api)
    return (OtaClone(clones=settings.clones, cache=run.cache), over_http) if settings.clones else (over_http,)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtaHttp:
    """Versions over HTTP: the file at a commit from `host`, the list of commits from the code host's API."""

    session: ArchiveSession
    host: str = RAW_HOST
    api: str = API_HOST

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, OtaLocator)

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        assert isinstance(locator, OtaLocator)
        if not locator.commit:
            raise NotArchived(f"{locator} names no commit", url=str(locator))
        url = f"{self.host}/{locator.repository}/{locator.commit}/{quote(locator.path)}"
        reply = self.session.get(url, pace="raw", fresh=fresh)
        if reply.status != 200:
            raise_for_no_memento(reply, str(locator))
        return FetchedBytes(
            body=reply.body,
            sha256=digest_of(reply.body),
            media_type=media_type_of(locator.path),
            url=url,
            status=200,
            cached=reply.cached,
        )

    def commit_time(self, locator: OtaLocator) -> datetime:
        """The author's date of the locator's commit, which a raw file does not tell."""
        url = f"{self.api}/repos/{locator.repository}/commits/{locator.commit}"
        reply = self.session.get(url, pace="api", headers={"Accept": "application/vnd.github+json"})
        if reply.status != 200:
            raise_for_no_memento(reply, str(locator))
        return _parse_commits(b"[" + reply.body + b"]", url)[0][1]

    def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
        """All commits of the file, oldest first. The API gives them newest first, page by page."""
        assert isinstance(locator, OtaLocator)
        rows: list[tuple[str, datetime, str]] = []
        page = 1
        while True:
            url = f"{self.api}/repos/{locator.repository}/commits?path={quote(locator.path, safe='')}&per_page={_API_PAGE}&page={page}"
            found = self._commits(url, locator)
            fresh = [row for row in found if row not in rows]
            rows += fresh
            if len(found) < _API_PAGE or not fresh:
                break
            page += 1
        if not rows:
            raise NotArchived(f"{locator}: no version of this file", url=str(locator))
        for order, (commit, at, subject) in enumerate(reversed(rows)):
            yield _listed(locator, commit, at, order, subject)

    def _commits(self, url: str, locator: OtaLocator) -> list[tuple[str, datetime, str]]:
        """One page of the list of commits. A reply that is none raises, and is not remembered."""

        def read(reply: Reply) -> list[tuple[str, datetime, str]]:
            if reply.status != 200:
                raise_for_no_memento(reply, str(locator))
            return _parse_commits(reply.body, url)

        accept = {"Accept": "application/vnd.github+json"}
        return read(self.session.get(url, pace="api", keep=3600, headers=accept, check=read))


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one file in a repository: which commit, when, in what order, which blob."""

    commit: str
    at: datetime
    order: int
    subject: str
    path: str
    blob: str  # empty where the commit removed the file


@dataclass(frozen=True, slots=True, kw_only=True)
class OtaClone:
    """Versions from local repositories: `clones` maps ``OWNER/REPO`` to a clone, a bare clone or a bundle.

    A bundle is unpacked once below `cache`; a clone is read through a view of ours (clone.py). Git is run with no hooks, no
    configuration of the machine or of the clone, and no network.
    """

    clones: tuple[tuple[str, Path], ...]
    cache: Path
    _opened: dict[str, Path] = field(default_factory=dict, compare=False, repr=False)

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, OtaLocator) and any(name == locator.repository for name, _ in self.clones)

    def repository(self, name: str) -> Path:
        """The git folder to read for ``OWNER/REPO``."""
        if name not in self._opened:
            path = next((path for key, path in self.clones if key == name), None)
            if path is None or not path.exists():
                raise NotArchived(f"no local copy of {name}" + (f" at {path}" if path else ""))
            folder = self.cache / "clones"
            self._opened[name] = keep_view(_unpack(path, folder) if path.is_file() else path, folder)
        return self._opened[name]

    def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
        assert isinstance(locator, OtaLocator)
        versions = [v for v in self.versions(locator.repository, locator.path) if v.blob]
        if not versions:
            raise NotArchived(f"{locator}: no version of this file", url=str(locator))
        for order, version in enumerate(versions):
            yield _listed(locator, version.commit, version.at, order, version.subject, version.blob)

    def versions(self, name: str, path: str = "") -> Iterator[Version]:
        """Every version of every file (or of `path`), in the order of the graph, oldest first. Nothing is simplified away."""
        # -c shows of a merge what differs from all its parents: content that no other commit has.
        arguments = "log --topo-order --reverse --full-history -c --raw --no-abbrev --no-renames".split()
        arguments += ["-z", "--format=%x01%H%x02%at%x02%s", "HEAD"]
        if path:
            arguments += ["--", f":(literal){path}"]
        yield from parse_log(run_git(self.repository(name), arguments))

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        assert isinstance(locator, OtaLocator)
        if not locator.commit:
            raise NotArchived(f"{locator} names no commit", url=str(locator))
        repository = self.repository(locator.repository)
        size = _size_of(repository, f"{locator.commit}:{locator.path}")
        if size is None:
            raise NotArchived(f"{locator}: no such file at this commit", url=str(locator))
        if size > _LARGEST:
            raise TooLarge(
                f"{locator}: {size} bytes, the cap is {_LARGEST}", url=str(locator), limit=_LARGEST
            )
        wanted = [f"{locator.commit}:{locator.path}", f"{locator.commit}^{{commit}}"]
        (_, body), (_, commit) = _read_blobs(repository, wanted)
        author = next((line for line in commit.split(b"\n") if line.startswith(b"author ")), b"")
        at = author.rsplit(b" ", 2)[-2:][0].decode("ascii", "replace")
        return FetchedBytes(
            body=body, sha256=digest_of(body), captured_at=_time_of(at, locator.commit),
            media_type=media_type_of(locator.path), url=str(locator),
        )  # fmt: skip

    def read_blobs(self, name: str, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of many blobs through one process, in order. What `import` and `watch` read collections with."""
        yield from _read_blobs(self.repository(name), blobs)


def parse_log(output: bytes) -> Iterator[Version]:
    """The output of `versions`' git command. Paths are kept as they are, spaces, quotes and all."""
    for order, record in enumerate(output.split(b"\x01")[1:]):
        try:
            yield from _parse_record(record, order)
        except (ValueError, IndexError) as error:
            raise UnexpectedReply(
                f"a commit that git lists cannot be read: {printable(repr(record))}"
            ) from error


def _parse_record(record: bytes, order: int) -> Iterator[Version]:
    """The versions that one commit made."""
    head, _, rest = record.partition(b"\0")
    commit, at, subject = head.decode("utf-8", "replace").split("\x02", 2)
    fields = rest.lstrip(b"\n").split(b"\0")
    index = 0
    while index + 1 < len(fields):
        raw = fields[index].lstrip(b"\n")
        if not raw.startswith(b":"):
            index += 1
            continue
        parents = len(raw) - len(raw.lstrip(b":"))
        columns = raw[parents:].split(b" ")
        mode, blob = columns[parents], columns[2 * parents + 1].decode()
        path = fields[index + 1].decode("utf-8", "surrogateescape")
        index += 2
        removed = not blob.strip("0") or mode in (b"120000", b"160000")
        yield Version(
            commit=commit, at=_time_of(at, commit), order=order, subject=subject, path=path,
            blob="" if removed else blob,
        )  # fmt: skip


def _time_of(seconds: str, commit: str) -> datetime:
    """The time that a commit names. Raises UnexpectedReply where it names none that a calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnexpectedReply(f"commit {commit} has the impossible time {seconds[:40]!r}") from error


def run_git(repository: Path | None, arguments: Sequence[str], feed: bytes | None = None) -> bytes:
    """Git's output, from a bare repository of ours or from none. Raises Unavailable where git is missing or fails, in git's own words."""
    command = ["git", "--no-replace-objects", "--no-pager"]
    for setting in _SETTINGS:
        command += ["-c", setting]
    command += [f"--git-dir={repository}"] if repository else ["-C", os.path.abspath(os.sep)]
    try:
        done = subprocess.run(
            [*command, *arguments], input=feed, capture_output=True, timeout=_SECONDS, env=_environment()
        )
    except FileNotFoundError as error:
        raise Unavailable("git is not installed; local clones and bundles cannot be read") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"git {arguments[0]} took more than {_SECONDS} s") from error
    if done.returncode != 0:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unavailable(f"git {arguments[0]} in {repository}: {words[-1] if words else done.returncode}")
    return done.stdout


def _environment() -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": "0",
        "GIT_ATTR_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0",
        "HOME": os.devnull, "XDG_CONFIG_HOME": os.devnull,
    }  # fmt: skip


def _unpack(bundle: Path, folder: Path) -> Path:
    """A bare clone of a bundle in `folder`, made once for each state of the bundle, whole or not at all."""
    stat = bundle.stat()
    state = f"{bundle.resolve()}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}"
    target = folder / hashlib.sha256(state.encode()).hexdigest()[:20]
    if (target / "HEAD").is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        ours = ["clone", "--quiet", "--bare", "--no-hardlinks", "--template="]
        run_git(None, [*ours, str(bundle.resolve()), str(unfinished.absolute())])
        try:
            os.replace(unfinished, target)
        except OSError:
            if not (target / "HEAD").is_file():
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _size_of(repository: Path, what: str) -> int | None:
    """The size of a blob by ``COMMIT:PATH``; None where there is none. A path may hold anything but a line break."""
    path = what.partition(":")[2]
    if (
        "\n" in what or not path or path.startswith(("./", "../"))
    ):  # git would read those relative to a folder
        return None
    line = run_git(
        repository, ["cat-file", "--batch-check=%(objecttype) %(objectsize)"], f"{what}\n".encode()
    )
    kind, _, size = line.decode("utf-8", "replace").strip().rpartition(" ")
    return int(size) if kind == "blob" and size.isdigit() else None


def _read_blobs(repository: Path, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(blobs), 200):
        part = blobs[start : start + 200]
        output = run_git(repository, ["cat-file", "--batch"], "".join(f"{blob}\n" for blob in part).encode())
        at = 0
        for blob in part:
            line_end = output.index(b"\n", at)
            fields = output[at:line_end].split(b" ")
            if len(fields) != 3:
                raise NotArchived(f"{repository}: no object {blob}")
            size = int(fields[2])
            yield blob, output[line_end + 1 : line_end + 1 + size]
            at = line_end + size + 2


def _listed(
    locator: OtaLocator, commit: str, at: datetime, order: int, subject: str, blob: str = ""
) -> ListedCapture:
    return ListedCapture(
        archive=locator.repository.rpartition("/")[2], captured_at=at, order=order,
        locator=OtaLocator(repository=locator.repository, commit=commit, path=locator.path),
        media_type=media_type_of(locator.path), reported_digest=f"git:{blob}" if blob else "", subject=subject,
        technical=is_technical(subject),
    )  # fmt: skip


def _parse_commits(body: bytes, url: str) -> list[tuple[str, datetime, str]]:
    """The API's page of commits: id, author date, subject. Raises UnexpectedReply at the first that is none."""
    rows = parse_json(body, f"{url}: no list of commits", url)
    if not isinstance(rows, list):
        raise UnexpectedReply(f"{url}: no list of commits", url=url)
    return [_parse_commit(row, number, url) for number, row in enumerate(rows, 1)]


def _parse_commit(row: Any, number: int, url: str) -> tuple[str, datetime, str]:
    try:
        commit, about = str(row["sha"]), row["commit"]
        date, message = str(about["author"]["date"]), str(about["message"])
    except (KeyError, TypeError, IndexError) as error:
        raise UnexpectedReply(f"{url}: no list of commits, entry {number} lacks {error}", url=url) from error
    if not _COMMIT.match(commit):
        raise UnexpectedReply(
            f"{url}: entry {number} has no commit's name: {printable(commit, 60)!r}", url=url
        )
    at = parse_iso_time(date)
    if at is None:
        raise UnexpectedReply(
            f"{url}: commit {commit[:12]} has the impossible time {printable(date, 60)!r}", url=url
        )
    return commit, at.replace(microsecond=0), printable(message.partition("\n")[0], 1000)
