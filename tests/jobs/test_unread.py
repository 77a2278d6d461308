"""Comparisons that nobody has read are remembered one by one; what cannot be compared has no page, and nobody links to it."""

import shutil
from pathlib import Path

import pytest

import generator.jobs.unread as unread_module
from generator.commands.build import build_site
from generator.commands.project import Project
from generator.jobs.films import recall_or_compare
from generator.jobs.graph import Node
from generator.jobs.redline_job import RedlineOrder
from generator.jobs.tools import Tools
from generator.model.problems import Problem
from generator.model.reporting import SilentReporter
from generator.model.results import Compared
from tests.conftest import ROOT
from tests.reporting import BufferReporter

pytestmark = pytest.mark.usefixtures("quick_builds")

HERE = "unread/brightnote/terms-of-service"
DRAWING = "Comparing and drawing"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "tests" / "sites" / "full" / "content", tmp_path / "content")
    return Project(
        content=tmp_path / "content",
        site=tmp_path / "site",
        store=tmp_path / "store",
        cache=tmp_path / "cache",
        templates=ROOT / "templates",
        offline=True,
        workers=1,
    )


def pages(project: Project) -> dict[str, bytes]:
    return {f.parent.name: f.read_bytes() for f in sorted((project.site / HERE).glob("*/index.html"))}


def test_an_edit_of_a_note_draws_none_of_them_again(project: Project) -> None:
    build_site(project, SilentReporter())
    drawn = pages(project)
    assert len(drawn) == 5
    note = project.content / "brightnote" / "terms-of-service" / "2024-04-01.md"
    note.write_text(f"{note.read_text()}\nOne more sentence.\n")
    reporter = BufferReporter()
    build_site(project, reporter)
    assert not [step for step in reporter.steps if DRAWING in step]
    assert pages(project) == drawn
    note.write_text(note.read_text().replace("title: ", "title: Once more, ", 1))
    build_site(project, SilentReporter())
    changed = {name for name, body in pages(project).items() if body != drawn[name]}
    assert changed == {name for name, body in pages(project).items() if b"Once more, " in body}
    assert changed


def test_a_comparison_that_fails_is_left_out_and_linked_from_nowhere(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Node] = []

    def failing(node: Node, order: RedlineOrder, tools: Tools) -> Compared | Problem:
        asked.append(node)
        if node == asked[0]:
            return Problem(code="comparison-failed", message="it does not work", where=order.where)
        return recall_or_compare(node, order, tools)

    monkeypatch.setattr(unread_module, "recall_or_compare", failing)
    reporter = BufferReporter()
    build_site(project, reporter)
    assert any("is left out: it does not work" in line for line in reporter.notes)
    assert len(pages(project)) == 4
    assert "Not drawn." in (project.site / HERE / "index.html").read_text()
