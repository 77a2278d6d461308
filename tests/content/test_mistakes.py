"""Mistakes as people make them: each gives one problem, at the line where it was made, with a hint, and nothing beside it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.evidence.site_reading import problems_of

FULL = Path(__file__).parent.parent / "sites" / "full" / "content"
TERMS = "brightnote/terms-of-service"
NOTE = f"{TERMS}/2024-04-01.md"
TABLE = f"{TERMS}/captures.tsv"
STORY = "stories/notes-2024.md"
Slip = Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One slip: what is done to the report, and the one problem that it should give."""

    name: str
    slip: Slip
    code: str
    path: str = NOTE
    line: int
    hint: str  # words of the hint


def swap(old: str, new: str, path: str = NOTE) -> Slip:
    def slip(content: Path) -> None:
        file = content / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")

    return slip


def rename(old: str, new: str) -> Slip:
    return lambda content: (content / old).rename(content / new) and None


def remove(path: str) -> Slip:
    return lambda content: (content / path).unlink()


def recode(change: Callable[[bytes], bytes], path: str = NOTE) -> Slip:
    def slip(content: Path) -> None:
        file = content / path
        file.write_bytes(change(file.read_bytes()))

    return slip


def both(*slips: Slip) -> Slip:
    def slip(content: Path) -> None:
        for one in slips:
            one(content)

    return slip


def mistake(name: str, line: int, code: str, hint: str, slip: Slip, path: str = NOTE) -> Mistake:
    return Mistake(name=name, slip=slip, code=code, path=path, line=line, hint=hint)


PINS = "before: 2024-02-01T12:45:56Z\nafter: 2024-04-01T06:45:10Z"
SWAPPED = "before: 2024-04-01T06:45:10Z\nafter: 2024-02-01T12:45:56Z"
DELETION = "{right: survives-deletion, over: content, state: ruled-out, quote: deletion, right-words: remove your notes, state-words: We remove your notes}"
CORRECTION = "  - {date: 2026-11-22, kind: date, was: captured on 2 April, now: captured on 1 April}"
LICENCE = "> [!after licence] 10.4"
OLD = "> [!before old-licence] 7"

