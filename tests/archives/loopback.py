"""A scripted HTTP server on the loopback, down to the single byte: cut bodies, resets, drips, bombs and redirects."""

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    number: int  # how many requests came before, from 0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes over the wire. `parts` may be endless; `reset` ends with RST instead of FIN."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    length: int | None = -1  # -1: that of the body, None: no Content-Length
    parts: Callable[[], Iterable[bytes]] | None = None
    pause: float = 0.0  # before each part
    silent: float = 0.0  # before the head
    reset: bool = False
    nothing: bool = False  # not even a head


@dataclass
class Server:
    """Asked by tests under `base`; remembers every request."""

    base: str
    port: int
    requests: list[Request] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.requests]


@contextmanager
def serving(answer: Callable[[Request], Answer]) -> Iterator[Server]:
    """A server on a free port for the length of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = Server(f"http://127.0.0.1:{port}", port)
    stop = threading.Event()
    lock = threading.Lock()

    def one(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(300)
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = connection.recv(65536)
                    if not more:
                        return
                    head += more
                with lock:
                    request = _parse(head, len(server.requests))
                    server.requests.append(request)
                _send(connection, answer(request), stop)
            except OSError:
                return

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        stop.set()
        listener.close()


def _parse(head: bytes, number: int) -> Request:
    lines = head.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    return Request(
        method=method, target=target, headers={k.lower(): v for k, v in headers.items()}, number=number
    )


def _send(connection: socket.socket, answer: Answer, stop: threading.Event) -> None:
    stop.wait(answer.silent)
    if not answer.nothing:
        lines = [f"HTTP/1.1 {answer.status} Scripted", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        if answer.length is not None:
            lines.append(f"Content-Length: {len(answer.body) if answer.length == -1 else answer.length}")
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    for part in answer.parts() if answer.parts else () if answer.nothing else (answer.body,):
        if answer.pause:
            time.sleep(answer.pause)
        if stop.is_set():
            return
        connection.sendall(part)
    if answer.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def memento(body: bytes, *, at: str = "Fri, 24 Nov 2017 15:13:15 GMT", packed: bool = False) -> Answer:
    """A good memento."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Memento-Datetime", at)]
    if packed:
        body = gzip.compress(body)
        headers.append(("Content-Encoding", "gzip"))
    return Answer(headers=tuple(headers), body=body)
