"""Moves: sentences that kept little in place and stand, whole or nearly, somewhere else.

A move hides nothing: the words of a moved sentence that did change are marked inside it. Still the bar is high, for a
sentence that is gone and a new one like it are two changes, and a reader must see both. Whole sentences that stand
once on each side are sure; a sentence that is only similar needs a sure neighbour. (Whole paragraphs that were rewritten
and moved are found by ``paragraphs``.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.compare.lcs import likeness
from generator.model.redline import RedlineOptions

LINE_WORDS = 2.0  # words and characters that whole lines must hold to be told as moved
LINE_SIZE = 20
LOOSE = 0.5  # a sentence that kept less than this share of its tokens in place may be a similar one elsewhere
STRAY = 0.9  # and one that kept less than this may be an equal one


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence in a gap: the gap's number, its token range, its tokens."""

    gap: int
    start: int
    end: int
    ids: str
    opens: bool = False  # whether it begins a line
    size: int = 0  # characters, where it is a whole line or more; else 0


class Pairing:
    """Which sentence went where, by index into the two lists of candidates."""

    def __init__(self, before: Sequence[Unit], after: Sequence[Unit]) -> None:
        self.before = before
        self.after = after
        self.to: dict[int, int] = {}
        self.back: dict[int, int] = {}

    def join(self, x: int, y: int) -> None:
        self.to[x] = y
        self.back[y] = x

    def free(self, x: int, y: int) -> bool:
        return (
            0 <= x < len(self.before) and 0 <= y < len(self.after) and x not in self.to and y not in self.back
        )

    def beside(self, x: int, y: int, step: int) -> tuple[int, int] | None:
        """The candidates that follow (or precede) both, if they are free and adjoin."""
        i, j = x + step, y + step
        if not self.free(i, j):
            return None
        if step > 0:
            adjoin = self.before[x].end == self.before[i].start and self.after[y].end == self.after[j].start
        else:
            adjoin = self.before[i].end == self.before[x].start and self.after[j].end == self.after[y].start
        return (i, j) if adjoin else None


def pair_units(
    before: list[Unit],
    after: list[Unit],
    kept: tuple[bytearray, bytearray],
    bulk: Callable[[str], float],
    options: RedlineOptions,
) -> list[tuple[Unit, Unit]]:
    """Pairs of sentences that moved."""
    stray_a = [
        unit for unit in before if kept[0].count(1, unit.start, unit.end) < STRAY * (unit.end - unit.start)
    ]
    stray_b = [
        unit for unit in after if kept[1].count(1, unit.start, unit.end) < STRAY * (unit.end - unit.start)
    ]
    pairing = Pairing(stray_a, stray_b)
    _pair_equal(pairing, bulk, options)
    loose_a = {
        x for x, u in enumerate(stray_a) if kept[0].count(1, u.start, u.end) < LOOSE * (u.end - u.start)
    }
    loose_b = {
        y for y, u in enumerate(stray_b) if kept[1].count(1, u.start, u.end) < LOOSE * (u.end - u.start)
    }
    _pair_beside(pairing, loose_a, loose_b, bulk, options)
    return [(stray_a[x], stray_b[y]) for x, y in sorted(pairing.to.items())]


def _pair_equal(pairing: Pairing, bulk: Callable[[str], float], options: RedlineOptions) -> None:
    """Runs of equal sentences round one that stands once on each side, where they hold enough words together."""
    once_a: dict[str, int] = {}
    once_b: dict[str, int] = {}
    for once, units in ((once_a, pairing.before), (once_b, pairing.after)):
        for index, unit in enumerate(units):
            once[unit.ids] = -1 if unit.ids in once else index
    seeds = [(x, once_b[ids]) for ids, x in once_a.items() if x >= 0 and once_b.get(ids, -1) >= 0]
    for x, y in seeds:
        if not pairing.free(x, y):
            continue
        run = [(x, y)]
        for step in (1, -1):
            at: tuple[int, int] | None = (x, y)
            while at is not None:
                at = pairing.beside(*at, step)
                if at is None or pairing.before[at[0]].ids != pairing.after[at[1]].ids:
                    break
                run.append(at)
        words = sum(bulk(pairing.before[i].ids) for i, _ in run)
        lines = sum(pairing.before[i].size for i, _ in run)
        if words >= options.move_min_words or (words >= LINE_WORDS and lines >= LINE_SIZE):
            for i, j in run:
                pairing.join(i, j)


def _pair_beside(
    pairing: Pairing,
    loose_a: set[int],
    loose_b: set[int],
    bulk: Callable[[str], float],
    options: RedlineOptions,
) -> None:
    """Similar sentences next to sure ones: the edits inside a moved section."""
    for x, y in list(pairing.to.items()):
        for step in (1, -1):
            at = pairing.beside(x, y, step)
            while at is not None and at[0] in loose_a and at[1] in loose_b:
                here, there = pairing.before[at[0]].ids, pairing.after[at[1]].ids
                if bulk(here) < options.move_min_words / 2 or likeness(here, there) < options.move_similarity:
                    break
                pairing.join(*at)
                at = pairing.beside(*at, step)
