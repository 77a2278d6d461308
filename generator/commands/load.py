"""What `build`, `check`, `lock` and `verify` all begin with: content read, pins found, comparisons to be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.commands.committed_captures import lists_of, other_bytes, other_records
from generator.commands.project import Project
from generator.content.catalog import build_catalog
from generator.jobs.content_files import RememberedFiles
from generator.jobs.memo import Memo
from generator.jobs.redline_job import RedlineOrder, TextOrder
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Document, Location, Status
from generator.model.digests import Digest
from generator.model.errors import WrongBytes
from generator.model.problems import Problem, sort_problems
from generator.model.reporting import Reporter
from generator.model.sources import SourceFile
from generator.model.unread import Unread
from generator.store.evidence_store import EvidenceStore
from generator.store.sources import read_source, read_sources

STARTER = Path(__file__).resolve().parent.parent / "starter" / "content"
VOCABULARY = "vocabulary.yaml"


def read_catalog(project: Project) -> tuple[Catalog, tuple[Problem, ...]]:
    """All content as one catalog; the worked example's companies stand in it under their longer slugs."""
    catalog, problems, _ = _read_content(project)
    return catalog, problems


def _read_content(
    project: Project, memo: Memo | None = None
) -> tuple[Catalog, tuple[Problem, ...], tuple[SourceFile, ...]]:
    """The catalog, what is wrong with it, and the files that it was read from."""
    sources = read_sources(project.content) if project.content.is_dir() else ()  # a locator needs no report
    remembered = RememberedFiles(memo) if memo else None
    catalog, problems = build_catalog(
        _with_vocabulary(sources),
        root=project.content.as_posix(),
        read=remembered.read if remembered else None,
    )
    if remembered:
        remembered.keep()
    if catalog.example:
        catalog = with_example(catalog, catalog.example)
    if not project.drafts:
        kept = tuple(c for c in catalog.changes if c.status is not Status.DRAFT)
        catalog = replace(catalog, changes=kept)
    return catalog, problems, sources


