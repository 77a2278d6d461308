"""Every state of the report's quotations that stand, read by eye, and looked up a second time in the captured text itself.

`standing.tsv` has a line a state: `quotation, state, day, from, to, why`. The second look uses neither segments nor the redline:
added words must stand in that capture and not in the quoted one; a clause is the last line before the words that begins with a number.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.digests import digest_of
from generator.model.lock import Later, LockedQuotation
from generator.model.words import words_1
from tests.evidence.site_reading import read_row, read_site

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = Path(__file__).with_name("standing.tsv")
_NUMBER = re.compile(r"^[#*\s]*(\d+(?:\.\d+)*)(?![\d.])", re.MULTILINE)


def states(catalog: Catalog) -> Iterator[tuple[Change, LockedQuotation, Later]]:
    for change in catalog.changes:
        lock = catalog.lock(change.key)
        for quotation in lock.quotations if lock else ():
            for state in quotation.stands or ():
                yield change, quotation, state


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_site(ROOT / "content")[0]


def test_the_table_lists_every_state_of_the_locks_and_a_reason_for_each(catalog: Catalog) -> None:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    told = [
        [f"{change.key}#{quotation.name}", state.state, f"{state.at:%Y-%m-%d}", state.was, state.clause]
        for change, quotation, state in states(catalog)
    ]
    assert sorted(told) == sorted(line[:5] for line in lines)
    assert all(line[5].strip() for line in lines)


def test_every_lock_says_how_its_words_stand_and_none_of_words_that_left(catalog: Catalog) -> None:
    for change in catalog.changes:
        lock = catalog.lock(change.key)
        for quotation in lock.quotations if lock else ():
            assert quotation.stands is not None, (change.key, quotation.name)
            assert not (quotation.stands and quotation.later), (change.key, quotation.name)


@pytest.mark.shared
def test_a_second_look_finds_the_same(catalog: Catalog, shared: Path) -> None:
    files = [*(ROOT / "content").rglob("captures/*"), *(shared / "archive").rglob("*.md")]
    bodies = {digest_of(body): body for body in (file.read_bytes() for file in files)}

    def text(document: Document, row: CaptureRow | None) -> str:
        assert row is not None
        return read_row(document, row, bodies[row.sha256]).text

    looked = 0
    for change, quotation, state in states(catalog):
        document = catalog.document(change.document_key)
        assert document is not None
        mark = next(m for m in change.quotations if m.name == quotation.name)
        own = catalog.row(change.document_key, change.before if mark.side is Side.BEFORE else change.after)
        there = next(r for r in document.captures if r.sha256 == state.capture)
        if own is None or own.sha256 not in bodies or there.sha256 not in bodies:
            continue
        looked += 1
        quoted, now = text(document, own), text(document, there)
        if state.words:
            assert words_1(state.words) in words_1(now)
            assert words_1(state.words) not in words_1(quoted)
        else:
            words = mark.words.split("[…]")[0].strip()
            assert (last_number(quoted, words), last_number(now, words)) == (state.was, state.clause)
    assert looked >= 4


def last_number(text: str, words: str) -> str:
    """The number at the beginning of the last line before the words that begins with a nested one."""
    text = text.replace("*", "")
    found = [number for number in _NUMBER.findall(text[: text.index(words)]) if "." in number]
    return found[-1] if found else ""
