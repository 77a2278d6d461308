"""Addresses of passages: what they are made of, and that they stay on the same words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.evidence.lock_keeping import compare_lock, evidence_from_lock, make_lock
from generator.evidence.passages import SidePassages, find_windows, parse_id, passage_id
from generator.evidence.resolve import resolve_quotations, side_text
from generator.model.captures import Side
from generator.model.evidence import Sides, SideText
from generator.model.lock import ChangeLock, LockedPassage
from generator.model.policy import Segment, Span
from generator.model.words import count_words, words_1
from tests.evidence.report_sides import change, codes, policy, real_sides, sides_of

VECTORS = Path(__file__).parent / "vectors"
HARD = ("twitter-terms-of-service-20241021", "reddit-terms-of-service-20240816")


@pytest.mark.parametrize(
    "case", json.loads((VECTORS / "ids.json").read_text(encoding="utf-8")), ids=lambda c: c["id"]
)
def test_an_id_is_made_as_the_frozen_vectors_say(case: dict[str, str]) -> None:
    words = words_1(case["text"])
    assert words == case["words-1"]
    assert count_words(words) == case["count"]
    assert passage_id(Side(case["side"]), words, int(case["nth"])) == case["id"]
    assert parse_id(case["id"]) is not None


@pytest.fixture(scope="session", params=HARD)
def hard(request: pytest.FixtureRequest, shared: Path) -> tuple[dict[str, list[list[int]]], Sides]:
    """A frozen vector of a change with repeated paragraphs, and both its texts."""
    changes = json.loads((shared / "archive" / "manifest.json").read_text(encoding="utf-8"))["changes"]
    record = next(c for c in changes if c["id"] == request.param)
    vector = json.loads((VECTORS / f"{request.param}.json").read_text(encoding="utf-8"))
    sides, _ = real_sides(shared, record)
    assert (sides.before.capture, sides.after.capture) == (vector["before"], vector["after"])
    return vector, sides


def locked_of(vector: dict[str, list[list[int]]], sides: Sides) -> list[LockedPassage]:
    return [
        LockedPassage(
            id=str(name),
            side=Side.BEFORE if str(name)[0] == "b" else Side.AFTER,
            capture=(sides.before if str(name)[0] == "b" else sides.after).capture,
            words=words,
            label="",
            nth=nth,
            of=of,
        )
        for name, words, nth, of, _ in vector["passages"]
    ]


def places_of(passages: SidePassages) -> dict[str, int]:
    return {p.id: k[0] for k, p in passages.by_place.items()}


def as_it_is(side: SideText) -> SideText:
    return side


def merged(side: SideText) -> SideText:
    """Every two segments made one."""
    pairs = [side.segments[n : n + 2] for n in range(0, len(side.segments), 2)]
    joined = tuple(replace(p[0], span=Span(p[0].span.start, p[-1].span.end)) for p in pairs)
    return replace(side, segments=joined)


def cut(side: SideText) -> SideText:
    """Every segment cut in halves, as a segmenter that believes in sentences might."""
    halves: list[Segment] = []
    for segment in side.segments:
        middle = (segment.span.start + segment.span.end) // 2
        halves += [
            replace(segment, span=Span(segment.span.start, middle)),
            replace(segment, span=Span(middle, segment.span.end)),
        ]
    return replace(side, segments=tuple(halves))


@pytest.mark.long
@pytest.mark.parametrize("remade", [as_it_is, merged, cut], ids=["as it is", "merged", "cut"])
def test_locked_addresses_stay_on_their_words_whatever_segmentation_does(
    hard: tuple[dict[str, list[list[int]]], Sides], remade: Callable[[SideText], SideText]
) -> None:
    vector, sides = hard
    locked = locked_of(vector, sides)
    wanted = {row[0]: row[4] for row in vector["passages"]}
    found: dict[str, int] = {}
    for side in Side:
        passages = SidePassages(side, remade(sides.of(side)))
        passages.add_locked(locked)
        assert passages.lost == []
        found |= places_of(passages)
    assert found == wanted
    assert sum(of > 1 for *_, of, _ in vector["passages"]) >= 9


def test_new_addresses_of_the_hard_ones_are_the_frozen_ones_wherever_words_are_frozen(
    hard: tuple[dict[str, list[list[int]]], Sides],
) -> None:
    """A later segmentation may find other passages, but never gives a frozen id to other words or another place."""
    vector, sides = hard
    wanted = {row[0]: row[4] for row in vector["passages"]}
    for side in Side:
        passages = SidePassages(side, sides.of(side))
        passages.add_locked(locked_of(vector, sides))
        for index in range(len(sides.of(side).segments)):
            passages.add_segment(index)
        again = places_of(passages)
        assert {k: v for k, v in again.items() if k in wanted} == {
            k: v for k, v in wanted.items() if k[0] == side[0]
        }
        assert len(again) == len(set(again.values())) or len(passages.by_place) == len(again)


TERMS = """# Terms

Please read all of this.

## 1. Notes

1.1 You keep your notes.

1.2 We may read your notes.

We delete them when you ask.

## 2. Files

2.1 You keep your files.

