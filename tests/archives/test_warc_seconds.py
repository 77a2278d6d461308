"""Captures of one second in a WARC are told apart, and a "not modified" is the capture that it repeats."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.archives.warc import WarcArchive
from generator.cli import main
from generator.model.errors import ArchiveError, NotArchived, TooLarge, UnexpectedReply
from generator.model.locators import WarcLocator, parse_locator

URL = "https://club.example/rules"
PAGE = (
    "<html><body><main><h1>Rules</h1><p>"
    + "Each plot has its own number in the ledger of plots. " * 20
    + "</p>"
)
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class Tape:
    """A WARC in the making."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=True)

    def response(self, date: str, text: str, url: str = URL, status: str = "200 OK") -> "Tape":
        head = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        self.writer.write_record(
            self.writer.create_warc_record(
                url, "response", payload=io.BytesIO(text.encode()), http_headers=head,
                warc_headers_dict={"WARC-Date": date},
            )
        )  # fmt: skip
        return self

    def not_modified(self, date: str, refers_to: str = "", url: str = URL) -> "Tape":
        head = StatusAndHeaders("304 Not Modified", [("ETag", "x")], protocol="HTTP/1.1")
        more = {"WARC-Date": date, "WARC-Profile": NOT_MODIFIED}
        if refers_to:
            more |= {"WARC-Refers-To-Target-URI": url, "WARC-Refers-To-Date": refers_to}
        self.writer.write_record(
            self.writer.create_warc_record(
                url, "revisit", payload=io.BytesIO(b""), http_headers=head, warc_headers_dict=more
            )
        )
        return self

    def at(self, folder: Path) -> WarcArchive:
        (folder / "club.warc.gz").write_bytes(self.file.getvalue())
        return WarcArchive(roots=(folder,))


def texts(archive: WarcArchive) -> list[tuple[str, str]]:
    listed = archive.list_captures(WarcLocator(file="club.warc.gz", url=URL))
    return [(str(one.locator).rpartition("@")[2], archive.fetch(one.locator).body.decode()) for one in listed]


def test_two_captures_of_one_second_are_two(tmp_path: Path) -> None:
    tape = (
        Tape()
        .response("2024-05-01T12:00:00.900Z", "30 seeds")
        .response("2024-05-01T12:00:00.100Z", "20 seeds")
    )
    archive = tape.response("2024-05-02T12:00:00.5Z", "40 seeds").at(tmp_path)
    assert texts(archive) == [
        ("2024-05-01T12:00:00.1Z", "20 seeds"),
        ("2024-05-01T12:00:00.9Z", "30 seeds"),
        ("2024-05-02T12:00:00Z", "40 seeds"),
    ]


def test_equal_times_are_told_by_their_place(tmp_path: Path) -> None:
    tape = Tape().response("2024-05-01T12:00:00Z", "20 seeds").response("2024-05-01T12:00:00Z", "30 seeds")
    assert texts(tape.at(tmp_path)) == [
        ("2024-05-01T12:00:00Z", "20 seeds"),
        ("2024-05-01T12:00:00Z~2", "30 seeds"),
    ]


def test_a_second_that_names_two_captures_names_none(tmp_path: Path) -> None:
    tape = Tape().response("2024-05-01T12:00:00.100Z", "20").response("2024-05-01T12:00:00.900Z", "30")
    archive = tape.at(tmp_path)
    with pytest.raises(NotArchived, match=r"12:00:00\.1Z, .*12:00:00\.9Z"):
        archive.fetch(parse_locator(f"warc:club.warc.gz#{URL}@2024-05-01T12:00:00Z"))
    assert archive.fetch(parse_locator(f"warc:club.warc.gz#{URL}@2024-05-01T12:00:00.900Z")).body == b"30"


def test_a_not_modified_is_the_capture_that_it_refers_to(tmp_path: Path) -> None:
    tape = Tape().response("2024-01-01T12:00:00Z", "old").response("2024-02-01T12:00:00Z", "new")
    tape.not_modified("2024-03-01T12:00:00Z", "2024-01-01T12:00:00Z").not_modified("2024-04-01T12:00:00Z")
    assert [text for _, text in texts(tape.at(tmp_path))] == ["old", "new", "old", "new"]
    got = tape.at(tmp_path).fetch(parse_locator(f"warc:club.warc.gz#{URL}@2024-04-01T12:00:00Z"))
    assert (got.media_type, got.charset, got.status) == ("text/html", "utf-8", 200)


