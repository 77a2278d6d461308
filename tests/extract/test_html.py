"""HTML captures to policy texts: the quirks of real pages in invented words, and pages made to break a reader."""

import time
from pathlib import Path

import pytest

from generator.extract import extract_policy
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.locators import WaybackLocator
from generator.model.policy import BlockKind, PolicyText
from generator.model.words import words_1

CASES = Path(__file__).parent.parent / "cases" / "extract"


def read_html(
    page: str | bytes, *, select: tuple[str, ...] = (), remove: tuple[str, ...] = (), charset: str = ""
) -> PolicyText:
    body = page.encode() if isinstance(page, str) else page
    capture = Capture(
        sha256=digest_of(body),
        body=body,
        media_type="text/html",
        charset=charset,
        locator=WaybackLocator(url="https://acme.example/legal/policy"),
    )
    return extract_policy(capture, select=select, remove=remove)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_is_written_as_its_case_says(case: Path) -> None:
    assert read_html(case.read_text("utf-8")).text == case.with_suffix(".md").read_text("utf-8")


def test_every_block_is_a_span_of_the_text_and_nothing_else_is_written() -> None:
    for case in CASES.glob("*.html"):
        policy = read_html(case.read_text("utf-8"))
        at = 0
        for block in policy.blocks:
            assert not policy.text[at : block.span.start].strip()
            at = block.span.end
        assert not policy.text[at:].strip()
        assert policy.extractor == "html-2"


def test_levels_tell_headings_and_nesting() -> None:
    policy = read_html(
        "<h2>A</h2><ul><li>b<ol><li>c</ol></ul><div role=heading aria-level=5>D</div><table><tr><td>e<td>f</table>"
    )
    assert [(b.kind, b.level) for b in policy.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.ITEM, 1),
        (BlockKind.ITEM, 2),
        (BlockKind.HEADING, 5),
        (BlockKind.ROW, 0),
    ]


def test_what_is_selected_is_kept_whole_and_the_rest_is_counted() -> None:
    page = "<p>Menu words</p><div id=t><nav>Contents</nav><p>Terms <span class=x>cut</span>stay</p></div><div id=t2>two</div>"
    policy = read_html(page, select=("#t", "#t2"), remove=(".x",))
    assert words_1(policy.text) == "Contents Terms stay two"
    assert policy.chrome == len("Menu words") + len("cut")


def test_a_range_is_selected_from_one_element_to_another() -> None:
    page = "<h1>T</h1><p>one</p><div><p>two</p><p id=e>three</p></div><p>four</p>"
    inner = read_html(page, select=("start-after(h1) end-before(#e)",))
    outer = read_html(
        page, select=("start-before(h1) end-after(#e)",), remove=("start-before(p) end-before(div)",)
    )
    assert words_1(inner.text) == "one two"
    assert words_1(outer.text) == "# T two three".removeprefix("# ")


def test_a_selector_that_finds_nothing_is_said_and_the_page_is_read() -> None:
    policy = read_html("<p>All of it</p>", select=("#gone", "p[", "start-after(#x) end-after(p)"))
    assert words_1(policy.text) == "All of it"
    assert len(policy.warnings) == 4
    assert policy.warnings[0] == "the selector '#gone' found nothing in this page"
    assert "not one the parser knows" in policy.warnings[1]
    assert policy.warnings[3] == "no selector found anything; the whole page was read"


def test_hidden_words_are_kept_and_labelled() -> None:
    policy = read_html(
        "<p>Open.</p><p style='color:red; display: none'>You waive <b>all</b> rights</p><p>a <i hidden>b</i> c</p>"
    )
    assert [policy.text[s.start : s.end] for s in policy.hidden] == ["You waive **all** rights", "*b*"]
    assert any("hidden" in warning for warning in policy.warnings)
    assert words_1(policy.text) == "Open. You waive all rights a b c"


def test_deep_nesting_keeps_all_words_within_two_seconds() -> None:
    began = time.process_time()
    policy = read_html("<div>" * 100_000 + "x" + "</div>" * 100_000 + "<p>AFTER</p>")
    assert time.process_time() - began < 2
    assert words_1(policy.text) == "x AFTER"
    assert any("nested deeper" in warning for warning in policy.warnings)


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + "<li>a" * 1_000_000 + "</ul>",
        "<ul><li>a" * 50_000,
        "<table><tr><td>" * 30_000 + "x",
        "<p><b>x<i>y" * 50_000,
        "<table>" + "<tr><td rowspan=9999 colspan=999>words " * 3_000,
        '<a "' * 100_000,
        "<!--" * 100_000,
        "<span>a</span>" * 100_000,
        "<p>" + "[" * 200_000,
    ],
    ids=["items", "deep lists", "deep tables", "marks", "spans", "quotes", "comments", "runs", "brackets"],
)
def test_a_page_made_to_break_readers_takes_bounded_time(page: str) -> None:
    began = time.process_time()
    policy = read_html(page)
    assert time.process_time() - began < 20
    assert len(policy.text) < 12_000_000


def test_a_page_over_the_cap_is_read_up_to_it_and_says_so() -> None:
    policy = read_html(b"a" * 30_000_000)
    assert len(policy.text.strip()) == 24_000_000
    assert policy.warnings == (
        "reading stopped after 24,000,000 bytes; 6,000,000 bytes of the capture were not read",
    )
    assert policy.unread == 6_000_000


def test_a_script_that_is_never_closed_is_no_text() -> None:
    policy = read_html("<p>A<script>" + "B" * 10_000)
    assert policy.text == "A\n"
    assert "never closed" in policy.warnings[0]


def test_nul_is_left_out_as_browsers_do() -> None:
    policy = read_html(b"Pri\0vacy")
    assert policy.text == "Privacy\n"
    assert "NUL" in policy.warnings[0]


def test_marks_of_direction_and_zero_width_marks_stay_in_the_text() -> None:
    assert (
        read_html("refund \u202etnemyap\u202c pri\u200bvacy").text
        == "refund \u202etnemyap\u202c pri\u200bvacy\n"
    )


def test_a_page_tells_its_title_and_language() -> None:
    policy = read_html("<html lang=fr-CA><title>Politique\n Acme</title><p>Texte</html>")
    assert (policy.title, policy.language, policy.text) == ("Politique Acme", "fr-CA", "Texte\n")


def test_an_empty_page_has_an_empty_text() -> None:
    assert read_html(b"").text == ""
    assert read_html("<script>1</script>").text == ""
