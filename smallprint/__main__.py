"""The command `smallprint`: also ``python -m smallprint``, and ``python FOLDER`` with the folder of this package."""

import sys
from pathlib import Path

if not __package__:  # run as a folder, which is then what Python looks into first
    here = Path(__file__).resolve().parent
    sys.path[:1] = [str(here.parent)]


def run() -> None:
    """Run the command line of the generator that this package carries."""
    from smallprint import make_importable

    make_importable()
    from generator.__main__ import run as run_generator

    run_generator()


if __name__ == "__main__":
    run()
