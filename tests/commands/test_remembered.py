"""`build --explain`, `check PATH` and `lock` on what is remembered; a cache that cannot be used is left alone."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.jobs.memo import Memo, why_unusable
from tests.jobs.small_report import write_report

pytestmark = pytest.mark.usefixtures("quick_builds")

NOTE = "acme/terms/2024-02-01.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small report, built once."""
    folder = tmp_path_factory.mktemp("small")
    write_report(folder / "content")
    assert run(folder, "build")[0] == 0
    return folder


@pytest.fixture
def report(built: Path, tmp_path: Path) -> Path:
    """A copy of it with all that is remembered: to the program, a fresh clone with a restored cache."""
    folder = tmp_path / "report"
    shutil.copytree(built, folder)
    return folder


def run(folder: Path, command: str, *more: str) -> tuple[int, str]:
    here = Path.cwd()
    os.chdir(folder)
    try:
        arguments = [command, "--offline", "--workers", "1", *more]
        result = CliRunner(env={"SMALLPRINT_CACHE": "cache", "SMALLPRINT_MIRROR": ""}).invoke(main, arguments)
    finally:
        os.chdir(here)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def edit(folder: Path, old: str, new: str, name: str = NOTE) -> None:
    path = folder / "content" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def explained(folder: Path, page: str) -> str:
    code, out = run(folder, "build", "--explain", page)
    assert code == 0, out
    return next(line for line in out.splitlines() if " drawn" in line or "data file" in line)


def test_a_fresh_clone_with_a_restored_cache_draws_nothing(report: Path) -> None:
    code, out = run(report, "build")
    assert code == 0
    assert "Drawing" not in out
    assert "Comparing" not in out


def test_one_edited_note_draws_its_own_pages_and_those_that_show_it(report: Path) -> None:
    edit(report, "Why.", "Why indeed.")
    _, out = run(report, "build")
    assert "Checking the quotations of 1 change\n" in out
    assert "pages of the whole site" not in out  # no page of the site shows the note's prose


@pytest.mark.parametrize(
    ("old", "new", "name", "page", "said"),
    [
        (
            "Why.",
            "Why indeed.",
            NOTE,
            "acme/terms/2024-02-01/",
            "was drawn: changed since it was last looked at: the note",
        ),
        ("Why.", "Why indeed.", NOTE, "acme/terms/2024-03-03/", "was not drawn"),
        (
            "title: Acme",
            "title: Anew, Acme",
            NOTE,
            "acme/terms/2024-03-03/",
            "its document, company or neighbours",
        ),
        ("title: Acme", "title: Anew, Acme", NOTE, "bolt/terms/2024-03-03", "was not drawn"),
        ("title: Acme", "title: Anew, Acme", NOTE, "acme/terms/", "what it shows"),
        ("tagline: How", "tagline: See how", "report.yaml", "", "what it shows"),
        ("Why.", "Why indeed.", NOTE, "data/changes.json", "is a data file"),
    ],
)
def test_build_says_why_a_page_was_drawn(
    report: Path, old: str, new: str, name: str, page: str, said: str
) -> None:
    edit(report, old, new, name)
    assert said in explained(report, page or "index.html")


def test_a_page_that_is_not_there_cannot_be_explained(report: Path) -> None:
    code, out = run(report, "build", "--explain", "no/such/page/")
    assert code == 2
    assert "the site has no such page" in out


def test_check_of_a_file_tells_what_is_wrong_in_it_and_nothing_else(report: Path) -> None:
    edit(report, "> keep your", "> keeps your")
    edit(report, "> keep your", "> keeps your", "bolt/terms/2024-02-01.md")
    code, out = run(report, "check", f"content/{NOTE}")
    assert code == 1
    assert "content/acme/terms/2024-02-01.md" in out
    assert "bolt" not in out
    code, out = run(report, "check", "content/bolt")
    assert code == 1
    assert "content/bolt/terms/2024-02-01.md" in out
    assert "acme" not in out
    assert run(report, "check", "content/acme/privacy")[0] == 0


def test_check_of_a_file_finds_what_the_whole_check_finds_there(report: Path) -> None:
    edit(report, "authors: [desk]", "authors: [nobody]")
    edit(report, "Why.", "Why, [there](/nowhere/).")
    whole = run(report, "check")[1].splitlines()
    alone = run(report, "check", f"content/{NOTE}")[1].splitlines()
    own = [line for line in whole if line.startswith(f"content/{NOTE}")]
    assert len(own) >= 2
    assert own == [line for line in alone if line.startswith("content/")][: len(own)]


@pytest.mark.parametrize("path", ["content/acme/none.md", "cache", "/etc/hostname"])
def test_check_of_a_file_outside_the_content_is_refused(report: Path, path: str) -> None:
    code, out = run(report, "check", path)
    assert code == 2
    assert "no such file or folder in content" in out


def test_lock_uses_what_the_build_remembers(report: Path) -> None:
    code, out = run(report, "lock")
    assert code == 0, out
    assert "Checking the quotations" not in out
    assert "Comparing" not in out
    assert sum(line.count("addresses") for line in out.splitlines()) == 10
    code, out = run(report, "check")
    assert code == 0
    assert "no problems" in out


def test_a_cache_that_is_a_link_is_left_alone_with_a_line(report: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(report / "cache", elsewhere)
    before = sorted((elsewhere / "build").rglob("*"))
    (elsewhere / "stamp").unlink(missing_ok=True)
    (report / "cache").symlink_to(elsewhere)
    code, out = run(report, "build")
    assert code == 0
    assert "is a symbolic link; nothing is remembered after this run" in out
    assert sorted((elsewhere / "build").rglob("*")) == before
    assert not (elsewhere / "stamp").exists()


def test_a_file_in_place_of_the_cache_is_left_alone_with_a_line(report: Path) -> None:
    shutil.rmtree(report / "cache")
    (report / "cache").write_text("mine")
    code, out = run(report, "build")
    assert code == 0
    assert "is no folder; nothing is remembered after this run" in out
    assert (report / "cache").read_text() == "mine"


def test_a_folder_that_can_be_used_has_nothing_against_it(tmp_path: Path) -> None:
    assert why_unusable(tmp_path / "cache" / "build") == ""
    assert list((tmp_path / "cache" / "build").iterdir()) == []
    assert Memo(tmp_path / "cache" / "build").tidy() == 0
