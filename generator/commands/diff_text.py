"""What `diff` prints on a terminal: the rows of a redline as lines of text, folded where nothing differs."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from generator.compare.counterparts import find_counterparts
from generator.compare.hunks import find_swapped
from generator.compare.quiet import SIGN, UNREAD
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import Edit, Hunk, HunkKind, Op, Outside, Redline
from generator.model.signs import find_mixed, sign_runs
from generator.model.text import Text
from generator.model.visible import spell_unseen
from generator.model.words import count_words
from generator.pages.change.counterpart_lines import counterpart_lines
from generator.pages.change.counts import also_edited, clauses_told, quiet_line, signs_told, unjudged_line
from generator.pages.change.editions import editions_line
from generator.pages.change.folding import fold_points
from generator.pages.change.unmarked import LinkView, QuietView, links_by_segment, quiet_views
from generator.pages.role_marks import (
    RoleMark,
    RoleMarks,
    join_marked,
    marked_text,
    outside_line,
    role_counts,
    role_lines,
    role_marks,
    whole_line,
    whole_marks,
)
from generator.pages.sheets import in_reading_order
from generator.pages.spelling import spell_count

_RESET = "\x1b[0m"
_STYLES = {
    "delete": "\x1b[31;9m",
    "insert": "\x1b[34;4m",
    "moved": "\x1b[35m",
    "away": "\x1b[35;9m",
    "head": "\x1b[1m",
    "quiet": "\x1b[2m",
}
_PLAIN = {"delete": ("[-", "-]"), "insert": ("{+", "+}"), "moved": ("{>", "<}"), "away": ("[<", ">]")}
_WORDS = {
    HunkKind.EDITED: "edited",
    HunkKind.ADDED: "new",
    HunkKind.REMOVED: "removed",
    HunkKind.REPLACED: "replaced",
    HunkKind.MOVED: "moved",
    HunkKind.UNREAD: "not judged",
}
MOST_OUTSIDE = 4_000  # characters of what differs outside the policy that are printed
MOST_QUIET = 12  # quiet differences that are listed


def terminal_lines(
    compared: Redline, before: Text, after: Text, *, colour: bool, width: int, context: int
) -> Iterator[str]:
    """Rows of the redline as lines of text; long runs of unchanged clauses are counted."""
    paint = _Paint(colour)
    yield paint.style(_counts(compared), "head") + "\n"
    if editions := editions_line(compared):
        yield textwrap.fill(editions, width) + "\n"
    for limit in compared.limits:  # where reading stopped the head line says
        yield f"limit reached: {limit.stage}: {limit.reason}\n"
    yield from _rows(compared, before, after, paint, width, context)
    yield from _outside(compared.outside, paint, width)
    yield from _quiet(quiet_views(compared, before.text, after.text), paint)


def _rows(
    compared: Redline, before: Text, after: Text, paint: "_Paint", width: int, context: int
) -> Iterator[str]:
    links = links_by_segment(compared, before.folded, after.folded)
    texts = (before.text, after.text)
    marks = (
        role_marks(Side.BEFORE, before.policy, compared),
        role_marks(Side.AFTER, after.policy, compared),
    )
    drawn = [
        hunk
        for hunk in compared.hunks
        if hunk.kind is not HunkKind.MOVED_AWAY and not _is_wordless(compared, hunk)
    ]
    own = [[link for n in range(h.after.start, h.after.end) for link in links.get(n, ())] for h in drawn]
    changed = [i for i, hunk in enumerate(drawn) if hunk.kind is not HunkKind.SAME or own[i]]
    shown = {j for i in changed for j in range(i - context, i + context + 1)}
    removed, added = find_counterparts(compared)
    has_marks = bool(marks[0].spans or marks[1].spans)
    plain = before.text.isascii() and after.text.isascii()  # no word mixes scripts
    skipped = 0
    place: tuple[str, ...] = ()
    for index, hunk in enumerate(drawn):
        if index not in shown:
            skipped += 1
            continue
        if skipped:
            yield paint.style(f"\n  … {skipped:,} unchanged", "quiet") + "\n"
            skipped = 0
        path = _path(compared, hunk)
        if path != place and path:
            yield "\n" + paint.style(spell_unseen(" › ".join(path)), "head") + "\n"
            place = path
        if word := _word(compared, hunk, bool(own[index])):
            yield paint.style(f"  {word}", "quiet") + "\n"
        whole = _whole_marks(compared, hunk, texts, marks) if has_marks else frozenset()
        if has_marks and (said := whole_line(whole)):
            yield paint.style(f"  {said}", "quiet") + "\n"
        pieces = list(_pieces(hunk, texts, compared, marks, whole))
        text = "".join(paint.style(p.text, p.style) if p.style else p.text for p in _fold(pieces))
        yield _wrapped(join_marked(text), width) + "\n"
        if hunk.kind is not HunkKind.UNREAD and (said := unjudged_line(hunk)):
            yield f"    note: {said}\n"
        yield from (f"    note: {spell_unseen(line)}\n" for line in role_lines(hunk, after.text))
        if not plain:
            yield from (f"    note: {line}\n" for line in _mixed_words(hunk, before.text, after.text))
        for say in counterpart_lines(hunk, removed, added):
            yield paint.style(f"    ({say.text})", "quiet") + "\n"
        for link in own[index]:
            yield f"    {_link(link, paint)}\n"
    if skipped:
        yield paint.style(f"\n  … {skipped:,} unchanged", "quiet") + "\n"


def _is_wordless(compared: Redline, hunk: Hunk) -> bool:
    """Whether a hunk holds no letter or digit: the rule of a table, an empty row."""
    segments = (
        *compared.before[hunk.before.start : hunk.before.end],
        *compared.after[hunk.after.start : hunk.after.end],
    )
    return not any(any(map(str.isalnum, segment.words)) for segment in segments)


def _word(compared: Redline, hunk: Hunk, has_links: bool) -> str:
    """What happened to a row, and where a moved one came from."""
    word = _WORDS.get(hunk.kind, "")
    if hunk.kind is HunkKind.SAME:
        return "link address changed" if has_links else ""
    if hunk.kind is not HunkKind.MOVED or not hunk.before:
        return word
    word += " and edited" if hunk.edited else ""
    path = compared.before[hunk.before.start].path
    return spell_unseen(f"{word} from {' › '.join(path)}") if path else word


def _path(compared: Redline, hunk: Hunk) -> tuple[str, ...]:
    if hunk.after:
        return compared.after[hunk.after.start].path
    return compared.before[hunk.before.start].path if hunk.before else ()


def _link(link: LinkView, paint: "_Paint") -> str:
    gone = paint.style(link.before, "delete") if link.before else ""
    come = paint.style(link.after, "insert") if link.after else ""
    return f"link address of {link.name}: {gone}{come}"


def _quiet(views: tuple[QuietView, ...], paint: "_Paint") -> Iterator[str]:
    """What has no mark, with its words: a few of it here, all of it in the other forms."""
    if not views:
        return
    total = sum(view.count for view in views)
    verb = "difference is" if total == 1 else "differences are"
    yield "\n" + paint.style(f"{total:,} {verb} not marked:", "head") + "\n"
    for view in views[:MOST_QUIET]:
        clause = f", {view.clause}" if view.clause else ""
        places = f" ({view.count:,} places)" if view.count > 1 else ""
        yield f"  {view.kind}{clause}: “{view.before}” → “{view.after}”{places}\n"
    if rest := sum(view.count for view in views[MOST_QUIET:]):
        yield f"  … and {rest:,} more: --format html or json lists them all\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    style: str = ""


def _pieces(
    hunk: Hunk,
    texts: tuple[str, str],
    compared: Redline,
    marks: tuple[RoleMarks, RoleMarks],
    whole: frozenset[RoleMark],
) -> Iterator[_Piece]:
    before, after = texts
    edits = in_reading_order(hunk.edits)
    swapped = set(find_swapped(hunk.edits)) if hunk.kind is HunkKind.EDITED else set()
    reach = _reach(compared, hunk)
    for edit in edits:
        source, target = before[edit.before.start : edit.before.end], after[edit.after.start : edit.after.end]
        is_marked = edit.op in (Op.DELETE, Op.INSERT) and edit.rule != "link"
        old = spell_unseen(marked_text(before, edit.before, marks[0], whole), every=is_marked)
        new = spell_unseen(marked_text(after, edit.after, marks[1], whole), every=is_marked)
        is_here = edit.after.start < reach.end and edit.after.end > reach.start
        if edit.rule == UNREAD:
            yield _Piece(old or new)
        elif edit.op is Op.DELETE and edit.rule != "link":
            yield _Piece(old, "delete")
        elif edit.op is Op.INSERT and edit.rule != "link":
            yield _Piece(new, "insert")
        elif edit.rule == SIGN and (is_here or not edit.after):
            yield from _signs(source, target)
        elif edit.op in (Op.DELETE, Op.INSERT):
            yield _Piece(new)  # a target is told on a line of its own
        elif edit.op is Op.EQUAL and _travels(edit, hunk, swapped):
            yield _Piece(new or old, "moved" if is_here else "away")
        elif edit.after and not is_here:
            continue  # a number or bullet that stands in another row now
        else:
            # Between two words the space that went with one of them is told by the other.
            yield _Piece(new or (" " if any(map(str.isspace, old)) else ""))


def _signs(old: str, new: str) -> Iterator[_Piece]:
    """Words of which only the signs that nobody sees differ: the signs are marked, the words are not."""
    for start, end, is_sign in sign_runs(old):
        if is_sign:
            yield _Piece(spell_unseen(old[start:end], every=True), "delete")
    for start, end, is_sign in sign_runs(new):
        yield _Piece(spell_unseen(new[start:end], every=is_sign), "insert" if is_sign else "")


def _mixed_words(hunk: Hunk, before: str, after: str) -> list[str]:
    """Which of the words that changed mix scripts."""
    said: dict[str, None] = {}
    for edit in hunk.edits:
        if edit.op in (Op.DELETE, Op.INSERT):
            words = before[edit.before.start : edit.before.end] or after[edit.after.start : edit.after.end]
            said |= {
                f"“{spell_unseen(words[word.start : word.end])}” {word.says}": None
                for word in find_mixed(words)
            }
    return list(said)


def _whole_marks(
    compared: Redline, hunk: Hunk, texts: tuple[str, str], marks: tuple[RoleMarks, RoleMarks]
) -> frozenset[RoleMark]:
    """The roles that all words of a row have, on each side that it tells of."""
    sides = (
        compared.before[hunk.before.start : hunk.before.end],
        compared.after[hunk.after.start : hunk.after.end],
    )
    found = [
        whole_marks(text, [segment.span for segment in segments], own)
        for text, segments, own in zip(texts, sides, marks, strict=True)
        if segments
    ]
    return frozenset.intersection(*found) if found else frozenset()


def _outside(outside: Outside | None, paint: "_Paint", width: int) -> Iterator[str]:
    """What differs outside the policy, with a few words around each difference; no more than a screen of it."""
    if outside is None:
        return
    yield "\n" + paint.style(outside_line(outside), "head") + "\n"
    sizes = f"{outside.words_before:,} words before, {outside.words_after:,} after"
    yield f"  left out as header, footer, menu or the like: {sizes}\n"
    pieces: list[str] = []
    shown = 0
    for number, piece in enumerate(outside.pieces):
        if shown > MOST_OUTSIDE:
            pieces.append(f" … and {len(outside.pieces) - number} more places")
            break
        is_marked = piece.op in (Op.DELETE, Op.INSERT)
        words = spell_unseen(piece.words.replace("\n", " "), every=is_marked)
        shown += len(words)
        pieces.append(paint.style(words, piece.op.value) if is_marked else words)
    yield _wrapped("".join(pieces), width) + "\n"


def _travels(edit: Edit, hunk: Hunk, swapped: set[Edit]) -> bool:
    return edit in swapped or (edit.move >= 0 and edit.move != hunk.move)


def _reach(compared: Redline, hunk: Hunk) -> Span:
    own = compared.after[hunk.after.start : hunk.after.end]
    return Span(own[0].span.start, own[-1].span.end) if own else Span(0, 0)


def _fold(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces, long stretches without a mark cut at sentence borders, with the number of words left out."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and joined[-1].style == piece.style == "":
            joined[-1] = _Piece(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    for index, piece in enumerate(joined):
        head, tail = (
            (0, 0)
            if piece.style
            else fold_points(piece.text, opens=index == 0, closes=index == len(joined) - 1)
        )
        if tail <= head:
            yield piece
            continue
        left_out = count_words(" ".join(piece.text[head:tail].split()))
        yield _Piece(piece.text[:head])
        yield _Piece(f" … [{spell_count(left_out, 'word')} unchanged] … ", "quiet")
        yield _Piece(piece.text[tail:])


class _Paint:
    """Marks for pieces: colours, or the brackets of ``git diff --word-diff`` where there are none."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def style(self, text: str, name: str) -> str:
        if self.colour:
            return f"{_STYLES[name]}{text}{_RESET}"
        opened, closed = _PLAIN.get(name, ("", ""))
        return f"{opened}{text}{closed}"


