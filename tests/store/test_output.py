"""The site is published as a whole: the old one or the new one, whatever happens in between."""

import errno
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model.errors import PublishError
from generator.model.pages import Artifact, Manifest
from generator.store import exchange as exchange_module
from generator.store import output, stat_cache
from generator.store.output import write_site
from generator.store.site_folder import MARK, PLACEHOLDER

OLD = {
    "index.html": "old home",
    "404.html": "lost",
    "acme/terms/index.html": "old terms",
    "gone/index.html": "x",
}
NEW = {
    "index.html": "new home",
    "404.html": "lost",
    "acme/terms/index.html": "new terms",
    "acme/index.html": "acme",
}


def artifacts(files: dict[str, str]) -> list[Artifact]:
    return [Artifact(path=path, body=body.encode()) for path, body in files.items()]


def tree(folder: Path) -> dict[str, str]:
    """All files below a folder but the mark of a site, links shown as such."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == MARK:
            continue
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            found[name] = path.read_text()
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_a_first_publication_writes_every_file_and_keeps_the_placeholder(site: Path) -> None:
    (site / PLACEHOLDER).write_bytes(b"")
    written = write_site(site, artifacts(OLD))
    assert tree(site) == {PLACEHOLDER: "", **OLD}
    assert written.added == tuple(sorted(OLD))
    assert written.manifest == Manifest(files=tuple(sorted((a.path, a.digest) for a in artifacts(OLD))))


def test_the_placeholder_survives_every_generation(site: Path) -> None:
    (site / PLACEHOLDER).write_bytes(b"")
    for files in (OLD, NEW, OLD, NEW):
        write_site(site, artifacts(files))
        assert tree(site) == {PLACEHOLDER: "", **files}


def test_a_site_folder_that_does_not_exist_is_made(tmp_path: Path) -> None:
    write_site(tmp_path / "deep" / "site", artifacts(OLD))
    assert tree(tmp_path / "deep" / "site") == OLD


def test_files_of_pages_that_are_gone_vanish_and_are_named(site: Path) -> None:
    write_site(site, artifacts(OLD))
    written = write_site(site, artifacts(NEW))
    assert tree(site) == NEW
    assert written.removed == ("gone/index.html",)
    assert written.added == ("acme/index.html",)
    assert written.changed == ("acme/terms/index.html", "index.html")
    assert not (site / "gone").exists()


def test_a_build_that_changes_nothing_swaps_nothing(site: Path) -> None:
    write_site(site, artifacts(OLD))
    before = site.stat().st_ino
    assert write_site(site, artifacts(OLD)).unchanged
    assert site.stat().st_ino == before


def test_files_that_do_not_differ_are_not_written_again(site: Path) -> None:
    for files in (OLD, NEW, OLD):
        write_site(site, artifacts(files))
    inodes = {inode_of(site, "404.html")}
    for files in (NEW, OLD, NEW, OLD):
        write_site(site, artifacts(files))
        inodes.add(inode_of(site, "404.html"))
    assert len(inodes) == 1  # both generations share it, for good


def test_a_file_that_is_written_through_by_others_is_made_anew(site: Path) -> None:
    """Both generations share a file that is the same in both; whoever writes into it changes the other's, too."""
    for files in (OLD, NEW, OLD):
        write_site(site, artifacts(files))
    idle = site.with_name("site.work") / "idle"
    assert inode_of(site, "404.html") == inode_of(idle, "404.html")
    with (site / "404.html").open("a") as out:
        out.write("not ours")
    for files in (OLD, NEW):
        write_site(site, artifacts(files))
        assert tree(site) == files


