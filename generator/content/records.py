"""From checked fields to the values of the model: one function a kind of file."""

from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from generator.content import schema
from generator.content.frontmatter import FrontMatter
from generator.content.nearest_word import did_you_mean
from generator.content.quotation_marks import parse_marks
from generator.content.scaffold import scaffold_problems
from generator.content.stated_dates import days_in
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import (
    Asked,
    Change,
    Claim,
    Company,
    Correction,
    Document,
    Edition,
    Location,
    Name,
    Notice,
    Page,
    Person,
    Report,
    Response,
    Review,
    Source,
    StatedDate,
    Status,
    Story,
    Topic,
    Update,
    WholeTexts,
    Witness,
)
from generator.model.digests import Digest
from generator.model.problems import Problem
from generator.model.sources import SourceFile


def report_of(fields: schema.ReportFields, front: FrontMatter) -> Report:
    """`report.yaml`."""
    people = tuple(
        Person(key=key, name=p.name, role=p.role, url=p.url) for key, p in sorted(fields.people.items())
    )
    return Report(
        title=fields.title,
        tagline=fields.tagline,
        base_url=fields.base_url,
        repository=fields.repository.rstrip("/"),
        branch=fields.branch,
        contact=fields.contact,
        as_of=fields.as_of,
        people=people,
        licence_notes=fields.licences.notes,
        licence_code=fields.licences.code,
        licence_data=fields.licences.data,
        whole_texts=WholeTexts(fields.whole_texts),
        publish_unread=fields.publish_unread,
        lead_story=fields.lead_story,
        not_covered=tuple(fields.not_covered),
        where=front.place(()),
    )


def company_of(fields: schema.CompanyFields, front: FrontMatter, slug: str) -> Company:
    """`COMPANY/index.md`."""
    names = tuple(
        Name(name=n) if isinstance(n, str) else Name(name=n.name, since=n.since) for n in fields.names
    )
    return Company(
        slug=slug,
        name=fields.name,
        names=names or (Name(name=fields.name),),
        website=fields.website,
        aliases=tuple(fields.aliases),
        body=front.body,
        body_line=front.body_line,
        where=front.place(()),
    )


def document_of(
    fields: schema.DocumentFields,
    front: FrontMatter,
    company: str,
    slug: str,
    captures: tuple[CaptureRow, ...],
) -> Document:
    """`COMPANY/DOCUMENT/index.md` with its captures."""
    edition = fields.edition
    locations = tuple(
        Location(
            url=at.url,
            select=tuple(at.select),
            remove=tuple(at.remove),
            valid_from=at.valid_from,
            valid_until=at.valid_until,
        )
        for at in fields.locations
    )
    return Document(
        company=company,
        slug=slug,
        title=fields.title,
        kind=fields.kind,
        edition=Edition(audience=edition.audience, language=edition.language, seen_from=edition.seen_from),
        parts=tuple(fields.parts),
        locations=locations,
        archives=tuple(fields.archives),
        one_edition=tuple(fields.one_edition),
        attribution=fields.attribution,
        captures=captures,
        body=front.body,
        body_line=front.body_line,
        where=front.place(()),
    )


def topic_of(fields: schema.TopicFields, front: FrontMatter, slug: str) -> Topic:
    """`topics/TOPIC.md`."""
    return Topic(
        slug=slug,
        title=fields.title,
        definition=fields.definition,
        phrases=tuple(fields.phrases),
        body=front.body,
        body_line=front.body_line,
        where=front.place(()),
    )


def page_of(fields: schema.PageFields, front: FrontMatter, slug: str) -> Page:
    """A plain page."""
    return Page(
        slug=slug,
        title=fields.title,
        summary=fields.summary,
        body=front.body,
        body_line=front.body_line,
        where=front.place(()),
    )


