"""What a person sees: progress and problems on the terminal, errors of ours as one line and an exit code."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from generator.commands.exits import FINE, PROBLEMS, UNAVAILABLE, USAGE
from generator.jobs.quiet_libraries import silence_libraries
from generator.model.errors import ArchiveError, GeneratorError, LocatorError, UsageError
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


def echo(result: Any, form: str) -> None:
    """Print a result. Words of captures and archives are in it, so no control and no sign reaches the terminal as it is."""
    click.echo(escape_controls(result.json()) if form == "json" else spell_unseen(result.text()))


def guarded(function: F) -> F:
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


def print_problems(problems: Any, form: str = "text") -> None:
    from generator.content.problems_text import spell_problems

    if text := spell_problems(problems, form):
        click.echo(text.rstrip("\n"), err=form == "text")
