"""What differs without a mark: each with its words, as many as are counted; and targets of links."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compare import redline
from generator.compare.unmarked import LinkChange, link_changes, list_quiet
from generator.model.redline import Redline
from generator.model.text import Text
from tests.compare.policies import policy_of


def compared(before: str, after: str) -> tuple[Redline, Text, Text]:
    sides = policy_of(before), policy_of(after)
    return redline(*sides), *sides


def quiet(before: str, after: str) -> list[tuple[str, str, str, int]]:
    found, one, other = compared(before, after)
    listed = list_quiet(found, one.text, other.text)
    assert sum(each.count for each in listed) == found.stats.quiet
    return [(each.rule, each.before, each.after, each.count) for each in listed]


def links(before: str, after: str) -> list[tuple[str, str, str]]:
    found, one, other = compared(before, after)
    changes = link_changes(found, one.folded, other.folded)
    assert len(changes) == found.stats.links
    return [(each.words, each.before, each.after) for each in changes]


@pytest.mark.parametrize(
    ("before", "after", "listed"),
    [
        ("Rye **is** sold.\n", "Rye is sold.\n", None),
        ("Rye is\nsold here.\n", "Rye is sold here.\n", [("reflow", "is\nsold", "is sold", 1)]),
        ("“Rye” is sold.\n", '"Rye" is sold.\n', None),
        ("| a | rye<br>oats |\n", "| a | rye oats |\n", [("reflow", "rye<br>oats", "rye oats", 1)]),
        ("The caf\u00e9 opens.\n", "The cafe\u0301 opens.\n", [("spelling", "The caf\u00e9 opens.", "The cafe\u0301 opens.", 1)]),
    ],
)  # fmt: skip
def test_a_quiet_difference_is_listed_with_its_words(
    before: str, after: str, listed: list[tuple[str, str, str, int]] | None
) -> None:
    found = quiet(before, after)
    assert found
    assert listed is None or found == listed


def test_white_space_that_goes_with_marked_words_is_told_by_these() -> None:
    assert quiet("Rye.\n\nOats.\n\nMalt.\n", "Rye.\n\nMalt.\n") == []
    assert quiet("We sell rye and oats here.\n", "We sell rye here.\n") == []


def test_differences_without_words_are_listed_once_with_their_number() -> None:
    before = "".join(f"Clause {n} says\nthat.\n\n" for n in range(9))
    found = quiet(before, before.replace("says\n", "says "))
    assert [(rule, count) for rule, _, _, count in found] == [("reflow", 9)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("See [the list](/a) now.\n", "See [the list](/b) now.\n", [("the list", "/a", "/b")]),
        ("See [the list](/a) now.\n", "See the list now.\n", [("the list", "/a", "")]),
        ("See the list now.\n", "See [the list](/b) now.\n", [("the list", "", "/b")]),
        ('See [it](/a "old").\n', 'See [it](/a "new").\n', [("it", '/a "old"', '/a "new"')]),
        ("See [it](https://a.example/x/1) and [it](https://a.example/y/1).\n",
         "See [it](https://a.example/x/2) and [it](https://a.example/y/1).\n",
         [("it", "https://a.example/x/1", "https://a.example/x/2")]),
        ("See [the list](/a) now.\n", "See now.\n", []),  # gone with its words, which are marked
        ("See [the list](/a?utm_source=x) now.\n", "See [the list](/a) now.\n", []),  # tracking is quiet
    ],
)  # fmt: skip
def test_a_link_on_words_that_stay_is_told_with_both_targets(
    before: str, after: str, told: list[tuple[str, str, str]]
) -> None:
    assert links(before, after) == told


def test_where_a_link_stands_is_known() -> None:
    found, one, other = compared("Rye.\n\nSee [it](/a).\n", "Rye.\n\nSee [it](/b).\n")
    assert link_changes(found, one.folded, other.folded) == (
        LinkChange(words="it", before="/a", after="/b", after_at=11),
    )


@given(st.text(alphabet="aéñ한국가がぎ Åk.", min_size=1, max_size=40))
def test_canonically_equal_texts_have_no_visible_mark(text: str) -> None:
    line = f"Rye {text} sold."
    forms = [unicodedata.normalize(form, line) + "\n" for form in ("NFC", "NFD")]
    found, _, _ = compared(*forms)
    assert found.stats.nothing_changed
    assert found.stats.words_deleted == found.stats.words_inserted == 0


@given(st.lists(st.sampled_from(["/a", "/b", "/c"]), min_size=4, max_size=4))
def test_any_target_that_differs_is_listed(targets: list[str]) -> None:
    words = ("rye", "oats", "malt", "hops")
    before = " ".join(f"[{word}](/a)" for word in words) + ".\n"
    after = " ".join(f"[{word}]({target})" for word, target in zip(words, targets, strict=True)) + ".\n"
    assert links(before, after) == [
        (word, "/a", target) for word, target in zip(words, targets, strict=True) if target != "/a"
    ]
