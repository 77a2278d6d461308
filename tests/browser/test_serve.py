"""`serve` shows what is wrong at the words that it is about, and nothing of it is in the site on disk."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.long]

NOTE = "brightnote/terms-of-service/2024-04-01"
QUOTED = "> [!after licence] 10.4\n> "


@dataclass(frozen=True, slots=True)
class Served:
    base: str
    content: Path
    site: Path

    def edit(self, old: str, new: str) -> None:
        file = self.content / f"{NOTE}.md"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests" / "sites" / "full" / "content", content)
    env = {name: value for name, value in os.environ.items() if not name.startswith("SMALLPRINT_")}
    env |= {"PYTHONPATH": str(ROOT), "SMALLPRINT_CACHE": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "generator", "serve", "--offline", "--port", "0", "--workers", "1"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        until = time.monotonic() + 180
        base = ""
        while time.monotonic() < until and not base:
            line = process.stderr.readline()
            base = line.split()[0] if line.startswith("http://") else ""
        assert base
        yield Served(base, content, tmp_path / "site")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_a_problem_stands_at_its_words_and_in_the_bar(served: Served, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{served.base}{NOTE}/")
    body = (served.content / f"{NOTE}.md").read_text(encoding="utf-8").partition("## How we read it\n\n")[2]
    start = " ".join(body.split()[:3])
    served.edit(start, f"{start} secretly")
    note = page.locator(".live-note.warning", has_text="secretly")
    note.wait_for(timeout=60_000)
    assert "motive" in note.inner_text()
    before = note.evaluate("e => e.previousElementSibling.innerText")
    assert "secretly" in before
    assert page.evaluate("[...CSS.highlights.get('live')].some(r => r.toString() === 'secretly')")
    assert "of this page" in page.locator("#live-problems summary").inner_text()

    page.goto(f"{served.base}companies/")
    assert page.locator(".live-note").count() == 0
    assert page.locator("#live-problems li", has_text="secretly").count() == 1

    for file in served.site.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".js", ".css"):
            assert "live-" not in file.read_text(encoding="utf-8"), file
    page.close()


def test_a_quotation_that_is_not_found_is_told_at_the_quotation_of_the_last_good_page(
    served: Served, browser: Any
) -> None:
    page = browser.new_page()
    page.goto(f"{served.base}{NOTE}/")
    body = (served.content / f"{NOTE}.md").read_text(encoding="utf-8")
    words = body.partition(QUOTED)[2].split()[:2]
    served.edit(QUOTED + " ".join(words), f"{QUOTED}{words[0]}x {words[1]}")
    note = page.locator(".live-note.error")
    note.first.wait_for(timeout=60_000)
    assert "quotation-not-found" in note.first.inner_text()
    assert page.evaluate("""() => { const note = document.querySelector('.live-note.error');
        const range = [...CSS.highlights.get('live')][0];
        return note.previousElementSibling.contains(range.startContainer) }""")
    page.close()
