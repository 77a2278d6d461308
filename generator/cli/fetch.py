"""`fetch`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import (
    content_option,
    format_option,
    mirror_option,
    options,
    project_of,
    quiet_option,
    store_option,
    workers_option,
)
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command()
@options(content_option, store_option, mirror_option, workers_option, quiet_option)
@click.option("--archive", "only", default="", help="Only captures of this archive.")
@click.option("--all", "everything", is_flag=True, help="Whole histories, not pinned captures only.")
@format_option("text", "json")
@guarded
def fetch(quiet: bool, form: str, only: str, everything: bool, **given: Any) -> int:
    """Fill the evidence store with the pinned captures.

    \b
    Example:  smallprint fetch --all
    """
    from generator.commands.fetch import fetch_pins

    result = fetch_pins(project_of(**given), TerminalReporter(quiet), everything=everything, archive=only)
    echo(result, form)
    return result.exit_code
