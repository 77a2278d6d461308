"""The whole report against what is known of its 52 changes: phrases that came or went are quoted, or marked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.archives.settings import ArchiveSettings
from generator.commands.project import Project, own_templates
from generator.model.captures import Side
from generator.model.catalog import Change
from generator.model.policy import Span
from generator.model.redline import Op
from generator.model.reporting import SilentReporter
from generator.model.times import parse_time
from generator.model.words import casefold_text, fold, words_1
from tests.conftest import ROOT
from tests.gathering import Gathered, gather

pytestmark = pytest.mark.long  # compares every change of the report


@pytest.fixture(scope="module")
def report(shared: Path, tmp_path_factory: pytest.TempPathFactory, report_cache: Path) -> Gathered:
    folder = tmp_path_factory.mktemp("report")
    project = Project(
        content=ROOT / "content",
        site=folder / "site",
        store=folder / "store",
        cache=report_cache,
        templates=own_templates(),
        mirrors=(shared / "archive",),
        offline=True,
        workers=2,
        archives=ArchiveSettings(),
    )
    return gather(project, SilentReporter())


def entries(shared: Path) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads((shared / "archive" / "manifest.json").read_text(encoding="utf-8"))
    return list(told["changes"])


def change_of(report: Gathered, entry: dict[str, Any]) -> Change:
    slug = re.sub(r"[^a-z0-9]+", "-", entry["company"].lower()).strip("-")
    company = "twitter" if slug == "x" else slug
    document = re.sub(r"[^a-z0-9]+", "-", entry["document"].lower()).strip("-")
    after = parse_time(entry["after"]["captured_at"])
    before = parse_time(entry["before"]["captured_at"])
    changes = report.catalog.changes_of(f"{company}/{document}")
    found = [c for c in changes if (c.before.at, c.after.at) == (before, after)]
    assert len(found) == 1, entry["id"]
    return found[0]


def is_quoted(report: Gathered, change: Change, side: Side, phrase: str) -> bool:
    return any(
        casefold_text(phrase) in casefold_text(q.passage.text)
        for q in report.evidence[change.key].quotations
        if q.mark.side is side
    )


def places(text: str, phrase: str) -> Iterator[Span]:
    """Where a phrase stands in a text, letter for letter after folding, as spans of the text."""
    folded, needle = fold(text), words_1(phrase)
    low, sought = folded.text.lower(), needle.lower()
    at = low.find(sought)
    while at >= 0 and len(low) == len(folded.text):
        yield folded.span(at, at + len(sought))
        at = low.find(sought, at + 1)


def is_marked(report: Gathered, change: Change, side: Side, phrase: str) -> bool:
    row = report.catalog.row(change.document_key, change.before if side is Side.BEFORE else change.after)
    assert row is not None
    text = report.texts[row.sha256].text
    redline = report.redlines[change.key]
    op = Op.DELETE if side is Side.BEFORE else Op.INSERT
    marks = [e.before if side is Side.BEFORE else e.after for e in redline.edits if e.op is op]
    return any(m.start < p.end and p.start < m.end for p in places(text, phrase) for m in marks)


def test_every_change_of_the_manifest_has_a_page(report: Gathered, shared: Path) -> None:
    assert len({change_of(report, entry).key for entry in entries(shared)}) == 52


def test_phrases_that_came_or_went_are_quoted_or_marked_on_their_side(report: Gathered, shared: Path) -> None:
    table, wrong = [], []
    for entry in entries(shared):
        change = change_of(report, entry)
        phrases = [
            (side, p["phrase"].replace("**", ""))  # a phrase may begin inside a bold run
            for side, key in ((Side.AFTER, "appears"), (Side.BEFORE, "disappears"))
            for p in entry[key]
            if p["normalised"]
        ]
        quoted = [(s, p) for s, p in phrases if is_quoted(report, change, s, p)]
        unmarked = [
            (s, p) for s, p in phrases if (s, p) not in quoted and not is_marked(report, change, s, p)
        ]
        table.append(
            f"{change.key:<60} {len(phrases):>3} phrases {len(quoted):>3} quoted {len(unmarked):>3} neither"
        )
        if (phrases and not quoted) or unmarked:
            wrong.append((change.key, len(quoted), unmarked))
    print("\n".join(table))
    assert not wrong, wrong


def test_the_whole_report_has_no_problem_and_no_capture_out_of_reach(report: Gathered) -> None:
    assert report.missing == ()
    assert [str(p) for p in report.problems] == []
