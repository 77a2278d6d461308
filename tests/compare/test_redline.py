"""The redline of small invented policies: hunks, moves, states, and the clauses they stand in."""

import pytest

from generator.compare import (
    after_text,
    before_text,
    diff_ops,
    redline,
    state_of,
)
from generator.extract import clause_at, clause_span
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import HunkKind, Op, Redline
from tests.compare.opsform import assert_lossless, marked
from tests.compare.policies import policy_of

BEFORE = """# Acme Terms

Last updated: 1 May 2021

## 1. Your content

You keep the rights in what you post. We may show it to the people you choose.

You may delete what you post at any time, and we remove it from our systems within 30 days of your request.

## 2. Payments

Fees are due on the first day of each month and are not refunded when you leave early.

We tell you about new prices two weeks before they apply to your account.

## 3. Disputes

The courts at our seat hear all disputes about these terms, wherever you live.
"""
AFTER = """# Acme Terms

Last updated: 1 June 2022

## 1. Your content

You keep the rights in what you post. We may show it to the people you choose and use it for machine learning.

## 2. Disputes

The courts at our seat hear all disputes about these terms, wherever you live.

## 3. Payments

Fees are due on the first day of each month and are not refunded when you leave early.

We tell you about new prices two weeks before they apply to your account.

We do not sell your personal data to anyone.
"""


def compared(before: str, after: str) -> Redline:
    found = redline(policy_of(before), policy_of(after))
    assert before_text(found, before, after) == before
    assert after_text(found, before, after) == after
    return found


def kinds(found: Redline) -> list[HunkKind]:
    return [hunk.kind for hunk in found.hunks]


def test_each_kind_of_change_gets_its_own_kind_of_hunk() -> None:
    found = compared(BEFORE, AFTER)
    assert kinds(found) == [
        HunkKind.SAME,
        HunkKind.EDITED,
        HunkKind.SAME,
        HunkKind.EDITED,
        HunkKind.REMOVED,
        HunkKind.MOVED,
        HunkKind.MOVED,
        HunkKind.SAME,
        HunkKind.SAME,
        HunkKind.SAME,
        HunkKind.MOVED_AWAY,
        HunkKind.MOVED_AWAY,
        HunkKind.ADDED,
    ]
    assert (found.stats.added, found.stats.removed, found.stats.edited, found.stats.moved) == (1, 1, 2, 1)
    assert found.stats.headings == 1  # it moved with its clause


def test_hunks_tile_the_segments_of_both_sides_in_order() -> None:
    found = compared(BEFORE, AFTER)
    at = 0
    for hunk in found.hunks:
        if hunk.kind is not HunkKind.MOVED:
            assert hunk.before.start == at
            at = hunk.before.end
    assert at == len(found.before)
    at = 0
    for hunk in found.hunks:
        if hunk.kind is not HunkKind.MOVED_AWAY:
            assert hunk.after.start == at
            at = hunk.after.end
    assert at == len(found.after)


def test_a_text_against_itself_shows_no_change() -> None:
    found = compared(BEFORE, BEFORE)
    assert set(kinds(found)) == {HunkKind.SAME}
    assert found.stats.nothing_changed
    assert {edit.op for edit in found.edits} == {Op.EQUAL}


def test_a_renumbered_clause_is_matched_by_its_text() -> None:
    fewer = BEFORE.replace("## 2. Payments", "Payments").replace("## 3. Disputes", "## 2. Disputes")
    found = compared(fewer, BEFORE.replace("## 2. Payments", "Payments"))
    assert found.stats.words_inserted == 1  # 1., 3.: no neighbour explains the 3
    found = compared(
        BEFORE,
        BEFORE.replace("## 2.", "## 2. Trees\n\nTrees are kept.\n\n## 3.").replace("## 3. Dis", "## 4. Dis"),
    )
    assert set(kinds(found)) == {HunkKind.SAME, HunkKind.ADDED}
    assert {edit.rule for edit in found.edits if edit.op is Op.QUIET} >= {"numbering"}
    assert [edit.op for edit in found.edits if edit.rule == "numbering"] == [Op.QUIET, Op.QUIET]


def test_a_changed_link_target_is_a_change_of_its_own_kind() -> None:
    found = compared("See the [rules](https://acme.example/a).", "See the [rules](https://acme.example/b).")
    assert {edit.rule for edit in found.edits if edit.op in (Op.DELETE, Op.INSERT)} == {"link"}
    assert found.classes == ("link",)
    assert found.stats.links == 1
    assert found.stats.nothing_changed


def test_a_tracking_parameter_in_a_link_is_quiet() -> None:
    found = compared(
        "See the [rules](https://acme.example/a?utm_source=x).",
        "See the [rules](https://acme.example/a?utm_source=y).",
    )
    assert [edit.rule for edit in found.edits if edit.op is Op.QUIET] == ["tracking"]
    assert not found.stats.links


def test_curly_and_straight_quotes_differ_quietly() -> None:
    found = compared("We don't “sell” it.", 'We don’t "sell" it.')
    assert found.stats.nothing_changed
    assert {edit.rule for edit in found.edits if edit.op is Op.QUIET} == {"quotes"}


