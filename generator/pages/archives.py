"""Where people can look at a capture themselves: the archive's own page for a locator."""

from urllib.parse import quote

from generator.model.captures import Locator, MementoLocator, OtaLocator, WaybackLocator
from generator.model.times import stamp_of


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
