"""Read what the code key is made of: our own sources and the versions underneath."""

import sys
import unicodedata
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from generator.jobs.keys import code_key
from generator.model.digests import Digest, digest_of

PACKAGE = Path(__file__).resolve().parent.parent
REDLINE_ROOMS = ("model", "extract", "compare")
EXTRACT_LIBRARIES = ("selectolax", "chardet", "webencodings", "pypdf", "brotlicffi", "zstandard")
REDLINE_LIBRARIES = ("numpy", "rapidfuzz", *EXTRACT_LIBRARIES)
CONTENT_ROOMS = ("model", "content")
CONTENT_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "pyyaml", "pydantic")
EVIDENCE_ROOMS = (*REDLINE_ROOMS, "content", "evidence", "jobs")
EVIDENCE_LIBRARIES = (*REDLINE_LIBRARIES, *CONTENT_LIBRARIES)
PAGE_ROOMS = (*EVIDENCE_ROOMS, "pages", "render")
PAGE_LIBRARIES = (*EVIDENCE_LIBRARIES, "babel", "jinja2", "markupsafe", "pygments", "resvg")


class Codebase:
    """Our own sources and the versions underneath, each read once. A process that stays runs the code that it began with,
    so it keeps one of these."""

    def __init__(self) -> None:
        self._rooms: dict[str, list[tuple[str, Digest]]] = {}
        self._versions: dict[str, str] = {}

    def key(self, rooms: Iterable[str], libraries: Iterable[str]) -> Digest:
        """The key of the code in some rooms of the package and of the libraries that it uses."""
        sources = [source for room in rooms for source in self._room(room)]
        versions = [(name, self._version(name)) for name in libraries]
        versions += [("python", sys.version), ("unicode", unicodedata.unidata_version)]
        return code_key(sources, versions)

    def _room(self, room: str) -> list[tuple[str, Digest]]:
        if room not in self._rooms:
            self._rooms[room] = read_room(room)
        return self._rooms[room]

    def _version(self, library: str) -> str:
        if library not in self._versions:
            self._versions[library] = metadata.version(library)
        return self._versions[library]


def read_room(room: str) -> list[tuple[str, Digest]]:
    """Every module of a room with the digest of its source. A room that is not there is a mistake of ours."""
    folder = PACKAGE / room
    if not folder.is_dir():
        raise AssertionError(f"there is no room {room}")
    return [
        (file.relative_to(PACKAGE).as_posix(), digest_of(file.read_bytes())) for file in folder.rglob("*.py")
    ]
