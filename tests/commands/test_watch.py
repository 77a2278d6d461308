"""`watch` over a repository that grows: nothing lost, nothing told twice, killed anywhere."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import generator.commands.watch as watching
from generator.archives.ota import OtaClone
from generator.archives.settings import ArchiveSettings
from generator.commands.load import read_catalog
from generator.commands.project import Project, own_templates
from generator.commands.watch import WatchReport, watch
from generator.model.captures import CaptureClass, ListedCapture
from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.reporting import SilentReporter
from generator.store.evidence_store import EvidenceStore
from tests.archives.test_ota import PATH, REPOSITORY, Repository

REPORT = """\
title: The Acme Watch
repository: https://code.example/acme-watch
contact: desk@acme.example
as-of: 2024-06-01
people:
  desk: {name: The desk}
"""
TOPIC = """\
---
title: AI training
definition: Words about training.
phrases: [machine learning, training]
---
Text.
"""
DOCUMENT = f"""\
---
title: Terms of Service
kind: terms-of-service
edition: {{language: en}}
locations:
  - url: https://meet.acme.example/terms
archives: ["ota:{REPOSITORY}:{PATH}"]
---
"""
OLD = "# Terms\n\n1. You keep what you record.\n\n2. We keep it safe and tell nobody.\n"
NEW = OLD + "\n3. You agree that we use your recordings for machine learning, including training of models.\n"


class Watchpost:
    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder / "repository")
        self.content = folder / "content"
        for path, text in (
            ("report.yaml", REPORT),
            ("topics/ai-training.md", TOPIC),
            ("acme/index.md", "---\nname: Acme Meet\n---\n"),
            ("acme/terms/index.md", DOCUMENT),
        ):
            (self.content / path).parent.mkdir(parents=True, exist_ok=True)
            (self.content / path).write_text(text)
        self.project = Project(
            content=self.content, site=folder / "site", store=folder / "store", cache=folder / "cache",
            templates=own_templates(), offline=True,
            archives=ArchiveSettings(clones=((REPOSITORY, self.repository.folder),)),
        )  # fmt: skip

    def look(self) -> WatchReport:
        return watch(self.project, today=date(2024, 6, 1), reporter=SilentReporter())

    def rows(self) -> list[tuple[str, CaptureClass]]:
        document = read_catalog(self.project)[0].document("acme/terms")
        assert document is not None
        return [(row.ref[:10], row.kind) for row in document.captures]

    def drafts(self) -> list[str]:
        return sorted(path.name for path in (self.content / "acme" / "terms").glob("2*.md"))


@pytest.fixture
def post(tmp_path: Path) -> Watchpost:
    post = Watchpost(tmp_path)
    post.repository.commit(OLD, "2024-01-01T00:00:00Z", "First record of Terms")
    post.repository.commit(OLD + "\n", "2024-02-01T00:00:00Z")
    return post


def test_the_first_look_lists_the_history_and_opens_no_draft(post: Watchpost) -> None:
    report = post.look()
    assert post.rows() == [("2024-01-01", CaptureClass.FIRST), ("2024-02-01", CaptureClass.SAME)]
    assert post.drafts() == []
    assert "2 new captures (1 first, 1 same)" in report.text()
    assert report.exit_code == 0


def test_a_change_since_the_last_look_opens_a_draft_with_passages_and_topics(post: Watchpost) -> None:
    post.look()
    post.repository.commit(NEW, "2024-03-01T00:00:00Z")
    (watched,) = post.look().documents
    assert watched.drafts == ("acme/terms/2024-03-01.md",)
    draft = (post.content / watched.drafts[0]).read_text()
    assert "status: draft" in draft
    assert "topics: [ai-training]" in draft
    assert "machine learning" in draft
    assert "before: 2024-02-01T00:00:00Z\nafter: 2024-03-01T00:00:00Z" in draft
    store = post.project.evidence()
    assert all(store.has(row.sha256) for row in watched.new)


def test_a_second_look_tells_nothing_twice(post: Watchpost) -> None:
    post.repository.commit(NEW, "2024-03-01T00:00:00Z")
    post.look()
    before = {path: path.read_bytes() for path in post.content.rglob("*") if path.is_file()}
    assert all(not watched.new for watched in post.look().documents)
    assert {path: path.read_bytes() for path in post.content.rglob("*") if path.is_file()} == before


def test_noise_opens_no_draft(post: Watchpost) -> None:
    post.look()
    post.repository.commit(
        "# Terms\n\nmachine learning, extracted otherwise\n", "2024-03-01T00:00:00Z", "Refilter Terms"
    )
    post.repository.commit(OLD, "2024-03-02T00:00:00Z")
    post.look()
    assert post.rows()[2:] == [("2024-03-01", CaptureClass.TECHNICAL), ("2024-03-02", CaptureClass.SAME)]
    assert post.drafts() == []


def test_a_misdated_capture_is_listed_and_flagged_and_opens_no_draft(post: Watchpost) -> None:
    post.look()
    post.repository.commit(OLD + "\n\n", "2024-03-01T00:00:00Z")
    post.repository.commit(NEW, "2024-01-15T00:00:00Z")
    post.repository.commit(OLD + "\n\n\n", "2024-04-01T00:00:00Z")
    post.look()
    assert ("2024-01-15", CaptureClass.SUSPECT) in post.rows()
    assert post.drafts() == []


@pytest.mark.parametrize("file", ["captures.tsv", "2024-03-01.md"])
def test_a_run_killed_while_writing_is_made_good_by_the_next(
    post: Watchpost, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    post.look()
    post.repository.commit(NEW, "2024-03-01T00:00:00Z")
    real = watching.write_text

    def dying(path: Path, text: str) -> Path:
        if path.name == file:
            raise KeyboardInterrupt
        return real(path, text)

    monkeypatch.setattr(watching, "write_text", dying)
    with pytest.raises(KeyboardInterrupt):
        post.look()
    monkeypatch.setattr(watching, "write_text", real)
    post.look()
    post.look()
    assert post.rows()[-1] == ("2024-03-01", CaptureClass.CHANGE)
    assert len(post.rows()) == 3
    assert post.drafts() == ["2024-03-01.md"]


def test_killed_at_any_write_the_next_run_ends_where_an_unkilled_one_does(
    post: Watchpost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every write of a run, into the store or the content, is a place to die; each is tried."""
    post.look()
    for month in (3, 4, 5):
        post.repository.commit(f"{NEW}\n4. Since {month} too, for training.\n", f"2024-0{month}-01T00:00:00Z")
    start = {path: path.read_bytes() for path in post.content.rglob("*") if path.is_file()}
    kept = {path: path.read_bytes() for path in post.project.store.rglob("*") if path.is_file()}
    real_text, real_put = watching.write_text, EvidenceStore.put
    left = [10**6]

    def count() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    def text(path: Path, words: str) -> Path:
        count()
        written = real_text(path, words)
        count()
        return written

    def put(self: EvidenceStore, digest: Digest, body: bytes) -> Path:
        count()
        return real_put(self, digest, body)

    def content() -> dict[str, bytes]:
        return {
            p.relative_to(post.content).as_posix(): p.read_bytes()
            for p in sorted(post.content.rglob("*"))
            if p.is_file()
        }

    monkeypatch.setattr(watching, "write_text", text)
    monkeypatch.setattr(EvidenceStore, "put", put)
    post.look()
    wanted, writes = content(), 10**6 - left[0]
    assert writes > 6
    for fatal in range(writes):
        for folder, files in ((post.content, start), (post.project.store, kept)):
            shutil.rmtree(folder)
            for path, body in files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
        left[0] = fatal
        with pytest.raises(KeyboardInterrupt):
            post.look()
        left[0] = 10**6
        post.look()
        assert content() == wanted, f"killed at write {fatal}"


