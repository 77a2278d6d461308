"""Recorded counts: on what a number in a title, a summary or a story rests."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.problems import SourcePos


class CountKind(StrEnum):
    """What is counted."""

    CAPTURES = "captures"  # rows of captures.tsv
    VERSIONS = "versions"  # captures whose words differ from those before
    BY_HAND = "by-hand"  # versions that a reader judged one by one, and listed
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    CHANGES = "changes"  # of the story, with a page each
    DOCUMENTS = "documents"
    COMPANIES = "companies"

    @property
    def is_of_record(self) -> bool:
        """Whether captures of one document are counted: such a count stands in a change, which keeps it in its lock."""
        return self in (CountKind.CAPTURES, CountKind.VERSIONS, CountKind.BY_HAND)

    @property
    def is_duration(self) -> bool:
        """Whether it is the time between two ends."""
        return self in (CountKind.DAYS, CountKind.WEEKS, CountKind.MONTHS, CountKind.YEARS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count that a statement rests on.

    `found` is the number, in figures. `of` is the document whose captures are counted, ``COMPANY/DOCUMENT``; a change counts its own.
    `from_` and `to` are the ends, both included: a day, the time of a capture, or a pin of a change (``COMPANY/DOCUMENT/DAY#after``).
    `archive` names one archive of the document, where not all are counted. Of a count by hand `as_` says what the reader
    judged, and `list_` has the times of the captures. `bears` are words of the statements that rest on it, the number among them.
    """

    count: CountKind
    found: str
    of: str = ""
    archive: str = ""
    from_: str = ""
    to: str = ""
    as_: str = ""
    list_: tuple[str, ...] = ()
    bears: tuple[str, ...] = ()
    where: SourcePos
