"""Quotations are found exactly, on their side and in their clause, or are a problem at their line."""

from datetime import date

import pytest

from generator.content.quotation_marks import parse_marks
from generator.evidence.resolve import resolve_quotations
from generator.model.captures import Side
from generator.model.catalog import StatedDate
from generator.model.evidence import ChangeEvidence, Proof
from generator.model.lock import Said
from generator.model.problems import Problem, SourcePos
from tests.evidence.report_sides import change, codes, sides_of

BEFORE = """# Terms of Service

Last Updated: February 1, 2024

## 6. Your account

6.1 Keep your password to yourself.

6.2 You may close your account.

## 7. Your notes

You keep all rights to your notes. You give us a licence to host them, solely to operate the Service.

We remove your notes, except for copies that the law tells us to keep, within thirty days.
"""
AFTER = """# Terms of Service

Effective Date: **March 31, 2024**

## 9. Your account

9.1 Keep your password to yourself.

9.2 You may close your account.

## 10. Your notes

10.1 You keep all rights to your notes.

10.4 **Licence.** You give us a licence to “host” and\u00a0copy your notes, for
operating the Service and for machine learning, artificial intel\u00adligence, training, testing.

(a) We remove your notes, except for copies that the law tells us to keep, within thirty days.

(b) We do not sell your notes. You may close your account.
"""


def check(body: str) -> tuple[ChangeEvidence, tuple[Problem, ...]]:
    sides, found = sides_of(BEFORE, AFTER)
    return resolve_quotations(change(body), sides, found)


def test_a_quotation_prints_the_captures_own_characters_and_what_the_redline_says() -> None:
    evidence, problems = check(
        "> [!after licence] 10.4\n> for operating the Service and for machine learning, artificial intelligence, training\n\n"
        "> [!before old] 7\n> solely to operate the Service\n\n"
        "> [!after kept] 9.1\n> Keep your password to yourself.\n"
    )
    assert problems == ()
    licence, old, kept = evidence.quotations
    assert licence.passage.text == (
        "for\noperating the Service and for machine learning, artificial intel\u00adligence, training"
        if "\n" in licence.passage.text
        else "for operating the Service and for machine learning, artificial intel\u00adligence, training"
    )
    assert (licence.clause, licence.said, licence.proof) == ("10.4", Said.NEW, Proof.VERIFIED)
    assert licence.clause_path == ("Terms of Service", "10 Your notes", "10.4 Licence")
    assert old.said in (Said.REMOVED, Said.EDITED)
    assert kept.said is Said.UNCHANGED
    assert [q.passage.id for q in evidence.quotations] == [
        p.id for q in evidence.quotations for p in evidence.passages if p.id == q.passage.id
    ]


@pytest.mark.parametrize(
    "words",
    [
        "a licence to “host” and copy your notes",
        "a licence\n> to “host”   and copy your notes",
        "**a licence** to “host” and copy your notes",
        "a lic\u200bence to “host” and copy your notes",
    ],
    ids=["as it is", "lines and spaces", "marks", "zero-width"],
)
def test_white_space_marks_and_invisible_characters_do_not_matter(words: str) -> None:
    assert check(f"> [!after x] 10.4\n> {words}\n")[1] == ()


WRONG = [
    ("after", "10.4", "machine learning, artificial inteligence", "quotation-not-found", "intelligence"),
    ("after", "10.4", "machine learning, Artificial intelligence", "quotation-not-found", "artificial"),
    ("after", "10.4", 'a licence to "host" and copy', "quotation-not-found", "“host”"),
    ("after", "10.4", "for machine learning artificial intelligence", "quotation-not-found", "learning,"),
    ("after", "", "elephants", "quotation-not-found", "no similar words"),
    ("after", "10.4", "training, test", "quotation-not-found", "whole words"),
    ("after", "10.4", "machine learning ... training", "quotation-not-found", "[-...-]"),
    ("before", "7", "machine learning", "quotation-wrong-side", "[!after x]"),
    ("after", "7", "solely to operate the Service", "quotation-wrong-side", "[!before x]"),
    ("after", "10.5", "machine learning", "wrong-clause", "10.4"),
    ("after", "10.1", "We do not sell your notes.", "wrong-clause", "10.4(b)"),
    ("after", "10 Your notes", "machine learning", "wrong-clause", "10.4"),
    ("after", "10", "machine learning", "wrong-clause", "10.4"),
    ("after", "10.4(b)", "We remove your notes", "wrong-clause", "10.4(a)"),
    ("after", "Your files", "machine learning", "wrong-clause", "10.4"),
    (
        "after",
        "10.4",
        "You keep all […] your notes […] artificial intelligence",
        "quotation-not-found",
        "one clause",
    ),
    ("after", "", "You may close your account.", "quotation-ambiguous", "1/2 in 9.2, 2/2 in 10.4(b)"),
    (
        "after",
        "10.4",
        "We remove your notes […] within thirty days",
        "elision-over-negation",
        "elisions-reviewed",
    ),
]


