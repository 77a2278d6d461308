"""What rows say of counterparts, of links whose target changed, and what is folded in a long clause."""

import re

import pytest

from generator.compare import redline
from generator.pages.change.folding import LEAST, fold_pieces
from generator.pages.sheets import PieceView
from generator.render.standalone import standalone_redline
from tests.compare.policies import policy_of

HEAD = "# Rules of the mill\n\n"
LONG = " ".join(f"The keeper writes word {n} into the book of the mill." for n in range(40))


def page(before: str, after: str) -> str:
    """The redline of two texts as a page of its own, from its counts on."""
    sides = policy_of(HEAD + before), policy_of(HEAD + after)
    drawn = standalone_redline(redline(*sides), *sides, names=("a", "b"))
    return drawn[drawn.index('<p class="counts">') :]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_no_counterpart_is_said_of_what_has_none() -> None:
    assert "No counterpart" in page("The bridge is closed.\n", "The bridge is closed.\n\nZebras dance.\n")


@pytest.mark.parametrize(
    "after",
    [
        "Rye costs two coins.\n\nMalt costs two coins.\n",  # like one that is there
        "Rye costs two coins.\n\nOats are lent.\n\nRye costs two coins.\n",  # the same words again
        "Rye costs two coins.\n\nZebras dance.\n\nMalt costs two coins.\n",  # one has none, the other has
    ],
)
def test_no_counterpart_is_not_said_over_a_run_in_which_one_has_a_likeness(after: str) -> None:
    assert "No counterpart" not in page("Rye costs two coins.\n", after)


def test_words_that_stand_twice_now_are_said_to() -> None:
    told = words(page("Rye is sold.\n\nOats are lent.\n", "Rye is sold.\n\nOats are lent.\n\nRye is sold.\n"))
    assert "These words stand in both texts: once in the earlier one, twice in the later one." in told


def test_the_number_over_new_items_is_that_of_the_count() -> None:
    told = words(
        page("We keep rye.\n", "We keep rye.\n\n* six zebras\n* four lions\n* two bears\n* one whale\n")
    )
    assert "4 clauses added" in told
    assert "4 new clauses." in told


def test_a_row_of_a_changed_link_alone_is_drawn_with_both_targets() -> None:
    html = page("Rye.\n\nSee [the list](/a).\n", "Rye.\n\nSee [the list](/b).\n")
    assert 'class="row linked' in html
    assert "Link address of “the list”: /a → /b." in words(html)
    assert "No words changed; 1 link address did." in words(html)


def test_quiet_differences_open_to_their_words() -> None:
    html = page("Rye is\nsold here.\n", "Rye is sold here.\n")
    assert '<details class="quiet"><summary>1 difference is not marked' in html
    assert "line broken elsewhere" in html
    assert "is⏎sold" in html


def test_what_is_far_from_the_change_is_folded_and_still_there() -> None:
    html = page(f"{LONG} Rye is sold. {LONG}\n", f"{LONG} Rye is lent. {LONG}\n")
    folded = re.findall(r'<details class="kept">.*?</details>', html)
    assert len(folded) == 4
    rest = words(re.sub(r'<details class="kept">.*?</details>', " ", html))
    assert len(rest.split()) < 250
    assert "sold" in rest
    assert "lent" in rest
    assert words(html).count("writes word 20 into") == 4  # on each side, before and behind


def test_folding_loses_no_word_and_cuts_at_sentences() -> None:
    pieces = (
        PieceView(words=f"{LONG} Rye is "),
        PieceView(words="sold", op="del"),
        PieceView(words=f". {LONG}"),
    )
    parts = fold_pieces(pieces)
    joined = "".join(piece.words for part in parts for piece in part.pieces)
    assert joined.split() == "".join(piece.words for piece in pieces).split()
    assert [bool(part.folded) for part in parts] == [False, True, False, True]
    for part in parts:
        if part.folded:
            text = "".join(piece.words for piece in part.pieces).strip()
            assert part.folded >= LEAST
            assert text.startswith("The keeper")
            assert text.endswith(".")


def test_short_clauses_and_quotations_are_not_folded() -> None:
    assert [part.folded for part in fold_pieces((PieceView(words="Rye is sold."),))] == [0]
    quoted = (PieceView(words=LONG, quoted=1),)
    assert [part.folded for part in fold_pieces(quoted)] == [0]
