"""Characters that no page may hold: in a capture they are shown, in front matter they are a problem, and no build ends."""

import hashlib
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from generator.model.pages import Artifact, PageSpec
from generator.model.visible import find_controls
from generator.render import card as card_module
from tests.commands.test_build import CHANGE, MINIMAL, run

pytestmark = pytest.mark.usefixtures("quick_builds")

AFTER = "brightnote/terms-of-service/captures/20240401T064510Z.md"
PLAIN = "machine learning, artificial intelligence, training"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "content")
    return tmp_path


def put(report: Path, words: str) -> None:
    """Make the later capture say `words`, and the note quote them and say something like it itself."""
    capture = report / "content" / AFTER
    old = capture.read_bytes()
    new = old.decode().replace(PLAIN, words).encode()
    assert new != old
    capture.write_bytes(new)
    table = report / "content/brightnote/terms-of-service/captures.tsv"
    text = table.read_text(encoding="utf-8")
    text = text.replace(hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest())
    table.write_text(text.replace(f"\t{len(old)}\t", f"\t{len(new)}\t"), encoding="utf-8")
    note = report / "content" / f"{CHANGE}.md"
    told = note.read_bytes().decode().replace(PLAIN, words)
    told = told.replace("The sentence on deletion", f"The sentence ({words}) on deletion")
    note.write_bytes(told.encode())


def strings(value: object) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for one in inner for text in strings(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "odd",
    ["\x1b", "\x07", "\x0b", "\x0c", "\x7f", "\x80\x9f", "\ufffe\uffff", "\ufdd0", "\U0001ffff"],
)
def test_in_a_capture_a_quotation_and_a_note_they_are_shown(report: Path, odd: str) -> None:
    put(report, f"machine{odd}learning, artificial intelligence{odd}, training")
    code, out = run(report, "build")
    assert code == 0, out
    assert not any(character in out for character in odd)
    feeds = 0
    for path in sorted((report / "site").rglob("*")):
        if path.suffix in (".html", ".xml", ".svg"):
            text = path.read_text(encoding="utf-8")
            assert not find_controls(text), path
            if path.suffix == ".xml":
                ElementTree.fromstring(text)
                feeds += 1
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
    assert feeds
    shown = "�" if ord(odd[0]) > 0x7F else "␡" if odd == "\x7f" else chr(0x2400 + ord(odd[0]))
    page = (report / "site" / CHANGE / "index.html").read_text(encoding="utf-8")
    assert f"machine{shown}" in re.sub(r"<[^>]+>", "", page)
    data = json.loads((report / "site" / CHANGE / "change.json").read_text(encoding="utf-8"))
    kept = " " if odd.isspace() else odd  # a form feed is white space like any other
    assert any(f"machine{kept}learning" in text for text in strings(data))


def test_a_quotation_with_a_nul_is_told_without_one(report: Path) -> None:
    put(report, "machine\0learning, artificial intelligence, training")
    code, out = run(report, "build")
    assert code == 1
    assert "[quotation-not-found]" in out
    assert "\0" not in out


@pytest.mark.parametrize("key", ["title: Brightnote", "summary: The terms", "looked: The two"])
@pytest.mark.parametrize("odd", ["\x07", "\x1b", "\x00", "\x85", "\ufffe"])
def test_in_front_matter_one_is_one_problem_at_its_line_and_column(report: Path, key: str, odd: str) -> None:
    note = report / "content" / f"{CHANGE}.md"
    text = note.read_text(encoding="utf-8")
    note.write_bytes(text.replace(key, f"{key}{odd}").encode())
    at = text.index(key) + len(key)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    code, out = run(report, "check")
    assert code == 1
    errors = [row for row in out.splitlines() if "[" in row and "warning" not in row]
    (row,) = errors
    assert f"{CHANGE}.md:{line}:{column}: [control-character] U+{ord(odd):04X}" in row


@pytest.mark.parametrize("written", ["\\x07", "\\e", "\\0", "\\r", "\\x9b", "\\ufffe"])
def test_an_escape_in_front_matter_is_the_same_problem(report: Path, written: str) -> None:
    note = report / "content" / f"{CHANGE}.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(
        re.sub(r"summary: (.*)", lambda m: f'summary: "{m[1][:9]}{written}{m[1][9:]}"', text),
        encoding="utf-8",
    )
    code, out = run(report, "build")
    assert code == 1
    assert f"{CHANGE}.md:3:10: [control-character]" in out


def test_a_card_that_cannot_be_drawn_is_empty_and_the_rest_is_published(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """As a panic of the renderer comes through."""

    def fail(spec: PageSpec) -> Artifact:
        raise Panic("no such font")

    monkeypatch.setattr(card_module, "draw_card", fail)
    told: list[str] = []
    monkeypatch.setattr("generator.cli.terminal.TerminalReporter.note", lambda _, what: told.append(what))
    assert run(report, "build")[0] == 0
    cards = sorted((report / "site").rglob("card.png"))
    assert cards
    assert all(card.read_bytes().startswith(b"\x89PNG") for card in cards)
    notes = [line for line in told if "card" in line]
    assert len(notes) == len(cards)
    assert any(f"{CHANGE}/card.png" in note for note in notes)
    assert all("no such font" in note for note in notes)
    code, out = run(report, "check")
    assert code == 0
    assert f"{CHANGE}.md:" in out
    assert "[card-not-drawn]" in out
    monkeypatch.undo()
    empty = cards[0].read_bytes()
    assert run(report, "build")[0] == 0
    assert cards[0].read_bytes() != empty
