"""What is noticed in reading a capture reaches the page, the data, `check`, `verify` and `diff`, remembered or not."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.commands.test_build import CHANGE, MINIMAL, edit, run

pytestmark = pytest.mark.usefixtures("quick_builds")

AFTER = "brightnote/terms-of-service/captures/20240401T064510Z.md"
TABLE = "brightnote/terms-of-service/captures.tsv"
LINE = "1 bytes or sequences that are no utf-8 shown as U+FFFD"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The small report, its later capture with one byte that is no UTF-8."""
    shutil.copytree(MINIMAL, tmp_path / "content")
    capture = tmp_path / "content" / AFTER
    old = capture.read_bytes()
    new = old + b"\nWe also keep a caf\xe9 diary.\n"
    capture.write_bytes(new)
    table = tmp_path / "content" / TABLE
    text = table.read_text(encoding="utf-8")
    text = text.replace(hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest())
    table.write_text(text.replace(f"\t{len(old)}\t", f"\t{len(new)}\t"), encoding="utf-8")
    return tmp_path


def test_the_page_the_data_and_check_say_it(report: Path) -> None:
    assert run(report, "build")[0] == 0
    page = (report / "site" / CHANGE / "index.html").read_text(encoding="utf-8")
    redline, evidence = page.partition('id="evidence"')[::2]
    assert f"In the later capture: {LINE}" in redline.partition('id="redline"')[2]
    assert LINE in evidence.partition("Noticed in reading")[2]
    for name in ("redline.json", "evidence.json"):
        data = json.loads((report / "site" / CHANGE / name).read_text(encoding="utf-8"))
        assert data["warnings"] == [{"side": "after", "text": LINE}]
    rows = (report / "content" / TABLE).read_text(encoding="utf-8").splitlines()
    at = next(n for n, row in enumerate(rows, 1) if "2024-04-01T06:45:10Z" in row)
    for _ in range(2):  # found anew, then remembered
        code, out = run(report, "check")
        assert code == 0
        (told,) = (row for row in out.splitlines() if "[noticed-in-reading]" in row)
        assert f"{TABLE}:{at}:1: " in told
        assert told.endswith(f"capture 2024-04-01T06:45:10Z: {LINE}")
    assert run(report, "check", "--strict")[0] == 1
    code, out = run(report, "check", str(report / "content/brightnote"))
    assert "[noticed-in-reading]" in out


def test_verify_says_it_at_the_pin(report: Path) -> None:
    _, out = run(report, "verify")
    assert f"  noticed in reading: {LINE}" in out
    _, out = run(report, "verify", "--format", "json")
    pins = json.loads(out)["pins"]
    assert [pin["warnings"] for pin in pins] == [[], [LINE]]


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_diff_says_it_in_every_form(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.html").write_bytes(b"<meta charset=utf-8><p>We keep logs.</p>")
    (tmp_path / "b.html").write_bytes(
        b"<meta charset=utf-8><p>We keep logs.</p><p style='display:none'>And faces.</p><script>x"
    )
    names = [str(tmp_path / "a.html"), str(tmp_path / "b.html")]
    result = CliRunner().invoke(main, ["diff", *names, "--format", form])
    assert result.exit_code == 0, result.output
    if form == "json":
        told = json.loads(result.output)["warnings"]
        assert {one["side"] for one in told} == {"after"}
        assert len(told) == 2
    else:
        assert "In the later capture:" in result.output
        assert "hidden" in result.output
        assert "never closed" in result.output


def test_an_id_in_a_summary_is_no_id(report: Path) -> None:
    edit(report, "summary: The terms", "summary: Each link carries id=visitor href=x id=visitor, the terms")
    code, out = run(report, "build")
    assert code == 0, out


def test_whole_texts_with_quotations_are_published(report: Path) -> None:
    edit(report, "whole-texts: context", "whole-texts: publish", "report.yaml")
    code, out = run(report, "build")
    assert code == 0, out
    full = (report / "site" / CHANGE / "full/index.html").read_text(encoding="utf-8")
    assert '<a class="qn" href="../#q1"' in full
