"""Recorded counts: on what a number of captures, versions, days or changes rests. Pure.

Everything here is counted from the content files: the lists of captures with the digests of their words, the pins of changes, the
days that files name. Versions are counted again from the captures where these are read (`evidence/counts.py`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.content.addresses import EXAMPLE
from generator.content.counting import Counting, NotCounted, counting_of, measured, recorded
from generator.content.numbers import Judged, NumberSaid, numbers_of
from generator.content.searches import idle_ties, shortened, wanted
from generator.model.catalog import Catalog, Searched, Status, Story
from generator.model.counts import Counted, CountKind
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.words import casefold_text, words_1

NEAR = 0.1  # how far a number that is said to be about right may lie from the count, as a share of it


def count_statement_problems(catalog: Catalog) -> list[Problem]:
    """Counts that are wrong or count nothing, those of stories that no change records, and numbers that no count bears."""
    problems: list[Problem] = []
    for change in catalog.changes:
        told = counting_of(catalog, change)
        problems += [p for entry in change.counted for p in _entry_problems(entry, told)]
        problems += idle_ties(change.counted, (change.title, change.summary))
        if change.status is Status.PUBLISHED:
            for field, text in (("title", change.title), ("summary", change.summary)):
                problems += uncounted(field, text, change.counted, change.searched, change.where, told)
    for story in catalog.stories:
        told = Counting(catalog, tuple(dict.fromkeys(story.changes)), story.sources)
        problems += [p for entry in story.counted for p in _story_entry_problems(entry, told)]
        problems += idle_ties(story.counted, (story.title, story.summary, story.body))
        if story.status is Status.PUBLISHED:
            problems += _story_numbers(story, told)
    told = Counting(catalog, _published(catalog), ())
    for line in (catalog.report.tagline, *catalog.report.not_covered):
        whole = [
            _whole(kind, line, told) for kind in (CountKind.CHANGES, CountKind.DOCUMENTS, CountKind.COMPANIES)
        ]
        problems += uncounted("home page", line, whole, (), catalog.report.where, told)
    return problems


def _published(catalog: Catalog) -> tuple[str, ...]:
    """The keys of the published changes; the worked example is no part of the report's counts."""
    changes = (change for change in catalog.changes if change.status is Status.PUBLISHED)
    return tuple(change.key for change in changes if not change.key.startswith(EXAMPLE))


def _whole(kind: CountKind, line: str, told: Counting) -> Counted:
    """The count of all changes, their documents or companies: a line of the home page speaks of the whole report."""
    entry = Counted(count=kind, found="0", bears=(line,), where=told.catalog.report.where)
    return replace(entry, found=str(measured(entry, told)[0]))


def _story_numbers(story: Story, told: Counting) -> Iterator[Problem]:
    for field, text in (("title", story.title), ("summary", story.summary)):
        yield from uncounted(field, text, story.counted, story.searched, story.where, told)
    body = replace(story.where, line=story.body_line)
    yield from uncounted("story", story.body, story.counted, story.searched, body, told, lined=True)


def uncounted(
    field: str,
    text: str,
    counted: Sequence[Counted],
    searched: Sequence[Searched],
    where: SourcePos,
    told: Counting,
    *,
    lined: bool = False,
) -> Iterator[Problem]:
    """The numbers of a text, named `field`, that are counts and that no entry bears; `where` and `lined` as in `unsearched`."""
    for number in numbers_of(text):
        if number.judged is not Judged.COUNT or bearer(number, counted, searched, told) is not None:
            continue
        line = where.line + (text.count("\n", 0, number.at) if lined else 0)
        kinds = " or ".join(sorted(number.kinds))
        yield Problem(
            code="uncounted-statement",
            message=f"the {field} says “{_plain(number.said)}”, and no count under `counted` bears it: {shortened(number.sentence)}",
            where=replace(where, line=line),
            severity=Severity.WARNING,
            hint=f"record it: `counted: [{{count: {kinds}, found: {number.number}, …, bears: [{_plain(number.said)}]}}]`; "
            "a number that the policy itself says rests on a search for these words",
        )


