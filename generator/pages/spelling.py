"""How pages spell days, times, numbers and stretches of time in English. Independent of locale and clock."""

from datetime import UTC, date, datetime, timedelta

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


def round_moments(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """The turns of years, months or days between two times, by how far they lie apart, each as an axis names it."""
    days = (last - first).days
    if days > 1000:
        moments = [datetime(y, 1, 1, tzinfo=UTC) for y in range(first.year, last.year + 2)]
        texts = [f"{m.year}" for m in moments]
    elif days > 45:
        count = (last.year - first.year) * 12 + last.month - first.month + 2
        pairs = [divmod(first.month - 1 + n, 12) for n in range(count)]
        moments = [datetime(first.year + years, month + 1, 1, tzinfo=UTC) for years, month in pairs]
        texts = [f"{MONTHS[m.month - 1][:3]} {m.year}" for m in moments]
    else:
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        moments = [midnight + timedelta(days=n) for n in range(days + 3)]
        texts = [f"{m.day} {MONTHS[m.month - 1][:3]}" for m in moments]
    return [(m, t) for m, t in zip(moments, texts, strict=True) if first <= m <= last]


def direction_of(language: str) -> str:
    """`rtl` for scripts that run right to left."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "dv", "ckb"})
