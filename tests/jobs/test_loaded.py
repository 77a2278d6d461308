"""The first save in `serve` loads nothing: what it needs was loaded while the page was looked at."""

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.jobs.small_report import write_report

SAVE = """
import json, sys
from pathlib import Path
from generator.commands.build import build_with
from generator.commands.make import load_drawing, open_memo
from generator.commands.project import Project
from generator.model.reporting import SilentReporter

folder, templates = map(Path, sys.argv[1:3])
project = Project(
    content=folder / "content", site=folder / "site", store=folder / "store", cache=folder / "cache",
    templates=templates, offline=True,
)
codes, new = [], []
with open_memo(project, SilentReporter(), hold=True) as memo:
    codes.append(build_with(memo, project, SilentReporter()).exit_code)
    if sys.argv[3] == "save":
        load_drawing(project, memo)
        before = set(sys.modules)
        note = sorted((project.content).glob("*/*/2024-*.md"))[0]
        note.write_text(note.read_text().replace("Why.", "Why, and why not."))
        codes.append(build_with(memo, project, SilentReporter()).exit_code)
        new = sorted(set(sys.modules) - before)
print(json.dumps([codes, new]))
"""


def run(folder: Path, what: str) -> tuple[list[int], list[str]]:
    command = [sys.executable, "-c", SAVE, str(folder), str(ROOT / "templates"), what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    codes, new = json.loads(done.stdout)
    return codes, new


def test_the_first_save_waits_for_no_module(tmp_path: Path) -> None:
    write_report(tmp_path / "content")
    assert run(tmp_path, "build") == ([0], [])
    codes, new = run(tmp_path, "save")
    assert codes == [0, 0]
    libraries = {"pydantic", "yaml", "jinja2", "numpy", "markdown_it"}
    assert [name for name in new if name.startswith("generator.") or name in libraries] == []
