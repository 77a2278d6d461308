"""``new``: scaffold a change from two captures, with the passages worth quoting already as named quotations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.archives.configure import open_archives
from generator.archives.ota import OtaHttp
from generator.archives.protocol import Archive, archive_for
from generator.archives.settings import ArchiveSettings
from generator.commands.capture_choice import (
    is_whole_history,
    listed_captures,
    locator_at,
    row_at,
    row_before,
)
from generator.commands.capture_reader import folders_for
from generator.commands.load import read_catalog
from generator.commands.project import Project
from generator.compare import redline
from generator.compare.roles import shown_otherwise
from generator.content.captures_table import sort_rows, spell_captures
from generator.content.importing import new_document_page
from generator.content.scaffold import spell_draft, spell_slug
from generator.evidence.suggest import Suggestion, spell_quotation, suggest_passages, suggest_topics
from generator.extract import extract_policy, text_of
from generator.model.captures import Capture, CaptureClass, CaptureRef, CaptureRow
from generator.model.catalog import Catalog, Document, Status
from generator.model.digests import Digest, digest_of
from generator.model.errors import UsageError
from generator.model.locators import Locator, OtaLocator, is_local
from generator.model.noticed import notice_reading
from generator.model.policy import PolicyText
from generator.model.reporting import Reporter
from generator.model.text import Text
from generator.model.words import links_digest, words_digest
from generator.store.evidence_store import EvidenceStore
from generator.store.writing import write_text

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaffold:
    """What `new` wrote: paths below the content folder, and what to do next."""

    change: str
    files: tuple[str, ...]
    quotations: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which captures were asked for: `before` may be left out, `source` is an address whose archive lists captures."""

    after: str
    before: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What choosing and fetching captures needs."""

    known: Document | None
    store: EvidenceStore
    archives: Sequence[Archive]
    settings: ArchiveSettings
    offline: bool
    reporter: Reporter


def new_change(
    project: Project,
    company: str,
    document: str,
    *,
    after: str,
    before: str = "",
    source: str = "",
    today: date,
    reporter: Reporter,
) -> Scaffold:
    """Fetch both captures, list them, compare them, and write a draft. Raises UsageError and ArchiveError."""
    for slug in (company, document):
        if not _SLUG.match(slug):
            raise UsageError(
                f"{slug!r} cannot be an address; use lower-case letters, digits and single hyphens"
            )
    catalog, _ = read_catalog(replace(project, drafts=True))
    desk = _Desk(
        known=catalog.document(f"{company}/{document}"),
        store=project.evidence(),
        archives=open_archives(
            project.archives,
            cache=project.cache / "http",
            folders=folders_for(next((n for n in (source, after, before) if is_local(n)), after)),
            offline=project.offline,
        ),
        settings=project.archives,
        offline=project.offline,
        reporter=reporter,
    )
    rows = _pair(Wanted(after=after, before=before, source=source), desk)
    if rows[0].captured_at > rows[1].captured_at or rows[0].locator == rows[1].locator:
        raise UsageError(f"--before ({rows[0].ref}) must be earlier than --after ({rows[1].ref})")
    _refuse_twice(catalog, f"{company}/{document}", rows)
    texts = [text_of(_policy_of(row, desk.known, desk.store)) for row in rows]
    for row, text in zip(rows, texts, strict=True):
        for line in notice_reading(text.policy):
            reporter.note(f"{row.ref}: {line}")
    compared = redline(texts[0], texts[1])
    passages = suggest_passages(compared, texts[0], texts[1], catalog.topics)
    topics = suggest_topics(passages)
    live = source if source.startswith(("http://", "https://")) and not _is_archived(source, desk) else ""
    files = _write(project.content, catalog, company, document, rows, texts, passages, topics, today, live)
    return Scaffold(
        change=files[-1].removesuffix(".md"), files=files, quotations=len(passages), topics=topics
    )


def _is_archived(name: str, desk: _Desk) -> bool:
    return not is_whole_history(locator_at(name, desk.settings, desk.known))


def _pair(wanted: Wanted, desk: _Desk) -> list[CaptureRow]:
    """The rows of both captures, their bytes in the store."""
    listed = desk.known.captures if desk.known else ()
    if wanted.source:
        listed = listed_captures(locator_at(wanted.source, desk.settings, desk.known), desk.archives)
    last = row_at(wanted.after, listed)
    if wanted.before:
        first = row_at(wanted.before, listed)
        return [_row_of(wanted.before, first, desk), _row_of(wanted.after, last, desk)]
    after = _row_of(wanted.after, last, desk)
    earlier = row_before(last or after, listed)
    desk.reporter.step(f"Before it: {earlier.ref}")
    return [_row_of(earlier.ref, earlier, desk), after]


def _refuse_twice(catalog: Catalog, key: str, rows: Sequence[CaptureRow]) -> None:
    """Raise UsageError where a change of the document, draft or not, rests on these two captures already."""
    for change in catalog.changes_of(key):
        held = [catalog.row(key, ref) for ref in (change.before, change.after)]
        if [row.sha256 if row else "" for row in held] == [row.sha256 for row in rows]:
            what = "draft" if change.status is Status.DRAFT else "change"
            raise UsageError(
                f"{change.where.path}: a {what} of these two captures is there already; edit that file"
            )


def _row_of(name: str, row: CaptureRow | None, desk: _Desk) -> CaptureRow:
    """The row of a capture: one that captures.tsv has, or a new one whose bytes are now in the store."""
    known = desk.known
    if row is not None and known and row in known.captures:
        return row
    locator = row.locator if row is not None else locator_at(name, desk.settings, known)
    if is_whole_history(locator):
        raise UsageError(
            f"{name}: this names a page, not one capture of it; give --from {name} and a day as --before and --after"
        )
    if known:
        same = [one for one in known.captures if one.locator == locator]
        if same and desk.store.has(same[0].sha256):
            return same[0]
    if desk.offline and not locator.is_local:
        raise UsageError(f"{name}: --offline was given and this capture is not listed")
    desk.reporter.step(f"Fetching {locator}")
    return _fetched(name, locator, desk, row)


def _fetched(name: str, locator: Locator, desk: _Desk, listed: CaptureRow | None) -> CaptureRow:
    archive = archive_for(desk.archives, locator)
    got = archive.fetch(locator)
    if got.captured_at is None and isinstance(archive, OtaHttp) and isinstance(locator, OtaLocator):
        got = replace(
            got, captured_at=archive.commit_time(locator)
        )  # a raw file does not tell; its commit does
    captured_at = got.captured_at or (listed.captured_at if listed else None)
    if captured_at is None:
        raise UsageError(f"{name}: the archive does not say when this was captured")
    desk.store.put(got.sha256, got.body)
    row = CaptureRow(
        archive=locator.row_name,
        captured_at=captured_at,
        order=0,
        locator=locator,
        sha256=got.sha256,
        size=len(got.body),
        media_type=got.media_type,
        kind=CaptureClass.CHANGE,
        charset=got.charset,
        coding=got.coding,
    )
    text = _policy_of(row, desk.known, desk.store).text
    return replace(row, words=str(words_digest(text)), links=str(links_digest(text)))


def _policy_of(row: CaptureRow, known: Document | None, store: EvidenceStore) -> PolicyText:
    from generator.commands.load import location_at

    body = store.find_bytes(row.sha256)
    if body is None:
        raise UsageError(
            f"{row.ref}: its bytes are in no store or mirror; run `fetch` or name one with --mirror"
        )
    capture = Capture(
        sha256=Digest(digest_of(body)), body=body, media_type=row.media_type, charset=row.charset
    )
    if known is None:
        return extract_policy(capture)
    at = location_at(known, row)
    return extract_policy(capture, select=at.select, remove=at.remove, language=known.edition.language)


def _write(
    content: Path,
    catalog: Catalog,
    company: str,
    document: str,
    rows: Sequence[CaptureRow],
    texts: Sequence[Text],
    passages: Sequence[Suggestion],
    topics: Sequence[str],
    today: date,
    live: str = "",
) -> tuple[str, ...]:
    """Files of the scaffold; what exists is kept, captures.tsv is added to."""
    folder = content / company / document
    written = []
    if not (content / company / "index.md").exists():
        written.append(write_text(content / company / "index.md", _COMPANY.format(name=spell_slug(company))))
    if not (folder / "index.md").exists():
        written.append(write_text(folder / "index.md", new_document_page(document, rows[1].locator, live)))
    known = catalog.document(f"{company}/{document}")
    listed = list(known.captures) if known else []
    for row in rows:
        if not any(r.sha256 == row.sha256 and r.captured_at == row.captured_at for r in listed):
            order = sum(r.archive == row.archive for r in listed)
            kind = _kind_of(row, listed)
            if kind is CaptureClass.SAME and row == rows[1] and shown_otherwise(*[t.policy for t in texts]):
                kind = CaptureClass.CHANGE  # the same words, struck or hidden now
            listed.append(replace(row, order=order, kind=kind))
    written.append(write_text(folder / "captures.tsv", spell_captures(sort_rows(listed))))
    name = rows[1].captured_at.strftime("%Y-%m-%d")
    if (folder / f"{name}.md").exists():
        name = rows[1].captured_at.strftime("%Y-%m-%dT%H%M")
    if (folder / f"{name}.md").exists():
        raise UsageError(f"{folder / name}.md is there already")
    written.append(
        write_text(
            folder / f"{name}.md", draft_text(catalog, company, document, rows, passages, topics, today)
        )
    )
    return tuple(path.relative_to(content).as_posix() for path in written)


def _kind_of(row: CaptureRow, listed: Sequence[CaptureRow]) -> CaptureClass:
    """The class of a new row beside those of its archive: `change` only where its words differ from the row before it."""
    known = [one for one in listed if one.archive == row.archive]
    if not known:
        return CaptureClass.FIRST
    earlier = [
        one
        for one in known
        if one.captured_at < row.captured_at
        and one.words
        and one.kind not in (CaptureClass.SUSPECT, CaptureClass.TECHNICAL)
    ]
    last = max(earlier, key=lambda one: (one.captured_at, one.order), default=None)
    return CaptureClass.SAME if last is not None and last.words == row.words else row.kind


def draft_text(
    catalog: Catalog,
    company: str,
    document: str,
    rows: Sequence[CaptureRow],
    passages: Sequence[Suggestion],
    topics: Sequence[str],
    today: date,
) -> str:
    """The draft of a change: front matter, passages worth quoting as quotations, and what is to be written."""
    known = catalog.company(company)
    listed = catalog.document(f"{company}/{document}")
    before, after = (_spell_ref(row, [*rows, *(listed.captures if listed else ())]) for row in rows)
    quotes = "\n".join(spell_quotation(passage) for passage in passages)
    return spell_draft(
        company=known.name if known else spell_slug(company),
        document=document,
        before=before,
        after=after,
        topics=topics,
        today=today,
        quotes=quotes,
    )


def _spell_ref(row: CaptureRow, listed: Sequence[CaptureRow]) -> str:
    """A capture as content names it: its time, and the head of its digest where that time occurs twice."""
    twice = len({other.sha256 for other in listed if other.captured_at == row.captured_at}) > 1
    return str(CaptureRef(at=row.captured_at, prefix=row.sha256[:12] if twice else ""))


_COMPANY = """\
---
name: {name}
---
"""
