"""Runs of characters to Markdown, so that `words-1` of what is written gives back exactly what was read.

A run is text with one style. Marks are written outside white space and zero-width marks, characters that would be read
as marks are escaped, and a line never begins like a heading, an item or a quotation unless it is one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.policy import Role, RoleSpan, Span
from generator.model.words import ZERO_WIDTH

HARD_BREAK = "  \n"
KEPT_SPACE = "\x01"  # a space of preformatted text, until the line is written

_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|#{2,}(?=[\s\x01]|\Z)")
_EDGES = re.compile(rf"([\s\x01{ZERO_WIDTH}]*)(.*?)([\s\x01{ZERO_WIDTH}]*)\Z", re.DOTALL)
_LINE_START = re.compile(
    rf"([\s\x01{ZERO_WIDTH}]*)(?:(\d[\d{ZERO_WIDTH}]*)(?=[.)][{ZERO_WIDTH}]*(?:[\s\x01]|$))"
    rf"|(?=\#|>|\||[+-][{ZERO_WIDTH}]*(?:[\s\x01]|$)|=[={ZERO_WIDTH}\s]*$|-[-{ZERO_WIDTH}\s]*$|~))"
)
_EXCLAIMED = re.compile(rf"![{ZERO_WIDTH}]*\Z")
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_BLANK = " \t\n\f\r" + KEPT_SPACE


Marks = tuple[tuple[Role, str], ...]  # roles with what gives them


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is drawn. ``link`` is a target with a number, so that two neighbours stay two links.

    ``veil`` is what hides words until an element inside says otherwise, as ``visibility: hidden`` does.
    """

    bold: bool = False
    emphasis: bool = False
    link: tuple[int, str] | None = None
    marks: Marks = ()
    veil: frozenset[str] = frozenset()
    colours: tuple[str, str] = ("", "")  # of words, and of the ground under them

    @property
    def roles(self) -> Marks:
        """The roles of words in this style; hidden ones once."""
        if not self.veil and (not self.colours[0] or self.colours[0] != self.colours[1]):
            return self.marks
        cause = min(self.veil, default="")
        if not cause and self.colours[0] and self.colours[0] == self.colours[1]:
            cause = "in the colour of its ground"
        if not cause or any(role is Role.HIDDEN for role, _ in self.marks):
            return self.marks
        return (*self.marks, (Role.HIDDEN, cause))

    @property
    def is_plain(self) -> bool:
        """Whether words in this style are written as they are."""
        return not (self.bold or self.emphasis or self.link or self.marks or self.veil or self.roles)

    def has(self, role: Role) -> bool:
        """Whether words in this style have a role."""
        return any(known is role for known, _ in self.roles)


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style; ``image`` is the address of the picture that ``text`` stands for."""

    text: str
    style: Style = Style()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph as Markdown, and what the page does to words in it."""

    text: str
    roles: tuple[RoleSpan, ...] = ()

    def on_one_line(self) -> "Written":
        """The same with `<br>` for the ends of lines, as a cell of a table has it."""
        if "\n" not in self.text:
            return self
        return Written(
            self.text.replace("\n", "<br>"),
            tuple(
                move_role(role, lambda place: place + 3 * self.text.count("\n", 0, place))
                for role in self.roles
            ),
        )


def write_paragraphs(runs: Sequence[Run], *, in_cell: bool = False) -> list[Written]:
    """Runs to paragraphs. A line feed is a line break; two in a row end a paragraph, as old pages write them."""
    paragraphs: list[Written] = []
    lines: list[Written] = []
    for line in _split_lines(runs):
        written = _write_line(line, in_cell=in_cell)
        if written.text.strip():
            lines.append(written)
        elif lines:
            paragraphs.append(join_written(lines, HARD_BREAK))
            lines = []
    if lines:
        paragraphs.append(join_written(lines, HARD_BREAK))
    return paragraphs


def move_role(found: RoleSpan, place: Callable[[int], int]) -> RoleSpan:
    """The same role at another place."""
    return RoleSpan(found.role, Span(place(found.span.start), place(found.span.end)), found.detail)


def join_written(parts: Sequence[Written], between: str) -> Written:
    """Several pieces as one, with what stands between them."""
    if len(parts) == 1:
        return parts[0]
    roles: list[RoleSpan] = []
    at = 0
    for part in parts:
        roles += [move_role(role, at.__add__) for role in part.roles]
        at += len(part.text) + len(between)
    return Written(between.join(part.text for part in parts), tuple(roles))


def escape(text: str, *, in_cell: bool = False) -> str:
    """Plain text as Markdown that is read as that text."""
    text = _SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return text.replace("|", "\\|") if in_cell else text


def escape_line_start(line: str) -> str:
    """A line that does not begin a heading, an item, a quotation, a table row or an underline."""
    found = _LINE_START.match(line)
    if not found:
        return line
    return f"{line[: found.end()]}\\{line[found.end() :]}"