@pytest.mark.parametrize("refers_to", ["", "2023-01-01T00:00:00Z"])
def test_a_not_modified_of_a_capture_that_is_not_held_is_an_error(tmp_path: Path, refers_to: str) -> None:
    archive = Tape().not_modified("2024-03-01T12:00:00Z", refers_to).at(tmp_path)
    with pytest.raises(NotArchived, match="does not hold"):
        archive.fetch(parse_locator(f"warc:club.warc.gz#{URL}@2024-03-01T12:00:00Z"))


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+14:00", "yesterday", ""])
def test_a_capture_with_an_impossible_time_is_an_error_and_no_gap(tmp_path: Path, date: str) -> None:
    archive = Tape().response("2024-01-01T12:00:00Z", "old").response(date or " ", "lost").at(tmp_path)
    with pytest.raises(UnexpectedReply, match="impossible time"):
        texts(archive)
    other = WarcLocator(file="club.warc.gz", url="https://other.example/")
    assert list(archive.list_captures(other)) == []


@pytest.mark.parametrize(
    "package",
    [b"[" * 200_000, b"\xe9", b'{"resources": null}', b'{"resources": 3}', b"[]", b"null", b" " * (17 << 20)],
    ids=["deep", "latin-1", "null", "number", "list", "nothing", "large"],
)
def test_an_odd_package_is_an_error(tmp_path: Path, package: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "club.wacz", "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("archive/data.warc.gz", Tape().response("2024-01-01T12:00:00Z", "old").file.getvalue())
        wacz.writestr("datapackage.json", package)
    with pytest.raises((UnexpectedReply, TooLarge)) as caught:
        list(WarcArchive(roots=(tmp_path,)).list_captures(WarcLocator(file="club.wacz")))
    assert isinstance(caught.value, ArchiveError)


def test_a_captured_error_is_suspect_whatever_it_says(tmp_path: Path) -> None:
    """Its words are those of no wall that is known; its status tells."""
    tape = (
        Tape()
        .response("2024-01-01T12:00:00Z", PAGE)
        .response("2024-02-01T12:00:00Z", "<p>Korbeille perdue.", status="410 Gone")
    )
    tape.response("2024-03-01T12:00:00Z", PAGE).at(tmp_path)
    target = f"warc:{tmp_path / 'club.warc.gz'}#{URL}"
    runner = CliRunner(env={"SMALLPRINT_CACHE": str(tmp_path / "cache")})
    common = ["--offline", "-q", "--content", str(tmp_path / "content"), "--store", str(tmp_path / "store")]
    text = runner.invoke(main, ["history", target, *common]).output
    assert "suspect" in text
    assert "the server answered with an error (410)" in text
    for more in ([], ["--quick"]):
        text = runner.invoke(main, ["find", target, "ledger of plots", *common, *more]).output
        assert "absent" not in text
        assert "comes and goes" not in text


def test_two_captures_of_one_second_are_two_to_every_command(tmp_path: Path) -> None:
    tape = Tape().response("2024-05-01T12:00:00.100Z", PAGE + "<p>The fee is 20 seeds.")
    tape.response("2024-05-01T12:00:00.900Z", PAGE + "<p>The fee is 30 seeds.").at(tmp_path)
    target = f"warc:{tmp_path / 'club.warc.gz'}#{URL}"
    runner = CliRunner(env={"SMALLPRINT_CACHE": str(tmp_path / "cache")})
    common = ["--offline", "-q", "--content", str(tmp_path / "content"), "--store", str(tmp_path / "store")]
    assert "1 first, 1 change" in runner.invoke(main, ["history", target, *common]).output
    found = runner.invoke(main, ["find", target, "fee is 30 seeds", *common])
    assert found.exit_code == 0
    assert "first seen 2024-05-01T12:00:00Z" in found.output


@pytest.mark.parametrize(
    "variant",
    ["https://club.example:443/rules", "http://www.club.example/rules/", "https://CLUB.example/Rules"],
)
def test_a_variant_of_the_address_lists_the_captures_of_the_page(tmp_path: Path, variant: str) -> None:
    tape = Tape().response("2024-01-01T12:00:00Z", "old").response("2024-02-01T12:00:00Z", "x", f"{URL}/fees")
    archive = tape.at(tmp_path)
    (listed,) = archive.list_captures(WarcLocator(file="club.warc.gz", url=variant))
    assert archive.fetch(listed.locator).body == b"old"
    both = (
        Tape()
        .response("2024-01-01T12:00:00Z", "old")
        .response("2024-02-01T12:00:00Z", "new", variant)
        .at(tmp_path)
    )
    (listed,) = both.list_captures(
        WarcLocator(file="club.warc.gz", url=variant)
    )  # the very address goes first
    assert both.fetch(listed.locator).body == b"new"
