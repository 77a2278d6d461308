"""Content that is far larger than any report's: refused at its place, in time that grows with its length."""

import re

import pytest

from generator.content.frontmatter import MAX_BODY, MAX_BRACKETS, split_front_matter
from generator.content.prose import own_voice
from generator.content.quotation_marks import MAX_QUOTATIONS, parse_marks
from generator.content.validate import MOST_UNKNOWN, validate
from generator.model.digests import digest_of
from generator.model.sources import SourceFile


def source(text: str) -> SourceFile:
    return SourceFile(path="boats/index.md", text=text, digest=digest_of(text.encode()))


def test_unknown_keys_are_told_one_by_one_and_then_counted() -> None:
    keys = "".join(f"k{n}: 1\n" for n in range(18_000))
    front = split_front_matter(source(f"---\nname: Boats\n{keys}---\nWords.\n"), "boats/index.md")
    fields, problems = validate(front, "company")
    unknown = [p for p in problems if p.code == "unknown-key"]
    assert fields is None
    assert [p.message for p in unknown[:2]] == ["unknown key `k0`", "unknown key `k1`"]
    assert unknown[-1].message == f"{18_000 - MOST_UNKNOWN:,} more unknown keys"
    assert unknown[-1].where.line == 3 + MOST_UNKNOWN
    assert len(unknown) == MOST_UNKNOWN + 1


@pytest.mark.parametrize(
    ("body", "told"),
    [("w" * (MAX_BODY + 1), "300,001 characters"), ("[" * (MAX_BRACKETS + 1), "5,001 opening brackets")],
)
def test_a_note_that_is_too_large_is_a_problem_at_its_first_line(body: str, told: str) -> None:
    front = split_front_matter(source(f"---\nname: Boats\n---\n{body}"), "boats/index.md")
    assert front.fields is None
    assert [(p.code, p.where.line) for p in front.problems] == [("note-too-large", 4)]
    assert told in front.problems[0].message


def test_quotations_beyond_the_limit_are_a_problem_at_the_first_of_them() -> None:
    body = "\n\n".join(f"> [!after oar-{n}] 1\n> Keep it dry." for n in range(MAX_QUOTATIONS + 3))
    marks, problems = parse_marks(body, "boats/day.md", 1)
    assert len(marks) == MAX_QUOTATIONS
    assert [(p.code, p.where.line) for p in problems] == [("too-many-quotations", 1 + 3 * MAX_QUOTATIONS)]


def test_own_voice_blanks_what_stands_in_marks_and_nothing_else() -> None:
    quoted = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]|`[^`]*`|\]\([^)]*\)")
    for text in ("a “b” c", "« a « b » c", "„a“ b „c”", "[x](y) `z", '"a" b "c', "”“„", "](a](b)c)", "«" * 9):
        assert own_voice(text) == quoted.sub(lambda found: " " * len(found[0]), text)
    assert own_voice("«" * 290_000) == "«" * 290_000
