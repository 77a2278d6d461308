"""What a lock keeps of a change: its addresses and quotations as published, from which pages print when and where.

A *passage* is words that have an address: a segment that stands in a hunk, or the words of a quotation. A lock holds
for each the digest of the capture, and for quotations how long their words were present.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.captures import Side
from generator.model.counts import CountKind
from generator.model.digests import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A run of captures, in order of time, that all have the words (or all lack them)."""

    present: bool
    first: datetime
    last: datetime
    captures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What is known of a quotation's words over a document's captures of one archive.

    `listed` captures are known (those left out not counted), `read` of them were read. `own` is the index of the interval that holds the quoted capture.
    """

    archive: str
    intervals: tuple[Interval, ...] = ()
    own: int = -1
    listed: int = 0
    read: int = 0
    left_out: int = 0  # captures of class technical or suspect, of which nothing is concluded

    @property
    def last_without(self) -> datetime | None:
        """The capture before the own interval; None where the words stand in the first capture held."""
        return self.intervals[self.own - 1].last if self.own > 0 else None

    @property
    def first_with(self) -> datetime | None:
        return self.intervals[self.own].first if self.own >= 0 else None

    @property
    def last_with(self) -> datetime | None:
        return self.intervals[self.own].last if self.own >= 0 else None

    @property
    def first_without_after(self) -> datetime | None:
        """The capture after the own interval; None where the words stand in the newest capture held."""
        later = self.own + 1
        return self.intervals[later].first if self.own >= 0 and later < len(self.intervals) else None

    @property
    def newest(self) -> datetime | None:
        return self.intervals[-1].last if self.intervals else None


class Said(StrEnum):
    """What the redline says of a quotation."""

    NEW = "new"
    REMOVED = "removed"
    EDITED = "edited"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    NOT_JUDGED = "not judged"  # the other capture was not read to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIn:
    """The capture's own words around a quotation, without which it may say the opposite of its clause.

    `lead` is the lead-in of each list the quoted words stand in, outermost first, joined by a space. `before` and
    `after` are the rest of the first and last quoted sentence, with the space that parts them from the quoted words: the
    three put together are the sentence. All are the capture's own characters without its marks, runs of white space as
    one space; empty where there is nothing.
    """

    lead: str = ""
    before: str = ""
    after: str = ""


LATER_REWORDED = "reworded"  # the words have a counterpart, which is shown
LATER_CUT = "cut"  # their clause stands, the words do not
LATER_GONE = "gone"  # neither stands
LATER_STATES = frozenset({LATER_REWORDED, LATER_CUT, LATER_GONE})
STANDS_LIMITED = "limited"  # words that were added in the same section limit the quoted ones, which stand
STANDS_MOVED = "moved"  # the quoted words stand under another clause than the one they were quoted from
STANDS_STATES = frozenset({STANDS_LIMITED, STANDS_MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What one later capture, the first of its kind, has of quoted words that left or that stand otherwise.

    `words` are those that took the place of the quoted ones, or that were added and limit them, the capture's own; `around`
    is what governs them, `last` the last capture that has them. `lost` are words on which the sense of the quotation hangs
    and which have no counterpart there (a negation, an exception, consent, a named purpose), `added` those that came to it.
    `clause` is where they stand, `was` the clause that quoted words which moved were quoted from.
    """

    state: str
    at: datetime
    capture: Digest
    archive: str
    clause: str = ""
    words: str = ""
    around: LeadIn | None = None
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    last: datetime | None = None
    was: str = ""


# What captures say of quoted words after they left, and while they stand; None where one that matters is out of reach.
Became = tuple[tuple[Later, ...] | None, tuple[Later, ...] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPassage:
    """A passage as published. Its words are the `nth` of the `of` exact windows of that many words in its capture, which holds
    whatever segmentation does later."""

    id: str
    side: Side
    capture: Digest
    words: int
    label: str
    nth: int = 1
    of: int = 1
    code: str = ""  # its short code, where no quotation holds it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedQuotation:
    """A quotation as published: what a partial build prints of it."""

    name: str
    passage: str
    digest: Digest
    clause: str
    said: Said
    code: str
    life: Life | None = None
    witnesses: tuple[Life, ...] = ()
    lead_in: LeadIn | None = None
    later: tuple[Later, ...] | None = None  # None in a lock of before this was kept
    stands: tuple[Later, ...] | None = None  # how words that did not leave stand; None as well


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedDate:
    """The words that state a date, as they were found in the capture: a digest of their folding."""

    kind: str
    side: Side
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedSearch:
    """A search of a note whose result was counted in the capture: the phrase as folded for it. `place` is `before`, `after`
    or the time of another capture of the document, in ISO 8601."""

    phrase: str
    place: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedCount:
    """A count of captures of the document whose result was found in them: kind, span and result as the note has them."""

    kind: CountKind
    first: str
    last: str
    found: str
    archive: str = ""  # empty: all archives
    judged: str = ""  # of a count by hand, what the reader judged
    captures: tuple[str, ...] = ()  # and the times that were listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLock:
    """`DAY.lock`: the addresses and quotations of a change as published. Written by `lock`, never by `build`."""

    change: str
    passages: tuple[LockedPassage, ...] = ()
    quotations: tuple[LockedQuotation, ...] = ()
    dates: tuple[LockedDate, ...] = ()
    searches: tuple[LockedSearch, ...] = ()
    counts: tuple[LockedCount, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()  # old id -> new id, written by hand where even a window fails
    readers: tuple[
        tuple[Side, str], ...
    ] = ()  # what read the sides that are HTML: another reader may read otherwise
    made_by: str = "lock-2"
