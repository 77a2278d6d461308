"""``python -m benchmarks.report.make_report DIR CHANGES``: an invented report of so many changes, by fixed seed.

Companies of two documents of ten changes each. A capture has about 20 KB in sixty clauses, of which six are reworded from
one capture to the next. A note has about 600 words with a quotation of each side, a table, a footnote and a code block.
All words and names are invented. `DIR/content` is the report, `DIR/mirror` its captures; `lock` makes the locks.
"""

import hashlib
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measuring import ROOT
from generator.content.captures_table import spell_captures
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.digests import Digest
from generator.model.locators import FolderLocator
from generator.model.words import links_digest, words_digest

CHANGES = 10  # of a document
DOCUMENTS = (("terms-of-service", "Terms of Service"), ("privacy-policy", "Privacy Policy"))
SECTIONS, CLAUSES = 12, 5  # of a document, of a section
REWORDED = 6  # clauses a version
SENTENCES = 3  # of a clause
START = datetime(2021, 3, 1, 6, 45, 10, tzinfo=UTC)
STEP = timedelta(days=97, hours=3)
SMALL = "the of to you we our your a and in for with by that may any this not is are on from as it".split()
HEADS = "b br d dr f fl g gr h k kl l m n p pl r s sk st t tr v w z".split()
TAILS = "a e i o u ai ea ou an en in or un al el ir os".split()

