"""One pair in a process of its own: ``once.py BEFORE AFTER`` prints what reading and comparing it took, as JSON."""

import json
import resource
import sys
from pathlib import Path

from benchmarks.comparison.redlines import read, realise
from benchmarks.measuring import seconds_of
from generator.compare import redline
from generator.model.text import Text


def main() -> None:
    """Seconds of ``reading`` both texts and of the whole ``redline``, and ``memory`` in MB, the interpreter's included."""
    texts: list[Text] = []
    bodies = [Path(path).read_bytes() for path in sys.argv[1:3]]
    reading = seconds_of(lambda: texts.extend(map(read, bodies)))
    comparing = seconds_of(lambda: realise(redline(*texts)))
    print(json.dumps({"reading": reading, "redline": comparing, "memory": _most_memory()}))


def _most_memory() -> float:
    """MB. What getrusage says starts from the most that the parent process ever had, so the kernel's own count comes first."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
