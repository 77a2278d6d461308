"""The redline as rows: what a reader meets, top to bottom, with its ids, numbers, folds and heads.

A row is a hunk. What is the same stands once; runs of it that are far from any change fold to a line. A row carries the
id of its later passage and an anchor for each other passage in it, so every locked address is on the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.compare.counterparts import Counterpart, Counterparts, Likeness, find_counterparts
from generator.compare.hunks import clauses_of, find_swapped
from generator.model.captures import Side
from generator.model.evidence import Passage
from generator.model.policy import BlockKind, Segment, Span
from generator.model.redline import Hunk, HunkKind, Op, Redline
from generator.pages.change.counterpart_lines import counterpart_lines
from generator.pages.change.counts import unjudged_line
from generator.pages.change.kinds import classes_of, is_minor
from generator.pages.change.redline_joins import join_items, leave_wordless, say_moves, say_pieces
from generator.pages.change.redline_views import (
    FoldView,
    HeadView,
    ItemView,
    Pair,
    RedlineRows,
    RowView,
    RunView,
    SayView,
)
from generator.pages.change.unmarked import LinkView, links_by_segment
from generator.pages.messages import say, say_many
from generator.pages.role_marks import role_lines, whole_line, whole_marks
from generator.pages.sheets import BlockView, Sheet, merged_blocks, side_pieces, unmark_whole

WORDS = {
    HunkKind.SAME: "",
    HunkKind.EDITED: say("edited"),
    HunkKind.ADDED: say("new"),
    HunkKind.REMOVED: say("removed"),
    HunkKind.REPLACED: say("replaced"),
    HunkKind.MOVED: say("moved"),
    HunkKind.MOVED_AWAY: say("moved away"),
    HunkKind.UNREAD: say("not judged"),
}
MOVED_EDITED, LINK_ADDRESS = say("moved, edited"), say("link address")


@dataclass(slots=True)
class _Drawing:
    """What is needed while rows are made; never leaves this module."""

    redline: Redline
    before: Sheet
    after: Sheet
    ids: dict[tuple[Side, int], str]  # passage id by segment
    extra: dict[tuple[Side, int], list[str]]  # aliases and further ids of that segment
    reserved: frozenset[str]  # ids that another element of the page carries
    phrases: tuple[str, ...]  # of the report's topics
    removed: Mapping[int, Counterpart]  # what the later text has of the segments told as removed
    added: Mapping[int, Counterpart]  # what the earlier text has of those told as new
    links: Mapping[int, list[LinkView]]  # links whose target changed, by later segment
    whole: bool  # whether nothing is folded
    drawn: set[str] = field(default_factory=set)


def draw_rows(
    redline: Redline,
    sheets: tuple[Sheet, Sheet],
    passages: Iterable[Passage],
    *,
    reserved: frozenset[str] = frozenset(),
    whole: bool = False,
    phrases: tuple[str, ...] = (),
    counterparts: Counterparts | None = None,
) -> RedlineRows:
    """The rows of a redline. `reserved` ids are carried by other elements of the page; `whole` folds nothing.
    `counterparts` are those of its lone clauses, where they are known.

    `phrases` of the report's topics tell one kind of change from others.
    """
    ids: dict[tuple[Side, int], str] = {}
    extra: dict[tuple[Side, int], list[str]] = {}
    for passage in passages:
        if passage.segment < 0:
            continue
        place = (passage.side, passage.segment)
        if place in ids or passage.id in reserved:
            extra.setdefault(place, []).append(passage.id)
        else:
            ids[place] = passage.id
        extra.setdefault(place, []).extend(passage.aliases)
    removed, added = counterparts or find_counterparts(redline)
    drawing = _Drawing(
        redline=redline,
        before=sheets[0],
        after=sheets[1],
        ids=ids,
        extra=extra,
        reserved=reserved,
        phrases=phrases,
        whole=whole,
        removed=removed,
        added=added,
        links=links_by_segment(redline, sheets[0].folded, sheets[1].folded),
    )
    kept = _keep(drawing, whole)
    drawn = [(hunk, _row(drawing, n, hunk) if keep else None) for n, (hunk, keep) in enumerate(kept)]
    pairs = join_items(leave_wordless(say_pieces(redline, sheets, say_moves(sheets, drawn))))
    linked = _link_changes([row for _, row in pairs if row is not None and row.changed])
    by_id = {row.id: row for row in linked}
    pairs = [(hunk, by_id.get(row.id, row) if row else None) for hunk, row in pairs]
    items = _arrange(drawing, pairs)
    return RedlineRows(
        items=items,
        changed=tuple(linked),
        drawn=frozenset(drawing.drawn),
    )


def _keep(drawing: _Drawing, whole: bool) -> list[tuple[Hunk, bool]]:
    """Every hunk, what is the same cut to single segments, and whether it is drawn or folded."""
    hunks = [part for hunk in drawing.redline.hunks for part in _single(hunk)]
    context = drawing.redline.options.context
    keep = [
        whole
        or hunk.kind is not HunkKind.SAME
        or bool(_links_of(drawing, hunk))
        or _is_quoted(drawing, hunk)
        or any((s, n) in drawing.ids for s, n in _places(hunk))
        for hunk in hunks
    ]
    near: set[int] = set()
    for index, hunk in enumerate(hunks):
        if keep[index] and (
            hunk.kind is not HunkKind.SAME or _links_of(drawing, hunk) or _is_quoted(drawing, hunk)
        ):
            near.update(range(index - context, index + context + 1))
    return [(hunk, keep[i] or (i in near and not _is_heading(drawing, hunk))) for i, hunk in enumerate(hunks)]


def _single(hunk: Hunk) -> Iterable[Hunk]:
    """A run of equal segments as one hunk each; any other hunk as it is."""
    if hunk.kind is not HunkKind.SAME or len(hunk.before) != len(hunk.after) or len(hunk.after) < 2:
        return (hunk,)
    return [
        replace(
            hunk,
            before=Span(hunk.before.start + n, hunk.before.start + n + 1),
            after=Span(hunk.after.start + n, hunk.after.start + n + 1),
        )
        for n in range(len(hunk.after))
    ]


def _places(hunk: Hunk) -> list[tuple[Side, int]]:
    after = [] if hunk.kind is HunkKind.MOVED_AWAY else range(hunk.after.start, hunk.after.end)
    return [
        *((Side.AFTER, n) for n in after),
        *((Side.BEFORE, n) for n in range(hunk.before.start, hunk.before.end)),
    ]


def _is_heading(drawing: _Drawing, hunk: Hunk) -> bool:
    """An unchanged heading is drawn as the head of what follows, not as a row."""
    return hunk.kind is HunkKind.SAME and all(
        segment.is_heading for segment in drawing.after.segments[hunk.after.start : hunk.after.end]
    )


def _is_quoted(drawing: _Drawing, hunk: Hunk) -> bool:
    return any(
        mark.span.start < segment.span.end and mark.span.end > segment.span.start
        for sheet, span in ((drawing.before, hunk.before), (drawing.after, hunk.after))
        for mark in sheet.marks
        for segment in sheet.segments[span.start : span.end]
    )


def _links_of(drawing: _Drawing, hunk: Hunk) -> list[LinkView]:
    """The links whose target changed in a hunk; a moved one tells of them where it stands now."""
    if not drawing.links or hunk.kind is HunkKind.MOVED_AWAY:
        return []
    return [link for n in range(hunk.after.start, hunk.after.end) for link in drawing.links.get(n, ())]


def _reach(sheet: Sheet, segments: Span) -> Span:
    """The characters that some segments cover."""
    if not segments:
        return Span(0, 0)
    return Span(sheet.segments[segments.start].span.start, sheet.segments[segments.end - 1].span.end)


def _row(drawing: _Drawing, index: int, hunk: Hunk) -> RowView:
    """One hunk as a row."""
    before, after = drawing.before, drawing.after
    quotes = sorted(
        {
            mark.number
            for sheet, span in ((before, hunk.before), (after, hunk.after))
            for mark in sheet.marks
            for segment in sheet.segments[span.start : span.end]
            if mark.span.start < segment.span.end and mark.span.end > segment.span.start
        }
    )
    id_, anchors = _claim(drawing, index, hunk)
    first_before = before.segments[hunk.before.start] if hunk.before else None
    first_after = after.segments[hunk.after.start] if hunk.after else None
    edited = hunk.kind in (HunkKind.EDITED, HunkKind.MOVED) and (
        hunk.edited or _is_crossed(hunk) or bool(find_swapped(hunk.edits))
    )
    number = first_after.number if first_after else ""
    number_before = first_before.number if first_before else ""
    classes = classes_of(hunk, before, after, drawing.phrases)
    links = _links_of(drawing, hunk)
    is_linked = bool(links) and hunk.kind is HunkKind.SAME
    word = MOVED_EDITED if hunk.kind is HunkKind.MOVED and edited else WORDS[hunk.kind]
    word = LINK_ADDRESS if is_linked else word
    return RowView(
        kind="linked" if is_linked else hunk.kind.value,
        id=id_,
        anchors=anchors,
        word=word,
        label=_label(number or number_before, word),
        number=number,
        number_before=number_before,
        before=_before_blocks(drawing, hunk, edited),
        after=_after_blocks(drawing, hunk, edited),
        quotes=tuple(quotes),
        says=(*_says(hunk, links, after), *counterpart_lines(hunk, drawing.removed, drawing.added)),
        changed=is_linked or hunk.kind not in (HunkKind.SAME, HunkKind.UNREAD),
        edited=edited,
        classes=classes,
        minor=is_minor(classes),
        clauses=clauses_of(hunk, before.segments, after.segments),
        place=(*_ends(_reach(before, hunk.before)), *_ends(_reach(after, hunk.after))),
        folds=not drawing.whole and hunk.kind in (HunkKind.SAME, HunkKind.EDITED, HunkKind.MOVED),
        alone=hunk.kind is HunkKind.ADDED
        and all(drawing.added[n].likeness is Likeness.NONE for n in range(hunk.after.start, hunk.after.end)),
    )


def _is_crossed(hunk: Hunk) -> bool:
    """Whether words of a row moved out of it or into it, though all of them stand in both texts."""
    return any(edit.op is Op.EQUAL and edit.move >= 0 and edit.move != hunk.move for edit in hunk.edits)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _label(number: str, word: str) -> str:
    """What a screen reader says of a row."""
    if not word:
        return say("Clause %(clause)s", clause=number) if number else say("Clause without number")
    if number:
        return say("Clause %(clause)s, %(what)s", clause=number, what=word)
    return say("Clause without number, %(what)s", what=word)


def _claim(drawing: _Drawing, index: int, hunk: Hunk) -> tuple[str, tuple[str, ...]]:
    """The id of a row and the anchors in it. Ids reserved for elsewhere are not claimed."""
    own: list[str] = []
    for place in _places(hunk):
        if hunk.kind is HunkKind.MOVED and place[0] is Side.BEFORE:
            continue  # carried by the MOVED_AWAY row
        names = [drawing.ids.get(place, ""), *drawing.extra.get(place, ())]
        own += [n for n in names if n and n not in drawing.reserved and n not in drawing.drawn]
    own = list(dict.fromkeys(own))
    drawing.drawn.update(own)
    first = next((n for n in own if n.startswith("a-")), "")
    id_ = first or f"row-{index + 1}"
    if not first and own and hunk.kind in (HunkKind.REMOVED, HunkKind.MOVED_AWAY):
        id_ = own[0]
    return id_, tuple(n for n in own if n != id_)


def _before_blocks(drawing: _Drawing, hunk: Hunk, edited: bool) -> tuple[BlockView, ...]:
    """The earlier words where they are drawn on their own."""
    if hunk.kind in (HunkKind.SAME, HunkKind.ADDED, HunkKind.MOVED_AWAY):
        return ()
    segments = drawing.before.segments[hunk.before.start : hunk.before.end]
    return tuple(_block(drawing.before, segment, hunk, edited) for segment in segments)


def _after_blocks(drawing: _Drawing, hunk: Hunk, edited: bool) -> tuple[BlockView, ...]:
    """The later words; with the removed ones among them where the row is edited."""
    if hunk.kind in (HunkKind.REMOVED, HunkKind.MOVED_AWAY):
        return ()
    sheet = drawing.after
    segments = sheet.segments[hunk.after.start : hunk.after.end]
    if not edited:
        return tuple(_block(sheet, segment, hunk, edited) for segment in segments)
    gone = _reach(drawing.before, hunk.before)
    if hunk.before:
        gone = Span(drawing.before.body(drawing.before.segments[hunk.before.start]).start, gone.end)
    home = hunk.move if hunk.kind is HunkKind.MOVED else -1
    bodies = [sheet.body(segment) for segment in segments]
    drawn = merged_blocks(drawing.before, sheet, hunk.edits, bodies, gone, home)
    return tuple(
        BlockView(kind=_drawn_kind(sheet, segment), level=segment.level, pieces=unmark_whole(pieces))
        for segment, pieces in zip(segments, drawn, strict=True)
    )


def _block(sheet: Sheet, segment: Segment, hunk: Hunk, edited: bool) -> BlockView:
    """One segment of one side. A whole clause is barred; in it only what moved is marked."""
    whole = hunk.kind in (HunkKind.ADDED, HunkKind.REMOVED, HunkKind.REPLACED)
    home = hunk.move if hunk.kind is HunkKind.MOVED else -1
    drawn = side_pieces(sheet, sheet.body(segment), plain=whole or not edited, moves=whole, home=home)
    return BlockView(kind=_drawn_kind(sheet, segment), level=segment.level, pieces=unmark_whole(drawn))


def _drawn_kind(sheet: Sheet, segment: Segment) -> str:
    """An item as a paragraph where its marker is an ordinal: a bullet would be ours and not theirs."""
    kind = segment.kind
    return (BlockKind.PARAGRAPH if kind is BlockKind.ITEM and not sheet.bulleted(segment) else kind).value


def _says(hunk: Hunk, links: Iterable[LinkView], after: Sheet) -> tuple[SayView, ...]:
    """What we add under a row's words."""
    says = [SayView(text=say("%(line)s.", line=link.line)) for link in links]
    if said := unjudged_line(hunk):
        says.insert(0, SayView(text=said))
    if hunk.kind is HunkKind.REPLACED:
        share = say("Replaced: %(share)s %% of the words in common.", share=round(hunk.similarity * 100))
        says.insert(0, SayView(text=share))
    says += [SayView(text=line) for line in role_lines(hunk, after.text)]
    spans = [segment.span for segment in after.segments[hunk.after.start : hunk.after.end]]
    if said := whole_line(whole_marks(after.text, spans, after.roles)):
        says.append(SayView(text=said))
    return tuple(says)


