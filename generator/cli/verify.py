"""`verify`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import format_option, project_of, reading_options, workers_option
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command()
@reading_options
@workers_option
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@format_option("text", "json")
@click.option(
    "--manifest", "manifest_only", is_flag=True, help="Print the evidence manifest (for `sha256sum -c`) only."
)
@guarded
def verify(quiet: bool, form: str, changes: tuple[str, ...], manifest_only: bool, **given: Any) -> int:
    """Fetch again, hash again, derive again what the pages of a change show (all changes, where none is named).

    \b
    Example:  smallprint verify zoom/terms-of-service/2023-04-01
              smallprint verify --offline --mirror ../captures
    """
    from generator.commands.verify import verify as verify_changes

    report = verify_changes(project_of(**given), changes, reporter=TerminalReporter(quiet))
    if manifest_only:
        click.echo(report.manifest, nl=False)
    else:
        echo(report, form)
    return report.exit_code
