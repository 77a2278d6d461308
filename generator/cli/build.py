"""`build`: its options, and what it prints."""

import sys
from typing import Any

import click

from generator.cli.options import building_options, project_of
from generator.cli.terminal import TerminalReporter, guarded
from generator.commands.exits import FINE
from generator.model.problems import Severity


@click.command()
@building_options
@click.option(
    "--explain", default="", metavar="PAGE", help="Say why a page was drawn in this build or was not."
)
@guarded
def build(quiet: bool, explain: str, **given: Any) -> int:
    """Fetch what is missing, then build the report.

    \b
    Example:  smallprint build --mirror ../captures
    """
    from generator.commands.build import build_site, spell_report
    from generator.content.problems_text import spell_problems
    from generator.jobs.memo import why_unusable
    from generator.jobs.stamp import seen_before, write_stamp

    project, reporter = project_of(**given), TerminalReporter(quiet)
    seen = seen_before(sys.argv[1:], [str(folder) for folder in project.read_from()])
    report = build_site(project, reporter, explain)
    if lesser := sum(p.severity is not Severity.ERROR for p in report.problems):
        reporter.note(f"{lesser} warnings and notices; `smallprint check` shows them")
    errors = spell_problems([p for p in report.problems if p.severity is Severity.ERROR])
    if errors:
        click.echo(errors.rstrip("\n"), err=True)
    fine = report.exit_code == FINE
    if not quiet or not fine:
        click.echo(spell_report(report), err=not fine)
    may_stamp = report.sound and not why_unusable(project.cache / "build")
    if may_stamp and (project.offline or not report.missing):  # else archives may have it the next time
        told = spell_report(report.again()) + "\n" if not quiet or not fine else ""
        notes = "".join(f"note: {note}\n" for note in reporter.notes)
        write_stamp(
            str(project.cache),
            seen,
            str(project.site),
            dict(report.written.manifest.files) if report.written else {},
            out=told if fine else "",
            err=notes + (errors.rstrip("\n") + "\n" if errors else "") + ("" if fine else told),
            code=report.exit_code,
        )
    return report.exit_code
