"""Run all tools over the shared bench and print what they are worth and what they cost."""

import argparse
import csv
import importlib.util
import json
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.comparison.peers import TOOLS, Missing, git_seconds
from benchmarks.measuring import shared_folder

SLOW = 2.0  # seconds from which a run is not repeated
STRIKES = 3  # pairs that a tool may fail to finish before it is not asked any more


@dataclass
class Result:
    """What one tool did, over all pairs."""

    times: list[float] = field(default_factory=list)  # against the git process, pair by pair
    by_kind: defaultdict[str, list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )  # tiny to rewrite
    pace: list[float] = field(default_factory=list)  # microseconds a kilobyte
    worst: float = 0.0
    planted: Counter[str] = field(default_factory=Counter)
    real: list[dict[str, Any]] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    strikes: int = 0  # pairs of a set, from small to large, that it did not finish in time


def main(arguments: list[str]) -> int:
    """Measure, print, done. Exits 3 where the shared bench is out of reach."""
    options = _options(arguments)
    bench = shared_folder() / "bench" / "comparison"
    if not (bench / "score.py").is_file():
        print(f"no shared bench at {bench}; set SMALLPRINT_SHARED", file=sys.stderr)
        return 3
    score = _load(bench / "score.py")
    names = [name for name in TOOLS if options.only in name]
    results = {name: Result() for name in names}
    kinds = _kinds(bench / "corpus" / "manifest.tsv")
    for mode in ("planted", "corpus"):
        cases = sorted(path.parent for path in (bench / mode).glob("*/before.md"))[: options.pairs]
        cases.sort(key=lambda case: (case / "before.md").stat().st_size + (case / "after.md").stat().st_size)
        for result in results.values():
            result.strikes = 0
        for number, case in enumerate(cases, 1):
            if sys.stderr.isatty():
                print(f"\r{mode} {number}/{len(cases)} ", end="", file=sys.stderr, flush=True)
            _measure(case, mode, names, results, score, options.repeat, kinds.get(case.name, ""))
    _print(names, results, score)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks peers", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10**6, help="at most this many pairs of each kind")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each pair; the quickest counts")
    parser.add_argument("--only", default="", help="only tools whose name holds this")
    return parser.parse_args(arguments)


def _load(path: Path) -> Any:
    """A module of the shared bench, by its path."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _measure(
    case: Path,
    mode: str,
    names: Sequence[str],
    results: dict[str, Result],
    score: Any,
    repeat: int,
    kind: str,
) -> None:
    paths = case / "before.md", case / "after.md"
    before, after = (path.read_bytes().decode() for path in paths)
    size = (paths[0].stat().st_size + paths[1].stat().st_size) / 1000
    git = min(git_seconds(*paths) for _ in range(repeat))
    reference = score.get_ref(str(case.parent), case.name, before, after) if mode == "corpus" else None
    truth = json.loads((case / "truth.json").read_text()) if mode == "planted" else None
    for name in names:
        result = results[name]
        if result.strikes >= STRIKES:
            result.failed["not asked any more"] += 1
            continue
        try:
            runs = [TOOLS[name](*paths, before, after)]
            while len(runs) < repeat and runs[0][1] < SLOW:
                runs.append(TOOLS[name](*paths, before, after))
        except Missing as missing:
            result.failed[f"not installed ({missing})"] += 1
            continue
        except Exception as error:  # a peer may fail in any way; the table says how often
            result.failed[type(error).__name__] += 1
            result.strikes += isinstance(error, subprocess.TimeoutExpired)
            continue
        ops, seconds = runs[0][0], min(run[1] for run in runs)
        if mode == "planted":
            result.planted += score.score_planted(before, after, truth, ops)
        else:
            result.real.append(score.score_real(before, after, reference, ops))
            result.times.append(seconds / git)
            result.by_kind[kind].append(seconds / git)
            result.pace.append(seconds * 1e6 / max(size, 0.001))
            result.worst = max(result.worst, seconds * 1000)


def _print(names: Sequence[str], results: dict[str, Result], score: Any) -> None:
    planted: list[tuple[str, str]] = [
        ("lossless", "lossless"),
        ("vis_recall", "visible recall"),
        ("exact", "exact"),
        ("silenced", "silenced"),
        ("precision", "precision"),
        ("prec_nomove", "without moves"),
        ("move_recall", "moves found"),
        ("move_prec", "moves right"),
        ("quiet", "quiet"),
    ]
    real = [
        ("lossless", "lossless"),
        ("align", "linked"),
        ("stranded", "stranded"),
        ("midword", "in words"),
        ("runs_1k", "runs/1,000"),
    ]
    print("\nPlanted edits")
    _table(names, results, planted, lambda r: score.planted_summary(r.planted) if r.planted else {}, [])
    print("\nReal pairs")
    _table(
        names,
        results,
        real,
        lambda r: score.real_summary(r.real) if r.real else {},
        [
            ("x git", lambda r: f"{statistics.median(r.times):.2f}"),
            ("tiny", lambda r: _median(r.by_kind["tiny"])),
            ("rewrites", lambda r: _median(r.by_kind["rewrite"])),
            ("us/KB", lambda r: f"{statistics.median(r.pace):.0f}"),
            ("worst ms", lambda r: f"{r.worst:.0f}"),
        ],
    )


def _median(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f}" if times else "-"


def _kinds(manifest: Path) -> dict[str, str]:
    """How much changed in each real pair, as its manifest says: tiny, medium, large, rewrite."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["change_bin"] for row in csv.DictReader(file, delimiter="\t")}


def _table(
    names: Sequence[str],
    results: dict[str, Result],
    columns: Sequence[tuple[str, str]],
    summary: Callable[[Result], dict[str, Any]],
    more: Sequence[tuple[str, Callable[[Result], str]]],
) -> None:
    rows = [["", *(title for _, title in columns), *(title for title, _ in more), "failed"]]
    for name in names:
        result = results[name]
        values = summary(result)
        failed = ", ".join(f"{count} x {reason}" for reason, count in result.failed.items())
        if not values:
            rows.append([name, *[""] * (len(columns) + len(more)), failed])
            continue
        cells = [values.get(key) for key, _ in columns]
        rows.append(
            [
                name,
                *(
                    "-" if cell is None else str(cell) if isinstance(cell, int) else f"{cell:.4g}"
                    for cell in cells
                ),
                *(tell(result) for _, tell in more),
                failed,
            ]
        )
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