def _split_lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        lines[-1].append(Run(first, run.style, run.image))
        lines.extend([Run(part, run.style)] for part in rest)
    return lines


def _collapse(line: Sequence[Run]) -> list[Run]:
    """White space as HTML has it: runs of blanks are one space, none at the ends of the line."""
    runs: list[Run] = []
    after_space = True
    for run in line:
        text = _BLANKS.sub(" ", run.text)
        if after_space and text.startswith(" "):
            text = text[1:]
        if text and runs and _must_part(runs[-1], run):
            runs.append(
                Run(" ", Style(link=run.style.link if run.style.link == runs[-1].style.link else None))
            )
        if text:
            after_space = text.endswith(" ")
            runs.append(Run(text, run.style, run.image))
    while runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if last.text.rstrip(" "):
            runs.append(Run(last.text.rstrip(" "), last.style, last.image))
    return runs


def _must_part(before: Run, after: Run) -> bool:
    """Whether struck words would run into those that stand: the page tells them apart by a line, not by a space."""
    if before.style.marks == after.style.marks:
        return False
    if before.style.has(Role.STRUCK) == after.style.has(Role.STRUCK):
        return False
    left, right = before.text[-1:], after.text[:1]
    if not (left.isalnum() and right.isalnum()):
        return False
    struck, other = (before, after) if before.style.has(Role.STRUCK) else (after, before)
    return left.isdigit() or right.isdigit() or other.style.has(Role.INSERTED) or " " in struck.text


def _write_line(line: Sequence[Run], *, in_cell: bool) -> Written:
    runs = _collapse(line)
    if len(runs) == 1 and runs[0].text.isalnum() and runs[0].image is None and runs[0].style.is_plain:
        return Written(runs[0].text)
    pieces: list[str] = []
    roles: list[RoleSpan] = []
    at = 0
    for link, group in groupby(runs, key=lambda run: run.style.link):
        written = _write_group(list(group), in_cell=in_cell)
        text = "".join(text for text, _ in written)
        edges = _EDGES.match(text)
        target = link[1] if link else ""
        escaped = _LINE_START.match(text) if not at and not target else None
        if escaped:
            text = f"{text[: escaped.end()]}\\{text[escaped.end() :]}"
        place = at
        if target and pieces and (exclaimed := _EXCLAIMED.search(pieces[-1])):
            pieces[-1] = (
                pieces[-1][: exclaimed.start()] + "\\" + exclaimed.group()
            )  # or it would make a picture
            at, place = at + 1, place + 1
        if target and edges and edges[2]:
            text = f"{edges[1]}[{edges[2]}]({target}){edges[3]}"
            place += 1
        for piece, marks in written:
            if escaped and place + len(piece) > escaped.end() >= place:  # a mark of ours is among these words
                cut = escaped.end() - place
                piece = f"{piece[:cut]}\\{piece[cut:]}"
            if marks and piece.strip(_BLANK):
                _add_roles(roles, marks, piece, place)
            place += len(piece)
        pieces.append(text)
        at += len(text)
    return Written(
        "".join(pieces).replace(KEPT_SPACE, " "), tuple(sorted(roles, key=lambda found: found.span))
    )


def _add_roles(roles: list[RoleSpan], marks: Marks, piece: str, place: int) -> None:
    """Add the roles of a piece; one that the words right before have too goes on."""
    start = place + len(piece) - len(piece.lstrip(_BLANK))
    end = place + len(piece.rstrip(_BLANK))
    for role, detail in marks:
        last = next(
            (n for n in range(len(roles) - 1, max(-1, len(roles) - 9), -1) if roles[n].role is role), None
        )
        if last is not None and roles[last].detail == detail and start - roles[last].span.end <= 1:
            roles[last] = RoleSpan(role, Span(roles[last].span.start, end), detail)
        else:
            roles.append(RoleSpan(role, Span(start, end), detail))


def _write_group(runs: Sequence[Run], *, in_cell: bool) -> list[tuple[str, Marks]]:
    """The runs of one link, or of none, each piece with its roles."""
    pieces: list[tuple[str, Marks]] = []
    for (bold, emphasis, marks, image), group in groupby(
        runs, key=lambda r: (r.style.bold, r.style.emphasis, r.style.roles, r.image)
    ):
        text = "".join(run.text for run in group)
        edges = _EDGES.match(text)
        if edges is None or not edges[2]:
            pieces.append((text, marks))
            continue
        core = escape(edges[2], in_cell=in_cell)
        if image is not None:
            core = f"![{core}]({image})"
        mark = "*" * (2 * bold + emphasis)
        pieces.append((f"{edges[1]}{mark}{core}{mark}{edges[3]}", marks))
    return pieces
