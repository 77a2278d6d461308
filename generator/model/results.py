"""What the comparison of two captures came to, as it travels between rooms and is remembered."""

from dataclasses import dataclass

from generator.model.redline import Redline
from generator.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both texts and the redline between them; its spans are into these texts."""

    before: Text
    after: Text
    redline: Redline
