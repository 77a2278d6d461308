"""A company: its documents and changes on a time axis, what it claims, its feed. And the list of companies."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.model.captures import CaptureClass
from generator.model.catalog import Catalog, Company, Document
from generator.model.pages import PageSpec
from generator.pages.messages import say, say_many
from generator.pages import addresses
from generator.pages.chrome import Chrome, FeedView, make_chrome, with_crumbs
from generator.pages.site.document import changes_on
from generator.pages.site.listing import ChangeEntry, entry_of
from generator.pages.material import Material, edition_line, is_example, published_changes, real_companies
from generator.pages.site.matrix import CellView, ClaimView, company_claims
from generator.pages.spelling import spell_count, spell_day
from generator.pages.site.timeline import (
    Axis,
    LaneView,
    MarkView,
    RulerView,
    axis_over,
    dots_lane,
    lane_y,
    ruler_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document in the table of its company."""

    href: str
    title: str
    edition: str
    captures: int
    changed: int
    notes: int
    first: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    name: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyView:
    chrome: Chrome
    name: str
    names: tuple[NameView, ...]
    website: str
    documents: tuple[DocumentLine, ...]
    ruler: RulerView | None
    claims: tuple[CellView, ...]
    today: str  # heading of the claims; the usual one where empty
    entries: tuple[ChangeEntry, ...]
    body: str
    atom: str
    json_feed: str
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyLine:
    """A company in the list of companies."""

    href: str
    name: str
    former: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]  # href, title
    changes: int
    newest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompaniesView:
    chrome: Chrome
    lines: tuple[CompanyLine, ...]
    ruler: RulerView | None


def company_page(company: Company, material: Material, claims: tuple[ClaimView, ...]) -> PageSpec:
    """The page of a company; the invented one of the worked example gets one too, without feed and matrix."""
    catalog = material.catalog
    path = addresses.file_of(company.url)
    example = is_example(company.slug)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=company.name,
            description=say("%(name)s: %(documents)s, captures and changes in their words.", name=company.name),
        ),
        *(((say("Method"), "method/"),) if example else ((say("%(Companies)s"), "companies/"),)),
        (company.name, ""),
    )
    if not example:
        feed = FeedView(
            title=say("%(name)s: changes", name=company.name),
            href=chrome.to(addresses.atom_url(company.url)),
            media_type="application/atom+xml",
        )
        chrome = replace(chrome, feeds=(*chrome.feeds, feed))
    documents = catalog.documents_of(company.slug)
    changes = [c for d in documents for c in changes_on(d, material)]
    changes.sort(key=lambda c: (c.after.at, c.key), reverse=True)
    view = CompanyView(
        chrome=chrome,
        name=company.name,
        names=tuple(NameView(name=n.name, since=n.since) for n in company.names),
        website=company.website,
        documents=tuple(line_of(d, material, chrome) for d in documents),
        ruler=company_ruler(company, documents, material),
        claims=company_claims(material, claims, company.slug),
        today=material.catalog.vocabulary.today,
        entries=tuple(entry_of(c, material) for c in changes),
        body=company.body,
        atom=chrome.to(addresses.atom_url(company.url)),
        json_feed=chrome.to(addresses.json_feed_url(company.url)),
        example=example,
    )
    return PageSpec(path=path, template="company.html", view=view)


def line_of(document: Document, material: Material, chrome: Chrome) -> DocumentLine:
    times = [row.captured_at for row in document.captures]
    return DocumentLine(
        href=chrome.to(document.url),
        title=document.title,
        edition=edition_line(document),
        captures=len(times),
        changed=sum(1 for row in document.captures if row.kind is CaptureClass.CHANGE),
        notes=len(changes_on(document, material)),
        first=min(times, default=None),
        newest=max(times, default=None),
    )


def company_ruler(company: Company, documents: tuple[Document, ...], material: Material) -> RulerView | None:
    """A lane for each document: strokes where the words changed, dots where a note tells of it."""
    moments = [row.captured_at for d in documents for row in d.captures]
    moments += [c.after.at for d in documents for c in changes_on(d, material)]
    axis = axis_over(moments)
    if axis is None:
        return None
    lanes = [document_lane(d, material, axis, index) for index, d in enumerate(documents)]
    notes = sum(len(changes_on(d, material)) for d in documents)
    label = say(
        "%(name)s: %(documents_held)s, %(changes)s with a note, %(first)s to %(last)s. The lists below have the same.",
        name=company.name,
        documents_held=say_many("%(number)s %(document)s", "%(number)s %(documents)s", len(documents)),
        changes=say_many("%(number)s change", "%(number)s changes", notes),
        first=axis.start.date(),
        last=axis.end.date(),
    )
    return ruler_of(label, lanes, axis)


