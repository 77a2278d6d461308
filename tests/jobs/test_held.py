"""A process that stays, as `serve` does: results held in memory give the bytes of a build from nothing; prose plans no page
of the whole site."""

import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.commands.build import build_with
from generator.jobs.graph import Node
from generator.jobs.memo import Memo, spell_result
from generator.jobs.quick_pickles import dumps, quicken
from generator.model.digests import Digest, digest_of
from generator.model.problems import Problem, SourcePos
from generator.model.reporting import SilentReporter
from generator.pages.site import plan
from generator.store.evidence_store import EvidenceStore
from tests.jobs.test_incremental import (
    Bench,
    Edit,
    add,
    cache_damaged,
    capture_leaves_or_returns,
    capture_lost,
    report_setting,
    retitle,
    reword,
    site_touched,
    stylesheet,
    template,
    topic,
    tree,
)

EDITS: Sequence[Edit] = (
    reword, retitle, add, cache_damaged, capture_leaves_or_returns, capture_lost, report_setting, site_touched,
    stylesheet, template, topic,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Single:
    only: Any


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_builds: None) -> Bench:
    return Bench(tmp_path, monkeypatch)


@pytest.mark.parametrize("seed", range(3))
def test_builds_of_one_process_end_as_a_build_from_nothing(bench: Bench, seed: int) -> None:
    chance = random.Random(f"held {seed}")
    memo = Memo(bench.project.cache / "build", hold=True)
    assert build_with(memo, bench.project, SilentReporter()).exit_code == 0
    done = []
    for edit in (reword, *chance.sample(EDITS, k=3)):
        edit(bench, chance)
        done.append(edit.__name__)
        build_with(memo, bench.project, SilentReporter())
    code, wanted = bench.cold()
    assert build_with(memo, bench.project, SilentReporter()).exit_code == code, done
    if code == 0:
        assert tree(bench.project.site) == wanted, done


def test_pages_of_the_whole_site_are_planned_only_if_what_they_show_changed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[int] = []
    real = plan.plan_site

    def counted(*given: Any) -> Any:
        planned.append(1)
        return real(*given)

    monkeypatch.setattr(plan, "plan_site", counted)
    chance = random.Random(4)
    assert bench.build() == 0
    assert len(planned) == 1
    before = tree(bench.project.site)
    reword(bench, chance)
    assert bench.build() == 0
    assert len(planned) == 1  # a note's prose stands on its own pages alone
    after = tree(bench.project.site)
    assert {path for path in after if after[path] != before.get(path)}  # which were drawn
    retitle(bench, chance)
    assert bench.build() == 0
    assert len(planned) == 2


def test_a_held_value_goes_when_it_is_forgotten_or_kept_anew(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "build", hold=True)
    node = Node(job="words", key=digest_of(b"a capture"))
    memo.keep(node, "one")
    assert memo.find(node) == "one"
    memo.keep_bytes(node, spell_result("two"))
    assert memo.find(node) == "two"
    memo.forget(node)
    assert memo.find(node) is None


def test_a_memo_travels_without_what_it_holds(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "build", hold=True)
    memo.keep(Node(job="words", key=Digest("0" * 64)), "a" * 100_000)
    assert len(pickle.dumps(memo)) < 1000


@pytest.mark.parametrize(
    "value", [Pair("a", (1, 2)), Single(None), Single(Pair("b")), [Pair("c"), Pair("c")]]
)
def test_quick_pickles_are_the_same_bytes(value: object) -> None:
    slow = pickle.dumps(value, protocol=5)
    for kind in (Pair, Single):
        quicken(kind)
    assert dumps(value) == slow
    assert pickle.loads(slow) == value


def test_quick_pickles_of_problems_are_read_back() -> None:
    problem = Problem(code="stray-file", message="dralin", where=SourcePos(path="a.md", line=3))
    assert pickle.loads(dumps((problem, problem))) == (problem, problem)


def test_a_capture_at_hand_is_read_once_and_again_where_it_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b"Banen dralin krestin."
    digest = digest_of(body)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / digest).write_bytes(body)
    reads: list[Path] = []
    real = Path.read_bytes

    def counted(path: Path) -> bytes:
        reads.append(path)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    store = EvidenceStore(tmp_path / "store", (mirror,), tmp_path / "cache")
    assert store.has(digest)
    once = len(reads)
    assert store.has(digest)
    assert len(reads) == once
    (mirror / digest).write_bytes(b"Other words entirely.")
    assert not store.has(digest)
    (mirror / digest).write_bytes(body)
    assert store.has(digest)
    store.at_hand.keep()
    without = EvidenceStore(tmp_path / "store", (), tmp_path / "cache")
    assert not without.has(digest)  # the notes name a folder that this run does not read
