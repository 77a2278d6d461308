"""A report as the jobs of a build make it, with the texts and redlines of every change in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.commands.load import order_unread
from generator.commands.make import make_evidence, open_memo
from generator.commands.project import Project
from generator.jobs.redline_job import RedlineOrder, redline_job
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, Severity
from generator.model.redline import Redline
from generator.model.reporting import Reporter
from generator.model.results import Compared
from generator.model.text import Text
from generator.model.unread import Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Redlines and evidence by key of change, texts by digest of capture. `unread` are the comparisons without a note; None
    stands for one whose captures are not at hand."""

    catalog: Catalog
    evidence: Mapping[str, ChangeEvidence]
    redlines: Mapping[str, Redline] = field(default_factory=dict)
    texts: Mapping[Digest, Text] = field(default_factory=dict)
    locks: Mapping[str, ChangeLock] = field(default_factory=dict)
    missing: tuple[CaptureRow, ...] = ()
    pinned: int = 0
    unread: tuple[tuple[Unread, Compared | None], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def gather(project: Project, reporter: Reporter, *, with_unread: bool = False) -> Gathered:
    """Read, compare and check everything, and take what the jobs keep out of the memo."""
    redlines: dict[str, Redline] = {}
    texts: dict[Digest, Text] = {}
    with open_memo(project, reporter) as memo:
        whole, locks = make_evidence(project, memo, reporter, lambda _: True)
        catalog = whole.catalog
        for change in catalog.changes:
            pair = memo.find(whole.compared[change.key][0]) if change.key in whole.compared else None
            if isinstance(pair, Compared):
                redlines[change.key] = pair.redline
                for ref, text in ((change.before, pair.before), (change.after, pair.after)):
                    row = catalog.row(change.document_key, ref)
                    assert row is not None
                    texts[row.sha256] = text
        planned = order_unread(catalog, project.evidence()) if with_unread else ()
    unread = tuple((one, _compared(order, project) if order else None) for one, order in planned)
    return Gathered(
        catalog=catalog,
        evidence=whole.evidence,
        redlines=redlines,
        texts=texts,
        locks=locks,
        missing=whole.missing,
        pinned=whole.pinned,
        unread=unread,
        problems=whole.problems,
    )


def _compared(order: RedlineOrder, project: Project) -> Compared:
    made = redline_job(order, project.evidence())
    assert isinstance(made, Compared)
    return made
