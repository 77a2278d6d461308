"""Folders of the field that are about counts, counterparts and noise, each with the outcome its README expects."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

pytestmark = pytest.mark.shared


def told(shared: Path, number: str, form: str = "text") -> str:
    """What `diff` says of the pair in a folder of the field."""
    folder = next((shared / "field").glob(f"{number}-*"))
    before, after = next(folder.glob("before.*")), next(folder.glob("after.*"))
    result = CliRunner().invoke(main, ["diff", str(before), str(after), "--offline", "--format", form])
    assert result.exit_code == 0
    return result.output


def plain(page: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL).split())


def test_13_both_targets_of_a_link_stand_beside_its_words(shared: Path) -> None:
    old, new = "https://club.example/fees-2023", "https://broker.example/fees"
    text = told(shared, "13")
    assert "1 link address did" in text
    assert f"link address of “fee list”: [-{old}-]{{+{new}+}}" in text
    page = plain(told(shared, "13", "html"))
    assert "No words changed; 1 link address did." in page
    assert f"Link address of “fee list”: {old} → {new}" in page
    data = json.loads(told(shared, "13", "json"))
    assert data["counts"]["links"] == len(data["links"]) == 1
    assert data["links"][0] == {"words": "fee list", "before": old, "after": new}


def test_15_a_short_clause_that_moved_and_was_edited_is_told_so(shared: Path) -> None:
    text = told(shared, "15")
    assert "1 moved and edited" in text
    assert "{+never+}" in text
    assert "removed" not in text
    assert "No counterpart" not in told(shared, "15", "html")


def test_16_a_list_turned_round_is_moved_and_its_edited_item_edited(shared: Path) -> None:
    text = told(shared, "16")
    assert "4 moved (1 of them edited)" in text
    assert "[-pears-]{+plums+}" in text
    assert "* *" not in text
    page = plain(told(shared, "16", "html"))
    assert "No counterpart" not in page
    assert "new clause" not in page


def test_24_letters_in_another_normal_form_are_quiet_and_named(shared: Path) -> None:
    text = told(shared, "24")
    assert text.startswith("no words changed; 2 differences are not marked")
    assert "same letters, other code points" in text
    assert "U+0301" in text


def test_25_a_line_break_in_a_cell_is_quiet_and_no_row_is_edited(shared: Path) -> None:
    text = told(shared, "25")
    assert text.startswith("no words changed; 1 difference is not marked")
    assert "“sell<br><br>To” → “sell To”" in text
    assert "edited" not in text
    assert "<del>" not in told(shared, "25", "html")


def test_27_what_is_far_from_the_change_in_a_long_line_is_folded(shared: Path) -> None:
    text = told(shared, "27")
    assert "[-lower-]{+upper+}" in text
    assert len(text.split()) < 150
    page = told(shared, "27", "html")
    assert page.count('<details class="kept">') == 4  # before and behind the word, on both sides
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert len(plain(shown).split()) < 250


def test_28_a_nul_in_a_number_is_left_out_as_browsers_do(shared: Path) -> None:
    assert told(shared, "28").startswith("no words changed")
