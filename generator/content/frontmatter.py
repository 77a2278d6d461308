"""Front matter: YAML read as plain words, with the line and column of every key and value.

Built from parser events, so that nothing is guessed (`no` is a word, `1.10` keeps its nought), nesting cannot exhaust
the stack, and tags, anchors and aliases are refused where they stand.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.model.problems import Problem, SourcePos
from generator.model.sources import SourceFile
from generator.model.visible import find_controls, show_controls

MAX_DEPTH = 12
MAX_LENGTH = 200_000
MAX_BODY = 300_000  # characters of a note, some 50,000 words
MAX_BRACKETS = 5_000  # of a note; a reading of Markdown takes the square of those that are never closed
Path = tuple[str | int, ...]
_QUOTED = re.compile(r"""(\s*(?:-\s+)?[\w-]+:\s+|\s*-\s+)(["'])(.*)\Z""")

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a file says before its body. `fields` is None where it could not be read (the problems say why)."""

    path: str
    fields: dict[str, Any] | None
    places: dict[Path, SourcePos] = field(default_factory=dict)  # of values
    keys: dict[Path, SourcePos] = field(default_factory=dict)  # of keys
    body: str = ""
    body_line: int = 1  # the file's line on which the body begins
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> SourcePos:
        """Where a value stands; where it is missing, the nearest thing around it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return self.places.get((), SourcePos(path=self.path))

    def key_place(self, path: Path) -> SourcePos:
        """Where a key stands."""
        return self.keys.get(path) or self.place(path)


def split_front_matter(source: SourceFile, shown: str) -> FrontMatter:
    """A Markdown file into its YAML and its body. `shown` is the path as problems print it."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != "---":
        problem = Problem(
            code="no-front-matter",
            message="the file does not begin with front matter",
            where=SourcePos(path=shown),
            hint="the first line is ---, then keys and values, then --- again; see docs/content-guide.md",
        )
        return FrontMatter(path=shown, fields=None, body=source.text, problems=(problem,))
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    if end is None:
        problem = Problem(
            code="no-front-matter",
            message="the front matter does not end",
            where=SourcePos(path=shown),
            hint="close it with a line --- before the note",
        )
        return FrontMatter(path=shown, fields=None, problems=(problem,))
    body = "\n".join(lines[end + 1 :])
    if (much := _too_much(body, SourcePos(path=shown, line=end + 2))) is not None:
        return FrontMatter(path=shown, fields=None, problems=(much,))
    return _read("\n".join(lines[1:end]) + "\n", shown, first_line=2, body=body, body_line=end + 2)


def _too_much(body: str, where: SourcePos) -> Problem | None:
    """What is wrong with a body that is longer than any note, or holds more brackets; it is not read then."""
    if len(body) > MAX_BODY:
        return Problem(
            code="note-too-large",
            message=f"the text below the front matter has {len(body):,} characters; up to {MAX_BODY:,} are read",
            where=where,
            hint="a note quotes what matters; whole texts belong in the evidence store",
        )
    if (count := body.count("[")) > MAX_BRACKETS:
        return Problem(
            code="note-too-large",
            message=f"the text below the front matter has {count:,} opening brackets; up to {MAX_BRACKETS:,} are read",
            where=where,
            hint="split the note",
        )
    return None


def read_yaml(source: SourceFile, shown: str) -> FrontMatter:
    """A file that is YAML as a whole (report.yaml)."""
    return _read(source.text, shown, first_line=1, body="", body_line=1)


def _read(text: str, shown: str, *, first_line: int, body: str, body_line: int) -> FrontMatter:
    reading = _Reading(shown, first_line)
    if len(text) > MAX_LENGTH:
        reading.refuse(
            "yaml-too-large", f"front matter of {len(text)} characters", None, "put prose in the body"
        )
    else:
        reading.note_controls(text)
        text = show_controls(text)
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                reading.take(event)
                if reading.stopped:
                    break
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
            opened = _open_quote(text, mark)
            if opened is None:
                reading.refuse("yaml-syntax", str(what), mark, _syntax_hint(text, mark))
            else:
                where = SourcePos(path=shown, line=first_line + opened[0], column=opened[1])
                reading.problems.append(_open_quote_problem(where))
                reading.stopped = True
    value = reading.root
    if not reading.problems and not isinstance(value, dict):
        reading.refuse("yaml-syntax", "expected keys and values", None, "write `key: value`, one a line")
    fields = value if isinstance(value, dict) and not reading.stopped else None
    return FrontMatter(
        path=shown,
        fields=fields,
        places=reading.places,
        keys=reading.keys,
        body=body,
        body_line=body_line,
        problems=tuple(reading.problems),
    )


def _open_quote(text: str, mark: Any) -> tuple[int, int] | None:
    """Line (from 0) and column of a value whose quote mark is not closed on its line, before a syntax error."""
    if mark is None:
        return None
    for number, line in enumerate(text.split("\n")[: mark.line + 1]):
        found = _QUOTED.match(line)
        if not found:
            continue
        sign, rest = found[2], found[3]
        closed = rest.replace("''", "") if sign == "'" else re.sub(r"\\.", "", rest)
        if sign not in closed:
            return number, len(found[1]) + 1
    return None


def _open_quote_problem(where: SourcePos) -> Problem:
    return Problem(
        code="yaml-syntax",
        message="a quote mark is opened here and not closed on this line",
        where=where,
        hint="close the quote mark at the end of the value",
    )


def _syntax_hint(text: str, mark: Any) -> str:
    lines = text.split("\n")
    line = lines[mark.line] if mark is not None and 0 <= mark.line < len(lines) else ""
    if "\t" in line:
        return "YAML is indented with spaces, not tabs"
    if line.count(": ") > 1:
        return 'a value that holds ": " must be quoted'
    return "look at this line and the one before it: indentation, a missing colon or a missing quote mark"


def _control_problem(name: str, where: SourcePos) -> Problem:
    return Problem(
        code="control-character",
        message=f"{name} is a control character, or no character at all",
        where=where,
        hint="delete it; it came with a copy from elsewhere and nobody can see it",
    )


class _Reading:
    """Builds plain values from events. Stops at what is refused; a duplicate key is noted and reading goes on."""

    def __init__(self, shown: str, first_line: int) -> None:
        self.shown, self.first_line = shown, first_line
        self.root: Any = None
        self.places: dict[Path, SourcePos] = {}
        self.keys: dict[Path, SourcePos] = {}
        self.problems: list[Problem] = []
        self.stopped = False
        self._stack: list[tuple[Any, Path]] = []
        self._key: list[str | None] = []  # the key awaiting its value, for each open mapping

    def pos(self, mark: Any) -> SourcePos:
        if mark is None:
            return SourcePos(path=self.shown, line=self.first_line)
        return SourcePos(path=self.shown, line=self.first_line + mark.line, column=mark.column + 1)

    def refuse(self, code: str, message: str, mark: Any, hint: str) -> None:
        self.problems.append(Problem(code=code, message=message, where=self.pos(mark), hint=hint))
        self.stopped = True

    def note_controls(self, text: str) -> None:
        """Tell each control character where it stands, up to ten of them."""
        for at, name in find_controls(text)[:10]:
            line = text.count("\n", 0, at)
            column = at - text.rfind("\n", 0, at)
            where = SourcePos(path=self.shown, line=self.first_line + line, column=column)
            self.problems.append(_control_problem(name, where))

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(
                "yaml-alias",
                "anchors and aliases (& and *) are not read",
                event.start_mark,
                "write the value out; quote it if it begins with & or *",
            )
        elif getattr(event, "tag", None) not in (None, "!"):
            self.refuse(
                "yaml-tag", f"the tag {event.tag} is not read", event.start_mark, "write the plain value"
            )
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse("yaml-syntax", "a second YAML document", event.start_mark, "one is read")
        elif isinstance(event, yaml.ScalarEvent):
            empty = event.value == "" and event.implicit[0] and event.style in (None, "")
            self.scalar(None if empty else event.value, event.start_mark)
        elif isinstance(event, yaml.MappingStartEvent):
            self.open({}, event.start_mark)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.open([], event.start_mark)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
            self._key.pop()

    def scalar(self, value: str | None, mark: Any) -> None:
        for _, name in find_controls(value or "")[:1]:  # written as an escape, "\x1b"
            self.problems.append(_control_problem(name, self.pos(mark)))
        if self._stack and isinstance(self._stack[-1][0], dict) and self._key[-1] is None:
            container, path = self._stack[-1]
            key = value or ""
            if key in container:
                first = self.keys[(*path, key)]
                self.problems.append(
                    Problem(
                        code="duplicate-key",
                        message=f"`{key}` is written twice",
                        where=self.pos(mark),
                        hint=f"the first stands on line {first.line}; keep one",
                    )
                )
            else:
                self.keys[(*path, key)] = self.pos(mark)
            self._key[-1] = key
            return
        self.put(value, mark)

    def open(self, value: Any, mark: Any) -> None:
        if self._stack and isinstance(self._stack[-1][0], dict) and self._key[-1] is None:
            self.refuse("yaml-syntax", "a key must be a word", mark, "quote it if it begins with [ or {")
            return
        path = self.put(value, mark)
        self._stack.append((value, path))
        self._key.append(None)
        if len(self._stack) > MAX_DEPTH:
            self.refuse(
                "yaml-too-large", "nested too deeply", mark, "nothing here needs more than four levels"
            )

    def put(self, value: Any, mark: Any) -> Path:
        if not self._stack:
            self.root = value
            self.places[()] = self.pos(mark)
            return ()
        container, path = self._stack[-1]
        if isinstance(container, list):
            path = (*path, len(container))
            container.append(value)
        else:
            key = self._key[-1] or ""
            path = (*path, key)
            self._key[-1] = None
            if key in container:
                return path
            container[key] = value
        self.places[path] = self.pos(mark)
        return path
