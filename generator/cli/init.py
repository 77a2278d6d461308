"""`init`: its options, and what it prints."""

from pathlib import Path

import click

from generator.cli.options import now
from generator.cli.terminal import guarded
from generator.commands.exits import FINE


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="Smallprint", show_default=True, help="Title of the report.")
@guarded
def init(folder: Path, title: str) -> int:
    """Begin a new report in DIR.

    \b
    Example:  smallprint init my-report --title "Fine Print Watch"
    """
    from generator.commands.init import init_report

    for name in init_report(folder, title=title, today=now().date()):
        click.echo(f"wrote {folder / name}")
    click.echo(f"Next: cd {folder} && make serve    (or make site, make check, make test)")
    return FINE