def _wrapped(text: str, width: int) -> str:
    """Lines of at most `width` columns, indented. Styles take no room: they are put aside while lines are broken."""
    plain = " ".join(text.split())
    if "\x1b" not in plain:
        return "\n".join(f"    {line}" for line in _lines(plain, width - 4))
    line, room, lines = "    ", width - 4, []
    for word in plain.split(" "):
        size = _visible(word)
        if room < size and room < width - 4:
            lines.append(line.rstrip())
            line, room = "    ", width - 4
        line += word + " "
        room -= size + 1
    lines.append(line.rstrip())
    return "\n".join(lines)


def _lines(plain: str, room: int) -> list[str]:
    """Lines of at most `room` columns; a longer word is cut. Linear, where `textwrap` takes the square of a word's length."""
    lines: list[str] = []
    line = ""
    for word in plain.split(" "):
        if line and len(line) + 1 + len(word) <= room:
            line += " " + word
            continue
        head = word[: max(room - len(line) - 1, 0)] if line and len(word) > room else ""
        if line:
            lines.append(f"{line} {head}" if head else line)
        rest = [word[at : at + room] for at in range(len(head), len(word), room)] or [""]
        lines += rest[:-1]
        line = rest[-1]
    return [*lines, line]


def _visible(word: str) -> int:
    size, inside = 0, False
    for letter in word:
        if letter == "\x1b":
            inside = True
        elif inside:
            inside = letter != "m"
        else:
            size += 1
    return size


