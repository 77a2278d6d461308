"""One HTTP exchange, whole or not at all: caps, a total deadline, and proof that the body is complete.

`requests` alone lets through a gzip body cut in half, a body that just ends, a drip that never times out and a bomb that
unpacks to gigabytes. So the body is read here, byte counts are compared, compression is undone under a cap, and only a
complete body becomes a response that the cache above may see.
"""

import base64
import hashlib
import io
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, InvalidHeader, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from generator.archives.foreign import parse_count
from generator.archives.hosts import Gatekeeper
from generator.extract.codings import undo_codings
from generator.model.errors import TooLarge, TooSlow, Truncated, Unavailable, UnexpectedReply

WIRE_SHA1 = "X-Smallprint-Wire-SHA1"
BODY_SHA256 = "X-Smallprint-SHA256"
CODING = "X-Smallprint-Coding"  # that was undone here
_HOP_HEADERS = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one exchange, and one run, may cost."""

    wire_bytes: int = 20 * 1024 * 1024
    decoded_bytes: int = 60 * 1024 * 1024
    connect_seconds: float = 4.0
    exchange_seconds: float = 60.0
    silence_seconds: float = 8.0  # until the first host answers anything at all
    run_seconds: float = 1800.0
    hops: int = 10
    tries: int = 3
    longest_wait: float = 90.0  # a Retry-After beyond this is reported, not waited for


class WireAdapter(HTTPAdapter):
    """Sends one request through the gatekeeper; `budget` says how long it may take, `before` and `after` see each try."""

    def __init__(self, gate: Gatekeeper, limits: Limits, exchange: Callable[..., requests.Response]) -> None:
        self._gate = gate
        self._limits = limits
        self._exchange = exchange
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or certifi.where()
        self.poolmanager = PoolManager(num_pools=8, cert_reqs="CERT_REQUIRED", ca_certs=bundle)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._gate, self._connections)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """What `requests` calls on a cache miss: the session above decides on pace and retries."""
        return self._exchange(self, request)

    def once(
        self,
        request: requests.PreparedRequest,
        seconds: float,
        head_seconds: float,
        answered: Callable[[], None],
    ) -> requests.Response:
        """One try: the head within `head_seconds`, the whole within `seconds`. Raises an ArchiveError unless it is complete.

        `answered` is called when the head is there, so that a host that is slow is told from one that is not.
        """
        url = str(request.url)
        started = time.monotonic()
        watch = _Watch(self._cut)
        raw: BaseHTTPResponse | None = None
        try:
            with watch.until(head_seconds):
                raw = self._ask(request, url, head_seconds)
            answered()
            left = seconds - (time.monotonic() - started)
            with watch.until(left):
                wire = self._read(raw, url, started + seconds)
            return self._reply(request, raw, wire, url)
        except InvalidHeader as error:
            raise UnexpectedReply(f"{url}: {error}", url=url) from error
        except (HTTPError, OSError) as error:
            if watch.expired or (raw is None and isinstance(error, ReadTimeoutError | TimeoutError)):
                raise TooSlow(f"{url}: not whole in time", url=url) from error
            if raw is None:
                raise Unavailable(f"{url}: {_short(error)}", url=url) from error
            raise Truncated(f"{url}: the body broke off: {_short(error)}", url=url) from error
        finally:
            if raw is not None:
                raw.close()
                raw.release_conn()

    def _ask(self, request: requests.PreparedRequest, url: str, seconds: float) -> BaseHTTPResponse:
        headers: Mapping[str, str] = dict(request.headers)
        pause = Timeout(connect=min(self._limits.connect_seconds, seconds), read=seconds)
        reply: BaseHTTPResponse = self.poolmanager.urlopen(
            str(request.method), url, headers=headers, preload_content=False, decode_content=False,
            redirect=False, retries=False, timeout=pause,
        )  # fmt: skip
        return reply

    def _cut(self) -> None:
        """Time is over: whoever still waits on a socket is woken."""
        for connection in list(self._connections):
            sock = getattr(connection, "sock", None)
            try:
                if sock is not None:
                    sock.shutdown(2)
            except OSError:
                continue

    def _read(self, raw: BaseHTTPResponse, url: str, deadline: float) -> bytes:
        """The body as it came over the wire, complete. Too much, too slow or too little raises."""
        limit = self._limits.wire_bytes
        promised = _length(raw, url)
        if promised is not None and promised > limit:
            raise TooLarge(f"{url}: {promised} bytes, the cap is {limit}", url=url, limit=limit)
        parts, total = [], 0
        while chunk := raw.read1(_CHUNK, decode_content=False):
            parts.append(chunk)
            total += len(chunk)
            if total > limit:
                raise TooLarge(f"{url}: more than {limit} bytes", url=url, limit=limit)
            if time.monotonic() >= deadline:
                raise TooSlow(f"{url}: not whole in time", url=url)
        if time.monotonic() >= deadline:
            raise TooSlow(f"{url}: not whole in time", url=url)
        if promised is not None and total != promised:
            raise Truncated(f"{url}: {total} of {promised} bytes came", url=url)
        chunked = "chunked" in raw.headers.get("Transfer-Encoding", "").lower()
        coded = raw.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "br", "zstd")
        bodiless = raw.status in (204, 304) or (total == 0 and raw.status in range(300, 400))
        if promised is None and not chunked and not coded and not bodiless:
            raise Truncated(
                f"{url}: no length and no end mark, so nobody can say whether it is whole", url=url
            )
        return b"".join(parts)

    def _reply(
        self, request: requests.PreparedRequest, raw: BaseHTTPResponse, wire: bytes, url: str
    ) -> requests.Response:
        coding = raw.headers.get("Content-Encoding", "")
        body = undo_codings(wire, coding, self._limits.decoded_bytes, url)
        headers = [(name, value) for name, value in raw.headers.items() if name.lower() not in _HOP_HEADERS]
        headers += [
            ("Content-Length", str(len(body))),
            (WIRE_SHA1, base64.b32encode(hashlib.sha1(wire, usedforsecurity=False).digest()).decode()),
            (BODY_SHA256, hashlib.sha256(body).hexdigest()),
        ]
        headers += [(CODING, coding.strip())] if coding.strip() else []
        whole = HTTPResponse(
            body=io.BytesIO(body), headers=HTTPHeaderDict(headers), status=raw.status, reason=raw.reason, preload_content=False,
            request_method=request.method, request_url=url,
        )  # fmt: skip
        return self.build_response(request, whole)


class _Watch:
    """Calls `cut` when a stretch of work takes too long, and remembers that it did."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self._cut = cut
        self.expired = False

    @contextmanager
    def until(self, seconds: float) -> Iterator[None]:
        def end() -> None:
            self.expired = True
            self._cut()

        timer = threading.Timer(max(0.0, seconds), end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _length(raw: BaseHTTPResponse, url: str) -> int | None:
    """The promised length; None where there is none or chunks say it."""
    if "chunked" in raw.headers.get("Transfer-Encoding", "").lower():
        return None
    values = {value.strip() for value in raw.headers.get("Content-Length", "").split(",") if value.strip()}
    if not values:
        return None
    length = parse_count(next(iter(values)))
    if len(values) > 1 or length is None:
        raise UnexpectedReply(f"{url}: no sense in Content-Length {sorted(values)}", url=url)
    return length


def _short(error: BaseException) -> str:
    reason = getattr(error, "reason", None) or error
    return str(reason).rpartition(">: ")[2] or type(error).__name__


def _pool_classes(gate: Gatekeeper, connections: "weakref.WeakSet[Any]") -> dict[str, Any]:
    """urllib3's pools with connections whose sockets come from the gatekeeper."""

    def new_conn(self: Any) -> Any:
        connections.add(self)
        seconds = self.timeout if isinstance(self.timeout, int | float) else 4.0
        return gate.connect(self._dns_host, self.port, seconds)

    plain = type("GuardedHTTP", (HTTPConnection,), {"_new_conn": new_conn})
    secure = type("GuardedHTTPS", (HTTPSConnection,), {"_new_conn": new_conn})
    return {
        "http": type("GuardedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("GuardedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
