"""Short codes of quoted passages: the first six characters after the side, lengthened where taken, the same for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.evidence.passages import LENGTH, words_key
from generator.model.evidence import ChangeEvidence
from generator.model.lock import ChangeLock

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
        quoted = {q.passage.id for q in quotations}
        passages = tuple(
            p if p.id in quoted else replace(p, code=_held(key, (p.id, *p.aliases), owners) or p.code)
            for p in evidence[key].passages
        )
        result[key] = replace(evidence[key], quotations=tuple(quotations), passages=passages)
    return result


def _held(change: str, names: Iterable[str], owners: Mapping[tuple[str, str], str]) -> str:
    """The code that a passage got when it was quoted, empty where it never was."""
    return next((owners[change, name] for name in names if (change, name) in owners), "")


def _free(passage: str, change: str, taken: Mapping[str, tuple[str, str]]) -> str:
    """The shortest code that is free. Equal words quoted by more than five changes go on with letters of their own."""
    own = passage.partition("-")[2].partition("-")[0]
    tail = words_key(f"{change}#{passage}")
    candidates = [own[:n] for n in range(SHORTEST, LENGTH + 1)]
    candidates += [own + tail[:n] for n in range(1, LENGTH + 1)]
    return next(code for code in candidates if code not in taken)
