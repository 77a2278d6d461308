"""`history`: every capture of a document or locator and what it was; noise folded for people, a line each for machines."""

import json
from dataclasses import dataclass, replace

from generator.archives.configure import open_archives
from generator.commands.capture_reader import Listing, Reader, folders_for
from generator.commands.exits import FINE, UNAVAILABLE
from generator.commands.find import listing_of
from generator.commands.project import Project
from generator.evidence.history import (
    HistoryLine,
    Judge,
    NoiseRun,
    Observed,
    classify_captures,
    fold_noise,
    line_record,
    no_quality_check,
)
from generator.model.captures import CaptureClass
from generator.model.policy import PolicyText
from generator.model.reporting import Reporter
from generator.model.times import spell_time
from generator.model.words import words_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The captures of a target, each with its class."""

    target: str
    lines: tuple[HistoryLine, ...]
    unread: int = 0
    failures: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return UNAVAILABLE if self.lines and self.unread == len(self.lines) else FINE

    def json(self) -> str:
        """A line a capture."""
        return "\n".join(json.dumps(line_record(line), ensure_ascii=False) for line in self.lines)

    def text(self) -> str:
        """The timeline, runs of noise as one line, and the counts."""
        counts = {kind: sum(line.kind is kind for line in self.lines) for kind in CaptureClass}
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        unread = f"; {self.unread} could not be read" if self.unread else ""
        lines = [_spell(run) for run in fold_noise(self.lines)]
        return "\n".join([*lines, f"{len(self.lines)} captures: {told or 'none'}{unread}", *self.failures])


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
    return History(target=target, lines=lines, unread=unread, failures=failures)


def observe(listing: Listing, reader: Reader, reporter: Reporter) -> tuple[Observed, ...]:
    """Each listed capture with its text. A capture that cannot be read keeps what captures.tsv knows of its words."""
    reporter.step(f"Reading {len(listing.rows)} captures of {listing.name}")
    texts: dict[str, PolicyText] = {}  # by digest of words: captures of equal words are read once
    digests: dict[str, str] = {}
    observed = []
    for number, row in enumerate(listing.rows):
        reporter.progress(number + 1, len(listing.rows), row.ref)
        policy = texts.get(row.words) if row.words and "html" not in row.media_type else None
        if policy is None:
            policy = reader.policy(row, listing.document)
        words = row.words or digests.get(row.sha256, "")
        if policy is not None:
            words = words or words_digest(policy.text)
            texts.setdefault(words, policy)
            digests.setdefault(row.sha256, words)
        technical = number in listing.technical or row.kind is CaptureClass.TECHNICAL
        row = replace(row, sha256=reader.digests.get(row.sha256, row.sha256))
        observed.append(Observed(row=row, words=words, policy=policy, technical=technical))
    return tuple(observed)


def _spell(run: NoiseRun) -> str:
    first, last = run.lines[0], run.lines[-1]
    if run.folded:
        return (
            f"{spell_time(first.at)}  {run.kind:<9}  {len(run.lines)} captures, until {spell_time(last.at)}"
        )
    reasons = f"  {'; '.join(first.reasons)}" if first.reasons else ""
    return f"{spell_time(first.at)}  {run.kind:<9}  {first.sha256[:12]}{reasons}"