def _with_vocabulary(sources: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
    """The files, with the vocabulary that `init` writes where a report has none of its own."""
    if not sources or any(source.path == VOCABULARY for source in sources):
        return sources
    return tuple(sorted((*sources, read_source(STARTER, VOCABULARY)), key=lambda source: source.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """The content as read, and which of the captures that it pins are at hand; nothing was compared yet.

    `wrong` says that the store, or a committed capture, holds other bytes than is said of it; then nothing else is read.
    """

    catalog: Catalog
    problems: tuple[Problem, ...]
    store: EvidenceStore
    orders: Mapping[str, RedlineOrder] = field(default_factory=dict)
    digests: Mapping[str, Digest] = field(default_factory=dict)  # of content files, by path below the folder
    lists: Mapping[str, str] = field(default_factory=dict)  # texts of the files captures.tsv, likewise
    missing: tuple[CaptureRow, ...] = ()
    pinned: int = 0
    wrong: bool = False

    def lock_digests(self) -> dict[str, Digest]:
        """Digests of locks by key of change."""
        return {
            path.removesuffix(".lock"): digest
            for path, digest in self.digests.items()
            if path.endswith(".lock")
        }


def survey(project: Project, reporter: Reporter, memo: Memo | None = None) -> Surveyed:
    """Read the content and see which pins are at hand. Asks archives only for missing ones, and not with --offline."""
    from generator.commands.missing_captures import fetch_rows

    catalog, problems, sources = _read_content(project, memo)
    store = project.evidence()
    pins = pins_of(catalog)
    rows = tuple(dict.fromkeys(row for pair in pins.values() for row in pair if row))
    wrong = [*_wrong_bytes(catalog, pins, store), *other_bytes(catalog, sources, project.content)]
    if wrong:
        found = sort_problems([*problems, *wrong])
        return Surveyed(catalog=catalog, problems=found, store=store, pinned=len(rows), wrong=True)
    missing = tuple(row for row in rows if not store.has(row.sha256))
    if missing and not project.offline:
        fetch_rows(project, missing, store, reporter)
        missing = tuple(row for row in missing if not store.has(row.sha256))
    if wrong := other_records(catalog, sources, project.content, missing):
        found = sort_problems([*problems, *wrong])
        return Surveyed(catalog=catalog, problems=found, store=store, pinned=len(rows), wrong=True)
    store.at_hand.keep()
    return Surveyed(
        catalog=catalog,
        problems=problems,
        store=store,
        orders=_orders(catalog, pins, frozenset(row.sha256 for row in missing)),
        digests={source.path: source.digest for source in sources},
        lists=lists_of(sources),
        missing=missing,
        pinned=len(rows),
    )


def with_example(catalog: Catalog, example: Catalog) -> Catalog:
    """One catalog of the report and its worked example; pages leave the example out of counts, feeds and lists."""
    return replace(
        catalog,
        companies=catalog.companies + example.companies,
        documents=catalog.documents + example.documents,
        changes=catalog.changes + example.changes,
        locks=catalog.locks + example.locks,
        example=None,
    )


def pins_of(catalog: Catalog) -> dict[str, tuple[CaptureRow | None, CaptureRow | None]]:
    """Both pinned captures of each change, by its key; None where captures.tsv has no such row (a problem by then)."""
    return {
        change.key: (
            catalog.row(change.document_key, change.before),
            catalog.row(change.document_key, change.after),
        )
        for change in catalog.changes
    }


def location_at(document: Document, row: CaptureRow) -> Location:
    """Where the document stood when a capture was made; an empty location where nothing is recorded for that day."""
    day = row.captured_at.date()
    fitting = [
        at
        for at in document.locations
        if (at.valid_from is None or at.valid_from <= day)
        and (at.valid_until is None or day <= at.valid_until)
    ]
    return fitting[-1] if fitting else Location()


def text_order(document: Document, row: CaptureRow) -> TextOrder:
    """How the text of a capture is to be taken."""
    at = location_at(document, row)
    return TextOrder(
        digest=row.sha256,
        media_type=row.media_type,
        charset=row.charset,
        select=at.select,
        remove=at.remove,
        language=document.edition.language,
    )


def order_unread(catalog: Catalog, store: EvidenceStore) -> tuple[tuple[Unread, RedlineOrder | None], ...]:
    """Every comparison without a note, to be made where both captures are at hand; archives are not asked for these."""
    from generator.content.unread_plan import plan_unread

    orders: list[tuple[Unread, RedlineOrder | None]] = []
    for one in plan_unread(catalog) if catalog.report.publish_unread else ():
        document = catalog.document(one.document)
        order = None
        if document and store.has(one.before.sha256) and store.has(one.after.sha256):
            order = RedlineOrder(
                before=text_order(document, one.before),
                after=text_order(document, one.after),
                where=document.where,
            )
        orders.append((one, order))
    return tuple(orders)


def _wrong_bytes(
    catalog: Catalog, pins: Mapping[str, tuple[CaptureRow | None, CaptureRow | None]], store: EvidenceStore
) -> list[Problem]:
    """A problem for each listed capture whose file in the store holds other bytes than its name says.

    A pin is told at its change; any other capture, which lives and brackets may rest on, at its document.
    """
    asked = [
        (row, f"capture `{side}`", change.where)
        for change in catalog.changes
        for side, row in zip(("before", "after"), pins[change.key], strict=True)
        if row
    ]
    pinned = {row.sha256 for row, _, _ in asked}
    asked += [
        (row, f"capture {row.ref}", document.where)
        for document in catalog.documents
        for row in document.captures
        if row.sha256 not in pinned
    ]
    problems = []
    for row, name, where in asked:
        try:
            store.check_stored(row.sha256)
        except WrongBytes as error:
            problems.append(
                Problem(
                    code="wrong-bytes",
                    message=f"{name}: {error}",
                    where=where,
                    hint="delete that file and fetch again; the store must hold what its names say",
                )
            )
    return problems


def _orders(
    catalog: Catalog,
    pins: Mapping[str, tuple[CaptureRow | None, CaptureRow | None]],
    missing: frozenset[Digest],
) -> dict[str, RedlineOrder]:
    """A comparison for each change whose captures are both at hand."""
    orders = {}
    for change in catalog.changes:
        before, after = pins[change.key]
        document = catalog.document(change.document_key)
        if document is None or before is None or after is None:
            continue
        if before.sha256 in missing or after.sha256 in missing:
            continue
        orders[change.key] = RedlineOrder(
            before=text_order(document, before), after=text_order(document, after), where=change.where
        )
    return orders
