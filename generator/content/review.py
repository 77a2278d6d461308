"""A second reading of a note, sentence by sentence: `second-readings/COMPANY-DOCUMENT-DAY.md`.

A table says of each sentence whether it is fact, reading or context, and what it rests on. Nothing here trusts a splitter of
sentences: a paragraph is covered when taking the listed sentences out of it leaves nothing.
"""

import re
from dataclasses import dataclass

from generator.content.nearest_word import did_you_mean
from generator.content.prose import Block, Section, blocks_of, own_blocks
from generator.model.catalog import Change, Source
from generator.model.evidence import Sides
from generator.model.problems import Problem, SourcePos, sort_problems
from generator.model.words import words_1

KINDS = ("fact", "reading", "context", "limit")
COLUMNS = ("kind", "sentence", "rests on")
FACT_SUPPORTS = (
    "quotation",
    "search",
    "comparison",
    "redline",
    "bracket",
    "record",
    "history",
    "capture",
    "date",
)
SUPPORTS = (*FACT_SUPPORTS, "project", "source", "our reading of", "reported")
_CELLS = re.compile(r"(?<!\\)\|")
_NOTHING = re.compile(r"[\s\W]*\Z")
_SEARCH = re.compile(r"“([^”]*)” (\d+) before, (\d+) after")
_ENTRY = re.compile(rf";\s*(?=(?:{'|'.join(SUPPORTS)})\b)")
_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"'})
_STATED = re.compile(r"(?:the )?(effective|revised|announced) date\Z")
_SECTION_KINDS = {
    "": "fact",
    Section.FACT: "fact",
    Section.READING: "reading",
    Section.CONTEXT: "context",
    Section.LIMITS: "limit",
}