def bearer(
    number: NumberSaid, counted: Iterable[Counted], searched: Iterable[Searched], told: Counting
) -> Counted | Searched | None:
    """The entry that bears a number: words of its sentence with the number stand under `bears`, kind and count fit.

    A number of the policy's own ("18 months") is borne by a search for words that hold it, which found them.
    """
    said, sentence = _folded(number.said), _folded(number.sentence)
    holds = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)")
    for entry in counted:
        about = any(holds.search(words) and words in sentence for words in map(_folded, entry.bears))
        if about and entry.count in number.kinds and _agrees(number, entry, told):
            return entry
    for search in searched:
        if holds.search(_folded(search.phrase)) and wanted(search.found) > 0:
            return search
    return None


def _agrees(number: NumberSaid, entry: Counted, told: Counting) -> bool:
    """Whether a number, with the word before it (almost, more than, about), is what was counted."""
    if not entry.found.isdigit():
        return True
    found = int(entry.found)
    try:
        exact = measured(entry, told)[1]
    except NotCounted:
        return True  # told at the entry, once
    if number.hedge == "about":
        return abs(number.number - exact) <= NEAR * exact
    if number.hedge == "above":
        return exact > number.number and (not entry.count.is_duration or int(exact) == number.number)
    if number.hedge == "below":
        return exact < number.number and (not entry.count.is_duration or found == number.number)
    return number.number == found


def _entry_problems(entry: Counted, told: Counting) -> list[Problem]:
    """An entry that counts nothing, or something else than it says."""
    try:
        if not entry.found.isdigit():
            raise NotCounted(f"{entry.found!r} is no number", "`found` in figures")
        if entry.count is CountKind.BY_HAND and not entry.as_:
            raise NotCounted("it does not say what was judged", "`as: changed the terms`")
        if told.of and entry.count is CountKind.BY_HAND and not entry.list_:
            raise NotCounted("it does not say which captures were counted", "`list: [TIME, …]`")
        number, exact = measured(entry, told)
    except NotCounted as error:
        return [bad_count(entry, error)]
    return [] if number == int(entry.found) else [disagrees(entry, number, exact)]


def _story_entry_problems(entry: Counted, told: Counting) -> list[Problem]:
    """The same of a story, whose counts of a record a change of the document must record."""
    problems = _entry_problems(entry, told)
    if problems or not entry.count.is_of_record or entry.count is CountKind.BY_HAND:
        return problems
    known = recorded(entry, told)
    if any((one.from_, one.to) == (entry.from_, entry.to) for one in known):
        return []
    return [
        Problem(
            code="unrecorded-count",
            message=f"no change of {entry.of} counts {entry.count} from {entry.from_} to {entry.to}",
            where=entry.where,
            hint="record it under `counted` of a change of that document, whose lock keeps it",
        )
    ]


def bad_count(entry: Counted, why: NotCounted) -> Problem:
    """An entry that counts nothing."""
    return Problem(code="bad-count", message=why.message, where=entry.where, hint=why.hint, about=why.about)


def disagrees(entry: Counted, number: int, exact: float | None = None) -> Problem:
    """An entry that says another number than was counted."""
    fraction = f" ({exact:.1f})" if exact is not None and exact != number else ""
    return Problem(
        code="count-disagrees",
        message=f"{entry.found} {_named(entry)} are said to be found, and {number}{fraction} are",
        where=entry.where,
        hint="correct the entry, and whatever sentence rests on it",
    )


def _named(entry: Counted) -> str:
    return f"captures listed as “{entry.as_}”" if entry.count is CountKind.BY_HAND else str(entry.count)


def _folded(words: str) -> str:
    return casefold_text(words_1(words))


def _plain(words: str) -> str:
    return " ".join(words.split())
