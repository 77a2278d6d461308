"""The two sides of a figure: quoted words in their clause, and what the other text has in that place.

A clause that is not long is shown whole. Of a long one whole sentences stand round the quoted words; their own sentence
is never cut, nor is what opens the list that they stand in: either may say the opposite of the words alone.
"""

from dataclasses import dataclass, replace

from generator.model.captures import Side
from generator.model.catalog import Catalog, Change
from generator.model.evidence import Quotation
from generator.model.lock import Said
from generator.model.policy import Span
from generator.model.redline import Hunk, HunkKind, Op, Redline
from generator.model.sentences import sentence_end, sentence_start, sentence_starts
from generator.model.words import count_words, find_words
from generator.pages.change.evidence import PinView
from generator.pages.change.side_lines import (
    lacks_line,
    out_of_reach_line,
    reads_line,
    same_words_line,
    times_line,
    unjudged_line,
)
from generator.pages.sheets import PieceView, Sheet, only_quoted, side_pieces, unmark_whole

WHOLE_WORDS = 240  # words round what is quoted up to which a clause is shown whole
CONTEXT_WORDS = 60  # of a longer one, words of whole sentences shown before and behind
KINSHIP = 0.35  # share of a sentence's letters in common from which it is set against another
WHOLE = (HunkKind.ADDED, HunkKind.REMOVED, HunkKind.REPLACED)  # no part of such a clause is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """The words of one side. Without words, `none` says why and `near` are the words that stood in that place."""

    side: Side
    pin: PinView | None
    clause: str
    lead: str = ""  # what governs the words from before, where it is not among `pieces`
    pieces: tuple[PieceView, ...] = ()
    rest: str = ""  # the end of their sentence, where it stands in clauses that follow
    bar: str = ""  # "new" or "gone": a whole clause without a counterpart
    none: str = ""
    cut_start: bool = False  # more of the clause stands before or behind
    cut_end: bool = False


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
    whole_words: int = WHOLE_WORDS
    context_words: int = CONTEXT_WORDS

    def hunk_of(self, quotation: Quotation) -> Hunk | None:
        """The hunk that a quotation's first words stand in; None without captures."""
        if self.redline is None or self.sheets is None or not quotation.pieces:
            return None
        sheet = self.sheets[0 if quotation.mark.side is Side.BEFORE else 1]
        return _hunk_of(self.redline, sheet, quotation.pieces[0].start)


def own_side(
    source: PassageSource,
    number: int,
    quotation: Quotation,
    pin: PinView | None,
    clause: str,
    others: tuple[int, ...] = (),
) -> SideView:
    """The quoted words in their clause; the words alone where the capture is out of reach.

    `others` are the numbers of further quotations whose words are marked in it.
    """
    side = quotation.mark.side
    around = quotation.lead_in
    if source.sheets is None or not quotation.pieces:
        text = quotation.passage.text or quotation.mark.words
        lead = around.lead if around else ""
        return SideView(side=side, pin=pin, clause=clause, lead=lead, pieces=_in_sentence(quotation, text))
    sheet = source.sheets[0 if side is Side.BEFORE else 1]
    first, last = quotation.pieces[0], quotation.pieces[-1]
    whole = _clause_span(sheet, first, last)
    shown = _around(source, sheet, whole, _governed(sheet, whole, quotation))
    hunk = source.hunk_of(quotation)
    is_whole = hunk is None or hunk.kind in WHOLE
    bar = {Said.NEW: "new", Said.REMOVED: "gone"}.get(quotation.said, "") if is_whole else ""
    is_plain = is_whole or quotation.said is Said.UNCHANGED
    pieces = only_quoted(side_pieces(sheet, shown, plain=is_plain), number, *others)
    pieces = pieces if others else unmark_whole(pieces)
    return SideView(
        side=side,
        pin=pin,
        clause=clause,
        lead=_lead_outside(sheet, whole, shown, quotation),
        pieces=pieces,
        rest=_rest_outside(sheet, whole, quotation),
        bar=bar,
        cut_start=shown.start > whole.start,
        cut_end=shown.end < whole.end,
    )


def sentence_pieces(source: PassageSource, number: int, quotation: Quotation) -> tuple[PieceView, ...]:
    """The sentence of quoted words with the marks of the redline; empty without captures."""
    if source.sheets is None or not quotation.pieces:
        return ()
    sheet = source.sheets[0 if quotation.mark.side is Side.BEFORE else 1]
    whole = _clause_span(sheet, quotation.pieces[0], quotation.pieces[-1])
    hunk = source.hunk_of(quotation)
    is_plain = hunk is None or hunk.kind in WHOLE
    return only_quoted(side_pieces(sheet, _sentence(sheet, whole, quotation), plain=is_plain), number)


