"""``build``: content, captures and templates into a published site. Nothing is published while anything is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.load import Gathered, gather
from generator.commands.project import Project
from generator.jobs.cards import TEMPLATE as CARDS
from generator.jobs.cards import run_cards
from generator.jobs.memo import Memo
from generator.model.captures import CaptureRow
from generator.model.catalog import Report
from generator.model.pages import Artifact, PageSpec
from generator.model.problems import Problem, Severity, sort_problems
from generator.model.reporting import Reporter
from generator.store.output import Written, write_site


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build came to. `written` is None where nothing was published."""

    site: Path
    problems: tuple[Problem, ...]
    written: Written | None
    missing: tuple[CaptureRow, ...]
    pinned: int
    complete: bool
    pages: int = 0
    unset: tuple[str, ...] = ()  # what readers will miss because the report does not say it

    @property
    def exit_code(self) -> int:
        if any(p.severity is Severity.ERROR for p in self.problems):
            return PROBLEMS
        return UNAVAILABLE if self.written is None else FINE


def build_site(project: Project, reporter: Reporter) -> BuildReport:
    """Build the whole report and publish it, or leave what is published as it is."""
    project.refuse_site()
    gathered = gather(project, reporter, with_unread=True)
    if gathered.errors or (project.complete and gathered.missing):
        return _report(project, gathered, gathered.problems, written=None)
    specs = plan_pages(project, gathered)
    reporter.step(f"Drawing {len(specs)} pages and files")
    artifacts = draw_pages(project, specs, reporter)
    problems = sort_problems([*gathered.problems, *check_artifacts(artifacts, gathered)])
    if any(p.severity is Severity.ERROR for p in problems):
        return _report(project, gathered, problems, written=None)
    written = write_site(project.site, artifacts)
    return _report(project, gathered, problems, written=written, pages=_count_pages(artifacts))


def plan_pages(project: Project, gathered: Gathered) -> tuple[PageSpec, ...]:
    """Every page and data file of the site, in order of path."""
    from generator.content.schema import schema_json
    from generator.pages.change.page import change_page
    from generator.pages.chrome import FileView, SiteOptions
    from generator.pages.site.plan import site_pages
    from generator.pages.site.unread import unread_pages

    catalog = gathered.catalog
    options = SiteOptions(
        base_url=project.base_url,
        missing=len(gathered.missing),
        pinned=gathered.pinned,
        drafts=project.drafts,
    )
    changes: list[PageSpec] = []
    for change in catalog.changes:
        pins = (catalog.row(change.document_key, ref) for ref in (change.before, change.after))
        before, after = (gathered.texts.get(row.sha256) if row else None for row in pins)
        evidence, redline = gathered.evidence[change.key], gathered.redlines.get(change.key)
        changes.extend(change_page(catalog, change, evidence, redline, (before, after), options))
    schema = FileView(body=schema_json() + "\n", media_type="application/schema+json")
    changes.append(PageSpec(path="data/schema.json", template="", view=schema))
    drawn = tuple(one for one, compared in gathered.unread if compared)
    if catalog.report.publish_unread:
        changes += unread_pages(catalog, gathered.unread, options)
    around = site_pages(
        catalog, gathered.evidence, gathered.redlines, gathered.texts, options, changes, unread=drawn
    )
    return tuple(sorted([*around, *changes], key=lambda spec: spec.path))


def draw_pages(project: Project, specs: tuple[PageSpec, ...], reporter: Reporter) -> tuple[Artifact, ...]:
    """All specs through their templates, with the assets they ask for."""
    from generator.render.environment import make_environment, render_assets, render_page

    cards = tuple(spec for spec in specs if spec.template == CARDS)
    pages = tuple(spec for spec in specs if spec.template != CARDS)
    artifacts = [
        *run_cards(cards, memo=Memo(project.cache / "build"), workers=project.workers, reporter=reporter)
    ]
    environment = make_environment(project.templates)
    artifacts += render_assets(environment)
    for done, spec in enumerate(pages, 1):
        artifacts.append(render_page(environment, spec))
        reporter.progress(done, len(pages), spec.path)
    return tuple(sorted(artifacts, key=lambda artifact: artifact.path))


def check_artifacts(artifacts: tuple[Artifact, ...], gathered: Gathered) -> tuple[Problem, ...]:
    """What can only be seen on the finished pages: dead links, duplicate ids, addresses of locks that are not there."""
    from generator.render.links import check_links

    return check_links(artifacts, gathered.locks, gathered.catalog)


def spell_report(report: BuildReport) -> str:
    """What a person is told at the end."""
    if any(p.severity is Severity.ERROR for p in report.problems):
        count = sum(p.severity is Severity.ERROR for p in report.problems)
        return f"{count} {'problem' if count == 1 else 'problems'}. Nothing was published; {report.site}/ is as it was."
    if report.written is None:
        listed = "\n".join(f"  {row.captured_at:%Y-%m-%d %H:%M} {row.locator}" for row in report.missing[:8])
        more = f"\n  … and {len(report.missing) - 8} more" if len(report.missing) > 8 else ""
        return (
            f"{len(report.missing)} of {report.pinned} pinned captures are out of reach:\n{listed}{more}\n"
            f"Nothing was published; {report.site}/ is as it was.\n"
            "Run `smallprint fetch` where the archive can be reached, or name a folder that holds them: --mirror DIR."
        )
    lines = [f"Published {report.pages} pages into {report.site}/ ({_changes(report.written)})."]
    if report.missing:
        lines.append(
            f"A partial build: {len(report.missing)} of {report.pinned} pinned captures are out of reach, so their redlines "
            "are left out. Notes, quotations and addresses are all there."
        )
    lines += [f"note: report.yaml: {line}" for line in report.unset]
    lines.append(f"Open {(report.site / 'index.html').resolve()}")
    return "\n".join(lines)


def _changes(written: Written) -> str:
    parts = [(written.added, "new"), (written.changed, "changed"), (written.removed, "removed")]
    told = ", ".join(f"{len(paths)} {word}" for paths, word in parts if paths)
    return told or "nothing changed"


def _count_pages(artifacts: tuple[Artifact, ...]) -> int:
    return sum(artifact.path.endswith(".html") for artifact in artifacts)


def _report(
    project: Project,
    gathered: Gathered,
    problems: tuple[Problem, ...],
    *,
    written: Written | None,
    pages: int = 0,
) -> BuildReport:
    return BuildReport(
        site=project.site,
        problems=problems,
        written=written,
        missing=gathered.missing,
        pinned=gathered.pinned,
        complete=not gathered.missing,
        pages=pages,
        unset=tuple(_unset(project, gathered.catalog.report)) if project.complete else (),
    )


def _unset(project: Project, report: Report) -> Iterator[str]:
    """What production should know of: links that lead nowhere, and a reader who finds an error and nobody to tell."""
    host = urlsplit(project.base_url or report.base_url).hostname or ""
    if not host or host.endswith((".example", ".invalid", ".test", ".localhost")):
        yield f"base-url is {host or 'not set'}: links that people copy, cite and embed lead nowhere"
    if not report.contact and not report.repository:
        yield "neither contact nor repository is set: nobody can report an error"
