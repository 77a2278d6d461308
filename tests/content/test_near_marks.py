"""A mistyped mark leaves the words below it unchecked, so it is told; an ordinary block quote is left alone."""

from pathlib import Path

import pytest

from generator.content.catalog import build_catalog
from generator.content.check import check_catalog
from generator.content.quotation_marks import markdown_parser, parse_marks
from generator.store.sources import read_sources
from tests.conftest import ROOT

MISTYPED = [
    "> [after licence] 3",
    "> [After licence] 3",
    "> [after licence] Section 3",
    "> [after licence] Your content",
    "> [after licence 2/4] 10.4",
    "> [after: licence] 3",
    "> [after:licence]",
    "> [after, licence] § 3",
    "> [befroe licence] 3",
    "> [after]",
    "> [ after licence ] 3",
    "> [! after licence] 3",
    "> [!After licence]",
    "> [!AFTER licence] 3",
    "> [!after]",
    "> [!afer licence] 3",
    "> [!before: licence]",
    "> [!before licence 3",
    "> [after! licence] 3",
    "> [1after licence] 3",
    "> ![after licence] 3",
    "> (!after licence)",
    "> (after licence) 3",
    "> {!before licence}",
    "> <!after licence>",
    "> !after licence",
    "> ! after licence",
    "> !befor licence 3",
    "> \\[!after licence] 3",
    "> **[!after licence]** 3",
    "> `[!after licence]` 3",
    '> "[!after licence]" 3',
    "> ［!after licence］ 3",
    "> [！after licence] 3",
    "> 【after licence】 3",
    "> &#91;!after licence] 3",
    "> \u200b[!after licence] 3",
    "> [!after\u00a0licence] 3",
    ">[after licence] 3",
    ">      [after licence] 3",
    "- > [!after licence] 3",
    "* > [after licence] 3",
    "1. > [!after licence] 3",
    "> > [!after licence] 3",
    "> - [!after licence] 3",
]
ORDINARY = [
    "> After the trial ends, we keep what you wrote.",
    "> Before 2024 nothing was said.",
    "> [After acquisition] we shall keep everything that you gave us",
    "> [after the merger] we keep nothing",
    "> [after licence](https://acme.example/) says the company",
    "> [before][1] the change",
    "> [Before] 2020, the company had kept a promise to nobody",
    "> ![after the change](picture.png)",
    "> (after tax) income means what is left",
    "> *After* that we stop.",
    "> **Before** you begin",
    "> _after_",
    "> !important",
    "> [Later] 3",
    "> [afternoon shift] 3",
    "> [licence] 3",
    "> [^1] after",
    "> “After licence” means what it says",
    "> 3. after licence",
]


@pytest.mark.parametrize("lead", ["", "We quote:\n\n"])
@pytest.mark.parametrize("first", MISTYPED)
def test_a_mistyped_mark_is_told_at_its_line(first: str, lead: str) -> None:
    indent = "   " if first[0] in "-*1" else ""
    marks, problems = parse_marks(f"{lead}{first}\n{indent}> words of the capture\n\nMore.", "x.md", 10)
    assert marks == ()
    assert [(p.code, p.where.line) for p in problems] == [("bad-quotation-mark", 10 + lead.count("\n"))]


@pytest.mark.parametrize("after", ["", "> 10 more words", "> and more of them\n> and more"])
@pytest.mark.parametrize("first", ORDINARY)
def test_an_ordinary_block_quote_is_left_alone(first: str, after: str) -> None:
    assert parse_marks(f"Text.\n\n{first}\n{after}\n\nMore.", "x.md", 1) == ((), ())


def test_a_mark_below_the_first_line_is_told_where_it_stands() -> None:
    _, problems = parse_marks("> He said:\n>\n> [!after licence] 3\n> words", "x.md", 1)
    assert [(p.code, p.where.line) for p in problems] == [("bad-quotation-mark", 3)]


@pytest.mark.parametrize("body", ["[!after licence] 3\nwords", "So:\n[!before licence] 3", "- [!after a] 3"])
def test_a_mark_without_a_block_quote_is_told(body: str) -> None:
    _, problems = parse_marks(body, "x.md", 1)
    assert [p.code for p in problems] == ["bad-quotation-mark"]
    assert "begin" in problems[0].hint


@pytest.mark.parametrize(
    "body", ["```\n> [after licence] 3\n```", "    > [!after licence] 3", "`[!after a] 3`"]
)
def test_what_stands_in_code_is_an_example(body: str) -> None:
    assert parse_marks(f"Text.\n\n{body}\n", "x.md", 1) == ((), ())


def test_a_line_of_words_keeps_an_angle_bracket_that_is_no_prefix() -> None:
    (mark,), problems = parse_marks("> [!after licence] 3\nage > 13", "x.md", 1)
    assert problems == ()
    assert mark.words == "age > 13"


@pytest.mark.parametrize("kind", ["stories/one.md", "about/index.md", "topics/ai-training.md"])
@pytest.mark.parametrize("first", ["> [!after licence] 3", "> [after licence] 3", "> (!after licence)"])
def test_a_quotation_in_a_story_or_a_page_is_told_for_nothing_checks_it(
    tmp_path: Path, kind: str, first: str
) -> None:
    fields = {"stories": "title: One\nsummary: Two.\npublished: 2024-01-01\nchanges: []\nauthors: [desk]"}
    fields |= {"about": "title: One\nsummary: Two.", "topics": "title: One\ndefinition: Two.\nphrases: [a]"}
    (tmp_path / "report.yaml").write_text(
        "title: R\ntagline: T\nas-of: 2024-01-01\npeople:\n  desk: {name: D}\n"
    )
    file = tmp_path / kind
    file.parent.mkdir(parents=True)
    file.write_text(f"---\n{fields[kind.partition('/')[0]]}\n---\nText.\n\n{first}\n> words\n\n> ordinary\n")
    catalog, problems = build_catalog(read_sources(tmp_path))
    assert problems == ()
    found = [p for p in check_catalog(catalog) if p.code == "bad-quotation-mark"]
    assert [(p.where.path, p.where.line) for p in found] == [
        (f"content/{kind}", file.read_text().split("\n").index(first) + 1)
    ]


def test_no_page_and_no_document_of_this_repository_is_hit() -> None:
    parser = markdown_parser()
    files = [path for folder in ("content", "docs") for path in sorted((ROOT / folder).rglob("*.md"))]
    assert len(files) > 100
    for path in files:
        assert not parse_marks(path.read_text(encoding="utf-8"), str(path), 1, parser)[1], path


@pytest.mark.shared
def test_no_line_of_an_archived_policy_looks_like_a_mark(shared: Path) -> None:
    from generator.content.near_marks import looks_like_mark

    lines = {
        line
        for path in sorted((shared / "archive").rglob("*.md"))
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n")
        if line.strip()
    }
    assert len(lines) > 10_000
    assert [line for line in sorted(lines) if looks_like_mark(line, more=True)] == []
