"""Read what the code key is made of: our own sources and the versions underneath."""

import sys
import unicodedata
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from generator.jobs.keys import code_key
from generator.model.digests import Digest, digest_of

PACKAGE = Path(__file__).resolve().parent.parent
REDLINE_ROOMS = ("model", "extract", "redline")
REDLINE_LIBRARIES = ("numpy", "rapidfuzz", "selectolax")
PAGE_ROOMS = (*REDLINE_ROOMS, "pages", "render")
PAGE_LIBRARIES = (
    *REDLINE_LIBRARIES, "jinja2", "markdown-it-py", "mdit-py-plugins", "markupsafe", "pygments", "resvg-py"
)  # fmt: skip


def read_code_key(rooms: Iterable[str], libraries: Iterable[str], folders: Iterable[Path] = ()) -> Digest:
    """The key of the code in `rooms` of the package (and of files in `folders`, such as templates)."""
    sources = [
        (file.relative_to(PACKAGE).as_posix(), digest_of(file.read_bytes()))
        for room in rooms
        for file in (PACKAGE / room).rglob("*.py")
    ]
    sources += [
        (f"{folder.name}/{file.relative_to(folder).as_posix()}", digest_of(file.read_bytes()))
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    ]
    versions = [(name, metadata.version(name)) for name in libraries]
    versions += [("python", sys.version), ("unicode", unicodedata.unidata_version)]
    return code_key(sources, versions)
