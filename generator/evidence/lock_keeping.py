"""What a lock keeps and says: written from evidence, compared with evidence, read in place of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.evidence.counts import known_to, locked_counts
from generator.evidence.quotes import pieces_of, quotation_digest
from generator.evidence.searches import locked_searches, uncounted
from generator.model.captures import Side
from generator.model.catalog import Change, QuoteMark, Status
from generator.model.digests import Digest, digest_of
from generator.model.evidence import ChangeEvidence, Passage, Proof, Quotation, Sides
from generator.model.lock import ChangeLock, Life, LockedDate, LockedPassage, LockedQuotation
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.words import words_1

FIRST_READER = "html-1"  # of locks that name none


def make_lock(change: Change, evidence: ChangeEvidence, old: ChangeLock | None = None) -> ChangeLock:
    """The lock of a change as its evidence stands now; nothing that `old` keeps is left out."""
    quoted = {q.passage.id for q in evidence.quotations}
    passages: list[LockedPassage] = []
    codes = _former_codes(old)
    redirected = {name for name, _ in old.redirects} if old else set()
    for passage in evidence.passages:
        former = [codes[a] for a in passage.aliases if a in redirected and a in codes]
        for name in (passage.id, *(a for a in passage.aliases if a not in redirected)):
            code = "" if name in quoted else (codes.get(name) or passage.code or next(iter(former), ""))
            passages.append(
                LockedPassage(
                    id=name,
                    side=passage.side,
                    capture=passage.capture,
                    words=passage.words,
                    label=passage.label,
                    nth=passage.nth,
                    of=passage.of,
                    code=code,
                )
            )
    return ChangeLock(
        change=change.key,
        passages=tuple(passages),
        quotations=tuple(_locked(q) for q in evidence.quotations),
        dates=tuple(
            LockedDate(kind=d.kind, side=d.side, digest=words_digest_of(d.words))
            for d in change.dates
            if d.words
        ),
        searches=locked_searches(change.searched),
        counts=locked_counts(change.counted),
        redirects=old.redirects if old else (),
        readers=evidence.readers,
    )


def words_digest_of(words: str) -> Digest:
    """The digest of folded words, as locks keep it."""
    return digest_of(words_1(words).encode("utf-8", "surrogatepass"))


def _former_codes(old: ChangeLock | None) -> dict[str, str]:
    """Short codes by passage, of quotations and of passages that were quoted once."""
    if old is None:
        return {}
    return {p.id: p.code for p in old.passages if p.code} | {q.passage: q.code for q in old.quotations}


def _locked(quotation: Quotation) -> LockedQuotation:
    return LockedQuotation(
        name=quotation.mark.name,
        passage=quotation.passage.id,
        digest=quotation.digest,
        clause=quotation.clause,
        said=quotation.said,
        code=quotation.code,
        life=quotation.life,
        witnesses=quotation.witnesses,
        lead_in=quotation.lead_in,
        later=quotation.later,
        stands=quotation.stands,
    )


def stubs(lost: Iterable[LockedPassage]) -> tuple[Passage, ...]:
    """Locked passages whose words are not at hand: an address with label, side and digest, without text."""
    return tuple(
        Passage(
            id=entry.id,
            side=entry.side,
            capture=entry.capture,
            words=entry.words,
            label=entry.label,
            nth=entry.nth,
            of=entry.of,
            code=entry.code,
        )
        for entry in lost
    )


def tombstones(change: Change, lock: ChangeLock | None, passages: Iterable[Passage]) -> tuple[Quotation, ...]:
    """Quotations that a withdrawn change had and its note has not any more: names and codes without words."""
    if lock is None or change.status is not Status.WITHDRAWN:
        return ()
    written = {mark.name for mark in change.quotations}
    by_id = {name: p for p in passages for name in (p.id, *p.aliases)}
    return tuple(
        Quotation(
            mark=QuoteMark(
                side=by_id[q.passage].side, name=q.name, words="", clause=q.clause, where=change.where
            ),
            passage=by_id[q.passage],
            digest=q.digest,
            clause=q.clause,
            said=q.said,
            code=q.code,
            life=q.life,
            witnesses=q.witnesses,
            lead_in=q.lead_in,
            later=q.later,
            stands=q.stands,
            proof=Proof.EARLIER,
        )
        for q in lock.quotations
        if q.name not in written and q.passage in by_id
    )


def lock_place(change: Change, lock: ChangeLock, *, passage: str = "", quotation: str = "") -> SourcePos:
    """The line of a lock file on which a passage or quotation stands (`spell_lock` writes one a line)."""
    path = change.where.path.removesuffix(".md") + ".lock"
    if passage:
        found = next((n for n, p in enumerate(lock.passages) if p.id == passage), -5)
        return SourcePos(path=path, line=max(1, 5 + found))
    named = next((n for n, q in enumerate(lock.quotations) if q.name == quotation), None)
    return SourcePos(path=path, line=1 if named is None else 7 + len(lock.passages) + named)


def lost_problems(
    change: Change, lost: Sequence[LockedPassage], lock: ChangeLock | None, sides: Sides
) -> list[Problem]:
    """Locked addresses whose words are not in the capture that they were locked on. (Those of a former pin stay stubs.)"""
    if lock is None:
        return []
    other = other_readers(lock, sides.readers)
    return [
        Problem(
            code="lost-passage",
            message=f"the words of #{entry.id} ({entry.label or 'no label'}) are not found in its capture any more"
            + (f": it was read by {other[entry.side]}" if entry.side in other else ""),
            where=lock_place(change, lock, passage=entry.id),
            severity=Severity.WARNING if entry.side in other else Severity.ERROR,
            hint='extraction or selectors changed; write `"'
            + entry.id
            + '": "NEW-ID"` under "redirects" in the lock, naming the passage that has the words now',
        )
        for entry in lost
        if entry.capture == sides.of(entry.side).capture
    ]


def other_readers(lock: ChangeLock, readers: Iterable[tuple[Side, str]]) -> dict[Side, str]:
    """The sides that the lock was made of by another reader of HTML than today's, and which.

    What it locked stays under its addresses and digests, though its words may be cut otherwise now.
    """
    known = dict(lock.readers)
    return {side: known.get(side, FIRST_READER) for side, name in readers if known.get(side) != name}


def compare_lock(old: ChangeLock, new: ChangeLock, change: Change) -> list[Problem]:
    """What a lock and what is derived now differ in: an address that would be gone, a fact that reads otherwise."""
    kept = {p.id for p in new.passages}
    redirects = dict(old.redirects)
    problems = [
        _dropped(f"#{p.id} ({p.label})", lock_place(change, old, passage=p.id), change)
        for p in old.passages
        if p.id not in kept and redirects.get(p.id) not in kept
    ]
    problems += [
        Problem(
            code="bad-redirect",
            message=f"the redirect {a} -> {b} leads nowhere",
            where=lock_place(change, old, passage=a),
            hint="name an id that the lock keeps",
        )
        for a, b in old.redirects
        if b not in kept
    ]
    written = {mark.name for mark in change.quotations}
    fresh = {q.name: q for q in new.quotations}
    renamed = {q.digest: q.name for q in new.quotations if q.name not in {o.name for o in old.quotations}}
    places = {mark.name: mark.where for mark in change.quotations}
    codes = {q.code for q in new.quotations} | {p.code for p in new.passages if p.code}
    for quotation in old.quotations:
        where = lock_place(change, old, quotation=quotation.name)
        if quotation.name not in written | set(fresh):
            now = places.get(renamed.get(quotation.digest, ""))
            gone = _dropped(f"#{quotation.name}", now or where, change)
            problems.append(replace(gone, about=f"{change.key}#{quotation.name}"))
        elif quotation.name in fresh:
            found = _differences(quotation, fresh[quotation.name], where, change)
            if other_readers(old, new.readers):
                found = [replace(problem, severity=Severity.WARNING) for problem in found]
            problems += found
        if quotation.code not in codes and quotation.name in fresh:
            problems.append(_dropped(f"/c/{quotation.code}/", where, change))
    return problems


def _dropped(what: str, where: SourcePos, change: Change) -> Problem:
    return Problem(
        code="dropped-address",
        message=f"{what} of /{change.key}/ was published and would be gone",
        where=where,
        hint="keep the quotation under its name (its words may be corrected, with an entry in `corrections`)",
    )


def _differences(
    old: LockedQuotation, new: LockedQuotation, where: SourcePos, change: Change
) -> list[Problem]:
    """Facts of one quotation that the lock and the texts at hand tell differently."""
    if old.digest != new.digest:
        what, severity = "has other words", Severity.WARNING
    elif old.passage != new.passage:
        what, severity = f"stands at #{new.passage}, in the lock at #{old.passage}", Severity.ERROR
    elif old.said != new.said:
        what, severity = f"is {new.said} by the redline, {old.said} in the lock", Severity.ERROR
    elif old.lead_in is not None and old.lead_in != new.lead_in:
        what, severity = "stands in another sentence than the lock says", Severity.ERROR
    elif _facts(old) != _facts(new):
        more = _more_read(old, new)
        what = "was looked for in more captures" if more else "lived otherwise than the lock says"
        severity = Severity.WARNING if more else Severity.ERROR
    elif old.later is not None and old.later != new.later:
        what, severity = "became something else after it left than the lock says", Severity.ERROR
    elif old.later != new.later:
        what, severity = "left, and the lock does not say what became of it", Severity.WARNING
    elif old.stands is not None and old.stands != new.stands:
        what, severity = "stands otherwise than the lock says", Severity.ERROR
    elif old.stands != new.stands:
        what, severity = "stands, and the lock does not say how", Severity.WARNING
    elif old.lead_in != new.lead_in:
        what, severity = "has no sentence in the lock", Severity.WARNING
    elif old.clause != new.clause:
        what, severity = f"stands in {new.clause!r}, in the lock in {old.clause!r}", Severity.WARNING
    else:
        return []
    return [
        Problem(
            code="stale-lock",
            message=f"the quotation {old.name!r} {what}",
            where=where,
            severity=severity,
            hint=f"look at what changed, then run `lock {change.key}`",
        )
    ]


def _facts(quotation: LockedQuotation) -> tuple[Life, ...]:
    return tuple(life for life in (quotation.life, *quotation.witnesses) if life)


def _more_read(old: LockedQuotation, new: LockedQuotation) -> bool:
    return sum(x.read for x in _facts(new)) > sum(x.read for x in _facts(old)) or sum(
        x.listed for x in _facts(new)
    ) > sum(x.listed for x in _facts(old))


def keep_lives(quotation: Quotation, old: ChangeLock | None) -> Quotation:
    """Of two lives of the same words, the one that rests on more captures: the lock's, where few texts are at hand."""
    locked = next((q for q in old.quotations if q.digest == quotation.digest), None) if old else None
    if locked is None or locked.life is None:
        return quotation
    if quotation.life is None or quotation.life.read < locked.life.read:
        quotation = replace(quotation, life=locked.life)
    if quotation.later is None:
        quotation = replace(quotation, later=locked.later)
    if quotation.stands is None:
        quotation = replace(quotation, stands=locked.stands)
    kept = {w.archive: w for w in locked.witnesses}
    for witness in quotation.witnesses:
        held = kept.get(witness.archive)
        if held is None or held.read <= witness.read:
            kept[witness.archive] = witness
    return replace(quotation, witnesses=tuple(kept[name] for name in sorted(kept)))


