"""The report's own content against the shared captures: what the locks must say of the flagship change."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.compare import redline
from generator.content.catalog import build_catalog
from generator.evidence.resolve import Resolved, resolve_changes
from generator.extract import extract_text
from generator.model.captures import Capture, CaptureRow
from generator.model.catalog import Catalog, Document
from generator.model.digests import Digest, digest_of
from generator.model.evidence import Proof
from generator.model.lock import Said
from generator.model.problems import Severity
from generator.model.results import Compared
from generator.model.times import spell_time
from generator.model.words import words_1
from generator.store.sources import read_sources

ROOT = Path(__file__).parent.parent.parent
KEY = "zoom/terms-of-service/2023-04-01"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    read, problems = build_catalog(read_sources(ROOT / "content"))
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    return read


@pytest.fixture(scope="module")
def bodies(shared: Path) -> dict[Digest, bytes]:
    """Captures of Zoom's terms by digest, wherever they lie."""
    folders = (shared / "archive" / "zoom" / "terms-of-service", shared / "archive" / "histories" / "zoom")
    files = [f for folder in folders for f in folder.rglob("*.md")]
    return {digest_of(body): body for body in (f.read_bytes() for f in files)}


@pytest.fixture(scope="module")
def resolved(catalog: Catalog, bodies: dict[Digest, bytes]) -> Resolved:
    """The flagship change, compared and resolved with every capture of its document."""
    change = catalog.change(KEY)
    assert change is not None
    rows = [catalog.row(change.document_key, ref) for ref in (change.before, change.after)]
    before, after = [extract_text(Capture(sha256=row.sha256, body=bodies[row.sha256])) for row in rows if row]
    pair = Compared(before=before, after=after, redline=redline(before, after))

    def words(_: Document, row: CaptureRow) -> str | None:
        return words_1(bodies[row.sha256].decode()) if row.sha256 in bodies else None

    only = replace(catalog, changes=(change,))
    return resolve_changes(only, {KEY: pair}, words, {k.change: k for k in catalog.locks})


def test_the_flagship_says_when_the_words_were_first_and_last_seen(resolved: Resolved) -> None:
    assert [
        str(p) for p in resolved.problems if p.severity is Severity.ERROR and p.code != "stale-lock"
    ] == []
    quoted = [q for q in resolved.evidence[KEY].quotations if "machine learning" in q.mark.words]
    licence = next(q for q in quoted if q.clause == "10.4")
    assert (licence.said, licence.proof) == (Said.NEW, Proof.VERIFIED)
    life = licence.life
    assert life is not None
    seen = (life.last_without, life.first_with, life.last_with, life.first_without_after)
    assert [spell_time(at) for at in seen if at] == [
        "2023-02-01T12:45:56Z",
        "2023-04-01T06:45:10Z",
        "2023-08-07T18:49:21Z",
        "2023-08-11T19:15:38Z",
    ]
    assert life.listed == life.read > 400


def test_the_flagship_loses_nothing_without_captures(catalog: Catalog, resolved: Resolved) -> None:
    fresh = resolved.locks[KEY]
    change = catalog.change(KEY)
    assert change is not None
    only = replace(catalog, changes=(change,))
    without = resolve_changes(only, {}, lambda *_: None, {KEY: fresh})
    assert without.problems == ()
    assert {p.id for p in without.evidence[KEY].passages} == {p.id for p in fresh.passages}
    assert [q.life for q in without.evidence[KEY].quotations] == [q.life for q in fresh.quotations]
