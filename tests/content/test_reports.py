"""What others reported has a source, or is a problem at its line."""

import pytest

from generator.content.prose import blocks_of
from generator.content.references import Text
from generator.content.reports import report_problems
from generator.model.problems import SourcePos


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Words.\n\nIt was widely reported that parrots listen.", [12]),
        ("Press reports named May.", [10]),
        ("Others said\nthat it was so.", [10]),
        ("It has been\nreported twice.", []),
        ("[The Gazette](https://gazette.example/) wrote what others said.", []),
        ("The text says “it was reported”.", []),
        ("## What this page does not show\n\nWhat was reported; many articles are not at hand.", []),
        ("> It was reported.", []),
        ("The terms were edited.", []),
        ("Many articles of May named it.", [10]),
    ],
)
def test_a_report_without_a_source_is_told_at_its_line(body: str, lines: list[int]) -> None:
    text = Text(
        body=body, where=SourcePos(path="content/acme/terms/2024-04-01.md"), line=10, blocks=blocks_of(body)
    )
    assert [p.where.line for p in report_problems(text, sourced=False)] == lines
    assert report_problems(text, sourced=True) == []
