"""``python -m benchmarks hostile``: pairs that are meant to be slow or large, in invented words, by fixed seed.

Beside those of the shared bench (`patho.py`): rewrites and crossings of a whole megabyte, scripts without spaces, and
markup that does not end. Each is read and compared whole in a process of its own.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.comparison.peers import git_seconds
from benchmarks.measuring import ROOT, print_table, shared_folder

MOST_SECONDS = 10
MOST_MEMORY = 500  # MB
LONGEST = 120  # seconds after which a pair is given up

HALF = 0.5
PARAGRAPHS = 4_000
WIDE = range(0x4E00, 0x4E00 + 3000)
THAI = range(0x0E01, 0x0E3B)

Pair = tuple[str, str, str]


def pairs(seed: int = 3) -> Iterator[Pair]:
    """Name, before and after; each side about a megabyte."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(5000)
    ]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=12)).capitalize() + "."

    def reworded(text: str, share: float) -> str:
        return " ".join(chance.choice(words) if chance.random() < share else word for word in text.split())

    lines = [" ".join(sentence() for _ in range(3)) for _ in range(PARAGRAPHS)]
    text = "\n\n".join(lines)
    yield "every paragraph edited", text, "\n\n".join(line.replace(" ", " x", 1) for line in lines)
    yield "half of all words new", text, "\n\n".join(reworded(line, HALF) for line in lines)
    yield "paragraphs reversed", text, "\n\n".join(lines[::-1])
    moved = [reworded(line, 0.05) for line in chance.sample(lines, len(lines))]
    yield "all moved and edited", text, "\n\n".join(moved)
    yield "words sorted", " ".join(lines), " ".join(sorted(" ".join(lines).split()))
    table = ["| " + " | ".join(chance.choices(words, k=8)) + " |" for _ in range(15_000)]
    yield "table rows shuffled", "\n".join(table), "\n".join(chance.sample(table, len(table)))
    few = lines[:40]
    yield "few lines, often", "\n".join(chance.choices(few, k=4000)), "\n".join(chance.choices(few, k=4000))
    for name, letters in (("chinese", WIDE), ("thai", THAI)):
        script = "".join(map(chr, chance.choices(letters, k=300_000)))
        some = "".join(chr(letters[0]) if chance.random() < 0.03 else letter for letter in script)
        yield f"{name}, no stops, edited", script, some
    shuffled = list(script)
    chance.shuffle(shuffled)
    yield "thai shuffled", script, "".join(shuffled)
    labels = [f"{number}.{number} x" for number in range(60_000)]
    yield "all renumbered", "\n".join(labels), "\n".join(f"{n + 1}.{n} x" for n in range(60_000))
    yield "brackets", "[" * 500_000, "[" * 500_001 + "x"
    yield "nested links", "[a](b(c)" * 80_000, "[a](b(c)" * 80_001 + "q"
    yield "two words", "a b " * 250_000, "b a " * 250_000
    yield "joiners", "a\u200d" * 300_000, "a\u200d" * 300_000 + "b"


def write(folder: Path) -> None:
    """Every pair as `before.md` and `after.md` in a folder of its name."""
    for name, before, after in pairs():
        case = folder / name.replace(" ", "-").replace(",", "")
        case.mkdir(parents=True, exist_ok=True)
        (case / "before.md").write_text(before, encoding="utf-8", newline="")
        (case / "after.md").write_text(after, encoding="utf-8", newline="")


def main(arguments: list[str]) -> int:
    """Measure every pair, print a line each. Exits 3 where the shared bench is out of reach."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks hostile", description=__doc__)
    parser.add_argument("--only", default="", help="only pairs whose name holds this")
    options = parser.parse_args(arguments)
    maker = shared_folder() / "bench" / "comparison" / "patho.py"
    if not maker.is_file():
        print(f"no shared bench at {maker.parent}; set SMALLPRINT_SHARED", file=sys.stderr)
        return 3
    print(f"\nHostile pairs, read and compared: each at most {MOST_SECONDS} s and {MOST_MEMORY} MB")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(maker), folder], check=True)
        write(Path(folder))
        cases = [case for case in sorted(Path(folder).iterdir()) if options.only in case.name]
        rows = [_measure(case) for case in cases]
    print_table(["pair", "reading s", "redline s", "git s", "together / git", "MB", ""], rows)
    return 0


def _measure(case: Path) -> list[str]:
    """A row of the table; the name on the terminal first, for some take a while."""
    if sys.stderr.isatty():
        print(f"\r{case.name:40}", end="", file=sys.stderr, flush=True)
    paths = case / "before.md", case / "after.md"
    git = min(git_seconds(*paths) for _ in range(2))
    order = [sys.executable, "-m", "benchmarks.comparison.once", *map(str, paths)]
    try:
        done = subprocess.run(order, check=True, capture_output=True, cwd=ROOT, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return [case.name, "", "", f"{git:.2f}", "", "", f"OVER: not done in {LONGEST} s"]
    said = json.loads(done.stdout)
    whole = said["reading"] + said["redline"]
    over = whole > MOST_SECONDS or said["memory"] > MOST_MEMORY
    return [
        case.name,
        f"{said['reading']:.2f}",
        f"{said['redline']:.2f}",
        f"{git:.2f}",
        f"{whole / git:.1f}",
        f"{said['memory']:.0f}",
        "OVER" if over else "",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
