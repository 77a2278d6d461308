"""What people call a place, in every lock of the report: never the marks of a text's Markdown."""

import re
from pathlib import Path

import pytest

from generator.report.lock import parse_lock

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "content").rglob("*.lock"))
RESIDUE = re.compile(r"\]\(|\*\*|^#+$|^\W+$")


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.relative_to(ROOT / "content").as_posix())
def test_no_label_of_the_report_holds_marks(path: Path) -> None:
    lock, problems = parse_lock(path.read_text(encoding="utf-8"), str(path))
    assert lock is not None
    assert not problems
    names = {p.label for p in lock.passages} | {q.clause for q in lock.quotations}
    assert {name for name in names if RESIDUE.search(name)} == set()


def test_the_report_has_locks() -> None:
    assert len(LOCKS) > 50
