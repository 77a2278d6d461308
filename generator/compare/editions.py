"""Whether a side of a redline holds two editions of the document, and which clauses have a likeness on the other side.

A page may show the policy announced and the policy in force, one after the other. Each clause of the other capture is set
against one of them, so a whole edition is told as new (or removed), though most of its words stand in the other text too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.policy import Segment
from generator.model.redline import HunkKind, Redline

RUN = 3  # words in a row by which clauses are found alike
LONG = 8  # words from which a clause is looked for in runs; a shorter one may stand anywhere
LINE = 12  # words up to which a clause is compared with a removed one beside it word by word
NEAR = 3  # rows beside it among which that removed one is looked for
ALIKE = 0.5  # share of a clause's runs (of the words of a short one) that must be in common
EDITION = 0.25  # share of a side's words that must be told twice for it to hold two editions
MOSTLY = 0.5  # and share of the words without a counterpart


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoEditions:
    """A side that holds two editions: how many of its clauses are told as new (or removed), how many of them twice."""

    side: Side
    told: int
    twice: int


class Likeness:
    """Some clauses by their runs of words, to be asked how much of another clause one of them holds."""

    def __init__(self, clauses: Iterable[Segment]) -> None:
        self._by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, clause in enumerate(clauses):
            for run in _runs(_words(clause)):
                self._by_run[run].append(number)

    def of(self, clause: Segment) -> float:
        """The largest share of this clause's runs that one clause holds; 0 for a clause that is short."""
        words = _words(clause)
        if len(words) < LONG:
            return 0.0
        runs = _runs(words)
        shared = Counter(number for run in runs for number in self._by_run.get(run, ()))
        return max(shared.values(), default=0) / len(runs)


def find_editions(redline: Redline) -> TwoEditions | None:
    """The side that holds the document twice, told by what of it has no counterpart; None where neither does.

    Of the clauses told as new most stand, word for word or nearly, among those of the same side that have a counterpart,
    and they are a large part of the text. Notices for two regions on one page have counterparts both, and are no case.
    """
    return _doubled(redline, Side.AFTER) or _doubled(redline, Side.BEFORE)


def _doubled(redline: Redline, side: Side) -> TwoEditions | None:
    segments = redline.after if side is Side.AFTER else redline.before
    alone = HunkKind.ADDED if side is Side.AFTER else HunkKind.REMOVED
    told: list[Segment] = []
    paired: list[Segment] = []
    for hunk in redline.hunks:
        span = hunk.after if side is Side.AFTER else hunk.before
        if hunk.kind is alone:
            told += segments[span.start : span.end]
        elif hunk.kind in (HunkKind.SAME, HunkKind.EDITED, HunkKind.MOVED):
            paired += segments[span.start : span.end]
    size = sum(len(_words(segment)) for segment in segments)
    long = [clause for clause in told if len(_words(clause)) >= LONG]
    own = sum(len(_words(clause)) for clause in long)
    if own < EDITION * size:
        return None
    likeness = Likeness(paired)
    twice = [clause for clause in long if likeness.of(clause) >= ALIKE]
    words = sum(len(_words(clause)) for clause in twice)
    if words < max(EDITION * size, MOSTLY * own):
        return None
    return TwoEditions(side=side, told=_clauses(told), twice=_clauses(twice))


def find_likened(redline: Redline) -> frozenset[int]:
    """Later segments told as new of which the earlier text has a likeness, or which may have one in another edition."""
    new = [n for n, hunk in enumerate(redline.hunks) if hunk.kind is HunkKind.ADDED]
    own = [i for n in new for i in range(redline.hunks[n].after.start, redline.hunks[n].after.end)]
    if not own or ((found := find_editions(redline)) and found.side is Side.AFTER):
        return frozenset(own)
    likeness = Likeness(redline.before)
    alike = {i for i in own if likeness.of(redline.after[i]) >= ALIKE}
    for n in new:
        beside = [h for h in redline.hunks[max(0, n - NEAR) : n + NEAR + 1] if h.kind is HunkKind.REMOVED]
        gone = [redline.before[i] for h in beside for i in range(h.before.start, h.before.end)]
        for i in range(redline.hunks[n].after.start, redline.hunks[n].after.end):
            if any(is_like(redline.after[i], clause) for clause in gone):
                alike.add(i)
    return frozenset(alike)


def _clauses(segments: Sequence[Segment]) -> int:
    """How many of them a reader would count: no headings, no lines without words."""
    return sum(not s.is_heading and any(map(str.isalnum, s.words)) for s in segments)


def is_like(one: Segment, other: Segment) -> bool:
    """Whether two short clauses share half of their words, numbers left out: a date line that was set anew."""
    if max(len(_words(one)), len(_words(other))) > LINE:
        return False
    own, theirs = (Counter(w for w in _words(s) if any(map(str.isalpha, w))) for s in (one, other))
    return 2 * (own & theirs).total() >= max(1, ALIKE * (own.total() + theirs.total()))


def _words(clause: Segment) -> list[str]:
    return clause.words.casefold().split()


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1))
