"""Every address and quotation published at 3a16e4e still names the same words at the same place of the same capture.

`published-3a16e4e.tsv` is a record made at that revision, before extraction and comparison were rewritten. It holds facts
only. For each change: `# KEY`, `# before DIGEST`, `# after DIGEST`; a line a passage, `id, code, words, start, end`, with
the span in code points of the policy text of its side; a line a quotation, `> name, id of its passage, code, digest of its
folded words, spans of its pieces`. It is never written again: what it lists is published.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.compare import redline
from generator.evidence.codes import assign_codes
from generator.evidence.passages import parse_id, words_key
from generator.evidence.resolve import resolve_quotations, side_text
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.digests import Digest, digest_of
from generator.model.evidence import Sides
from generator.model.policy import Span
from generator.model.words import Folded, count_words, fold
from tests.evidence.site_reading import read_row, read_site

ROOT = Path(__file__).resolve().parent.parent.parent
RECORD = Path(__file__).with_name("published-3a16e4e.tsv")

pytestmark = pytest.mark.shared


@dataclass(frozen=True, slots=True)
class Address:
    """A passage as published."""

    id: str
    code: str
    words: int
    span: Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as published."""

    name: str
    passage: str
    code: str
    digest: str
    pieces: tuple[Span, ...]


@dataclass(slots=True)
class Published:
    """A change as published: the digests of its captures by side, its passages, its quotations."""

    captures: dict[str, str] = field(default_factory=dict)
    passages: list[Address] = field(default_factory=list)
    quotations: list[Quoted] = field(default_factory=list)


def _read_record() -> dict[str, Published]:
    """The record, by key of change."""
    changes: dict[str, Published] = {}
    current = Published()
    for line in RECORD.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("# "):
            name, _, digest = line[2:].partition(" ")
            if digest:
                current.captures[name] = digest
            else:
                current = changes[name] = Published()
        elif line.startswith("> "):
            pieces = tuple(Span(*map(int, piece.split("-"))) for piece in fields[4].split(" "))
            current.quotations.append(Quoted(fields[0][2:], *fields[1:4], pieces))
        else:
            name, code, words, start, end = fields
            current.passages.append(Address(name, code, int(words), Span(int(start), int(end))))
    return changes


PUBLISHED = _read_record()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_site(ROOT / "content")[0]


@pytest.fixture(scope="module")
def bodies(shared: Path) -> dict[Digest, bytes]:
    """Captures by digest: those of the shared archive, and those committed with the worked example."""
    files = [*(shared / "archive").glob("**/*.md"), *(shared / "archive").glob("**/*.html")]
    files += (ROOT / "content" / "method").glob("**/captures/*")
    return {digest_of(body): body for body in (file.read_bytes() for file in files)}


def _pins(catalog: Catalog, key: str) -> tuple[Change, Document, dict[str, CaptureRow]]:
    """A published change, its document, and its captures by side."""
    change = catalog.change(key)
    assert change is not None
    document = catalog.document(change.document_key)
    assert document is not None
    rows = {side.value: catalog.row(document.key, getattr(change, side.value)) for side in Side}
    return change, document, {side: row for side, row in rows.items() if row}


def test_the_record_is_whole() -> None:
    assert len(PUBLISHED) == 55
    assert sum(len(change.passages) for change in PUBLISHED.values()) == 5_724
    assert sum(len(change.quotations) for change in PUBLISHED.values()) == 257


@pytest.mark.parametrize("key", PUBLISHED)
def test_addresses_and_quotations_stand_where_they_were_published(
    key: str, catalog: Catalog, bodies: dict[Digest, bytes]
) -> None:
    """By the way a build goes: captures read, compared, the lock's addresses and the note's quotations found."""
    published = PUBLISHED[key]
    change, document, rows = _pins(catalog, key)
    assert {side: str(row.sha256) for side, row in rows.items()} == published.captures
    texts = {side: read_row(document, row, bodies[row.sha256]) for side, row in rows.items()}
    sides = Sides(**{side: side_text(rows[side].sha256, text) for side, text in texts.items()})
    locks = {lock.change: lock for lock in catalog.locks}
    evidence, problems = resolve_quotations(
        change, sides, redline(texts["before"], texts["after"]), locks[key]
    )
    assert problems == ()
    evidence = assign_codes({key: evidence}, locks)[key]
    found = {p.id: (str(p.capture), p.code, p.words, p.span) for p in evidence.passages}
    for passage in published.passages:
        capture = published.captures[_side_of(passage.id)]
        assert found.get(passage.id) == (capture, passage.code, passage.words, passage.span), passage
    quoted = {
        q.mark.name: Quoted(q.mark.name, q.passage.id, q.code, str(q.digest), q.pieces)
        for q in evidence.quotations
    }
    for quotation in published.quotations:
        assert quoted.get(quotation.name) == quotation


@pytest.mark.parametrize("key", PUBLISHED)
def test_the_words_at_each_published_place_are_those_of_its_address(
    key: str, catalog: Catalog, bodies: dict[Digest, bytes]
) -> None:
    """From the text alone: no segment, redline or lock is asked."""
    published = PUBLISHED[key]
    _, document, rows = _pins(catalog, key)
    folded = {
        side: _fold_bare(document, row, bodies[Digest(published.captures[side])])
        for side, row in rows.items()
    }
    for passage in published.passages:
        words = folded[_side_of(passage.id)].words(passage.span)
        assert passage.id.split("-")[1] == words_key(words), passage
        assert count_words(words) == passage.words, passage
    for quotation in published.quotations:
        side = folded[_side_of(quotation.passage)]
        words = " […] ".join(side.words(piece) for piece in quotation.pieces)
        assert digest_of(words.encode("utf-8", "surrogatepass")) == quotation.digest, quotation


def _fold_bare(document: Document, row: CaptureRow, body: bytes) -> Folded:
    """The folded words of a capture: a Markdown one is its own text."""
    if row.media_type.startswith("text/markdown"):
        return fold(body.decode("utf-8"))
    return fold(read_row(document, row, body).text)


def _side_of(name: str) -> str:
    parsed = parse_id(name)
    assert parsed is not None
    return parsed[0].value
