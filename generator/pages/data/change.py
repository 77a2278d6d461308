"""The data beside each change: `change.json`, `evidence.json`, `redline.json`, `change.diff`, `evidence.zip`.

All obey `whole-texts` of report.yaml: ``link`` gives no more words than the quotations, ``context`` the changed clauses and a
little around them, ``publish`` everything. Formats are described in docs/data.md.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Change, Source, WholeTexts
from generator.model.evidence import Quotation
from generator.model.lock import Later, LeadIn, Life
from generator.model.noticed import warnings_json
from generator.model.pages import PageSpec
from generator.model.redline import Edit, Hunk, HunkKind, Op
from generator.model.signs import code_of, is_sign
from generator.model.times import spell_time, stamp_of
from generator.pages import addresses
from generator.pages.after import AfterView, after_line
from generator.pages.alone import in_sentence, lead_in_json
from generator.pages.change.editions import editions_json
from generator.pages.change.kinds import classes_of
from generator.pages.change.unmarked import LinkView, links_by_segment, links_json, quiet_json
from generator.pages.chrome import FileView
from generator.pages.data.diff import diff_text
from generator.pages.data.feeds import base_of
from generator.pages.data.json_text import JSON_TYPE, json_text
from generator.pages.material import Material, company_name, shown_words, updated_on
from generator.pages.role_marks import hunk_roles, outside_json
from generator.pages.sheets import Sheet, Sheets, in_reading_order

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever the archive is made


def change_files(change: Change, material: Material) -> tuple[PageSpec, ...]:
    """The five files beside a change. In a partial build the two that need texts say so instead of being absent."""
    plain = json_text(change_json(change, material))
    evidence = json_text(evidence_json(change, material))
    made = (
        ("change.json", plain, JSON_TYPE),
        ("evidence.json", evidence, JSON_TYPE),
        ("redline.json", json_text(redline_json(change, material)), JSON_TYPE),
        ("change.diff", diff_text(change, material), "text/plain; charset=utf-8"),
        ("evidence.zip", evidence_zip(change, material, plain, evidence), "application/zip"),
    )
    return tuple(
        PageSpec(path=change.url + name, template="", view=FileView(body=body, media_type=kind))
        for name, body, kind in made
    )


def change_json(change: Change, material: Material) -> dict[str, Any]:
    """All that the page of a change says, without its note's prose."""
    catalog = material.catalog
    document = catalog.document(change.document_key)
    base = base_of(material)
    redline = material.redlines.get(change.key)
    return {
        "format": "smallprint-change-1",
        "key": change.key,
        "url": addresses.absolute(base, change.url),
        "status": change.status.value,
        "title": change.title,
        "summary": change.summary,
        "company": {"slug": change.company, "name": company_name(catalog, change.company, change.after.at)},
        "document": {
            "key": change.document_key,
            "title": document.title if document else "",
            "kind": document.kind if document else "",
            "edition": {
                "audience": document.edition.audience,
                "language": document.edition.language,
                "seen_from": document.edition.seen_from,
            }
            if document
            else None,
        },
        "before": capture_json(material.row(change, Side.BEFORE), change.before.at),
        "after": capture_json(material.row(change, Side.AFTER), change.after.at),
        "topics": list(change.topics),
        "authors": [p.name for p in catalog.report.people if p.key in change.authors],
        "drafted_with": change.drafted_with,
        "reviewed": {"by": change.reviewed.by, "on": day(change.reviewed.on)} if change.reviewed else None,
        "published": day(change.published),
        "updated": day(updated_on(change)),
        "dates": [
            {
                "kind": d.kind,
                "on": day(d.on),
                "words": d.words,
                "side": d.side.value,
                "source": source_json(d.source),
            }
            for d in change.dates
        ],
        "quotations": [quotation_json(q, change, material) for q in material.quotations(change)],
        "claims": [
            {
                "right": c.right,
                "over": c.over,
                "state": c.state,
                "force": c.force,
                "quotation": c.quote,
                "supersedes": c.supersedes,
                "note": "our reading",
            }
            for c in change.claims
        ],
        "notice": [
            {"how": n.how, "when": n.when, "looked": n.looked, "source": source_json(n.source)}
            for n in change.notice
        ],
        "asked": {"on": day(change.asked.on), "how": change.asked.how} if change.asked else None,
        "responses": [
            {"on": day(r.on), "by": r.by, "words": r.words, "source": source_json(r.source)}
            for r in change.responses
        ],
        "corrections": [
            {"on": day(c.on), "kind": c.kind, "was": c.was, "now": c.now} for c in change.corrections
        ],
        "updates": [{"on": day(u.on), "what": u.what} for u in change.updates],
        "counts": stats_json(redline.stats) if redline else None,
        "licence": {"notes": catalog.report.licences.notes, "data": catalog.report.licences.data},
    }


