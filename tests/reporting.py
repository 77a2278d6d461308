"""A reporter that keeps what it is told."""

from dataclasses import dataclass, field


@dataclass
class BufferReporter:
    """Keeps what it is told."""

    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list[tuple[int, int, str]] = field(default_factory=list)

    def step(self, what: str) -> None:
        self.steps.append(what)

    def progress(self, done: int, total: int, what: str = "") -> None:
        self.parts.append((done, total, what))

    def note(self, what: str) -> None:
        self.notes.append(what)
