"""The laws of the redline, on made-up policies and on real ones that were shuffled."""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.compare import after_text, before_text, diff_ops, redline
from generator.model.redline import HunkKind, Op
from tests.compare.opsform import Ops, assert_lossless, marked
from tests.compare.policies import policy_of
from tests.properties.policies import changed, policies, reworded

FEW = settings(max_examples=60, deadline=None)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+|[^\w\s]", text))


def mirrored(ops: Ops) -> set[tuple[object, ...]]:
    sign = {"-": "+", "+": "-"}
    return {
        (sign.get(op["op"], op["op"]), tuple(op.get("b", ())), tuple(op.get("a", ())), bool(op.get("moved")))
        for op in ops
    }


def plainly(ops: Ops) -> set[tuple[object, ...]]:
    return {(op["op"], tuple(op.get("a", ())), tuple(op.get("b", ())), bool(op.get("moved"))) for op in ops}


@FEW
@given(changed())
def test_both_texts_are_rebuilt_from_the_redline(pair: tuple[str, str]) -> None:
    before, after = pair
    assert_lossless(diff_ops(before, after), before, after)
    found = redline(policy_of(before), policy_of(after))
    assert before_text(found, before, after) == before
    assert after_text(found, before, after) == after


@FEW
@given(ANY_TEXT, ANY_TEXT)
def test_any_two_texts_are_compared_without_loss(before: str, after: str) -> None:
    assert_lossless(diff_ops(before, after), before, after)


@settings(max_examples=150, deadline=None)
@given(reworded())
def test_a_rewrite_is_compared_without_loss(pair: tuple[str, str]) -> None:
    before, after = pair
    ops = diff_ops(before, after)
    assert_lossless(ops, before, after)


@FEW
@given(changed())
def test_deleted_and_kept_words_are_the_earlier_text_and_inserted_and_kept_the_later(
    pair: tuple[str, str],
) -> None:
    before, after = pair
    found = redline(policy_of(before), policy_of(after))
    kept_a, kept_b = Counter[str](), Counter[str]()
    for edit in found.edits:
        old, new = before[edit.before.start : edit.before.end], after[edit.after.start : edit.after.end]
        if edit.op is Op.EQUAL:
            assert old == new
        if edit.op is not Op.INSERT:
            kept_a.update(c for c in old if not c.isspace())
        if edit.op is not Op.DELETE:
            kept_b.update(c for c in new if not c.isspace())
    assert kept_a == Counter(c for c in before if not c.isspace())
    assert kept_b == Counter(c for c in after if not c.isspace())


@FEW
@given(changed())
def test_hunks_tile_both_lists_of_segments(pair: tuple[str, str]) -> None:
    found = redline(policy_of(pair[0]), policy_of(pair[1]))
    before = [h.before for h in found.hunks if h.kind is not HunkKind.MOVED]
    after = [h.after for h in found.hunks if h.kind is not HunkKind.MOVED_AWAY]
    for spans, count in ((before, len(found.before)), (after, len(found.after))):
        at = 0
        for span in spans:
            assert span.start == at
            at = span.end
        assert at == count


@FEW
@example(
    (
        "Short notes help.\n\nReturns are free. Support answers within two days.\n",
        "Short notes help. Returns are free.\n",
    )
)
@given(changed())
def test_a_hunk_that_is_told_the_same_holds_no_words_that_went_or_came(pair: tuple[str, str]) -> None:
    for hunk in redline(policy_of(pair[0]), policy_of(pair[1])).hunks:
        if hunk.kind is HunkKind.SAME:
            marks = [edit for edit in hunk.edits if edit.op in (Op.DELETE, Op.INSERT) and edit.rule != "link"]
            assert marks == []


@FEW
@given(policies)
def test_a_text_against_itself_is_one_equal_piece(text: str) -> None:
    assert all(op["op"] == "=" for op in diff_ops(text, text))
    found = redline(policy_of(text), policy_of(text))
    assert found.stats.nothing_changed
    assert {hunk.kind for hunk in found.hunks} <= {HunkKind.SAME}