def _counts(compared: Redline) -> str:
    """The head line, from the same counts that pages print."""
    stats = compared.stats
    quiet = f"; {line}" if (line := quiet_line(stats)) else ""
    quiet += "".join(f"; {line}" for line in (*role_counts(compared), outside_line(compared.outside)) if line)
    whose = "no words of the policy" if compared.outside is not None else "no words"
    links = spell_count(stats.links, "link address", "link addresses")
    if stats.nothing_changed:
        return f"{whose} changed" + (f"; {links} did" if stats.links else "") + quiet
    if stats.signs and not (stats.marks or stats.moved or stats.roles or stats.stopped):
        return f"{whose} changed; {signs_told(stats)} {'differs' if stats.signs == 1 else 'differ'}" + quiet
    told = ", ".join(f"{count:,} {kind.value}" for kind, count in clauses_told(stats))
    told = told or ("none changed in what was read" if stats.stopped else "none changed")
    told = also_edited(told, stats)
    told += f", {stats.unread:,} not judged" if stats.unread else ""
    stopped = "".join(f"; {limit.stage}: {limit.reason}" for limit in compared.stops)
    heads = f"; headings: {stats.headings:,} changed" if stats.headings else ""
    heads += f"; {links} changed" if stats.links else ""
    heads += f"; {signs_told(stats)} changed" if stats.signs else ""
    words = f"words: -{stats.words_deleted:,} +{stats.words_inserted:,}"
    return f"clauses: {told}; {stats.same:,} unchanged{heads} ({words}){stopped}{quiet}"
