"""Which captures may say that words were absent."""

from pathlib import Path

import pytest

from generator.extract import markup
from generator.jobs.folded_words import words_job
from generator.jobs.redline_job import TextOrder
from generator.model.digests import digest_of
from generator.store.evidence_store import EvidenceStore

TERMS = (
    "<main><h1>Terms</h1><p>We keep what you record, and we tell nobody what you said in a call.</p></main>"
)
FRAME = "<main><h1>Terms</h1><iframe src='https://papers.acme.example/terms'></iframe></main>"
MANY = "<main>" + "<p>Word." * 6 + "</main>"


@pytest.mark.parametrize(
    ("page", "whole"),
    [(TERMS, True), (FRAME, False), (MANY, False)],
    ids=["whole page", "frame alone", "more blocks than are read"],
)
def test_a_capture_that_was_not_read_to_its_end_dates_no_words(
    page: str, whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup, "MAX_BLOCKS", 5)
    body = page.encode()
    store = EvidenceStore(tmp_path)
    store.put(digest_of(body), body)
    words = words_job(TextOrder(digest=digest_of(body), media_type="text/html"), store)
    assert (words is not None) is whole
    assert words is None or "you record" in words