def are_aligned(source: PassageSource, before: Quotation, after: Quotation) -> bool:
    """Whether the redline sets two quotations against each other.

    They stand in one clause and their sentences have words in common that stayed, or one takes the other's place between
    words that stayed. A clause that was replaced whole is set against the other.
    """
    hunk = source.hunk_of(after)
    if hunk is None or source.sheets is None or source.hunk_of(before) is not hunk:
        return False
    if hunk.kind not in (HunkKind.EDITED, HunkKind.MOVED):
        return hunk.kind is HunkKind.REPLACED
    old, new = (
        _sentence(sheet, _clause_span(sheet, q.pieces[0], q.pieces[-1]), q)
        for sheet, q in zip(source.sheets, (before, after), strict=True)
    )
    text = source.sheets[0].text
    stayed = [
        (e.before, e.after, letters)
        for e in hunk.edits
        if e.op is Op.EQUAL and (letters := _letters(text, e.before))
    ]
    shared = sum(
        letters
        for was, now, letters in stayed
        if old.start <= was.start and was.end <= old.end and new.start <= now.start and now.end <= new.end
    )
    if shared >= KINSHIP * min(_letters(text, old), _letters(source.sheets[1].text, new)):
        return True
    quoted = Span(before.pieces[0].start, before.pieces[-1].end)
    low = max((was.end for was, now, _ in stayed if now.end <= after.pieces[0].start), default=0)
    high = min((was.start for was, now, _ in stayed if now.start >= after.pieces[-1].end), default=len(text))
    return low <= quoted.start and quoted.end <= high


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[span.start : span.end]))


def _sentence(sheet: Sheet, whole: Span, quotation: Quotation) -> Span:
    """The sentence of quoted words, as far as the clause holds it, without what opens their list."""
    quoted = Span(quotation.pieces[0].start, quotation.pieces[-1].end)
    around = quotation.lead_in
    if around is None:
        return _sentences(sheet, whole, quoted)
    folded = sheet.folded
    window, clause = folded.window(quoted), folded.window(whole)
    start = max(window.start - len(around.before), clause.start)
    end = min(window.end + len(around.after), clause.end)
    return Span(
        min(folded.span(start, end).start, quoted.start), max(folded.span(start, end).end, quoted.end)
    )


def _in_sentence(quotation: Quotation, text: str) -> tuple[PieceView, ...]:
    """Quoted words in their sentence, as far as the lock tells it."""
    around = quotation.lead_in
    if around is None or not (around.before or around.after):
        return (PieceView(words=text),)
    parts = ((around.before, 0), (text, 1), (around.after, 0))
    return tuple(PieceView(words=words, quoted=quoted) for words, quoted in parts if words)


def _clause_span(sheet: Sheet, first: Span, last: Span) -> Span:
    """From the segment the quotation begins in to the one it ends in, numbers and bullets left out."""
    start, end = first.start, last.end
    for segment in sheet.segments:
        if segment.span.start <= first.start < segment.span.end:
            start = min(start, sheet.body(segment).start)
        if segment.span.start < last.end <= segment.span.end:
            end = max(end, segment.span.end)
    return Span(start, end)


def _governed(sheet: Sheet, whole: Span, quotation: Quotation) -> Span:
    """The sentence of quoted words and, where it stands in the clause, what opens their list."""
    shown = _sentence(sheet, whole, quotation)
    lead = quotation.lead_in.lead if quotation.lead_in else ""
    folded = sheet.folded
    at = folded.text.rfind(lead, folded.window(whole).start, folded.window(shown).start) if lead else -1
    return Span(folded.starts[at], shown.end) if at >= 0 else shown


def _sentences(sheet: Sheet, whole: Span, inner: Span) -> Span:
    """Some words of a clause with the rest of their first and last sentence."""
    folded = sheet.folded
    clause, window = folded.window(whole), folded.window(inner)
    text = folded.text[clause.start : clause.end]
    start = clause.start + sentence_start(text, max(0, window.start - clause.start))
    end = clause.start + sentence_end(text, max(0, window.end - clause.start))
    return Span(min(folded.span(start, end).start, inner.start), max(folded.span(start, end).end, inner.end))


