"""`words-1` on real captures: the phrases of the shared truths, read as `find` reads them."""

import json
from pathlib import Path

import pytest

from generator.model.words import casefold_words, fold, words_1
from tests.histories import read_history

DOCUMENTS = (
    "zoom/terms-of-service",
    "zoom/privacy-policy",
    "twitter/developer-terms",
    "twitter/privacy-policy",
    "reddit/terms-of-service",
    "google/privacy-policy",
    "instagram/privacy-policy",
    "facebook/privacy-policy",
    "doubao/privacy-policy",
)


def runs_of(phrase: str, history: list[tuple[str, str]]) -> list[tuple[bool, str, str]]:
    """The intervals of presence: present, first and last time of each."""
    runs: list[tuple[bool, str, str]] = []
    for at, text in history:
        present = phrase in text
        if runs and runs[-1][0] is present:
            runs[-1] = (present, runs[-1][1], at)
        else:
            runs.append((present, at, at))
    return runs


def _paired(
    runs: list[tuple[bool, str, str]], listed: list[dict[str, object]]
) -> list[tuple[tuple[bool, str, str], dict[str, object]]]:
    """Runs beside the rows of the truth, which leaves out the middle of long lists and says how many."""
    gap = next((i for i, row in enumerate(listed) if "omitted" in row), None)
    if gap is None:
        return list(zip(runs, listed, strict=True))
    tail = len(listed) - gap - 1
    head = list(zip(runs[:gap], listed[:gap], strict=True))
    return head + list(zip(runs[len(runs) - tail :], listed[gap + 1 :], strict=True))


@pytest.mark.shared
@pytest.mark.parametrize(
    "document",
    [pytest.param(DOCUMENTS[0], marks=pytest.mark.long), *DOCUMENTS[1:]],  # over 500 captures
)
def test_phrases_are_present_where_the_truth_has_them(shared: Path, document: str) -> None:
    root = shared / "archive" / "histories"
    truth = json.loads((root / "truth.json").read_text("utf-8"))[document]
    history = read_history(root / document)
    distinct = {}
    for _, text in history:
        if text not in distinct:
            words = words_1(text)
            distinct[text] = (words, casefold_words(words))
    folded = [(at, distinct[text][1]) for at, text in history]
    assert len(history) == truth["captures"]
    for entry in truth["phrases"]:
        runs = runs_of(casefold_words(words_1(entry["phrase"])), folded)
        assert len(runs) == entry["normalised"]["runs"], entry["phrase"]
        for run, row in _paired(runs, entry["normalised"]["run_list"]):
            assert run == (row["present"], row["from"], row["to"]), entry["phrase"]
        for text, (words, loosened) in distinct.items():
            raw, exact = entry["phrase"] in text, words_1(entry["phrase"]) in words
            assert not raw or exact
            assert not exact or casefold_words(words_1(entry["phrase"])) in loosened


@pytest.mark.shared
def test_the_map_back_holds_on_real_captures(shared: Path) -> None:
    for path in sorted((shared / "archive").glob("*/*/*.md"))[::3]:
        text = path.read_text("utf-8")
        folded = fold(text)
        assert folded.text == words_1(text)
        assert all(
            letter in (" ", text[at]) for letter, at in zip(folded.text, folded.starts, strict=True)
        ), path
        assert "](" not in folded.text.replace("[](", ""), path
