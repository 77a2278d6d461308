"""What has to be done again. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from generator.model.digests import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One result to be had: the job's name and the key of all that the result depends on."""

    job: str
    key: Digest


def stale(nodes: Iterable[Node], known: Collection[Node]) -> tuple[Node, ...]:
    """The nodes that no remembered result answers, each once, in the order in which they were asked for."""
    return tuple(node for node in dict.fromkeys(nodes) if node not in known)
