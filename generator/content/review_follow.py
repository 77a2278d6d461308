"""A second reading follows its note where only letters were mended: nobody has to read a sentence again for a typo."""

import re
from collections.abc import Sequence

from generator.content.letters import only_letters
from generator.content.prose import blocks_of, own_blocks
from generator.content.review import Row, parse_review, review_path
from generator.model.catalog import Change
from generator.model.words import words_1

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BEFORE = re.compile(r"[“‘\"'(\[*]*\Z")
_BEHIND = re.compile(r"[.,;:!?…”’\"')\]*]*")
_CELLS = re.compile(r"(?<!\\)\|")


def followed(change: Change, text: str, known: frozenset[str] = frozenset()) -> str:
    """The review with each sentence as the note spells it now, where the two differ in slips of letters alone."""
    rows, _ = parse_review(text, review_path(change))
    blocks = [words_1(block.text) for block in own_blocks(blocks_of(change.body)) if not block.heading]
    lines = text.split("\n")
    for row in rows:
        if not row.sentence or any(row.sentence in block for block in blocks):
            continue
        spelt = respelt(row, blocks, known)
        if spelt:
            at = row.where.line - 1
            lines[at] = _with_sentence(lines[at], row.sentence, spelt)
    return "\n".join(lines)


def respelt(row: Row, blocks: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """The sentence of a row as one of the blocks spells it; empty where none has it with other letters."""
    wanted = _WORD.findall(row.sentence)
    if not wanted:
        return ""
    for block in blocks:
        places = list(_WORD.finditer(block))
        for first in range(len(places) - len(wanted) + 1):
            start, end = places[first].start(), places[first + len(wanted) - 1].end()
            if only_letters(row.sentence, block[start:end], known):
                opening = _BEFORE.search(block[:start])
                closing = _BEHIND.match(block, end)
                return block[opening.start() if opening else start : closing.end() if closing else end]
    return ""


def _with_sentence(line: str, sentence: str, spelt: str) -> str:
    cells = _CELLS.split(line)
    for number, cell in enumerate(cells):
        if words_1(cell.strip().replace("\\|", "|")) == sentence:
            cells[number] = f" {spelt.replace('|', chr(92) + '|')} "
            break
    return "|".join(cells)
