"""Find a side that holds two editions of the document, and clauses with a similar clause on the other side.

A page may show the announced policy and the policy in force, one after the other. Each clause of the other capture is
matched with one of them, so a whole edition appears as new (or removed), although most of its words occur in the other
text too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.policy import Segment
from generator.model.redline import HunkKind, Redline

RUN_WORDS = 3  # words in a row that form a run
MIN_RUN_WORDS = 8  # words from which a clause is compared by runs; shorter ones occur anywhere
MAX_LINE_WORDS = 12  # words up to which two adjacent clauses are compared as bags of words
MAX_ROWS_APART = 3  # rows between those two clauses
MIN_SHARED_RUNS = (
    0.5  # share of a clause's runs (of a short clause's words) that similar clauses have in common
)
MIN_DOUBLED_SHARE = 0.25  # share of a side's words that must be doubled in it to hold two editions
MIN_DOUBLED_OF_NEW = 0.5  # and share of its unpaired words


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoEditions:
    """A side that holds two editions: its clauses without a counterpart, and those of them that occur twice in it."""

    side: Side
    unpaired: int
    doubled: int


class RunIndex:
    """An inverted index from runs of words to the clauses that hold them."""

    def __init__(self, clauses: Iterable[Segment]) -> None:
        self._by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, clause in enumerate(clauses):
            for run in _runs(_words(clause)):
                self._by_run[run].append(number)

    def best_share(self, clause: Segment) -> float:
        """Return the largest share of this clause's runs that one indexed clause holds; 0 for a short clause."""
        words = _words(clause)
        if len(words) < MIN_RUN_WORDS:
            return 0.0
        runs = _runs(words)
        shared = Counter(number for run in runs for number in self._by_run.get(run, ()))
        return max(shared.values(), default=0) / len(runs)


def find_editions(redline: Redline) -> TwoEditions | None:
    """Return the side that holds the document twice, else None.

    On such a side most clauses without a counterpart resemble a clause of the same side that has one, and they are a
    large part of the text. Notices for two regions on one page both have counterparts, so they do not count.
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


def find_similar(redline: Redline, doubled: TwoEditions | None) -> frozenset[int]:
    """Return the added segments that resemble a segment of the earlier text, or may do so in another edition.

    `doubled` is what `find_editions` found of the redline.
    """
    new = [n for n, hunk in enumerate(redline.hunks) if hunk.kind is HunkKind.ADDED]
    own = [i for n in new for i in range(redline.hunks[n].after.start, redline.hunks[n].after.end)]
    if not own or (doubled and doubled.side is Side.AFTER):
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
    """Count clauses as a reader would: without headings and lines without words."""
    return sum(not s.is_heading and any(map(str.isalnum, s.words)) for s in segments)


def are_similar(one: Segment, other: Segment) -> bool:
    """Whether two short clauses share half of their words, ignoring numbers, such as two date lines."""
    if max(len(_words(one)), len(_words(other))) > MAX_LINE_WORDS:
        return False
    own, theirs = (Counter(w for w in _words(s) if any(map(str.isalpha, w))) for s in (one, other))
    return 2 * (own & theirs).total() >= max(1, MIN_SHARED_RUNS * (own.total() + theirs.total()))


def _words(clause: Segment) -> list[str]:
    return clause.words.casefold().split()


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[n : n + RUN_WORDS]) for n in range(len(words) - RUN_WORDS + 1))
