"""Every number of the report's titles, summaries, stories and home page, how it is judged, and on what it rests.

`numbers.tsv` has a line a number: `file, part, number, judged, rests on`. A number that is not in the table, or that is judged
otherwise, fails, and what the table should be is printed. A count of captures or time rests on an entry of `counted` or on a search.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.content.catalog import build_catalog
from generator.content.counting import Counting, captures_of, counting_of
from generator.content.counts import bearer, count_statement_problems
from generator.content.numbers import Judged, numbers_of
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Searched
from generator.model.counts import Counted, CountKind
from generator.model.digests import digest_of
from generator.model.words import words_digest
from generator.store.sources import read_sources

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = Path(__file__).with_name("numbers.tsv")
HEAD = "file\tpart\tnumber\tjudged\trests on"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_sources(ROOT / "content"))[0]


Text = tuple[str, str, str, tuple[Counted, ...], tuple[Searched, ...], Counting]


def texts(catalog: Catalog) -> Iterator[Text]:
    """Each text in our own voice: its file and part, its words, the entries that may bear it, and what they count in."""
    for change in catalog.changes:
        told = counting_of(catalog, change)
        for part, text in (("title", change.title), ("summary", change.summary)):
            yield change.key, part, text, change.counted, change.searched, told
    for story in catalog.stories:
        named = tuple(dict.fromkeys(story.changes))
        told = Counting(catalog, named, story.sources)
        for part, text in (("title", story.title), ("summary", story.summary), ("story", story.body)):
            yield story.url.rstrip("/"), part, text, story.counted, story.searched, told
    for line in (catalog.report.tagline, *catalog.report.not_covered):
        yield "report.yaml", "home", line, (), (), Counting(catalog, (), ())


def lines(catalog: Catalog) -> Iterator[str]:
    for file, part, text, counted, searched, told in texts(catalog):
        for one in numbers_of(text):
            entry = bearer(one, counted, searched, told) if one.judged is Judged.COUNT else None
            rests = "nothing" if one.judged is Judged.COUNT else "-"
            if isinstance(entry, Counted):
                judged = f" ({entry.as_})" if entry.as_ else ""
                rests = f"{entry.count}: {entry.found}{judged}"
            elif entry is not None:
                rests = f"search: {entry.phrase} {entry.found} {entry.in_}"
            yield "\t".join((file, part, " ".join(one.said.split()), one.judged, rests))


def test_every_number_of_the_report_is_judged_as_the_table_says(catalog: Catalog) -> None:
    found = [HEAD, *lines(catalog)]
    print("\n".join(found))
    assert TABLE.read_text(encoding="utf-8").splitlines() == found


def test_no_number_of_the_report_rests_on_nothing(catalog: Catalog) -> None:
    assert [str(p) for p in count_statement_problems(catalog)] == []
    counts = [line for line in lines(catalog) if f"\t{Judged.COUNT}\t" in line]
    assert len(counts) > 15
    assert not [line for line in counts if line.endswith("\tnothing")]


def test_versions_are_those_of_the_bytes_that_the_archive_holds(catalog: Catalog, shared: Path) -> None:
    """The slow way: each capture of the record is read from its bytes, not one for each digest that the list has.

    A Markdown capture is its own text (`tests/extract/test_real_texts.py`), so its bytes need no reader.
    """
    entries = [
        (change, entry)
        for change in catalog.changes
        for entry in change.counted
        if entry.count in (CountKind.VERSIONS, CountKind.BY_HAND)
    ]
    assert entries
    for key in dict.fromkeys(change.document_key for change, _ in entries):
        bodies = {digest_of(body): body for body in _bodies(shared, key)}
        read: dict[str, str] = {}

        def name(row: CaptureRow, bodies: dict[str, bytes] = bodies, read: dict[str, str] = read) -> str:
            if row.sha256 not in read:
                read[row.sha256] = words_digest(bodies[row.sha256].decode("utf-8"))
            return read[row.sha256]

        for change, entry in entries:
            if change.document_key == key:
                assert len(captures_of(entry, counting_of(catalog, change), name)) == int(entry.found)
        assert len(read) > 100


def _bodies(shared: Path, key: str) -> Iterator[bytes]:
    for folder in (shared / "archive" / key, shared / "archive" / "histories" / key):
        yield from (file.read_bytes() for file in sorted(folder.rglob("*.md")))
