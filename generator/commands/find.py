"""`find`: in which captures a phrase stands, over one archive or several, with as few reads as prove it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive
from generator.commands.capture_reader import Listing, Reader, folders_for, list_locator
from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.load import read_catalog
from generator.commands.project import Project
from generator.evidence.history import misdated
from generator.evidence.intervals import FindResult, find_phrase, phrase_matcher, result_record
from generator.evidence.witnesses import Bracket, bracket_of
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.errors import LocatorError, UsageError
from generator.model.locators import parse_locator
from generator.model.lock import Interval
from generator.model.reporting import Reporter
from generator.model.times import spell_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer over all captures of a target, archive by archive where there are several."""

    target: str
    result: FindResult
    by_archive: tuple[tuple[str, FindResult], ...] = ()
    bracket: Bracket | None = None
    failures: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()  # of borders that rest on a capture with a doubtful time

    @property
    def exit_code(self) -> int:
        """1 where the phrase was found nowhere, 3 where captures were out of reach and nothing was proved by the rest."""
        if self.result.read == 0 and self.result.listed:
            return UNAVAILABLE
        return FINE if self.result.first_with else PROBLEMS

    def json(self) -> str:
        record: dict[str, object] = dict(result_record(self.result))
        if len(self.by_archive) > 1:
            record["archives"] = {name: result_record(result) for name, result in self.by_archive}
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
        return "\n".join([*lines, *self.cautions, *self.failures])


def find_words(
    project: Project,
    target: str,
    phrase: str,
    *,
    reporter: Reporter,
    exact: bool = False,
    quick: bool = False,
) -> Found:
    """Search the captures of ``COMPANY/DOCUMENT`` or of a locator. `quick` halves instead of scanning."""
    if not phrase.strip():
        raise UsageError("the phrase is empty; put the words to look for in quotes")
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=folders_for(target), offline=project.offline
    )
    listing = listing_of(project, target, archives)
    reader = Reader(store=project.evidence(), archives=archives, offline=project.offline)
    matches = phrase_matcher(phrase, exact=exact)
    reporter.step(f"Searching {len(listing.rows)} captures of {listing.name}")
    asked: list[int] = []

    def has(row: CaptureRow) -> bool | None:
        asked.append(1)
        reporter.progress(len(asked), max(len(asked), len(listing.rows)), row.ref)
        policy = reader.policy(row, listing.document)
        if policy is None:
            return None
        return matches(policy.text) or (None if policy.unread else False)  # an unread rest may hold the words

    def over(rows: Sequence[CaptureRow]) -> FindResult:
        return find_phrase(rows, has, phrase, exact=exact, scan=not quick)

    names = tuple(dict.fromkeys(row.archive for row in listing.rows))
    by_archive = tuple((name, over([row for row in listing.rows if row.archive == name])) for name in names)
    whole = by_archive[0][1] if len(by_archive) == 1 else over(listing.rows)
    failures = tuple(dict.fromkeys(str(error) for error in reader.failures.values()))[:5]
    return Found(
        target=target,
        result=whole,
        by_archive=by_archive,
        bracket=bracket_of(by_archive),
        failures=failures,
        cautions=_cautions(listing, whole),
    )


def _cautions(listing: Listing, result: FindResult) -> tuple[str, ...]:
    """Words of warning where a run begins or ends at a capture whose time cannot be right."""
    technical = {
        number
        for number, row in enumerate(listing.rows)
        if number in listing.technical or row.kind is CaptureClass.TECHNICAL
    }
    borders = {at for run in result.intervals for at in (run.first, run.last)}
    return tuple(
        f"Caution, {listing.rows[number].ref} is {'; '.join(reasons)}."
        for number, reasons in sorted(misdated(listing.rows, technical).items())
        if listing.rows[number].captured_at in borders
    )


def listing_of(project: Project, target: str, archives: Sequence[Archive]) -> Listing:
    """The captures that ``captures.tsv`` lists for a document, or that an archive lists for a locator."""
    catalog, _ = read_catalog(project)
    document = catalog.document(target)
    if document is not None:
        return Listing(name=target, rows=document.captures, document=document)
    if ":" not in target:
        known = ", ".join(d.key for d in catalog.documents[:8])
        raise UsageError(f"{target!r} is neither a document ({known} …) nor a locator")
    try:
        return list_locator(parse_locator(target), archives)
    except LocatorError as error:
        raise UsageError(str(error)) from error


def _spell_run(run: Interval) -> str:
    word = "present" if run.present else "absent "
    count = f"{run.captures} capture{'s' if run.captures != 1 else ''}"
    return f"  {word}  {spell_time(run.first)}  to  {spell_time(run.last)}  ({count})"
