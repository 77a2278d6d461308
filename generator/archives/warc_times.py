"""Which record of a WARC a locator names, and how a locator names it: by the second, and by more only where it must. Pure."""

from datetime import datetime
from typing import Protocol, TypeVar

from generator.model.errors import NotArchived
from generator.model.locators import WarcLocator
from generator.model.times import spell_time


class Timed(Protocol):
    """What a record has that locators go by."""

    @property
    def url(self) -> str: ...

    @property
    def at(self) -> datetime: ...


R = TypeVar("R", bound=Timed)


def name_records(file: str, records: list[R]) -> list[tuple[R, WarcLocator]]:
    """Records with their locators, in their order; those of one URL and second in order of their fractions.

    A locator names the second alone where that is enough, else the fraction, else the place among equal times.
    """
    places: dict[tuple[str, datetime], list[int]] = {}
    for number, record in enumerate(records):
        places.setdefault((record.url, record.at.replace(microsecond=0)), []).append(number)
    named: list[tuple[R, WarcLocator] | None] = [None] * len(records)
    for (url, second), numbers in places.items():
        if len(numbers) == 1:
            named[numbers[0]] = (records[numbers[0]], WarcLocator(file=file, url=url, at=second))
            continue
        seen: dict[datetime, int] = {}
        together = sorted((records[number] for number in numbers), key=lambda record: record.at)
        for number, record in zip(numbers, together, strict=True):
            nth = seen[record.at] = seen.get(record.at, 0) + 1
            named[number] = (record, WarcLocator(file=file, url=url, at=record.at, nth=nth))
    return [pair for pair in named if pair is not None]


def choose_record(found: list[R], locator: WarcLocator) -> R:
    """The one record that a locator names. Raises NotArchived where there is none, or more than one and nothing tells which."""
    fitting = [record for record in found if fits_time(record.at, locator)]
    exact = [record for record in fitting if record.at == locator.at]
    if exact and len(exact) >= locator.nth:
        return exact[locator.nth - 1]
    if locator.nth == 1 and fitting and len({record.at for record in fitting}) == 1:
        return fitting[0]
    times = ", ".join(sorted({_spell(record.at) for record in fitting or found})[:5])
    raise NotArchived(
        f"{locator}: " + (f"captured at {times}" if found else "not in this file"), url=locator.url
    )


def fits_time(at: datetime, wanted: WarcLocator) -> bool:
    """Whether a record's time may be the one that a locator names: a whole second names all of it."""
    if wanted.at is None:
        return True
    return at == wanted.at or (not wanted.at.microsecond and at.replace(microsecond=0) == wanted.at)


def _spell(at: datetime) -> str:
    fraction = f".{at.microsecond:06d}".rstrip("0") if at.microsecond else ""
    return f"{spell_time(at).removesuffix('Z')}{fraction}Z"
