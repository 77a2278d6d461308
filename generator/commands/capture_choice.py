"""Which captures a person means: a listed time, a day, a locator, or an address pasted from a browser."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from generator.archives.protocol import Archive
from generator.archives.settings import ArchiveSettings
from generator.commands.capture_reader import list_locator
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Document
from generator.model.errors import LocatorError, UsageError
from generator.model.locators import Locator, OtaLocator, WaybackLocator, locator_of
from generator.model.times import parse_time, spell_time

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_STAMPED = re.compile(r"/(?:[\w-]+/)*?(\d{14})(?:[a-z]{2}_)?/(https?:/.+)\Z", re.DOTALL)
_COMMIT = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/commit/([0-9a-f]{7,40})(?:[#?].*)?\Z")
_SHOWN = 4  # captures that a message names


def locator_at(name: str, settings: ArchiveSettings, known: Document | None = None) -> Locator:
    """A locator as written or pasted. Raises UsageError for what is neither.

    Pages of the web archive that the settings name are read as those of the public one. A commit of a collection is the
    file that the document is tracked in; a live page is all captures of its address.
    """
    name = name.strip()
    found = _STAMPED.match(urlsplit(name).path) if _is_of(name, settings.wayback) else None
    if found:
        query = urlsplit(name).query
        at = parse_time(found[1])
        if at is not None:
            return WaybackLocator(at=at, url=found[2] + (f"?{query}" if query else ""))
    if commit := _COMMIT.match(name):
        return _of_commit(name, commit[1], commit[2], known)
    try:
        return locator_of(name)
    except LocatorError as error:
        if re.match(r"https?://[^\s/?#@]+", name):
            return WaybackLocator(url=name)
        raise UsageError(str(error)) from error


def is_whole_history(locator: Locator) -> bool:
    """Whether a locator names all captures of something rather than one."""
    return (isinstance(locator, WaybackLocator) and locator.at is None) or (
        isinstance(locator, OtaLocator) and not locator.commit
    )


def listed_captures(locator: Locator, archives: Sequence[Archive]) -> tuple[CaptureRow, ...]:
    """The captures that an archive lists for a locator, oldest first."""
    rows = list_locator(locator, archives).rows
    return tuple(sorted(rows, key=lambda row: (row.captured_at, row.order)))


def row_at(name: str, rows: Sequence[CaptureRow]) -> CaptureRow | None:
    """The listed capture of a time or a day; None where the name is neither. Raises UsageError where none or several fit."""
    time, _, prefix = name.partition("@")
    at = parse_time(time)
    if _DAY.match(name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise UsageError(f"{name} does not exist in the calendar") from None
        fitting = [row for row in rows if row.captured_at.date() == day]
        if len({row.sha256 for row in fitting}) > 1:
            listed = ", ".join(row.ref for row in fitting[:_SHOWN])
            raise UsageError(f"{name}: {len(fitting)} captures of that day are listed; name one: {listed}")
    elif at is not None:
        fitting = [row for row in rows if row.captured_at == at and row.sha256.startswith(prefix)]
        if len({row.sha256 for row in fitting}) > 1:
            raise UsageError(f"{name}: {len(fitting)} captures of that time are listed; give TIME@DIGEST")
    else:
        return None
    if fitting:
        return fitting[0]
    when = at or parse_time(f"{name}T00:00:00Z")
    near = sorted(rows, key=lambda row: abs((row.captured_at - when).total_seconds()) if when else 0)[:2]
    told = ", ".join(row.ref for row in sorted(near, key=lambda row: row.captured_at))
    raise UsageError(
        f"{name}: no capture of that {'time' if at else 'day'} is listed"
        + (
            f"; the nearest are {told}"
            if near
            else "; give a locator, or --from an address that an archive lists"
        )
    )


def row_before(after: CaptureRow, rows: Sequence[CaptureRow]) -> CaptureRow:
    """The last capture before another that has other words and may be judged. Raises UsageError where there is none."""
    earlier = [
        row
        for row in rows
        if row.captured_at < after.captured_at
        and row.sha256 != after.sha256
        and (not row.words or row.words != after.words)
        and row.kind not in (CaptureClass.SUSPECT, CaptureClass.TECHNICAL)
    ]
    if not earlier:
        raise UsageError(
            f"no capture before {spell_time(after.captured_at)} is listed; name one with --before"
        )
    return max(earlier, key=lambda row: (row.captured_at, row.archive == after.archive, row.order))


def _is_of(name: str, host: str) -> bool:
    one, two = urlsplit(name), urlsplit(host)
    return bool(two.netloc) and one.scheme in ("http", "https") and one.netloc == two.netloc


def _of_commit(name: str, repository: str, commit: str, known: Document | None) -> Locator:
    tracked = [locator for locator in (known.archives if known else ()) if isinstance(locator, OtaLocator)]
    for locator in tracked:
        if locator.repository == repository:
            return OtaLocator(repository=repository, commit=commit, path=locator.path)
    raise UsageError(
        f"{name}: a commit may hold many files; open the file at that commit and paste the address of that page "
        f"(https://github.com/{repository}/blob/{commit}/…)"
    )
