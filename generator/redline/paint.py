"""From matched tokens to steps that tile both texts: equal, quiet, deleted, inserted."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.redline.compare import Comparison
from generator.redline.tokens import Tokens

NONE = -1


@dataclass(slots=True)
class Step:
    """One piece in the making; a side that is absent has ``NONE`` for its start."""

    op: str  # = ~ - +
    a0: int = NONE
    a1: int = NONE
    b0: int = NONE
    b1: int = NONE
    move: int = NONE
    rule: str = ""
    segment_a: int = NONE
    segment_b: int = NONE


def paint(found: Comparison) -> list[Step]:
    """All steps, in no particular order; each side is tiled exactly once."""
    steps = [Step("=", *run) for run in found.plain]
    for i, j, n, move in found.matches:
        steps.extend(_equal(found.before, found.after, i, j, n, move))
    steps.extend(_marks(found, 0))
    steps.extend(_marks(found, 1))
    steps.extend(_fill(found.before.text, steps, 0))
    steps.extend(_fill(found.after.text, steps, 1))
    return steps


def _equal(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Iterator[Step]:
    """A matched run, cut where the two texts differ in what is quiet."""
    a0, a1, b0, b1 = before.starts[i], before.ends[i + n - 1], after.starts[j], after.ends[j + n - 1]
    if before.text[a0:a1] == after.text[b0:b1]:
        yield Step("=", a0, a1, b0, b1, move)
        return
    first = 0
    for z in range(n):
        here = before.text[before.starts[i + z] : before.ends[i + z]]
        there = after.text[after.starts[j + z] : after.ends[j + z]]
        if here != there:
            if z > first:
                yield _run(before, after, i + first, j + first, z - first, move)
            yield Step(
                "~",
                before.starts[i + z],
                before.ends[i + z],
                after.starts[j + z],
                after.ends[j + z],
                move,
                "tracking" if "://" in here or here.startswith("](") else "quotes",
            )
            first = z + 1
        elif z > first and (
            before.text[before.ends[i + z - 1] : before.starts[i + z]]
            != after.text[after.ends[j + z - 1] : after.starts[j + z]]
        ):
            yield _run(before, after, i + first, j + first, z - first, move)
            first = z
    if n > first:
        yield _run(before, after, i + first, j + first, n - first, move)


def _run(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Step:
    return Step("=", before.starts[i], before.ends[i + n - 1], after.starts[j], after.ends[j + n - 1], move)


def _marks(found: Comparison, side: int) -> Iterator[Step]:
    """Runs of tokens that nothing matched."""
    tokens = found.after if side else found.before
    borders = found.borders[side]
    links = found.vocabulary.links
    matched = sorted((match[side], match[side] + match[2]) for match in found.matches)
    moved = sorted(
        (move[0][2 * side], move[0][2 * side + 1], number) for number, move in enumerate(found.moves)
    )
    edges = {edge for start, end, _ in moved for edge in (start, end)}
    at = position = 0
    for start, end in [*matched, (len(tokens.ids), len(tokens.ids))]:
        first = position
        while first < start:
            last = first + 1
            is_link = tokens.ids[first] in links
            while (
                last < start
                and last not in borders
                and last not in edges
                and (tokens.ids[last] in links) == is_link
            ):
                last += 1
            while at < len(moved) and moved[at][1] <= first:
                at += 1
            move = moved[at][2] if at < len(moved) and moved[at][0] <= first else NONE
            rule = "link" if is_link else ""
            a0, a1 = tokens.starts[first], tokens.ends[last - 1]
            yield (
                Step("+", NONE, NONE, a0, a1, move, rule) if side else Step("-", a0, a1, move=move, rule=rule)
            )
            first = last
        position = end


def _fill(text: str, steps: list[Step], side: int) -> list[Step]:
    """Cover what is left with quiet steps. A mark that takes a whole line takes its label and closing marks too."""
    if side:
        own = sorted((s for s in steps if s.b0 != NONE), key=lambda s: s.b0)
        spans = [(s.b0, s.b1) for s in own]
    else:
        own = sorted((s for s in steps if s.a0 != NONE), key=lambda s: s.a0)
        spans = [(s.a0, s.a1) for s in own]
    extra: list[Step] = []
    position = 0
    for index in range(len(own) + 1):
        start, end = spans[index] if index < len(own) else (len(text), len(text))
        if start > position:
            low, high = position, start
            if index < len(own) and own[index].op in "-+":
                high = _take_label(text, low, start, end)
                _set(own[index], side, start=high)
            if index and own[index - 1].op in "-+":
                stop = text.find("\n", position, high)
                stop = (len(text) if high == len(text) else -1) if stop < 0 else stop
                rest = text[position:stop] if stop > 0 else ""
                if rest.strip() and not any(map(str.isalnum, rest)):
                    _set(own[index - 1], side, end=stop)
                    low = stop
            if high > low:
                extra.append(Step("~", NONE, NONE, low, high) if side else Step("~", low, high))
        position = max(position, end)
    return extra


def _take_label(text: str, low: int, start: int, end: int) -> int:
    line = text.rfind("\n", 0, start) + 1
    if low <= line < start:
        stop = text.find("\n", end)
        if not any(map(str.isalnum, text[end : stop if stop >= 0 else len(text)])):
            while line < start and text[line].isspace():
                line += 1
            return line
    return start


def _set(step: Step, side: int, *, start: int = NONE, end: int = NONE) -> None:
    if side:
        step.b0, step.b1 = (start if start != NONE else step.b0), (end if end != NONE else step.b1)
    else:
        step.a0, step.a1 = (start if start != NONE else step.a0), (end if end != NONE else step.a1)
