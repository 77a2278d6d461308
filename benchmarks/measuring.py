"""What the benchmarks measure with: wall time, the memory of a process tree, medians, tables beside goals."""

import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAUSE = 0.05  # seconds between two looks at the memory of a process tree
PROC = Path("/proc")


class Failed(RuntimeError):
    """A measured command failed; the message ends with what it said."""


def shared_folder() -> Path:
    """The folder of shared data: $SMALLPRINT_SHARED, else ../shared beside the project."""
    return Path(os.environ.get("SMALLPRINT_SHARED") or ROOT.parent / "shared")


def seconds_of(work: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ran: seconds on the wall and of all its processes' CPU, and the most memory its process tree had at
    one time in MB (0: not measured)."""

    seconds: float
    cpu: float
    memory: float = 0.0


def run(
    command: Sequence[str],
    *,
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
    with_memory: bool = False,
    fine: Sequence[int] = (0,),
) -> Ran:
    """Run a command to its end. Raises `Failed` where its exit code is not among the `fine` ones.

    Looking at memory takes time of its own, so the two are measured in runs of their own.
    """
    with tempfile.TemporaryFile() as log:
        used = _cpu_of_children()
        start = time.perf_counter()
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        peak = _watch(process) if with_memory else 0.0
        code = process.wait()
        seconds = time.perf_counter() - start
        if code not in fine:
            log.seek(0)
            said = log.read().decode(errors="replace")[-1500:]
            raise Failed(f"exit {code}: {' '.join(command[:6])} ...\n{said}")
    return Ran(seconds, _cpu_of_children() - used, peak)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a measured command: this one, but with Python's own compiled files, as people have them."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, **(more or {})}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: "subprocess.Popen[bytes]") -> float:
    """The most memory of a process and its descendants together, in MB, looked at until the process ends."""
    peak = 0.0
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(PAUSE):
        peak = max(peak, sum(_shared_fairly(pid) for pid in _tree(process.pid)))
    return peak


def _tree(root: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(folder.name))
    found, open_ = [], [root]
    while open_:
        found.append(open_.pop())
        open_ += children[found[-1]]
    return found


def _shared_fairly(pid: int) -> float:
    """MB of a process, pages shared with others counted by their share (PSS); 0 where the system does not say."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


@dataclass(slots=True)
class Timing:
    """What one step of one tool took, a run a round."""

    runs: list[Ran] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return median([ran.seconds for ran in self.runs])

    @property
    def cpu(self) -> float:
        return median([ran.cpu for ran in self.runs])

    def __str__(self) -> str:
        return f"{self.seconds:.2f} ({self.cpu:.2f} cpu)"

    def ratio_to(self, floor: "Timing") -> str:
        """The median of the rounds' ratios of seconds and, in brackets, of CPU seconds (steadier on a busy machine)."""
        both = list(zip(self.runs, floor.runs, strict=False))
        wall = median([ran.seconds / other.seconds for ran, other in both])
        return f"{wall:.2f} ({median([ran.cpu / max(other.cpu, 0.01) for ran, other in both]):.2f} cpu)"


def median(values: Sequence[float]) -> float:
    """The median; not a number where nothing was measured."""
    return statistics.median(values) if values else float("nan")


def progress(text: str) -> None:
    """Say on the terminal how far a benchmark is."""
    print(text, flush=True)


def print_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows of text under a head: the first column to the left, the others to the right."""
    cells = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())
