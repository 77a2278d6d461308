"""The recorded searches of a change, counted again in its captures, or compared with what its lock kept of them. Pure."""

from collections.abc import Callable, Iterable

from generator.content.searches import fits, searched_row, wanted
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Change, Document, Searched
from generator.model.evidence import Sides
from generator.model.lock import ChangeLock, LockedSearch
from generator.model.problems import Problem
from generator.model.times import parse_time
from generator.model.words import casefold_text, casefold_words


def count_problems(change: Change, sides: Sides) -> list[Problem]:
    """Searches whose result the capture does not bear. Case and the shapes of quotation marks are folded."""
    texts = {side.value: casefold_words(text.folded.text) for side in Side if (text := sides.of(side)).folded}
    return [
        _disagrees(entry, number)
        for entry in change.searched
        if entry.in_ in texts
        and not fits(entry.found, number := texts[entry.in_].count(casefold_text(entry.phrase)))
    ]


def later_problems(
    change: Change, document: Document, words: Callable[[CaptureRow], str | None], lock: ChangeLock | None
) -> list[Problem]:
    """The same of searches in other captures of the document; one out of reach must be known to the lock.

    `words` gives the folded words of a capture, None where it is out of reach.
    """
    problems: list[Problem] = []
    for entry in change.searched:
        row = searched_row(document, entry)
        text = words(row) if row is not None else None
        if row is None or (text is None and lock and not set(locked_searches((entry,))) - set(lock.searches)):
            continue
        if text is None:
            problems.append(
                Problem(
                    code="not-checked",
                    message=f"the search for “{entry.phrase}” cannot be checked: the capture of {entry.in_} is out of reach",
                    where=entry.where,
                    hint="run with the captures (--mirror DIR, or `fetch`)",
                )
            )
            continue
        number = casefold_words(text).count(casefold_text(entry.phrase))
        problems += [] if fits(entry.found, number) else [_disagrees(entry, number)]
    return problems


def _disagrees(entry: Searched, number: int) -> Problem:
    return Problem(
        code="search-disagrees",
        message=f"“{entry.phrase}” is said to be {told(entry.found)}, and the capture `{entry.in_}` has it {_times(number)}",
        where=entry.where,
        hint="correct the entry, and whatever sentence rests on it",
    )


def locked_searches(searched: Iterable[Searched]) -> tuple[LockedSearch, ...]:
    """What a lock keeps of searches that were counted."""
    return tuple(
        LockedSearch(phrase=casefold_text(entry.phrase), place=entry.in_, found=entry.found)
        for entry in searched
        if entry.in_ in (Side.BEFORE.value, Side.AFTER.value) or parse_time(entry.in_) is not None
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
