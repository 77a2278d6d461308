"""PDF captures: text in reading order, paragraphs joined again across lines and pages, headings by their size.

The letters are read by pypdf, in the order in which the file draws them, which is that of reading in what word processors
and browsers write. Running heads and page numbers are found by their place and by what they say on other pages; they are
left out and kept apart. Words hyphenated at the end of a line stay as they are. What holds no letters, is locked with a
password or broken, is `Unreadable`.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

from generator.extract.inline import escape, escape_line_start
from generator.extract.pdf_margins import find_margins, spell_margins
from generator.extract.pdf_paragraphs import Line, Paragraph, join_lines
from generator.model.errors import Unreadable
from generator.model.policy import Block, BlockKind, PolicyText, Span

MADE_BY = "pdf-1"

_MOST_PAGES = 3000
_MOST_LETTERS = 24_000_000
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_NO_LETTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ue000-\uf8ff]")
_BLANKS = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True, slots=True)
class _Letters:
    """What was drawn at once, and where: ``y`` grows upwards from the foot of the page, in points."""

    text: str
    x: float
    y: float
    size: float
    font: str


def read_pdf(body: bytes, url: str, *, language: str = "") -> PolicyText:
    """The text of a PDF. Raises Unreadable."""
    title, heights, pages = _read_pages(body, url)
    if not any(line.text for page in pages for line in page):
        raise Unreadable(
            f"{url or 'the capture'}: a PDF of {_count(len(pages), 'page')} without any text, as a scan is",
            url=url,
        )
    margins = find_margins(pages, heights)
    kept = [[line for line in page if line not in margins] for page in pages]
    if not any(kept):
        kept, margins = [list(page) for page in pages], frozenset()
    left_out = [line for page in pages for line in page if line in margins]
    policy = _written(join_lines(kept), kept, left_out, title=title, language=language, url=url)
    if b"%%EOF" in body[-2048:]:
        return policy
    return replace(policy, warnings=("the file has no mark of its end: it may be cut", *policy.warnings))


def _read_pages(body: bytes, url: str) -> tuple[str, list[float], list[list[Line]]]:
    """The title, and of each page its height and lines in the order of the file."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    try:
        file = PdfReader(io.BytesIO(body), strict=False)
        if file.is_encrypted and file.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise Unreadable(
                f"{url or 'the capture'}: a PDF locked with a password", url=url, code="unreadable"
            )
        count = len(file.pages)
        if not 0 < count <= _MOST_PAGES:
            raise Unreadable(f"{url or 'the capture'}: a PDF of {count} pages", url=url, code="unreadable")
        heights, pages, letters = [], [], 0
        for number, page in enumerate(file.pages):
            drawn: list[_Letters] = []
            page.extract_text(visitor_text=lambda *piece, drawn=drawn: drawn.append(_letters(*piece)))
            heights.append(float(page.mediabox.top) - float(page.mediabox.bottom) or 1.0)
            letters += sum(len(each.text) for each in drawn)
            if letters > _MOST_LETTERS:
                raise Unreadable(
                    f"{url}: a PDF of more than {_MOST_LETTERS:,} letters", url=url, code="unreadable"
                )
            pages.append(_lines(drawn, number, float(page.mediabox.bottom)))
        title = str(file.metadata.title or "") if file.metadata else ""
    except Unreadable:
        raise
    except DependencyError as error:
        raise Unreadable(f"{url or 'the capture'}: an encrypted PDF", url=url, code="unreadable") from error
    except (Exception, RecursionError) as error:  # a broken file breaks the reader in ways of its own
        words = " ".join(str(error).split())[:150] or type(error).__name__
        raise Unreadable(
            f"{url or 'the capture'}: a broken PDF ({words})", url=url, code="unreadable"
        ) from error
    return _clean(title), heights, pages


def _letters(text: str, page: Sequence[float], line: Sequence[float], font: object, size: float) -> _Letters:
    """One call of the reader: the text, the matrices of page and line, the font and its size."""
    x = line[4] * page[0] + line[5] * page[2] + page[4]
    y = line[4] * page[1] + line[5] * page[3] + page[5]
    scale = hypot(line[2] * page[0] + line[3] * page[2], line[2] * page[1] + line[3] * page[3])
    named = str(font.get("/BaseFont", "")) if hasattr(font, "get") else ""
    return _Letters(str(text), float(x), float(y), abs(float(size) * scale), named)


