"""Content files as they were read, remembered by their bytes: an edit reads one file anew."""

from collections.abc import Callable
from typing import Any

from generator.content.catalog import Read, reader
from generator.content.check import Blocks, reader_of_blocks
from generator.content.file_read import FileRead
from generator.content.prose import Block
from generator.jobs.codebase import CONTENT_LIBRARIES, CONTENT_ROOMS
from generator.jobs.graph import Node
from generator.jobs.keys import value_key
from generator.jobs.memo import Memo
from generator.model.digests import Digest, digest_of
from generator.model.sources import SourceFile

Name = tuple[str, str, str, Digest]  # path, what stands before slugs, what stands before paths, bytes


class _Shards:
    """A table in the memo, kept in parts, so that an edit writes one part anew. A part is read when it is asked for."""

    def __init__(self, memo: Memo, job: str) -> None:
        self._memo, self._job = memo, job
        self._code = memo.code.key(CONTENT_ROOMS, CONTENT_LIBRARIES)
        self._known: dict[str, dict[Any, Any]] = {}
        self._used: dict[str, dict[Any, Any]] = {}

    def get(self, part: str, name: Any, make: Callable[[], Any]) -> Any:
        """The value of a name: as remembered, or made now."""
        if part not in self._known:
            kept = self._memo.find(self._node(part))
            self._known[part] = dict(kept) if isinstance(kept, tuple) else {}
        found = self._known[part].get(name)
        if found is None:
            found = make()
        self._used.setdefault(part, {})[name] = found
        return found

    def keep(self) -> None:
        """Remember what was asked for, and nothing else."""
        for part, used in self._used.items():
            if used.keys() != self._known[part].keys():
                self._memo.keep(self._node(part), tuple(used.items()))

    def _node(self, part: str) -> Node:
        return Node(job=self._job, key=value_key((self._code, part)))


class RememberedBodies:
    """Reads bodies of notes and pages through the memo: call `read` for each, then `keep` once."""

    def __init__(self, memo: Memo) -> None:
        self._shards = _Shards(memo, "bodies")
        self._anew: Blocks | None = None

    def read(self, body: str) -> tuple[Block, ...]:
        """The blocks of a body: as remembered, or read now."""
        name = digest_of(body.encode("utf-8", "surrogatepass"))

        def make() -> tuple[Block, ...]:
            self._anew = self._anew or reader_of_blocks()
            return self._anew(body)

        found: tuple[Block, ...] = self._shards.get(name[:1], name, make)
        return found

    def keep(self) -> None:
        """Remember the bodies that were read, and no others."""
        self._shards.keep()


class RememberedFiles:
    """Reads files through the memo: call `read` for each file of a tree, then `keep` once."""

    def __init__(self, memo: Memo) -> None:
        self._shards = _Shards(memo, "content")
        self._anew: Read | None = None

    def read(self, source: SourceFile, path: str, prefix: str, shown: str) -> FileRead:
        """What a file says: as remembered, or read now."""
        name: Name = (path, prefix, shown, source.digest)

        def make() -> FileRead:
            self._anew = self._anew or reader()
            return self._anew(source, path, prefix, shown)

        found: FileRead = self._shards.get(prefix + path.partition("/")[0], name, make)
        return found

    def keep(self) -> None:
        """Remember the files that were read, and no others."""
        self._shards.keep()
