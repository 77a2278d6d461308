"""What each capture of a document was: first, change, same words, technical, or suspect and why. Pure.

Captures are told in order of time. Those that the archive's own order puts elsewhere are misdated: the archive's order is
when it wrote them down, and a time that does not fit between its neighbours there is not the time of the page.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from generator.compare.roles import roles_of_words
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.digests import Digest
from generator.model.locators import Locator
from generator.model.policy import PolicyText
from generator.model.times import spell_time

# (the capture's text, the text before it that is no suspect, texts after it in order of time) -> reasons for suspicion
Judge = Callable[[PolicyText, PolicyText | None, Sequence[PolicyText]], Sequence[str]]
LOOK_AHEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A capture and what is known of it. `words` is the digest of its words, empty where it could not be read.

    `failure` says why it could not be read; `status` is that of the captured reply, 0 where none is known.
    """

    row: CaptureRow
    words: str = ""
    policy: PolicyText | None = None
    technical: bool = False
    failure: str = ""
    status: int = 0

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of its words."""
        return not self.words and self.policy is None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One capture and what it was, against the last one before it that is neither suspect nor unread."""

    at: datetime
    sha256: Digest
    words: str
    kind: CaptureClass
    reasons: tuple[str, ...] = ()
    archive: str = ""
    locator: Locator
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRun:
    """A run of captures that a timeline shows as one line: `kind` of all of them, first to last."""

    kind: CaptureClass
    lines: tuple[HistoryLine, ...]

    @property
    def folded(self) -> bool:
        """Whether this is noise to be counted rather than shown."""
        return self.kind in (CaptureClass.SAME, CaptureClass.TECHNICAL) and len(self.lines) > 1


def no_quality_check(
    policy: PolicyText, before: PolicyText | None, after: Sequence[PolicyText]
) -> Sequence[str]:
    """Where no rules for wrong captures are given, none is suspect for its words."""
    return ()


def classify_captures(
    captures: Sequence[Observed], judge: Judge = no_quality_check
) -> tuple[HistoryLine, ...]:
    """Each capture with its class, in order of time. Nothing is left out.

    A capture is held against those of its own archive: two archives may hold two editions of one document.
    """
    archives = dict.fromkeys(one.row.archive for one in captures)
    lines = [
        line
        for archive in archives
        for line in _classify_archive([one for one in captures if one.row.archive == archive], judge)
    ]
    return tuple(sorted(lines, key=lambda line: (line.at, line.archive, line.order)))


def _classify_archive(captures: Sequence[Observed], judge: Judge) -> tuple[HistoryLine, ...]:
    """The captures of one archive, in order of time."""
    seen = sorted(captures, key=lambda one: (one.row.captured_at, one.row.order))
    misplaced = misdated([one.row for one in seen], {n for n, one in enumerate(seen) if one.technical})
    lines: list[HistoryLine] = []
    before: Observed | None = None
    settled: Observed | None = None  # the last one that the archive did not merely extract again
    known: dict[str, datetime] = {}
    for number, one in enumerate(seen):
        reasons = list(misplaced.get(number, ()))
        found: Sequence[str] = ()
        if one.policy is not None and not _is_same(one, before):
            after = [later.policy for later in seen[number + 1 :] if later.policy is not None][:LOOK_AHEAD]
            found = [*judge(one.policy, before.policy if before else None, after), *refusal_of(one.status)]
        reasons += found
        if one.row.kind is CaptureClass.SUSPECT and not reasons:
            reasons.append("captures.tsv lists it as suspect")
        suspicious = bool(found) or one.row.kind is CaptureClass.SUSPECT
        kind = _kind(one, before, settled, suspicious, bool(misplaced.get(number)))
        if kind is CaptureClass.CHANGE and before and one.words and one.words == before.words:
            reasons.append("the same words; what the page strikes, hides or raises of them differs")
        elif kind is CaptureClass.CHANGE and one.words in known:
            reasons.append(f"the words of {spell_time(known[one.words])} again")
        if one.is_unknown:
            reasons.append(f"not read: {one.failure}" if one.failure else "not read")
        if kind is CaptureClass.TECHNICAL:
            reasons.append("extracted again by the archive")
        lines.append(
            HistoryLine(
                at=one.row.captured_at,
                sha256=one.row.sha256,
                words=one.words,
                kind=kind,
                reasons=tuple(reasons),
                archive=one.row.archive,
                locator=one.row.locator,
                order=one.row.order,
            )
        )
        if (
            kind is not CaptureClass.SUSPECT
            and number not in misplaced
            and (one.words or one.policy is not None)
        ):
            before = one
            settled = settled if kind is CaptureClass.TECHNICAL else one
            if one.words:
                known.setdefault(one.words, one.row.captured_at)
    return tuple(lines)


