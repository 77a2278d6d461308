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

RUN_WORDS = 3  # words in a row by which clauses are found alike
MIN_RUN_WORDS = 8  # words from which a clause is looked for in runs; a shorter one may stand anywhere
MAX_LINE_WORDS = 12  # words up to which a clause is compared with a removed one beside it word by word
MAX_ROWS_APART = 3  # rows beside it among which that removed one is looked for
MIN_SHARED_RUNS = 0.5  # share of a clause's runs (of the words of a short one) that must be in common
MIN_DOUBLED_SHARE = 0.25  # share of a side's words that must be told twice for it to hold two editions
MIN_DOUBLED_OF_NEW = 0.5  # and share of the words without a counterpart


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoEditions:
    """A side that holds two editions: how many of its clauses are told as new (or removed), how many of them twice."""

    side: Side
    unpaired: int
    doubled: int


class RunIndex:
    """Some clauses by their runs of words, to be asked how much of another clause one of them holds."""

    def __init__(self, clauses: Iterable[Segment]) -> None:
        self._by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, clause in enumerate(clauses):
            for run in _runs(_words(clause)):
                self._by_run[run].append(number)

    def best_share(self, clause: Segment) -> float:
        """The largest share of this clause's runs that one clause holds; 0 for a clause that is short."""
        words = _words(clause)
        if len(words) < MIN_RUN_WORDS:
            return 0.0
        runs = _runs(words)
        shared = Counter(number for run in runs for number in self._by_run.get(run, ()))
        return max(shared.values(), default=0) / len(runs)


def find_editions(redline: Redline) -> TwoEditions | None:
    """The side that holds the document twice, told by what of it has no counterpart; None where neither does.

    Of the clauses told as new most stand, word for word or nearly, among those of the same side that have a counterpart,
    and they are a large part of the text. Notices for two regions on one page have counterparts both, and are no case.
    """
    return _doubled_on(redline, Side.AFTER) or _doubled_on(redline, Side.BEFORE)


def _doubled_on(redline: Redline, side: Side) -> TwoEditions | None:
    segments = redline.after if side is Side.AFTER else redline.before
    alone = HunkKind.ADDED if side is Side.AFTER else HunkKind.REMOVED
    unpaired: list[Segment] = []
    paired: list[Segment] = []
    for hunk in redline.hunks:
        span = hunk.after if side is Side.AFTER else hunk.before
        if hunk.kind is alone:
            unpaired += segments[span.start : span.end]
        elif hunk.kind in (HunkKind.SAME, HunkKind.EDITED, HunkKind.MOVED):
            paired += segments[span.start : span.end]
    size = sum(len(_words(segment)) for segment in segments)
    long = [clause for clause in unpaired if len(_words(clause)) >= MIN_RUN_WORDS]
    own = sum(len(_words(clause)) for clause in long)
    if own < MIN_DOUBLED_SHARE * size:
        return None
    index = RunIndex(paired)
    doubled = [clause for clause in long if index.best_share(clause) >= MIN_SHARED_RUNS]
    words = sum(len(_words(clause)) for clause in doubled)
    if words < max(MIN_DOUBLED_SHARE * size, MIN_DOUBLED_OF_NEW * own):
        return None
    return TwoEditions(side=side, unpaired=_clauses(unpaired), doubled=_clauses(doubled))


def find_similar(redline: Redline) -> frozenset[int]:
    """Later segments told as new of which the earlier text has a likeness, or which may have one in another edition."""
    new = [n for n, hunk in enumerate(redline.hunks) if hunk.kind is HunkKind.ADDED]
    own = [i for n in new for i in range(redline.hunks[n].after.start, redline.hunks[n].after.end)]
    if not own or ((found := find_editions(redline)) and found.side is Side.AFTER):
        return frozenset(own)
    index = RunIndex(redline.before)
    similar = {i for i in own if index.best_share(redline.after[i]) >= MIN_SHARED_RUNS}
    for n in new:
        beside = [
            h
            for h in redline.hunks[max(0, n - MAX_ROWS_APART) : n + MAX_ROWS_APART + 1]
            if h.kind is HunkKind.REMOVED
        ]
        gone = [redline.before[i] for h in beside for i in range(h.before.start, h.before.end)]
        for i in range(redline.hunks[n].after.start, redline.hunks[n].after.end):
            if any(are_similar(redline.after[i], clause) for clause in gone):
                similar.add(i)
    return frozenset(similar)


def _clauses(segments: Sequence[Segment]) -> int:
    """How many of them a reader would count: no headings, no lines without words."""
    return sum(not s.is_heading and any(map(str.isalnum, s.words)) for s in segments)


def are_similar(one: Segment, other: Segment) -> bool:
    """Whether two short clauses share half of their words, numbers left out: a date line that was set anew."""
    if max(len(_words(one)), len(_words(other))) > MAX_LINE_WORDS:
        return False
    own, theirs = (Counter(w for w in _words(s) if any(map(str.isalpha, w))) for s in (one, other))
    return 2 * (own & theirs).total() >= max(1, MIN_SHARED_RUNS * (own.total() + theirs.total()))


def _words(clause: Segment) -> list[str]:
    return clause.words.casefold().split()


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[n : n + RUN_WORDS]) for n in range(len(words) - RUN_WORDS + 1))