def test_without_hard_links_both_generations_hold_their_own_files(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("this file system has no hard links")

    monkeypatch.setattr(os, "link", refuse)
    for files in (OLD, NEW, OLD, NEW):
        write_site(site, artifacts(files))
        assert tree(site) == files


def inode_of(site: Path, path: str) -> int:
    return (site / path).stat().st_ino


def test_a_file_becomes_a_folder_and_a_folder_a_file(site: Path) -> None:
    shapes = [{"index.html": "1", "a": "file"}, {"index.html": "2", "a/b": "x"}]
    for files in shapes * 3:
        write_site(site, artifacts(files))
        assert tree(site) == files


def test_links_that_lead_out_of_the_site_are_removed_and_never_followed(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "terms").mkdir(parents=True)
    (outside / "precious").write_text("mine")
    write_site(site, artifacts(OLD))
    write_site(site, artifacts(NEW))
    for generation in (site, site.with_name("site.work") / "idle"):
        (generation / "assets").symlink_to(outside)
        (generation / "index.html").unlink()
        (generation / "index.html").symlink_to(outside / "precious")
        for path in sorted((generation / "acme").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (generation / "acme").rmdir()
        (generation / "acme").symlink_to(outside)
    for files in (OLD, NEW, OLD):
        write_site(site, artifacts(files))
        assert tree(site) == files
    assert tree(outside) == {"precious": "mine"}


def test_a_file_that_somebody_edited_in_the_site_is_put_right(site: Path) -> None:
    for files in (OLD, NEW, NEW):
        write_site(site, artifacts(files))
    page = site / "index.html"
    times = page.stat()
    page.write_text("bad home")  # of the same length
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    written = write_site(site, artifacts(NEW))
    assert written.changed == ("index.html",)
    assert tree(site) == NEW


@pytest.mark.parametrize(
    "damage", [b"", b"known-1\nnonsense\n", b"known-1\n1 2 3 4 " + b"0" * 64, b"\xff\x00"]
)
def test_damaged_notes_about_files_cost_a_read_and_nothing_else(site: Path, damage: bytes) -> None:
    write_site(site, artifacts(OLD))
    (site.with_name("site.work") / "known").write_bytes(damage)
    write_site(site, artifacts(NEW))
    assert tree(site) == NEW


def test_without_the_spare_generation_the_next_build_makes_it_anew(site: Path) -> None:
    write_site(site, artifacts(OLD))
    shutil.rmtree(site.with_name("site.work"))
    write_site(site, artifacts(NEW))
    assert tree(site) == NEW


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../up", "a/../../up", "a//b", "a/./b", "a\\b", "a/", "nul\0"]
)
def test_a_path_that_leaves_the_site_is_refused(site: Path, path: str) -> None:
    with pytest.raises(PublishError, match="no path below"):
        write_site(site, [Artifact(path=path, body=b"")])


@pytest.mark.parametrize("pair", [("a", "a"), ("a/B", "a/b"), ("a", "a/b"), ("A/b", "a")])
def test_two_files_for_one_place_are_refused(site: Path, pair: tuple[str, str]) -> None:
    write_site(site, artifacts(OLD))
    with pytest.raises(PublishError):
        write_site(site, [Artifact(path=path, body=b"") for path in pair])
    assert tree(site) == OLD


def test_a_folder_that_is_no_published_site_is_left_alone(site: Path) -> None:
    (site / "thesis.odt").write_text("years of work")
    with pytest.raises(PublishError, match=r"thesis\.odt"):
        write_site(site, artifacts(NEW))
    assert tree(site) == {"thesis.odt": "years of work"}


def test_a_git_work_tree_is_left_alone(site: Path) -> None:
    (site / ".git").write_text("gitdir: elsewhere")
    with pytest.raises(PublishError, match="git work tree"):
        write_site(site, artifacts(NEW))


def test_a_link_in_place_of_the_site_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(PublishError, match="symbolic link"):
        write_site(tmp_path / "site", artifacts(NEW))


def test_a_mount_point_is_refused_in_words(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == site)
    with pytest.raises(PublishError, match="mount point"):
        write_site(site, artifacts(NEW))


def test_when_writing_fails_at_any_file_the_old_site_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(site, artifacts(OLD))
    really_open = Path.open
    for nth in range(1, len(NEW) + 1):
        left = nth

        def full(path: Path, mode: str = "r", *more: object, **named: object) -> object:
            nonlocal left
            if mode == "xb":
                left -= 1
                if left == 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return really_open(path, mode, *more, **named)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", full)
        fresh = {**NEW, **{path: f"{body} {nth}" for path, body in NEW.items()}}
        with pytest.raises(PublishError, match="No space left"):
            write_site(site, artifacts(fresh))
        assert tree(site) == OLD
        monkeypatch.setattr(Path, "open", really_open)
    write_site(site, artifacts(NEW))
    assert tree(site) == NEW


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked child: 0 where it returned, 3 where it raised PublishError, -N where signal N ended it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except PublishError:
            code = 3
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_disk_that_takes_no_more_bytes_leaves_the_old_site(site: Path) -> None:
    write_site(site, artifacts(OLD))

    def publish_too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        write_site(site, artifacts({**NEW, "zz/large.html": "x" * 100_000}))

    assert in_child(publish_too_much) == 3
    assert tree(site) == OLD
    write_site(site, artifacts(NEW))
    assert tree(site) == NEW


@pytest.mark.parametrize("which", ["site", "parent"])
def test_a_folder_that_may_not_be_written_leaves_the_old_site(which: str) -> None:
    nobody = 65534
    with tempfile.TemporaryDirectory() as top:
        site = Path(top) / "site"
        write_site(site, artifacts(OLD))
        everything = [Path(top), *Path(top).rglob("*")]
        if os.getuid() == 0:  # who may write everywhere, so somebody else has to try
            for path in everything:
                os.chown(path, nobody, nobody)
        folders = [site] if which == "site" else [site.parent, site.with_name("site.work")]
        for folder in folders:
            folder.chmod(0o555)

        def publish() -> None:
            if os.getuid() == 0:
                os.setuid(nobody)
            write_site(site, artifacts(NEW))

        try:
            assert in_child(publish) == 3
            assert tree(site) == OLD
        finally:
            for folder in folders:
                folder.chmod(0o755)


EVENTS = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir", "shutil.rmtree",
    "ctypes.dlopen", "ctypes.dlsym",
}  # fmt: skip


