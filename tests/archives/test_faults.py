"""Faults of networks and archives, each against a scripted server: the right error, and never wrong or partial bytes stored."""

import gzip
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.archives.hosts import Gatekeeper
from generator.archives.ota import OtaHttp
from generator.archives.session import ArchiveSession, retry_after_of
from generator.archives.wayback import WaybackArchive
from generator.archives.wire import Limits
from generator.commands.missing_captures import fetch_missing
from generator.model.captures import CaptureRow, FetchOutcome, FetchState, Fixity
from generator.model.digests import digest_of
from generator.model.errors import UnexpectedReply, Unreachable
from generator.model.locators import OtaLocator, WaybackLocator
from generator.store.evidence_store import EvidenceStore
from tests.archives.loopback import Answer, Server, memento, serving
from tests.reporting import BufferReporter

TEXT = b"<h1>Acme Meet Terms</h1><p>You keep what you say here.</p>" * 400
AT = datetime(2017, 11, 24, 15, 13, 15, tzinfo=UTC)
PATIENT = Limits(
    wire_bytes=200_000, decoded_bytes=600_000, connect_seconds=60, exchange_seconds=300, silence_seconds=300
)  # no test fails because the machine is busy
HASTY = replace(PATIENT, exchange_seconds=2, silence_seconds=3)  # where an answer never comes whole

# Which test stands for which case of the shared list of faults; test_every_shared_case_has_its_test holds it complete.
COVERED = {
    "net-429-retry-after-s": "test_a_limit_with_a_time_is_waited_for_and_then_succeeds",
    "net-429-no-retry-after-html": "test_a_limit_without_end_stops_within_the_minute_and_is_not_asked_again",
    "net-500-then-ok": "test_one_failure_of_the_archive_is_retried",
    "net-503-always": "test_failures_without_end_stop_after_a_few_tries_and_keep_what_is_held",
    "net-reset-before-headers": "test_cut_and_oversized_bodies_are_never_stored",
    "net-reset-mid-body": "test_cut_and_oversized_bodies_are_never_stored",
    "net-short-content-length": "test_cut_and_oversized_bodies_are_never_stored",
    "net-gzip-truncated-matching-length": "test_cut_and_oversized_bodies_are_never_stored",
    "net-eof-no-length": "test_cut_and_oversized_bodies_are_never_stored",
    "net-chunked-truncated": "test_cut_and_oversized_bodies_are_never_stored",
    "net-slowloris-1Bps": "test_cut_and_oversized_bodies_are_never_stored",
    "net-endless-body": "test_cut_and_oversized_bodies_are_never_stored",
    "net-gzip-bomb-1000x": "test_cut_and_oversized_bodies_are_never_stored",
    "net-redirect-loop": "test_a_redirect_loop_ends_and_is_reported",
    "net-dns-fail": "test_a_name_that_does_not_resolve_fails_at_once_and_what_is_held_stays",
    "arc-wrong-memento-date": "test_a_memento_of_another_day_is_refused",
    "arc-memento-datetime-missing-200": "test_a_page_without_a_mementos_mark_is_refused",
    "arc-digest-mismatch": "test_a_digest_that_cannot_be_reproduced_is_said_to_be_so",
    "arc-digest-match": "test_a_digest_that_matches_is_verified",
    "arc-bytes-change-between-fetches": "test_other_bytes_than_the_pinned_ones_are_refused_with_both_digests",
    "arc-capture-removed-later-404": "test_a_capture_removed_later_stays_in_the_store",
    "arc-capture-excluded-403": "test_a_capture_excluded_later_stays_in_the_store_and_the_reason_is_told",
    "arc-toolbar-injected": "test_the_raw_memento_is_what_is_asked_for",
    "arc-same-capture-twice": "test_one_text_wanted_twice_is_fetched_once",
}
# Judged by the content of pages or shown by pages: tested where those rooms are.
ELSEWHERE = {"arc-login-wall", "arc-offline-page", "arc-unobserved-gap", "arc-genuine-mass-deletion"}
SSRF_IN = "tests/archives/test_hosts.py"


