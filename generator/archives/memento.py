"""Any Memento archive (RFC 7089): TimeGates, TimeMaps as links or as JSON, and mementos by their own address.

A memento is asked for raw where its archive is known to serve it so (``/TIMESTAMPid_/``): rewritten pages carry the
archive's toolbar and links, and those are nobody's policy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

from generator.archives.address_key import is_same_page
from generator.archives.foreign import parse_http_date, parse_json, printable
from generator.archives.session import ArchiveSession, Reply
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.wayback import fetched_of, memento_time, raise_for_no_memento
from generator.model.captures import FetchedBytes, ListedCapture
from generator.model.errors import NotArchived, RedirectedInTime, UnexpectedReply
from generator.model.locators import Locator, MementoLocator
from generator.model.times import parse_time, spell_time

_STAMPED = re.compile(r"/(\d{14})([a-z]{2}_)?/(?=https?:|[\w.-]+\.\w)")
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))?)*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))")
_BETWEEN = re.compile(r"[\s,]*")
_BETWEEN_LINKS = re.compile(r"\s*;?\s*(?:,|\Z)")
_TIMEMAP = re.compile(r"/timemap/(?:[a-z-]+/)?(?:\d{1,9}/)?(https?(?::|%3a)\S*)\Z", re.I)
_REDIRECTS = (301, 302, 303, 307, 308)
_LIST_KEPT = 3600.0
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One typed link of a TimeMap or a Link header."""

    target: str
    rel: frozenset[str]
    at: datetime | None = None
    media_type: str = ""


@adapter_of(MementoLocator.kind)
def open_memento(run: ArchiveRun) -> "tuple[MementoArchive, ...]":
    return (MementoArchive(session=run.session),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MementoArchive:
    """Archives by the addresses they publish; only configured hosts are asked."""

    session: ArchiveSession

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, MementoLocator)

    def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
        """All mementos of a TimeMap, page after page. The locator names the TimeMap, or anything whose Link header does."""
        assert isinstance(locator, MementoLocator)
        waiting, asked, seen, order = [self.session.hosts.check(locator.uri)], set[str](), set[str](), 0
        while waiting:
            address = waiting.pop(0)
            if address in asked:
                continue
            asked.add(address)
            if len(asked) > _MOST_PAGES:
                raise UnexpectedReply(f"{locator}: a TimeMap of more than {_MOST_PAGES} pages", url=address)
            reply = self._follow(address, keep=_LIST_KEPT, asked=str(locator))
            links = self._timemap(reply, str(locator))
            for link in links:
                if "memento" in link.rel and link.at and link.target not in seen:
                    seen.add(link.target)
                    yield ListedCapture(
                        archive=_host_of(reply.url), captured_at=link.at, order=order,
                        locator=MementoLocator(uri=link.target),
                    )  # fmt: skip
                    order += 1
            waiting += [
                self.session.hosts.hop(reply.url, link.target) for link in links if _is_page(link, reply)
            ]

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        """The memento at the locator's address, raw where the archive can."""
        assert isinstance(locator, MementoLocator)
        address = self.session.hosts.check(raw_address(locator.uri))
        asked = stamp_in(address)
        chain: list[str] = []
        for _ in range(self.session.limits.hops):
            reply = self.session.get(address, pace="memento", fresh=fresh)
            at = memento_time(reply)
            target = reply.header("location") if reply.status in _REDIRECTS else ""
            if at is not None and asked is not None and at != asked and not chain:
                raise RedirectedInTime(
                    f"{locator}: answered with the capture of {spell_time(at)}",
                    url=address,
                    asked=asked,
                    got=at,
                )
            if at is not None and not target:
                return fetched_of(reply, at, tuple(chain))
            if not target:
                raise_for_no_memento(reply, str(locator))
            got = stamp_in(target)
            if at is None and asked is not None and got is not None and got != asked:
                raise RedirectedInTime(
                    f"{locator}: the archive offers its capture of {spell_time(got)} instead",
                    url=address, asked=asked, got=got,
                )  # fmt: skip
            chain.append(f"{reply.status}: {target}")
            address = self.session.hosts.hop(address, raw_address(target))
        raise UnexpectedReply(f"{locator}: more than {self.session.limits.hops} redirects", url=address)

    def nearest(self, timegate: str, at: datetime) -> MementoLocator:
        """The memento that a TimeGate says is nearest to a time. Its own time is that of the memento, not the one asked."""
        address = self.session.hosts.check(timegate)
        wanted = {"Accept-Datetime": format_datetime(at.astimezone(UTC), usegmt=True)}
        for _ in range(self.session.limits.hops):
            reply = self.session.get(address, pace="memento", headers=wanted, keep=0)
            if memento_time(reply) is not None:
                named = [
                    link
                    for link in parse_links(reply.header("link"))
                    if "memento" in link.rel and link.at == memento_time(reply)
                ]
                return MementoLocator(
                    uri=reply.header("content-location") or (named[0].target if named else reply.url)
                )
            if reply.status not in _REDIRECTS or not reply.header("location"):
                raise_for_no_memento(reply, timegate)
            address = self.session.hosts.hop(address, reply.header("location"))
        raise UnexpectedReply(f"{timegate}: more than {self.session.limits.hops} redirects", url=address)

    def _follow(self, address: str, keep: float, asked: str) -> Reply:
        """A reply that is no redirect, each hop checked. One that is no TimeMap, and names none, is not remembered."""

        def check(reply: Reply) -> object:
            return reply.status in _REDIRECTS or self._timemap(reply, asked)

        for _ in range(self.session.limits.hops):
            reply = self.session.get(address, pace="cdx", keep=keep, check=check)
            if reply.status not in _REDIRECTS or not reply.header("location"):
                return reply
            address = self.session.hosts.hop(address, reply.header("location"))
        raise UnexpectedReply(f"{address}: more than {self.session.limits.hops} redirects", url=address)

    def _timemap(self, reply: Reply, asked: str) -> tuple[Link, ...]:
        """The links of a TimeMap; those of its Link header where the reply is some other page."""
        if reply.status != 200:
            raise_for_no_memento(reply, asked)
        kind = reply.header("content-type").lower()
        text = reply.body.decode("utf-8", "replace")
        if "json" in kind:
            return check_addresses(parse_json_timemap(text, reply.url), reply.url)
        if "link-format" in kind or (text.lstrip().startswith("<http") and 'rel="' in text):
            return check_addresses(parse_link_list(text, reply.url), reply.url)
        named = [link for link in parse_links(reply.header("link")) if "timemap" in link.rel]
        if not named:
            raise NotArchived(f"{asked}: neither a TimeMap nor a page that names one", url=reply.url)
        return tuple(named)


