"""The redline: a whole comparison of two policy texts, both sides, with its limits stated."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.change_classes import ChangeClass
from generator.model.policy import Role, Segment, Span


class Op(StrEnum):
    """What happened to a piece. QUIET differs in a way no reader is shown a mark for (white space, markup, numbers)."""

    EQUAL = "equal"
    QUIET = "quiet"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Edit:
    """One step. ``before`` and ``after`` are spans into the two texts (empty spans mark the place on the other side).

    ``move`` is the index of the Move this piece is part of, or -1. ``rule`` names why a quiet edit is quiet, or
    what is shown of it though no word differs: ``link`` for a changed link target, ``sign`` for signs that nobody sees.
    """

    op: Op
    before: Span
    after: Span
    move: int = -1
    rule: str = ""

    def __reduce__(self) -> "tuple[type[Edit], tuple[Op, Span, Span, int, str]]":
        """Plainly, as `Span` does and for the same reason."""
        return Edit, (self.op, self.before, self.after, self.move, self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    """Words that both texts have and that only one page strikes, hides, raises: see `Role`.

    ``gained``: the later page does; otherwise the earlier one did. ``detail`` names what does it there.
    """

    role: Role
    gained: bool
    before: Span
    after: Span
    detail: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class OutsidePiece:
    """Words outside the policy: equal, deleted or inserted; quiet stands for words that are left out here."""

    op: Op
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What differs in the words that the selectors or the reader left out of both captures (header, footer, menus)."""

    words_before: int
    words_after: int
    words_deleted: int
    words_inserted: int
    pieces: tuple[OutsidePiece, ...] = ()
    degraded: "tuple[Degraded, ...]" = ()


class HunkKind(StrEnum):
    """What a reader is told about a pair of segments."""

    SAME = "same"
    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    MOVED = "moved"  # stands at its place in the later text; may hold edits
    UNREAD = "unread"  # one side has it, and the other was not read to its end: neither removed nor new
    MOVED_AWAY = "moved-away"  # its place in the earlier text; words are drawn with the MOVED hunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """What a reader sees as one row: segments of each side and the edits between them.

    Hunks stand in the order of the later text (a removed one before what it preceded). The ``before`` spans of hunks
    that are not MOVED, read in order, tile the earlier segments without gap or overlap; so do the ``after`` spans of
    hunks that are not MOVED_AWAY. A MOVED hunk's ``before`` is the span of the MOVED_AWAY hunk it came from.
    """

    kind: HunkKind
    before: Span  # segments
    after: Span  # segments
    edits: tuple[Edit, ...] = ()
    move: int = -1
    similarity: float = 1.0  # share of words in common, 0 to 1
    classes: tuple[ChangeClass, ...] = ()
    roles: tuple[RoleChange, ...] = ()  # words of it that only one page strikes, hides, raises

    @property
    def edited(self) -> bool:
        """Whether words, signs among them or roles of words differ inside (a moved hunk may be edited too)."""
        return bool(self.roles) or any(e.op in (Op.DELETE, Op.INSERT) or e.rule == "sign" for e in self.edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Text that travelled, as spans into the two texts."""

    before: Span
    after: Span
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Degraded:
    """A limit that was hit, printed on the page: ``words: 61,000 x 58,000 tokens, limit 4e9``."""

    stage: str
    reason: str
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counts of segments by what happened to them (clauses as the page says; headings apart) and of words.

    A hunk may hold several segments, and one that was split or joined counts as many as its longer side has.
    """

    added: int = 0
    removed: int = 0
    edited: int = 0
    replaced: int = 0
    moved: int = 0
    moved_edited: int = 0  # of those that moved: how many were edited too
    same: int = 0
    headings: int = 0  # headings that are not the same
    words_before: int = 0
    words_after: int = 0
    words_deleted: int = 0
    words_inserted: int = 0
    quiet: int = 0  # differences without a mark, each listed with its words
    links: int = 0  # links on kept words whose target changed, each listed with both targets
    marks: int = 0  # visible marks: pieces that are gone, that came, or that stand in another place
    signs: int = 0  # places where only signs that nobody sees differ; they are marked
    roles: int = 0  # words that stand in both texts and that only one page strikes, hides, raises
    unread: int = 0  # clauses of one side that were not judged, since the other was not read to its end
    stopped: int = 0  # sides that were not read to their end

    @property
    def nothing_changed(self) -> bool:
        """No word, mark of punctuation, sign, role or place of words differs (there is no visible mark), and both sides were
        read to their end.
        """
        return not (self.marks or self.moved or self.signs or self.roles or self.stopped)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineOptions:
    """Thresholds of the comparison, named and passed in."""

    replaced_below: float = 0.56  # share of words in common under which a pair is shown as replaced whole
    move_similarity: float = 0.8  # how alike a moved sentence must be
    move_min_words: int = 8
    word_budget: float = 4e9  # token pairs a single gap may cost
    context: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """The whole comparison. ``edits`` tile both texts; ``hunks`` cover both lists of segments."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]
    edits: tuple[Edit, ...]
    hunks: tuple[Hunk, ...]
    moves: tuple[Move, ...]
    stats: Stats
    classes: tuple[ChangeClass, ...] = ()
    degraded: tuple[Degraded, ...] = ()
    options: RedlineOptions = RedlineOptions()
    made_by: str = "redline-1"
    roles: tuple[RoleChange, ...] = ()
    outside: Outside | None = None  # None where nothing outside the policy differs, or nothing is known of it

    @property
    def stops(self) -> tuple[Degraded, ...]:
        """The captures that were not read to their end: the first of the limits that were hit."""
        return self.degraded[: self.stats.stopped]

    @property
    def limits(self) -> tuple[Degraded, ...]:
        """The limits of the comparison itself that were hit."""
        return self.degraded[self.stats.stopped :]