def row_of(body: bytes, path: str = "terms") -> CaptureRow:
    """A capture that the Wayback Machine is to hold."""
    return CaptureRow(
        archive="wayback",
        captured_at=AT,
        order=0,
        locator=WaybackLocator(at=AT, url=f"https://acme.example/{path}"),
        sha256=digest_of(body),
        size=len(body),
    )


class Rig:
    """A store, an archive over a scripted server, and a clock that only counts what was slept."""

    def __init__(self, folder: Path, server: Server, limits: Limits = PATIENT) -> None:
        self.slept: list[float] = []
        self.folder = folder
        self.server = server
        self.store = EvidenceStore(folder / "store", ())
        self.session = ArchiveSession(
            [server.base], cache=folder / "cache", limits=limits, sleep=self.slept.append
        )
        self.archive = WaybackArchive(session=self.session, host=server.base)
        self.reporter = BufferReporter()

    def row(self, body: bytes = TEXT, path: str = "terms") -> CaptureRow:
        return row_of(body, path)

    def fetch(self, *rows: CaptureRow) -> tuple[FetchOutcome, ...]:
        return fetch_missing(rows or (self.row(),), self.store, (self.archive,), self.reporter)


class Clock:
    """Stands for the module `time`: only waiting moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    time = monotonic

    def sleep(self, seconds: float) -> None:
        self.now += seconds


Play = Callable[..., Rig]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Start a server with a script and a rig before it."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda script, limits=PATIENT: Rig(tmp_path, stack.enter_context(serving(script)), limits)


def head(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/html"), ("Memento-Datetime", "Fri, 24 Nov 2017 15:13:15 GMT"), *more)


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


BOMB = packed(bytes(4_000_000))
BROKEN: dict[str, tuple[Answer, str]] = {
    "net-reset-before-headers": (Answer(nothing=True, reset=True), "Unavailable"),
    "net-reset-mid-body": (
        Answer(headers=head(), body=TEXT[:2000], length=len(TEXT), reset=True),
        "Truncated",
    ),
    "net-short-content-length": (Answer(headers=head(), body=TEXT[:6000], length=10000), "Truncated"),
    "net-gzip-truncated-matching-length": (
        Answer(headers=head(("Content-Encoding", "gzip")), body=packed(TEXT)[: len(packed(TEXT)) // 2]),
        "Truncated",
    ),
    "net-eof-no-length": (Answer(headers=head(), body=TEXT[: len(TEXT) // 2], length=None), "Truncated"),
    "net-chunked-truncated": (
        Answer(
            headers=head(("Transfer-Encoding", "chunked")),
            body=b"7d0\r\n" + TEXT[:2000] + b"\r\n",
            length=None,
        ),
        "Truncated",
    ),
    "net-slowloris-1Bps": (
        Answer(headers=head(), length=100, parts=lambda: (bytes([byte]) for byte in TEXT[:100]), pause=0.2),
        "TooSlow",
    ),
    "net-endless-body": (
        Answer(headers=head(), length=None, parts=lambda: itertools.repeat(b"x" * 65536)),
        "TooLarge",
    ),
    "net-gzip-bomb-1000x": (Answer(headers=head(("Content-Encoding", "gzip")), body=BOMB), "TooLarge"),
    "a head that drips": (Answer(nothing=True, silent=60), "TooSlow"),
    "gzip named, not sent": (
        Answer(headers=head(("Content-Encoding", "gzip")), body=TEXT),
        "UnexpectedReply",
    ),
    "two lengths": (Answer(headers=head(("Content-Length", "5")), body=TEXT), "UnexpectedReply"),
    "a part of a page": (
        Answer(status=206, headers=head(("Content-Range", "bytes 0-99/9999")), body=TEXT),
        "Truncated",
    ),
    "two times at once": (
        Answer(headers=head(("Memento-Datetime", "Sat, 25 Nov 2017 15:13:15 GMT")), body=TEXT),
        "NotAMemento",
    ),
    "a time that is none": (Answer(headers=(("Memento-Datetime", "last Friday"),), body=TEXT), "NotAMemento"),
    "a million empty pieces": (
        Answer(headers=head(("Content-Encoding", "gzip")), body=packed(b"") * 8000),
        "UnexpectedReply",
    ),
    "no HTTP at all": (Answer(nothing=True, parts=lambda: [b""], length=None), "Unavailable"),
    "a promise over the cap": (Answer(headers=head(), body=b"", length=10**9), "TooLarge"),
    "a coding nobody asked for": (
        Answer(headers=head(("Content-Encoding", "br")), body=TEXT),
        "UnexpectedReply",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_cut_and_oversized_bodies_are_never_stored(play: Play, fault: str) -> None:
    answer, error = BROKEN[fault]
    rig = play(lambda request: answer, HASTY if error == "TooSlow" else PATIENT)
    (outcome,) = rig.fetch()
    assert (outcome.state, outcome.error) == (FetchState.FAILED, error), outcome.message
    assert list(rig.store.digests()) == []
    cached = rig.session._cached
    assert len(list(cached.cache.responses.keys())) == 0
    assert len(rig.server.requests) <= 3


def test_whole_bodies_in_every_shape_are_taken(play: Play, tmp_path: Path) -> None:
    chunks = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (TEXT[:5000], TEXT[5000:])) + b"0\r\n\r\n"
    )
    shapes = [
        Answer(headers=head(), body=TEXT),
        memento(TEXT, packed=True),
        Answer(headers=head(("Transfer-Encoding", "chunked")), body=chunks, length=None),
        Answer(headers=head(("Content-Encoding", "gzip")), body=packed(TEXT), length=None),
        Answer(headers=head(("Content-Encoding", "gzip")), body=packed(TEXT[:100]) + packed(TEXT[100:])),
    ]
    rig = play(lambda request: shapes[int(request.target[-1])])
    for number in range(len(shapes)):
        got = rig.archive.fetch(WaybackLocator(at=AT, url=f"https://acme.example/{number}"))
        assert got.body == TEXT


def test_a_limit_with_a_time_is_waited_for_and_then_succeeds(play: Play) -> None:
    rig = play(
        lambda request: (
            Answer(status=429, headers=(("Retry-After", "5"),)) if request.number < 2 else memento(TEXT)
        )
    )
    (outcome,) = rig.fetch()
    assert outcome.state is FetchState.FETCHED
    assert rig.slept == [5.0, 5.0]
    assert len(rig.server.requests) == 3


def test_a_limit_without_end_stops_within_the_minute_and_is_not_asked_again(play: Play) -> None:
    rig = play(lambda request: Answer(status=429, body=b"<html><body><h1>429 Too Many Requests</h1>"))
    first, second = rig.fetch(rig.row(), rig.row(b"other", "privacy"))
    assert (first.error, second.error) == ("RateLimited", "RateLimited")
    assert sum(rig.slept) < 60
    assert len(rig.server.requests) <= 3
    assert {request.target for request in rig.server.requests} == {
        "/web/20171124151315id_/https://acme.example/terms"
    }


def test_a_limit_of_an_hour_is_reported_and_not_waited_for(play: Play) -> None:
    rig = play(lambda request: Answer(status=429, headers=(("Retry-After", "3600"),)))
    (outcome,) = rig.fetch()
    assert (outcome.error, outcome.retry_after, rig.slept) == ("RateLimited", 3600.0, [])


def test_a_code_host_without_requests_left_is_a_limit_and_not_a_block(play: Play) -> None:
    spent = Answer(
        status=403,
        headers=(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(int(time.time()) + 3000))),
    )
    rig = play(lambda request: spent)
    (outcome,) = rig.fetch()
    assert outcome.error == "RateLimited"
    assert outcome.retry_after is not None
    assert 2000 < outcome.retry_after <= 3000
    assert rig.slept == []


def test_the_time_to_come_back_is_read_in_both_forms() -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert retry_after_of("120") == 120
    assert retry_after_of("Mon, 01 Jan 2024 00:01:00 GMT", now) == 60
    assert retry_after_of("Sun, 31 Dec 2023 00:01:00 GMT", now) == 0
    assert retry_after_of("soon") is None


def test_one_failure_of_the_archive_is_retried(play: Play) -> None:
    rig = play(lambda request: memento(TEXT) if request.number else Answer(status=500))
    (outcome,) = rig.fetch()
    assert (outcome.state, len(rig.server.requests)) == (FetchState.FETCHED, 2)


def test_failures_without_end_stop_after_a_few_tries_and_keep_what_is_held(play: Play) -> None:
    rig = play(lambda request: Answer(status=503))
    rig.store.put(digest_of(b"held"), b"held")
    held, missing = rig.fetch(rig.row(b"held"), rig.row())
    assert (held.state, missing.error, len(rig.server.requests)) == (FetchState.HELD, "Unavailable", 3)
    assert rig.store.find_bytes(digest_of(b"held")) == b"held"


def test_a_host_that_fails_again_and_again_is_left_alone(play: Play) -> None:
    rig = play(lambda request: Answer(status=503))
    outcomes = rig.fetch(*(rig.row(b"%d" % number, str(number)) for number in range(20)))
    assert {outcome.error for outcome in outcomes} == {"Unavailable"}
    assert len(rig.server.requests) <= 9


def test_an_archived_429_is_content_and_not_weather(play: Play) -> None:
    rig = play(lambda request: Answer(status=429, headers=head(), body=TEXT))
    (outcome,) = rig.fetch()
    assert (outcome.state, len(rig.server.requests), rig.slept) == (FetchState.FETCHED, 1, [])


def test_a_redirect_loop_ends_and_is_reported(play: Play) -> None:
    rig = play(lambda request: Answer(status=302, headers=head(("Location", request.target))))
    (outcome,) = rig.fetch()
    assert outcome.error == "UnexpectedReply"
    assert "redirects" in outcome.message
    assert len(rig.server.requests) <= rig.session.limits.hops


def test_a_list_that_goes_round_in_circles_ends(play: Play) -> None:
    row = "example,acme)/ 20240101000000 https://acme.example/ text/html 200 AAAA 5\n"
    rig = play(lambda request: Answer(body=f"{row}\nsame-key-again\n".encode()))
    with pytest.raises(UnexpectedReply):
        list(rig.archive.list_captures(WaybackLocator(url="https://acme.example/")))
    assert len(rig.server.requests) <= 3


def test_a_list_of_commits_without_end_ends(play: Play) -> None:
    rows = [
        {"sha": f"{n:040x}", "commit": {"author": {"date": "2024-01-01T00:00:00Z"}, "message": "m"}}
        for n in range(100)
    ]
    rig = play(lambda request: Answer(body=json.dumps(rows).encode()))
    http = OtaHttp(session=rig.session, host=rig.server.base, api=rig.server.base)
    assert len(list(http.list_captures(OtaLocator(repository="a/b", path="c.md")))) == 100
    assert len(rig.server.requests) == 2


def test_a_name_that_does_not_resolve_fails_at_once_and_what_is_held_stays(tmp_path: Path) -> None:
    asked: list[str] = []

    def no_name(host: str, port: int) -> tuple[tuple[int, str], ...]:
        asked.append(host)
        raise OSError("Name or service not known")

    store = EvidenceStore(tmp_path / "store", ())
    store.put(digest_of(b"held"), b"held")
    slept: list[float] = []
    session = ArchiveSession(
        ["https://archive.example"], limits=PATIENT, resolver=no_name, sleep=slept.append
    )
    archive = WaybackArchive(session=session, host="https://archive.example")
    rows = [
        CaptureRow(
            archive="wayback", captured_at=AT, order=0, locator=WaybackLocator(at=AT, url=f"https://acme.example/{n}"),
            sha256=digest_of(b"held" if n == 0 else b"%d" % n), size=1,
        )
        for n in range(50)
    ]  # fmt: skip
    outcomes = fetch_missing(rows, store, (archive,), BufferReporter())
    assert (len(asked), slept) == (1, [])
    assert [outcome.state for outcome in outcomes] == [FetchState.HELD] + [FetchState.FAILED] * 49
    assert store.find_bytes(digest_of(b"held")) == b"held"


def test_hosts_that_never_answer_are_given_up_within_ten_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several hosts use up one allowance, told by a clock that only waiting moves."""
    clock = Clock()
    monkeypatch.setattr("generator.archives.session.time", clock)
    monkeypatch.setattr("generator.archives.wire.time", clock)

    def wait_in_vain(self: Gatekeeper, host: str, port: int, seconds: float) -> socket.socket:
        clock.now += seconds
        raise Unreachable(f"{host} cannot be reached: it says nothing")

    monkeypatch.setattr(Gatekeeper, "connect", wait_in_vain)
    hosts = [f"https://{name}.example" for name in ("one", "two", "three", "four")]
    session = ArchiveSession(hosts, sleep=clock.sleep)
    store = EvidenceStore(tmp_path / "store", ())
    for host in hosts:
        archive = WaybackArchive(session=session, host=host)
        (outcome,) = fetch_missing([row_of(TEXT)], store, (archive,), BufferReporter())
        assert outcome.state is FetchState.FAILED
    assert 0 < clock.now <= 10


