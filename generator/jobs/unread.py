"""Comparisons that nobody has read: each is compared, drawn and rendered by one job, and remembered as its page.

Neither texts nor redlines travel or are kept: a report may have thousands of these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.jobs.code_keys import CodeKeys
from generator.jobs.films import recall_or_compare
from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.jobs.narrow import narrow_catalog, narrow_options
from generator.jobs.pool import Pool, node_of
from generator.jobs.redline_job import RedlineOrder
from generator.jobs.stored import Pack, StoredFile
from generator.jobs.tools import Tools, environment_of
from generator.model.catalog import Catalog
from generator.model.digests import Digest
from generator.model.pages import FileFacts
from generator.model.reporting import Reporter
from generator.model.results import Compared
from generator.model.unread import Unread
from generator.pages.chrome import SiteOptions

UNREAD, PAGE = "unread", "unread-page"
TEMPLATE = "unread.html"
NO_KEY = Digest("")
Planned = Sequence[tuple[Unread, RedlineOrder | None]]  # None where a capture is not at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadOrder:
    """One comparison, the neighbours it links to, and what its page may see of the report (`catalog`)."""

    one: Unread
    around: tuple[Unread | None, Unread | None]
    compared: Node
    redline: RedlineOrder
    catalog: Catalog
    options: SiteOptions
    templates: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPages:
    """Every comparison with what its page counts (None: it has no page), the pages, and the key of all of them."""

    counts: tuple[tuple[Unread, str | None], ...] = ()
    facts: tuple[FileFacts, ...] = ()
    files: tuple[StoredFile, ...] = ()
    redrawn: frozenset[str] = field(default_factory=frozenset)
    key: Digest = NO_KEY


Drawn = tuple[str, FileFacts, bytes]


def unread_job(order: UnreadOrder, tools: Tools) -> Drawn | str:
    """What the page counts, what is known of it and its bytes; or why there is none."""
    from generator.pages.site.unread import counts_of, unread_page
    from generator.render.environment import render_page
    from generator.render.links import facts_of

    compared = recall_or_compare(order.compared, order.redline, tools)
    if not isinstance(compared, Compared):
        return compared.message
    spec = unread_page(order.catalog, order.one, compared, order.around, order.options)
    artifact = render_page(environment_of(tools, order.templates), spec)
    return counts_of(order.catalog, order.one, compared), facts_of(artifact, listed=False), artifact.body


def make_unread(
    planned: Planned,
    catalog: Catalog,
    options: SiteOptions,
    *,
    code: CodeKeys,
    memo: Memo,
    pool: Pool,
    reporter: Reporter,
) -> UnreadPages:
    """The page of every comparison whose captures are at hand: as remembered, or drawn now."""
    at_hand = {one.key: (one, redline) for one, redline in planned if redline is not None}
    while True:
        orders = _orders(at_hand, catalog, options, code)
        drawn, failed = _draw(orders, memo, pool, reporter)
        if not failed:
            break
        for key in failed:
            del at_hand[key]  # the pages beside it link to it: they are drawn anew, without it
    counts = tuple((one, drawn[one.key][0] if one.key in drawn else None) for one, _ in planned)
    return UnreadPages(
        counts=counts,
        facts=tuple(facts for _, facts, _, _ in drawn.values()),
        files=tuple(
            StoredFile(path=facts.path, digest=facts.digest, size=facts.size, start=0, pack=pack, memo=memo)
            for _, facts, pack, _ in drawn.values()
        ),
        redrawn=frozenset(facts.path for _, facts, _, fresh in drawn.values() if fresh),
        key=value_key(tuple((one.key, told) for one, told in counts)),
    )


def _orders(
    at_hand: Mapping[str, tuple[Unread, RedlineOrder]], catalog: Catalog, options: SiteOptions, code: CodeKeys
) -> list[tuple[UnreadOrder, Node]]:
    """What is to be drawn, with the node it is remembered under."""
    from generator.pages.site.unread import find_neighbours

    narrowed = narrow_catalog(catalog, {one.document for one, _ in at_hand.values()})
    around = find_neighbours([one for one, _ in at_hand.values()])
    options = narrow_options(options)
    template = code.of_templates((TEMPLATE,))
    orders = []
    for key, (one, redline) in at_hand.items():
        seen = narrowed[one.document]
        compared = node_of(redline, code.redline)
        order = UnreadOrder(
            one=one,
            around=around[key],
            compared=compared,
            redline=redline,
            catalog=seen.catalog,
            options=options,
            templates=code.templates,
        )
        inputs = (compared.key, seen.key, template)
        node = Node(
            job=UNREAD,
            key=key_of(UNREAD, inputs=inputs, options=(one, order.around, options), code=code.render),
        )
        orders.append((order, node))
    return orders


def _draw(
    orders: Sequence[tuple[UnreadOrder, Node]],
    memo: Memo,
    pool: Pool,
    reporter: Reporter,
) -> tuple[dict[str, tuple[str, FileFacts, Pack, bool]], list[str]]:
    """By key of comparison its counts, its page and whether that is new; and the keys of those that cannot be drawn."""
    drawn: dict[str, tuple[str, FileFacts, Pack, bool]] = {}
    stale: list[tuple[UnreadOrder, Node]] = []
    bodies = memo.known([_body(node) for _, node in orders])
    for order, node in orders:
        kept = memo.find(node) if _body(node) in bodies else None
        if isinstance(kept, tuple):
            drawn[order.one.key] = (*kept, _body(node), False)
        else:
            stale.append((order, node))
    if stale:
        reporter.step(f"Comparing and drawing {len(stale)} pairs of captures without a note")
    failed: list[str] = []
    for place, result in pool.each(unread_job, [order for order, _ in stale], reporter):
        order, node = stale[place]
        if isinstance(result, str):
            reporter.note(f"{order.one.key} is left out: {result}")
            failed.append(order.one.key)
            continue
        told, facts, body = result
        memo.keep(node, (told, facts))
        drawn[order.one.key] = (
            told,
            facts,
            _body(node) if memo.keep_bytes(_body(node), body) else body,
            True,
        )
    return {order.one.key: drawn[order.one.key] for order, _ in orders if order.one.key in drawn}, failed


def _body(node: Node) -> Node:
    """Where the bytes of a page are kept."""
    return Node(job=PAGE, key=node.key)
