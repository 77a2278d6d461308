"""What an entry of `counted` comes to, from the content files alone: lists of captures, pins of changes, days that files name. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from generator.content.durations import duration
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document, Source
from generator.model.counts import Counted, CountKind
from generator.model.times import parse_time

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
Words = Callable[[CaptureRow], str]


class NotCounted(ValueError):
    """Why an entry counts nothing, the cure, and the key of the change that it names and that is not there, if that is why."""

    def __init__(self, message: str, hint: str, about: str = "") -> None:
        super().__init__(message, hint, about)
        self.message, self.hint, self.about = message, hint, about


@dataclass(frozen=True, slots=True)
class Counting:
    """What an entry is counted in: the catalog, the keys of the changes that its file is about, and its sources, which name days."""

    catalog: Catalog
    keys: tuple[str, ...]
    sources: tuple[Source, ...]
    of: str = ""  # the document that a change counts

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of the keys that can be read."""
        return tuple(change for key in self.keys if (change := self.catalog.change(key)))


def counting_of(catalog: Catalog, change: Change) -> Counting:
    """What the entries of a change are counted in."""
    return Counting(catalog, (change.key,), change.sources, of=change.document_key)


def recorded_words(row: CaptureRow) -> str:
    """The name of a capture's words as captures.tsv has it: their digest, or that of its bytes where nobody read them."""
    return row.words or row.sha256


def measured(entry: Counted, told: Counting) -> tuple[int, float]:
    """What an entry comes to: the number to be written under `found`, and the exact measure (a duration's with its fraction).

    Raises NotCounted for an entry that counts nothing.
    """
    if entry.count.is_duration:
        return duration(entry.count, _day(entry.from_, told), _day(entry.to, told))
    if entry.count.is_of_record:
        number = len(captures_of(entry, told))
    else:
        if told.of:
            raise NotCounted(f"a change counts no {entry.count}", "a story counts the changes that it names")
        number = len(set(_NAMED[entry.count](told)))
    return number, float(number)


def _owners(told: Counting) -> Iterator[str]:
    for slug in (key.rsplit("/", 2)[0] for key in told.keys):
        company = told.catalog.company(slug)
        yield (company.owner if company else "") or slug


_NAMED: dict[CountKind, Callable[[Counting], Iterable[str]]] = {
    CountKind.CHANGES: lambda told: told.keys,
    CountKind.DOCUMENTS: lambda told: (key.rpartition("/")[0] for key in told.keys),
    CountKind.COMPANIES: _owners,
}


def captures_of(entry: Counted, told: Counting, words: Words = recorded_words) -> list[CaptureRow]:
    """The captures that an entry of a record counts. `words` names the words of a capture: equal names, equal words.

    Raises NotCounted.
    """
    document = _document_of(entry, told)
    first, last = _span(entry, told)
    rows = _rows_of(document, entry)
    if entry.count is CountKind.VERSIONS:
        rows = versions([row for row in rows if row.captured_at <= last], words)
    elif entry.count is CountKind.BY_HAND:
        listed = entry.list_ or _recorded_list(entry, told)
        until = max((at for one in listed if (at := parse_time(one))), default=last)
        others = versions([row for row in rows if row.captured_at <= until], words)
        rows = [_listed(at, others, document) for at in listed]
        if len({row.captured_at for row in rows}) < len(rows):
            raise NotCounted("a capture is listed twice", "list each once")
    return [row for row in rows if first <= row.captured_at <= last]


def _document_of(entry: Counted, told: Counting) -> Document:
    """The document whose captures an entry counts. Raises NotCounted."""
    if told.of and entry.of not in ("", told.of):
        raise NotCounted(
            f"a change counts captures of its own document, not of {entry.of!r}", "leave `of` out"
        )
    document = told.catalog.document(entry.of or told.of)
    if document is None:
        raise NotCounted(f"no document is called {entry.of!r}", "`of: COMPANY/DOCUMENT`")
    return document


def _rows_of(document: Document, entry: Counted) -> list[CaptureRow]:
    """The captures of the document, of one archive where the entry names one, archive by archive in its own order."""
    rows = [row for row in document.captures if entry.archive in ("", row.archive)]
    if not rows:
        raise NotCounted(
            f"captures.tsv lists nothing of {entry.archive!r}", "name an archive as captures.tsv does"
        )
    return sorted(rows, key=lambda row: (row.archive, row.order, row.captured_at))


