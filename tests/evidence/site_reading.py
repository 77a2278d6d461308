"""A sample site resolved from the captures committed in it: what `check` does, without its commands."""

from dataclasses import replace
from pathlib import Path

from generator.compare import redline
from generator.content.catalog import build_catalog
from generator.content.check import check_catalog
from generator.content.echoes import without_echoes
from generator.evidence.resolve import Resolved, resolve_changes
from generator.extract import extract_text
from generator.model.captures import Capture, CaptureRow
from generator.model.catalog import Catalog, Document, Location
from generator.model.digests import digest_of
from generator.model.problems import Problem
from generator.model.results import Compared
from generator.model.text import Text
from generator.store.sources import read_sources


def read_site(content: Path) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog with its example beside it, as the commands read it."""
    catalog, problems = build_catalog(read_sources(content))
    if (example := catalog.example) is not None:
        catalog = replace(
            catalog,
            companies=catalog.companies + example.companies,
            documents=catalog.documents + example.documents,
            changes=catalog.changes + example.changes,
            locks=catalog.locks + example.locks,
            example=None,
        )
    return catalog, problems


def read_row(document: Document, row: CaptureRow, body: bytes) -> Text:
    """A capture of a document, read with the selectors that held on its day."""
    day = row.captured_at.date()
    at = [
        place
        for place in document.locations
        if (place.valid_from is None or place.valid_from <= day)
        and (place.valid_until is None or day <= place.valid_until)
    ]
    place = at[-1] if at else Location()
    capture = Capture(sha256=row.sha256, body=body, media_type=row.media_type)
    return extract_text(capture, select=place.select, remove=place.remove, language=document.edition.language)


def resolve_site(content: Path, catalog: Catalog, *, at_hand: bool = True) -> Resolved:
    """Every change from the captures in the tree; none of them with `at_hand` False."""
    bodies = (
        {digest_of(f.read_bytes()): f.read_bytes() for f in content.rglob("captures/*")} if at_hand else {}
    )

    def read(document: Document, row: CaptureRow) -> Text | None:
        body = bodies.get(row.sha256)
        return None if body is None else read_row(document, row, body)

    def words(document: Document, row: CaptureRow) -> str | None:
        text = read(document, row)
        return text.folded.text if text else None

    compared: dict[str, Compared] = {}
    for change in catalog.changes:
        document = catalog.document(change.document_key)
        rows = [catalog.row(change.document_key, ref) for ref in (change.before, change.after)]
        if document is None or None in rows:
            continue
        texts = [read(document, row) for row in rows if row]
        before, after = texts
        if before is not None and after is not None:
            compared[change.key] = Compared(before=before, after=after, redline=redline(before, after))
    return resolve_changes(catalog, compared, words, {k.change: k for k in catalog.locks})


def problems_of(content: Path, *, at_hand: bool = True) -> tuple[Problem, ...]:
    """All that is wrong with a site."""
    catalog, problems = read_site(content)
    resolved = resolve_site(content, catalog, at_hand=at_hand)
    return without_echoes([*problems, *check_catalog(catalog), *resolved.problems])
