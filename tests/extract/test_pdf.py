"""PDF captures: words in the order of reading, paragraphs whole, margins left out, and errors that say what is wrong."""

import io

import pytest

from generator.extract import extract_policy, extract_text
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.errors import Unreadable
from generator.model.policy import BlockKind, PolicyText
from tests.pdf_files import Put, lines, pdf

CLAUSES = [
    "1.1 Each member of the club may take pears from the lower meadow on every",
    "second Tuesday, and shall not sell them to a dealer without the well-",
    "kept consent of the keeper.",
]
MORE = [
    "1.2 The fee is 20 seeds for a year and is due before the first of May, and it",
    "is not given back to a member who leaves.",
]


def read(body: bytes, media_type: str = "application/pdf") -> PolicyText:
    return extract_policy(Capture(sha256=digest_of(body), body=body, media_type=media_type))


def refused(body: bytes, media_type: str = "application/pdf") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(body, media_type)
    return caught.value


def page(number: int, count: int, words: list[Put]) -> list[Put]:
    head, foot = Put("Orchard Club terms", 800, size=9), Put(f"Page {number} of {count}", 30, size=9)
    return [head, *words, foot]


def test_lines_become_paragraphs_and_hyphens_stay() -> None:
    policy = read(pdf([Put("Terms of the Club", 790, size=18), *lines(CLAUSES, 750), *lines(MORE, 690)]))
    assert policy.text.split("\n\n") == [
        "# Terms of the Club",
        "1.1 Each member of the club may take pears from the lower meadow on every second Tuesday, and shall not sell "
        "them to a dealer without the well-kept consent of the keeper.",
        "1.2 The fee is 20 seeds for a year and is due before the first of May, and it is not given back to a member "
        "who leaves.",
    ]
    assert [block.kind for block in policy.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert policy.extractor == "pdf-1"


def test_running_heads_and_page_numbers_are_left_out_and_told() -> None:
    pages = [page(number, 3, lines([*CLAUSES, *MORE], 740)) for number in (1, 2, 3)]
    policy = read(pdf(*pages))
    assert "Orchard Club terms" not in policy.text
    assert "Page" not in policy.text
    assert policy.chrome == len("Orchard Club terms" + "Page 1 of 3") * 3
    assert "Orchard Club terms" in policy.outside
    assert any("left out" in warning and "Page # of #" in warning for warning in policy.warnings)
    assert policy.text.count("20 seeds") == 3


def test_pages_are_marked_as_spans_and_not_as_words() -> None:
    pages = [page(1, 2, lines(CLAUSES, 740)), page(2, 2, lines(MORE, 740))]
    policy = read(pdf(*pages))
    assert [policy.text[sheet.start : sheet.end].strip()[:3] for sheet in policy.sheets] == ["1.1", "1.2"]
    assert policy.sheets[-1].end == len(policy.text)


def test_a_paragraph_goes_on_over_the_page() -> None:
    policy = read(pdf(page(1, 2, lines(CLAUSES[:2], 740)), page(2, 2, lines(CLAUSES[2:], 740))))
    assert "without the well-kept consent of the keeper." in policy.text
    assert policy.text[policy.sheets[1].start :] == "kept consent of the keeper."


def test_amounts_in_the_margin_are_no_page_numbers() -> None:
    """Lines of equal words whose numbers neither stay nor count on with the pages are words of the policy."""
    first = [Put("Fee: 10 seeds", 800), *lines(CLAUSES, 740), Put("Deposit: 40 seeds", 40)]
    second = [Put("Fee: 25 seeds", 800), *lines(MORE, 740), Put("Deposit: 41 seeds", 40)]
    text = read(pdf(first, second)).text
    for words in ("Fee: 10 seeds", "Fee: 25 seeds", "Deposit: 40 seeds", "Deposit: 41 seeds"):
        assert words in text


def test_a_foot_that_ends_with_the_number_of_its_page_is_one() -> None:
    for foot in ("Orchard Club, terms of 2024 | {}", "Terms - {} of 2"):
        pages = [
            [*lines(words, 740), Put(foot.format(number), 30)] for number, words in ((1, CLAUSES), (2, MORE))
        ]
        policy = read(pdf(*pages))
        assert "Club" not in policy.text
        assert "Terms" not in policy.text
        assert policy.outside == foot.format("#")


def test_a_number_of_any_length_in_the_margin_is_read() -> None:
    long = "9" * 6000
    assert (
        long
        in read(pdf([Put(long, 800), *lines(CLAUSES, 700)], [Put(long + "1", 800), *lines(MORE, 700)])).text
    )


def test_words_of_the_text_that_stand_alike_on_two_pages_are_kept() -> None:
    """A line of a paragraph is not apart from it, wherever it stands."""
    pages = [lines([CLAUSES[0], *CLAUSES[1:], *MORE], 800) for _ in (1, 2)]
    assert read(pdf(*pages)).text.count("lower meadow") == 2


def test_a_number_alone_on_the_only_page_is_that_of_the_page() -> None:
    assert read(pdf([*lines(CLAUSES), Put("1", 30)])).text.endswith("keeper.")
    assert read(pdf([*lines(CLAUSES), Put("12", 30)])).text.endswith("12")


def test_two_versions_differ_in_their_words_alone() -> None:
    """The same words on pages of another size, with other heads, are the same text."""
    narrow = [
        "The fee is 20 seeds for a year and is due before the",
        "first of May, and no member is free of it.",
    ]
    wide = ["The fee is 20 seeds for a year and is due before the first of May, and no member is free of it."]
    sides = [
        extract_text(Capture(sha256=digest_of(body), body=body, media_type="application/pdf")).folded.text
        for body in (pdf(page(1, 1, lines(narrow, 740))), pdf(page(1, 1, lines(wide, 740))))
    ]
    assert narrow[0] + " " + narrow[1] in sides[0]
    assert sides[0] == sides[1]


def test_a_scan_says_that_it_has_no_text() -> None:
    error = refused(pdf([], []))
    assert error.code == "not-text"
    assert "2 pages without any text" in str(error)
    partly = read(pdf(lines(CLAUSES), []))
    assert any("1 page of 2 (2) without text" in warning for warning in partly.warnings)


def test_locked_and_broken_files_are_refused() -> None:
    from pypdf import PdfReader, PdfWriter

    for algorithm in ("RC4-128", "AES-256"):
        for password in ("", "pear"):
            writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(lines(CLAUSES)))))
            writer.encrypt(password, "owner", algorithm=algorithm)
            out = io.BytesIO()
            writer.write(out)
            if password:
                error = refused(out.getvalue())
                assert (error.code, "password" in str(error)) == ("unreadable", True)
            else:  # opened by anybody, as browsers do
                assert "lower meadow" in read(out.getvalue()).text
    whole = pdf(lines(CLAUSES))
    for broken in (
        whole[:200],
        b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
        b"%PDF-",
        whole.replace(b"Pages", b"Sages"),
    ):
        assert refused(broken).code == "unreadable"


@pytest.mark.parametrize(
    "media_type", ["", "application/octet-stream", "text/html", "text/markdown", "text/plain"]
)
def test_a_pdf_is_known_by_its_mark(media_type: str) -> None:
    policy = read(pdf(lines(CLAUSES)), media_type)
    assert policy.extractor == "pdf-1"
    assert "endobj" not in policy.text


def test_markdown_that_speaks_of_pdf_is_markdown() -> None:
    assert read(b"%PDF-1.4 is a format that we accept.", "text/markdown").extractor == "markdown-1"
