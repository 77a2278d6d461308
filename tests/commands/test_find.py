"""`find`: captures that are not judged have no part in what it says, and are told with their reasons."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.find import find_words
from generator.commands.project import Project, own_templates
from generator.model.reporting import SilentReporter
from generator.model.times import spell_time


@pytest.mark.shared
def test_a_misdated_capture_dates_nothing_and_is_told_with_a_caution(shared: Path, tmp_path: Path) -> None:
    project = Project(
        content=tmp_path / "content", site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
        templates=own_templates(), offline=True,
    )  # fmt: skip
    target = f"folder:{shared / 'archive' / 'histories' / 'doubao' / 'privacy-policy'}"
    found = find_words(project, target, "帮助模型改进效果", reporter=SilentReporter())
    assert found.result.first_with is not None
    assert spell_time(found.result.first_with) > "2025-04-15T12:32:02Z"
    assert "2025-04-15T12:32:02Z" in {one.row.ref for one in found.result.not_judged}
    (caution,) = found.cautions
    assert caution.startswith("Caution, 2025-04-15T12:32:02Z is misdated")
    assert "cautions" in found.json()
    assert caution in found.text()


def test_a_capture_that_was_not_read_to_its_end_is_no_proof_of_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.extract.markup.MAX_BLOCKS", 3)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "20240101T000000Z.html").write_text("<p>The oars are dry.</p><p>No boat is sold.</p>")
    (pages / "20240201T000000Z.html").write_text("<p>The oars are dry.</p>" * 5 + "<p>No boat is sold.</p>")
    monkeypatch.chdir(tmp_path)
    out = CliRunner().invoke(main, ["find", "folder:pages", "No boat is sold", "--offline"]).output
    assert "present" in out
    assert "absent" not in out
