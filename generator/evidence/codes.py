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
    of_change: dict[str, dict[str, str]] = {}
    for code, (change, name) in taken.items():
        of_change.setdefault(change, {})[name] = code
    result: dict[str, ChangeEvidence] = {}
    for key in sorted(evidence):
        own = dict(of_change.get(key, {}))
        for quotation in evidence[key].quotations:
            code = _held((quotation.passage.id, *quotation.passage.aliases), own)
            if not code:
                code = _free(quotation.passage.id, key, taken)
                taken[code] = (key, quotation.passage.id)
            own[quotation.passage.id] = code
        result[key] = with_codes(evidence[key], own)
    return result


def with_codes(evidence: ChangeEvidence, codes: Mapping[str, str]) -> ChangeEvidence:
    """Quotations and passages with the short codes of their change, given by the name of a passage."""
    quotations = tuple(
        replace(q, code=_held((q.passage.id, *q.passage.aliases), codes)) for q in evidence.quotations
    )
    quoted = {q.passage.id for q in quotations}
    passages = tuple(
        p if p.id in quoted else replace(p, code=_held((p.id, *p.aliases), codes) or p.code)
        for p in evidence.passages
    )
    return replace(evidence, quotations=quotations, passages=passages)


def codes_of(lock: ChangeLock | None) -> dict[str, str]:
    """The short codes that a lock keeps, by the name of the passage."""
    return {name: code for code, (_, name) in locked_codes([lock] if lock else []).items()}


def _held(names: Iterable[str], codes: Mapping[str, str]) -> str:
    """The code of the first of these names that has one, empty where none has."""
    return next((codes[name] for name in names if name in codes), "")


def _free(passage: str, change: str, taken: Mapping[str, tuple[str, str]]) -> str:
    """The shortest code that is free. Equal words quoted by more than five changes go on with letters of their own."""
    own = passage.partition("-")[2].partition("-")[0]
    tail = words_key(f"{change}#{passage}")
    candidates = [own[:n] for n in range(SHORTEST, LENGTH + 1)]
    candidates += [own + tail[:n] for n in range(1, LENGTH + 1)]
    return next(code for code in candidates if code not in taken)