def test_a_repository_that_grows_while_it_is_read_loses_and_repeats_nothing(
    post: Watchpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter(range(3, 9))
    real = OtaClone.list_captures

    def growing(self: OtaClone, locator: Locator) -> Iterator[ListedCapture]:
        listed = list(real(self, locator))
        day = next(days, None)
        if day is not None:
            post.repository.commit(
                f"{OLD}\n{day}. You agree that we use recordings of edition {day} for machine learning.\n",
                f"2024-0{day}-01T00:00:00Z",
            )
        yield from listed

    monkeypatch.setattr(OtaClone, "list_captures", growing)
    for _ in range(8):
        post.look()
    assert [day for day, _ in post.rows()] == [f"2024-0{month}-01" for month in range(1, 9)]
    assert len(post.drafts()) == 6


def test_an_archive_that_does_not_answer_is_told_and_the_list_stays(post: Watchpost, tmp_path: Path) -> None:
    post.look()
    before = post.rows()
    lost = ArchiveSettings(clones=((REPOSITORY, tmp_path / "gone"),))
    project = Project(
        content=post.content, site=tmp_path / "s", store=post.project.store, cache=post.project.cache,
        templates=own_templates(), archives=lost,
    )  # fmt: skip
    report = watch(project, today=date(2024, 6, 1), reporter=SilentReporter())
    assert report.exit_code == 3
    assert "not seen" in report.text()
    assert post.rows() == before


def test_a_text_that_flips_between_two_states_opens_one_draft(post: Watchpost) -> None:
    post.look()
    for day, text in enumerate((NEW, OLD, NEW, OLD, NEW), start=1):
        post.repository.commit(text, f"2024-03-0{day}T00:00:00Z")
    report = post.look()
    assert post.drafts() == ["2024-03-01.md"]
    told = report.text()
    assert "change captured 2024-03-02T00:00:00Z, returns to the words of 2024-02-01T00:00:00Z" in told
    assert "change captured 2024-03-05T00:00:00Z, returns to the words of 2024-03-03T00:00:00Z" in told
    assert "change captured 2024-03-01T00:00:00Z\n" in told
    post.repository.commit(OLD, "2024-03-06T00:00:00Z")
    assert "returns to the words of 2024-03-04T00:00:00Z" in post.look().text()
    assert post.drafts() == ["2024-03-01.md"]


def test_a_return_to_words_of_long_ago_from_other_words_opens_a_draft(post: Watchpost) -> None:
    """Two states that never changed into each other before are news, though one of them is known."""
    post.look()
    post.repository.commit(NEW, "2024-03-01T00:00:00Z")
    post.repository.commit(f"{NEW}\n4. We tell others too, for training.\n", "2024-03-02T00:00:00Z")
    post.repository.commit(OLD, "2024-03-03T00:00:00Z")
    report = post.look()
    assert "2024-03-03T00:00:00Z, returns to the words of 2024-02-01T00:00:00Z" in report.text()
    assert "2024-03-03.md" in post.drafts()
