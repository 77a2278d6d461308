"""Which comparisons nobody has read: captures whose words differ, neighbours and over longer times, outside every note."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.content.unread_plan import plan_unread
from generator.model.captures import CaptureClass, CaptureRef, CaptureRow
from generator.model.catalog import Catalog
from generator.model.digests import digest_of
from generator.model.locators import FolderLocator
from generator.model.unread import Reach, Unread
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


def plan(
    catalog: Catalog, rows: Sequence[CaptureRow], noted: Sequence[tuple[float, float]] = ()
) -> tuple[Unread, ...]:
    """The comparisons that are planned for a document with these captures, and notes between days."""
    documents = tuple(
        replace(d, captures=tuple(rows)) if d.key == KEY else replace(d, captures=())
        for d in catalog.documents
    )
    change = next(c for c in catalog.changes if c.document_key == KEY)
    times = [(START + timedelta(days=first), START + timedelta(days=last)) for first, last in noted]
    changes = tuple(
        replace(change, before=CaptureRef(at=first), after=CaptureRef(at=last)) for first, last in times
    )
    return plan_unread(replace(catalog, documents=documents, changes=changes))


def days_of(planned: Iterable[Unread]) -> list[tuple[int, int]]:
    return [((u.before.captured_at - START).days, (u.after.captured_at - START).days) for u in planned]


def pairs(catalog: Catalog, rows: Sequence[CaptureRow], *, noted: tuple[float, float] | None = None) -> list:
    """Days of the neighbours that are compared, with a note between two days."""
    planned = plan(catalog, rows, [noted] if noted else [])
    return days_of(one for one in planned if one.is_step)


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
    assert [u.key for u in planned if u.is_step] == [
        f"unread/{KEY}/2024-01-04", f"unread/{KEY}/2024-01-06T0630", f"unread/{KEY}/2024-01-06T1230",
        f"unread/{KEY}/2024-01-07",
    ]  # fmt: skip


def test_the_first_text_is_held_beside_the_newest_and_notes_beside_notes(catalog: Catalog) -> None:
    rows = [
        row(0, "a", FIRST),
        row(3, "b"),
        row(5, "c"),
        row(9, "d"),
        row(12, "e"),
        row(20, "f"),
        row(22, "f", SAME),
    ]
    planned = [one for one in plan(catalog, rows, [(3, 5), (9, 12)]) if not one.is_step]
    assert {(*days, one.reach) for days, one in zip(days_of(planned), planned, strict=True)} == {
        (0, 20, Reach.NET),
        (3, 9, Reach.NOTES),
        (3, 12, Reach.NOTES),
        (5, 12, Reach.NOTES),
    }  # from 5 to 9 is a step, from 3 to 5 and from 9 to 12 are notes
    assert planned[0].key == f"unread/{KEY}/2024-01-01-to-2024-01-21"


def test_longer_times_need_other_words_that_nothing_else_compares(catalog: Catalog) -> None:
    def longer(*rows: CaptureRow, noted: Sequence[tuple[float, float]] = ()) -> list[tuple[int, int]]:
        return days_of(one for one in plan(catalog, rows, noted) if not one.is_step)

    assert longer(row(0, "a", FIRST), row(3, "b")) == []  # the step is the net change
    assert longer(row(0, "a", FIRST), row(3, "b"), row(5, "a")) == []  # back to the first words
    assert longer(row(0, "a", FIRST), row(3, "b"), row(5, "c"), noted=[(0, 5)]) == []  # the note is
    assert longer(row(0, "a", FIRST), row(3, "b", FIRST, archive="other")) == []


def test_the_worked_example_has_none(catalog: Catalog) -> None:
    example = [d for d in catalog.documents if d.company.startswith("method/example/")]
    assert example
    rows = (row(0, "old", FIRST), row(9, "new"))
    assert (
        plan_unread(replace(catalog, documents=tuple(replace(d, captures=rows) for d in example), changes=()))
        == ()
    )
