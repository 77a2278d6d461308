"""The editorial fault cases and hostile inputs of the shared fixtures: each is refused, at its line, and nothing else happens."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.content.addresses import alias_problem
from generator.content.catalog import build_catalog
from generator.content.check import check_catalog
from generator.content.frontmatter import split_front_matter
from generator.content.lock_file import parse_lock
from generator.content.quotation_marks import markdown_parser, parse_marks
from generator.model.digests import Digest
from generator.model.problems import Problem
from generator.model.sources import SourceFile
from generator.store.sources import read_sources
from tests.evidence.site_reading import problems_of

MINIMAL = Path(__file__).parent.parent / "sites" / "minimal" / "content"
NOTE = "brightnote/terms-of-service/2024-04-01.md"


def file(path: str, text: str) -> Callable[[Path], None]:
    """A change to a site: a file with this text."""

    def apply(content: Path) -> None:
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")

    return apply


def edit(old: str, new: str) -> Callable[[Path], None]:
    """A change to a site: other words in its note."""

    def apply(content: Path) -> None:
        text = (content / NOTE).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (content / NOTE).write_text(text.replace(old, new), encoding="utf-8")

    return apply


def link(content: Path) -> None:
    (content / "topics" / "x.md").symlink_to("/etc/passwd")


LAUGHS = "a: &a [x]\n" + "".join(
    f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]\n" for p, n in zip("abcdefghi", "bcdefghij", strict=True)
)
ABOUT = "---\ntitle: About\n---\nWords.\n"
SENTENCE = "The sentence on deletion was carried over."
REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "ed-slug-traversal": (edit("authors:", "slug: ../../../etc/cron.d/x\nauthors:"), "unknown-key"),
    "ed-slug-absolute": (edit("authors:", "slug: /tmp/pwn\nauthors:"), "unknown-key"),
    "ed-slug-collision-case": (
        lambda content: (file("about/index.md", ABOUT)(content), file("About/index.md", ABOUT)(content))[0],
        "duplicate-address",
    ),
    "ed-slug-reserved": (file("_headers/index.md", ABOUT), "reserved-address"),
    "ed-netlify-control-file-in-assets": (file("assets/_redirects", "/* /x 301\n"), "stray-file"),
    "ed-yaml-laughs": (file("topics/ai-training.md", f"---\n{LAUGHS}---\n"), "yaml-alias"),
    "ed-yaml-tag": (edit("[desk]", "!!python/object/apply:os.system [x]"), "yaml-tag"),
    "ed-yaml-norway": (edit("kind: announced", "kind: no"), "bad-value"),
    "ed-yaml-dup-keys": (edit("quote: licence}", "quote: licence, quote: licence}"), "duplicate-key"),
    "ed-md-javascript-link": (edit(SENTENCE, "[x](javascript:alert(1))"), "bad-link"),
    "ed-md-data-link": (edit(SENTENCE, "[x](data:text/html,..)"), "bad-link"),
    "ed-md-image-remote": (edit(SENTENCE, "![](https://tracker.example/x.gif)"), "image"),
    "ed-quote-not-in-source": (edit("> solely to operate", "> solely to run"), "quotation-not-found"),
    "ed-quote-ellipsis": (
        edit("> solely to operate the Service", "> the Service […] solely to operate"),
        "quotation-not-found",
    ),
    "ed-pr-symlink-md": (link, "symlink"),
}
HARMLESS: dict[str, Callable[[Path], None]] = {
    "ed-md-raw-html": edit(SENTENCE, "<script>alert(1)</script>"),
    "ed-quote-invisible": edit("> solely to operate", "> sole\u200bly to operate"),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "content")
    return tmp_path / "content"


def errors(content: Path) -> list[Problem]:
    return [p for p in problems_of(content) if p.code != "no-lock"]


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_an_editorial_fault_is_refused_at_file_and_line(content: Path, case: str) -> None:
    apply, code = REFUSED[case]
    apply(content)
    found = [p for p in errors(content) if p.code == code]
    assert found
    assert found[0].where.line >= 1
    assert (content / found[0].where.path.removeprefix("content/")).is_symlink() or (
        content / found[0].where.path.removeprefix("content/")
    ).exists()


@pytest.mark.parametrize("case", sorted(HARMLESS))
def test_what_the_rules_make_harmless_is_no_fault(content: Path, case: str) -> None:
    HARMLESS[case](content)
    assert errors(content) == []


def test_every_editorial_case_of_the_fixtures_is_here(shared: Path) -> None:
    cases = json.loads((shared / "fixtures" / "faults" / "cases.json").read_text(encoding="utf-8"))
    assert {c["id"] for c in cases if c["class"] == "editorial"} <= {*REFUSED, *HARMLESS}


def test_raw_html_is_text_and_unsafe_links_are_none() -> None:
    drawn = markdown_parser().render(
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>\n"
    )
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "href" not in drawn


def payloads(folder: Path, pattern: str) -> list[str]:
    return [
        f.read_bytes().decode("utf-8", "surrogateescape") for f in sorted(folder.glob(pattern)) if f.is_file()
    ]


def test_hostile_yaml_is_read_or_refused_and_never_raises(shared: Path) -> None:
    texts = payloads(shared / "fixtures" / "payloads" / "yaml", "**/*")
    assert texts
    for text in texts:
        started = time.process_time()  # work, not waiting: a busy machine does not add to it
        for whole in (text, f"---\n{text}\n---\nbody\n"):
            front = split_front_matter(SourceFile(path="x.md", text=whole, digest=Digest("")), "x.md")
            assert front.fields is not None or front.problems
        assert time.process_time() - started < 10


def test_hostile_json_is_no_lock(shared: Path) -> None:
    for text in payloads(shared / "fixtures" / "payloads" / "json", "*.json"):
        lock, problems = parse_lock(text, "x.lock")
        assert lock is None
        assert [p.code for p in problems] == ["bad-lock"]


def test_no_traversal_is_an_alias_or_a_file_of_content(shared: Path) -> None:
    texts = json.loads((shared / "fixtures" / "payloads" / "path_traversal.json").read_text(encoding="utf-8"))
    where = problems_of(MINIMAL)[0].where
    for text in texts:
        if any(mark in text for mark in ("..", "/", "\\", "%")):
            assert alias_problem(text, where) is not None, text
            source = SourceFile(path=f"{text}.md", text=ABOUT, digest=Digest(""))
            catalog, problems = build_catalog([source])
            assert {p.code for p in problems} > {"no-report"}
            assert (catalog.companies, catalog.pages, catalog.changes) == ((), (), ())


def test_naughty_strings_in_a_note_are_words(content: Path, shared: Path) -> None:
    texts = json.loads((shared / "fixtures" / "payloads" / "blns.json").read_text(encoding="utf-8"))
    body = "\n\n".join(t for t in texts if "\x00" not in t)
    parse_marks(body, "x.md", 1)
    note = content / NOTE
    note.write_text(note.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8", errors="replace")
    catalog, problems = build_catalog(read_sources(content))
    assert {p.code for p in problems} <= {"bad-quotation-mark"}
    assert {p.code for p in check_catalog(catalog)} <= {
        *(
            "no-lock",
            "bad-link",
            "dead-link",
            "image",
            "bad-reference",
            "unlisted-source",
            "unknown-section",
            "motive",
        ),
    }
