"""The redline of a rewrite can be walked: a list of its sections, and long runs of new clauses folded to their first lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.model.scripts import NO_SPACES
from generator.pages.change.redline_views import FoldView, HeadView, ItemView, RowView, RunView
from generator.pages.messages import joined, say, say_many
from generator.pages.sheets import GONE, BlockView, PieceView

OPEN_ROWS = 30  # whole new or gone clauses of a page drawn in full; unchanged rows that are a line each
OPEN_LETTERS = 4_500  # characters of them, whichever comes first
SLIM = 80  # characters up to which a whole clause stands beside its number
FIRST = 72  # characters of a folded clause that stand open, to the end of a word
WORTH = 60  # characters that are worth folding
WORTH_SAME = 12  # of a clause that stayed the same
NEXT_SPACE = 24  # characters after which a first line ends without a space, in a script that has none
FEWEST = 3  # sections from which a list of them is worth its place
OPEN_SECTIONS = 6  # lines of the list that stand open
MOST_OPEN = 12  # lines that do where so many are quoted from or name a topic
PHRASES = 3  # phrases of topics named beside a section
_UNSPACED = re.compile(f"[{NO_SPACES}]")
TOLD = ("added", "removed", "edited", "replaced", "moved", "linked")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of the later text in which something changed."""

    title: str
    href: str  # its first changed row
    counts: str  # ``7 new, 1 moved``
    phrases: tuple[str, ...] = ()  # of the page's topics, in the words that changed
    quoted: bool = False  # whether the page quotes words that stand here

    @property
    def matters(self) -> bool:
        """Whether the page is about it: it is quoted from, or names a topic."""
        return self.quoted or bool(self.phrases)


def list_sections(items: Iterable[ItemView], phrases: Iterable[str]) -> tuple[SectionView, ...]:
    """Sections in the order of the later text, those that the page is about first; none where they are few."""
    patterns = {p: re.compile(rf"(?<!\w){re.escape(p)}(?!\w)", re.IGNORECASE) for p in phrases}
    rows: dict[str, list[RowView]] = {}
    for row in rows_of(items):
        if row.changed and row.kind != "moved-away" and row.section:
            rows.setdefault(row.section, []).append(row)
    sections = [
        SectionView(
            title=title,
            href=f"#{found[0].id}",
            counts=_counts(found),
            phrases=_named(found, patterns),
            quoted=any(row.quotes for row in found),
        )
        for title, found in rows.items()
    ]
    if len(sections) < FEWEST:
        return ()
    return tuple(sorted(sections, key=lambda section: not section.matters))


def open_of(sections: tuple[SectionView, ...]) -> tuple[SectionView, ...]:
    """Those whose lines stand open: what the page is about, and of the others the first ones, up to a few in all."""
    about = sum(section.matters for section in sections)
    count = min(max(about, OPEN_SECTIONS), MOST_OPEN)
    return sections[:count] if len(sections) > count + 2 else sections


def rows_of(items: Iterable[ItemView]) -> Iterable[RowView]:
    """Every row, those in runs too."""
    for item in items:
        if isinstance(item, RowView):
            yield item
        elif isinstance(item, RunView):
            yield from item.rows


def fold_runs(items: Iterable[ItemView]) -> tuple[ItemView, ...]:
    """Whole new, gone and replaced clauses after the first thirty, and unchanged ones, cut to their first line.

    Of a whole one that is quoted only what is far from the quoted words is folded; a clause in which words differ never is.
    """
    count = letters = 0  # of whole clauses

    def fold(row: RowView) -> RowView:
        is_whole = row.kind in ("added", "removed", "replaced")
        if (row.says and row.kind == "same") or not (is_whole or row.kind == "same"):
            return row
        if is_whole and _is_slim(row):
            return replace(row, slim=True)
        if is_whole:
            nonlocal count, letters
            count += 1
            letters += sum(
                len(p.words) for blocks in (row.before, row.after) for b in blocks for p in b.pieces
            )
            if count <= OPEN_ROWS and letters <= OPEN_LETTERS:
                return row
            if row.quotes:
                return replace(row, folds=True)
        worth = WORTH if is_whole else WORTH_SAME
        sides = (blocks for blocks in (row.before, row.after) if blocks)
        return replace(row, short=True) if any(split_first(side, worth) for side in sides) else row

    done: list[ItemView] = []
    for item in items:
        if isinstance(item, RowView):
            done.append(fold(item))
        elif isinstance(item, RunView):
            done.append(replace(item, rows=tuple(fold(row) for row in item.rows)))
        else:
            done.append(item)
    return _join_same(done)


def _is_slim(row: RowView) -> bool:
    """Whether a clause of one side has so few words that its number stands beside them."""
    blocks = row.after or row.before
    is_plain = not (row.quotes or row.says) and len(blocks) == 1 and row.kind != "replaced"
    return is_plain and sum(len(p.words) for p in blocks[0].pieces) <= SLIM


