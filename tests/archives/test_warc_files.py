"""WARC, ARC and WACZ files of other makers: whole captures, or an error that says what is wrong."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from generator.archives.warc import WarcArchive, read_records
from generator.model.captures import FetchedBytes, Fixity, ListedCapture
from generator.model.errors import ArchiveError, DigestDiffers, NotArchived, Refused, TooLarge, Truncated
from generator.model.locators import WarcLocator
from tests.archives.test_contract import URL, make_warc
from tests.contracts.archive import HELD, at

SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")


def read_all(
    archive: WarcArchive, file: str
) -> tuple[list[ListedCapture], list[FetchedBytes], list[ArchiveError]]:
    """Everything a file lists, fetched one by one."""
    listed: list[ListedCapture] = []
    got, errors = [], []
    try:
        listed.extend(archive.list_captures(WarcLocator(file=file)))
    except ArchiveError as error:
        errors.append(error)
    for capture in listed[:40]:
        try:
            got.append(archive.fetch(capture.locator))
        except ArchiveError as error:
            errors.append(error)
    return listed, got, errors


@pytest.mark.shared
def test_files_of_other_makers_are_read_or_refused_with_a_typed_error(shared: Path) -> None:
    root = shared / "fixtures" / "warc"
    files = sorted(path for path in root.rglob("*") if path.name.endswith(SUFFIXES))
    archive = WarcArchive(roots=(root,))
    captures, refused = 0, {}
    for path in files:
        listed, got, errors = read_all(archive, path.relative_to(root).as_posix())
        captures += len(got)
        for one in got:
            assert one.captured_at in {capture.captured_at for capture in listed}
        if errors:
            refused[path.relative_to(root).as_posix()] = {type(error).__name__ for error in errors}
    assert len(files) > 35
    assert captures > 80
    # What is broken on purpose, records cut short, and revisits of captures that lie in other files; nothing else.
    assert refused["warcio/example-bad-non-chunked.warc.gz"] == {"Truncated"}
    assert refused["iipc/20130729-heritrix-revisit-with-http-headers.warc.gz"] == {"NotArchived"}
    assert set().union(*refused.values()) <= {"Truncated", "NotArchived", "UnexpectedReply"}
    assert all("example.warc" not in name or "bad" in name for name in refused if name.startswith("warcio"))


@pytest.mark.shared
@pytest.mark.parametrize(
    "file", ["pywb/example2.warc.gz", "jwarc/cc.warc.gz", "iipc/20130729-heritrix-original.warc.gz"]
)
def test_a_records_own_digest_is_extra_proof(shared: Path, file: str) -> None:
    archive = WarcArchive(roots=(shared / "fixtures" / "warc",))
    got = [
        archive.fetch(capture.locator)
        for capture in archive.list_captures(WarcLocator(file=file))
        if capture.status == 200
    ]
    assert got
    assert {one.fixity for one in got} <= {Fixity.VERIFIED, Fixity.NOT_REPRODUCIBLE}


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("packed", [True, False])
def test_a_file_cut_anywhere_gives_whole_captures_or_an_error(
    tmp_path: Path, cut: float, packed: bool
) -> None:
    whole = make_warc(packed=packed)
    name = "cut.warc.gz" if packed else "cut.warc"
    (tmp_path / name).write_bytes(whole[: int(len(whole) * cut)])
    archive = WarcArchive(roots=(tmp_path,))
    for time, text in HELD:
        try:
            got = archive.fetch(WarcLocator(file=name, url=URL, at=at(time)))
        except (Truncated, NotArchived):
            continue
        assert got.body == text.encode()


def test_every_single_cut_of_a_small_file_is_told(tmp_path: Path) -> None:
    whole = make_warc()
    last = max(time for time, _ in HELD)
    for size in range(len(whole) - 400, len(whole) - 1, 7):
        (tmp_path / "cut.warc.gz").write_bytes(whole[:size])
        try:
            got = WarcArchive(roots=(tmp_path,)).fetch(WarcLocator(file="cut.warc.gz", url=URL, at=at(last)))
        except ArchiveError:
            continue
        assert got.body == HELD[-1][1].encode()


def wacz(**members: bytes) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as file:
        for name, body in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return package.getvalue()


def test_a_package_whose_files_are_not_what_it_states_is_refused(tmp_path: Path) -> None:
    stated = json.dumps(
        {"resources": [{"path": "archive/data.warc.gz", "hash": "sha256:" + "0" * 64}]}
    ).encode()
    body = wacz(archive__data_dot_warc_dot_gz=make_warc(), datapackage_dot_json=stated)
    (tmp_path / "forged.wacz").write_bytes(body)
    with pytest.raises(DigestDiffers):
        list(read_records(tmp_path / "forged.wacz"))


def test_a_package_that_is_no_zip_is_truncated(tmp_path: Path) -> None:
    (tmp_path / "cut.wacz").write_bytes(wacz(archive__data_dot_warc_dot_gz=make_warc())[:-40])
    with pytest.raises(Truncated):
        list(read_records(tmp_path / "cut.wacz"))


def test_a_bomb_in_a_record_is_too_large(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    bomb = gzip.compress(bytes(80 * 1024 * 1024))
    with open(tmp_path / "bomb.warc.gz", "wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders(
            "200 OK", [("Content-Encoding", "gzip"), ("Content-Type", "text/html")], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                URL,
                "response",
                payload=io.BytesIO(bomb),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": HELD[0][0]},
            )
        )
    with pytest.raises(TooLarge):
        WarcArchive(roots=(tmp_path,)).fetch(WarcLocator(file="bomb.warc.gz", url=URL, at=at(HELD[0][0])))


def test_a_file_outside_the_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.warc.gz").write_bytes(make_warc())
    (tmp_path / "inside" / "link.warc.gz").symlink_to(tmp_path / "outside.warc.gz")
    archive = WarcArchive(roots=(tmp_path / "inside",))
    for name in ("../outside.warc.gz", str(tmp_path / "outside.warc.gz"), "link.warc.gz"):
        with pytest.raises(Refused):
            archive.fetch(WarcLocator(file=name, url=URL))


def test_a_url_captured_more_than_once_must_be_named_with_its_time(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(make_warc())
    with pytest.raises(NotArchived, match="captured at 2023-02-01T12:45:56Z"):
        WarcArchive(roots=(tmp_path,)).fetch(WarcLocator(file="a.warc.gz", url=URL))
