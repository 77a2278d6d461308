"""`sitemap.xml` and `robots.txt`. Pages that ask not to be indexed are left out."""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.chrome import Chrome, FileView
from generator.pages.data.feeds import base_of
from generator.pages.material import Material, is_example, story_updated_on, updated_on

MOST = 50_000  # addresses that one sitemap may hold


def sitemap_pages(material: Material, files: Iterable[tuple[str, bool]]) -> tuple[PageSpec, ...]:
    """The sitemap of the listed ones of these files (needs a base URL) and the robots file. Days come from content, never from the clock."""
    base = base_of(material)
    robots = robots_text(base, noindex=material.options.noindex)
    pages = [PageSpec(path="robots.txt", template="", view=FileView(body=robots, media_type="text/plain"))]
    if not base:
        return tuple(pages)
    days = changed_on(material)
    urls = {addresses.url_of(path) for path, listed in files if listed}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for url in sorted(urls)[:MOST]:
        on = days.get(url)
        day = f"<lastmod>{on.isoformat()}</lastmod>" if on else ""
        lines.append(f"<url><loc>{escape(addresses.absolute(base, url))}</loc>{day}</url>")
    body = "\n".join([*lines, "</urlset>", ""])
    pages.append(
        PageSpec(
            path="sitemap.xml",
            template="",
            view=FileView(body=body, media_type="application/xml; charset=utf-8"),
        )
    )
    return tuple(pages)


def robots_text(base: str, *, noindex: bool) -> str:
    """What crawlers are told: all of it, or nothing at all where the build is a preview."""
    if noindex:
        return "User-agent: *\nDisallow: /\n"
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {base}/sitemap.xml\n" if base else "")


def is_listed(spec: PageSpec) -> bool:
    """Whether a page may stand in the sitemap: it has an address of its own and does not ask to be left out."""
    chrome = getattr(spec.view, "chrome", None)
    return isinstance(chrome, Chrome) and spec.path.endswith("index.html") and not chrome.noindex


def changed_on(material: Material) -> dict[str, date]:
    """The day on which a page last changed, where content says so."""
    days: dict[str, date] = {}
    for change in material.catalog.changes:
        if is_example(change.company):
            continue
        on = updated_on(change)
        days[change.url] = on
        for url in ("", "companies/", "matrix/", f"{change.company}/", f"{change.document_key}/"):
            days[url] = max(days.get(url, on), on)
        for topic in change.topics:
            url = addresses.topic_url(topic)
            days[url] = max(days.get(url, on), on)
    for story in material.catalog.stories:
        days[story.url] = story_updated_on(story)
    return days
