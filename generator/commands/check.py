"""``check``: all that is wrong with the report, without publishing anything."""

from dataclasses import dataclass, replace
from pathlib import Path

from generator.archives.revision import read_revision
from generator.commands.exits import FINE, PROBLEMS
from generator.commands.load import with_example
from generator.commands.make import Whole, make_whole, open_memo
from generator.commands.project import Project
from generator.content.catalog import build_catalog
from generator.content.review import review_path, review_problems
from generator.evidence.published import check_against
from generator.evidence.resolve import side_text
from generator.jobs.codebase import EVIDENCE_LIBRARIES, EVIDENCE_ROOMS, read_code_key
from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.model.catalog import Catalog, Change, Status
from generator.model.evidence import Sides
from generator.model.problems import Problem, Severity, SourcePos, sort_problems
from generator.model.reporting import Reporter
from generator.model.results import Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings, and what they were found in."""

    problems: tuple[Problem, ...]
    changes: int
    quotations: int
    missing: int

    def exit_code(self, *, strict: bool) -> int:
        """Errors fail; with `strict` everything does."""
        if strict:
            return PROBLEMS if self.problems else FINE
        return PROBLEMS if any(p.severity is Severity.ERROR for p in self.problems) else FINE

    @property
    def summary(self) -> str:
        counts = {severity: sum(p.severity is severity for p in self.problems) for severity in Severity}
        told = ", ".join(f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n) or "no problems"
        reach = (
            f"; {self.missing} pinned captures are out of reach, their locks were read instead"
            if self.missing
            else ""
        )
        return f"{self.changes} changes, {self.quotations} quotations: {told}{reach}."


def check_report(project: Project, reporter: Reporter, *, against: str = "") -> Checked:
    """Everything that `build` checks, the finished pages included; with `against`, silent edits since a revision too."""
    with open_memo(project, reporter) as memo:
        whole = make_whole(replace(project, complete=False), memo, reporter)
        problems = [*whole.problems, *_review_problems(project, whole, memo)]
    if against:
        problems.extend(check_against(_catalog_at(project, against), whole.catalog))
    return Checked(
        problems=sort_problems(problems),
        changes=len(whole.catalog.changes),
        quotations=sum(len(e.quotations) for e in whole.evidence.values()),
        missing=len(whole.missing),
    )


def _catalog_at(project: Project, revision: str) -> Catalog:
    """The content as it stood at a git revision. Raises Unavailable where git cannot say."""
    catalog, _ = build_catalog(read_revision(project.content, revision), root=project.content.as_posix())
    return with_example(catalog, catalog.example) if catalog.example else catalog


def _review_problems(project: Project, whole: Whole, memo: Memo) -> list[Problem]:
    """What the second readings of published notes lack: ``docs/review/`` beside the content folder, where it is kept.

    A report that keeps no reviews has none to check; one that keeps some is asked for all.
    """
    folder = project.content.resolve().parent
    if not (folder / "docs" / "review").is_dir():
        return []
    problems: list[Problem] = []
    code = read_code_key(EVIDENCE_ROOMS, EVIDENCE_LIBRARIES)
    for change in whole.catalog.changes:
        if change.status is not Status.PUBLISHED:
            continue
        path = review_path(change)
        file = folder / Path(path)
        if not file.is_file():
            problems.append(
                Problem(
                    code="no-review",
                    message=f"there is no second reading of this note ({path})",
                    where=SourcePos(path=change.where.path),
                    severity=Severity.WARNING,
                    hint="list each sentence as fact, reading, context or limit with what it rests on; see the content guide",
                )
            )
            continue
        text = file.read_text(encoding="utf-8")
        at, compared = whole.compared.get(change.key, (None, ""))
        key = key_of("review", inputs=(value_key(change), compared), options=(path, text), code=code)
        found = memo.find(Node(job="review", key=key))
        if not isinstance(found, tuple):
            found = tuple(review_problems(change, text, path, _sides(whole, change, at, memo)))
            memo.keep(Node(job="review", key=key), found)
        problems.extend(found)
    return problems


def _sides(whole: Whole, change: Change, at: Node | None, memo: Memo) -> Sides | None:
    """Both texts of a change with their segments; None where one is out of reach."""
    pair = memo.find(at) if at else None
    before = whole.catalog.row(change.document_key, change.before)
    after = whole.catalog.row(change.document_key, change.after)
    if not isinstance(pair, Compared) or before is None or after is None:
        return None
    return Sides(
        before=side_text(before.sha256, pair.before),
        after=side_text(after.sha256, pair.after),
    )
