"""Every later state of the report's quotations, read by eye, and measured a second time by another method.

`lives.tsv` has a line a state: `quotation, state, day, kept, why`. `kept` is the largest share of the quoted words, in order,
that two neighbouring sentences of that capture hold, as `difflib` finds them in plain text: no segments, no redline, no weights.
`why` is what a reader saw there. A state that is not in the table, or that is told otherwise, fails.
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from generator.model.catalog import Catalog
from generator.model.digests import digest_of
from generator.model.lock import Later
from generator.model.words import words_1
from tests.evidence.site_reading import read_row, read_site

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = Path(__file__).with_name("lives.tsv")
_SENTENCE = re.compile(r"(?<=[.!?。！？；;:])\s*")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’][^\W]+)?")
CHANCE = 0.72  # what two sentences about the same subject may share by chance, in order


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def most_kept(quoted: str, text: str) -> float:
    """The largest share of the quoted words that two neighbouring sentences keep, in order."""
    wanted, best = words_of(quoted), 0.0
    held = Counter(wanted)
    sentences = _SENTENCE.split(text)
    for at in range(len(sentences)):
        words = words_of(" ".join(sentences[at : at + 2]))
        if sum((Counter(words) & held).values()) <= best * len(wanted):
            continue
        matcher = SequenceMatcher(None, wanted, words, autojunk=False)
        best = max(best, sum(block.size for block in matcher.get_matching_blocks()) / len(wanted))
    return best


def table() -> dict[tuple[str, str, str], tuple[float, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    found = {}
    for line in lines:
        quotation, state, day, kept, why = line.split("\t")
        found[quotation, state, day] = (float(kept), why)
    return found


def states(catalog: Catalog) -> Iterator[tuple[str, Later]]:
    for change in catalog.changes:
        lock = catalog.lock(change.key)
        for quotation in lock.quotations if lock else ():
            for later in quotation.later or ():
                yield f"{change.key}#{quotation.name}", later


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_site(ROOT / "content")[0]


def test_the_table_lists_every_state_of_the_locks_and_a_reason_for_each(catalog: Catalog) -> None:
    told = [(name, later.state, f"{later.at:%Y-%m-%d}") for name, later in states(catalog)]
    assert sorted(told) == sorted(table())
    assert all(why.strip() for _, why in table().values())


def test_the_quotations_of_every_lock_say_what_became_of_them(catalog: Catalog) -> None:
    for change in catalog.changes:
        lock = catalog.lock(change.key)
        for quotation in lock.quotations if lock else ():
            left = quotation.life is not None and quotation.life.first_without_after is not None
            assert quotation.later is not None, (change.key, quotation.name)
            assert not left or quotation.later, (change.key, quotation.name)


@pytest.mark.shared
def test_a_second_method_finds_the_same(catalog: Catalog, shared: Path) -> None:
    files = [*(ROOT / "content").rglob("captures/*"), *(shared / "archive").rglob("*.md")]
    bodies = {digest_of(body): body for body in (file.read_bytes() for file in files)}
    marks = {f"{c.key}#{m.name}": m.words for c in catalog.changes for m in c.quotations}
    rows = table()
    wrong: list[str] = []
    read = 0
    for name, later in states(catalog):
        key = name.partition("#")[0].rpartition("/")[0]
        document = catalog.document(key)
        assert document is not None
        row = next(r for r in document.captures if r.sha256 == later.capture)
        body = bodies.get(row.sha256)
        if body is None:
            continue
        read += 1
        text = words_1(read_row(document, row, body).text)
        quoted = words_1(marks[name])
        kept = most_kept(quoted, text)
        written, why = rows[name, later.state, f"{later.at:%Y-%m-%d}"]
        if abs(kept - written) > 0.01:
            wrong.append(f"{name} {later.state}: keeps {kept:.2f}, the table says {written}")
        if later.words:
            around = later.around
            assert around is not None
            sentence = words_1(f"{around.before}{later.words}{around.after}")
            if sentence not in text:
                wrong.append(f"{name}: “{sentence[:60]}” does not stand in the capture")
            if kept < 0.4:
                wrong.append(f"{name} is told as reworded and keeps {kept:.2f}")
        elif kept > CHANCE and "by eye" not in why:
            wrong.append(f"{name} is told as {later.state} and a sentence keeps {kept:.2f} of it")
        if quoted in text and "[…]" not in quoted:
            wrong.append(f"{name} is told as {later.state} and stands there letter by letter")
    assert wrong == []
    assert read >= 60
