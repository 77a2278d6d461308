"""What was noticed in reading captures, as findings at their rows of captures.tsv."""

from collections.abc import Mapping
from pathlib import Path

from generator.commands.load import pins_of
from generator.jobs.kept import Settled
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.times import spell_time


def noticed_problems(catalog: Catalog, settled: Mapping[str, Settled]) -> list[Problem]:
    """A warning for each line; a capture that several changes pin is told once (`sort_problems` drops doubles)."""
    found: list[Problem] = []
    pins = pins_of(catalog)
    for key, one in settled.items():
        for noticed in one.noticed:
            row = pins[key][0 if noticed.side is Side.BEFORE else 1]
            if row is not None:
                found.append(
                    Problem(
                        code="noticed-in-reading",
                        message=f"capture {row.ref}: {noticed.text}",
                        where=_place(catalog, key.rpartition("/")[0], row),
                        severity=Severity.WARNING,
                        hint="the page of the change says so too; look at the capture, and at `select` and `remove`",
                    )
                )
    return found


def _place(catalog: Catalog, key: str, row: CaptureRow) -> SourcePos:
    """The line of a row; the first line of the file where it cannot be found."""
    document = catalog.document(key)
    path = Path(document.where.path if document else key).with_name("captures.tsv")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        lines = []
    at = spell_time(row.captured_at)
    line = next((n for n, text in enumerate(lines, 1) if at in text and row.sha256 in text), 1)
    return SourcePos(path=path.as_posix(), line=line)
