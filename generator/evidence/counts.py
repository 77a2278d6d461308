"""Counts of versions that a change records, counted again in the captures, or compared with what its lock kept of them. Pure."""

from collections.abc import Callable, Iterable

from generator.content.counting import NotCounted, captures_of, counting_of, recorded_words
from generator.content.counts import bad_count, disagrees
from generator.evidence.judged import judged_text
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Change
from generator.model.counts import Counted, CountKind
from generator.model.lock import ChangeLock, LockedCount
from generator.model.problems import Problem


def version_problems(
    catalog: Catalog, change: Change, words: Callable[[CaptureRow], str | None], lock: ChangeLock | None
) -> list[Problem]:
    """Counts of versions, and lists of them, that the words of the captures do not bear.

    `words` gives the folded words of a capture, None where it is out of reach: then the lock must know the count.
    """
    problems: list[Problem] = []
    for entry in (each for each in change.counted if each.count in _READ):
        out_of_reach: list[CaptureRow] = []

        def name(row: CaptureRow, missed: list[CaptureRow] = out_of_reach) -> str:
            text = judged_text(words(row))
            if text is None and row.kind.is_judged:
                missed.append(row)
            return recorded_words(row) if text is None else text

        try:
            found = len(captures_of(entry, counting_of(catalog, change), name))
        except NotCounted as error:
            problems.append(bad_count(entry, error))
            continue
        if not out_of_reach:
            problems += [disagrees(entry, found)] if entry.found != str(found) else []
        elif not known_to(lock, entry):
            problems.append(
                Problem(
                    code="not-checked",
                    message=f"the count of {entry.count} cannot be checked: {len(out_of_reach)} captures of its span are out of reach",
                    where=entry.where,
                    hint="run with the captures (--mirror DIR, or `fetch`)",
                )
            )
    return problems


_READ = (CountKind.VERSIONS, CountKind.BY_HAND)


def locked_counts(counted: Iterable[Counted]) -> tuple[LockedCount, ...]:
    """What a lock keeps of the counts of a document's captures."""
    return tuple(
        LockedCount(
            kind=entry.count,
            found=entry.found,
            first=entry.from_,
            last=entry.to,
            archive=entry.archive,
            judged=entry.as_,
            captures=entry.list_,
        )
        for entry in counted
        if entry.count.is_of_record
    )


def known_to(lock: ChangeLock | None, entry: Counted) -> bool:
    """Whether a lock knows that this count was found in the captures, or it needs none of their words."""
    return entry.count not in _READ or (lock is not None and set(locked_counts((entry,))) <= set(lock.counts))
