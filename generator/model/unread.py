"""A comparison that nobody has read: two neighbouring captures of a document whose words differ, and no note."""

from dataclasses import dataclass

from generator.model.captures import CaptureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Two rows of captures.tsv. ``slug`` is the later capture's day, with its time where the day has several."""

    document: str  # key: zoom/terms-of-service
    slug: str
    before: CaptureRow
    after: CaptureRow

    @property
    def key(self) -> str:
        """``unread/zoom/terms-of-service/2023-04-01``."""
        return f"unread/{self.document}/{self.slug}"

    @property
    def url(self) -> str:
        return f"{self.key}/"
