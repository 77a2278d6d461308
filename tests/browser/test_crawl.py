"""A site crawled in Chromium as it would lie on a host, below a path of a host, and in a folder that is read without a server."""

import mimetypes
import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.browser.conftest import built_once
from tests.browser.sites import SAMPLE, pages_of

PLACES = {
    "root": "https://report.example/",
    "path": "https://report.example/a/b/",
    "folder": "file://",
}
READ = """() => ({
  links: [...document.querySelectorAll('a[href], area[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href),
  forms: [...document.forms].map(f => new URL(f.getAttribute('action') ?? '', document.baseURI).href),
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  sheets: document.styleSheets.length,
  broken: [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src),
})"""
LEFT = "net::ERR_ABORTED"  # the page was left while its icon was on the way
MEDIA = {
    ".xml": "application/xml",
    ".json": "application/json",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
}


def answers(site: Path, base: str) -> Callable[[Any], None]:
    """A host with one site on it: `base` leads into the folder, every other address of it is not there."""

    def answer(route: Any) -> None:
        url = route.request.url.partition("#")[0].partition("?")[0]
        path = unquote(url.removeprefix(base)) if url.startswith(base) else None
        file = site / (f"{path}index.html" if path == "" or (path or "").endswith("/") else path or "//")
        if path is None or not file.is_file():
            route.fulfill(status=404, content_type="text/html", body="not there")
            return
        kind = MEDIA.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=file.read_bytes())

    return answer


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
def test_every_link_and_asset_is_found_wherever_the_site_lies(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    base = PLACES[place]
    more = ("--file-links",) if place == "folder" else ("--base-url", base)
    site = built_once(tmp_path_factory, f"crawled-{place}", None, lambda _: (*SAMPLE, *more))
    context = browser.new_context(java_script_enabled=True)
    if place == "folder":
        base = f"{site.resolve().as_uri()}/"
    else:
        context.route(re.compile(r"https?://"), answers(site, base))
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "requestfailed",
        lambda r: None if r.failure == LEFT else wrong.append(f"failed: {r.url} on {page.url}: {r.failure}"),
    )
    page.on(
        "response", lambda r: wrong.append(f"{r.status}: {r.url} on {page.url}") if r.status >= 400 else None
    )
    page.on(
        "request", lambda r: None if inside(r.url, base) else wrong.append(f"foreign: {r.url} on {page.url}")
    )
    page.on("pageerror", lambda e: wrong.append(f"script: {e} on {page.url}"))

    start = f"{base}index.html" if place == "folder" else base
    todo, ids, asked = deque([start]), {}, []
    while todo:
        url = todo.popleft()
        if url in ids:
            continue
        ids[url] = set()
        if not is_page(url):
            if not file_of(url, site, base).is_file():
                wrong.append(f"not there: {url}")
            continue
        page.goto(url)
        read = page.evaluate(READ)
        ids[page.url] = ids[url] = set(read["ids"])
        wrong += [f"picture: {src} on {url}" for src in read["broken"]]
        wrong += [] if read["sheets"] else [f"no style sheet on {url}"]
        for link in (*read["links"], *read["forms"]):
            if not inside(link, base):
                if (
                    urlsplit(link).scheme == urlsplit(base).scheme
                    and urlsplit(link).netloc == urlsplit(base).netloc
                ):
                    wrong.append(f"out of the site: {link} on {url}")
                continue
            target, fragment = urldefrag(link)
            target = target.partition("?")[0]
            asked.append((url, target, unquote(fragment)))
            todo.append(target)
    wrong += [
        f"no {name!r} in {target}, from {url}"
        for url, target, name in asked
        if name and is_page(target) and name not in ids[target]
    ]
    context.close()
    assert wrong == []
    assert sum(is_page(url) for url in ids) > len(pages_of(site)) / 2
    assert len(asked) > 500


def inside(url: str, base: str) -> bool:
    """Whether an address belongs to the site; what a page holds itself belongs to it."""
    return url.startswith((base, "data:", "blob:"))


def is_page(url: str) -> bool:
    return url.endswith(("/", ".html"))


def file_of(url: str, site: Path, base: str) -> Path:
    return site / unquote(url.removeprefix(base))
