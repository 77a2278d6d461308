"""Have you got this address? Every address at which a followed document stands or stood, sorted by host."""

from dataclasses import dataclass

from generator.model.pages import PageSpec
from generator.pages.messages import say
from generator.pages import addresses
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.site.document import locations_of
from generator.pages.material import Material, company_name, is_example


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """An address, the document it belongs to, and when it stood there. `needle` is what a search compares."""

    shown: str
    needle: str
    since: str
    href: str
    document: str
    sites: str = ""  # domains of the company, for addresses that are not listed themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class HostView:
    host: str
    addresses: tuple[AddressView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUrlView:
    chrome: Chrome
    hosts: tuple[HostView, ...]
    unrecorded: tuple[
        tuple[str, str, str], ...
    ]  # href, name and domains of documents without a recorded address


def by_url_page(material: Material) -> PageSpec:
    """A list that the browser's own search can read; a script only filters it."""
    catalog = material.catalog
    path = addresses.file_of(addresses.BY_URL)
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=say("Have you got this address?"),
            description=say("Addresses of %(terms)s and policies whose captures this report holds."),
        ),
        (say("By address"), ""),
    )
    found: list[tuple[str, AddressView]] = []
    unrecorded: list[tuple[str, str, str]] = []
    for document in catalog.documents:
        if is_example(document.company):
            continue
        name = f"{company_name(catalog, document.company)}, {document.title}"
        company = catalog.company(document.company)
        sites = " ".join(sorted({domain_of(url) for url in (company.website if company else "",) if url}))
        known = [(place.url, place.since) for place in locations_of(document) if place.url]
        known += [(archive.url, "") for archive in document.archives if archive.url]
        seen: set[str] = set()
        for url, since in known:
            needle = needle_of(url)
            if needle not in seen:
                seen.add(needle)
                view = AddressView(
                    shown=url,
                    needle=needle,
                    since=since,
                    href=chrome.to(document.url),
                    document=name,
                    sites=" ".join(sorted({domain_of(url), *sites.split()})),
                )
                found.append((needle.partition("/")[0], view))
        if not seen:
            unrecorded.append((chrome.to(document.url), name, sites))
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


_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "or", "org"))


def domain_of(url: str) -> str:
    """The domain that a company registered, near enough to say "of the same company": ``explore.zoom.us`` is ``zoom.us``."""
    labels = needle_of(url).partition("/")[0].partition(":")[0].split(".")
    deep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-deep:])


def needle_of(url: str) -> str:
    """An address as people paste it: without scheme, ``www.``, query, fragment and closing slash, in small letters."""
    _, _, rest = url.rpartition("://")
    bare = rest.partition("#")[0].partition("?")[0].rstrip("/").casefold()
    return bare.removeprefix("www.")
