"""What the site-wide pages are made from: content, evidence, redlines and the texts at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Company, Document, Status, Story
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence, Quotation
from generator.model.redline import Redline
from generator.model.text import Text
from generator.model.unread import Unread
from generator.pages.chrome import SiteOptions
from generator.pages.messages import joined, say, say_many
from generator.pages.records import ChangeParts, FilmView
from generator.pages.sheets import Sheets

EXAMPLES = "method/"  # the worked example stands outside counts, feeds, matrix and lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Evidence and redlines by key of change, policy texts by digest of capture; what is out of reach is absent.

    `sheets` are the texts of each change made ready for drawing, once for all pages (`with_sheets`). `parts` and `films`
    are what was cut from them for pages of the whole site; a build has those alone, and no texts.
    """

    catalog: Catalog
    evidence: Mapping[str, ChangeEvidence] = field(default_factory=dict)
    redlines: Mapping[str, Redline] = field(default_factory=dict)
    texts: Mapping[Digest, Text] = field(default_factory=dict)
    options: SiteOptions = field(default_factory=SiteOptions)
    sheets: Mapping[str, Sheets] = field(default_factory=dict)
    parts: Mapping[str, ChangeParts] = field(default_factory=dict)
    films: Mapping[tuple[str, str], FilmView] = field(
        default_factory=dict
    )  # by key of change, name of quotation
    unread: tuple[Unread, ...] = ()  # comparisons without a note that have a page

    def quotations(self, change: Change) -> tuple[Quotation, ...]:
        """The quotations of a change in the order of its note, none where nothing was resolved."""
        found = self.evidence.get(change.key)
        return found.quotations if found else ()

    def quotation(self, change: Change, name: str) -> Quotation | None:
        return next((q for q in self.quotations(change) if q.mark.name == name), None)

    def row(self, change: Change, side: Side) -> CaptureRow | None:
        """The capture of one side of a change, as captures.tsv lists it."""
        return self.catalog.row(change.document_key, change.before if side is Side.BEFORE else change.after)

    def text(self, change: Change, side: Side) -> Text | None:
        row = self.row(change, side)
        return self.texts.get(row.sha256) if row else None


def is_example(company: str) -> bool:
    """Whether a company (by slug) is the invented one of the worked example."""
    return company.startswith(EXAMPLES)


def published_changes(catalog: Catalog) -> tuple[Change, ...]:
    """Published changes of real companies, the newest capture first. Drafts count where the catalog holds them."""
    found = [c for c in catalog.changes if c.status is not Status.WITHDRAWN and not is_example(c.company)]
    return tuple(sorted(sorted(found, key=lambda c: c.key), key=lambda c: c.after.at, reverse=True))


def published_stories(material: Material) -> tuple[Story, ...]:
    """Stories that are shown: no withdrawn ones, and drafts only where the build was asked for them."""
    shown = {Status.PUBLISHED} | ({Status.DRAFT} if material.options.drafts else set())
    return tuple(story for story in material.catalog.stories if story.status in shown)


def real_companies(catalog: Catalog) -> tuple[Company, ...]:
    """Companies other than invented ones, by name."""
    found = (c for c in catalog.companies if not is_example(c.slug))
    return tuple(sorted(found, key=lambda c: (c.name.casefold(), c.slug)))


def services_of_owners(catalog: Catalog, slugs: Iterable[str]) -> str:
    """``26 services of 22 companies``; without the second number where no two belong to one."""
    known = frozenset(slugs)
    owned = {c.slug: c.owner for c in catalog.companies if c.owner}
    owners = len({owned.get(slug, slug) for slug in known})
    services = say_many("%(number)s %(service)s", "%(number)s %(services)s", len(known))
    if owners == len(known):
        return services
    owned_by = say_many("%(number)s %(company)s", "%(number)s %(companies)s", owners)
    return say("%(held)s of %(owners)s", held=services, owners=owned_by)


def company_name(catalog: Catalog, slug: str, at: datetime | date | None = None) -> str:
    """What the company was called on a day, its newest name where none is asked for."""
    company = catalog.company(slug)
    if company is None:
        return slug
    if at is None or not company.names:
        return company.name
    on = at.date() if isinstance(at, datetime) else at
    known = [n for n in company.names if n.since is None or n.since <= on]
    return known[-1].name if known else company.names[0].name


def document_title(catalog: Catalog, key: str) -> str:
    found = catalog.document(key)
    return found.title if found else key


def edition_line(document: Document) -> str:
    """For whom, in what language, seen from where, in one line; empty where nothing is known."""
    edition = document.edition
    parts = [edition.audience, LANGUAGES.get(edition.language, edition.language)]
    if edition.seen_from:
        parts.append(say("seen from %(place)s", place=edition.seen_from))
    return joined(parts)


def updated_on(change: Change) -> date:
    """The newest day on which the page itself changed: published, corrected, updated or answered. Nothing else counts."""
    days = [change.published]
    days += [c.on for c in change.corrections]
    days += [u.on for u in change.updates]
    days += [r.on for r in change.responses]
    return max(days)


def story_updated_on(story: Story) -> date:
    return max([story.published, *(c.on for c in story.corrections), *(u.on for u in story.updates)])


def shown_words(quotation: Quotation) -> str:
    """The words of a quotation in the capture's own characters, or as authored where parts are left out."""
    words = quotation.mark.words
    own = quotation.passage.text
    return " ".join((own if own and "[…]" not in words else words).split())


LANGUAGES = {
    "ar": say("Arabic"),
    "cs": say("Czech"),
    "de": say("German"),
    "en": say("English"),
    "es": say("Spanish"),
    "fa": say("Persian"),
    "fr": say("French"),
    "it": say("Italian"),
    "ja": say("Japanese"),
    "ko": say("Korean"),
    "nl": say("Dutch"),
    "pl": say("Polish"),
    "pt": say("Portuguese"),
    "zh": say("Chinese"),
}
