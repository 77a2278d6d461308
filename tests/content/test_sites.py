"""Whole sample sites: one with everything that content may say, and some with everything that may be wrong with it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.content.captures_table import parse_captures, spell_captures
from generator.content.lock_file import parse_lock, spell_lock
from generator.content.problems_text import spell_problems
from generator.model.captures import Side
from generator.model.catalog import Status
from generator.model.evidence import Proof
from generator.model.lock import Said
from tests.evidence.site_reading import problems_of, read_site, resolve_site

SITES = Path(__file__).parent.parent / "sites"
FULL = SITES / "full" / "content"
BROKEN = sorted(p.parent.name for p in SITES.glob("broken-*/expected.txt"))


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_site_is_told_word_for_word(name: str) -> None:
    expected = (SITES / name / "expected.txt").read_text(encoding="utf-8")
    assert spell_problems(problems_of(SITES / name / "content")) == expected


def test_there_are_broken_sites_of_each_kind() -> None:
    assert {"broken-addresses", "broken-front-matter", "broken-locks", "broken-quotations"} <= set(BROKEN)


def test_the_full_site_has_nothing_wrong_with_its_captures_and_without() -> None:
    assert problems_of(FULL) == ()
    assert problems_of(FULL, at_hand=False) == ()


def test_without_captures_every_address_and_quotation_is_still_there() -> None:
    catalog, _ = read_site(FULL)
    at_hand, without = resolve_site(FULL, catalog), resolve_site(FULL, catalog, at_hand=False)
    for key, evidence in at_hand.evidence.items():
        other = without.evidence[key]
        assert {p.id for p in evidence.passages} == {p.id for p in other.passages}
        assert [(q.mark.name, q.code, q.life) for q in evidence.quotations] == [
            (q.mark.name, q.code, q.life) for q in other.quotations
        ]
        assert {q.proof for q in other.quotations} <= {Proof.EARLIER}
        assert {q.proof for q in evidence.quotations} <= {Proof.VERIFIED}
    assert at_hand.locks == without.locks


def test_everything_that_content_may_say_is_read() -> None:
    catalog, _ = read_site(FULL)
    change = catalog.change("brightnote/terms-of-service/2024-04-01")
    assert change is not None
    assert [d.kind for d in change.dates] == ["effective", "revised", "announced"]
    assert change.dates[1].side is Side.BEFORE
    assert change.dates[2].source is change.sources[0] or change.dates[2].source == change.sources[0]
    assert [s.read is None for s in change.sources] == [True, False]
    assert change.asked is not None
    assert change.responses[0].source is not None
    assert change.reviewed is not None
    assert [c.kind for c in change.corrections] == ["date"]
    assert change.notice[0].how
    assert change.notice[1].looked
    withdrawn = catalog.change("brightnote/terms-of-service/2024-06-03")
    assert withdrawn is not None
    assert withdrawn.status is Status.WITHDRAWN
    chinese = catalog.change("lumen-chat/privacy-policy/2025-03-01")
    assert chinese is not None
    assert chinese.quotations[0].translation.startswith("You can turn off")
    company = catalog.company("brightnote")
    assert company is not None
    assert [(n.name, n.since is None) for n in company.names] == [("Notewell", True), ("Brightnote", False)]
    assert catalog.page("method/example") is not None
    assert catalog.company("method/example/paperlane") is not None


def test_what_came_after_is_in_the_lock_of_the_full_site() -> None:
    catalog, _ = read_site(FULL)
    lock = catalog.lock("brightnote/terms-of-service/2024-04-01")
    assert lock is not None
    licence = next(q for q in lock.quotations if q.name == "licence")
    assert licence.said is Said.NEW
    assert licence.life is not None
    assert licence.life.last_with is not None
    assert licence.life.last_with.isoformat() == "2024-05-11T18:00:00+00:00"
    assert licence.life.first_without_after is not None
    assert licence.life.first_without_after.isoformat() == "2024-06-03T07:30:00+00:00"
    assert licence.life.left_out == 1


def test_tables_and_locks_are_spelled_as_they_are_committed() -> None:
    for table in FULL.rglob("captures.tsv"):
        text = table.read_text(encoding="utf-8")
        rows, problems = parse_captures(text, "x")
        assert problems == ()
        assert spell_captures(rows) == text
    for file in FULL.rglob("*.lock"):
        text = file.read_text(encoding="utf-8")
        lock, problems = parse_lock(text, "x")
        assert lock is not None
        assert spell_lock(lock) == text


@pytest.mark.parametrize("at_hand", [True, False], ids=["with captures", "without"])
def test_one_wrong_character_in_a_quotation_is_told_at_its_line(tmp_path: Path, at_hand: bool) -> None:
    shutil.copytree(FULL, tmp_path / "content")
    note = tmp_path / "content" / "brightnote" / "terms-of-service" / "2024-04-01.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("> machine learning, art", "> machine-learning, art"), encoding="utf-8")
    line = text[: text.index("> [!after licence]")].count("\n") + 1
    problems = problems_of(tmp_path / "content", at_hand=at_hand)
    code = "quotation-not-found" if at_hand else "not-checked"
    assert (code, line) in [(p.code, p.where.line) for p in problems]


def test_the_columns_of_the_transport_may_be_there_or_not() -> None:
    """A list without them reads as ever and is written as it was; one with them keeps what they hold."""
    table = next(FULL.rglob("captures.tsv")).read_text()
    rows, _ = parse_captures(table, "x")
    assert spell_captures(rows) == table
    wide = [replace(rows[0], charset="iso-8859-2", coding="br"), *rows[1:]]
    text = spell_captures(wide)
    assert text.splitlines()[0].endswith("\tclass\tcharset\tcoding")
    again, problems = parse_captures(text, "x")
    assert (list(again), problems) == (wide, ())
    _, problems = parse_captures(text.replace("\tiso-8859-2\t", "\tiso 8859\t"), "x")
    assert [(problem.code, "is no charset" in problem.message) for problem in problems] == [
        ("bad-captures-row", True)
    ]
    _, problems = parse_captures(text.replace("\tcharset\tcoding\n", "\tcharset\n"), "x")
    assert [problem.where.line for problem in problems] == [1]