# A clause is its sentences; the clauses of a text are told by section and number.
Clauses = dict[tuple[int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rewording:
    """A clause whose last sentence differs between two captures."""

    clause: str
    was: str
    now: str


class Writer:
    """Writes sentences of invented words, the same ones for the same seed."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def word(self) -> str:
        parts = self.chance.choices((1, 2, 3), (1, 4, 3))[0]
        made = "".join(self.chance.choice(HEADS) + self.chance.choice(TAILS) for _ in range(parts)) + "n"
        return "braven" if made == "brazen" else made  # a word that `check` knows, and warns of

    def words(self, count: int) -> list[str]:
        return [
            self.chance.choice(SMALL) if self.chance.random() < 0.45 else self.word() for _ in range(count)
        ]

    def sentence(self, low: int = 12, high: int = 24) -> str:
        words = self.words(self.chance.randint(low, high))
        words.insert(len(words) // 2, self.word() + ",")
        return " ".join(words).capitalize() + "."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def clauses(self) -> Clauses:
        return {
            (section, clause): tuple(self.sentence() for _ in range(SENTENCES))
            for section in range(1, SECTIONS + 1)
            for clause in range(1, CLAUSES + 1)
        }

    def reword(self, clauses: Clauses) -> tuple[Clauses, list[Rewording]]:
        """The next version: in six clauses the last sentence keeps some of its words and gets others."""
        new = dict(clauses)
        told = []
        for key in sorted(self.chance.sample(sorted(clauses), REWORDED)):
            *kept, was = clauses[key]
            words = was.rstrip(".").split(" ")
            at = self.chance.randint(2, len(words) - 4)
            words[at : at + 3] = self.words(self.chance.randint(3, 6))
            now = " ".join(words).capitalize() + "."
            new[key] = (*kept, now)
            told.append(Rewording(f"{key[0]}.{key[1]}", was, now))
        return new, told


def make_report(folder: Path, changes: int, seed: int = 7) -> None:
    """Write a report of `changes` changes into `folder`, locks included."""
    content, mirror = folder / "content", folder / "mirror"
    for path, text in _common():
        _write(content / path, text)
    left = changes
    for number in range(-(-changes // (CHANGES * len(DOCUMENTS)))):
        name = Writer(f"{seed} company {number}").word().capitalize() + f" {number}"
        slug = name.lower().replace(" ", "-")
        _write(content / slug / "index.md", _company(name, slug))
        for kind, title in DOCUMENTS:
            count = min(left, CHANGES)
            if count:
                _document(content / slug / kind, mirror, name, title, count, Writer(f"{seed} {slug} {kind}"))
            left -= count
    lock = [sys.executable, "-m", "generator", "lock", "--quiet", "--offline"]
    lock += ["--content", str(content), "--mirror", str(mirror), "--store", str(folder / "store")]
    subprocess.run(lock, cwd=ROOT, check=True)


def _common() -> Iterator[tuple[str, str]]:
    """Files that every report has, by path."""
    yield (
        "report.yaml",
        "title: Inventions\ntagline: How invented companies change their terms\nbase-url: https://report.example\n"
        "repository: none\nbranch: main\ncontact: https://report.example/contact\nas-of: 2026-11-24\n"
        'people:\n  desk: {name: The desk, role: the project itself, url: ""}\n'
        "licences: {notes: CC BY 4.0, code: Apache-2.0, data: CC0-1.0}\nwhole-texts: context\n",
    )
    for slug, title, phrase in (("first", "First topic", "banen"), ("second", "Second topic", "dralin")):
        definition = "A topic of the invented report."
        yield (
            f"topics/{slug}.md",
            f"---\ntitle: {title}\ndefinition: {definition}\nphrases: [{phrase}]\n---\nWords on this topic.\n",
        )


def _company(name: str, slug: str) -> str:
    return f"---\nname: {name}\nnames:\n  - name: {name}\nwebsite: https://{slug}.example/\n---\n{name} is invented.\n"


def _document(folder: Path, mirror: Path, company: str, title: str, changes: int, writer: Writer) -> None:
    """A document with its captures and one change fewer than captures."""
    place = f"{folder.parent.name}/{folder.name}"
    _write(
        folder / "index.md",
        f"---\ntitle: {title}\nkind: {folder.name}\nedition:\n  audience: everybody\n  language: en\n"
        f"  seen-from: nowhere, the text is invented\nlocations:\n  - url: https://{folder.parent.name}.example/legal\n"
        f"archives:\n  - folder:mirror/{place}\n---\nInvented captures.\n",
    )
    clauses = writer.clauses()
    rows = [_keep(mirror / place, _spell(company, title, clauses), 0)]
    for number in range(1, changes + 1):
        clauses, told = writer.reword(clauses)
        rows.append(_keep(mirror / place, _spell(company, title, clauses), number))
        note = _note(company, title, rows[-2], rows[-1], told, writer)
        _write(folder / f"{rows[-1].captured_at:%Y-%m-%d}.md", note)
    _write(folder / "captures.tsv", spell_captures(rows))


def _spell(company: str, title: str, clauses: Clauses) -> str:
    """A version as a Markdown capture."""
    lines = [f"# {company} {title}", ""]
    for (section, clause), sentences in clauses.items():
        if clause == 1:
            lines += [f"## {section}. Section {section}", ""]
        lines += [f"{section}.{clause} {' '.join(sentences)}", ""]
    return "\n".join(lines)


def _keep(folder: Path, text: str, number: int) -> CaptureRow:
    """Write a capture into the mirror; its row of the list."""
    at = START + number * STEP
    name = f"{at:%Y%m%dT%H%M%SZ}.md"
    body = text.encode()
    _write(folder / name, text)
    return CaptureRow(
        archive="invented-versions",
        captured_at=at,
        order=number,
        locator=FolderLocator(path=f"mirror/{folder.parent.name}/{folder.name}/{name}"),
        sha256=Digest(hashlib.sha256(body).hexdigest()),
        size=len(body),
        media_type="text/markdown",
        words=words_digest(text),
        links=links_digest(text),
        kind=CaptureClass.CHANGE if number else CaptureClass.FIRST,
    )


def _note(
    company: str, title: str, before: CaptureRow, after: CaptureRow, told: list[Rewording], writer: Writer
) -> str:
    """A note of about 600 words on the first two rewordings."""
    one, two = told[:2]
    table = [
        f"| {r.clause} | {writer.word()} {writer.word()} | {writer.word()} {writer.word()} |" for r in told
    ]
    lines = [
        "---",
        f"title: {company}'s {title.lower()} reworded clause {one.clause}",
        f"summary: The capture of {after.captured_at:%Y-%m-%d} has other words in six clauses than the one before it.",
        f"before: {before.ref}",
        f"after: {after.ref}",
        f"topics: [{writer.chance.choice(('first', 'second', 'first, second'))}]",
        "authors: [desk]",
        "published: 2026-11-24",
        "drafted-with: Drafted automatically from two invented captures; no human editor has reviewed it.",
        "---",
        writer.paragraph(5) + "[^1]",
        "",
        "## What the captures show",
        "",
        writer.paragraph(5),
        "",
        f"> [!before was] {one.clause}",
        f"> {one.was}",
        "",
        writer.paragraph(5),
        "",
        f"> [!after now] {two.clause}",
        f"> {two.now}",
        "",
        "### In a table",
        "",
        "| Clause | Before | After |",
        "| --- | --- | --- |",
        *table,
        "",
        "### In code",
        "",
        "```python",
        f"def {writer.word()}(clauses):",
        f'    """Return the {writer.word()} of each clause."""',
        f"    return [clause.{writer.word()}() for clause in clauses if clause.number > {len(told)}]",
        "```",
        "",
        "## How we read it",
        "",
        writer.paragraph(5),
        "",
        f"- {writer.sentence()}",
        f"- {writer.sentence()}",
        "",
        writer.paragraph(3),
        "",
        f"[^1]: {writer.sentence()}",
        "",
    ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    make_report(Path(sys.argv[1]), int(sys.argv[2]))
