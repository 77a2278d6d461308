"""The command line: options in, exit code out. The clock and the terminal are touched here and nowhere below."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import __version__
from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE, USAGE
from generator.jobs.quiet_libraries import silence_libraries
from generator.model.errors import ArchiveError, GeneratorError, LocatorError, UsageError
from generator.model.problems import Severity
from generator.model.visible import escape_controls, spell_unseen

F = TypeVar("F", bound=Callable[..., Any])


class TerminalReporter:
    """Progress on stderr: a line a step, and a counter where a person looks on."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet
        self.notes: list[str] = []
        self._open = False

    def _close(self) -> None:
        if self._open:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._open = False

    def step(self, what: str) -> None:
        if not self.quiet:
            self._close()
            click.echo(what, err=True)

    def progress(self, done: int, total: int, what: str = "") -> None:
        if self.live:
            click.echo(f"\r\x1b[K  {done}/{total} {what}", nl=False, err=True)
            self._open = True
            if done >= total:
                self._close()

    def note(self, what: str) -> None:
        if not self.quiet:
            self.notes.append(what)
            self._close()
            click.echo(spell_unseen(f"note: {what}"), err=True)


def _echo(result: Any, form: str) -> None:
    """Print a result. Words of captures and archives are in it, so no control and no sign reaches the terminal as it is."""
    click.echo(escape_controls(result.json()) if form == "json" else spell_unseen(result.text()))


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def wrap(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return wrap


def _folder(name: str, default: str, words: str) -> Callable[[F], F]:
    return click.option(
        name, type=click.Path(path_type=Path), default=Path(default), show_default=True, help=words
    )


content_option = _folder("--content", "content", "Folder of the report's Markdown.")
store_option = _folder("--store", ".store", "Evidence store: captures by SHA-256.")
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


building_options = _options(
    content_option,
    _folder("--site", "site", "Folder to publish into."),
    store_option,
    mirror_option,
    offline_option,
    click.option(
        "--complete", is_flag=True, help="Publish only if every pinned capture is at hand (exit 3 otherwise)."
    ),
    click.option("--drafts", is_flag=True, help="Include drafts."),
    click.option("--base-url", default="", help="Address the site will have, for feeds and the sitemap."),
    workers_option,
    quiet_option,
)


def _project(*, need_content: bool = True, **given: Any) -> Any:
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
        store=given["store"],
        cache=_cache(),
        templates=own_templates(),
        mirrors=existing(mirrors),
        offline=given.get("offline", False),
        complete=given.get("complete", False),
        drafts=given.get("drafts", False),
        base_url=given.get("base_url", ""),
        workers=given.get("workers") or os.cpu_count() or 1,
        archives=settings_from(os.environ),
    )


