"""What `check` says of a catalog as a whole: voice, titles, references, links, claims, locks. Pure."""

import re
from collections.abc import Callable, Iterator

from generator.content.counts import count_statement_problems
from generator.content.link import unlocked
from generator.content.nearest_word import did_you_mean
from generator.content.prose import Block, Section, blocks_of, own_blocks, own_voice
from generator.content.quotation_marks import markdown_parser, stray_marks
from generator.content.references import Text, known_addresses, link_problems_of, reference_problems
from generator.content.reports import report_problems
from generator.content.searches import search_problems
from generator.model.catalog import Catalog, Change, Company, Document, Page, Status, Story, Topic
from generator.model.problems import Problem, Severity, SourcePos, sort_problems

MOTIVE = re.compile(
    r"\b(quietly|silently|secretly|stealthily|sneak(?:y|s|ed|ing|ily)?|surreptitious(?:ly)?|covert(?:ly)?|"
    r"buried|bury(?:ing)?|hid(?:es|ing)?|slipp?ed in|tucked away|snuck|"
    r"admit(?:s|ted|ting)?|confess(?:es|ed)?|conced(?:es|ed)|backtrack(?:s|ed|ing)?|back-?pedal(?:s|led|ling)?|caved|"
    r"grab(?:s|bed)?|land-?grab|brazen(?:ly)?|shameless(?:ly)?|greedy|sinister|creepy|outrageous(?:ly)?|scandalous(?:ly)?|"
    r"deceptive(?:ly)?|deceitful(?:ly)?|trick(?:s|ed|ery)?|pretend(?:s|ed)?)\b",
    re.IGNORECASE,
)
_LOWER_MOTIVE = re.compile(
    MOTIVE.pattern
)  # several times faster where letters of either case need no folding
Blocks = Callable[[str], tuple[Block, ...]]
_FINAL = re.compile(r"[.!?:;,…。！？]\Z")


def check_catalog(catalog: Catalog, blocks: Blocks | None = None) -> tuple[Problem, ...]:
    """Everything that concerns the catalog as a whole and needs no capture. `blocks` reads a body, as `blocks_of` does."""
    addresses = known_addresses(catalog)
    unsourced = {change.where.path for change in catalog.changes if not change.sources}
    unsourced |= {story.where.path for story in catalog.stories if not story.sources}
    problems: list[Problem] = [*unlocked(catalog)]
    parser = markdown_parser()
    for change in catalog.changes:
        problems += _change_problems(catalog, change)
    problems += search_problems(catalog)
    problems += count_statement_problems(catalog)
    for story in catalog.stories:
        problems += _line_voice(story.title, "title", story.where)
        problems += _line_voice(story.summary, "summary", story.where)
    for text in _texts(catalog, blocks or reader_of_blocks()):
        if text.change is not None:
            problems += _section_problems(text.change, text)
        else:
            problems += stray_marks(text.body, text.where, text.line, parser)
        problems += _voice_problems(text)
        problems += report_problems(text, sourced=text.where.path not in unsourced)
        problems += link_problems_of(catalog, text, addresses)
        problems += reference_problems(catalog, text)
    return sort_problems(problems)


def reader_of_blocks() -> Blocks:
    """Reads bodies one by one, anew."""
    parser = markdown_parser()
    return lambda body: blocks_of(body, parser)


def _texts(catalog: Catalog, read: Blocks) -> Iterator[Text]:
    for change in catalog.changes:
        yield Text(
            body=change.body,
            where=change.where,
            line=change.body_line,
            change=change,
            blocks=read(change.body),
        )
    others: list[Company | Document | Topic | Story | Page] = [*catalog.companies, *catalog.documents]
    others += [*catalog.topics, *catalog.stories, *catalog.pages]
    for item in others:
        yield Text(body=item.body, where=item.where, line=item.body_line, blocks=read(item.body))


def _change_problems(catalog: Catalog, change: Change) -> list[Problem]:
    problems = _title_problems(catalog, change)
    problems += _line_voice(change.title, "title", change.where)
    problems += _line_voice(change.summary, "summary", change.where)
    problems += _claim_problems(catalog, change)
    problems += _witness_problems(change)
    return problems


