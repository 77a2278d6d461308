"""`import`: its options, and what it prints."""

from pathlib import Path
from typing import Any

import click

from generator.cli.options import format_option, project_of, reading_options
from generator.cli.terminal import TerminalReporter, echo, guarded


@click.command("import")
@reading_options
@click.argument("repository", metavar="OWNER/REPO")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="A clone or a git bundle of the collection.",
)
@click.option("--texts", is_flag=True, help="Put every text into the evidence store.")
@format_option("text", "json")
@guarded
def import_(quiet: bool, form: str, repository: str, source: Path, texts: bool, **given: Any) -> int:
    """Read a whole Open Terms Archive collection: a document with its list of captures for each of its texts.

    \b
    Example:  smallprint import OpenTermsArchive/pga-versions --from pga-versions.bundle
    """
    from dataclasses import replace

    from generator.commands.import_ import import_collection
    from generator.commands.quality import judge_texts

    project = project_of(**given)
    clones = (*project.archives.clones, (repository, source))
    project = replace(project, archives=replace(project.archives, clones=clones))
    done = import_collection(
        project, repository, reporter=TerminalReporter(quiet), keep_texts=texts, judge=judge_texts
    )
    echo(done, form)
    return done.exit_code
