"""Where people can look at a capture themselves: the archive's own page for a locator."""

from urllib.parse import quote

from generator.model.captures import (
    FolderLocator,
    Locator,
    MementoLocator,
    OtaLocator,
    WarcLocator,
    WaybackLocator,
)
from generator.model.catalog import Document
from generator.model.times import stamp_of


def archive_name(locator: Locator, archive: str) -> str:
    """The archive as people know it."""
    match locator:
        case OtaLocator():
            return f"Open Terms Archive ({locator.repository.rpartition('/')[2]})"
        case WaybackLocator():
            return "Wayback Machine"
        case MementoLocator():
            return archive or locator.uri.split("/")[2]
        case WarcLocator():
            return archive or "WARC file"
        case FolderLocator():
            return archive or "folder of captures"


def archive_in_brackets(document: Document | None, archive: str) -> str:
    """The same by its key in captures.tsv, for a place between brackets: ``Open Terms Archive contrib``."""
    rows = document.captures if document else ()
    locator = next((row.locator for row in rows if row.archive == archive), None)
    if locator is None:
        return archive
    if isinstance(locator, OtaLocator):
        return f"Open Terms Archive {locator.repository.rpartition('/')[2].removesuffix('-versions')}"
    return archive_name(locator, archive)


def capture_link(locator: Locator) -> str:
    """The address of the capture in its archive; empty for captures in files and folders, which are nowhere on the web."""
    match locator:
        case OtaLocator(repository=repository, commit=commit, path=path) if commit:
            return f"https://github.com/{repository}/blob/{commit}/{quote(path)}"
        case OtaLocator(repository=repository, path=path):
            return f"https://github.com/{repository}/commits/HEAD/{quote(path)}"
        case WaybackLocator(at=at, url=url) if at is not None:
            return f"https://web.archive.org/web/{stamp_of(at, separator='', end='')}/{url}"
        case WaybackLocator(url=url):
            return f"https://web.archive.org/web/*/{url}"
        case MementoLocator(uri=uri):
            return uri
        case _:
            return ""
