"""The results of jobs do not depend on how many workers there are or on what was remembered."""

import os
import shutil
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

import generator.compare as compare_room
from generator.jobs.codebase import REDLINE_LIBRARIES, REDLINE_ROOMS, Codebase
from generator.jobs.keys import value_key
from generator.jobs.memo import Memo
from generator.jobs.pool import node_of, run_jobs, run_redlines
from generator.jobs.redline_job import RedlineOrder, TextOrder, redline_job
from generator.model.digests import Digest, digest_of
from generator.model.errors import GeneratorError
from generator.model.problems import Problem, SourcePos
from generator.model.redline import HunkKind, RedlineOptions
from generator.model.reporting import SilentReporter
from generator.model.results import Compared
from generator.store.evidence_store import EvidenceStore
from tests.reporting import BufferReporter

HERE = SourcePos(path="acme/terms/2024-01-01.md")
CLAUSES = [
    f"{n}. Acme keeps the records of meeting number {n} for {n + 10} days and no longer.\n\n"
    for n in range(1, 9)
]
TEXTS = [
    "# Terms\n\n" + "".join(clause.replace("records", word) for clause in CLAUSES[:n])
    for n, word in (
        (8, "records"),
        (8, "recordings"),
        (6, "records"),
        (5, "notes"),
        (7, "minutes"),
        (4, "files"),
    )
]


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceStore:
    store = EvidenceStore(tmp_path / "store")
    for text in TEXTS:
        store.put(digest_of(text.encode()), text.encode())
    return store


def text_order(text: str) -> TextOrder:
    return TextOrder(digest=digest_of(text.encode()))


def orders() -> list[RedlineOrder]:
    """Every text against its next, as from several changes."""
    return [
        RedlineOrder(before=text_order(a), after=text_order(b), where=SourcePos(path=f"acme/terms/{n}.md"))
        for n, (a, b) in enumerate(pairwise(TEXTS))
    ]


def run(
    evidence: EvidenceStore, memo: Memo, workers: int = 1, reporter=None
) -> tuple[Compared | Problem, ...]:
    return run_redlines(
        orders(), evidence=evidence, memo=memo, workers=workers, reporter=reporter or SilentReporter()
    )


def test_a_pair_of_captures_is_compared(evidence: EvidenceStore) -> None:
    result = redline_job(orders()[0], evidence)
    assert isinstance(result, Compared)
    assert result.before.text == TEXTS[0]
    assert result.after.text == TEXTS[1]
    assert any(hunk.kind is HunkKind.EDITED for hunk in result.redline.hunks)


def test_one_worker_or_several_give_equal_results_in_the_order_asked_for(evidence: EvidenceStore) -> None:
    inline = run(evidence, Memo(None))
    assert [result.before.text for result in inline] == TEXTS[:-1]
    assert run(evidence, Memo(None), workers=3) == inline


def test_remembered_results_equal_those_computed_anew(evidence: EvidenceStore, tmp_path: Path) -> None:
    memo = Memo(tmp_path / "build")
    first, reporter = run(evidence, memo), BufferReporter()
    again = run(evidence, memo, reporter=reporter)
    assert again == first == run(evidence, Memo(None))
    assert [value_key(result) for result in again] == [value_key(result) for result in first]
    assert reporter.steps == []


def test_remembered_results_need_no_captures(evidence: EvidenceStore, tmp_path: Path) -> None:
    memo = Memo(tmp_path / "build")
    first = run(evidence, memo)
    shutil.rmtree(evidence.folder)
    assert run(evidence, memo) == first


def test_a_damaged_memo_is_mended_by_computing_again(evidence: EvidenceStore, tmp_path: Path) -> None:
    memo = Memo(tmp_path / "build")
    first = run(evidence, memo)
    files = [path for path in (tmp_path / "build").rglob("*") if path.is_file()]
    files[0].write_bytes(files[0].read_bytes()[:50])
    files[1].write_bytes(os.urandom(200))
    files[2].unlink()
    reporter = BufferReporter()
    assert run(evidence, memo, reporter=reporter) == first
    assert reporter.steps == ["Comparing 3 pairs of captures"]
    assert run(evidence, memo, reporter=(quiet := BufferReporter())) == first
    assert quiet.steps == []