def evidence_from_lock(change: Change, lock: ChangeLock | None) -> tuple[ChangeEvidence, tuple[Problem, ...]]:
    """What the lock says of a change whose captures are out of reach, and the quotations it does not know."""
    locked = lock or ChangeLock(change=change.key)
    passages = {p.id: p for p in stubs(locked.passages)}
    for old, new in locked.redirects:
        if new in passages:
            passages[new] = replace(passages[new], aliases=(*passages[new].aliases, old))
            passages.pop(old, None)
    problems: list[Problem] = []
    quotations: list[Quotation] = []
    for mark in change.quotations:
        known = _known(mark, locked, passages)
        if known is None:
            problems.append(_unchecked(f"the quotation {mark.name!r}", mark.where, change))
            continue
        passage = replace(passages[known.passage], text=" […] ".join(pieces_of(mark)))
        passages[known.passage] = passage
        quotations.append(
            Quotation(
                mark=mark,
                passage=passage,
                digest=known.digest,
                clause=known.clause,
                said=known.said,
                code=known.code,
                life=known.life,
                witnesses=known.witnesses,
                lead_in=known.lead_in,
                later=known.later,
                stands=known.stands,
                proof=Proof.EARLIER,
            )
        )
    dates = {(d.kind, d.side, d.digest) for d in locked.dates}
    problems += [
        _unchecked(f"the words of the {d.kind} date", d.where, change)
        for d in change.dates
        if d.words and (d.kind, d.side, words_digest_of(d.words)) not in dates
    ]
    problems += [
        _unchecked(f"the search for “{entry.phrase}”", entry.where, change)
        for entry in uncounted(change, locked.searches)
    ]
    problems += [
        _unchecked(f"the count of {entry.count}", entry.where, change)
        for entry in change.counted
        if not known_to(locked, entry)
    ]
    evidence = ChangeEvidence(
        change=change.key,
        passages=tuple(passages.values()),
        quotations=(*quotations, *tombstones(change, lock, passages.values())),
        complete=False,
        readers=locked.readers,
    )
    return evidence, () if change.status is Status.WITHDRAWN else tuple(problems)


def _known(mark: QuoteMark, lock: ChangeLock, passages: dict[str, Passage]) -> LockedQuotation | None:
    """The locked quotation of the same words on the same side; the one of the same name first."""
    digest = quotation_digest(mark)
    fitting = [
        q
        for q in lock.quotations
        if q.digest == digest and q.passage in passages and passages[q.passage].side is mark.side
    ]
    fitting.sort(key=lambda q: q.name != mark.name)
    return fitting[0] if fitting else None


def _unchecked(what: str, where: SourcePos, change: Change) -> Problem:
    return Problem(
        code="not-checked",
        message=f"{what} cannot be checked: the capture is out of reach and the lock does not know these words",
        where=where,
        hint=f"run with the captures (--mirror DIR, or `fetch`), then `lock {change.key}`",
    )
