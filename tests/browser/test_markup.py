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


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A page and a style sheet with a mistake in each: a checker that finds none would find none in ours either."""
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    (tmp_path / "bad.css").write_text("p { color: 12px; }\n")
    return tmp_path


def check(*folders: Path) -> dict[str, list[str]]:
    """What the checker calls an error, by file. To start it takes longer than to read a hundred pages."""
    quickly = (
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
    )  # what runs for seconds is not worth compiling well
    command = ["java", *quickly, "-Xss8m", "-jar", str(VNU), "--format", "json", "--stdout"]
    command += ["--errors-only", "--also-check-css", "--skip-non-html", *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True)
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] != "info":
            file = message.get("url", "").removeprefix("file:")
            found.setdefault(file, []).append(f"{message.get('lastLine', 0)}: {message['message']}")
    return found


def test_every_page_and_every_style_sheet_is_valid(folder: Path, wrong: Path) -> None:
    found = check(folder, wrong)
    assert any("“div”" in fault for fault in found.pop(str(wrong / "bad.html")))
    assert any("“color”" in fault for fault in found.pop(str(wrong / "bad.css")))
    assert found == {}
