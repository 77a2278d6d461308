"""`import`: a whole Open Terms Archive collection, from a clone or a bundle, as documents with their lists of captures.

Nothing is published by it: documents get their history, no changes. A document is finished by one rename of its list, so a
run that was killed goes on where it stopped, and a second run adds only what is new.
"""

import json
from dataclasses import dataclass, replace

from generator.archives.ota import OtaClone, Version
from generator.archives.subjects import is_technical
from generator.commands.exits import FINE
from generator.commands.load import location_at, read_catalog
from generator.commands.project import Project
from generator.content.captures_table import sort_rows, spell_captures
from generator.content.importing import ImportedDocument, company_page, document_page, plan_documents
from generator.evidence.history import Judge, Observed, classify_captures, no_quality_check
from generator.evidence.watching import NewCapture, plan_new, without_twins
from generator.extract import extract_policy
from generator.model.captures import Capture, CaptureRow, ListedCapture
from generator.model.catalog import Catalog, Document
from generator.model.digests import digest_of
from generator.model.errors import UsageError
from generator.model.locators import OtaLocator
from generator.model.reporting import Reporter
from generator.model.words import links_digest, words_digest
from generator.store.evidence_store import EvidenceStore
from generator.store.writing import write_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import wrote: documents with new captures, and how many captures."""

    collection: str
    documents: tuple[tuple[str, int], ...]
    versions: int

    @property
    def exit_code(self) -> int:
        return FINE

    def text(self) -> str:
        added = sum(count for _, count in self.documents)
        return f"{self.collection}: {self.versions} versions in {len(self.documents)} documents, {added} captures added"

    def json(self) -> str:
        return json.dumps(
            {"collection": self.collection, "versions": self.versions, "documents": dict(self.documents)},
            ensure_ascii=False, indent=1,
        )  # fmt: skip


def import_collection(
    project: Project,
    repository: str,
    *,
    reporter: Reporter,
    keep_texts: bool = False,
    judge: Judge = no_quality_check,
) -> Imported:
    """Read ``OWNER/REPO`` in full. With `keep_texts` every text goes into the store, else it stays in the clone."""
    if not any(name == repository for name, _ in project.archives.clones):
        raise UsageError(f"no clone or bundle of {repository} is configured; name one with SMALLPRINT_CLONES")
    clone = OtaClone(clones=project.archives.clones, cache=project.cache / "http")
    reporter.step(f"Reading {repository}")
    by_path: dict[str, list[Version]] = {}
    for version in clone.versions(repository):
        if version.blob:
            by_path.setdefault(version.path, []).append(version)
    catalog, _ = read_catalog(project)
    planned = plan_documents(by_path, catalog.companies, catalog.documents, repository)
    store = project.evidence()
    written: list[tuple[str, int]] = []
    reporter.step(f"Importing {len(planned)} documents")
    for number, one in enumerate(planned):
        reporter.progress(number, len(planned), one.key)
        added = _import_one(
            project, catalog, one, repository, by_path[one.path], clone, store if keep_texts else None, judge
        )
        written.append((one.key, added))
    reporter.progress(len(planned), len(planned))
    total = sum(len(by_path[one.path]) for one in planned)
    return Imported(collection=repository, documents=tuple(written), versions=total)


def _import_one(
    project: Project,
    catalog: Catalog,
    planned: ImportedDocument,
    repository: str,
    versions: list[Version],
    clone: OtaClone,
    store: EvidenceStore | None,
    judge: Judge,
) -> int:
    """One document: its pages where they lack, and its list. How many captures were added."""
    known = catalog.document(planned.key)
    rows = known.captures if known else ()
    new = plan_new(rows, _listed(versions, planned, repository), repository.rpartition("/")[2])
    if not new:
        return 0
    blobs = dict(clone.read_blobs(repository, sorted({v.blob for v in versions})))
    blob_of = {version.commit: version.blob for version in versions}
    fresh = [_observe(one, blobs[_blob(one, blob_of)], known, store) for one in new]
    kept = set(without_twins(rows, [one.row for one in fresh]))
    fresh = [one for one in fresh if one.row in kept]
    if not fresh:
        return 0
    before = [Observed(row=row, words=row.words, technical=False) for row in rows]
    kinds = {str(line.locator): line.kind for line in classify_captures([*before, *fresh], judge)}
    added = [replace(one.row, kind=kinds[str(one.row.locator)]) for one in fresh]
    folder = project.content / planned.company
    if not (folder / "index.md").exists():
        write_text(folder / "index.md", company_page(planned.service))
    if not (folder / planned.document / "index.md").exists():
        write_text(folder / planned.document / "index.md", document_page(planned, repository))
    write_text(folder / planned.document / "captures.tsv", spell_captures(sort_rows([*rows, *added])))
    return len(added)


def _listed(versions: list[Version], planned: ImportedDocument, repository: str) -> list[ListedCapture]:
    return [
        ListedCapture(
            archive=repository.rpartition("/")[2],
            captured_at=version.at,
            order=order,
            locator=OtaLocator(repository=repository, commit=version.commit, path=planned.path),
            media_type="text/markdown",
            reported_digest=f"git:{version.blob}",
            subject=version.subject,
            technical=is_technical(version.subject),
        )
        for order, version in enumerate(versions)
    ]


def _blob(new: NewCapture, blob_of: dict[str, str]) -> str:
    assert isinstance(new.listed.locator, OtaLocator)
    return blob_of[new.listed.locator.commit]


def _observe(new: NewCapture, body: bytes, known: Document | None, store: EvidenceStore | None) -> Observed:
    """A version as a row, read as the document's other captures are."""
    digest = digest_of(body)
    if store is not None:
        store.put(digest, body)
    row = CaptureRow(
        archive=new.archive, captured_at=new.listed.captured_at, order=new.order, locator=new.listed.locator,
        sha256=digest, size=len(body), media_type="text/markdown",
    )  # fmt: skip
    capture = Capture(sha256=digest, body=body)
    at = location_at(known, row) if known else None
    policy = (
        extract_policy(capture, select=at.select, remove=at.remove)
        if at is not None
        else extract_policy(capture)
    )
    row = replace(row, words=str(words_digest(policy.text)), links=str(links_digest(policy.text)))
    return Observed(row=row, words=row.words, policy=policy, technical=new.listed.technical)
