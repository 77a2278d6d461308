"""`serve`: its options, and what it prints."""

from typing import Any

import click

from generator.cli.options import building_options, project_of
from generator.cli.terminal import TerminalReporter, guarded


@click.command()
@building_options
@click.option(
    "--port", type=int, default=8000, show_default=True, help="The next free one, where it is taken."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this machine to serve at.")
@guarded
def serve(quiet: bool, port: int, host: str, **given: Any) -> int:
    """Build, serve and rebuild at each change, drafts included; problems are shown in the page.

    \b
    Example:  smallprint serve --port 8000
    """
    from generator.commands.serve import serve_site

    return serve_site(project_of(**given), TerminalReporter(quiet), host=host, port=port)
