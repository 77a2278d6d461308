"""What several archives say together: the bracket of words, narrowed by every witness. Pure.

An operator is one witness, however many collections it runs: they share servers and software, so they corroborate the time
of a page and not the method that read it. Archives that contradict each other narrow nothing; the contradiction is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.evidence.intervals import FindResult
from generator.model.times import spell_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Last capture without the words, first with them, and which operators' captures they are."""

    last_without: datetime | None
    first_with: datetime
    operators: tuple[str, ...]
    disagree: bool = False

    @property
    def sentence(self) -> str:
        """The bracket in words, as `find` prints it."""
        who = ", ".join(self.operators)
        witnesses = f"{len(self.operators)} witness{'es' if len(self.operators) != 1 else ''} ({who})"
        if self.disagree:
            return f"The archives disagree: each must be read for itself; {witnesses}."
        if self.last_without is None:
            return f"No archive has a capture without the words before {spell_time(self.first_with)}; {witnesses}."
        return f"Together: absent {spell_time(self.last_without)}, present {spell_time(self.first_with)}; {witnesses}."


def operator_of(archive: str) -> str:
    """Who runs an archive, by its name in captures.tsv or its locator."""
    name = archive.lower()
    if name.endswith(("-versions", "-snapshots")) or name.startswith("ota"):
        return "Open Terms Archive"
    if name.startswith(("wayback", "web.archive.org")):
        return "Internet Archive"
    return archive


def bracket_of(results: Sequence[tuple[str, FindResult]]) -> Bracket | None:
    """The bracket of the words' first appearance over all archives; None where none has them."""
    having = [(name, result) for name, result in results if result.first_with is not None]
    firsts = [result.first_with for _, result in having if result.first_with is not None]
    if not firsts:
        return None
    first = min(firsts)
    lasts = [result.last_without for _, result in having if result.last_without is not None]
    lacking = [r.intervals[-1].last for _, r in results if r.first_with is None and r.intervals]
    before = [at for at in (*lasts, *lacking) if at < first]
    return Bracket(
        last_without=max(before, default=None),
        first_with=first,
        operators=tuple(dict.fromkeys(operator_of(name) for name, _ in having)),
        disagree=any(at >= first for at in lasts),
    )
