"""Captures in files that rows of ``captures.tsv`` name: one that is there must hold the bytes that its row says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from generator.archives.folder import place_of
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Document
from generator.model.digests import Digest, digest_of, spell_digest
from generator.model.errors import ArchiveError
from generator.model.locators import FolderLocator, WarcLocator
from generator.model.problems import Problem, SourcePos
from generator.model.sources import SourceFile

_LOCATOR, _DIGEST = 3, 4  # columns of captures.tsv


def other_bytes(catalog: Catalog, sources: Sequence[SourceFile], content: Path) -> list[Problem]:
    """A problem at the row of each file at hand that holds other bytes than its row says, with both digests.

    A file that is not there is no problem: its bytes may be in a store or a mirror.
    """
    texts = lists_of(sources)
    return [problem for document in _documents(catalog) for problem in _of_document(document, texts, content)]


def other_records(
    catalog: Catalog, sources: Sequence[SourceFile], content: Path, wanted: Collection[CaptureRow]
) -> list[Problem]:
    """The same for records of WARC files, which are read only for the `wanted` captures: those that nothing else holds."""
    if not any(isinstance(row.locator, WarcLocator) for row in wanted):
        return []
    from generator.archives.warc import WarcArchive

    texts = lists_of(sources)
    found = []
    for document in _documents(catalog):
        archive = WarcArchive(roots=tuple(_roots(document, content)))
        for row in document.captures:
            if row not in wanted or not isinstance(row.locator, WarcLocator):
                continue
            try:
                actual = archive.fetch(row.locator).sha256
            except ArchiveError:
                continue  # not there, or not to be read: it is out of reach, and that is told
            if actual != row.sha256:
                found.append(_problem(document, row, actual, texts))
    return found


def _of_document(document: Document, texts: Mapping[str, str], content: Path) -> Iterator[Problem]:
    held: dict[Path, Digest | None] = {}
    for row in document.captures:
        path = _file_of(row, document, content)
        if path is None:
            continue
        if path not in held:
            held[path] = _digest_at(path)
        actual = held[path]
        if actual is None or actual == row.sha256:
            continue
        yield _problem(document, row, actual, texts)


def _problem(document: Document, row: CaptureRow, actual: Digest, texts: Mapping[str, str]) -> Problem:
    return Problem(
        code="capture-differs",
        message=f"{row.locator} holds {spell_digest(actual)}, its row says {spell_digest(row.sha256)}",
        where=place_of_row(document, row, texts),
        hint="bring the file back as it was captured; a capture is never edited",
    )


def lists_of(sources: Sequence[SourceFile]) -> dict[str, str]:
    return {source.path: source.text for source in sources if source.path.endswith("captures.tsv")}


def _documents(catalog: Catalog) -> tuple[Document, ...]:
    return (*catalog.documents, *(catalog.example.documents if catalog.example else ()))


def _roots(document: Document, content: Path) -> tuple[Path, ...]:
    """What the path in a row may be below: the folder of the content folder, the working folder, the content, the document."""
    return (content.parent, Path(), content, content / document.company / document.slug)


def _file_of(row: CaptureRow, document: Document, content: Path) -> Path | None:
    """The file that a row names; None where it names none, or it is not there."""
    if not isinstance(row.locator, FolderLocator):
        return None
    for root in _roots(document, content):
        try:
            path = place_of(root, row.locator.path)
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path
        except (ArchiveError, OSError, ValueError):
            continue
    return None


def _digest_at(path: Path) -> Digest | None:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return None


def place_of_row(document: Document, row: CaptureRow, texts: Mapping[str, str]) -> SourcePos:
    """The line of captures.tsv on which a row stands."""
    path = document.where.path.rpartition("/")[0] + "/captures.tsv"
    for name in (path, *(name for name in texts if path.endswith(f"/{name}"))):
        for number, line in enumerate(texts.get(name, "").split("\n"), start=1):
            cells = line.split("\t")
            if len(cells) > _DIGEST and (cells[_LOCATOR], cells[_DIGEST]) == (str(row.locator), row.sha256):
                return SourcePos(path=path, line=number)
    return SourcePos(path=path)
