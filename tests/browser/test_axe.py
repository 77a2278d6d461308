"""axe-core finds nothing on any kind of page, at both widths, in both themes."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.sites import UNREAD, one_of_each_kind, url_of
from tests.browser.test_pages import THEMES, WIDTHS, watched_page
from tests.conftest import need

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WITHOUT_CAPTURES = ("change", "document", "example change", "home", "passage", "story")
# A theme changes colours and nothing else, so that the dark one is asked for contrast alone.
RUN = """async theme => {
  const all = {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}};
  const result = await axe.run(document, theme === 'dark' ? {...all, runOnly: ['color-contrast'], rules: {}} : all);
  return result.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`);
}"""
# What is laid out only when it comes near has a guessed size until then, and axe would see it stand on what follows.
LAY_OUT = """() => document.styleSheets[0].insertRule('main * { content-visibility: visible !important }',
  document.styleSheets[0].cssRules.length)"""


@pytest.fixture(scope="module")
def axe() -> str:
    need(AXE.is_file(), "axe-core is not installed (make browser-tools)")
    return AXE.read_text(encoding="utf-8")


def test_no_kind_of_page_has_a_barrier_that_axe_knows(browser: Any, each_site: Site, axe: str) -> None:
    found = []
    with watched_page(browser, each_site) as (page, _):
        for kind, path in one_of_each_kind(each_site.folder).items():
            if each_site.state == "invented" and kind not in UNREAD:
                continue  # the real report has these
            if each_site.state == "without captures" and kind not in WITHOUT_CAPTURES:
                continue  # the same with them
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{each_site.base}/{url_of(path)}")
                page.evaluate(LAY_OUT)
                page.evaluate(axe)
                for theme in THEMES:
                    page.emulate_media(color_scheme=theme)
                    found += [
                        f"{kind}, {path}, {width} px, {theme}: {each}" for each in page.evaluate(RUN, theme)
                    ]
    assert found == []
