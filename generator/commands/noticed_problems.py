"""What was noticed in reading captures, as findings at their rows of captures.tsv."""

from collections.abc import Mapping

from generator.commands.committed_captures import place_of_row
from generator.commands.load import pins_of
from generator.jobs.kept import Settled
from generator.model.captures import Side
from generator.model.catalog import Catalog
from generator.model.problems import Problem, Severity


def noticed_problems(
    catalog: Catalog, settled: Mapping[str, Settled], lists: Mapping[str, str]
) -> list[Problem]:
    """A warning for each line, at the row as `lists`, the texts of the files captures.tsv, have it.

    A capture that several changes pin is told once (`sort_problems` drops doubles).
    """
    found: list[Problem] = []
    pins = pins_of(catalog)
    for key, one in settled.items():
        for noticed in one.noticed:
            row = pins[key][0 if noticed.side is Side.BEFORE else 1]
            document = catalog.document(key.rpartition("/")[0])
            if row is not None and document is not None:
                found.append(
                    Problem(
                        code="noticed-in-reading",
                        message=f"capture {row.ref}: {noticed.text}",
                        where=place_of_row(document, row, lists),
                        severity=Severity.WARNING,
                        hint="the page of the change says so too; look at the capture, and at `select` and `remove`",
                    )
                )
    return found
