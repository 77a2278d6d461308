"""`watch`: new captures of tracked documents, noise told from change, drafts opened with passages worth quoting.

Each document is finished before the next is begun: captures into the store, drafts, then the list of captures by one rename.
The list is what remembers. A run killed before the rename does that document again and finds its drafts written; a
run killed after it goes on with the next.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive, archive_for
from generator.commands.capture_reader import Reader
from generator.commands.exits import FINE, UNAVAILABLE
from generator.commands.load import location_at, read_catalog
from generator.commands.meant import unknown_document
from generator.commands.new import draft_text
from generator.commands.project import Project
from generator.compare import redline
from generator.content.captures_table import sort_rows, spell_captures
from generator.evidence.flips import Return, returns_among
from generator.evidence.history import Judge, Observed, classify_captures, no_quality_check
from generator.evidence.suggest import suggest_passages, suggest_topics
from generator.evidence.watching import NewCapture, plan_new, without_twins, worth_a_draft
from generator.extract import extract_policy, text_of
from generator.model.captures import Capture, CaptureClass, CaptureRow
from generator.model.catalog import Catalog, Document
from generator.model.errors import ArchiveError, Unreadable, UsageError
from generator.model.locators import Locator
from generator.model.reporting import Reporter
from generator.model.times import spell_time
from generator.model.words import links_digest, words_digest
from generator.store.evidence_store import EvidenceStore
from generator.store.writing import write_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a look at one document found. `drafts` are files below the content folder."""

    document: str
    new: tuple[CaptureRow, ...] = ()
    drafts: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    returns: tuple[Return, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchReport:
    """A whole look."""

    documents: tuple[Watched, ...]

    @property
    def exit_code(self) -> int:
        return UNAVAILABLE if any(watched.failures for watched in self.documents) else FINE

    def json(self) -> str:
        return json.dumps([_record(watched) for watched in self.documents], ensure_ascii=False, indent=1)

    def text(self) -> str:
        """What a pull request would say: changes first, noise counted, failures last."""
        lines = []
        for watched in self.documents:
            if watched.new or watched.failures:
                lines.append(f"{watched.document}: {_count(watched.new)}")
            back = {one.row: one for one in watched.returns}
            lines += [
                f"  change captured {row.ref}"
                + (f", returns to the words of {back[row].earlier.ref}" if row in back else "")
                for row in watched.new
                if row.kind is CaptureClass.CHANGE
            ]
            lines += [
                f"  suspect, not a change by itself: {row.ref}"
                for row in watched.new
                if row.kind is CaptureClass.SUSPECT
            ]
            lines += [f"  draft: {draft}" for draft in watched.drafts]
            lines += [f"  not seen: {failure}" for failure in watched.failures]
        total = sum(len(watched.new) for watched in self.documents)
        return "\n".join([*lines, f"{len(self.documents)} documents looked at, {total} new captures"])


def watch(
    project: Project, *, today: date, reporter: Reporter, only: str = "", judge: Judge = no_quality_check
) -> WatchReport:
    """Look at every tracked document (or at `only` one), and write what is new into the content folder."""
    catalog, _ = read_catalog(project)
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=(Path(),), offline=project.offline
    )
    store = project.evidence()
    tracked = [d for d in catalog.documents if d.archives and only in ("", d.key)]
    if only and catalog.document(only) is None:
        raise unknown_document(catalog, only)
    if only and not tracked:
        raise UsageError(f"{only} names no `archives` in its index.md, so there is nothing to look at")
    reporter.step(f"Looking at {len(tracked)} documents")
    found = []
    for number, document in enumerate(tracked):
        reporter.progress(number, len(tracked), document.key)
        found.append(look_at(project, catalog, document, archives, store, today=today, judge=judge))
    reporter.progress(len(tracked), len(tracked))
    return WatchReport(documents=tuple(found))


def look_at(
    project: Project,
    catalog: Catalog,
    document: Document,
    archives: Sequence[Archive],
    store: EvidenceStore,
    *,
    today: date,
    judge: Judge = no_quality_check,
    drafts: bool = True,
) -> Watched:
    """One document: list, fetch what is new, classify, open drafts, and at last write the list."""
    failures: list[str] = []
    fresh: list[Observed] = []
    reader = Reader(store=store, archives=archives)
    for locator in document.archives:
        for new in _ask(document, locator, archives, failures):
            try:
                fresh.append(_take(new, document, archives, store))
            except ArchiveError as error:
                failures.append(f"{new.listed.locator}: {error}")
    kept = set(without_twins(document.captures, [one.row for one in fresh]))
    fresh = [one for one in fresh if one.row in kept]
    if not fresh:
        return Watched(document=document.key, failures=tuple(failures))
    known = [_known(row, document, reader, fresh) for row in document.captures]
    lines = {(str(line.locator), line.order): line for line in classify_captures([*known, *fresh], judge)}
    new_rows = [
        replace(
            one.row,
            kind=lines[(str(one.row.locator), one.row.order)].kind
            if one.policy is not None
            else CaptureClass.SUSPECT,
        )
        for one in fresh
    ]
    rows = sort_rows([*document.captures, *new_rows])
    returns = returns_among(rows, new_rows)
    told = {one.row for one in returns if one.is_told}
    opened = [
        draft
        for before, after in (worth_a_draft(rows, new_rows) if drafts else ())
        if after not in told
        and (draft := _open_draft(project, catalog, document, before, after, reader, today))
    ]
    write_text(project.content / document.company / document.slug / "captures.tsv", spell_captures(rows))
    return Watched(
        document=document.key,
        new=tuple(new_rows),
        drafts=tuple(opened),
        failures=tuple(failures),
        returns=returns,
    )


