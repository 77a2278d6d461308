"""What stands round quoted words: the clause as a whole, what a phone leaves out, and what is said of them elsewhere."""

from dataclasses import replace

import pytest

from generator.model.captures import Side
from generator.pages.alone import AloneView
from generator.pages.change.passage import NEAR_WORDS, _far_off
from generator.pages.change.passage_pages import EMBED_LINE, EMBED_SMALL, embed_height
from generator.pages.sheets import PieceView
from generator.pages.site.by_url import domain_of
from tests.pages.change_sample import Sample, make_sample
from tests.pages.conftest import WholeSite


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def test_what_is_far_before_quoted_words_is_apart_and_nothing_is_lost() -> None:
    before = " ".join(f"word{n}" for n in range(90)) + " "
    pieces = (PieceView(words=before), PieceView(words="quoted", quoted=1), PieceView(words=" rest"))
    far, near = _far_off(pieces)
    assert "".join(p.words for p in (*far, *near)) == "".join(p.words for p in pieces)
    assert len(near[0].words.split()) == NEAR_WORDS - 1
    assert near[1].quoted == 1
    assert _far_off(pieces[1:]) == ((), pieces[1:])


def test_an_embed_says_which_captures_the_words_are_new_between(sample: Sample) -> None:
    quote = next(q for q in sample.view().quotes if q.said == "new")
    assert quote.side.side is Side.AFTER
    assert quote.stands == "Not in the earlier capture, of 2 January 2024."
    assert (
        replace(quote, said="edited").stands
        == "Edited between the captures of 2 January 2024 and 1 April 2024."
    )


def test_an_embed_has_room_for_a_translation_and_for_wide_letters(sample: Sample) -> None:
    quote = sample.view().quotes[0]
    height = embed_height(quote, "Acme", "Report: a page")
    assert (
        embed_height(replace(quote, translation="x" * 100), "Acme", "Report: a page")
        == height + 2 * EMBED_SMALL
    )
    short = replace(quote, alone=AloneView(words="a" * 50))
    assert embed_height(
        replace(short, alone=AloneView(words="字" * 50)), "Acme", "Report: a page"
    ) == EMBED_LINE + embed_height(short, "Acme", "Report: a page")


def test_a_companys_domain_is_told_from_its_hosts() -> None:
    assert domain_of("https://explore.zoom.us/en/terms/") == "zoom.us"
    assert domain_of("https://www.acme.co.uk/terms") == "acme.co.uk"
    assert domain_of("https://x.com/tos") == "x.com"


def test_an_invented_company_says_so_on_every_page_of_its_own_and_is_not_indexed(whole: WholeSite) -> None:
    below = [
        p for p in whole.files if p.startswith("method/example/") and p.count("/") > 4 and p.endswith(".html")
    ]
    assert below
    for path in below:
        text = whole.text(path)
        assert "Invented example." in text, path
        assert '<meta name="robots" content="noindex">' in text, path
        assert ">Worked example</a>" in text, path
