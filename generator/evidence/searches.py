"""The recorded searches of a change, counted again in its captures, or compared with what its lock kept of them. Pure."""

from collections.abc import Iterable

from generator.content.searches import fits, wanted
from generator.model.captures import Side
from generator.model.catalog import Change, Searched
from generator.model.evidence import Sides
from generator.model.lock import LockedSearch
from generator.model.problems import Problem
from generator.model.words import casefold_text, casefold_words


def count_problems(change: Change, sides: Sides) -> list[Problem]:
    """Searches whose result the capture does not bear. Case and the shapes of quotation marks are folded."""
    texts = {side.value: casefold_words(text.folded.text) for side in Side if (text := sides.of(side)).folded}
    return [
        Problem(
            code="search-disagrees",
            message=f"“{entry.phrase}” is said to be {told(entry.found)}, and the capture `{entry.in_}` has it {_times(number)}",
            where=entry.where,
            hint="correct the entry, and whatever sentence rests on it",
        )
        for entry in change.searched
        if entry.in_ in texts
        and not fits(entry.found, number := texts[entry.in_].count(casefold_text(entry.phrase)))
    ]


def locked_searches(searched: Iterable[Searched]) -> tuple[LockedSearch, ...]:
    """What a lock keeps of searches that were counted."""
    return tuple(
        LockedSearch(phrase=casefold_text(entry.phrase), side=Side(entry.in_), found=entry.found)
        for entry in searched
        if entry.in_ in (Side.BEFORE.value, Side.AFTER.value)
    )


def uncounted(change: Change, locked: Iterable[LockedSearch]) -> list[Searched]:
    """Searches of which the lock does not know that they were counted."""
    known = set(locked)
    return [entry for entry in change.searched if not set(locked_searches((entry,))) <= known]


def told(found: str) -> str:
    """``absent``, ``present``, ``there twice``."""
    return found if not found.isdigit() else f"there {_times(wanted(found))}"


def _times(number: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(number, f"{number} times")
