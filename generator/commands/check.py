"""``check``: all that is wrong with the report, without publishing anything."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.commands.completeness import as_published
from generator.commands.exits import FINE, PROBLEMS
from generator.commands.load import with_example
from generator.commands.make import Whole, make_evidence, make_whole, open_memo
from generator.commands.project import Project
from generator.commands.pull_request import spell_markdown
from generator.content.catalog import build_catalog
from generator.content.echoes import without_echoes
from generator.content.letters import known_words
from generator.content.review import review_path, review_problems
from generator.content.review_follow import followed
from generator.evidence.pull_request import PageTold, tell_pages
from generator.jobs.codebase import EVIDENCE_LIBRARIES, EVIDENCE_ROOMS
from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.model.catalog import Catalog, Change, Status
from generator.model.errors import UsageError
from generator.model.evidence import Sides
from generator.model.problems import Problem, Severity, SourcePos
from generator.model.reporting import Reporter
from generator.model.results import Compared
from generator.pages.spelling import spell_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings, and what they were found in."""

    problems: tuple[Problem, ...]
    changes: int
    quotations: int
    missing: int
    pages: tuple[PageTold, ...] = ()  # with a revision to compare with: what it changes on pages of changes
    weights: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # bytes of these pages, then and now

    def markdown(self, preview: str = "") -> str:
        """The summary for a pull request; `preview` is the address at which its pages can be seen."""
        return spell_markdown(self.summary, self.problems, self.pages, self.weights, preview)

    def exit_code(self, *, strict: bool) -> int:
        """Errors fail; with `strict` warnings do, too. A notice asks for nothing."""
        if strict:
            return PROBLEMS if any(p.severity is not Severity.NOTICE for p in self.problems) else FINE
        return PROBLEMS if any(p.severity is Severity.ERROR for p in self.problems) else FINE

    @property
    def summary(self) -> str:
        counts = {severity: sum(p.severity is severity for p in self.problems) for severity in Severity}
        told = ", ".join(f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n) or "no problems"
        reach = ""
        if self.missing:
            are, theirs = ("is", "its lock was") if self.missing == 1 else ("are", "their locks were")
            reach = (
                f"; {spell_count(self.missing, 'pinned capture')} {are} out of reach, {theirs} read instead"
            )
        changes, quotations = spell_count(self.changes, "change"), spell_count(self.quotations, "quotation")
        return f"{changes}, {quotations}: {told}{reach}."


def check_report(
    project: Project, reporter: Reporter, *, against: str = "", paths: Sequence[Path] = ()
) -> Checked:
    """Everything that `build` checks, the finished pages included; with `against`, silent edits since a revision too.

    With `paths`, what is wrong in these files and folders alone; no page is drawn then.
    """
    if paths:
        return _check_paths(project, reporter, against, _inside(project, paths))
    with open_memo(project, reporter) as memo:
        whole = make_whole(replace(project, complete=False), memo, reporter)
        problems = [*whole.problems, *_review_problems(project, whole, memo)]
    pages: tuple[PageTold, ...] = ()
    if against:
        from generator.evidence.published import check_against

        old = _catalog_at(project, against)
        problems.extend(check_against(old, whole.catalog))
        pages = tell_pages(old, whole.catalog, whole.evidence)
        problems = as_published(problems)
    return Checked(
        problems=without_echoes(problems),
        changes=len(whole.catalog.changes),
        quotations=sum(len(e.quotations) for e in whole.evidence.values()),
        missing=len(whole.missing),
        pages=pages,
        weights=_weights(project, whole, pages),
    )


def _weights(project: Project, whole: Whole, pages: Sequence[PageTold]) -> dict[str, tuple[int, int]]:
    """By key, the bytes of a page as it is published here and as it was drawn now; none where no page was drawn."""
    wanted = {f"{page.key}/index.html": page.key for page in pages}
    weights = {}
    for file in whole.files:
        if key := wanted.get(file.path):
            before = project.site / file.path
            weights[key] = (before.stat().st_size if before.is_file() else 0, len(file.body))
    return weights