MISTAKES = [
    mistake("a key mistyped", 3, "unknown-key", "did you mean summary", swap("summary: The", "sumary: The")),
    mistake("a required key left out", 2, "missing-key", "content-guide", swap("title: Brightnote's terms licensed notes for machine learning\n", "")),
    mistake("a key within a claim mistyped", 35, "unknown-key", "did you mean", swap("state: claimed, quote", "stat: claimed, quote")),
    mistake("a capital in a quotation's mark", 60, "bad-quotation-mark", "[!after name]", swap(LICENCE, "> [!After licence] 10.4")),
    mistake("a mark without its exclamation mark", 60, "bad-quotation-mark", "[!after name]", swap(LICENCE, "> [after licence] 10.4")),
    mistake("a mark without its side", 60, "bad-quotation-mark", "[!after name]", swap(LICENCE, "> [!licence] 10.4")),
    mistake("a mark with a space before its side", 60, "bad-quotation-mark", "[!after name]", swap(LICENCE, "> [! after licence] 10.4")),
    mistake("a mark without its >", 60, "bad-quotation-mark", ">", swap(LICENCE, LICENCE[2:])),
    mistake("the name of a quotation with a space", 60, "bad-quotation-mark", "[!after name]", swap("[!after licence]", "[!after the licence]")),
    mistake("two quotations run together", 59, "bad-quotation-mark", "blank line", swap("operate the Service\n\n> [!", "operate the Service\n> [!")),
    mistake("a right mistyped", 36, "not-in-vocabulary", "did you mean survives-deletion", swap("{right: survives-deletion", "{right: survive-deletion")),
    mistake("a state of a claim mistyped", 35, "not-in-vocabulary", "did you mean claimed", swap("state: claimed, quote", "state: claimd, quote")),
    mistake("the vocabulary emptied", 35, "no-vocabulary", "init", recode(lambda _: b"rights: {}\ndata: {}\nstates: {}\n", "vocabulary.yaml")),
    mistake("a key of the vocabulary mistyped", 6, "unknown-key", "did you mean label", swap("    label: Train its own models\n", "    lable: Train its own models\n", "vocabulary.yaml"), "vocabulary.yaml"),
    mistake("the home page asks for a right that is not listed", 80, "not-in-vocabulary", "did you mean train-own-models", swap("  right: train-own-models", "  right: train-own-modells", "vocabulary.yaml"), "vocabulary.yaml"),
    mistake("pins swapped", 4, "wrong-order", "swap", swap(PINS, SWAPPED)),
    mistake("sides of a quotation swapped", 60, "quotation-wrong-side", "[!after licence]", swap("[!after licence]", "[!before licence]")),
    mistake("a pin with another minute", 5, "unknown-capture", "2024-04-01T06:45:10Z", swap("after: 2024-04-01T06:45:10Z", "after: 2024-04-01T06:54:10Z")),
    mistake("a pin that is a day", 5, "bad-time", "2024-02-01T12:45:56Z", swap("after: 2024-04-01T06:45:10Z", "after: 2024-04-01")),
    mistake("a file renamed", 1, "dropped-address", "rename it back", rename(NOTE, f"{TERMS}/2024-04-02.md"), f"{TERMS}/2024-04-02.md"),
    mistake("a file deleted", 1, "dropped-address", "withdrawn", both(remove(f"{TERMS}/2024-06-03.md")), f"{TERMS}/2024-06-03.lock"),
    mistake("a file named by words", 1, "bad-address", "day", rename(NOTE, f"{TERMS}/april.md"), f"{TERMS}/april.md"),
    mistake("a file named by an impossible day", 1, "bad-address", "day", rename(NOTE, f"{TERMS}/2024-04-31.md"), f"{TERMS}/2024-04-31.md"),
    mistake("spaces for tabs in the table", 4, "bad-captures-row", "tab", recode(lambda b: b"\n".join(x.replace(b"\t", b" ") if n == 3 else x for n, x in enumerate(b.split(b"\n"))), TABLE), TABLE),
    mistake("spaces for tabs all through the table", 1, "bad-captures-row", "tab", recode(lambda b: b.replace(b"\t", b"  "), TABLE), TABLE),
    mistake("a digest of the table cut short", 4, "bad-captures-row", "64", swap("7ecfe17790", "7ecfe1779", TABLE), TABLE),
    mistake("the company's page lost", 2, "unknown-company", "index.md", remove("brightnote/index.md"), "brightnote/privacy-policy/index.md"),
    mistake("the document's page lost", 2, "unknown-document", "index.md", remove("brightnote/privacy-policy/index.md"), "brightnote/privacy-policy/2024-04-02.md"),
    mistake("a correction that is a sentence", 44, "bad-type", "date", swap(CORRECTION, "  - The day was corrected.")),
    mistake("a kind of correction that is none", 44, "bad-value", "factual", swap("kind: date, was", "kind: typo, was")),
    mistake("a wrong clause", 60, "wrong-clause", "10.4", swap(LICENCE, "> [!after licence] 10.5")),
    mistake("an unknown topic", 6, "unknown-topic", "did you mean ai-training", swap("topics: [ai-training, content-licence]", "topics: [ai-trainin, content-licence]")),
    mistake("a topic's file mistyped", 1, "bad-address", "lower-case", rename("topics/ai-training.md", "topics/AI training.md"), "topics/AI training.md"),
    mistake("an unknown author", 7, "unknown-person", "did you mean sample", swap("authors: [desk, sample]", "authors: [desk, smaple]")),
    mistake("a quotation's name used twice", 65, "duplicate-quotation", "anchor", swap("[!after deletion]", "[!after licence]")),
    mistake("a letter of a quotation wrong", 60, "quotation-not-found", "[-machine-learning-]{+machine learning+}, artificial", swap("> machine learning, art", "> machine-learning, art")),
    mistake("a quotation's word replaced", 60, "quotation-not-found", "[-teaching-]{+training+}, testing", swap("intelligence, training, testing", "intelligence, teaching, testing")),
    mistake("a quotation renamed", 60, "dropped-address", "keep the quotation under its name", both(swap("[!after licence]", "[!after licenc]"), swap("quote: licence}", "quote: licenc}"))),
    mistake("a claim on a quotation that is not there", 36, "unknown-quotation", "did you mean deletion", swap(DELETION, DELETION.replace("quote: deletion", "quote: deletoin"))),
    mistake("a date that disagrees", 13, "date-disagrees", "what the capture says", swap("date: 2024-03-31", "date: 2024-03-30")),
    mistake("a day that the calendar lacks", 13, "bad-date", "month", swap("date: 2024-03-31", "date: 2024-02-31")),
    mistake("a date in words", 8, "bad-date", "2026-11-24", swap("published: 2026-11-20", "published: 20 November 2026")),
    mistake("tabs in YAML", 13, "yaml-syntax", "spaces", swap("    date: 2024-03-31", "\tdate: 2024-03-31")),
    mistake("front matter that does not end", 1, "no-front-matter", "---", swap("\n---\n\nThe terms", "\n\nThe terms")),
    mistake("a colon in a title", 2, "yaml-syntax", "quoted", swap("title: Brightnote's terms licensed", "title: Brightnote: its terms licensed")),
    mistake("a quote mark left open", 14, "yaml-syntax", "quote mark", swap('March 31, 2024"', "March 31, 2024")),
    mistake("a key written twice", 7, "duplicate-key", "one", swap("authors: [desk, sample]", "topics: [ai-training]\nauthors: [desk, sample]")),
    mistake("a dead link", 77, "dead-link", "did you mean", swap("(/brightnote/terms-of-service/2024-05-11/#promise)", "(/brightnote/terms-of-service/2024-05-12/)")),
    mistake("a relative link", 77, "bad-link", "from the root", swap("(/brightnote/terms-of-service/2024-05-11/#promise)", "(../2024-05-11/)")),
    mistake("an image", 86, "image", "asks no other origin", swap("The captures hold words, not conduct.", "![notes](https://brightnote.example/a.png)")),
    mistake("a quotation in a story that is not there", 17, "unknown-reference", "did you mean licence", swap("{{quote brightnote/terms-of-service/2024-04-01#licence}}", "{{quote brightnote/terms-of-service/2024-04-01#licance}}", STORY), STORY),
    mistake("a story's change that is not there", 6, "unknown-change", "did you mean", swap("[brightnote/terms-of-service/2024-04-01,", "[brightnote/terms-of-service/2024-04-10,", STORY), STORY),
    mistake("a translation of no quotation", 10, "unknown-quotation", "did you mean switch", swap("  switch: You", "  swich: You", "lumen-chat/privacy-policy/2025-03-01.md"), "lumen-chat/privacy-policy/2025-03-01.md"),
    mistake("an address where a URL should be", 22, "bad-url", "https://", swap("url: https://brightnote.example/blog/new-terms", "url: brightnote.example/blog/new-terms")),
    mistake("a merge that nobody settled", 7, "merge-conflict", "keep one", swap("authors: [desk, sample]", "<<<<<<< HEAD\nauthors: [desk, sample]\n=======\nauthors: [desk]\n>>>>>>> other")),
    mistake("a merge in the note", 74, "merge-conflict", "keep one", swap("## How we read it", "<<<<<<< HEAD\n## How we read it\n=======\n## Our view\n>>>>>>> other")),
    mistake("a merge in the table", 6, "merge-conflict", "keep one", recode(lambda b: b.replace(b"\nsample-versions\t2024-05-11", b"\n<<<<<<< HEAD\nsample-versions\t2024-05-11"), TABLE), TABLE),
    mistake("the table deleted", 4, "unknown-capture", "bring content/brightnote/terms-of-service/captures.tsv back", remove(TABLE)),
    mistake("a lock cut short", 37, "bad-lock", "from git", recode(lambda b: b[:-10], f"{TERMS}/2024-04-01.lock"), f"{TERMS}/2024-04-01.lock"),
    mistake("a document's folder renamed", 1, "bad-lock", "rename it back", rename(TERMS, "brightnote/terms"), "brightnote/terms/2024-04-01.lock"),
    mistake("a company's folder renamed", 1, "bad-lock", "rename it back", rename("brightnote", "brightnotes"), "brightnotes/privacy-policy/2024-04-02.lock"),
    mistake("one capture for both pins", 5, "wrong-order", "later capture", swap("before: 2024-02-01T12:45:56Z", "before: 2024-04-01T06:45:10Z")),
    mistake("dots for words left out", 65, "quotation-not-found", "left out with […]", swap("We remove your notes […] within", "We remove your notes ... within")),
    mistake("a file saved in another coding", 66, "not-utf-8", "UTF-8", recode(lambda b: b.replace("[…] within thirty".encode(), "[…] within thirty".encode("cp1252")))),
]  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(FULL, tmp_path / "content")
    return tmp_path / "content"


