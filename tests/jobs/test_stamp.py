"""A build that has nothing to do says what the build before said, and reads nothing else; whatever was touched is built."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.jobs.stamp import nothing_to_do, plain_build, seen_before, write_stamp
from tests.conftest import ROOT
from tests.jobs.small_report import write_report

COMMAND = ("build", "--site", "site")


class Folder:
    """A stamp over a folder of inputs and a published tree, without a build."""

    def __init__(self, at: Path) -> None:
        self.cache, self.inputs, self.site = at / "cache", at / "inputs", at / "site"
        for folder in (self.inputs, self.site):
            (folder / "deep").mkdir(parents=True)
            (folder / "deep" / "a.txt").write_text("a")
            (folder / "b.txt").write_text("b")
        self.stamp()

    def stamp(self) -> None:
        seen = seen_before(COMMAND, [str(self.inputs)])
        write_stamp(str(self.cache), seen, str(self.site), {}, out="said\n", err="wrong\n", code=3)

    def answer(self, *command: str) -> tuple[str, str, int] | None:
        return nothing_to_do(str(self.cache), command or COMMAND)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_untouched_folder_is_answered_with_the_words_and_the_exit_code_of_before(folder: Folder) -> None:
    assert folder.answer() == ("said\n", "wrong\n", 3)
    assert folder.answer() == ("said\n", "wrong\n", 3)


def rewrite(path: Path) -> None:
    """Other bytes of the same size with the same time of modification."""
    stat = path.stat()
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def swap(path: Path) -> None:
    other = path.parent.parent / "b.txt"
    path.rename(path.with_name("c"))
    other.rename(path)
    path.with_name("c").rename(other)


TOUCHES: dict[str, Callable[[Path], object]] = {
    "edited": lambda path: path.write_text("other words"),
    "same size, time restored": rewrite,
    "removed": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name("z.txt")),
    "swapped with another": swap,
    "a file beside it": lambda path: path.with_name("new.txt").write_text(""),
    "an empty folder beside it": lambda path: (path.parent / "empty").mkdir(),
    "a link in its place": lambda path: (path.unlink(), path.symlink_to("../b.txt")),
}


@pytest.mark.parametrize("tree", ["inputs", "site"])
@pytest.mark.parametrize("touch", TOUCHES)
def test_whatever_is_touched_among_the_inputs_or_in_the_site_is_seen(
    folder: Folder, tree: str, touch: str
) -> None:
    path = getattr(folder, tree) / "deep" / "a.txt"
    TOUCHES[touch](path)
    assert folder.answer() is None


def test_another_command_environment_or_folder_is_another_build(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert folder.answer("build", "--drafts") is None
    monkeypatch.setenv("SMALLPRINT_MIRROR", "/elsewhere")
    assert folder.answer() is None
    monkeypatch.delenv("SMALLPRINT_MIRROR")
    monkeypatch.chdir(tmp_path)
    assert folder.answer() is None


def test_another_python_or_library_is_another_build(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.jobs.stamp.installed", lambda: ["jinja2-9.dist-info"])
    assert folder.answer() is None
    folder.stamp()
    assert folder.answer() is not None
    monkeypatch.setattr(sys, "version", "4.0")
    assert folder.answer() is None


@pytest.mark.parametrize("damage", [b"", b"\x00noise", b"0\n{}", b"[]"])
def test_a_damaged_stamp_is_no_stamp(folder: Folder, damage: bytes) -> None:
    (folder.cache / "stamp").write_bytes(damage)
    assert folder.answer() is None


def test_a_stamp_changed_by_one_letter_is_no_stamp(folder: Folder) -> None:
    file = folder.cache / "stamp"
    file.write_text(file.read_text().replace("said", "sold"))
    assert folder.answer() is None


def test_only_a_plain_build_may_have_nothing_to_do() -> None:
    assert plain_build(["build", "--offline"])
    assert not plain_build(["build", "--explain=matrix/"])
    assert not plain_build(["build", "--help"])
    assert not plain_build(["check"])
    assert not plain_build([])


def run(at: Path, *more: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SMALLPRINT_")}
    return subprocess.run(
        [sys.executable, *more, "-m", "generator", "build", "--offline", "--workers", "1"],
        cwd=at,
        env={**plain, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_build_with_nothing_to_do_imports_no_room_above_the_jobs_and_says_the_same(tmp_path: Path) -> None:
    write_report(tmp_path / "content")
    first = run(tmp_path)
    assert first.returncode == 0, first.stderr
    again = run(tmp_path, "-X", "importtime")
    told = [line for line in again.stderr.splitlines() if not line.startswith("import time:")]
    imported = {
        line.rpartition("|")[2].strip()
        for line in again.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert {name for name in imported if name.startswith("generator.")} <= {
        "generator.jobs", "generator.jobs.stamp", "generator.__main__"
    }  # fmt: skip
    assert "click" not in imported
    assert again.returncode == 0
    assert told == [line for line in first.stderr.splitlines() if line.startswith("note:")]
    assert "nothing changed" in again.stdout
    assert again.stdout.splitlines()[1:] == first.stdout.splitlines()[1:]
    page = tmp_path / "site" / "acme" / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:100])
    assert run(tmp_path).returncode == 0
    assert page.read_bytes() == whole
    note = next((tmp_path / "content" / "acme" / "terms").glob("2024-*.md"))
    note.write_text(note.read_text().replace("> keep your", "> keeps your", 1))
    failed = run(tmp_path)
    assert failed.returncode == 1
    same = run(tmp_path)
    assert (same.returncode, same.stdout) == (1, failed.stdout)
    assert "quotation-not-found" in same.stderr
    assert json.loads((tmp_path / ".cache" / "stamp").read_text().partition("\n")[2])["code"] == 1
