"""`new`: its options, and what it prints."""

import sys
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
from generator.model.errors import UsageError


@click.command()
@options(content_option, store_option, mirror_option, offline_option, quiet_option)
@click.argument("names", nargs=-1, metavar="COMPANY/DOCUMENT")
@click.option(
    "--after",
    default="",
    metavar="REF",
    help="The later capture: a day, a listed time, a locator, or an address pasted from a browser.",
)
@click.option(
    "--before", default="", metavar="REF", help="The earlier capture [default: the listed one before it]."
)
@click.option(
    "--from",
    "source",
    default="",
    metavar="ADDRESS",
    help="A live page or a locator: days are picked among the captures that its archive lists.",
)
@guarded
def new(quiet: bool, names: tuple[str, ...], after: str, before: str, source: str, **given: Any) -> int:
    """Scaffold a change: rows in captures.tsv, a draft with the passages worth quoting, suggested topics.

    On a terminal it asks for what was not given.

    \b
    Example:  smallprint new zoom/terms-of-service --after 2023-04-01
              smallprint new acme/terms --from https://acme.example/terms --after 2024-04-01
    """
    from generator.commands.new import new_change

    company, document = _document(names)
    after = after or _asked("The later capture (a day, a locator, or a pasted address)", "--after REF")
    project = project_of(**given)
    made = new_change(
        project,
        company,
        document,
        before=before,
        after=after,
        source=source,
        today=now().date(),
        reporter=TerminalReporter(quiet),
    )
    for name in made.files:
        click.echo(f"wrote {project.content / name}")
    topics = f"; topics: {', '.join(made.topics)}" if made.topics else ""
    click.echo(f"{made.quotations} passages worth quoting{topics}.")
    click.echo(
        f"Next: write title, summary and note in {project.content / made.change}.md (`smallprint serve` shows it), "
        f"take `status: draft` out, then\n  smallprint lock {made.change}"
    )
    return FINE


def _document(names: tuple[str, ...]) -> tuple[str, str]:
    """Company and document, from ``COMPANY/DOCUMENT`` or two words."""
    if not names:
        names = (_asked("Company and document, as zoom/terms-of-service", "COMPANY/DOCUMENT"),)
    parts = names[0].strip("/").split("/") if len(names) == 1 else list(names)
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"{' '.join(names)!r} does not name a document; write COMPANY/DOCUMENT")
    return parts[0], parts[1]


def _asked(question: str, what: str) -> str:
    """The answer of a person at a terminal. Raises UsageError where nobody is there."""
    if not _is_asked_here():
        raise UsageError(f"{what} is missing")
    return str(click.prompt(question, err=True)).strip()


def _is_asked_here() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
