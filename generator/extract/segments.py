"""Cut blocks into segments at clause numbers; give each segment its number and the path of its clauses.

Captures number clauses in many ways: ``10.4`` in bold, ``(a)``, nested lists, numbers glued to the preceding text, and
list markers that an extraction counted wrongly. The number shown is the one in the text; a list marker is trusted only
while the clauses under it agree with it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.extract.clause_numbers import Label, follows, read_label
from generator.model.policy import Block, BlockKind, PolicyText, Segment, Span
from generator.model.text import Labels
from generator.model.words import Folded, fold

UNDERLINE = re.compile(r"\s+[=-]{2,}\s*\Z")  # under a heading not marked by #
MAX_LINE_SIZE = 1500  # characters of Markdown source up to which a line may be a title; links are long
MAX_TITLE_SIZE = 90  # characters; anything longer is a sentence
DECIMAL_POINT = re.compile(r"\d\.\d")  # INNER_NUMBER matches nothing without one
BOLD_RUN = re.compile(r"[ \t]*(?:\*\*|__)(.+?)(?:\*\*|__)")
INNER_NUMBER = re.compile(
    r"(?:(?<=\s)|(?<=[.;:!?)”]))(?:\*\*|__)(?=\d{1,3}(?:\.\d{1,3}){1,12}[.)]?[\s*])"
    r"|(?<=\n)[ \t]*(?=\d{1,3}(?:\.\d{1,3}){1,12}[.)]?\s+[A-Z“\"*])"
    r"|(?<=[.;:!?])(?=\d{1,3}(?:\.\d{1,3}){1,12}[.)]?\s+[A-Z“\"*])"
)
MARKUP_SIGNS = re.compile(
    r"\[([^\]]*)\]\([^)]*\)|\]\([^)\s]*\)?|\*\*|__|\\(?=[^\w\s])|(?<!\w)[*_]|[*_](?!\w)|^#+(?:\s+|\Z)|`"
)


@dataclass(slots=True)
class RawSegment:
    """A segment before its path is known."""

    block: Block
    span: Span
    label: Label | None
    title: str


@dataclass(slots=True)
class OpenClause:
    """A clause or heading that contains the current position."""

    rank: tuple[int, int]
    name: str
    number: str


def segment_policy(policy: PolicyText, folded: Folded, labels: Labels) -> tuple[Segment, ...]:
    """Return the segments of a policy text, in order. Their spans lie inside those of blocks; words come from `folded`."""
    raw_segments = [raw for block in policy.blocks for raw in _split_block(policy.text, block)]
    _drop_unproven(policy.text, raw_segments, labels)
    _name_empty_headings(policy.text, raw_segments)
    _distrust_wrong_markers(raw_segments)
    _nest_list_numbers(raw_segments)
    segments: list[Segment] = []
    open_clauses: list[OpenClause] = []
    for raw in raw_segments:
        opened = _open_clause(raw, open_clauses)
        words = folded.words(raw.span)
        path = tuple([clause.name for clause in open_clauses])
        is_heading = raw.block.kind is BlockKind.HEADING or _is_title(words, path)
        segments.append(
            Segment(
                kind=raw.block.kind,
                span=raw.span,
                level=raw.block.level,
                number=raw.label.number if raw.label and raw.label.trusted and opened else "",
                path=path,
                words=words,
                is_heading=is_heading,
                is_clause=not is_heading and (words[:1].isalnum() or any(map(str.isalnum, words))),
            )
        )
    return tuple(segments)


MAX_TITLE_SOURCE = 400  # characters of a title with number and markup
SENTENCE_STOPS = frozenset(".;:!?。；：！？")  # a one-sentence clause is its own title, not a heading


def _is_title(words: str, path: tuple[str, ...]) -> bool:
    """Whether a segment, not marked as a heading, holds the title of its clause and nothing else."""
    if not path or words[-1:] in SENTENCE_STOPS or len(words) > MAX_TITLE_SOURCE:
        return False
    own = _letters_of(words)
    return bool(own) and own == _letters_of(path[-1])


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()


def clause_at(segments: Sequence[Segment], span: Span) -> Segment | None:
    """Return the first segment of the clause that a span begins in; None before the first clause."""
    index = _index_at(segments, span.start)
    if index is None:
        return None
    return segments[clause_span(segments, index).start] if segments[index].path else None


def clause_span(segments: Sequence[Segment], index: int) -> range:
    """Return the indexes of the clause of segment ``index``: up to the next number of the same or a higher level."""
    path = segments[index].path
    depth = len(path)
    if not depth:
        return range(index, index + 1)
    start = index
    while (
        start > 0 and not _opens_clause(segments[start], depth) and segments[start - 1].path[:depth] == path
    ):
        start -= 1
    stop = index + 1
    while (
        stop < len(segments)
        and segments[stop].path[:depth] == path
        and not _opens_clause(segments[stop], depth)
    ):
        stop += 1
    return range(start, stop)


def _opens_clause(segment: Segment, depth: int) -> bool:
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


def _split_block(text: str, block: Block) -> Iterator[RawSegment]:
    """Yield the parts of a block, split where a new clause number opens inside it."""
    start, end = block.span.start, block.span.end
    if block.kind is BlockKind.ROW:
        yield RawSegment(block, Span(start, end), None, "")
        return
    cuts = [start]
    first_label = last = read_label(text, start, end)
    if block.kind is not BlockKind.HEADING and DECIMAL_POINT.search(text, start, end):
        for found in INNER_NUMBER.finditer(text, start + 1, end):
            label = read_label(text, found.start(), end)
            if label and label.kind == "decimal" and follows(last, label):
                cuts.append(found.start())
                last = label
    for first, stop in zip(cuts, [*cuts[1:], end], strict=True):
        while stop > first and text[stop - 1].isspace():
            stop -= 1
        if stop > first or len(cuts) == 1:
            label = first_label if len(cuts) == 1 else read_label(text, first, stop)
            yield RawSegment(block, Span(first, stop), label, _title(text, first, stop, label, block.kind))


def _title(text: str, start: int, end: int, label: Label | None, kind: BlockKind) -> str:
    """Return the title of a clause: the heading's words, a bold run at its start, or a short line that is no sentence."""
    if kind is BlockKind.ROW or not (label or kind is BlockKind.HEADING):
        return ""
    after = label.end if label else start
    if kind is not BlockKind.HEADING and end - after > MAX_LINE_SIZE:
        whole = ""
    else:
        whole = _without_markup(_without_links(text, start, after, end))
    if kind is BlockKind.HEADING:
        title = whole
    else:
        head = text[start:after]
        bold = None
        if head.count("**") % 2:  # the number is inside the bold run: the title ends at the closing mark
            stop = text.find("**", after, end)
            bold = text[after:stop] if stop > after else None
        if not bold or not _without_markup(bold):
            run = BOLD_RUN.match(
                text,
                after
                + (2 if bold is not None or (text.startswith("**", after) and head.count("**") % 2) else 0),
                end,
            )
            bold = run[1] if run else None
        title = (
            _without_markup(bold)
            if bold
            else whole
            if whole and len(whole) <= MAX_TITLE_SIZE and not whole.endswith((".", ";", ","))
            else ""
        )
    return _trim_title(UNDERLINE.sub("", title))


