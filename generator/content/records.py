"""From checked fields to the records of the model, and what only the records of one file together can have wrong."""

from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from generator.content import schema
from generator.content.claim_words import unknown_word
from generator.content.frontmatter import FrontMatter, Path
from generator.content.nearest_word import did_you_mean
from generator.content.quotation_marks import parse_marks
from generator.content.scaffold import scaffold_problems
from generator.content.stated_dates import days_in
from generator.model.captures import CaptureRow
from generator.model.catalog import Change, Company, Document, Name, Report, Source, StatedDate, Status, Story
from generator.model.problems import Problem, SourcePos
from generator.model.sources import SourceFile
from generator.model.vocabulary import Vocabulary

MEANINGS = 3  # lines that say what a change means


def record_of(
    fields: schema.Fields,
    front: FrontMatter,
    path: Path = (),
    named: "_Sources | None" = None,
    **given: Any,
) -> Any:
    """The record that fields make: each by its own name, records inside it too.

    `given` holds what the front matter does not say, or says otherwise. Place and body are taken from the file where the
    record has them. A field `source` names or holds a source: `named` resolves it.
    """
    known = {field.name for field in dataclass_fields(fields.record)}
    at_hand = {"where": front.place(path), "body": front.body, "body_line": front.body_line}
    values = {name: value for name, value in at_hand.items() if name in known}
    for name, field in type(fields).model_fields.items():
        if name not in known or name in given:
            continue
        value, at = getattr(fields, name), (*path, field.alias or name)
        if name == "source" and named is not None:
            values[name] = named.get(value, at)
        else:
            values[name] = _value_of(value, front, at, named)
    return fields.record(**values | given)


def _value_of(value: Any, front: FrontMatter, path: Path, named: "_Sources | None") -> Any:
    if isinstance(value, schema.Fields):
        return record_of(value, front, path, named)
    if isinstance(value, list | tuple):
        return tuple(_value_of(each, front, (*path, n), named) for n, each in enumerate(value))
    return value


def report_of(fields: Any, front: FrontMatter) -> Report:
    """`report.yaml`."""
    people = tuple(record_of(person, front, key=key) for key, person in sorted(fields.people.items()))
    said = {"contact": fields.contact, "repository": fields.repository.rstrip("/")}
    declined = tuple(key for key, value in said.items() if value == "none")
    contact, repository = ("" if value == "none" else value for value in said.values())
    report: Report = record_of(fields, front, people=people)
    return replace(report, declined=declined, contact=contact, repository=repository)


def vocabulary_of(fields: Any, front: FrontMatter) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """`vocabulary.yaml`, its lists in the order in which the file has them."""
    lists: dict[str, Any] = {
        name: tuple(
            record_of(each, front, (name, key), key=key) for key, each in getattr(fields, name).items()
        )
        for name in ("rights", "data", "states")
    }
    vocabulary: Vocabulary = record_of(fields, front, (), None, **lists)
    return vocabulary, tuple(_home_problems(vocabulary, front))


def _home_problems(vocabulary: Vocabulary, front: FrontMatter) -> Iterator[Problem]:
    """Words of `home` that the file itself does not list."""
    if vocabulary.home is None:
        return
    named: list[tuple[str, str, Path, tuple[str, ...]]] = [
        ("right", vocabulary.home.right, ("home", "right"), tuple(each.key for each in vocabulary.rights)),
        *(
            ("data", name, ("home", "data", n), tuple(each.key for each in vocabulary.data))
            for n, name in enumerate(vocabulary.home.data)
        ),
    ]
    for what, name, path, known in named:
        if name not in known:
            yield unknown_word(what, name, known, front.place(path))


def company_of(fields: Any, front: FrontMatter, slug: str) -> Company:
    """`COMPANY/index.md`. A company without `names` always had the one it has."""
    names = tuple(Name(name=n) if isinstance(n, str) else record_of(n, front) for n in fields.names)
    company: Company = record_of(fields, front, slug=slug, names=names or (Name(name=fields.name),))
    return company


def document_of(
    fields: Any, front: FrontMatter, company: str, slug: str, captures: tuple[CaptureRow, ...]
) -> Document:
    """`COMPANY/DOCUMENT/index.md` with its captures."""
    document: Document = record_of(fields, front, company=company, slug=slug, captures=captures)
    return document


def story_of(fields: Any, front: FrontMatter, slug: str) -> tuple[Story, tuple[Problem, ...]]:
    """`stories/STORY.md`."""
    sources = _Sources(fields.sources, front)
    story = record_of(fields, front, named=sources, slug=slug, sources=sources.all())
    return story, tuple(sources.problems)


