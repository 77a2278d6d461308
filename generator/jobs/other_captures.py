"""Captures of a document that no change pins, read or compared: what became of quoted words is taken from them.

Comparisons are remembered as those of changes are, by what was compared and how.
"""

from collections.abc import Iterable

from generator.jobs.graph import Node
from generator.jobs.memo import spell_result
from generator.jobs.pool import node_of
from generator.jobs.redline_job import RedlineOrder, TextOrder, redline_job, text_job
from generator.jobs.tools import Tools
from generator.model.captures import CaptureRow
from generator.model.catalog import Document
from generator.model.digests import Digest
from generator.model.problems import SourcePos
from generator.model.results import Compared
from generator.model.text import Text


class Captures:
    """Reads and compares captures when they are asked for; `fresh` are the comparisons that were not remembered."""

    def __init__(
        self,
        words: Iterable[tuple[str, Node, TextOrder]],
        code: Digest,
        where: SourcePos,
        tools: Tools,
    ) -> None:
        self._orders = {name: order for name, _, order in words}
        self._code, self._where, self._tools = code, where, tools
        self._known: dict[Node, Compared | None] = {}
        self._texts: dict[str, Text | None] = {}
        self.fresh: list[tuple[Node, bytes]] = []

    def compared(self, _document: Document, before: CaptureRow, after: CaptureRow) -> Compared | None:
        """Both texts and their redline; None where a capture is out of reach or cannot be read."""
        one = self._orders.get(before.words or before.sha256)
        two = self._orders.get(after.words or after.sha256)
        if one is None or two is None:
            return None
        order = RedlineOrder(before=one, after=two, where=self._where)
        node = node_of(order, self._code)
        if node not in self._known:
            self._known[node] = self._made(order, node)
        return self._known[node]

    def text(self, _document: Document, row: CaptureRow) -> Text | None:
        """The text of one capture; None where it is out of reach or cannot be read."""
        name = row.words or row.sha256
        if name not in self._texts:
            order = self._orders.get(name)
            self._texts[name] = text_job(order, self._tools.evidence, self._where) if order else None
        return self._texts[name]

    def _made(self, order: RedlineOrder, node: Node) -> Compared | None:
        kept = self._tools.memo.find(node)
        if isinstance(kept, Compared):
            return kept
        made = redline_job(order, self._tools.evidence)
        if not isinstance(made, Compared):
            return None
        self.fresh.append((node, spell_result(made)))
        return made