def _title_problems(catalog: Catalog, change: Change) -> list[Problem]:
    problems: list[Problem] = []
    if _FINAL.search(change.title):
        problems.append(
            Problem(
                code="title-punctuation",
                message=f"the title ends in {change.title[-1]!r}",
                where=change.where,
                severity=Severity.WARNING,
                hint="a title has no final punctuation",
            )
        )
    company = catalog.company(change.company)
    names = {company.name, *(n.name for n in company.names), *company.aliases} if company else set()
    if names and not any(name.lower() in change.title.lower() for name in names):
        problems.append(
            Problem(
                code="title-subject",
                message=f"the title does not name {company.name if company else change.company}",
                where=change.where,
                severity=Severity.WARNING,
                hint="company as subject, past tense",
            )
        )
    return problems


def _section_problems(change: Change, text: Text) -> list[Problem]:
    known = [s.value for s in Section]
    blocks = own_blocks(text.blocks)
    problems = [
        Problem(
            code="unknown-section",
            message=f"{block.text!r} is no part of a note",
            where=text.at(block.at),
            severity=Severity.WARNING,
            hint=did_you_mean(block.text, known),
        )
        for block in blocks
        if block.heading and block.level <= 2 and block.text.strip() not in known
    ]
    if (
        change.status is Status.PUBLISHED
        and change.body.strip()
        and not any(b.level == 2 and b.text.strip() == Section.FACT for b in blocks)
    ):
        problems.append(
            Problem(
                code="no-facts-section",
                message=f"the note has no part “{Section.FACT}”",
                where=text.at(0),
                severity=Severity.WARNING,
                hint=f"write `## {Section.FACT}` and quote what stands in the captures",
            )
        )
    return problems


def _claim_problems(catalog: Catalog, change: Change) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for claim in change.claims:
        cell = (claim.right, claim.over)
        if cell in seen:
            problems.append(
                Problem(
                    code="duplicate-claim",
                    message=f"{claim.right} over {claim.over} is claimed on line {seen[cell]} already",
                    where=claim.where,
                    hint="one state a cell and change",
                )
            )
        seen.setdefault(cell, claim.where.line)
        if not claim.supersedes:
            continue
        key, _, name = claim.supersedes.partition("#")
        earlier = catalog.change(key)
        if earlier is None or not any(
            (c.quote, c.right, c.over) == (name, claim.right, claim.over) for c in earlier.claims
        ):
            problems.append(
                Problem(
                    code="unknown-reference",
                    message=f"no claim of {claim.right} over {claim.over} stands at {claim.supersedes!r}",
                    where=claim.where,
                    hint="name it as COMPANY/DOCUMENT/DAY#QUOTATION of the change that made the earlier claim",
                    about=key if earlier is None else claim.supersedes,
                )
            )
    return problems


def _witness_problems(change: Change) -> list[Problem]:
    by_operator: dict[tuple[str, str], int] = {}
    for witness in change.witnesses:
        key = (witness.archive, witness.sha256)
        by_operator[key] = by_operator.get(key, 0) + 1
    return [
        Problem(
            code="duplicate-witness",
            message=f"{archive} is named twice as witness with the same capture",
            where=change.where,
            severity=Severity.WARNING,
            hint="one capture is one witness",
        )
        for (archive, _), count in by_operator.items()
        if count > 1
    ]


def _motives(voice: str) -> Iterator[re.Match[str]]:
    """Words about motive or secrecy. Most lines have none, and a line of ASCII letters tells that at once in lower case."""
    if voice.isascii() and _LOWER_MOTIVE.search(voice.lower()) is None:
        return iter(())
    return MOTIVE.finditer(voice)


def _line_voice(line: str, what: str, where: SourcePos) -> list[Problem]:
    return [_motive(found[0], f"the {what}", where) for found in _motives(own_voice(line))]


def _voice_problems(text: Text) -> list[Problem]:
    """Words about motive or secrecy that stand in our own voice."""
    return [
        _motive(found[0], "our own voice", text.at(line.at, found.start() + 1))
        for block in own_blocks(text.blocks)
        for line in block.lines
        for found in _motives(own_voice(line.text))
    ]


def _motive(word: str, where_said: str, where: SourcePos) -> Problem:
    return Problem(
        code="motive",
        message=f"{word!r} in {where_said} is a word about motive or secrecy",
        where=where,
        severity=Severity.WARNING,
        hint="say what the captures show; what somebody else said stands in quote marks with its source",
    )
