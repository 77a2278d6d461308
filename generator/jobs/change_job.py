"""The job of one change: compare its captures, look up its quotations, draw its pages; as much of it as is not remembered."""

from dataclasses import dataclass, replace

from generator.evidence.codes import codes_of, with_codes
from generator.jobs.cards import Drawn, card_job, card_node
from generator.jobs.folded_words import words_job
from generator.jobs.graph import Node
from generator.jobs.kept import Bundle, Settled
from generator.jobs.keys import value_key
from generator.jobs.memo import spell_result
from generator.jobs.other_captures import Captures
from generator.jobs.redline_job import RedlineOrder, TextOrder, redline_job
from generator.jobs.site_view import placeless
from generator.jobs.tools import Tools, environment_of
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.digests import Digest, digest_of
from generator.model.evidence import ChangeEvidence
from generator.model.lock import ChangeLock
from generator.model.noticed import Noticed, noticed_of
from generator.model.pages import Artifact, FileFacts, PageSpec
from generator.model.problems import Problem, Severity
from generator.model.results import Compared
from generator.pages.chrome import SiteOptions
from generator.pages.records import ChangeParts, Finds

WordsNodes = tuple[
    tuple[str, Node, TextOrder], ...
]  # name of the words, where they are kept, how to read them anew
PAGE_TEMPLATES = (
    "change.html", "full.html", "passage.html", "embed.html", "gone.html", "partials/note-quote.html"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """That the pages are to be drawn, and with what. `codes` are short codes by name of passage, given to quotations.

    Where `final` is false some may be missing; then pages are drawn only if none is.
    """

    codes: tuple[tuple[str, str], ...]
    final: bool
    options: SiteOptions
    templates: Digest
    card_code: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """One change, with all that its evidence and its pages can depend on. `catalog` is narrowed to what they may show.

    `redline` is None where a capture is out of reach; `words` are the captures of the document whose words are kept.
    `settled` says that the evidence is kept at `node`.
    """

    change: Change
    catalog: Catalog
    lock: ChangeLock | None
    redline: RedlineOrder | None
    compared: Node | None
    words: WordsNodes
    redline_code: Digest  # names remembered comparisons of other captures of the document
    evidence_code: Digest  # and what became of quoted words in them
    node: Node
    settled: bool
    drawing: Drawing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """What came of an order, ready to be kept: each part is None where it was remembered, not asked for or not possible."""

    compared: bytes | None = None
    settled: Settled | None = None
    evidence: bytes | None = None
    codes: tuple[tuple[str, str], ...] = ()
    bundle: Bundle | None = None
    pack: bytes = b""
    cards: tuple[tuple[Node, bytes], ...] = ()
    others: tuple[tuple[Node, bytes], ...] = ()  # what was found in other captures on the way
    notes: tuple[str, ...] = ()
    sound: bool = True  # False: something failed that may go well the next time, so nothing is to be kept


def change_job(order: ChangeOrder, tools: Tools) -> ChangeResult:
    """Whatever of the order is not remembered."""
    from generator.evidence.resolve import resolve_change

    pair, fresh, failure = _compare(order, tools)
    evidence = tools.memo.find(order.node) if order.settled else None
    settled, sound = None, failure is None
    others: list[tuple[Node, bytes]] = []
    if not isinstance(evidence, ChangeEvidence):
        words = _Words(order.words, tools)
        document = order.catalog.document(order.change.document_key)
        captures = Captures(
            order.words,
            order.redline_code,
            order.change.where,
            tools,
            rows=document.captures if document else (),
            evidence_code=order.evidence_code,
        )
        evidence, problems = resolve_change(order.catalog, order.change, pair, words.of, order.lock, captures)
        others = [] if words.lost else captures.fresh
        sound = sound and not words.lost
        settled = Settled(
            evidence=value_key(evidence),
            shown=value_key((evidence.complete, placeless(evidence.quotations))),
            compared=_digest_of(fresh, order, tools) if pair else "",
            complete=evidence.complete,
            quotations=evidence.quotations,
            problems=(*((failure,) if failure else ()), *problems),
            noticed=_noticed(pair),
        )
    result = ChangeResult(
        compared=fresh,
        settled=settled,
        evidence=spell_result(evidence) if settled else None,
        others=tuple(others),
        sound=sound,
    )
    if order.drawing is None or any(
        p.severity is Severity.ERROR for p in (settled.problems if settled else ())
    ):
        return result
    codes = codes_of(order.lock) | dict(order.drawing.codes)
    coded = with_codes(evidence, codes)
    if not order.drawing.final and not all(q.code for q in coded.quotations):
        return result
    return _draw(order, order.drawing, coded, pair, tools, result)


def _compare(order: ChangeOrder, tools: Tools) -> tuple[Compared | None, bytes | None, Problem | None]:
    """Both texts and their redline: remembered, or compared now (then also as bytes to keep); else what went wrong."""
    if order.redline is None or order.compared is None:
        return None, None, None
    kept = tools.memo.find(order.compared)
    if isinstance(kept, Compared):
        return kept, None, None
    made = redline_job(order.redline, tools.evidence)
    if isinstance(made, Problem):
        return None, None, made
    return made, spell_result(made), None


def _noticed(pair: Compared | None) -> tuple[Noticed, ...]:
    """What was noticed in reading both captures."""
    if pair is None:
        return ()
    return (*noticed_of(Side.BEFORE, pair.before.policy), *noticed_of(Side.AFTER, pair.after.policy))


def _digest_of(fresh: bytes | None, order: ChangeOrder, tools: Tools) -> Digest:
    body = fresh
    if body is None and order.compared is not None:
        body = tools.memo.find_bytes(order.compared)
    return digest_of(body or b"")


class _Words:
    """Folded words of the captures of a document, read when they are asked for."""

    def __init__(self, nodes: WordsNodes, tools: Tools) -> None:
        self._nodes = {name: (node, order) for name, node, order in nodes}
        self._read: dict[str, str] = {}
        self._tools = tools
        self.lost = False  # whether words that were at hand are not any more

    def of(self, _document: Document, row: CaptureRow) -> str | None:
        """`words-1` of a capture's text; None where its bytes are out of reach."""
        name = row.words or row.sha256
        if name not in self._nodes:
            return None
        if name not in self._read:
            node, order = self._nodes[name]
            found = self._tools.memo.find(node)
            if not isinstance(found, str):
                found = words_job(order, self._tools.evidence)
            if found is None:
                self.lost = True
                return None
            self._read[name] = found
        return self._read[name]


def _draw(
    order: ChangeOrder,
    drawing: Drawing,
    evidence: ChangeEvidence,
    pair: Compared | None,
    tools: Tools,
    result: ChangeResult,
) -> ChangeResult:
    """The pages and data files of the change, checked against its lock."""
    from generator.evidence.resolve import lock_of
    from generator.pages.site.sitemap import is_listed
    from generator.render.environment import render_page, spell_card
    from generator.render.links import dropped_addresses, facts_of

    specs, parts = plan_change(order, drawing.options, evidence, pair)
    environment = environment_of(tools, drawing.templates)
    files: list[FileFacts] = []
    bodies: list[bytes] = []
    cards: list[tuple[Node, bytes]] = []
    notes: list[str] = []
    for spec in specs:
        if spec.template == "card":
            drawn, fresh = _card(spell_card(environment, spec), drawing.card_code, tools)
            artifact = drawn.card
            if fresh:
                cards.append(fresh)
            if drawn.failure:
                notes.append(f"{spec.path}: the card could not be drawn and is empty ({drawn.failure})")
        else:
            artifact = render_page(environment, spec)
        files.append(facts_of(artifact, listed=is_listed(spec)))
        bodies.append(artifact.body)
    lock, problems = lock_of(order.change, evidence, order.lock)
    dropped = dropped_addresses(order.change, lock, files) if lock else []
    return replace(
        result,
        codes=tuple((q.passage.id, q.code) for q in evidence.quotations),
        bundle=Bundle(
            files=tuple(files),
            problems=(*problems, *dropped, *_undrawn(order.change, notes)),
            parts=parts,
            shown=value_key(parts),
            finds=_finds(order, evidence, specs),
        ),
        pack=b"".join(bodies),
        cards=tuple(cards),
        notes=tuple(notes),
        sound=result.sound and not notes,
    )


def _finds(order: ChangeOrder, evidence: ChangeEvidence, specs: tuple[PageSpec, ...]) -> Finds:
    """What search finds of the change: its note, its quotations, the clauses that its page draws."""
    from generator.pages.change.page import ChangeView
    from generator.pages.finds import finds_of_change

    views = [spec.view for spec in specs if isinstance(spec.view, ChangeView)]
    redline = views[0].redline if views else None
    return finds_of_change(order.catalog, order.change, evidence, redline.items if redline else ())


def _undrawn(change: Change, notes: list[str]) -> list[Problem]:
    """A card that could not be drawn, as a finding at its note."""
    return [
        Problem(
            code="card-not-drawn",
            message=note,
            where=change.where,
            severity=Severity.WARNING,
            hint="look for odd characters in the title and in the words that are quoted first",
        )
        for note in notes
    ]


def plan_change(
    order: ChangeOrder, options: SiteOptions, evidence: ChangeEvidence, pair: Compared | None
) -> tuple[tuple[PageSpec, ...], ChangeParts | None]:
    """Every page and file of a change, and what of its comparison stands on pages of others."""
    from generator.pages.change.page import change_page
    from generator.pages.data.change import change_files
    from generator.pages.material import Material
    from generator.pages.with_texts import with_sheets

    change, catalog = order.change, order.catalog
    texts = (pair.before, pair.after) if pair else (None, None)
    rows = (catalog.row(change.document_key, ref) for ref in (change.before, change.after))
    material = with_sheets(
        Material(
            catalog=replace(catalog, changes=(change,)),
            evidence={change.key: evidence},
            redlines={change.key: pair.redline} if pair else {},
            texts={row.sha256: text for row, text in zip(rows, texts, strict=True) if row and text},
            options=options,
        )
    )
    specs = change_page(catalog, change, evidence, pair.redline if pair else None, texts, options)
    files = change_files(change, replace(material, catalog=catalog))
    ordered = sorted([*specs, *files], key=lambda spec: spec.path)
    return tuple(ordered), material.parts.get(change.key)


def _card(spec: PageSpec, code: Digest, tools: Tools) -> tuple[Drawn, tuple[Node, bytes] | None]:
    """The card, remembered by what stands on it, or drawn now and to be kept."""
    node = card_node(spec, code)
    kept = tools.memo.find(node)
    if isinstance(kept, Artifact):
        return Drawn(card=kept), None
    drawn = card_job(spec)
    return drawn, None if drawn.failure else (node, spell_result(drawn.card))
