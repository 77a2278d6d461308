"""Tables as rows of Markdown: cells that span rows or columns are spread, so that every row can be read alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.extract.inline import Written, join_written, move_role
from generator.extract.markup import Node

MAX_COLUMNS = 100  # that spanning cells may make; a row's own cells are never left out
MAX_REPEATED = 200_000  # characters that spanning cells may add to a table

_EMPTY = Written("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words as Markdown and how far it reaches."""

    words: Written
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, and the elements they stand in, outermost first."""

    holders: tuple[Node, ...]
    cells: list[Node]


def rows_of(table: Node) -> Iterator[Row]:
    """The rows of a table; nested tables are not looked into."""
    for part in table.children():
        if part.tag == "tr":
            yield Row((part,), _cells(part))
        elif part.tag in ("thead", "tbody", "tfoot"):
            for row in part.children():
                if row.tag == "tr":
                    yield Row((part, row), _cells(row))


def is_layout(table: Node) -> bool:
    """Whether the table only arranges a page: it says so, never has two cells beside each other, or holds tables.

    A table that holds tables is one of data all the same where it has header cells, or where most of its rows are
    alike and hold none.
    """
    if table.attribute("role") in ("presentation", "none"):
        return True
    rows = [row for row in rows_of(table) if row.cells]
    if all(len(row.cells) < 2 for row in rows):
        return True
    if not table.holds("table"):
        return False
    if any(cell.tag == "th" for row in rows for cell in row.cells):
        return False
    plain = [
        len(row.cells) for row in rows if len(row.cells) > 1 and not any(c.holds("table") for c in row.cells)
    ]
    return not (2 * len(plain) >= len(rows) and len(set(plain)) == 1)


def write_table(
    table: Node, words_of: Callable[[Node], Written], enter_row: Callable[[Row], Callable[[], None]]
) -> list[Written]:
    """The table as lines; a first row of header cells is underlined. A row without words is left out.

    `enter_row` begins a row (what hides it hides its cells) and answers with what ends it.
    """
    rows: list[list[Cell]] = []
    for row in rows_of(table):
        leave = enter_row(row)
        rows.append([_cell(cell, words_of) for cell in row.cells])
        leave()
    lines: list[Written] = []
    for number, cells in enumerate(spread(rows)):
        if not any(cell.words.text for cell in cells):
            continue
        lines.append(write_row([cell.words for cell in cells]))
        if number == 0 and len(rows) > 1 and all(cell.head for cell in cells):
            lines.append(Written("| " + " | ".join("---" for _ in cells) + " |"))
    return lines


def write_row(cells: list[Written]) -> Written:
    """Cells as a line of Markdown."""
    inner = join_written(cells, " | ")
    return Written(f"| {inner.text} |", tuple(move_role(role, (2).__add__) for role in inner.roles))


def spread(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of equal meaning: what spans rows is repeated in each, what spans columns leaves empty cells beside it."""
    waiting: dict[
        int, tuple[Cell, int]
    ] = {}  # column: the cell that reaches down, and for how many rows more
    repeated = 0
    result: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        cells = iter(row)
        cell = next(cells, None)
        farthest = max(waiting, default=-1)
        while cell is not None or len(line) <= farthest:
            column = len(line)
            if column in waiting:
                above, more = waiting.pop(column)
                repeated += len(above.words.text)
                line.append(above if repeated <= MAX_REPEATED else Cell(_EMPTY, head=above.head))
                if more > 1:
                    waiting[column] = (above, more - 1)
            elif cell is None:
                line.append(Cell(_EMPTY))
            else:
                for offset in range(max(1, min(cell.columns, MAX_COLUMNS - column))):
                    part = cell if offset == 0 else Cell(_EMPTY, head=cell.head)
                    line.append(part)
                    if cell.rows > 1:
                        waiting[column + offset] = (part, cell.rows - 1)
                cell = next(cells, None)
        result.append(line)
    return result


def _cell(cell: Node, words_of: Callable[[Node], Written]) -> Cell:
    head = cell.tag == "th"
    if not cell.attributes:
        return Cell(words_of(cell), head=head)
    return Cell(words_of(cell), _reach(cell, "rowspan"), _reach(cell, "colspan"), head)


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.children() if cell.tag in ("td", "th")]


def _reach(cell: Node, name: str) -> int:
    value = cell.attribute(name).strip()
    number = int(value) if value.isdecimal() and len(value) < 6 else 1
    return 65_534 if number == 0 and name == "rowspan" else max(1, number)