def test_quoted_words_are_told_apart_by_what_happened_to_them() -> None:
    found = compared(BEFORE, AFTER)

    def state(side: Side, words: str) -> str:
        text = BEFORE if side is Side.BEFORE else AFTER
        at = text.index(words)
        return state_of(found, side, Span(at, at + len(words)))

    assert state(Side.AFTER, "We do not sell your personal data") == "new"
    assert state(Side.BEFORE, "within 30 days of your request") == "removed"
    assert (
        state(Side.AFTER, "We may show it to the people you choose and use it for machine learning")
        == "edited"
    )
    assert state(Side.AFTER, "The courts at our seat hear all disputes") == "moved"
    assert state(Side.AFTER, "You keep the rights in what you post.") == "unchanged"
    assert state(Side.BEFORE, "the people you choose.") == "edited"


def test_a_clause_runs_to_the_next_number_of_its_level() -> None:
    segments = policy_of(AFTER).segments
    at = AFTER.index("We tell you about new prices")
    clause = clause_at(segments, Span(at, at + 10))
    assert clause is not None
    assert clause.number == "3"
    assert clause.path == ("Acme Terms", "3 Payments")
    index = next(i for i, segment in enumerate(segments) if segment.span.start == at)
    inside = clause_span(segments, index)
    assert [AFTER[segments[i].span.start :][:6] for i in inside] == ["## 3. ", "Fees a", "We tel", "We do "]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We keep it for a period of\n30. Then it goes.", "We keep it for a period of\n60. Then it goes."),
        ("24. Dezember 2022\n\nWillkommen", "25. Dezember 2022\n\nWillkommen"),
        ("1. ledna 2023", "1. ledna 2024"),
        ("24.12.22 gilt dies", "25.12.22 gilt dies"),
        ("Served from\n10.0.0.1 Only", "Served from\n10.0.0.2 Only"),
        ("Under the licence\n4.0 International", "Under the licence\n3.0 International"),
        ("1.5 million people", "2.5 million people"),
        ("(30) days of notice", "(60) days of notice"),
        ("It costs $5.", "It costs €5."),
        ("It costs 5%.", "It costs 5."),
        ("You may sell it", "You may not sell it"),
        ("Pay us, and go", "Pay us and go"),
        ("the Service", "the service"),
        ("Version 2\\. Done", "Version 3\\. Done"),
        ("a \\_ b", "a b"),
        ('[x](https://a.example "12 pages")', '[x](https://a.example "13 pages")'),
        ("see https://a.example/2014, or", "see https://a.example/2015, or"),
        ("我们保留30天", "我们保留60天"),
        ("เราเก็บข้อมูล", "เราขายข้อมูล"),
        ("نحتفظ بها 30 يوما", "نحتفظ بها 60 يوما"),
        ("אנחנו שומרים", "אנחנו מוכרים"),
        ("हम बेचते हैं", "हम नहीं बेचते हैं"),
    ],
)
def test_what_changes_meaning_is_never_quiet(before: str, after: str) -> None:
    ops = diff_ops(before, after)
    assert_lossless(ops, before, after)
    assert marked(ops, "a", before) or marked(ops, "b", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("10.3 **Fees.** You pay.\n\n10.4 Trees.", "10.4 Fees. You pay.\n\n10.5 Trees."),
        ("1. One thing.\n2. Another thing.", "2. One thing.\n3. Another thing."),
        ("(a) one thing; and\n(b) another", "(b) one thing; and\n(c) another"),
        ("## Fees", "### Fees"),
        ("* one\n* two", "- one\n- two"),
        ("one two three", "one\u00a0two\nthree"),
        ("may (a) sell or (b) rent it", "may\n(a) sell or\n(b) rent it"),
        ("We don't “sell” it", 'We don’t "sell" it'),
        ("co\u00adoperate", "cooperate"),
        ("Version 2\\.", "Version 2."),
        ("One. Two.\n\nThree.", "One.\n\nTwo. Three."),
        ("[x](https://a.example/?utm_source=1&id=2)", "[x](https://a.example/?id=2)"),
        ("**Servic**e", "Service"),
    ],
)
def test_respacing_remarking_and_renumbering_are_quiet(before: str, after: str) -> None:
    ops = diff_ops(before, after)
    assert_lossless(ops, before, after)
    assert not marked(ops, "a", before)
    assert not marked(ops, "b", after)


def test_the_rule_of_a_table_is_not_counted_as_a_clause() -> None:
    rows = "| What | How long |\n| --- | --- |\n| Calls | 30 days |\n"
    stats = redline(policy_of("We keep data.\n"), policy_of(f"We keep data.\n\n{rows}")).stats
    assert (stats.same, stats.added) == (1, 2)


def test_headings_are_counted_apart_from_clauses() -> None:
    before = "# Terms\n\n## Fees\n\nFees are due each month and are not refunded when you leave early.\n"
    after = (
        before
        + "\n## Data\n\nWe keep what you give us for as long as you stay with us, and delete it then.\n"
    )
    stats = compared(before, after).stats
    assert (stats.added, stats.headings) == (1, 1)
    only = compared(before, before.replace("## Fees", "## Prices")).stats
    assert (only.added, only.removed, only.edited, only.replaced) == (0, 0, 0, 0)
    assert only.headings == 2  # one gone, one new
    short = compared("1. We keep notes.\n", "1. We keep notes.\n\n2. We sell nothing.\n").stats
    assert (short.added, short.headings) == (
        1,
        0,
    )  # a clause of one sentence is its own title, and no heading
