"""A report on HTML captures: what pages do to words is on the change page, in its data and in its lock."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("quick_builds")

MINIMAL = ROOT / "tests" / "sites" / "minimal" / "content"
HEAD = "<html lang=en><head><meta charset=utf-8><title>House rules</title></head><body>"
BEFORE = f"{HEAD}<main><h1>House rules</h1><p>Up to 10<sup>6</sup> notes are kept.</p><p>We may sell no notes.</p><p>Pay in <s>three</s> ten days.</p></main><footer><p>We may not read your notes.</p></footer></body></html>"
AFTER = f"{HEAD}<main><h1>House rules</h1><p>Up to 106 notes are kept.</p><p hidden>We may sell no notes.</p><p>Pay in <s>three</s> nine days.</p></main><footer><p>We may read your notes.</p></footer></body></html>"
NOTE = """---
title: House rules changed
summary: A clause is hidden in the later capture.
before: 2024-02-01T00:00:00Z
after: 2024-04-01T00:00:00Z
topics: [ai-training]
authors: [desk]
published: 2026-11-24
---

## What the captures show

The clause is not shown any more.

> [!after sale]
> We may sell no notes.

## What this page does not show

Why.
"""
INDEX = """---
title: House rules
kind: terms-of-service
edition: {audience: All users, language: en}
locations:
  - {url: not-recorded}
---
"""


def run(folder: Path, command: str) -> tuple[int, str]:
    arguments = [command, "--content", str(folder / "content"), "--store", str(folder / "store"), "--offline"]
    if command == "build":
        arguments += ["--site", str(folder / "site")]
    result = CliRunner(env={"SMALLPRINT_CACHE": str(folder / "cache"), "SMALLPRINT_MIRROR": ""}).invoke(
        main, [*arguments, "--workers", "1"]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The smallest report with a document of two HTML captures."""
    shutil.copytree(MINIMAL, tmp_path / "content")
    folder = tmp_path / "content" / "brightnote" / "house-rules"
    (folder / "captures").mkdir(parents=True)
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "2024-04-01.md").write_text(NOTE, encoding="utf-8")
    rows = ["archive\tcaptured-at\torder\tlocator\tsha256\tbytes\tmedia-type\twords\tlinks\tclass"]
    for order, (day, page, kind) in enumerate((("20240201", BEFORE, "first"), ("20240401", AFTER, "change"))):
        body = page.encode()
        name = f"captures/{day}T000000Z.html"
        (folder / name).write_bytes(body)
        at = f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z"
        digest = hashlib.sha256(body).hexdigest()
        locator = f"folder:content/brightnote/house-rules/{name}"
        rows.append(f"example\t{at}\t{order}\t{locator}\t{digest}\t{len(body)}\ttext/html\t\t\t{kind}")
    (folder / "captures.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_the_page_and_its_data_show_roles_and_what_stands_outside(report: Path) -> None:
    assert run(report, "lock")[0] == 0
    code, out = run(report, "build")
    assert code == 0, out
    place = report / "site" / "brightnote" / "house-rules" / "2024-04-01"
    page = (place / "index.html").read_text(encoding="utf-8")
    assert 'class="pg hidden gained" title="now hidden by the page"' in page
    assert 'class="pg raised lost"' in page
    assert '<s class="pg struck" title="struck through">' in page
    assert "5 words hidden by the page in the later capture only" in page
    assert "1 word outside the policy differs (-1 +0)" in page
    assert "We may <del>" in page
    assert "nothing else changed" not in page
    data = json.loads((place / "redline.json").read_text(encoding="utf-8"))
    assert data["counts"]["roles"] == 6
    assert data["outside"]["words_deleted"] == 1
    told = [
        (role["role"], role["in"], role["words"]) for hunk in data["hunks"] for role in hunk.get("roles", ())
    ]
    assert told == [("raised", "before", "6"), ("hidden", "after", "We may sell no notes.")]
    assert "hidden by the page in the later capture only" in (place / "change.diff").read_text(
        encoding="utf-8"
    )


def test_the_lock_names_the_reader_and_an_older_one_keeps_its_addresses(report: Path) -> None:
    assert run(report, "lock")[0] == 0
    path = report / "content" / "brightnote" / "house-rules" / "2024-04-01.lock"
    lock = json.loads(path.read_text(encoding="utf-8"))
    assert lock["readers"] == {"before": "html-2", "after": "html-2"}
    assert "readers" not in (path.parents[1] / "terms-of-service" / "2024-04-01.lock").read_text(
        encoding="utf-8"
    )

    # A lock of the reader before: it names none, and holds an address whose words are cut otherwise today.
    text = path.read_text(encoding="utf-8").replace(
        '"readers": {"before": "html-2", "after": "html-2"},\n', ""
    )
    known = json.loads(text)["passages"][0]
    gone = dict(known, id=f"{known['id'][0]}-00000000", words=3)
    text = text.replace('"passages": [\n', f'"passages": [\n{json.dumps(gone)},\n')
    path.write_text(text, encoding="utf-8")
    code, out = run(report, "build")
    assert code == 0, out
    assert "read by html-1" in run(report, "check")[1]
    page = report / "site" / "brightnote" / "house-rules" / "2024-04-01" / "index.html"
    assert f'id="{gone["id"]}"' in page.read_text(encoding="utf-8")
    assert run(report, "lock")[0] == 0
    assert gone["id"] in path.read_text(encoding="utf-8")
