"""The answers of the issue form `change.yml`, checked: what `smallprint new` needs, a line each, into files of a folder.

Usage: ISSUE_BODY=... issue_draft.py FOLDER. The words come from anybody, so each answer must have the one shape that is asked
for, and nothing of it is ever run. Standard library only.
"""

import os
import re
import sys
from pathlib import Path

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CAPTURE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?:@[0-9a-f]{8,64})?|https://[A-Za-z0-9.-]+/[!-~]+")
ASKED = {
    "Company": ("company", NAME),
    "Document": ("document", NAME),
    "The earlier capture": ("before", CAPTURE),
    "The later capture": ("after", CAPTURE),
}


def answers(body: str) -> dict[str, str]:
    """The answer under each heading of the form."""
    parts = re.split(r"^### (.+?)\s*$", body.replace("\r\n", "\n"), flags=re.MULTILINE)
    found: dict[str, str] = {}
    for heading, answer in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(
            heading, answer.strip()
        )  # an answer that holds a heading of ours does not take its place
    return found


def checked(body: str) -> tuple[dict[str, str], list[str]]:
    """What `new` is to be called with, and what is wrong with the answers."""
    told = answers(body)
    good: dict[str, str] = {}
    wrong: list[str] = []
    for heading, (name, shape) in ASKED.items():
        answer = told.get(heading, "")
        if shape.fullmatch(answer) and len(answer) <= 500:
            good[name] = answer
        else:
            wrong.append(f"“{heading}” is not what was asked for")
    return good, wrong


def main() -> int:
    good, wrong = checked(os.environ.get("ISSUE_BODY", ""))
    for line in wrong:
        print(line)
    if wrong:
        return 1
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, answer in good.items():
        (folder / name).write_text(answer + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
