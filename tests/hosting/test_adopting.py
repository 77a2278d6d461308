"""docs/adopting.md, run as it is printed: from nothing to a site of an agency's pages."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives.loopback import serving
from tests.commands.test_import_urls import Host
from tests.conftest import ROOT

pytestmark = pytest.mark.long

GUIDE = ROOT / "docs/adopting.md"
PIECE = re.compile(
    r"(?:^`(?P<file>[\w./-]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)
PAGES = {
    "https://weirs.example/fish": ("Fish pass on the left.", "Fish pass on the left.", "Fish do not pass here any more, and training of models is allowed."),
    "https://weirs.example/flow": ("The weirs hold the river back.", "The weirs hold the river back in spring."),
    "https://tides.example/": ("The tide comes twice.",),
}  # fmt: skip


def test_the_guide_for_a_second_report_works_as_printed(tmp_path: Path) -> None:
    host = Host(PAGES)
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/smallprint"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{ROOT / 'smallprint'}' \"$@\"\n")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SMALLPRINT", "MAKE"))}
    folder, ran = tmp_path, 0
    with serving(host.answer) as server:
        more = {"PATH": f"{command.parent}:{os.environ['PATH']}", "SMALLPRINT_WAYBACK_HOST": server.base}
        for piece in PIECE.finditer(GUIDE.read_text()):
            if piece["file"]:
                (folder / piece["file"]).parent.mkdir(parents=True, exist_ok=True)
                (folder / piece["file"]).write_text(piece["text"])
            elif piece["kind"] == "sh":
                script = f"{piece['text']}\npwd > '{tmp_path}/where'\n"
                done = subprocess.run(
                    ["bash", "-euo", "pipefail", "-c", script],
                    cwd=folder, env=kept | more, capture_output=True, text=True, check=False,
                )  # fmt: skip
                assert done.returncode == 0, f"{piece['text']}\n{done.stdout}\n{done.stderr}"
                folder = Path((tmp_path / "where").read_text().strip())
                ran += 1
    assert ran >= 8
    assert folder.name == "page-watch"
    site = folder / "site"
    assert 'class="desk"' in (site / "about/index.html").read_text()
    assert ".desk{" in next((site / "assets").glob("style-*.css")).read_text()
    assert (site / "unread/office-of-weirs/flow").is_dir()
    assert 'href="companies/index.html"' in (site / "index.html").read_text()
    assert list((folder / "content/office-of-weirs/fish-passes").glob("2024-03-05*.md"))
