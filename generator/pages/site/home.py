"""The home page: what this is, a finding with its words, the latest, who may train on what you write, topics, what is missing."""

import re
from dataclasses import dataclass, replace

from datetime import datetime

from generator.model.catalog import Status, Story
from generator.model.pages import PageSpec
from generator.model.vocabulary import Sign
from generator.pages.messages import say
from generator.pages import addresses
from generator.pages.chrome import Chrome, make_chrome
from generator.pages.site.company import companies_ruler
from generator.pages.data.linked_data import site_ld
from generator.pages.site.listing import ChangeEntry, PulledView, entry_of, pulled_of, telling
from generator.pages.material import (
    Material,
    is_example,
    published_changes,
    published_stories,
    real_companies,
    services_of_owners,
)
from generator.pages.site.matrix import ClaimView
from generator.pages.site.story import DIRECTIVE
from generator.pages.site.timeline import RulerView
from generator.pages.site.topic import TopicLine, topic_lines

LATEST = 8
LANES = 8  # companies on the time axis, the rest in one lane


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadView:
    """What the page leads with: a story, or the newest change; its words where others put a picture."""

    kicker: str
    title: str
    summary: str
    href: str
    pulled: tuple[PulledView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedClaim:
    """A company under what its terms say, with its newest words on it. `over`: which data, where it is not content."""

    name: str
    url: str
    over: str
    last_read: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNames:
    """The companies whose terms say the same."""

    sign: Sign
    label: str
    claims: tuple[NamedClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What terms say to the question of the home page. `others` companies are followed and nothing is established."""

    title: str
    groups: tuple[StateNames, ...]
    others: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    chrome: Chrome
    lead: LeadView | None
    latest: tuple[ChangeEntry, ...]
    total: int
    ruler: RulerView | None
    answer: AnswerView | None
    topics: tuple[TopicLine, ...]
    not_covered: tuple[str, ...]
    companies: int
    services: str  # how many, of how many companies
    captures: int
    newest: datetime | None  # the newest capture that was read
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
        answer=answer_of(material, claims, chrome),
        topics=tuple(line for line in topic_lines(catalog, chrome) if line.changes),
        not_covered=report.not_covered,
        companies=len({c.company for c in changes}),
        services=services_of_owners(catalog, (c.company for c in changes)),
        captures=sum(len(d.captures) for d in catalog.documents if not is_example(d.company)),
        newest=max(
            (r.captured_at for d in catalog.documents if not is_example(d.company) for r in d.captures),
            default=None,
        ),
        has_example=any(is_example(c.slug) for c in catalog.companies),
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
    ruling_out = {state.key for state in material.catalog.vocabulary.states if state.rules_out}
    films = [m for m in refs if m[1] == "film"]
    pulled: list[PulledView] = []
    for _, key, name in (m.groups() for m in (films[-1:] or refs[:1])):
        change = material.catalog.change(key)
        quotation = material.quotation(change, name) if change else None
        if change is None or quotation is None or change.status is Status.WITHDRAWN:
            continue
        pulled.append(pulled_of(quotation, change, material.catalog))
        then = pulled[0].after.see_change
        ruled = {c.quote for c in then.claims if c.state in ruling_out} if then else set()
        later = material.quotations(then) if then else ()
        successor = next((q for q in later if q.mark.name in ruled), telling(then, later) if then else None)
        if then and successor:
            pulled.append(pulled_of(successor, then, material.catalog))
    return LeadView(
        kicker=say("A finding"),
        title=story.title,
        summary=story.summary,
        href=chrome.to(story.url),
        pulled=tuple(pulled),
    )


def answer_of(material: Material, claims: tuple[ClaimView, ...], chrome: Chrome) -> AnswerView | None:
    """Companies by what their newest captured terms say to the question of the vocabulary's `home`."""
    vocabulary = material.catalog.vocabulary
    asked = vocabulary.home
    if asked is None:
        return None
    live = [
        c
        for c in claims
        if c.right == asked.right and c.over in asked.data and not (c.superseded_by or c.gone or c.announced)
    ]
    if not live:
        return None
    groups = []
    for state in vocabulary.states:
        named: dict[str, NamedClaim] = {}
        for claim in sorted(live, key=lambda c: (c.over != asked.data[0], -c.first_with.timestamp(), c.reference)):
            if claim.state == state.key:
                over = "" if claim.over == asked.data[0] else claim.over_label
                one = NamedClaim(
                    name=claim.company_name, url=claim.url, over=over, last_read=claim.last_read
                )
                named.setdefault(claim.company, one)
        if named:
            ordered = tuple(sorted(named.values(), key=lambda one: one.name.casefold()))
            groups.append(StateNames(sign=state.sign, label=vocabulary.state_label(asked.right, state.key), claims=ordered))
    others = {c.slug for c in real_companies(material.catalog)} - {c.company for c in live}
    return AnswerView(
        title=asked.title,
        groups=tuple(groups), others=len(others), href=chrome.to(addresses.right_url(asked.right))
    )
