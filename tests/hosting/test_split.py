"""The report and the generator can live in two repositories: folders are moved, and nothing is edited."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

REPORT = ("content", "second-readings", "netlify")
GENERATOR = ("generator", "smallprint", "templates")


@pytest.fixture
def repositories(tmp_path: Path) -> tuple[Path, Path]:
    """This repository as two: that of the report, and that of the generator, without a common folder above them."""
    report, generator = tmp_path / "one" / "report", tmp_path / "other" / "generator-only"
    for repository, names in ((report, REPORT), (generator, GENERATOR)):
        for name in names:
            shutil.copytree(ROOT / name, repository / name, ignore=shutil.ignore_patterns("__pycache__"))
    return report, generator


def run(generator: Path, work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command of a generator, run in a folder as a reader of its README would run it there."""
    known = {
        name: value for name, value in os.environ.items() if not name.startswith(("SMALLPRINT_", "PYTHON"))
    }
    return subprocess.run(
        [sys.executable, str(generator / "smallprint"), *arguments],
        cwd=work,
        env={**known, "SMALLPRINT_CACHE": str(work / "cache")},
        capture_output=True,
        text=True,
    )


def files_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


@pytest.mark.long
def test_a_report_in_its_own_repository_is_checked_and_built_to_the_same_bytes(
    repositories: tuple[Path, Path], tmp_path: Path
) -> None:
    report, generator = repositories
    checked = run(generator, report, "check", "--offline")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "second-readings" not in checked.stdout
    built = run(generator, report, "build", "--offline")
    assert built.returncode == 0, built.stdout + built.stderr
    together = tmp_path / "together"
    places = (
        "--content",
        str(report / "content"),
        "--site",
        str(together / "site"),
        "--store",
        str(together / "store"),
    )
    together.mkdir()
    whole = run(ROOT, together, "build", "--offline", *places)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert files_of(report / "site") == files_of(together / "site")
    assert not [path for path in generator.iterdir() if path.name not in GENERATOR]


def test_a_generator_in_its_own_repository_begins_and_builds_a_report(
    repositories: tuple[Path, Path], tmp_path: Path
) -> None:
    _, generator = repositories
    begun = run(generator, tmp_path, "init", "watch")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    built = run(generator, tmp_path / "watch", "build", "--offline")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "watch/site/method/example/ferrymail/index.html").is_file()
