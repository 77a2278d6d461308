"""Which captures say something of the page's words, and which do not. Pure; the one rule for all who count captures.

A capture that is suspect (a wall, a frame, an error page, an empty file), technical (extracted again by the archive) or unread
is not judged: it neither shows words nor lacks them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.evidence.history import HistoryLine, Observed
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.times import spell_time


class Aside(StrEnum):
    """Why a capture is not judged."""

    SUSPECT = "suspect"
    TECHNICAL = "technical"
    UNREAD = "unread"


_ASIDE = {CaptureClass.SUSPECT: Aside.SUSPECT, CaptureClass.TECHNICAL: Aside.TECHNICAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A capture of which nothing is concluded. `read` says that its text was at hand."""

    row: CaptureRow
    kind: Aside
    reasons: tuple[str, ...] = ()
    read: bool = False

    @property
    def why(self) -> str:
        """The reasons in words, where none was given the class."""
        return "; ".join(self.reasons) or str(self.kind)


def is_judged(row: CaptureRow, pins: Collection[CaptureRow] = (), kind: CaptureClass | None = None) -> bool:
    """Whether a capture counts, by its class (`kind`, where it was classified anew). The pins of a change always count."""
    return (row.kind if kind is None else kind).is_judged or row in pins


def judged_text(text: str | None) -> str | None:
    """The text of a capture, None where it was not read or holds no words: an empty text lacks nothing."""
    return text if text and not text.isspace() else None


def set_aside(
    observed: Sequence[Observed], lines: Iterable[HistoryLine], pins: Collection[CaptureRow] = ()
) -> Mapping[CaptureRow, NotJudged]:
    """The captures that are not judged, by row. `lines` are the classes of the captures `observed`."""
    by_place = {(line.archive, line.at, line.order, str(line.locator)): line for line in lines}
    texts = {_text_of(one) for one in observed if one.policy is not None}
    found = {}
    for one in observed:
        row = one.row
        line = by_place[(row.archive, row.captured_at, row.order, str(row.locator))]
        read = _text_of(one) in texts
        if not read:
            found[row] = NotJudged(row=row, kind=Aside.UNREAD, reasons=_unread_reasons(one, line.reasons))
        elif not is_judged(row, pins, line.kind):
            found[row] = NotJudged(row=row, kind=_ASIDE[line.kind], reasons=line.reasons, read=True)
    return found


def spell_not_judged(captures: Sequence[NotJudged]) -> str:
    """``3 captures were not judged: TIME, TIME, why; TIME, why.``; empty where there are none."""
    if not captures:
        return ""
    by_reason: dict[str, list[str]] = {}
    for one in captures:
        by_reason.setdefault(one.why, []).append(one.row.ref)
    told = "; ".join(f"{', '.join(times)}: {why}" for why, times in by_reason.items())
    return f"{len(captures)} capture{'s were' if len(captures) != 1 else ' was'} not judged: {told}."


def not_judged_records(captures: Sequence[NotJudged]) -> list[dict[str, object]]:
    """The captures that were not judged, as `find --format json` lists them."""
    return [
        {
            "at": spell_time(one.row.captured_at),
            "archive": one.row.archive,
            "locator": str(one.row.locator),
            "class": str(one.kind),
            "reasons": list(one.reasons),
        }
        for one in captures
    ]


def _unread_reasons(one: Observed, told: tuple[str, ...]) -> tuple[str, ...]:
    if any(reason.startswith("not read") for reason in told):
        return told
    return (*told, f"not read: {one.failure}" if one.failure else "not read")


def _text_of(one: Observed) -> str:
    return one.words or str(one.row.sha256)