def stats_json(stats: Any) -> dict[str, int]:
    """The counts of a redline by name."""
    return {name: getattr(stats, name) for name in type(stats).__dataclass_fields__}


def evidence_json(change: Change, material: Material) -> dict[str, Any]:
    """What the page rests on: captures by digest, every address, every quotation with its life in the captures."""
    found = material.evidence.get(change.key)
    sheets = material.sheets.get(change.key)
    return {
        "format": "smallprint-evidence-1",
        "change": change.key,
        "recipe": "words-1",
        "complete": bool(found and found.complete),
        "captures": [
            capture_json(material.row(change, side), at) | {"side": side.value}
            for side, at in ((Side.BEFORE, change.before.at), (Side.AFTER, change.after.at))
        ],
        "warnings": warnings_json((*sheets.before.noticed, *sheets.after.noticed)) if sheets else None,
        "witnesses": [
            {
                "archive": w.archive,
                "at": str(w.at),
                "side": w.side.value,
                "sha256": w.sha256,
                "locator": str(w.locator),
                "quotation": w.quote,
            }
            for w in change.witnesses
        ],
        "quotations": [quotation_json(q, change, material) for q in material.quotations(change)],
        "passages": [
            {
                "id": p.id,
                "side": p.side.value,
                "sha256": p.capture,
                "words": p.words,
                "label": p.label,
                "aliases": list(p.aliases),
            }
            for p in (found.passages if found else ())
        ],
    }


def quotation_json(quotation: Quotation, change: Change, material: Material) -> dict[str, Any]:
    """A quotation with its proof, its bracket and what came after."""
    base = base_of(material)
    code = quotation.code
    return {
        "name": quotation.mark.name,
        "side": quotation.mark.side.value,
        "clause": quotation.clause or quotation.mark.clause,
        "path": list(quotation.clause_path),
        "words": shown_words(quotation),
        "lead_in": lead_in_json(quotation),
        "translation": quotation.mark.translation,
        "said": quotation.said.value,
        "proof": quotation.proof.value,
        "sha256_of_folded_words": quotation.digest,
        "capture": quotation.passage.capture,
        "id": quotation.passage.id,
        "url": addresses.absolute(base, f"{change.url}#{quotation.mark.name}"),
        "short": addresses.absolute(base, addresses.short_url(code)) if code else "",
        "life": life_json(quotation.life),
        "witnesses": [life_json(life) for life in quotation.witnesses],
        "after": after_json(after_line(quotation, material.catalog, change), base),
    }


def _later_json(later: Later) -> dict[str, Any]:
    """One later state of words that left, or of words that stand otherwise."""
    around = later.around or LeadIn()
    return {
        "state": later.state,
        "at": spell_time(later.at),
        "archive": later.archive,
        "capture": later.capture,
        "clause": later.clause or None,
        "was": later.was or None,
        "words": later.words or None,
        "lead_in": around.lead or None,
        "sentence_before": around.before.strip() or None,
        "sentence_after": around.after.strip() or None,
        "lost": list(later.lost),
        "added": list(later.added),
        "last": spell(later.last),
    }


def after_json(after: AfterView, base: str) -> dict[str, Any]:
    """What came after, as the pages say it and in its parts."""
    return {
        "kind": after.kind.value,
        "text": after.text,
        "last_seen": spell(after.last_seen),
        "absent": spell(after.absent),
        "again": spell(after.again),
        "newest": spell(after.newest),
        "later": [_later_json(one) for one in after.later],
        "stands": [_later_json(one) for one in after.standing],
        "archive": after.archive or None,
        "see": addresses.absolute(base, after.see_change.url) if after.see_change else None,
    }


def life_json(life: Life | None) -> dict[str, Any] | None:
    """The intervals in which captures have the words and lack them."""
    if life is None:
        return None
    return {
        "archive": life.archive,
        "listed": life.listed,
        "read": life.read,
        "last_without": spell(life.last_without),
        "first_with": spell(life.first_with),
        "last_with": spell(life.last_with),
        "first_without_after": spell(life.first_without_after),
        "intervals": [
            {"present": i.present, "from": spell(i.first), "to": spell(i.last), "captures": i.captures}
            for i in life.intervals
        ],
    }


