"""Content files into a catalog: read each by what it is, link them to one another, gather every problem.

One bad file does not stop the others: what cannot be read is left out of the catalog and named in the problems.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.content.addresses import EXAMPLE, address_problems, place_of
from generator.content.file_read import FileRead, Places, Said
from generator.content.link import Tree, link_problems
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Change, Company, Document, Page, Report, Story, Topic
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, SourcePos, sort_problems
from generator.model.sources import Fault, SourceFile
from generator.model.vocabulary import NO_VOCABULARY, Vocabulary

Read = Callable[
    [SourceFile, str, str, str], FileRead
]  # a file, its path in its tree, prefix of slugs, of paths

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
_CONFLICT = re.compile(r"^<{7}[ \t]\S", re.MULTILINE)
_NO_REPORT = Report(title="Untitled report", as_of=date(1970, 1, 1), where=SourcePos(path="report.yaml"))


@dataclass(slots=True)
class _Gathered:
    """What was read so far of one tree. Never leaves this module."""

    prefix: str  # of slugs: empty, or the way to the example
    shown: str  # of paths in problems
    read: Read
    report: Report | None = None
    vocabulary: Vocabulary | None = None
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
    fronts: dict[str, Places] = field(default_factory=dict)  # by path as shown
    unreadable: set[str] = field(default_factory=set)  # keys of files that exist and could not be read

    def take(self, said: Said) -> None:
        """Put what a file says where it belongs."""
        match said:
            case Report():
                self.report = said
            case Vocabulary():
                self.vocabulary = said
            case Company():
                self.companies.append(said)
            case Document():
                self.documents.append(said)
            case Change():
                self.changes.append(said)
            case Topic():
                self.topics.append(said)
            case Story():
                self.stories.append(said)
            case Page():
                self.pages.append(said)
            case ChangeLock():
                self.locks.append(said)


def reader() -> Read:
    """Reads files one by one, anew."""
    from generator.content.quotation_marks import markdown_parser
    from generator.content.reading import read_file

    parser = markdown_parser()

    def read(source: SourceFile, path: str, prefix: str, shown: str) -> FileRead:
        return read_file(source, path, prefix=prefix, shown=shown, parser=parser)

    return read


def build_catalog(
    sources: Sequence[SourceFile], root: str = "content", read: Read | None = None
) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog of a content tree and everything wrong with it. `root` is what problems put before a path.

    `read` reads one file (`reader` gives one): whoever calls may know what was read of it before.
    """
    prefix = f"{root}/" if root else ""
    inner = [s for s in sources if s.path.startswith(EXAMPLE) and s.path != f"{EXAMPLE}index.md"]
    inside = {s.path for s in inner}
    read = read or reader()
    main = _Gathered(prefix="", shown=prefix, read=read)
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
    example = _Gathered(prefix=EXAMPLE, shown=f"{prefix}{EXAMPLE}", read=read, report=report)
    for source in sorted(inner, key=_by_need):
        _read_file(example, source, source.path.removeprefix(EXAMPLE))
    vocabulary = main.vocabulary or NO_VOCABULARY
    catalog = _assemble(main, report, vocabulary)
    problems = [*main.problems, *example.problems, *link_problems(catalog, _linking(main, prefix))]
    if inner:
        worked = _assemble(example, report, vocabulary)
        example.unreadable |= main.unreadable & {"vocabulary"}
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


def _assemble(tree: _Gathered, report: Report, vocabulary: Vocabulary) -> Catalog:
    return Catalog(
        report=report,
        vocabulary=vocabulary,
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
    if place is None or (tree.prefix and place.kind in ("report", "vocabulary", "topic", "story", "page")):
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
    if conflict := _CONFLICT.search(source.text):
        tree.problems.append(_conflict_problem(path, where, source.text.count("\n", 0, conflict.start()) + 1))
        tree.unreadable.add(path.rsplit(".", 1)[0].removesuffix("/index"))
        return
    read = tree.read(source, path, tree.prefix, tree.shown)
    tree.problems += read.problems
    if read.places is not None:
        tree.fronts[where.path] = read.places
    if read.unreadable:
        tree.unreadable.add(path.rsplit(".", 1)[0].removesuffix("/index"))
    if place.kind == "captures":
        tree.captures[(place.company, place.document)] = read.captures
    for said in read.says:
        if isinstance(said, Document):
            said = replace(said, captures=tree.captures.get((place.company, place.document), ()))
        tree.take(said)


def _conflict_problem(path: str, where: SourcePos, line: int) -> Problem:
    return Problem(
        code="merge-conflict",
        message=f"{path} holds both sides of a merge that nobody has settled",
        where=replace(where, line=line),
        hint="keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    )


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
