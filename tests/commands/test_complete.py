"""A complete build refuses what a partial one only mentions: addresses without a lock, and a report that says not whom to tell."""

import re
import shutil
from pathlib import Path

import pytest

from tests.commands.test_build import CHANGE, MINIMAL, edit, published, run

pytestmark = pytest.mark.usefixtures("quick_builds")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "content")
    settings = tmp_path / "content" / "report.yaml"
    text = re.sub(
        r"^(contact|repository): .*$", r"\1: none", settings.read_text(encoding="utf-8"), flags=re.M
    )
    settings.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_change_without_a_lock_is_published_by_no_complete_build(report: Path) -> None:
    code, out = run(report, "build", "--complete")
    assert code == 1
    assert f"{CHANGE}.md" in out
    assert "[no-lock]" in out
    assert published(report) == {}
    assert run(report, "lock")[0] == 0
    code, out = run(report, "build", "--complete")
    assert code == 0, out


def test_a_stale_lock_is_published_by_no_complete_build(report: Path) -> None:
    assert run(report, "lock")[0] == 0
    edit(report, "> machine learning, artificial", "> artificial")
    assert "stale-lock" in run(report, "check", "--strict")[1]
    code, out = run(report, "build", "--complete")
    assert (code, "[stale-lock]" in out) == (1, True)


@pytest.mark.parametrize("key", ["contact", "repository"])
def test_a_report_says_that_there_is_no_contact_or_no_code_host(report: Path, key: str) -> None:
    assert run(report, "lock")[0] == 0
    edit(report, f"{key}: none\n", "", "report.yaml")
    code, out = run(report, "build", "--complete")
    assert (code, f"[not-said] the report does not say its `{key}`" in out) == (1, True)
    assert f"{key}: none" in out


def test_where_there_is_none_no_page_has_the_links(report: Path) -> None:
    assert run(report, "lock")[0] == 0
    assert run(report, "build", "--complete")[0] == 0
    page = published(report)[f"{CHANGE}/index.html"].decode()
    assert "Edit on the code host" not in page
    assert 'href="none' not in page
    assert "none/edit" not in page
