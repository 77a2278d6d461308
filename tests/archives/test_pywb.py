"""A real pywb server over a WARC made here, with invented pages: TimeMaps, a TimeGate and raw mementos."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from generator.archives.memento import MementoArchive
from generator.archives.session import ArchiveSession
from generator.archives.warc import WarcArchive
from generator.model.errors import ArchiveError, NotArchived
from generator.model.locators import MementoLocator, WarcLocator
from tests.archives.pywb_server import pywb_over, write_warc
from tests.contracts.archive import HELD, at

pytestmark = pytest.mark.pywb
URL = "https://meet.acme.example/terms"
PAGES = {
    time: f"<html><head><title>Terms</title></head><body><h1>Acme Meet</h1><p>{text}</p></body></html>".encode()
    for time, text in HELD
}


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The base address of a running pywb, and the WARC it serves."""
    folder = tmp_path_factory.mktemp("pywb")
    warc = folder / "acme.warc.gz"
    write_warc(warc, ((URL, time, body) for time, body in PAGES.items()))
    with pywb_over(folder, warc, "acme") as base:
        yield base, warc


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
