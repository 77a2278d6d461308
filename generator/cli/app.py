"""The command line: options in, exit code out. The clock and the terminal are touched in this room and nowhere below.

A command is a file under its own name.
"""

import click

from generator import __version__
from generator.cli.build import build
from generator.cli.check import check
from generator.cli.diff import diff
from generator.cli.fetch import fetch
from generator.cli.find import find
from generator.cli.history import history
from generator.cli.import_ import import_
from generator.cli.init import init
from generator.cli.lock import lock
from generator.cli.new import new
from generator.cli.schema import schema
from generator.cli.serve import serve
from generator.cli.verify import verify
from generator.cli.watch import watch


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--verbose",
    is_flag=True,
    help="Say times, versions, settings, and where a failure arose (for reports of faults).",
)
@click.version_option(__version__, prog_name="smallprint")
def main(verbose: bool) -> None:
    """Publish how companies change their terms: provable, linkable, readable.

    \b
    Begin with:
      smallprint build              build the report into site/
      smallprint check              what is wrong, and where
      smallprint find zoom/terms-of-service "machine learning"
    """


for command in (
    build,
    check,
    lock,
    fetch,
    serve,
    diff,
    init,
    new,
    find,
    history,
    verify,
    watch,
    import_,
    schema,
):
    main.add_command(command)
