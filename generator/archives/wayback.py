"""The Wayback Machine: its CDX list with resume keys, and raw mementos (``id_``).

A redirect by the archive to another time is not the capture that was asked for, and is refused with the time that would
have come. A redirect that was itself captured is followed, and the chain is kept. Only a reply with Memento-Datetime is a
memento; the archive's own pages never become evidence.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import quote

from generator.archives.cdx import CdxPage, parse_cdx
from generator.archives.foreign import parse_http_date
from generator.archives.public_hosts import WAYBACK_HOST
from generator.archives.session import ArchiveSession, Reply, is_http_date
from generator.archives.settings import ArchiveRun, adapter_of
from generator.archives.transport import split_type, undone_since
from generator.model.captures import FetchedBytes, Fixity, ListedCapture
from generator.model.digests import digest_of
from generator.model.errors import (
    Blocked,
    Excluded,
    NotAMemento,
    NotArchived,
    RedirectedInTime,
    Truncated,
    UnexpectedReply,
)
from generator.model.locators import Locator, WaybackLocator
from generator.model.times import parse_time, stamp_of

_MEMENTO = re.compile(r"/web/(\d{14})([a-z]{2}_)?/(.+)\Z", re.DOTALL)
_PAGE = 5000
_CDX_KEPT = 3600.0
_LEEWAY = timedelta(
    days=1
)  # how far a captured redirect's target may lie in time from the capture that names it


@adapter_of(WaybackLocator.kind)
def open_wayback(run: ArchiveRun) -> "tuple[WaybackArchive, ...]":
    return (WaybackArchive(session=run.session, host=run.settings.wayback),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaybackArchive:
    """`host` is configurable so that a replay or another Wayback installation can stand in."""

    session: ArchiveSession
    host: str = WAYBACK_HOST
    page: int = _PAGE
    list_kept: float = _CDX_KEPT

    def answers(self, locator: Locator) -> bool:
        return isinstance(locator, WaybackLocator)

    def list_captures(
        self, locator: Locator, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[ListedCapture]:
        """All captures of the URL in the CDX's order, page after page; each row once."""
        assert isinstance(locator, WaybackLocator)
        query = f"url={quote(locator.url, safe='')}&limit={self.page}"
        query += f"&from={_cdx_time(since)}" if since else ""
        query += f"&to={_cdx_time(until)}" if until else ""
        query += "&showResumeKey=true&resolveRevisits=true"
        resume, seen, order, keys = "", set[str](), 0, set[str]()
        while True:
            address = f"{self.host}/cdx/search/cdx?{query}" + (
                f"&resumeKey={quote(resume, safe='')}" if resume else ""
            )
            page = self._page(address, locator)
            resume = page.resume
            for row, listed in page.lines:
                if row in seen:
                    continue
                seen.add(row)
                if listed is not None:
                    yield replace(listed, order=order)
                    order += 1
            if not resume or not page.lines:
                return
            if resume in keys:
                raise UnexpectedReply(f"{locator}: the list goes round in circles", url=address)
            keys.add(resume)

    def _page(self, address: str, locator: WaybackLocator) -> CdxPage:
        """One page of the list. A reply that is none raises, and is not remembered."""

        def read(reply: Reply) -> CdxPage:
            if reply.status != 200:
                raise_for_no_memento(reply, reply.url)
            return parse_cdx(reply.body, locator.url, reply.url)

        return read(self.session.get(address, pace="cdx", keep=self.list_kept, check=read))

    def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
        """The raw memento at exactly the locator's time."""
        assert isinstance(locator, WaybackLocator)
        if locator.at is None:
            raise NotArchived(f"{locator} names no time", url=locator.url)
        chain: list[str] = []
        address = self.address(locator)
        wanted = locator.at
        for _ in range(self.session.limits.hops):
            reply = self.session.get(address, pace="memento", fresh=fresh)
            at = memento_time(reply)
            target = reply.header("location") if reply.status in (301, 302, 303, 307, 308) else ""
            if at is None:
                if target and (stamp := _stamp_in(target)):
                    if not chain or abs(stamp - wanted) > _LEEWAY:
                        raise RedirectedInTime(
                            f"{locator}: the archive offers its capture of {stamp_of(stamp)} instead",
                            url=address, asked=locator.at, got=stamp,
                        )  # fmt: skip
                    wanted = stamp
                    chain.append(f"archive: {target}")
                    address = self.session.hosts.hop(address, target)
                    continue
                raise_for_no_memento(reply, str(locator))
            if at != wanted:
                raise RedirectedInTime(
                    f"{locator}: the archive answered with its capture of {stamp_of(at)}",
                    url=address,
                    asked=wanted,
                    got=at,
                )
            if not target:
                return fetched_of(reply, at, tuple(chain))
            chain.append(f"{reply.status}: {target}")
            address = self.session.hosts.hop(address, target)
            if (stamp := _stamp_in(address)) is None:
                raise NotAMemento(
                    f"{locator}: the captured redirect leads out of the archive to {target}", url=address
                )
            wanted = stamp
        raise UnexpectedReply(f"{locator}: more than {self.session.limits.hops} redirects", url=address)

    def address(self, locator: WaybackLocator) -> str:
        """Where the raw memento of a locator is."""
        assert locator.at is not None
        return f"{self.host}/web/{stamp_of(locator.at, separator='', end='')}id_/{quote_target(locator.url)}"


