"""What a revision changes on the pages of changes, for those who review it: new pages, parts, quotations, brackets. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.content.letters import known_words
from generator.content.prose import blocks_of, own_blocks
from generator.evidence.parts import changed_parts
from generator.evidence.quotes import quotation_digest
from generator.model.catalog import Catalog, Change, QuoteMark, Status
from generator.model.evidence import ChangeEvidence, Proof
from generator.model.lock import ChangeLock, Life
from generator.model.times import spell_time


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationTold:
    """A quotation that is new or has other words: where it was found, or that it was not."""

    name: str
    is_new: bool
    found: bool
    earlier: bool = False  # known from the lock, the capture being out of reach
    place: str = ""
    side: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTold:
    """A page of a change that a revision adds, changes or takes away."""

    key: str
    path: str
    title: str
    state: str  # new, changed, draft, gone
    parts: tuple[str, ...] = ()
    quotations: tuple[QuotationTold, ...] = ()
    brackets: tuple[str, ...] = ()
    passages: tuple[int, int] = (0, 0)  # addresses that are new in the lock, and all


def tell_pages(old: Catalog, new: Catalog, evidence: Mapping[str, ChangeEvidence]) -> tuple[PageTold, ...]:
    """The pages of changes on which the two catalogs differ, by key."""
    before = {change.key: change for change in old.changes}
    now = {change.key: change for change in new.changes}
    bodies = [change.body for change in old.changes]
    known = known_words(block.text for body in bodies for block in own_blocks(blocks_of(body)))
    told: list[PageTold] = []
    for key in sorted(before.keys() | now.keys()):
        change, was = now.get(key), before.get(key)
        if change is None:
            if was is not None and was.status is not Status.DRAFT:
                told.append(PageTold(key=key, path=was.where.path, title=was.title, state="gone"))
            continue
        parts = () if was is None else tuple(p.name for p in changed_parts(was, change, old, new, known))
        locks = (old.lock(key), new.lock(key))
        if was == change and locks[0] == locks[1]:
            continue
        page = _page(change, was, locks, evidence.get(key), parts)
        if (
            page.state in ("new", "draft")
            or page.parts
            or page.quotations
            or page.brackets
            or page.passages[0]
        ):
            told.append(page)
    return tuple(told)


def _page(
    change: Change,
    was: Change | None,
    locks: tuple[ChangeLock | None, ChangeLock | None],
    evidence: ChangeEvidence | None,
    parts: tuple[str, ...],
) -> PageTold:
    first = was is None or was.status is Status.DRAFT
    state = "draft" if change.status is Status.DRAFT else "new" if first else "changed"
    held = {p.id for p in locks[0].passages} if locks[0] else set()
    kept = {p.id for p in locks[1].passages} if locks[1] else set()
    return PageTold(
        key=change.key,
        path=change.where.path,
        title=change.title,
        state=state,
        parts=() if first else parts,
        quotations=tuple(_quotations(change, was, evidence)),
        brackets=tuple(_brackets(*locks)),
        passages=(len(kept - held), len(kept)),
    )


def _quotations(
    change: Change, was: Change | None, evidence: ChangeEvidence | None
) -> Iterator[QuotationTold]:
    """Quotations that the page had not, or had with other words or on the other side."""
    former = {mark.name: _identity(mark) for mark in (was.quotations if was else ())}
    found = {q.mark.name: q for q in (evidence.quotations if evidence else ())}
    for mark in change.quotations:
        if former.get(mark.name) == _identity(mark):
            continue
        quotation = found.get(mark.name)
        yield QuotationTold(
            name=mark.name,
            is_new=mark.name not in former,
            found=quotation is not None,
            earlier=quotation is not None and quotation.proof is Proof.EARLIER,
            place=quotation.clause if quotation else "",
            side=mark.side.value,
            line=mark.where.line,
        )


def _identity(mark: QuoteMark) -> tuple[object, ...]:
    return quotation_digest(mark), mark.side, mark.nth


def _brackets(old: ChangeLock | None, new: ChangeLock | None) -> Iterator[str]:
    """Quotations of equal words whose first or last sight is known more or less closely than it was."""
    if old is None or new is None:
        return
    fresh = {q.name: q for q in new.quotations}
    for quotation in old.quotations:
        now = fresh.get(quotation.name)
        if now is None or now.digest != quotation.digest or not (quotation.life and now.life):
            continue
        for what, was, is_now in (
            ("first seen", _first(quotation.life), _first(now.life)),
            ("last seen", _last(quotation.life), _last(now.life)),
        ):
            if was != is_now:
                yield f"`{quotation.name}` {what}: {_spell(was)} → {_spell(is_now)} ({_width(was, is_now)})"


_Bracket = tuple[datetime | None, datetime | None]


def _first(life: Life) -> _Bracket:
    return life.last_without, life.first_with


def _last(life: Life) -> _Bracket:
    return life.last_with, life.first_without_after


def _spell(bracket: _Bracket) -> str:
    return " to ".join(spell_time(at) if at else "open" for at in bracket)


def _width(was: _Bracket, now: _Bracket) -> str:
    """Whether a bracket became narrower or wider; one that is open at an end is wider than any that is not."""
    one, two = _seconds(was), _seconds(now)
    return "narrowed" if two < one else "widened" if two > one else "moved"


def _seconds(bracket: _Bracket) -> float:
    start, end = bracket
    return (end - start).total_seconds() if start and end else float("inf")
