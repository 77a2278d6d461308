"""The lines of a CDX list: captures of one address, a line each. A reply is believed only where it is such a list.

An empty reply is a list without captures. A page in HTML or JSON, a line that breaks off, and a line of another address are
errors: a list that is not one would otherwise say that nothing was captured.
"""

import re
from dataclasses import dataclass

from generator.archives.address_key import is_same_page
from generator.archives.foreign import parse_count, printable
from generator.model.captures import ListedCapture
from generator.model.errors import UnexpectedReply
from generator.model.locators import WaybackLocator
from generator.model.times import parse_time

_FIELDS = 7
_WEB_ADDRESS = re.compile(r"https?://(?!mailto:)[^/@:\s\"]+[^\s\"]*\Z", re.I)


@dataclass(frozen=True, slots=True)
class CdxPage:
    """One page of a list. A line of no web address (an archive has such) stands as None. `resume` asks for the next page."""

    lines: tuple[tuple[str, ListedCapture | None], ...]
    resume: str = ""


def parse_cdx(body: bytes, asked: str, url: str) -> CdxPage:
    """A reply from `url` about the address `asked` as a page of captures. Raises UnexpectedReply where it is none."""
    text = body.decode("utf-8", errors="replace")
    begins = text.lstrip("\ufeff \t\r\n")[:1]
    if begins in ("<", "[", "{"):
        kind = "a page" if begins == "<" else "JSON"
        raise UnexpectedReply(
            f"{url}: {kind} in place of the lines of a list: {printable(text, 60)!r}", url=url
        )
    rows, resume = _split_page(text)
    if resume and not rows:
        raise UnexpectedReply(
            f"{url}: a word in place of the lines of a list: {printable(resume, 60)!r}", url=url
        )
    return CdxPage(
        tuple((row, _parse_row(row, number, asked, url)) for number, row in enumerate(rows, 1)), resume
    )


def _split_page(text: str) -> tuple[list[str], str]:
    """Rows and resume key: the key stands alone after an empty line at the end."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) >= 2 and not lines[-2].strip() and " " not in lines[-1].strip():
        return [line for line in lines[:-2] if line.strip()], lines[-1].strip()
    return [line for line in lines if line.strip()], ""


def _without_junk(address: str) -> str:
    """An address up to a quotation mark: what follows one is markup that a crawler took for part of a link."""
    return re.split(r"%22|\"", address, maxsplit=1)[0]


def _parse_row(row: str, number: int, asked: str, url: str) -> ListedCapture | None:
    """One line; None where it names no capture at a web address."""
    fields = row.split(" ")
    if len(fields) < _FIELDS:
        raise UnexpectedReply(f"{url}: line {number} of the list is not whole: {printable(row)!r}", url=url)
    at, address = parse_time(fields[1]), fields[2]
    if at is None:
        raise UnexpectedReply(f"{url}: line {number} of the list names no time: {printable(row)!r}", url=url)
    if not _WEB_ADDRESS.match(address):
        return None
    if "*" not in asked and not is_same_page(_without_junk(address), asked):
        raise UnexpectedReply(
            f"{url}: line {number} of the list is of another address, {printable(address)}", url=url
        )
    status, digest, size = fields[4], fields[5], fields[6]
    return ListedCapture(
        archive="wayback", captured_at=at, order=0, locator=WaybackLocator(at=at, url=address),
        media_type="" if fields[3] in ("-", "unk", "warc/revisit") else fields[3],
        reported_digest=f"sha1:{digest}" if digest != "-" else "",
        size=parse_count(size) or 0, status=parse_count(status) or 0,
    )  # fmt: skip
