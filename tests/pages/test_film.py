"""The film strip: a clause followed through the published changes of its document."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.evidence.resolve import resolve_quotations
from generator.model.captures import CaptureRef
from generator.model.catalog import Catalog, Change, Document, Report, WholeTexts
from generator.model.digests import digest_of
from generator.model.evidence import ChangeEvidence
from generator.model.redline import HunkKind, Redline
from generator.pages.excerpt import label_of
from generator.pages.material import Material
from generator.pages.sheets import PieceView
from generator.pages.site.film import film_of
from generator.pages.with_texts import with_sheets
from tests.evidence.report_sides import START, change, policy, row, sides_of
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
def test_zooms_licence_is_10_4_twice_and_then_removed_as_its_redline_says(
    whole: WholeSite, zoom: Material
) -> None:
    frames, _ = strip(zoom, "zoom/terms-of-service/2023-04-01", "licence")
    assert frames == ["2023-04-01 10.4", "2023-08-07 10.4", "2023-08-11 10.4"]
    change = zoom.catalog.change("zoom/terms-of-service/2023-08-11")
    assert change is not None
    assert "10.4" in removed_labels(zoom, change.key)
    assert says(zoom, "zoom/terms-of-service/2023-04-01", "licence")[-1] == (
        "10.4 removed; the comparison pairs no later clause with it"
    )


def removed_labels(material: Material, key: str) -> set[str]:
    """The clauses that the redline of a change shows as removed."""
    sheets = material.sheets[key]
    return {label_of(sheets.before, h.before) for h in sheets.redline.hunks if h.kind is HunkKind.REMOVED}


def says(material: Material, key: str, name: str) -> list[str]:
    change = material.catalog.change(key)
    assert change is not None
    quotation = material.quotation(change, name)
    assert quotation is not None
    return [frame.says for frame in film_of(change, quotation, material).frames]


FIRST = "# Terms\n\n1. Use the lamp with care at home."
LICENCE = "2. You grant us a licence to show your drawings in our gallery for as long as the gallery stands."
SECOND = f"{FIRST}\n\n{LICENCE}"
LIKE_IT = "3. A licence is what you grant: we show drawings in our gallery, and for long our gallery stands."
OTHER = "3. Bills are due within ten days, and late ones bear interest of four per cent every year."


def followed(third: str, quoted_later: str = "") -> Material:
    """A clause that came with a first change, and a second change to `third`, whose note may quote it by the same name."""
    texts = (FIRST, SECOND, third)
    days = [START + timedelta(days=n) for n in range(3)]
    rows = tuple(row(n, text) for n, text in enumerate(texts))
    changes: list[Change] = []
    evidence: dict[str, ChangeEvidence] = {}
    redlines: dict[str, Redline] = {}
    notes = (
        f"> [!after licence]\n> {LICENCE[3:]}",
        f"> [!after licence]\n> {quoted_later}" if quoted_later else "",
    )
    for n, body in enumerate(notes):
        made = replace(
            change(body),
            slug=f"2024-01-0{n + 2}",
            before=CaptureRef(at=days[n]),
            after=CaptureRef(at=days[n + 1]),
        )
        sides, found = sides_of(texts[n], texts[n + 1])
        evidence[made.key], problems = resolve_quotations(made, sides, found)
        assert problems == ()
        changes.append(made)
        redlines[made.key] = found
    catalog = Catalog(
        report=Report(title="Report", as_of=date(2024, 12, 1), where=changes[0].where),
        documents=(
            Document(company="acme", slug="terms", title="Terms", captures=rows, where=changes[0].where),
        ),
        changes=tuple(changes),
    )
    policies = {digest_of(text.encode()): policy(text) for text in texts}
    return with_sheets(Material(catalog=catalog, evidence=evidence, redlines=redlines, texts=policies))


def test_a_clause_that_the_redline_removes_is_removed_however_like_it_a_new_one_is() -> None:
    for third in (f"{FIRST}\n\n{OTHER}", FIRST):
        material = followed(third)
        last = material.catalog.changes[1].key
        (came, went) = says(material, "acme/terms/2024-01-02", "licence")
        assert came == "new clause, 2"
        if "2" in removed_labels(material, last):
            assert went == "2 removed; the comparison pairs no later clause with it"
        else:
            assert went == "replaced; was 2, now 3"
    assert "2" in removed_labels(followed(FIRST), "acme/terms/2024-01-03")


def test_what_is_said_of_a_version_is_what_its_redline_says() -> None:
    """Ten ways in which the clause may go on; the strip never pairs what the redline leaves unpaired."""
    edited = LICENCE.replace("drawings", "sketches")
    thirds = [
        SECOND,
        f"{FIRST}\n\n{edited}",
        f"{FIRST}\n\n{edited.replace('2.', '5.', 1)}",
        f"{FIRST}\n\n{LIKE_IT}",
        f"{FIRST}\n\n{OTHER}",
        f"{FIRST}\n\n{OTHER}\n\n{LIKE_IT.replace('3.', '4.', 1)}",
        f"# Terms\n\n{LICENCE}\n\n{FIRST[9:]}",
        f"{FIRST}\n\n{LICENCE} We pay nothing for it.",
        FIRST,
        "# Terms\n\nNothing of it stands here any longer.",
    ]
    for third in thirds:
        material = followed(third)
        sheets = material.sheets["acme/terms/2024-01-03"]
        pairs = {
            (label_of(sheets.before, h.before), label_of(sheets.after, h.after))
            for h in sheets.redline.hunks
            if h.before and h.after
        }
        for frame in says(material, "acme/terms/2024-01-02", "licence")[1:]:
            if (found := re.search(r"was (\S+), now (\S+)$", frame)) is not None:
                assert (found[1], found[2]) in pairs, third
            if "removed;" in frame:
                assert "2" not in {before for before, _ in pairs}, third


def test_a_clause_that_only_the_note_sets_beside_it_says_so() -> None:
    material = followed(f"{FIRST}\n\nIntermezzo\n\n{OTHER}", quoted_later=OTHER[3:])
    assert "2" in removed_labels(material, "acme/terms/2024-01-03")
    assert says(material, "acme/terms/2024-01-02", "licence")[-1] == (
        "not paired by the comparison; the note quotes 3 where 2 stood"
    )


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
