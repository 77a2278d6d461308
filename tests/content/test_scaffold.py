"""What `new` writes for an editor to replace is an error once a change is no draft."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.commands.load import read_catalog
from generator.commands.new import draft_text
from generator.commands.project import Project, own_templates
from generator.content.catalog import build_catalog
from generator.content.scaffold import DRAFTED_WITH, LIMIT, STEMS
from generator.evidence.suggest import Suggestion
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog
from generator.model.digests import Digest
from generator.model.locators import FolderLocator
from generator.store.sources import read_sources
from tests.conftest import ROOT

MINIMAL = ROOT / "tests/sites/minimal/content"
PLACE = "brightnote/terms-of-service"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The smallest report with a second change, as `new` scaffolds it where no passage is worth quoting."""
    shutil.copytree(MINIMAL, tmp_path / "content")
    (tmp_path / "content" / PLACE / "2024-04-02.md").write_text(draft(catalog_of(tmp_path / "content")))
    return tmp_path / "content"


def catalog_of(content: Path) -> Catalog:
    project = Project(
        content=content, site=Path("s"), store=Path("e"), cache=Path("c"), templates=own_templates()
    )
    return read_catalog(project)[0]


def draft(catalog: Catalog, passages: tuple[Suggestion, ...] = ()) -> str:
    times = (datetime(2024, 2, 1, 12, 45, 56, tzinfo=UTC), datetime(2024, 4, 1, 6, 45, 10, tzinfo=UTC))
    rows = [
        CaptureRow(
            archive="a", captured_at=at, order=0, locator=FolderLocator(path="x"), sha256=Digest("0" * 64), size=1,
            media_type="text/markdown",
        )
        for at in times
    ]  # fmt: skip
    return draft_text(
        catalog, "brightnote", "terms-of-service", rows, passages, ["ai-training"], date(2024, 6, 1)
    )


def problems(content: Path) -> list[tuple[int, str]]:
    found = build_catalog(read_sources(content))[1]
    return [(p.where.line, p.message) for p in found if p.code == "scaffold-left"]


def edit(content: Path, *pairs: tuple[str, str]) -> str:
    path = content / PLACE / "2024-04-02.md"
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return text


def test_a_draft_may_have_its_scaffold(content: Path) -> None:
    assert problems(content) == []


@pytest.mark.parametrize("status", ["", "status: withdrawn\n", "status: published\n"])
def test_every_placeholder_of_a_change_that_is_no_draft_is_told_at_its_line(
    content: Path, status: str
) -> None:
    text = edit(content, ("status: draft\n", status))
    lines = text.split("\n")
    body = next(n for n, line in enumerate(lines, 1) if line.startswith("No passage touches"))
    found = problems(content)
    assert [line for line, _ in found] == [2, 3, body, body]
    assert "Brightnote's terms of service changed" in found[0][1]


def test_a_written_change_passes_and_may_keep_what_is_true_of_every_change(content: Path) -> None:
    edit(
        content,
        ("status: draft\n", ""),
        ("Brightnote's terms of service changed", "Brightnote's terms of service licensed notes"),
        ("Say in one plain sentence what the later capture says that the earlier one did not.", "They do."),
        ("No passage touches a topic's phrases. Read the redline and quote what matters, or say that nothing did.", "A."),
    )  # fmt: skip
    assert problems(content) == []
    text = (content / PLACE / "2024-04-02.md").read_text()
    assert LIMIT in text
    assert DRAFTED_WITH in text


@pytest.mark.parametrize(
    "summary",
    [
        "say in one plain sentence",
        "Say in one  plain sentence what it does.",
        "Acme trains. Say in one plain sentence what the later capture says that the earlier one did not.",
        ">-\n  Say in one\n  plain sentence what",
        '"This is what the later capture says that the earlier one did not"',
    ],
)
def test_a_placeholder_that_was_half_edited_is_told(content: Path, summary: str) -> None:
    path = content / PLACE / "2024-04-01.md"
    text = path.read_text()
    path.write_text(re.sub(r"summary: .*", lambda _: f"summary: {summary}", text))
    assert [line for line, _ in problems(content)] == [3]


@pytest.mark.parametrize(
    "line",
    [
        "No passage touches a topic’s phrases.",
        "no passage\ntouches a topic's phrases",
        "* Read the redline and quote what matters",
        "Before. Say in one plain sentence what changed.",
    ],
)
def test_a_placeholder_in_the_note_is_told_at_its_line(content: Path, line: str) -> None:
    path = content / PLACE / "2024-04-01.md"
    text = path.read_text() + f"\nOne more.\n\n{line}\n"
    path.write_text(text)
    assert [at for at, _ in problems(content)] == [text[: text.index(line)].count("\n") + 1]


@pytest.mark.parametrize(
    "title",
    ["Brightnote’s terms of service changed", "Bright Note & Co.'s terms of service changed."],
)
def test_the_title_of_the_scaffold_is_told_whatever_the_company_is_called(content: Path, title: str) -> None:
    path = content / PLACE / "2024-04-01.md"
    path.write_text(re.sub(r"title: .*", lambda _: f'title: "{title}"', path.read_text(), count=1))
    assert [line for line, _ in problems(content)] == [2]


def test_every_sentence_of_a_draft_is_a_placeholder_or_true_of_every_change(content: Path) -> None:
    """A sentence that is added to the scaffold later has to be put on one side or the other."""
    passage = Suggestion(
        side=Side.AFTER, name="licence", words="machine learning", clause="10.4", nth=1, of=1, topics=(), weight=1.0
    )  # fmt: skip
    for passages in ((), (passage,)):
        _, front, body = draft(catalog_of(content), passages).split("---\n", 2)
        fields = dict(line.partition(": ")[::2] for line in front.splitlines())
        known = {"before", "after", "topics", "authors", "published", "status"}
        prose = [value for key, value in fields.items() if key not in known and key != "title"]
        prose += [line for line in body.splitlines() if line and line[0] not in "#>"]
        for sentence in (part for text in prose for part in re.split(r"(?<=\.) ", text)):
            kept = sentence in LIMIT or sentence in DRAFTED_WITH
            assert kept or any(stem in sentence for stem in STEMS), sentence