def capture_json(row: CaptureRow | None, at: datetime) -> dict[str, Any]:
    """A pinned capture as captures.tsv lists it."""
    if row is None:
        return {"captured_at": spell_time(at), "listed": False}
    return {
        "captured_at": spell_time(row.captured_at),
        "listed": True,
        "archive": row.archive,
        "locator": str(row.locator),
        "url": row.locator.page,
        "sha256": row.sha256,
        "bytes": row.size,
        "media_type": row.media_type,
        **({"charset": row.charset} if row.charset else {}),
        "words_digest": row.words,
        "file": capture_name(row),
    }


def capture_name(row: CaptureRow) -> str:
    """What a downloaded capture is called in the `sha256sum -c` list."""
    suffix = {"text/markdown": "md", "text/html": "html", "text/plain": "txt", "application/pdf": "pdf"}
    return f"{stamp_of(row.captured_at)}.{suffix.get(row.media_type, 'bin')}"


def redline_json(change: Change, material: Material) -> dict[str, Any]:
    """The comparison, hunk by hunk, with as many words as `whole-texts` allows."""
    head: dict[str, Any] = {
        "format": "smallprint-redline-1",
        "change": change.key,
        "whole_texts": material.catalog.report.whole_texts.value,
        "before": spell_time(change.before.at),
        "after": spell_time(change.after.at),
    }
    sheets = material.sheets.get(change.key)
    if sheets is None:
        return head | {"available": False, "reason": "a capture is out of reach of this build"}
    redline = sheets.redline
    ids = passage_ids(change, material)
    phrases = material.catalog.topic_phrases
    links = links_by_segment(redline, sheets.before.folded, sheets.after.folded)
    shown = shown_hunks(
        redline.hunks, material.catalog.report.whole_texts, redline.options.context, frozenset(links)
    )
    return head | {
        "available": True,
        "made_by": redline.made_by,
        "counts": stats_json(redline.stats),
        "editions": editions_json(redline),
        "quiet": quiet_json(
            redline,
            sheets.before.text,
            sheets.after.text,
            with_words=material.catalog.report.whole_texts is not WholeTexts.LINK,
        ),
        "warnings": warnings_json((*sheets.before.noticed, *sheets.after.noticed)),
        "outside": outside_json(
            redline.outside, with_words=material.catalog.report.whole_texts is not WholeTexts.LINK
        ),
        "degraded": [{"stage": d.stage, "reason": d.reason, "limit": d.limit} for d in redline.degraded],
        "hunks": [
            hunk_json(sheets, hunk, ids, index in shown, phrases, links)
            for index, hunk in enumerate(redline.hunks)
        ],
    }


def passage_ids(change: Change, material: Material) -> dict[tuple[Side, int], str]:
    """The id of each segment that has an address."""
    found = material.evidence.get(change.key)
    return {(p.side, p.segment): p.id for p in (found.passages if found else ()) if p.segment >= 0}


def shown_hunks(
    hunks: tuple[Hunk, ...], policy: WholeTexts, context: int, linked: frozenset[int] = frozenset()
) -> frozenset[int]:
    """Which hunks may carry their words; `linked` are later segments with a link whose target changed."""
    if policy is WholeTexts.PUBLISH:
        return frozenset(range(len(hunks)))
    if policy is WholeTexts.LINK:
        return frozenset()
    changed = [
        i
        for i, hunk in enumerate(hunks)
        if hunk.kind not in (HunkKind.SAME, HunkKind.UNREAD)
        or not linked.isdisjoint(range(hunk.after.start, hunk.after.end))
    ]
    return frozenset(
        i
        for at in changed
        for i in range(at - context, at + context + 1)
        if 0 <= i < len(hunks) and (hunks[i].kind is not HunkKind.SAME or abs(i - at) <= context)
    )


def hunk_json(
    sheets: Sheets,
    hunk: Hunk,
    ids: dict[tuple[Side, int], str],
    with_words: bool,
    phrases: tuple[str, ...],
    links: Mapping[int, list[LinkView]],
) -> dict[str, Any]:
    """One hunk: kind, addresses, clause, and its pieces where words may be shown."""
    first = sheets.after if hunk.after else sheets.before
    at = (hunk.after if hunk.after else hunk.before).start
    segment = first.segments[at]
    value: dict[str, Any] = {
        "kind": hunk.kind.value,
        "clause": segment.number,
        "path": list(segment.path),
        "before": [ids.get((Side.BEFORE, i), "") for i in range(hunk.before.start, hunk.before.end)],
        "after": [ids.get((Side.AFTER, i), "") for i in range(hunk.after.start, hunk.after.end)],
        "classes": list(classes_of(hunk, sheets.before, sheets.after, phrases)),
        "similarity": round(hunk.similarity, 3),
        "move": hunk.move,
    }
    own = range(0) if hunk.kind is HunkKind.MOVED_AWAY else range(hunk.after.start, hunk.after.end)
    if changed := [link for n in own for link in links.get(n, ())]:
        value["links"] = links_json(changed)
    if with_words:
        value["pieces"] = list(pieces_json(sheets, hunk))
        if hunk.roles:
            value["roles"] = hunk_roles(hunk, (sheets.before.text, sheets.after.text))
    return value


