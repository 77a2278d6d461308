"""Addresses and quotations: what is found in the captures, and what a lock keeps of it.

A *passage* is words that have an address: a segment that stands in a hunk, or the words of a quotation (design.md section
4, "Addresses of passages"). A lock keeps them as published; the pages print brackets and what came after from there.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.captures import Side
from generator.model.catalog import QuoteMark
from generator.model.digests import Digest
from generator.model.policy import PolicyText, Segment, Span
from generator.model.words import Folded


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


class Proof(StrEnum):
    """How a quotation was checked in this build."""

    VERIFIED = "verified"  # against the capture, in this build
    EARLIER = "earlier"  # its digest stands in the lock: "checked in an earlier build"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideText:
    """One side of a change as read: its policy text, segments and folded words; all None or empty where out of reach."""

    capture: Digest
    policy: PolicyText | None = None
    segments: tuple[Segment, ...] = ()
    folded: Folded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Both sides of a change."""

    before: SideText
    after: SideText

    def of(self, side: Side) -> SideText:
        return self.before if side is Side.BEFORE else self.after

    @property
    def complete(self) -> bool:
        """Whether both texts are at hand."""
        return self.before.policy is not None and self.after.policy is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words with an address. `span` is into the policy text of its side, None where the capture is out of reach.

    `id` is ``b-`` or ``a-`` and ten characters of base32 (and ``-2`` ... for equal ones). `words` counts words-1 runs.
    `segment` is the index of the segment it is (or stands in), -1 where unknown. `now` are ids this one goes by as well.
    """

    id: str
    side: Side
    capture: Digest
    words: int
    label: str
    span: Span | None = None
    segment: int = -1
    aliases: tuple[str, ...] = ()
    nth: int = 1  # of the `of` exact windows of these words in the side's text
    of: int = 1
    code: str = ""  # the short code it had while it was quoted; a quoted one has its code in its quotation
    text: str = ""  # the capture's own characters; filled for quotations, empty for other passages


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation, checked: where it stands, what the redline says, how long the words lived.

    `pieces` are the spans of its parts (more than one where ``[…]`` leaves words out), empty without the capture.
    `digest` is of its folded words. `code` is the short code (``/c/CODE/``), without side.
    """

    mark: QuoteMark
    passage: Passage
    digest: Digest
    clause: str = ""
    clause_path: tuple[str, ...] = ()
    said: Said = Said.UNCHANGED
    code: str = ""
    life: Life | None = None
    witnesses: tuple[Life, ...] = ()
    proof: Proof = Proof.EARLIER
    pieces: tuple[Span, ...] = ()
    lead_in: LeadIn | None = None  # None where neither the capture nor the lock tells it


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedDate:
    """The words that state a date, as they were found in the capture: a digest of their folding."""

    kind: str
    side: Side
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLock:
    """`DAY.lock`: the addresses and quotations of a change as published. Written by `lock`, never by `build`."""

    change: str
    passages: tuple[LockedPassage, ...] = ()
    quotations: tuple[LockedQuotation, ...] = ()
    dates: tuple[LockedDate, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()  # old id -> new id, written by hand where even a window fails
    made_by: str = "lock-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvidence:
    """What a page of a change is made from, besides its note: passages and quotations, resolved.

    `complete` is False in a partial build where a capture is out of reach.
    """

    change: str
    passages: tuple[Passage, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    complete: bool = True
