"""Figures of the note, one a clause, and the passage that a change page begins with.

Short pages and embeds draw single quotations (`passage_views`). The page of the change draws each clause once: neighbours
quoted from one clause share a figure, in which the words of each are numbered.
"""

from dataclasses import dataclass, replace

from generator.model.captures import Side
from generator.model.evidence import Quotation
from generator.model.lock import LeadIn
from generator.model.words import count_words
from generator.pages.change.cards import chosen_passages
from generator.pages.change.passage import PassageView, QuoteView
from generator.pages.change.side_lines import bare_line
from generator.pages.change.sides import PassageSource, SideView, counterpart, own_side, sentence_pieces
from generator.pages.messages import joined
from generator.pages.sheets import only_quoted

MOST = 5  # figures drawn in full; further ones are a line each that opens
REACH = 2  # paragraphs between two quotations of one clause up to which they share a figure
WHOLE_WORDS = 30  # words round what is quoted up to which a figure shows the clause whole
CONTEXT_WORDS = 18  # of a longer one, words of whole sentences before and behind; the redline has it whole
SHORT = 120  # words of a counterpart up to which the page begins with both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFigure:
    """The quotations of a clause at their place in the note."""

    offset: int  # of the first mark in the body
    end: int  # of the last
    title: str
    said: str
    quotes: tuple[QuoteView, ...]
    before: SideView
    after: SideView
    folded: bool = False  # a line that opens

    @property
    def id(self) -> str:
        """The address the figure itself carries; it holds an anchor for each further one."""
        return self.quotes[-1].id

    @property
    def anchors(self) -> tuple[str, ...]:
        """The further addresses: ids, names and numbers of its quotations."""
        names = [name for quote in self.quotes for name in (quote.id, f"q{quote.number}")]
        names += [quote.name for quote in self.quotes if quote.anchored]
        return tuple(name for name in dict.fromkeys(names) if name != self.id)

    @property
    def even(self) -> bool:
        """Whether both sides hold words."""
        return bool(self.before.pieces and self.after.pieces)

    @property
    def several(self) -> bool:
        """Whether its quotations have to be told apart."""
        return len(self.quotes) > 1

    @property
    def bare(self) -> str:
        """What is said of a side without words, where a few words of ours are all there is to say."""
        empty = [side for side in (self.before, self.after) if not side.pieces and side.none]
        return bare_line(empty[0].none) if len(empty) == 1 else ""

    def told_apart(self, index: int) -> bool:
        """Whether what became of a quotation is not what was said of the one before it."""
        quotes, own = self.quotes, self.quotes[index]
        told = [(q.bracket, q.after.short_parts) for q in quotes[:index]]
        return (own.bracket, own.after.short_parts) not in told

    @property
    def lone(self) -> SideView | None:
        """The only side that is drawn, where the heading says all that is to be said of the other."""
        drawn = [side for side in (self.before, self.after) if side.pieces or side.lead]
        return drawn[0] if self.bare and len(drawn) == 1 else None

    @property
    def sides(self) -> tuple[SideView, ...]:
        """What is drawn: before, after; a side without words of its own says why behind the other."""
        both = (self.before, self.after)
        return both if self.before.pieces or not self.before.none else both[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """The passage that matters: its sentence with its marks, beside its counterpart where the redline aligns one."""

    quote: QuoteView
    sides: tuple[SideView, ...]  # empty where the sentence stands alone, without marks of words

    @property
    def bar(self) -> str:
        """Whether the clause is new or gone as a whole."""
        return self.quote.side.bar


def note_figures(
    source: PassageSource, quotations: tuple[Quotation, ...], passages: tuple[PassageView, ...]
) -> tuple[NoteFigure, ...]:
    """The figures of the note in its order; `passages` are its single quotations and pairs."""
    source = replace(source, whole_words=WHOLE_WORDS, context_words=CONTEXT_WORDS)
    groups: list[list[PassageView]] = []
    for passage in passages:
        if groups and _belong(source, quotations, groups[-1], passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    figures: list[NoteFigure] = []
    drawn: set[tuple[Side, int]] = set()  # clauses that stand in full already
    for group in groups:
        figure = _figure(source, quotations, group)
        clauses = {_place(source, quotations[q.number - 1]) for q in figure.quotes}
        is_known = source.sheets is not None and clauses <= drawn
        folded = is_known or sum(not each.folded for each in figures) >= MOST
        drawn |= set() if folded else clauses
        figures.append(replace(figure, folded=folded))
    return tuple(figures)


def brief_view(
    source: PassageSource, quotations: tuple[Quotation, ...], quotes: tuple[QuoteView, ...]
) -> BriefView | None:
    """The passage of the card, as the page begins with it; None where nothing is quoted."""
    shown = chosen_passages(source, quotations, quotes)
    if not shown:
        return None
    quote, quotation = quotes[shown[-1]], quotations[shown[-1]]
    if len(shown) > 1:
        sides = tuple(_sentence_side(source, quotations[n], quotes[n]) for n in shown)
        return BriefView(quote=quote, sides=sides)
    if quote.side.bar or quote.said in ("new", "removed", "unchanged") or source.sheets is None:
        return BriefView(quote=quote, sides=_alone(source, quotation, quote))
    other = counterpart(source, quotation)
    if not other.pieces or count_words("".join(p.words for p in other.pieces)) > SHORT:
        return BriefView(quote=quote, sides=_alone(source, quotation, quote))
    own = _sentence_side(source, quotation, quote)
    return BriefView(quote=quote, sides=(other, own) if own.side is Side.AFTER else (own, other))


def _alone(source: PassageSource, quotation: Quotation, quote: QuoteView) -> tuple[SideView, ...]:
    """One side where the redline marks words inside the sentence; a whole clause is barred and needs none.

    Nor has a sentence so long that its list is folded: the note has its marks.
    """
    view = quote.alone
    is_long = bool(view.parts_before or view.parts_behind)
    if quote.side.bar or source.sheets is None or quote.said == "unchanged" or is_long:
        return ()
    return (_sentence_side(source, quotation, quote),)


def _sentence_side(source: PassageSource, quotation: Quotation, quote: QuoteView) -> SideView:
    """The sentence of the quoted words with the marks of the redline, and what opens its list."""
    pieces = sentence_pieces(source, quote.number, quotation)
    if not pieces:
        return quote.side
    lead = quote.alone.lead or quote.side.lead
    return replace(quote.side, pieces=pieces, lead=lead, cut_start=False, cut_end=False)


def _belong(
    source: PassageSource, quotations: tuple[Quotation, ...], group: list[PassageView], next_: PassageView
) -> bool:
    """Whether a passage follows a group at once and quotes the same clause, on every side that both quote."""
    last, first = group[-1].quotes[-1], next_.quotes[0]
    if source.change.body[
        quotations[last.number - 1].mark.end : quotations[first.number - 1].mark.offset
    ].strip():
        return False
    drawn = {q.side.side: q for passage in group for q in passage.quotes}
    shared = [(drawn[q.side.side], q) for q in next_.quotes if q.side.side in drawn]
    return len(shared) == len(next_.quotes) and all(
        _one_clause(source, quotations[a.number - 1], quotations[b.number - 1]) for a, b in shared
    )


def _one_clause(source: PassageSource, first: Quotation, second: Quotation) -> bool:
    """Whether two quotations of one side stand in one paragraph, or near each other in one clause."""
    if source.sheets is None or not first.pieces or not second.pieces:
        return False
    at, to = _place(source, first)[1], _place(source, second)[1]
    is_near = first.clause == second.clause != "" and abs(to - at) <= REACH
    return at == to or (is_near and source.hunk_of(first) is source.hunk_of(second))


def _place(source: PassageSource, quotation: Quotation) -> tuple[Side, int]:
    """The paragraph in which quoted words begin; -1 without the capture."""
    side = quotation.mark.side
    if source.sheets is None or not quotation.pieces:
        return side, -1
    segments = source.sheets[0 if side is Side.BEFORE else 1].segments
    return side, next((n for n, s in enumerate(segments) if quotation.pieces[0].start < s.span.end), -1)


def _figure(source: PassageSource, quotations: tuple[Quotation, ...], group: list[PassageView]) -> NoteFigure:
    quotes = tuple(quote for passage in group for quote in passage.quotes)
    first, last = quotations[quotes[0].number - 1], quotations[quotes[-1].number - 1]
    sides = {
        side: [quotations[q.number - 1] for q in quotes if q.side.side is side]
        for side in (Side.BEFORE, Side.AFTER)
    }
    numbers = {q.id: q.number for q in quotes}
    views = {side: _together(source, found, numbers) for side, found in sides.items() if found}
    told = next(found for found in sides.values() if found)
    before = views.get(Side.BEFORE) or _other(source, told)
    after = views.get(Side.AFTER) or _other(source, told)
    return NoteFigure(
        offset=first.mark.offset,
        end=last.mark.end,
        title=group[0].title,
        said=_said(quotes),
        quotes=quotes,
        before=before,
        after=after,
    )


def _other(source: PassageSource, told: list[Quotation]) -> SideView:
    """What the other text has in the place of these quotations; what others quote of it is not marked here."""
    side = counterpart(source, _merged(told))
    return replace(side, pieces=only_quoted(side.pieces))


def _said(quotes: tuple[QuoteView, ...]) -> str:
    """What the redline says of the words: each side's once, the earlier side first."""
    sides = [
        joined(dict.fromkeys(q.said for q in quotes if q.side.side is side))
        for side in (Side.BEFORE, Side.AFTER)
    ]
    return joined(dict.fromkeys(side for side in sides if side), " → ")


def _together(source: PassageSource, found: list[Quotation], numbers: dict[str, int]) -> SideView:
    """One clause with the words of all quotations from it marked."""
    side = found[0].mark.side
    pin = source.before if side is Side.BEFORE else source.after
    own = [numbers[q.passage.id] for q in found]
    clause = found[0].clause or found[0].mark.clause
    return own_side(source, own[0], _merged(found), pin, clause, tuple(own[1:]))


def _merged(found: list[Quotation]) -> Quotation:
    """Quotations of one clause as one: all their words, what governs the first, the end of the last sentence."""
    listed = sorted(found, key=lambda q: q.pieces[0].start if q.pieces else 0)
    if len(listed) == 1:
        return listed[0]
    first, last = listed[0], max(listed, key=lambda q: q.pieces[-1].end)
    around = None
    if first.lead_in and last.lead_in:
        around = LeadIn(lead=first.lead_in.lead, before=first.lead_in.before, after=last.lead_in.after)
    pieces = tuple(sorted((p for q in listed for p in q.pieces), key=lambda p: (p.start, p.end)))
    ends = max(pieces, key=lambda p: p.end)
    pieces = (*(p for p in pieces if p is not ends), ends)
    return replace(first, pieces=pieces, lead_in=around)
