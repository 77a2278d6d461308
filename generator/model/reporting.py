"""Progress is told to a reporter that is passed in: a terminal or nobody."""

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