def document_lane(document: Document, material: Material, axis: Axis, index: int) -> LaneView:
    """One document on the axis of its company."""
    strokes = {
        axis.x(row.captured_at): MarkView(kind="change", x=axis.x(row.captured_at))
        for row in document.captures
        if row.kind is CaptureClass.CHANGE
    }
    dots = tuple(
        MarkView(kind="with", x=axis.x(c.after.at), title=say("%(day)s: %(title)s", day=c.after.at.date(), title=c.title), url=c.url)
        for c in changes_on(document, material)
    )
    times = [row.captured_at for row in document.captures] or [axis.start, axis.end]
    return LaneView(
        label=document.title,
        y=lane_y(index),
        label_y=lane_y(index) - 20,
        start=axis.x(min(times)),
        end=axis.x(max(times)),
        marks=(*strokes.values(), *dots),
        url=document.url,
    )


def companies_page(material: Material) -> PageSpec:
    """All companies by name, with a lane each on one axis."""
    catalog = material.catalog
    path = addresses.file_of(addresses.COMPANIES)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=say("%(Companies)s"),
            description=say("%(Companies)s whose %(terms)s and policies this report follows."),
        ),
        (say("%(Companies)s"), ""),
    )
    view = CompaniesView(
        chrome=chrome,
        lines=tuple(company_line(c, catalog, chrome) for c in real_companies(catalog)),
        ruler=companies_ruler(material),
    )
    return PageSpec(path=path, template="companies.html", view=view)


def company_line(company: Company, catalog: Catalog, chrome: Chrome) -> CompanyLine:
    changes = [c for c in published_changes(catalog) if c.company == company.slug]
    return CompanyLine(
        href=chrome.to(company.url),
        name=company.name,
        former=tuple(n.name for n in company.names if n.name != company.name),
        documents=tuple((chrome.to(d.url), d.title) for d in catalog.documents_of(company.slug)),
        changes=len(changes),
        newest=changes[0].after.at if changes else None,
    )


def companies_ruler(material: Material, most: int = 0) -> RulerView | None:
    """Changes with a note on one axis, a lane a company; of more than `most` the rest share the last lane."""
    changes = published_changes(material.catalog)
    axis = axis_over(c.after.at for c in changes)
    if axis is None:
        return None
    owned = [(c, [x for x in changes if x.company == c.slug]) for c in real_companies(material.catalog)]
    groups = [(company.name, own) for company, own in owned if own]
    urls = {company.name: company.url for company, _ in owned}
    companies = len(groups)
    if most and companies > most:
        largest = sorted(groups, key=lambda group: (-len(group[1]), group[0].casefold()))
        kept = {name for name, _ in largest[: most - 1]}
        rest = [change for name, own in groups if name not in kept for change in own]
        groups = [group for group in groups if group[0] in kept]
        groups.append((say_many("%(number)s other %(service)s", "%(number)s other %(services)s", companies - len(groups)), rest))
    lanes = [
        dots_lane(
            name,
            tuple(
                MarkView(
                    kind="with", x=axis.x(c.after.at), title=say("%(day)s: %(title)s", day=c.after.at.date(), title=c.title), url=c.url
                )
                for c in sorted(own, key=lambda c: (c.after.at, c.key))
            ),
            axis,
            index,
            url=urls.get(name, addresses.COMPANIES),
        )
        for index, (name, own) in enumerate(groups)
    ]
    label = say(
        "%(changes)s with a note at %(held)s, %(first)s to %(last)s. The list of changes has the same.",
        changes=say_many("%(number)s change", "%(number)s changes", len(changes)),
        held=say_many("%(number)s %(service)s", "%(number)s %(services)s", companies),
        first=axis.start.date(),
        last=axis.end.date(),
    )
    return ruler_of(label, lanes, axis)
