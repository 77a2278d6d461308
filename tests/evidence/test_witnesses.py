"""Brackets over several archives."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from generator.evidence.intervals import FindResult
from generator.evidence.witnesses import bracket_of, operator_of
from generator.model.lock import Interval
from generator.model.times import parse_time


def at(text: str) -> datetime:
    found = parse_time(text if "T" in text else f"{text}T00:00:00Z")
    assert found is not None
    return found


def result(without: str | None, having: str | None) -> FindResult:
    runs = [Interval(present=False, first=at(without), last=at(without), captures=1)] if without else []
    runs += [Interval(present=True, first=at(having), last=at(having), captures=1)] if having else []
    return FindResult(
        phrase="robots", exact=False, intervals=tuple(runs), listed=len(runs), read=len(runs), distinct=len(runs),
        unread=0, scanned=True,
    )  # fmt: skip


def test_each_archive_narrows_the_bracket_from_its_side() -> None:
    bracket = bracket_of(
        [
            ("contrib-versions", result("2024-01-05", "2024-01-20")),
            ("wayback", result("2024-01-08", "2024-01-30")),
        ]
    )
    assert bracket is not None
    assert (bracket.last_without, bracket.first_with) == (at("2024-01-08"), at("2024-01-20"))
    assert bracket.operators == ("Open Terms Archive", "Internet Archive")
    assert "2 witnesses" in bracket.sentence


def test_two_collections_of_one_operator_are_one_witness() -> None:
    bracket = bracket_of(
        [
            ("contrib-versions", result("2024-01-05", "2024-01-20")),
            ("pga-versions", result("2024-01-06", "2024-01-19")),
        ]
    )
    assert bracket is not None
    assert bracket.operators == ("Open Terms Archive",)
    assert "1 witness (" in bracket.sentence


def test_archives_that_contradict_each_other_are_said_to_disagree() -> None:
    bracket = bracket_of(
        [("a", result("2024-01-05", "2024-01-20")), ("b", result("2024-01-25", "2024-01-30"))]
    )
    assert bracket is not None
    assert bracket.disagree
    assert "disagree" in bracket.sentence


def test_an_archive_that_never_had_the_words_still_narrows_from_below() -> None:
    bracket = bracket_of([("a", result("2024-01-05", "2024-01-20")), ("b", result("2024-01-10", None))])
    assert bracket is not None
    assert bracket.last_without == at("2024-01-10")
    assert bracket.operators == ("a",)


def test_words_that_nobody_has_have_no_bracket() -> None:
    assert bracket_of([("a", result("2024-01-05", None))]) is None
    assert bracket_of([]) is None


def test_words_in_every_first_capture_have_no_earlier_side() -> None:
    bracket = bracket_of([("a", result(None, "2024-01-05"))])
    assert bracket is not None
    assert bracket.last_without is None
    assert "No archive has a capture without the words" in bracket.sentence


def test_operators_are_known_by_the_names_of_their_archives() -> None:
    assert {operator_of(name) for name in ("pga-versions", "contrib-versions")} == {"Open Terms Archive"}
    assert operator_of("wayback-machine") == "Internet Archive"
    assert operator_of("folder:x") == "folder:x"


@pytest.mark.shared
def test_the_twelve_corroborated_changes_have_the_known_tightest_bounds(shared: Path) -> None:
    changes = {c["id"]: c for c in json.loads((shared / "archive" / "manifest.json").read_text())["changes"]}
    rows = json.loads((shared / "archive" / "corroboration.json").read_text())
    known = [row for row in rows if row["id"] in changes]
    for row in known:
        change = changes[row["id"]]
        own = result(change["before"]["captured_at"], change["after"]["captured_at"])
        other = result(row["other_before_captured_at"], row["other_after_captured_at"])
        bracket = bracket_of([("contrib-versions", own), (row["other_collection"] + "-versions", other)])
        assert bracket is not None
        assert (bracket.last_without, bracket.first_with) == (
            at(row["tightest_last_without"]),
            at(row["tightest_first_with"]),
        ), row["id"]
        assert bracket.operators == ("Open Terms Archive",)
    assert len(known) == 12