def kind_of_section(section: str) -> str:
    """The kind of the sentences in a part of a note."""
    return str(_SECTION_KINDS.get(section, "fact"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: a sentence, what it is, what it rests on."""

    sentence: str
    kind: str
    support: str
    where: SourcePos


def review_path(change: Change) -> str:
    """Where the review of a change lies, from the project's root."""
    return f"second-readings/{change.company.replace('/', '-')}-{change.document}-{change.slug}.md"


def review_problems(
    change: Change, text: str, path: str = "", sides: Sides | None = None
) -> tuple[Problem, ...]:
    """Sentences that the review leaves out or that the note has not, and facts that rest on nothing.

    Lines of `means` may be listed too, as readings. With the texts at hand (`sides`) the counts of `search:` are counted again.
    """
    path = path or review_path(change)
    rows, problems = parse_review(text, path)
    blocks = [b for b in own_blocks(blocks_of(change.body)) if not b.heading]
    problems += _missing(change, blocks, rows)
    told = [(words_1(b.text), _SECTION_KINDS.get(b.section, "fact")) for b in blocks]
    told += [(words_1(meaning.says), "reading") for meaning in change.means]
    for row in rows:
        kinds = {kind for words, kind in told if row.sentence in words}
        if not kinds:
            problems.append(
                Problem(
                    code="review-stale",
                    message=f"the note does not say “{_short(row.sentence)}”",
                    where=row.where,
                    hint="the note changed after it was reviewed; read it again",
                )
            )
        elif row.kind not in kinds:
            problems.append(
                Problem(
                    code="review-kind",
                    message=f"“{_short(row.sentence)}” is listed as {row.kind} and stands among {' and '.join(sorted(kinds))}",
                    where=row.where,
                    hint="move the sentence in the note, or say what it is",
                )
            )
        problems += _support_problems(change, row, sides)
    return sort_problems(problems)


def parse_review(text: str, path: str) -> tuple[list[Row], list[Problem]]:
    """The rows of the review's table; its header names the columns `kind`, `sentence`, `rests on`, in any order."""
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip().startswith("|"):
            continue
        cells = [c.strip().replace("\\|", "|") for c in _CELLS.split(line.strip())[1:-1]]
        if set("".join(cells)) <= set("-: "):
            continue
        lowered = [c.lower() for c in cells]
        if all(name in lowered for name in COLUMNS):
            columns = {name: lowered.index(name) for name in COLUMNS}
            continue
        where = SourcePos(path=path, line=number)
        if not columns or len(cells) <= max(columns.values()) or lowered[columns["kind"]] not in KINDS:
            problems.append(
                Problem(
                    code="bad-review-row",
                    message="cannot read this row",
                    where=where,
                    hint=f"columns: {', '.join(COLUMNS)}; a kind is one of {', '.join(KINDS)}; write \\| for a bar",
                )
            )
            continue
        rows.append(
            Row(
                sentence=words_1(cells[columns["sentence"]]),
                kind=lowered[columns["kind"]],
                support=cells[columns["rests on"]],
                where=where,
            )
        )
    if not rows and not problems:
        problems.append(
            Problem(
                code="bad-review-row",
                message="the file lists no sentence",
                where=SourcePos(path=path),
                hint=f"a table with the columns {', '.join(COLUMNS)}",
            )
        )
    return rows, problems


def _missing(change: Change, blocks: list[Block], rows: list[Row]) -> list[Problem]:
    sentences = sorted({r.sentence for r in rows if r.sentence}, key=lambda s: (-len(s), s))
    problems: list[Problem] = []
    for block in blocks:
        rest = words_1(block.text)
        for sentence in sentences:
            rest = rest.replace(sentence, " \n ")
        for piece in rest.split("\n"):
            if _NOTHING.match(piece):
                continue
            where = SourcePos(path=change.where.path, line=change.body_line + block.at)
            problems.append(
                Problem(
                    code="review-missing",
                    message=f"the review does not list “{_short(piece.strip())}”",
                    where=where,
                    hint=f"add it to {review_path(change)} as fact, reading or context",
                )
            )
    return problems


def _support_problems(change: Change, row: Row, sides: Sides | None) -> list[Problem]:
    """What is wrong with what a sentence rests on. Readings and limits may rest on anything that can be read."""
    support = row.support.strip(" -–—")
    if row.kind == "limit":
        return []
    found: list[tuple[str, str]] = []
    if not support:
        found.append(
            (f"the {row.kind} “{_short(row.sentence)}” rests on nothing", f"begin with {', '.join(SUPPORTS)}")
        )
    entries = _ENTRY.split(support) if support else []
    found += [wrong for e in entries if (wrong := _support_problem(change, row, e, sides))]
    return [
        Problem(code="review-unsupported", message=message, where=row.where, hint=hint)
        for message, hint in found
    ]


def _support_problem(change: Change, row: Row, entry: str, sides: Sides | None) -> tuple[str, str] | None:
    """What is wrong with one support, as message and hint."""
    what = next((w for w in SUPPORTS if entry.lower().startswith(w)), "")
    rest = entry[len(what) :].lstrip(": ").strip()
    if not what:
        return f"{entry!r} is no support", f"begin with one of {', '.join(SUPPORTS)}"
    if row.kind == "fact" and what in ("our reading of", "reported"):
        return f"a fact rests on {what!r}", "it is a reading or context, or it needs another support"
    match what:
        case "quotation" | "bracket" | "our reading of":
            return _names_problem(change, rest)
        case "date" if not change.dates:
            return "the change states no date", "list it under `dates` with its words"
        case "search":
            return _search_problem(rest, sides)
        case "source":
            return _source_support(change, row, rest)
    return None if rest or what == "redline" else (f"{what!r} says nothing more", "say what was looked at")


def _names_problem(change: Change, rest: str) -> tuple[str, str] | None:
    names = [q.name for q in change.quotations]
    for name in (n.strip() for n in rest.split(",")):
        stated = _STATED.match(name)
        if stated:
            if wrong := _stated_problem(change, stated[1]):
                return wrong
        elif name not in names:
            return f"no quotation is called {name!r}", did_you_mean(name, names) or "the note has none"
    return None


def _stated_problem(change: Change, name: str) -> tuple[str, str] | None:
    kinds = [d.kind for d in change.dates]
    return None if name in kinds else (f"the change states no {name!r} date", did_you_mean(name, kinds))


def _search_problem(rest: str, sides: Sides | None) -> tuple[str, str] | None:
    """Counts are of the folded words of the captures, case as written, quote marks of any shape alike."""
    counts = list(_SEARCH.finditer(rest))
    if not counts:
        return f"{rest!r} names no counts", "write “words” 0 before, 1 after"
    if sides is None or sides.before.folded is None or sides.after.folded is None:
        return None
    for found in counts:
        wanted = found[1].translate(_SHAPES)
        held = tuple(
            side.folded.text.translate(_SHAPES).count(wanted)
            for side in (sides.before, sides.after)
            if side.folded
        )
        if held != (int(found[2]), int(found[3])):
            return f"“{found[1]}” was counted {found[2]} before, {found[3]} after", (
                f"the captures have it {held[0]} times before, {held[1]} after"
            )
    return None


def _source_support(change: Change, row: Row, name: str) -> tuple[str, str] | None:
    sources: list[Source] = [
        *change.sources,
        *(d.source for d in change.dates if d.source),
        *(n.source for n in change.notice if n.source),
        *(r.source for r in change.responses if r.source),
    ]
    named = [s for s in sources if name in (s.key, s.url)]
    if not named:
        return f"no source is called {name!r}", did_you_mean(name, [s.key or s.url for s in sources])
    if row.kind == "fact" and all(s.read is None for s in named):
        return f"a fact rests on {name!r}, which we did not open", "make it context, or read the source first"
    return None


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:60]} … {text[-25:]}"
