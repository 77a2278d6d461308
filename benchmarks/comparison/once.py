"""One pair in a process of its own: ``once.py BEFORE AFTER REPEAT`` prints the best time and the most memory."""

import json
import resource
import sys
import time
from pathlib import Path

from generator.compare import diff_ops


def main() -> None:
    """Measure, print JSON: ``ms``, and ``memory`` in MB, the interpreter's own included."""
    before, after = (Path(path).read_bytes().decode() for path in sys.argv[1:3])
    times = []
    for _ in range(int(sys.argv[3])):
        start = time.perf_counter()
        diff_ops(before, after)
        times.append(time.perf_counter() - start)
    print(json.dumps({"ms": min(times) * 1000, "memory": _most_memory()}))


def _most_memory() -> float:
    """MB. What getrusage says starts from the most that the parent process ever had, so the kernel's own count comes first."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
