"""What a person sees: progress and problems on the terminal, errors of ours as one line and an exit code."""

import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import __version__
from generator.commands.exits import FINE, INTERRUPTED, PROBLEMS, UNAVAILABLE, USAGE
from generator.jobs.quiet_libraries import silence_libraries
from generator.model.errors import ArchiveError, GeneratorError, LocatorError, UsageError
from generator.model.visible import escape_controls, spell_unseen

_COLOURS = {"error": "red", "warning": "yellow", "notice": "cyan"}
F = TypeVar("F", bound=Callable[..., Any])


_open_lines: "set[TerminalReporter]" = set()  # progress lines that stand on the terminal now


def wipe_progress() -> None:
    """Take a progress line off the terminal before a result is printed."""
    for reporter in tuple(_open_lines):
        reporter._close()


def wants_colour(stream: Any) -> bool:
    """Whether a stream gets colours: NO_COLOR forbids them, FORCE_COLOR asks for them, else a terminal that can show them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def is_verbose() -> bool:
    """Whether `smallprint --verbose` was asked for."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().params.get("verbose"))


class TerminalReporter:
    """Progress on stderr: a line a step, and a counter where a person looks on."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet and os.environ.get("TERM") != "dumb"
        self.verbose = is_verbose()
        self._begun = time.monotonic()
        self.notes: list[str] = []
        self._open = False

    def _close(self) -> None:
        if self._open:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._open = False
            _open_lines.discard(self)

    def step(self, what: str) -> None:
        if not self.quiet:
            self._close()
            after = f"[{time.monotonic() - self._begun:7.2f} s] " if self.verbose else ""
            click.echo(f"{after}{what}", err=True)

    def progress(self, done: int, total: int, what: str = "") -> None:
        if self.live:
            click.echo(f"\r\x1b[K  {done}/{total} {what}", nl=False, err=True)
            self._open = True
            _open_lines.add(self)
            if done >= total:
                self._close()

    def note(self, what: str) -> None:
        if not self.quiet:
            self.notes.append(what)
            self._close()
            click.echo(spell_unseen(f"note: {what}"), err=True)


def echo(result: Any, form: str) -> None:
    """Print a result. Words of captures and archives are in it, so no control and no sign reaches the terminal as it is."""
    wipe_progress()
    click.echo(escape_controls(result.json()) if form == "json" else spell_unseen(result.text()))


def guarded(function: F) -> F:
    """Turn errors of ours into one calm line and an exit code."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        silence_libraries()
        if is_verbose():
            click.echo(about_this_run(), err=True)
        try:
            code = function(*args, **kwargs)
            wipe_progress()
        except (KeyboardInterrupt, click.Abort):
            wipe_progress()
            click.echo("smallprint: interrupted", err=True)
            code = INTERRUPTED
        except GeneratorError as error:
            wipe_progress()
            if is_verbose():
                click.echo("".join(traceback.format_exception(error)), err=True)
            code = _told(error)
        except BrokenPipeError:
            code = FINE
        sys.exit(code if code is not None else FINE)

    return run  # type: ignore[return-value]


def _told(error: GeneratorError) -> int:
    """Say what went wrong in one line; the exit code of it."""
    click.echo(spell_unseen(f"smallprint: {error}"), err=True)
    if isinstance(error, UsageError | LocatorError):
        return USAGE
    return UNAVAILABLE if isinstance(error, ArchiveError) else PROBLEMS


def about_this_run() -> str:
    """What a report of a fault should say of the machine: versions and settings, no secrets."""
    named = {name: os.environ[name] for name in sorted(os.environ) if name.startswith("SMALLPRINT_")}
    lines = [
        f"smallprint {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: {' '.join(sys.argv[1:])}",
        f"working folder: {Path.cwd()}",
        *(f"{name}={value}" for name, value in named.items()),
    ]
    return spell_unseen("\n".join(lines))


def print_problems(problems: Any, form: str = "text") -> None:
    from generator.content.problems_text import spell_problems

    wipe_progress()
    if form == "text" and wants_colour(sys.stderr):
        for problem in problems:
            told, colour = spell_problems([problem]).rstrip("\n"), _COLOURS[str(problem.severity)]
            place, bracket, rest = told.partition(f"[{problem.code}]")
            click.echo(
                click.style(place, bold=True) + click.style(bracket, fg=colour, bold=True) + rest,
                err=True,
                color=True,
            )
    elif text := spell_problems(problems, form):
        click.echo(text.rstrip("\n"), err=form == "text")
