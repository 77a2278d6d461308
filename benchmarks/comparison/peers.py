"""The tools that are measured. Each gives ops and the seconds its own work took, without the start of its process."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Indel

from benchmarks.comparison.segments import Run, characters_of_bytes, ops_of
from generator.compare import diff_ops

Ops = list[dict[str, Any]]
Measured = tuple[Ops, float]
Tool = Callable[[Path, Path, str, str], Measured]

SCRIPT = """
const fs = require('fs'); const D = require('diff'); const [a, b] = process.argv.slice(1).map(f => fs.readFileSync(f, 'utf8'));
const t = process.hrtime.bigint(); const o = D.diffWords(a, b); const ms = Number(process.hrtime.bigint() - t) / 1e6;
process.stdout.write(JSON.stringify({ms, runs: o.map(c => [c.added ? '+' : c.removed ? '-' : '=', c.value])}));
"""
PAGE = """
$a = file_get_contents($argv[1]); $b = file_get_contents($argv[2]); $t = hrtime(true);
$d = wikidiff2_inline_json_diff($a, $b, 100000); $ms = (hrtime(true) - $t) / 1e6;
echo json_encode(['ms' => $ms, 'diff' => json_decode($d, true, 512, JSON_INVALID_UTF8_SUBSTITUTE)['diff']]);
"""


LONGEST = 10  # seconds that a tool gets for one pair


class Missing(RuntimeError):
    """The tool is not installed; the message says what is."""


def smallprint(_: Path, __: Path, before: str, after: str) -> Measured:
    start = time.perf_counter()
    ops = diff_ops(before, after)
    return ops, time.perf_counter() - start


def rapidfuzz(_: Path, __: Path, before: str, after: str) -> Measured:
    start = time.perf_counter()
    words_a, words_b = re.findall(r"\w+|[^\w\s]", before), re.findall(r"\w+|[^\w\s]", after)
    found = Indel.opcodes(words_a, words_b)
    seconds = time.perf_counter() - start

    def runs() -> Iterator[Run]:
        for op in found:
            old, new = words_a[op.src_start : op.src_end], words_b[op.dest_start : op.dest_end]
            if op.tag == "equal":
                yield "=", "".join(old)
            else:
                yield "-", "".join(old)
                yield "+", "".join(new)

    return ops_of(runs(), before, after), seconds


def git_seconds(before: Path, after: Path) -> float:
    """How long the process takes that every time is told against."""
    start = time.perf_counter()
    subprocess.run(
        ["git", "diff", "--no-index", "--histogram", str(before), str(after)],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - start


def git(path_a: Path, path_b: Path, before: str, after: str) -> Measured:
    if not shutil.which("git"):
        raise Missing("git")
    order = [
        "git",
        "diff",
        "--no-index",
        "--histogram",
        "--word-diff=porcelain",
        "-U10000000",
        str(path_a),
        str(path_b),
    ]
    start = time.perf_counter()
    out = subprocess.run(order, capture_output=True, check=False).stdout.decode()
    seconds = time.perf_counter() - start
    body = out.split("\n@@", 1)[1].split("\n", 1)[1] if "\n@@" in out else ""
    if not body:
        return ops_of([("=", before)], before, after), seconds
    runs = [
        (line[0].replace(" ", "="), line[1:])
        for line in body.split("\n")
        if line[:1] in (" ", "-", "+") and line
    ]
    return ops_of(runs, before, after), seconds


def jsdiff(path_a: Path, path_b: Path, before: str, after: str) -> Measured:
    folder = Path(__file__).resolve().parent / "node_modules"
    if not shutil.which("node") or not (folder / "diff").is_dir():
        raise Missing("npm: diff")
    said = _run(
        ["node", "-e", SCRIPT, str(path_a), str(path_b)], env={**os.environ, "NODE_PATH": str(folder)}
    )
    return ops_of([(kind, text) for kind, text in said["runs"]], before, after), said["ms"] / 1000


def wikidiff2(path_a: Path, path_b: Path, before: str, after: str) -> Measured:
    modules = (
        subprocess.run(["php", "-m"], capture_output=True, check=False).stdout if shutil.which("php") else b""
    )
    if b"wikidiff2" not in modules:
        raise Missing("Debian: php-cli php-wikidiff2")
    said = _run(["php", "-d", "memory_limit=4G", "-r", PAGE, str(path_a), str(path_b)])
    return ops_of(_wikidiff2_runs(said["diff"]), before, after), said["ms"] / 1000


def _wikidiff2_runs(entries: list[dict[str, Any]]) -> Iterator[Run]:
    """Lines in the order of the later text. A line that moved is left as deleted and inserted, as far as marks go."""
    for entry in entries:
        kind, text = entry["type"], entry["text"]
        if kind == 0:
            yield "=", text
        elif kind in (1, 2, 4):
            yield "+" if kind == 1 else "-", text
        else:
            at = 0
            where = characters_of_bytes(text)
            for part in sorted(entry.get("highlightRanges", []), key=lambda part: int(part["start"])):
                start, end = where[part["start"]], where[part["start"] + part["length"]]
                yield "=" if kind == 3 else "+", text[at:start]
                if kind == 3 or part["type"] == 0:
                    yield "+" if part["type"] == 0 else "-", text[start:end]
                at = end
            yield "=" if kind == 3 else "+", text[at:]


def _run(order: list[str], env: dict[str, str] | None = None) -> dict[str, Any]:
    done = subprocess.run(order, capture_output=True, check=False, env=env, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip()[-200:] or f"exit {done.returncode}")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


TOOLS: dict[str, Tool] = {
    "smallprint": smallprint,
    "git --word-diff": git,
    "wikidiff2": wikidiff2,
    "jsdiff words": jsdiff,
    "rapidfuzz words": rapidfuzz,
}
