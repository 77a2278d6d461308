"""A content tree becomes a catalog; what is wrong is told at its place, and the rest is still read."""

import shutil
from pathlib import Path

import pytest

from generator.content.catalog import build_catalog
from generator.model.captures import Side
from generator.model.catalog import Catalog
from generator.model.problems import Problem
from generator.store.sources import read_sources

SITES = Path(__file__).parent.parent / "sites"
CHANGE = "brightnote/terms-of-service/2024-04-01.md"


def read(content: Path) -> tuple[Catalog, tuple[Problem, ...]]:
    return build_catalog(read_sources(content))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the minimal site that a test may break."""
    shutil.copytree(SITES / "minimal" / "content", tmp_path / "content")
    return tmp_path / "content"


def edit(content: Path, path: str, old: str, new: str) -> int:
    """Replace words in a file; the line on which they stood."""
    file = content / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_example_of_the_content_guide_is_read_without_a_problem() -> None:
    guide = (SITES.parent.parent / "docs" / "content-guide.md").read_text(encoding="utf-8")
    sample = (SITES / "minimal" / "content" / CHANGE).read_text(encoding="utf-8")
    assert sample.rstrip("\n") in guide
    catalog, problems = read(SITES / "minimal" / "content")
    assert problems == ()
    change = catalog.changes[0]
    assert change.url == "brightnote/terms-of-service/2024-04-01/"
    assert [(q.side, q.name, q.clause, q.pair) for q in change.quotations] == [
        (Side.BEFORE, "old-licence", "7", "licence"),
        (Side.AFTER, "licence", "10.4", "old-licence"),
        (Side.AFTER, "deletion", "10.5", ""),
    ]
    assert [d.kind for d in change.dates] == ["effective", "announced"]
    assert catalog.row(change.document_key, change.before) is not None


BROKEN = [
    (CHANGE, "title: Brightnote's", "titel: Brightnote's", "unknown-key", "did you mean title?"),
    (CHANGE, "published: 2026-11-24", "published: 2026-11-31", "bad-date", "check month and day"),
    (CHANGE, "before: 2024-02-01T12:45:56Z", "before: 2024-02-30T12:45:56Z", "bad-time", "2024-02-01T12"),
    (CHANGE, "before: 2024-02-01T12:45:56Z", "before: 2024-02-01T12:45:57Z", "unknown-capture", "12:45:56Z"),
    (CHANGE, "quote: licence}", "quote: licnce}", "unknown-quotation", "did you mean licence?"),
    (
        CHANGE,
        "right: train-own-models",
        "right: train-own-model",
        "not-in-vocabulary",
        "did you mean train-own-models?",
    ),
    (CHANGE, "[ai-training, content-licence]", "[ai-trainig]", "unknown-topic", "did you mean ai-training?"),
    (CHANGE, "authors: [desk]", "authors: [somebody]", "unknown-person", "known are desk"),
    (CHANGE, "authors: [desk]", "authors: desk", "bad-type", "should be a list"),
    (CHANGE, "source: announcement", "source: annoucement", "unknown-source", "did you mean announcement?"),
    (CHANGE, "[!after licence]", "[!afters licence]", "bad-quotation-mark", "write > [!after name]"),
    (CHANGE, "[!after licence]", "[!after licence 5/4]", "bad-quotation-mark", "2/4"),
    (CHANGE, "[!after deletion]", "[!after licence]", "duplicate-quotation", "its own"),
    (
        CHANGE,
        "date: 2024-03-31\n    words",
        "date: 2024-03-31\n    word",
        "unknown-key",
        "did you mean words?",
    ),
    (CHANGE, "date: 2024-03-31", "date: 2024-03-30", "date-disagrees", "one of the two"),
    (CHANGE, "authors: [desk]", "authors: &a [desk]", "yaml-alias", "write the value out"),
    (CHANGE, "authors: [desk]", "authors: !!python/object/apply:os.system [x]", "yaml-tag", "plain value"),
    (CHANGE, "authors: [desk]", "authors: [desk]\nauthors: [desk]", "duplicate-key", "keep one"),
    (
        CHANGE,
        "authors: [desk]",
        "slug: ../../../etc/cron.d/x\nauthors: [desk]",
        "unknown-key",
        "rename the file",
    ),
    (CHANGE, "authors: [desk]", "aliases: [../../x]\nauthors: [desk]", "bad-address", "from the root"),
    (CHANGE, "authors: [desk]", "aliases: [/tmp/pwn]\nauthors: [desk]", "bad-address", "from the root"),
    (CHANGE, "authors: [desk]", "aliases: [data/x]\nauthors: [desk]", "reserved-address", "former address"),
    (
        CHANGE,
        "authors: [desk]",
        "aliases: [brightnote]\nauthors: [desk]",
        "duplicate-address",
        "nothing else",
    ),
    (
        "brightnote/terms-of-service/index.md",
        "kind: terms-of-service",
        "kind: terms-of-service\none-edition: [example, exampel]",
        "unknown-archive",
        "did you mean example?",
    ),
    ("brightnote/terms-of-service/captures.tsv", "\tfirst", "\tfrist", "bad-captures-row", "known are first"),
    ("report.yaml", "as-of: 2026-11-23", "as-of: soon", "bad-date", "write it as"),
    ("topics/ai-training.md", "definition:", "deffinition:", "unknown-key", "did you mean definition?"),
]


@pytest.mark.parametrize(("path", "old", "new", "code", "hint"), BROKEN)
def test_a_mistake_is_told_at_its_line_with_a_hint(
    content: Path, path: str, old: str, new: str, code: str, hint: str
) -> None:
    line = edit(content, path, old, new)
    _, problems = read(content)
    found = [p for p in problems if p.code == code]
    assert found, [str(p) for p in problems]
    assert found[0].where.path == f"content/{path}"
    assert line <= found[0].where.line <= line + new.count("\n")
    assert hint in found[0].hint or hint in found[0].message


def test_one_bad_file_does_not_stop_the_others(content: Path) -> None:
    edit(content, CHANGE, "published: 2026-11-24", "published: never")
    edit(content, "topics/ai-training.md", "title:", "titel:")
    edit(content, "brightnote/index.md", "website:", "wbesite:")
    catalog, problems = read(content)
    assert {p.where.path for p in problems} == {
        f"content/{CHANGE}",
        "content/topics/ai-training.md",
        "content/brightnote/index.md",
    }
    assert [t.slug for t in catalog.topics] == ["content-licence"]
    assert [d.key for d in catalog.documents] == ["brightnote/terms-of-service"]


def test_an_unknown_company_is_told_at_the_file_that_needs_it(content: Path) -> None:
    (content / "brightnote" / "index.md").unlink()
    _, problems = read(content)
    assert {(p.code, p.where.path) for p in problems} == {
        ("unknown-company", "content/brightnote/terms-of-service/index.md"),
    }


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("_headers", "stray-file"),
        ("assets/_redirects", "stray-file"),
        ("_redirects/index.md", "reserved-address"),
        ("stories/terms/index.md", "reserved-address"),
        ("Data/index.md", "reserved-address"),
        ("c/index.md", "reserved-address"),
        ("embed/index.md", "reserved-address"),
        ("Acme/index.md", "bad-address"),
        ("a--b/index.md", "bad-address"),
        ("con/index.md", "reserved-address"),
        ("brightnote/Terms/index.md", "bad-address"),
        ("brightnote/terms-of-service/april.md", "bad-address"),
        ("brightnote/feed/index.md", "reserved-address"),
    ],
)
def test_a_file_with_an_address_that_cannot_be_is_refused(content: Path, path: str, code: str) -> None:
    file = content / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\nname: Acme\n---\n", encoding="utf-8")
    _, problems = read(content)
    assert [(p.code, p.where.path) for p in problems] == [(code, f"content/{path}")]


def test_addresses_that_differ_in_case_only_are_one(content: Path) -> None:
    page = "---\ntitle: About\n---\n\nWords.\n"
    for name in ("about", "About"):
        (content / name).mkdir(exist_ok=True)
        (content / name / "index.md").write_text(page, encoding="utf-8")
    if len(list(content.glob("[aA]bout"))) < 2:
        pytest.skip("this file system folds case itself")
    catalog, problems = read(content)
    assert {p.code for p in problems} == {"duplicate-address", "bad-address"}
    assert [p.where.path for p in catalog.pages] == ["content/about/index.md"]


def test_a_lock_without_its_change_is_a_dropped_address(content: Path) -> None:
    key = "brightnote/terms-of-service/2024-04-01"
    (content / CHANGE).unlink()
    lock = f'{{"lock": "lock-1", "change": "{key}", "passages": [], "quotations": [], "redirects": {{}}}}\n'
    (content / f"{key}.lock").write_text(lock, encoding="utf-8")
    _, problems = read(content)
    assert [(p.code, p.where.path) for p in problems] == [("dropped-address", f"content/{key}.lock")]


def test_a_link_to_another_file_is_not_followed(content: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\ndefinition: Secret\n---\n", encoding="utf-8")
    (content / "topics" / "x.md").symlink_to(secret)
    (content / "elsewhere").symlink_to(tmp_path)
    catalog, problems = read(content)
    assert [p.code for p in problems] == ["symlink", "symlink"]
    assert "Secret" not in str(catalog)


def test_a_file_that_is_not_utf_8_is_told_at_the_line_of_the_byte(content: Path) -> None:
    (content / "topics" / "ai-training.md").write_bytes(b"---\ntitle: A\ndefinition: caf\xe9\n---\n")
    _, problems = read(content)
    assert ("not-utf-8", 3) in [(p.code, p.where.line) for p in problems]
    assert not [p for p in problems if p.code == "unknown-topic"]


def test_an_alias_bomb_is_refused_at_once(content: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (content / "topics" / "ai-training.md").write_text(f"---\n{bomb}---\n", encoding="utf-8")
    _, problems = read(content)
    assert "yaml-alias" in [p.code for p in problems]


def test_no_is_a_word_and_not_a_guess(content: Path) -> None:
    edit(content, "topics/ai-training.md", "phrases: [machine", "phrases: [no, 1.10, 2024-01-01, machine")
    catalog, problems = read(content)
    assert problems == ()
    assert catalog.topics[0].phrases[:3] == ("no", "1.10", "2024-01-01")
