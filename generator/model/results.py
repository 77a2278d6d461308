"""What the comparison of two captures came to, as it travels between rooms and is remembered."""

from dataclasses import dataclass

from generator.model.policy import PolicyText
from generator.model.redline import Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both policy texts and the redline between them; its spans are into these texts."""

    before: PolicyText
    after: PolicyText
    redline: Redline
