"""``python -m benchmarks real``: the real report with the shared archive as mirror.

A copy of `content/` is built cold, with nothing to do and with one note edited; checked whole and, where `check` takes a
path, one file alone; and served: from the saving of a note to the page that shows it. The floor is the start of the
interpreter, and Hugo on as many notes where it is installed; the median of the rounds.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import (
    ROOT,
    Failed,
    Ran,
    Timing,
    environment,
    print_table,
    progress,
    run,
    shared_folder,
)
from benchmarks.report.__main__ import STEPS, hugo

NOTE = "zoom/terms-of-service/2023-04-01"
ANCHOR = "## How we read it"
LONGEST = 300  # seconds that `serve` gets for one page
PROBLEMS = (0, 1)  # exit codes of `check`: it may find problems, the work is the same
USAGE = 2


class Report:
    """A copy of the real content with a site, a store and a cache of its own, without comparisons that nobody has read."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.note = self.content / f"{NOTE}.md"
        self.env = {"SMALLPRINT_CACHE": str(folder / "cache")}
        self.edits = 0
        self._given = ["--offline", "--quiet", "--content", str(self.content)]
        self._given += ["--mirror", str(archive), "--store", str(folder / "store")]
        shutil.copytree(ROOT / "content", self.content)
        settings = self.content / "report.yaml"
        written = settings.read_text("utf-8").replace("publish-unread: true", "publish-unread: false")
        settings.write_text(written, encoding="utf-8")

    def command(self, name: str, *more: str) -> list[str]:
        return [sys.executable, "-m", "generator", name, *self._given, *more]

    def build(self, *, with_memory: bool = False) -> Ran:
        order = self.command("build", "--complete", "--site", str(self.folder / "site"))
        return run(order, env=self.env, with_memory=with_memory)

    def check(self, *paths: str) -> Ran:
        return run(self.command("check", *paths), env=self.env, fine=PROBLEMS)

    def clear(self) -> None:
        """Remove what was built and what was remembered."""
        for name in ("site", "site.work", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self) -> str:
        """Write one more sentence into the note; the sentence."""
        self.edits += 1
        sentence = f"One more sentence, number {self.edits}."
        text = self.note.read_text("utf-8")
        at = text.index(ANCHOR)
        self.note.write_text(f"{text[:at]}{sentence}\n\n{text[at:]}", encoding="utf-8")
        return sentence


def main(arguments: list[str]) -> int:
    """Measure, print, done. Exits 3 where the shared archive is out of reach."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks real", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    archive = shared_folder() / "archive"
    if not (archive / "manifest.json").is_file():
        print(f"no shared captures at {archive}; set SMALLPRINT_SHARED", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="bench-real-") as folder:
        report = Report(Path(folder), archive)
        notes = len(list((ROOT / "content").glob("*/*/2*.md")))
        times: dict[str, Timing] = defaultdict(Timing)
        floor: dict[str, Timing] = defaultdict(Timing)
        peer = hugo(Path(folder), notes)
        for round_ in range(options.rounds):
            measure(report, times)
            floor["start"].runs.append(run([sys.executable, "-c", "pass"]))
            for step in STEPS if peer else ():
                if step == "cold":
                    peer.clear()
                elif step == "one note edited":
                    peer.edit(round_)
                floor[step].runs.append(peer.run())
            progress(f"round {round_ + 1} of {options.rounds} done")
        report.clear()
        peak = report.build(with_memory=True).memory
    print_times(notes, times, floor, peak)
    return 0


def measure(report: Report, times: dict[str, Timing]) -> None:
    """One round of everything."""
    report.clear()
    times["cold"].runs.append(report.build())
    times["nothing to do"].runs.append(report.build())
    report.edit()
    times["one note edited"].runs.append(report.build())
    times["check, warm"].runs.append(report.check())
    try:
        times["check of one file"].runs.append(report.check(str(report.note)))
    except Failed as error:
        if not str(error).startswith(f"exit {USAGE}:"):
            raise
        del times["check of one file"]  # this revision checks the whole report only
    with serving(report) as page:
        wait_for(page, "</html>")
        sentence = report.edit()
        start = time.perf_counter()
        wait_for(page, sentence)
        times["serve: save to page"].runs.append(Ran(time.perf_counter() - start, 0.0))


@contextmanager
def serving(report: Report) -> Iterator[str]:
    """`serve` on a free port; the address of the note's page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    order = report.command("serve", "--port", str(port), "--site", str(report.folder / "site"))
    process = subprocess.Popen(
        order,
        cwd=ROOT,
        env=environment(report.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}/{NOTE}/"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(address: str, words: str) -> None:
    """Ask for a page until it has these words."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as reply:
                if words in reply.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.02)
    raise Failed(f"{address} has not had {words!r} within {LONGEST} s")


def print_times(notes: int, times: dict[str, Timing], floor: dict[str, Timing], peak: float) -> None:
    """Seconds of each step, beside Hugo's of the same step and the interpreter's start."""
    print(f"\nThe real report, {notes} changes; a cold build's peak is {peak:.0f} MB")
    rows: list[list[str]] = []
    for name, timing in times.items():
        beside = timing.ratio_to(floor[name]) if name in floor else "-"
        rows.append([name, str(timing), beside, f"{timing.seconds / floor['start'].seconds:.0f}"])
    if "check of one file" not in times:
        rows.append(["check of one file", "`check` takes no path", "-", "-"])
    print_table(["", "seconds", "times of Hugo", "times of python -c pass"], rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
