"""A renumbering is quiet only where it is explained: clauses came or went before the clause that has another number now.

All labels share a token, so that labels of matched clauses are matched whatever they read. Runs of labels count on by
one. Two runs that begin alike therefore differ only by what came or went inside them, which is shown in its own place.
Where they begin differently (grades, a version) nothing explains the other number, and both are shown, unless one of the
runs surely numbers clauses (`Origin.is_sure`).
"""

import re
from collections.abc import Iterator

from generator.compare.joints import Match
from generator.compare.matching import Comparison
from generator.compare.steps import NONE
from generator.compare.vocabulary import LABEL
from generator.model.text import Labels, Origin

_NOT_NUMBER = re.compile(r"[\W_]+")
_UNKNOWN = Origin(0)


def without_unexplained(
    found: Comparison, matches: list[Match], before: Labels, after: Labels
) -> list[Match]:
    """Return the matches without labels that differ and that nothing explains. What moved may have another number."""
    if LABEL not in found.before.ids or LABEL not in found.after.ids:
        return matches
    origins = [dict(zip(labels.starts, labels.origins, strict=True)) for labels in (before, after)]
    settled: list[Match] = []
    for i, j, n, move in matches:
        first = 0
        for z in _labels(found.before.ids, i, n) if move == NONE else ():
            here, there = (
                side.get(tokens.starts[at + z], _UNKNOWN)
                for side, tokens, at in ((origins[0], found.before, i), (origins[1], found.after, j))
            )
            if here.explains(there) or _number(found, 0, i + z) == _number(found, 1, j + z):
                continue
            if z > first:
                settled.append((i + first, j + first, z - first, move))
            first = z + 1
        if n > first:
            settled.append((i + first, j + first, n - first, move))
    return settled


def _labels(ids: str, i: int, n: int) -> Iterator[int]:
    """Yield the tokens of a match that are labels, relative to it."""
    at = ids.find(LABEL, i, i + n)
    while at >= 0:
        yield at - i
        at = ids.find(LABEL, at + 1, i + n)


def _number(found: Comparison, side: int, token: int) -> str:
    """What a label reads but for its full stops and brackets."""
    tokens = found.after if side else found.before
    return _NOT_NUMBER.sub(".", tokens.text[tokens.starts[token] : tokens.ends[token]]).strip(".").lower()
