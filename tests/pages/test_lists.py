"""Home, companies, documents, topics, stories, corrections: what a reader is told there."""

from dataclasses import replace

from generator.model.catalog import Status
from generator.pages.material import Material, company_name, published_changes, published_stories, updated_on
from tests.pages.conftest import WholeSite, draw


def test_home_leads_with_the_story_and_its_words_in_both_states(whole: WholeSite, bare: WholeSite) -> None:
    for site in (whole, bare):
        view = site.view("index.html")
        assert view.lead.href == "stories/notes-2024/"
        assert view.latest[0].key.startswith(("brightnote", "lumen-chat"))
        assert view.total == len(published_changes(site.material.catalog))
        assert "Documents of companies that exist" in site.text("index.html")


def test_a_partial_build_says_so_in_one_calm_banner(whole: WholeSite, bare: WholeSite) -> None:
    assert bare.text("index.html").count('class="banner"') == 1
    assert 'class="banner"' not in whole.text("index.html")


def test_what_came_after_stands_beside_the_words_of_a_list(whole: WholeSite) -> None:
    entries = whole.view("brightnote/index.html").entries
    licence = next(e for e in entries if e.key.endswith("terms-of-service/2024-04-01"))
    assert licence.pulled.after.text.startswith("last seen ")
    assert licence.pulled.after.text in whole.text("data/quotations.csv")
    assert "last seen <time" in whole.text("brightnote/index.html")


def test_a_document_lists_every_capture_and_folds_those_without_change(whole: WholeSite) -> None:
    view = whole.view("brightnote/terms-of-service/index.html")
    document = whole.material.catalog.document("brightnote/terms-of-service")
    assert document is not None
    listed = sum(len(item.captures) if item.kind == "fold" else 1 for item in view.history)
    assert listed == len(document.captures)
    folds = [item.summary for item in view.history if item.kind == "fold"]
    assert "1 capture suspect" in folds
    assert [item.kind for item in view.history][-1] == "first"
    assert [c[1] for c in view.counts] == [1, 4, 1, 1]


def test_every_capture_stands_on_the_ruler_in_per_cent(whole: WholeSite) -> None:
    ruler = whole.view("brightnote/terms-of-service/index.html").ruler
    marks = ruler.lanes[0].marks
    assert len(marks) == 7
    assert marks[0].x == "2.4%"
    assert marks[-1].x == "97.6%"
    svg = whole.text("brightnote/terms-of-service/index.html").partition('role="img"')
    assert "viewBox" not in svg[0][svg[0].rfind("<svg") :]


def test_the_life_of_a_quotation_names_its_bracket(whole: WholeSite) -> None:
    lives = whole.view("brightnote/terms-of-service/index.html").lives
    licence = next(life for life in lives if life.name == "licence")
    assert f"{licence.last_without:%Y-%m-%d}" == "2024-02-01"
    assert f"{licence.first_with:%Y-%m-%d}" == "2024-04-01"
    assert not licence.known_before


def test_a_withdrawn_change_keeps_its_address_and_is_in_no_list(whole: WholeSite) -> None:
    assert "brightnote/terms-of-service/2024-06-03/index.html" in whole.files
    assert "2024-06-03" not in whole.text("brightnote/atom.xml").split("<content")[0]
    assert all(c.status is not Status.WITHDRAWN for c in published_changes(whole.material.catalog))
    withdrawn = whole.view("brightnote/terms-of-service/index.html").withdrawn
    assert [link.href for link in withdrawn] == ["../../brightnote/terms-of-service/2024-06-03/"]


def test_corrections_of_all_pages_stand_on_one_page(whole: WholeSite) -> None:
    view = whole.view("corrections/index.html")
    assert [(c.was, c.now) for c in view.corrections] == [("captured on 2 April", "captured on 1 April")]
    assert "captured on 2 April" in whole.text("corrections/index.html")


def test_a_company_page_dates_a_name_by_its_first_capture(whole: WholeSite) -> None:
    page = whole.text("brightnote/index.html")
    known = page[page.index("Known as Notewell") :].partition("</p>")[0]
    assert "Brightnote (first capture with the name: <time" in known
    assert "since" not in known