def raw_address(uri: str) -> str:
    """The address of the raw memento where the archive's scheme has one: ``/20240101000000/`` becomes ``/20240101000000id_/``."""
    found = _STAMPED.search(uri)
    return uri if not found else f"{uri[: found.start()]}/{found[1]}id_/{uri[found.end() :]}"


def stamp_in(uri: str) -> datetime | None:
    """The time that stands in a memento's address; None where none does."""
    found = _STAMPED.search(uri)
    return parse_time(found[1]) if found else None


def parse_links(text: str) -> tuple[Link, ...]:
    """``application/link-format``, or a Link header: targets may hold commas, values may hold anything but a quote."""
    return tuple(_link(target, parameters) for target, parameters in _LINK.findall(text))


def parse_link_list(text: str, url: str) -> tuple[Link, ...]:
    """A whole TimeMap as links. Raises UnexpectedReply where anything in it is no link: a page, or an entry that breaks off."""
    links: list[Link] = []
    at = 0
    text = text.lstrip("\ufeff")
    while at < len(text):
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if at == len(text):
            break
        found = _LINK.match(text, at)
        after = _BETWEEN_LINKS.match(text, found.end()) if found else None
        if found is None or after is None:
            raise UnexpectedReply(
                f"{url}: entry {len(links) + 1} of the TimeMap is no link: {printable(text[at : at + 200])!r}",
                url=url,
            )
        link = _link(*found.groups())
        if "memento" in link.rel and link.at is None:
            raise UnexpectedReply(
                f"{url}: entry {len(links) + 1} of the TimeMap names no time: {printable(link.target)}",
                url=url,
            )
        links.append(link)
        at = after.end()
    if not links:
        raise UnexpectedReply(f"{url}: an empty reply in place of a TimeMap", url=url)
    return tuple(links)


def check_addresses(links: tuple[Link, ...], url: str) -> tuple[Link, ...]:
    """The links of a TimeMap. Raises UnexpectedReply where one is a memento of another address than the TimeMap's."""
    asked = _asked_in(url) or next((link.target for link in links if "original" in link.rel), "")
    for number, link in enumerate(links, 1):
        about = (
            _original_in(link.target)
            if "memento" in link.rel
            else link.target
            if "original" in link.rel
            else ""
        )
        if asked and about and not is_same_page(about, asked):
            raise UnexpectedReply(
                f"{url}: entry {number} of the TimeMap is of another address, {printable(about)}", url=url
            )
    return links


