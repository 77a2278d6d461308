"""The names of clauses: words that a reader can say, whatever marks the capture writes them with."""

import pytest

from generator.extract import extract_policy
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.redline.segment import segment_policy


def paths(text: str) -> list[tuple[str, ...]]:
    body = text.encode()
    policy = extract_policy(Capture(sha256=digest_of(body), body=body), language="en")
    return [segment.path for segment in segment_policy(policy) if segment.words]


CLAUSE = "\n\nYou allow us to do so for as long as you please.\n"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (r"### [4\. Licence to Us](#4-licence-to-us)", "4 Licence to Us"),
        ("## [Words We Gather](#earlier-part1)", "Words We Gather"),
        ("## [B. Your Rooms](https://acme.example/a_(b)#b-your-rooms)", "B Your Rooms"),
        ('## [7.2 Price](#price "The price")', "7.2 Price"),
        ("## **[3 Access](#3-access)**", "3 Access"),
        ("### [5) Rooms and _halls_](#halls)", "5 Rooms and halls"),
        ("### 6. ![A door](/door.png) Doors", "6 A door Doors"),
        ("### 8. Notes [a](#a) and [b](#b)", "8 Notes a and b"),
        ("## Terms [draft", "Terms [draft"),
        ("###\n\nWhat We Gather", "What We Gather"),
        ("####\n\n**Your Choices**", "Your Choices"),
        ("### \n\n[How Long](#long)", "How Long"),
        ("## ***", ""),
        ("##\n\nThis is a whole sentence, and so no title of anything at all.", ""),
        ("**9.1 [Rooms](#rooms)**", "9.1 Rooms"),
        ("[9.2 Halls](#halls)", "9.2 Halls"),
    ],
)
def test_a_clause_is_named_by_words_and_not_by_marks(heading: str, name: str) -> None:
    path = paths(heading + CLAUSE)[-1]
    assert (path[-1] if path else "") == name


def test_a_heading_without_words_names_what_follows_and_closes_what_stood_before() -> None:
    found = paths("### First\n\nOne.\n\n### \n\nSecond\n\nTwo.\n\n### Third\n\nThree.\n")
    assert found == [("First",), ("First",), ("Second",), ("Second",), ("Third",), ("Third",)]


def test_an_empty_heading_before_a_numbered_clause_takes_nothing_from_it() -> None:
    assert paths("### \n\n4.1 Rooms\n\nWe clean them.\n")[-1] == ("4.1 Rooms",)
