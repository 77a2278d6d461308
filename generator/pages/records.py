"""What pages of the whole site show of a change's texts, cut to what they show: counts, excerpts and film strips.

Made where the texts and the redline are at hand, and kept; the pages that show them need neither.
"""

from dataclasses import dataclass
from datetime import datetime

from generator.model.redline import Stats
from generator.pages.sheets import PieceView


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptRow:
    """One clause: what happened to it, its label, and its words (earlier ones only where it was replaced)."""

    kind: str
    label: str
    before: tuple[PieceView, ...] = ()
    pieces: tuple[PieceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptView:
    """The first changed clauses of a redline, how many more there are, and the count of everything."""

    rows: tuple[ExcerptRow, ...]
    more: int
    counts: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """One version of the clause: when, its number then, what happened, its words as a small redline, how long it stood."""

    at: datetime
    url: str
    label: str
    says: str
    paragraphs: tuple[tuple[PieceView, ...], ...]
    still: str = ""
    still_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmView:
    """The strip. `missing` says why there are no frames (captures out of reach, or texts may only be linked)."""

    anchor: str
    title: str
    label: str
    url: str
    language: str
    direction: str
    frames: tuple[FrameView, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParts:
    """What of one change's comparison stands on pages of others. No `excerpt` where only links are allowed."""

    stats: Stats
    excerpt: ExcerptView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """One change's share of both files of the search index, as JSON; `clauses` is empty where no clause is published."""

    words: str = ""
    clauses: str = ""
