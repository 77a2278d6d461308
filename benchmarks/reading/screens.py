"""``python -m benchmarks.reading.screens [--site DIR] [PATH ...]``: on which screen of a phone a reader meets what.

Each change page at 360 x 780 in Chromium, with `content-visibility` off so that heights are real: the screen on which the
words that matter stand whole, and their Copy link; where the note begins and ends; the length of the page, folded and
unfolded; Tab stops up to the note's end and in a row. At 1280 x 800: where the first pair of the redline stands.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.conftest import FLAGS
from tests.browser.host import hosted
from tests.browser.sites import chromium

PHONE = {"width": 360, "height": 780}
LAPTOP = {"width": 1280, "height": 800}
PLAIN = "*, *::before, *::after { content-visibility: visible !important; }"
GOALS = {  # median, worst
    "words": (1, 1.5), "copy": (1.5, 2), "note": (1.5, 3), "note ends": (6, 9), "pair at 1280": (3.5, 3.5),
}  # fmt: skip
MEASURE = """() => {
  const screens = (y) => y / innerHeight;
  const box = (e) => e && e.getBoundingClientRect();
  const all = (s, e = document) => [...e.querySelectorAll(s)];
  const bottom = (e) => e ? screens(box(e).bottom + scrollY) : null;
  const top = (e) => e ? screens(box(e).top + scrollY) : null;
  const brief = document.querySelector('.brief-words');
  const redline = document.getElementById('redline'), note = document.getElementById('note');
  const shown = (e) => e.checkVisibility({visibilityProperty: true});
  const stop = (e) => e.tabIndex >= 0 && shown(e);
  const stops = (e) => all('a[href], button, input, summary', e).filter(stop);
  const words = brief && (all('mark, ins, strong', brief).filter(shown).pop() ?? all('.words', brief).filter(shown).pop());
  const rows = all('.redline .row:not(.same)');
  const told = {
    words: bottom(words), copy: bottom(brief?.querySelector('.copy')), note: top(note), 'note ends': bottom(note),
    clauses: rows.length, page: screens(document.documentElement.scrollHeight),
    'stops to the note’s end': stops(document).filter(e => redline.compareDocumentPosition(e) & 2).length,
    figures: all('figure.passage').length,
    'stops a row': Math.max(0, ...rows.map(e => stops(e).length)),
    wide: document.documentElement.scrollWidth - innerWidth,
  };
  for (const fold of all('.rest, .kept')) fold.open = true;
  told['page unfolded'] = screens(document.documentElement.scrollHeight);
  return told;
}"""
PAIR = """() => {
  const pairs = [...document.querySelectorAll('.redline .row:not(.same)')].filter(e => e.querySelector('.half.before') && e.querySelector('.half.after'));
  const beside = pairs.filter(e => {
    const [a, b] = ['.before', '.after'].map(s => e.querySelector('.half' + s).getBoundingClientRect());
    return a.width > 0 && b.width > 0 && a.right <= b.left + 1 && Math.abs(a.top - b.top) < 2;
  });
  const first = beside[0]?.getBoundingClientRect();
  return {'pair at 1280': first ? (first.top + scrollY) / innerHeight : null, beside: beside.length, pairs: pairs.length};
}"""


def measure(page: Any, address: str) -> dict[str, float | None]:
    """One page, at both widths."""
    told: dict[str, float | None] = {}
    for size, script in ((PHONE, MEASURE), (LAPTOP, PAIR)):
        page.set_viewport_size(size)
        page.goto(address, wait_until="load")
        page.add_style_tag(content=PLAIN)
        told |= page.evaluate(script)
    return told


def change_pages(site: Path) -> list[str]:
    """The address of every published change page."""
    return sorted(
        f"/{path.parent.relative_to(site).as_posix()}/"
        for path in site.glob("*/*/*/index.html")
        if 'class="redline"' in path.read_text(encoding="utf-8") and path.parts[-4] != "unread"
    )


def summary(name: str, values: list[float]) -> str:
    """Median and worst of one measure, beside its goal."""
    goal = GOALS.get(name)
    aim = f"   goal {goal[0]:g}, worst {goal[1]:g}" if goal else ""
    return f"{name:26} median {median(values):7.2f}   worst {max(values):7.2f}{aim}"


def main(arguments: Sequence[str]) -> int:
    """Measure, print a line a page and the summary."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.screens", description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--json", type=Path, help="write every page here, too")
    parser.add_argument("paths", nargs="*")
    asked = parser.parse_args(arguments)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("needs playwright (a development dependency)", file=sys.stderr)
        return 2
    path = chromium()
    if not path or not (asked.site / "index.html").is_file():
        print(f"needs Chromium and a site in {asked.site}", file=sys.stderr)
        return 2
    told: dict[str, dict[str, float | None]] = {}
    with hosted(asked.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], bypass_csp=True)
        page = context.new_page()
        for address in asked.paths or change_pages(asked.site):
            told[address] = measure(page, base + address)
            cells = (f"{k} {v:.2f}".replace(".00", "") for k, v in told[address].items() if v is not None)
            print(f"{address}: {', '.join(cells)}")
        browser.close()
    print()
    for name in next(iter(told.values()), {}):
        values = [float(v) for each in told.values() if (v := each[name]) is not None]
        if values:
            print(summary(name, values))
    small = [float(each["page"] or 0) for each in told.values() if (each["clauses"] or 0) <= 10]
    if small:
        print(summary("page, up to ten clauses", small))
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
