"""Read a content folder. Symlinks are never followed; what cannot be read as text is handed on as a fault."""

import os
from pathlib import Path

from generator.model.digests import Digest, digest_of
from generator.model.sources import Fault, SourceFile

MAX_BYTES = 16 * 1024 * 1024  # of one content file; captures.tsv of a busy document is about 100 kB
CAPTURES = "captures"  # folders of committed captures: evidence, not content
SKIPPED = (".DS_Store", "Thumbs.db", ".gitkeep", ".gitattributes", ".gitignore")


def read_sources(content_dir: Path) -> tuple[SourceFile, ...]:
    """Every file below `content_dir` in order of path, except committed captures, dot files of tools and dot folders."""
    found: list[SourceFile] = []
    _walk(content_dir, content_dir, "", found)
    return tuple(sorted(found, key=lambda s: s.path))


def read_source(content_dir: Path, path: str) -> SourceFile:
    """One file, by its path below the content folder."""
    file = content_dir / path
    if file.is_symlink():
        return _faulty(path, Fault.SYMLINK)
    if not file.is_file():
        return _faulty(path, Fault.SPECIAL)
    if file.stat().st_size > MAX_BYTES:
        return _faulty(path, Fault.TOO_LARGE)
    body = file.read_bytes()
    digest = digest_of(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return SourceFile(path=path, text="", digest=digest, fault=Fault.NOT_UTF_8, line=line)
    return SourceFile(path=path, text=text.replace("\r\n", "\n").replace("\r", "\n"), digest=digest)


def _walk(root: Path, folder: Path, prefix: str, found: list[SourceFile]) -> None:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda e: e.name)
    for entry in listed:
        path = prefix + entry.name
        if entry.is_symlink():
            found.append(_faulty(path, Fault.SYMLINK))
        elif entry.is_dir(follow_symlinks=False):
            if entry.name != CAPTURES and not entry.name.startswith("."):
                _walk(root, Path(entry.path), path + "/", found)
        elif entry.name not in SKIPPED:
            found.append(read_source(root, path))


def _faulty(path: str, fault: Fault) -> SourceFile:
    return SourceFile(path=path, text="", digest=Digest(""), fault=fault)
