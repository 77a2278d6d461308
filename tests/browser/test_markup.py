"""The Nu HTML checker finds no error in any page or style sheet."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import need

pytestmark = pytest.mark.java
LONG = pytest.mark.long  # hundreds of pages

VNU = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(
    params=[*(pytest.param(name, marks=LONG) for name in ("bare_folder", "full_folder")), "sample_folder"]
)
def folder(request: pytest.FixtureRequest) -> Path:
    need(shutil.which("java") is not None, "no Java runtime was found")
    need(VNU.is_file(), "the Nu HTML checker is not installed (make browser-tools)")
    return request.getfixturevalue(request.param)


def check(folder: Path, *options: str) -> list[str]:
    """What the checker calls an error, as `file:line: message`."""
    command = ["java", "-Xss8m", "-jar", str(VNU), "--format", "json", "--stdout", "--errors-only", *options]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{message.get('url', '').partition(folder.as_posix())[2]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]


def test_every_page_is_valid(folder: Path) -> None:
    assert check(folder, "--skip-non-html") == []


def test_every_style_sheet_is_valid(folder: Path) -> None:
    assert check(folder, "--skip-non-css") == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    need(shutil.which("java") is not None and VNU.is_file(), "no Java runtime or no Nu HTML checker")
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    assert any(fault.startswith("/bad.html:1:") for fault in check(tmp_path, "--skip-non-html"))
