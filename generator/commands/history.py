"""`history`: every capture of a document or locator and what it was; noise folded for people, a line each for machines."""

import json
from dataclasses import dataclass

from generator.archives.configure import open_archives
from generator.commands.capture_reader import Reader, folders_for
from generator.commands.exits import FINE, UNAVAILABLE
from generator.commands.find import listing_of
from generator.commands.project import Project
from generator.commands.survey_captures import observe
from generator.evidence.history import (
    HistoryLine,
    Judge,
    NoiseRun,
    classify_captures,
    fold_noise,
    line_record,
    no_quality_check,
)
from generator.model.captures import CaptureClass
from generator.model.reporting import Reporter
from generator.model.times import spell_time


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The captures of a target, each with its class."""

    target: str
    lines: tuple[HistoryLine, ...]
    unread: int = 0
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what the archive tells of the file itself: renamed, removed

    @property
    def exit_code(self) -> int:
        return UNAVAILABLE if self.lines and self.unread == len(self.lines) else FINE

    def json(self) -> str:
        """A line a capture; what is said of the file itself stands under `notes` in the first."""
        records = [dict(line_record(line)) for line in self.lines]
        if records and self.notes:
            records[0]["notes"] = list(self.notes)
        return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)

    def text(self) -> str:
        """The timeline, runs of noise as one line, and the counts."""
        counts = {kind: sum(line.kind is kind for line in self.lines) for kind in CaptureClass}
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        unread = f"; {self.unread} could not be read" if self.unread else ""
        lines = [_spell(run) for run in fold_noise(self.lines)]
        count = f"{len(self.lines)} captures: {told or 'none'}{unread}"
        return "\n".join([*lines, count, *self.notes, *self.failures])


def read_history(
    project: Project, target: str, *, reporter: Reporter, judge: Judge = no_quality_check
) -> History:
    """Read every capture of ``COMPANY/DOCUMENT`` or of a locator, and say what each was."""
    archives = open_archives(
        project.archives, cache=project.cache / "http", folders=folders_for(target), offline=project.offline
    )
    listing = listing_of(project, target, archives)
    reader = Reader(store=project.evidence(), archives=archives, offline=project.offline)
    observed = observe(listing, reader, reporter)
    lines = classify_captures(observed, judge)
    unread = sum(one.policy is None for one in observed)
    failures = tuple(dict.fromkeys(str(error) for error in reader.failures.values()))[:5]
    return History(target=target, lines=lines, unread=unread, failures=failures, notes=listing.notes)


def _spell(run: NoiseRun) -> str:
    first, last = run.lines[0], run.lines[-1]
    if run.folded:
        return (
            f"{spell_time(first.at)}  {run.kind:<9}  {len(run.lines)} captures, until {spell_time(last.at)}"
        )
    reasons = f"  {'; '.join(first.reasons)}" if first.reasons else ""
    return f"{spell_time(first.at)}  {run.kind:<9}  {first.sha256[:12]}  {first.locator}{reasons}"
