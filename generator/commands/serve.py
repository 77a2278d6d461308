"""``serve``: the report on this machine, built again at each change; what is wrong stands in the page."""

import threading
from collections.abc import Callable
from dataclasses import replace
from errno import EADDRINUSE
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue

from generator.commands.build import BuildReport, build_with
from generator.commands.make import open_memo
from generator.commands.project import Project
from generator.model.errors import GeneratorError, UsageError
from generator.model.reporting import Reporter

_LIVE_SCRIPT = """\
const place = "smallprint-place";
new EventSource("/__live/events").onmessage = () => {
  sessionStorage.setItem(place, JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
};
const kept = JSON.parse(sessionStorage.getItem(place) || "null");
sessionStorage.removeItem(place);
if (kept && kept[0] === location.pathname) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => { scrollTo(kept[1], kept[2]); history.scrollRestoration = "auto"; });
}
"""
_LIVE_STYLE = """\
#live-problems { position: fixed; inset: auto 0 0 0; max-height: 40vh; overflow: auto; margin: 0; padding: 1rem;
  background: #fff4d6; color: #1b1d1f; border-top: 3px solid #b4560a; font: 14px/1.5 ui-monospace, monospace;
  white-space: pre-wrap; z-index: 99 }
"""
Build = Callable[[Project, Reporter], BuildReport]
LAST_PORT = 65535
NEXT_PORTS = 20  # ports that are tried after the one asked for
STEP = 20  # milliseconds without a further change after which a build begins


class Live:
    """What the last build said, and who waits for the next."""

    def __init__(self) -> None:
        self.problems: tuple[str, ...] = ()
        self._waiting: list[Queue[bool]] = []
        self._lock = threading.Lock()

    def wait(self, timeout: float) -> bool:
        """Whether a build ended within `timeout` seconds."""
        queue: Queue[bool] = Queue()
        with self._lock:
            self._waiting.append(queue)
        try:
            return queue.get(timeout=timeout)
        except Empty:
            return False
        finally:
            with self._lock:
                self._waiting.remove(queue)

    def built(self, problems: tuple[str, ...]) -> None:
        """Tell all who wait."""
        self.problems = problems
        with self._lock:
            for queue in self._waiting:
                queue.put(True)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site; pages get the live script, and the problems of the last build."""

    def __init__(self, *args: object, live: Live, **kwargs: object) -> None:
        self.live = live
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/__live/events":
            return self._events()
        if self.path == "/__live/live.js":
            return self._send(_LIVE_SCRIPT.encode(), "text/javascript; charset=utf-8")
        if self.path == "/__live/live.css":
            return self._send(_LIVE_STYLE.encode(), "text/css; charset=utf-8")
        file = Path(self.translate_path(self.path))
        if file.is_dir() and self.path.split("?")[0].endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            return self._send(live_page(file.read_bytes(), self.live.problems), "text/html; charset=utf-8")
        if not file.exists():
            missing = Path(self.directory) / "404.html"
            body = missing.read_bytes() if missing.is_file() else b"not found"
            return self._send(live_page(body, self.live.problems), "text/html; charset=utf-8", status=404)
        return super().do_GET()

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                line = b"data: built\n\n" if self.live.wait(15) else b": still here\n\n"
                self.wfile.write(line)
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def _send(self, body: bytes, media_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not worth a line."""


def live_page(body: bytes, problems: tuple[str, ...]) -> bytes:
    """A page as served here: it may listen for builds, and shows what is wrong. The file on disk is not touched."""
    extra = '<link rel="stylesheet" href="/__live/live.css"><script src="/__live/live.js" defer></script>'
    page = body.decode("utf-8").replace("default-src 'none';", "default-src 'none'; connect-src 'self';", 1)
    page = page.replace("</head>", f"{extra}</head>", 1)
    if problems:
        told = escape("\n".join(problems))
        page = page.replace("</body>", f'<pre id="live-problems" role="alert">{told}</pre></body>', 1)
    return page.encode()


def serve_site(project: Project, reporter: Reporter, *, host: str, port: int) -> int:
    """Serve until interrupted, drafts included. Whatever changes below content/ or templates/ is built again, with what the
    builds before remember in memory. Archives are asked for what is missing once, at the start.

    Raises UsageError for a port or host that nothing can be served at, before anything is built.
    """
    project.refuse_site()
    live = Live()
    handler = partial(_Handler, live=live, directory=str(project.site.resolve()))
    server = open_server(handler, host, port, reporter)
    with server, open_memo(project, reporter, hold=True) as memo:
        return _serve(replace(project, drafts=True), partial(build_with, memo), reporter, live, server)


def open_server(
    handler: Callable[..., SimpleHTTPRequestHandler], host: str, port: int, reporter: Reporter
) -> ThreadingHTTPServer:
    """A server at the port asked for, or at the next one that is free."""
    if not 0 <= port <= LAST_PORT:
        raise UsageError(f"--port {port}: ports are 1 to {LAST_PORT}, or 0 for any that is free")
    for number in (*range(port, min(port + NEXT_PORTS, LAST_PORT + 1)), 0):
        try:
            server = _Server((host, number), handler)
        except PermissionError:
            raise UsageError(
                f"--port {port}: this system lets only its administrator use it; try 8000"
            ) from None
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise UsageError(f"--host {host}: cannot be served at ({error.strerror or error})") from None
            continue
        if number != port:
            reporter.note(f"port {port} is taken; {server.server_address[1]} is used")
        return server
    raise UsageError(f"--port {port}: no port is free")


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _serve(
    project: Project, build: Build, reporter: Reporter, live: Live, server: ThreadingHTTPServer
) -> int:
    from watchfiles import watch

    _rebuild(project, reporter, live, build)
    project = replace(project, offline=True)  # a save asks no archive
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = str(server.server_address[0]), server.server_address[1]
    reporter.step(f"http://{host}:{port}/  (Ctrl-C ends)")
    read = (project.content, project.templates, project.overrides)
    folders = [folder for folder in read if folder is not None and folder.is_dir()]
    try:
        for _ in watch(*folders, raise_interrupt=False, step=STEP):
            _rebuild(project, reporter, live, build)
    finally:
        server.shutdown()
    return 0


def _rebuild(project: Project, reporter: Reporter, live: Live, build: Build) -> None:
    try:
        report = build(project, reporter)
        told = tuple(str(problem) for problem in report.problems)
    except GeneratorError as error:
        told = (str(error),)
    for line in told:
        reporter.note(line)
    live.built(told)
    reporter.step(f"Built, {len(told)} problems." if told else "Built.")