def _ask(
    document: Document, locator: Locator, archives: Sequence[Archive], failures: list[str]
) -> tuple[NewCapture, ...]:
    """What an archive has that the list lacks; nothing, and the reason, where it does not answer."""
    try:
        listed = tuple(archive_for(archives, locator).list_captures(locator))
    except ArchiveError as error:
        failures.append(f"{locator}: {error}")
        return ()
    if not listed and any(row.archive == locator.row_name for row in document.captures):
        failures.append(f"{locator}: the archive lists no capture, though some are known")
    return plan_new(document.captures, listed, locator.row_name)


def _take(new: NewCapture, document: Document, archives: Sequence[Archive], store: EvidenceStore) -> Observed:
    """Fetch a new capture into the store; what it says is what its digest will stand for from now on."""
    got = archive_for(archives, new.listed.locator).fetch(new.listed.locator)
    store.put(got.sha256, got.body)
    row = CaptureRow(
        archive=new.archive, captured_at=new.listed.captured_at, order=new.order, locator=new.listed.locator,
        sha256=got.sha256, size=len(got.body), media_type=got.media_type or new.listed.media_type,
        charset=got.charset, coding=got.coding,
    )  # fmt: skip
    at = location_at(document, row)
    capture = Capture(sha256=row.sha256, body=got.body, media_type=row.media_type, charset=got.charset)
    try:
        policy = extract_policy(
            capture, select=at.select, remove=at.remove, language=document.edition.language
        )
    except Unreadable:  # it is there, and nobody can say what it holds
        return Observed(row=row, technical=new.listed.technical)
    row = replace(row, words=str(words_digest(policy.text)), links=str(links_digest(policy.text)))
    return Observed(row=row, words=row.words, policy=policy, technical=new.listed.technical)


def _known(row: CaptureRow, document: Document, reader: Reader, fresh: Sequence[Observed]) -> Observed:
    """A capture of the list. Its text is read only where a new one stands beside it in time."""
    first = min(one.row.captured_at for one in fresh)
    near = [other for other in document.captures if other.captured_at <= first][-3:]
    policy = reader.policy(row, document) if row in near or row.captured_at > first else None
    return Observed(row=row, words=row.words, policy=policy, technical=row.kind is CaptureClass.TECHNICAL)


def _open_draft(
    project: Project,
    catalog: Catalog,
    document: Document,
    before: CaptureRow,
    after: CaptureRow,
    reader: Reader,
    today: date,
) -> str:
    """A draft of the change, as a file below the content folder; empty where nothing is worth quoting or one is there."""
    policies = [reader.policy(row, document) for row in (before, after)]
    texts = [text_of(policy) for policy in policies if policy is not None]
    if len(texts) < 2:
        return ""
    compared = redline(texts[0], texts[1])
    passages = suggest_passages(compared, texts[0], texts[1], catalog.topics)
    folder = project.content / document.company / document.slug
    if not passages or _is_written(folder, after):
        return ""
    path = folder / f"{after.captured_at:%Y-%m-%d}.md"
    if path.exists():
        path = folder / f"{after.captured_at:%Y-%m-%dT%H%M}.md"
    if path.exists():
        return ""
    topics = suggest_topics(passages)
    write_text(
        path, draft_text(catalog, document.company, document.slug, (before, after), passages, topics, today)
    )
    return path.relative_to(project.content).as_posix()


def _is_written(folder: Path, after: CaptureRow) -> bool:
    """Whether some change of this document ends at this capture already."""
    line = f"\nafter: {after.ref}"
    return any(
        line in path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.md"))
    )


def _count(new: Sequence[CaptureRow]) -> str:
    counts = {kind: sum(row.kind is kind for row in new) for kind in CaptureClass}
    return (
        f"{len(new)} new captures ({', '.join(f'{n} {kind}' for kind, n in counts.items() if n)})"
        if new
        else "nothing new"
    )


def _record(watched: Watched) -> dict[str, object]:
    return {
        "document": watched.document,
        "new": [
            {
                "at": spell_time(row.captured_at),
                "archive": row.archive,
                "sha256": row.sha256,
                "class": str(row.kind),
            }
            for row in watched.new
        ],
        "drafts": list(watched.drafts),
        "returns": [
            {"at": spell_time(one.row.captured_at), "to": spell_time(one.earlier.captured_at)}
            for one in watched.returns
        ],
        "failures": list(watched.failures),
    }
