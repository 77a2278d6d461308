"""Have you got this address? Every address at which a followed document stands or stood, sorted by host."""

from dataclasses import dataclass

from generator.model.captures import WaybackLocator
from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.document import locations_of
from generator.pages.material import Material, company_name, is_example


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """An address, the document it belongs to, and when it stood there. `needle` is what a search compares."""

    shown: str
    needle: str
    since: str
    href: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostView:
    host: str
    addresses: tuple[AddressView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUrlView:
    chrome: Chrome
    hosts: tuple[HostView, ...]
    unrecorded: tuple[tuple[str, str], ...]  # href and name of documents whose address nobody recorded


def by_url_page(material: Material) -> PageSpec:
    """A list that the browser's own search can read; a script only filters it."""
    catalog = material.catalog
    path = addresses.file_of(addresses.BY_URL)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title="Have you got this address?",
            description="Addresses of terms and policies whose captures this report holds.",
        ),
        ("By address", ""),
    )
    found: list[tuple[str, AddressView]] = []
    unrecorded: list[tuple[str, str]] = []
    for document in catalog.documents:
        if is_example(document.company):
            continue
        name = f"{company_name(catalog, document.company)}, {document.title}"
        known = [(place.url, place.since) for place in locations_of(document) if place.url]
        known += [(a.url, "") for a in document.archives if isinstance(a, WaybackLocator)]
        seen: set[str] = set()
        for url, since in known:
            needle = needle_of(url)
            if needle not in seen:
                seen.add(needle)
                view = AddressView(
                    shown=url, needle=needle, since=since, href=chrome.to(document.url), document=name
                )
                found.append((needle.partition("/")[0], view))
        if not seen:
            unrecorded.append((chrome.to(document.url), name))
    hosts = sorted({host for host, _ in found})
    page = ByUrlView(
        chrome=chrome,
        hosts=tuple(
            HostView(
                host=host,
                addresses=tuple(sorted((a for h, a in found if h == host), key=lambda a: (a.needle, a.href))),
            )
            for host in hosts
        ),
        unrecorded=tuple(unrecorded),
    )
    return PageSpec(path=path, template="by-url.html", view=page)


def needle_of(url: str) -> str:
    """An address as people paste it: without scheme, ``www.``, query, fragment and closing slash, in small letters."""
    _, _, rest = url.rpartition("://")
    bare = rest.partition("#")[0].partition("?")[0].rstrip("/").casefold()
    return bare.removeprefix("www.")
