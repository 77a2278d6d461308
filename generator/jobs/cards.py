"""Cards take longest to draw and change least: they are remembered by what stands on them."""

from dataclasses import dataclass

from generator.jobs.graph import Node
from generator.jobs.keys import key_of
from generator.model.digests import Digest
from generator.model.pages import Artifact, PageSpec

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
