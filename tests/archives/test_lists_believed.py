"""A list of captures is believed only where it is one, and what is not believed is not remembered."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.archives.address_key import is_same_page
from generator.archives.cdx import parse_cdx
from generator.archives.clone import all_references, find_git, keep_view
from generator.archives.folder import FolderArchive
from generator.archives.foreign import parse_http_date, parse_iso_time, parse_json, printable
from generator.archives.hosts import host_list
from generator.archives.memento import MementoArchive, check_addresses, parse_json_timemap, parse_link_list
from generator.archives.ota import OtaHttp, _parse_commits, parse_log
from generator.archives.session import ArchiveSession, retry_after_of
from generator.archives.warc import WarcArchive
from generator.archives.wayback import WaybackArchive, split_type
from generator.model.captures import ListedCapture
from generator.model.errors import ArchiveError, NotArchived, UnexpectedReply
from generator.model.locators import FolderLocator, MementoLocator, OtaLocator, WarcLocator, WaybackLocator
from tests.archives.loopback import Answer, Request, Server, serving

URL = "https://club.example/rules"
ROW = "example,club)/rules 20240101120000 https://club.example/rules text/html 200 AAAA 71"
LATER = ROW.replace("20240101", "20240201")
Listing = Callable[[], list[ListedCapture]]


@pytest.fixture
def listing(tmp_path: Path) -> Iterator[Callable[..., tuple[Listing, Server]]]:
    """A way to list the captures of URL from a server that answers in turn."""
    with ExitStack() as stack:

        def start(*answers: Answer, url: str = URL) -> tuple[Listing, Server]:
            left = list(answers)

            def answer(request: Request) -> Answer:
                return left.pop(0) if len(left) > 1 else left[0]

            server = stack.enter_context(serving(answer))
            session = ArchiveSession([server.base], cache=tmp_path / "cache", sleep=lambda seconds: None)
            archive = WaybackArchive(session=session, host=server.base)
            return lambda: list(archive.list_captures(WaybackLocator(url=url))), server

        yield start


NO_LISTS = {
    "page": b"<html><title>502 Bad Gateway</title></html>",
    "page-after-mark": b"\xef\xbb\xbf\n <!doctype html><p>Back at noon",
    "json": b"[]",
    "json-error": b'{"error": "later"}',
    "word": b"\n\nMaintenance\n",
    "words": b"The index is being moved.\n",
    "half-a-row": f"{ROW}\n{LATER[:60]}".encode(),
    "half-a-time": f"{ROW}\nexample,club)/rules 202402 {URL} text/html 200 AAAA 7\n".encode(),
    "other-address": f"{ROW}\n{LATER.replace('/rules text', '/prices text')}\n".encode(),
    "other-host": f"{ROW}\n{LATER.replace('https://club', 'https://clubs')}\n".encode(),
}


@pytest.mark.parametrize("body", NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_is_an_error_and_not_remembered(
    listing: Callable[..., tuple[Listing, Server]], body: bytes
) -> None:
    ask, server = listing(Answer(body=body), Answer(body=f"{ROW}\n".encode()))
    with pytest.raises(UnexpectedReply):
        ask()
    assert len(ask()) == 1
    assert len(ask()) == 1
    assert len(server.requests) == 2  # the good list is remembered, the bad one was not


def test_an_empty_reply_is_a_list_without_captures(listing: Callable[..., tuple[Listing, Server]]) -> None:
    ask, _ = listing(Answer(body=b""))
    assert ask() == []


def test_a_bad_list_that_an_earlier_run_remembered_is_asked_for_again(
    listing: Callable[..., tuple[Listing, Server]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, server = listing(Answer(body=b"<p>Back at noon"), Answer(body=f"{ROW}\n".encode()))
    with monkeypatch.context() as older:
        older.setattr(ArchiveSession, "_is_believed", lambda self, reply: True)
        with pytest.raises(UnexpectedReply):
            ask()
    assert len(ask()) == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "variant",
    [
        "http://club.example/rules", "https://www.club.example/rules", "https://club.example:443/rules/",
        "http://CLUB.example:80/Rules", "https://club.example/rules#fees", "https://club.example./rules?",
        "https://club.example/%72ules", "club.example/rules",
    ],
)  # fmt: skip
def test_variants_of_an_address_are_one(variant: str) -> None:
    assert is_same_page(variant, URL)
    assert len(parse_cdx(ROW.replace(URL, variant).encode(), URL, "x").lines) == 1


@pytest.mark.parametrize(
    "other",
    [
        "https://club.example/rules/fees",
        "https://club.example/rules?lang=fr",
        "https://the.club.example/rules",
    ],
)
def test_other_addresses_are_others(other: str) -> None:
    assert not is_same_page(other, URL)


def timemap(*entries: str) -> str:
    head = f'<{URL}>; rel="original", <https://archive.example/timemap/link/{URL}>; rel="self"; type="application/link-format"'
    return ",\n".join([head, *entries])


def entry(stamp: str = "20240101120000", url: str = URL, date: str = "Mon, 01 Jan 2024 12:00:00 GMT") -> str:
    return f'<https://archive.example/{stamp}/{url}>; rel="memento"; datetime="{date}"'


@pytest.mark.parametrize(
    "body",
    [
        "", "<html><body>Back at noon</body></html>", timemap(entry())[:-20], timemap(entry()) + ",\n<https://arch",
        timemap(entry(url="https://other.example/")), timemap(entry(date="soon")), timemap() + " and more",
        timemap(entry(date="Fri, 31 Dec 9999 23:59:59 -2300")),
    ],
    ids=["empty", "page", "cut", "half-entry", "other-address", "no-time", "words", "out-of-calendar"],
)  # fmt: skip
def test_a_timemap_is_believed_only_where_it_is_one(body: str) -> None:
    address = f"https://archive.example/timemap/link/{URL}"
    with pytest.raises(UnexpectedReply):
        check_addresses(parse_link_list(body, address), address)


def test_a_timemap_in_links_is_read_whole() -> None:
    links = parse_link_list(timemap(entry(), entry("20240201120000")) + ",\n", URL)
    assert sum("memento" in link.rel for link in links) == 2
    assert sum("memento" in link.rel for link in parse_link_list(timemap(), URL)) == 0  # none was captured
    assert len(parse_link_list(timemap(entry() + "; first ;"), URL)) == 3


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ([], NotArchived), ({}, UnexpectedReply), ({"error": 1}, UnexpectedReply), ({"mementos": []}, UnexpectedReply),
        ({"mementos": {"list": [{"uri": "https://a.example/"}]}}, UnexpectedReply),
        ([["timestamp", "original"], ["20240101120000"]], UnexpectedReply), ([["a"]], UnexpectedReply), (7, UnexpectedReply),
        ([["timestamp", "original"], ["soon", URL]], UnexpectedReply),
    ],
)  # fmt: skip
def test_a_timemap_in_json_is_believed_only_where_it_is_one(value: object, error: type[ArchiveError]) -> None:
    with pytest.raises(error):
        parse_json_timemap(json.dumps(value), URL)


def test_a_page_in_place_of_a_timemap_is_not_remembered(tmp_path: Path) -> None:
    kind = (("Content-Type", "application/link-format"),)
    bodies = [b"<html>Back at noon</html>", timemap(entry()).encode()]
    with serving(lambda request: Answer(headers=kind, body=bodies.pop(0))) as server:
        archive = MementoArchive(session=ArchiveSession([server.base], cache=tmp_path))
        locator = MementoLocator(uri=f"{server.base}/timemap/link/{URL}")
        with pytest.raises(UnexpectedReply):
            list(archive.list_captures(locator))
        assert len(list(archive.list_captures(locator))) == 1


COMMIT = {"sha": "a" * 40, "commit": {"author": {"date": "2024-01-01T00:00:00Z"}, "message": "Record"}}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000, b"<html>", b'{"message": "Not Found"}', b"[7]", b"[{}]", b'[{"sha": "a", "commit": null}]', b"\xff",
        json.dumps([COMMIT]).replace("2024-01-01T00:00:00Z", "9999-12-31T23:59:59-23:00").encode(),
        json.dumps([COMMIT]).replace("a" * 40, "HEAD").encode(),
    ],
    ids=["deep", "page", "object", "number", "empty", "null", "latin-1", "out-of-calendar", "no-commit"],
)  # fmt: skip
def test_a_list_of_commits_is_believed_only_where_it_is_one(tmp_path: Path, body: bytes) -> None:
    answers = [body, json.dumps([COMMIT]).encode()]
    with serving(lambda request: Answer(body=answers.pop(0))) as server:
        archive = OtaHttp(
            session=ArchiveSession([server.base], cache=tmp_path), host=server.base, api=server.base
        )
        locator = OtaLocator(repository="club/versions", path="Club/Rules.md")
        with pytest.raises(UnexpectedReply):
            list(archive.list_captures(locator))
        assert len(list(archive.list_captures(locator))) == 1


def test_a_file_without_commits_is_not_archived(tmp_path: Path) -> None:
    with serving(lambda request: Answer(body=b"[]")) as server:
        archive = OtaHttp(session=ArchiveSession([server.base]), host=server.base, api=server.base)
        with pytest.raises(NotArchived):
            list(archive.list_captures(OtaLocator(repository="club/versions", path="Club/Rules.md")))


@pytest.mark.parametrize(
    "line",
    [
        b'{"file": "a.md", "title": "R\xe8gles"}', b"[" * 200_000, b"7", b"{}", b'{"a": "\\ud800"}', b"\x00",
        json.dumps({"captured_at": "2024-01-01T00:00:00Z", "sha256": "a" * 64, "file": "a\0b"}).encode(),
    ],
    ids=["latin-1", "deep", "number", "empty", "surrogate", "nul", "nul-in-name"],
)  # fmt: skip
def test_an_odd_line_of_an_index_is_an_error_at_its_line(tmp_path: Path, line: bytes) -> None:
    good = json.dumps(
        {"captured_at": "2024-01-01T00:00:00Z", "sha256": "a" * 64, "file": "a.md", "subject": "R\u2028"}
    )
    (tmp_path / "history.jsonl").write_bytes(good.encode() + b"\r\n\n" + line + b"\n")
    listed = FolderArchive(roots=(tmp_path,)).list_captures(FolderLocator(path="."))
    assert next(iter(listed)).order == 0
    with pytest.raises(UnexpectedReply, match=r"history\.jsonl:3"):
        list(listed)


def test_a_reset_of_the_first_connection_is_tried_again(tmp_path: Path) -> None:
    answers = [Answer(nothing=True), Answer(body=f"{ROW}\n".encode())]
    with serving(lambda request: answers.pop(0)) as server:
        slept: list[float] = []
        archive = WaybackArchive(session=ArchiveSession([server.base], sleep=slept.append), host=server.base)
        assert len(list(archive.list_captures(WaybackLocator(url=URL)))) == 1
    assert 0 < sum(slept) <= 2


@pytest.mark.parametrize(
    "value", ["²", "٣", "9" * 400, "Fri, 31 Dec 9999 23:59:59 -2300", "soon", "-1", "1.5", ""]
)
def test_an_odd_retry_after_says_nothing(value: str) -> None:
    assert retry_after_of(value) is None


@pytest.mark.parametrize(
    "value", ["text/html; charset=\udcff", "\ud800", "text/html; charset*=x'y'%ff", "a" * 9000, "\n;"]
)
def test_an_odd_media_type_is_read_as_some_type(value: str) -> None:
    media_type, charset = split_type(value)
    assert (media_type + charset).isprintable()


ODD = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from(
            [ROW.encode(), b"[", b"<", b"\n\n", b"20240101", b"{}", b",", timemap(entry()).encode()]
        )
    ).map(b" ".join),
)


@given(ODD)
@example(b"[" * 100_000)
def test_any_bytes_are_a_value_or_an_archive_error(body: bytes) -> None:
    text = body.decode("utf-8", "surrogateescape")
    readers: list[Callable[[], object]] = [
        lambda: parse_cdx(body, URL, "x"),
        lambda: parse_link_list(text, "x"),
        lambda: check_addresses(parse_link_list(text, "x"), text),
        lambda: parse_json_timemap(text, "x"),
        lambda: _parse_commits(body, "x"),
        lambda: parse_json(body, "x"),
        lambda: list(parse_log(body)),
        lambda: (
            parse_http_date(text),
            parse_iso_time(text),
            retry_after_of(text),
            split_type(text),
            printable(text),
        ),
        lambda: is_same_page(text, f"http://{text}"),
    ]
    for read in readers:
        try:
            read()
        except ArchiveError as error:
            str(error).encode()


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 20))
def test_any_bytes_in_a_warc_or_an_index_are_captures_or_an_archive_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, taken: int
) -> None:
    from tests.archives.test_contract import make_warc

    folder = tmp_path_factory.mktemp("odd")
    whole = make_warc(packed=False)
    at += 300
    (folder / "a.warc").write_bytes(whole[:at] + noise + whole[at + taken :])
    (folder / "a.wacz").write_bytes(noise)
    (folder / "history.jsonl").write_bytes(noise)
    for archive, locator in (
        (WarcArchive(roots=(folder,)), WarcLocator(file="a.warc")),
        (WarcArchive(roots=(folder,)), WarcLocator(file="a.wacz")),
        (FolderArchive(roots=(folder,)), FolderLocator(path=".")),
    ):
        try:
            for listed in archive.list_captures(locator):
                archive.fetch(listed.locator)
        except ArchiveError as error:
            str(error).encode()


@given(st.text(max_size=60))
@example("http://[::1")
@example("//\x00/")
@example("https://a.example:99999/")
@example("\ud800")
def test_any_address_of_a_redirect_is_an_address_or_refused(target: str) -> None:
    hosts = host_list(["https://archive.example"])
    for read in (lambda: hosts.hop("https://archive.example/a", target), lambda: hosts.check(target)):
        try:
            read()
        except ArchiveError as error:
            str(error).encode("utf-8", "surrogateescape")


REFERENCES = st.one_of(
    st.binary(max_size=120),
    st.lists(
        st.sampled_from(
            [b"ref: ", b"refs/heads/main", b"\n", b"\0", b"a" * 40, b" ", b"\xff", b"../..", b"gitdir: "]
        )
    ).map(b"".join),
)


@given(
    REFERENCES, st.sampled_from(["HEAD", "packed-refs", "shallow", "commondir", "refs/heads/main", ".git"])
)
def test_any_bytes_in_a_clone_are_a_commit_or_an_archive_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("clone")
    (folder / "objects").mkdir()
    (folder / "refs" / "heads").mkdir(parents=True)
    (folder / "HEAD").write_bytes(b"ref: refs/heads/main\n")
    (folder / name).write_bytes(noise)
    try:
        git = find_git(folder)
        all_references(git)
        keep_view(folder, folder / "views")
    except ArchiveError as error:
        str(error).encode("utf-8", "surrogateescape")
