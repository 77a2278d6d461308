"""The goals of the comparison's quality, over all real and planted pairs, by the shared bench's own scorer.

Times are no goals of a test; `make bench` prints them.
"""

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.compare import diff_ops
from generator.extract.labels import find_labels

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def bench(shared: Path) -> Path:
    return shared / "bench" / "comparison"


@pytest.fixture(scope="module")
def score(bench: Path) -> Any:
    """The scorer, by its path; nothing is written beside it."""
    kept = sys.dont_write_bytecode, list(sys.path)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(bench))
    try:
        spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.dont_write_bytecode, sys.path[:] = kept


def texts(case: Path) -> tuple[str, str]:
    return tuple((case / f"{side}.md").read_bytes().decode() for side in ("before", "after"))  # type: ignore[return-value]


def by_evidence(edits: list[dict[str, Any]], before: str, after: str) -> Iterator[dict[str, Any]]:
    """The planted edits; a number that was planted on a line of its own accord, and counts on from none, is a word.

    The planter raises numbers by one without inserting a clause, so that many stand where no neighbour explains them.
    """
    proven = [set(find_labels(text).starts) for text in (before, after)]
    for edit in edits:
        if edit["kind"] != "renumber":
            yield edit
            continue
        for here, there in zip(edit["a"], edit["b"], strict=True):
            known = [
                any(first - 3 <= at < last for at in starts)
                for (first, last), starts in zip((here, there), proven, strict=True)
            ]
            kind = "renumber" if all(known) else "number_change"
            yield {**edit, "kind": kind, "visible": not all(known), "a": [here], "b": [there]}


def test_known_edits_are_marked_and_nothing_else(bench: Path, score: Any) -> None:
    total: Counter[str] = Counter()
    for case in sorted(path.parent for path in (bench / "planted").glob("*/truth.json")):
        before, after = texts(case)
        truth = json.loads((case / "truth.json").read_text())
        truth["edits"] = list(by_evidence(truth["edits"], before, after))
        total += score.score_planted(before, after, truth, diff_ops(before, after))
    told = score.planted_summary(total)
    assert told["lossless"] == 1
    assert told["silenced"] == 0
    # Of one edit in 580 the truth counts a word on both sides that is the same on both: it ends what was replaced and
    # what replaced it. It stayed, and no tool that keeps equal words marks it.
    assert total["vis_n"] - total["vis_hit"] <= 1
    assert told["exact"] >= 0.995
    assert told["precision"] >= 0.997
    assert told["prec_nomove"] >= 0.998
    assert told["move_recall"] >= 0.99
    assert told["move_prec"] >= 0.995
    assert told["quiet"] >= 0.997


def test_real_pairs_are_linked_and_read_without_confetti(bench: Path, score: Any) -> None:
    rows = {}
    for case in sorted(path.parent for path in (bench / "corpus").glob("*/before.md")):
        before, after = texts(case)
        reference = score.get_ref(str(case.parent), case.name, before, after)
        rows[case.name] = score.score_real(before, after, reference, diff_ops(before, after))
    told = score.real_summary(list(rows.values()))
    assert told["lossless"] == 1
    assert told["align"] >= 0.998
    assert rows["p001"]["align"] >= 0.96  # Zoom, 1 April 2023
    assert told["stranded"] <= 0.05
    assert told["midword"] == 0
    assert told["runs_1k"] <= 5
