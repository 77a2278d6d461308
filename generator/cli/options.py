"""Options that several commands share, and the project that they name."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.model.base_url import base_url_fault
from generator.model.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])


def options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def wrap(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return wrap


def folder_option(name: str, default: str, words: str) -> Callable[[F], F]:
    return click.option(
        name, type=click.Path(path_type=Path), default=Path(default), show_default=True, help=words
    )


content_option = folder_option("--content", "content", "Folder of the report's Markdown.")
store_option = folder_option("--store", ".store", "Evidence store: captures by SHA-256.")
mirror_option = click.option(
    "--mirror",
    "mirrors",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A folder that holds captures (found by SHA-256). Repeatable; $SMALLPRINT_MIRROR names one too.",
)
offline_option = click.option("--offline", is_flag=True, help="Ask no archive.")
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print results and problems only.")
workers_option = click.option(
    "--workers", type=click.IntRange(1, 64), default=None, help="Processes to use [default: one a core]."
)


def format_option(*choices: str) -> Callable[[F], F]:
    return click.option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True, help="Output."
    )


def _base_url(context: click.Context, option: click.Parameter, value: str) -> str:
    """The address as given. Raises a usage error where no site can have it."""
    if value and (fault := base_url_fault(value)):
        raise click.BadParameter(f"{value!r} cannot be the site's address: {fault}", context, option)
    return value


building_options = options(
    content_option,
    folder_option("--site", "site", "Folder to publish into."),
    store_option,
    mirror_option,
    offline_option,
    click.option(
        "--complete", is_flag=True, help="Publish only if every pinned capture is at hand (exit 3 otherwise)."
    ),
    click.option("--drafts", is_flag=True, help="Include drafts."),
    click.option(
        "--base-url",
        default="",
        callback=_base_url,
        help="Address the site will have, for feeds and the sitemap; it may have a path.",
    ),
    click.option(
        "--noindex",
        is_flag=True,
        help="Ask search engines to leave the whole site out, as for a preview; $SMALLPRINT_NOINDEX=1 does it too.",
    ),
    click.option(
        "--file-links",
        is_flag=True,
        help="Name index.html in every link, so that the folder can be read without a server.",
    ),
    click.option(
        "--templates",
        "overrides",
        type=click.Path(path_type=Path),
        default=None,
        help="Templates and styles laid over our own [default: templates/ beside the content, where it is].",
    ),
    workers_option,
    quiet_option,
)


reading_options = options(content_option, store_option, mirror_option, offline_option, quiet_option)


def project_of(*, need_content: bool = True, **given: Any) -> Any:
    """The Project that the options name; mirrors from the environment come last."""
    from generator.archives.configure import settings_from
    from generator.commands.project import Project, existing, own_templates

    mirrors = list(given.pop("mirrors", ()))
    for folder in mirrors:
        if not folder.is_dir():
            raise UsageError(f"--mirror {folder}: there is no such folder")
    if named := os.environ.get("SMALLPRINT_MIRROR"):
        mirrors.append(Path(named))
    content = given["content"]
    if need_content and not content.is_dir():
        raise UsageError(f"{content}: there is no such folder; `smallprint init DIR` begins a new report")
    return Project(
        content=content,
        site=given.get("site", Path("site")),
        store=given.get("store", Path(".store")),
        cache=cache_folder(),
        templates=own_templates(),
        mirrors=existing(mirrors),
        offline=given.get("offline", False),
        complete=given.get("complete", False),
        drafts=given.get("drafts", False),
        base_url=given.get("base_url", ""),
        noindex=given.get("noindex", False) or switched_on("SMALLPRINT_NOINDEX"),
        file_links=given.get("file_links", False),
        overrides=_own_templates(content, given.get("overrides")),
        workers=given.get("workers") or os.cpu_count() or 1,
        archives=settings_from(os.environ),
    )


def switched_on(name: str) -> bool:
    """Whether a variable of the environment says yes."""
    return os.environ.get(name, "").strip().lower() not in ("", "0", "no", "false", "off")


def _own_templates(content: Path, named: Path | None) -> Path | None:
    """The report's own templates: the folder that was named, else `templates/` beside the content, unless it is ours."""
    from generator.commands.project import own_templates

    if named is not None:
        if not named.is_dir():
            raise UsageError(f"--templates {named}: there is no such folder")
        return named
    beside = content.absolute().parent / "templates"
    if not beside.is_dir() or beside.resolve() == own_templates().resolve():
        return None
    return beside


def cache_folder() -> Path:
    return Path(os.environ.get("SMALLPRINT_CACHE", ".cache"))


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
