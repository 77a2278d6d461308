"""What became of quoted words is asked once, and again when a capture, the list of captures or the code is another."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.jobs.other_captures import Captures
from generator.jobs.redline_job import TextOrder
from generator.jobs.tools import Tools
from generator.model.captures import CaptureRow
from generator.model.digests import Digest, digest_of
from generator.model.locators import OtaLocator
from generator.model.lock import Became, Later
from generator.model.problems import SourcePos
from generator.store.evidence_store import EvidenceStore

GONE = Later(state="gone", at=datetime(2024, 1, 1, tzinfo=UTC), capture=digest_of(b"later"), archive="ota")
FOUND: Became = ((GONE,), ())


def row(number: int) -> CaptureRow:
    body = f"text {number}".encode()
    return CaptureRow(
        archive="ota",
        captured_at=datetime(2024, 1, number, tzinfo=UTC),
        order=number,
        locator=OtaLocator(repository="acme/terms", commit=f"{number:040x}", path="Acme/Terms.md"),
        sha256=digest_of(body),
        size=len(body),
    )


class Asked:
    """A document of two captures; each `ask` is a build of its own with the memo of those before."""

    def __init__(self, folder: Path) -> None:
        self.tools = Tools(
            evidence=EvidenceStore(folder / "store"), memo=Memo(folder / "memo"), templates=folder
        )
        self.rows: tuple[CaptureRow, ...] = (row(1), row(2))
        self.read = "model-1"
        self.code = digest_of(b"code")
        self.answers = 0

    def ask(self, question: object, answer: Became = FOUND) -> Became:
        words = tuple(
            (each.sha256, Node(job="words", key=digest_of(self.read.encode())), TextOrder(digest=each.sha256))
            for each in self.rows
        )
        captures = Captures(
            words,
            Digest("c" * 64),
            SourcePos(path="note.md"),
            self.tools,
            rows=self.rows,
            evidence_code=self.code,
        )

        def give() -> Became:
            self.answers += 1
            return answer

        found = captures.recalled(question, give)
        for node, body in captures.fresh:
            self.tools.memo.keep_bytes(node, body)
        return found


def test_the_same_question_of_the_same_captures_is_answered_once(tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    assert asked.ask(("quoted", 1)) == asked.ask(("quoted", 1)) == FOUND
    assert asked.answers == 1


@pytest.mark.parametrize("change", ["question", "row", "list", "reading", "code"])
def test_another_question_capture_list_reading_or_code_asks_again(change: str, tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    asked.ask("quoted")
    if change == "row":
        asked.rows = (asked.rows[0], replace(asked.rows[1], words="another digest"))
    elif change == "list":
        asked.rows = (*asked.rows, row(3))
    elif change == "reading":
        asked.read = "model-2"
    elif change == "code":
        asked.code = digest_of(b"other code")
    asked.ask("others" if change == "question" else "quoted")
    assert asked.answers == 2


@pytest.mark.parametrize("half", [(None, ()), ((), None), (None, None)])
def test_what_a_capture_out_of_reach_leaves_open_is_not_remembered(half: Became, tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    assert asked.ask("quoted", half) == half
    assert asked.ask("quoted") == FOUND
    assert asked.answers == 2
