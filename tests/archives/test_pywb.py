"""A real pywb server over a WARC made here, with invented pages: TimeMaps, a TimeGate and raw mementos."""

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.archives.memento import MementoArchive
from generator.archives.session import ArchiveSession
from generator.archives.warc import WarcArchive
from generator.model.errors import ArchiveError, NotArchived
from generator.model.locators import MementoLocator, WarcLocator
from tests.conftest import need
from tests.contracts.archive import HELD, at

pytestmark = pytest.mark.pywb
URL = "https://meet.acme.example/terms"
PAGES = {
    time: f"<html><head><title>Terms</title></head><body><h1>Acme Meet</h1><p>{text}</p></body></html>".encode()
    for time, text in HELD
}


def write_warc(path: Path) -> None:
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for time_of, body in PAGES.items():
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
                protocol="HTTP/1.1",
            )  # fmt: skip
            writer.write_record(
                writer.create_warc_record(
                    URL,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": time_of},
                )
            )


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The base address of a running pywb, and the WARC it serves."""
    scripts = Path(sys.executable).parent
    need((scripts / "wayback").is_file() and (scripts / "wb-manager").is_file(), "pywb is not installed")
    folder = tmp_path_factory.mktemp("pywb")
    warc = folder / "acme.warc.gz"
    write_warc(warc)
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([scripts / "wb-manager", "init", "acme"], check=True, **quiet)
    subprocess.run([scripts / "wb-manager", "add", "acme", str(warc)], check=True, **quiet)
    (folder / "config.yaml").write_text(
        "enable_memento: true\nredirect_to_exact: true\ncollections:\n  acme:\n"
        "    index_paths: ./collections/acme/indexes/\n    archive_paths: ./collections/acme/archive/\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"PYTHONWARNINGS": "ignore"}
    server = subprocess.Popen([scripts / "wayback", "-b", "127.0.0.1", "-p", str(port)], env=env, **quiet)
    base = f"http://127.0.0.1:{port}"
    try:
        need(answers(base, server), "pywb does not start")
        yield base, warc
    finally:
        server.kill()
        server.wait()


def answers(base: str, server: "subprocess.Popen[bytes]") -> bool:
    for _ in range(3000):
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{base}/", timeout=60):
                return True
        except OSError:
            time.sleep(0.1)
    return False


@pytest.fixture
def archive(pywb: tuple[str, Path], tmp_path: Path) -> MementoArchive:
    return MementoArchive(session=ArchiveSession([pywb[0]], cache=tmp_path))


def test_its_timemap_lists_every_capture(archive: MementoArchive, pywb: tuple[str, Path]) -> None:
    listed = list(archive.list_captures(MementoLocator(uri=f"{pywb[0]}/acme/timemap/link/{URL}")))
    assert [capture.captured_at for capture in listed] == [at(time) for time in PAGES]


def test_every_capture_comes_raw_and_whole_as_it_was_recorded(
    archive: MementoArchive, pywb: tuple[str, Path]
) -> None:
    warc = WarcArchive(roots=(pywb[1].parent,))
    for listed in archive.list_captures(MementoLocator(uri=f"{pywb[0]}/acme/timemap/link/{URL}")):
        got = archive.fetch(listed.locator)
        kept = warc.fetch(WarcLocator(file=pywb[1].name, url=URL, at=listed.captured_at))
        assert got.captured_at == listed.captured_at
        assert got.sha256 == kept.sha256
        assert b"wombat" not in got.body
        assert b"<script" not in got.body


def test_its_timegate_gives_the_nearest_capture_under_that_captures_own_time(
    archive: MementoArchive, pywb: tuple[str, Path]
) -> None:
    time_of = list(PAGES)[1]
    nearest = archive.nearest(f"{pywb[0]}/acme/{URL}", at(time_of) + timedelta(hours=5))
    got = archive.fetch(nearest)
    assert got.captured_at == at(time_of)
    assert got.body == PAGES[time_of]


def test_a_time_between_captures_is_never_answered_with_another_under_its_name(
    archive: MementoArchive, pywb: tuple[str, Path]
) -> None:
    with pytest.raises(ArchiveError) as told:
        archive.fetch(MementoLocator(uri=f"{pywb[0]}/acme/20240301000000/{URL}"))
    assert type(told.value).__name__ in ("RedirectedInTime", "NotArchived")


def test_a_page_it_never_saw_is_not_archived(archive: MementoArchive, pywb: tuple[str, Path]) -> None:
    with pytest.raises(NotArchived):
        archive.fetch(MementoLocator(uri=f"{pywb[0]}/acme/20240301000000/https://nobody.example/"))
