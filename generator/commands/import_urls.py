"""`import --urls`: a list of addresses as documents, each with the captures that a web archive lists of it.

Nothing is published by it: documents get their history, no changes and no drafts. A document is finished by one rename of its
list of captures, so a run that was killed goes on where it stopped; one that has a list is left to `watch`.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.archives.configure import open_archives
from generator.commands.exits import FINE, UNAVAILABLE
from generator.commands.load import read_catalog
from generator.commands.project import Project
from generator.commands.watch import look_at
from generator.content.importing import company_page
from generator.content.url_list import (
    PlannedDocument,
    address_page,
    plan_addresses,
    read_url_list,
)
from generator.evidence.history import Judge, no_quality_check
from generator.model.errors import LocatorError, UsageError
from generator.model.locators import parse_locator
from generator.model.reporting import Reporter
from generator.store.writing import write_text

WAYBACK = "wayback:{address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAddresses:
    """What an import wrote: by key of document its captures, and what could not be had."""

    documents: tuple[tuple[str, int], ...]
    already: int = 0
    failures: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return UNAVAILABLE if self.failures else FINE

    def text(self) -> str:
        added = sum(count for _, count in self.documents)
        lines = [f"not seen: {failure}" for failure in self.failures]
        had = f"; {self.already} had their list already" if self.already else ""
        lines.append(f"{len(self.documents)} documents, {added} captures added{had}")
        if self.failures:
            lines.append("Run the same command again for what is missing.")
        return "\n".join(lines)

    def json(self) -> str:
        record = {"documents": dict(self.documents), "already": self.already, "failures": list(self.failures)}
        return json.dumps(record, ensure_ascii=False, indent=1)


def import_addresses(
    project: Project,
    urls: Path,
    *,
    kind: str,
    archive: str = WAYBACK,
    today: date,
    reporter: Reporter,
    judge: Judge = no_quality_check,
) -> ImportedAddresses:
    """Make a document of each address of a list, and ask an archive for its captures.

    `archive` is a locator with ``{address}`` in it. A capture is fetched once, into the store.
    """
    if "{address}" not in archive:
        raise UsageError("--archive has no {address} in it, so every document would have the same captures")
    try:
        text = urls.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{urls} is not UTF-8") from None
    rows = read_url_list(text, str(urls))
    catalog, problems = read_catalog(project)
    planned = plan_addresses(rows, catalog.companies, catalog.documents)
    for one in planned:
        _begin(project, one, kind, archive.replace("{address}", one.listed.address))
    catalog, problems = read_catalog(project)
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=(Path(),), offline=project.offline
    )
    store = project.evidence()
    done: list[tuple[str, int]] = []
    failures: list[str] = []
    already = 0
    reporter.step(f"Asking for the captures of {len(planned)} addresses")
    for number, one in enumerate(planned):
        reporter.progress(number, len(planned), one.key)
        document = catalog.document(one.key)
        if document is None:
            wrong = [p for p in problems if p.where.path.startswith(f"{one.company}/")]
            failures.append(f"{one.key}: {wrong[0].message if wrong else 'its page cannot be read'}")
        elif document.captures:
            already += 1
        else:
            found = look_at(
                project, catalog, document, archives, store, today=today, judge=judge, drafts=False
            )
            done.append((one.key, len(found.new)))
            failures += found.failures
    reporter.progress(len(planned), len(planned))
    return ImportedAddresses(documents=tuple(done), already=already, failures=tuple(failures))


def _begin(project: Project, planned: PlannedDocument, kind: str, archive: str) -> None:
    """The pages of a document, where they lack."""
    try:
        parse_locator(archive)
    except LocatorError as error:
        raise UsageError(f"{planned.listed.address}: {error}") from None
    folder = project.content / planned.company
    if not (folder / "index.md").exists():
        write_text(folder / "index.md", company_page(planned.listed.group))
    if not (folder / planned.document / "index.md").exists():
        write_text(folder / planned.document / "index.md", address_page(planned, kind, archive))
