"""What others are said to have said, without anybody being named for it. Pure."""

import re

from generator.content.prose import Section, own_blocks, own_voice
from generator.content.references import Text
from generator.model.problems import Problem, Severity

_REPORTED = re.compile(
    r"\b(?:(?:was|were|been|is|are) (?:widely )?reported|(?:press|news|many|several|later) (?:reports?|articles?)|"
    r"reports? (?:said|named|dated|wrote)|others (?:said|wrote|reported)|it is said that)\b",
    re.IGNORECASE,
)


def report_problems(text: Text, *, sourced: bool) -> list[Problem]:
    """Paragraphs that tell what others reported, with no link in them, where the file names no source."""
    if sourced:
        return []
    return [
        Problem(
            code="unsourced-report",
            message=f"“{said[0]}” is said, and no source is named",
            where=text.at(line.at),
            severity=Severity.WARNING,
            hint="link it and list it under `sources`, with the day it was opened; or leave it out",
        )
        for block in own_blocks(text.blocks)
        if not block.links and not block.heading and block.section != Section.LIMITS
        for line in block.lines
        if (said := _REPORTED.search(own_voice(line.text)))
    ]