def quote_target(url: str) -> str:
    """A captured URL as part of a memento's path: only what a request line cannot hold is escaped."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._|").replace("#", "%23")


def memento_time(reply: Reply) -> datetime | None:
    """When the archive says this was captured; None where it is no memento, or says it in two ways at once."""
    value = reply.header("memento-datetime").strip()
    if not is_http_date(value):
        return None
    return parse_http_date(value)


def raise_for_no_memento(reply: Reply, asked: str) -> NoReturn:
    """Say why a reply without Memento-Datetime is none. Always raises."""
    trouble = reply.header("x-archive-wayback-runtime-error")
    if "AdministrativeAccessControl" in trouble or "RobotAccessControl" in trouble or reply.status == 451:
        raise Excluded(
            f"{asked}: the archive does not serve this address ({trouble or reply.status})", url=reply.url
        )
    if reply.status == 404:
        raise NotArchived(f"{asked}: the archive has no capture", url=reply.url)
    if reply.status in (401, 403):
        raise Blocked(
            f"{asked}: the archive refuses us ({reply.status})", url=reply.url, by=reply.header("server")
        )
    if reply.status == 200:
        raise NotAMemento(
            f"{asked}: a page of the archive's own, or a live one, and no memento", url=reply.url
        )
    raise UnexpectedReply(f"{asked}: status {reply.status}", url=reply.url, status=reply.status)


def fetched_of(reply: Reply, at: datetime, chain: tuple[str, ...]) -> FetchedBytes:
    """A memento's bytes as a value. A part of a page (206) is none."""
    if reply.status == 206:
        raise Truncated(f"{reply.url}: only a part of the page was captured (206)", url=reply.url)
    media_type, charset = split_type(
        reply.header("x-archive-orig-content-type") or reply.header("content-type")
    )
    body, coding = undone_since(reply)
    return FetchedBytes(
        body=body, sha256=digest_of(body), captured_at=at, media_type=media_type, charset=charset, coding=coding,
        url=reply.url, status=reply.status, chain=chain, wire_sha1=reply.wire_sha1, cached=reply.cached,
    )  # fmt: skip


def with_fixity(got: FetchedBytes, reported: str) -> FetchedBytes:
    """What was fetched, with what the archive's own digest (as it listed it) says of these bytes."""
    return replace(got, fixity=fixity_of(got.body, reported, got.wire_sha1))


def fixity_of(body: bytes, reported: str, wire_sha1: str = "") -> Fixity:
    """Whether an archive's own SHA-1 is that of the bytes, as delivered or as transferred."""
    if not reported:
        return Fixity.NONE
    digest = reported.removeprefix("sha1:")
    ours = hashlib.sha1(body, usedforsecurity=False).digest()
    spelled = {base64.b32encode(ours).decode(), ours.hex(), wire_sha1}
    if len(digest) == 40:
        return Fixity.VERIFIED if digest.lower() in spelled else Fixity.NOT_REPRODUCIBLE
    try:
        base64.b32decode(digest)
    except (binascii.Error, ValueError):
        return Fixity.NOT_REPRODUCIBLE
    return Fixity.VERIFIED if digest in spelled else Fixity.NOT_REPRODUCIBLE


def _cdx_time(at: datetime) -> str:
    return stamp_of(at, separator="", end="")


def _stamp_in(address: str) -> datetime | None:
    found = _MEMENTO.search(address)
    return parse_time(found[1]) if found else None
