"""``serve``: the report on this machine, built again at each change; what is wrong stands in the page."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from errno import EADDRINUSE
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from generator.commands.build import BuildReport, build_with
from generator.commands.live_page import SCRIPT, STYLE, ShownProblem, live_page, shown_problem
from generator.commands.make import load_drawing, open_memo
from generator.commands.project import Project
from generator.model.errors import GeneratorError, UsageError
from generator.model.reporting import Reporter

Build = Callable[[Project, Reporter], BuildReport]
LAST_PORT = 65535
NEXT_PORTS = 20  # ports that are tried after the one asked for
STEP = 20  # milliseconds without a further change after which a build begins
TICK = 500  # milliseconds after which the watch says that nothing changed


class Live:
    """What the last build said, its number, and who waits for another."""

    def __init__(self) -> None:
        self._number = 0
        self._problems: tuple[ShownProblem, ...] = ()
        self._changed = threading.Condition()

    def state(self) -> tuple[int, tuple[ShownProblem, ...]]:
        """The number of the last build, and its problems."""
        with self._changed:
            return self._number, self._problems

    def wait(self, seen: int, timeout: float) -> int:
        """The number of the last build, as soon as it is another than `seen`, at the latest after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen, timeout)
            return self._number

    def built(self, problems: tuple[ShownProblem, ...]) -> None:
        """Tell all who wait."""
        with self._changed:
            self._number += 1
            self._problems = problems
            self._changed.notify_all()


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site; pages get the live script, and the problems of the last build."""

    def __init__(self, *args: object, live: Live, **kwargs: object) -> None:
        self.live = live
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/__live/events":
            seen = parse_qs(address.query).get("seen", [""])[0]
            return self._events(int(seen) if seen.isdecimal() else 0)
        if self.path == "/__live/live.js":
            return self._send(SCRIPT.encode(), "text/javascript; charset=utf-8")
        if self.path == "/__live/live.css":
            return self._send(STYLE.encode(), "text/css; charset=utf-8")
        # Before the page is read: a build that ends meanwhile has another number, and the page asks for it.
        number, problems = self.live.state()
        file = Path(self.translate_path(self.path))
        if file.is_dir() and self.path.split("?")[0].endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            return self._send(
                live_page(file.read_bytes(), problems, self._page(), number), "text/html; charset=utf-8"
            )
        if not file.exists():
            missing = Path(self.directory) / "404.html"
            body = missing.read_bytes() if missing.is_file() else b"not found"
            return self._send(
                live_page(body, problems, self._page(), number), "text/html; charset=utf-8", status=404
            )
        return super().do_GET()

    def _page(self) -> str:
        """The address of the page that is asked for."""
        return unquote(urlsplit(self.path).path).removesuffix("index.html")

    def _events(self, seen: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                now = self.live.wait(seen, 15)
                self.wfile.write(b"data: built\n\n" if now != seen else b": still here\n\n")
                seen = now
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
        with_drafts = replace(project, drafts=True)
        ready = partial(load_drawing, with_drafts, memo)
        return _serve(with_drafts, partial(build_with, memo), ready, reporter, live, server)


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
    project: Project,
    build: Build,
    ready: Callable[[], None],
    reporter: Reporter,
    live: Live,
    server: ThreadingHTTPServer,
) -> int:
    from watchfiles import watch

    read = (project.content, project.templates, project.overrides)
    folders = [folder for folder in read if folder is not None and folder.is_dir()]
    built = _times_of(folders)
    _rebuild(project, reporter, live, build)
    project = replace(project, offline=True)  # a save asks no archive
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = str(server.server_address[0]), server.server_address[1]
    reporter.step(f"http://{host}:{port}/  (Ctrl-C ends)")
    with suppress(Exception):  # what is wrong with a template was said by the build, and serving goes on
        ready()  # while the page is looked at: the first save waits for no module and no template
    missed = True  # what was saved before the watch began is told by the times of the files
    try:
        for changes in watch(
            *folders, raise_interrupt=False, step=STEP, rust_timeout=TICK, yield_on_timeout=True
        ):
            if changes or (missed and _times_of(folders) != built):
                _rebuild(project, reporter, live, build)
            missed = False
    finally:
        server.shutdown()
    return 0


def _times_of(folders: Sequence[Path]) -> dict[Path, int]:
    """When each file below these folders was last written, in nanoseconds."""
    times = {}
    for file in (file for folder in folders for file in folder.rglob("*")):
        with suppress(OSError):
            times[file] = file.stat().st_mtime_ns
    return times


def _rebuild(project: Project, reporter: Reporter, live: Live, build: Build) -> None:
    content = project.content.as_posix()
    try:
        found = build(project, reporter).problems
        told = tuple(str(problem) for problem in found)
        shown = tuple(shown_problem(problem, content, _lines_of) for problem in found)
    except GeneratorError as error:
        told = (str(error),)
        shown = (ShownProblem(page="", where="", code="", severity="error", message=str(error), hint=""),)
    for line in told:
        reporter.note(line)
    live.built(shown)
    reporter.step(f"Built, {len(told)} problems." if told else "Built.")


def _lines_of(path: str) -> Sequence[str]:
    """The lines of a file that a problem names; none where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
