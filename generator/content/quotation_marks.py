"""Lift quotations out of a note: block quotes whose first line is ``[!after licence 2/4] 10.4``."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from generator.content.near_marks import looks_like_mark, plain_line
from generator.model.captures import Side
from generator.model.catalog import QuoteMark
from generator.model.problems import Problem, SourcePos

_MARK = re.compile(r"\[!(before|after)[ \t]+([a-z0-9]+(?:-[a-z0-9]+)*)(?:[ \t]+(\d+)/(\d+))?\][ \t]*(.*)\Z")
_ANY_MARK = re.compile(r"\[!")
_QUOTE_PREFIX = re.compile(r"\A[ ]{0,3}>[ ]?")
MAX_QUOTATIONS = 500  # of one note; each has pages of its own
_HINT = "write > [!after name] 10.4, with 2/4 after the name where the words stand more than once"
_NEAR_HINT = f"{_HINT}; an ordinary quotation begins otherwise"


def markdown_parser() -> MarkdownIt:
    """The reading of notes: CommonMark with tables and footnotes, raw HTML as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)


def parse_marks(
    body: str, path: str, body_line: int, parser: MarkdownIt | None = None
) -> tuple[tuple[QuoteMark, ...], tuple[Problem, ...]]:
    """The quotations of a note in order, pairs named, and what is wrong with the way they are written.

    Only blocks are read, not what stands in their lines. `parser` is that of `markdown_parser`, for many notes.
    """
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    marks: list[QuoteMark] = []
    problems: list[Problem] = []
    if ">" in body or "[!" in body:
        parser = parser or markdown_parser()
        tokens: list[Token] = []
        parser.block.parse(body, parser, {}, tokens)
        for first, last in _blockquotes(tokens):
            if len(marks) == MAX_QUOTATIONS:
                problems.append(_too_many(SourcePos(path=path, line=body_line + first)))
                break
            taken = _take(lines[first:last], SourcePos(path=path, line=body_line + first), problems)
            if taken is not None:
                end = min(starts[last] - 1, len(body))
                marks.append(replace(taken, offset=starts[first], end=end))
        problems += _outside(tokens, path, body_line)
    return _pair(_unique(marks, problems), body), tuple(problems)


def _too_many(where: SourcePos) -> Problem:
    return Problem(
        code="too-many-quotations",
        message=f"a note has at most {MAX_QUOTATIONS} quotations; this one and those below it were not read",
        where=where,
        hint="quote what the note is about, or write a second note",
    )


def stray_marks(body: str, where: SourcePos, body_line: int, parser: MarkdownIt) -> list[Problem]:
    """Marks of quotations in a body that is no note of a change: nothing there would be checked."""
    if ">" not in body and "[!" not in body:
        return []
    tokens: list[Token] = []
    parser.block.parse(body, parser, {}, tokens)
    lines = body.split("\n")
    found = _outside(tokens, where.path, body_line)
    for first, last in _blockquotes(tokens):
        for at in range(first, last):
            more = any(line.strip(" >") for line in lines[at + 1 : last])
            near = at == first and looks_like_mark(lines[at], more=more)
            if near or _MARK.match(plain_line(lines[at])):
                found.append(
                    Problem(
                        code="bad-quotation-mark",
                        message="a quotation stands outside the note of a change, where nothing checks it",
                        where=SourcePos(path=where.path, line=body_line + at),
                        hint="quote it in the note of its change, and write {{quote COMPANY/DOCUMENT/DAY#NAME}} here",
                    )
                )
    return found


def _blockquotes(tokens: list[Token]) -> list[tuple[int, int]]:
    """First and past-the-last line of each outermost block quote."""
    found: list[tuple[int, int]] = []
    for token in tokens:
        if token.type == "blockquote_open" and token.map:
            first, last = token.map
            if not found or first >= found[-1][1]:
                found.append((first, last))
    return found