def pieces_json(sheets: Sheets, hunk: Hunk) -> Iterable[dict[str, Any]]:
    """The words of a hunk in the later text's order, each with what happened to it; equal and quiet words are those of the later text."""
    if not hunk.edits:
        for sheet, span, op in (
            (sheets.before, hunk.before, "delete"),
            (sheets.after, hunk.after, "insert"),
        ):
            if not span or (sheet.side is Side.BEFORE and hunk.kind in (HunkKind.SAME, HunkKind.MOVED)):
                continue
            words = segments_words(sheet, span.start, span.end)
            yield {"op": "equal" if hunk.kind in (HunkKind.SAME, HunkKind.MOVED) else op, "words": words}
        return
    for edit in in_reading_order(hunk.edits):
        words = edit_words(sheets, edit)
        if edit.rule == "sign":
            yield {"op": edit.op.value, "words": words, "signs": _signs(sheets, edit)}
        elif words:
            unread = {"unread": True} if edit.rule == "unread" else {}
            yield {"op": edit.op.value, "words": words} | unread


def _signs(sheets: Sheets, edit: Edit) -> dict[str, list[str]]:
    """The signs that nobody sees of each side of an edit, by their codes."""
    sides = (sheets.before, edit.before), (sheets.after, edit.after)
    return {
        sheet.side.value: [code_of(c) for c in sheet.text[span.start : span.end] if is_sign(c)]
        for sheet, span in sides
    }


def edit_words(sheets: Sheets, edit: Edit) -> str:
    if edit.op is Op.DELETE or (edit.rule == "unread" and not edit.after):
        return sheets.before.words(edit.before)
    return sheets.after.words(edit.after) if edit.after else ""


def segments_words(sheet: Sheet, start: int, end: int) -> str:
    return "\n".join(" ".join(sheet.words(s.span).split()) for s in sheet.segments[start:end])


def evidence_zip(change: Change, material: Material, change_file: str, evidence_file: str) -> bytes:
    """Digests, locators, quotations and a `sha256sum -c` list; no third-party text. The same bytes everywhere."""
    rows = [row for side in Side if (row := material.row(change, side)) is not None]
    sums = "".join(f"{row.sha256}  {capture_name(row)}\n" for row in rows)
    locators = "captured_at\tarchive\tlocator\turl\tsha256\tbytes\tfile\n" + "".join(
        f"{spell_time(row.captured_at)}\t{row.archive}\t{row.locator}\t{row.locator.page}\t{row.sha256}\t"
        f"{row.size}\t{capture_name(row)}\n"
        for row in rows
    )
    quotes = "".join(
        f"[{q.mark.side.value} {q.mark.name}] {q.clause or q.mark.clause}\n{shown_words(q)}\n{in_sentence(q)}"
        f"{after_line(q, material.catalog, change).text}\n\n"
        for q in material.quotations(change)
    )
    files = (
        ("README.txt", readme_text(change, material)),
        ("SHA256SUMS", sums),
        ("locators.tsv", locators),
        ("quotations.txt", quotes),
        ("change.json", change_file),
        ("evidence.json", evidence_file),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files:
            info = zipfile.ZipInfo(name, date_time=ZIP_TIME)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, text.encode())
    return out.getvalue()


def readme_text(change: Change, material: Material) -> str:
    """How to check the page with nothing but this archive and the captures."""
    return (
        f"{change.title}\n{addresses.absolute(base_of(material), change.url)}\n\n"
        "This archive holds digests, locators and the quotations of the page in their sentences, and no other\n"
        "third-party text.\n\n"
        "1. Download each capture named in locators.tsv from its archive, byte for byte, under the name in the column\n"
        "   'file'. A Wayback capture is asked for with id_ after its timestamp; a file of a git repository is asked\n"
        "   for as raw content.\n"
        "2. Run: sha256sum -c SHA256SUMS\n"
        "3. Look up each quotation of quotations.txt in the capture of its side.\n\n"
        "A matching digest shows that you hold the bytes this page was made from. It does not show when the company\n"
        "published them; captured_at is the archive's time.\n"
    )


def source_json(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "read": day(source.read) or "not opened by us",
        "read_at": source.read_at,
        "archived": source.archived,
    }


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def spell(at: datetime | None) -> str | None:
    return spell_time(at) if at else None
