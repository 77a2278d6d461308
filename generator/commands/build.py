"""``build``: content, captures and templates into a published site. Nothing is published while anything is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE
from generator.commands.make import Whole, make_whole, open_memo
from generator.commands.project import Project
from generator.jobs.memo import Memo
from generator.jobs.stored import DamagedResult
from generator.model.captures import CaptureRow
from generator.model.catalog import Report
from generator.model.pages import Artifact, OutputFile
from generator.model.problems import Problem, Severity
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
    sound: bool = True  # False: something failed that may go well the next time
    file_links: bool = False  # links name index.html, so that no server is needed
    unset: tuple[str, ...] = ()  # what readers will miss because the report does not say it

    @property
    def exit_code(self) -> int:
        if any(p.severity is Severity.ERROR for p in self.problems):
            return PROBLEMS
        return UNAVAILABLE if self.written is None else FINE

    def again(self) -> "BuildReport":
        """What the next build comes to if nothing changes until then."""
        return (
            replace(self, written=replace(self.written, added=(), changed=(), removed=()))
            if self.written
            else self
        )


def build_site(project: Project, reporter: Reporter, explain: str = "") -> BuildReport:
    """Build the whole report and publish it, or leave what is published as it is. `explain` names a page (`make_whole`)."""
    project.refuse_site()
    with open_memo(project, reporter) as memo:
        return build_with(memo, project, reporter, explain)


def build_with(memo: Memo, project: Project, reporter: Reporter, explain: str = "") -> BuildReport:
    """The same on results that are open already: for a process that builds again and again."""
    project.refuse_site()
    while True:
        try:
            return _build(project, memo, reporter, explain)
        except DamagedResult as damaged:
            reporter.note(f"{damaged}; it is made again")
            memo.forget(damaged.node)


def _build(project: Project, memo: Memo, reporter: Reporter, explain: str) -> BuildReport:
    whole = make_whole(project, memo, reporter, explain)
    if whole.errors or not whole.files:
        return _report(project, whole, written=None)
    return _report(project, whole, written=write_site(project.site, _published(project, whole.files)))


def _published(project: Project, files: Sequence[OutputFile]) -> Iterator[OutputFile]:
    """The files as they are to lie in the folder: with links that need no server, where these were asked for."""
    if not project.file_links:
        yield from files
        return
    from generator.render.file_links import with_file_links

    for file in files:
        if file.path.endswith(".html"):
            body = with_file_links(file.body.decode("utf-8")).encode("utf-8")
            yield Artifact(path=file.path, body=body, media_type="text/html; charset=utf-8")
        else:
            yield file


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
    lines.append(_way_in(report))
    return "\n".join(lines)


def _way_in(report: BuildReport) -> str:
    """How to look at what was published: a browser that opens files shows a folder as a list, where links lead to folders."""
    index = (report.site / "index.html").resolve()
    if report.file_links:
        return f"Open {index}"
    return f"To look at it: `smallprint serve`; or build with --file-links and open {index}"


def _changes(written: Written) -> str:
    parts = [(written.added, "new"), (written.changed, "changed"), (written.removed, "removed")]
    told = ", ".join(f"{len(paths)} {word}" for paths, word in parts if paths)
    return told or "nothing changed"


def _report(project: Project, whole: Whole, *, written: Written | None) -> BuildReport:
    return BuildReport(
        site=project.site,
        problems=whole.problems,
        written=written,
        missing=whole.missing,
        pinned=whole.pinned,
        complete=not whole.missing,
        sound=whole.sound,
        file_links=project.file_links,
        pages=sum(file.path.endswith(".html") for file in whole.files) if written else 0,
        unset=tuple(_unset(project, whole.catalog.report)) if project.complete else (),
    )


def _unset(project: Project, report: Report) -> Iterator[str]:
    """What production should know of: links that lead nowhere, and a reader who finds an error and nobody to tell."""
    host = urlsplit(project.base_url or report.base_url).hostname or ""
    if not host or host.endswith((".example", ".invalid", ".test", ".localhost")):
        yield f"base-url is {host or 'not set'}: links that people copy, cite and embed lead nowhere"
    if not report.contact and not report.repository:
        yield "there is no contact and no repository: nobody can report an error"