def story_of(fields: schema.StoryFields, front: FrontMatter, slug: str) -> tuple[Story, tuple[Problem, ...]]:
    """`stories/STORY.md`."""
    sources = _Sources(fields.sources, front)
    story = Story(
        slug=slug,
        title=fields.title,
        summary=fields.summary,
        authors=tuple(fields.authors),
        published=fields.published,
        status=Status(fields.status),
        changes=tuple(fields.changes),
        topics=tuple(fields.topics),
        drafted_with=fields.drafted_with,
        reviewed=_review(fields.reviewed),
        corrections=_corrections(fields.corrections),
        updates=_updates(fields.updates),
        sources=sources.all(),
        body=front.body,
        body_line=front.body_line,
        where=front.place(()),
    )
    return story, tuple(sources.problems)


def change_of(
    fields: schema.ChangeFields,
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
    if fields.status != "draft":
        found += scaffold_problems(front, fields.title, fields.summary, document)
    names = [m.name for m in marks]
    named: list[tuple[tuple[str | int, ...], str]] = [
        *((("translations", name), name) for name in fields.translations),
        *((("elisions-reviewed", n), name) for n, name in enumerate(fields.elisions_reviewed)),
    ]
    found += [_unknown_quotation(front, path, name, names) for path, name in named if name not in names]
    quotations = tuple(
        replace(
            m,
            translation=fields.translations.get(m.name, ""),
            elision_reviewed=m.name in fields.elisions_reviewed,
        )
        for m in marks
    )
    sources = _Sources(fields.sources, front)
    change = Change(
        company=company,
        document=document,
        slug=slug,
        title=fields.title,
        summary=fields.summary,
        before=fields.before,
        after=fields.after,
        topics=tuple(fields.topics),
        authors=tuple(fields.authors),
        published=fields.published,
        status=Status(fields.status),
        dates=_dates(fields, front, sources, found),
        claims=_claims(fields, front, names, found),
        notice=_notice(fields, sources, front, found),
        asked=Asked(on=fields.asked.date, how=fields.asked.how) if fields.asked else None,
        responses=tuple(
            Response(
                on=r.date, words=r.words, by=r.by, source=sources.get(r.source, ("responses", n, "source"))
            )
            for n, r in enumerate(fields.responses)
        ),
        corrections=_corrections(fields.corrections),
        updates=_updates(fields.updates),
        reviewed=_review(fields.reviewed),
        drafted_with=fields.drafted_with,
        witnesses=_witnesses(fields, front, names, found),
        aliases=tuple(fields.aliases),
        sources=sources.all(),
        body=front.body,
        body_line=front.body_line,
        quotations=quotations,
        source_digest=source.digest,
        where=front.place(()),
    )
    return change, (*found, *sources.problems)


def _unknown_quotation(
    front: FrontMatter, path: tuple[str | int, ...], name: str, names: list[str]
) -> Problem:
    return Problem(
        code="unknown-quotation",
        message=f"no quotation of this change is called {name!r}",
        where=front.place(path),
        hint=did_you_mean(name, names) or "the note has no quotations yet",
    )


def _dates(
    fields: schema.ChangeFields, front: FrontMatter, sources: "_Sources", found: list[Problem]
) -> tuple[StatedDate, ...]:
    dates: list[StatedDate] = []
    for n, entry in enumerate(fields.dates):
        where = front.place(("dates", n, "words")) if entry.words else front.place(("dates", n))
        stated = entry.kind != "announced"
        if stated and not entry.words:
            hint = "give `words` exactly as they stand in the capture"
            message = f"the {entry.kind} date does not quote the words that state it"
            found.append(Problem(code="date-without-words", message=message, where=where, hint=hint))
        named = days_in(entry.words) if entry.words else ()
        if entry.date is not None and named and entry.date not in named:
            message = f"the words of the {entry.kind} date name {named[0]}, `date` says {entry.date}"
            hint = "one of the two is wrong; the words are what the capture says"
            place = front.place(("dates", n, "date"))
            found.append(Problem(code="date-disagrees", message=message, where=place, hint=hint))
        if not stated and (entry.source is None or entry.date is None):
            hint = "give `date` and a `source`; what no source at hand says is left out"
            message = "an announced date needs a day and a source"
            found.append(Problem(code="date-without-source", message=message, where=where, hint=hint))
        dates.append(
            StatedDate(
                kind=entry.kind,
                on=entry.date,
                words=entry.words,
                side=Side(entry.side),
                source=sources.get(entry.source, ("dates", n, "source")),
                where=where,
            )
        )
    return tuple(dates)


def _claims(
    fields: schema.ChangeFields, front: FrontMatter, names: list[str], found: list[Problem]
) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    for n, entry in enumerate(fields.claims):
        if entry.quote not in names:
            found.append(_unknown_quotation(front, ("claims", n, "quote"), entry.quote, names))
        claims.append(
            Claim(
                right=entry.right,
                over=entry.over,
                state=entry.state,
                quote=entry.quote,
                force=entry.force,
                supersedes=entry.supersedes,
                where=front.place(("claims", n)),
            )
        )
    return tuple(claims)


def _notice(
    fields: schema.ChangeFields, sources: "_Sources", front: FrontMatter, found: list[Problem]
) -> tuple[Notice, ...]:
    entries: list[Notice] = []
    for n, entry in enumerate(fields.notice):
        if bool(entry.how) == bool(entry.looked):
            found.append(
                Problem(
                    code="bad-notice",
                    message="say either how users were told (`how`) or where one looked and found nothing (`looked`)",
                    where=front.place(("notice", n)),
                )
            )
        source = sources.get(entry.source, ("notice", n, "source"))
        entries.append(Notice(how=entry.how, when=entry.when, source=source, looked=entry.looked))
    return tuple(entries)


def _witnesses(
    fields: schema.ChangeFields, front: FrontMatter, names: list[str], found: list[Problem]
) -> tuple[Witness, ...]:
    for n, entry in enumerate(fields.witnesses):
        if entry.quote and entry.quote not in names:
            found.append(_unknown_quotation(front, ("witnesses", n, "quote"), entry.quote, names))
    return tuple(
        Witness(
            archive=w.archive,
            at=w.at,
            side=Side(w.side),
            sha256=Digest(w.sha256),
            locator=w.locator,
            quote=w.quote,
        )
        for w in fields.witnesses
    )


def _review(fields: schema.ReviewFields | None) -> Review | None:
    return Review(by=fields.by, on=fields.date) if fields else None


def _corrections(entries: list[schema.CorrectionFields]) -> tuple[Correction, ...]:
    return tuple(Correction(on=c.date, kind=c.kind, was=c.was, now=c.now) for c in entries)


def _updates(entries: list[schema.UpdateFields]) -> tuple[Update, ...]:
    return tuple(Update(on=u.date, what=u.what) for u in entries)


class _Sources:
    """The sources of a file by key; unknown keys become problems."""

    def __init__(
        self, given: dict[str, schema.SourceFields] | list[schema.SourceFields], front: FrontMatter
    ) -> None:
        named = given if isinstance(given, dict) else {str(n): s for n, s in enumerate(given)}
        self.named = {
            key: _source(fields, key if isinstance(given, dict) else "") for key, fields in named.items()
        }
        self.front = front
        self.problems: list[Problem] = []

    def all(self) -> tuple[Source, ...]:
        return tuple(self.named.values())

    def get(self, reference: Any, path: tuple[str | int, ...]) -> Source | None:
        """The source that a `source` key names or holds."""
        if reference is None:
            return None
        if isinstance(reference, schema.SourceFields):
            return _source(reference)
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


def _source(fields: schema.SourceFields, key: str = "") -> Source:
    return Source(
        url=fields.url,
        title=fields.title,
        publisher=fields.publisher,
        published=fields.published,
        read=fields.read,
        archived=fields.archived,
        key=key,
    )
