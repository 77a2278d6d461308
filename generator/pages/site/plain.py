"""Plain pages of the report's own words: method, about, contribute. And the page that answers for what is not there."""

from dataclasses import dataclass, replace

from generator.model.base_url import base_path
from generator.model.catalog import Page, Report, Story
from generator.model.pages import PageSpec
from generator.pages.messages import joined, say
from generator.pages import addresses
from generator.pages.chrome import Chrome, LinkView, make_chrome, with_crumbs
from generator.pages.site.listing import ChangeEntry, entry_of
from generator.pages.material import Material, is_example, published_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainView:
    """A page of prose. `links` are pages below it (the worked example under the method)."""

    chrome: Chrome
    title: str
    summary: str
    body: str
    links: tuple[LinkView, ...] = ()
    ways: str = ""  # Markdown: where errors and changes go


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    """404: the ways on from an address that is not there."""

    chrome: Chrome
    latest: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedView:
    """A former address: where the page went, on any static host."""

    chrome: Chrome
    title: str
    href: str


def plain_page(page: Page, material: Material) -> PageSpec:
    """A page as written. The corrections page has its own module; its words are printed above the list there."""
    path = addresses.file_of(page.url)
    chrome = make_chrome(
        material.catalog, material.options, path=path, title=page.title, description=page.summary
    )
    parents = tuple(
        (parent.title, parent.url)
        for parent in material.catalog.pages
        if parent.slug and page.slug.startswith(f"{parent.slug}/")
    )
    chrome = with_crumbs(chrome, *parents, (page.title, ""))
    view = PlainView(
        chrome=chrome,
        title=page.title,
        summary=page.summary,
        body=page.body,
        links=below(page, material, chrome),
        ways=_ways(page, material.catalog.report),
    )
    return PageSpec(path=path, template="plain.html", view=view)


def _ways(page: Page, report: Report) -> str:
    """Under how to contribute: where to, or that the publisher has not said it."""
    if page.url != addresses.CONTRIBUTE:
        return ""
    contact, repository = f"<{report.contact}>", f"<{report.repository}>"
    ways = (
        say("Errors, replies, sources: %(contact)s.", contact=contact) if report.contact else "",
        say(
            "The content, its guide and the list of open errors: %(repository)s.", repository=repository
        )
        if report.repository
        else "",
    )
    return joined(ways, " ") or say(
        "The publisher of this build has named no contact and no code host yet (`contact`, `repository` in `report.yaml`)."
    )


def below(page: Page, material: Material, chrome: Chrome) -> tuple[LinkView, ...]:
    """What stands under a page: deeper plain pages, and the worked example under the method."""
    links = [
        LinkView(text=p.title, href=chrome.to(p.url), note=p.summary)
        for p in material.catalog.pages
        if p.slug.startswith(f"{page.slug}/")
    ]
    if page.url in (addresses.METHOD, addresses.EXAMPLE):
        links += example_links(material, chrome)
    return tuple(links)


def example_pages(material: Material) -> tuple[PageSpec, ...]:
    """``/method/example/``, where no page of that name is written: the list of what the worked example holds."""
    catalog = material.catalog
    documents = [d for d in catalog.documents if is_example(d.company)]
    if not documents or any(p.url == addresses.EXAMPLE for p in catalog.pages):
        return ()
    path = addresses.file_of(addresses.EXAMPLE)
    title = say("A worked example")
    summary = say("An invented %(company)s, complete with its captures, so that every step can be followed on a bare machine.")
    chrome = with_crumbs(
        make_chrome(catalog, material.options, path=path, title=title, description=summary),
        (say("Method"), addresses.METHOD),
        (title, ""),
    )
    links = [*example_links(material, chrome)]
    links += [
        LinkView(text=say("%(title)s: every capture", title=d.title), href=chrome.to(d.url), note=say("The %(document)s’s page"))
        for d in documents
    ]
    view = PlainView(chrome=chrome, title=title, summary=summary, body=example_words(), links=tuple(links))
    return (PageSpec(path=path, template="plain.html", view=view),)


def example_links(material: Material, chrome: Chrome) -> tuple[LinkView, ...]:
    """The changes of the worked example, oldest first."""
    found = [c for c in material.catalog.changes if is_example(c.company)]
    return tuple(LinkView(text=c.title, href=chrome.to(c.url), note=c.summary) for c in found)


def example_words() -> str:
    return say(
        "The %(company)s of this example is invented, and so are its %(terms)s. Its captures are committed beside the notes, "
        "so this part of the report is built in full wherever the report is built. It stands outside all counts, "
        "lists, feeds and the matrix."
    )


def missing_page(material: Material) -> PageSpec:
    """404 is served at any depth, so its links begin at the site's own root and not at the page."""
    chrome = make_chrome(
        material.catalog,
        material.options,
        path="404.html",
        title=say("Nothing at this address"),
        noindex=True,
    )
    root = base_path(chrome.site.base_url)

    def rooted(link: LinkView) -> LinkView:
        return replace(link, href=root + link.href.removeprefix("./"))

    chrome = replace(
        chrome,
        root=root,
        nav=tuple(rooted(link) for link in chrome.nav),
        footer=tuple(rooted(link) for link in chrome.footer),
        feeds=(),
        crumbs=(LinkView(text=say("Nothing at this address")),),
        canonical="",
    )
    changes = published_changes(material.catalog)[:6]
    view = MissingView(chrome=chrome, latest=tuple(entry_of(c, material) for c in changes))
    return PageSpec(path="404.html", template="404.html", view=view)


def withdrawn_story(story: Story, material: Material) -> PageSpec:
    """A tombstone: a published address never breaks."""
    path = addresses.file_of(story.url)
    chrome = make_chrome(material.catalog, material.options, path=path, title=story.title, noindex=True)
    view = PlainView(
        chrome=with_crumbs(chrome, (say("Stories"), f"{addresses.TOPICS}#stories"), (story.title, "")),
        title=story.title,
        summary=say("This story was withdrawn. Its address remains."),
        body="".join(f"* {c.on.isoformat()}: {c.now}\n" for c in story.corrections),
    )
    return PageSpec(path=path, template="plain.html", view=view)


def moved_page(material: Material, alias: str, url: str, title: str) -> PageSpec:
    """A page at a former address that leads on, for hosts that know no redirects."""
    path = addresses.file_of(alias if alias.endswith("/") else f"{alias}/")
    chrome = make_chrome(material.catalog, material.options, path=path, title=title, noindex=True)
    chrome = replace(chrome, canonical=chrome.at(url) if chrome.site.base_url else "")
    return PageSpec(
        path=path, template="moved.html", view=MovedView(chrome=chrome, title=title, href=chrome.to(url))
    )