def _trim_title(title: str) -> str:
    """Return a title without punctuation at its ends, cut to the longest size, and not all in capitals."""
    title = title.strip(" .:;,–—-")
    if len(title) > MAX_TITLE_SIZE:
        title = title[:MAX_TITLE_SIZE].rsplit(" ", 1)[0] + "…"
    if not any(map(str.isalnum, title)):
        return ""  # punctuation alone is not a title
    letters = [c for c in title if c.isalpha()]
    return title.capitalize() if len(letters) > 3 and all(c.isupper() for c in letters) else title


IN_DOUBT = frozenset(
    ("decimal", "upperletter")
)  # kinds of label that amounts, versions and initials look like


def _drop_unproven(text: str, raw_segments: list[RawSegment], labels: Labels) -> None:
    """Drop the numbers at the starts of lines that nothing proves to be labels: amounts, clocks, addresses.

    In a heading, in bold or in a link a number is the name of what stands under it, proven or not.
    """
    for raw in raw_segments:
        label = raw.label
        if label is None or label.kind not in IN_DOUBT or raw.block.kind is BlockKind.HEADING:
            continue
        start = raw.span.start
        if bisect_left(labels.starts, start) < bisect_left(labels.starts, label.end):
            continue
        line = text.rfind("\n", 0, start) + 1
        opening = text[start : label.end + 3]
        if text[line:start].strip("> \t*+-•") or any(mark in opening for mark in ("**", "__", "[")):
            continue
        raw.label, raw.title = None, ""


def _name_empty_headings(text: str, raw_segments: list[RawSegment]) -> None:
    """Give an empty heading the title on the next line; some pages break the line after ``###``."""
    for raw, below in pairwise(raw_segments):
        if raw.block.kind is not BlockKind.HEADING or raw.label or raw.title:
            continue
        if below.block.kind is BlockKind.PARAGRAPH and below.label is None:
            words = _without_markup(_without_links(text, below.span.start, below.span.start, below.span.end))
            if len(words) <= MAX_TITLE_SIZE and not words.endswith((".", ";", ",")):
                raw.title = _trim_title(words)


def _without_links(text: str, start: int, first: int, end: int) -> str:
    """Return ``text[first:end]`` without link markup, where a link may begin before ``first``.

    In ``[4. Licence](#4-licence)`` the opening bracket precedes the number.
    """
    piece = text[first:end]
    if "](" not in piece:
        return piece
    return fold(text[start:end]).displayed(Span(first - start, end - start))


