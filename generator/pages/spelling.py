"""How pages spell days, times, numbers and stretches of time in English. Independent of locale and clock."""

from datetime import UTC, date, datetime

MONTHS = "January February March April May June July August September October November December".split()


def spell_day(on: date | datetime) -> str:
    """``1 April 2023``."""
    if isinstance(on, datetime):
        on = on.astimezone(UTC)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def spell_moment(at: datetime, *, seconds: bool = False) -> str:
    """``1 April 2023, 06:45 UTC``; with seconds where a moment is evidence."""
    at = at.astimezone(UTC)
    clock = f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"
    return f"{spell_day(at)}, {clock} UTC"


def spell_number(value: int) -> str:
    """``14,209``."""
    return f"{value:,}"


def spell_count(count: int, one: str, many: str = "") -> str:
    """``1 clause``, ``12 clauses``."""
    return f"{spell_number(count)} {one if count == 1 else many or one + 's'}"


def join_words(parts: tuple[str, ...], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
