"""Look for counterparts of clauses that stand alone in a redline, so that "none" is a finding and no default.

A clause told as new (or removed) is looked for among all clauses of the other text, short ones too: its very words, or a
clause that shares half of its words with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.compare.editions import (
    MIN_RUN_WORDS,
    MIN_SHARED_RUNS,
    RunIndex,
    find_editions,
    find_similar,
)
from generator.model.captures import Side
from generator.model.policy import Segment
from generator.model.redline import HunkKind, Redline

MAX_POSTINGS = 200  # clauses above which a word says nothing about which clause a short one is like
MIN_SHARED_WORDS = 0.5  # share of the words of two short clauses that makes them alike


class Likeness(StrEnum):
    """What was found of a clause on the other side."""

    NONE = "none"  # looked for, and not found
    SAME = "same"  # its very words stand there
    LIKE = "like"  # a clause there is like it, or may be: a limit was hit, or the side holds two editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What was found of one clause, and how often its words stand on each side as clauses of their own."""

    likeness: Likeness
    before: int = 0
    after: int = 0


Counterparts = tuple[Mapping[int, Counterpart], Mapping[int, Counterpart]]


def find_counterparts(redline: Redline) -> Counterparts:
    """Return for each clause told as removed, and for each told as new, what the other text has of it."""
    removed = _told(redline, HunkKind.REMOVED)
    added = _told(redline, HunkKind.ADDED)
    if not removed and not added:
        return {}, {}
    bare = [bare_words(segment) for segment in redline.before], [bare_words(s) for s in redline.after]
    counts = Counter(bare[0]), Counter(bare[1])
    unsure = bool(redline.limits)  # where a side is told as lacking a clause, it was read whole
    editions = find_editions(redline)
    doubled = editions.side if editions else None
    known = find_similar(redline, editions) if added else frozenset()
    gone = _Side(redline.before, bare[0], redline.after, counts[1])
    come = _Side(redline.after, bare[1], redline.before, counts[0])
    return (
        _look_up(removed, gone, counts, unsure or doubled is Side.BEFORE, frozenset()),
        _look_up(added, come, counts, unsure or doubled is Side.AFTER, known),
    )


def bare_words(segment: Segment) -> str:
    """Return the words of a clause without case, and without the bullet or number that opens it."""
    words = segment.words.casefold().split()
    number = segment.number.casefold()
    while words and (words[0] == number or not any(map(str.isalnum, words[0]))):
        del words[0]
    return " ".join(words)


def _told(redline: Redline, kind: HunkKind) -> list[int]:
    spans = [h.before if kind is HunkKind.REMOVED else h.after for h in redline.hunks if h.kind is kind]
    return [index for span in spans for index in range(span.start, span.end)]


@dataclass(frozen=True, slots=True)
class _Side:
    """Clauses of one side with their bare words, the clauses of the other side, and how often each of its words stands."""

    own: Sequence[Segment]
    bare: Sequence[str]
    other: Sequence[Segment]
    theirs: Counter[str]


def _look_up(
    told: Sequence[int],
    side: _Side,
    counts: tuple[Counter[str], Counter[str]],
    unsure: bool,
    known: frozenset[int],
) -> dict[int, Counterpart]:
    runs: RunIndex | None = None
    words: _WordIndex | None = None
    found: dict[int, Counterpart] = {}
    for index in told:
        bare = side.bare[index]
        likeness = Likeness.NONE
        if bare and bare in side.theirs:
            likeness = Likeness.SAME
        elif unsure or index in known:
            likeness = Likeness.LIKE
        elif len(bare.split()) >= MIN_RUN_WORDS:
            runs = runs or RunIndex(side.other)
            if runs.best_share(side.own[index]) >= MIN_SHARED_RUNS:
                likeness = Likeness.LIKE
        else:
            words = words or _WordIndex(side.theirs)
            if words.has_like(bare):
                likeness = Likeness.LIKE
        found[index] = Counterpart(likeness=likeness, before=counts[0][bare], after=counts[1][bare])
    return found


class _WordIndex:
    """An inverted index from words to clauses, for clauses too short for runs."""

    def __init__(self, clauses: Iterable[str]) -> None:
        self.clauses = [Counter(clause.split()) for clause in clauses]
        self.postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            for word in clause:
                self.postings[word].append(number)

    def has_like(self, bare: str) -> bool:
        """Whether a clause shares half of the words of both, or holds all of these."""
        own = Counter(bare.split())
        near = {
            number
            for word in own
            if len(places := self.postings.get(word, ())) <= MAX_POSTINGS
            for number in places
        }
        return any(
            2 * (own & other).total() >= MIN_SHARED_WORDS * (own.total() + other.total())
            or (own.total() >= 3 and own <= other)
            for other in (self.clauses[number] for number in sorted(near))
        )
