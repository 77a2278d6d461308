"""Content files into a catalog: read each by what it is, link them to one another, gather every problem.

One bad file does not stop the others: what cannot be read is left out of the catalog and named in the problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markdown_it import MarkdownIt

from generator.content import records, schema
from generator.content.addresses import EXAMPLE, Place, address_problems, place_of
from generator.content.captures_table import parse_captures
from generator.content.fields import MAX_TITLE
from generator.content.frontmatter import FrontMatter, read_yaml, split_front_matter
from generator.content.link import Tree, link_problems
from generator.content.lock_file import parse_lock
from generator.content.quotation_marks import markdown_parser
from generator.content.validate import validate
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Change, Company, Document, Page, Report, Story, Topic
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, Severity, SourcePos, sort_problems
from generator.model.sources import Fault, SourceFile

_FAULTS = {
    Fault.SYMLINK: ("symlink", "is a link to another file", "commit the file itself; links are not followed"),
    Fault.NOT_UTF_8: (
        "not-utf-8",
        "is not UTF-8 text",
        "save it as UTF-8; this is the line of the first wrong byte",
    ),
    Fault.TOO_LARGE: ("file-too-large", "is too large for content", "evidence belongs in the store"),
    Fault.SPECIAL: ("symlink", "is not an ordinary file", "commit plain files only"),
}
_NO_REPORT = Report(title="Untitled report", as_of=date(1970, 1, 1), where=SourcePos(path="report.yaml"))


@dataclass(slots=True)
class _Gathered:
    """What was read so far of one tree. Never leaves this module."""

    prefix: str  # of slugs: empty, or the way to the example
    shown: str  # of paths in problems
    parser: MarkdownIt
    report: Report | None = None
    companies: list[Company] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    locks: list[ChangeLock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    captures: dict[tuple[str, str], tuple[CaptureRow, ...]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # address in lower case -> path
    fronts: dict[str, FrontMatter] = field(default_factory=dict)  # by path as shown
    unreadable: set[str] = field(default_factory=set)  # keys of files that exist and could not be read


def build_catalog(
    sources: Sequence[SourceFile], root: str = "content"
) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog of a content tree and everything wrong with it. `root` is what problems put before a path."""
    prefix = f"{root}/" if root else ""
    inner = [s for s in sources if s.path.startswith(EXAMPLE) and s.path != f"{EXAMPLE}index.md"]
    inside = {s.path for s in inner}
    parser = markdown_parser()
    main = _Gathered(prefix="", shown=prefix, parser=parser)
    for source in sorted((s for s in sources if s.path not in inside), key=_by_need):
        _read_file(main, source, source.path)
    if main.report is None and not any(p.where.path == f"{prefix}report.yaml" for p in main.problems):
        main.problems.append(
            Problem(
                code="no-report",
                message="report.yaml is missing",
                where=SourcePos(path=f"{prefix}report.yaml"),
                hint="it says title, people and the day as of which the report speaks; see docs/content-guide.md",
            )
        )
    report = main.report or _NO_REPORT
    example = _Gathered(prefix=EXAMPLE, shown=f"{prefix}{EXAMPLE}", parser=parser, report=report)
    for source in sorted(inner, key=_by_need):
        _read_file(example, source, source.path.removeprefix(EXAMPLE))
    catalog = _assemble(main, report)
    problems = [*main.problems, *example.problems, *link_problems(catalog, _linking(main, prefix))]
    if inner:
        worked = _assemble(example, report)
        problems += link_problems(worked, _linking(example, prefix, catalog.topics))
        catalog = replace(catalog, example=worked)
    return catalog, sort_problems(problems)


def _linking(tree: _Gathered, root: str, topics: tuple[Topic, ...] | None = None) -> Tree:
    return Tree(
        root=root,
        prefix=tree.prefix,
        fronts=tree.fronts,
        unreadable=frozenset(tree.unreadable),
        topics=topics,
    )


def _by_need(source: SourceFile) -> tuple[bool, bool, str]:
    """Captures first, since documents carry them; of two paths that differ in case the lower-case one first; then by path."""
    return (not source.path.endswith("/captures.tsv"), source.path != source.path.lower(), source.path)


def _assemble(tree: _Gathered, report: Report) -> Catalog:
    return Catalog(
        report=report,
        companies=tuple(sorted(tree.companies, key=lambda c: c.slug)),
        documents=tuple(sorted(tree.documents, key=lambda d: d.key)),
        changes=tuple(sorted(tree.changes, key=lambda c: (c.company, c.document, c.slug))),
        topics=tuple(sorted(tree.topics, key=lambda t: t.slug)),
        stories=tuple(sorted(tree.stories, key=lambda s: s.slug)),
        pages=tuple(sorted(tree.pages, key=lambda p: p.slug)),
        locks=tuple(sorted(tree.locks, key=lambda k: k.change)),
    )


