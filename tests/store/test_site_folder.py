"""A build replaces whole folders, so it takes only those that are known to be sites of ours."""

from pathlib import Path

import pytest

from generator.model.errors import PublishError
from generator.model.pages import Artifact
from generator.store.output import write_site
from generator.store.site_folder import MARK, MARK_TEXT, PLACEHOLDER, refuse_overlap

PAGES = [Artifact(path="index.html", body=b"home"), Artifact(path="a/index.html", body=b"a")]
MORE = [Artifact(path="index.html", body=b"home again")]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "files",
    [
        {"index.html": "my own home page", "thesis.txt": "years of work"},
        {"index.html": "my own home page"},
        {"404.html": "", "_headers": "", "index.html": "", "sitemap.xml": ""},
        {"thesis.txt": "years of work"},
        {".hidden": "x"},
        {PLACEHOLDER: "", "notes.md": "x"},
        {f"{PLACEHOLDER}/thesis.txt": "in a folder of that name"},
        {"deep/er/thesis.txt": "x"},
        {MARK: "something else", "index.html": "x"},
        {f"{MARK}/x": "x"},
    ],
)
def test_a_folder_without_the_mark_is_refused_by_name_and_left_alone(
    tmp_path: Path, files: dict[str, str]
) -> None:
    home = tmp_path / "home"
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    before = contents(home)
    for _ in range(3):
        with pytest.raises(PublishError, match="it is not a site that smallprint published") as refused:
            write_site(home, PAGES)
        assert str(home) in str(refused.value)
    assert contents(home) == before
    assert not (tmp_path / "home.work").exists()


def test_a_new_an_empty_and_a_tracked_empty_folder_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "tracked").mkdir()
    (tmp_path / "tracked" / PLACEHOLDER).write_text("")
    for name in ("new", "empty", "tracked"):
        write_site(tmp_path / name, PAGES)
        assert (tmp_path / name / "index.html").read_bytes() == b"home"


def test_each_generation_carries_the_mark_and_the_mark_is_no_change(tmp_path: Path) -> None:
    site = tmp_path / "site"
    written = write_site(site, PAGES)
    assert written.added == ("a/index.html", "index.html")
    assert MARK not in dict(written.manifest.files)
    for pages in (MORE, PAGES, MORE):
        write_site(site, pages)
        assert (site / MARK).read_text() == MARK_TEXT
    assert (tmp_path / "site.work/idle" / MARK).read_text() == MARK_TEXT
    assert write_site(site, MORE).unchanged


def test_a_published_site_that_was_moved_or_lost_its_working_folder_is_taken(tmp_path: Path) -> None:
    write_site(tmp_path / "site", PAGES)
    (tmp_path / "site").rename(tmp_path / "moved")
    write_site(tmp_path / "moved", MORE)
    assert (tmp_path / "moved/index.html").read_bytes() == b"home again"
    assert not (tmp_path / "moved/a").exists()


def test_a_site_of_a_version_without_the_mark_is_known_by_its_working_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, PAGES)
    write_site(site, MORE)
    for generation in (site, tmp_path / "site.work/idle"):
        (generation / MARK).unlink()
    write_site(site, PAGES)
    assert (site / MARK).is_file()


def test_a_foreign_folder_beside_a_working_folder_of_ours_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, PAGES)
    site.rename(tmp_path / "elsewhere")
    site.mkdir()
    (site / "index.html").write_text("another page")
    with pytest.raises(PublishError, match="remove it first"):
        write_site(site, MORE)
    assert contents(site) == {"index.html": b"another page"}


@pytest.mark.parametrize("name", ["idle/thesis.txt", "notes.txt", "lock/x", "idle"])
def test_a_working_folder_that_no_build_made_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "site.work" / name).parent.mkdir(parents=True)
    (tmp_path / "site.work" / name).write_text("mine")
    with pytest.raises(PublishError, match=r"no build wrote|cannot publish"):
        write_site(tmp_path / "site", PAGES)
    assert (tmp_path / "site.work" / name).read_text() == "mine"


def test_a_linked_working_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "lock").write_text("")
    (tmp_path / "site.work").symlink_to(tmp_path / "other")
    with pytest.raises(PublishError, match="no folder"):
        write_site(tmp_path / "site", PAGES)


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("store", "is the folder of the store"),
        ("store/site", "lies in"),
        ("store/../store", "is the folder of the store"),
        (".", "holds"),
        ("link", "is the folder of the store"),
        ("link/below", "lies in"),
        ("mirror", "is the folder of a mirror"),
        ("deep", "holds"),
        ("spare", "is the folder of the spare"),
    ],
)
def test_folders_of_the_report_are_no_place_for_a_site(tmp_path: Path, site: str, told: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "store")
    own = (("the store", tmp_path / "store"), ("the spare", tmp_path / "spare.work"))
    read = (("a mirror", tmp_path / "mirror"), ("a mirror", tmp_path / "deep" / "captures"))
    with pytest.raises(PublishError, match=told):
        refuse_overlap(tmp_path / site, own, read)
    refuse_overlap(tmp_path / "mirror" / "site", own, read)
    refuse_overlap(tmp_path / "store-site", own, read)
