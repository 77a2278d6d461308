"""Passages and quotations as they are found in the captures of a change."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.captures import Side
from generator.model.catalog import QuoteMark
from generator.model.digests import Digest
from generator.model.lock import Later, LeadIn, Life, Said
from generator.model.policy import PolicyText, Segment, Span
from generator.model.words import Folded


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


def _is_html(policy: PolicyText) -> bool:
    return policy.extractor.startswith("html")


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

    @property
    def readers(self) -> tuple[tuple[Side, str], ...]:
        """What read the sides that are HTML, by side."""
        read = ((side, self.of(side).policy) for side in Side)
        return tuple((side, policy.extractor) for side, policy in read if policy and _is_html(policy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words with an address. `span` is into the policy text of its side, None where the capture is out of reach.

    `id` is ``b-`` or ``a-`` and ten characters of base32 (and ``-2`` ... for equal ones). `words` counts words-1 runs.
    `segment` is the index of the segment it is (or stands in), -1 where unknown. `aliases` are ids it goes by as well.
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
    later: tuple[Later, ...] | None = (
        None  # what became of the words after they left; None where nobody looked
    )
    stands: tuple[Later, ...] | None = (
        None  # how words that did not leave stand: moved, limited; None as well
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvidence:
    """What a page of a change is made from, besides its note: passages and quotations, resolved.

    `complete` is False in a partial build where a capture is out of reach.
    """

    change: str
    passages: tuple[Passage, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    complete: bool = True
    readers: tuple[tuple[Side, str], ...] = ()  # what read the sides that are HTML