def versions(rows: Iterable[CaptureRow], words: Words) -> list[CaptureRow]:
    """The captures whose words differ from those before, in the same archive; its first capture differs from none.

    Suspect captures and those that the archive extracted again are no versions; what follows one is a version only if it differs
    from that one too. `words` names the words of a capture.
    """
    found: list[CaptureRow] = []
    archive, known = "", set[str]()
    for row in rows:
        if row.archive != archive:
            archive, known = row.archive, set()
        name = words(row)
        if not row.kind.is_judged:
            known.add(name)
            continue
        if known and name not in known:
            found.append(row)
        known = {name}
    return found


def _listed(at: str, rows: Sequence[CaptureRow], document: Document) -> CaptureRow:
    """The version that a list names by its time. Raises NotCounted for a time of no capture, or of one with the words before it."""
    named = [row for row in rows if row.captured_at == parse_time(at)]
    if len(named) == 1:
        return named[0]
    if named:
        raise NotCounted(f"several archives have a capture of {at}", "name one under `archive`")
    if not any(row.captured_at == parse_time(at) for row in document.captures):
        raise NotCounted(f"no capture of {document.key} was made at {at!r}", "times as captures.tsv has them")
    raise NotCounted(
        f"the capture of {at} has the words of the one before it", "list captures with other words only"
    )


def _recorded_list(entry: Counted, told: Counting) -> tuple[str, ...]:
    """The list that a change of the document records under the same judgement."""
    lists = (one.list_ for one in recorded(entry, told) if one.list_ and one.as_ == entry.as_)
    found = next(lists, ())
    if not found:
        raise NotCounted(
            f"no change of {entry.of or told.of} lists captures `as: {entry.as_}`",
            "list the captures that were counted in a change: `list: [TIME, …]`",
        )
    return found


def recorded(entry: Counted, told: Counting) -> Iterator[Counted]:
    """The counts of the same kind and archive that changes of the document record."""
    for change in told.catalog.changes:
        if change.document_key == (entry.of or told.of):
            yield from (c for c in change.counted if (c.count, c.archive) == (entry.count, entry.archive))


def _span(entry: Counted, told: Counting) -> tuple[datetime, datetime]:
    """The ends of a span, both included: a day as `to` counts whole. A list needs none."""
    if entry.count is not CountKind.BY_HAND and not (entry.from_ and entry.to):
        raise NotCounted("the span has no ends", "`from` and `to`: the record grows, and its count with it")
    first = _end(entry.from_, told) if entry.from_ else datetime.min.replace(tzinfo=UTC)
    last = _end(entry.to, told, whole=True) if entry.to else datetime.max.replace(tzinfo=UTC)
    if last < first:
        raise NotCounted("the span ends before it begins", "`from` is the earlier end")
    return first, last


def _end(words: str, told: Counting, *, whole: bool = False) -> datetime:
    """An end of a span as a time: of a capture, of a pin, or the first or last moment of a day."""
    if at := parse_time(words):
        return at
    key, _, side = words.partition("#")
    change = told.catalog.change(key)
    if change is not None and side in tuple(Side):
        return (change.before if side == Side.BEFORE else change.after).at
    try:
        day = date.fromisoformat(words if _DAY.match(words) else "")
    except ValueError:
        raise NotCounted(
            f"{words!r} is no end of a span",
            "a day, the time of a capture, or COMPANY/DOCUMENT/DAY#before or …#after",
            key if side else "",
        ) from None
    return datetime.combine(day, time.max if whole else time.min, tzinfo=UTC)


def _day(words: str, told: Counting) -> date:
    """An end of a duration as a day that something at hand names. Raises NotCounted for any other."""
    day = _end(words, told).date()
    if "#" in words or day in _known_days(told):
        return day
    raise NotCounted(
        f"no capture, date or source of this page has the day {day}",
        "count from a capture, a day under `dates` of a change, or the day of a source",
    )


def _known_days(told: Counting) -> set[date]:
    documents = {change.document_key for change in told.changes}
    rows = (row for key in documents if (held := told.catalog.document(key)) for row in held.captures)
    days = {row.captured_at.date() for row in rows}
    days |= {stated.on for change in told.changes for stated in change.dates if stated.on is not None}
    sources = (*told.sources, *(source for change in told.changes for source in change.sources))
    return days | {date.fromisoformat(source.published) for source in sources if _DAY.match(source.published)}
