"""One side of a comparison, ready to be cut into drawn pieces: words without Markdown marks, marked by what happened.

A text is folded once; every piece on a page is a span of the capture's own characters. Numbers and bullets that open a
segment stand in the margin of a row, so the words of a segment begin behind them (`Sheet.body`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.compare.hunks import find_swapped
from generator.model.captures import Side
from generator.model.noticed import Noticed, noticed_of
from generator.model.policy import BlockKind, Segment, Span
from generator.model.redline import Edit, Op, Redline
from generator.model.signs import sign_runs
from generator.model.text import Text
from generator.model.words import Folded
from generator.pages.role_marks import NO_MARKS, RoleMark, RoleMarks, role_marks
from generator.pages.strong import find_strong

BULLET = re.compile(r"[>\s]*(?:(?:[*+\-•‒–·▪◦●○■]|\d{1,3}\\?[.)])[ \t\u00a0]+)?")
ORDINAL = re.compile(r"[>\s]*\d{1,3}\\?[.)]")
NUMBER_TAIL = re.compile(r"[\s.):：、．\u3000]*")
MOSTLY = 0.75  # share of quoted words from which a quotation is the whole of what is shown
GONE = ("del", "away")  # drawn among the later words, of which they are no part
HEADING_MARK = re.compile(r"[#\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A run of words of one kind: ``op`` is empty, ``del``, ``ins``, ``mov`` or ``away`` (moved out of this row)."""

    words: str
    op: str = ""
    quoted: int = 0  # number of the quotation these words stand in, 0 for none
    bold: bool = False
    roles: tuple[RoleMark, ...] = ()  # what the page does to these words


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A paragraph, list item, heading or table row of a policy. ``anchor`` is the id it carries itself."""

    kind: str
    pieces: tuple[PieceView, ...]
    level: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of a text that a quotation quotes, with the quotation's number."""

    span: Span
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A side's text with its segments, its edits in the order of this side, and what is quoted from it."""

    side: Side
    text: str
    folded: Folded
    segments: tuple[Segment, ...]
    edits: tuple[Edit, ...]
    starts: tuple[int, ...]  # of `edits`
    marks: tuple[Mark, ...]
    language: str
    swapped: frozenset[Span] = frozenset()  # kept words that changed places within their clause
    strong: tuple[Span, ...] = ()  # what the capture sets in bold, in order
    noticed: tuple[Noticed, ...] = ()  # in reading the capture

    roles: RoleMarks = NO_MARKS  # what the page strikes, hides, raises

    def own(self, edit: Edit) -> Span:
        """The span of an edit on this side."""
        return edit.before if self.side is Side.BEFORE else edit.after

    def op_of(self, edit: Edit, home: int = -1) -> str:
        """How words of this side are drawn, by what happened to them. The move `home` is told of the row as a whole."""
        if edit.op is Op.EQUAL and (
            (edit.move >= 0 and edit.move != home) or (edit.move < 0 and self.own(edit) in self.swapped)
        ):
            return "mov"
        if edit.op is Op.DELETE and self.side is Side.BEFORE:
            return "del"
        if edit.op is Op.INSERT and self.side is Side.AFTER:
            return "ins"
        return ""

    def runs_of(self, edit: Edit, span: Span, home: int = -1) -> list[tuple[Span, str]]:
        """The words of an edit inside a span of this side, by how they are drawn.

        Where signs that nobody sees are all that differs, the signs alone are marked.
        """
        if edit.rule != "sign":
            return [(span, self.op_of(edit, home))]
        op = "del" if self.side is Side.BEFORE else "ins"
        return [
            (Span(span.start + start, span.start + end), op if is_sign else "")
            for start, end, is_sign in sign_runs(self.text[span.start : span.end])
        ]

    def body(self, segment: Segment) -> Span:
        """A segment without the number or bullet that opens it (those stand in the margin)."""
        window = self.folded.window(segment.span)
        words = self.folded.text[window.start : window.end]
        skip = 0
        if segment.kind is BlockKind.ITEM:
            found = BULLET.match(words)
            skip = found.end() if found else 0
        elif segment.kind is BlockKind.HEADING:
            found = HEADING_MARK.match(words)
            skip = found.end() if found else 0
        if segment.number and words.startswith(segment.number, skip):
            behind = NUMBER_TAIL.match(words, skip + len(segment.number))
            skip = behind.end() if behind else skip
        if window.start + skip >= window.end:
            return Span(segment.span.start, segment.span.end)
        return Span(self.folded.origin(window.start + skip), segment.span.end)

    def bulleted(self, segment: Segment) -> bool:
        """Whether a list item opens with a bullet; an ordinal that nobody believes is neither shown nor replaced."""
        window = self.folded.window(segment.span)
        return not ORDINAL.match(self.folded.text, window.start, window.end)

    def overlapping(self, span: Span) -> Iterator[Edit]:
        """The edits that touch a span, in order."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        for edit in self.edits[first : bisect_left(self.starts, span.end)]:
            own = self.own(edit)
            if own.end > span.start and own.start < span.end:
                yield edit

    def bold(self, span: Span) -> tuple[Span, ...]:
        """What the capture sets in bold and touches a span; its marks may stand before the span, around a number too."""
        first = bisect_right(self.strong, span.start, key=lambda strong: strong.end)
        return self.strong[first : bisect_left(self.strong, span.end, key=lambda strong: strong.start)]

    def words(self, span: Span) -> str:
        """The capture's own characters of a span, Markdown marks left out."""
        return self.folded.displayed(span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """Both sides of a change, folded once, with their redline."""

    redline: Redline
    before: Sheet
    after: Sheet


def make_sheet(side: Side, text: Text, redline: Redline, marks: Iterable[Mark]) -> Sheet:
    """A text with what the redline says of it, in the order of the text."""
    before = side is Side.BEFORE
    edits = sorted(
        (e for e in redline.edits if (e.before if before else e.after)),
        key=lambda e: e.before if before else e.after,
    )
    return Sheet(
        side=side,
        text=text.text,
        folded=text.folded,
        segments=redline.before if before else redline.after,
        edits=tuple(edits),
        starts=tuple((e.before if before else e.after).start for e in edits),
        marks=tuple(sorted(marks, key=lambda m: m.span)),
        language=text.policy.language,
        swapped=frozenset(
            e.before if before else e.after for hunk in redline.hunks for e in find_swapped(hunk.edits)
        ),
        strong=find_strong(text.folded),
        noticed=noticed_of(side, text.policy),
        roles=role_marks(side, text.policy, redline),
    )


def in_reading_order(edits: Iterable[Edit]) -> list[Edit]:
    """The edits of a hunk as the later text has them, what is gone where it stood.

    A redline lists them as the earlier text has them; sentences of one clause may have changed places.
    """
    return sorted(edits, key=lambda e: (e.after.start, bool(e.after)))


def side_pieces(
    sheet: Sheet, span: Span, *, plain: bool = False, moves: bool = False, home: int = -1
) -> tuple[PieceView, ...]:
    """The words of a span of one side, each run marked by what happened to it.

    `plain`: only what is quoted is marked; with `moves` also what moved.
    """
    runs: list[tuple[Span, str]] = []
    if plain and not moves:
        runs.append((span, ""))
    else:
        at = span.start
        for edit in sheet.overlapping(span):
            own = sheet.own(edit)
            start, end = max(own.start, at), min(own.end, span.end)
            if start > at:
                runs.append((Span(at, start), ""))
            if end > start:
                runs += [
                    (part, op if op == "mov" or not plain else "")
                    for part, op in sheet.runs_of(edit, Span(start, end), home)
                ]
                at = end
        if at < span.end:
            runs.append((Span(at, span.end), ""))
    return cut_pieces(sheet, runs, sheet.bold(span))


def merged_pieces(
    before: Sheet, after: Sheet, edits: Iterable[Edit], span: Span, gone_in: Span, home: int = -1
) -> tuple[PieceView, ...]:
    """The words of a row of one span: see `merged_blocks`."""
    return merged_blocks(before, after, edits, (span,), gone_in, home)[0]


def merged_blocks(
    before: Sheet,
    after: Sheet,
    edits: Iterable[Edit],
    spans: Sequence[Span],
    gone_in: Span,
    home: int = -1,
) -> tuple[tuple[PieceView, ...], ...]:
    """The words of the spans of the later text that a row tells of, with what was removed set where it stood.

    `gone_in` is the span of the earlier text that the row tells of. Of its words those that stand elsewhere in the later
    text are ``away``; those that the later text lacks are ``del``. None of them is left out.
    """
    shares: list[list[Edit]] = [[] for _ in spans]
    ends = [span.end for span in spans]
    row = Span(spans[0].start, spans[-1].end)
    for place, edit in _placed(tuple(edits), row, gone_in):
        over = [n for n, s in enumerate(spans) if edit.after.start < s.end and edit.after.end > s.start]
        is_margin = bool(edit.after) and _stands_in(edit, row)  # a number or bullet, where it is in no span
        if edit.before and not over and not is_margin:
            over = [min(bisect_left(ends, place), len(spans) - 1)]
        for number in over:
            shares[number].append(edit)
    return tuple(
        _merged(before, after, share, span, gone_in, home) for share, span in zip(shares, spans, strict=True)
    )


def _placed(edits: tuple[Edit, ...], row: Span, gone_in: Span) -> list[tuple[int, Edit]]:
    """The edits of a row in the order they are drawn, each with its place in the later text.

    Words of `gone_in` whose place is not in the row stand behind the words that they followed in the earlier text.
    """
    kept: list[Edit] = []
    apart: list[Edit] = []
    for edit in edits:
        if _stands_in(edit, row):
            kept.append(edit)
        elif edit.before.start < gone_in.end and edit.before.end > gone_in.start:
            apart.append(edit)
    behind = sorted((e.before.end, e.after.end) for e in kept if e.before)
    places: list[tuple[tuple[int, bool, int], Edit]] = []
    for number, edit in enumerate(kept):
        places.append(
            ((edit.after.start, bool(edit.after), number if edit.after else edit.before.start), edit)
        )
    for edit in apart:
        last = bisect_right(behind, (edit.before.start, row.end)) - 1
        place = behind[last][1] if last >= 0 else row.start
        places.append(((place, False, edit.before.start), edit))
    return [(key[0], edit) for key, edit in sorted(places, key=lambda item: item[0])]


def _stands_in(edit: Edit, row: Span) -> bool:
    """Whether an edit's place in the later text is in a row or at its ends."""
    return edit.after.start <= row.end and edit.after.end >= row.start


def _merged(
    before: Sheet, after: Sheet, edits: Iterable[Edit], span: Span, gone_in: Span, home: int
) -> tuple[PieceView, ...]:
    """The words of one span, its edits being in the order they are drawn."""
    pieces: list[PieceView] = []
    bold = after.bold(span)
    gap = False  # white space went here: it belongs to the words beside it that went too
    for edit in edits:
        start, end = max(edit.after.start, span.start), min(edit.after.end, span.end)
        if end > start:
            if gap and pieces and pieces[-1].op in GONE:
                pieces.append(PieceView(words=" ", op=pieces[-1].op))
            gap = False
            pieces.extend(_gone_signs(before, edit))
            pieces.extend(cut_pieces(after, after.runs_of(edit, Span(start, end), home), bold))
            continue
        start, end = max(edit.before.start, gone_in.start), min(edit.before.end, gone_in.end)
        if end <= start:
            continue
        if signs := _gone_signs(before, edit):
            pieces.extend(signs)
            continue
        if edit.rule == "unread":  # not judged: shown without a mark
            pieces.extend(cut_pieces(before, [(Span(start, end), "")], ()))
            continue
        op = {Op.DELETE: "del", Op.EQUAL: "away"}.get(edit.op, "")
        if op:
            if gap and pieces:
                pieces.append(PieceView(words=" ", op=op))
            pieces.extend(cut_pieces(before, [(Span(start, end), op)], ()))
        gap = not op and before.text[start:end].isspace()
    return join_pieces(pieces)


def _gone_signs(before: Sheet, edit: Edit) -> tuple[PieceView, ...]:
    """The signs that the earlier text has where the later one has the same words."""
    if edit.rule != "sign":
        return ()
    runs = before.runs_of(edit, edit.before)
    return tuple(PieceView(words=before.text[span.start : span.end], op=op) for span, op in runs if op)


def cut_pieces(
    sheet: Sheet, runs: Iterable[tuple[Span, str]], bold: tuple[Span, ...]
) -> tuple[PieceView, ...]:
    """Runs as pieces, cut where a quotation or bold type begins or ends."""
    pieces: list[PieceView] = []
    for span, op in runs:
        quoted = [m for m in sheet.marks if m.span.start < span.end and m.span.end > span.start]
        edges = {span.start, span.end}
        for found in (*(m.span for m in quoted), *bold):
            edges |= {e for e in (found.start, found.end) if span.start < e < span.end}
        places = sorted(edges)
        parts = [part for start, end in pairwise(places) for part in sheet.roles.cut(Span(start, end))]
        for (start, end), roles in (((part.start, part.end), own) for part, own in parts):
            words = sheet.words(Span(start, end))
            if words:
                pieces.append(
                    PieceView(
                        words=words,
                        roles=roles,
                        op=op,
                        quoted=next(
                            (m.number for m in quoted if m.span.start <= start and end <= m.span.end), 0
                        ),
                        bold=any(b.start <= start and end <= b.end for b in bold),
                    )
                )
    return join_pieces(pieces)


def only_quoted(pieces: tuple[PieceView, ...], *numbers: int) -> tuple[PieceView, ...]:
    """The same words, of the quotations in them only these marked."""
    return join_pieces(p if p.quoted in (0, *numbers) else replace(p, quoted=0) for p in pieces)


def unmark_whole(pieces: tuple[PieceView, ...]) -> tuple[PieceView, ...]:
    """Where nearly all words are quoted, marking them says nothing: they are set plain."""
    total = sum(len(p.words) for p in pieces)
    quoted = sum(len(p.words) for p in pieces if p.quoted)
    if quoted < MOSTLY * total:
        return pieces
    return join_pieces(replace(p, quoted=0) for p in pieces)


def join_pieces(pieces: Iterable[PieceView]) -> tuple[PieceView, ...]:
    """Neighbours of one kind as one piece; white space between two of a kind belongs to both."""
    joined: list[PieceView] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last
            and last.words.isspace()
            and len(joined) > 1
            and _kind(joined[-2]) == _kind(piece)
            and not last.op
        ):
            joined[-2:] = [replace(piece, words=joined[-2].words + last.words + piece.words)]
        elif last and _kind(last) == _kind(piece):
            joined[-1] = replace(piece, words=last.words + piece.words)
        else:
            joined.append(piece)
    return tuple(joined)


def _kind(piece: PieceView) -> tuple[str, int, bool, tuple[RoleMark, ...]]:
    return piece.op, piece.quoted, piece.bold, piece.roles
