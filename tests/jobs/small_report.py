"""A small invented report of ten changes, written into a folder: for tests that build it again and again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.model.digests import digest_of
from generator.model.times import spell_time
from tests.conftest import VOCABULARY

DOCUMENTS = (("acme", "terms", 4), ("acme", "privacy", 3), ("bolt", "terms", 3))  # company, document, changes
CLAUSES = ("records", "drawings", "letters", "songs", "maps")

REPORT = """\
title: Smallwatch
tagline: How two invented companies change their terms
base-url: https://small.example/
as-of: 2026-11-23
people:
  desk: {name: The desk, role: the project itself, url: ""}
licences: {notes: CC BY 4.0, code: Apache-2.0, data: CC0-1.0}
whole-texts: context
"""

NOTE = """\
---
title: %(name)s's %(document)s keep %(what)s for %(days)s days
summary: The later text says %(days)s days.
before: %(before)s
after: %(after)s
topics: [keeping]
authors: [desk]
published: 2026-11-20
claims:
  - {right: survives-deletion, over: content, state: claimed, quote: keeping}
notice:
  - looked: The two captures; none says how users were told.
searched:
  - {phrase: "keep your %(what)s for %(days)s days", in: after, found: present}
---

The later text names another number of days.

## What the captures show

> [!before old-keeping]
> keep your %(what)s for %(old)s days

> [!after keeping]
> keep your %(what)s for %(days)s days

## What this page does not show

Why.
"""


def capture_text(document: str, turn: int) -> str:
    """The text of a document after so many changes; each change alters one clause."""
    lines = [f"# The {document}", ""]
    for number, what in enumerate(CLAUSES, 1):
        lines += [f"{number}. We keep your {what} for {days_of(number - 1, turn)} days and no longer.", ""]
    return "\n".join(lines)


def days_of(clause: int, turn: int) -> int:
    """How many days a clause says after so many changes."""
    return 10 * (clause + 1) + sum(1 for t in range(1, turn + 1) if (t - 1) % len(CLAUSES) == clause)


def write_report(content: Path) -> None:
    """The report, its captures committed beside it."""
    files = {
        "report.yaml": REPORT,
        "vocabulary.yaml": VOCABULARY,
        "topics/keeping.md": "---\ntitle: Keeping\ndefinition: How long things are kept.\nphrases: [days]\n---\n\nWords.\n",
        "acme/index.md": "---\nname: Acme\nwebsite: https://acme.example/\n---\nInvented.\n",
        "bolt/index.md": "---\nname: Bolt\nwebsite: https://bolt.example/\n---\nInvented as well.\n",
    }
    for company, document, changes in DOCUMENTS:
        folder = f"{company}/{document}"
        files[f"{folder}/index.md"] = (
            f"---\ntitle: The {document}\nkind: terms-of-service\nedition: {{audience: All, language: en}}\n---\n"
        )
        rows = ["archive\tcaptured-at\torder\tlocator\tsha256\tbytes\tmedia-type\twords\tlinks\tclass"]
        times = [
            spell_time(datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=31 * n))
            for n in range(changes + 1)
        ]
        for turn, at in enumerate(times):
            text = capture_text(document, turn)
            name = f"{folder}/captures/{turn}.md"
            files[name] = text
            body = text.encode()
            rows.append(
                f"example\t{at}\t{turn}\tfolder:content/{name}\t{digest_of(body)}\t{len(body)}\ttext/markdown\t\t\t"
                + ("first" if turn == 0 else "change")
            )
            if turn:
                clause = (turn - 1) % len(CLAUSES)
                files[f"{folder}/{at[:10]}.md"] = NOTE % {
                    "name": company.title(),
                    "document": document,
                    "what": CLAUSES[clause],
                    "days": days_of(clause, turn),
                    "old": days_of(clause, turn - 1),
                    "before": times[turn - 1],
                    "after": at,
                }
        files[f"{folder}/captures.tsv"] = "\n".join(rows) + "\n"
    for path, text in files.items():
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
