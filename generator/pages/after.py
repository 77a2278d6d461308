"""What came after: for each quoted passage, whether the newest capture held of its edition still has the words.

The wording stands here once, so that pages, cards, embeds, feeds, citations, data files and the matrix all say the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status
from generator.model.evidence import Quotation
from generator.model.lock import Life
from generator.model.times import spell_time
from generator.pages.archives import archive_in_brackets
from generator.pages.following import follow

_SEE = ", see "


class AfterKind(StrEnum):
    """What is known of quoted words after the capture they were quoted from."""

    PRESENT = "present"  # in the newest capture held
    GONE = "gone"  # last seen in one capture, absent in the next
    UNFOLLOWED = "unfollowed"  # no later capture of the same edition was read


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPart:
    """A piece of the line: plain words, a time (`at` is set) or a link (`url` is set, from the site's root)."""

    text: str
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterView:
    """What came after one quotation. `parts` in order are the line; `text` is the line as plain words.

    `stands` says whether the newest capture that was read has the words. `archive` is the key in captures.tsv of the
    archive in which they were followed on, empty where it is the one they were quoted from. `see_change` is the published
    change in which the words left, None where none covers that stretch or where it is the very change that quotes them.
    `newest` is the newest capture read, None where none after the quoted one was. `again` is the first capture that has the words after they had been absent.
    """

    kind: AfterKind
    parts: tuple[AfterPart, ...]
    last_seen: datetime | None = None
    absent: datetime | None = None
    again: datetime | None = None
    newest: datetime | None = None
    see_change: Change | None = None
    stands: bool = False
    archive: str = ""

    @property
    def text(self) -> str:
        """The whole line, times in ISO 8601."""
        return "".join(part.text for part in self.parts)

    @property
    def short_parts(self) -> tuple[AfterPart, ...]:
        """The line without the reference to another change, for places that carry no link (cards, citations)."""
        return tuple(part for part in self.parts if not part.url and part.text != _SEE)

    @property
    def short(self) -> str:
        """The same as plain words."""
        return "".join(part.text for part in self.short_parts)


def after_line(quotation: Quotation, catalog: Catalog, change: Change) -> AfterView:
    """What the captures held say of the quoted words after the capture they were quoted from.

    "Still present" needs a capture later than the quoted one that has the words; where the quoted capture is the newest
    held (or no later one was read) the words are "not followed after" its time. Where the own archive ends with the
    words, a witness of the same edition goes on and is named (`follow` has the rule).
    """
    quoted_at = (change.before if quotation.mark.side is Side.BEFORE else change.after).at
    life, archive, unproved = quotation.life, "", False
    followed = follow(quotation, catalog, change)
    if followed is not None:
        life, archive, unproved = followed.life, followed.life.archive, followed.unproved
    if life is None or life.own < 0 or life.last_with is None or life.newest is None:
        return _unfollowed(quoted_at)
    document = catalog.document(change.document_key)
    where = archive_in_brackets(document, archive) if archive else ""
    absent = life.first_without_after
    if absent is not None:
        return replace(_gone(life, absent, catalog, change, where), archive=archive)
    if life.newest <= quoted_at:
        return _unfollowed(quoted_at)
    if unproved:
        return replace(_unfollowed(life.newest, where), newest=life.newest, archive=archive)
    return AfterView(
        kind=AfterKind.PRESENT,
        parts=(
            AfterPart(text="still present in the newest capture held ("),
            _time(life.newest),
            AfterPart(text=f", {where})" if where else ")"),
        ),
        last_seen=life.last_with,
        newest=life.newest,
        stands=True,
        archive=archive,
    )


def change_covering(
    catalog: Catalog, document_key: str, last_seen: datetime, absent: datetime
) -> Change | None:
    """The published change of the document that shows what happened between two captures.

    One whose two captures are just these comes first; else the narrowest that covers or, two archives rarely agreeing
    to the second, overlaps the stretch.
    """
    near = [
        c
        for c in catalog.changes_of(document_key)
        if c.status is Status.PUBLISHED and c.before.at < absent and c.after.at > last_seen
    ]

    def rank(c: Change) -> tuple[bool, bool, float, str]:
        exact = c.before.at == last_seen and c.after.at == absent
        covers = c.before.at <= last_seen and c.after.at >= absent
        return (not exact, not covers, (c.after.at - c.before.at).total_seconds(), c.key)

    return min(near, key=rank, default=None)


def _unfollowed(last_at: datetime, where: str = "") -> AfterView:
    parts = (AfterPart(text="not followed after "), _time(last_at))
    return AfterView(
        kind=AfterKind.UNFOLLOWED,
        parts=(*parts, AfterPart(text=f" ({where})")) if where else parts,
        last_seen=last_at,
    )


def _gone(life: Life, absent: datetime, catalog: Catalog, change: Change, where: str) -> AfterView:
    """The words left between two captures; where they came back, that is said too."""
    assert life.last_with is not None
    parts = [AfterPart(text="last seen "), _time(life.last_with), AfterPart(text=", absent "), _time(absent)]
    if where:
        parts.append(AfterPart(text=f" ({where})"))
    found = change_covering(catalog, change.document_key, life.last_with, absent)
    if found is not None and found.key != change.key:
        parts += [AfterPart(text=_SEE), AfterPart(text=found.title, url=found.url)]
    elif found is not None:
        parts.append(AfterPart(text=", as this change shows"))
    later = life.intervals[life.own + 2 :: 2]
    again = later[0].first if later else None
    newest = life.intervals[-1]
    if again is not None:
        parts += [AfterPart(text="; present again "), _time(again)]
        state = "present" if newest.present else "absent"
        parts += [
            AfterPart(text=f"; {state} in the newest capture held ("),
            _time(newest.last),
            AfterPart(text=f", {where})" if where else ")"),
        ]
    return AfterView(
        kind=AfterKind.GONE,
        parts=tuple(parts),
        last_seen=life.last_with,
        absent=absent,
        again=again,
        newest=life.newest,
        see_change=found if found is not None and found.key != change.key else None,
        stands=newest.present,
    )


def _time(at: datetime) -> AfterPart:
    return AfterPart(text=spell_time(at), at=at)
