"""A crawler for tests: every link, anchor and asset of a site, asked for over HTTP on this machine."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

_REFRESH = re.compile(r"\d+\s*;\s*url=(.*)", re.IGNORECASE)


class PageReader(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "link" and given.get("rel") in ("canonical", "license"):
            return
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        if (
            tag == "meta"
            and given.get("http-equiv") == "refresh"
            and (led := _REFRESH.match(given["content"]))
        ):
            self.links.append(led[1])


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a folder, served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def crawl(start: str, *more: str) -> tuple[dict[str, PageReader | None], list[str]]:
    """All that is reached from a page within its host (None: a file that is no page), and what is wrong."""
    host = urlsplit(start).netloc
    seen: dict[str, PageReader | None] = {}
    asked: list[tuple[str, str, str]] = []
    wrong: list[str] = []
    todo = [(start, start), *((each, each) for each in more)]
    while todo:
        url, came_from = todo.pop()
        if url in seen:
            continue
        try:
            with urlopen(url) as answer:
                body, kind = answer.read(), answer.headers.get_content_type()
        except HTTPError as error:
            seen[url] = None
            wrong.append(f"{error.code} {url} from {came_from}")
            continue
        page = seen[url] = PageReader(body.decode("utf-8")) if kind == "text/html" else None
        for link in page.links if page else ():
            target, fragment = urldefrag(urljoin(url, link))
            if urlsplit(target).netloc != host:
                continue
            asked.append((url, target, unquote(fragment)))
            todo.append((target, url))
    for page_url, target, fragment in asked:
        page = seen.get(target)
        if fragment and page is not None and fragment not in page.ids:
            wrong.append(f"no id {fragment!r} in {target}, from {page_url}")
    return seen, wrong
