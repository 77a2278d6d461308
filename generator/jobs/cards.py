"""Cards take longest to draw and change least: they are drawn by the pool, and remembered by what stands on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.jobs.codebase import read_code_key
from generator.jobs.graph import Node
from generator.jobs.keys import key_of
from generator.jobs.memo import Memo
from generator.jobs.pool import run_jobs
from generator.model.digests import Digest
from generator.model.pages import Artifact, PageSpec
from generator.model.reporting import Reporter

JOB = "card"
TEMPLATE = "card"  # how a page spec says that it is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A card, and why it is an empty one where it could not be drawn."""

    card: Artifact
    failure: str = ""


def card_job(spec: PageSpec) -> Drawn:
    """One card as a PNG file. Whatever the renderer raises ends here: a card is no reason to publish nothing."""
    from generator.render.blank import blank_card
    from generator.render.card import draw_card

    try:
        return Drawn(card=draw_card(spec))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the renderer is no Exception
        return Drawn(card=blank_card(spec.path), failure=f"{type(error).__name__}: {error}")


def card_node(spec: PageSpec, code: Digest) -> Node:
    """Under which a card is remembered: its address and all that stands on it."""
    return Node(job=JOB, key=key_of(JOB, inputs=(spec.path,), options=spec.view, code=code))


def run_cards(
    specs: Sequence[PageSpec], *, memo: Memo, workers: int, reporter: Reporter
) -> tuple[Artifact, ...]:
    """The card of each spec, in order. One that cannot be drawn is told in a note and not remembered."""
    code = read_code_key(("render",), ("resvg-py",))
    nodes = [card_node(spec, code) for spec in specs]
    found: dict[Node, Artifact] = {}
    for node in nodes:
        value = memo.find(node)
        if isinstance(value, Artifact):
            found[node] = value
    todo = {node: spec for node, spec in zip(nodes, specs, strict=True) if node not in found}
    if todo:
        reporter.step(f"Drawing {len(todo)} cards")
    for node, drawn in zip(todo, run_jobs(card_job, list(todo.values()), (), workers, reporter), strict=True):
        found[node] = drawn.card
        if drawn.failure:
            reporter.note(f"{drawn.card.path}: the card could not be drawn and is empty ({drawn.failure})")
        else:
            memo.keep(node, drawn.card)
    return tuple(found[node] for node in nodes)
