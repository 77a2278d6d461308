"""`diff`: its options, and what it prints."""

import os
import shutil
import sys
from typing import Any

import click

from generator.cli.options import cache_folder, format_option, offline_option, options, quiet_option
from generator.cli.terminal import guarded, wants_colour
from generator.commands.exits import FINE
from generator.model.errors import UsageError


@click.command()
@click.argument("before")
@click.argument("after")
@format_option("text", "html", "json")
@click.option("--color/--no-color", default=None, help="Colours [default: on a terminal].")
@click.option("--pager/--no-pager", default=None, help="Page the output [default: on a terminal].")
@click.option(
    "--context",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Unchanged clauses to show around.",
)
@options(offline_option, quiet_option)
@guarded
def diff(
    before: str,
    after: str,
    form: str,
    color: bool | None,
    pager: bool | None,
    context: int,
    quiet: bool,
    **given: Any,
) -> int:
    """Compare two texts: files, locators, or - for standard input.

    \b
    Example:  smallprint diff old-terms.md new-terms.md
              smallprint diff before.html after.html --format html > redline.html
    """
    if before == after == "-":
        raise UsageError("only one of the two texts can be standard input (-)")
    terminal = sys.stdout.isatty()
    coloured = color if color is not None else wants_colour(sys.stdout)
    from generator.archives.configure import settings_from
    from generator.commands.diff import archive_reader, diff_texts, reader

    fetch = archive_reader(settings_from(os.environ), cache=cache_folder(), offline=given["offline"])
    text = diff_texts(
        before,
        after,
        form=form,
        read=reader(sys.stdin.buffer.read, fetch),
        colour=coloured,
        context=context,
        width=min(shutil.get_terminal_size().columns, 110),
    )
    if pager if pager is not None else terminal and form == "text":
        click.echo_via_pager(text, color=coloured)
    else:
        sys.stdout.write(text)
    return FINE
