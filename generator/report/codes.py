"""Short codes of quoted passages: the first six characters after the side, lengthened where taken, the same for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.model.lock import ChangeEvidence, ChangeLock
from generator.report.passages import LENGTH, words_key

SHORTEST = 6


def locked_codes(locks: Iterable[ChangeLock]) -> dict[str, tuple[str, str]]:
    """Every code that is published: code -> (change, passage)."""
    held: dict[str, tuple[str, str]] = {}
    for lock in locks:
        held |= {p.code: (lock.change, p.id) for p in lock.passages if p.code}
        held |= {q.code: (lock.change, q.passage) for q in lock.quotations if q.code}
    return held


def assign_codes(
    evidence: Mapping[str, ChangeEvidence], locks: Mapping[str, ChangeLock]
) -> dict[str, ChangeEvidence]:
    """Give each quoted passage its code: the locked one, else the shortest free one, in order of change and text."""
    taken = locked_codes(locks.values())
    owners = {owner: code for code, owner in taken.items()}
    result: dict[str, ChangeEvidence] = {}
    for key in sorted(evidence):
        quotations = []
        for quotation in evidence[key].quotations:
            names = (quotation.passage.id, *quotation.passage.aliases)
            code = next((owners[key, name] for name in names if (key, name) in owners), "")
            if not code:
                code = _free(quotation.passage.id, key, taken)
                taken[code] = (key, quotation.passage.id)
            owners[key, quotation.passage.id] = code
            quotations.append(replace(quotation, code=code))
        result[key] = replace(evidence[key], quotations=tuple(quotations))
    return result


def _free(passage: str, change: str, taken: Mapping[str, tuple[str, str]]) -> str:
    """The shortest code that is free. Equal words quoted by more than five changes go on with letters of their own."""
    own = passage.partition("-")[2].partition("-")[0]
    tail = words_key(f"{change}#{passage}")
    candidates = [own[:n] for n in range(SHORTEST, LENGTH + 1)]
    candidates += [own + tail[:n] for n in range(1, LENGTH + 1)]
    return next(code for code in candidates if code not in taken)
