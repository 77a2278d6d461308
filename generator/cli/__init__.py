"""Floor 8: options in, exit code out. `main` is the command that is installed as `smallprint`."""

from generator.cli.app import main

__all__ = ["main"]