@pytest.mark.parametrize(("side", "label", "words", "code", "hint"), WRONG)
def test_a_false_quotation_is_a_problem_at_its_line(
    side: str, label: str, words: str, code: str, hint: str
) -> None:
    _, problems = check(f"Some words.\n\n> [!{side} x] {label}\n> {words}\n")
    assert codes(problems) == [code]
    assert problems[0].where == SourcePos(path="content/acme/terms/2024-01-02.md", line=3, column=3)
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("10.4", "machine learning"),
        ("10.4(a)", "We remove your notes"),
        ("(a)", "We remove your notes"),
        ("10.4", "We remove your notes"),
        ("Section 10.4", "machine learning"),
        ("10.4.", "machine learning"),
        ("10.4 Licence", "machine learning"),
        ("Licence", "machine learning"),
        ("Your notes", "machine learning"),
        ("", "machine learning"),
    ],
)
def test_a_label_names_the_clause_by_number_or_title(label: str, words: str) -> None:
    assert check(f"> [!after x] {label}\n> {words}\n")[1] == ()


def test_a_title_that_begins_with_a_letter_is_no_marker() -> None:
    text = "# Terms\n\n## A new deal\n\nWe share notes.\n\n## B. Another\n\na. We keep notes.\n\nb. We read notes.\n"
    sides, found = sides_of("# Terms\n", text)
    evidence, problems = resolve_quotations(
        change("> [!after one] A new deal\n> share notes\n\n> [!after two] b\n> read notes\n"), sides, found
    )
    assert problems == ()
    assert [q.clause for q in evidence.quotations] == ["A new deal", "B(b)"]


def test_which_of_several_is_said_by_number_and_count() -> None:
    evidence, problems = check(
        "> [!after one 1/2] 9.2\n> You may close your account.\n\n"
        "> [!after two 2/2] 10.4(b)\n> You may close your account.\n"
    )
    assert problems == ()
    assert [q.clause for q in evidence.quotations] == ["9.2", "10.4(b)"]
    ids = [q.passage.id for q in evidence.quotations]
    assert ids[1] == f"{ids[0]}-2"
    _, problems = check("> [!after one 1/3] 9.2\n> You may close your account.\n")
    assert codes(problems) == ["quotation-count"]
    _, problems = check("> [!after one 2/2] 9.2\n> You may close your account.\n")
    assert codes(problems) == ["wrong-clause"]


def test_words_left_out_stay_inside_one_clause_in_order_and_the_page_knows_the_pieces() -> None:
    evidence, problems = check("> [!after x] 10.4\n> You give us […] machine learning […] testing\n")
    assert problems == ()
    quotation = evidence.quotations[0]
    assert len(quotation.pieces) == 3
    assert quotation.passage.text == "You give us […] machine learning […] testing"
    _, problems = check("> [!after x] 10.4\n> testing […] You give us\n")
    assert codes(problems) == ["quotation-not-found"]


def test_a_date_is_checked_like_a_quotation() -> None:
    sides, found = sides_of(BEFORE, AFTER)

    def problems(words: str) -> tuple[Problem, ...]:
        stated = StatedDate(
            kind="effective",
            on=date(2024, 3, 31),
            words=words,
            side=Side.AFTER,
            where=SourcePos(path="x.md", line=9),
        )
        return resolve_quotations(change(dates=(stated,)), sides, found)[1]

    assert problems("Effective Date: March 31, 2024") == ()
    wrong = problems("Effective Date: March 30, 2024")
    assert [(p.code, p.where.line) for p in wrong] == [("date-words-not-found", 9)]
    assert "March [-30-]{+31+}, 2024" in wrong[0].hint


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("> [!after]\n> x\n", "bad-quotation-mark"),
        ("> [!After x]\n> x\n", "bad-quotation-mark"),
        ("> [!after Name]\n> x\n", "bad-quotation-mark"),
        ("> [!after x 0/2]\n> x\n", "bad-quotation-mark"),
        ("> [!after x] 1\n", "bad-quotation-mark"),
        ("> [!after x] 1\n> […]\n", "bad-quotation-mark"),
        ("> [!after x] 1\n> x\n> [!after y] 1\n> y\n", "bad-quotation-mark"),
        ("> [!after x] 1\n> x\n\n> [!before x] 1\n> y\n", "duplicate-quotation"),
    ],
)
def test_a_mark_that_cannot_be_read_is_a_problem(body: str, code: str) -> None:
    assert codes(parse_marks(body, "x.md", 1)[1]) == [code]


def test_a_mark_in_code_or_in_plain_words_is_no_quotation() -> None:
    body = "```\n> [!after x] 1\n> y\n```\n\nAs in [!after x].\n\n> An ordinary block quote.\n"
    assert parse_marks(body, "x.md", 1) == ((), ())


def test_lazy_lines_and_lists_are_read_as_markdown_reads_them() -> None:
    found, problems = parse_marks("* an item\n\n> [!after x] 1\n> one\ntwo\n\nthree\n", "x.md", 10)
    assert problems == ()
    assert found[0].words == "one\ntwo"
    assert found[0].where.line == 12
