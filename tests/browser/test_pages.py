"""Every page that is built holds in a real browser: narrow and wide, light and dark, with captures and without."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from generator.render.assets import squeeze_styles
from tests.browser.conftest import Site
from tests.browser.sites import kind_of, one_of_each_kind, pages_of, url_of
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
THEMES = ("light", "dark")

# The innermost elements that reach beyond the window, unless something around them scrolls or cuts them off.
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const wide = new Set([...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || box.right <= root.clientWidth + 1) return false;
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false;
    return true;
  }));
  const inner = [...wide].filter(e => ![...e.children].some(child => wide.has(child)));
  const name = e => e.tagName.toLowerCase() + [...e.classList].map(c => '.' + c).join('');
  const way = e => [e.parentElement, e].map(name).join(' > ') + ` ${JSON.stringify(e.textContent.trim().slice(0, 40))}`;
  return `${root.scrollWidth} px wide: ${inner.slice(0, 3).map(way).join(', ')}`;
}"""
HIDDEN_TARGETS = "[...document.querySelectorAll('details:not([open]) [id]')].map(e => e.id)"


@contextmanager
def watched_page(browser: Any, site: Site, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page of a fresh profile, and the list of what goes wrong in it: errors, warnings of policy, foreign requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    context.set_default_timeout(300_000)  # milliseconds; no test fails because the machine is busy
    page, faults = context.new_page(), []
    page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    # A page's icon is fetched after everything else; a visit that goes on at once breaks it off, which is no fault.
    page.on(
        "requestfailed",
        lambda r: (
            None
            if "ERR_ABORTED" in (r.failure or "") and "/icon-" in r.url
            else faults.append(f"failed: {r.url}")
        ),
    )

    def foreign(request: Any) -> None:
        if not request.url.startswith((site.base + "/", "data:", "blob:" + site.base)):
            faults.append(f"other origin: {request.url}")

    page.on("request", foreign)
    try:
        yield page, faults
    finally:
        context.close()


FEW = 10  # one in so many of a kind of which there are hundreds, drawn by one template


def visited(site: Site) -> list[str]:
    """Every page of the site; of short pages and embeds one in ten, and in an invented site all."""
    hundreds: Counter[str] = Counter()
    found = []
    for path in pages_of(site.folder):
        kind = kind_of(path)
        hundreds[kind] += 1
        if kind not in ("passage", "embed") or site.state == "invented" or hundreds[kind] % FEW == 1:
            found.append(path)
    return found


def test_every_page_fits_its_screen_hides_no_target_and_asks_nobody_else_for_anything(
    browser: Any, each_site: Site
) -> None:
    found = []
    with watched_page(browser, each_site) as (page, faults):
        for path in visited(each_site):
            reply = page.goto(f"{each_site.base}/{url_of(path)}", wait_until="load")
            if reply.status != 200:
                faults.append(f"status {reply.status}")
            for width in WIDTHS:  # a theme changes colours, and no sizes
                page.set_viewport_size({"width": width, "height": 900})
                if wide := page.evaluate(TOO_WIDE):
                    faults.append(f"at {width} px: {wide}")
            faults += [
                f"#{target} stands inside a collapsed element" for target in page.evaluate(HIDDEN_TARGETS)
            ]
            found += [f"{path}: {fault}" for fault in faults]
            faults.clear()
    assert found == []


RULES = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(/, ?/g, ','));
}"""


def test_the_published_stylesheet_says_what_its_parts_say(browser: Any) -> None:
    """Rule by rule, as the browser reads them: nothing but comments and idle white space was left out."""
    page = browser.new_page()
    for file in sorted((ROOT / "templates" / "assets" / "css").glob("*.css")):
        written = file.read_text(encoding="utf-8")
        rules = page.evaluate(RULES, written)
        assert rules, file.name
        assert page.evaluate(RULES, squeeze_styles(written)) == rules, file.name
    page.close()


def test_one_page_of_each_kind_fits_the_narrowest_phone(browser: Any, any_site: Site) -> None:
    found = []
    with watched_page(browser, any_site) as (page, _):
        page.set_viewport_size({"width": 320, "height": 640})
        for kind, path in one_of_each_kind(any_site.folder).items():
            page.goto(f"{any_site.base}/{url_of(path)}")
            if wide := page.evaluate(TOO_WIDE):
                found.append(f"{kind}, {path}: {wide}")
    assert found == []


def lay_out_all(site: Site) -> Callable[[Any], None]:
    """What is far from the screen is not laid out, and has no text, until it comes near: style sheets without that."""

    def answer(route: Any) -> None:
        sheet = site.folder / route.request.url.removeprefix(site.base + "/")
        body = sheet.read_text(encoding="utf-8") + "\n* { content-visibility: visible !important; }\n"
        route.fulfill(body=body, content_type="text/css; charset=utf-8")

    return answer


def test_every_page_is_complete_without_scripts(browser: Any, any_site: Site) -> None:
    """With scripts a reader gets buttons, menus for a command that stands below them, a hint about keys; no word more."""
    found = []
    with (
        watched_page(browser, any_site) as (scripted, _),
        watched_page(browser, any_site, java_script_enabled=False) as (plain, faults),
    ):
        for page in (scripted, plain):
            page.route("**/*.css", lay_out_all(any_site))
        for kind, path in one_of_each_kind(any_site.folder).items():
            if kind in ("search", "by-url"):
                continue
            address = f"{any_site.base}/{url_of(path)}"
            scripted.goto(address, wait_until="load")
            scripted.evaluate(
                "document.querySelectorAll('button, .keys, form[data-pair]').forEach(e => e.remove())"
            )
            plain.goto(address, wait_until="load")
            with_scripts, without = (
                page.locator("main, body").first.inner_text().split() for page in (scripted, plain)
            )
            if len(without) < 5 or set(with_scripts) - set(without):
                found.append(
                    f"{kind}, {path}: only with scripts: {sorted(set(with_scripts) - set(without))[:10]}"
                )
        found += faults
    assert found == []


def test_a_missing_address_gets_a_page_that_works_from_any_depth(browser: Any, sample: Site) -> None:
    with watched_page(browser, sample) as (page, faults):
        reply = page.goto(f"{sample.base}/no/such/page/", wait_until="load")
        assert reply.status == 404
        assert page.evaluate("document.styleSheets.length") > 0
        assert [fault for fault in faults if "404" not in fault] == []
        links = page.evaluate(
            "[...new Set([...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0]))]"
        )
        own = [
            link for link in links if link.startswith(sample.base) and link != page.url
        ]  # "#main" is the page itself
        assert own
        assert [link for link in own if page.request.get(link).status != 200] == []