def change_of(
    fields: Any,
    front: FrontMatter,
    source: SourceFile,
    *,
    company: str,
    document: str,
    slug: str,
    parser: MarkdownIt | None = None,
) -> tuple[Change, tuple[Problem, ...]]:
    """`COMPANY/DOCUMENT/DAY.md`, its quotations lifted from the note."""
    marks, problems = parse_marks(front.body, front.path, front.body_line, parser)
    found = list(problems)
    if fields.status != Status.DRAFT:
        found += scaffold_problems(front, fields.title, fields.summary, document)
    quotations = tuple(
        replace(
            m,
            translation=fields.translations.get(m.name, ""),
            elision_reviewed=m.name in fields.elisions_reviewed,
        )
        for m in marks
    )
    sources = _Sources(fields.sources, front)
    change: Change = record_of(
        fields,
        front,
        named=sources,
        company=company,
        document=document,
        slug=slug,
        sources=sources.all(),
        quotations=quotations,
        source_digest=source.digest,
    )
    dates = tuple(replace(d, where=front.place(("dates", n, "words"))) for n, d in enumerate(change.dates))
    change = replace(change, dates=dates)
    written: list[tuple[Path, str]] = [
        *((("translations", name), name) for name in fields.translations),
        *((("elisions-reviewed", n), name) for n, name in enumerate(fields.elisions_reviewed)),
    ]
    found += _unknown_quotations(written, front, change)
    for n, stated in enumerate(fields.dates):
        found += _date_problems(stated, change.dates[n], front.place(("dates", n, "date")))
    claimed: list[tuple[Path, str]] = [(("claims", n, "quote"), c.quote) for n, c in enumerate(change.claims)]
    claimed += [(("claims", n, "also"), name) for n, c in enumerate(change.claims) for name in c.also]
    found += _unknown_quotations(claimed, front, change)
    found += _meaning_problems(front, change)
    found += [
        Problem(
            code="bad-notice",
            message="say either how users were told (`how`) or where one looked and found nothing (`looked`)",
            where=front.place(("notice", n)),
        )
        for n, notice in enumerate(change.notice)
        if bool(notice.how) == bool(notice.looked)
    ]
    heard: list[tuple[Path, str]] = [
        (("witnesses", n, "quote"), w.quote) for n, w in enumerate(change.witnesses)
    ]
    heard += [(("card",), change.card)]
    found += _unknown_quotations([(path, name) for path, name in heard if name], front, change)
    return change, (*found, *sources.problems)


def _meaning_problems(front: FrontMatter, change: Change) -> list[Problem]:
    """Each line of what a change means rests on quotations of the note; there are few of them."""
    rests: list[tuple[Path, str]] = []
    for n, meaning in enumerate(change.means):
        rests += [(("means", n, "quotes", m), name) for m, name in enumerate(meaning.quotes)]
        rests += [(("means", n, "refuse"), meaning.refuse)] if meaning.refuse else []
    found = _unknown_quotations(rests, front, change)
    if len(change.means) > MEANINGS:
        found.append(
            Problem(
                code="too-many-meanings",
                message=f"`means` has {len(change.means)} lines; a page has room for {MEANINGS}",
                where=front.place(("means", MEANINGS)),
                hint="keep what the text allowed, whether it still does, and how to refuse",
            )
        )
    return found


def _unknown_quotations(written: list[tuple[Path, str]], front: FrontMatter, change: Change) -> list[Problem]:
    """Names of quotations that the note does not have."""
    names = [mark.name for mark in change.quotations]
    return [
        Problem(
            code="unknown-quotation",
            message=f"no quotation of this change is called {name!r}",
            where=front.place(path),
            hint=did_you_mean(name, names) or "the note has no quotations yet",
        )
        for path, name in written
        if name not in names
    ]


def _date_problems(written: Any, entry: StatedDate, day_place: SourcePos) -> list[Problem]:
    """A stated date quotes the words that name it; an announced one has a day and a source. `written` is as the file has it."""
    found: list[Problem] = []
    stated = entry.kind != "announced"
    if stated and not entry.words:
        hint = "give `words` exactly as they stand in the capture"
        message = f"the {entry.kind} date does not quote the words that state it"
        found.append(Problem(code="date-without-words", message=message, where=entry.where, hint=hint))
    named = days_in(entry.words) if entry.words else ()
    if entry.on is not None and named and entry.on not in named:
        message = f"the words of the {entry.kind} date name {named[0]}, `date` says {entry.on}"
        hint = "one of the two is wrong; the words are what the capture says"
        found.append(Problem(code="date-disagrees", message=message, where=day_place, hint=hint))
    if not stated and (written.source is None or entry.on is None):
        hint = "give `date` and a `source`; what no source at hand says is left out"
        message = "an announced date needs a day and a source"
        found.append(Problem(code="date-without-source", message=message, where=entry.where, hint=hint))
    return found


class _Sources:
    """The sources of a file by key; unknown keys become problems."""

    def __init__(self, given: Any, front: FrontMatter) -> None:
        whole = given.items() if isinstance(given, dict) else ((str(n), each) for n, each in enumerate(given))
        self.named: dict[str, Source] = {
            key: record_of(fields, front, key=key if isinstance(given, dict) else "") for key, fields in whole
        }
        self.front = front
        self.problems: list[Problem] = []

    def all(self) -> tuple[Source, ...]:
        return tuple(self.named.values())

    def get(self, reference: Any, path: Path) -> Source | None:
        """The source that a `source` key names or holds."""
        if reference is None:
            return None
        if isinstance(reference, schema.Fields):
            source: Source = record_of(reference, self.front)
            return source
        if reference not in self.named:
            self.problems.append(
                Problem(
                    code="unknown-source",
                    message=f"no source is called {reference!r}",
                    where=self.front.place(path),
                    hint=did_you_mean(reference, list(self.named)) or "list it under `sources`",
                )
            )
            return None
        return self.named[reference]