def _around(source: PassageSource, sheet: Sheet, whole: Span, core: Span) -> Span:
    """What of a clause is shown: all of it where it is not long, else whole sentences round the core."""
    folded = sheet.folded
    clause, inner = folded.window(whole), folded.window(core)
    text = folded.text

    def words(start: int, end: int) -> int:
        return count_words(text[start:end]) if end > start else 0

    if words(clause.start, inner.start) + words(inner.end, clause.end) <= source.whole_words:
        return whole
    borders = [clause.start + n for n in sentence_starts(text[clause.start : clause.end])]
    starts = [n for n in borders if n <= inner.start and words(n, inner.start) <= source.context_words]
    ends = [
        n for n in (*borders, clause.end) if n >= inner.end and words(inner.end, n) <= source.context_words
    ]
    start, end = min(starts, default=inner.start), max(ends, default=inner.end)
    shown = folded.span(start, start + len(text[start:end].rstrip()))
    return Span(
        whole.start if start <= clause.start else min(shown.start, core.start),
        whole.end if end >= clause.end else max(shown.end, core.end),
    )


def _lead_outside(sheet: Sheet, whole: Span, shown: Span, quotation: Quotation) -> str:
    """What governs the quoted words from before their clause: what opens their list, the beginning of their sentence."""
    around = quotation.lead_in
    if around is None:
        return ""
    folded = sheet.folded
    begins = folded.window(quotation.pieces[0]).start - len(around.before)
    outside = around.before[: max(0, folded.window(whole).start - begins)].strip()
    lead = "" if around.lead in folded.words(shown) else around.lead
    return " ".join(part for part in (lead, outside) if part)


def _rest_outside(sheet: Sheet, whole: Span, quotation: Quotation) -> str:
    """The end of the quoted sentence, where the clause does not hold it."""
    around = quotation.lead_in
    if around is None:
        return ""
    folded = sheet.folded
    inside = folded.window(whole).end - folded.window(quotation.pieces[-1]).end
    return around.after[inside:].strip() if inside < len(around.after) else ""


def counterpart(source: PassageSource, quotation: Quotation) -> SideView:
    """The other side of a quotation that stands alone: the words it was aligned with, or why there are none."""
    side = Side.AFTER if quotation.mark.side is Side.BEFORE else Side.BEFORE
    pin = source.before if side is Side.BEFORE else source.after
    is_earlier = side is Side.BEFORE
    is_new = quotation.said in (Said.NEW, Said.REMOVED)
    empty = SideView(side=side, pin=pin, clause="", none=lacks_line(is_earlier, is_new))
    if quotation.said is Said.UNCHANGED:
        return replace(empty, none=same_words_line(is_earlier))
    if quotation.said is Said.NOT_JUDGED:
        return replace(empty, none=unjudged_line(is_earlier))
    if source.redline is None or source.sheets is None or not quotation.pieces:
        if is_new:
            return empty
        return replace(empty, none=out_of_reach_line(is_earlier, quotation.said is Said.EDITED))
    own, other = source.sheets if side is Side.AFTER else source.sheets[::-1]
    if is_new and (times := _times_there(own, other, quotation)):
        return replace(empty, none=times_line(is_earlier, times))
    hunk = source.hunk_of(quotation)
    if hunk is None or hunk.kind not in (HunkKind.EDITED, HunkKind.REPLACED, HunkKind.MOVED):
        return empty
    if is_new and hunk.kind is HunkKind.REPLACED:
        return empty
    segments = hunk.before if side is Side.BEFORE else hunk.after
    if not segments:
        return empty
    chosen = other.segments[segments.start : segments.end]
    whole = Span(other.body(chosen[0]).start, chosen[-1].span.end)
    shown = _around(
        source, other, whole, _sentences(other, whole, _aligned(own, other, quotation.pieces, whole))
    )
    is_replaced = hunk.kind is HunkKind.REPLACED
    pieces = side_pieces(other, shown, plain=is_replaced)
    clause, none = chosen[0].number, ""
    if is_new:
        if not pieces:
            return empty
        clause, none = "", reads_line(is_earlier, clause)
    return SideView(
        side=side,
        pin=pin,
        clause=clause,
        none=none,
        pieces=pieces,
        bar=("gone" if side is Side.BEFORE else "new") if is_replaced else "",
        cut_start=shown.start > whole.start,
        cut_end=shown.end < whole.end,
    )


def _times_there(own: Sheet, other: Sheet, quotation: Quotation) -> int:
    """How often the quoted words stand in the other text, letter by letter; words left out must not be there twice."""
    return min(len(find_words(other.folded, own.folded.words(piece))) for piece in quotation.pieces)


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
