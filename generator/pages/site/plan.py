"""All pages of the site but those of single changes: what there is to build, decided in one place."""

import re
from collections.abc import Sequence

from generator.model.base_url import base_path
from generator.model.catalog import Catalog, Page, Status
from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.site.by_url import by_url_page
from generator.pages.site.company import companies_page, company_page
from generator.pages.site.corrections import corrections_page
from generator.pages.data.plan import data_pages
from generator.pages.site.document import document_page
from generator.pages.data.feeds import base_of, feed_pages
from generator.pages.site.headers import headers_file, redirects_file
from generator.pages.site.home import home_page
from generator.pages.messages import say
from generator.pages.material import Material, published_stories
from generator.pages.site.matrix import claims_of, matrix_page
from generator.pages.site.plain import example_pages, missing_page, moved_page, plain_page, withdrawn_story
from generator.pages.site.right import right_pages
from generator.pages.site.search import search_page
from generator.pages.site.sitemap import is_listed, sitemap_pages
from generator.pages.site.story import story_page
from generator.pages.site.story_card import story_card
from generator.pages.site.topic import topic_page, topics_page

UNWRITTEN = (
    (
        "method",
        say("Method"),
        say("How this report works has not been written down yet. See [the data](/data/) for what each page rests on."),
    ),
    ("about", say("About"), say("Who makes this report has not been written down yet.")),
    ("contribute", say("Contribute"), say("How to contribute to this report has not been written down yet.")),
)
SLUGS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9][a-z0-9T-]*)*\Z")


def plan_site(material: Material, others: Sequence[tuple[str, bool]]) -> tuple[PageSpec, ...]:
    """Every page and file that is not of a single change, from what was kept of the changes.

    `others` are the files of changes: path, and whether it may stand in the sitemap.
    """
    catalog = material.catalog
    claims = claims_of(material)
    pages = [
        home_page(material, claims),
        companies_page(material),
        topics_page(material),
        matrix_page(material, claims),
        *right_pages(material, claims),
        corrections_page(material),
        by_url_page(material),
        search_page(material),
        missing_page(material),
    ]
    pages += [company_page(c, material, claims) for c in catalog.companies]
    pages += [document_page(d, material) for d in catalog.documents]
    pages += [topic_page(t, material) for t in catalog.topics]
    pages += [story_page(s, material) for s in published_stories(material)]
    pages += [story_card(s, material) for s in published_stories(material)]
    pages += [withdrawn_story(s, material) for s in catalog.stories if s.status is Status.WITHDRAWN]
    pages += example_pages(material)
    pages += [plain_page(p, material) for p in plain_pages(catalog) if p.slug not in ("", "corrections")]
    pages += data_pages(material, claims)
    pages += feed_pages(material)
    taken = {spec.path for spec in pages} | {path for path, _ in others}
    moved = [(old, new, title) for old, new, title in former(catalog) if f"{old}/index.html" not in taken]
    pages += [moved_page(material, old, new, title) for old, new, title in moved]
    pages += sitemap_pages(material, [*((s.path, is_listed(s)) for s in pages), *others])
    root = base_path(base_of(material))
    pages.append(redirects_file(((old, new) for old, new, _ in moved), root))
    every = [*(spec.path for spec in pages), *(path for path, _ in others)]
    pages.append(headers_file(every, root, noindex=material.options.noindex))
    return tuple(sorted(pages, key=lambda spec: spec.path))


def former(catalog: Catalog) -> tuple[tuple[str, str, str], ...]:
    """Former addresses of changes and companies, with where each leads and what it is called now."""
    found: dict[str, tuple[str, str]] = {}
    for company in catalog.companies:
        for alias in company.aliases:
            found[alias.strip("/")] = (addresses.company_url(company.slug), company.name)
    for change in catalog.changes:
        for alias in change.aliases:
            found[alias.strip("/")] = (change.url, change.title)
    return tuple((old, *new) for old, new in sorted(found.items()) if SLUGS.match(old))


def plain_pages(catalog: Catalog) -> tuple[Page, ...]:
    """The report's own plain pages; those that every page links to are there even before somebody wrote them."""
    written = {page.slug for page in catalog.pages}
    where = catalog.report.where
    missing = (Page(slug=s, title=t, body=b, where=where) for s, t, b in UNWRITTEN if s not in written)
    return (*catalog.pages, *missing)