def publish_until_killed(site: Path, files: dict[str, str], nth: int) -> None:
    """Publish, and be killed at the nth thing the process asks of the system."""
    left = nth

    def count(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in EVENTS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    write_site(site, artifacts(files))
    os._exit(0)


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_killed_at_any_point_the_site_is_the_old_or_the_new_one(
    site: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "renames":
        monkeypatch.setattr(exchange_module, "exchange", lambda one, other: False)
    # No note is trusted, however long ago a file was written: else the steps are fewer on a slow machine.
    monkeypatch.setattr(stat_cache, "_AT_REST_NS", 10**18)
    seen = set()
    killed = 0
    for old, new in ((OLD, NEW), (NEW, OLD)):
        for nth in range(1, 200):
            write_site(site, artifacts(old))  # no manual step
            assert tree(site) == old
            code = in_child(lambda nth=nth, new=new: publish_until_killed(site, new, nth))  # type: ignore[misc]
            if code == 0:
                break
            assert code == -signal.SIGKILL
            killed += 1
            if site.exists():
                assert tree(site) in (old, new)
                seen.add("old" if tree(site) == old else "new")
            else:  # between two renames; only where the system cannot exchange
                assert way == "renames"
                seen.add("between")
        else:
            pytest.fail("no publication ran to its end")
    assert killed > 40
    assert seen >= ({"old", "new"} if way == "exchange" else {"old", "between", "new"})


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_swap_that_fails_leaves_the_old_site(site: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(site, artifacts(OLD))
    really = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "idle":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        return really(path, target)

    def refuse_exchange(one: Path, other: Path) -> bool:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(one))

    with monkeypatch.context() as patched:
        if way == "renames":
            patched.setattr(exchange_module, "exchange", lambda one, other: False)
            patched.setattr(Path, "rename", refuse)
        else:
            patched.setattr(exchange_module, "exchange", refuse_exchange)
        with pytest.raises(PublishError, match="untouched"):
            write_site(site, artifacts(NEW))
        assert tree(site) == OLD
    write_site(site, artifacts(NEW))
    assert tree(site) == NEW


def test_a_folder_made_anew_between_two_renames_is_not_lost_on_recovery(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "exchange", lambda one, other: False)
    write_site(site, artifacts(OLD))
    write_site(site, artifacts(NEW))
    work = site.with_name("site.work")
    (work / "journal").write_text("x")
    site.rename(work / "retired")
    site.mkdir()
    (site / PLACEHOLDER).write_text("")  # as a checkout would put it back
    write_site(site, artifacts(OLD))
    assert tree(site) == {PLACEHOLDER: "", **OLD}
    assert not (work / "retired").exists()


def test_of_two_builds_at_once_one_waits_and_the_site_is_never_mixed(site: Path) -> None:
    trees = [{f"{n:02}/index.html": f"{name} {n}" for n in range(20)} | {"index.html": name} for name in "ab"]
    for _ in range(12):
        children = []
        for files in trees:
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    for _ in range(3):
                        write_site(site, artifacts(files))
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        assert tree(site) in trees


def test_a_build_that_has_to_wait_says_so(site: Path) -> None:
    write_site(site, artifacts(OLD))
    ready, go = os.pipe(), os.pipe()

    def hold() -> None:
        with output._locked(site.with_name("site.work") / "lock", None):
            os.write(ready[1], b"!")
            os.read(go[0], 1)

    holder = os.fork()
    if holder == 0:
        hold()
        os._exit(0)
    os.read(ready[0], 1)
    said = []

    def on_wait() -> None:
        said.append("waiting")
        os.write(go[1], b"!")

    write_site(site, artifacts(NEW), on_wait=on_wait)
    os.waitpid(holder, 0)
    assert said == ["waiting"]
    assert tree(site) == NEW
