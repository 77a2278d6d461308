"""A story across changes: prose, quotations by reference, and film strips of quoted clauses."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.model.catalog import Change, Correction, Source, Status, Story, Update
from generator.model.evidence import Proof, Quotation
from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.after import AfterView, after_line
from generator.pages.alone import AloneView, alone
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.records import FilmView
from generator.pages.site.film import film_of
from generator.pages.data.linked_data import story_ld
from generator.pages.site.listing import ChangeEntry, entry_of
from generator.pages.site.story_picture import Cited, StoryPicture, picture_of
from generator.pages.material import (
    Material,
    company_name,
    document_title,
    story_updated_on,
)
from generator.pages.messages import say
from generator.pages.spelling import direction_of

DIRECTIVE = re.compile(r"[ \t]*\{\{\s*(quote|film)\s+([^\s#}]+)#([^\s}]+)\s*\}\}[ \t]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryQuote:
    """A quotation of a change inside a story; `missing` where the change or its quotation is not there."""

    alone: AloneView
    side: str
    clause: str
    captured_at: datetime
    company: str
    document: str
    href: str
    after: AfterView | None
    earlier: bool  # checked in an earlier build
    language: str
    direction: str
    translation: str
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPart:
    """A stretch of the story: prose (Markdown), a quotation or a film strip."""

    kind: str
    prose: str = ""
    quote: StoryQuote | None = None
    film: FilmView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    chrome: Chrome
    title: str
    summary: str
    byline: tuple[str, ...]
    published: date
    updated: date
    drafted_with: str
    reviewed_by: str
    reviewed_on: date | None
    parts: tuple[StoryPart, ...]
    picture: StoryPicture | None
    entries: tuple[ChangeEntry, ...]
    corrections: tuple[Correction, ...]
    updates: tuple[Update, ...]
    sources: tuple[Source, ...]


def story_page(story: Story, material: Material) -> PageSpec:
    """The page of a story; what it quotes is looked up in the changes it names, never written twice."""
    catalog = material.catalog
    path = addresses.file_of(story.url)
    chrome = with_crumbs(
        make_chrome(catalog, material.options, path=path, title=story.title, description=story.summary),
        (say("Stories"), f"{addresses.TOPICS}#stories"),
        (story.title, ""),
    )
    chrome = replace(
        chrome,
        kind="article",
        published=story.published,
        modified=story_updated_on(story),
        card=chrome.at(addresses.story_card_url(story)) if chrome.site.base_url else "",
        card_alt=f"{story.title}. {story.summary}",
    )
    people = {person.key: person.name for person in catalog.report.people}
    byline = tuple(people.get(key, key) for key in story.authors)
    modified = story_updated_on(story).isoformat()
    chrome = replace(chrome, json_ld=story_ld(story, byline, modified, chrome.site.base_url))
    changes = [c for key in story.changes if (c := catalog.change(key)) and c.status is not Status.WITHDRAWN]
    view = StoryView(
        chrome=chrome,
        title=story.title,
        summary=story.summary,
        byline=byline,
        published=story.published,
        updated=story_updated_on(story),
        drafted_with=story.drafted_with,
        reviewed_by=people.get(story.reviewed.by, story.reviewed.by) if story.reviewed else "",
        reviewed_on=story.reviewed.on if story.reviewed else None,
        parts=parts_of(story, material, chrome),
        picture=picture_of(story, cited_in(story, material), material),
        entries=tuple(entry_of(c, material) for c in changes),
        corrections=story.corrections,
        updates=story.updates,
        sources=story.sources,
    )
    return PageSpec(path=path, template="story.html", view=view)


def parts_of(story: Story, material: Material, chrome: Chrome) -> tuple[StoryPart, ...]:
    """The body cut at its directives, each of which is a paragraph of its own."""
    parts: list[StoryPart] = []
    prose: list[str] = []

    def flush() -> None:
        text = "\n\n".join(prose).strip()
        prose.clear()
        if text:
            parts.append(StoryPart(kind="prose", prose=text))

    for paragraph in re.split(r"\n[ \t]*\n", story.body.replace("\r\n", "\n")):
        found = DIRECTIVE.match(paragraph.strip("\n"))
        if not found:
            prose.append(paragraph)
            continue
        flush()
        kind, key, name = found.groups()
        parts.append(_part(kind, key, name, material, chrome))
    flush()
    return tuple(parts)


def cited_in(story: Story, material: Material) -> tuple[Cited, ...]:
    """The passages that a story's directives name, in their order; those that are not at hand left out."""
    found = (DIRECTIVE.match(line) for line in story.body.splitlines())
    named = ((one[2], one[3]) for one in found if one)
    return tuple(
        Cited(change=change, quotation=quotation)
        for key, name in named
        if (change := material.catalog.change(key)) and (quotation := material.quotation(change, name))
    )


def _part(kind: str, key: str, name: str, material: Material, chrome: Chrome) -> StoryPart:
    change = material.catalog.change(key)
    quotation = material.quotation(change, name) if change else None
    if change is None or quotation is None:
        missing = StoryQuote(
            alone=AloneView(words=""),
            side="",
            clause="",
            captured_at=change.after.at if change else datetime.min,
            company="",
            document="",
            href=chrome.to(f"{key}/#{name}"),
            after=None,
            earlier=False,
            language="en",
            direction="ltr",
            translation="",
            missing=f"{key}#{name}",
        )
        return StoryPart(kind="quote", quote=missing)
    if kind == "film":
        return StoryPart(kind="film", film=film_of(change, quotation, material))
    return StoryPart(kind="quote", quote=quote_of(change, quotation, material, chrome))


def quote_of(change: Change, quotation: Quotation, material: Material, chrome: Chrome) -> StoryQuote:
    """A quotation with where it stands and what came after."""
    catalog = material.catalog
    document = catalog.document(change.document_key)
    language = document.edition.language if document else "en"
    at = (change.before if quotation.mark.side.value == "before" else change.after).at
    return StoryQuote(
        alone=alone(quotation),
        side=quotation.mark.side.value,
        clause=quotation.clause or quotation.mark.clause,
        captured_at=at,
        company=company_name(catalog, change.company, at),
        document=document_title(catalog, change.document_key),
        href=chrome.to(f"{change.url}#{quotation.mark.name}"),
        after=after_line(quotation, catalog, change),
        earlier=quotation.proof is Proof.EARLIER,
        language=language,
        direction=direction_of(language),
        translation=quotation.mark.translation,
    )
