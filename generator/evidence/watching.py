"""What is new at an archive since the last look, and where it goes in a document's list of captures. Pure.

The list of captures is the memory: a capture that stands in it was seen, any other is new. So nothing is lost and nothing is
told twice, whenever a run was killed and however the archive grew meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.evidence.judged import is_judged
from generator.model.captures import CaptureClass, CaptureRow, ListedCapture


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """A capture that the list lacks, with the archive's name in the list and its place in that archive's order."""

    listed: ListedCapture
    archive: str
    order: int


def plan_new(
    known: Sequence[CaptureRow], listed: Sequence[ListedCapture], archive: str = ""
) -> tuple[NewCapture, ...]:
    """The captures that are not in the list yet, each once, in the archive's order.

    Numbers of the archive's order go on after the highest one known, unless the archive's own count still agrees with all
    that the list has; an archive that grew in its middle keeps its old numbers, and new captures come after.
    """
    seen = {str(row.locator) for row in known}
    name = archive or next((row.archive for row in known if _same_archive(row, listed)), "")
    name = name or (listed[0].archive if listed else "")
    numbers = {str(row.locator): row.order for row in known if row.archive == name}
    agrees = all(numbers.get(str(one.locator), one.order) == one.order for one in listed)
    following = max(numbers.values(), default=-1) + 1
    found: list[NewCapture] = []
    for one in sorted(listed, key=lambda capture: capture.order):
        if str(one.locator) in seen:
            continue
        seen.add(str(one.locator))
        order = one.order if agrees else following + len(found)
        found.append(NewCapture(listed=one, archive=name, order=order))
    return tuple(found)


def without_twins(known: Sequence[CaptureRow], fresh: Sequence[CaptureRow]) -> tuple[CaptureRow, ...]:
    """Fresh rows but those that say what a row says already: the same bytes of the same second at the same archive.

    Some repositories hold such commits, one undone and made again. They are one observation, and the list holds it once.
    """
    seen = {(row.archive, row.captured_at, row.sha256) for row in known}
    kept = []
    for row in fresh:
        key = (row.archive, row.captured_at, row.sha256)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return tuple(kept)


def worth_a_draft(
    rows: Sequence[CaptureRow], new: Sequence[CaptureRow]
) -> tuple[tuple[CaptureRow, CaptureRow], ...]:
    """Pairs of captures to open drafts for: each new change with the capture before it that is no noise.

    A document that was never looked at before opens none: its history is not news.
    """
    fresh = set(new)
    pairs = []
    settled: CaptureRow | None = None
    if all(row in fresh for row in rows):
        return ()
    for row in sorted(rows, key=lambda one: (one.captured_at, one.order)):
        if row.kind is CaptureClass.CHANGE and row in fresh and settled is not None:
            pairs.append((settled, row))
        if is_judged(row):
            settled = row
    return tuple(pairs)


def _same_archive(row: CaptureRow, listed: Sequence[ListedCapture]) -> bool:
    return any(str(row.locator) == str(one.locator) for one in listed)
