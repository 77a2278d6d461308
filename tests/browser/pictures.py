"""The pictures of README.md, taken of a built report: ``python -m tests.browser.pictures --site site``."""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.host import hosted
from tests.browser.sites import chromium
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1120, 700
SHOWN = {  # page and what stands at its top; invented texts, since the texts of companies are not ours to copy
    "home": ("", ""),
    "redline": ("method/example/acme-meet/terms-of-service/2024-05-06/", ".rl-cols"),
}


def take(site: Path, folder: Path) -> None:
    """One picture a page, as a reader with a small laptop first sees it."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p, hosted(site) as base:
        browser = p.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, (url, top) in SHOWN.items():
            page.goto(f"{base}/{url}", wait_until="load")
            if top:
                page.locator(top).first.evaluate("element => element.scrollIntoView()")
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    take(parser.parse_args().site, FOLDER)
