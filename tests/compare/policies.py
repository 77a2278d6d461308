"""A text from a string, cut into blocks as simply as the comparison needs: a block a line."""

import re

from generator.extract import text_of
from generator.model.policy import Block, BlockKind, PolicyText, Span
from generator.model.text import Text

_HEADING = re.compile(r"(#{1,6})\s")
_ITEM = re.compile(r"([ \t]*)(?:[*+-]|\d{1,3}[.)])\s+")


def policy_of(text: str) -> Text:
    """Headings, items, table rows and paragraphs; a paragraph's soft-wrapped lines stay together."""
    blocks: list[Block] = []
    position = 0
    blank = True
    for line in text.split("\n"):
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        if start < end:
            heading, item = _HEADING.match(line.lstrip()), _ITEM.match(line)
            if heading:
                blocks.append(Block(kind=BlockKind.HEADING, span=Span(start, end), level=len(heading[1])))
            elif item:
                blocks.append(Block(kind=BlockKind.ITEM, span=Span(start, end), level=1 + len(item[1]) // 4))
            elif line.lstrip().startswith("|"):
                blocks.append(Block(kind=BlockKind.ROW, span=Span(start, end)))
            elif not blank and blocks and blocks[-1].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
                last = blocks.pop()
                blocks.append(Block(kind=last.kind, span=Span(last.span.start, end), level=last.level))
            else:
                blocks.append(Block(kind=BlockKind.PARAGRAPH, span=Span(start, end)))
        blank = start >= end or bool(_HEADING.match(line.lstrip()))
        position += len(line) + 1
    return text_of(PolicyText(text=text, blocks=tuple(blocks)))