def _link_changes(rows: list[RowView]) -> list[RowView]:
    """Each changed row knows the one before and the one after it."""
    return [
        replace(
            row,
            previous=rows[n - 1].id if n else "",
            next=rows[n + 1].id if n + 1 < len(rows) else "",
        )
        for n, row in enumerate(rows)
    ]


def _arrange(drawing: _Drawing, pairs: list[Pair]) -> tuple[ItemView, ...]:
    """Rows with heads, folds and runs between them."""
    items: list[ItemView] = []
    folded = 0
    path: tuple[str, ...] = ()
    for hunk, row in pairs:
        if row is None:
            folded += 0 if _is_heading(drawing, hunk) else max(len(hunk.after), 1)
            continue
        if folded:
            items.append(FoldView(count=folded))
            folded = 0
        own, opens = _place(drawing, hunk)
        section = own[:-1] if opens else own
        if section and section != (path[: len(section)] if opens else path):
            items.append(_head(section, path))
        path = own or path
        row = replace(row, section=path[0] if path else "")
        last = items[-1] if items else None
        if row.kind == "added" and isinstance(last, RunView):
            items[-1] = _run((*last.rows, row))
        else:
            items.append(_run((row,)) if row.kind == "added" else row)
    if folded:
        items.append(FoldView(count=folded))
    return tuple(items)


