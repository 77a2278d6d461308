"""The 35 real pairs: no word of the archive's own extraction is lost, and what is kept beyond it is printed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import LCSseq

from generator.extract import extract_policy
from generator.model.captures import Capture
from generator.model.digests import parse_digest
from generator.model.policy import PolicyText
from generator.model.words import words_1

WORD = re.compile(r"\w+")
ENDS = {
    "startBefore": "start-before",
    "startAfter": "start-after",
    "endBefore": "end-before",
    "endAfter": "end-after",
}


@dataclass(frozen=True)
class Page:
    """A real page: its bytes, the selectors of its newest declaration, and the archive's extraction."""

    name: str
    capture: Capture
    select: tuple[str, ...]
    remove: tuple[str, ...]
    expected: list[str]

    def read(self, *, declared: bool = True) -> PolicyText:
        if declared:
            return extract_policy(self.capture, select=self.select, remove=self.remove)
        return extract_policy(self.capture)


def spell_selectors(declared: Any) -> tuple[str, ...]:
    """Selectors as this project spells them; a range is one string."""
    listed = [declared] if isinstance(declared, str | dict) else declared or []
    return tuple(
        s if isinstance(s, str) else " ".join(f"{ENDS[k]}({v})" for k, v in s.items()) for s in listed
    )


def real_pages(shared: Path) -> Iterator[Page]:
    root = shared / "archive" / "html"
    seen = set()
    for pair in json.loads((root / "manifest.json").read_text("utf-8"))["pairs"]:
        for side in ("before", "after"):
            row = pair[side]
            if row["file"] in seen:
                continue
            seen.add(row["file"])
            digest = parse_digest(row["sha256"])
            assert digest is not None
            yield Page(
                row["file"],
                Capture(sha256=digest, body=(root / row["file"]).read_bytes(), media_type="text/html"),
                spell_selectors(pair["select"]),
                spell_selectors(pair["remove"]),
                WORD.findall(words_1((root / row["expected"]).read_text("utf-8"))),
            )


@pytest.mark.shared
def test_no_word_of_the_expected_text_is_lost(shared: Path) -> None:
    """Where the newest selectors leave out what older ones kept, the words must stand in the page read whole."""
    wanted = kept = beyond = 0
    narrower = []
    for page in real_pages(shared):
        words = WORD.findall(words_1(page.read().text))
        steps = LCSseq.opcodes(page.expected, words)
        lost = [
            w for s in steps if s.tag in ("delete", "replace") for w in page.expected[s.src_start : s.src_end]
        ]
        wanted, kept = wanted + len(page.expected), kept + len(words)
        beyond += sum(s.dest_end - s.dest_start for s in steps if s.tag in ("insert", "replace"))
        if lost:
            select = tuple(s.replace("start-after", "start-before") for s in page.select)
            wider = extract_policy(page.capture, select=select)
            again = WORD.findall(words_1(wider.text))
            steps = LCSseq.opcodes(page.expected, again)
            missing = [
                w
                for t in steps
                if t.tag in ("delete", "replace")
                for w in page.expected[t.src_start : t.src_end]
            ]
            glued = "".join(again)
            assert all(word in glued and word not in again for word in missing), (page.name, lost)
            narrower.append((page.name, len(lost)))
    print(
        f"{wanted:,} words expected, {kept:,} kept, {beyond:,} of them beyond what the archive kept; {narrower}"
    )
    assert sum(count for _, count in narrower) <= 120
    assert len(narrower) <= 3
    assert beyond < wanted // 200


@pytest.mark.shared
def test_a_page_read_without_selectors_keeps_every_word_too(shared: Path) -> None:
    """Nobody wrote selectors: all words are kept but navigation inside the page; how much surrounds them is printed."""
    wanted = kept = lost = 0
    for page in real_pages(shared):
        words = WORD.findall(words_1(page.read(declared=False).text))
        same = LCSseq.similarity(page.expected, words)
        wanted, kept, lost = wanted + len(page.expected), kept + len(words), lost + len(page.expected) - same
    print(
        f"without selectors: {wanted:,} words expected, {lost:,} lost, {kept - wanted + lost:,} kept beyond them"
    )
    assert lost * 1000 < wanted
