"""Marks of a capture's Markdown stay out of everything that names a clause: titles, cards, citations, data."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime

import pytest

from generator.model.captures import CaptureRow
from generator.pages.change.cards import CardView
from generator.pages.change.page import ChangeView
from generator.pages.change.passage_pages import ShortView
from tests.pages.change_sample import AFTER, BEFORE, NOTE, make_sample

RESIDUE = re.compile(r"\]\(#|\]\(/|(?:^|[\s,>“\"])#{2,6}(?:$|[\s,<”\"])|^[\W_]+$")
HEADINGS = (
    "### [4\\. Parrots and Us](#4-parrots-and-us)\n\n",
    "### \n\nParrots and Us\n\n",
    "## [Parrots and Us](/terms#parrots)\n\n",
    "**[4.1 Parrots and Us](#parrots)**\n\n",
)


def names(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a view that names something, with the name of its field."""
    if isinstance(value, str):
        if name in ("title", "clause", "label", "text", "description", "crumbs", "place", "words", "copy"):
            yield name, value
    elif isinstance(value, tuple):
        for one in value:
            yield from names(one, name)
    elif is_dataclass(value) and not isinstance(value, (CaptureRow, datetime, date)):
        for f in fields(value):
            yield from names(getattr(value, f.name), f.name)


@pytest.mark.parametrize("heading", HEADINGS)
def test_no_name_of_a_clause_holds_marks(heading: str) -> None:
    clause = "We teach parrots what you say, and lend them to whoever asks for one.\n\n"
    after = AFTER.replace("## 3. Law", f"{heading}{clause}## 3. Law")
    note = NOTE[: NOTE.index("> [!after licence]")] + "> [!after parrots]\n> teach parrots what you say\n\n"
    sample = make_sample(f"{note}## How we read it\n\nIt is.[^1]\n\n[^1]: A footnote.\n", BEFORE, after)
    (quotation,) = sample.evidence.quotations
    assert quotation.clause_path[-1].endswith("Parrots and Us")
    assert {p.label for p in sample.evidence.passages if RESIDUE.search(p.label)} == set()
    seen = 0
    for spec in sample.pages().values():
        if not isinstance(spec.view, (CardView, ChangeView, ShortView)):
            continue
        for name, value in names(spec.view):
            seen += 1
            assert not RESIDUE.search(value), (spec.path, name, value)
    assert seen > 50
