"""One content file as it was read: what it says, what is wrong with it, and where its values stand. Pure.

A file is read by itself, so what was read once need not be read again while the file and this code are the same.
"""

from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

from generator.content import records, schema
from generator.content.addresses import Place, place_of
from generator.content.captures_table import parse_captures
from generator.content.fields import MAX_TITLE
from generator.content.file_read import FileRead, Places, Said
from generator.content.frontmatter import FrontMatter, read_yaml, split_front_matter
from generator.content.lock_file import parse_lock
from generator.content.validate import validate
from generator.model.captures import CaptureRow
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.sources import SourceFile


@dataclass(slots=True)
class _Reading:
    """What was read so far of one file. Never leaves this module."""

    prefix: str  # of slugs: empty, or the way to the example
    parser: MarkdownIt
    says: list[Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    captures: tuple[CaptureRow, ...] = ()
    places: Places | None = None
    unreadable: bool = False


def read_file(source: SourceFile, path: str, *, prefix: str, shown: str, parser: MarkdownIt) -> FileRead:
    """A file whose address is in order. `path` is its path in its tree, `prefix` and `shown` what stands before it."""
    tree = _Reading(prefix=prefix, parser=parser)
    place = place_of(path)
    assert place is not None, path
    where = SourcePos(path=shown + path, line=source.line)
    if place.kind == "captures":
        tree.captures, problems = parse_captures(source.text, where.path)
        tree.problems += problems
    elif place.kind == "lock":
        _read_lock(tree, source, place, where)
    else:
        _read_front(tree, source, place, where.path, path)
    return FileRead(
        says=tuple(tree.says),
        captures=tree.captures,
        problems=tuple(tree.problems),
        places=tree.places,
        unreadable=tree.unreadable,
    )


def _read_lock(tree: _Reading, source: SourceFile, place: Place, where: SourcePos) -> None:
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
                hint="rename it back; or a change that moves keeps its old address under `aliases` and is locked again",
                about=lock.change,
            )
        )
        return
    tree.says.append(lock)


def _read_front(tree: _Reading, source: SourceFile, place: Place, shown: str, path: str) -> None:
    front = (
        read_yaml(source, shown)
        if place.kind in ("report", "vocabulary")
        else split_front_matter(source, shown)
    )
    before = len(tree.problems)
    tree.places = Places(path=front.path, places=front.places)
    if not _read_kind(tree, front, source, place):
        tree.unreadable = True
        if len(tree.problems) == before:
            raise AssertionError(f"{path} was left out without a problem")


def _read_kind(tree: _Reading, front: FrontMatter, source: SourceFile, place: Place) -> bool:
    """Read one file's front matter and body; False where its front matter has faults."""
    kind = place.kind if place.kind in schema.KINDS else "page"
    fields, problems = validate(front, kind)
    tree.problems += problems
    if fields is None:
        return False
    company = tree.prefix + place.company
    match kind:
        case "report":
            tree.says.append(records.report_of(fields, front))
        case "vocabulary":
            vocabulary, more = records.vocabulary_of(fields, front)
            tree.says.append(vocabulary)
            tree.problems += more
        case "company":
            tree.says.append(records.company_of(fields, front, company))
        case "document":
            tree.says.append(records.document_of(fields, front, company, place.document, ()))
        case "change":
            _read_change(tree, fields, front, source, place)
        case "topic":
            tree.says.append(records.record_of(fields, front, slug=place.slug))
        case "story":
            told, more = records.story_of(fields, front, place.slug)
            tree.says.append(told)
            tree.problems += more
        case "page":
            tree.says.append(records.record_of(fields, front, slug=place.slug))
    return True


def _read_change(tree: _Reading, fields: Any, front: FrontMatter, source: SourceFile, place: Place) -> None:
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
    tree.says.append(change)
