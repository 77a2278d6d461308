"""Recorded searches: on what a statement of presence, absence or number rests. Pure.

A change records what was looked for in its two captures; a story names searches that its changes record. The counts are
taken again wherever the captures are read (`evidence/searches.py`) and kept in the lock for a build without them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.content.nearest_word import did_you_mean
from generator.content.statements import Kind, Statement, statements_of
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document, Searched, Status, Story
from generator.model.counts import Counted
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.times import parse_time
from generator.model.words import casefold_text, words_1

_FOUND = re.compile(r"(?:\d{1,6}|absent|present)\Z")
LONGEST = 120  # characters of a sentence that a message shows
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
            placed = (
                entry.in_ in _SIDES or searched_row(catalog.document(change.document_key), entry) is not None
            )
            problems += _entry_problems(
                entry, placed, "`in` is before, after or the time of another capture in captures.tsv"
            )
        if change.status is Status.PUBLISHED:
            problems += unsearched("title", change.title, change.searched, change.where)
            problems += unsearched("summary", change.summary, change.searched, change.where)
    for story in catalog.stories:
        for entry in story.searched:
            problems += _entry_problems(
                entry, "#" in entry.in_, "`in` is COMPANY/DOCUMENT/DAY#before or …#after"
            )
            if "#" in entry.in_:
                problems += _unrecorded(catalog, entry)
        if story.status is Status.PUBLISHED:
            problems += unsearched("title", story.title, story.searched, story.where)
            problems += unsearched("summary", story.summary, story.searched, story.where)
            body = replace(story.where, line=story.body_line)
            problems += unsearched("story", story.body, story.searched, body, lined=True)
        problems += _card_problems(catalog, story)
    report = catalog.report
    for line in (report.tagline, *report.not_covered):
        problems += unsearched("home page", line, (), report.where)
    for change in catalog.changes:
        problems += idle_ties(change.searched, (change.title, change.summary))
    for story in catalog.stories:
        problems += idle_ties(story.searched, (story.title, story.summary, story.body))
    return problems


def idle_ties(entries: Sequence[Searched | Counted], texts: Sequence[str]) -> list[Problem]:
    """Words under `bears` that no text says (any more)."""
    held = casefold_text(words_1("\n\n".join(texts)))
    return [
        Problem(
            code="idle-tie",
            message=f"“{words}” stands under `bears`, and neither title, summary nor story says it",
            where=entry.where,
            severity=Severity.WARNING,
            hint="write words of the sentence that rests on this entry, or take the line away",
        )
        for entry in entries
        for words in entry.bears
        if casefold_text(words_1(words)) not in held
    ]


def searched_row(document: Document | None, entry: Searched) -> CaptureRow | None:
    """The capture that a search names by its time; None where it names a side, or a time of no capture or of several."""
    rows = [r for r in (document.captures if document else ()) if r.captured_at == parse_time(entry.in_)]
    return rows[0] if len(rows) == 1 else None


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


def unsearched(
    field: str, text: str, searched: Sequence[Searched], where: SourcePos, *, lined: bool = False
) -> list[Problem]:
    """The statements of a text, named `field`, that words are absent, present or stand so many times, and that no search bears.

    `where` is the place of the text's first character; `lined` says that its lines are those of the file.
    """
    problems = []
    for one in statements_of(text):
        if any(bears(entry, one) for entry in searched):
            continue
        line = where.line + (text.count("\n", 0, one.at) if lined else 0)
        said = " ".join(one.sign.split())
        problems.append(
            Problem(
                code="unsearched-absence" if one.kind is Kind.ABSENT else "unsearched-statement",
                message=f"the {field} says “{said}”, and no search under `searched` bears it: {shortened(one.sentence)}",
                where=replace(where, line=line),
                severity=Severity.WARNING,
                hint=_HINTS[one.kind],
            )
        )
    return problems


def bears(entry: Searched, statement: Statement) -> bool:
    """Whether a search bears a statement: it came out so, and it is about these words.

    It is where its phrase stands in the sentence, or words of the sentence stand under its `bears`.
    """
    if not _FOUND.match(entry.found):
        return False
    number = wanted(entry.found)
    if statement.kind is Kind.COUNTED:
        fitting = entry.found.isdigit() and number == statement.number
    else:
        fitting = (number == 0) == (statement.kind is Kind.ABSENT)
    if statement.is_of_later and entry.in_.rpartition("#")[2] == Side.BEFORE.value:
        return False
    sentence = casefold_text(words_1(statement.sentence))
    return fitting and any(
        casefold_text(words_1(words)) in sentence for words in (entry.phrase, *entry.bears) if words.strip()
    )


def shortened(sentence: str) -> str:
    """A sentence in quotation marks, cut between words where it is longer than `LONGEST` characters."""
    told = " ".join(sentence.split())
    return f"“{told if len(told) <= LONGEST else told[:LONGEST].rpartition(' ')[0] + ' …'}”"


_TIE = "; where the phrase is not in the sentence, `bears: [words of the sentence]`"
_HINTS = {
    Kind.ABSENT: "record what was looked for: `searched: [{phrase: …, in: after, found: absent}]`" + _TIE,
    Kind.PRESENT: "record what was looked for: `searched: [{phrase: …, in: after, found: present}]`" + _TIE,
    Kind.COUNTED: "record what was counted: `searched: [{phrase: …, in: after, found: 2}]`" + _TIE,
}


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
