"""`watch`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import format_option, now, project_of, reading_options
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command()
@reading_options
@click.argument("only", default="", metavar="[COMPANY/DOCUMENT]")
@format_option("text", "json")
@guarded
def watch(quiet: bool, form: str, only: str, **given: Any) -> int:
    """Look for new captures of every tracked document; tell noise from change; open drafts.

    \b
    Example:  smallprint watch
              smallprint watch zoom/terms-of-service --format json
    """
    from generator.commands.quality import judge_texts
    from generator.commands.watch import watch as watch_documents

    report = watch_documents(
        project_of(**given),
        today=now().date(),
        reporter=TerminalReporter(quiet),
        only=only,
        judge=judge_texts,
    )
    echo(report, form)
    return report.exit_code
