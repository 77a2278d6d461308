"""A comparison that nobody has read: two captures of a document whose words differ, and no note that compares them."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.captures import CaptureRow


class Reach(StrEnum):
    """How far apart the two captures stand."""

    STEP = "step"  # neighbours
    NOTES = "notes"  # captures that notes rest on
    NET = "net"  # the first text held and the newest: what came and went in between is in neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Two rows of captures.tsv.

    ``slug`` is the later capture's day, with its time where the day has several; both days where more than a step lies
    between them.
    """

    document: str  # key: zoom/terms-of-service
    slug: str
    before: CaptureRow
    after: CaptureRow
    reach: Reach = Reach.STEP

    @property
    def key(self) -> str:
        """``unread/zoom/terms-of-service/2023-04-01``."""
        return f"unread/{self.document}/{self.slug}"

    @property
    def url(self) -> str:
        return f"{self.key}/"

    @property
    def is_step(self) -> bool:
        """Whether the captures are neighbours."""
        return self.reach is Reach.STEP
