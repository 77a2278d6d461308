"""Which neighbouring captures differ in words without a note that tells of it. Pure."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from generator.content.addresses import EXAMPLE
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Catalog, Change, Document
from generator.model.unread import Unread


def plan_unread(catalog: Catalog) -> tuple[Unread, ...]:
    """Every such pair of every document, by document and time: last capture with the old words, first with the new.

    Captures are held against those of their own archive only. Left out are suspect captures, those whose words were
    not read, new extractions of the same page, and pairs within the time that a note of the document spans.
    """
    found: list[Unread] = []
    for document in catalog.documents:
        if not document.company.startswith(EXAMPLE):
            found += _of_document(document, catalog.changes_of(document.key))
    return tuple(found)


def _of_document(document: Document, changes: Iterable[Change]) -> list[Unread]:
    noted = [(change.before.at, change.after.at) for change in changes]
    seen: set[tuple[str, str]] = set()  # two archives may hold the same words
    pairs: list[tuple[CaptureRow, CaptureRow]] = []
    for archive in dict.fromkeys(row.archive for row in document.captures):
        own = (r for r in document.captures if r.archive == archive and r.words and r.kind.is_judged)
        runs: list[list[CaptureRow]] = []
        for row in sorted(own, key=lambda r: (r.captured_at, r.order)):
            if runs and (row.words == runs[-1][-1].words or row.kind is CaptureClass.SAME):
                runs[-1].append(row)
            else:
                runs.append([row])
        for old, new in pairwise(runs):
            before, after = old[-1], new[0]
            read = any(first <= before.captured_at and after.captured_at <= last for first, last in noted)
            if not read and (before.words, after.words) not in seen:
                seen.add((before.words, after.words))
                pairs.append((before, after))
    pairs.sort(key=lambda pair: (pair[1].captured_at, pair[1].archive, pair[1].order))
    days = Counter(f"{after.captured_at:%Y-%m-%d}" for _, after in pairs)
    slugs: Counter[str] = Counter()
    unread = []
    for before, after in pairs:
        day = f"{after.captured_at:%Y-%m-%d}"
        slug = day if days[day] == 1 else f"{day}T{after.captured_at:%H%M}"
        slugs[slug] += 1
        slug = slug if slugs[slug] == 1 else f"{slug}-{slugs[slug]}"
        unread.append(Unread(document=document.key, slug=slug, before=before, after=after))
    return unread
