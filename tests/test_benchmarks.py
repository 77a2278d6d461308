"""The invented report that builds are measured on is a sound one, the same at every making."""

from pathlib import Path

import pytest

from benchmarks.report.__main__ import problems_in
from benchmarks.report.make_report import make_report

pytestmark = pytest.mark.long


def files(folder: Path) -> dict[str, bytes]:
    """The report's files by path, its store left out."""
    paths = [*(folder / "content").rglob("*.*"), *(folder / "mirror").rglob("*.*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_the_invented_report_has_no_problem_and_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_report(tmp_path / name, 12)
    assert problems_in(tmp_path / "one") == []
    made = files(tmp_path / "one")
    assert made == files(tmp_path / "two")
    assert len([path for path in made if path.endswith(".lock")]) == 12
    assert len([path for path in made if path.startswith("mirror/")]) == 14
    notes = [
        body.decode()
        for path, body in made.items()
        if "/2" in path and path.endswith(".md") and path[0] == "c"
    ]
    assert all(500 < len(note.split()) < 800 for note in notes)
