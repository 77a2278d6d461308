"""What differs without a mark in the words: quiet differences with their words, and links whose target changed.

Both lists are what every count of them is taken from.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.compare.quiet import SIGN, UNREAD, quiet_rule
from generator.model.policy import Span
from generator.model.redline import Edit, Op, Redline
from generator.model.words import Folded

MOST_AROUND = 40  # characters on each side in which the neighbouring word is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDifference:
    """A difference that no reader is shown a mark for. `before` and `after` are spans of the two texts; one may be empty."""

    rule: str
    before: Span
    after: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietWords:
    """Quiet differences as they are listed: one that holds words by itself, others of one kind together, the first told.

    `before` and `after` are the texts' own characters with the neighbouring words; `segment` indexes the later segments.
    """

    rule: str
    before: str
    after: str
    count: int
    segment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """A link on words that stay, with its target (and title) in each text (empty where there was none), and where it stands in the later one."""

    words: str
    before: str
    after: str
    after_at: int


def quiet_differences(edits: Sequence[Edit], before: str, after: str) -> list[QuietDifference]:
    """Return the quiet edits in order; one that is gone and one that came at the same place are one difference.

    White space that came or went with marked words is told by these. So is a bullet beside words that moved, of which
    the edits may hold two halves in two places.
    """
    found = [
        one
        for one in _paired(edits, before, after)
        if before[one.before.start : one.before.end] != after[one.after.start : one.after.end]
        and not _opens_link(before[one.before.start : one.before.end], after[one.after.start : one.after.end])
    ]
    if not found:
        return []
    edges = _marked_edges(edits)
    found = [one for one in found if not _goes_with_marks(one, before, after, edges)]
    if not any(edit.move >= 0 for edit in edits):
        return found
    bullets: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for one in found:
        if not (one.before and one.after):
            bullets[not one.before][_bullet(one, before, after)] += 1
    both = bullets[0] & bullets[1]
    both.pop("", None)
    left = (Counter(both), Counter(both))
    kept: list[QuietDifference] = []
    for one in found:
        bullet = "" if one.before and one.after else _bullet(one, before, after)
        if bullet and left[not one.before][bullet]:
            left[not one.before][bullet] -= 1
        else:
            kept.append(one)
    return kept


def _opens_link(old: str, new: str) -> bool:
    """Whether a difference is but the opening mark of a link that came or went; the link itself is listed."""
    return (old + new).strip() in ("[", "![") and bool(old.strip()) != bool(new.strip())


def _bullet(one: QuietDifference, before: str, after: str) -> str:
    """Return the bullet that a difference of one side consists of; empty if it is none."""
    text = before[one.before.start : one.before.end] or after[one.after.start : one.after.end]
    return bare if (bare := text.strip()) in ("*", "-", "+", "•") else ""


def _marked_edges(edits: Iterable[Edit]) -> tuple[set[int], set[int]]:
    """Return the places on each side where marked or moved words begin and end."""
    edges: tuple[set[int], set[int]] = (set(), set())
    for edit in edits:
        if edit.op is Op.DELETE or edit.op is Op.INSERT or edit.move >= 0 or edit.rule == UNREAD:
            if edit.before:
                edges[0].update((edit.before.start, edit.before.end))
            if edit.after:
                edges[1].update((edit.after.start, edit.after.end))
    return edges


def _goes_with_marks(one: QuietDifference, before: str, after: str, edges: tuple[set[int], set[int]]) -> bool:
    """Whether a difference is white space alone, beside words that are marked on its side."""
    sides = ((before, one.before, edges[0]), (after, one.after, edges[1]))
    pieces = [(text[span.start : span.end], span, own) for text, span, own in sides if span]
    return all(piece.isspace() for piece, _, _ in pieces) and any(
        span.start in own or span.end in own for _, span, own in pieces
    )


def _paired(edits: Iterable[Edit], before: str, after: str) -> Iterator[QuietDifference]:
    waiting: Edit | None = None
    for edit in edits:
        if edit.op is not Op.QUIET or edit.rule == UNREAD:  # what was not judged is told where it stands
            if waiting is not None:
                yield _quiet(waiting, waiting, before, after)
                waiting = None
            continue
        if waiting is not None:
            if bool(waiting.before) != bool(edit.before) and bool(waiting.after) != bool(edit.after):
                yield _quiet(waiting, edit, before, after)
                waiting = None
                continue
            yield _quiet(waiting, waiting, before, after)
            waiting = None
        if edit.before and edit.after:
            yield _quiet(edit, edit, before, after)
        else:
            waiting = edit
    if waiting is not None:
        yield _quiet(waiting, waiting, before, after)


def _quiet(one: Edit, other: Edit, before: str, after: str) -> QuietDifference:
    old = one.before or other.before
    new = one.after or other.after
    rule = one.rule if one is other else ""
    words = before[old.start : old.end], after[new.start : new.end]
    return QuietDifference(rule=rule or quiet_rule(*words), before=old, after=new)


def list_quiet(redline: Redline, before: str, after: str) -> tuple[QuietWords, ...]:
    """Return all quiet differences with their words; their counts add up to that of the redline."""
    counts: dict[tuple[str, str, str, int], int] = {}
    first: dict[tuple[str, str, str, int], QuietDifference] = {}
    for number, one in enumerate(quiet_differences(_unmarked(redline), before, after)):
        old, new = before[one.before.start : one.before.end], after[one.after.start : one.after.end]
        has_words = any(map(str.isalnum, old + new))
        key = (one.rule, old, new, number if has_words else -1)
        counts[key] = counts.get(key, 0) + 1
        first.setdefault(key, one)
    starts = [segment.span.start for segment in redline.after]
    return tuple(
        QuietWords(
            rule=one.rule,
            before=with_neighbours(before, one.before),
            after=with_neighbours(after, one.after),
            count=counts[key],
            segment=max(0, bisect_right(starts, one.after.start) - 1),
        )
        for key, one in first.items()
    )


def _unmarked(redline: Redline) -> list[Edit]:
    """The edits but those whose signs are marked in a row."""
    marked = {edit for hunk in redline.hunks for edit in hunk.edits if edit.rule == SIGN}
    return [edit for edit in redline.edits if edit not in marked] if marked else list(redline.edits)


def link_changes(redline: Redline, before: Folded, after: Folded) -> tuple[LinkChange, ...]:
    """Return the links on kept words whose target differs, in the order of the edits."""
    return find_link_changes(redline.edits, before, after)


def find_link_changes(edits: Sequence[Edit], before: Folded, after: Folded) -> tuple[LinkChange, ...]:
    """As `link_changes`, from edits alone. A link that came or went with all its words is told by these."""
    marked = [edit for edit in edits if edit.rule == "link" and edit.op in (Op.DELETE, Op.INSERT)]
    if not marked:
        return ()
    links = _Links(before), _Links(after)
    kept = _Kept(edits, 0), _Kept(edits, 1)
    found: dict[tuple[_Link | None, _Link | None], LinkChange] = {}
    for edit in marked:
        own = 0 if edit.op is Op.DELETE else 1
        link = links[own].at(edit.before.start if own == 0 else edit.after.start)
        if link is None:
            continue
        places = kept[own].places(link.words)
        if not places and link.words:
            continue  # all its words are marked
        if not link.words:
            places = [edit.after.start if own == 0 else edit.before.start]
        other = next((at for place in places if (at := links[1 - own].over(place, link.is_image))), None)
        pair = (link, other) if own == 0 else (other, link)
        gone, come = pair
        if pair in found or (gone and come and gone.target == come.target):
            continue
        found[pair] = LinkChange(
            words=(after if come else before).words((come or link).words),
            before=gone.target if gone else "",
            after=come.target if come else "",
            after_at=come.words.start if come else places[0],
        )
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Link:
    words: Span
    target: str
    end: Span  # the closing mark with the target
    is_image: bool


class _Links:
    """The links of a text, found by a place in their words or in their closing mark."""

    def __init__(self, folded: Folded) -> None:
        self.found: list[_Link] = []
        opened: list[tuple[int, bool]] = []
        source = folded.source
        for start, end in zip(folded.cut_starts, folded.cut_ends, strict=True):
            mark = source[start:end]
            if mark.startswith("]("):
                opener, is_image = opened.pop() if opened else (start, False)
                words = Span(opener, start)
                target = mark[2:-1].strip()
                self.found.append(_Link(words, target, Span(start, end), is_image))
            elif mark.endswith("["):
                opened.append((end, mark.startswith("!")))
        self.ends = [link.end.end for link in self.found]

    def at(self, place: int) -> _Link | None:
        """Return the link whose closing mark holds a place."""
        number = bisect_right(self.ends, place)
        link = self.found[number] if number < len(self.found) else None
        return link if link and link.end.start <= place else None

    def over(self, place: int, is_image: bool) -> _Link | None:
        """Return the innermost link (or image) whose words or closing mark hold a place."""
        number = bisect_right(self.ends, place)
        for link in self.found[number : number + 3]:
            if link.is_image == is_image and link.words.start <= place < link.end.end:
                return link
        return None


class _Kept:
    """The words of one side (0 or 1) that stay, each with its place on the other side."""

    def __init__(self, edits: Iterable[Edit], side: int) -> None:
        spans = [(e.before, e.after) if side == 0 else (e.after, e.before) for e in edits]
        self.pairs = sorted(
            [
                (own.start, own.end, other.start, other.end)
                for own, other in spans
                if own.end > own.start and other.end > other.start
            ]
        )
        self.starts = [pair[0] for pair in self.pairs]

    def places(self, span: Span) -> list[int]:
        """Return places on the other side of what stays of a span."""
        found = []
        for number in range(max(0, bisect_right(self.starts, span.start) - 1), len(self.pairs)):
            start, end, other_start, other_end = self.pairs[number]
            if start >= span.end:
                break
            if end > span.start:
                found.append(min(other_end - 1, other_start + max(0, span.start - start)))
        return found


def with_neighbours(text: str, span: Span) -> str:
    """Return a piece of a text with the words beside it: on its line, or across the white space that it is."""
    start, end = span.start, span.end
    low, high = max(0, start - MOST_AROUND), min(len(text), end + MOST_AROUND)
    passes = str.isspace if text[start:end].isspace() or start == end else _is_blank
    while start > low and passes(text[start - 1]):
        start -= 1
    while start > low and not text[start - 1].isspace():
        start -= 1
    while end < high and passes(text[end]):
        end += 1
    while end < high and not text[end].isspace():
        end += 1
    return text[start:end].strip() if passes is _is_blank else text[start:end]


def _is_blank(character: str) -> bool:
    return character in " \t"