def refusal_of(status: int) -> tuple[str, ...]:
    """Why a captured reply is no text of the document, as its status says; nothing where the status says nothing."""
    return (f"the server answered with an error ({status})",) if status >= 400 else ()


def misdated(rows: Sequence[CaptureRow], technical: Collection[int] = ()) -> Mapping[int, tuple[str, ...]]:
    """Captures whose time does not fit into their archive's own order, by their place in `rows`, with the reason.

    The fewest captures are blamed: those outside a longest run of the archive's order in which time never goes back. Between
    two equally long runs those are blamed that were only extracted again (`technical`, by place): they are what carries
    another date than their place says.
    """
    found: dict[int, tuple[str, ...]] = {}
    for archive in dict.fromkeys(row.archive for row in rows):
        numbers = sorted(
            (n for n, row in enumerate(rows) if row.archive == archive), key=lambda n: rows[n].order
        )
        again = [n in technical for n in numbers]
        kept = set(_longest_run([rows[n].captured_at for n in numbers], again))
        for place, number in enumerate(numbers):
            if place not in kept:
                earlier = max((p for p in kept if p < place), default=None)
                later = min((p for p in kept if p > place), default=None)
                found[number] = (_misdated_words(rows, numbers, earlier, later),)
    return found


def fold_noise(lines: Sequence[HistoryLine]) -> tuple[NoiseRun, ...]:
    """The lines as a timeline: neighbours of one kind of noise become one fold; everything else stands alone."""
    folds: list[list[HistoryLine]] = []
    for line in lines:
        noise = line.kind in (CaptureClass.SAME, CaptureClass.TECHNICAL)
        if folds and noise and folds[-1][-1].kind is line.kind:
            folds[-1].append(line)
        else:
            folds.append([line])
    return tuple(NoiseRun(kind=run[0].kind, lines=tuple(run)) for run in folds)


def line_record(line: HistoryLine) -> Mapping[str, object]:
    """A line of `history --format json` (docs/commands.md)."""
    return {
        "at": spell_time(line.at),
        "sha256": line.sha256,
        "words": line.words,
        "class": str(line.kind),
        "reasons": list(line.reasons),
        "locator": str(line.locator),
    }


def _kind(
    one: Observed, before: Observed | None, settled: Observed | None, suspicious: bool, misplaced: bool
) -> CaptureClass:
    """A capture that restores the words from before a technical extraction changed nothing."""
    if suspicious:
        return CaptureClass.SUSPECT
    if one.technical and (before is not None or misplaced):
        return CaptureClass.TECHNICAL
    if misplaced:
        return CaptureClass.SUSPECT
    if before is None:
        return CaptureClass.SUSPECT if one.is_unknown else CaptureClass.FIRST
    if _is_same(one, before) or _is_same(one, settled):
        return CaptureClass.SAME
    return (
        CaptureClass.SUSPECT if one.is_unknown else CaptureClass.CHANGE
    )  # what was not read changed nothing


def _is_same(one: Observed, before: Observed | None) -> bool:
    """Words identical; bytes where words were not read."""
    if before is None:
        return False
    if not (one.words and before.words):
        return one.row.sha256 == before.row.sha256
    return one.words == before.words and not _is_shown_otherwise(one, before)


def _is_shown_otherwise(one: Observed, before: Observed) -> bool:
    """Whether the pages do something else to the same words: strike, hide or raise them."""
    here, there = one.policy, before.policy
    if here is None or there is None or here is there or not (here.roles or there.roles):
        return False
    return roles_of_words(here) != roles_of_words(there)


def _longest_run(times: Sequence[datetime], again: Sequence[bool]) -> list[int]:
    """Places of a longest subsequence in which time never goes back; of several, one with the fewest extracted `again`."""
    if all(earlier <= later for earlier, later in pairwise(times)):
        return list(range(len(times)))
    best: list[tuple[int, int]] = []  # (length, how many of them were not merely extracted again)
    previous: list[int] = []
    for place, at in enumerate(times):
        score, behind = (0, 0), -1
        for earlier in range(place):
            if times[earlier] <= at and best[earlier] > score:
                score, behind = best[earlier], earlier
        best.append((score[0] + 1, score[1] + (not again[place])))
        previous.append(behind)
    place = max(range(len(times)), key=lambda n: best[n])
    run = []
    while place >= 0:
        run.append(place)
        place = previous[place]
    return run[::-1]


def _misdated_words(
    rows: Sequence[CaptureRow], numbers: Sequence[int], earlier: int | None, later: int | None
) -> str:
    parts = []
    if earlier is not None:
        parts.append(f"after that of {spell_time(rows[numbers[earlier]].captured_at)}")
    if later is not None:
        parts.append(f"before that of {spell_time(rows[numbers[later]].captured_at)}")
    return "misdated: its archive recorded it " + " and ".join(parts)