def _outside(tokens: list[Token], path: str, body_line: int) -> list[Problem]:
    """Marks that stand in no block quote: the `>` before them is missing."""
    depth = 0
    found: list[Problem] = []
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth or token.type != "inline" or token.map is None:
            continue
        for number, line in enumerate(token.content.split("\n")):
            if _MARK.match(plain_line(line)):
                where = SourcePos(path=path, line=body_line + token.map[0] + number)
                message = f"{line.strip()[:60]!r} stands in no block quote"
                found.append(
                    Problem(
                        code="bad-quotation-mark",
                        message=message,
                        where=where,
                        hint="begin this line and those of the words with >",
                    )
                )
    return found


def _take(lines: list[str], where: SourcePos, problems: list[Problem]) -> QuoteMark | None:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    inner = [_QUOTE_PREFIX.sub("", line, count=1).rstrip() for line in lines]
    at = next((n for n, line in enumerate(inner) if line.strip()), 0)
    column = len(lines[at]) - len(lines[at].lstrip(" >")) + 1
    where = replace(where, line=where.line + at, column=column)
    first = inner[at].strip()

    def wrong(message: str, hint: str, line: int = 0) -> None:
        place = replace(where, line=where.line + line)
        problems.append(Problem(code="bad-quotation-mark", message=message, where=place, hint=hint))

    if not _ANY_MARK.match(first):
        rest = inner[at + 1 :]
        if looks_like_mark(first, more=any(line.strip() for line in rest)):
            wrong(f"{first[:60]!r} is no mark of a quotation, so its words would not be checked", _NEAR_HINT)
        elif (late := next((n for n, line in enumerate(rest, 1) if _MARK.match(plain_line(line))), 0)) > 0:
            wrong(
                "the mark of a quotation stands inside a block quote", "begin the block quote with it", late
            )
        return None

    found = _MARK.match(first)
    if not found:
        wrong(f"cannot read {first[:60]!r}", _HINT)
        return None
    nth, of = int(found[3] or 0), int(found[4] or 0)
    if (found[3] or found[4]) and not 1 <= nth <= of:
        wrong(f"{nth}/{of} is not a place among that many", "the second of four is 2/4")
        return None
    rest = inner[at + 1 :]
    again = next((n for n, line in enumerate(rest) if _ANY_MARK.match(line.strip())), None)
    if again is not None:
        wrong("two quotations in one block quote", "leave a blank line between them", again + 1)
        return None
    words = "\n".join(rest).strip("\n")
    if not words.replace("[…]", "").strip():
        wrong("a quotation without words", "the words stand on the lines after the mark")
        return None
    return QuoteMark(
        side=Side(found[1]),
        name=found[2],
        words=words,
        nth=nth,
        of=of,
        clause=found[5].strip(),
        where=where,
    )


def _unique(marks: list[QuoteMark], problems: list[Problem]) -> list[QuoteMark]:
    kept: dict[str, QuoteMark] = {}
    for mark in marks:
        if mark.name in kept:
            problems.append(
                Problem(
                    code="duplicate-quotation",
                    message=f"a quotation is called {mark.name!r} on line {kept[mark.name].where.line} already",
                    where=mark.where,
                    hint="a name is an anchor; give each quotation its own",
                )
            )
        else:
            kept[mark.name] = mark
    return list(kept.values())


def _pair(marks: list[QuoteMark], body: str) -> tuple[QuoteMark, ...]:
    """Name the partner of each before that an after follows directly."""
    paired = list(marks)
    at = 0
    while at + 1 < len(paired):
        one, two = paired[at], paired[at + 1]
        adjacent = not body[one.end : two.offset].strip()
        if adjacent and one.side is Side.BEFORE and two.side is Side.AFTER:
            paired[at], paired[at + 1] = replace(one, pair=two.name), replace(two, pair=one.name)
            at += 1
        at += 1
    return tuple(paired)
