"""Which pairs of captures differ in words without a note that tells of it. Pure.

Of each document: neighbours; captures that notes rest on, two by two, so that what lies between notes is compared; and the
first text held beside the newest one, the net change.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, pairwise

from generator.content.addresses import EXAMPLE
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Catalog, Change, Document
from generator.model.unread import Reach, Unread

Pair = tuple[CaptureRow, CaptureRow]
Run = list[CaptureRow]  # captures of one archive that follow one another and hold the same words


def plan_unread(catalog: Catalog) -> tuple[Unread, ...]:
    """Every such pair, by document: neighbours in order of time, then the pairs over longer times.

    Captures are held against those of their own archive only. Left out are suspect captures, those whose words were
    not read, new extractions of the same page, neighbours within the time that a note of the document spans, and longer
    pairs whose words a note or another pair compares.
    """
    found: list[Unread] = []
    for document in catalog.documents:
        if not document.company.startswith(EXAMPLE):
            found += _of_document(catalog, document)
    return tuple(found)


def _of_document(catalog: Catalog, document: Document) -> list[Unread]:
    changes = catalog.changes_of(document.key)
    runs = [_runs(document, name) for name in dict.fromkeys(row.archive for row in document.captures)]
    neighbours = _neighbours(runs, changes)
    days = Counter(_day(after) for _, after in neighbours)
    named: list[tuple[str, Pair, Reach]] = []
    for before, after in neighbours:
        name = _day(after) if days[_day(after)] == 1 else f"{after.captured_at:%Y-%m-%dT%H%M}"
        named.append((name, (before, after), Reach.STEP))
    pins = [(catalog.row(document.key, c.before), catalog.row(document.key, c.after)) for c in changes]
    told = {(before.words, after.words) for before, after in neighbours}
    told |= {(before.words, after.words) for before, after in pins if before and after}
    for pair, reach in _longer(runs, {row for pin in pins for row in pin if row}):
        before, after = pair
        if before.words != after.words and (before.words, after.words) not in told:
            told.add((before.words, after.words))
            named.append((f"{_day(before)}-to-{_day(after)}", pair, reach))
    seen: Counter[str] = Counter()
    unread = []
    for name, (before, after), reach in named:
        seen[name] += 1
        slug = name if seen[name] == 1 else f"{name}-{seen[name]}"
        unread.append(Unread(document=document.key, slug=slug, before=before, after=after, reach=reach))
    return unread


def _runs(document: Document, archive: str) -> list[Run]:
    """The captures of an archive in order of time, those that follow one another with the same words together."""
    own = (r for r in document.captures if r.archive == archive and r.words and r.kind.is_judged)
    runs: list[Run] = []
    for row in sorted(own, key=lambda r: (r.captured_at, r.order)):
        if runs and (row.words == runs[-1][-1].words or row.kind is CaptureClass.SAME):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _neighbours(archives: Iterable[list[Run]], changes: Iterable[Change]) -> list[Pair]:
    """The last capture with the old words and the first with the new, where no note spans them; two archives may hold both."""
    noted = [(change.before.at, change.after.at) for change in changes]
    seen: set[tuple[str, str]] = set()
    pairs: list[Pair] = []
    for runs in archives:
        for old, new in pairwise(runs):
            before, after = old[-1], new[0]
            read = any(first <= before.captured_at and after.captured_at <= last for first, last in noted)
            if not read and (before.words, after.words) not in seen:
                seen.add((before.words, after.words))
                pairs.append((before, after))
    return sorted(pairs, key=lambda pair: (pair[1].captured_at, pair[1].archive, pair[1].order))


def _longer(archives: Iterable[list[Run]], pinned: set[CaptureRow]) -> list[tuple[Pair, Reach]]:
    """The net change of each archive, then the captures that notes rest on, two by two; an earlier one stands first."""
    pairs: list[tuple[Pair, Reach]] = []
    for runs in archives:
        if len(runs) > 1:
            pairs.append(((runs[0][0], runs[-1][0]), Reach.NET))
        held = [row for run in runs for row in run if row in pinned]
        pairs += [(pair, Reach.NOTES) for pair in combinations(held, 2)]
    return pairs


def _day(row: CaptureRow) -> str:
    return f"{row.captured_at:%Y-%m-%d}"
