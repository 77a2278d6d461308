"""Cards take longest to draw and change least: they are drawn by the pool, and remembered by what stands on them."""

from collections.abc import Sequence

from generator.jobs.codebase import read_code_key
from generator.jobs.graph import Node
from generator.jobs.keys import key_of
from generator.jobs.memo import Memo
from generator.jobs.pool import run_jobs
from generator.model.pages import Artifact, PageSpec
from generator.model.reporting import Reporter

JOB = "card"
TEMPLATE = "card"  # how a page spec says that it is one


def card_job(spec: PageSpec) -> Artifact:
    """One card as a PNG file."""
    from generator.render.card import draw_card

    return draw_card(spec)


def run_cards(
    specs: Sequence[PageSpec], *, memo: Memo, workers: int, reporter: Reporter
) -> tuple[Artifact, ...]:
    """The card of each spec, in order."""
    code = read_code_key(("render",), ("resvg-py",))
    nodes = [
        Node(job=JOB, key=key_of(JOB, inputs=(spec.path,), options=spec.view, code=code)) for spec in specs
    ]
    found: dict[Node, Artifact] = {}
    for node in nodes:
        value = memo.find(node)
        if isinstance(value, Artifact):
            found[node] = value
    todo = {node: spec for node, spec in zip(nodes, specs, strict=True) if node not in found}
    if todo:
        reporter.step(f"Drawing {len(todo)} cards")
    for node, card in zip(todo, run_jobs(card_job, list(todo.values()), (), workers, reporter), strict=True):
        found[node] = card
        memo.keep(node, card)
    return tuple(found[node] for node in nodes)
