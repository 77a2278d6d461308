"""Content files as they were read: text, digest, and what was wrong with the file itself."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.digests import Digest


class Fault(StrEnum):
    """What keeps a file from being read as content."""

    NONE = ""
    SYMLINK = "symlink"
    NOT_UTF_8 = "not-utf-8"
    TOO_LARGE = "too-large"
    SPECIAL = "special-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file below the content folder. `path` is relative to that folder, with ``/`` between its parts.

    `text` is empty where there is a fault; `line` is then the line of the first byte that cannot be read.
    """

    path: str
    text: str
    digest: Digest
    fault: Fault = Fault.NONE
    line: int = 1
