"""The time between two days, in days, weeks, calendar months or years. Pure."""

from calendar import monthrange
from datetime import date

from generator.model.counts import CountKind


def duration(unit: CountKind, first: date, last: date) -> tuple[int, float]:
    """The number of units nearest to the time between two days, and the exact number with its fraction; the order is free.

    A month ends on the same day of the next month, or on its last day where it has no such day.
    """
    first, last = min(first, last), max(first, last)
    days = (last - first).days
    exact = float(days)
    if unit is CountKind.WEEKS:
        exact = days / 7
    elif unit in (CountKind.MONTHS, CountKind.YEARS):
        exact = _months(first, last) / (12 if unit is CountKind.YEARS else 1)
    return int(exact + 0.5), exact


def _months(first: date, last: date) -> float:
    whole = (last.year - first.year) * 12 + last.month - first.month
    while _later(first, whole) > last:
        whole -= 1
    start = _later(first, whole)
    return whole + (last - start).days / (_later(first, whole + 1) - start).days


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
