"""What all pages share: head, header, banner, footer. Each view carries one `Chrome` as its field `chrome`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from generator.model.catalog import Catalog
from generator.pages import addresses
from generator.pages.addresses import absolute, relative, root_of, url_of
from generator.pages.messages import ENGLISH, Wording, say

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)

NAV = (
    (say("Latest"), addresses.HOME),
    (say("%(Companies)s"), addresses.COMPANIES),
    (say("Topics"), addresses.TOPICS),
    (say("Matrix"), addresses.MATRIX),
    (say("Method"), addresses.METHOD),
    (say("Search"), addresses.SEARCH),
)
FOOTER = (
    *NAV,
    (say("Have you got this address?"), addresses.BY_URL),
    (say("Corrections"), addresses.CORRECTIONS),
    (say("Data"), addresses.DATA),
    (say("Contribute"), addresses.CONTRIBUTE),
    (say("About"), addresses.ABOUT),
)
UNREAD = ((say("Not read by anybody yet"), addresses.UNREAD),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """What a build knows and content does not say. ``missing`` captures of ``pinned`` are out of reach."""

    base_url: str = ""  # --base-url; empty: the report's own
    missing: int = 0
    pinned: int = 0
    drafts: bool = False
    noindex: bool = False  # --noindex: a preview, which no search engine shall keep
    made_by: str = "smallprint"

    @property
    def partial(self) -> bool:
        return self.missing > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link, its address relative to the page it stands on; empty `href` is plain text."""

    text: str
    href: str = ""
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A feed or other machine-readable twin of a page, for ``<link rel=alternate>``."""

    title: str
    href: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The report itself, as every page names it."""

    title: str
    tagline: str
    base_url: str
    as_of: date
    contact: str
    repository: str
    licence_notes: str
    licence_code: str
    licence_data: str
    attributions: tuple[str, ...]
    missing: int
    pinned: int
    wording: Wording = ENGLISH
    example: bool = False  # whether the report has the worked example, which needs no archive

    @property
    def partial(self) -> bool:
        return self.missing > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """The frame of one page. Links in it are relative to the page; `url` and `canonical` name the page itself."""

    site: SiteView
    path: str
    root: str
    title: str  # of the page; the site's title is added after it
    description: str = ""
    kind: str = "website"  # Open Graph: website | article
    canonical: str = ""  # absolute where a base URL is known
    noindex: bool = False
    crumbs: tuple[LinkView, ...] = ()
    jump: tuple[LinkView, ...] = ()  # parts of this page; the site's navigation stands there where empty
    nav: tuple[LinkView, ...] = ()
    footer: tuple[LinkView, ...] = ()
    feeds: tuple[FeedView, ...] = ()
    card: str = ""  # absolute address of a picture
    card_size: tuple[int, int] = (1200, 630)  # its width and height in pixels
    card_alt: str = ""
    edit: str = ""  # where the page's file is edited on the code host; empty where there is none
    json_ld: str = ""  # JSON text; render escapes it
    csp: str = CSP
    published: date | None = None
    modified: date | None = None
    frame: bool = True  # False: no header and footer (embeds)
    invented: bool = False  # about the company of the worked example, which nobody must take for a real one

    @property
    def url(self) -> str:
        return url_of(self.path)

    def to(self, url: str) -> str:
        """A relative link from this page to a url of the site, or an outside address as it is."""
        if url.startswith(("https:", "http:", "mailto:", "#")):
            return url
        if self.root != root_of(self.path):  # a page served anywhere, such as 404
            return self.root + url
        return relative(self.path, url)

    def at(self, url: str) -> str:
        """The same address for people to copy and for machines elsewhere."""
        return absolute(self.site.base_url, url)


