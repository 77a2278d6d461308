"""Rows seen together: moved words name each other's places, wordless rows give way, list items join."""

from bisect import bisect_right
from dataclasses import replace

from generator.model.redline import HunkKind, Redline
from generator.pages.change.redline_views import Pair, RowView, SayView
from generator.pages.sheets import BlockView, Sheet


def say_moves(drawn: list[Pair]) -> list[Pair]:
    """Let moved rows name where they came from and where they went, both linked."""
    here = {h.move: r for h, r in drawn if r and h.kind is HunkKind.MOVED}
    gone = {h.move: r for h, r in drawn if r and h.kind is HunkKind.MOVED_AWAY}
    done: list[Pair] = []
    for hunk, row in drawn:
        if row and hunk.kind is HunkKind.MOVED and hunk.move in gone:
            other = gone[hunk.move]
            text, link = "Moved here; it stood", _where(other.number_before)
        elif row and hunk.kind is HunkKind.MOVED_AWAY and hunk.move in here:
            other = here[hunk.move]
            text, link = "These words moved; they stand", _where(other.number)
        else:
            done.append((hunk, row))
            continue
        say = SayView(text=text, link=link, href=f"#{other.id}")
        done.append((hunk, replace(row, says=(*row.says, say))))
    return done


def say_pieces(redline: Redline, sheets: tuple[Sheet, Sheet], drawn: list[Pair]) -> list[Pair]:
    """Where words moved between rows that stay, let both rows name and link the other."""
    places: tuple[dict[int, int], dict[int, int]] = ({}, {})
    gone = {h.move: n for n, (h, _) in enumerate(drawn) if h.kind is HunkKind.MOVED_AWAY}
    whole = {h.move: (gone.get(h.move), n) for n, (h, _) in enumerate(drawn) if h.kind is HunkKind.MOVED}
    named = set(whole.values())  # rows that name each other already
    for index, (hunk, _) in enumerate(drawn):
        if hunk.kind is not HunkKind.MOVED:
            places[0].update((n, index) for n in range(hunk.before.start, hunk.before.end))
        if hunk.kind is not HunkKind.MOVED_AWAY:
            places[1].update((n, index) for n in range(hunk.after.start, hunk.after.end))
    says: dict[int, list[SayView]] = {}
    for number, move in enumerate(redline.moves):
        left = places[0].get(_segment_at(sheets[0], move.before.start), -1)
        came = places[1].get(_segment_at(sheets[1], move.after.start), -1)
        if number in whole or (left, came) in named or left < 0 or came < 0:
            continue
        old, new = drawn[left][1], drawn[came][1]
        if left == came or old is None or new is None:
            continue
        here = SayView(text="Words moved here; they stood", link=_where(old.number_before), href=f"#{old.id}")
        away = SayView(text="Words moved away; they stand", link=_where(new.number), href=f"#{new.id}")
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


def _where(number: str) -> str:
    return f"at {number}" if number else "at this place"


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
