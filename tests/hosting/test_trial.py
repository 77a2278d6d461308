"""Another publisher's report, from nothing to a site with no code changed: an agency's pages in a local pywb, brought in by a
table of addresses, with rights and nouns of its own, its interface in the pseudo-locale."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives.pywb_server import pywb_over, write_warc
from tests.commands.test_import_urls import page
from tests.conftest import ROOT
from tests.messages import PSEUDO, pseudo_catalogue
from tests.render.test_translation import Reader, content_of, escaped, folded, pages_of

pytestmark = [pytest.mark.pywb, pytest.mark.long]

TIMES = ("2024-01-05T10:00:00Z", "2024-02-05T10:00:00Z", "2024-03-05T10:00:00Z")
PAGES = {
    "https://weirs.agency.example/fish": ("Fish pass the weir on the left bank all year.", "Fish pass the weir on the left bank all year.", "Fish do not pass the weir while the turbine runs."),
    "https://weirs.agency.example/flow": ("The gauge is read every hour.", "The gauge is read every day.", "The gauge is read every day."),
    "https://tides.agency.example/": ("The tide table covers three harbours.", "The tide table covers two harbours.", "The tide table covers two harbours."),
}  # fmt: skip
TABLE = """\
address,name,group,steward
https://weirs.agency.example/fish,Fish passes,Office of Weirs,Ada
https://weirs.agency.example/flow,River flow,Office of Weirs,Ada
https://tides.agency.example/,Tide tables,Bureau of Tides,Bo
"""
VOCABULARY = """\
about: What agencies say on their pages that they keep open, measure or publish.
today: What its pages say today
rights:
  keeps-open: {label: Keeps a passage open, words: [pass, passes, passage*]}
  measures: {label: Measures, words: [gauge*, read, covers]}
data:
  wildlife: {label: wildlife, words: [fish*, bird*]}
  water: {label: water, words: [tide*, gauge*, weir*]}
states:
  says-so: {label: Pages say so, sign: full}
  says-not: {label: Pages say it is not so, sign: empty, rules-out: true, words: [not, no]}
home:
  title: Which passages are open, by the pages of agencies
  right: keeps-open
  data: [wildlife]
nouns:
  company: {one: agency, many: agencies, a: an agency}
  document: {one: page, many: pages, a: a page}
  service: {one: office, many: offices, a: an office}
  terms: {one: pages, many: pages}
"""
TOPIC = """\
---
title: Wildlife
definition: What pages say about animals in and at the water.
phrases: [fish]
---
Fish, birds and what keeps them from passing.
"""
NOTE = """\
---
title: Office of Weirs wrote that fish do not pass the weir while the turbine runs
summary: The page captured on 5 March 2024 says that fish do not pass while the turbine runs.
before: 2024-02-05T10:00:00Z
after: 2024-03-05T10:00:00Z
topics: [wildlife]
authors: [desk]
published: 2024-06-01
claims:
  - {right: keeps-open, over: wildlife, state: says-not, quote: closed}
---
## What the captures show

> [!before open]
> Fish pass the weir on the left bank all year.

> [!after closed]
> Fish do not pass the weir while the turbine runs.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, checked, locked and built."""
    folder = tmp_path_factory.mktemp("trial")
    warc = folder / "agency.warc.gz"
    write_warc(
        warc,
        [
            (url, at, page(words).encode())
            for url, texts in PAGES.items()
            for at, words in zip(TIMES, texts, strict=True)
        ],
    )
    work = folder / "pages-of-agencies"
    with pywb_over(folder, warc, "agency") as base:
        run(folder, base, "init", work.name, "--title", "Pages of Agencies")
        write(work / "pages.csv", TABLE)
        run(
            work,
            base,
            "import",
            "--urls",
            "pages.csv",
            "--archive",
            f"memento:{base}/agency/timemap/link/{{address}}",
        )
        write(work / "content/vocabulary.yaml", VOCABULARY)
        write(work / "content/topics/wildlife.md", TOPIC)
        write(work / "content/office-of-weirs/fish-passes/2024-03-05.md", NOTE)
        example(work)
        write(work / f"templates/locale/{PSEUDO}.po", pseudo_catalogue())
        settings = work / "content/report.yaml"
        said = re.sub(
            "tagline: .*", "tagline: What agencies write on their pages", settings.read_text(encoding="utf-8")
        )
        write(settings, f"{said.rstrip()}\nlanguage: {PSEUDO}\n")
        run(work, base, "lock", "office-of-weirs/fish-passes/2024-03-05")
    return work


def example(work: Path) -> None:
    """The worked example that `init` wrote makes a claim in the words of its vocabulary; a report with other rights drops it."""
    for note in (work / "content/method/example").rglob("2*.md"):
        note.write_text(
            re.sub(r"claims:\n(?:  - .*\n)+", "", note.read_text(encoding="utf-8")), encoding="utf-8"
        )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(folder: Path, host: str, *arguments: str) -> str:
    """One command, as the publisher types it; it must go well."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("SMALLPRINT_")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "smallprint"), *arguments],
        cwd=folder, env={**known, "SMALLPRINT_MEMENTO_HOSTS": host}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_it_is_checked_and_built_with_its_own_words(report: Path) -> None:
    run(report, "", "check", "--offline", "--strict")
    run(report, "", "build", "--offline")
    site = report / "site"
    matrix = (site / "matrix/index.html").read_text(encoding="utf-8")
    assert "Keeps a passage open" in matrix
    assert "Pages say it is not so" in matrix
    assert "What agencies say on their pages" in matrix
    assert "Train its own models" not in matrix
    assert "Which passages are open, by the pages of agencies" in (site / "index.html").read_text(
        encoding="utf-8"
    )

    content = content_of(report)
    wrong = []
    for page_file in pages_of(site):
        name, text = page_file.relative_to(site).as_posix(), page_file.read_text(encoding="utf-8")
        wrong += [f"{name}: {said}" for said in escaped(text, content)]
        said = " ".join(one for one in Reader(text).said if folded(one) not in content).casefold()
        wrong += [
            f"{name}: {noun}" for noun in ("company", "companies", "ćóḿṕáńý", "ćóḿṕáńíéś") if noun in said
        ]
    assert not wrong, "\n".join(wrong)


def test_an_unknown_word_of_its_vocabulary_is_told_with_the_nearest(report: Path) -> None:
    note = report / "content/office-of-weirs/fish-passes/2024-03-05.md"
    note.write_text(NOTE.replace("keeps-open", "keep-open"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "smallprint"), "check", "--offline"],
        cwd=report,
        capture_output=True,
        text=True,
    )
    note.write_text(NOTE, encoding="utf-8")
    assert done.returncode == 1
    assert "did you mean keeps-open?" in done.stdout + done.stderr
