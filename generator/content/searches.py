"""Recorded searches: on what a statement of presence, absence or number rests. Pure.

A change records what was looked for in its two captures; a story names searches that its changes record. The counts are
taken again wherever the captures are read (`evidence/searches.py`) and kept in the lock for a build without them.
"""

import re
from collections.abc import Iterable, Mapping

from generator.content.nearest_word import did_you_mean
from generator.content.prose import own_voice
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Searched, Status, Story
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.words import casefold_text

ABSENCE: Mapping[str, str] = {
    "en": r"\b(?:lack(?:s|ed|ing)?|absent|missing|gone|vanish(?:ed)?|disappear(?:ed)?|neither|never|nowhere|"
    r"no longer|not (?:a|one) word|not at all|no (?:word|mention|sentence|clause)s?\b|"
    r"did not (?:name|mention|hold|contain|say)|named no|said nothing|held no(?:ne|thing)?|without (?:the|a) words?|"
    r"first (?:named|mentioned|seen|said|held|appear\w*)|for the first time|"
    r"removed|dropped|deleted|left out)\b",
}
"""Words by which a line says that a text lacks something, by language of the report."""
_ABSENT = re.compile("|".join(ABSENCE.values()), re.IGNORECASE)
_FOUND = re.compile(r"(?:\d{1,6}|absent|present)\Z")
_SIDES = tuple(side.value for side in Side)


def fits(found: str, number: int) -> bool:
    """Whether a count is what `found` says."""
    return number > 0 if found == "present" else number == wanted(found)


def wanted(found: str) -> int:
    """The number that `found` says: `present` is at least 1; -1 where it says nothing."""
    return int(found) if found.isdigit() else {"absent": 0, "present": 1}.get(found, -1)


def search_problems(catalog: Catalog) -> list[Problem]:
    """Searches that say nothing, those of stories that no change records, and absences that no search bears."""
    problems: list[Problem] = []
    for change in catalog.changes:
        for entry in change.searched:
            problems += _entry_problems(entry, entry.in_ in _SIDES, "`in` is before or after")
        if change.status is Status.PUBLISHED:
            problems += unsearched(change.title, change.summary, change.searched, change.where)
    for story in catalog.stories:
        for entry in story.searched:
            problems += _entry_problems(
                entry, "#" in entry.in_, "`in` is COMPANY/DOCUMENT/DAY#before or …#after"
            )
            if "#" in entry.in_:
                problems += _unrecorded(catalog, entry)
        if story.status is Status.PUBLISHED:
            problems += unsearched(story.title, story.summary, story.searched, story.where)
        problems += _card_problems(catalog, story)
    return problems


def _entry_problems(entry: Searched, placed: bool, hint: str) -> list[Problem]:
    wrong = []
    if not placed:
        wrong.append((f"{entry.in_!r} is no place to search", hint))
    if not _FOUND.match(entry.found):
        wrong.append((f"{entry.found!r} is no result of a search", "a number, `absent` or `present`"))
    return [
        Problem(code="bad-search", message=message, where=entry.where, hint=told) for message, told in wrong
    ]


def _unrecorded(catalog: Catalog, entry: Searched) -> list[Problem]:
    """A search that a story names and its change does not record, or records with another result."""
    key, _, side = entry.in_.partition("#")
    change = catalog.change(key)
    if change is None:
        hint = did_you_mean(key, [c.key for c in catalog.changes])
        message = f"no change is called {key!r}"
    elif same_search(entry, side, change.searched):
        return []
    else:
        message = f"{key} records no search for “{entry.phrase}” in `{side}` with the result {entry.found}"
        hint = "record it under `searched` there, where `check` counts it"
    return [Problem(code="unrecorded-search", message=message, where=entry.where, hint=hint)]


def same_search(entry: Searched, side: str, recorded: Iterable[Searched]) -> bool:
    """Whether the same search with a result that bears this one is recorded."""
    phrase = casefold_text(entry.phrase)
    return any(
        one.in_ == side
        and casefold_text(one.phrase) == phrase
        and (one.found == entry.found or (one.found != "present" and fits(entry.found, wanted(one.found))))
        for one in recorded
        if _FOUND.match(one.found) and _FOUND.match(entry.found)
    )


def unsearched(title: str, summary: str, searched: tuple[Searched, ...], where: SourcePos) -> list[Problem]:
    """Lines that say that words are absent where no search found them so."""
    if any(entry.found in ("0", "absent") for entry in searched):
        return []
    return [
        Problem(
            code="unsearched-absence",
            message=f"the {field} says “{said[0]}”, and no search under `searched` found words absent",
            where=where,
            severity=Severity.WARNING,
            hint="record what was looked for: `searched: [{phrase: …, in: after, found: absent}]`",
        )
        for field, line in (("title", title), ("summary", summary))
        if (said := _ABSENT.search(own_voice(line)))
    ]


def _card_problems(catalog: Catalog, story: Story) -> list[Problem]:
    """A quotation for the card that is not there."""
    key, _, name = story.card.partition("#")
    change: Change | None = catalog.change(key)
    if not story.card or (change and any(q.name == name for q in change.quotations)):
        return []
    return [
        Problem(
            code="unknown-reference",
            message=f"no quotation is called {story.card!r}",
            where=story.where,
            hint="card: COMPANY/DOCUMENT/DAY#NAME",
        )
    ]
