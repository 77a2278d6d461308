"""Film strips of the clauses of one document: they are followed through all its redlines, and remembered by what they show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo, read_result, spell_result
from generator.jobs.pool import Pool
from generator.jobs.redline_job import RedlineOrder, redline_job
from generator.jobs.tools import Tools
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status, WholeTexts
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence
from generator.model.problems import Problem
from generator.model.reporting import Reporter
from generator.model.results import Compared
from generator.pages.records import FilmView

FILMS = "films"
Films = tuple[tuple[tuple[str, str], FilmView], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmOrder:
    """A document with its changes and their quotations; `wanted` are key of change and name of quotation.

    `inputs` are the digests of all that is in there.
    """

    catalog: Catalog
    evidence: tuple[tuple[str, ChangeEvidence], ...]
    compared: tuple[tuple[str, Node, RedlineOrder], ...]
    wanted: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmStrips:
    """All strips by key of change and name of quotation, and the key of all of them."""

    strips: Mapping[tuple[str, str], FilmView]
    key: Digest


def films_job(order: FilmOrder, tools: Tools) -> bytes:
    """The strips that are wanted, as they are to be kept."""
    from generator.pages.material import Material
    from generator.pages.site.film import film_of
    from generator.pages.with_texts import with_sheets

    catalog = order.catalog
    material = Material(catalog=catalog, evidence=dict(order.evidence))
    if catalog.report.whole_texts is not WholeTexts.LINK:
        found = {key: recall_or_compare(node, redline, tools) for key, node, redline in order.compared}
        pairs = {key: one if isinstance(one, Compared) else None for key, one in found.items()}
        texts = {}
        for change in catalog.changes:
            pair = pairs.get(change.key)
            if pair is not None:
                for ref, text in ((change.before, pair.before), (change.after, pair.after)):
                    if row := catalog.row(change.document_key, ref):
                        texts[row.sha256] = text
        redlines = {key: pair.redline for key, pair in pairs.items() if pair is not None}
        material = with_sheets(replace(material, redlines=redlines, texts=texts))
    drawn = []
    for key, name in order.wanted:
        told = catalog.change(key)
        quotation = material.quotation(told, name) if told else None
        if told is not None and quotation is not None:
            drawn.append(((key, name), film_of(told, quotation, material)))
    return spell_result(tuple(drawn))


def recall_or_compare(node: Node, order: RedlineOrder, tools: Tools) -> Compared | Problem:
    """A comparison as it was kept, or made now; a worker keeps nothing."""
    kept = tools.memo.find(node)
    return kept if isinstance(kept, Compared) else redline_job(order, tools.evidence)


def wanted_films(
    catalog: Catalog, evidence: Mapping[str, ChangeEvidence], told: Collection[tuple[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """By key of document, the quotations whose clauses are followed: those that claims rest on, where a later change
    could go on with them, and those that stories tell of (`told`)."""
    changes: dict[str, list[Change]] = {}
    for change in catalog.changes:
        changes.setdefault(change.document_key, []).append(change)
    wanted: dict[str, list[tuple[str, str]]] = {}
    for key, own in changes.items():
        newest = max((c.after.at for c in own if c.status is not Status.WITHDRAWN), default=None)
        for change in own:
            claimed = {claim.quote for claim in change.claims}
            for quotation in evidence[change.key].quotations:
                name = (change.key, quotation.mark.name)
                followed = (
                    quotation.mark.side is Side.AFTER
                    and quotation.mark.name in claimed
                    and newest is not None
                    and newest > change.after.at
                )
                if followed or name in told:
                    wanted.setdefault(key, []).append(name)
    return wanted


def run_films(
    orders: Mapping[str, FilmOrder], *, code: Digest, memo: Memo, pool: Pool, reporter: Reporter
) -> FilmStrips:
    """The strips of all documents."""
    films: dict[tuple[str, str], FilmView] = {}
    stale: list[tuple[FilmOrder, Node]] = []
    nodes: list[Node] = []
    for order in orders.values():
        node = Node(job=FILMS, key=key_of(FILMS, inputs=order.inputs, options=order.wanted, code=code))
        nodes.append(node)
        found = memo.find(node)
        if isinstance(found, tuple):
            films.update(found)
        else:
            stale.append((order, node))
    if stale:
        reporter.step(f"Following quoted clauses through {len(stale)} documents")
    for place, body in pool.each(films_job, [order for order, _ in stale], reporter):
        memo.keep_bytes(stale[place][1], body)
        films.update(read_result(body) or ())
    return FilmStrips(strips=films, key=value_key(tuple(node.key for node in nodes)))
