"""A second reading of a note, sentence by sentence: `docs/review/COMPANY-DOCUMENT-DAY.md`.

A table says of each sentence whether it is fact, reading or context, and what it rests on. Nothing here trusts a splitter of
sentences: a paragraph is covered when taking the listed sentences out of it leaves nothing.
"""

import re
from dataclasses import dataclass

from generator.model.catalog import Change, Source
from generator.model.problems import Problem, SourcePos, sort_problems
from generator.model.words import words_1
from generator.report.prose import Block, blocks_of
from generator.report.validate import did_you_mean

KINDS = ("fact", "reading", "context", "limit")
_CELLS = re.compile(r"(?<!\\)\|")
_NOTHING = re.compile(r"[\s\W]*\Z")
_SUPPORTS = ("quotation", "bracket", "capture", "redline", "date", "history", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: a sentence, what it is, what it rests on."""

    sentence: str
    kind: str
    support: str
    where: SourcePos


def review_path(change: Change) -> str:
    """Where the review of a change lies, from the project's root."""
    return f"docs/review/{change.company.replace('/', '-')}-{change.document}-{change.slug}.md"


def review_problems(change: Change, text: str, path: str = "") -> tuple[Problem, ...]:
    """Sentences that the review leaves out or that the note has not, and facts that rest on nothing."""
    path = path or review_path(change)
    rows, problems = parse_review(text, path)
    blocks = [b for b in blocks_of(change.body) if not b.heading]
    problems += _missing(change, blocks, rows)
    note = " ".join(words_1(b.text) for b in blocks)
    for row in rows:
        if row.sentence and row.sentence not in note:
            problems.append(
                Problem(
                    code="review-stale",
                    message=f"the note does not say “{_short(row.sentence)}”",
                    where=row.where,
                    hint="the note changed after it was reviewed; read it again",
                )
            )
        problems += _support_problems(change, row)
    return sort_problems(problems)


def parse_review(text: str, path: str) -> tuple[list[Row], list[Problem]]:
    """The rows of the review's tables: `| sentence | kind | rests on |`."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip().startswith("|"):
            continue
        cells = [c.strip().replace("\\|", "|") for c in _CELLS.split(line.strip().strip("|"))]
        if cells[0].lower() == "sentence" or set("".join(cells)) <= set("-: "):
            continue
        where = SourcePos(path=path, line=number)
        if len(cells) != 3 or cells[1].lower() not in KINDS:
            problems.append(
                Problem(
                    code="bad-review-row",
                    message="a row is | sentence | kind | rests on |",
                    where=where,
                    hint=f"kind is one of {', '.join(KINDS)}; write \\| for a bar inside a sentence",
                )
            )
            continue
        rows.append(Row(sentence=words_1(cells[0]), kind=cells[1].lower(), support=cells[2], where=where))
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


def _support_problems(change: Change, row: Row) -> list[Problem]:
    entries = [entry.strip() for entry in row.support.split(";") if entry.strip(" -–—")]
    problems: list[Problem] = []
    if not entries and row.kind in ("fact", "context"):
        problems.append(
            Problem(
                code="review-unsupported",
                message=f"the {row.kind} “{_short(row.sentence)}” rests on nothing",
                where=row.where,
                hint="name a quotation, capture, redline, bracket, date, history or source",
            )
        )
    for entry in entries:
        wrong = _support_problem(change, row, entry)
        if wrong:
            problems.append(
                Problem(code="review-unsupported", message=wrong[0], where=row.where, hint=wrong[1])
            )
    return problems


def _support_problem(change: Change, row: Row, entry: str) -> tuple[str, str] | None:
    """What is wrong with one support, as message and hint."""
    what, _, name = entry.partition(" ")
    what, name = what.rstrip(":").lower(), name.strip()
    names = [q.name for q in change.quotations]
    match what:
        case "quotation" | "bracket":
            if name not in names:
                return f"no quotation is called {name!r}", did_you_mean(name, names)
        case "capture":
            known = ["before", "after", str(change.before), str(change.after)]
            if name.split(" ")[0] not in known:
                return f"{name!r} is no capture of this change", "write capture before or capture after"
        case "date":
            kinds = [d.kind for d in change.dates]
            if name not in kinds:
                return f"the change states no {name!r} date", did_you_mean(name, kinds)
        case "source":
            return _source_support(change, row, name)
        case "redline" | "history":
            return None
        case _:
            return f"{entry!r} is no support", f"begin with one of {', '.join(_SUPPORTS)}"
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
