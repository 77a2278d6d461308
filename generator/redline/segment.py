"""Segments: blocks cut at clause numbers, each with its number and the path of clauses it stands in.

Captures number their clauses in many ways: ``10.4`` in bold, ``(a)``, lists in lists, numbers glued to what stands
before them, and list markers that some extraction counted wrongly. What is shown as a number is what the text has; a
list marker is believed only while the clauses under it agree.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.model.policy import Block, BlockKind, PolicyText, Segment, Span
from generator.model.words import fold, words_1

UNDERLINE = re.compile(r"\s+[=-]{2,}\s*\Z")  # of a heading that is underlined rather than marked by #
TITLE_LENGTH = 90  # characters; what is longer is a sentence and no title
LEAD = re.compile(
    r"[\s>]*(?:#{1,6}[ \t]+)?(?:[*+\-•‒–][ \t]+)?(?:\[\]\([^)\s]*\))?(?:\[(?=[^\]\n]*\]\())?[*_]{0,3}[ \t]*\[?"
)
DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)(\(\w{1,3}\))?[.)]{0,2}(?=[\s*_]|$)")
PLAIN = re.compile(r"(\d{1,3})\\?[.)](?!\d)")
GLUED = re.compile(r"(\d{1,3}\(\w{1,3}\)(?:\(\w{1,3}\))?)[.)]?(?=[\s*_]|$)")
PAREN = re.compile(r"(\((?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6})\))")
LETTER = re.compile(r"([A-Za-z]|[ivx]{2,5}|[IVX]{2,5})\\?[.)](?=[\s*_\u2e80-\uffef]|$)")
WORDED = re.compile(
    r"((?:Section|Article|Clause|Artikel|Abschnitt|Artículo|Articolo|Artigo|Art\.|§{1,2}|Part)\s*"
    r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6})|第[0-9一二三四五六七八九十百]{1,4}[条條章节節部])(?=[\s.:：)*_\-–—、，]|$)"
)
BOLD_RUN = re.compile(r"[ \t]*(?:\*\*|__)(.+?)(?:\*\*|__)")
INNER = re.compile(
    r"(?:(?<=\s)|(?<=[.;:!?)”]))(?:\*\*|__)(?=\d{1,3}(?:\.\d{1,3})+[.)]?[\s*])"
    r"|(?<=\n)[ \t]*(?=\d{1,3}(?:\.\d{1,3})+[.)]?\s+[A-Z“\"*])"
    r"|(?<=[.;:!?])(?=\d{1,3}(?:\.\d{1,3})+[.)]?\s+[A-Z“\"*])"
)
MARKUP = re.compile(
    r"\[([^\]]*)\]\([^)]*\)|\]\([^)\s]*\)?|\*\*|__|\\(?=[^\w\s])|(?<!\w)[*_]|[*_](?!\w)|^#+(?:\s+|\Z)|`"
)


@dataclass(slots=True)
class Label:
    """A number as read: its kind, its parts where decimal, and where it ends in the segment."""

    kind: str  # decimal, plain, paren, letter, roman, worded
    number: str
    parts: tuple[int, ...] = ()
    end: int = 0
    believed: bool = True
    shown: str = ""  # for the path, where the text's own marker is not believed


@dataclass(slots=True)
class Draft:
    """A segment in the making."""

    block: Block
    span: Span
    label: Label | None
    title: str


@dataclass(slots=True)
class Frame:
    """A clause or heading that is open."""

    rank: tuple[int, int]
    name: str
    number: str


def segment_policy(policy: PolicyText) -> tuple[Segment, ...]:
    """The segments of a policy text, in order; their spans lie inside the blocks' spans."""
    drafts = [draft for block in policy.blocks for draft in _cut(policy.text, block)]
    _name_empty_headings(policy.text, drafts)
    _judge_list_markers(drafts)
    _nest(drafts)
    segments: list[Segment] = []
    frames: list[Frame] = []
    for draft in drafts:
        opened = _open(draft, frames)
        segments.append(
            Segment(
                kind=draft.block.kind,
                span=draft.span,
                level=draft.block.level,
                number=draft.label.number if draft.label and draft.label.believed and opened else "",
                path=tuple(frame.name for frame in frames),
                words=words_1(policy.text[draft.span.start : draft.span.end]),
            )
        )
    return tuple(segments)