def test_a_resolver_that_hangs_is_left_behind(tmp_path: Path) -> None:
    released = threading.Event()

    def hanging(host: str, port: int) -> tuple[tuple[int, str], ...]:
        released.wait()
        return ()

    session = ArchiveSession(["https://mute.example"], limits=HASTY, resolver=hanging)
    archive = WaybackArchive(session=session, host="https://mute.example")
    try:
        store = EvidenceStore(tmp_path / "store", ())
        (outcome,) = fetch_missing([row_of(TEXT)], store, (archive,), BufferReporter())
        assert (outcome.state, outcome.error) == (FetchState.FAILED, "Unreachable")
    finally:
        released.set()


def test_a_host_that_takes_the_connection_and_says_nothing_is_given_up(play: Play) -> None:
    rig = play(lambda request: Answer(nothing=True, silent=600), HASTY)
    (outcome,) = rig.fetch()
    assert outcome.state is FetchState.FAILED
    assert len(rig.server.requests) == 1


def test_a_slow_first_body_is_not_taken_for_silence(tmp_path: Path) -> None:
    slow = Answer(
        headers=head(), length=len(TEXT), parts=lambda: (*([TEXT[:10]] + [b""] * 6), TEXT[10:]), pause=0.5
    )  # four seconds in all
    with serving(lambda request: slow) as server:
        rig = Rig(tmp_path, server, replace(PATIENT, silence_seconds=3))
        assert rig.fetch()[0].state is FetchState.FETCHED