def test_the_same_pair_asked_for_twice_is_compared_once(evidence: EvidenceStore) -> None:
    order, reporter = orders()[0], BufferReporter()
    twice = run_redlines(
        [order, replace(order, where=HERE)], evidence=evidence, memo=Memo(None), workers=1, reporter=reporter
    )
    assert twice[0] == twice[1]
    assert reporter.steps == ["Comparing 1 pair of captures"]


def test_a_missing_capture_is_a_finding_at_each_change_that_needs_it(
    evidence: EvidenceStore, tmp_path: Path
) -> None:
    gone = RedlineOrder(before=text_order(TEXTS[0]), after=text_order("never captured"), where=HERE)
    there = replace(gone, where=SourcePos(path="acme/terms/other.md"))
    memo = Memo(tmp_path / "build")
    results = run_redlines([gone, there], evidence=evidence, memo=memo, workers=1, reporter=SilentReporter())
    assert [(r.code, r.where.path) for r in results if isinstance(r, Problem)] == [
        ("capture-missing", "acme/terms/2024-01-01.md"),
        ("capture-missing", "acme/terms/other.md"),
    ]
    evidence.put(digest_of(b"never captured"), b"never captured")
    (found,) = run_redlines([gone], evidence=evidence, memo=memo, workers=1, reporter=SilentReporter())
    assert isinstance(found, Compared)


def test_wrong_bytes_in_the_store_are_a_finding(evidence: EvidenceStore) -> None:
    evidence.path_of(digest_of(TEXTS[1].encode())).write_bytes(b"forged")
    result = redline_job(orders()[0], evidence)
    assert isinstance(result, Problem)
    assert result.code == "wrong-bytes"
    assert digest_of(b"forged") in result.message


def test_a_fault_of_ours_is_told_at_the_pair_that_shows_it(
    evidence: EvidenceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(before: object, after: object, options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(compare_room, "redline", fail)
    result = redline_job(orders()[0], evidence)
    assert isinstance(result, Problem)
    assert result.code == "comparison-failed"
    assert result.where == orders()[0].where
    assert "RecursionError: too deep (in fail, test_pool.py:" in result.message


@pytest.mark.parametrize(
    "other",
    [
        {"before": text_order(TEXTS[2])},
        {"after": replace(text_order(TEXTS[1]), remove=("nav",))},
        {"after": replace(text_order(TEXTS[1]), language="de")},
        {"after": replace(text_order(TEXTS[1]), media_type="text/html")},
        {"options": RedlineOptions(context=9)},
    ],
)
def test_whatever_a_comparison_depends_on_is_in_its_key(other: dict) -> None:
    order, code = orders()[0], Digest("0" * 64)
    assert node_of(replace(order, **other), code) != node_of(order, code)
    assert node_of(order, Digest("1" * 64)) != node_of(order, code)
    assert node_of(replace(order, where=HERE), code) == node_of(order, code)


def test_the_code_key_is_the_same_in_every_run_and_hangs_on_the_rooms() -> None:
    key = Codebase().key(REDLINE_ROOMS, REDLINE_LIBRARIES)
    assert key == Codebase().key(reversed(REDLINE_ROOMS), REDLINE_LIBRARIES)
    assert key != Codebase().key(("model", "extract"), REDLINE_LIBRARIES)


@dataclass(frozen=True)
class Exit:
    code: int


def end_process(order: Exit) -> int:
    if order.code:
        os._exit(order.code)
    return order.code


def test_a_worker_that_dies_is_told_in_words_and_nothing_hangs() -> None:
    with pytest.raises(GeneratorError, match="worker process died"):
        run_jobs(end_process, [Exit(0), Exit(0), Exit(9), Exit(0)], (), 2, SilentReporter())


def test_progress_is_told_for_each_job_that_is_done(evidence: EvidenceStore) -> None:
    reporter = BufferReporter()
    run(evidence, Memo(None), reporter=reporter)
    assert [part[:2] for part in reporter.parts] == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