def _lines(drawn: Sequence[_Letters], page: int, bottom: float) -> list[Line]:
    """The lines of a page. A line stands where its first letters do."""
    lines: list[Line] = []
    text, first = "", None
    for each in drawn:
        for number, part in enumerate(each.text.split("\n")):
            if number:
                lines += _line(text, first, page, bottom)
                text, first = "", None
            text += part
            if first is None and part.strip():
                first = each
    return [*lines, *_line(text, first, page, bottom)]


def _line(text: str, first: _Letters | None, page: int, bottom: float) -> list[Line]:
    words = _clean(text)
    if first is None or not words:
        return []
    is_bold = bool(re.search(r"bold|black|heavy|semib", first.font, re.IGNORECASE))
    return [Line(words, page, first.x, first.y - bottom, round(first.size, 1), is_bold)]


def _clean(text: str) -> str:
    """Blanks as one space; ligatures of the font as their letters; zeros as what they are elsewhere."""
    return _BLANKS.sub(" ", text.translate(_LIGATURES)).replace("\0", "\ufffd").strip()


def _written(
    paragraphs: Sequence[Paragraph],
    pages: Sequence[Sequence[Line]],
    left_out: Sequence[Line],
    *,
    title: str,
    language: str,
    url: str,
) -> PolicyText:
    pieces, blocks, at = [], [], 0
    begins: dict[int, int] = {}
    levels = _levels(paragraphs)
    for paragraph in paragraphs:
        level = levels.get(paragraph.size, 0) if paragraph.is_heading else 0
        lead = "#" * level + " " if level else ""
        words = (
            lead + escape_line_start(escape(paragraph.text)) if not level else lead + escape(paragraph.text)
        )
        for number, place in paragraph.pages:
            shift = len(lead) + len(escape(paragraph.text[:place])) if place else 0
            begins.setdefault(number, at + shift)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind=kind, span=Span(at, at + len(words)), level=level))
        pieces.append(words)
        at += len(words) + 2
    text = "\n\n".join(pieces)
    odd = len(_NO_LETTERS.findall(text))
    if odd * 2 > len(text):
        raise Unreadable(
            f"{url or 'the capture'}: a PDF whose font does not say its letters",
            url=url,
            code="unreadable",
        )
    return PolicyText(
        text=text,
        language=language,
        blocks=tuple(blocks),
        extractor=MADE_BY,
        chrome=sum(len(line.text) for line in left_out),
        warnings=_warnings(pages, left_out, odd),
        replaced=odd,
        title=title,
        outside="\n".join(spell_margins(left_out)),
        sheets=_sheets(begins, len(pages), len(text)),
    )


def _levels(paragraphs: Sequence[Paragraph]) -> dict[float, int]:
    sizes = sorted({each.size for each in paragraphs if each.is_heading}, reverse=True)
    return {size: min(level, 6) for level, size in enumerate(sizes, start=1)}


def _sheets(begins: dict[int, int], count: int, end: int) -> tuple[Span, ...]:
    """The text of each page; an empty span where a page has none."""
    starts: list[int] = []
    following = end
    for number in reversed(range(count)):
        following = min(begins.get(number, following), following)
        starts.insert(0, following)
    return tuple(Span(a, b) for a, b in zip(starts, [*starts[1:], end], strict=True))


def _warnings(pages: Sequence[Sequence[Line]], left_out: Sequence[Line], odd: int) -> tuple[str, ...]:
    found = []
    bare = [number + 1 for number, page in enumerate(pages) if not page]
    if bare:
        named = ", ".join(map(str, bare[:5])) + (" …" if len(bare) > 5 else "")
        found.append(
            f"{_count(len(bare), 'page')} of {len(pages)} ({named}) without text; pictures were not read"
        )
    if left_out:
        named = "; ".join(f"“{text[:80]}”" for text in spell_margins(left_out)[:4])
        found.append(f"{_count(len(left_out), 'line')} of running heads and page numbers left out: {named}")
    if odd:
        found.append(f"{odd} letters that the font does not name")
    return tuple(found)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
