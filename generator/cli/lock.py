"""`lock`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import (
    content_option,
    mirror_option,
    offline_option,
    options,
    project_of,
    quiet_option,
    store_option,
    workers_option,
)
from generator.cli.terminal import TerminalReporter, guarded, print_problems


@click.command()
@options(content_option, store_option, mirror_option, offline_option, workers_option, quiet_option)
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@click.option("--reading", is_flag=True, help="Begin the second readings that are missing, a row a sentence.")
@guarded
def lock(quiet: bool, changes: tuple[str, ...], reading: bool, **given: Any) -> int:
    """Write the locks: the addresses and quotations of each change as they will be published.

    \b
    Example:  smallprint lock zoom/terms-of-service/2023-04-01 --mirror ../captures
    """
    from generator.commands.lock import write_locks

    result = write_locks(project_of(**given), changes, TerminalReporter(quiet), reading=reading)
    print_problems(result.problems)
    if not quiet:
        for line in result.lines:
            click.echo(line)
    return result.exit_code
