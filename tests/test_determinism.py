"""The same inputs give the same bytes: whatever the hash seed, zone, locale, folder, cache or number of workers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Build = Callable[..., dict[str, bytes]]

# Each stands for a machine: what its environment sets, and how many workers it uses. Two end their jobs in no order, too.
MACHINES = {
    "another hash seed": ({"PYTHONHASHSEED": "1"}, 1),
    "two workers": ({"PYTHONHASHSEED": "2"}, 2),
    "Kathmandu": ({"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "3"}, 1),
    "Turkey, if the machine knows Turkish": (
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
        4,
    ),
    "no locale, no UTF-8": ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, 1),
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a site by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This report's own words with the worked example, captures included, and a company whose captures are out of reach."""
    folder = tmp_path_factory.mktemp("report") / "content"
    for name in ("method", "topics", "about", "contribute", "zoom"):
        if (ROOT / "content" / name).is_dir():
            shutil.copytree(ROOT / "content" / name, folder / name)
    lines = (ROOT / "content" / "report.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    folder.joinpath("report.yaml").write_text(
        "".join(line for line in lines if not line.startswith("lead-story:")), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def build(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build `content` in a new folder with a new cache, as another machine would."""

    def run(
        environment: dict[str, str] | None = None,
        workers: int = 1,
        cache: Path | None = None,
        source: Path = content,
    ) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("built")
        plain = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SMALLPRINT_", "LC_", "LANG"))
        }
        command = [
            sys.executable,
            "-m",
            "generator",
            "build",
            "--offline",
            "--quiet",
            "--workers",
            str(workers),
        ]
        command += [
            "--content",
            str(source),
            "--site",
            str(folder / "site"),
            "--store",
            str(folder / "store"),
        ]
        done = subprocess.run(
            command,
            cwd=folder,
            env={
                **plain,
                "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "PYTHONPATH": str(ROOT),
                "SMALLPRINT_CACHE": str(cache or folder / "cache"),
                **(environment or {}),
            },
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return tree(folder / "site")

    return run


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the usual build remembers. Tests change copies of it."""
    return tmp_path_factory.mktemp("remembered") / "cache"


@pytest.fixture(scope="module")
def usual(build: Build, remembered: Path) -> dict[str, bytes]:
    files = build(cache=remembered)
    assert len([path for path in files if path.endswith("index.html")]) > 10
    return files


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.fixture
def copied(content: Path, tmp_path: Path) -> Path:
    """The same content elsewhere: its files are older, and were written in another order."""
    copy = tmp_path / "elsewhere" / "content"
    for file in sorted(content.rglob("*"), reverse=True):
        if file.is_file():
            target = copy / file.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
            os.utime(target, (1_000_000_000, 1_000_000_000))
    return copy


@pytest.mark.parametrize(
    "machine",
    [pytest.param(name, marks=() if name == "two workers" else pytest.mark.long) for name in MACHINES],
)
def test_every_machine_builds_the_same_bytes(
    build: Build, usual: dict[str, bytes], copied: Path, machine: str
) -> None:
    """Another machine has a copy of its own: times of files and the order of a folder change nothing either."""
    environment, workers = MACHINES[machine]
    assert differing(usual, build(environment, workers, source=copied)) == []


def test_what_is_remembered_changes_nothing(
    build: Build, usual: dict[str, bytes], remembered: Path, tmp_path: Path
) -> None:
    """That two builds which remember nothing are equal is shown by every other test of this file."""
    shutil.copytree(remembered, tmp_path / "cache")
    assert differing(usual, build(cache=tmp_path / "cache")) == []
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            file.write_bytes(os.urandom(64))
    assert differing(usual, build(cache=tmp_path / "cache")) == []


def test_no_page_names_the_folder_it_was_built_in(usual: dict[str, bytes], content: Path) -> None:
    places = [str(content.parent).encode(), str(ROOT).encode(), os.fsencode(Path.home())]
    found = [path for path, body in usual.items() if any(place in body for place in places if len(place) > 6)]
    assert found == []
