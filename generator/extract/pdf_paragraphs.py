"""Lines of a PDF joined to paragraphs: by the space between them, their size, and how the lines end and begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LABEL = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3})+\.?|§ ?\d+|(?:article|section|artikel|artículo|art\.) \d+"
    r"|[•▪◦‣·●○■–—*-])(?:\s|\Z)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:;。！？：；…][\"'”’»)\]]*\Z")
_HYPHENATED = re.compile(r"\w[-\u00ad\u2010]\Z")
_NO_SPACES = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
WIDER = 1.3  # times the usual distance of two lines: between paragraphs
_LARGER = 1.12  # times the usual size: a heading
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, and where it begins: ``y`` in points from the foot of the page."""

    text: str
    page: int
    x: float
    y: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines. `pages` are the pages that begin in it: the number of the page, and where in the text."""

    text: str
    size: float
    is_heading: bool
    pages: tuple[tuple[int, int], ...]


def join_lines(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a text, page after page."""
    lines = [line for page in pages for line in page]
    body = usual_size(lines)
    leading = usual_leading(lines)
    width = _usual_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, leading, width, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_joined(group, body) for group in groups]


def usual_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def usual_leading(lines: Sequence[Line]) -> float:
    """The distance of two lines within a paragraph, in sizes of their letters; the smaller half tells."""
    steps = sorted(
        (above.y - below.y) / max(above.size, 1.0)
        for above, below in pairwise(lines)
        if above.page == below.page
        and above.size == below.size
        and 0.5 * above.size < above.y - below.y < 4 * above.size
    )
    return median(steps[: max(1, len(steps) * 2 // 3)]) if steps else 1.2


def _usual_width(lines: Sequence[Line]) -> int:
    """Letters in a full line."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else 80


def _goes_on(above: Line, below: Line, leading: float, width: int, body: float) -> bool:
    """Whether a line continues the paragraph of the line above it."""
    differs = (
        abs(above.size - below.size) > 0.08 * max(above.size, below.size) or above.is_bold != below.is_bold
    )
    in_sentence = (
        not _ENDS.search(above.text) and len(above.text) >= 0.7 * width
    )  # a bold word may open a line there
    if differs and not (in_sentence and above.size == below.size):
        return False
    step = (above.y - below.y) / max(above.size, 1.0)
    is_full = len(above.text) >= 0.7 * width
    if above.page != below.page or step < -0.5:  # the next page or column
        return is_full and not _ENDS.search(above.text) and not _LABEL.match(below.text)
    if step < 0.5:  # beside each other
        return False
    if step > WIDER * leading:
        return False
    if above.size > _LARGER * body:
        return not _LABEL.match(below.text)  # a heading of several lines
    if _LABEL.match(below.text) and (_ENDS.search(above.text) or not is_full):
        return False
    if len(above.text) < 0.5 * width and below.text[:1].isupper():
        return False
    return not (_ENDS.search(above.text) and len(above.text) < 0.75 * width)


def _joined(lines: Sequence[Line], body: float) -> Paragraph:
    text, begins = "", [(lines[0].page, 0)]
    for line in lines:
        if (
            text
            and not _HYPHENATED.search(text)
            and not (_NO_SPACES.match(text[-1]) and _NO_SPACES.match(line.text))
        ):
            text += " "
        if line.page != begins[-1][0]:
            begins.append((line.page, len(text)))
        text += line.text
    size = lines[0].size
    is_heading = size > _LARGER * body and len(text) <= _LONGEST_HEADING and len(lines) <= 4
    return Paragraph(text, size, is_heading, tuple(begins))