def _cache() -> Path:
    return Path(os.environ.get("SMALLPRINT_CACHE", ".cache"))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _guarded(function: F) -> F:
    """Turn errors of ours into one calm line and an exit code."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        silence_libraries()
        try:
            code = function(*args, **kwargs)
        except (UsageError, LocatorError) as error:
            click.echo(spell_unseen(f"smallprint: {error}"), err=True)
            code = USAGE
        except ArchiveError as error:
            click.echo(spell_unseen(f"smallprint: {error}"), err=True)
            code = UNAVAILABLE
        except GeneratorError as error:
            click.echo(spell_unseen(f"smallprint: {error}"), err=True)
            code = PROBLEMS
        except BrokenPipeError:
            code = FINE
        sys.exit(code if code is not None else FINE)

    return run  # type: ignore[return-value]


def _print_problems(problems: Any, form: str = "text") -> None:
    from generator.content.problems_text import spell_problems

    if text := spell_problems(problems, form):
        click.echo(text.rstrip("\n"), err=form == "text")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smallprint")
def main() -> None:
    """Publish how companies change their terms: provable, linkable, readable.

    \b
    Begin with:
      smallprint build              build the report into site/
      smallprint check              what is wrong, and where
      smallprint find zoom/terms-of-service "machine learning"
    """


@main.command()
@building_options
@click.option(
    "--explain", default="", metavar="PAGE", help="Say why a page was drawn in this build or was not."
)
@_guarded
def build(quiet: bool, explain: str, **given: Any) -> int:
    """Fetch what is missing, then build the report.

    \b
    Example:  smallprint build --mirror ../captures
    """
    from generator.commands.build import build_site, spell_report
    from generator.content.problems_text import spell_problems
    from generator.jobs.memo import why_unusable
    from generator.jobs.stamp import seen_before, write_stamp

    project, reporter = _project(**given), TerminalReporter(quiet)
    seen = seen_before(sys.argv[1:], [str(folder) for folder in project.read_from()])
    report = build_site(project, reporter, explain)
    if lesser := sum(p.severity is not Severity.ERROR for p in report.problems):
        reporter.note(f"{lesser} warnings and notices; `smallprint check` shows them")
    errors = spell_problems([p for p in report.problems if p.severity is Severity.ERROR])
    if errors:
        click.echo(errors.rstrip("\n"), err=True)
    fine = report.exit_code == FINE
    if not quiet or not fine:
        click.echo(spell_report(report), err=not fine)
    may_stamp = report.sound and not why_unusable(project.cache / "build")
    if may_stamp and (project.offline or not report.missing):  # else archives may have it the next time
        told = spell_report(report.again()) + "\n" if not quiet or not fine else ""
        notes = "".join(f"note: {note}\n" for note in reporter.notes)
        write_stamp(
            str(project.cache),
            seen,
            str(project.site),
            dict(report.written.manifest.files) if report.written else {},
            out=told if fine else "",
            err=notes + (errors.rstrip("\n") + "\n" if errors else "") + ("" if fine else told),
            code=report.exit_code,
        )
    return report.exit_code


@main.command()
@_options(content_option, store_option, mirror_option, offline_option, workers_option, quiet_option)
@format_option("text", "github", "json")
@click.option("--against", default="", metavar="REV", help="Compare with the content of a git revision.")
@click.option("--strict", is_flag=True, help="Warnings and notices fail too.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@_guarded
def check(quiet: bool, form: str, against: str, strict: bool, paths: tuple[Path, ...], **given: Any) -> int:
    """Check content, quotations, links, anchors and locks; with PATHs, these files and folders alone, without pages.

    \b
    Example:  smallprint check --against origin/main --format github
    """
    from generator.commands.check import check_report

    reporter = TerminalReporter(quiet or form != "text")
    result = check_report(_project(**given), reporter, against=against, paths=paths)
    _print_problems(result.problems, form)
    if form == "text" and not quiet:
        click.echo(result.summary)
    return result.exit_code(strict=strict)


@main.command()
@_options(content_option, store_option, mirror_option, offline_option, workers_option, quiet_option)
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@_guarded
def lock(quiet: bool, changes: tuple[str, ...], **given: Any) -> int:
    """Write the locks: the addresses and quotations of each change as they will be published.

    \b
    Example:  smallprint lock zoom/terms-of-service/2023-04-01 --mirror ../captures
    """
    from generator.commands.lock import write_locks

    result = write_locks(_project(**given), changes, TerminalReporter(quiet))
    _print_problems(result.problems)
    if not quiet:
        for line in result.lines:
            click.echo(line)
    return result.exit_code


@main.command()
@_options(content_option, store_option, mirror_option, workers_option, quiet_option)
@click.option("--archive", "only", default="", help="Only captures of this archive.")
@click.option("--all", "everything", is_flag=True, help="Whole histories, not pinned captures only.")
@format_option("text", "json")
@_guarded
def fetch(quiet: bool, form: str, only: str, everything: bool, **given: Any) -> int:
    """Fill the evidence store with the pinned captures.

    \b
    Example:  smallprint fetch --all
    """
    from generator.commands.fetch import fetch_pins

    result = fetch_pins(_project(**given), TerminalReporter(quiet), everything=everything, archive=only)
    _echo(result, form)
    return result.exit_code


@main.command()
@building_options
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@_guarded
def serve(quiet: bool, port: int, host: str, **given: Any) -> int:
    """Build, serve and rebuild at each change; problems are shown in the page.

    \b
    Example:  smallprint serve --port 8000
    """
    from generator.commands.serve import serve_site

    return serve_site(_project(**given), TerminalReporter(quiet), host=host, port=port)


@main.command()
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
@_options(offline_option, quiet_option)
@_guarded
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
    terminal = sys.stdout.isatty()
    coloured = color if color is not None else terminal and "NO_COLOR" not in os.environ
    from generator.archives.configure import settings_from
    from generator.commands.diff import archive_reader, diff_texts, reader

    fetch = archive_reader(settings_from(os.environ), cache=_cache(), offline=given["offline"])
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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="Smallprint", show_default=True, help="Title of the report.")
@_guarded
def init(folder: Path, title: str) -> int:
    """Begin a new report in DIR.

    \b
    Example:  smallprint init my-report --title "Fine Print Watch"
    """
    from generator.commands.init import init_report

    for name in init_report(folder, title=title, today=_now().date()):
        click.echo(f"wrote {folder / name}")
    click.echo(f"Next: cd {folder} && smallprint serve")
    return FINE


@main.command()
@_options(content_option, store_option, mirror_option, offline_option, quiet_option)
@click.argument("company")
@click.argument("document")
@click.option(
    "--before",
    required=True,
    metavar="REF",
    help="The earlier capture: locator, archive address, or a listed time.",
)
@click.option("--after", required=True, metavar="REF", help="The later capture.")
@_guarded
def new(quiet: bool, company: str, document: str, before: str, after: str, **given: Any) -> int:
    """Scaffold a change: rows in captures.tsv, a draft with the passages worth quoting, suggested topics.

    \b
    Example:  smallprint new zoom terms-of-service \\
                --before 2023-02-01T12:45:56Z --after 2023-04-01T06:45:10Z
    """
    from generator.commands.new import new_change

    project = _project(**given)
    made = new_change(
        project,
        company,
        document,
        before=before,
        after=after,
        today=_now().date(),
        reporter=TerminalReporter(quiet),
    )
    for name in made.files:
        click.echo(f"wrote {project.content / name}")
    topics = f"; topics: {', '.join(made.topics)}" if made.topics else ""
    click.echo(
        f"{made.quotations} passages worth quoting{topics}. It is a draft: edit it, then `smallprint check`."
    )
    return FINE


reading_options = _options(content_option, store_option, mirror_option, offline_option, quiet_option)


@main.command()
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
@_guarded
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
        _project(need_content=":" not in target, **given),
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
    _echo(found, form)
    return found.exit_code


@main.command()
@reading_options
@click.argument("target", metavar="COMPANY/DOCUMENT|LOCATOR")
@format_option("text", "json")
@_guarded
def history(quiet: bool, form: str, target: str, **given: Any) -> int:
    """Every capture and what it was: first, change, same words, technical, suspect; noise folded.

    \b
    Example:  smallprint history zoom/terms-of-service
    """
    from generator.commands.history import read_history
    from generator.commands.quality import judge_texts

    told = read_history(
        _project(need_content=":" not in target, **given),
        target,
        reporter=TerminalReporter(quiet),
        judge=judge_texts,
    )
    _echo(told, form)
    return told.exit_code


@main.command()
@reading_options
@workers_option
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@format_option("text", "json")
@click.option(
    "--manifest", "manifest_only", is_flag=True, help="Print the evidence manifest (for `sha256sum -c`) only."
)
@_guarded
def verify(quiet: bool, form: str, changes: tuple[str, ...], manifest_only: bool, **given: Any) -> int:
    """Fetch again, hash again, derive again what the pages of a change show (all changes, where none is named).

    \b
    Example:  smallprint verify zoom/terms-of-service/2023-04-01
              smallprint verify --offline --mirror ../captures
    """
    from generator.commands.verify import verify as verify_changes

    report = verify_changes(_project(**given), changes, reporter=TerminalReporter(quiet))
    if manifest_only:
        click.echo(report.manifest, nl=False)
    else:
        _echo(report, form)
    return report.exit_code


@main.command()
@reading_options
@click.argument("only", default="", metavar="[COMPANY/DOCUMENT]")
@format_option("text", "json")
@_guarded
def watch(quiet: bool, form: str, only: str, **given: Any) -> int:
    """Look for new captures of every tracked document; tell noise from change; open drafts.

    \b
    Example:  smallprint watch
              smallprint watch zoom/terms-of-service --format json
    """
    from generator.commands.quality import judge_texts
    from generator.commands.watch import watch as watch_documents

    report = watch_documents(
        _project(**given),
        today=_now().date(),
        reporter=TerminalReporter(quiet),
        only=only,
        judge=judge_texts,
    )
    _echo(report, form)
    return report.exit_code


@main.command("import")
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
@_guarded
def import_(quiet: bool, form: str, repository: str, source: Path, texts: bool, **given: Any) -> int:
    """Read a whole Open Terms Archive collection: a document with its list of captures for each of its texts.

    \b
    Example:  smallprint import OpenTermsArchive/pga-versions --from pga-versions.bundle
    """
    from dataclasses import replace

    from generator.commands.import_ import import_collection
    from generator.commands.quality import judge_texts

    project = _project(**given)
    clones = (*project.archives.clones, (repository, source))
    project = replace(project, archives=replace(project.archives, clones=clones))
    done = import_collection(
        project, repository, reporter=TerminalReporter(quiet), keep_texts=texts, judge=judge_texts
    )
    _echo(done, form)
    return done.exit_code
