"""Search, in a real browser, under the site's own headers: the index is made as `make site` makes it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.host import hosted
from tests.browser.test_pages import watched_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def indexed(full_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the complete site with its search index."""
    folder = tmp_path_factory.mktemp("indexed") / "site"
    shutil.copytree(full_folder, folder)
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--silent"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with hosted(folder) as base:
        yield Site(folder, base, "with captures and index")


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