def _read_file(tree: _Gathered, source: SourceFile, path: str) -> None:
    where = SourcePos(path=tree.shown + path, line=source.line)
    if source.fault:
        code, message, hint = _FAULTS[source.fault]
        tree.problems.append(Problem(code=code, message=f"{path} {message}", where=where, hint=hint))
        tree.unreadable.add(path.rsplit(".", 1)[0].removesuffix("/index"))
        return
    place = place_of(path)
    if place is None or (tree.prefix and place.kind in ("report", "topic", "story", "page")):
        tree.problems.append(
            Problem(
                code="stray-file",
                message=f"{path} is no content file",
                where=where,
                hint='docs/content-guide.md, "Where files go", lists what may stand here',
            )
        )
        return
    wrong = [*address_problems(place, where), *_taken(tree, path, where)]
    tree.problems += wrong
    if wrong:
        tree.unreadable.add(path.rsplit(".", 1)[0].removesuffix("/index"))
        return
    if place.kind == "captures":
        rows, problems = parse_captures(source.text, where.path)
        tree.captures[(place.company, place.document)] = rows
        tree.problems += problems
    elif place.kind == "lock":
        _read_lock(tree, source, place, where)
    else:
        _read_front(tree, source, place, where.path, path)


def _taken(tree: _Gathered, path: str, where: SourcePos) -> list[Problem]:
    """Whether another file has this address already (letters of either case are one address)."""
    suffix = path.rpartition(".")[2]
    address = f"{path.rsplit('.', 1)[0].removesuffix('/index')}.{'' if suffix == 'md' else suffix}".lower()
    other = tree.seen.setdefault(address, path)
    if other == path:
        return []
    return [
        Problem(
            code="duplicate-address",
            message=f"{path} has the address of {other}",
            where=where,
            hint="many hosts take letters of either case for the same; rename one of the two",
        )
    ]


def _read_lock(tree: _Gathered, source: SourceFile, place: Place, where: SourcePos) -> None:
    lock, problems = parse_lock(source.text, where.path)
    tree.problems += problems
    key = f"{tree.prefix}{place.company}/{place.document}/{place.slug}"
    if lock is None:
        return
    if lock.change != key:
        tree.problems.append(
            Problem(
                code="bad-lock",
                message=f"this lock is of {lock.change}, its name says {key}",
                where=where,
                hint="a change that moves keeps its old address under `aliases` and is locked again",
            )
        )
        return
    tree.locks.append(lock)


def _read_front(tree: _Gathered, source: SourceFile, place: Place, shown: str, path: str) -> None:
    front = read_yaml(source, shown) if place.kind == "report" else split_front_matter(source, shown)
    before = len(tree.problems)
    tree.fronts[shown] = front
    if not _read_kind(tree, front, source, place):
        tree.unreadable.add(path.rsplit(".", 1)[0].removesuffix("/index"))
        if len(tree.problems) == before:
            raise AssertionError(f"{path} was left out without a problem")


def _read_kind(tree: _Gathered, front: FrontMatter, source: SourceFile, place: Place) -> bool:
    """Read one file into the catalog; False where its front matter has faults."""
    kind = place.kind if place.kind in schema.KINDS else "page"
    fields, problems = validate(front, kind)
    tree.problems += problems
    if fields is None:
        return False
    company = tree.prefix + place.company
    match kind:
        case "report":
            tree.report = records.report_of(fields, front)
        case "company":
            tree.companies.append(records.company_of(fields, front, company))
        case "document":
            rows = tree.captures.get((place.company, place.document), ())
            tree.documents.append(records.document_of(fields, front, company, place.document, rows))
        case "change":
            _read_change(tree, fields, front, source, place)
        case "topic":
            tree.topics.append(records.record_of(fields, front, slug=place.slug))
        case "story":
            told, more = records.story_of(fields, front, place.slug)
            tree.stories.append(told)
            tree.problems += more
        case "page":
            tree.pages.append(records.record_of(fields, front, slug=place.slug))
    return True


def _read_change(tree: _Gathered, fields: Any, front: FrontMatter, source: SourceFile, place: Place) -> None:
    if len(fields.title) > MAX_TITLE:
        tree.problems.append(
            Problem(
                code="title-too-long",
                message=f"the title has {len(fields.title)} characters, {MAX_TITLE} fit",
                where=front.place(("title",)),
                severity=Severity.ERROR,
                hint="company as subject, past tense; the rest belongs in the summary",
            )
        )
    change, more = records.change_of(
        fields,
        front,
        source,
        company=tree.prefix + place.company,
        document=place.document,
        slug=place.slug,
        parser=tree.parser,
    )
    tree.problems += more
    tree.changes.append(change)