def test_a_head_that_drips_for_ever_is_cut(tmp_path: Path) -> None:
    sent: list[int] = []

    def parts() -> Iterator[bytes]:
        for byte in b"HTTP/1.1 200 OK" + b"x" * 4000:
            sent.append(byte)
            yield bytes([byte])

    drip = Answer(nothing=True, parts=parts, pause=0.05)
    with serving(lambda request: drip) as server:
        assert Rig(tmp_path, server, HASTY).fetch()[0].error == "TooSlow"
    assert len(sent) < 1000  # it would drip for 200 s, 4,000 bytes


def test_a_memento_of_another_day_is_refused(play: Play) -> None:
    rig = play(lambda request: memento(TEXT, at="Sun, 17 Dec 2017 15:13:15 GMT"))
    (outcome,) = rig.fetch()
    assert outcome.error == "RedirectedInTime"
    assert "20171217T151315Z" in outcome.message
    assert list(rig.store.digests()) == []


def test_an_archives_redirect_to_another_day_is_refused_without_following_it(play: Play) -> None:
    there = "/web/20171217151315id_/https://acme.example/terms"
    rig = play(
        lambda request: (
            memento(TEXT) if request.number else Answer(status=302, headers=(("Location", there),))
        )
    )
    (outcome,) = rig.fetch()
    assert (outcome.error, len(rig.server.requests)) == ("RedirectedInTime", 1)


