"""``python -m benchmarks redlines``: what a page waits for, beside a git process on the same pair.

Whole `redline()` of two read texts (edits, hunks, moves, counts and classes all made), and the reading of both texts,
over the real pairs of the shared bench. Each round times git and us in turn, pair by pair; figures are times of git's,
the median of the rounds.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.comparison.peers import git_seconds
from benchmarks.measuring import median, print_table, seconds_of, shared_folder
from generator.__main__ import collect_rarely
from generator.compare import redline
from generator.extract import extract_text
from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.redline import HunkKind, Redline
from generator.model.text import Text

REWRITE = 0.6  # share of segments that changed from which a pair is a rewrite
GOALS = {
    "redline": {"median": 2.5, "rewrites": 20.0, "worst": 60.0},
    "reading, cold": {"median": 8.0},
    "reading, remembered": {"median": 0.5},
    "reading and redline": {"median": 12.0},
}


@dataclass(slots=True)
class Pair:
    """A pair of the bench and its ratios to git by what was measured, a value a round."""

    name: str
    paths: tuple[Path, Path]
    changed: float = 0.0  # share of segments
    ratios: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0  # of the quickest redline
    git: float = 0.0  # the quickest


def main(arguments: list[str]) -> int:
    """Measure, print, done. Exits 3 where the shared bench is out of reach."""
    options = _options(arguments)
    collect_rarely()  # as every command does
    corpus = shared_folder() / "bench" / "comparison" / "corpus"
    if not corpus.is_dir():
        print(f"no shared bench at {corpus}; set SMALLPRINT_SHARED", file=sys.stderr)
        return 3
    pairs = [
        Pair(path.parent.name, (path, path.with_name("after.md")))
        for path in sorted(corpus.glob("*/before.md"))[: options.pairs]
    ]
    for number in range(options.rounds + 1):
        with TemporaryDirectory() as folder:
            for pair in pairs if number else pairs[:3]:  # a first, unmeasured round warms up
                measure(pair, Memo(Path(folder)), keep=number > 0)
    _print(pairs)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks redlines", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10**6, help="at most this many pairs")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(arguments)


def measure(pair: Pair, memo: Memo, *, keep: bool) -> None:
    """One round of one pair: git, reading, redline, reading what is remembered."""
    git = git_seconds(*pair.paths)
    bodies = [path.read_bytes() for path in pair.paths]
    texts: list[Text] = []
    found: list[Redline] = []
    times = {"reading, cold": seconds_of(lambda: texts.extend(map(read, bodies)))}
    times["redline"] = seconds_of(lambda: found.append(realise(redline(*texts))))
    times["reading and redline"] = times["reading, cold"] + times["redline"]
    nodes = [Node(job="bench", key=digest_of(body)) for body in bodies]
    for node, text in zip(nodes, texts, strict=True):
        memo.keep(node, text)
    again: list[Text | None] = []
    times["reading, remembered"] = seconds_of(lambda: again.extend(map(memo.find, nodes)))
    if again != texts:
        raise AssertionError(f"{pair.name}: a remembered text is not the one that was read")
    if keep:
        pair.changed = share_changed(found[0])
        pair.git = min(git, pair.git or git)
        pair.seconds = min(times["redline"], pair.seconds or times["redline"])
        for name, seconds in times.items():
            pair.ratios[name].append(seconds / git)


def read(body: bytes) -> Text:
    """A Markdown capture as every page reads it."""
    return extract_text(Capture(sha256=digest_of(body), body=body))


def realise(found: Redline) -> Redline:
    """Ask for everything that a page asks for, so that nothing is left to be made later."""
    for hunk in found.hunks:
        _ = (hunk.kind, hunk.edits, hunk.classes, hunk.similarity, hunk.edited)
    _ = (found.edits, found.moves, found.stats, found.classes, found.degraded)
    return found


def share_changed(found: Redline) -> float:
    """The share of both sides' segments that stand in a hunk which is not the same."""
    same = [hunk for hunk in found.hunks if hunk.kind is HunkKind.SAME and not hunk.edited]
    whole = len(found.before) + len(found.after)
    return 1 - sum(len(hunk.before) + len(hunk.after) for hunk in same) / whole if whole else 0.0


def _print(pairs: list[Pair]) -> None:
    rewrites = [pair for pair in pairs if pair.changed >= REWRITE]
    of: dict[str, Callable[[str], float]] = {
        "median": lambda name: median([median(pair.ratios[name]) for pair in pairs]),
        "rewrites": lambda name: median([median(pair.ratios[name]) for pair in rewrites]),
        "worst": lambda name: max((median(pair.ratios[name]) for pair in pairs), default=0.0),
    }
    print(
        f"\nWhole pairs against `git diff --no-index --histogram`: {len(pairs)} pairs, {len(rewrites)} rewrites"
    )
    rows = [
        [name, *(_beside(of[column](name), goals.get(column)) for column in of)]
        for name, goals in GOALS.items()
    ]
    print_table(["times of git", *of], rows)
    print("\nThe slowest redlines")
    slowest = sorted(pairs, key=lambda pair: -median(pair.ratios["redline"]))[:5]
    print_table(
        ["pair", "times of git", "ms", "git ms", "changed"],
        [
            [
                pair.name,
                f"{median(pair.ratios['redline']):.1f}",
                f"{pair.seconds * 1000:.1f}",
                f"{pair.git * 1000:.1f}",
                f"{pair.changed:.0%}",
            ]
            for pair in slowest
        ],
    )


def _beside(value: float, goal: float | None) -> str:
    """A ratio with its goal, and whether it is missed."""
    if goal is None:
        return f"{value:.2f}"
    return f"{value:.2f} ({'' if value <= goal else 'over '}<= {goal:g})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
