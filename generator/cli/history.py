"""`history`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import format_option, project_of, reading_options
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command()
@reading_options
@click.argument("target", metavar="COMPANY/DOCUMENT|LOCATOR")
@format_option("text", "json")
@guarded
def history(quiet: bool, form: str, target: str, **given: Any) -> int:
    """Every capture and what it was: first, change, same words, technical, suspect; noise folded.

    \b
    Example:  smallprint history zoom/terms-of-service
    """
    from generator.commands.history import read_history
    from generator.commands.quality import judge_texts

    told = read_history(
        project_of(need_content=":" not in target, **given),
        target,
        reporter=TerminalReporter(quiet),
        judge=judge_texts,
    )
    echo(told, form)
    return told.exit_code
