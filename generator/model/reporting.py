"""Progress is told to a reporter that is passed in: a terminal, nothing, or a list in tests."""

from dataclasses import dataclass, field
from typing import Protocol


class Reporter(Protocol):
    """Who is told what is going on. Never part of a result."""

    def step(self, what: str) -> None:
        """A new step has begun: ``Comparing 13 pairs``."""

    def progress(self, done: int, total: int, what: str = "") -> None:
        """``done`` of ``total`` parts of the step are behind us."""

    def note(self, what: str) -> None:
        """Something a person may want to know, such as a mirror's wrong bytes."""


class SilentReporter:
    """Tells nobody."""

    def step(self, what: str) -> None: ...

    def progress(self, done: int, total: int, what: str = "") -> None: ...

    def note(self, what: str) -> None: ...


@dataclass
class BufferReporter:
    """Keeps what it is told, for tests."""

    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[tuple[int, int, str]] = field(default_factory=list)

    def step(self, what: str) -> None:
        self.steps.append(what)

    def progress(self, done: int, total: int, what: str = "") -> None:
        self.parts.append((done, total, what))

    def note(self, what: str) -> None:
        self.notes.append(what)