def _head(section: tuple[str, ...], last: tuple[str, ...]) -> HeadView:
    """The headings above a row; those that the head before named too are the way there."""
    known = 0
    while known < min(len(section) - 1, len(last)) and section[known] == last[known]:
        known += 1
    way = "".join(f"{heading} › " for heading in section[:known])
    return HeadView(text=" › ".join(section[known:]), way=way)


def _place(drawing: _Drawing, hunk: Hunk) -> tuple[tuple[str, ...], bool]:
    """The clauses a row stands in, in the later text, without the document's title; whether it opens the last itself.

    A row that does needs no head over what follows it; one that goes on beside or above its neighbour needs none either.
    """
    if hunk.kind in (HunkKind.REMOVED, HunkKind.MOVED_AWAY) or not hunk.after:
        return (), False
    segments = drawing.after.segments
    segment = segments[hunk.after.start]
    opens = segment.kind is BlockKind.HEADING or bool(segment.number)
    title = segments[0].path[:1] if segments[0].kind is BlockKind.HEADING else ()
    path = segment.path[1:] if title and segment.path[:1] == title else segment.path
    return path, opens and bool(path)


def _run(rows: tuple[RowView, ...]) -> RunView:
    """New rows under one statement; that they have no counterpart is said only where it is true of every one."""
    count = sum(row.clauses for row in rows)
    strong = say_many("One new clause.", "%(number)s new clauses.", count) if count else say("A new heading.")
    alone = all(row.alone and not any(say.href for say in row.says) for row in rows)
    return RunView(
        strong=strong, text=say("No counterpart in the earlier capture.") if alone else "", rows=rows
    )
