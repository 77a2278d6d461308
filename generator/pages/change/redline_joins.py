"""Rows seen together: moved words name each other's places, wordless rows give way, list items join."""

from bisect import bisect_right
from dataclasses import replace

from generator.model.policy import Span
from generator.model.redline import HunkKind, Redline
from generator.pages.change.redline_views import Pair, RowView, SayView
from generator.pages.messages import Linked, say
from generator.pages.sheets import BlockView, Sheet


def say_moves(sheets: tuple[Sheet, Sheet], drawn: list[Pair]) -> list[Pair]:
    """Let moved rows name where they came from and where they went, both linked."""
    here = {h.move: (h, r) for h, r in drawn if r and h.kind is HunkKind.MOVED}
    gone = {h.move: (h, r) for h, r in drawn if r and h.kind is HunkKind.MOVED_AWAY}
    done: list[Pair] = []
    for hunk, row in drawn:
        if row and hunk.kind is HunkKind.MOVED and hunk.move in gone:
            there, other = gone[hunk.move]
            place = _where(
                other.number_before, _title(sheets[0], there.before), _title(sheets[1], hunk.after)
            )
        elif row and hunk.kind is HunkKind.MOVED_AWAY and hunk.move in here:
            there, other = here[hunk.move]
            place = _where(other.number, _title(sheets[1], there.after), _title(sheets[0], hunk.before))
        else:
            done.append((hunk, row))
            continue
        where = Linked(text=place, url=f"#{other.id}")
        text = (
            say("Moved here; it stood %(where)s.", where=where)
            if hunk.kind is HunkKind.MOVED
            else say("These words moved; they stand %(where)s.", where=where)
        )
        done.append((hunk, replace(row, says=(*row.says, SayView(text=text, href=where.url)))))
    return done


def say_pieces(redline: Redline, sheets: tuple[Sheet, Sheet], drawn: list[Pair]) -> list[Pair]:
    """Where words moved between rows, let both rows name and link the other; a row that moved as a whole has said so."""
    places: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for index, (hunk, _) in enumerate(drawn):
        if hunk.kind is not HunkKind.MOVED_AWAY:
            places[0].update((n, index) for n in range(hunk.before.start, hunk.before.end))
            places[1].update((n, index) for n in range(hunk.after.start, hunk.after.end))
    says: dict[int, list[SayView]] = {}
    for move in redline.moves:
        from_, to = (
            _segment_at(sheets[0], move.before.start),
            _segment_at(sheets[1], move.after.start),
        )
        left, came = places[0].get(from_, -1), places[1].get(to, -1)
        if left == came or left < 0 or came < 0:
            continue
        old, new = drawn[left][1], drawn[came][1]
        if old is None or new is None:
            continue
        titles = _title(sheets[0], Span(from_, from_ + 1)), _title(sheets[1], Span(to, to + 1))
        stood = Linked(text=_where(old.number_before, titles[0], titles[1]), url=f"#{old.id}")
        stands = Linked(text=_where(new.number, titles[1], titles[0]), url=f"#{new.id}")
        here = SayView(text=say("Words moved here; they stood %(where)s.", where=stood), href=stood.url)
        away = SayView(text=say("Words moved away; they stand %(where)s.", where=stands), href=stands.url)
        says.setdefault(came, []).append(here)
        says.setdefault(left, []).append(away)
    return [
        (hunk, replace(row, says=tuple(dict.fromkeys((*row.says, *says[n])))) if row and n in says else row)
        for n, (hunk, row) in enumerate(drawn)
    ]


def _segment_at(sheet: Sheet, position: int) -> int:
    """The index of the segment that holds a place of a text, or begins next behind it."""
    ends = [segment.span.end for segment in sheet.segments]
    return bisect_right(ends, position)


def _title(sheet: Sheet, segments: Span) -> str:
    """The innermost clause or heading over a run of segments."""
    path = sheet.segments[segments.start].path if segments else ()
    return path[-1] if path else ""


def _where(number: str, title: str, own: str) -> str:
    """How a place is named: by its number, else by its heading, told apart from the place where this is said."""
    if number:
        return say("at %(clause)s", clause=number)
    if not title:
        return say("in another place")
    if title == own:
        return say("elsewhere under “%(heading)s”", heading=title)
    return say("under “%(heading)s”", heading=title)


def leave_wordless(pairs: list[Pair]) -> list[Pair]:
    """Leave out rows without a letter or digit (lines and empty rows of tables); the next row carries their ids."""
    if all(row is None or _is_wordless(row) for _, row in pairs):
        return pairs
    done: list[Pair] = []
    waiting: tuple[str, ...] = ()
    for hunk, row in pairs:
        if row is not None and not row.says and _is_wordless(row):
            waiting += tuple(n for n in (row.id, *row.anchors) if not n.startswith("row-"))
            continue
        if row is not None and waiting:
            row = replace(row, anchors=(*row.anchors, *waiting))
            waiting = ()
        done.append((hunk, row))
    if waiting:
        last = next(n for n in range(len(done) - 1, -1, -1) if done[n][1] is not None)
        hunk, row = done[last]
        assert row is not None
        done[last] = (hunk, replace(row, anchors=(*row.anchors, *waiting)))
    return done


def _is_wordless(row: RowView) -> bool:
    blocks = (*row.before, *row.after)
    return bool(blocks) and not any(c.isalnum() for b in blocks for p in b.pieces for c in p.words)


def join_items(pairs: list[Pair]) -> list[Pair]:
    """Neighbouring list items that are whole (new, gone or the same) as one row; each keeps its id on its item."""
    done: list[Pair] = []
    for hunk, row in pairs:
        last = done[-1][1] if done else None
        if row and last and _is_list(row) and _is_list(last) and row.kind == last.kind:
            joined = replace(
                last,
                before=(*last.before, *_carry(row.before, row)),
                after=(*last.after, *_carry(row.after, row)),
                anchors=(*last.anchors, *row.anchors),
                quotes=tuple(sorted({*last.quotes, *row.quotes})),
                place=(last.place[0], row.place[1], last.place[2], row.place[3]),
                alone=last.alone and row.alone,
                clauses=last.clauses + row.clauses,
            )
            done[-1] = (done[-1][0], joined)
        else:
            done.append((hunk, row))
    return done


def _carry(blocks: tuple[BlockView, ...], row: RowView) -> tuple[BlockView, ...]:
    return tuple(replace(b, anchor=row.id if n == 0 else b.anchor) for n, b in enumerate(blocks))


def _is_list(row: RowView) -> bool:
    blocks = row.before or row.after
    return (
        row.kind in ("added", "removed", "same")
        and not row.number
        and not row.number_before
        and bool(blocks)
        and not row.says
        and all(b.kind == "item" for b in blocks)
    )
