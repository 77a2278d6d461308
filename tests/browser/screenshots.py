"""Pictures of every kind of page: two widths, two themes, with captures and without. `make screenshots` writes them.

    screenshots/with-captures/change-1280-light.png

The windows are cut at 4000 px of height; the kinds and their pages are listed in screenshots/index.html.
"""

import argparse
import html
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.host import hosted
from tests.browser.sites import SAMPLE, UNREAD, build, chromium, one_of_each_kind, url_of
from tests.conftest import ROOT, shared_folder

WIDTHS = (1280, 360)
THEMES = ("light", "dark")
TALLEST = 4000


def shoot(browser: Any, site: Path, folder: Path, kinds: list[str]) -> list[Path]:
    """One picture a kind, width and theme, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with hosted(site) as base:
        page = browser.new_page()
        for kind, path in one_of_each_kind(site).items():
            if kinds and kind not in kinds:
                continue
            for width in WIDTHS:
                for theme in THEMES:
                    page.emulate_media(color_scheme=theme)
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(f"{base}/{url_of(path)}", wait_until="load")
                    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                    page.set_viewport_size({"width": width, "height": tall})
                    picture = folder / f"{kind.replace(' ', '-')}-{width}-{theme}.png"
                    page.screenshot(path=picture)
                    made.append(picture)
        page.close()
    return made


def write_index(folder: Path, pictures: list[Path]) -> Path:
    """All pictures on one page."""
    figures = "".join(
        f'<figure><img loading="lazy" width="320" src="{html.escape(name)}" alt=""><figcaption>{html.escape(name)}</figure>'
        for name in (picture.relative_to(folder).as_posix() for picture in pictures)
    )
    index = folder / "index.html"
    index.write_text(
        f'<!doctype html><meta charset="utf-8"><title>Screenshots</title><style>body{{display:flex;flex-wrap:wrap}}</style>{figures}',
        encoding="utf-8",
    )
    return index


def main() -> int:
    """Build both states and take every picture."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=main.__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--kind", action="append", default=[], help="only this kind of page; repeatable")
    given = parser.parse_args()
    path, mirror = chromium(), shared_folder() / "archive"
    if not path:
        print("No Chromium was found; set CHROMIUM to its path.", file=sys.stderr)
        return 2
    states: dict[str, Path | None] = {"without-captures": None}
    if mirror.is_dir():
        states["with-captures"] = mirror
    else:
        print(f"No captures at {mirror}: pictures without captures only.", file=sys.stderr)
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for state, folder in states.items():
            site = build(Path(scratch) / state, mirror=folder)
            pictures += shoot(browser, site, given.into / state, given.kind)
        unread = [kind for kind in UNREAD if not given.kind or kind in given.kind]
        if unread:
            site = build(Path(scratch) / "invented", mirror=None, more=SAMPLE)
            pictures += shoot(browser, site, given.into / "invented", unread)
        browser.close()
    print(f"{len(pictures)} pictures: open {write_index(given.into, pictures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
