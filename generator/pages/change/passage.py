"""Key passages: quoted words of both sides, how long they lived, their address, proof and citation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from generator.model.captures import Side
from generator.model.catalog import Catalog, Change
from generator.model.evidence import Proof, Quotation
from generator.model.lock import Said
from generator.model.policy import Span
from generator.model.redline import Hunk, HunkKind, Redline
from generator.model.times import spell_time
from generator.pages import addresses
from generator.pages.after import AfterPart, AfterView, after_line
from generator.pages.alone import AloneView, alone
from generator.pages.change.evidence import PinView, archive_of, bracket, with_fragment
from generator.pages.change.ruler import RulerView, make_ruler
from generator.pages.cite import CiteView, cite_passage
from generator.pages.sheets import PieceView, Sheet, only_quoted, side_pieces, unmark_whole
from generator.pages.spelling import spell_day

SAID = {
    Said.NEW: "new",
    Said.REMOVED: "removed",
    Said.EDITED: "edited",
    Said.MOVED: "moved",
    Said.UNCHANGED: "unchanged",
}
PARTS = (
    "main",
    "after",
    "passages",
    "note",
    "told",
    "redline",
    "evidence",
    "cite",
    "history",
    "words",
    "embed",
)
OTHER_IDS = re.compile(r"q\d+|row-\d+|view-\w+|fn\w*|[ab]-[a-z2-7]{10}.*")
WHOLE_WORDS = 240  # words round what is quoted up to which a clause is shown whole
NEAR_WORDS = 24  # before what is quoted, words that a phone shows too
CONTEXT_WORDS = 60  # of a longer one, words shown before and behind; as many again to end with a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """The words of one side. Without words, `none` says why and `near` are the words that stood in that place."""

    side: Side
    pin: PinView | None
    clause: str
    far: tuple[
        PieceView, ...
    ] = ()  # the clause's beginning, left out on a phone so that what is quoted is on its screen
    pieces: tuple[PieceView, ...] = ()
    bar: str = ""  # "new" or "gone": a whole passage without a counterpart
    none: str = ""
    cut_start: bool = False  # more of the clause stands before or behind
    cut_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """One quotation with everything a journalist may want from it."""

    number: int
    id: str
    name: str
    words: str
    clause: str
    title: str
    said: str
    side: SideView
    pin: PinView | None
    against: datetime | None  # when the other side was captured
    after: AfterView
    bracket: tuple[AfterPart, ...]
    ruler: RulerView | None
    captures_read: str
    verified: bool
    row: str  # id of the row the words stand in, empty where there is no redline
    short: str  # absolute or from the root, empty without a code
    short_href: str
    embed_href: str
    archive_href: str
    copy: str
    translation: str
    cites: tuple[CiteView, ...]
    code: str
    language: str
    alone: AloneView  # the words with what governs them: for every form that leaves the page

    @property
    def stands(self) -> str:
        """What the redline says of the words, as a sentence that says which captures were compared."""
        if not self.pin or not self.against:
            return f"{self.said.capitalize()} between two captures."
        own, other = spell_day(self.pin.at), spell_day(self.against)
        first, second = (own, other) if self.side.side is Side.BEFORE else (other, own)
        if self.said == SAID[Said.NEW]:
            return f"Not in the earlier capture, of {first}."
        if self.said == SAID[Said.REMOVED]:
            return f"Not in the later capture, of {second}."
        if self.said == SAID[Said.UNCHANGED]:
            return f"The same in the captures of {first} and {second}."
        return f"{self.said.capitalize()} between the captures of {first} and {second}."

    @property
    def anchored(self) -> bool:
        """Whether the name may stand as an anchor too: parts of the page have theirs already."""
        return self.name not in PARTS and not OTHER_IDS.fullmatch(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A figure: one quotation with its counterpart, or two quotations set side by side."""

    title: str
    quotes: tuple[QuoteView, ...]
    before: SideView
    after: SideView

    @property
    def even(self) -> bool:
        """Whether both sides hold words."""
        return bool(self.before.pieces and self.after.pieces)

    @property
    def said(self) -> str:
        """What the redline says of the quoted words: of a pair both, where it is not the same."""
        return " → ".join(dict.fromkeys(quote.said for quote in self.quotes))


