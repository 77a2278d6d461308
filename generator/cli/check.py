"""`check`: its options, and what it prints."""

from pathlib import Path
from typing import Any

import click

from generator.cli.options import (
    content_option,
    format_option,
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
@format_option("text", "github", "json", "markdown")
@click.option("--against", default="", metavar="REV", help="Compare with the content of a git revision.")
@click.option(
    "--preview", default="", metavar="URL", help="Where the pages can be seen, for links in Markdown."
)
@click.option("--strict", is_flag=True, help="Warnings and notices fail too.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@guarded
def check(
    quiet: bool,
    form: str,
    against: str,
    preview: str,
    strict: bool,
    paths: tuple[Path, ...],
    **given: Any,
) -> int:
    """Check content, quotations, links, anchors and locks; with PATHs, these files and folders alone, without pages.

    \b
    Example:  smallprint check content/zoom/terms-of-service/2023-04-01.md
              smallprint check --against origin/main --format markdown
    """
    from generator.commands.check import check_report

    reporter = TerminalReporter(quiet or form != "text")
    result = check_report(project_of(**given), reporter, against=against, paths=paths)
    if form == "markdown":
        click.echo(result.markdown(preview))
        return result.exit_code(strict=strict)
    print_problems(result.problems, form)
    if form == "text" and not quiet:
        click.echo(result.summary)
    return result.exit_code(strict=strict)