def clause_at(segments: Sequence[Segment], span: Span) -> Segment | None:
    """The segment that opens the clause a span begins in; None before the first clause."""
    index = _index_at(segments, span.start)
    if index is None:
        return None
    return segments[clause_span(segments, index).start] if segments[index].path else None


def clause_span(segments: Sequence[Segment], index: int) -> range:
    """Indexes of the clause that segment ``index`` stands in: to the next number of the same or a higher level."""
    path = segments[index].path
    depth = len(path)
    if not depth:
        return range(index, index + 1)
    start = index
    while start > 0 and not _opens(segments[start], depth) and segments[start - 1].path[:depth] == path:
        start -= 1
    stop = index + 1
    while stop < len(segments) and segments[stop].path[:depth] == path and not _opens(segments[stop], depth):
        stop += 1
    return range(start, stop)


def _opens(segment: Segment, depth: int) -> bool:
    return len(segment.path) == depth and bool(segment.number or segment.kind is BlockKind.HEADING)


def _index_at(segments: Sequence[Segment], position: int) -> int | None:
    low, high = 0, len(segments)
    while low < high:
        middle = (low + high) // 2
        if segments[middle].span.end <= position:
            low = middle + 1
        else:
            high = middle
    return low if low < len(segments) else None


def _cut(text: str, block: Block) -> Iterator[Draft]:
    """A block, cut where a new clause number opens inside it."""
    start, end = block.span.start, block.span.end
    cuts = [start]
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        last = _read_label(text, start, end)
        for found in INNER.finditer(text, start + 1, end):
            label = _read_label(text, found.start(), end)
            if label and label.kind == "decimal" and _follows(last, label):
                cuts.append(found.start())
                last = label
    for first, stop in zip(cuts, [*cuts[1:], end], strict=True):
        while stop > first and text[stop - 1].isspace():
            stop -= 1
        if stop > first or len(cuts) == 1:
            label = None if block.kind is BlockKind.ROW else _read_label(text, first, stop)
            yield Draft(block, Span(first, stop), label, _title(text, first, stop, label, block.kind))


def _follows(last: Label | None, new: Label) -> bool:
    """Whether a number inside a block goes on from the one that opened it, so that it is no mere reference."""
    if last is None or not last.parts:
        return last is None and new.parts[-1] == 1
    old = last.parts
    shared = min(len(old), len(new.parts))
    return (
        new.parts > old
        and (new.parts[:1] == old[:1] or new.parts[0] == old[0] + 1)
        and any(new.parts[:k] == (*old[: k - 1], old[k - 1] + 1) for k in range(1, shared + 1))
    ) or (len(new.parts) == len(old) + 1 and new.parts[:-1] == old and new.parts[-1] == 1)


def _read_label(text: str, start: int, end: int, nested: bool = False) -> Label | None:
    """The number that opens ``text[start:end]``, if one does."""
    lead = LEAD.match(text, start, end)
    at = start if nested or lead is None else lead.end()
    for kind, pattern in (("glued", GLUED), ("decimal", DECIMAL), ("worded", WORDED), ("plain", PLAIN)):
        found = pattern.match(text, at, end)
        if found:
            return _label(text, kind, found, end)
    found = PAREN.match(text, at, end)
    if found:
        inner = found[1][1:-1]
        roman = len(inner) > 1 and set(inner.lower()) <= set("ivxl")
        return Label("roman" if roman else "paren", found[1], end=found.end())
    found = LETTER.match(text, at, end)
    if found:
        roman = len(found[1]) > 1
        kind = ("upper" if found[1].isupper() else "") + ("roman" if roman else "letter")
        return Label(kind, found[1], end=found.end())
    return None