def _asked_in(url: str) -> str:
    """The original's address that stands in a TimeMap's own; empty where none does."""
    found = _TIMEMAP.search(url)
    about = unquote(found[1]) if found and "://" not in found[1] else found[1] if found else ""
    return about if about.startswith(("http://", "https://")) else ""


def _original_in(uri: str) -> str:
    """The original's address that stands in a memento's own; empty where the archive names them otherwise."""
    found = _STAMPED.search(uri)
    about = uri[found.end() :] if found else ""
    return about if about.startswith(("http://", "https://")) else ""


def _link(target: str, parameters: str) -> Link:
    fields = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(parameters)}
    return Link(
        target=target.strip(),
        rel=frozenset(fields.get("rel", "").lower().split()),
        at=parse_http_date(fields.get("datetime", "")),
        media_type=fields.get("type", ""),
    )


def parse_json_timemap(text: str, url: str) -> tuple[Link, ...]:
    """The JSON form that MemGator and its kin serve, or JSON lines or rows as Wayback's ``timemap/json`` has them."""
    value = parse_json(text, f"{url}: a TimeMap", url)
    if isinstance(value, dict):
        return tuple(_links_in(value, url))
    if value == []:
        raise NotArchived(
            f"{url}: a list without captures, and without the row that names its columns", url=url
        )
    if isinstance(value, list) and isinstance(value[0], list):
        return tuple(_links_in_rows(value, url))
    raise UnexpectedReply(f"{url}: a TimeMap in JSON of no known shape", url=url)


def _links_in(value: dict[str, Any], url: str) -> Iterator[Link]:
    mementos, pages = value.get("mementos"), value.get("timemap_index") or value.get("pages")
    if mementos is None and pages is None:
        raise UnexpectedReply(f"{url}: a TimeMap in JSON that lists nothing", url=url)
    entries = mementos.get("list") if isinstance(mementos, dict) else [] if mementos is None else None
    pages = [] if pages is None else pages
    if not isinstance(entries, list) or not isinstance(pages, list):
        raise UnexpectedReply(f"{url}: a TimeMap in JSON of no known shape", url=url)
    if isinstance(original := value.get("original_uri"), str):
        yield Link(target=original, rel=frozenset({"original"}))
    for number, entry in enumerate(entries, 1):
        at = _iso_date(str(entry.get("datetime", ""))) if isinstance(entry, dict) else None
        if at is None or not isinstance(entry.get("uri"), str):
            raise UnexpectedReply(f"{url}: entry {number} of the TimeMap lacks its time or address", url=url)
        yield Link(target=entry["uri"], rel=frozenset({"memento"}), at=at)
    for page in pages:
        if isinstance(page, dict) and isinstance(page.get("uri"), str):
            yield Link(target=page["uri"], rel=frozenset({"timemap"}))


def _links_in_rows(rows: list[Any], url: str) -> Iterator[Link]:
    """Rows under a row of column names (``original``, ``timestamp``)."""
    names = rows[0]
    if "timestamp" not in names or "original" not in names:
        raise UnexpectedReply(f"{url}: a TimeMap in rows without timestamp and original", url=url)
    base = url.partition("/timemap/")[0]
    for number, row in enumerate(rows[1:], 1):
        cells = dict(zip(map(str, names), row, strict=False)) if isinstance(row, list) else {}
        at = parse_time(str(cells.get("timestamp", "")))
        if len(cells) < len(names) or at is None:
            raise UnexpectedReply(
                f"{url}: row {number} of the TimeMap is not whole: {printable(str(row))}", url=url
            )
        target = f"{base}/{cells['timestamp']}/{cells['original']}"
        yield Link(target=target, rel=frozenset({"memento"}), at=at)


def _is_page(link: Link, reply: Reply) -> bool:
    """Whether a link leads to a further page of the same TimeMap."""
    if link.target == reply.url or "self" in link.rel:
        return False
    wanted = "link-format" in link.media_type or not link.media_type or "json" in link.media_type
    return bool(link.rel & {"timemap", "next"}) and "memento" not in link.rel and wanted


def _iso_date(value: str) -> datetime | None:
    return parse_time(value) or parse_http_date(value)


def _host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
