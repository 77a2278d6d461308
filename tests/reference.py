"""Write docs/commands.md from what every command says of itself: `python -m tests.reference` (or `make reference`)."""

from collections.abc import Iterator

import click

from generator.cli import main
from tests.conftest import ROOT

FILE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Made from `--help` by `make reference`; do not edit. `smallprint` and `python -m generator` are the same command.
"""


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups opened, in order of names."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def help_of(name: str, command: click.Command) -> str:
    """What `--help` prints, at a fixed width."""
    context = click.Context(
        command,
        info_name=f"smallprint {name}",
        max_content_width=100,
        terminal_width=100,
        help_option_names=["-h", "--help"],
    )
    return command.get_help(context)


def reference() -> str:
    """The whole file."""
    parts = [HEAD, "```\n" + help_of("", main).replace("smallprint  ", "smallprint ") + "\n```\n"]
    parts += [f"## {name}\n\n```\n{help_of(name, command)}\n```\n" for name, command in commands()]
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
