"""`import`: its options, and what it prints."""

from pathlib import Path
from typing import Any

import click

from generator.cli.options import format_option, now, project_of, reading_options
from generator.cli.terminal import TerminalReporter, echo, guarded
from generator.content.names import NAME
from generator.model.errors import UsageError


@click.command("import")
@reading_options
@click.argument("repository", metavar="[OWNER/REPO]", default="")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    default=None,
    help="A clone or a git bundle of the collection.",
)
@click.option(
    "--urls",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    metavar="FILE.csv",
    help="A table of pages instead, with the columns address, name and group; captures come from a web archive.",
)
@click.option("--kind", default="web-page", show_default=True, help="Kind of the documents of --urls.")
@click.option(
    "--archive",
    default="wayback:{address}",
    show_default=True,
    help="Where --urls asks for captures: a locator with {address} in it.",
)
@click.option("--texts", is_flag=True, help="Put every text into the evidence store.")
@format_option("text", "json")
@guarded
def import_(
    quiet: bool,
    form: str,
    repository: str,
    source: Path | None,
    urls: Path | None,
    kind: str,
    archive: str,
    texts: bool,
    **given: Any,
) -> int:
    """Read a whole Open Terms Archive collection, or a table of pages: a document with its list of captures for each.

    \b
    Examples:  smallprint import OpenTermsArchive/pga-versions --from pga-versions.bundle
               smallprint import --urls pages.csv
    """
    if (urls is None) == (not repository) or (urls is None) != (source is not None):
        raise UsageError("name a collection, OWNER/REPO --from CLONE, or a table of pages, --urls FILE.csv")
    if urls is not None:
        if texts:
            raise UsageError("--texts belongs to a collection; the captures of --urls are always kept")
        return _import_urls(quiet, form, urls, kind, archive, given)
    from dataclasses import replace

    from generator.commands.import_ import import_collection
    from generator.commands.quality import judge_texts

    assert source is not None
    project = project_of(**given)
    clones = (*project.archives.clones, (repository, source))
    project = replace(project, archives=replace(project.archives, clones=clones))
    done = import_collection(
        project, repository, reporter=TerminalReporter(quiet), keep_texts=texts, judge=judge_texts
    )
    echo(done, form)
    return done.exit_code


def _import_urls(quiet: bool, form: str, urls: Path, kind: str, archive: str, given: dict[str, Any]) -> int:
    from generator.commands.import_urls import import_addresses
    from generator.commands.quality import judge_texts

    if not NAME.match(kind):
        raise UsageError(f"--kind {kind}: small letters, digits and single hyphens")
    done = import_addresses(
        project_of(**given),
        urls,
        kind=kind,
        archive=archive,
        today=now().date(),
        reporter=TerminalReporter(quiet),
        judge=judge_texts,
    )
    echo(done, form)
    return done.exit_code
