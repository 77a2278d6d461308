"""All recorded exchanges with the Wayback Machine, replayed over the loopback with equal status, headers and bodies."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from generator.archives.memento import MementoArchive
from generator.archives.session import ArchiveSession
from generator.archives.wayback import WaybackArchive, with_fixity
from generator.model.captures import Fixity, ListedCapture
from generator.model.digests import digest_of
from generator.model.errors import Excluded, NotArchived, RedirectedInTime
from generator.model.locators import MementoLocator, WaybackLocator
from generator.model.times import parse_time
from tests.archives.loopback import Answer, Request, Server, serving

ORIGIN = "https://web.archive.org"
CASES = (
    "cdx_basic_nasa",
    "cdx_blocked_403",
    "cdx_filter_404",
    "cdx_multipage_resumekey",
    "memento_1997_arc_digest_mismatch",
    "memento_archived_429",
    "memento_cdc_japanese",
    "memento_cdx_pair_epa_import",
    "memento_cdx_pair_fws",
    "memento_cdx_pair_redirect",
    "memento_historical_redirects",
    "memento_nearest_redirect",
    "memento_not_archived_404",
    "memento_ok_exact",
    "memento_outside_window",
    "memento_path_redirect_404",
    "memento_redirects_epa",
    "memento_view_vs_raw",
    "tutorial_nasa_1996",
)
pytestmark = pytest.mark.shared


def exchanges(folder: Path, case: str) -> list[tuple[str, dict[str, Any]]]:
    """Pairs of target and response, repeats resolved."""
    recorded = json.loads((folder / f"{case}.json").read_text(encoding="utf-8"))["exchanges"]
    pairs = []
    for exchange in recorded:
        response = exchange.get("response") or recorded[exchange["repeat_of"]]["response"]
        pairs.append((exchange["request"]["url"].removeprefix(ORIGIN), response))
    return pairs


def answer_of(folder: Path, response: dict[str, Any], base: str) -> Answer:
    """The recorded answer; links to the archive lead to this server instead."""
    headers = response["headers_replay"]
    pairs = headers.items() if isinstance(headers, dict) else [tuple(pair) for pair in headers]
    kept = tuple(
        (name, value.replace(ORIGIN, base))
        for name, value in pairs
        if name.lower() not in ("content-length", "connection")
    )
    return Answer(status=response["status"], headers=kept, body=(folder / response["body_file"]).read_bytes())


@contextmanager
def replay(
    shared: Path, case: str, tmp_path: Path
) -> Iterator[tuple[WaybackArchive, Server, list[tuple[str, dict[str, Any]]]]]:
    folder = shared / "fixtures" / "wayback"
    pairs = exchanges(folder, case)
    server: Server

    def answer(request: Request) -> Answer:
        for target, response in pairs:
            if target == request.target:
                return answer_of(folder, response, server.base)
        return Answer(status=500, body=f"not recorded: {request.target}".encode())

    with serving(answer) as server:
        session = ArchiveSession([server.base], cache=tmp_path / "cache", sleep=lambda seconds: None)
        yield WaybackArchive(session=session, host=server.base, page=page_of(pairs)), server, pairs


def page_of(pairs: list[tuple[str, dict[str, Any]]]) -> int:
    for target, _ in pairs:
        if "limit=" in target:
            return int(target.partition("limit=")[2].partition("&")[0])
    return 1000


def locator_of(target: str) -> WaybackLocator:
    stamp, _, url = target.removeprefix("/web/").partition("id_/")
    return WaybackLocator(at=parse_time(stamp), url=url)


def listed(archive: WaybackArchive, target: str) -> Iterator[ListedCapture]:
    """The CDX query as recorded, asked by our adapter."""
    query = dict(part.partition("=")[::2] for part in target.partition("?")[2].split("&"))
    since, until = parse_time(query.get("from", "")), parse_time(query.get("to", ""))
    return archive.list_captures(WaybackLocator(url=unquote(query["url"])), since=since, until=until)


def rows_of(body: bytes) -> list[str]:
    """Rows of a recorded page that name a capture, counted without our parser."""
    lines = [line for line in body.decode().split("\n") if line.count(" ") >= 6]
    return lines


def test_the_list_of_cases_is_that_of_the_recordings(shared: Path) -> None:
    assert sorted(CASES) == sorted(path.stem for path in (shared / "fixtures" / "wayback").glob("*.json"))


@pytest.mark.parametrize("case", CASES)
def test_every_recorded_exchange_is_replayed_with_equal_status_and_body(
    shared: Path, case: str, tmp_path: Path
) -> None:
    with replay(shared, case, tmp_path) as (archive, server, pairs):
        for target, response in pairs:
            reply = archive.session.get(server.base + target)
            assert reply.status == response["status"], target
            if response["body_form"] == "decoded-by-recorder":
                assert reply.body == (shared / "fixtures" / "wayback" / response["body_file"]).read_bytes()


def test_a_list_is_read_row_for_row(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "cdx_basic_nasa", tmp_path) as (archive, server, pairs):
        recorded = rows_of(archive.session.get(server.base + pairs[0][0]).body)
        got = list(listed(archive, pairs[0][0]))
    assert len(got) == len(dict.fromkeys(recorded)) > 0  # the archive repeats some rows
    assert [capture.order for capture in got] == list(range(len(got)))


def test_a_list_in_many_pages_loses_no_row_and_repeats_none(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "cdx_multipage_resumekey", tmp_path) as (archive, server, pairs):
        recorded = [
            row for target, _ in pairs for row in rows_of(archive.session.get(server.base + target).body)
        ]
        got = list(listed(archive, pairs[0][0]))
        assert len(pairs) == 15
    assert len(got) == len(dict.fromkeys(recorded))
    spelled = [
        (capture.captured_at.strftime("%Y%m%d%H%M%S"), capture.reported_digest.removeprefix("sha1:"))
        for capture in got
    ]
    assert spelled == [(row.split(" ")[1], row.split(" ")[5]) for row in dict.fromkeys(recorded)]


def test_a_site_that_the_archive_excludes_is_told_apart_and_not_asked_again(
    shared: Path, tmp_path: Path
) -> None:
    with replay(shared, "cdx_blocked_403", tmp_path) as (archive, server, pairs):
        with pytest.raises(Excluded):
            list(listed(archive, pairs[0][0]))
        assert len(server.requests) == 1


def test_an_archived_429_is_content_and_is_asked_for_once(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_archived_429", tmp_path) as (archive, server, pairs):
        got = archive.fetch(locator_of(pairs[0][0]))
        assert (got.status, len(server.requests)) == (429, 1)
        assert got.captured_at == parse_time("20150129034904")


@pytest.mark.parametrize(
    ("case", "number", "fixity"),
    [
        ("memento_cdc_japanese", 1, Fixity.VERIFIED),
        ("memento_cdx_pair_fws", 1, Fixity.NOT_REPRODUCIBLE),
        ("tutorial_nasa_1996", 1, Fixity.VERIFIED),
    ],
)
def test_the_archives_digest_is_extra_proof_where_it_matches_and_none_where_not(
    shared: Path, tmp_path: Path, case: str, number: int, fixity: Fixity
) -> None:
    with replay(shared, case, tmp_path) as (archive, _, pairs):
        wanted = locator_of(pairs[number][0])
        row = next(row for row in listed(archive, pairs[0][0]) if row.captured_at == wanted.at)
        got = with_fixity(archive.fetch(wanted), row.reported_digest)
    assert got.fixity is fixity
    assert got.captured_at == wanted.at


def test_of_two_digests_listed_for_one_time_only_that_of_the_bytes_is_proof(
    shared: Path, tmp_path: Path
) -> None:
    with replay(shared, "memento_1997_arc_digest_mismatch", tmp_path) as (archive, _, pairs):
        wanted = locator_of(pairs[1][0])
        rows = listed(archive, pairs[0][0])
        first, second = next(rows), next(rows)
        assert (first.captured_at, second.captured_at) == (wanted.at, wanted.at)
        got = archive.fetch(wanted)
    fixities = [with_fixity(got, row.reported_digest).fixity for row in (first, second)]
    assert fixities == [Fixity.VERIFIED, Fixity.NOT_REPRODUCIBLE]


def test_twenty_fetches_of_a_capture_of_1997_are_identical(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_1997_arc_digest_mismatch", tmp_path) as (archive, _, pairs):
        bodies = {archive.fetch(locator_of(target)).sha256 for target, _ in pairs[1:]}
    assert (len(pairs), len(bodies)) == (21, 1)


def test_two_captures_of_equal_bytes_have_one_digest(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_cdx_pair_epa_import", tmp_path) as (archive, _, pairs):
        first, second = (archive.fetch(locator_of(target)) for target, _ in pairs[1:])
    assert first.sha256 == second.sha256
    assert first.captured_at != second.captured_at


@pytest.mark.parametrize("case", ["memento_cdx_pair_redirect", "memento_redirects_epa"])
def test_a_captured_redirect_is_followed_and_its_chain_kept(shared: Path, tmp_path: Path, case: str) -> None:
    with replay(shared, case, tmp_path) as (archive, _, pairs):
        first = next(target for target, _ in pairs if target.startswith("/web/"))
        got = archive.fetch(locator_of(first))
    assert got.captured_at == parse_time("20180808104500")
    assert [step.partition(":")[0] for step in got.chain] == ["301", "archive"]
    assert got.status == 200
    assert got.body


def test_a_redirect_record_without_a_body_is_recognised_in_the_list(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_cdx_pair_redirect", tmp_path) as (archive, _, pairs):
        of_nothing = base64.b32encode(hashlib.sha1(b"").digest()).decode()
        assert of_nothing in {
            row.reported_digest.removeprefix("sha1:") for row in listed(archive, pairs[0][0])
        }


@pytest.mark.parametrize(
    "case", ["memento_nearest_redirect", "memento_outside_window", "memento_historical_redirects"]
)
def test_a_capture_of_another_time_than_asked_is_refused_with_that_time(
    shared: Path, tmp_path: Path, case: str
) -> None:
    with replay(shared, case, tmp_path) as (archive, server, pairs):
        with pytest.raises(RedirectedInTime) as refused:
            archive.fetch(locator_of(pairs[0][0]))
        assert refused.value.asked == locator_of(pairs[0][0]).at
        assert refused.value.got not in (None, refused.value.asked)
        assert len(server.requests) == 1


def test_captured_redirects_to_another_document_keep_the_chain_that_shows_it(
    shared: Path, tmp_path: Path
) -> None:
    with replay(shared, "memento_historical_redirects", tmp_path) as (archive, _, pairs):
        got = archive.fetch(locator_of(pairs[1][0]))
    assert "signpost/cc.html" in got.chain[0]
    assert got.captured_at == parse_time("20200201024405")


def test_a_page_never_archived_is_not_archived(shared: Path, tmp_path: Path) -> None:
    with (
        replay(shared, "memento_not_archived_404", tmp_path) as (archive, _, pairs),
        pytest.raises(NotArchived),
    ):
        archive.fetch(locator_of(pairs[0][0]))


def test_a_captured_404_is_evidence_with_its_status(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_path_redirect_404", tmp_path) as (archive, _, pairs):
        got = archive.fetch(locator_of(pairs[0][0]))
    assert got.status == 404
    assert got.captured_at == parse_time("20201027220743")


def test_an_exact_memento_has_its_own_time_and_whole_bytes(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_ok_exact", tmp_path) as (archive, _, pairs):
        got = archive.fetch(locator_of(pairs[0][0]))
    assert got.captured_at == parse_time("20171124151315")
    assert got.sha256 == digest_of(got.body)
    assert (got.media_type, got.charset) == ("text/html", "")
    assert hashlib.sha1(got.body).hexdigest()
    assert b"</html>" in got.body


def test_nothing_of_the_archives_toolbar_gets_into_evidence(shared: Path, tmp_path: Path) -> None:
    with replay(shared, "memento_view_vs_raw", tmp_path) as (archive, server, pairs):
        view = archive.session.get(server.base + pairs[0][0]).body
        assert b"BEGIN WAYBACK TOOLBAR INSERT" in view
        for got in (
            archive.fetch(locator_of(pairs[1][0])),
            MementoArchive(session=archive.session).fetch(MementoLocator(uri=server.base + pairs[0][0])),
        ):
            assert b"WAYBACK TOOLBAR" not in got.body
            assert b"web.archive.org" not in got.body


def test_malformed_rows_of_a_list_are_left_out_and_good_ones_kept(shared: Path, tmp_path: Path) -> None:
    body = (shared / "fixtures" / "wayback" / "cdx_text" / "malformed_cdx.txt").read_bytes()
    with serving(lambda request: Answer(body=body)) as server:
        archive = WaybackArchive(session=ArchiveSession([server.base]), host=server.base)
        got = list(archive.list_captures(WaybackLocator(url="https://www.epa.gov/")))
    assert [row.captured_at for row in got] == [
        parse_time(stamp) for stamp in ("20200418003811", "20200418005903", "20200418174447")
    ]
    assert all("mailto" not in str(row.locator) and "some/not" not in str(row.locator) for row in got)
