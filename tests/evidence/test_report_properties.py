"""What holds for any content: reading never raises, addresses are unique, and locks survive any segmentation."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.content.captures_table import parse_captures
from generator.content.catalog import build_catalog
from generator.content.frontmatter import split_front_matter
from generator.content.lock_file import parse_lock, spell_lock
from generator.content.quotation_marks import parse_marks
from generator.evidence.lock_keeping import make_lock
from generator.evidence.passages import SidePassages, find_windows, parse_id
from generator.evidence.resolve import resolve_quotations
from generator.model.captures import Side
from generator.model.digests import Digest
from generator.model.evidence import SideText
from generator.model.policy import Span
from generator.model.sources import SourceFile
from tests.evidence.report_sides import change, sides_of

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
YAMLISH = st.text(alphabet="abc:-[]{}&*!'\"#|>%@`\n\t ,0é\u2028", max_size=80)
MARKED = st.lists(
    st.sampled_from(
        [
            "> [!after a] 1",
            "> [!before b 1/2]",
            "> words",
            ">",
            "",
            "words",
            "```",
            "* item",
            "> > x",
            "[!after c]",
            "    x",
            "| a |",
        ]
    ),
    max_size=12,
).map("\n".join)
SENTENCES = st.sampled_from(
    [
        "You keep your notes.",
        "We read them.",
        "We read them to train models.",
        "Fees apply.",
        "Fees apply, always.",
    ]
)
POLICY = st.lists(
    st.tuples(st.sampled_from(["", "1. ", "2.1 ", "## ", "* "]), SENTENCES).map("".join),
    min_size=1,
    max_size=9,
).map("\n\n".join)


@SLOW
@given(YAMLISH)
def test_any_front_matter_is_read_or_has_a_problem(text: str) -> None:
    source = SourceFile(path="topics/x.md", text=f"---\n{text}\n---\n", digest=Digest(""))
    front = split_front_matter(source, "x.md")
    assert front.fields is not None or front.problems
    assert all(p.where.line >= 1 and p.where.column >= 1 for p in front.problems)
    assert build_catalog([source])[1]


@SLOW
@given(MARKED)
def test_any_note_is_read_and_its_quotations_stand_where_they_say(body: str) -> None:
    marks, _ = parse_marks(body, "x.md", 1)
    assert len({m.name for m in marks}) == len(marks)
    for mark in marks:
        assert body[mark.offset : mark.end].lstrip().startswith(">")
        assert f"[!{mark.side} {mark.name}" in body.split("\n")[mark.where.line - 1]


@SLOW
@given(st.text(alphabet="\tab1\n-:Z", max_size=80))
def test_any_table_is_read_or_has_a_problem(text: str) -> None:
    rows, problems = parse_captures(text, "x.tsv")
    assert rows == ()
    assert problems


@SLOW
@given(st.text(alphabet="ab ", max_size=30), st.text(alphabet="ab ", min_size=1, max_size=4))
def test_windows_are_whole_words_and_all_of_them(text: str, words: str) -> None:
    words = words.strip()
    padded = f" {text} "
    expected = [n for n in range(len(text)) if words and padded[n:].startswith(f" {words} ")] if words else []
    assert find_windows(text, words) == expected


@SLOW
@given(POLICY, POLICY, st.lists(st.booleans(), min_size=40, max_size=40))
def test_addresses_are_unique_and_stay_whatever_is_merged(before: str, after: str, joins: list[bool]) -> None:
    sides, found = sides_of(before, after)
    evidence, problems = resolve_quotations(change(), sides, found)
    assert problems == ()
    ids = [p.id for p in evidence.passages]
    assert len(set(ids)) == len(ids)
    assert all(parse_id(name) for name in ids)
    lock = make_lock(change(), evidence)
    assert parse_lock(spell_lock(lock), "x.lock") == (lock, ())
    for side in Side:
        again = SidePassages(side, merged(sides.of(side), joins))
        again.add_locked(lock.passages)
        assert again.lost == []
        kept = {p.id: p.span for p in evidence.passages if p.side is side}
        assert {p.id: p.span for p in again.all()} == kept


def merged(side: SideText, joins: list[bool]) -> SideText:
    """Segments joined with the one before them wherever `joins` says so."""
    segments = list(side.segments[:1])
    for segment, join in zip(side.segments[1:], joins, strict=False):
        if join:
            segments[-1] = replace(segments[-1], span=Span(segments[-1].span.start, segment.span.end))
        else:
            segments.append(segment)
    return replace(side, segments=tuple(segments))
