"""All changes of a report: which jobs are stale, run in one pool, and what came of them. Keys are over content alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.evidence.codes import assign_codes
from generator.jobs.change_job import ChangeOrder, ChangeResult, Drawing, WordsNodes, change_job
from generator.jobs.code_keys import CodeKeys
from generator.jobs.graph import Node
from generator.jobs.kept import Bundle, Settled
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.jobs.narrow import narrow_catalog, narrow_options
from generator.jobs.pool import Pool, node_of
from generator.jobs.reasons import Parts
from generator.jobs.redline_job import RedlineOrder
from generator.jobs.stored import Pack
from generator.model.catalog import Catalog, Change
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence
from generator.model.lock import ChangeLock
from generator.model.problems import Severity
from generator.model.reporting import Reporter
from generator.pages.chrome import SiteOptions

EVIDENCE, SETTLED, PAGES, PACK = "evidence", "settled", "pages", "pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Every change of a catalog with what its job needs, by key of change (words: by key of document)."""

    catalog: Catalog
    redlines: Mapping[str, RedlineOrder]
    words: Mapping[str, WordsNodes]
    lock_digests: Mapping[str, Digest]
    options: SiteOptions | None = None  # None: no pages are drawn
    only: frozenset[str] | None = None  # keys of changes; None: all

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those that are asked for."""
        return tuple(c for c in self.catalog.changes if self.only is None or c.key in self.only)

    def locks(self) -> dict[str, ChangeLock]:
        return {lock.change: lock for lock in self.catalog.locks}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of every change, by key. `evidence` has quotations with their short codes, and no other passages."""

    settled: Mapping[str, Settled]
    evidence: Mapping[str, ChangeEvidence]
    nodes: Mapping[str, Node]  # where the whole evidence is kept
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    parts: Mapping[str, Parts] = field(default_factory=dict)
    sound: bool = True  # False: something failed that may go well the next time
    redrawn: frozenset[str] = frozenset()  # changes whose pages were drawn in this run


