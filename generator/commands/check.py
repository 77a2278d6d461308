"""``check``: all that is wrong with the report, without publishing anything."""

from dataclasses import dataclass

from generator.commands.build import check_artifacts, draw_pages, plan_pages
from generator.commands.exits import FINE, PROBLEMS
from generator.commands.gather import gather
from generator.commands.project import Project
from generator.model.problems import Problem, Severity, sort_problems
from generator.model.reporting import Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings, and what they were found in."""

    problems: tuple[Problem, ...]
    changes: int
    quotations: int
    missing: int

    def exit_code(self, *, strict: bool) -> int:
        if strict:
            return PROBLEMS if self.problems else FINE
        return PROBLEMS if any(p.severity is Severity.ERROR for p in self.problems) else FINE

    @property
    def summary(self) -> str:
        counts = {severity: sum(p.severity is severity for p in self.problems) for severity in Severity}
        told = ", ".join(f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n) or "no problems"
        reach = (
            f"; {self.missing} pinned captures out of reach, their locks were read instead"
            if self.missing
            else ""
        )
        return f"{self.changes} changes, {self.quotations} quotations: {told}{reach}."


def check_report(project: Project, reporter: Reporter, *, against: str = "") -> Checked:
    """Everything that `build` checks, the finished pages included; with `against`, silent edits since a revision too."""
    gathered = gather(project, reporter)
    problems = list(gathered.problems)
    if against:
        problems.extend(against_problems(read_catalog_at(project, against), gathered.catalog))
    if not gathered.errors:
        artifacts = draw_pages(project, plan_pages(project, gathered), reporter)
        problems.extend(check_artifacts(artifacts, gathered))
    return Checked(
        problems=sort_problems(problems),
        changes=len(gathered.catalog.changes),
        quotations=sum(len(e.quotations) for e in gathered.evidence.values()),
        missing=len(gathered.missing),
    )
