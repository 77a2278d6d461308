"""Whether another archive goes on with quoted words: `generator.evidence.following`, as pages ask for it."""

from generator.evidence.following import Followed, follow

__all__ = ["Followed", "follow"]