def _label(text: str, kind: str, found: "re.Match[str]", end: int) -> Label | None:
    if kind == "decimal":
        parts = tuple(int(part) for part in found[1].split("."))
        return Label("decimal", found[1] + (found[2] or ""), parts, found.end())
    if kind == "plain":
        # a list marker may stand before the clause's own number: "22. **22\. TITLE**", "8. **3.1 Title**"
        lead = LEAD.match(text, found.end(), end)
        own = (
            _read_label(text, lead.end(), end, nested=True)
            if lead and text[found.end() : found.end() + 1].isspace()
            else None
        )
        if own and own.kind in ("decimal", "plain") and own.number != "":
            return own
        return Label("plain", found[1], (int(found[1]),), found.end())
    return Label(kind, found[1], end=found.end())


def _title(text: str, start: int, end: int, label: Label | None, kind: BlockKind) -> str:
    """The words that name a clause: a heading's own, or a bold lead, or a short line without a sentence."""
    if kind is BlockKind.ROW or not (label or kind is BlockKind.HEADING):
        return ""
    after = label.end if label else start
    whole = _plain(_without_links(text, start, after, end))
    if kind is BlockKind.HEADING:
        title = whole
    else:
        head = text[start:after]
        bold = None
        if head.count("**") % 2:  # the number itself is bold: the title runs to the closing mark
            stop = text.find("**", after, end)
            bold = text[after:stop] if stop > after else None
        if not bold or not _plain(bold):
            run = BOLD_RUN.match(
                text,
                after
                + (2 if bold is not None or (text.startswith("**", after) and head.count("**") % 2) else 0),
                end,
            )
            bold = run[1] if run else None
        title = (
            _plain(bold)
            if bold
            else whole
            if len(whole) <= TITLE_LENGTH and not whole.endswith((".", ";", ","))
            else ""
        )
    return _tidied(UNDERLINE.sub("", title))


