"""What reading one content file came to, as a value."""

from dataclasses import dataclass

from generator.model.captures import CaptureRow
from generator.model.catalog import Change, Company, Document, Page, Report, Story, Topic
from generator.model.lock import ChangeLock
from generator.model.problems import Problem, SourcePos
from generator.model.vocabulary import Vocabulary

Said = Report | Vocabulary | Company | Document | Change | Topic | Story | Page | ChangeLock


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the values of a file's front matter stand, by the way to each."""

    path: str
    places: dict[tuple[str | int, ...], SourcePos]

    def place(self, path: tuple[str | int, ...]) -> SourcePos:
        """Where a value stands; where it is missing, the nearest thing around it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return self.places.get((), SourcePos(path=self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What a file says (nothing where it could not be read), the rows of a capture list, and what is wrong with it.

    A document has no captures yet: they stand in a file of their own.
    """

    says: tuple[Said, ...] = ()
    captures: tuple[CaptureRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Places | None = None
    unreadable: bool = False
