"""A topic: its definition, the words that suggest it, its changes over time. And the list of topics."""

from dataclasses import dataclass, replace
from datetime import date

from generator.model.catalog import Catalog, Change, Story, Topic
from generator.model.pages import PageSpec
from generator.model.times import spell_time
from generator.pages.messages import say, say_many
from generator.pages import addresses
from generator.pages.chrome import Chrome, FeedView, LinkView, make_chrome, with_crumbs
from generator.pages.site.listing import ChangeEntry, entry_of
from generator.pages.material import (
    Material,
    company_name,
    published_changes,
    published_stories,
    services_of_owners,
)
from generator.pages.spelling import spell_count, spell_day
from generator.pages.site.timeline import MarkView, RulerView, axis_over, dots_lane, ruler_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic in a list, with how many changes and companies it has."""

    href: str
    title: str
    definition: str
    changes: int
    companies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseView:
    words: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    chrome: Chrome
    title: str
    definition: str
    phrases: tuple[PhraseView, ...]
    body: str
    services: str  # how many, of how many companies
    ruler: RulerView | None
    entries: tuple[ChangeEntry, ...]
    stories: tuple[LinkView, ...]
    atom: str
    json_feed: str
    in_matrix: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    href: str
    title: str
    summary: str
    published: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsView:
    chrome: Chrome
    lines: tuple[TopicLine, ...]
    stories: tuple[StoryLine, ...]


def changes_of_topic(topic: Topic, catalog: Catalog) -> tuple[Change, ...]:
    return tuple(c for c in published_changes(catalog) if topic.slug in c.topics)


def topic_line(topic: Topic, catalog: Catalog, chrome: Chrome) -> TopicLine:
    changes = changes_of_topic(topic, catalog)
    return TopicLine(
        href=chrome.to(topic.url),
        title=topic.title,
        definition=topic.definition,
        changes=len(changes),
        companies=len({c.company for c in changes}),
    )


def topic_lines(catalog: Catalog, chrome: Chrome) -> tuple[TopicLine, ...]:
    """Topics with most changes first."""
    lines = [topic_line(topic, catalog, chrome) for topic in catalog.topics]
    return tuple(sorted(lines, key=lambda line: (-line.changes, line.title.casefold())))


def topic_page(topic: Topic, material: Material) -> PageSpec:
    """The page of a topic; its changes in the companies' own words."""
    catalog = material.catalog
    path = addresses.file_of(topic.url)
    chrome = with_crumbs(
        make_chrome(catalog, material.options, path=path, title=topic.title, description=topic.definition),
        (say("Topics"), addresses.TOPICS),
        (topic.title, ""),
    )
    feed = FeedView(
        title=say("Topic: %(title)s", title=topic.title),
        href=chrome.to(addresses.atom_url(topic.url)),
        media_type="application/atom+xml",
    )
    changes = changes_of_topic(topic, catalog)
    view = TopicView(
        chrome=replace(chrome, feeds=(*chrome.feeds, feed)),
        title=topic.title,
        definition=topic.definition,
        phrases=tuple(PhraseView(words=p, language=language_of(p)) for p in topic.phrases),
        body=topic.body,
        services=services_of_owners(catalog, (c.company for c in changes)),
        ruler=topic_ruler(topic, changes, catalog),
        entries=tuple(entry_of(c, material) for c in changes),
        stories=tuple(
            LinkView(text=s.title, href=chrome.to(s.url))
            for s in published_stories(material)
            if topic.slug in s.topics
        ),
        atom=chrome.to(addresses.atom_url(topic.url)),
        json_feed=chrome.to(addresses.json_feed_url(topic.url)),
        in_matrix=any(c.claims for c in changes),
    )
    return PageSpec(path=path, template="topic.html", view=view)


def topics_page(material: Material) -> PageSpec:
    """All topics and all stories."""
    catalog = material.catalog
    path = addresses.file_of(addresses.TOPICS)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=say("Topics"),
            description=say("What the changes of this report are about."),
        ),
        (say("Topics"), ""),
    )
    view = TopicsView(
        chrome=chrome,
        lines=topic_lines(catalog, chrome),
        stories=story_lines(published_stories(material), chrome),
    )
    return PageSpec(path=path, template="topics.html", view=view)


def story_lines(stories: tuple[Story, ...], chrome: Chrome) -> tuple[StoryLine, ...]:
    """Stories, newest first."""
    ordered = sorted(sorted(stories, key=lambda s: s.slug), key=lambda s: s.published, reverse=True)
    return tuple(
        StoryLine(href=chrome.to(s.url), title=s.title, summary=s.summary, published=s.published)
        for s in ordered
    )


def topic_ruler(topic: Topic, changes: tuple[Change, ...], catalog: Catalog) -> RulerView | None:
    """Changes on the topic, a lane a company."""
    axis = axis_over(c.after.at for c in changes)
    if axis is None or len(changes) < 2:
        return None
    slugs = sorted({c.company for c in changes}, key=lambda s: company_name(catalog, s).casefold())
    lanes = [
        dots_lane(
            company_name(catalog, slug),
            tuple(
                MarkView(
                    kind="with", x=axis.x(c.after.at), title=f"{spell_time(c.after.at)}: {c.title}", url=c.url
                )
                for c in reversed(changes)
                if c.company == slug
            ),
            axis,
            index,
        )
        for index, slug in enumerate(slugs)
    ]
    label = say(
        "%(title)s: %(changes)s at %(held)s, %(first)s to %(last)s. The list below has the same.",
        title=topic.title,
        changes=say_many("%(number)s change", "%(number)s changes", len(changes)),
        held=say_many("%(number)s %(service)s", "%(number)s %(services)s", len(lanes)),
        first=axis.start.date(),
        last=axis.end.date(),
    )
    return ruler_of(label, lanes, axis)


def language_of(phrase: str) -> str:
    """The language a phrase is set in, told by its script; empty where it is English as far as one can tell."""
    if any("\u3040" <= c <= "\u30ff" for c in phrase):
        return "ja"
    if any("\uac00" <= c <= "\ud7a3" for c in phrase):
        return "ko"
    if any("\u4e00" <= c <= "\u9fff" for c in phrase):
        return "zh"
    if any("\u0600" <= c <= "\u06ff" for c in phrase):
        return "ar"
    return ""
