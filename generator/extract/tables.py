"""Tables as rows of Markdown: cells that span rows or columns are spread, so that every row can be read alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.extract.markup import Node

MAX_COLUMNS = 100  # that spanning cells may make; a row's own cells are never left out
MAX_REPEATED = 200_000  # characters that spanning cells may add to a table


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words as Markdown and how far it reaches."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False


def rows_of(table: Node) -> Iterator[list[Node]]:
    """The rows of a table, each as its cells; nested tables are not looked into."""
    for part in table.children():
        if part.tag == "tr":
            yield _cells(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            for row in part.children():
                if row.tag == "tr":
                    yield _cells(row)


def is_layout(table: Node) -> bool:
    """Whether the table only arranges a page: it says so, holds tables, or never has two cells beside each other."""
    if table.attribute("role") in ("presentation", "none") or table.holds("table"):
        return True
    return all(len(cells) < 2 for cells in rows_of(table))


def write_table(table: Node, words_of: Callable[[Node], str]) -> list[str]:
    """The table as lines; a first row of header cells is underlined. A row without words is left out."""
    rows = [[_cell(c, words_of) for c in cells] for cells in rows_of(table)]
    lines: list[str] = []
    for number, row in enumerate(spread(rows)):
        if not any(cell.text for cell in row):
            continue
        lines.append("| " + " | ".join(cell.text for cell in row) + " |")
        if number == 0 and len(rows) > 1 and all(cell.head for cell in row):
            lines.append("| " + " | ".join("---" for _ in row) + " |")
    return lines


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
                repeated += len(above.text)
                line.append(above if repeated <= MAX_REPEATED else Cell("", head=above.head))
                if more > 1:
                    waiting[column] = (above, more - 1)
            elif cell is None:
                line.append(Cell(""))
            else:
                for offset in range(max(1, min(cell.columns, MAX_COLUMNS - column))):
                    part = cell if offset == 0 else Cell("", head=cell.head)
                    line.append(part)
                    if cell.rows > 1:
                        waiting[column + offset] = (part, cell.rows - 1)
                cell = next(cells, None)
        result.append(line)
    return result


def _cell(cell: Node, words_of: Callable[[Node], str]) -> Cell:
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
