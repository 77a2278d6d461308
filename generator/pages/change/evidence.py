"""Captures as pages name them: archive, time, digest, where to look at them, where to look further."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from generator.model.captures import CaptureRef, CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.lock import Life
from generator.model.times import stamp_of
from generator.pages.after import AfterPart
from generator.pages.cite import CapturedView
from generator.pages.messages import say

SIDES = {Side.BEFORE: say("Before"), Side.AFTER: say("After")}
WAYBACK = "https://web.archive.org/web"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinView:
    """A capture that a change rests on. `order` facts such as the commit are in `locator`."""

    side: Side
    archive: str
    at: datetime
    digest: Digest
    size: int
    media_type: str
    locator: Locator
    href: str
    asked: str  # the address that was captured, empty where not recorded
    calendar: str  # the Wayback Machine's own list of captures around this time

    @property
    def name(self) -> str:
        return SIDES[self.side]

    @property
    def cited(self) -> CapturedView:
        return CapturedView(archive=self.archive, at=self.at, href=self.href, digest=self.digest)


def with_fragment(href: str, words: str) -> str:
    """A link that asks the browser to find these words: ``#:~:text=first words,last words``."""
    if not href or not words:
        return href
    spoken = words.split()
    if len(spoken) > 12:
        text = f"{quote(' '.join(spoken[:5]), safe='')},{quote(' '.join(spoken[-5:]), safe='')}"
    else:
        text = quote(" ".join(spoken), safe="")
    return f"{href}#:~:text={text.replace('-', '%2D')}"


def asked_url(document: Document | None, at: datetime) -> str:
    """The address that was captured at a time, empty where it is not recorded."""
    day = at.date()
    for location in document.locations if document else ():
        since, until = location.valid_from, location.valid_until
        if (since is None or since <= day) and (until is None or day <= until):
            return location.url
    return ""


def calendar_href(url: str, at: datetime) -> str:
    """The Wayback Machine's calendar of captures of an address, opened at a time."""
    invented = (urlsplit(url).hostname or "").endswith((".example", ".test", ".invalid"))
    return f"{WAYBACK}/{stamp_of(at, separator='', end='')}*/{url}" if url and not invented else ""


def pin_of(catalog: Catalog, change: Change, side: Side) -> PinView | None:
    """The capture of one side of a change, None where captures.tsv lacks it."""
    ref: CaptureRef = change.before if side is Side.BEFORE else change.after
    row = catalog.row(change.document_key, ref)
    return pin_of_row(catalog.document(change.document_key), row, side) if row else None


def pin_of_row(document: Document | None, row: CaptureRow, side: Side) -> PinView:
    """A capture as one side of a comparison."""
    asked = asked_url(document, row.captured_at) or row.locator.url
    return PinView(
        side=side,
        archive=row.locator.archive_name(row.archive),
        at=row.captured_at,
        digest=row.sha256,
        size=row.size,
        media_type=row.media_type,
        locator=row.locator,
        href=row.locator.page,
        asked=asked,
        calendar=calendar_href(asked, row.captured_at),
    )


def gap_notes(pins: Iterable[PinView | None]) -> tuple[str, ...]:
    """What a hatched stretch means, by the kind of archive: "unchanged" is never said."""
    return tuple(
        dict.fromkeys(
            say(
                "%(archive)s keeps differences only: hatched, no differing text was recorded.",
                archive=pin.locator.operator,
            )
            if pin.locator.keeps_differences_only
            else say("Hatched, there is no reliable capture in between.")
            for pin in pins
            if pin is not None
        )
    )


def bracket(life: Life) -> tuple[AfterPart, ...]:
    """Between which captures the words came, as a line without its full stop."""
    if life.first_with is None:
        return ()
    if life.last_without is not None:
        came = say("absent %(last)s, present %(first)s", last=life.last_without, first=life.first_with)
    elif life.read == life.listed and life.own == 0:
        came = say("present in the first capture held (%(first)s)", first=life.first_with)
    else:
        came = say("present %(first)s; what came before was not read", first=life.first_with)
    earlier = [i for i in life.intervals[: max(life.own, 0)] if i.present]
    stood = [
        say(" and from %(first)s to %(last)s", first=i.first, last=i.last)
        if number
        else say("; stood before from %(first)s to %(last)s", first=i.first, last=i.last)
        for number, i in enumerate(earlier)
    ]
    return tuple(AfterPart(text=text) for text in (came, *stood))