@dataclass(frozen=True, slots=True, kw_only=True)
class CameView:
    """One line of "what came after", for all quotations it is true of."""

    quotes: tuple[QuoteView, ...]
    parts: tuple[AfterPart, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it is true of, each once."""
        return tuple(dict.fromkeys(q.clause or q.title for q in self.quotes))


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSource:
    """What passages of one change are drawn from. Sheets and redline are None where captures are out of reach."""

    catalog: Catalog
    change: Change
    path: str
    site: str
    base_url: str
    before: PinView | None
    after: PinView | None
    redline: Redline | None = None
    sheets: tuple[Sheet, Sheet] | None = None
    rows: tuple[tuple[str, str], ...] = ()


def quote_views(source: PassageSource, quotations: Iterable[Quotation]) -> tuple[QuoteView, ...]:
    """Every quotation of a change, numbered in the order of the note."""
    return tuple(quote_view(source, number, q) for number, q in enumerate(quotations, 1))


def passage_views(
    source: PassageSource, quotations: tuple[Quotation, ...], views: tuple[QuoteView, ...]
) -> tuple[PassageView, ...]:
    """Figures in the order of the note; neighbours of which one is before and one after share a figure."""
    figures: list[PassageView] = []
    index = 0
    body = source.change.body
    while index < len(views):
        view = views[index]
        if index + 1 < len(views) and is_pair(body, quotations[index], quotations[index + 1]):
            other = views[index + 1]
            title = f"{view.title} → {other.title}" if view.title != other.title else view.title
            figures.append(PassageView(title=title, quotes=(view, other), before=view.side, after=other.side))
            index += 2
            continue
        counter = _counterpart(source, quotations[index])
        before, after = (counter, view.side) if view.side.side is Side.AFTER else (view.side, counter)
        figures.append(PassageView(title=view.title, quotes=(view,), before=before, after=after))
        index += 1
    return tuple(figures)


def came_views(quotes: Iterable[QuoteView]) -> tuple[CameView, ...]:
    """What came after, each line once, in the order of the note."""
    lines: dict[tuple[AfterPart, ...], list[QuoteView]] = {}
    for quote in quotes:
        lines.setdefault(quote.after.parts, []).append(quote)
    return tuple(CameView(quotes=tuple(told), parts=parts) for parts, told in lines.items())


def sentence(line: str) -> str:
    """A line as a sentence: ``Last seen …, absent … .``"""
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def is_pair(body: str, first: Quotation, second: Quotation) -> bool:
    """Whether a before and an after quotation stand next to each other in the note."""
    between = body[first.mark.end : second.mark.offset]
    return (
        first.mark.side is Side.BEFORE
        and second.mark.side is Side.AFTER
        and first.mark.end <= second.mark.offset
        and not between.strip()
    )


def clause_title(quotation: Quotation) -> str:
    """``10.4 Customer License Grant`` where the path tells it, else the number, else words of ours."""
    own = quotation.clause_path[-1] if quotation.clause_path else ""
    clause = quotation.clause or quotation.mark.clause
    if own and (not clause or own.startswith(clause)):
        return own
    return clause or quotation.passage.label or "A paragraph without number"


def quote_view(source: PassageSource, number: int, quotation: Quotation) -> QuoteView:
    """One quotation as the page at `source.path` shows it."""
    change, catalog = source.change, source.catalog
    mark = quotation.mark
    side = mark.side
    pin = source.before if side is Side.BEFORE else source.after
    other = source.after if side is Side.BEFORE else source.before
    after = after_line(quotation, catalog, change)
    document = catalog.document(change.document_key)
    company = catalog.company(change.company)
    clause = quotation.clause or mark.clause
    words = " ".join((quotation.passage.text or mark.words).split())
    standing = alone(quotation)
    place = (
        addresses.short_url(quotation.code)
        if quotation.code
        else addresses.passage_url(change, quotation.passage.id)
    )
    address = addresses.absolute(source.base_url, place)
    lives = [(archive_of(document, w.archive), w) for w in (quotation.life, *quotation.witnesses) if w]
    rows = dict(source.rows)
    names = (company.name if company else change.company, document.title if document else change.document)
    cites = (
        cite_passage(
            words=standing,
            company=names[0],
            document=names[1],
            clause=clause,
            capture=pin.cited,
            other=other.cited if other else None,
            other_side="after it" if side is Side.BEFORE else "before it",
            came_after=sentence(after.text),
            site=source.site,
            address=address,
        )
        if pin
        else ()
    )
    return QuoteView(
        number=number,
        id=quotation.passage.id,
        name=mark.name,
        words=words,
        clause=clause,
        title=clause_title(quotation),
        said=SAID[quotation.said],
        side=_own_side(source, number, quotation, pin, clause),
        pin=pin,
        against=other.at if other else None,
        after=after,
        bracket=bracket(quotation.life) if quotation.life else (),
        ruler=make_ruler(tuple(lives)),
        captures_read=_captures_read(quotation),
        verified=quotation.proof is Proof.VERIFIED,
        row=rows.get(quotation.passage.id, ""),
        short=address if quotation.code else "",
        short_href=addresses.relative(source.path, place) if quotation.code else "",
        embed_href=addresses.relative(source.path, addresses.embed_url(quotation.code))
        if quotation.code
        else "",
        archive_href=with_fragment(pin.href, words.partition("[…]")[0].strip()) if pin else "",
        copy=_copy_text(
            standing, names, clause, document.edition.audience if document else "", pin, after, address
        ),
        translation=mark.translation,
        cites=cites,
        code=quotation.code,
        language=document.edition.language if document else "en",
        alone=standing,
    )


def _captures_read(quotation: Quotation) -> str:
    life = quotation.life
    if not life or not life.listed:
        return ""
    left = f"; {life.left_out:,} more, extracted anew or suspect, left out" if life.left_out else ""
    return f"{life.read:,} of {life.listed:,} captures read{left}"


def _copy_text(
    words: AloneView,
    names: tuple[str, str],
    clause: str,
    audience: str,
    pin: PinView | None,
    after: AfterView,
    address: str,
) -> str:
    """The sentence, the words quoted from it and their source: side, capture, edition, what came after."""
    place = ", ".join(p for p in (*names, clause, f"edition: {audience}" if audience else "") if p)
    captured = ""
    if pin:
        which = "earlier" if pin.side is Side.BEFORE else "later"
        captured = f", captured {spell_time(pin.at)} by {pin.archive} (the {which} of two captures compared)"
    quoted = f"Words quoted: “{words.words}”\n" if words.more else ""
    unread = f"{words.notice}\n" if words.notice else ""
    return f"“{words.text}”\n{quoted}{unread}{place}{captured}. {sentence(after.text)}\n{address}"


def _own_side(
    source: PassageSource, number: int, quotation: Quotation, pin: PinView | None, clause: str
) -> SideView:
    """The quoted words in their clause; the words alone where the capture is out of reach."""
    side = quotation.mark.side
    bar = {Said.NEW: "new", Said.REMOVED: "gone"}.get(quotation.said, "")
    if source.sheets is None or not quotation.pieces:
        text = quotation.passage.text or quotation.mark.words
        return SideView(side=side, pin=pin, clause=clause, pieces=_plain(text), bar=bar)
    sheet = source.sheets[0 if side is Side.BEFORE else 1]
    first, last = quotation.pieces[0], quotation.pieces[-1]
    whole = _clause_span(sheet, first, last)
    shown = _around(sheet, whole, Span(first.start, last.end))
    marked = quotation.said in (Said.EDITED, Said.MOVED)
    far, pieces = _far_off(unmark_whole(only_quoted(side_pieces(sheet, shown, plain=not marked), number)))
    return SideView(
        side=side,
        pin=pin,
        clause=clause,
        far=far,
        pieces=pieces,
        bar=bar,
        cut_start=shown.start > whole.start,
        cut_end=shown.end < whole.end,
    )


def _far_off(pieces: tuple[PieceView, ...]) -> tuple[tuple[PieceView, ...], tuple[PieceView, ...]]:
    """What stands far before the quoted words, and the rest."""
    first = next((n for n, piece in enumerate(pieces) if piece.quoted), 0)
    before = "".join(piece.words for piece in pieces[:first])
    places = [n for n, letter in enumerate(before) if letter.isspace()]
    if len(places) <= 2 * NEAR_WORDS:
        return (), pieces
    cut = places[-NEAR_WORDS] + 1
    far: list[PieceView] = []
    near: list[PieceView] = []
    for piece in pieces:
        head, tail = piece.words[:cut], piece.words[cut:]
        cut -= len(head)
        far += [replace(piece, words=head)] if head else []
        near += [replace(piece, words=tail)] if tail else []
    return tuple(far), tuple(near)


def _plain(text: str) -> tuple[PieceView, ...]:
    return (PieceView(words=text),)


def _clause_span(sheet: Sheet, first: Span, last: Span) -> Span:
    """From the segment the quotation begins in to the one it ends in, numbers and bullets left out."""
    start, end = first.start, last.end
    for segment in sheet.segments:
        if segment.span.start <= first.start < segment.span.end:
            start = min(start, sheet.body(segment).start)
        if segment.span.start < last.end <= segment.span.end:
            end = max(end, segment.span.end)
    return Span(start, end)


def _around(sheet: Sheet, whole: Span, quoted: Span) -> Span:
    """What of a clause is shown: all of it where it is not long, else whole sentences round the quotation."""
    text = sheet.text
    start, end = whole.start, whole.end
    before = [n for n in range(whole.start, quoted.start) if text[n].isspace()]
    behind = [n for n in range(quoted.end, whole.end) if text[n].isspace()]
    if len(before) + len(behind) <= WHOLE_WORDS:
        return whole
    if len(before) > CONTEXT_WORDS:
        near = before[-CONTEXT_WORDS] + 1
        far = before[-2 * CONTEXT_WORDS] if len(before) > 2 * CONTEXT_WORDS else whole.start
        borders = [m.end() for m in _SENTENCE.finditer(text, far, near)]
        start = borders[-1] if borders else near if far > whole.start else whole.start
    if len(behind) > CONTEXT_WORDS:
        near = behind[CONTEXT_WORDS]
        far = behind[2 * CONTEXT_WORDS] if len(behind) > 2 * CONTEXT_WORDS else whole.end
        border = _SENTENCE.search(text, near, far)
        end = border.start() + 1 if border else near if far < whole.end else whole.end
    return Span(start, end)


_SENTENCE = re.compile(r"[.!?]\s+(?=\S)")


def _counterpart(source: PassageSource, quotation: Quotation) -> SideView:
    """The other side of a quotation that stands alone: the words it was aligned with, or why there are none."""
    side = Side.AFTER if quotation.mark.side is Side.BEFORE else Side.BEFORE
    pin = source.before if side is Side.BEFORE else source.after
    name = "earlier" if side is Side.BEFORE else "later"
    if quotation.said is Said.UNCHANGED:
        return SideView(side=side, pin=pin, clause="", none=f"The same words stand in the {name} text.")
    none = f"No counterpart in the {name} text."
    if quotation.said in (Said.NEW, Said.REMOVED):
        none = f"Not in the {name} text."
    empty = SideView(side=side, pin=pin, clause="", none=none)
    if source.redline is None or source.sheets is None or not quotation.pieces:
        if quotation.said in (Said.EDITED, Said.MOVED):
            told = "read differently" if quotation.said is Said.EDITED else "stand in another place"
            none = f"The words {told} in the {name} text, which is out of reach of this build."
            return SideView(side=side, pin=pin, clause="", none=none)
        return empty
    own, other = source.sheets if side is Side.AFTER else source.sheets[::-1]
    hunk = _hunk_of(source.redline, own, quotation.pieces[0].start)
    if hunk is None or hunk.kind not in (HunkKind.EDITED, HunkKind.REPLACED, HunkKind.MOVED):
        return empty
    if quotation.said in (Said.NEW, Said.REMOVED) and hunk.kind is not HunkKind.EDITED:
        return empty
    segments = hunk.before if side is Side.BEFORE else hunk.after
    if not segments:
        return empty
    chosen = other.segments[segments.start : segments.end]
    whole = Span(other.body(chosen[0]).start, chosen[-1].span.end)
    aligned = _aligned(own, other, quotation.pieces, whole)
    shown = _around(other, whole, aligned)
    if quotation.said in (Said.NEW, Said.REMOVED):
        clause = f"{chosen[0].number} " if chosen[0].number else ""
        verb = "were added to" if side is Side.BEFORE else "were taken from"
        near = f"Not in the {name} text. The clause {clause}they {verb} read there:"
        return SideView(
            side=side,
            pin=pin,
            clause="",
            none=near,
            pieces=side_pieces(other, shown, plain=True),
            cut_start=shown.start > whole.start,
            cut_end=shown.end < whole.end,
        )
    replaced = hunk.kind is HunkKind.REPLACED
    return SideView(
        side=side,
        pin=pin,
        clause=chosen[0].number,
        pieces=side_pieces(other, shown, plain=replaced),
        bar=("gone" if side is Side.BEFORE else "new") if replaced else "",
        cut_start=shown.start > whole.start,
        cut_end=shown.end < whole.end,
    )


def _hunk_of(redline: Redline, sheet: Sheet, at: int) -> Hunk | None:
    """The hunk that tells of a place in one side's text."""
    before = sheet.side is Side.BEFORE
    skipped = HunkKind.MOVED_AWAY
    for hunk in redline.hunks:
        span = hunk.before if before else hunk.after
        if hunk.kind is skipped or not span:
            continue
        if sheet.segments[span.start].span.start <= at < sheet.segments[span.end - 1].span.end:
            return hunk
    return None


def _aligned(own: Sheet, other: Sheet, pieces: tuple[Span, ...], within: Span) -> Span:
    """Where in the other text the words round a quotation are, as far as the redline aligns them."""
    quoted = Span(pieces[0].start, pieces[-1].end)
    spans = [other.own(e) for e in own.overlapping(quoted) if other.own(e)]
    spans = [s for s in spans if s.start >= within.start and s.end <= within.end]
    if spans:
        return Span(min(s.start for s in spans), max(s.end for s in spans))
    for edit in reversed([e for e in own.edits if own.own(e).end <= quoted.start][-40:]):
        span = other.own(edit)
        if span and within.start <= span.end <= within.end:
            return Span(span.end, span.end)
    return Span(within.start, within.start)
