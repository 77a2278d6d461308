"""A static host for tests: a site folder on loopback, with the site's own `_headers` and `_redirects` obeyed.

Hosts differ in what they do when two rules of `_headers` give one address the same header: some let the later one win, some
send both. This one sends both, the stricter way, so a site that passes here passes on either.
"""

import gzip
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

Rules = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
Redirects = tuple[tuple[str, str, int], ...]

_PACKED = ("text/", "application/json", "application/atom+xml", "image/svg")  # as hosts do: what packs well
_TYPES = {".json": "application/json", ".atom": "application/atom+xml", ".js": "text/javascript"}


def read_headers(site: Path) -> Rules:
    """The rules of `_headers`: a path, then its headers indented under it."""
    file = site / "_headers"
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            rules.append((line.strip(), []))
        else:
            name, _, value = line.strip().partition(":")
            rules[-1][1].append((name.strip(), value.strip()))
    return tuple((path, tuple(headers)) for path, headers in rules)


def read_redirects(site: Path) -> Redirects:
    """The rules of `_redirects`: from, to, status (301 where none is given)."""
    file = site / "_redirects"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = [line.split() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return tuple((row[0], row[1], int(row[2].rstrip("!")) if len(row) > 2 else 301) for row in rows)


def matches(rule: str, path: str) -> bool:
    """`*` stands for anything at the end of a path, `:name` for one part; a slash at the end does not count."""
    return _pattern(rule).fullmatch(path.rstrip("/")) is not None


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    rest = rule.endswith("/*")
    parts = rule.removesuffix("/*").rstrip("/").split("/")
    pattern = "/".join("[^/]+" if part.startswith(":") else re.escape(part) for part in parts)
    return re.compile(pattern + ("(/.*)?" if rest else ""))


def headers_for(rules: Rules, path: str) -> list[tuple[str, str]]:
    return [header for rule, headers in rules if matches(rule, path) for header in headers]


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: Path, headers: Rules, redirects: Redirects, *rest: object) -> None:
        self.site, self.headers_of_site, self.redirects = site, headers, redirects
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        for source, target, status in self.redirects:
            if matches(source, path) and status in (301, 302, 307, 308):
                self._answer(status, b"", "text/plain", [("Location", target)])
                return
        file = self._file(path)
        if file is not None and file.is_dir():
            self._answer(301, b"", "text/plain", [("Location", urlsplit(self.path).path + "/")])
            return
        headers = headers_for(self.headers_of_site, path)
        if file is None or not file.is_file():
            lost = self.site / "404.html"
            self._answer(
                404, lost.read_bytes() if lost.is_file() else b"", "text/html; charset=utf-8", headers
            )
            return
        self._answer(200, file.read_bytes(), _media_type(file), headers)

    def _file(self, path: str) -> Path | None:
        """The file that answers a path; None where it leads out of the site or is the host's own."""
        parts = [part for part in path.split("/") if part]
        if any(part in (".", "..") for part in parts) or parts[:1] in (["_headers"], ["_redirects"]):
            return None
        return self.site.joinpath(*parts, *(["index.html"] if path.endswith("/") else []))

    def _answer(self, status: int, body: bytes, media_type: str, headers: list[tuple[str, str]]) -> None:
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and media_type.startswith(_PACKED)
        body = gzip.compress(body, compresslevel=6, mtime=0) if packed else body
        self.send_response(status)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-type" for name, _ in headers):
            self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read pages, not logs."""


def _media_type(file: Path) -> str:
    found = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """The address, without a slash at its end, at which `site` is served while the block runs."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Page, site, read_headers(site), read_redirects(site))
    )
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a browser that turned away in the middle
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