def _inside(project: Project, paths: Sequence[Path]) -> tuple[str, ...]:
    """The paths as problems name them. Raises UsageError for one that is not there or lies outside the content."""
    root = Path(os.path.abspath(project.content))
    named = []
    for path in paths:
        whole = Path(os.path.abspath(path))
        if not whole.exists() or not whole.is_relative_to(root):
            raise UsageError(f"{path}: no such file or folder in {project.content}")
        named.append((project.content / whole.relative_to(root)).as_posix())
    return tuple(named)


def _check_paths(project: Project, reporter: Reporter, against: str, named: tuple[str, ...]) -> Checked:
    """What is wrong in some files. A note and its lock go together; of other changes nothing is read or compared."""

    def asked_for(path: str) -> bool:
        own = path.removesuffix(".lock").removesuffix(".md")
        return any(
            path == one or path.startswith(f"{one}/") or own == one.removesuffix(".lock").removesuffix(".md")
            for one in named
        )

    with open_memo(project, reporter) as memo:
        whole, _ = make_evidence(project, memo, reporter, lambda change: asked_for(change.where.path))
        own = tuple(change for change in whole.catalog.changes if asked_for(change.where.path))
        problems = [*whole.problems, *_review_problems(project, whole, memo, own)]
    if against:
        from generator.evidence.published import check_against

        problems.extend(check_against(_catalog_at(project, against), whole.catalog))
        problems = as_published(problems)
    return Checked(
        problems=tuple(p for p in without_echoes(problems) if asked_for(p.where.path) or _is_review(p, own)),
        changes=len(own),
        quotations=sum(len(e.quotations) for e in whole.evidence.values()),
        missing=0,
    )


def _is_review(problem: Problem, changes: Sequence[Change]) -> bool:
    return any(problem.where.path == review_path(change) for change in changes)


def _catalog_at(project: Project, revision: str) -> Catalog:
    """The content as it stood at a git revision. Raises Unavailable where git cannot say."""
    from generator.archives.revision import read_revision

    catalog, _ = build_catalog(read_revision(project.content, revision), root=project.content.as_posix())
    return with_example(catalog, catalog.example) if catalog.example else catalog


def _review_problems(
    project: Project, whole: Whole, memo: Memo, changes: Sequence[Change] | None = None
) -> list[Problem]:
    """What the second readings of published notes lack: ``second-readings/`` beside the content folder, where it is kept.

    A report that keeps no reviews has none to check; one that keeps some is asked for all.
    """
    folder = project.content.resolve().parent
    if not (folder / "second-readings").is_dir():
        return []
    problems: list[Problem] = []
    code = memo.code.key(EVIDENCE_ROOMS, EVIDENCE_LIBRARIES)
    known = known_words(change.body for change in whole.catalog.changes)
    for change in whole.catalog.changes if changes is None else changes:
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
                    hint=f"`lock {change.key} --reading` begins it: each sentence with its kind, and what it rests on for you to say",
                )
            )
            continue
        written = file.read_text(encoding="utf-8")
        text = followed(change, written, known)
        if text != written:
            problems.append(_respelt(change, path))
        at, compared = whole.compared.get(change.key, (None, ""))
        key = key_of("review", inputs=(value_key(change), compared), options=(path, text), code=code)
        found = memo.find(Node(job="review", key=key))
        if not isinstance(found, tuple):
            found = tuple(review_problems(change, text, path, _sides(whole, change, at, memo)))
            memo.keep(Node(job="review", key=key), found)
        problems.extend(found)
    return problems


def _respelt(change: Change, path: str) -> Problem:
    return Problem(
        code="review-follows",
        message=f"letters were mended; {path} has the old spelling",
        where=change.where,
        severity=Severity.NOTICE,
        hint="nothing to do here: `lock` writes the new spelling there",
    )


def _sides(whole: Whole, change: Change, at: Node | None, memo: Memo) -> Sides | None:
    """Both texts of a change with their segments; None where one is out of reach."""
    from generator.evidence.resolve import side_text

    pair = memo.find(at) if at else None
    before = whole.catalog.row(change.document_key, change.before)
    after = whole.catalog.row(change.document_key, change.after)
    if not isinstance(pair, Compared) or before is None or after is None:
        return None
    return Sides(
        before=side_text(before.sha256, pair.before),
        after=side_text(after.sha256, pair.after),
    )
