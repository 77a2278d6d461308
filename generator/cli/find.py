"""`find`: its options, and what it prints."""

from pathlib import Path
from typing import Any

import click

from generator.cli.options import format_option, project_of, reading_options
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command()
@reading_options
@click.argument("target", metavar="COMPANY/DOCUMENT|LOCATOR")
@click.argument("phrase")
@click.option("--exact", is_flag=True, help="Case and quote marks matter too.")
@click.option(
    "--quick", is_flag=True, help="Halve instead of scanning: proves a neighbouring pair, not a first time."
)
@click.option(
    "--write",
    "target_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write the intervals and the bracket to a JSON file as well.",
)
@format_option("text", "json")
@guarded
def find(
    quiet: bool,
    form: str,
    target: str,
    phrase: str,
    exact: bool,
    quick: bool,
    target_file: Path | None,
    **given: Any,
) -> int:
    """In which captures a phrase stands, from as few reads as will prove it.

    \b
    Example:  smallprint find zoom/terms-of-service "machine learning"
              smallprint find folder:captures/acme "train our models" --quick
    """
    from generator.commands.find import find_words
    from generator.commands.quality import judge_texts

    found = find_words(
        project_of(need_content=":" not in target, **given),
        target,
        phrase,
        reporter=TerminalReporter(quiet),
        exact=exact,
        quick=quick,
        judge=judge_texts,
    )
    if target_file:
        from generator.store.writing import write_text

        write_text(target_file, found.json() + "\n")
    echo(found, form)
    return found.exit_code
