"""`schema`: its options, and what it prints."""

from pathlib import Path
from typing import Any

import click

from generator.cli.options import content_option, project_of, quiet_option
from generator.cli.terminal import guarded
from generator.commands.exits import FINE


@click.command()
@content_option
@quiet_option
@click.option(
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schema"),
    show_default=True,
    help="Folder of the schemas.",
)
@guarded
def schema(quiet: bool, folder: Path, **given: Any) -> int:
    """Write JSON Schemas of the content for editors, with this report's rights, data and states.

    \b
    Example:  smallprint schema
    """
    from generator.commands.schema import write_schemas

    written = write_schemas(project_of(**given), folder)
    if not quiet:
        for path in written:
            click.echo(f"wrote {path}")
        if not written:
            click.echo(f"The schemas in {folder} are up to date.")
    return FINE
