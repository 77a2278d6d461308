"""Signs that nobody sees: in captures, quotations, titles, notes and names they are kept, shut in and shown; no build ends."""

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.commands.test_build import CHANGE, MINIMAL, run
from tests.commands.test_control_characters import put, strings

pytestmark = pytest.mark.usefixtures("quick_builds")

SCOPED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "content")
    return tmp_path


class Text(HTMLParser):
    """The text of a page, and what of it stands outside `bdi`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.text, self.loose = 0, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += tag == "bdi"

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "bdi"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.loose += "" if self.open else data


ODD = [
    "\u202e", "\u2067", "\u200f", "\u200b", "\u2028", "\u2029", "\ufeff", "\U000e0041\U000e0042",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0430", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_a_sign_in_every_place_is_kept_and_ends_no_build(report: Path, odd: str) -> None:
    words = f"machine{odd}learning, artificial intelligence{odd}, training"
    put(report, words)
    note = report / "content" / f"{CHANGE}.md"
    text = note.read_text(encoding="utf-8")
    text = re.sub(r"^title: (.*)$", lambda m: f'title: "{m[1]} {odd}x"', text, count=1, flags=re.MULTILINE)
    text = re.sub(
        r"^summary: (.*)$", lambda m: f'summary: "Odd {odd}x {m[1]}"', text, count=1, flags=re.MULTILINE
    )
    note.write_bytes(text.encode())
    company = report / "content/brightnote/index.md"
    company.write_text(
        company.read_text().replace("name: Brightnote", f'name: "Bright{odd}note"'), encoding="utf-8"
    )
    code, out = run(report, "build")
    assert code == 0, out
    assert not set(out) & set(SCOPED)
    for path in sorted((report / "site").rglob("*")):
        if path.suffix == ".html":
            html = path.read_text(encoding="utf-8")
            assert not set(Text(html).loose) & set(SCOPED), path
            assert not set(re.findall(r"<title>.*?</title>|content=\"[^\"]*\"", html)[0]) & set(SCOPED), path
        elif path.suffix == ".xml":
            ElementTree.fromstring(path.read_text(encoding="utf-8"))
            assert not set(path.read_text(encoding="utf-8")) & set(SCOPED), path
        elif path.suffix == ".json":
            body = path.read_text(encoding="utf-8")
            json.loads(body)
            assert not set(body) & set(SCOPED), path
        elif path.suffix == ".diff":
            assert not set(path.read_text(encoding="utf-8")) & set(SCOPED), path
    data = json.loads((report / "site" / CHANGE / "change.json").read_text(encoding="utf-8"))
    kept = " " if odd.isspace() else odd
    assert any(f"machine{kept}learning" in one for one in strings(data))
    page = Text((report / "site" / CHANGE / "index.html").read_text(encoding="utf-8")).text
    if odd[0] in "\u202e\u2067\u200f\u200b\ufeff\U000e0041":
        assert f"⟨U+{ord(odd[0]):04X}⟩" in page
    elif odd == "\u0430":
        assert "(mixes Latin and Cyrillic letters)" in page
    else:
        assert "⟨U+" not in page.partition("Signs that nobody sees")[0]


def test_a_problem_that_quotes_a_direction_control_shows_its_code(report: Path) -> None:
    note = report / "content" / f"{CHANGE}.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("machine learning,", "machine \u202elearning,\u202e odd,"), encoding="utf-8")
    code, out = run(report, "build")
    assert code == 1
    assert "[quotation-not-found]" in out
    assert not set(out) & set(SCOPED)
