"""What a capture has instead of words that it has not: the nearest place, and the first difference there."""

from bisect import bisect_left
from collections import Counter

LONGEST = 90  # characters of the capture that a hint shows


def describe_nearest(text: str, needle: str) -> str:
    """A hint that shows the nearest words of a folded text and where they begin to differ from the quotation."""
    wanted, held = needle.split(" "), text.split(" ")
    first = _best_start(wanted, held)
    if first is None:
        return "no similar words were found in this capture"
    window = held[max(0, first) : max(0, first) + len(wanted)]
    shown = " ".join(window)
    at = _first_difference(" ".join(wanted), shown)
    had = _around(" ".join(held[max(0, first) : max(0, first) + len(wanted) + 6]), at)
    quoted = _around(needle, at)
    return f"the capture has “{had}” where the quotation has “{quoted}”"


def _best_start(wanted: list[str], held: list[str]) -> int | None:
    """The place at which most words of the quotation stand where they should; rare words count for more."""
    places: dict[str, list[int]] = {}
    known = set(wanted)
    for index, word in enumerate(held):
        if word in known:
            places.setdefault(word, []).append(index)
    votes: Counter[int] = Counter()
    for offset, word in enumerate(wanted):
        found = places.get(word, [])
        weight = 1000 // (len(found) + 1)
        for index in found[:500]:
            votes[index - offset] += weight
    if not votes:
        return None
    return _merge(votes, len(wanted))


def _merge(votes: Counter[int], length: int) -> int:
    """The best start, counting the votes of starts nearby: a word more or less shifts all that follow."""
    starts = sorted(votes)
    slack = 2 if length < 12 else 4

    def weight(start: int) -> int:
        near = starts[bisect_left(starts, start - slack) : bisect_left(starts, start + slack + 1)]
        return sum(votes[s] for s in near)

    return max(starts, key=lambda s: (weight(s), votes[s], -s))


def _first_difference(one: str, two: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )


def _around(text: str, at: int) -> str:
    start = max(0, at - LONGEST // 2)
    while start > 0 and text[start - 1] != " ":
        start -= 1
    end = min(len(text), at + LONGEST // 2)
    while end < len(text) and text[end] != " ":
        end += 1
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
