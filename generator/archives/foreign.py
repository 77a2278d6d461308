"""Values that others wrote, read so that an odd one is an error of ours at its place and never a surprise.

Python's own parsers raise errors of many kinds on odd input: a time that leaves the calendar once its zone is taken off, JSON
nested 200,000 deep, a digit that is none in ASCII. Each reader here gives a value, None, or an ArchiveError.
"""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from generator.model.errors import UnexpectedReply
from generator.model.times import parse_time


def parse_json(text: str | bytes, what: str, url: str = "") -> Any:
    """JSON as a value. Raises UnexpectedReply, which begins with `what`, where it is none or is nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnexpectedReply(f"{what}: JSON that is nested too deep", url=url) from error
    except ValueError as error:
        raise UnexpectedReply(f"{what}: not JSON: {printable(str(error))}", url=url) from error


def parse_http_date(value: str) -> datetime | None:
    """A time as headers spell it (RFC 5322, IMF-fixdate); None for anything else, and for times outside the calendar."""
    try:
        return in_utc(parsedate_to_datetime(value))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def parse_iso_time(value: str) -> datetime | None:
    """A time as ISO 8601 spells it, with fractions and any zone (UTC where none is named); None for anything else."""
    try:
        return parse_time(value) or in_utc(datetime.fromisoformat(value.strip().replace("Z", "+00:00")))
    except (ValueError, OverflowError):
        return None


def in_utc(at: datetime) -> datetime:
    """The same time in UTC. Raises OverflowError where that lies outside the calendar."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def parse_count(value: str) -> int | None:
    """A whole number in ASCII digits, of a length that a number of bytes or seconds may have; None for anything else."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None


def printable(text: str, most: int = 120) -> str:
    """Foreign words for a message: one line, of bounded length, with nothing that a terminal would obey or cannot show."""
    line = " ".join(text.split()).encode("utf-8", "replace").decode("utf-8")
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return line if len(line) <= most else line[:most] + "…"