def test_a_page_without_a_mementos_mark_is_refused(play: Play) -> None:
    rig = play(lambda request: Answer(body=TEXT, headers=(("Content-Type", "text/html"),)))
    (outcome,) = rig.fetch()
    assert outcome.error == "NotAMemento"
    assert list(rig.store.digests()) == []


def test_a_digest_that_matches_is_verified(play: Play) -> None:
    import base64
    import hashlib

    from generator.archives.wayback import with_fixity

    rig = play(lambda request: memento(TEXT))
    got = rig.archive.fetch(rig.row().locator)
    sha1 = base64.b32encode(hashlib.sha1(TEXT).digest()).decode()
    assert with_fixity(got, f"sha1:{sha1}").fixity is Fixity.VERIFIED


def test_a_digest_that_cannot_be_reproduced_is_said_to_be_so(play: Play) -> None:
    from generator.archives.wayback import with_fixity

    rig = play(lambda request: memento(TEXT))
    got = rig.archive.fetch(rig.row().locator)
    assert with_fixity(got, "sha1:" + "A" * 32).fixity.value == "not reproducible"
    assert with_fixity(got, "").fixity is Fixity.NONE


def test_other_bytes_than_the_pinned_ones_are_refused_with_both_digests(play: Play) -> None:
    rig = play(lambda request: memento(TEXT[:-1] + b"?"))
    (outcome,) = rig.fetch()
    assert outcome.error == "DigestDiffers"
    assert digest_of(TEXT) in outcome.message
    assert digest_of(TEXT[:-1] + b"?") in outcome.message
    assert list(rig.store.digests()) == []