We delete them when you ask.
"""
LATER = (
    TERMS.replace("read your notes", "read your notes to train models")
    .replace("Please read", "Do read")
    .replace("when you ask", "when you ask twice")
)


def relock(sides: Sides, lock: ChangeLock, remade: Callable[[SideText], SideText]) -> dict[str, str]:
    """The words of every locked address in remade sides."""
    words: dict[str, str] = {}
    for side in Side:
        passages = SidePassages(side, remade(sides.of(side)))
        passages.add_locked(lock.passages)
        assert passages.lost == []
        for (start, end), passage in passages.by_place.items():
            for name in (passage.id, *passage.aliases):
                words[name] = passages.folded.text[start:end]
    return words


def test_equal_passages_are_told_apart_in_text_order_over_all_segments() -> None:
    sides, found = sides_of(TERMS, LATER)
    evidence, problems = resolve_quotations(change(), sides, found)
    assert problems == ()
    twice = [
        p
        for p in evidence.passages
        if p.id.startswith(passage_id(Side.BEFORE, "We delete them when you ask."))
    ]
    assert [p.id[12:] for p in twice] == ["", "-2"]
    assert twice[0].span is not None
    assert twice[1].span is not None
    assert twice[0].span < twice[1].span


def test_two_merged_clauses_leave_every_address_on_the_same_words() -> None:
    sides, found = sides_of(TERMS, LATER)
    evidence, _ = resolve_quotations(change("> [!after train] 1.2\n> to train models"), sides, found)
    lock = make_lock(change(), evidence)
    assert relock(sides, lock, merged) == relock(sides, lock, as_it_is)
    assert relock(sides, lock, cut) == relock(sides, lock, as_it_is)


def test_a_changed_selector_leaves_every_address_on_the_same_words() -> None:
    """What stood before and after the terms is taken away, with one of three equal paragraphs."""
    chrome = "We delete them when you ask.\n\nMenu\n\n"
    sides, found = sides_of(chrome + TERMS, chrome + LATER + "\n\nFooter\n")
    evidence, _ = resolve_quotations(change("> [!after train] 1.2\n> to train models"), sides, found)
    lock = make_lock(change(), evidence)
    words = relock(sides, lock, as_it_is)

    def selected(side: SideText) -> SideText:
        assert side.policy is not None
        text = policy(side.policy.text.removeprefix(chrome).removesuffix("\n\nFooter\n"))
        return side_text(side.capture, text)

    kept = {k: v for k, v in words.items() if v != "Footer"}
    slim = Sides(before=selected(sides.before), after=selected(sides.after))
    lock = replace(lock, passages=tuple(p for p in lock.passages if p.id in kept))
    assert relock(slim, lock, as_it_is) == kept


def test_a_locked_address_that_is_found_nowhere_is_a_problem_and_stays_an_address() -> None:
    sides, found = sides_of(TERMS, LATER)
    evidence, _ = resolve_quotations(change(), sides, found)
    lock = make_lock(change(), evidence)
    gone = LockedPassage(id="a-aaaaaaaaaa", side=Side.AFTER, capture=sides.after.capture, words=3, label="9")
    lock = replace(lock, passages=(*lock.passages, gone))
    again, problems = resolve_quotations(change(), sides, found, lock)
    assert [(p.code, p.where.line) for p in problems] == [("lost-passage", 4 + len(lock.passages))]
    assert [p.id for p in again.passages if p.span is None] == ["a-aaaaaaaaaa"]
    by_hand = replace(lock, redirects=(("a-aaaaaaaaaa", evidence.passages[-1].id),))
    moved, none = resolve_quotations(change(), sides, found, by_hand)
    assert none == ()
    assert [p.aliases for p in moved.passages if p.aliases] == [("a-aaaaaaaaaa",)]
    kept = make_lock(change(), moved, by_hand)
    assert kept.redirects == by_hand.redirects
    assert compare_lock(by_hand, kept, change()) == []
    assert resolve_quotations(change(), sides, found, kept)[0] == moved
    without, _ = evidence_from_lock(change(), kept)
    assert [p.aliases for p in without.passages if p.aliases] == [("a-aaaaaaaaaa",)]
    nowhere = replace(lock, redirects=(("a-aaaaaaaaaa", "a-bbbbbbbbbb"),))
    assert codes(resolve_quotations(change(), sides, found, nowhere)[1]) == ["lost-passage"]
    assert "bad-redirect" in codes(compare_lock(nowhere, make_lock(change(), moved, nowhere), change()))


def test_words_inside_longer_words_are_no_window() -> None:
    assert find_windows("able and unable, able", "able") == [0, 17]
    assert find_windows("帮助模型改进效果", "模型") == [2]
    assert find_windows("", "") == []


def test_a_quotation_that_leaves_out_the_marks_at_its_edges_is_found_again_without_its_note() -> None:
    sides, found = sides_of(
        TERMS, TERMS.replace("your notes.\n\nWe", "your notes (and copies, if any).\n\nWe")
    )
    evidence, problems = resolve_quotations(change("> [!after copies]\n> and copies, if any"), sides, found)
    assert problems == ()
    lock = make_lock(change(), evidence)
    again, _ = resolve_quotations(change(), sides, found, lock)
    assert [p.span for p in again.passages] == [p.span for p in evidence.passages]
