"""The home page: the latest, a story, the matrix in small, topics, search, what is not covered."""

import re
from dataclasses import dataclass, replace

from generator.model.catalog import Status, Story
from generator.model.pages import PageSpec
from generator.pages.chrome import Chrome, make_chrome
from generator.pages.site.company import companies_ruler
from generator.pages.data.linked_data import site_ld
from generator.pages.site.listing import ChangeEntry, PulledView, entry_of, pulled_of, telling
from generator.pages.material import Material, published_changes, published_stories, services_of_owners
from generator.pages.site.matrix import RIGHTS, ClaimView, RowView, rows_of
from generator.pages.site.story import DIRECTIVE
from generator.pages.site.timeline import RulerView
from generator.pages.site.topic import TopicLine, topic_lines

LATEST = 8
LANES = 8  # companies on the time axis, the rest in one lane
MINI_RIGHTS = 3  # columns of the matrix in small


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadView:
    """What the page leads with: a story, or the newest change; its words where others put a picture."""

    kicker: str
    title: str
    summary: str
    href: str
    pulled: tuple[PulledView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniMatrix:
    """The matrix in small: the rights with most claims."""

    rights: tuple[tuple[str, str, str], ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    chrome: Chrome
    lead: LeadView | None
    latest: tuple[ChangeEntry, ...]
    total: int
    ruler: RulerView | None
    matrix: MiniMatrix | None
    topics: tuple[TopicLine, ...]
    not_covered: tuple[str, ...]
    companies: int
    services: str  # how many, of how many companies
    captures: int
    has_example: bool


def home_page(material: Material, claims: tuple[ClaimView, ...]) -> PageSpec:
    """Leads with changes and the story, the same in a partial build: nothing here needs whole texts."""
    catalog = material.catalog
    report = catalog.report
    chrome = make_chrome(
        catalog,
        material.options,
        path="index.html",
        title=report.title,
        description=report.tagline,
    )
    chrome = replace(chrome, json_ld=site_ld(report, chrome.site.base_url))
    changes = published_changes(catalog)
    latest = sorted(changes, key=lambda c: (c.published, c.after.at, c.key), reverse=True)
    view = HomeView(
        chrome=chrome,
        lead=lead_of(material, chrome),
        latest=tuple(entry_of(c, material) for c in latest[:LATEST]),
        total=len(changes),
        ruler=companies_ruler(material, most=LANES),
        matrix=mini_matrix(material, claims),
        topics=tuple(line for line in topic_lines(catalog, chrome) if line.changes),
        not_covered=report.not_covered,
        companies=len({c.company for c in changes}),
        services=services_of_owners(catalog, (c.company for c in changes)),
        captures=sum(len(d.captures) for d in catalog.documents if not d.company.startswith("method/")),
        has_example=any(c.slug.startswith("method/") for c in catalog.companies),
    )
    return PageSpec(path="index.html", template="home.html", view=view)


def lead_of(material: Material, chrome: Chrome) -> LeadView | None:
    """The lead story of report.yaml, else the newest story, else the newest change."""
    catalog = material.catalog
    stories = published_stories(material)
    story = next((s for s in stories if s.slug == catalog.report.lead_story), None)
    if story is None and stories:
        story = max(stories, key=lambda s: (s.published, s.slug))
    if story is not None:
        return _story_lead(story, material, chrome)
    changes = published_changes(catalog)
    if not changes:
        return None
    entry = entry_of(changes[0], material)
    return LeadView(
        kicker=f"{entry.company}, {entry.document}",
        title=entry.title,
        summary=entry.summary,
        href=chrome.to(entry.url),
        pulled=(entry.pulled,) if entry.pulled else (),
    )


def _story_lead(story: Story, material: Material, chrome: Chrome) -> LeadView:
    """A story with the words it turns on: the first film strip's (else the first quoted), and what stood after them."""
    refs = [m for p in re.split(r"\n[ \t]*\n", story.body) if (m := DIRECTIVE.match(p.strip("\n")))]
    films = [m for m in refs if m[1] == "film"]
    pulled: list[PulledView] = []
    for _, key, name in (m.groups() for m in (films[-1:] or refs[:1])):
        change = material.catalog.change(key)
        quotation = material.quotation(change, name) if change else None
        if change is None or quotation is None or change.status is Status.WITHDRAWN:
            continue
        pulled.append(pulled_of(quotation, change, material.catalog))
        then = pulled[0].after.see_change
        ruled = {c.quote for c in then.claims if c.state == "ruled-out"} if then else set()
        later = material.quotations(then) if then else ()
        successor = next((q for q in later if q.mark.name in ruled), telling(then, later) if then else None)
        if then and successor:
            pulled.append(pulled_of(successor, then, material.catalog))
    return LeadView(
        kicker="Story",
        title=story.title,
        summary=story.summary,
        href=chrome.to(story.url),
        pulled=tuple(pulled),
    )


def mini_matrix(material: Material, claims: tuple[ClaimView, ...]) -> MiniMatrix | None:
    """The rights most claimed, in the order of the matrix."""
    rows = rows_of(material, claims)
    if not rows:
        return None
    numbers = {
        right: sum(1 for row in rows for cell in row.cells if cell.right == right and cell.claims)
        for right, _, _ in RIGHTS
    }
    chosen = sorted(numbers, key=lambda right: -numbers[right])[:MINI_RIGHTS]
    kept = tuple(right for right in RIGHTS if right[0] in chosen and numbers[right[0]])
    return MiniMatrix(rights=kept, rows=rows)