def test_wrong_bytes_that_were_remembered_are_asked_for_again(play: Play) -> None:
    rig = play(lambda request: memento(TEXT if request.number else TEXT[:-1] + b"?"))
    assert rig.fetch()[0].error == "DigestDiffers"
    again = ArchiveSession([rig.server.base], cache=rig.folder / "cache")
    for _ in range(2):
        (outcome,) = fetch_missing(
            [rig.row()], rig.store, (WaybackArchive(session=again, host=rig.server.base),), rig.reporter
        )
        assert outcome.at_hand
    assert len(rig.server.requests) == 2


def test_a_capture_removed_later_stays_in_the_store(play: Play) -> None:
    rig = play(lambda request: Answer(status=404) if request.number else memento(TEXT))
    assert rig.fetch()[0].state is FetchState.FETCHED
    again = ArchiveSession([rig.server.base])
    outcome = fetch_missing(
        [rig.row(), rig.row(b"gone", "gone")],
        rig.store,
        (WaybackArchive(session=again, host=rig.server.base),),
        rig.reporter,
    )
    assert [o.state for o in outcome] == [FetchState.HELD, FetchState.FAILED]
    assert outcome[1].error == "NotArchived"
    assert rig.store.find_bytes(digest_of(TEXT)) == TEXT


def test_a_capture_excluded_later_stays_in_the_store_and_the_reason_is_told(play: Play) -> None:
    reason = "AdministrativeAccessControlException: Blocked Site Error"
    rig = play(lambda request: Answer(status=403, headers=(("X-Archive-Wayback-Runtime-Error", reason),)))
    rig.store.put(digest_of(TEXT), TEXT)
    held, gone = rig.fetch(rig.row(), rig.row(b"gone", "gone"))
    assert held.state is FetchState.HELD
    assert gone.error == "Excluded"
    assert "Blocked Site Error" in gone.message


def test_the_raw_memento_is_what_is_asked_for(play: Play) -> None:
    rig = play(lambda request: memento(TEXT))
    rig.fetch()
    assert rig.server.targets == ["/web/20171124151315id_/https://acme.example/terms"]


def test_one_text_wanted_twice_is_fetched_once(play: Play) -> None:
    rig = play(lambda request: memento(TEXT))
    outcomes = rig.fetch(rig.row(), rig.row(path="same-text-elsewhere"))
    assert [outcome.at_hand for outcome in outcomes] == [True, True]
    assert len(rig.server.requests) == 1


@pytest.mark.shared
def test_every_shared_case_has_its_test(shared: Path) -> None:
    cases = json.loads((shared / "fixtures" / "faults" / "cases.json").read_text(encoding="utf-8"))
    listed = {case["id"] for case in cases if case["class"] in ("archive", "evidence")}
    assert set(COVERED) | ELSEWHERE == listed
    assert all(name in globals() for name in COVERED.values())
