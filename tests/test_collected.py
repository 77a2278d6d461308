"""Every test file is collected, whatever its folder is called."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import COLLECTED, ROOT


def collect(project: Path) -> dict[str, int]:
    """How many tests pytest collects of each file of a project, the `long` ones included."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-m", "", "-p", "no:cacheprovider"],
        cwd=project,
        env=own | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    rows = [line.rpartition(": ") for line in done.stdout.splitlines()]
    return {name: int(count) for name, _, count in rows if count.isdecimal()}


def test_every_test_file_of_the_project_is_collected() -> None:
    files = [path.relative_to(ROOT) for path in (ROOT / "tests").glob("**/test_*.py")]
    written = {path.as_posix() for path in files if "node_modules" not in path.parts}
    # A run of all tests has collected them itself; one of a few files asks what a run of all would collect.
    assert written == COLLECTED or set(collect(ROOT)) == written


def test_no_name_of_a_folder_hides_its_tests(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    names = ("build", "dist", "venv", "site", "jobs/build")
    for name in names:
        held = tmp_path / "tests" / name / "test_held.py"
        held.parent.mkdir(parents=True)
        held.write_text("import pytest\n\n@pytest.mark.long\ndef test_it(): ...\n\ndef test_other(): ...\n")
    assert collect(tmp_path) == {f"tests/{name}/test_held.py": 2 for name in names}
