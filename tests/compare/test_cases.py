"""Cases that people can read and edit: files of before, after and what is shown, and the tricky ones of the docs.

``[-deleted-]``, ``{+inserted+}`` and ``{>moved<}`` are drawn into the later text. To write what is shown after a change
that is meant, run with SMALLPRINT_WRITE_CASES=1 and read the difference.
"""

import os
import re
from pathlib import Path

import pytest

from generator.compare import diff_ops
from tests.compare.opsform import assert_lossless, drawn

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = [*sorted((ROOT / "tests/cases/redline").glob("*.md")), ROOT / "docs/tricky-cases.md"]
CASE = re.compile(
    r"(?m)^#+ (?P<title>(?!Before|After|Shown).+)\n(?:(?!#).*\n)*"
    r"#+ Before\n\n```text\n(?P<before>[\s\S]*?)\n```\n\n#+ After\n\n```text\n(?P<after>[\s\S]*?)\n```\n\n"
    r"#+ Shown\n\n```text\n(?P<shown>[\s\S]*?)\n```"
)


def cases() -> list[object]:
    found = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for case in CASE.finditer(text):
            line = text.count("\n", 0, case.start()) + 1
            found.append(pytest.param(path, case, id=f"{path.relative_to(ROOT)}:{line}"))
    return found


@pytest.mark.parametrize(("path", "case"), cases())
def test_what_a_case_says_is_shown_is_shown(path: Path, case: re.Match[str]) -> None:
    before, after = case["before"], case["after"]
    assert_lossless(diff_ops(before, after), before, after)
    shown = drawn(before, after)
    if os.environ.get("SMALLPRINT_WRITE_CASES"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace(case[0], case[0][: case.start("shown") - case.start()] + shown + "\n```"), "utf-8"
        )
        return
    assert shown == case["shown"]


def test_every_case_file_holds_a_case() -> None:
    for path in FILES:
        assert CASE.search(path.read_text(encoding="utf-8")), path