def _without_markup(text: str) -> str:
    """Return the words without Markdown marks, unpaired marks included."""
    return " ".join(MARKUP_SIGNS.sub(lambda found: found[1] or "", text).split())


def _distrust_wrong_markers(raw_segments: list[RawSegment]) -> None:
    """Distrust a list marker that the decimal clauses under it contradict; distrust all where most are contradicted."""
    markers = [
        index
        for index, raw in enumerate(raw_segments)
        if raw.label and raw.label.kind == "plain" and raw.title and raw.block.level <= 1
    ]
    counted: dict[int, int] = {}
    for place, index in enumerate(markers):
        stop = markers[place + 1] if place + 1 < len(markers) else len(raw_segments)
        for raw in raw_segments[index + 1 : stop]:
            if raw.label and raw.label.kind == "decimal":
                if raw.label.parts[-1] == 1:
                    counted[index] = raw.label.parts[0]
                break
    wrong = {index for index, top in counted.items() if _parts(raw_segments[index]) != (top,)}
    if not wrong:
        return
    distrust_rest = len(wrong) * 2 > len(counted)
    for place, index in enumerate(markers):
        label = raw_segments[index].label
        if label is None or not (index in wrong or (distrust_rest and index not in counted)):
            continue
        label.trusted = False
        label.path_number = str(counted[index]) if index in counted else ""
        if index not in counted:
            label.path_number = _number_between(markers, counted, place)


def _parts(raw: RawSegment) -> tuple[int, ...]:
    return raw.label.parts if raw.label else ()


def _number_between(markers: list[int], counted: dict[int, int], place: int) -> str:
    """Return the number of a marker without clauses under it, if its neighbours leave exactly one number for it."""
    left = next((k for k in range(place - 1, -1, -1) if markers[k] in counted), None)
    right = next((k for k in range(place + 1, len(markers)) if markers[k] in counted), None)
    if left is None or right is None:
        return ""
    low, high = counted[markers[left]], counted[markers[right]]
    return str(low + place - left) if high - low == right - left else ""


def _nest_list_numbers(raw_segments: list[RawSegment]) -> None:
    """Prefix the number of a nested list item with its parent's number: ``3(2)``."""
    parents: dict[int, str] = {}
    for raw in raw_segments:
        label = raw.label
        if raw.block.kind is not BlockKind.ITEM:
            if raw.block.kind is BlockKind.HEADING or label:
                parents.clear()
            continue
        level = raw.block.level
        for deeper in [key for key in parents if key >= level]:
            del parents[deeper]
        if label is None or not label.trusted:
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


def _open_clause(raw: RawSegment, open_clauses: list[OpenClause]) -> bool:
    """Close the clauses that end at this segment, and open its own; return False if it opens none."""
    label = raw.label
    if raw.block.kind is BlockKind.HEADING:
        while (
            open_clauses
            and open_clauses[-1].rank >= (0, raw.block.level)
            and not (
                label
                and label.kind == "decimal"
                and open_clauses[-1].rank[0] == 0
                and _is_parent(open_clauses[-1].number, label)
            )
        ):
            open_clauses.pop()
        name = " ".join(part for part in (label.number if label else "", raw.title) if part)
        if name:
            open_clauses.append(OpenClause((0, raw.block.level), name, label.number if label else ""))
        return True
    if label is None:
        return False
    rank = _rank(raw, label, open_clauses)
    while open_clauses and open_clauses[-1].rank >= rank:
        open_clauses.pop()
    path_number = label.number if label.trusted else label.path_number
    name = " ".join(part for part in (path_number, raw.title) if part)
    if name:
        open_clauses.append(OpenClause(rank, name, path_number))
    return True


def _is_parent(number: str, label: Label) -> bool:
    return bool(number) and label.number.startswith(number + ".")


def _rank(raw: RawSegment, label: Label, open_clauses: list[OpenClause]) -> tuple[int, int]:
    if label.kind == "decimal":
        return (20, len(label.parts))
    if label.kind == "plain":
        if not label.trusted or (raw.block.level <= 1 and _is_top(label, open_clauses)):
            return (20, 1)
        return (30, max(1, raw.block.level))
    if raw.block.kind is BlockKind.ITEM and label.kind in (
        "letter",
        "paren",
        "roman",
        "upperletter",
        "upperroman",
    ):
        base = RANKS[label.kind]
        return (base, raw.block.level)
    return (RANKS[label.kind], 0)


def _is_top(label: Label, open_clauses: list[OpenClause]) -> bool:
    """Whether a plain number numbers a section, rather than an item of a list inside one."""
    inside = [clause for clause in open_clauses if clause.rank[0] in (20, 30)]
    if not inside:
        return True
    sections = [clause for clause in inside if clause.rank == (20, 1)]
    if not sections:
        return all(clause.rank[0] != 20 for clause in inside)
    known = re.match(r"\d+", sections[-1].number)
    return known is None or label.parts[0] == int(known[0]) + 1
