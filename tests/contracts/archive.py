"""What every archive adapter must do. Each adapter's tests inherit this class and say what their archive holds."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from generator.archives.protocol import Archive
from generator.model.digests import digest_of
from generator.model.errors import NotArchived
from generator.model.locators import FolderLocator, Locator, OtaLocator
from generator.model.times import parse_time


def at(text: str) -> datetime:
    found = parse_time(text)
    assert found is not None
    return found


TERMS_2023 = "# Acme Meet Terms\n\n1. You keep your recordings.\n"
TERMS_2024 = "# Acme Meet Terms\n\n1. You keep your recordings.\n\n2. We may learn from them – “gladly”.\n"
HELD: tuple[tuple[str, str], ...] = (
    ("2023-02-01T12:45:56Z", TERMS_2023),
    ("2024-04-01T06:45:10Z", TERMS_2024),
    ("2024-05-01T00:00:00Z", TERMS_2023),
)


class ArchiveContract:
    """Fixtures to give: `archive`, `whole` (names all captures), `missing` (names a capture it lacks)."""

    held: Iterable[tuple[str, str]] = HELD

    @pytest.fixture
    def archive(self) -> Archive:
        raise NotImplementedError

    @pytest.fixture
    def whole(self) -> Locator:
        raise NotImplementedError

    @pytest.fixture
    def missing(self) -> Locator:
        raise NotImplementedError

    def test_it_answers_its_own_locators_and_no_others(self, archive: Archive, whole: Locator) -> None:
        other = (
            OtaLocator(repository="a/b", path="c.md")
            if isinstance(whole, FolderLocator)
            else FolderLocator(path="x")
        )
        assert archive.answers(whole)
        assert not archive.answers(other)

    def test_it_lists_every_capture_once_in_its_own_order(self, archive: Archive, whole: Locator) -> None:
        listed = list(archive.list_captures(whole))
        assert [capture.captured_at for capture in listed] == [at(time) for time, _ in self.held]
        assert [capture.order for capture in listed] == list(range(len(listed)))
        assert len({str(capture.locator) for capture in listed}) == len(listed)

    def test_what_it_lists_it_gives_byte_for_byte(self, archive: Archive, whole: Locator) -> None:
        for listed, (time, text) in zip(archive.list_captures(whole), self.held, strict=True):
            got = archive.fetch(listed.locator)
            assert got.body == text.encode()
            assert got.sha256 == digest_of(text.encode())
            assert listed.sha256 in (None, got.sha256)
            assert got.captured_at in (None, at(time))

    def test_fetching_twice_gives_the_same(self, archive: Archive, whole: Locator) -> None:
        first = next(iter(archive.list_captures(whole)))
        assert archive.fetch(first.locator) == archive.fetch(first.locator)

    def test_a_capture_it_lacks_is_not_archived(self, archive: Archive, missing: Locator) -> None:
        with pytest.raises(NotArchived):
            archive.fetch(missing)
