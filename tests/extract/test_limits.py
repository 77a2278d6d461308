"""Limits do not lie: pages of very many tags are read whole, and a rest that was not read is told."""

import pytest

from generator.extract import extract_policy
from generator.extract import markup as limits
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.policy import PolicyText
from generator.model.words import words_1

LAST = "We keep the last promise to the harbour master."


def read(page: str) -> PolicyText:
    body = page.encode()
    return extract_policy(Capture(sha256=digest_of(body), body=body, media_type="text/html"))


@pytest.mark.parametrize(
    "middle",
    [
        pytest.param("<b></b>" * 160_000, id="empty marks"),
        pytest.param("<p>a" * 150_000, id="paragraphs"),
        pytest.param("<span>a</span> " * 90_000, id="spans"),
        pytest.param(f"<table>{('<tr>' + '<td>c</td>' * 1000 + '</tr>') * 200}</table>", id="table"),
        pytest.param("<div>" * 100_000 + "deep" + "</div>" * 100_000, id="nested"),
        pytest.param("<select>" + "<option>one" * 40_000 + "</select>", id="options"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">", id="attributes"),
        pytest.param("<!-- c --><script>var a</script>" * 50_000, id="scripts"),
        pytest.param("<" * 100_000, id="open brackets"),
    ],
)
def test_the_last_paragraph_of_a_page_of_very_many_tags_is_read(middle: str) -> None:
    policy = read(f"<h1>Terms</h1><p>First.</p>{middle}<p>{LAST}</p>")
    assert policy.text.rstrip().endswith(LAST)
    assert policy.unread == 0


def test_every_cell_of_a_wide_row_is_read() -> None:
    row = "".join(f"<td>w{n}</td>" for n in range(700))
    policy = read(f"<table><tr>{row}</tr><tr><td rowspan=2>x</td><td>y</td></tr><tr><td>z</td></tr></table>")
    assert [word for word in policy.text.split() if word[0] == "w"] == [f"w{n}" for n in range(700)]
    assert "| x | z |" in policy.text


def test_a_plain_cell_and_item_are_written_as_any_other() -> None:
    for words in (
        "Plain words, 3.5 % (a).",
        "1. Begins",
        "a_b",
        "a*b",
        "[x]",
        "two  spaces",
        "# x",
        "é",
        "| bar",
    ):
        quick = read(f"<ul><li>{words}</li></ul><p>{words}</p>")
        slow = read(f"<ul><li><span>{words}</span></li></ul><p><span>{words}</span></p>")
        assert quick.text == slow.text
        quick = read(f"<table><tr><td>{words}</td><td>b</td></tr></table>")
        slow = read(f"<table><tr><td><span>{words}</span></td><td>b</td></tr></table>")
        assert quick.text == slow.text


def test_options_and_attributes_beyond_the_limit_are_told_and_the_words_stay() -> None:
    policy = read("<select>" + "".join(f"<option>w{n}</option>" for n in range(700)) + "</select>")
    assert words_1(policy.text) == " ".join(f"w{n}" for n in range(700))
    assert "200 options beyond 500 of one select were read as plain words" in policy.warnings
    policy = read("<p " + " ".join(f'a{n}="v > {n}"' for n in range(150)) + ">Kept.</p>")
    assert policy.text == "Kept.\n"
    assert "50 attributes beyond 100 of one tag were not read" in policy.warnings


@pytest.mark.parametrize(
    ("name", "value", "unit"), [("MAX_BLOCKS", 5, "5 blocks"), ("MAX_TAGS", 9, "9 tags")]
)
def test_reading_stops_with_a_warning_and_says_how_much_is_left(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int, unit: str
) -> None:
    monkeypatch.setattr(limits, name, value)
    policy = read("".join(f"<p>Clause {number}.</p>" for number in range(20)) + f"<p>{LAST}</p>")
    assert "Clause 3." in policy.text
    assert LAST not in policy.text
    assert policy.unread > len(LAST)
    stopped = f"reading stopped after {unit}; {policy.unread:,} characters of the page were not read"
    assert stopped in policy.warnings


def test_a_page_at_the_limit_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BLOCKS", 5)
    policy = read("".join(f"<p>Clause {number}.</p>" for number in range(5)))
    assert (policy.unread, policy.warnings) == (0, ())


def test_a_framed_page_that_was_not_read_to_its_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BLOCKS", 5)
    inner = "".join(f"&lt;p>Clause {number}.&lt;/p>" for number in range(20))
    policy = read(f'<p>First.</p><iframe srcdoc="{inner}"></iframe><p>{LAST}</p>')
    assert policy.text.rstrip().endswith(LAST)
    assert policy.unread > 100
    assert [warning for warning in policy.warnings if warning.startswith("reading stopped after 5 blocks")]


def test_plain_words_inside_what_hides_or_strikes_them_keep_their_role() -> None:
    for opened, closed in (("<del>", "</del>"), ("<details>", "</details>"), ("<div hidden>", "</div>")):
        policy = read(f"<p>Read.</p>{opened}<p>Words.</p><ul><li>Item.</li></ul>{closed}")
        assert len(policy.roles) == 2
    policy = read("<style>p { display: none }</style><p>Words.</p>")
    assert len(policy.roles) == 1
