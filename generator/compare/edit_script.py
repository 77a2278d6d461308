"""Build an edit script from matched tokens: steps (equal, quiet, deleted, inserted) that tile both texts.

A quiet step is a difference that carries no words: white space, markup, a clause number, a tracking parameter.
"""

from bisect import bisect_left
from collections.abc import Iterator

from generator.compare.edit_region import EditRegion
from generator.compare.joints import settle_matches
from generator.compare.matching import Comparison
from generator.compare.quiet import quiet_rule
from generator.compare.renumbering import without_unexplained
from generator.compare.steps import NONE, Step, set_range, step_range
from generator.compare.tokens import Tokens
from generator.model.text import Labels


def build_edit_script(found: Comparison, before: Labels, after: Labels) -> list[Step]:
    """Return the steps of the edit script, unordered; they tile each side exactly once."""
    steps = [Step("=", *run) for run in found.equal_ranges]
    found.matches = without_unexplained(found, settle_matches(found), before, after)
    for i, j, n, move in found.matches:
        steps.extend(_matched_steps(found.before, found.after, i, j, n, move))
    deleted, inserted = list(_unmatched_runs(found, 0)), list(_unmatched_runs(found, 1))
    steps.extend(_trim_equal_edges(found, steps, deleted, inserted))
    steps.extend(deleted)
    steps.extend(inserted)
    steps.extend(_cover_gaps(found.before.text, steps, 0))
    steps.extend(_cover_gaps(found.after.text, steps, 1))
    return steps


def _trim_equal_edges(
    found: Comparison, steps: list[Step], deleted: list[Step], inserted: list[Step]
) -> list[Step]:
    """Trim deletions and insertions between kept steps where both texts read the same but for space and markup.

    A number that opens a line on one side only (a sentence was broken before it) is a token on one side and a label on
    the other, although nothing changed. Of a changed link target only the parts that differ stay marked. ``deleted``
    and ``inserted`` are changed in place; the new equal and quiet steps are returned.
    """
    stay = sorted((s.a0, s.a1, s.b0, s.b1) for s in steps if s.a0 != NONE and s.b0 != NONE and s.move == NONE)
    moved_a = sorted(s.a0 for s in steps if s.move != NONE)
    moved_b = sorted(s.b0 for s in steps if s.move != NONE)
    kept: list[Step] = []
    x = y = 0
    at_a = at_b = 0
    rest_a: list[Step] = []
    rest_b: list[Step] = []
    for a0, a1, b0, b1 in [*stay, (len(found.before.text), NONE, len(found.after.text), NONE)]:
        first_x, first_y = x, y
        while x < len(deleted) and deleted[x].a0 < a0:
            x += 1
        while y < len(inserted) and inserted[y].b0 < b0:
            y += 1
        if x > first_x or y > first_y:
            region = EditRegion(
                found.before.text,
                found.after.text,
                at_a,
                a0,
                at_b,
                b0,
                deleted[first_x:x],
                inserted[first_y:y],
            )
            refined = region.refine_link()
            kept.extend(refined)
            if not refined and not _any_within(moved_a, at_a, a0) and not _any_within(moved_b, at_b, b0):
                kept.extend(region.trim_equal_edges())
                region.widen_to_emphasis()
            rest_a.extend(region.deleted)
            rest_b.extend(region.inserted)
        at_a, at_b = a1, b1
    deleted[:], inserted[:] = rest_a, rest_b
    return kept


def _any_within(starts: list[int], low: int, high: int) -> bool:
    at = bisect_left(starts, low)
    return at < len(starts) and starts[at] < high


def _matched_steps(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Iterator[Step]:
    """Yield the steps of a matched run: equal stretches, and quiet steps for tokens spelled differently."""
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
                yield _equal_step(before, after, i + first, j + first, z - first, move)
            yield Step(
                "~",
                before.starts[i + z],
                before.ends[i + z],
                after.starts[j + z],
                after.ends[j + z],
                move,
                quiet_rule(here, there),
            )
            first = z + 1
        elif z > first and (
            before.text[before.ends[i + z - 1] : before.starts[i + z]]
            != after.text[after.ends[j + z - 1] : after.starts[j + z]]
        ):
            yield _equal_step(before, after, i + first, j + first, z - first, move)
            first = z
    if n > first:
        yield _equal_step(before, after, i + first, j + first, n - first, move)


def _equal_step(before: Tokens, after: Tokens, i: int, j: int, n: int, move: int) -> Step:
    return Step("=", before.starts[i], before.ends[i + n - 1], after.starts[j], after.ends[j + n - 1], move)


def _unmatched_runs(found: Comparison, side: int) -> Iterator[Step]:
    """Yield a deletion or insertion for each run of unmatched tokens, cut at regions, moves and links."""
    tokens = found.after if side else found.before
    region_starts = found.region_starts[side]
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
                and last not in region_starts
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


def _cover_gaps(text: str, steps: list[Step], side: int) -> list[Step]:
    """Return quiet steps that cover the characters of a side that no step covers yet.

    Adjacent deletions (or insertions) on one line absorb the quiet text between them. If they hold all words of the
    line, they absorb its label and closing marks too.
    """
    if side:
        own = sorted((s for s in steps if s.b0 != NONE), key=lambda s: s.b0)
    else:
        own = sorted((s for s in steps if s.a0 != NONE), key=lambda s: s.a0)
    extra: list[Step] = []
    position = 0
    index = 0
    while index < len(own):
        step = own[index]
        start, end = step_range(step, side)
        last = index
        if step.op in "-+":
            while last + 1 < len(own) and own[last + 1].op == step.op:
                next_start, next_end = step_range(own[last + 1], side)
                if "\n" in text[end:next_start]:
                    break
                if next_start > end:
                    set_range(own[last], side, end=next_start)
                last, end = last + 1, next_end
            start, end = _widen_to_line(text, position, start, end, own, last, side)
            set_range(step, side, start=start)
            set_range(own[last], side, end=end)
        if start > position:
            extra.append(Step("~", NONE, NONE, position, start) if side else Step("~", position, start))
        position = max(position, end)
        index = last + 1
    if len(text) > position:
        extra.append(Step("~", NONE, NONE, position, len(text)) if side else Step("~", position, len(text)))
    return extra


def _widen_to_line(
    text: str, low: int, start: int, end: int, own: list[Step], last: int, side: int
) -> tuple[int, int]:
    """Return the range of a deletion or insertion, widened to label and closing marks if the line has no other words."""
    high = step_range(own[last + 1], side)[0] if last + 1 < len(own) else len(text)
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if stop > high or any(map(str.isalnum, text[end:stop])):
        return start, end
    line = text.rfind("\n", 0, start) + 1
    if low <= line < start:
        while line < start and text[line].isspace():
            line += 1
        start = line
    return start, end + len(text[end:stop].rstrip())
