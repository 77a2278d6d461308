"""``python -m benchmarks.reading [--site DIR] [--runs N] [PATH ...]``: Lighthouse, mobile preset, headless Chromium.

The site is served on loopback with its own headers and gzip, as a host does. For each page: the four scores (the median
of the runs, and the worst where they differ), what stands behind the performance score, and the bytes over the wire.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.host import hosted

HERE = Path(__file__).resolve().parent
PAGES = (
    "/",
    "/zoom/",
    "/zoom/terms-of-service/",
    "/zoom/terms-of-service/2023-04-01/",
    "/facebook/privacy-policy/2024-11-15/",
    "/topics/ai-training/",
    "/matrix/",
)
SCORES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {
    "first-contentful-paint": "paint ms",
    "largest-contentful-paint": "largest ms",
    "total-blocking-time": "blocked ms",
    "cumulative-layout-shift": "shift",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"


@dataclass(frozen=True, slots=True)
class Audit:
    """One run over one page: scores of 100, figures by their name, bytes by kind, and what failed."""

    scores: dict[str, float]
    figures: dict[str, float]
    wire: dict[str, int]
    failed: tuple[str, ...]


def audit(address: str, chromium: str, tries: int = 3) -> Audit:
    """One run. Lighthouse sometimes sees no paint at all in a browser without a screen; then it is asked again."""
    told = report(address, chromium)
    silent = [name for name in FIGURES if "numericValue" not in told["audits"][name]]
    if silent and tries > 1:
        return audit(address, chromium, tries - 1)
    if silent:
        raise RuntimeError(f"{address}: {told['audits'][silent[0]].get('errorMessage', silent[0])}")
    return audit_of(told)


def report(address: str, chromium: str) -> dict[str, Any]:
    """What Lighthouse says of a page."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        order = ["node", str(HERE / "node_modules/lighthouse/cli/index.js"), address, "--quiet"]
        order += ["--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}"]
        done = subprocess.run(
            order, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=False, timeout=180
        )
        if not out.is_file():
            raise RuntimeError(done.stderr.decode(errors="replace").strip()[-400:])
        told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return told


def audit_of(told: dict[str, Any]) -> Audit:
    """Scores, figures, bytes, and the weighted audits that fell short."""
    audits = told["audits"]
    wire: dict[str, int] = {}
    for item in audits["network-requests"]["details"]["items"]:
        wire[item["resourceType"]] = wire.get(item["resourceType"], 0) + int(item["transferSize"])
    counted = {
        ref["id"] for part in told["categories"].values() for ref in part["auditRefs"] if ref["weight"]
    }
    return Audit(
        scores={name: 100 * (told["categories"][name]["score"] or 0) for name in SCORES},
        figures={name: float(audits[name]["numericValue"]) for name in FIGURES},
        wire=wire,
        failed=tuple(
            sorted(i for i in counted if audits[i]["score"] is not None and audits[i]["score"] < 0.9)
        ),
    )


def row(path: str, runs: Sequence[Audit]) -> list[str]:
    cells = [path]
    for name in SCORES:
        values = sorted(run.scores[name] for run in runs)
        cells.append(f"{median(values):.0f}" + (f" ({values[0]:.0f})" if values[0] < median(values) else ""))
    cells += [f"{median(run.figures[name] for run in runs):.4g}" for name in FIGURES]
    cells.append(f"{sum(runs[0].wire.values()) / 1000:.1f}")
    cells.append(", ".join(sorted({name for run in runs for name in run.failed})))
    return cells


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write every run here, too")
    parser.add_argument("paths", nargs="*", default=list(PAGES))
    asked = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not chromium or not shutil.which("node") or not (HERE / "node_modules/lighthouse").is_dir():
        print("needs Chromium and Node; `make lighthouse` installs the rest", file=sys.stderr)
        return 2
    if not (asked.site / "index.html").is_file():
        print(f"{asked.site}: no site was built here; run `make site` first", file=sys.stderr)
        return 2
    rows = [["page", *SCORES, *FIGURES.values(), "wire KB", "under .9"]]
    told: dict[str, list[dict[str, object]]] = {}
    with hosted(asked.site) as base:
        for path in asked.paths:
            runs = [audit(base + path, chromium) for _ in range(asked.runs)]
            rows.append(row(path, runs))
            told[path] = [{"scores": r.scores, "figures": r.figures, "wire": r.wire} for r in runs]
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    widths = [max(len(line[column]) for line in rows) for column in range(len(rows[0]))]
    for line in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