def test_a_company_is_called_by_its_name_of_the_day(material: Material) -> None:
    catalog = material.catalog
    assert company_name(catalog, "brightnote") == "Brightnote"
    change = catalog.change("brightnote/terms-of-service/2024-04-01")
    assert change is not None
    early = replace(change.after, at=change.after.at.replace(year=2022))
    assert company_name(catalog, "brightnote", early.at) == "Notewell"


def test_updated_is_the_newest_of_published_corrections_updates_and_responses(material: Material) -> None:
    change = material.catalog.change("brightnote/terms-of-service/2024-04-01")
    assert change is not None
    assert updated_on(change).isoformat() == "2026-11-23"
    assert updated_on(replace(change, updates=(), corrections=(), responses=())).isoformat() == "2026-11-20"


def test_chinese_words_are_marked_as_chinese(whole: WholeSite) -> None:
    assert '<blockquote class="words alone new" lang="zh" dir="auto">' in whole.text("lumen-chat/index.html")


def test_a_story_shows_quotations_by_reference_with_what_came_after(
    whole: WholeSite, bare: WholeSite
) -> None:
    for site in (whole, bare):
        quotes = [p.quote for p in site.view("stories/notes-2024/index.html").parts if p.kind == "quote"]
        assert quotes
        assert all(q.alone.words and q.after and not q.missing for q in quotes)


def test_an_address_is_found_however_it_was_pasted(whole: WholeSite) -> None:
    from generator.pages.site.by_url import needle_of

    assert needle_of("https://www.Brightnote.example/Terms/?a=1#b") == "brightnote.example/terms"
    hosts = whole.view("by-url/index.html").hosts
    assert any(a.needle == needle_of(a.shown) for host in hosts for a in host.addresses)


def test_search_says_what_to_do_without_script_and_needs_no_policy_of_its_own(whole: WholeSite) -> None:
    text = whole.text("search/index.html")
    assert "<noscript>" in text
    assert not any(b"wasm-unsafe-eval" in a.body for p, a in whole.files.items() if p.endswith(".html"))


def test_a_withdrawn_story_keeps_its_address_and_is_in_no_list(material: Material) -> None:
    catalog = material.catalog
    stories = tuple(replace(s, status=Status.WITHDRAWN) for s in catalog.stories)
    site = draw(replace(material, catalog=replace(catalog, stories=stories)), cards=False)
    assert "This story was withdrawn" in site.text("stories/notes-2024/index.html")
    assert "stories/notes-2024" not in site.text("index.html")
    assert "stories/notes-2024" not in site.text("atom.xml")
    assert site.view("index.html").lead.kicker != "Story"


def test_a_draft_story_is_shown_only_where_drafts_are_asked_for(material: Material) -> None:
    catalog = material.catalog
    stories = tuple(replace(s, status=Status.DRAFT) for s in catalog.stories)
    drafted = replace(material, catalog=replace(catalog, stories=stories))
    asked = replace(drafted, options=replace(drafted.options, drafts=True))
    assert [bool(published_stories(m)) for m in (drafted, asked)] == [False, True]


def test_a_passage_that_was_quoted_once_keeps_its_short_pages(material: Material) -> None:
    key, evidence = next(
        (k, e) for k, e in sorted(material.evidence.items()) if len(e.passages) > 2 and e.quotations
    )
    quoted = {q.passage.id for q in evidence.quotations}
    once = next(p for p in evidence.passages if p.id not in quoted)
    passages = tuple(replace(p, code="zzzz22") if p is once else p for p in evidence.passages)
    changed = {**material.evidence, key: replace(evidence, passages=passages)}
    site = draw(replace(material, evidence=changed), cards=False)
    change = next(c for c in material.catalog.changes if c.key == key)
    for path, up in (("c/zzzz22/index.html", "../../"), ("embed/zzzz22/index.html", "../../")):
        page = site.text(path)
        assert f'href="{up}{change.url}#{once.id}"' in page
        assert "was quoted here once" in page
    assert f'id="{once.id}"' in site.text(f"{change.url}index.html")
    assert "Not quoted any more" in site.text("embed/zzzz22/oembed.json")
