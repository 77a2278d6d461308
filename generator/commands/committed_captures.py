"""Captures in files that rows of ``captures.tsv`` name: one that is there must hold the bytes that its row says."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.archives.folder import place_of
from generator.model.captures import CaptureRow
from generator.model.catalog import Catalog, Document
from generator.model.digests import Digest, digest_of, spell_digest
from generator.model.errors import ArchiveError
from generator.model.locators import FolderLocator
from generator.model.problems import Problem, SourcePos
from generator.model.sources import SourceFile

_LOCATOR, _DIGEST = 3, 4  # columns of captures.tsv


def other_bytes(catalog: Catalog, sources: Sequence[SourceFile], content: Path) -> list[Problem]:
    """A problem at the row of each file at hand that holds other bytes than its row says, with both digests.

    A file that is not there is no problem: its bytes may be in a store or a mirror.
    """
    texts = {source.path: source.text for source in sources if source.path.endswith("captures.tsv")}
    documents = [*catalog.documents, *(catalog.example.documents if catalog.example else ())]
    return [problem for document in documents for problem in _of_document(document, texts, content)]


def _of_document(document: Document, texts: dict[str, str], content: Path) -> Iterator[Problem]:
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
        yield Problem(
            code="capture-differs",
            message=f"{row.locator} holds {spell_digest(actual)}, its row says {spell_digest(row.sha256)}",
            where=_place_of_row(document, row, texts),
            hint="bring the file back as it was captured; a capture is never edited",
        )


def _file_of(row: CaptureRow, document: Document, content: Path) -> Path | None:
    """The file that a row names, as seen from beside the content folder, the working folder, the content or the document."""
    if not isinstance(row.locator, FolderLocator):
        return None
    for root in (content.parent, Path(), content, content / document.company / document.slug):
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


def _place_of_row(document: Document, row: CaptureRow, texts: dict[str, str]) -> SourcePos:
    """The line of captures.tsv on which a row stands."""
    path = document.where.path.rpartition("/")[0] + "/captures.tsv"
    for name in (path, *(name for name in texts if path.endswith(f"/{name}"))):
        for number, line in enumerate(texts.get(name, "").split("\n"), start=1):
            cells = line.split("\t")
            if len(cells) > _DIGEST and (cells[_LOCATOR], cells[_DIGEST]) == (str(row.locator), row.sha256):
                return SourcePos(path=path, line=number)
    return SourcePos(path=path)
