"""A new kind of archive is a locator class and an adapter, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from generator.archives.configure import open_archives
from generator.archives.protocol import Archive, archive_for
from generator.archives.settings import ADAPTERS, ArchiveRun, ArchiveSettings, adapter_of
from generator.content.captures_table import parse_captures, spell_captures
from generator.content.frontmatter import split_front_matter
from generator.content.validate import validate
from generator.extract import extract_policy
from generator.model.captures import Capture, CaptureRow, FetchedBytes, ListedCapture, Side
from generator.model.digests import digest_of
from generator.model.errors import LocatorError
from generator.model.locators import LOCATOR_KINDS, Locator, locator_kind, locator_of, parse_locator
from generator.model.sources import SourceFile
from generator.pages.archives import archive_in_brackets, archive_of
from generator.pages.change.evidence import gap_notes, pin_of_row
from tests.contracts.archive import at

BODY = b"<main><p>You keep your <a href='/rights'>rights</a>.</p></main>"
TIME = "2024-04-01T06:45:10Z"


@pytest.fixture(autouse=True)
def shelf() -> Iterator[None]:
    """The kind `shelf`, defined as a contributor would."""

    @locator_kind
    @dataclass(frozen=True, slots=True, kw_only=True)
    class ShelfLocator(Locator):
        kind = "shelf"
        shape = "shelf:NUMBER/PATH"
        keeps_differences_only = True

        number: int
        path: str

        @classmethod
        def read(cls, target: str) -> Self | None:
            number, slash, path = target.partition("/")
            return cls(number=int(number), path=path) if number.isdecimal() and slash else None

        @classmethod
        def from_address(cls, address: str) -> Self | None:
            head, _, tail = address.partition("https://shelf.example/see/")
            return cls.read(tail) if not head else None

        @property
        def target(self) -> str:
            return f"{self.number}/{self.path}"

        @property
        def url(self) -> str:
            return f"https://acme.example/{self.path}"

        @property
        def page(self) -> str:
            return f"https://shelf.example/see/{self.target}"

        @property
        def label(self) -> str:
            return "The Shelf"

    @adapter_of("shelf")
    def open_shelf(run: ArchiveRun) -> tuple[Archive, ...]:
        class Shelf:
            def answers(self, locator: Locator) -> bool:
                return isinstance(locator, ShelfLocator)

            def list_captures(self, locator: Locator) -> Iterator[ListedCapture]:
                yield ListedCapture(archive="shelf", captured_at=at(TIME), order=0, locator=locator)

            def fetch(self, locator: Locator, *, fresh: bool = False) -> FetchedBytes:
                return FetchedBytes(body=BODY, sha256=digest_of(BODY), media_type="text/html")

        return (Shelf(),)

    yield
    del LOCATOR_KINDS["shelf"], ADAPTERS["shelf"]


def row(archive: str = "") -> CaptureRow:
    return CaptureRow(
        archive=archive or "shelf", captured_at=at(TIME), order=0, locator=parse_locator("shelf:7/terms"),
        sha256=digest_of(BODY), size=len(BODY), media_type="text/html",
    )  # fmt: skip


def test_a_new_kind_is_parsed_from_its_spelling_and_from_its_page() -> None:
    locator = parse_locator("shelf:7/terms")
    assert str(locator) == "shelf:7/terms"
    assert locator_of("https://shelf.example/see/7/terms") == locator
    assert locator_of("wayback:https://acme.example/") == parse_locator("wayback:https://acme.example/")
    with pytest.raises(LocatorError, match="expected shelf:NUMBER/PATH"):
        parse_locator("shelf:seven")
    with pytest.raises(LocatorError, match="known are ota, wayback, memento, warc, folder, shelf"):
        parse_locator("shelves:7/terms")
    with pytest.raises(LocatorError, match="folder: or shelf:"):
        parse_locator("7")


def test_a_new_kind_is_fetched_and_listed(tmp_path: Path) -> None:
    locator = parse_locator("shelf:7/terms")
    archive = archive_for(open_archives(ArchiveSettings(), cache=tmp_path), locator)
    assert archive.fetch(locator).body == BODY
    assert [str(each.locator) for each in archive.list_captures(locator)] == ["shelf:7/terms"]


def test_a_new_kind_stands_in_captures_tsv_and_in_front_matter() -> None:
    rows, problems = parse_captures(spell_captures([row()]), "acme/terms/captures.tsv")
    assert (rows, problems) == ((row(),), ())
    front = split_front_matter(
        SourceFile(
            path="acme/terms/index.md",
            text="---\ntitle: Terms\nkind: terms-of-service\narchives: [shelf:7/terms]\n---\n",
            digest=digest_of(b""),
        ),
        "index.md",
    )
    fields, found = validate(front, "document")
    assert found == ()
    assert fields is not None
    assert list(fields.archives) == [row().locator]


def test_a_new_kind_is_labelled_and_linked_on_pages() -> None:
    pin = pin_of_row(None, row("the-shelf"), Side.BEFORE)
    assert (pin.archive, pin.href, pin.asked) == (
        "the-shelf",
        "https://shelf.example/see/7/terms",
        "https://acme.example/terms",
    )
    assert gap_notes([pin]) == ("The Shelf keeps differences only: hatched, no differing text was recorded.",)
    assert row().locator.archive_name("") == "The Shelf"
    assert (archive_of(None, "shelf"), archive_in_brackets(None, "shelf")) == ("shelf", "shelf")


def test_links_of_a_capture_are_read_from_the_address_of_its_locator() -> None:
    capture = Capture(
        sha256=digest_of(BODY), body=BODY, media_type="text/html", locator=parse_locator("shelf:7/terms")
    )
    assert "[rights](https://acme.example/rights)" in extract_policy(capture).text


def test_each_kind_has_an_adapter_that_opens_it(tmp_path: Path) -> None:
    written = {
        "ota": "ota:a/b:c.md", "wayback": "wayback:https://a.example/", "memento": "memento:https://m.example/x",
        "warc": "warc:x.warc", "folder": "folder:x", "shelf": "shelf:7/terms",
    }  # fmt: skip
    archives = open_archives(ArchiveSettings(), cache=tmp_path)
    assert set(written) == set(LOCATOR_KINDS)
    for text in written.values():
        assert archive_for(archives, parse_locator(text))
        assert str(parse_locator(text)) == text
