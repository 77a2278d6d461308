"""A redline in small: for feed entries, the home page and the film strip, where the whole one would be too long.

Long stretches without a change are cut to a few words on each side of the marks; every cut is shown as one.
"""

from collections.abc import Iterable
from dataclasses import replace

from generator.model.catalog import WholeTexts
from generator.model.policy import Span
from generator.model.redline import Hunk, HunkKind
from generator.pages.change.parts import counts_view
from generator.pages.messages import say
from generator.pages.records import ChangeParts, ExcerptRow, ExcerptView
from generator.pages.sheets import PieceView, Sheet, Sheets, merged_pieces, side_pieces

KINDS = {
    HunkKind.ADDED: say("added"),
    HunkKind.REMOVED: say("removed"),
    HunkKind.REPLACED: say("replaced"),
    HunkKind.EDITED: say("edited"),
    HunkKind.MOVED: say("moved"),
}
AROUND = 18  # words kept on each side of a mark
OPENING = 16  # words of a long clause that open its frame
BESIDE = 7  # words beside those in focus
CUT = PieceView(words=" […] ", op="cut")


def parts_of(sheets: Sheets, policy: WholeTexts) -> ChangeParts:
    """What of a change's comparison stands on pages of others."""
    shown = None if policy is WholeTexts.LINK else excerpt_of(sheets)
    return ChangeParts(stats=sheets.redline.stats, excerpt=shown)


def excerpt_of(sheets: Sheets, *, rows: int = 12, words: int = 900) -> ExcerptView:
    """The first changed clauses, until enough words are shown."""
    changed = [
        h for h in sheets.redline.hunks if h.kind not in (HunkKind.SAME, HunkKind.MOVED_AWAY, HunkKind.UNREAD)
    ]
    drawn: list[ExcerptRow] = []
    spent = 0
    for hunk in changed:
        if len(drawn) == rows or spent > words:
            break
        row = row_of(sheets, hunk)
        spent += sum(len(p.words.split()) for p in (*row.before, *row.pieces))
        drawn.append(row)
    return ExcerptView(
        rows=tuple(drawn),
        more=len(changed) - len(drawn),
        counts=counts_view(sheets.redline, sheets.after.language).sentence,
        language=sheets.after.language or sheets.before.language,
    )


def row_of(sheets: Sheets, hunk: Hunk) -> ExcerptRow:
    """One hunk as a clause with its marks, long unchanged stretches cut."""
    before, after = span_of(sheets.before, hunk.before), span_of(sheets.after, hunk.after)
    label = label_of(sheets.after, hunk.after) if hunk.after else label_of(sheets.before, hunk.before)
    if hunk.kind is HunkKind.REMOVED:
        gone = whole(sheets.before, before, "del")
        return ExcerptRow(kind=KINDS[hunk.kind], label=label, pieces=shorten(gone))
    if hunk.kind is HunkKind.ADDED:
        return ExcerptRow(
            kind=KINDS[hunk.kind], label=label, pieces=shorten(whole(sheets.after, after, "ins"))
        )
    if hunk.kind is HunkKind.REPLACED:
        return ExcerptRow(
            kind=KINDS[hunk.kind],
            label=label,
            before=shorten(whole(sheets.before, before, "del")),
            pieces=shorten(whole(sheets.after, after, "ins")),
        )
    merged = merged_pieces(sheets.before, sheets.after, hunk.edits, after, before)
    return ExcerptRow(kind=KINDS[hunk.kind], label=label, pieces=shorten(merged))


def whole(sheet: Sheet, span: Span, op: str) -> tuple[PieceView, ...]:
    """All words of a span as one piece of a kind."""
    words = "".join(piece.words for piece in side_pieces(sheet, span, plain=True))
    return (PieceView(words=words, op=op),) if words.strip() else ()


def span_of(sheet: Sheet, segments: Span) -> Span:
    """The characters of a run of segments, without the number that opens it."""
    if not segments:
        return Span(0, 0)
    first, last = sheet.segments[segments.start], sheet.segments[segments.end - 1]
    return Span(sheet.body(first).start, last.span.end)


def label_of(sheet: Sheet, segments: Span) -> str:
    """The clause a run of segments stands in: its number, else the heading over it."""
    for segment in sheet.segments[segments.start : segments.end]:
        if segment.number:
            return segment.number
    if segments and sheet.segments[segments.start].path:
        return sheet.segments[segments.start].path[-1]
    return ""


def shorten(pieces: Iterable[PieceView], around: int = AROUND) -> tuple[PieceView, ...]:
    """Cut unmarked stretches to some words beside the marks, and very long marked ones in the middle."""
    listed = list(pieces)
    short: list[PieceView] = []
    for index, piece in enumerate(listed):
        words = piece.words.split()
        marked = piece.op in ("ins", "del") or any(mark.state for mark in piece.roles)
        limit = around * 8 if marked else around * 2
        if len(words) <= limit + 4:
            short.append(piece)
            continue
        lead = " " if piece.words[:1].isspace() else ""
        tail = " " if piece.words[-1:].isspace() else ""
        keep_start = marked or index > 0
        keep_end = marked or index < len(listed) - 1
        if not keep_start and not keep_end:
            keep_start = True
        if keep_start:
            short.append(replace(piece, words=lead + " ".join(words[: limit // 2]), quoted=0, bold=False))
        short.append(CUT)
        if keep_end:
            short.append(replace(piece, words=" ".join(words[-(limit // 2) :]) + tail, quoted=0, bold=False))
    return tuple(short)


def around_words(pieces: Iterable[PieceView], focus: str) -> tuple[PieceView, ...]:
    """Long pieces cut to their beginning and the stretch round the words in focus; every cut is shown as one."""
    short: list[PieceView] = []
    for piece in pieces:
        words = piece.words.split()
        if len(words) <= OPENING + 2 * BESIDE + 8:
            short.append(piece)
            continue
        place = _place_of(words, focus)
        kept = [range(OPENING)]
        if place is not None:
            low, high = (
                max(0, place.start - BESIDE),
                min(len(words), min(place.end, place.start + 60) + BESIDE),
            )
            kept = [range(high)] if low <= OPENING + 3 else [range(OPENING), range(low, high)]
        else:
            kept = [range(OPENING + BESIDE)]
        for number, run in enumerate(kept):
            if number:
                short.append(CUT)
            short.append(replace(piece, words=" ".join(words[run.start : run.stop]), quoted=0, bold=False))
        if kept[-1].stop < len(words):
            short.append(CUT)
    return tuple(short)


def _place_of(words: list[str], focus: str) -> Span | None:
    """Where the words in focus (or the first of their parts) stand among these words, by number of word."""
    wanted = focus.split("[…]")[0].split()
    if not wanted:
        return None
    text, needle = " ".join(words), " ".join(wanted)
    at = text.find(needle)
    if at < 0:
        return None
    start = text.count(" ", 0, at)
    return Span(start, start + len(wanted))