def _join_same(items: list[ItemView]) -> tuple[ItemView, ...]:
    """The items; after the first thirty unchanged rows, those that follow one another are one line that counts them.

    A row that is quoted, has an address of its own or a line of ours stays.
    """
    done: list[ItemView] = []
    seen = 0
    waiting: list[
        ItemView
    ] = []  # unchanged rows, heads and counts, until it is known how many follow one another

    def settle() -> None:
        loose = [item for item in waiting if not isinstance(item, HeadView)]
        if len(loose) < 2 or not any(isinstance(item, RowView) for item in loose):
            done.extend(waiting)
        else:
            done.append(FoldView(count=sum(_paragraphs(item) for item in loose)))
            done.extend([item for item in waiting if isinstance(item, HeadView)][-1:])
        waiting.clear()

    for item in items:
        is_same = isinstance(item, RowView) and item.kind == "same"
        seen += is_same
        is_loose = isinstance(item, RowView) and is_same and seen > OPEN_ROWS and not _has_own_place(item)
        if is_loose or isinstance(item, FoldView) or (waiting and isinstance(item, HeadView)):
            waiting.append(item)
            continue
        settle()
        done.append(item)
    settle()
    return tuple(done)


def _has_own_place(row: RowView) -> bool:
    return bool(row.quotes or row.says or row.anchors) or not row.id.startswith("row-")


def _paragraphs(item: ItemView) -> int:
    match item:
        case FoldView():
            return item.count
        case RowView():
            return max(len(item.after), 1)
    return 0


def split_first(
    blocks: tuple[BlockView, ...], worth: int = WORTH_SAME
) -> tuple[tuple[PieceView, ...], tuple[BlockView, ...]] | None:
    """The first line of a clause and the rest of it; None where the rest is not worth folding."""
    if not blocks:
        return None
    first: list[PieceView] = []
    rest: list[PieceView] = []
    room = FIRST
    for piece in blocks[0].pieces:
        if rest or room <= 0:
            rest.append(piece)
            continue
        if len(piece.words) <= room:
            first.append(piece)
            room -= len(piece.words)
            continue
        cut = _word_end(piece.words, room)
        first.append(replace(piece, words=piece.words[:cut]))
        rest += [replace(piece, words=piece.words[cut:])] if cut < len(piece.words) else []
        room = 0
    kind = "row" if blocks[0].kind == "row" else "paragraph"
    others = (replace(blocks[0], kind=kind, pieces=tuple(rest)), *blocks[1:]) if rest else blocks[1:]
    length = sum(len(p.words) for block in others for p in block.pieces)
    return (tuple(first), others) if length >= worth else None


def _word_end(words: str, room: int) -> int:
    """Where the first line ends: at a space behind `room` characters, at once where the script has none."""
    cut = words.find(" ", room)
    if (cut < 0 or cut > room + NEXT_SPACE) and (sign := _UNSPACED.search(words, room)):
        cut = min(cut, sign.start()) if cut >= 0 else sign.start()
    return len(words) if cut < 0 else cut


def _counts(rows: list[RowView]) -> str:
    """What happened in a section: clauses by kind; headings are none."""
    counted = {kind: sum(row.clauses for row in rows if row.kind == kind) for kind in TOLD}
    if not any(counted.values()):
        return say("link address") if all(row.kind == "linked" for row in rows) else say("heading")
    return joined(_count(kind, count) for kind, count in counted.items() if count)


def _count(kind: str, count: int) -> str:
    match kind:
        case "added":
            return say_many("%(number)s new", "%(number)s new", count)
        case "removed":
            return say_many("%(number)s gone", "%(number)s gone", count)
        case "edited":
            return say_many("%(number)s edited", "%(number)s edited", count)
        case "replaced":
            return say_many("%(number)s replaced", "%(number)s replaced", count)
        case "moved":
            return say_many("%(number)s moved", "%(number)s moved", count)
    return say_many("%(number)s link address", "%(number)s link address", count)


def _named(rows: list[RowView], patterns: dict[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Which phrases of topics stand in the words of rows, the longest first, none inside another."""
    text = "\n".join(
        "".join(p.words for p in block.pieces if row.kind == "removed" or p.op not in GONE)
        for row in rows
        for block in (row.after or row.before)
    )
    plain = text.casefold()  # most phrases are not there at all, which a plain look tells sooner
    near = (p for p in patterns if p.casefold() in plain)
    found = sorted((p for p in near if patterns[p].search(text)), key=lambda p: (-len(p), p))
    kept: list[str] = []
    for phrase in found:
        if not any(phrase.casefold() in other.casefold() for other in kept):
            kept.append(phrase)
    return tuple(kept[:PHRASES])
