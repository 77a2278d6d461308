"""``fetch``: bring captures to hand: the pinned ones for a build, whole histories for `fetch --all`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.commands.exits import FINE, UNAVAILABLE
from generator.commands.load import pins_of, read_catalog
from generator.commands.missing_captures import fetch_rows
from generator.commands.project import Project
from generator.content.captures_table import spell_captures
from generator.model.captures import FetchOutcome, FetchState
from generator.model.catalog import Document
from generator.model.reporting import Reporter
from generator.model.times import spell_time
from generator.store.writing import write_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of each wanted capture."""

    outcomes: tuple[FetchOutcome, ...]

    @property
    def exit_code(self) -> int:
        return FINE if all(outcome.at_hand for outcome in self.outcomes) else UNAVAILABLE

    def text(self) -> str:
        counts = {state: sum(o.state is state for o in self.outcomes) for state in FetchState}
        told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        return f"{len(self.outcomes)} captures: {told or 'nothing to do'}"

    def json(self) -> str:
        rows = [
            {
                "at": spell_time(o.row.captured_at),
                "archive": o.row.archive,
                "locator": str(o.row.locator),
                "sha256": o.row.sha256,
                "state": str(o.state),
                "error": o.error,
                "message": o.message,
            }
            for o in self.outcomes
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)


def fetch_pins(
    project: Project, reporter: Reporter, *, everything: bool = False, archive: str = ""
) -> Fetched:
    """Fill the store: the pins of all changes, or with `everything` every capture that captures.tsv lists."""
    catalog, _ = read_catalog(project)
    if everything:
        rows = [row for document in catalog.documents for row in document.captures]
    else:
        rows = [row for pair in pins_of(catalog).values() for row in pair if row]
    wanted = [row for row in dict.fromkeys(rows) if not archive or row.archive == archive]
    outcomes = fetch_rows(project, wanted, project.evidence(), reporter)
    for document in catalog.documents:
        _keep_transport(project, document, outcomes)
    return Fetched(outcomes=outcomes)


def _keep_transport(project: Project, document: Document, outcomes: Sequence[FetchOutcome]) -> None:
    """Write what the archive said of the transport into rows of captures.tsv that say nothing of it."""
    said = {o.row: o for o in outcomes if (o.charset, o.coding) != ("", "")}
    rows = [
        replace(row, charset=said[row].charset, coding=said[row].coding)
        if row in said and not (row.charset or row.coding)
        else row
        for row in document.captures
    ]
    if tuple(rows) != tuple(document.captures):
        write_text(project.content / document.company / document.slug / "captures.tsv", spell_captures(rows))
