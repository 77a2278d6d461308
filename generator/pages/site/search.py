"""The search page. `build` makes the index as its last step; without script the page says what else there is."""

from dataclasses import dataclass

from generator.model.pages import PageSpec
from generator.pages.messages import Message, say, say_many
from generator.pages import addresses
from generator.pages.chrome import Chrome, LinkView, make_chrome, with_crumbs
from generator.pages.material import Material, published_changes, real_companies


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """Filters are drawn at build: the values that the pages of this site carry."""

    chrome: Chrome
    companies: tuple[str, ...]
    topics: tuple[str, ...]
    years: tuple[str, ...]
    ways: tuple[LinkView, ...]
    sentences: tuple[tuple[str, Message], ...]  # of the script, by the names it has for them


DAY, NAME = "%(day)s", "%(name)s"  # filled in by the script
SENTENCES = (
    ("captured", say("captured %(day)s", day=DAY)),
    ("before", say("the earlier text")),
    ("after", say("the later text")),
    ("new", say("new in the capture of %(day)s", day=DAY)),
    ("removed", say("removed in the capture of %(day)s", day=DAY)),
    ("edited", say("edited in the capture of %(day)s", day=DAY)),
    ("replaced", say("replaced in the capture of %(day)s", day=DAY)),
    ("moved", say("moved in the capture of %(day)s", day=DAY)),
    ("item", say("an item of a list: what opens the list stands on the page")),
    ("note", say("note on %(name)s, %(title)s, %(day)s", name=NAME, title="%(title)s", day=DAY)),
    ("company", say("%(company)s")),
    ("document", say("%(document)s of %(name)s", name=NAME)),
    ("topic", say("topic")),
    ("story", say("story")),
    ("page", say("page")),
    ("searching", say("Searching …")),
    ("nothing", say("Nothing found.")),
    ("instead", say("No “%(wrong)s” here; this is for “%(right)s”.", wrong="%(wrong)s", right="%(right)s")),
    ("unavailable", say("Search is not available here: its index could not be read.")),
    ("results", say_many("%(number)s result.", "%(number)s results.", 2)),
    ("more", say_many("Show %(number)s more of %(rest)s", "Show %(number)s more of %(rest)s", 2, rest="%(rest)s")),
)


def search_page(material: Material) -> PageSpec:
    """The page with its filters. What it finds lies in two files beside it (`generator/pages/finds.py`)."""
    catalog = material.catalog
    path = addresses.file_of(addresses.SEARCH)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=say("Search"),
            description=say("Search notes, quotations and %(companies)s of this report."),
            noindex=True,
        ),
        (say("Search"), ""),
    )
    changes = published_changes(catalog)
    companies = {c.company for c in changes}
    topics = {t for c in changes for t in c.topics}
    ways = (
        (say("%(Companies)s and their %(documents)s"), addresses.COMPANIES),
        (say("Topics"), addresses.TOPICS),
        (say("Who claims what"), addresses.MATRIX),
        (say("Every address of a followed %(document)s"), addresses.BY_URL),
        (say("All changes and quotations as CSV and JSON"), addresses.DATA),
    )
    view = SearchView(
        chrome=chrome,
        companies=tuple(c.name for c in real_companies(catalog) if c.slug in companies),
        topics=tuple(t.title for t in catalog.topics if t.slug in topics),
        years=tuple(sorted({str(c.after.at.year) for c in changes}, reverse=True)),
        sentences=SENTENCES,
        ways=tuple(LinkView(text=text, href=chrome.to(url)) for text, url in ways),
    )
    return PageSpec(path=path, template="search.html", view=view)
