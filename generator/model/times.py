"""Times of captures are UTC and end in Z; days are plain ISO days."""

import re
from datetime import UTC, datetime

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z\Z")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?\Z")


def parse_time(text: str) -> datetime | None:
    """``2023-04-01T06:45:10Z`` or ``20230401T064510Z`` or a Wayback ``20230401064510``; None for anything else."""
    found = _ISO.match(text) or _STAMP.match(text)
    if not found:
        return None
    try:
        return datetime(*(int(part) for part in found.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def spell_time(at: datetime) -> str:
    """``2023-04-01T06:45:10Z``."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def stamp_of(at: datetime, *, separator: str = "T", end: str = "Z") -> str:
    """``20230401T064510Z`` for file names; with empty separator and end, a Wayback timestamp."""
    at = at.astimezone(UTC)
    return f"{at.year:04d}{at:%m%d}{separator}{at:%H%M%S}{end}"
