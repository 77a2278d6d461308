"""Search, in a real browser, under the site's own headers and from a folder: the index is part of the published site."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from benchmarks.search.__main__ import ask as ask_index
from benchmarks.search.__main__ import is_found, read_questions
from tests.browser.conftest import Site
from tests.browser.sites import SAMPLE, kind_of, pages_of
from tests.browser.test_pages import watched_page
from tests.conftest import built_once

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def indexed(full: Site) -> Site:
    """The complete site."""
    return full


def results(page: Any) -> list[str]:
    """Addresses of what was found, once the search has ended."""
    page.wait_for_function(
        "() => { const says = document.querySelector('[data-search-says]').textContent;"
        " return says && !says.startsWith('Searching'); }"
    )
    return [str(link.get_attribute("href")) for link in page.locator("[data-search-results] a").all()]


def test_words_of_a_quotation_lead_to_its_change(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        page.goto(f"{indexed.base}/search/")
        page.fill("#q", "Service Generated Data")
        page.press("#q", "Enter")
        found = results(page)
        assert any("zoom/terms-of-service/2023-04-01" in address for address in found), found
        assert faults == []


def ask(page: Any, site: Site, query: str) -> list[str]:
    page.goto(f"{site.base}/search/")
    page.fill("#q", query)
    page.press("#q", "Enter")
    return [address.removeprefix(f"{site.base}/") for address in results(page)]


def test_a_quotation_is_found_at_its_own_address_with_what_governs_it(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        found = ask(page, indexed, "train a foundation or frontier model")
        assert found[0] == "twitter/developer-terms/2025-06-04/#training-ban"
        first = page.locator("[data-search-results] li").first
        assert "shall not" in first.locator(".words").inner_text()
        assert first.locator("mark").count() > 0
        assert "captured 4 June 2025" in first.locator(".small").inner_text()
        assert faults == []


def test_misspelt_words_are_put_right_and_nonsense_finds_nothing(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        assert ask(page, indexed, "zom machne lerning")[0].startswith("zoom/")
        assert "this is for “zoom machine learning”" in page.locator("[data-search-says]").inner_text()
        assert ask(page, indexed, "xyzzyq") == []
        assert "Nothing found" in page.locator("[data-search-says]").inner_text()
        assert faults == []


def test_chinese_words_are_found_and_a_phrase_is_taken_as_one(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        assert ask(page, indexed, "模型训练")[0].startswith("doubao/")
        assert ask(page, indexed, '"Moderator Code of Conduct"')[0].endswith("#moderator-code")
        assert ask(page, indexed, '"Conduct of Code Moderator"') == []
        assert faults == []


def test_all_results_can_be_reached_and_the_key_leads_to_the_field(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        first = len(ask(page, indexed, "training"))
        page.locator("[data-search-more]").click()
        assert len(results(page)) > first
        page.locator("h1").click()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        assert faults == []


def scripts(page: Any) -> list[str]:
    """The names of the scripts that the page has asked for, without their digests."""
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    return [Path(name).name.rpartition("-")[0] or Path(name).name for name in names if name.endswith(".js")]


def test_only_the_search_page_asks_for_what_searches(browser: Any, indexed: Site) -> None:
    """A change page neither has nor loads it; the key / leads to the page that does, and its field is ready."""
    with watched_page(browser, indexed) as (page, faults):
        for address in ("zoom/terms-of-service/2023-04-01/", "zoom/", "matrix/", ""):
            page.goto(f"{indexed.base}/{address}")
            assert scripts(page) == ["site"], address
        page.goto(f"{indexed.base}/zoom/terms-of-service/2023-04-01/")
        page.keyboard.press("/")
        page.wait_for_url("**/search/")
        page.wait_for_load_state()
        assert sorted(scripts(page)) == ["search", "site"]
        page.keyboard.press("/")
        page.keyboard.type("Service Generated Data")
        page.keyboard.press("Enter")
        assert any("zoom/terms-of-service/2023-04-01" in address for address in results(page))
        assert sorted(scripts(page)) == ["clauses.js", "search", "site", "words.js"]
        page.goto(f"{indexed.base}/by-url/")
        assert sorted(scripts(page)) == ["by-url", "site"]
        page.fill("#url", "https://zoom.us/terms")
        assert page.locator("[data-needle]:visible").count() < page.locator("[data-needle]").count()
        assert faults == []


def test_search_works_in_a_folder_of_files(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From a change page by the key, through the index, to a page that is a file."""
    site = built_once(tmp_path_factory, "crawled-folder", None, lambda _: (*SAMPLE, "--file-links"))
    change = next(path for path in pages_of(site) if kind_of(path) == "change")
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / change).resolve().as_uri())
    page.keyboard.press("/")
    page.wait_for_url("**/search/index.html")
    page.fill("#q", "training")
    page.press("#q", "Enter")
    found = results(page)
    assert found
    for address in found:
        assert Path(unquote(urlsplit(address).path)).is_file(), address
    assert faults == []
    page.close()


def test_a_company_narrows_what_is_found(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        page.goto(f"{indexed.base}/search/?q=training&company=Reddit")
        found = results(page)
        assert found
        assert all("/reddit/" in address for address in found), found
        assert faults == []


def test_the_search_field_of_the_home_page_leads_to_results(browser: Any, indexed: Site) -> None:
    with watched_page(browser, indexed) as (page, faults):
        page.goto(f"{indexed.base}/")
        page.locator("input[type=search]").first.fill("arbitration")
        page.locator("input[type=search]").first.press("Enter")
        page.wait_for_url("**/search/**")
        assert results(page)
        assert faults == []


def test_without_script_the_page_says_what_to_do(browser: Any, indexed: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{indexed.base}/search/")
    assert "needs a script" in page.locator("noscript").inner_text()
    assert page.locator("[data-search-ways] a").count() >= 3
    context.close()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_sixty_questions_find_their_passage_among_the_first_three(full_folder: Path) -> None:
    questions = read_questions("questions.tsv")
    answers = ask_index(full_folder, [q.query for q in questions])
    found = sum(is_found(q, a) for q, a in zip(questions, answers, strict=True))
    assert len(questions) == 60
    assert found >= 57
