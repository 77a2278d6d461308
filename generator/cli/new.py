"""`new`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import (
    content_option,
    mirror_option,
    now,
    offline_option,
    options,
    project_of,
    quiet_option,
    store_option,
)
from generator.cli.terminal import TerminalReporter, guarded
from generator.commands.exits import FINE


@click.command()
@options(content_option, store_option, mirror_option, offline_option, quiet_option)
@click.argument("company")
@click.argument("document")
@click.option(
    "--before",
    required=True,
    metavar="REF",
    help="The earlier capture: locator, archive address, or a listed time.",
)
@click.option("--after", required=True, metavar="REF", help="The later capture.")
@guarded
def new(quiet: bool, company: str, document: str, before: str, after: str, **given: Any) -> int:
    """Scaffold a change: rows in captures.tsv, a draft with the passages worth quoting, suggested topics.

    \b
    Example:  smallprint new zoom terms-of-service \\
                --before 2023-02-01T12:45:56Z --after 2023-04-01T06:45:10Z
    """
    from generator.commands.new import new_change

    project = project_of(**given)
    made = new_change(
        project,
        company,
        document,
        before=before,
        after=after,
        today=now().date(),
        reporter=TerminalReporter(quiet),
    )
    for name in made.files:
        click.echo(f"wrote {project.content / name}")
    topics = f"; topics: {', '.join(made.topics)}" if made.topics else ""
    click.echo(
        f"{made.quotations} passages worth quoting{topics}. It is a draft: edit it, then `smallprint check`."
    )
    return FINE
