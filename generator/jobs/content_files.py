"""Content files as they were read, remembered by their bytes: an edit reads one file anew."""

from generator.content.catalog import Read, reader
from generator.content.check import Blocks, reader_of_blocks
from generator.content.file_read import FileRead
from generator.content.prose import Block
from generator.jobs.codebase import CONTENT_LIBRARIES, CONTENT_ROOMS, read_code_key
from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.model.digests import Digest, digest_of
from generator.model.sources import SourceFile

Name = tuple[str, str, str, Digest]  # path, what stands before slugs, what stands before paths, bytes


class RememberedBodies:
    """Reads bodies of notes and pages through the memo: call `read` for each, then `keep` once."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._node = Node(job="bodies", key=read_code_key(CONTENT_ROOMS, CONTENT_LIBRARIES))
        kept = memo.find(self._node)
        self._known: dict[str, tuple[Block, ...]] = dict(kept) if isinstance(kept, tuple) else {}
        self._used: dict[str, tuple[Block, ...]] = {}
        self._anew: Blocks | None = None

    def read(self, body: str) -> tuple[Block, ...]:
        """The blocks of a body: as remembered, or read now."""
        name = digest_of(body.encode("utf-8", "surrogatepass"))
        found = self._known.get(name)
        if found is None:
            self._anew = self._anew or reader_of_blocks()
            found = self._anew(body)
        self._used[name] = found
        return found

    def keep(self) -> None:
        """Remember the bodies that were read, and no others."""
        if self._used.keys() != self._known.keys():
            self._memo.keep(self._node, tuple(self._used.items()))


class RememberedFiles:
    """Reads files through the memo: call `read` for each file of a tree, then `keep` once."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._node = Node(job="content", key=read_code_key(CONTENT_ROOMS, CONTENT_LIBRARIES))
        kept = memo.find(self._node)
        self._known: dict[Name, FileRead] = dict(kept) if isinstance(kept, tuple) else {}
        self._used: dict[Name, FileRead] = {}
        self._anew: Read | None = None

    def read(self, source: SourceFile, path: str, prefix: str, shown: str) -> FileRead:
        """What a file says: as remembered, or read now."""
        name = (path, prefix, shown, source.digest)
        found = self._known.get(name)
        if found is None:
            self._anew = self._anew or reader()
            found = self._anew(source, path, prefix, shown)
        self._used[name] = found
        return found

    def keep(self) -> None:
        """Remember the files that were read, and no others."""
        if self._used.keys() != self._known.keys():
            self._memo.keep(self._node, tuple(self._used.items()))
