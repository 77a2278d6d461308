"""Resolve every change: passages found, quotations checked, brackets derived, locks kept. Pure.

With both texts at hand all is derived anew and compared with the lock; without them the lock speaks, and a quotation that it does
not know is a problem at its line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from generator.evidence.ambiguous import label_problems
from generator.evidence.bearing import bearing_problems
from generator.evidence.brackets import life_of, witness_lives
from generator.evidence.codes import assign_codes
from generator.evidence.counterpart import TextsRead
from generator.evidence.counts import version_problems
from generator.evidence.following import follow
from generator.evidence.lives import Quoted, later_states
from generator.evidence.lock_keeping import (
    compare_lock,
    evidence_from_lock,
    keep_lives,
    lost_problems,
    make_lock,
    stubs,
    tombstones,
)
from generator.evidence.nearest_match import describe_nearest
from generator.evidence.passages import SidePassages, changed_segments
from generator.evidence.quotes import pieces_of, resolve_quotation
from generator.evidence.removals import removal_problems
from generator.evidence.searches import count_problems, later_problems
from generator.evidence.standing import Standing, standing_states
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence, Quotation, Sides, SideText
from generator.model.lock import Became, ChangeLock
from generator.model.policy import Span
from generator.model.problems import Problem, sort_problems
from generator.model.redline import Redline
from generator.model.results import Compared
from generator.model.text import Text
from generator.model.words import words_1

Words = Callable[[Document, CaptureRow], str | None]


class Captures(Protocol):
    """Captures of a document that no change pins: read one by one, or compared; None where one is out of reach."""

    def compared(self, document: Document, before: CaptureRow, after: CaptureRow) -> Compared | None:
        """Both texts and their redline."""

    def text(self, document: Document, row: CaptureRow) -> Text | None:
        """The text of one."""

    def recalled(self, question: object, answer: Callable[[], Became]) -> Became:
        """An answer that rests on the question and on these captures alone: remembered, or given now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Evidence of each change by key, the locks as they would be written now, and what is wrong."""

    evidence: Mapping[str, ChangeEvidence]
    locks: Mapping[str, ChangeLock]
    problems: tuple[Problem, ...] = ()


def resolve_changes(
    catalog: Catalog,
    compared: Mapping[str, Compared],
    words: Words,
    locks: Mapping[str, ChangeLock],
    captures: Captures | None = None,
) -> Resolved:
    """All changes of a catalog: those with a comparison from their texts, the others from their locks."""
    evidence: dict[str, ChangeEvidence] = {}
    problems: list[Problem] = []
    for change in catalog.changes:
        evidence[change.key], found = resolve_change(
            catalog, change, compared.get(change.key), words, locks.get(change.key), captures
        )
        problems += found
    coded = assign_codes(evidence, locks)
    fresh: dict[str, ChangeLock] = {}
    for change in catalog.changes:
        lock, found = lock_of(change, coded[change.key], locks.get(change.key))
        problems += found
        if lock is not None:
            fresh[change.key] = lock
    return Resolved(evidence=coded, locks=fresh, problems=sort_problems(problems))


def resolve_change(
    catalog: Catalog,
    change: Change,
    pair: Compared | None,
    words: Words,
    lock: ChangeLock | None,
    captures: Captures | None = None,
) -> tuple[ChangeEvidence, tuple[Problem, ...]]:
    """One change, from its texts where they were compared, else from its lock. Short codes are not given yet.

    `captures` reads other captures of the document: what became of the words, and how they stand, is asked of them.
    """
    if pair is None:
        return evidence_from_lock(change, lock)
    return _from_texts(catalog, change, pair, words, lock, captures)


def lock_of(
    change: Change, evidence: ChangeEvidence, lock: ChangeLock | None
) -> tuple[ChangeLock | None, tuple[Problem, ...]]:
    """The lock of a change as it would be written now, and where the one that is kept says something else."""
    if not evidence.complete:
        return lock, ()
    fresh = make_lock(change, evidence, lock)
    return fresh, tuple(compare_lock(lock, fresh, change)) if lock is not None else ()


def side_text(capture: Digest, text: Text) -> SideText:
    """A side as read."""
    return SideText(capture=capture, policy=text.policy, segments=text.segments, folded=text.folded)


def resolve_quotations(
    change: Change, sides: Sides, found: Redline, lock: ChangeLock | None = None
) -> tuple[ChangeEvidence, tuple[Problem, ...]]:
    """Passages and quotations of a change whose texts are both at hand."""
    problems: list[Problem] = []
    places = {side: SidePassages(side, sides.of(side)) for side in Side}
    for mark in change.quotations:
        if len(pieces := pieces_of(mark)) == 1:
            places[mark.side].learn(pieces[0])
    for side, passages in places.items():
        passages.add_locked(lock.passages if lock else ())
        for index in changed_segments(found, side):
            passages.add_segment(index)
    quotations: list[Quotation] = []
    for mark in change.quotations:
        quotation, wrong = resolve_quotation(mark, sides, found, places[mark.side])
        problems += wrong
        if quotation is not None:
            quotations.append(quotation)
    problems += _date_problems(change, sides)
    problems += count_problems(change, sides)
    problems += label_problems(quotations)
    problems += removal_problems(change, sides, found, quotations)
    for old, new in lock.redirects if lock else ():
        places[Side.AFTER if new.startswith("a") else Side.BEFORE].redirect(old, new)
    lost = [entry for side in Side for entry in places[side].lost]
    problems += lost_problems(change, lost, lock, sides)
    kept = (*(p for side in Side for p in places[side].all()), *stubs(lost))
    aliases = {p.id: p.aliases for p in kept}
    quotations = [
        replace(q, passage=replace(q.passage, aliases=aliases.get(q.passage.id, ()))) for q in quotations
    ]
    evidence = ChangeEvidence(
        change=change.key,
        passages=kept,
        quotations=(*quotations, *tombstones(change, lock, kept)),
        readers=sides.readers,
    )
    return evidence, tuple(problems)


def _from_texts(
    catalog: Catalog,
    change: Change,
    pair: Compared,
    words: Words,
    lock: ChangeLock | None,
    captures: Captures | None,
) -> tuple[ChangeEvidence, tuple[Problem, ...]]:
    document = catalog.document(change.document_key)
    before = catalog.row(change.document_key, change.before)
    after = catalog.row(change.document_key, change.after)
    if document is None or before is None or after is None:
        return evidence_from_lock(change, lock)
    sides = Sides(
        before=side_text(before.sha256, pair.before),
        after=side_text(after.sha256, pair.after),
    )
    evidence, problems = resolve_quotations(change, sides, pair.redline, lock)
    problems = (
        *problems,
        *bearing_problems(change, evidence.quotations, catalog.vocabulary),
        *later_problems(change, document, lambda row: words(document, row), lock),
        *version_problems(catalog, change, lambda row: words(document, row), lock),
    )
    quotations = []
    texts = TextsRead()
    for quotation in evidence.quotations:
        row = before if quotation.mark.side is Side.BEFORE else after
        derived = _with_life(quotation, sides, document, row, (before, after), words)
        kept = keep_lives(derived, lock)
        quotations.append(
            _with_later(kept, sides, catalog, change, (before, after), words, pair, captures, texts)
        )
    return replace(evidence, quotations=tuple(quotations)), problems


def _with_life(
    quotation: Quotation,
    sides: Sides,
    document: Document,
    row: CaptureRow,
    pins: tuple[CaptureRow, CaptureRow],
    words: Words,
) -> Quotation:
    """How long the quoted words lived, in each archive that lists captures of the document."""
    side = sides.of(quotation.mark.side)
    if side.folded is None or quotation.passage.span is None or not quotation.mark.words:
        return quotation
    needle = side.folded.words(quotation.passage.span)

    def text_of(other: CaptureRow) -> str | None:
        for own in (sides.before, sides.after):
            if own.folded is not None and other.sha256 == own.capture:
                return own.folded.text
        return words(document, other)

    return replace(
        quotation,
        life=life_of(needle, document.captures, text_of, row, pins),
        witnesses=witness_lives(needle, document.captures, text_of, row, pins),
    )


def _with_later(
    quotation: Quotation,
    sides: Sides,
    catalog: Catalog,
    change: Change,
    pins: tuple[CaptureRow, CaptureRow],
    words: Words,
    pair: Compared,
    captures: Captures | None,
    texts: TextsRead,
) -> Quotation:
    """What became of the quoted words after they left, and how they stand, in the archive that follows them on."""
    document = catalog.document(change.document_key)
    side = sides.of(quotation.mark.side)
    span = quotation.passage.span
    if captures is None or document is None or quotation.life is None or side.folded is None or span is None:
        return quotation
    followed = follow(quotation, catalog, change)
    life = followed.life if followed else quotation.life
    at = side.folded.window(span).start
    quoted = Quoted(
        words=side.folded.words(span),
        parts=tuple(
            Span(w.start - at, w.end - at) for w in (side.folded.window(p) for p in quotation.pieces)
        ),
        clause=quotation.clause,
        around=quotation.lead_in,
    )
    own = pins[0] if quotation.mark.side is Side.BEFORE else pins[1]
    others = _Others(captures, document, pins, pair, words)
    rows, language = document.captures, document.edition.language

    def became() -> Became:
        return (
            later_states(quoted, life, rows, others.words, others.compared, pins, texts),
            standing_states(
                quoted, Standing(row=own, start=at), life, rows, others, language=language, pins=pins
            ),
        )

    states, stands = captures.recalled((quoted, life, own, at, language, pins), became)
    return replace(
        quotation,
        later=quotation.later if states is None else states,
        stands=quotation.stands if stands is None else stands,
    )


@dataclass(frozen=True, slots=True)
class _Others:
    """The captures of a document, the two that its change pins among them."""

    source: Captures
    document: Document
    pins: tuple[CaptureRow, CaptureRow]
    pair: Compared
    read: Words

    def words(self, row: CaptureRow) -> str | None:
        return self.read(self.document, row)

    def compared(self, before: CaptureRow, after: CaptureRow) -> Compared | None:
        if (before.sha256, after.sha256) == (self.pins[0].sha256, self.pins[1].sha256):
            return self.pair
        return self.source.compared(self.document, before, after)

    def text(self, row: CaptureRow) -> Text | None:
        for pin, text in zip(self.pins, (self.pair.before, self.pair.after), strict=True):
            if row.sha256 == pin.sha256:
                return text
        return self.source.text(self.document, row)


def _date_problems(change: Change, sides: Sides) -> list[Problem]:
    """Words that are said to state a date and do not stand in the capture."""
    problems: list[Problem] = []
    for date in change.dates:
        side = sides.of(date.side)
        needle = words_1(date.words)
        if not needle or side.folded is None or needle in side.folded.text:
            continue
        problems.append(
            Problem(
                code="date-words-not-found",
                message=f"the words of the {date.kind} date are not in the capture `{date.side}`",
                where=date.where,
                hint=describe_nearest(side.folded.text, needle),
            )
        )
    return problems