class _Run:
    """One run over all changes. Never leaves this module."""

    def __init__(self, asked: Asked, code: CodeKeys, memo: Memo, pool: Pool, reporter: Reporter) -> None:
        self.asked, self.code, self.memo, self.pool, self.reporter = asked, code, memo, pool, reporter
        self.locks = asked.locks()
        self.narrowed = narrow_catalog(asked.catalog)
        self.options = narrow_options(asked.options) if asked.options else None
        self.change_keys = {change.key: value_key(change) for change in asked.changes}
        self.words_keys = {
            key: value_key(tuple((name, node.key) for name, node, _ in nodes))
            for key, nodes in asked.words.items()
        }
        self.settled: dict[str, Settled] = {}
        self.early: dict[str, tuple[tuple[str, str], ...]] = {}  # codes of pages drawn before all were known
        self.bundles: dict[str, Bundle] = {}
        self.packs: dict[str, Pack] = {}
        self.redrawn: set[str] = set()
        self.parts: dict[str, Parts] = {}
        self.sound = True  # whether everything may be remembered

    def evidence_node(self, change: Change) -> Node:
        """Where the evidence of a change is kept: under its note, its lock, its document, and the words compared."""
        order = self.asked.redlines.get(change.key)
        compared = node_of(order, self.code.redline).key if order else ""
        inputs = (
            self.change_keys[change.key],
            self.narrowed[change.document_key].key,
            self.asked.lock_digests.get(change.key, ""),
            compared,
            self.words_keys.get(change.document_key, "") if order else "",
        )
        return Node(job=EVIDENCE, key=key_of(EVIDENCE, inputs=inputs, options=(), code=self.code.evidence))

    def page_node(self, change: Change, codes: tuple[tuple[str, str], ...]) -> Node:
        """Where the pages of a change are kept: under its evidence and the comparison as values, so that a new way to
        the same ones draws nothing anew."""
        settled = self.settled[change.key]
        parts = (
            ("the note", self.change_keys[change.key]),
            (
                "its document, company or neighbours, topics or report.yaml",
                self.narrowed[change.document_key].key,
            ),
            ("the lock", self.asked.lock_digests.get(change.key, "")),
            ("the evidence", settled.evidence),
            ("the comparison", settled.compared),
            ("the short codes", value_key(codes)),
            ("the options or how complete the build is", value_key(self.options)),
            ("the code, a library or a template", self.code.pages),
        )
        self.parts[change.key] = parts
        return Node(
            job=PAGES, key=key_of(PAGES, inputs=[key for _, key in parts], options=(), code=self.code.pages)
        )

    def order(self, change: Change, node: Node, drawing: Drawing | None, *, settled: bool) -> ChangeOrder:
        redline = self.asked.redlines.get(change.key)
        return ChangeOrder(
            change=change,
            catalog=self.narrowed[change.document_key].of(change),
            lock=self.locks.get(change.key),
            redline=redline,
            compared=node_of(redline, self.code.redline) if redline else None,
            words=self.asked.words.get(change.document_key, ()),
            redline_code=self.code.redline,
            evidence_code=self.code.evidence,
            node=node,
            settled=settled,
            drawing=drawing,
        )

    def drawing(self, codes: tuple[tuple[str, str], ...], *, final: bool) -> Drawing | None:
        if self.options is None:
            return None
        return Drawing(
            codes=codes,
            final=final,
            options=self.options,
            templates=self.code.templates,
            card_code=self.code.cards,
        )

    def keep(self, order: ChangeOrder, result: ChangeResult) -> None:
        """Remember what came of an order, all but its pages."""
        self.sound = self.sound and result.sound
        if result.compared is not None and order.compared is not None:
            self.memo.keep_bytes(order.compared, result.compared)
        if result.settled is not None and result.evidence is not None and result.sound:
            self.memo.keep_bytes(order.node, result.evidence)
            self.memo.keep(Node(job=SETTLED, key=order.node.key), result.settled)
        for kept in (*result.others, *result.cards):
            self.memo.keep_bytes(*kept)
        for note in result.notes:
            self.reporter.note(note)

    def keep_pages(self, key: str, node: Node, result: ChangeResult) -> None:
        """Take the pages of a change; their bytes go to the memo at once."""
        assert result.bundle is not None
        pack = Node(job=PACK, key=node.key)
        self.bundles[key] = result.bundle
        self.packs[key] = pack if self.memo.keep_bytes(pack, result.pack) else result.pack
        self.redrawn.add(key)
        if result.sound:
            self.memo.keep(node, result.bundle)

    def settle(self) -> dict[str, Node]:
        """The evidence of every change: remembered, or looked up now (then with its pages, where no code is missing)."""
        nodes: dict[str, Node] = {}
        stale: list[ChangeOrder] = []
        for change in self.asked.changes:
            node = nodes[change.key] = self.evidence_node(change)
            found = self.memo.find(Node(job=SETTLED, key=node.key))
            if isinstance(found, Settled) and self.memo.known([node]):
                self.settled[change.key] = found
            else:
                drawing = self.drawing((), final=False)
                stale.append(self.order(change, node, drawing, settled=False))
        if stale:
            self.reporter.step(f"Checking the quotations of {_count(len(stale), 'change')}")
        for place, result in self.pool.each(change_job, stale, self.reporter):
            order = stale[place]
            assert result.settled is not None
            self.settled[order.change.key] = result.settled
            self.keep(order, result)
            if result.bundle is not None:
                key = order.change.key
                self.keep_pages(key, self.page_node(order.change, result.codes), result)
                self.early[key] = result.codes
        return nodes

    def draw(self, nodes: Mapping[str, Node], evidence: Mapping[str, ChangeEvidence]) -> None:
        """The pages of every change: drawn already, remembered, or drawn now."""
        stale: list[tuple[ChangeOrder, Node]] = []
        for change in self.asked.changes:
            codes = tuple((q.passage.id, q.code) for q in evidence[change.key].quotations)
            if self.early.get(change.key) == codes:
                continue
            node = self.page_node(change, codes)
            pack = Node(job=PACK, key=node.key)
            found = self.memo.find(node)
            if isinstance(found, Bundle) and self.memo.known([pack]):
                self.bundles[change.key], self.packs[change.key] = found, pack
                continue
            drawing = self.drawing(codes, final=True)
            stale.append((self.order(change, nodes[change.key], drawing, settled=True), node))
        if stale:
            self.reporter.step(f"Drawing the pages of {_count(len(stale), 'change')}")
        for place, result in self.pool.each(change_job, [order for order, _ in stale], self.reporter):
            order, node = stale[place]
            self.keep(order, result)
            if result.bundle is not None:
                self.keep_pages(order.change.key, node, result)


def make_changes(asked: Asked, *, code: CodeKeys, memo: Memo, pool: Pool, reporter: Reporter) -> Made:
    """Every change with its evidence and, where options are given and nothing is wrong, its pages."""
    run = _Run(asked, code, memo, pool, reporter)
    nodes = run.settle()
    evidence = assign_codes(
        {
            key: ChangeEvidence(change=key, quotations=one.quotations, complete=one.complete)
            for key, one in run.settled.items()
        },
        run.locks,
    )
    wrong = any(p.severity is Severity.ERROR for one in run.settled.values() for p in one.problems)
    if asked.options is not None and not wrong:
        run.draw(nodes, evidence)
    return Made(
        settled=run.settled,
        evidence=evidence,
        nodes=nodes,
        bundles=run.bundles,
        packs=run.packs,
        redrawn=frozenset(run.redrawn),
        parts=run.parts,
        sound=run.sound,
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
