"""`new` from locators of an archive behind HTTP."""

import json
from datetime import date
from pathlib import Path

import pytest

from generator.archives.settings import ArchiveSettings
from generator.commands.load import read_catalog, text_order
from generator.commands.new import new_change
from generator.commands.project import Project, own_templates
from generator.commands.verify import derive_again
from generator.jobs.redline_job import read_policy
from generator.model.captures import Side
from generator.model.policy import PolicyText
from generator.model.reporting import SilentReporter
from tests.archives.loopback import Answer, Request, serving
from tests.archives.test_warc_seconds import URL, Tape
from tests.commands.test_watch import NEW, OLD, REPORT, TOPIC


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for path, text in (("report.yaml", REPORT), ("topics/ai-training.md", TOPIC)):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text)
    return tmp_path / "content"


def test_two_versions_over_http_get_the_dates_of_their_commits(content: Path, tmp_path: Path) -> None:
    held = {"a" * 40: ("2024-02-01T00:00:00Z", OLD), "b" * 40: ("2024-03-01T00:00:00Z", NEW)}

    def answer(request: Request) -> Answer:
        for commit, (time, text) in held.items():
            if request.target == f"/x/demo-versions/{commit}/Acme%20Meet/Terms.md":
                return Answer(body=text.encode())
            if request.target == f"/repos/x/demo-versions/commits/{commit}":
                commit_row = {
                    "sha": commit,
                    "commit": {"author": {"date": time}, "message": "Record new changes"},
                }
                return Answer(body=json.dumps(commit_row).encode())
        return Answer(status=404)

    with serving(answer) as server:
        project = Project(
            content=content, site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
            templates=own_templates(), drafts=True, archives=ArchiveSettings(ota=server.base, ota_api=server.base),
        )  # fmt: skip
        before, after = (f"ota:x/demo-versions@{commit}:Acme Meet/Terms.md" for commit in held)
        new_change(
            project,
            "acme",
            "terms",
            before=before,
            after=after,
            today=date(2024, 6, 1),
            reporter=SilentReporter(),
        )
    catalog, _ = read_catalog(project)
    document = catalog.document("acme/terms")
    assert document is not None
    assert [row.ref for row in document.captures] == ["2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"]
    assert all(project.evidence().has(row.sha256) for row in document.captures)


def test_a_capture_with_the_words_of_the_one_before_it_is_no_change(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "captures"
    folder.mkdir()
    (folder / "20240201T000000Z.md").write_text("# Terms\n\nYou keep your pears.\n")
    (folder / "20240301T000000Z.md").write_text("# Terms\n\nYou keep   your\npears.\n")
    project = Project(
        content=content, site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
        templates=own_templates(), drafts=True, offline=True,
    )  # fmt: skip
    new_change(
        project,
        "acme",
        "terms",
        before="folder:captures/20240201T000000Z.md",
        after="folder:captures/20240301T000000Z.md",
        today=date(2024, 6, 1),
        reporter=SilentReporter(),
    )
    catalog, _ = read_catalog(project)
    document = catalog.document("acme/terms")
    assert document is not None
    assert len({row.words for row in document.captures}) == 1
    assert [row.kind.value for row in document.captures] == ["first", "same"]


def test_two_captures_of_one_second_are_named_by_their_digests(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = Tape().response("2024-05-01T12:00:00.100Z", OLD).response("2024-05-01T12:00:00.900Z", NEW)
    tape.at(tmp_path)
    monkeypatch.chdir(tmp_path)
    project = Project(
        content=content, site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
        templates=own_templates(), drafts=True, offline=True,
    )  # fmt: skip
    before, after = (f"warc:club.warc.gz#{URL}@2024-05-01T12:00:00.{tenth}Z" for tenth in (1, 9))
    new_change(
        project,
        "acme",
        "terms",
        before=before,
        after=after,
        today=date(2024, 6, 1),
        reporter=SilentReporter(),
    )
    catalog, _ = read_catalog(project)
    (change,) = catalog.changes
    rows = [catalog.row("acme/terms", ref) for ref in (change.before, change.after)]
    assert [str(row.locator) for row in rows if row] == [before, after]
    assert all(ref.prefix for ref in (change.before, change.after))


def test_rows_of_a_document_with_selectors_have_the_digests_that_verify_derives(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (content / "acme/terms").mkdir(parents=True)
    (content / "acme/index.md").write_text("---\nname: Acme\n---\n")
    (content / "acme/terms/index.md").write_text(
        "---\ntitle: Terms\nkind: terms-of-service\nlocations:\n  - url: https://acme.example/terms\n"
        '    select: ["#policy"]\n---\n'
    )
    (tmp_path / "captures").mkdir()
    for name, words in (("20240201T000000Z", "your pears"), ("20240301T000000Z", "our pears")):
        (tmp_path / f"captures/{name}.html").write_text(
            f"<main><p>News of {name}.</p><div id=policy><h1>Terms</h1><p>You keep {words}.</p></div></main>"
        )
    project = Project(
        content=content, site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
        templates=own_templates(), drafts=True, offline=True,
    )  # fmt: skip
    new_change(
        project,
        "acme",
        "terms",
        before="folder:captures/20240201T000000Z.html",
        after="folder:captures/20240301T000000Z.html",
        today=date(2024, 6, 1),
        reporter=SilentReporter(),
    )
    catalog, _ = read_catalog(project)
    document = catalog.document("acme/terms")
    assert document is not None
    assert len(document.captures) == 2
    for row in document.captures:
        read = read_policy(text_order(document, row), project.evidence(), Side.AFTER, document.where)
        assert isinstance(read, PolicyText)
        assert "News" not in read.text
        assert derive_again(row, read.text) == (True, True)
