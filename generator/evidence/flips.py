"""Texts that go back to words they had before: told as a return, and compared once for each pair of states. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.captures import CaptureClass, CaptureRow

_UNJUDGED = (CaptureClass.SUSPECT, CaptureClass.TECHNICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A capture with words that an earlier one had, others having stood between. `is_told`: the same two states changed
    into each other before, so a draft on them says nothing new."""

    row: CaptureRow
    earlier: CaptureRow
    is_told: bool


def returns_among(rows: Sequence[CaptureRow], new: Sequence[CaptureRow]) -> tuple[Return, ...]:
    """The new captures that bring back words of an earlier capture of their archive. `rows` are all, in order of time."""
    wanted = frozenset(new)
    archives = dict.fromkeys(row.archive for row in new)
    return tuple(one for archive in archives for one in _returns(rows, archive) if one.row in wanted)


def _returns(rows: Sequence[CaptureRow], archive: str) -> Iterator[Return]:
    last: CaptureRow | None = None
    latest: dict[str, CaptureRow] = {}  # by words, the last capture that had them
    changed: set[frozenset[str]] = set()  # pairs of states of which one became the other
    for row in rows:
        if row.archive != archive or not row.words or row.kind in _UNJUDGED:
            continue
        if last is not None and row.words != last.words:
            pair = frozenset((last.words, row.words))
            if row.words in latest:
                yield Return(row=row, earlier=latest[row.words], is_told=pair in changed)
            changed.add(pair)
        latest[row.words] = last = row
