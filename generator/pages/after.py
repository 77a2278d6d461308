"""What came after: for each quoted passage, whether the newest capture held of its edition still has the words.

The wording stands here once, so that pages, cards, embeds, feeds, citations, data files and the matrix all say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from generator.evidence.announced import effective_after
from generator.evidence.operative import kind_of
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status
from generator.model.evidence import Quotation
from generator.model.lock import (
    LATER_CUT,
    LATER_GONE,
    LATER_REWORDED,
    STANDS_LIMITED,
    STANDS_MOVED,
    Interval,
    Later,
    Life,
    Said,
)
from generator.model.words import count_words
from generator.pages.archives import archive_in_brackets
from generator.pages.following import follow
from generator.pages.messages import Linked, Message, chained, in_days, in_iso, joined, say

LONGEST = 90  # words of a reworded sentence that a line carries; a longer one stands in the data alone


class AfterKind(StrEnum):
    """What is known of quoted words after the capture they were quoted from."""

    PRESENT = "present"  # in the newest capture held
    LIMITED = "limited"  # the same, and words that were added in the same section limit them
    MOVED = "moved"  # the same, under another clause than the one they were quoted from
    REWORDED = "reworded"  # the quoted words have a counterpart in the newest capture that was read of them
    CUT = "cut"  # their clause stands, the words do not
    GONE = "gone"  # last seen in one capture, absent in the next
    ANNOUNCED = "announced"  # no capture was read on or after the day that they are to take effect
    UNFOLLOWED = "unfollowed"  # no later capture of the same edition was read


LEFT = frozenset(
    {AfterKind.REWORDED, AfterKind.CUT, AfterKind.GONE}
)  # the quoted words are not there any more


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPart:
    """A clause of the line. Its moments are values, as is a link to another change (`refers`).

    `words`: it holds a capture's own words, which short places leave out.
    """

    text: Message
    refers: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterView:
    """What came after one quotation. `parts` in order are the line; `text` is the line as plain words.

    `stands` says whether the newest capture that was read has the words. `archive` is the key in captures.tsv of the
    archive in which they were followed on, empty where it is the one they were quoted from. `see_change` is the published
    change in which the words left, None where none covers that stretch or where it is the very change that quotes them.
    `newest` is the newest capture read, None where none after the quoted one was. `again` is the first capture that has the words after they had been absent.
    `later` is what became of the words after they left, one state after the other; `standing` is where they stand now and what
    was added that limits them, where they did not leave.
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
    later: tuple[Later, ...] = ()
    standing: tuple[Later, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the clause says it still: in the quoted words, or reworded with no negation lost or added."""
        if self.kind is not AfterKind.REWORDED:
            return self.stands
        now = self.later[-1]
        return not any(kind_of(word) == "negation" for word in (*now.lost, *now.added))

    @property
    def reworded_at(self) -> datetime | None:
        """The first capture that has other words in their place, where the clause still stands so."""
        return self.later[0].at if self.kind is AfterKind.REWORDED else None

    @property
    def text(self) -> str:
        """The whole line, times in ISO 8601."""
        return joined((in_iso(part.text) for part in self.parts), "")

    @property
    def parts_without_words(self) -> tuple[AfterPart, ...]:
        """The line without words of a capture, for places that show them with their marks."""
        return tuple(part for part in self.parts if not part.words)

    @property
    def short_parts(self) -> tuple[AfterPart, ...]:
        """The line without reworded words and the reference to another change, for cards and citations."""
        return tuple(part for part in self.parts if not (part.refers or part.words))

    @property
    def short(self) -> str:
        """The same as plain words."""
        return joined((in_iso(part.text) for part in self.short_parts), "")

    @property
    def days(self) -> str:
        """The same with days for times: ``last seen 1 May 2024, gone by 3 June 2024``."""
        return joined((in_days(part.text) for part in self.short_parts), "")


def after_line(quotation: Quotation, catalog: Catalog, change: Change) -> AfterView:
    """What the captures held say of the quoted words after the capture they were quoted from.

    "Still present" needs a capture later than the quoted one that has the words; where the quoted capture is the newest
    held (or no later one was read) the words are "not read since" its time. Where the own archive ends with the
    words, a witness of the same edition goes on and is named (`follow` has the rule). Words that left are reworded, cut or
    gone, as the lock has it; where nobody looked, only their absence is told.
    """
    return _announced(_held(quotation, catalog, change), quotation, change)


def _held(quotation: Quotation, catalog: Catalog, change: Change) -> AfterView:
    """The line, without regard to the day that the text was announced for."""
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
        left = _gone(life, absent, catalog, change, where, quotation.later or ())
        return replace(left, archive=archive)
    if life.newest <= quoted_at:
        return _unfollowed(quoted_at)
    if unproved:
        return replace(_unfollowed(life.newest, where), newest=life.newest, archive=archive)
    standing = quotation.stands or ()
    states = {one.state for one in standing}
    return AfterView(
        kind=next((kind for state, kind in _STANDS.items() if state in states), AfterKind.PRESENT),
        parts=(
            AfterPart(
                text=say(
                    "still present in the newest capture held (%(at)s, %(archive)s)",
                    at=life.newest,
                    archive=where,
                )
                if where
                else say("still present in the newest capture held (%(at)s)", at=life.newest)
            ),
            *(part for one in standing for part in _stands(one)),
        ),
        standing=standing,
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
    told = (
        say("not read since %(at)s (%(archive)s)", at=last_at, archive=where)
        if where
        else say("not read since %(at)s", at=last_at)
    )
    return AfterView(kind=AfterKind.UNFOLLOWED, parts=(AfterPart(text=told),), last_seen=last_at)


def _announced(view: AfterView, quotation: Quotation, change: Change) -> AfterView:
    """The line of words that are to take effect on a day of which no capture was read."""
    if quotation.mark.side is Side.BEFORE or quotation.said is Said.UNCHANGED:
        return view
    if not (view.standing or view.kind in (AfterKind.PRESENT, AfterKind.UNFOLLOWED)):
        return view
    coming = effective_after(change, Side.AFTER)
    read = view.newest or view.last_seen
    if coming is None or (read is not None and read.date() >= coming):
        return view
    told = AfterPart(text=say("announced for %(day)s; ", day=coming))
    return replace(view, kind=AfterKind.ANNOUNCED, parts=(told, *view.parts))


def _gone(
    life: Life, absent: datetime, catalog: Catalog, change: Change, where: str, later: tuple[Later, ...]
) -> AfterView:
    """The words left between two captures: what became of them; where they came back, that is said too."""
    assert life.last_with is not None
    kind = _KINDS.get(later[-1].state, AfterKind.GONE) if later else AfterKind.GONE
    parts = [AfterPart(text=_left(later[0].state if later else "", life.last_with, absent))]
    if where:
        parts.append(AfterPart(text=say(" (%(archive)s)", archive=where)))
    parts += _became(later)
    found = change_covering(catalog, change.document_key, life.last_with, absent)
    if found is not None and found.key != change.key:
        link = Linked(text=found.title, url=found.url)
        parts.append(AfterPart(text=say(", see %(change)s", change=link), refers=True))
    elif found is not None:
        parts.append(AfterPart(text=say(", as this change shows")))
    back = life.intervals[life.own + 2 :: 2]
    again = back[0].first if back else None
    newest = life.intervals[-1]
    if again is not None:
        parts += [AfterPart(text=say("; present again %(at)s", at=again)), _in_newest(newest, where)]
    return AfterView(
        kind=kind,
        parts=tuple(parts),
        later=later,
        last_seen=life.last_with,
        absent=absent,
        again=again,
        newest=life.newest,
        see_change=found if found is not None and found.key != change.key else None,
        stands=newest.present,
    )


def _in_newest(newest: Interval, where: str) -> AfterPart:
    """Whether the newest capture held has the words."""
    at = newest.last
    if where:
        text = (
            say("; present in the newest capture held (%(at)s, %(archive)s)", at=at, archive=where)
            if newest.present
            else say("; absent in the newest capture held (%(at)s, %(archive)s)", at=at, archive=where)
        )
    else:
        text = (
            say("; present in the newest capture held (%(at)s)", at=at)
            if newest.present
            else say("; absent in the newest capture held (%(at)s)", at=at)
        )
    return AfterPart(text=text)


_STANDS = {STANDS_LIMITED: AfterKind.LIMITED, STANDS_MOVED: AfterKind.MOVED}  # the first of both is told
_KINDS = {LATER_REWORDED: AfterKind.REWORDED, LATER_CUT: AfterKind.CUT}


def _left(state: str, last: datetime, at: datetime) -> Message:
    """That the words left, by the first state after them; `absent` where nobody looked for one."""
    if state == LATER_REWORDED:
        return say("last seen %(last)s, reworded since %(at)s", last=last, at=at)
    if state == LATER_CUT:
        return say("last seen %(last)s, cut by %(at)s", last=last, at=at)
    if state == LATER_GONE:
        return say("last seen %(last)s, gone by %(at)s", last=last, at=at)
    return say("last seen %(last)s, absent %(at)s", last=last, at=at)


def _next(one: Later) -> Message:
    """A further state of words that had left."""
    if one.state == LATER_REWORDED:
        return say(", and again since %(at)s", at=one.at)
    if one.state == LATER_CUT:
        return say(", then cut by %(at)s", at=one.at)
    return say(", then gone by %(at)s", at=one.at)


def _stands(one: Later) -> list[AfterPart]:
    """Where words that did not leave stand now, or what was added that limits them."""
    if one.state == STANDS_MOVED:
        if one.was and one.clause:
            moved = say(
                "; moved or renumbered since %(at)s, from %(was)s to %(clause)s",
                at=one.at, was=one.was, clause=one.clause,
            )  # fmt: skip
            return [AfterPart(text=moved)]
        return [AfterPart(text=say("; moved or renumbered since %(at)s", at=one.at))]
    limited = (
        say(
            "; limited since %(at)s by words added in the same section (%(clause)s)",
            at=one.at,
            clause=one.clause,
        )
        if one.clause
        else say("; limited since %(at)s by words added in the same section", at=one.at)
    )
    return [AfterPart(text=limited), *_words(one)]


def _words(one: Later) -> list[AfterPart]:
    """The sentence that took the place of the quoted one or was added; none where it is long."""
    sentence = sentence_of(one)
    if count_words(sentence) > LONGEST:
        return []
    return [AfterPart(text=say(": “%(words)s”", words=sentence), words=True)]


def _became(later: tuple[Later, ...]) -> list[AfterPart]:
    """The later states as they follow the first day: other rewordings, the words that stand now, what they lost."""
    if not later:
        return []
    now = later[-1]
    parts = [AfterPart(text=_next(one)) for one in later[1:]]
    if now.state == LATER_CUT:
        parts.append(AfterPart(text=say(", their clause stands without them")))
    if now.state == LATER_REWORDED:
        parts += _words(now)
        if now.last is not None:
            parts.append(AfterPart(text=say(", last read so %(at)s", at=now.last)))
    return parts + _sense(now)


def _sense(now: Later) -> list[AfterPart]:
    """The words on which the sense hangs, and which were lost or came."""
    parts = []
    if now.lost:
        parts.append(AfterPart(text=say(", without %(words)s", words=_quoted(now.lost))))
    if now.added:
        parts.append(AfterPart(text=say(", with %(words)s", words=_quoted(now.added))))
    return parts


def _quoted(words: Iterable[str]) -> str:
    return chained(say("“%(words)s”", words=word) for word in words)


def sentence_of(now: Later) -> str:
    """The whole sentence that took the place of the quoted one or was added, with the lead-in of its list."""
    around = now.around
    if around is None:
        return now.words
    return " ".join(f"{around.lead} {around.before}{now.words}{around.after}".split())
