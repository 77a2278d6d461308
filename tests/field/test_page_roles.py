"""Shapes of public bug reports about what a page does to words: the inputs of `../shared/field`, and the same kinds invented."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

PAGE = "<html lang=en><head><meta charset=utf-8></head><body><main><h1>Rules of the Mill</h1>{}<p>The miller keeps the books.</p></main></body></html>"


def diff(before: Path, after: Path, *more: str) -> str:
    result = CliRunner().invoke(main, ["diff", str(before), str(after), "--offline", *more])
    assert result.exit_code in (0, 1), result.output
    return result.output


@pytest.fixture
def told(tmp_path: Path):
    """What `diff` prints of two invented pages."""

    def both(before: str, after: str, *more: str) -> str:
        paths = tmp_path / "a.html", tmp_path / "b.html"
        for path, inside in zip(paths, (before, after), strict=True):
            path.write_text(PAGE.format(inside), encoding="utf-8")
        return diff(*paths, *more)

    return both


def case(shared: Path, name: str) -> tuple[Path, Path]:
    folder = next((shared / "field").glob(f"{name}-*"))
    return folder / "before.html", folder / "after.html"


def test_field_09_one_item_more_is_one_addition(shared: Path) -> None:
    out = diff(*case(shared, "09"))
    assert out.startswith("clauses: 1 added; 9 unchanged")


def test_field_10_what_stands_outside_the_policy_is_said_to_differ(shared: Path) -> None:
    out = diff(*case(shared, "10"))
    assert "8 words outside the policy differ (-4 +4)" in out
    assert "The club may [-not-] sell your" in " ".join(out.split())
    assert "no words changed" not in out


def test_field_11_a_clause_that_is_hidden_now_is_a_change(shared: Path) -> None:
    out = diff(*case(shared, "11"))
    assert "8 words hidden by the page in the later capture only" in out
    assert "{now hidden by the page: The club may give your seeds to brokers.}" in out
    html = diff(*case(shared, "11"), "--format", "html")
    assert 'class="pg hidden gained"' in html
    assert "No words changed" not in html


def test_field_18_a_list_without_markers_gets_no_numbers(shared: Path) -> None:
    out = diff(*case(shared, "18"))
    assert "1.2 You may {+not+} pick plums." in out
    assert "2. 1.2" not in out


def test_field_20_cells_and_blocks_part_words(shared: Path) -> None:
    out = diff(*case(shared, "20"))
    assert "| Plums [-1 | 2-]{+| 12+} years |" in out
    assert "line.Second" not in out


def test_field_21_a_page_that_became_a_frame_is_suspect(shared: Path) -> None:
    folder = next((shared / "field").glob("21-*")) / "caps"
    result = CliRunner().invoke(main, ["history", f"folder:{folder}", "--offline", "-q"])
    assert "1 suspect" in result.output
    assert "https://app.frames.example/document/terms/1" in result.output


@pytest.mark.parametrize(("marker", "count"), [("i", 18), ("I", 18), ("a", 24), ("A", 24), ("1", 120)])
def test_a_marker_of_any_width_stands_apart_from_its_item(told, marker: str, count: int) -> None:
    items = [f"<li>Sack number {2 * n + 7} is weighed twice.</li>" for n in range(count)]
    before = f"<ol type={marker}>{''.join(items)}</ol>"
    after = f"<ol type={marker}><li>A new sack is weighed once.</li>{''.join(items)}</ol>"
    out = told(before, after)
    assert "clauses: 1 added" in out
    assert "edited" not in out


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("<p>Up to 10<sup>6</sup> sacks</p>", "<p>Up to 106 sacks</p>", "no longer raised: 6"),
        ("<p>Up to 106 sacks</p>", "<p>Up to 10<sup>6</sup> sacks</p>", "now raised: 6"),
        ("<p>Weigh H2O</p>", "<p>Weigh H<sub>2</sub>O</p>", "now lowered: 2"),
        ("<p>You may grind rye.</p>", "<p>You may <s>grind</s> rye.</p>", "now struck through: grind"),
        (
            "<p>You may grind rye.</p>",
            "<p>You may <span style='text-decoration: line-through'>grind</span> rye.</p>",
            "now struck through: grind",
        ),
        ("<p><ins>Pay</ins> rye.</p>", "<p>Pay rye.</p>", "no longer marked as inserted: Pay"),
        (
            "<details open><summary>More</summary><p>We may sell flour.</p></details>",
            "<details><summary>More</summary><p>We may sell flour.</p></details>",
            "now shown only when opened: We may sell flour.",
        ),
        ("<p>We may sell flour.</p>", "<p hidden>We may sell flour.</p>", "now hidden by the page"),
        ("<p hidden>We may sell flour.</p>", "<p>We may sell flour.</p>", "no longer hidden by the page"),
        (
            "<p>Keep <math><msup><mn>2</mn><mn>3</mn></msup></math> sacks</p>",
            "<p>Keep <math><mn>23</mn></math> sacks</p>",
            "no longer raised: 3",
        ),
    ],
)
def test_equal_words_that_are_shown_otherwise_are_a_change(told, before: str, after: str, said: str) -> None:
    out = told(before, after)
    assert said in " ".join(out.split())
    assert "no words changed" not in out
    assert "capture only" in out.splitlines()[0]
    assert 'class="pg ' in told(before, after, "--format", "html")
    assert '"roles": [{' in told(before, after, "--format", "json")


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility: hidden",
        "opacity:0",
        "position:absolute;left:-9999px",
        "text-indent:-200em",
        "color:transparent",
        "color:#fff;background:white",
        "font-size:0",
        "width:1px;height:1px;overflow:hidden",
        "position:absolute;clip:rect(0 0 0 0)",
        "clip-path: inset(50%)",
        "transform:scale(0)",
        "display:none !important",
    ],
)
def test_every_way_to_hide_a_clause_is_told(told, style: str) -> None:
    clause = "You waive all claims against the mill."
    assert "now hidden by the page" in told(f"<p>{clause}</p>", f'<p style="{style}">{clause}</p>')
    ruled = f"<style>.quiet {{ {style} }}</style>"
    assert "now hidden by the page" in told(
        f"{ruled}<p class=loud>{clause}</p>", f"{ruled}<p class=quiet>{clause}</p>"
    )


def test_equal_roles_on_both_sides_are_no_change(told) -> None:
    page = "<p>Pay in <del>3 days</del><ins>9 days</ins> for 10<sup>6</sup> sacks.</p><p hidden>Old rule.</p>"
    assert told(page, page).startswith("no words changed")


def test_a_role_is_shown_where_words_beside_it_differ(told) -> None:
    out = told("<p>Pay <s>rye</s> in 3 days.</p>", "<p>Pay <s>rye</s> in 9 days.</p>")
    assert "Pay {struck through: rye} in [-3-]{+9+} days." in out
    assert "capture only" not in out


def test_marks_that_a_company_drops_are_told_with_what_they_were(told) -> None:
    out = told("<p>Pay in <del>3 days</del><ins>9 days</ins>.</p>", "<p>Pay in 9 days.</p>")
    assert "{struck through: 3 days}" in out
    assert "days9" not in out


def test_a_table_in_a_table_keeps_its_rows(told) -> None:
    rows = "<table><tr><td>Rye</td><td>1 year</td></tr><tr><td>Oats</td><td>{}</td></tr></table>"
    inner = "<table><tr><td>rolled</td><td>{}</td></tr><tr><td>cut</td><td>5 years</td></tr></table>"
    out = told(rows.format(inner.format("3 years")), rows.format(inner.format("4 years")))
    assert "Oats" in out
    assert "[-3-]{+4+}" in out


def test_a_page_that_is_a_step_to_another_is_suspect(tmp_path: Path) -> None:
    words = " ".join(f"Sack {n} is weighed by the miller and noted in the book." for n in range(20))
    (tmp_path / "20240101T000000Z.html").write_text(PAGE.format(f"<p>{words}</p>"), encoding="utf-8")
    (tmp_path / "20240201T000000Z.html").write_text(
        "<html><head><meta http-equiv='Refresh' content='0;URL=https://mill.example/new'></head><body>One moment</body></html>",
        encoding="utf-8",
    )
    (tmp_path / "20240301T000000Z.html").write_text(
        "<html><head><title>Terms</title></head><frameset><frame src='https://mill.example/f'></frameset></html>",
        encoding="utf-8",
    )
    out = CliRunner().invoke(main, ["history", f"folder:{tmp_path}", "--offline", "-q"]).output
    assert "1 first, 2 suspect" in out
    assert "leads on to https://mill.example/new" in out
    assert "https://mill.example/f" in out


def test_a_clause_that_turns_hidden_is_a_change_in_the_history(tmp_path: Path) -> None:
    for day, inside in (("20240101", "<p>You owe rye.</p>"), ("20240201", "<p hidden>You owe rye.</p>")):
        path = tmp_path / f"{day}T000000Z.html"
        path.write_text(PAGE.format(inside), encoding="utf-8")
    out = CliRunner().invoke(main, ["history", f"folder:{tmp_path}", "--offline", "-q"]).output
    assert "1 first, 1 change" in out
