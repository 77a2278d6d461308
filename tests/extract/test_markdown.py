"""Markdown captures: the text stays as it is, blocks are spans of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extract import extract_policy
from generator.extract.markdown import find_blocks
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.policy import BlockKind

TEXT = """\
Acme Terms
==========

Effective 1 May.\x20\x20
Read them.

**2\\. Content**
---------------

### 2.1 Licence

*   You keep it.
    *   Always.

        Even so.
    1.  first
*   *   ### Deep
2.  Last
still last

* * *

| a | b |
| --- | --- |
| **c**<br>d | e |
after
```
# code

more
```
"""


def capture_of(body: bytes, media_type: str = "text/markdown", charset: str = "") -> Capture:
    return Capture(sha256=digest_of(body), body=body, media_type=media_type, charset=charset)


def shown(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, text[b.span.start : b.span.end]) for b in find_blocks(text)]


def test_blocks_follow_the_structure_of_lines() -> None:
    assert shown(TEXT) == [
        ("heading", 1, "Acme Terms\n=========="),
        ("paragraph", 0, "Effective 1 May.  \nRead them."),
        ("heading", 2, "**2\\. Content**\n---------------"),
        ("heading", 3, "### 2.1 Licence"),
        ("item", 1, "*   You keep it."),
        ("item", 2, "*   Always."),
        ("paragraph", 0, "Even so."),
        ("item", 2, "1.  first"),
        ("item", 1, "*   *   ### Deep"),
        ("item", 1, "2.  Last\nstill last"),
        ("paragraph", 0, "* * *"),
        ("row", 0, "| a | b |"),
        ("row", 0, "| --- | --- |"),
        ("row", 0, "| **c**<br>d | e |"),
        ("paragraph", 0, "after"),
        ("paragraph", 0, "```\n# code\n\nmore\n```"),
    ]


def test_line_ends_of_any_kind_are_kept_and_separate_blocks() -> None:
    text = "# A\r\n\r\none\rtwo\r\n\r\n* b\r\n"
    assert shown(text) == [("heading", 1, "# A"), ("paragraph", 0, "one\rtwo"), ("item", 1, "* b")]


def test_a_title_far_above_its_underline_is_a_heading() -> None:
    assert shown("Title\n\n\n=====\n\ntext") == [("heading", 1, "Title\n\n\n====="), ("paragraph", 0, "text")]


@given(st.text(alphabet="ab#*-=|>`1. \n\r\t\u00a0", max_size=60))
def test_blocks_stand_in_order_and_leave_only_blank_lines_out(text: str) -> None:
    at = 0
    for block in find_blocks(text):
        assert at <= block.span.start < block.span.end <= len(text)
        assert not text[at : block.span.start].strip(" \t\r\n>\u00a0")
        at = block.span.end
    assert not text[at:].strip(" \t\r\n>\u00a0")


def test_a_markdown_capture_is_taken_as_it_is() -> None:
    policy = extract_policy(capture_of("# Über\r\n\r\nText\u00a0hier.".encode()), language="de")
    assert policy.text == "# Über\r\n\r\nText\u00a0hier."
    assert (policy.extractor, policy.encoding, policy.language) == ("markdown-1", "utf-8", "de")
    assert [b.kind for b in policy.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert policy.warnings == ()


def test_bytes_that_are_no_text_are_replaced_the_same_way_each_time_and_counted() -> None:
    policy = extract_policy(capture_of(b"a \xff\xfe b\0c"))
    assert policy.text == "a \ufffd\ufffd bc"
    assert policy.warnings == (
        "2 bytes or sequences that are no utf-8 shown as U+FFFD",
        "1 NUL characters left out, as browsers do",
    )


@pytest.mark.shared
def test_every_real_capture_is_covered_by_its_blocks(shared: Path) -> None:
    for path in sorted((shared / "archive").glob("*/*/*.md")):
        text = path.read_bytes().decode("utf-8")
        at = 0
        for block in find_blocks(text):
            assert not text[at : block.span.start].strip(" \t\r\n>\u00a0\u200b"), path
            at = block.span.end
        assert not text[at:].strip(" \t\r\n>\u00a0\u200b"), path
