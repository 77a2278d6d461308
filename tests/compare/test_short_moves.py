"""Short lines that moved: equal ones, edited ones, and what is no move."""

import pytest

from generator.compare import after_text, before_text, redline
from generator.compare.counterparts import Likeness, find_counterparts
from generator.model.redline import HunkKind, Redline
from tests.compare.policies import policy_of

HEAD = "# Rules of the mill\n\n"


def compared(before: str, after: str) -> Redline:
    """The redline of two texts; every one of these must be lossless too."""
    sides = policy_of(HEAD + before), policy_of(HEAD + after)
    found = redline(*sides)
    assert before_text(found, sides[0].text, sides[1].text) == sides[0].text
    assert after_text(found, sides[0].text, sides[1].text) == sides[1].text
    return found


def counts(found: Redline) -> tuple[int, int, int, int, int]:
    stats = found.stats
    return stats.added, stats.removed, stats.edited, stats.moved, stats.moved_edited


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("* rye\n* oats\n", "* oats\n* rye\n", (0, 0, 0, 1, 0)),
        (
            "1. Rye is sold.\n2. Oats are lent.\n3. Malt is kept.\n",
            "1. Malt is kept.\n2. Oats are lent.\n3. Rye is sold.\n",
            (0, 0, 0, 2, 0),
        ),
        (
            "- sacks of rye\n- baskets of malt\n- jars of honey\n",
            "- jars of honey\n- baskets of malt\n- sacks of oats\n",
            (0, 0, 0, 2, 1),
        ),
        (
            "Sacks left over night are not guarded.\n\nThe bridge is closed.\n\nCoins are counted.\n",
            "The bridge is closed.\n\nCoins are counted.\n\nSacks left over night are guarded.\n",
            (0, 0, 0, 1, 1),
        ),
        (
            "| a | b |\n| --- | --- |\n| rye | 2 coins |\n| oats | 3 coins |\n| malt | 4 coins |\n",
            "| a | b |\n| --- | --- |\n| malt | 4 coins |\n| oats | 5 coins |\n| rye | 2 coins |\n",
            (0, 0, 0, 2, 1),
        ),
    ],
)
def test_short_lines_that_changed_places_are_moved(
    before: str, after: str, told: tuple[int, int, int, int, int]
) -> None:
    assert counts(compared(before, after)) == told


def test_sentences_that_changed_places_in_a_paragraph_are_no_silence() -> None:
    one = "The keeper of the orchard may open every gate at dawn."
    two = "The miller of the valley must close each sluice at dusk."
    found = compared(f"{one} {two}\n", f"{two} {one}\n")
    assert not found.stats.nothing_changed
    assert found.stats.edited == 1


def test_a_line_unlike_any_other_is_new_and_not_moved() -> None:
    found = compared(
        "Coins are counted at noon.\n\nThe bridge is closed.\n",
        "The bridge is closed.\n\nThe owner sells the names of guests to brokers.\n",
    )
    assert (found.stats.added, found.stats.moved) == (1, 0)
    _, added = find_counterparts(found)
    assert [one.likeness for one in added.values()] == [Likeness.NONE]


@pytest.mark.parametrize(
    ("before", "after", "likeness"),
    [
        ("Rye.\n\nThe bridge is closed.\n", "Rye.\n\nThe bridge is closed.\n\nRye.\n", Likeness.SAME),
        ("Rye costs two coins.\n", "Rye costs two coins.\n\nMalt costs two coins.\n", Likeness.LIKE),
        ("(a) Rye costs coins.\n", "(a) Rye costs coins.\n\n(b) Rye costs coins.\n", Likeness.SAME),
        ("The bridge is closed.\n", "The bridge is closed.\n\nZebras dance.\n", Likeness.NONE),
    ],
)
def test_a_counterpart_is_looked_for_in_short_clauses_too(
    before: str, after: str, likeness: Likeness
) -> None:
    found = compared(before, after)
    _, added = find_counterparts(found)
    assert [one.likeness for one in added.values()] == [likeness]


def test_a_clause_that_is_gone_but_stands_once_more_is_known() -> None:
    found = compared("Rye is sold.\n\nOats are not.\n\nRye is sold.\n", "Rye is sold.\n\nOats are not.\n")
    removed, _ = find_counterparts(found)
    (one,) = removed.values()
    assert (one.likeness, one.before, one.after) == (Likeness.SAME, 2, 1)


def test_after_a_limit_nothing_is_said_to_have_no_counterpart() -> None:
    from dataclasses import replace

    from generator.model.redline import Degraded

    found = compared("The bridge is closed.\n", "The bridge is closed.\n\nZebras dance.\n")
    cut = replace(found, degraded=(Degraded(stage="words", reason="too long"),))
    assert [one.likeness for one in find_counterparts(cut)[1].values()] == [Likeness.LIKE]
    assert [h.kind for h in found.hunks if h.kind is HunkKind.ADDED]
