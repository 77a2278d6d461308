"""Which comparisons nobody has read: neighbouring captures whose words differ, outside every note."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.content.unread_plan import plan_unread
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Catalog
from generator.model.digests import digest_of
from generator.model.locators import FolderLocator
from tests.evidence.site_reading import read_site

SAMPLE = Path(__file__).resolve().parents[1] / "sites" / "full" / "content"
START = datetime(2024, 1, 1, 6, 30, tzinfo=UTC)
KEY = "brightnote/terms-of-service"
FIRST, CHANGE, SAME, TECHNICAL, SUSPECT = CaptureClass


def row(
    day: float, words: str, kind: CaptureClass = CHANGE, *, archive: str = "a", order: int = 0
) -> CaptureRow:
    """A capture of the words, `day` days after the first."""
    return CaptureRow(
        archive=archive, captured_at=START + timedelta(days=day), order=order, size=1, kind=kind,
        locator=FolderLocator(path=f"{archive}-{day}.md"), sha256=digest_of(f"{archive} {day}".encode()),
        words=digest_of(words.encode()) if words else "",
    )  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_site(SAMPLE)[0]


def pairs(catalog: Catalog, rows: Sequence[CaptureRow], *, noted: tuple[float, float] | None = None) -> list:
    """Days of the comparisons that are planned for a document with these captures, and a note between two days."""
    documents = tuple(
        replace(d, captures=tuple(rows)) if d.key == KEY else replace(d, captures=())
        for d in catalog.documents
    )
    change = next(c for c in catalog.changes if c.document_key == KEY)
    changes = ()
    if noted:
        first, last = (START + timedelta(days=day) for day in noted)
        changes = (
            replace(change, before=replace(change.before, at=first), after=replace(change.after, at=last)),
        )
    planned = plan_unread(replace(catalog, documents=documents, changes=changes))
    return [((u.before.captured_at - START).days, (u.after.captured_at - START).days) for u in planned]


def test_a_comparison_goes_from_the_last_capture_of_the_old_words_to_the_first_of_the_new(
    catalog: Catalog,
) -> None:
    rows = [row(0, "old", FIRST), row(5, "old", SAME), row(9, "new"), row(12, "new", SAME), row(20, "newer")]
    assert pairs(catalog, rows) == [(5, 9), (12, 20)]


def test_what_a_note_spans_has_been_read(catalog: Catalog) -> None:
    rows = [row(0, "old", FIRST), row(9, "new"), row(20, "newer")]
    assert pairs(catalog, rows, noted=(0, 9)) == [(9, 20)]
    assert pairs(catalog, rows, noted=(0, 20)) == []


def test_suspect_and_technical_captures_and_unread_words_are_passed_over(catalog: Catalog) -> None:
    rows = [
        row(0, "old", FIRST), row(3, "log in", SUSPECT), row(5, "old, extracted otherwise", TECHNICAL), row(7, ""),
        row(9, "new"),
    ]  # fmt: skip
    assert pairs(catalog, rows) == [(0, 9)]


def test_a_capture_that_the_history_calls_the_same_is_no_change_whatever_its_digest(catalog: Catalog) -> None:
    assert pairs(catalog, [row(0, "old", FIRST), row(5, "old, extracted otherwise", SAME)]) == []


def test_archives_are_not_held_against_each_other_and_the_same_words_are_told_once(catalog: Catalog) -> None:
    own = [row(0, "old", FIRST), row(9, "new")]
    other = [row(1, "old", FIRST, archive="b"), row(8, "new", archive="b")]
    assert pairs(catalog, [*own, *other]) == [(0, 9)]
    assert pairs(catalog, [own[0], row(9, "new", FIRST, archive="b")]) == []


def test_addresses_are_days_with_the_time_where_a_day_has_several(catalog: Catalog) -> None:
    rows = [
        row(0, "a", FIRST),
        row(3, "b"),
        row(5, "c"),
        row(5.25, "d"),
        row(6, "e", FIRST, archive="b"),
        row(5.25, "f", archive="b", order=1),
    ]
    documents = tuple(replace(d, captures=tuple(rows)) for d in catalog.documents if d.key == KEY)
    planned = plan_unread(replace(catalog, documents=documents, changes=()))
    assert [u.key for u in planned] == [
        f"unread/{KEY}/2024-01-04", f"unread/{KEY}/2024-01-06T0630", f"unread/{KEY}/2024-01-06T1230",
        f"unread/{KEY}/2024-01-07",
    ]  # fmt: skip


def test_the_worked_example_has_none(catalog: Catalog) -> None:
    example = [d for d in catalog.documents if d.company.startswith("method/example/")]
    assert example
    rows = (row(0, "old", FIRST), row(9, "new"))
    assert (
        plan_unread(replace(catalog, documents=tuple(replace(d, captures=rows) for d in example), changes=()))
        == ()
    )
