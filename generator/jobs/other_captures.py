"""Captures of a document that no change pins, read or compared: what became of quoted words is taken from them.

Comparisons are remembered as those of changes are, by what was compared and how; what became of quoted words by the words, the
list of captures and what was read of them: an edit of the prose of a note asks none of it again.
"""

from collections.abc import Callable, Sequence

from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import spell_result
from generator.jobs.pool import node_of
from generator.jobs.redline_job import RedlineOrder, TextOrder, redline_job, text_job
from generator.jobs.tools import Tools
from generator.model.captures import CaptureRow
from generator.model.catalog import Document
from generator.model.digests import Digest
from generator.model.lock import Became
from generator.model.problems import SourcePos
from generator.model.results import Compared
from generator.model.text import Text

LATER = "later"


class Captures:
    """Reads and compares captures when they are asked for; `fresh` is what was not remembered, with what it is kept under.

    `rows` are all captures of the document, and `evidence_code` is the code that tells what became of words.
    """

    def __init__(
        self,
        words: Sequence[tuple[str, Node, TextOrder]],
        code: Digest,
        where: SourcePos,
        tools: Tools,
        *,
        rows: tuple[CaptureRow, ...],
        evidence_code: Digest,
    ) -> None:
        self._orders = {name: order for name, _, order in words}
        self._code, self._where, self._tools = code, where, tools
        read = tuple((name, node.key) for name, node, _ in words)
        self._asked = (value_key(rows), value_key(read), code)
        self._evidence_code = evidence_code
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

    def recalled(self, question: object, answer: Callable[[], Became]) -> Became:
        """What became of some words: remembered, or found now. What a capture out of reach leaves open is not remembered."""
        key = key_of(LATER, inputs=self._asked, options=question, code=self._evidence_code)
        node = Node(job=LATER, key=key)
        kept = self._tools.memo.find(node)
        if isinstance(kept, tuple) and len(kept) == 2:
            return kept
        found = answer()
        if None not in found:
            self.fresh.append((node, spell_result(found)))
        return found

    def _made(self, order: RedlineOrder, node: Node) -> Compared | None:
        kept = self._tools.memo.find(node)
        if isinstance(kept, Compared):
            return kept
        made = redline_job(order, self._tools.evidence)
        if not isinstance(made, Compared):
            return None
        self.fresh.append((node, spell_result(made)))
        return made
