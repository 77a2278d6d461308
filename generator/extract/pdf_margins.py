"""Running heads, feet and page numbers of a PDF: lines in the margins that say the same on other pages.

A line is taken for one only where its place, its words and its numbers prove it: apart from the text at the head or foot,
at the same height on other pages, of the same words, each number the same on every page or counting on with them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.extract.pdf_paragraphs import WIDER, Line, usual_leading, usual_size

_MARGIN = 0.12  # of the page's height, at its head and at its foot
_SAME_HEIGHT = 3.0  # points
_OFTEN = 0.4  # of the pages, so that heads of left and right pages are found too
_NUMBER = re.compile(r"\d{1,9}")
_PAGE_WORDS = re.compile(
    r"[\W_]*(?:(?:page|seite|página|pagina|pag|pág|p|strona|str|s|sida|side|sivu|oldal|sayfa|стр|страница|сторінка|第|頁|页|페이지|쪽|ページ"
    r"|of|von|de|di|sur|z|av|van|из|з|の|共)[\W_]*)*\Z",
    re.IGNORECASE,
)


def find_margins(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> frozenset[Line]:
    """The lines that are running heads, feet or page numbers."""
    lines = [line for page in pages for line in page]
    leading, size = usual_leading(lines), usual_size(lines)
    groups: dict[str, list[Line]] = defaultdict(list)
    found: set[Line] = set()
    for page, height in zip(pages, heights, strict=True):
        for line in _apart(page, height, leading):
            groups[_NUMBER.sub("#", line.text)].append(line)
            if len(pages) == 1 and _is_the_only_page(line):
                found.add(line)
    for words, same in groups.items():
        found.update(_proven(words, same, size, len(pages)))
    return frozenset(found)


def _apart(page: Sequence[Line], height: float, leading: float) -> Iterator[Line]:
    """The lines at the head and at the foot of a page that space, or another size, sets apart from its text."""
    down = sorted(page, key=lambda line: -line.y)
    head = [line for line in down if line.y > (1 - _MARGIN) * height]
    foot = [line for line in reversed(down) if line.y < _MARGIN * height]
    yield from head[: _count_apart(down, len(head), leading)]
    yield from foot[: _count_apart(down[::-1], len(foot), leading)]


def _count_apart(ordered: Sequence[Line], most: int, leading: float) -> int:
    """How many of the first `most` lines are apart from what follows them."""
    apart = 0
    for place, (line, following) in enumerate(pairwise(ordered[: most + 1]), start=1):
        step = abs(line.y - following.y)
        space = step > WIDER * leading * max(line.size, following.size)
        if space or (step > 1 and abs(line.size - following.size) > 0.05 * line.size):
            apart = place
    return apart


def _proven(words: str, lines: Sequence[Line], size: float, pages: int) -> list[Line]:
    """Those of the lines of equal words that stand at one height on enough pages, their numbers the same or counting on."""
    for height in sorted({line.y for line in lines}):
        same = {line.page: line for line in lines if abs(line.y - height) <= _SAME_HEIGHT}
        if len(same) < max(2, _OFTEN * pages):
            continue
        ordered = [same[number] for number in sorted(same)]
        if "#" not in words or _is_constant(ordered):
            return ordered
        is_small = len(ordered) > 2 and all(line.size <= size for line in ordered)
        is_numbered = all(_ends_with_its_page(line, pages) for line in ordered)
        if _counts_on(ordered) and (is_small or is_numbered or _PAGE_WORDS.match(words.replace("#", ""))):
            return ordered
    return []


def spell_margins(lines: Sequence[Line]) -> list[str]:
    """What was left out, each head once: page numbers as ``#``, numbers that stay as they are."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[_NUMBER.sub("#", line.text)].append(line)
    return [_spell_group(words, same) for words, same in groups.items()]


def _spell_group(words: str, lines: Sequence[Line]) -> str:
    if _PAGE_WORDS.match(words.replace("#", "")):
        return words
    parts = _NUMBER.split(lines[0].text)
    columns = zip(*(_NUMBER.findall(line.text) for line in lines), strict=True)
    numbers = [column[0] if len(set(column)) == 1 else "#" for column in columns]
    return "".join(part + number for part, number in zip(parts, [*numbers, ""], strict=True))


def _is_constant(lines: Sequence[Line]) -> bool:
    return len({line.text for line in lines}) == 1


def _counts_on(lines: Sequence[Line]) -> bool:
    """Each number is the same on all pages or grows with them, and at least one grows."""
    columns = zip(*([int(number) for number in _NUMBER.findall(line.text)] for line in lines), strict=True)
    steps = [{number - line.page for number, line in zip(column, lines, strict=True)} for column in columns]
    constant = [
        len(set(column)) == 1 for column in zip(*(_NUMBER.findall(line.text) for line in lines), strict=True)
    ]
    grows = [len(step) == 1 for step in steps]
    return any(grows) and all(same or on for same, on in zip(constant, grows, strict=True))


def _ends_with_its_page(line: Line, pages: int) -> bool:
    """``Terms of the club 3``, ``Terms of the club - 3 of 9``: nothing but the number of its own page at the end."""
    numbers = _NUMBER.findall(line.text)
    if not numbers or not line.text.rstrip(" -–—|.").endswith(numbers[-1]):
        return False
    number = str(line.page + 1)
    return numbers[-1] == number or (len(numbers) > 1 and numbers[-2:] == [number, str(pages)])


def _is_the_only_page(line: Line) -> bool:
    """``1``, ``Page 1 of 1`` at the foot of the only page."""
    numbers = _NUMBER.findall(line.text)
    return bool(numbers) and set(numbers) == {"1"} and bool(_PAGE_WORDS.match(_NUMBER.sub("", line.text)))
