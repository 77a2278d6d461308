"""Atom and JSON Feed for the site, a company, a document and a topic, the redline in the entry.

`updated` comes from published, updates, corrections and responses only: a build, a new template or a new capture is no
news. Ids do not depend on where the report is served.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.model.catalog import Change, Story
from generator.model.digests import digest_of
from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.chrome import wording_of
from generator.pages.material import (
    Material,
    company_name,
    document_title,
    published_changes,
    published_stories,
    real_companies,
    story_updated_on,
    updated_on,
)
from generator.pages.messages import Wording, say
from generator.pages.records import ExcerptView
from generator.pages.site.listing import PulledView, pulled_of

MOST_ENTRIES = 40
MOST_QUOTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry. Links are absolute where a base URL is known."""

    id: str
    url: str
    title: str
    summary: str
    published: str
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    kicker: str
    base: str
    corrected: tuple[str, ...] = ()
    quotes: tuple[PulledView, ...] = ()
    excerpt: ExcerptView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A whole feed in either format."""

    id: str
    title: str
    subtitle: str
    home: str
    self_url: str
    updated: str
    rights: str
    wording: Wording
    entries: tuple[FeedEntry, ...]


def feed_pages(material: Material) -> tuple[PageSpec, ...]:
    """Every feed of the report, two files each."""
    catalog = material.catalog
    report = catalog.report
    changes = published_changes(catalog)
    entries = {change.key: entry_of_change(change, material) for change in changes}
    told = published_stories(material)
    stories = [entry_of_story(story, material) for story in told]
    scopes: list[tuple[str, str, str, list[FeedEntry]]] = [
        ("", report.title, report.tagline, [*entries.values(), *stories])
    ]
    for company in real_companies(catalog):
        own = [entries[c.key] for c in changes if c.company == company.slug]
        scopes.append(
            (
                company.url,
                f"{report.title}: {company.name}",
                say("Changes at %(name)s", name=company.name),
                own,
            )
        )
        for document in catalog.documents_of(company.slug):
            own = [entries[c.key] for c in changes if c.document_key == document.key]
            title = f"{company.name}, {document.title}"
            scopes.append(
                (document.url, f"{report.title}: {title}", say("Changes of %(title)s", title=title), own)
            )
    for topic in catalog.topics:
        own = [entries[c.key] for c in changes if topic.slug in c.topics]
        own += [e for s, e in zip(told, stories, strict=True) if topic.slug in s.topics]
        scopes.append((topic.url, f"{report.title}: {topic.title}", topic.definition, own))
    pages: list[PageSpec] = []
    for scope, title, subtitle, own in scopes:
        pages += _feed(scope, title, subtitle, own, material)
    return tuple(pages)


def _feed(
    scope: str, title: str, subtitle: str, entries: Iterable[FeedEntry], material: Material
) -> tuple[PageSpec, PageSpec]:
    base = base_of(material)
    newest = sorted(sorted(entries, key=lambda e: e.id), key=lambda e: (e.updated, e.published), reverse=True)
    kept = tuple(newest[:MOST_ENTRIES])
    report = material.catalog.report

    def document(file: str) -> FeedDocument:
        return FeedDocument(
            id=feed_id(material, scope or "/"),
            title=title,
            subtitle=subtitle,
            home=addresses.absolute(base, scope),
            self_url=addresses.absolute(base, file),
            updated=max((e.updated for e in kept), default=moment(report.as_of)),
            rights=say(
                "Notes %(licence)s; quoted texts belong to the %(companies)s named",
                licence=report.licences.notes,
            ),
            wording=wording_of(material.catalog),
            entries=kept,
        )

    atom, json_feed = addresses.atom_url(scope), addresses.json_feed_url(scope)
    return (
        PageSpec(path=atom, template="feeds/atom.xml", view=document(atom)),
        PageSpec(path=json_feed, template="feeds/feed.json", view=document(json_feed)),
    )


def base_of(material: Material) -> str:
    return (material.options.base_url or material.catalog.report.base_url).rstrip("/")


def feed_id(material: Material, key: str) -> str:
    """A name for ever: made from the report's title and the key of what it names, not from where it is served.

    A UUID of version 8 (RFC 9562), its free bits taken from a digest.
    """
    h = digest_of(f"smallprint:{material.catalog.report.title}:{key}".encode())
    return f"urn:uuid:{h[:8]}-{h[8:12]}-8{h[13:16]}-a{h[17:20]}-{h[20:32]}"


def moment(on: date) -> str:
    """A day as feeds want it."""
    return f"{on.isoformat()}T00:00:00Z"


def entry_of_change(change: Change, material: Material) -> FeedEntry:
    """A change with its quotations, what came after, and the first changed clauses of its redline."""
    catalog = material.catalog
    base = base_of(material)
    people = {p.key: p.name for p in catalog.report.people}
    topics = {t.slug: t.title for t in catalog.topics}
    who = company_name(catalog, change.company, change.after.at)
    parts = material.parts.get(change.key)
    return FeedEntry(
        id=feed_id(material, change.key),
        url=addresses.absolute(base, change.url),
        title=change.title,
        summary=change.summary,
        published=moment(change.published),
        updated=moment(updated_on(change)),
        authors=tuple(people.get(key, key) for key in change.authors),
        tags=(who, *(topics.get(t, t) for t in change.topics)),
        kicker=f"{who}, {document_title(catalog, change.document_key)}",
        base=addresses.absolute(base, ""),
        corrected=tuple(f"{c.on.isoformat()}: {c.now}" for c in change.corrections),
        quotes=tuple(pulled_of(q, change, catalog) for q in material.quotations(change)[:MOST_QUOTED]),
        excerpt=parts.excerpt if parts else None,
    )


def entry_of_story(story: Story, material: Material) -> FeedEntry:
    base = base_of(material)
    people = {p.key: p.name for p in material.catalog.report.people}
    topics = {t.slug: t.title for t in material.catalog.topics}
    return FeedEntry(
        id=feed_id(material, story.url),
        url=addresses.absolute(base, story.url),
        title=story.title,
        summary=story.summary,
        published=moment(story.published),
        updated=moment(story_updated_on(story)),
        authors=tuple(people.get(key, key) for key in story.authors),
        tags=tuple(topics.get(t, t) for t in story.topics),
        kicker=say("Story"),
        base=addresses.absolute(base, ""),
        corrected=tuple(f"{c.on.isoformat()}: {c.now}" for c in story.corrections),
    )
