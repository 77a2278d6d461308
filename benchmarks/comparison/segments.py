"""From what other tools print, runs of kept, deleted and inserted text, to ``diff-ops-1``.

White space is left to the gaps, since most tools lose or change it.
"""

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

Run = tuple[str, str]  # "=", "-" or "+", and the text


class Unreadable(ValueError):
    """The tool's own output does not add up to the two texts."""


def places(text: str) -> list[int]:
    """Where the characters that are no white space stand."""
    return [at for at, character in enumerate(text) if not character.isspace()]


def ops_of(runs: Iterable[Run], before: str, after: str) -> list[dict[str, Any]]:
    """Ops that tile both texts; raises `Unreadable` where the runs are not made of them."""
    at_a, at_b = places(before), places(after)
    ops: list[dict[str, Any]] = []
    x = y = 0
    for kind, text in runs:
        size = sum(not character.isspace() for character in text)
        if not size:
            continue
        if (kind != "+" and x + size > len(at_a)) or (kind != "-" and y + size > len(at_b)):
            raise Unreadable(f"more text than there is, at {text[:40]!r}")
        if kind == "=":
            _kept(ops, at_a[x : x + size], at_b[y : y + size], before, after)
            x, y = x + size, y + size
        elif kind == "-":
            ops.append({"op": "-", "a": [at_a[x], at_a[x + size - 1] + 1]})
            x += size
        else:
            ops.append({"op": "+", "b": [at_b[y], at_b[y + size - 1] + 1]})
            y += size
    if x != len(at_a) or y != len(at_b):
        raise Unreadable(f"{x} of {len(at_a)} and {y} of {len(at_b)} characters accounted for")
    return ops + _rest(ops, "a", len(before)) + _rest(ops, "b", len(after))


def _kept(ops: list[dict[str, Any]], here: list[int], there: list[int], before: str, after: str) -> None:
    first = 0
    for at in range(1, len(here) + 1):
        if at == len(here) or here[at] != here[at - 1] + 1 or there[at] != there[at - 1] + 1:
            a, b = [here[first], here[at - 1] + 1], [there[first], there[at - 1] + 1]
            if before[a[0] : a[1]] != after[b[0] : b[1]]:
                raise Unreadable(f"kept text differs at {a}")
            ops.append({"op": "=", "a": a, "b": b})
            first = at


def _rest(ops: list[dict[str, Any]], side: str, size: int) -> list[dict[str, Any]]:
    rest = []
    at = 0
    for start, end in [*sorted(op[side] for op in ops if side in op), [size, size]]:
        if start > at:
            rest.append({"op": "~", side: [at, start]})
        at = end
    return rest


def characters_of_bytes(text: str) -> list[int]:
    """For each byte offset of the text's UTF-8 form, the character it lies in."""
    sizes = [len(character.encode()) for character in text]
    found = [0] * (sum(sizes) + 1)
    for at, (start, size) in enumerate(zip(accumulate(sizes, initial=0), sizes, strict=False)):
        found[start : start + size] = [at] * size
    found[-1] = len(text)
    return found
