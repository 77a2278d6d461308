"""Findings are values: gathered, sorted and printed together, never raised."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an error stops publishing, a warning fails ``check --strict``, a notice only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SourcePos:
    """A place in a file: path as shown to people (relative, ``/`` between parts), line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding. ``code`` is a stable kebab-case word, documented in docs/problems.md.

    ``about`` is the address that is named and not found, or that would be gone: a page's key, with ``#name`` of a quotation.
    """

    code: str
    message: str
    where: SourcePos
    severity: Severity = Severity.ERROR
    hint: str = ""
    about: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: [{self.code}] {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


def sort_problems(problems: "list[Problem] | tuple[Problem, ...]") -> tuple[Problem, ...]:
    """Problems by place, then code, then words, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.where, p.code, p.message)))
