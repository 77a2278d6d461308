"""The social card of a change: one passage with what governs it, or a pair that the redline aligns; what came after.

A card travels without its page, so it may not set words side by side that no comparison aligned: a reader takes the
left for what the right replaced. Where nothing is aligned it shows one passage, whole.
"""

from dataclasses import dataclass, replace

from generator.model.captures import Side
from generator.model.catalog import Change
from generator.model.evidence import Quotation
from generator.model.words import count_words
from generator.pages import addresses
from generator.pages.after import AfterView
from generator.pages.alone import AloneView
from generator.pages.change.evidence import SIDES
from generator.pages.change.passage import QuoteView, sentence
from generator.pages.change.sides import PassageSource, are_aligned, sentence_pieces
from generator.pages.chrome import wording_of
from generator.pages.messages import ENGLISH, Wording, joined, say, spelt, turned

CHANGE_SIZE = (1200, 630)  # pixels
# There are five times as many of these, and the time goes by the number of pixels. Networks take 600 x 315 and more for large.
PASSAGE_SIZE = (720, 378)
LONGEST = 120  # words of a sentence up to which a side of a pair is drawn with its marks


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRun:
    """Words of one look: quoted or round what is quoted; ``op`` is ``ins`` or ``del`` where the redline marks them."""

    words: str
    quoted: bool = False
    op: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """A passage on a card. ``bar`` is ``ins``, ``del`` or empty; what stands behind the last quoted run may be cut."""

    label: str
    runs: tuple[CardRun, ...]
    bar: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A picture of 1200 x 630 points; `size` is its width and height in pixels."""

    site: str
    place: str
    title: str
    words: tuple[CardWords, ...]
    after: str
    reviewed: str
    wording: Wording = ENGLISH
    size: tuple[int, int] = CHANGE_SIZE


def card_view(
    change: Change,
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    *,
    company: str,
    document: str,
) -> CardView:
    """What a card shows of a change; `quotes` are the views of `quotations`, in the same order."""
    shown = chosen_passages(source, quotations, quotes)
    return _of_passages(source, quotations, quotes, shown, company, document)


def passage_card(
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    number: int,
    *,
    company: str,
    document: str,
) -> CardView:
    """The card of one passage, by its index: with its other side where the redline aligns the two. A smaller picture."""
    others = [n for n in range(len(quotes)) if quotes[n].side.side is not quotes[number].side.side]
    partner = next((n for n in others if _is_pair(source, quotations, quotes, n, number)), None)
    pair = (number,) if partner is None else (number, partner)
    shown = tuple(sorted(pair, key=lambda n: quotes[n].side.side is Side.AFTER))
    view = _of_passages(source, quotations, quotes, shown, company, document)
    return replace(view, after=plain_after(quotes[number].after), size=PASSAGE_SIZE)


def _is_pair(
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    one: int,
    other: int,
) -> bool:
    before, after = (one, other) if quotes[one].side.side is Side.BEFORE else (other, one)
    return are_aligned(source, quotations[before], quotations[after])


def _of_passages(
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    shown: tuple[int, ...],
    company: str,
    document: str,
) -> CardView:
    change = source.change
    is_invented = change.company.startswith(addresses.EXAMPLE)
    named = say("%(name)s (invented)", name=company) if is_invented else company
    words = tuple(_words(source, quotations[n], quotes[n], in_pair=len(shown) > 1) for n in shown)
    return CardView(
        site=source.site,
        place=joined((named, document, spelt(change.after.at.date())), " · "),
        title=change.title,
        words=words,
        wording=wording_of(source.catalog),
        after=plain_after(quotes[shown[-1]].after) if shown else "",
        reviewed=joined(
            (
                say("Reviewed by a person") if change.reviewed else say("Not reviewed by a person yet"),
                say("a capture was not read to its end") if _is_partial(source) else "",
            ),
            "; ",
        ),
    )


def _is_partial(source: PassageSource) -> bool:
    """Whether reading a capture stopped before its end."""
    return any(one.stops for sheet in source.sheets or () for one in sheet.noticed)


def chosen_passages(
    source: PassageSource, quotations: tuple[Quotation, ...], quotes: tuple[QuoteView, ...]
) -> tuple[int, ...]:
    """Which passages a card shows: what the editor names (`card`), else changed words that a claim rests on, else the
    first new words, else the first edited pair, else the first removed words.

    The other side stands beside them only where the redline aligns a quotation of it.
    """
    numbers = range(len(quotes))
    after = [n for n in numbers if quotes[n].side.side is Side.AFTER]
    before = [n for n in numbers if quotes[n].side.side is Side.BEFORE]
    partners = {n: _partner(source, quotations, n, before) for n in after}
    change = source.change
    named = [n for n in numbers if quotes[n].name == change.card]
    if named and named[0] in before:
        return (named[0],)
    changed = {quotes[n].name: n for n in after if quotes[n].said in ("new", "edited")}
    claimed = [changed[claim.quote] for claim in change.claims if claim.quote in changed]
    new = [n for n in after if quotes[n].said == "new"]
    edited = [n for n in after if quotes[n].said == "edited" and partners[n] is not None]
    first = next(iter((*named, *claimed, *new, *edited)), None)
    if first is not None:
        partner = partners[first]
        return (first,) if partner is None else (partner, first)
    removed = [n for n in before if quotes[n].said == "removed"]
    return tuple((*removed, *numbers)[:1])


def _partner(
    source: PassageSource, quotations: tuple[Quotation, ...], number: int, others: list[int]
) -> int | None:
    """The first quotation of the earlier text that the redline aligns with this one of the later text."""
    return next((n for n in others if are_aligned(source, quotations[n], quotations[number])), None)


def plain_after(after: AfterView) -> str:
    """What came after as a sentence with days for times and without links: ``Last seen 1 May 2024, absent …``."""
    return sentence(turned(after.days, "unbracketed"))


def _words(source: PassageSource, quotation: Quotation, quote: QuoteView, *, in_pair: bool) -> CardWords:
    day = spelt(quote.pin.at.date()) if quote.pin else ""
    place = joined((SIDES[quote.side.side], day, quote.clause))
    marked = _marked(source, quotation, quote) if in_pair else ()
    return CardWords(
        label=place if in_pair else joined((place, quote.said), ": "),
        runs=marked or governed_runs(quote.alone),
        bar={"new": "ins", "removed": "del"}.get(quote.said, ""),
        language=quote.language,
    )


def governed_runs(view: AloneView) -> tuple[CardRun, ...]:
    """The quoted words in their sentence, with what opens their list; the other parts of a long list left out."""
    runs = (
        CardRun(words=view.opening),
        CardRun(words=f"{view.head}{'[…] ' if view.parts_before else ''}{view.own}"),
        CardRun(words=view.words, quoted=True),
        CardRun(words=f"{view.near}{' […]' if view.parts_behind else ''}"),
    )
    return tuple(run for run in runs if run.words)


def _marked(source: PassageSource, quotation: Quotation, quote: QuoteView) -> tuple[CardRun, ...]:
    """The same with the marks of the redline; none where the sentence is too long to be drawn so."""
    pieces = sentence_pieces(source, quote.number, quotation)
    text = " ".join("".join(piece.words for piece in pieces).split())
    if count_words(text) > LONGEST or quote.alone.before.strip() not in text:
        return ()
    rest = (CardRun(words=f" {quote.side.rest}"),) if quote.side.rest else ()
    opening = (CardRun(words=quote.alone.opening),) if quote.alone.opening else ()
    own = tuple(
        CardRun(
            words=" ".join(f"|{piece.words}|".split())[1:-1],
            quoted=bool(piece.quoted),
            op=piece.op if piece.op in ("ins", "del") else "",
        )
        for piece in pieces
    )
    return opening + own + rest if own else ()
