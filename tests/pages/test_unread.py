"""Comparisons that nobody has read: shown where a report asks for them, and never taken for what it says."""

import re
from dataclasses import replace

import pytest

from generator.model.catalog import WholeTexts
from generator.pages.material import Material
from generator.render.environment import make_environment, render_page
from tests.gathering import Gathered
from tests.pages.conftest import ROOT, WholeSite, draw, unread_pages, with_policy

INDEX = "unread/index.html"
LIST = "unread/brightnote/terms-of-service/index.html"
PAGE = "unread/brightnote/terms-of-service/2024-02-01/index.html"
LONGER = "unread/brightnote/terms-of-service/2024-02-01-to-2024-06-03/index.html"
NET = "unread/brightnote/terms-of-service/2023-11-02-to-2024-06-03/index.html"
DOCUMENT = "brightnote/terms-of-service/index.html"
FOOTER = re.compile(r'<li><a href="[^"]*unread/">Not read by anybody yet</a></li>')


@pytest.fixture(scope="module")
def without(material: Material) -> WholeSite:
    """The sample report with `publish-unread: false`."""
    report = replace(material.catalog.report, publish_unread=False)
    return draw(replace(material, catalog=replace(material.catalog, report=report), unread=()))


def test_each_comparison_has_a_page_its_document_a_list_and_all_an_index(whole: WholeSite) -> None:
    unread = {path for path in whole.files if path.startswith("unread/")}
    assert {INDEX, LIST, PAGE, LONGER, NET} < unread
    assert {path for path in unread if "-to-" not in path} == {INDEX, LIST, PAGE}
    assert f'href="../../../{PAGE.removesuffix("index.html")}"' in whole.text(LIST)
    assert f'href="../{LIST.removesuffix("index.html")}"' in whole.text(INDEX)


def test_the_page_says_that_nobody_has_read_it_and_names_both_captures(whole: WholeSite) -> None:
    text = whole.text(PAGE)
    assert "Nobody has read this comparison" in text
    before, after = whole.view(PAGE).before, whole.view(PAGE).after
    for pin in (before, after):
        assert pin.digest.removeprefix("sha256:") in text
    assert "smallprint diff " in text
    assert "smallprint new brightnote/terms-of-service --before 2023-11-02T09:00:00Z" in text


def test_over_longer_times_a_page_names_what_was_read_in_between(whole: WholeSite) -> None:
    net = whole.text(NET)
    assert "the net change" in net
    assert "Nobody has read this comparison" in net
    notes = whole.view(NET).notes
    assert len(notes) > 1
    assert [note.href for note in notes] == sorted(note.href for note in notes)
    assert "no note compares them with each other" in whole.text(LONGER)
    assert whole.view(PAGE).notes == ()
    assert "-to-" not in "".join(link.href for link in whole.view(PAGE).siblings)


def test_a_document_leads_from_two_texts_to_the_page_that_compares_them(whole: WholeSite) -> None:
    pair = whole.view(DOCUMENT).pair
    texts = {text.words for text in pair.texts}
    for one in (*pair.drawn, *pair.steps):
        assert set(one.words.split()) <= texts
        assert f'data-words="{one.words}">{one.says}</a>' in whole.text(DOCUMENT)
    assert pair.drawn[0].says.startswith("Since the first capture: 2 November 2023")
    assert pair.drawn[0].url == NET.removesuffix("index.html")
    assert [one.url for one in pair.steps] == [PAGE.removesuffix("index.html")]
    assert any(one.title and not one.url.startswith("unread/") for one in pair.drawn)


def test_they_ask_not_to_be_indexed_and_stand_in_no_list_feed_or_search(whole: WholeSite) -> None:
    for path in (INDEX, LIST, PAGE, LONGER):
        assert '<meta name="robots" content="noindex">' in whole.text(path)
        assert 'property="og:image"' not in whole.text(path)
    block = whole.text("_headers").partition("/unread/*\n")[2].partition("\n\n")[0].partition("\n/")[0]
    assert "X-Robots-Tag: noindex" in block


def test_the_rest_of_the_report_is_the_same_to_the_letter_but_for_the_links_to_them(
    whole: WholeSite, without: WholeSite
) -> None:
    """Home, counts, topics, matrix, feeds, sitemap, data: nothing of what nobody has read is in them."""
    rest = {path for path in whole.files if not path.startswith("unread/")}
    assert rest == set(without.files)

    def differs(path: str) -> bool:
        if path.endswith(".html"):
            return FOOTER.sub("", whole.text(path)) != without.text(path)
        return whole.files[path].digest != without.files[path].digest

    assert {path for path in rest if differs(path)} == {DOCUMENT}
    assert re.findall(r'<a href="([^"]+)">compared, not read<', whole.text(DOCUMENT)) == [
        "../../" + PAGE.removesuffix("index.html")
    ]


def test_what_is_off_has_neither_page_nor_link(without: WholeSite) -> None:
    for path, artifact in without.files.items():
        assert not path.startswith("unread/")
        if path.endswith(".html"):
            assert b"unread/" not in artifact.body, path


def test_a_comparison_whose_captures_are_out_of_reach_is_counted_and_not_drawn(
    bare: WholeSite, gathered: Gathered
) -> None:
    assert PAGE not in bare.files
    assert "Not drawn." in bare.text(LIST)
    assert "5 of them are not drawn" in re.sub(r"<[^>]+>", "", bare.text(LIST))


def test_a_report_that_prints_no_whole_texts_prints_their_counts_only(
    whole: WholeSite, material: Material, gathered: Gathered
) -> None:
    linking = with_policy(material, WholeTexts.LINK)
    specs = unread_pages(linking.catalog, gathered.unread, material.options)
    page = next(spec for spec in specs if spec.path == PAGE)
    text = render_page(make_environment(ROOT / "templates"), page).body.decode()
    assert "<ins" in whole.text(PAGE) or "<del" in whole.text(PAGE)
    assert "<ins" not in text
    assert "<del" not in text
    assert "links to captured texts and does not print them" in text
    compared = next(found for _, found in gathered.unread if found)
    clauses = [line for line in compared.after.text.splitlines() if len(line) > 60]
    assert clauses
    assert not any(line in text for line in clauses)