@pytest.mark.parametrize("one", MISTAKES, ids=lambda one: one.name)
def test_a_mistake_gives_one_problem_at_its_line(content: Path, one: Mistake) -> None:
    one.slip(content)
    told = problems_of(content)
    assert [(p.code, p.where.path, p.where.line) for p in told] == [
        (one.code, f"content/{one.path}", one.line)
    ], "\n".join(str(p) for p in told)
    assert one.hint in told[0].hint


TOLERATED = [
    ("line ends of Windows", recode(lambda b: b.replace(b"\n", b"\r\n"))),
    ("a byte order mark", recode(lambda b: b"\xef\xbb\xbf" + b)),
    ("line ends of Windows in the table", recode(lambda b: b.replace(b"\n", b"\r\n"), TABLE)),
    ("no line end at the end", recode(lambda b: b.rstrip())),
    ("HTML, which is shown as text", swap("The captures hold words, not conduct.", "The <b>captures</b> hold words.")),
    ("a file of the desktop", lambda content: (content / ".DS_Store").write_bytes(b"x") and None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slip"), TOLERATED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_harms_nobody_is_no_problem(content: Path, name: str, slip: Slip) -> None:
    slip(content)
    assert problems_of(content) == ()


def test_two_slips_in_two_pages_give_two_problems(content: Path) -> None:
    """Nothing is left out but what follows from something told."""
    swap("summary: The", "sumary: The")(content)
    swap("2024-04-01#licence}}\n\nIn May", "2024-06-30#licence}}\n\nIn May", STORY)(content)
    swap("[promised](/brightnote/terms-of-service/2024-05-11/)", "[promised](/brightnote/terms/)", STORY)(
        content
    )
    assert [(p.code, p.where.line) for p in problems_of(content)] == [
        ("unknown-key", 3),
        ("unknown-reference", 17),
        ("dead-link", 19),
    ]