@FEW
@given(
    policies,
    st.sampled_from(
        [
            ("\n\n", "\n\n\n"),
            ("\n\n", "\n---\n\n"),
            ("\n\n", "\n\n* * *\n\n"),
            (" ", "  "),
            (" ", "\u00a0"),
            ("**", ""),
            ("_soft_", "soft"),
        ]
    ),
)
def test_respacing_and_remarking_are_quiet(text: str, change: tuple[str, str]) -> None:
    other = text.replace(*change)
    ops = diff_ops(text, other)
    assert_lossless(ops, text, other)
    assert marked(ops, "a", text) == []
    assert marked(ops, "b", other) == []


CLAUSES = (
    "We keep apples",
    "You pay for pears",
    "Plums are free",
    "Nuts are sold by weight",
    "Wine is not sold",
)
NUMBERED = (
    lambda n: f"10.{n} ",
    lambda n: f"{n}. ",
    lambda n: f"({chr(96 + n)}) ",
    lambda n: f"{('i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii')[n - 1]}. ",
)


@FEW
@given(st.permutations(CLAUSES), st.integers(3, 5), st.data(), st.sampled_from(NUMBERED))
def test_renumbering_that_a_new_clause_explains_is_quiet(
    clauses: list[str], size: int, data: st.DataObject, label: Callable[[int], str]
) -> None:
    kept = clauses[:size]
    place = data.draw(st.integers(0, size))
    after_clauses = [*kept[:place], "Bread may be had at dawn", *kept[place:]]
    before, after = (
        "10. Rules\n\n" * (label(1) == "10.1 ")
        + "".join(f"{label(n)}{words} here.\n\n" for n, words in enumerate(side, 1))
        for side in (kept, after_clauses)
    )
    ops = diff_ops(before, after)
    assert_lossless(ops, before, after)
    assert marked(ops, "a", before) == []
    shown = "".join(marked(ops, "b", after))
    assert "Bread may be had at dawn" in shown
    assert not any(words in shown for words in kept)


@FEW
@given(policies)
def test_a_lone_number_that_differs_is_shown(text: str) -> None:
    before, after = f"{text}\n\n77.3 is due.", f"{text}\n\n77.4 is due."
    assert "77.3" in "".join(marked(diff_ops(before, after), "a", before))


@FEW
@example(("", "* we."))
@given(changed())
def test_swapping_the_sides_swaps_what_is_deleted_and_what_is_inserted(pair: tuple[str, str]) -> None:
    before, after = pair
    assert mirrored(diff_ops(before, after)) == plainly(diff_ops(after, before))


@FEW
@given(st.integers(3, 12), st.integers(0, 2**16))
def test_an_edit_far_away_does_not_change_the_marks_here(count: int, seed: int) -> None:
    rng = random.Random(seed)
    lines = [
        f"Clause {chr(97 + n)} says that party {rng.random()} holds thing {rng.random()}."
        for n in range(count)
    ]
    here = [lines[0].replace("says", "states"), *lines[1:]]
    both = [*here[:-1], here[-1].replace("thing", "right")]
    before, one, two = "\n\n".join(lines), "\n\n".join(here), "\n\n".join(both)
    near = [mark for mark in marked(diff_ops(before, two), "b", two) if mark == "states"]
    assert near == marked(diff_ops(before, one), "b", one) == ["states"]


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 2])
def test_a_real_policy_with_its_paragraphs_shuffled_loses_no_word(shared: Path, seed: int) -> None:
    rng = random.Random(seed)
    for name in ("zoom/terms-of-service/20230401T064510Z.md", "doubao/privacy-policy/20251127T003309Z.md"):
        before = (shared / "archive" / name).read_bytes().decode()
        paragraphs = before.split("\n\n")
        rng.shuffle(paragraphs)
        after = "\n\n".join(paragraphs)
        ops = diff_ops(before, after)
        assert_lossless(ops, before, after)
        gone = Counter[str]()
        for piece in marked(ops, "a", before):
            gone.update(tokens(piece))
        new = Counter[str]()
        for piece in marked(ops, "b", after):
            new.update(tokens(piece))
        assert sum(gone.values()) < 0.05 * sum(tokens(before).values())
