"""`find`: in which captures a phrase stands, over one archive or several, with as few reads as prove it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive
from generator.commands.capture_reader import Listing, Reader, folders_for, list_locator
from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.load import read_catalog
from generator.commands.meant import unknown_document
from generator.commands.project import Project
from generator.commands.survey_captures import Survey, survey_all, survey_as_asked
from generator.evidence.cautions import border_cautions
from generator.evidence.history import Judge, no_quality_check
from generator.evidence.intervals import FindResult, find_phrase, judged_record, phrase_matcher
from generator.evidence.judged import judged_text, spell_not_judged
from generator.evidence.witnesses import Bracket, bracket_of
from generator.model.captures import CaptureRow
from generator.model.errors import LocatorError, UsageError
from generator.model.locators import parse_locator
from generator.model.lock import Interval
from generator.model.policy import PolicyText
from generator.model.reporting import Reporter
from generator.model.times import spell_time
from generator.pages.spelling import spell_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer over all captures of a target, archive by archive where there are several."""

    target: str
    result: FindResult
    by_archive: tuple[tuple[str, FindResult], ...] = ()
    bracket: Bracket | None = None
    failures: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # of captures that are not judged and say otherwise, and of renamed files
    outside: int = 0  # captures whose page has the phrase outside the policy, and not in it

    @property
    def exit_code(self) -> int:
        """1 where the phrase was found nowhere, 3 where nothing could be judged."""
        if not self.result.judged and self.result.listed:
            return UNAVAILABLE
        return FINE if self.result.first_with else PROBLEMS

    def json(self) -> str:
        record: dict[str, object] = dict(judged_record(self.result))
        if len(self.by_archive) > 1:
            record["archives"] = {name: judged_record(result) for name, result in self.by_archive}
        if self.outside:
            record["outside"] = self.outside
        if self.cautions:
            record["cautions"] = list(self.cautions)
        return json.dumps(record, ensure_ascii=False, indent=1)

    def text(self) -> str:
        lines = []
        for name, result in self.by_archive:
            if len(self.by_archive) > 1:
                lines.append(f"{name}:")
            lines += [_spell_run(run) for run in result.intervals]
        lines += list(self.result.claims)
        if len(self.by_archive) > 1 and self.bracket:
            lines.append(self.bracket.sentence)
        if self.result.not_judged:
            lines.append(spell_not_judged(self.result.not_judged))
        return "\n".join([*lines, *self.cautions, *self.failures])


def find_words(
    project: Project,
    target: str,
    phrase: str,
    *,
    reporter: Reporter,
    exact: bool = False,
    quick: bool = False,
    judge: Judge = no_quality_check,
) -> Found:
    """Search the captures of ``COMPANY/DOCUMENT`` or of a locator. `quick` halves instead of scanning.

    Captures that are not judged (evidence/judged.py) have no part in what is said, and are listed with their reasons. A
    search that halves judges each capture among those that it read before; a scan judges it between its neighbours.
    """
    if not phrase.strip():
        raise UsageError("the phrase is empty; put the words to look for in quotes")
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=folders_for(target), offline=project.offline
    )
    listing = listing_of(project, target, archives)
    reader = Reader(store=project.evidence(), archives=archives, offline=project.offline)
    matches = phrase_matcher(phrase, exact=exact)
    reporter.step(f"Searching {len(listing.rows)} captures of {listing.name}")
    read = survey_as_asked if quick else survey_all
    survey = read(listing, reader, reporter, judge)

    def has(row: CaptureRow) -> bool | None:
        policy = survey.policy(row)
        if policy is None or judged_text(policy.text) is None:
            return None
        return _holds(policy, matches)

    def over(rows: Sequence[CaptureRow]) -> FindResult:
        return find_phrase(rows, has, phrase, exact=exact, scan=not quick, aside=survey.aside)

    names = tuple(dict.fromkeys(row.archive for row in survey.rows))
    by_archive = tuple((name, over([row for row in survey.rows if row.archive == name])) for name in names)
    whole = by_archive[0][1] if len(by_archive) == 1 else over(survey.rows)
    told = spell_not_judged(whole.not_judged)
    aside = {one.row for one in whole.not_judged}
    elsewhere = [
        row
        for row in survey.rows
        if row not in aside
        and matches(survey.outside(row))
        and (known := survey.known(row))
        and not matches(known.text)
    ]
    outside = tuple(_outside_line(phrase, elsewhere))
    failures = tuple(
        dict.fromkeys(str(error) for error in reader.failures.values() if str(error) not in told)
    )[:5]
    return Found(
        target=target,
        result=whole,
        by_archive=by_archive,
        bracket=bracket_of(by_archive),
        failures=failures,
        cautions=(*outside, *_cautions(survey, by_archive, matches), *listing.notes),
        outside=len(elsewhere),
    )


def _holds(policy: PolicyText, matches: Callable[[str], bool]) -> bool | None:
    """Whether a text has the words; None where it lacks them and a rest that was not read may hold them."""
    return matches(policy.text) or (None if policy.unread else False)


def _outside_line(phrase: str, rows: Sequence[CaptureRow]) -> Iterator[str]:
    """Where words that the policy lacks stand on its page all the same."""
    if rows:
        first, last = spell_time(rows[0].captured_at), spell_time(rows[-1].captured_at)
        when = first if len(rows) == 1 else f"{first} to {last}"
        yield (
            f"“{phrase}” stands outside the policy (header, footer, menu or the like) in {spell_count(len(rows), 'capture')}"
            f" counted as absent, {when}."
        )


def _cautions(
    survey: Survey, results: Sequence[tuple[str, FindResult]], matches: Callable[[str], bool]
) -> tuple[str, ...]:
    """Words of warning where a capture that dates nothing says otherwise than its neighbours."""

    def holds(row: CaptureRow) -> bool | None:
        policy = survey.known(row)
        return None if policy is None else _holds(policy, matches)

    return tuple(
        caution
        for name, result in results
        for caution in border_cautions(
            result, [row for row in survey.rows if row.archive == name], survey.technical, holds
        )
    )


def listing_of(project: Project, target: str, archives: Sequence[Archive]) -> Listing:
    """The captures that ``captures.tsv`` lists for a document, or that an archive lists for a locator."""
    catalog, _ = read_catalog(project)
    document = catalog.document(target)
    if document is not None:
        pinned = (
            catalog.row(target, ref)
            for change in catalog.changes
            if change.document_key == target
            for ref in (change.before, change.after)
        )
        pins = frozenset(row for row in pinned if row is not None)
        return Listing(name=target, rows=document.captures, document=document, pins=pins)
    if ":" not in target:
        raise unknown_document(catalog, target)
    try:
        return list_locator(parse_locator(target), archives)
    except LocatorError as error:
        raise UsageError(str(error)) from error


def _spell_run(run: Interval) -> str:
    word = "present" if run.present else "absent "
    count = f"{run.captures} capture{'s' if run.captures != 1 else ''}"
    return f"  {word}  {spell_time(run.first)}  to  {spell_time(run.last)}  ({count})"
