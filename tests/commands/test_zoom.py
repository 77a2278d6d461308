"""The change it began with, from its real captures to its published page."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from generator.model.policy import Span
from generator.model.words import displayed

KEY = "zoom/terms-of-service/2023-04-01"


@pytest.fixture(scope="module")
def site(full_folder: Path) -> Path:
    """The report, built complete with the shared captures as a mirror."""
    return full_folder


def rows(page: str) -> list[str]:
    return re.findall(
        r'<(?:section|div)[^>]*class="row .*?(?=<(?:section|div)[^>]*class="row |</main>)', page, re.DOTALL
    )


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_machine_learning_is_marked_as_inserted_in_both_clauses(site: Path) -> None:
    page = (site / KEY / "index.html").read_text(encoding="utf-8")
    for number in ("10.2", "10.4"):
        row = next(r for r in rows(page) if f">{number}</a>" in r and "machine learning" in words(r))
        inserted = " ".join(re.findall(r"<ins.*?</ins>", row, re.DOTALL))
        assert "machine learning" in words(inserted)


def test_no_word_of_the_old_text_is_lost(site: Path, shared: Path) -> None:
    told = json.loads((site / KEY / "redline.json").read_text(encoding="utf-8"))
    old = (shared / "archive/zoom/terms-of-service/20230201T124556Z.md").read_bytes().decode("utf-8")
    shown: Counter[str] = Counter()
    for hunk in told["hunks"]:
        for piece in hunk["pieces"]:
            if piece["op"] != "insert":
                shown.update(re.findall(r"\w+", piece["words"]))
    kept = Counter(re.findall(r"\w+", displayed(old, Span(0, len(old)))))
    missing = {
        word: count - shown[word]
        for word, count in kept.items()
        if count > shown[word] and not word.isdigit()
    }
    assert sum(missing.values()) == 0, missing


def test_brackets_and_what_came_after_are_the_captures_own(site: Path) -> None:
    page = (site / KEY / "index.html").read_text(encoding="utf-8")
    for at in (
        "2023-02-01T12:45:56Z",
        "2023-04-01T06:45:10Z",
        "2023-08-07T18:49:21Z",
        "2023-08-11T19:15:38Z",
    ):
        assert f'datetime="{at}"' in page
    told = words(page)
    assert "last seen 7 August 2023, 18:49:21 UTC, cut by 11 August 2023, 19:15:38 UTC" in told
    assert "absent 1 February 2023, 12:45:56 UTC, present 1 April 2023, 06:45:10 UTC" in told


def test_card_embed_feed_entry_and_data_say_the_same_of_what_came_after(site: Path) -> None:
    change = json.loads((site / KEY / "change.json").read_text(encoding="utf-8"))
    text = json.dumps(change)
    assert "2023-08-07T18:49:21Z" in text
    assert "2023-08-11T19:15:38Z" in text
    feed = (site / "zoom" / "terms-of-service" / "atom.xml").read_text(encoding="utf-8")
    assert "2023-08-07T18:49:21Z" in feed
    assert "2023-08-11T19:15:38Z" in feed
    page = (site / KEY / "index.html").read_text(encoding="utf-8")
    code = re.search(r"c/([a-z0-9]+)/", page)
    assert code
    embed = (site / "embed" / code[1] / "index.html").read_text(encoding="utf-8")
    assert len(embed.encode()) < 15_000


def test_the_control_of_27_july_left_both_clauses_alone(site: Path) -> None:
    told = json.loads((site / "zoom/terms-of-service/2023-07-28/change.json").read_text(encoding="utf-8"))
    said = {quotation["name"]: (quotation["clause"], quotation["said"]) for quotation in told["quotations"]}
    assert said["service-data"] == ("10.2", "unchanged")
    assert said["licence"] == ("10.4", "unchanged")
