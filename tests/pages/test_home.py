"""Home, companies and documents: what stands first, in words, with links; and the two captures a reader may choose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from generator.pages.site.home import answer_of
from generator.pages.site.matrix import claims_of
from generator.pages.site.pair import pair_of
from generator.pages.site.timeline import Axis, axis_over, ticks_of
from tests.pages.conftest import WholeSite


def test_home_says_first_what_it_is_how_much_and_until_when(whole: WholeSite) -> None:
    text = whole.text("index.html").partition('<main id="main"')[2]
    head = text.partition("<h2")[0]
    view = whole.view("index.html")
    assert view.chrome.site.tagline in head
    assert f"{view.total} changes at {view.companies} services" in head
    assert f'datetime="{view.newest:%Y-%m-%dT%H:%M:%SZ}"' in head


def test_the_finding_carries_what_governs_its_words_and_a_link_to_copy(whole: WholeSite) -> None:
    view = whole.view("index.html")
    finding = whole.text("index.html").partition('class="pulled finding"')[2].partition("</figure>")[0]
    own = view.lead.pulled[0].alone
    assert own.words.split()[0] in finding
    assert not own.before or 'class="lead-in"' in finding
    assert view.chrome.at(view.lead.pulled[0].url) in finding


def test_who_may_train_is_told_in_words_and_each_name_leads_to_its_words(whole: WholeSite) -> None:
    training = whole.view("index.html").answer
    assert training is not None
    live = [c for c in claims_of(whole.material) if c.right == "train-own-models" and not c.gone]
    assert {one.url for group in training.groups for one in group.claims} <= {c.url for c in live}
    labels = {(state.sign, state.label) for state in whole.material.catalog.vocabulary.states}
    assert {(group.sign, group.label) for group in training.groups} <= labels
    text = whole.text("index.html")
    for group in training.groups:
        assert group.label in text
        assert all(f'href="{one.url}"' in text for one in group.claims)


def test_words_that_are_gone_superseded_or_announced_allow_nothing_today(whole: WholeSite) -> None:
    chrome = whole.view("index.html").chrome
    live = next(
        c
        for c in claims_of(whole.material)
        if c.right == "train-own-models" and not (c.gone or c.superseded_by or c.announced)
    )
    live = replace(live, over="content")
    for other in (
        replace(live, gone=True),
        replace(live, announced=True),
        replace(live, superseded_by="a/b/c#d"),
    ):
        assert answer_of(whole.material, (other,), chrome) is None
    elsewhere = replace(live, right="human-review")
    found = answer_of(whole.material, (live, elsewhere), chrome)
    assert found is not None
    assert [one.url for group in found.groups for one in group.claims] == [live.url]


def test_a_company_page_begins_with_its_terms_then_changes_then_documents(whole: WholeSite) -> None:
    text = whole.text("brightnote/index.html")
    places = [text.index(f">{h}</h2>") for h in ("What its terms allow today", "Changes", "Documents")]
    assert places == sorted(places)


def test_the_heading_of_a_document_names_its_company(whole: WholeSite) -> None:
    view = whole.view("brightnote/terms-of-service/index.html")
    heading = whole.text("brightnote/terms-of-service/index.html").partition("<h1>")[2].partition("</h1>")[0]
    assert view.company in heading
    assert view.title in heading


def test_dots_and_names_of_a_chart_are_links(whole: WholeSite) -> None:
    chart = whole.text("companies/index.html").partition("<svg height=")[2].partition("</svg>")[0]
    ruler = whole.view("companies/index.html").ruler
    marks = [mark for lane in ruler.lanes for mark in lane.marks]
    assert chart.count("<a href=") == len(marks) + len(ruler.lanes)
    assert chart.count("<a href=") == chart.count("</a>")


def test_labels_of_an_axis_are_never_cut_off() -> None:
    start = datetime(2025, 10, 29, tzinfo=UTC)
    for days in (0.5, 20, 265, 600):
        for tick in ticks_of(Axis(start=start, end=start + timedelta(days=days))):
            at = float(tick.x.removesuffix("%"))
            assert tick.anchor == ("start" if at < 6 else "end" if at > 94 else "middle")
    years = axis_over([datetime(2021, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)])
    assert years is not None
    assert [tick.anchor for tick in ticks_of(years)] == ["start", "middle", "middle", "end"]


def test_any_two_distinct_texts_are_compared_by_one_command(whole: WholeSite) -> None:
    document = whole.material.catalog.document("brightnote/terms-of-service")
    assert document is not None
    pair = pair_of(document)
    assert pair is not None
    assert len(pair.texts) == 1 + whole.view("brightnote/terms-of-service/index.html").counts[1][1]
    assert len({text.says for text in pair.texts}) == len(pair.texts)
    assert pair.command == f"smallprint diff {pair.texts[0].locator} {pair.texts[-1].locator}"
    assert pair_of(replace(document, captures=document.captures[:1])) is None


def test_the_menu_opens_where_it_is_tapped(whole: WholeSite) -> None:
    menu = whole.text("index.html").partition('<details class="menu">')[2].partition("</details>")[0]
    assert menu.startswith("<summary>Menu</summary>")
    assert 'href="matrix/"' in menu


def test_a_partial_build_leads_to_the_worked_example_first(bare: WholeSite) -> None:
    banner = bare.text("index.html").partition('class="banner"')[2].partition("</aside>")[0]
    assert banner.index("method/example/") < banner.index("out of reach")
