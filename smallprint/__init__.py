"""Smallprint, as it is installed: the one name that it takes among the packages of an environment.

The source of the generator is the package ``generator``, beside this folder in a checkout. A wheel carries it, with its
templates, inside this package (``_bundled``), where it cannot meet another package of that name.
"""

import sys
from pathlib import Path

__all__ = ["make_importable"]


def make_importable() -> Path:
    """Put the folder that holds ``generator`` first among those that Python looks into, and name it."""
    here = Path(__file__).resolve().parent
    bundled = here / "_bundled"
    folder = bundled if bundled.is_dir() else here.parent
    if sys.path[:1] != [str(folder)]:
        sys.path.insert(0, str(folder))
    return folder
