"""The session under the archives that are asked over HTTP: cached, polite, and never further than it may go.

What is remembered is remembered by requests-cache in files of JSON (never pickles) below ``.cache/``; whatever is wrong
with those files costs a request, nothing else. Retry is decided on the type of the error, never on its words.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from requests_cache import NEVER_EXPIRE, CachedSession
from requests_cache.backends.filesystem import FileCache

from generator import __version__
from generator.archives.foreign import parse_count, parse_http_date
from generator.archives.hosts import Gatekeeper, Resolve, host_list, parse_origin, resolve
from generator.archives.wire import BODY_SHA256, WIRE_SHA1, Limits, WireAdapter
from generator.model.errors import (
    ArchiveError,
    Offline,
    RateLimited,
    TooSlow,
    Truncated,
    Unavailable,
    UnexpectedReply,
    Unreachable,
)

USER_AGENT = f"smallprint/{__version__} (archive reader for a public transparency report)"
# Seconds between two requests of a kind to one host, a little under what the archives publish as their limits.
PACES: Mapping[str, float] = {"cdx": 2.5, "memento": 0.25, "raw": 0.2, "api": 1.0, "": 0.5}
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\Z")
_BACKOFF = (1.0, 4.0, 10.0)
_BACKOFF_LIMITED = (10.0, 30.0, 60.0)
_FAILURES_BEFORE_GIVING_UP = 3
_BACKOFF_FIRST = (
    0.5,
    1.0,
)  # where nothing answered yet in this run: a connection that was reset is tried again, and soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A complete reply. `wire_sha1` is over the body as it was transferred (base32, as a CDX spells it)."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    wire_sha1: str
    cached: bool = False

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


class ArchiveSession:
    """Asks configured archives, one request at a time. One session is one run: what does not answer is not asked again."""

    def __init__(
        self,
        origins: Iterable[str],
        *,
        cache: Path | None = None,
        limits: Limits | None = None,
        paces: Mapping[str, float] = PACES,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolve = resolve,
        offline: bool = False,
        tokens: Mapping[str, str] | None = None,
    ) -> None:
        self.offline = offline
        self.limits = limits or Limits()
        self.hosts = host_list(origins)
        self._tokens = {str(parse_origin(origin)): token for origin, token in (tokens or {}).items()}
        self._paces = paces
        self._sleep = sleep
        self._started = time.monotonic()
        self._first_asked: float | None = None
        self._answered = False
        self._given_up: dict[str, ArchiveError] = {}
        self._failures: dict[str, int] = {}
        self._next: dict[tuple[str, str], float] = {}
        self._pace = ""
        self._check: Callable[[Reply], object] | None = None
        self._adapter = WireAdapter(Gatekeeper(self.hosts, resolver), self.limits, self._exchange)
        self._plain = self._mounted(requests.Session())
        self._cached = self._open_cache(cache / "http") if cache else None

    def get(
        self,
        url: str,
        *,
        pace: str = "",
        headers: Mapping[str, str] | None = None,
        keep: float = -1,
        fresh: bool = False,
        check: Callable[[Reply], object] | None = None,
    ) -> Reply:
        """The reply to a GET, redirects not followed. Raises an ArchiveError.

        `keep` is for how many seconds a remembered reply is good (-1: for ever, 0: not at all). With `fresh` the archive is asked
        whatever is remembered, and its reply is remembered instead. A reply for which `check` raises an ArchiveError is never
        remembered; one that is, from an earlier run, is asked for again.
        """
        url = self.hosts.check(url)
        if self.offline:
            raise Offline(f"{url}: not asked, because the network is off limits (--offline)", url=url)
        self._pace, self._check = pace, check
        session = self._cached if self._cached is not None and keep != 0 else self._plain
        try:
            return self._one(session, url, headers, keep, fresh)
        except ArchiveError:
            raise
        except Exception as error:
            if session is self._plain:
                raise UnexpectedReply(f"{url}: {error}", url=url) from error
            # Whatever is wrong with the memory is not the archive's fault.
            return self._one(self._plain, url, headers, 0, fresh)

    def _one(
        self, session: Any, url: str, headers: Mapping[str, str] | None, keep: float, fresh: bool
    ) -> Reply:
        more: dict[str, Any] = {}
        if isinstance(session, CachedSession):
            more = {"expire_after": NEVER_EXPIRE if keep < 0 else keep, "force_refresh": fresh}
        response = session.get(url, headers=dict(headers or {}), allow_redirects=False, **more)
        reply = _reply_of(response, url)
        damaged = reply.cached and hashlib.sha256(reply.body).hexdigest() != reply.header(BODY_SHA256)
        if damaged or (reply.cached and not self._is_believed(reply)):
            return self._one(session, url, headers, keep, True)
        return reply

    def _mounted(self, session: Any) -> Any:
        session.trust_env = False  # no proxies, no .netrc: the gatekeeper sees the archive's own address
        session.headers.clear()
        session.headers.update({"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"})
        session.mount("http://", self._adapter)
        session.mount("https://", self._adapter)
        return session

    def _open_cache(self, folder: Path) -> Any:
        """A cached session on `folder`; a damaged folder is cleared, an unwritable one is done without."""
        for again in (False, True):
            try:
                if again:
                    shutil.rmtree(folder, ignore_errors=True)
                backend = FileCache(str(folder.absolute()), serializer="json", decode_content=False)
                return self._mounted(
                    CachedSession(
                        backend=backend,
                        allowable_codes=tuple(range(100, 600)),
                        filter_fn=self._may_be_kept,
                        key_fn=_question,
                    )
                )
            except Exception:
                continue
        return None

    def _may_be_kept(self, response: requests.Response) -> bool:
        """Complete replies that are what was asked for: whole mementos of any status, and plain 200s of everything else."""
        if self._pace == "memento":
            return is_http_date(response.headers.get("Memento-Datetime", "")) and response.status_code != 206
        return response.status_code == 200 and self._is_believed(_reply_of(response, str(response.url)))

    def _is_believed(self, reply: Reply) -> bool:
        """Whether the one who asked finds in a reply what it asked for."""
        if self._check is None:
            return True
        try:
            self._check(reply)
        except ArchiveError:
            return False
        return True

    def _exchange(self, adapter: WireAdapter, request: requests.PreparedRequest) -> requests.Response:
        """A request with pace, retries and budgets; what a cache miss leads to."""
        url = str(request.url)
        host = str(parse_origin(url))
        if host in self._given_up:
            raise _again(self._given_up[host], url)
        error: ArchiveError | None = None
        for attempt in range(self.limits.tries):
            if error is not None and not self._wait_for(error, attempt):
                break
            try:
                response = self._try(adapter, request, host)
                error = _weather(response, url)
                if error is None:
                    self._failures[host] = 0
                    return response
            except Unreachable as caught:
                error = caught
                break
            except (Unavailable, Truncated) as caught:
                error = caught
                if not self._answered and (attempt >= len(_BACKOFF_FIRST) or self._silence_left() <= 0):
                    break
            except TooSlow as caught:
                error = caught
                break
        assert error is not None
        self._note_failure(host, error)
        raise error

    def _try(self, adapter: WireAdapter, request: requests.PreparedRequest, host: str) -> requests.Response:
        self._keep_pace(host)
        whole, head = self._seconds_left(str(request.url))
        response = adapter.once(self._signed(request, host), whole, head, self._note_answer)
        response.request = request  # what is remembered holds no token
        return response

    def _signed(self, request: requests.PreparedRequest, host: str) -> requests.PreparedRequest:
        """The request with the token of its host, if it has one; no other host ever sees it."""
        token = self._tokens.get(host)
        if not token:
            return request
        signed = request.copy()
        signed.headers["Authorization"] = f"Bearer {token}"
        return signed

    def _note_answer(self) -> None:
        self._answered = True

    def _seconds_left(self, url: str) -> tuple[float, float]:
        """How long this exchange may take, and its head. Raises where nothing has answered for too long, or the run is over."""
        now = time.monotonic()
        if self._first_asked is None:
            self._first_asked = now
        whole = head = min(self.limits.exchange_seconds, self._started + self.limits.run_seconds - now)
        if not self._answered:
            head = min(head, self._silence_left())
            if head <= 0:
                raise Unavailable(
                    f"{url}: no archive answered within {self.limits.silence_seconds:.0f} s", url=url
                )
        if whole <= 0:
            raise TooSlow(f"{url}: this run's time for archives is over", url=url)
        return whole, head

    def _silence_left(self) -> float:
        """Seconds until a run in which nothing answered gives up."""
        asked = time.monotonic() if self._first_asked is None else self._first_asked
        return self.limits.silence_seconds - (time.monotonic() - asked)

    def _keep_pace(self, host: str) -> None:
        """Wait until this kind of request may be sent to this host again."""
        key = (host, self._pace)
        now = time.monotonic()
        wait = self._next.get(key, now) - now
        if wait > 0:
            self._sleep(wait)
        loopback = any(str(origin) == host and origin.is_loopback for origin in self.hosts.origins)
        pause = 0.0 if loopback else self._paces.get(self._pace, self._paces.get("", 0.5))
        self._next[key] = max(now, self._next.get(key, now)) + pause

    def _wait_for(self, error: ArchiveError, attempt: int) -> bool:
        """Wait before the next try; False where that is not worth it or would take too long."""
        asked = getattr(error, "retry_after", None)
        usual = _BACKOFF if self._answered else _BACKOFF_FIRST
        steps = _BACKOFF_LIMITED if isinstance(error, RateLimited) else usual
        seconds = max(asked, 1.0) if asked is not None else steps[min(attempt - 1, len(steps) - 1)]
        if seconds > self.limits.longest_wait:
            return False
        if time.monotonic() + seconds > self._started + self.limits.run_seconds:
            return False
        self._sleep(seconds)
        return True

    def _note_failure(self, host: str, error: ArchiveError) -> None:
        """A host that limits us, or that fails again and again, is left alone for the rest of the run."""
        self._failures[host] = self._failures.get(host, 0) + 1
        at_once = not self._answered or isinstance(error, Unreachable | RateLimited)
        if at_once or self._failures[host] >= _FAILURES_BEFORE_GIVING_UP:
            self._given_up[host] = error


def is_http_date(value: str) -> bool:
    """Whether a header holds one time in the form that HTTP prescribes, and nothing else."""
    return bool(_HTTP_DATE.match(value.strip()))


def retry_after_of(value: str, now: datetime | None = None) -> float | None:
    """Seconds from a Retry-After header in either form; None where it says nothing."""
    count = parse_count(value)
    if count is not None:
        return float(count)
    at = parse_http_date(value.strip())
    return None if at is None else max(0.0, (at - (now or datetime.now(UTC))).total_seconds())


def _weather(response: requests.Response, url: str) -> ArchiveError | None:
    """The archive's own trouble as an error. A captured 429 or 5xx carries a Memento-Datetime and is content."""
    if "Memento-Datetime" in response.headers:
        return None
    retry_after = retry_after_of(response.headers.get("Retry-After", ""))
    if response.status_code == 403 and response.headers.get("X-RateLimit-Remaining", "") == "0":
        # a code host's way to say 429: when the hour is over
        reset = parse_count(response.headers.get("X-RateLimit-Reset", ""))
        seconds = retry_after if reset is None else max(0.0, reset - time.time())
        return RateLimited(f"{url}: no requests are left for now (403)", url=url, retry_after=seconds)
    if response.status_code == 429:
        return RateLimited(f"{url}: the archive asks us to slow down (429)", url=url, retry_after=retry_after)
    if response.status_code >= 500 or response.status_code in (408, 425):
        return Unavailable(
            f"{url}: the archive answered {response.status_code}", url=url, retry_after=retry_after
        )
    return None


def _question(request: Any, **_: Any) -> str:
    """What a remembered reply answers: the address letter by letter and the headers that choose.

    The library's own key sorts the query and drops the fragment, and to an archive those make another page.
    """
    chosen = (request.headers.get(name, "") for name in ("Accept-Datetime", "Accept"))
    return hashlib.sha256(
        "\n".join([str(request.method), str(request.url), *map(str, chosen)]).encode()
    ).hexdigest()


def _again(error: ArchiveError, url: str) -> ArchiveError:
    """The error of a host that was given up, for a further address of it."""
    message = f"{url}: not asked, its host gave no answer earlier in this run ({error})"
    if isinstance(error, RateLimited):
        return RateLimited(message, url=url, retry_after=error.retry_after)
    return Unavailable(message, url=url, retry_after=getattr(error, "retry_after", None))


def _reply_of(response: Any, url: str) -> Reply:
    return Reply(
        url=url,
        status=int(response.status_code),
        headers={name.lower(): value for name, value in response.headers.items()},
        body=bytes(response.content or b""),
        wire_sha1=response.headers.get(WIRE_SHA1, ""),
        cached=bool(getattr(response, "from_cache", False)),
    )
