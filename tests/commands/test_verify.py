"""`verify`, `find` and `history` on the smallest report, and on a repository whose archive changes its mind."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.archives.settings import ArchiveSettings
from generator.commands.find import find_words
from generator.commands.history import read_history
from generator.commands.project import Project, own_templates
from generator.commands.verify import Again, Held, verify
from generator.evidence.manifest import manifest_text, root_digest
from generator.model.errors import UsageError
from generator.model.reporting import SilentReporter
from generator.model.words import casefold_text
from tests.archives.loopback import Answer, serving
from tests.archives.test_ota import PATH, REPOSITORY, Repository
from tests.conftest import ROOT
from tests.reporting import BufferReporter

MINIMAL = ROOT / "tests" / "sites" / "minimal" / "content"
CHANGE = "brightnote/terms-of-service/2024-04-01"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(MINIMAL, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return Project(
        content=Path("content"), site=Path("site"), store=Path("store"), cache=Path("cache"), templates=own_templates(),
        offline=True,
    )  # fmt: skip


def test_every_pin_is_hashed_fetched_and_read_again(project: Project) -> None:
    report = verify(project, (), reporter=SilentReporter())
    assert [(pin.change, pin.held, pin.again) for pin in report.pins] == [
        (CHANGE, Held.RIGHT, Again.SAME)
    ] * 2
    assert not any(pin.wrong for pin in report.pins)


def test_other_bytes_at_the_archive_are_told_with_both_digests_and_nothing_is_written(
    project: Project,
) -> None:
    path = project.content / "brightnote/terms-of-service/captures/20240401T064510Z.md"
    original = path.read_bytes()
    store = project.evidence()
    digest = verify(project, (), reporter=SilentReporter()).pins[1].row.sha256
    store.put(digest, original)
    path.write_bytes(original + b" ")
    report = verify(project, [CHANGE], reporter=SilentReporter())
    assert [pin.again for pin in report.pins] == [Again.SAME, Again.DIFFERS]
    assert report.pins[1].held is Held.RIGHT
    assert digest in report.pins[1].message
    assert report.exit_code == 1
    assert store.find_bytes(digest) == original


def test_a_capture_that_is_gone_at_the_archive_is_told_and_what_is_held_stays(project: Project) -> None:
    path = project.content / "brightnote/terms-of-service/captures/20240401T064510Z.md"
    digest = verify(project, (), reporter=SilentReporter()).pins[1].row.sha256
    project.evidence().put(digest, path.read_bytes())
    path.unlink()
    report = verify(project, (), reporter=SilentReporter())
    assert report.pins[1].again is Again.GONE
    assert report.pins[1].held is Held.RIGHT


def test_wrong_bytes_in_the_store_are_found_out(project: Project) -> None:
    pin = verify(project, (), reporter=SilentReporter()).pins[0]
    path = project.evidence().path_of(pin.row.sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else")
    report = verify(project, (), reporter=SilentReporter())
    assert report.pins[0].held is Held.WRONG
    assert report.exit_code == 1


def test_the_manifest_is_what_sha256sum_checks_and_has_one_root(project: Project) -> None:
    report = verify(project, (), reporter=SilentReporter())
    store = project.evidence()
    for pin in report.pins:
        body = store.find_bytes(pin.row.sha256)
        assert body is not None
        store.put(pin.row.sha256, body)
    done = subprocess.run(
        ["sha256sum", "-c", "-"], input=report.manifest.encode(), cwd="store", capture_output=True
    )
    assert done.returncode == 0, done.stderr
    named = subprocess.run(["sha256sum"], input=report.manifest.encode(), capture_output=True, check=True)
    assert named.stdout.decode().split()[0] == report.root
    assert json.loads(report.json())["root"] == report.root


def test_a_manifest_does_not_depend_on_order_or_repeats() -> None:
    from generator.model.digests import digest_of

    a, b = digest_of(b"a"), digest_of(b"b")
    assert manifest_text([a, b, a]) == manifest_text([b, a])
    assert root_digest("") == digest_of(b"")


def test_an_unknown_change_is_a_usage_error(project: Project) -> None:
    with pytest.raises(UsageError):
        verify(project, ["nobody/terms/2024-01-01"], reporter=SilentReporter())


def test_a_phrase_is_found_in_the_captures_of_a_document(project: Project) -> None:
    reporter = BufferReporter()
    text = (project.content / "brightnote/terms-of-service/captures/20240401T064510Z.md").read_text()
    before = (project.content / "brightnote/terms-of-service/captures/20240201T124556Z.md").read_text()
    words = casefold_text(text).split(" ")
    windows = (" ".join(words[at : at + 4]) for at in range(len(words)))
    phrase = next(window for window in windows if window not in casefold_text(before))
    found = find_words(project, "brightnote/terms-of-service", phrase, reporter=reporter)
    record = json.loads(found.json())
    assert (record["last_without"], record["first_with"]) == ("2024-02-01T12:45:56Z", "2024-04-01T06:45:10Z")
    assert (record["listed"], record["read"], record["scanned"]) == (2, 2, True)
    assert found.exit_code == 0
    assert (
        find_words(project, "brightnote/terms-of-service", "no such words", reporter=reporter).exit_code == 1
    )


def test_a_target_that_is_neither_document_nor_locator_is_a_usage_error(project: Project) -> None:
    for target, phrase in (("nobody/terms", "x"), ("ftp:x", "x"), ("brightnote/terms-of-service", " ")):
        with pytest.raises(UsageError):
            find_words(project, target, phrase, reporter=SilentReporter())


def test_a_history_is_told_line_by_line(project: Project) -> None:
    history = read_history(project, "brightnote/terms-of-service", reporter=SilentReporter())
    records = [json.loads(line) for line in history.json().split("\n")]
    assert [record["class"] for record in records] == ["first", "change"]
    assert set(records[0]) == {"at", "sha256", "words", "class", "reasons", "locator"}
    assert history.text().endswith("2 captures: 1 first, 1 change")


def test_a_locator_without_listed_digests_is_read_and_told_with_ours(
    tmp_path: Path, project: Project
) -> None:
    repository = Repository(tmp_path / "repository")
    for number, text in enumerate(("a robots", "b", "a robots")):
        repository.commit(text, f"2024-01-0{number + 1}T00:00:00Z")
    from dataclasses import replace

    with_clone = replace(project, archives=ArchiveSettings(clones=((REPOSITORY, repository.folder),)))
    target = f"ota:{REPOSITORY}:{PATH}"
    found = find_words(with_clone, target, "ROBOTS", reporter=SilentReporter())
    assert [run.present for run in found.result.intervals] == [True, False, True]
    assert found.result.read == 2  # equal blobs cost one read
    history = read_history(with_clone, target, reporter=SilentReporter())
    assert all(len(line.sha256) == 64 for line in history.lines)
    assert [str(line.kind) for line in history.lines] == ["first", "change", "change"]


def test_words_are_searched_at_an_archive_page_by_page(project: Project) -> None:
    from dataclasses import replace

    from tests.archives.test_contract import URL, cdx_row, memento_of
    from tests.contracts.archive import HELD

    def answer(request: object) -> Answer:
        target: str = request.target  # type: ignore[attr-defined]
        if target.startswith("/cdx/"):
            return Answer(body="\n".join(cdx_row(time, text) for time, text in HELD).encode())
        return memento_of(target) or Answer(status=404)

    with serving(answer) as server:
        online = replace(project, offline=False, archives=ArchiveSettings(wayback=server.base))
        found = find_words(online, f"wayback:{URL}", "learn from them", reporter=SilentReporter())
    assert [run.present for run in found.result.intervals] == [False, True, False]
    assert found.result.read == 2


def test_a_folder_that_a_person_names_may_lie_anywhere_but_content_may_not_lead_there(
    tmp_path: Path, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from generator.archives.folder import FolderArchive
    from generator.model.errors import Refused
    from generator.model.locators import FolderLocator

    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "20240101T000000Z.md").write_text("robots")
    relative = os.path.relpath(elsewhere, tmp_path)
    for name in (str(elsewhere), relative):
        found = find_words(project, f"folder:{name}", "robots", reporter=SilentReporter())
        assert found.result.first_with is not None
    with pytest.raises(Refused):
        FolderArchive(roots=(Path(),)).fetch(FolderLocator(path=f"{relative}/20240101T000000Z.md"))


def test_the_archives_own_digest_is_told_as_extra_proof_or_as_not_reproducible(project: Project) -> None:
    from generator.archives.session import ArchiveSession
    from generator.archives.wayback import WaybackArchive
    from generator.commands.verify import ask_again
    from generator.model.captures import CaptureRow, Fixity
    from generator.model.digests import digest_of
    from generator.model.locators import WaybackLocator
    from tests.archives.test_contract import URL, cdx_row, memento_of
    from tests.contracts.archive import HELD, at

    time_of, text = HELD[0]
    row = CaptureRow(
        archive="wayback-machine", captured_at=at(time_of), order=0, locator=WaybackLocator(at=at(time_of), url=URL),
        sha256=digest_of(text.encode()), size=len(text),
    )  # fmt: skip
    for listed, expected in ((text, Fixity.VERIFIED), (text + "?", Fixity.NOT_REPRODUCIBLE)):

        def answer(request: object, listed: str = listed) -> Answer:
            target: str = request.target  # type: ignore[attr-defined]
            return (
                Answer(body=cdx_row(time_of, listed).encode())
                if "/cdx/" in target
                else memento_of(target) or Answer()
            )

        with serving(answer) as server:
            archive = WaybackArchive(session=ArchiveSession([server.base]), host=server.base)
            again, _, got = ask_again(row, (archive,))
        assert again is Again.SAME
        assert got is not None
        assert got.fixity is expected


def test_an_archive_that_does_not_answer_is_exit_3_though_a_mirror_holds_the_capture(
    project: Project,
) -> None:
    report = verify(project, (), reporter=SilentReporter())
    assert report.text().endswith("All as published.")
    unreached = replace(report, pins=tuple(replace(pin, again=Again.UNREACHED) for pin in report.pins))
    assert unreached.exit_code == 3
    assert "the archive did not answer" in unreached.text().split("\n")[-1]
    not_asked = replace(report, pins=tuple(replace(pin, again=Again.NOT_ASKED) for pin in report.pins))
    assert not_asked.exit_code == 0
    wrong = replace(report, pins=tuple(replace(pin, words=False) for pin in report.pins))
    assert (wrong.exit_code, wrong.verdict) == (1, "2 things differ from what was published.")