def _tidied(title: str) -> str:
    """A title without the marks at its ends, at most so long, and not in capitals throughout."""
    title = title.strip(" .:;,–—-")
    if len(title) > TITLE_LENGTH:
        title = title[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
    if not any(map(str.isalnum, title)):
        return ""  # marks alone are no name
    letters = [c for c in title if c.isalpha()]
    return title.capitalize() if len(letters) > 3 and all(c.isupper() for c in letters) else title


def _name_empty_headings(text: str, drafts: list[Draft]) -> None:
    """Give a heading without words the title that stands on the next line: some pages break the line after ``###``."""
    for draft, below in pairwise(drafts):
        if draft.block.kind is not BlockKind.HEADING or draft.label or draft.title:
            continue
        if below.block.kind is BlockKind.PARAGRAPH and below.label is None:
            words = _plain(_without_links(text, below.span.start, below.span.start, below.span.end))
            if len(words) <= TITLE_LENGTH and not words.endswith((".", ";", ",")):
                draft.title = _tidied(words)


def _without_links(text: str, start: int, first: int, end: int) -> str:
    """``text[first:end]`` with links read in the whole of ``text[start:end]``: a number may stand inside one.

    In ``[4. Licence](#4-licence)`` the opening bracket is part of what stands before the number.
    """
    piece = text[first:end]
    if "](" not in piece:
        return piece
    return fold(text[start:end]).displayed(Span(first - start, end - start))


def _plain(text: str) -> str:
    """Words without Markdown marks, also without those whose other end is cut off."""
    return " ".join(MARKUP.sub(lambda found: found[1] or "", text).split())


def _judge_list_markers(drafts: list[Draft]) -> None:
    """Believe a plain marker unless the decimal clauses under it (or under most of its kind) say otherwise."""
    heads = [
        index
        for index, draft in enumerate(drafts)
        if draft.label and draft.label.kind == "plain" and draft.title and draft.block.level <= 1
    ]
    tops: dict[int, int] = {}
    for place, index in enumerate(heads):
        stop = heads[place + 1] if place + 1 < len(heads) else len(drafts)
        for draft in drafts[index + 1 : stop]:
            if draft.label and draft.label.kind == "decimal":
                if draft.label.parts[-1] == 1:
                    tops[index] = draft.label.parts[0]
                break
    wrong = {index for index, top in tops.items() if _parts(drafts[index]) != (top,)}
    if not wrong:
        return
    distrusted = len(wrong) * 2 > len(tops)
    for place, index in enumerate(heads):
        label = drafts[index].label
        if label is None or not (index in wrong or (distrusted and index not in tops)):
            continue
        label.believed = False
        label.shown = str(tops[index]) if index in tops else ""
        if index not in tops:
            label.shown = _between(heads, tops, place)


def _parts(draft: Draft) -> tuple[int, ...]:
    return draft.label.parts if draft.label else ()


def _between(heads: list[int], tops: dict[int, int], place: int) -> str:
    """The number of a head without clauses of its own, where its neighbours leave exactly one for it."""
    left = next((k for k in range(place - 1, -1, -1) if heads[k] in tops), None)
    right = next((k for k in range(place + 1, len(heads)) if heads[k] in tops), None)
    if left is None or right is None:
        return ""
    low, high = tops[heads[left]], tops[heads[right]]
    return str(low + place - left) if high - low == right - left else ""


def _nest(drafts: list[Draft]) -> None:
    """A list in a numbered list has its parent's number before its own: ``3(2)``."""
    parents: dict[int, str] = {}
    for draft in drafts:
        label = draft.label
        if draft.block.kind is not BlockKind.ITEM:
            if draft.block.kind is BlockKind.HEADING or label:
                parents.clear()
            continue
        level = draft.block.level
        for deeper in [key for key in parents if key >= level]:
            del parents[deeper]
        if label is None or not label.believed:
            continue
        if label.kind == "plain" and level > 1 and parents.get(level - 1):
            label.number = f"{parents[level - 1]}({label.number})"
        parents[level] = label.number


RANKS = {
    "worded": 10,
    "upperroman": 12,
    "upperletter": 14,
    "decimal": 20,
    "glued": 40,
    "plain": 30,
    "letter": 50,
    "paren": 52,
    "roman": 54,
}


def _open(draft: Draft, frames: list[Frame]) -> bool:
    """Close the clauses that this segment ends and open its own; False where its label opens nothing."""
    label = draft.label
    if draft.block.kind is BlockKind.HEADING:
        while (
            frames
            and frames[-1].rank >= (0, draft.block.level)
            and not (
                label
                and label.kind == "decimal"
                and frames[-1].rank[0] == 0
                and _parent(frames[-1].number, label)
            )
        ):
            frames.pop()
        name = " ".join(part for part in (label.number if label else "", draft.title) if part)
        if name:
            frames.append(Frame((0, draft.block.level), name, label.number if label else ""))
        return True
    if label is None:
        return False
    rank = _rank(draft, label, frames)
    while frames and frames[-1].rank >= rank:
        frames.pop()
    shown = label.number if label.believed else label.shown
    name = " ".join(part for part in (shown, draft.title) if part)
    if name:
        frames.append(Frame(rank, name, shown))
    return True


def _parent(number: str, label: Label) -> bool:
    return bool(number) and label.number.startswith(number + ".")


def _rank(draft: Draft, label: Label, frames: list[Frame]) -> tuple[int, int]:
    if label.kind == "decimal":
        return (20, len(label.parts))
    if label.kind == "plain":
        if not label.believed or (draft.block.level <= 1 and _is_top(label, frames)):
            return (20, 1)
        return (30, max(1, draft.block.level))
    if draft.block.kind is BlockKind.ITEM and label.kind in (
        "letter",
        "paren",
        "roman",
        "upperletter",
        "upperroman",
    ):
        base = RANKS[label.kind]
        return (base, draft.block.level)
    return (RANKS[label.kind], 0)


def _is_top(label: Label, frames: list[Frame]) -> bool:
    """Whether a plain number goes on counting the sections, or begins a list inside one."""
    inside = [frame for frame in frames if frame.rank[0] in (20, 30)]
    if not inside:
        return True
    tops = [frame for frame in inside if frame.rank == (20, 1)]
    if not tops:
        return all(frame.rank[0] != 20 for frame in inside)
    known = re.match(r"\d+", tops[-1].number)
    return known is None or label.parts[0] == int(known[0]) + 1
