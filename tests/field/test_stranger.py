"""Inputs of a stranger: the kinds of ../shared/findings/field.md in other shapes and other words."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.diff_text import terminal_lines
from generator.compare import redline
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.errors import Unreadable
from tests.field.test_labels_and_spaces import compared

PAGE = (
    "<html lang=en><head><meta charset=utf-8><title>Rules</title>{head}</head><body><main><h1>Rules of the Mill</h1>"
    "<p>The miller keeps the books of the valley and the names of those who bring corn.</p>{inside}"
    "<p>The miller may close the gate at night.</p></main>{behind}</body></html>"
)
KINDS = ("rye", "oats", "spelt")


def page(inside: str = "", *, head: str = "", behind: str = "") -> bytes:
    return PAGE.format(inside=inside, head=head, behind=behind).encode()


def is_quiet(before: bytes, after: bytes, media_type: str = "text/html") -> bool:
    found, _ = compared(before, after, media_type)
    return found.stats.nothing_changed and not found.stats.signs and found.outside is None


SHIFTED = [
    ("1.1 1.2 1.3", "1.2 1.3 1.4"),
    ("1.5 1.6", "2.5 2.6"),
    ("2.0 2.1", "3.0 3.1"),
    ("3.1 3.2 3.3", "3.4 3.5 3.6"),
    ("5) 6)", "6) 7)"),
    ("(b) (c)", "(c) (d)"),
]


@pytest.mark.parametrize(("before", "after"), SHIFTED)
@pytest.mark.parametrize("opener", ["", "> ", "## "])
def test_numbers_that_count_on_elsewhere_with_nothing_between_are_shown(
    before: str, after: str, opener: str
) -> None:
    texts = [
        "# Prices of the Mill\n\n"
        + "\n\n".join(
            f"{opener}{number} Sorte {kind}" for number, kind in zip(side.split(), KINDS, strict=False)
        )
        for side in (before, after)
    ]
    found, shown = compared(*[text.encode() for text in texts])
    assert found.stats.edited + found.stats.headings == len(before.split())
    assert len(shown) == 2 * len(before.split())


def test_a_section_put_in_renumbers_those_behind_it_in_silence() -> None:
    sections = ["Fees", "Data", "End"]
    clauses = ["The {} are told each month.", "Nobody else is told of the {}."]

    def text(names: list[str]) -> bytes:
        return "\n\n".join(
            f"## {n}. {name}\n\n"
            + "\n\n".join(f"{n}.{m} {clause.format(name)}" for m, clause in enumerate(clauses, 1))
            for n, name in enumerate(names, 1)
        ).encode()

    found, shown = compared(text(sections), text(["Fees", "Animals", "Data", "End"]))
    assert not [piece for piece in shown if piece.startswith("-")]
    assert found.stats.edited == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2*3 sacks", "23 sacks"),
        ("10**6 seeds", "106 seeds"),
        ("and\\or", "andor"),
        ("1\\2", "12"),
        ("a*b", "ab"),
    ],
)
def test_a_sign_between_two_words_is_no_emphasis(before: str, after: str) -> None:
    for opener in ("The fee is {} a month.", "* {} a month.", "| {} | a month |"):
        sides = [f"# Fees\n\n{opener.format(side)}\n".encode() for side in (before, after)]
        assert not is_quiet(*sides, "text/markdown")
        assert not is_quiet(*reversed(sides), "text/markdown")
    assert not is_quiet(*[page(f"<p>It is {side} a month.</p>") for side in (before, after)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**4**.99", "4.99"),
        ("**not** able", "not able"),
        ("2\\.5", "2.5"),
        ("`x`", "x"),
        ("**Fees.** Due", "Fees. Due"),
    ],
)
def test_emphasis_and_escapes_stay_quiet(before: str, after: str) -> None:
    sides = [f"# Fees\n\nThe fee is {side} here.\n".encode() for side in (before, after)]
    assert is_quiet(*sides, "text/markdown")


CLAUSE = "<p class=x>The miller may give your corn to brokers.</p>"
MEDIA = {
    "": True, "all": True, "screen": True, "only screen": True, "screen, print": True, "print, screen": True,
    "print": False, "speech": False, "not screen": False, "screen and (max-width: 9px)": False, "not print": False,
}  # fmt: skip


@pytest.mark.parametrize(("media", "hides"), MEDIA.items())
def test_a_style_sheet_hides_only_on_every_screen(media: str, hides: bool) -> None:
    by_attribute = page(CLAUSE, head=f"<style media='{media}'>.x {{ display: none }}</style>")
    assert is_quiet(page(CLAUSE), by_attribute) is not hides
    if media:
        by_rule = page(CLAUSE, head=f"<style>@media {media} {{ .x {{ display: none }} }}</style>")
        assert is_quiet(page(CLAUSE), by_rule) is not hides


@pytest.mark.parametrize("how", ["style='font-size: 1px'", "style='filter: opacity(0)'", "popover"])
def test_more_ways_to_hide_a_clause_are_a_change(how: str) -> None:
    assert not is_quiet(page(CLAUSE), page(CLAUSE.replace("<p", f"<p {how}")))


def test_words_outside_the_policy_that_changed_places_differ() -> None:
    one, other = "<p>You may not sell corn.</p>", "<p>Write to the mill.</p>"
    sides = [page(behind=f"<footer>{inside}</footer>") for inside in (one + other, other + one)]
    found, _ = compared(*sides, "text/html")
    assert found.outside is not None
    assert found.outside.words_deleted == found.outside.words_inserted > 0


def test_a_rule_of_a_table_written_otherwise_counts_no_words() -> None:
    found, _ = compared(b"| a |\n|---|\n| x |\n", b"| a |\n|:-:|\n| x |\n")
    assert (found.stats.nothing_changed, found.stats.words_inserted, found.stats.quiet) == (True, 0, 1)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b'{"error": "forbidden"}', ""),
        (b"[1, 2]", "application/octet-stream"),
        (b"{\\rtf1\\ansi The miller may sell.}", "text/html"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "text/html"),
    ],
)
def test_what_is_no_text_is_never_read_as_one(body: bytes, media_type: str) -> None:
    with pytest.raises(Unreadable):
        extract_text(Capture(sha256=digest_of(body), body=body, media_type=media_type))


def test_a_long_line_without_spaces_is_folded() -> None:
    line = "磨坊主保存会员的名字绝不出售给任何人。" * 60
    after = line[:600] + "不" + line[600:]
    texts = [
        extract_text(Capture(sha256=digest_of(body), body=body, media_type="text/markdown"))
        for body in (line.encode(), after.encode())
    ]
    told = "".join(terminal_lines(redline(*texts), *texts, colour=False, width=100, context=1))
    assert "{+不+}" in told
    assert len(told) < 500


def test_find_says_where_the_words_stand_outside_the_policy(tmp_path: Path) -> None:
    clauses = "".join(
        f"<p>The miller keeps book {number} and shows it to nobody.</p>" for number in range(12)
    )
    words = "<p>We may sell your corn.</p>"
    for day, (inside, behind) in enumerate([("", words), (words, ""), ("", "")], 1):
        body = page(clauses + inside, behind=f"<footer>{behind}</footer>")
        (tmp_path / f"2024010{day}T000000Z.html").write_bytes(body)
    told = (
        CliRunner().invoke(main, ["find", f"folder:{tmp_path}", "sell your corn", "--offline", "-q"]).output
    )
    assert (
        "stands outside the policy (header, footer, menu or the like) in 1 capture counted as absent" in told
    )
    data = (
        CliRunner()
        .invoke(main, ["find", f"folder:{tmp_path}", "sell your corn", "--offline", "-q", "--format", "json"])
        .output
    )
    assert json.loads(data)["outside"] == 1
