"""What people do with the report, done in a real browser: open, look, step, copy, print, embed."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.host import hosted
from tests.browser.test_pages import TOO_WIDE, watched_page
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

CHANGE = "zoom/terms-of-service/2023-04-01/"
PHONE = {"width": 360, "height": 740}
CHANGED_ROW = ".redline .row:not(.same)"

# The element that the address names: where it is, and whether something sticky lies over its first line.
AT_TARGET = """() => {
  const target = document.querySelector(':target');
  if (!target) return null;
  const box = target.getBoundingClientRect();
  const bar = document.querySelector('header.bar');
  const covered = bar && ['sticky', 'fixed'].includes(getComputedStyle(bar).position)
    ? bar.getBoundingClientRect().bottom : 0;
  return {id: target.id, top: box.top, bottom: box.bottom, covered, height: innerHeight, width: box.width};
}"""


def assert_target_in_sight(page: Any, identifier: str) -> None:
    """The target begins on the screen and not under the header, as soon as layout has settled."""
    for _ in range(1200):
        at = page.evaluate(AT_TARGET)
        if at and at["covered"] - 1 <= at["top"] < at["height"]:
            break
        page.wait_for_timeout(50)
    assert at is not None, f"nothing is the target of {page.url}"
    assert at["id"] == identifier
    assert at["top"] < at["height"], f"below the screen: {at}"
    assert at["top"] >= at["covered"] - 1, f"the first line is above the screen or under the header: {at}"


def open_anew(page: Any, address: str, *, visit: int) -> None:
    """Load a page that may be open already, with no other page between, for which Chromium would start a new process."""
    path, hash_sign, fragment = address.partition("#")
    page.goto(f"{path}?visit={visit}{hash_sign}{fragment}")


def short_codes(site: Site) -> dict[str, str]:
    """The short codes of the quotations of the change, by name."""
    data = json.loads((site.folder / CHANGE / "change.json").read_text(encoding="utf-8"))
    return {
        each["name"]: each["short"].rstrip("/").rpartition("/")[2]
        for each in data["quotations"]
        if each["short"]
    }


def test_a_shared_short_address_leads_a_phone_to_the_words(browser: Any, full: Site) -> None:
    codes = short_codes(full)
    assert codes
    with watched_page(browser, full, is_mobile=True, has_touch=True) as (page, faults):
        page.set_viewport_size(PHONE)
        for code in codes.values():
            page.goto(f"{full.base}/c/{code}/")
            words = page.locator(".words").first.inner_text()
            page.locator(".onward a").first.tap()
            page.wait_for_url(f"**/{CHANGE}#*")
            identifier = page.url.partition("#")[2]
            assert_target_in_sight(page, identifier)
            shown = page.locator(f"figure[id='{identifier}'], figure:has([id='{identifier}'])")
            assert words.split()[0] in shown.inner_text()
            assert page.evaluate(TOO_WIDE) is None
            assert faults == []


@pytest.mark.parametrize("state", [pytest.param("bare", marks=pytest.mark.long), "full"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_every_locked_address_is_in_sight_when_it_is_opened(
    browser: Any, state: str, size: dict[str, int], request: pytest.FixtureRequest
) -> None:
    """A sample over the whole lock: first, last and every seventh passage, with captures and without."""
    site = request.getfixturevalue(state)
    lock = (ROOT / "content" / CHANGE.rstrip("/")).with_suffix(".lock").read_text(encoding="utf-8")
    ids = list(dict.fromkeys(re.findall(r"\b([ab]-[a-z2-7]{10}(?:-\d+)?)\b", lock)))
    assert len(ids) > 20
    with watched_page(browser, site) as (page, _):
        page.set_viewport_size(size)
        for visit, identifier in enumerate(dict.fromkeys([*ids[::7], ids[-1]])):
            open_anew(page, f"{site.base}/{CHANGE}#{identifier}", visit=visit)
            assert_target_in_sight(page, identifier)


def test_the_target_is_marked_without_a_script(browser: Any, full: Site) -> None:
    with watched_page(browser, full, java_script_enabled=False) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        row = page.locator(f"{CHANGED_ROW}[id]").first
        plain = row.evaluate("e => getComputedStyle(e).outlineStyle")
        page.goto(f"{full.base}/{CHANGE}#{row.get_attribute('id')}")
        marked = page.locator(":target").evaluate("e => getComputedStyle(e).outlineStyle")
        assert (plain, marked) == ("none", "solid")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_view_is_switched_between_side_by_side_one_column_and_changes_only(
    browser: Any, full: Site, scripts: bool
) -> None:
    with watched_page(browser, full, java_script_enabled=scripts) as (page, faults):
        page.goto(
            f"{full.base}/{CHANGE.replace('2023-04-01', '2023-08-11')}"
        )  # has rows that stayed the same
        edited = page.locator(".redline .row.edited:has(.half.after del)").first
        before = edited.locator(".half.before")
        edited.scroll_into_view_if_needed()
        assert before.is_visible()
        assert not edited.locator(".half.after del").first.is_visible()
        page.locator("label:has(#view-one)").click()
        assert not before.is_visible()
        edited.scroll_into_view_if_needed()
        assert edited.locator(".half.after del").first.is_visible()
        page.locator("label:has(#view-two)").click()
        assert before.is_visible()
        same = page.locator(".redline .row.same").nth(1)
        same.scroll_into_view_if_needed()
        page.locator("label:has(#view-only)").click()
        assert not same.is_visible()
        edited.scroll_into_view_if_needed()
        assert edited.is_visible()
        assert faults == []


def test_the_chosen_view_is_remembered(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        page.locator("label:has(#view-one)").click()
        page.reload()
        assert page.locator("#view-one").is_checked()
        assert not page.locator(".redline .row.edited .half.before").first.is_visible()


def test_a_phone_shows_one_column_without_asking(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, _):
        page.set_viewport_size(PHONE)
        page.goto(f"{full.base}/{CHANGE}")
        assert not page.locator(".redline .row.edited .half.before").first.is_visible()
        assert not page.locator("label:has(#view-one)").is_visible()


def test_the_keys_j_and_k_step_through_the_changes(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, faults):
        page.goto(f"{full.base}/{CHANGE}#redline")
        ids = page.locator(CHANGED_ROW).evaluate_all("rows => rows.map(row => row.id)")
        assert len(ids) > 5
        assert all(ids)
        visited = []
        for key in "jjjjkk":
            at = page.evaluate("location.hash")
            page.keyboard.press(key)
            page.wait_for_function("at => location.hash !== at", arg=at)
            visited.append(page.evaluate("location.hash.slice(1)"))
            assert_target_in_sight(page, visited[-1])
        start = ids.index(visited[0])
        assert visited == [ids[start + n] for n in (0, 1, 2, 3, 2, 1)]
        assert faults == []


def test_the_arrows_beside_a_change_lead_to_its_neighbours_without_a_script(browser: Any, full: Site) -> None:
    with watched_page(browser, full, java_script_enabled=False) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        arrow = page.locator(".redline .row:not(.short, .slim) .pn a").filter(has_text="↓").first
        target = arrow.get_attribute("href")
        assert target.startswith("#")
        arrow.click()
        assert_target_in_sight(page, target[1:])


def test_a_folded_clause_opens_when_it_is_aimed_at_and_a_row_is_one_stop(browser: Any, full: Site) -> None:
    for scripts in (True, False):
        with watched_page(browser, full, java_script_enabled=scripts) as (page, faults):
            page.goto(f"{full.base}/{CHANGE}")
            folded = page.locator(".redline .row.short:has(.rest > p)").last
            assert not folded.locator(".rest > p").first.is_visible()
            name = folded.get_attribute("id")
            open_anew(page, f"{full.base}/{CHANGE}#{name}", visit=2)
            aimed = page.locator(f"[id='{name}']")
            assert aimed.locator(".rest > p").first.is_visible()
            stops = (
                "e => [...e.querySelectorAll('a[href], summary')].filter(each => each.tabIndex >= 0).length"
            )
            rows = page.locator(".redline .row")
            assert set(rows.evaluate_all(f"all => all.map({stops})")) == {1}
            assert faults == []


def test_one_switch_shows_all_words_with_and_without_a_script(browser: Any, full: Site) -> None:
    for scripts in (True, False):
        with watched_page(browser, full, java_script_enabled=scripts) as (page, faults):
            page.goto(f"{full.base}/{CHANGE}")
            folded = page.locator(".redline .row.short:has(.rest > p)").last.locator(".rest > p").first
            assert not folded.is_visible()
            page.get_by_label("show all words").check()
            folded.wait_for(state="visible")
            hidden = "all => all.filter(e => !e.checkVisibility({contentVisibilityAuto: false})).length"
            assert page.locator(".redline .rest > p, .redline .kept > p").evaluate_all(hidden) == 0
            page.get_by_label("show all words").uncheck()
            folded.wait_for(state="hidden")
            assert faults == []


def test_two_texts_of_a_document_lead_to_their_page_or_to_a_command(browser: Any, sample: Site) -> None:
    with watched_page(browser, sample) as (page, faults):
        page.goto(f"{sample.base}/brightnote/terms-of-service/")
        found = page.locator("[data-pair-found]")
        assert "Since the first capture" in found.inner_text()
        later = page.locator("select[name=after]")
        for option in later.locator("option").evaluate_all("all => all.map(e => e.value)"):
            later.select_option(option)
            assert option in page.locator("[data-pair-command]").inner_text()
            if found.is_visible():
                words = page.locator("select option:checked").evaluate_all(
                    "all => all.map(e => e.dataset.words)"
                )
                assert set(found.locator("a").get_attribute("data-words").split()) == set(words)
        later.select_option(index=later.locator("option").count() - 1)
        found.locator("a").click()
        assert "Nobody has read this comparison" in page.locator("main").inner_text()
        assert faults == []


def test_arrows_go_through_the_links_of_a_row(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, faults):
        page.goto(f"{full.base}/{CHANGE}")
        row = page.locator(".redline .row:has(.rowsay a)").first
        row.locator(".num").last.focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        assert row.evaluate("e => e.contains(document.activeElement)")
        assert page.evaluate("document.activeElement.matches('.rowsay a')")
        page.keyboard.press("ArrowLeft")
        assert row.evaluate("e => e.contains(document.activeElement)")
        assert faults == []


NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})"


@pytest.mark.parametrize("without", ["clipboard", "script"])
def test_where_nothing_can_be_copied_the_addresses_are_read(browser: Any, full: Site, without: str) -> None:
    """A page that was not fetched by https has no clipboard; a script may fail to come."""
    with watched_page(browser, full) as (page, faults):
        if without == "script":
            page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        else:
            page.add_init_script(NO_CLIPBOARD)
        for address in (CHANGE, "zoom/terms-of-service/", "c/"):
            if address == "c/":
                address += f"{next((full.folder / 'c').iterdir()).name}/"
            page.goto(f"{full.base}/{address}")
            assert [each for each in page.locator("button.copy").all() if each.is_visible()] == []
        page.goto(f"{full.base}/{CHANGE}")
        page.evaluate("document.querySelectorAll('figure.passage details').forEach(e => e.open = true)")
        addresses = page.locator("figure.passage .acts code").all()
        assert len(addresses) > 5
        assert all(each.is_visible() for each in addresses)
        assert faults == []


def test_every_quotation_is_copied_with_its_source(browser: Any, full: Site) -> None:
    data = json.loads((full.folder / CHANGE / "change.json").read_text(encoding="utf-8"))
    quotations = {each["id"]: each for each in data["quotations"]}
    with watched_page(browser, full, permissions=["clipboard-read", "clipboard-write"]) as (page, faults):
        page.goto(f"{full.base}/{CHANGE}#passages")
        page.evaluate("document.querySelectorAll('figure.passage details').forEach(e => e.open = true)")
        copied = []
        for button in page.locator("figure.passage button.copy[aria-label^='Copy quote']").all():
            button.click()
            copied.append(page.evaluate("navigator.clipboard.readText()"))
            assert "copied" in page.locator("[role=status]").inner_text()
        assert len(set(copied)) == len(quotations)
        links = set()
        for button in page.locator("figure.passage button.copy[aria-label^='Copy link']").all():
            button.click()
            links.add(page.evaluate("navigator.clipboard.readText()"))
        assert links == {each["short"] for each in quotations.values()}
        citations = []
        for line in page.locator("figure.passage .cited").all():
            line.locator("button.copy").click()
            citations.append(page.evaluate("navigator.clipboard.readText()"))
            assert citations[-1] == line.locator(".select").text_content()
        assert len(citations) == len(quotations)
        assert all(any(short in each for each in citations) for short in links)
        for quotation in quotations.values():
            words = quotation["words"].split("[…]")[0].split()[:6]
            text = next((text for text in copied if quotation["short"] in text), "")
            assert " ".join(words) in " ".join(text.split()), quotation["name"]
            side = data[quotation["side"]]["captured_at"]
            day = f"{int(side[8:10])} {('February', 'April')[side[5:7] == '04']} {side[:4]}"
            assert side in text or day in text, text
            assert "Zoom" in text
        assert faults == []


def test_the_page_prints_with_both_texts_of_every_mark(browser: Any, full: Site, tmp_path: Path) -> None:
    with watched_page(browser, full) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        page.emulate_media(media="print")
        edited = page.locator(".redline .row.edited:has(ins):has(del)").first
        edited.scroll_into_view_if_needed()
        for mark, line in (("ins", "underline"), ("del", "line-through")):
            found = edited.locator(f".half.after {mark}, .half.before {mark}").locator("visible=true").first
            assert line in found.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert not page.locator(".rl-tools").is_visible()
        assert page.locator(".printhead").is_visible()
        printed = page.pdf(path=tmp_path / "page.pdf", format="A4")
        assert printed.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 3


IN_VIEW = "e => e.checkVisibility({contentVisibilityAuto: true})"

# Everything that is laid out, text not counted.
LAID_OUT = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"""

SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const each of list.getEntries())
      shifts.push([each.value, scrollY, ...each.sources.map(s => s.node?.id || s.node?.className)]);
  }).observe({type: 'layout-shift', buffered: true});
}"""


def test_a_phone_lays_out_what_is_near_the_screen_first(browser: Any, full: Site) -> None:
    """The time to the first view of a long page, told by what does not depend on the machine."""
    with watched_page(browser, full, is_mobile=True, has_touch=True) as (page, _):
        page.set_viewport_size(PHONE)
        page.goto(f"{full.base}/{CHANGE}")
        every = page.locator("main *").count()
        assert every > 4000
        assert page.evaluate(LAID_OUT) < every / 6
        far = page.locator(".redline .row .cell").last
        assert not far.evaluate(IN_VIEW)
        far.scroll_into_view_if_needed()
        page.wait_for_function(IN_VIEW, arg=far.element_handle())


# Buttons and lines to open of the note's figures, that reach below the top of the next figure.
STACKED = """() => {
  const figures = [...document.querySelectorAll('#note .passage')];
  return figures.slice(0, -1).flatMap((figure, n) => {
    const next = figures[n + 1].getBoundingClientRect().top;
    return [...figure.querySelectorAll('button, summary')]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().bottom > next + 1).map(e => `${figure.id}: ${e.textContent}`);
  });
}"""


def test_figures_of_the_note_never_stand_on_each_other(browser: Any, full: Site) -> None:
    """Before anything is scrolled: what a finger hits in one is not covered by the next."""
    with watched_page(browser, full, is_mobile=True, has_touch=True) as (page, _):
        page.set_viewport_size(PHONE)
        page.goto(f"{full.base}/{CHANGE}")
        assert page.locator("#note .passage button.copy").count() > 20
        assert page.evaluate(STACKED) == []


def test_words_far_from_the_screen_are_found_named_and_printed(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        far = page.locator(".redline .row.added .cell").last
        words = " ".join(far.text_content().replace("[added]", " ").split()[2:8])
        assert not far.evaluate(IN_VIEW)
        assert page.evaluate("words => window.find(words)", words)
        page.wait_for_function(
            """() => {
              const top = getSelection().getRangeAt(0).getBoundingClientRect().top;
              return 0 <= top && top < innerHeight;
            }"""
        )  # the parts above it are laid out when they come near, and push it
        open_anew(page, f"{full.base}/{CHANGE}#history", visit=2)
        assert page.locator(".redline .row .cell").last.evaluate(IN_VIEW)
        open_anew(page, f"{full.base}/{CHANGE}", visit=3)
        page.emulate_media(media="print")
        assert page.locator("main *").evaluate_all(
            "all => all.every(e => getComputedStyle(e).contentVisibility === 'visible')"
        )


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_nothing_moves_under_a_reader_who_scrolls(browser: Any, full: Site, size: dict[str, int]) -> None:
    with watched_page(browser, full) as (page, _):
        page.set_viewport_size(size)
        page.add_init_script(f"({SHIFTS})()")
        page.goto(f"{full.base}/{CHANGE}")
        page.mouse.move(size["width"] / 2, size["height"] / 2)
        for _ in range(600):
            page.mouse.wheel(0, size["height"] * 0.7)
            page.wait_for_timeout(60)
            if page.evaluate("scrollY") > 18_000:
                break
        assert page.evaluate("scrollY") > 18_000
        assert page.evaluate("shifts") == []


def test_the_keyboard_alone_reaches_everything_in_order(browser: Any, full: Site) -> None:
    with watched_page(browser, full) as (page, _):
        page.goto(f"{full.base}/{CHANGE}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('a.skip')")
        assert page.locator("a.skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        page.wait_for_url("**/#main")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    """() => {
                      const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                      const inside = e.closest('main') !== null;
                      const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                      return {what: e.outerHTML.slice(0, 90), inside, ring, top: box.top, bottom: box.bottom};
                    }"""
                )
            )
        assert all(each["inside"] for each in seen), seen
        assert [each["what"] for each in seen if not each["ring"]] == []
        assert [each["what"] for each in seen if each["bottom"] < 0 or each["top"] > 900] == []
        assert len({each["what"] for each in seen}) > 15


def test_a_passage_can_be_embedded_elsewhere_and_a_page_cannot(
    browser: Any, full: Site, tmp_path: Path
) -> None:
    code = next(iter(short_codes(full).values()))
    (tmp_path / "index.html").write_text(
        f'<!doctype html><title>Another site</title><iframe name=passage src="{full.base}/embed/{code}/"></iframe>'
        f'<iframe name=page src="{full.base}/{CHANGE}"></iframe>',
        encoding="utf-8",
    )
    context = browser.new_context()
    try:
        with hosted(tmp_path) as elsewhere:
            page = context.new_page()
            page.goto(elsewhere + "/", wait_until="load")
            passage = page.frame(name="passage").locator(".words")
            passage.first.wait_for()
            assert len(passage.first.inner_text().split()) > 3
            assert page.frame(name="page").locator("main").count() == 0
    finally:
        context.close()


HEADERS = 650  # bytes of an answer before its body, as our host sends them


def test_a_long_change_page_comes_in_ninety_kilobytes(full: Site) -> None:
    """With all that it asks for before anyone touches it, packed as hosts pack it."""
    page = (full.folder / CHANGE / "index.html").read_bytes()
    assets = re.findall(r'(?:href|src)="(?:\.\./)+(assets/[^"]+)"', page.decode())
    assert [name.rpartition("-")[0] for name in assets] == ["assets/icon", "assets/style", "assets/site"]
    bodies = [page, *((full.folder / name).read_bytes() for name in assets)]
    assert sum(len(gzip.compress(body, 6)) + HEADERS for body in bodies) < 90_000


def test_an_embed_stays_small(full: Site) -> None:
    heavy = {
        file.parent.name: file.stat().st_size
        for file in (full.folder / "embed").glob("*/index.html")
        if file.stat().st_size > 15_000
    }
    assert heavy == {}


def test_zoom_says_everywhere_when_the_words_were_last_seen(browser: Any, full: Site) -> None:
    """The page itself, its short address and its embed: machine learning in 10.4, last seen and absent."""
    code = short_codes(full)
    times = ("2023-08-07T18:49:21", "2023-08-11T19:15:38")
    pages = [full.folder / CHANGE / "index.html"]
    said = [page.read_text(encoding="utf-8") for page in pages]
    assert all(time in said[0] for time in times)
    short = [(full.folder / "c" / each / "index.html").read_text(encoding="utf-8") for each in code.values()]
    assert any(all(time in text for time in times) for text in short)
    embeds = [
        (full.folder / "embed" / each / "index.html").read_text(encoding="utf-8") for each in code.values()
    ]
    assert any(all(time in text for time in times) for text in embeds)
