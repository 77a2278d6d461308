"""The film strip: a clause followed through the published changes of its document."""

from dataclasses import replace

import pytest

from generator.model.catalog import WholeTexts
from generator.pages.film import film_of
from generator.pages.material import Material, with_sheets
from generator.pages.sheets import PieceView
from tests.pages.conftest import WholeSite, with_policy, without_captures


def strip(material: Material, key: str, name: str) -> tuple[list[str], str]:
    change = material.catalog.change(key)
    assert change is not None
    quotation = material.quotation(change, name)
    assert quotation is not None
    film = film_of(change, quotation, material)
    return [f"{frame.at:%Y-%m-%d} {frame.label}" for frame in film.frames], film.missing


def test_a_clause_has_a_frame_for_each_version_of_its_own_words(material: Material) -> None:
    frames, missing = strip(material, "brightnote/terms-of-service/2024-04-01", "licence")
    assert missing == ""
    assert frames[0] == "2024-04-01 10.4"
    assert frames[1].startswith("2024-05-11")


def test_without_the_texts_the_strip_says_why_it_is_empty(material: Material) -> None:
    frames, missing = strip(without_captures(material), "brightnote/terms-of-service/2024-04-01", "licence")
    assert (frames, missing) == ([], "Drawn when the captures are in reach of the build.")


def test_a_report_that_only_links_shows_no_more_than_its_quotations(material: Material) -> None:
    frames, missing = strip(
        with_policy(material, WholeTexts.LINK), "brightnote/terms-of-service/2024-04-01", "licence"
    )
    assert frames == []
    assert "links to texts" in missing


def test_every_word_of_a_frame_stands_in_one_of_the_two_captures(material: Material) -> None:
    change = material.catalog.change("brightnote/terms-of-service/2024-04-01")
    assert change is not None
    quotation = material.quotation(change, "licence")
    assert quotation is not None
    first = film_of(change, quotation, material).frames[0]
    sheets = material.sheets[change.key]
    held = sheets.before.folded.text + " " + sheets.after.folded.text
    for piece in (p for paragraph in first.paragraphs for p in paragraph if p.op != "cut"):
        assert " ".join(piece.words.split()) in held


@pytest.mark.shared
def test_zooms_licence_is_10_4_twice_and_then_10_2(whole: WholeSite, zoom: Material) -> None:
    frames, _ = strip(zoom, "zoom/terms-of-service/2023-04-01", "licence")
    assert frames == ["2023-04-01 10.4", "2023-08-07 10.4", "2023-08-11 10.2"]


def test_a_cut_is_always_shown_as_one(material: Material) -> None:
    from generator.pages.excerpt import CUT, around_words

    words = " ".join(f"w{n}" for n in range(200))
    pieces = around_words([PieceView(words=words, op="ins")], "w100 w101 w102")
    assert pieces[1] == CUT
    assert pieces[-1] == CUT
    assert "w100 w101 w102" in pieces[2].words
    kept = [w for p in pieces if p != CUT for w in p.words.split()]
    assert kept == [w for w in words.split() if w in set(kept)]


def test_sheets_are_made_once_for_each_change_with_texts(material: Material) -> None:
    again = with_sheets(replace(material, sheets={}))
    assert set(again.sheets) == set(material.redlines)
