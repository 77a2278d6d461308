"""The social card of a change: its title, the removed and the added words, what came after, whether it was reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.catalog import Change
from generator.pages import addresses
from generator.pages.change.passage import QuoteView, sentence
from generator.pages.spelling import spell_day


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """Quoted words on a card: ``op`` is ``ins``, ``del`` or empty (drawn without a mark)."""

    label: str
    words: str
    op: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A picture of 1200 x 630 points."""

    site: str
    place: str
    title: str
    words: tuple[CardWords, ...]
    after: str
    reviewed: str


def card_view(
    change: Change, quotes: tuple[QuoteView, ...], *, site: str, company: str, document: str
) -> CardView:
    """What a card shows of a change: the first words that came and the first that went.

    Words of the earlier text that did not go stand there only beside words of the same clause; a stated date beside a
    new clause would read as what it replaced.
    """
    added = (
        _first(quotes, Side.AFTER, "new")
        or _first(quotes, Side.AFTER, "edited")
        or _first(quotes, Side.AFTER)
    )
    own = tuple(q for q in quotes if added is None or q.clause == added.clause)
    removed = _first(quotes, Side.BEFORE, "removed") or _first(own, Side.BEFORE)
    shown = tuple(q for q in (removed, added) if q)
    told = added or removed
    invented = " (invented)" if change.company.startswith(addresses.EXAMPLE) else ""
    return CardView(
        site=site,
        place=f"{company}{invented} · {document} · {spell_day(change.after.at)}",
        title=change.title,
        words=tuple(_words(q) for q in shown),
        after=_after(told, quotes) if told else "",
        reviewed="Reviewed by a person" if change.reviewed else "Not reviewed by a person yet",
    )


def _after(told: QuoteView, quotes: tuple[QuoteView, ...]) -> str:
    """What came after the words shown, with every clause it is true of."""
    same = [q.clause for q in quotes if q.clause and q.after.short == told.after.short]
    clauses = ", ".join(dict.fromkeys(same))
    return f"{clauses}: {told.after.short}." if clauses else sentence(told.after.short)


def _first(quotes: Iterable[QuoteView], side: Side, said: str = "") -> QuoteView | None:
    return next((q for q in quotes if q.side.side is side and said in ("", q.said)), None)


def _words(quote: QuoteView) -> CardWords:
    day = f", {spell_day(quote.pin.at)}" if quote.pin else ""
    clause = f", {quote.clause}" if quote.clause else ""
    return CardWords(
        label=f"{quote.side.side.value.capitalize()}{day}{clause}",
        words=quote.words,
        op={"new": "ins", "removed": "del"}.get(quote.said, ""),
        language=quote.language,
    )
