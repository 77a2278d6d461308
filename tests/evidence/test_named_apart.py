"""Clauses of one number or title are told apart by the heading at which their ways part."""

from dataclasses import replace

import pytest

from generator.evidence.ambiguous import label_problems
from generator.evidence.clauses import clause_of, label_fits
from generator.evidence.resolve import side_text
from generator.model.digests import digest_of
from generator.model.evidence import SideText
from tests.pages.change_sample import make_sample, policy


def side(text: str) -> SideText:
    return side_text(digest_of(text.encode()), policy(text))


def named(text: str, words: str) -> str:
    return clause_of(side(text), text.index(words))[0]


LETTERS = """# Terms

## A. Accounts

### 1. Rules

Be kind to parrots.

### 2. Names

Names are short.

## B. Content

### 1. Licence

You lend us the song.

### 2. Deleting

We forget it.

### 3. Only here

Once.
"""
EDITIONS = """# Terms

## Terms for Utopia

### 5. Content

You lend us the song.

## Terms for Arcadia

### 5. Content

You keep the song.
"""
TITLES = """# Policy

## How we use data

### Highlights

We read it.

## How we share data

### Highlights

We lend it.
"""
NESTED = """# Policy

## 2. Use

We use it.

## Exhibit

### 2. Rules

We rule.
"""


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (LETTERS, "Be kind", "A.1"),
        (LETTERS, "You lend us", "B.1"),
        (LETTERS, "We forget", "B.2"),
        (LETTERS, "Once.", "3"),
        (EDITIONS, "You lend us", "5 (Terms for Utopia)"),
        (EDITIONS, "You keep", "5 (Terms for Arcadia)"),
        (TITLES, "We read", "Highlights (How we use data)"),
        (TITLES, "We lend", "Highlights (How we share data)"),
        (NESTED, "We use it", "2"),
        (NESTED, "We rule", "2"),
    ],
)
def test_a_clause_is_named_apart_from_others_of_its_number(text: str, words: str, name: str) -> None:
    assert named(text, words) == name


def test_an_author_may_write_the_short_name_or_the_whole_one() -> None:
    at = LETTERS.index("You lend us")
    assert [label_fits(side(LETTERS), at, label) for label in ("1", "B.1", "A.1", "2")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("name", ["###", "4 Licence](#4-licence", "**5**", "[3 Access]"])
def test_a_name_with_markup_is_a_problem(name: str) -> None:
    first = make_sample().evidence.quotations[0]
    assert label_problems([first]) == []
    assert [p.code for p in label_problems([replace(first, clause=name)])] == ["ambiguous-label"]


def test_two_clauses_of_one_name_are_a_problem() -> None:
    first = make_sample().evidence.quotations[0]
    one = replace(first, clause="4", clause_path=("Terms", "D", "4 Licence"))
    other = replace(first, clause="4", clause_path=("Terms", "E", "4 Access"))
    same = replace(first, clause="4", clause_path=("Terms", "D", "4 Licence", "More"))
    assert label_problems([one, same]) == []
    assert len(label_problems([one, other])) == 1