def site_view(catalog: Catalog, options: SiteOptions) -> SiteView:
    """The report as pages name it."""
    report = catalog.report
    return SiteView(
        title=report.title,
        tagline=report.tagline,
        base_url=(options.base_url or report.base_url).rstrip("/"),
        as_of=report.as_of,
        contact=report.contact,
        repository=report.repository,
        licence_notes=report.licences.notes,
        licence_code=report.licences.code,
        licence_data=report.licences.data,
        attributions=join_attributions(d.attribution for d in catalog.documents if d.attribution),
        missing=options.missing,
        pinned=options.pinned,
        wording=wording_of(catalog),
        example=any(c.key.startswith(addresses.EXAMPLE) for c in catalog.changes),
    )


def wording_of(catalog: Catalog) -> Wording:
    """In what language a report speaks, and what it calls things."""
    return Wording(language=catalog.report.language, nouns=catalog.vocabulary.nouns)


def join_attributions(lines: Iterable[str]) -> tuple[str, ...]:
    """Each attribution once; those that differ only in the names in their bracket as one, with all the names."""
    names: dict[tuple[str, str, str, str], list[str]] = {}
    for line in lines:
        head, opens, rest = line.partition("(")
        inside, shuts, tail = rest.partition(")")
        names.setdefault((head, opens, shuts, tail), []).extend(inside.split(", "))
    return tuple(
        f"{head}{opens}{', '.join(sorted(set(inside)))}{shuts}{tail}"
        for (head, opens, shuts, tail), inside in names.items()
    )


def make_chrome(
    catalog: Catalog,
    options: SiteOptions,
    *,
    path: str,
    title: str,
    description: str = "",
    noindex: bool = False,
) -> Chrome:
    """The frame of a page; further fields by `dataclasses.replace` or `with_crumbs`. A partial build is noindex."""
    site = site_view(catalog, options)
    report = catalog.report
    url = url_of(path)
    bare = Chrome(site=site, path=path, root=root_of(path), title=title, description=description)
    return replace(
        bare,
        canonical=absolute(site.base_url, url) if site.base_url else "",
        noindex=noindex or options.noindex or options.partial or options.drafts,
        nav=tuple(LinkView(text=t, href=bare.to(u), current=u == url) for t, u in NAV),
        edit=addresses.edit_url(report.repository, report.branch, file)
        if (file := _file_of(catalog, url))
        else "",
        footer=tuple(
            LinkView(text=t, href=bare.to(u), current=u == url)
            for t, u in (*FOOTER, *(UNREAD if catalog.report.publish_unread else ()))
        ),
        feeds=(
            FeedView(
                title=say("%(title)s: all changes", title=site.title),
                href=bare.to(addresses.SITE_ATOM),
                media_type="application/atom+xml",
            ),
        ),
    )


def _file_of(catalog: Catalog, url: str) -> str:
    """The content file that a page is written in; empty for pages of no single file, and for changes, which link to it themselves."""
    if not catalog.report.repository:
        return ""
    written = (catalog.companies, catalog.documents, catalog.topics, catalog.stories, catalog.pages)
    found = next((item.where.path for items in written for item in items if item.url == url), "")
    return addresses.content_file(found)


def example_chrome(chrome: Chrome, company: str) -> Chrome:
    """The same frame, told apart where the company is the invented one: not to be indexed, and below the method."""
    if not company.startswith(addresses.EXAMPLE):
        return chrome
    parents = tuple(
        LinkView(text=text, href=chrome.to(url))
        for text, url in ((say("Method"), addresses.METHOD), (say("Worked example"), addresses.EXAMPLE))
    )
    return replace(chrome, invented=True, noindex=True, crumbs=(*parents, *chrome.crumbs))


def with_crumbs(chrome: Chrome, *crumbs: tuple[str, str]) -> Chrome:
    """The same frame, saying where the page stands: pairs of text and url, the last with an empty url."""
    links = tuple(
        LinkView(text=text, href=chrome.to(url) if url else "", current=not url) for text, url in crumbs
    )
    return replace(chrome, crumbs=links)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file that is not drawn by a template: its text (or bytes) as it shall be written."""

    body: str | bytes
    media_type: str

    @property
    def bytes(self) -> bytes:
        return self.body.encode("utf-8", "backslashreplace") if isinstance(self.body, str) else self.body
