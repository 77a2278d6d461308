"""The skeleton of a second reading: each sentence of a note with its kind, and room for what it rests on. Pure."""

import re

from generator.content.prose import blocks_of, own_blocks
from generator.content.review import COLUMNS, kind_of_section
from generator.model.catalog import Change

_SENTENCE = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+(?=[“‘\"'(\[]*[^\W\d_a-z])")
_LIMIT = "not established by the two captures"


def review_skeleton(change: Change) -> str:
    """A file with a row for each sentence. Facts, readings and context still lack what they rest on, and a check says so."""
    rows: list[str] = []
    for block in own_blocks(blocks_of(change.body)):
        if block.heading:
            continue
        kind = kind_of_section(block.section)
        for sentence in sentences_of(" ".join(block.text.split())):
            told = sentence.replace("|", "\\|")
            rows.append(f"| {len(rows) + 1} | {kind} | {told} | {_LIMIT if kind == 'limit' else ''} |")
    head = " | ".join(("no.", *COLUMNS))
    return (
        f"# {change.title}\n\n"
        f"Note: `content/{change.key}.md`. Captures: before {change.before}, after {change.after}.\n\n"
        f"| {head} |\n|{' --- |' * (len(COLUMNS) + 1)}\n" + "".join(f"{row}\n" for row in rows)
    )


def sentences_of(text: str) -> list[str]:
    """A paragraph cut behind its sentences; nothing is left out, whatever the cut."""
    sentences, start = [], 0
    for found in _SENTENCE.finditer(text):
        sentences.append(text[start : found.end()].strip())
        start = found.end()
    return [one for one in (*sentences, text[start:].strip()) if one]
