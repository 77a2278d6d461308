"""From a view to a file: what a page is made from, and what it became."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from generator.model.digests import Digest, digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """One output file to be rendered.

    `path` is the file below the site folder (``zoom/terms-of-service/2023-04-01/index.html``); `view` is a frozen
    dataclass of the page's kind, of which templates read attributes. `template` names a file in templates/.
    """

    path: str
    template: str
    view: Any
    sources: tuple[Digest, ...] = ()

    @property
    def root(self) -> str:
        """The way from this page back to the site's root (``../../../`` or empty): all links are relative."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One output file as bytes."""

    path: str
    body: bytes
    media_type: str = "text/html; charset=utf-8"

    @property
    def digest(self) -> Digest:
        return digest_of(self.body)


class OutputFile(Protocol):
    """A file to be published. Its bytes may lie elsewhere until they are asked for."""

    @property
    def path(self) -> str: ...

    @property
    def digest(self) -> Digest: ...

    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """An output file without its bytes: what publishing, the check of links, the sitemap and the headers need of it.

    `ids` and `links` are those of a page, a line each; `twice` is the first id that occurs more than once, and how often.
    `listed` says that the page may stand in the sitemap.
    """

    path: str
    digest: Digest
    size: int
    media_type: str = "text/html; charset=utf-8"
    ids: str = ""
    links: str = ""
    twice: tuple[str, int] | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All output files by path with their digests."""

    files: tuple[tuple[str, Digest], ...] = field(default=())
