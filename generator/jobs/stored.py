"""Output files whose bytes lie in the memo until they are written, if they are written at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.model.digests import Digest, digest_of
from generator.model.errors import GeneratorError
from generator.model.pages import FileFacts

Pack = Node | bytes  # where bytes are kept, or the bytes where they could not be kept


class DamagedResult(GeneratorError):
    """A remembered result is not what was kept; `node` is to be forgotten and made again."""

    def __init__(self, node: Node) -> None:
        super().__init__(f"a remembered result of {node.job} is damaged")
        self.node = node


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """An output file: what is known of it, and the stretch of a pack where its bytes are."""

    path: str
    digest: Digest
    size: int
    start: int
    pack: Pack
    memo: Memo

    @property
    def body(self) -> bytes:
        """The bytes, read now and held by nobody. Raises DamagedResult where they are not the ones that were kept."""
        if isinstance(self.pack, bytes):
            return self.pack[self.start : self.start + self.size]
        found = self.memo.read_part(self.pack, self.start, self.size)
        if found is None or digest_of(found) != self.digest:
            raise DamagedResult(self.pack)
        return found


def stored_files(files: Iterable[FileFacts], pack: Pack, memo: Memo) -> Iterator[StoredFile]:
    """The files of a pack, which holds their bytes one behind the other."""
    start = 0
    for one in files:
        yield StoredFile(path=one.path, digest=one.digest, size=one.size, start=start, pack=pack, memo=memo)
        start += one.size
