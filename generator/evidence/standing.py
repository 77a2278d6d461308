"""Quoted words that still stand: under another clause than they were quoted from, or limited by words that were added. Pure.

The capture that is quoted is compared with the newest that has the words. What the redline says was added in their section is
read sentence by sentence; of one that limits them, the first capture that has it is looked for.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from generator.evidence.brackets import life_of
from generator.evidence.clauses import Place as ClausePlace
from generator.evidence.clauses import clause_of, place_of, section_of
from generator.evidence.counterpart import tokens_of
from generator.evidence.judged import is_judged
from generator.evidence.lead_in import lead_in
from generator.evidence.limits import idle_spans, opens_exception, opens_override
from generator.evidence.lives import Quoted, last_row, side_of
from generator.evidence.operative import kind_of, topics_of, unpaired
from generator.evidence.passages import find_windows, segment_at
from generator.model.captures import CaptureRow
from generator.model.evidence import SideText
from generator.model.lock import STANDS_LIMITED, STANDS_MOVED, Later, LeadIn, Life
from generator.model.policy import Span
from generator.model.redline import HunkKind, Op, Redline
from generator.model.results import Compared
from generator.model.sentences import sentence_starts
from generator.model.text import Text
from generator.model.words import straighten_quotes

NEAR = 3  # words between two added runs that are shown as one
WHOLE = 0.6  # share of a sentence that was added from which it is shown as added whole
WIDE = 0.5  # share of a text's segments from which a section is too wide for words of its other clauses to be near
LONG = 40  # segments of a section that is never too wide
TITLE = 5  # words below which what ends with a stop is a title
REACH = 3  # sentences between the quoted words and a "notwithstanding" that speaks of them
COMMON = 8  # sentences of a section that name a topic, above which the whole section is about it
MOST = 3  # additions that are kept of one quotation


class Captures(Protocol):
    """The captures of a document: None where one is out of reach."""

    def words(self, row: CaptureRow) -> str | None:
        """The folded words of one."""

    def text(self, row: CaptureRow) -> Text | None:
        """The text of one."""

    def compared(self, before: CaptureRow, after: CaptureRow) -> Compared | None:
        """Two texts and their redline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Quoted words in a capture that has them: the row, its text, and the folded place where they begin."""

    row: CaptureRow
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Added:
    """Words that the later text has and the earlier lacks, in one of its sentences: folded ranges of the later text."""

    words: Span
    sentence: Span
    rank: int = 9  # the lower the nearer to the quoted words


def standing_states(
    quoted: Quoted,
    own: Standing,
    life: Life,
    rows: Sequence[CaptureRow],
    captures: Captures,
    *,
    language: str = "en",
    pins: Sequence[CaptureRow] = (),
) -> tuple[Later, ...] | None:
    """What the captures say of quoted words that stand in the newest one; empty where they left, None where it is out of reach.

    `own` is where they are quoted from. `life` ends in the archive that it names, of which `rows` may hold captures of
    others too. `language` is that of the document, as its edition names it (``en``).
    """
    if life.first_without_after is not None or life.last_with is None:
        return ()
    kept = [r for r in rows if r.archive == life.archive and is_judged(r, pins)]
    newest = last_row(kept, life.last_with)
    if newest is None or newest.captured_at <= own.row.captured_at or _is_same(own.row, newest):
        return ()
    pair = captures.compared(own.row, newest)
    if pair is None:
        return None
    before, after = side_of(pair.before, own.row), side_of(pair.after, newest)
    start = _again(quoted, own.start, before, after)
    if start is None:
        return ()
    there = Standing(row=newest, start=start)
    later = [r for r in kept if r.captured_at > own.row.captured_at and r.captured_at <= newest.captured_at]
    found: list[Later] = []
    moved = _moved(quoted, own, there, (before, after), pair.redline, later, captures)
    if moved is not None:
        found.append(moved)
    window = Span(start, start + len(quoted.words))
    for added in _limits(_sentence(quoted), window, before, after, pair.redline, language):
        state = _limited(added, after, own.row, newest, kept, captures, pins)
        if state is not None:
            found.append(state)
        if len(found) > MOST:
            break
    return tuple(sorted(found, key=lambda one: (one.at, one.state, one.words)))


def _is_same(one: CaptureRow, two: CaptureRow) -> bool:
    return (one.words or one.sha256) == (two.words or two.sha256)


def _again(quoted: Quoted, start: int, before: SideText, after: SideText) -> int | None:
    """Where the quoted words begin in the later text; of several places the one under the same clause, or of the same number."""
    assert before.folded is not None
    assert after.folded is not None
    text, needle, earlier = after.folded.text, quoted.words, before.folded.text
    if not find_windows(text, needle):
        text, needle, earlier = straighten_quotes(text), straighten_quotes(needle), straighten_quotes(earlier)
    places = find_windows(text, needle)
    if len(places) < 2:
        return places[0] if places else None
    own = place_of(before, before.folded.origin(start))
    alike = [at for at in places if place_of(after, after.folded.origin(at)) == own]
    if alike:
        return alike[0]
    was = find_windows(earlier, needle)
    return places[was.index(start)] if len(was) == len(places) and start in was else places[0]


def _moved(
    quoted: Quoted,
    own: Standing,
    there: Standing,
    sides: tuple[SideText, SideText],
    found: Redline,
    later: Sequence[CaptureRow],
    captures: Captures,
) -> Later | None:
    """The state of words that stand under another clause, since the first capture of those that go on to the newest."""
    before, after = sides
    assert before.folded is not None
    assert after.folded is not None
    at = after.folded.origin(there.start)
    was, now = place_of(before, before.folded.origin(own.start)), place_of(after, at)
    renumbered = bool(was.numbers and now.numbers and was.numbers != now.numbers)
    if not renumbered and (was == now or not _is_moved(found, before, own.start)):
        return None  # a title that reads otherwise is the same place
    first = there.row
    is_seen = (
        own.row.archive == first.archive
    )  # that they moved, and not only that another archive reads otherwise
    known: dict[str, bool | None] = {}
    for row in reversed(later):
        name = row.words or row.sha256
        if name not in known:
            known[name] = _stands_at(quoted, captures.text(row), row, now)
        if not known[name]:
            is_seen = is_seen or known[name] is False
            break
        first = row
    name, _ = clause_of(before, before.folded.origin(own.start))
    label, _ = clause_of(after, at)
    if name == label or not is_seen:
        return None
    return Later(
        state=STANDS_MOVED,
        at=first.captured_at,
        capture=first.sha256,
        archive=first.archive,
        clause=label,
        was=name,
        last=there.row.captured_at,
    )


def _stands_at(quoted: Quoted, text: Text | None, row: CaptureRow, place: ClausePlace) -> bool | None:
    """Whether a capture has the words under this clause; None where it is out of reach."""
    if text is None:
        return None
    side = side_of(text, row)
    assert side.folded is not None
    whole, needle = side.folded.text, quoted.words
    windows = find_windows(whole, needle) or find_windows(straighten_quotes(whole), straighten_quotes(needle))
    places = [place_of(side, side.folded.origin(at)) for at in windows]
    return any(one.numbers == place.numbers if place.numbers else one == place for one in places)


def _is_moved(found: Redline, before: SideText, start: int) -> bool:
    """Whether the redline says of the place at which the quoted words begin that it moved."""
    assert before.folded is not None
    index = segment_at(before, before.folded.origin(start))
    return any(
        hunk.kind is HunkKind.MOVED_AWAY and hunk.before.start <= index < hunk.before.end
        for hunk in found.hunks
    )


def _limited(
    added: _Added,
    after: SideText,
    own: CaptureRow,
    newest: CaptureRow,
    kept: Sequence[CaptureRow],
    captures: Captures,
    pins: Sequence[CaptureRow],
) -> Later | None:
    """The state of words that others limit, since the first capture that has these others; None where nobody saw them come."""
    assert after.folded is not None
    needle = after.folded.text[added.words.start : added.words.end]
    life = life_of(
        after.folded.text[added.sentence.start : added.sentence.end], kept, captures.words, newest, pins
    )
    if life.own < 1 or life.first_with is None or life.first_with <= own.captured_at:
        return None
    row = next((r for r in kept if r.captured_at == life.first_with), None)
    if row is None or not needle:
        return None
    span = after.folded.span(added.words.start, added.words.end)
    clause, _ = clause_of(after, span.start)
    return Later(
        state=STANDS_LIMITED,
        at=row.captured_at,
        capture=row.sha256,
        archive=row.archive,
        clause=clause,
        words=" ".join(after.folded.displayed(span).split()),
        around=lead_in(after, [span]) or LeadIn(),
        last=newest.captured_at,
    )


def _limits(
    quoted: str, window: Span, before: SideText, after: SideText, found: Redline, language: str
) -> list[_Added]:
    """What was added in the section of quoted words and limits them, the nearest first. `quoted` is their sentence in the
    capture that is quoted, `window` where they stand in the later one, folded."""
    assert before.folded is not None
    assert after.folded is not None
    span = after.folded.span(window.start, window.end)
    index, last = segment_at(after, span.start), segment_at(after, span.end - 1)
    if index < 0 or last < index:
        return []
    around = lead_in(after, [span]) or LeadIn()
    section = section_of(after, index)
    is_wide = len(section) > max(
        LONG, WIDE * len(after.segments)
    )  # a heading that the whole text stands under
    topics = topics_of(quoted) - _common(after, section)
    clause = after.segments[index].path
    own_keys = _unmasked(quoted, quoted)
    told: list[_Added] = []
    for number in section:
        came, left = _steps(found, number, before, after)
        is_near = after.segments[number].path[: len(clause)] == clause
        for sentence in _sentences(after, number) if came else ():
            text = after.folded.text[sentence.start : sentence.end]
            one = _added(_inside(came, sentence), sentence, after, before)
            if one is None:
                continue
            hangs = _hangs(one, left, after, quoted)
            is_own = index <= number <= last and sentence.start < window.end and window.start < sentence.end
            is_part = one.words != one.sentence  # a whole new sentence or item limits itself
            if is_own or (is_part and text in around.lead):
                told += [replace(one, rank=0)] if hangs else []
            elif is_near and number >= last and _sets_aside(one, window, last, number, language, after):
                told.append(replace(one, rank=1))
            elif hangs and _hangs(one, [*left, *own_keys], after, quoted):
                rank = _rank(one, around, after, window, topics if is_near or not is_wide else frozenset())
                told += [replace(one, rank=rank + (not is_near))] if rank else []
    return sorted(told, key=lambda one: (one.rank, one.words.start))


def _sentence(quoted: Quoted) -> str:
    around = quoted.around or LeadIn()
    return f"{around.lead} {around.before}{quoted.words}{around.after}"


def _inside(runs: Sequence[Span], sentence: Span) -> list[Span]:
    cut = [Span(max(r.start, sentence.start), min(r.end, sentence.end)) for r in runs]
    return [one for one in cut if one]


def _common(side: SideText, section: range) -> frozenset[str]:
    """The topics that so many sentences of a section name that one which names them too need not be about the quoted words."""
    assert side.folded is not None
    counted: Counter[str] = Counter()
    for number in section:
        for sentence in _sentences(side, number):
            counted.update(topics_of(side.folded.text[sentence.start : sentence.end]))
    return frozenset(topic for topic, count in counted.items() if count > COMMON)


def _rank(added: _Added, around: LeadIn, after: SideText, window: Span, topics: frozenset[str]) -> int:
    """How near words in which a sense hangs are to the quoted ones: 1 where these govern them, 2 where they name a topic of
    theirs, 0 where neither is so. Another item of the list in which the quoted words stand is none of both."""
    assert after.folded is not None
    text = after.folded.text
    own = lead_in(after, [after.folded.span(added.words.start, added.words.end)]) or LeadIn()
    if text[window.start : window.end] in own.lead:
        return 1 if added.words != added.sentence else 0
    is_beside = bool(around.lead) and own.lead == around.lead
    return 2 if topics & topics_of(text[added.sentence.start : added.sentence.end]) and not is_beside else 0


def _sets_aside(added: _Added, window: Span, last: int, number: int, language: str, after: SideText) -> bool:
    """Whether an added sentence begins with words that set aside what the quoted ones say, or except from it."""
    assert after.folded is not None
    text = after.folded.text[added.sentence.start : added.sentence.end]
    if added.words.start - added.sentence.start > NEAR:
        return False
    between = sum(
        window.end <= one.start and one.end <= added.sentence.start
        for index in range(last, number + 1)
        for one in _sentences(after, index)
    )
    return (opens_override(text, language) and between <= REACH) or (
        opens_exception(text, language) and between == 0 and added.sentence.start >= window.end
    )


def _added(runs: Sequence[Span], sentence: Span, after: SideText, before: SideText) -> _Added | None:
    """The added words of a sentence as they are shown: all of it where most is new, else the runs on which sense hangs."""
    assert after.folded is not None
    assert before.folded is not None
    text = after.folded.text
    whole = tokens_of(text, sentence.start, sentence.end)
    fresh = [t for t in whole if any(r.start <= t.start and t.end <= r.end for r in runs)]
    is_title = len(whole) < TITLE
    if not fresh or is_title or text[sentence.start : sentence.end] in before.folded.text:
        return None
    if len(fresh) >= WHOLE * len(whole):
        return _Added(words=sentence, sentence=sentence)
    hanging = [r for r in _joined(runs) if any(kind_of(t.key) for t in tokens_of(text, r.start, r.end))]
    return _Added(words=max(hanging, key=len), sentence=sentence) if hanging else None


def _unmasked(words: str, quoted: str) -> list[str]:
    """The words of a sentence without those that limit nothing."""
    idle = idle_spans(words, quoted)
    return [t.key for t in tokens_of(words) if not any(one.start <= t.start < one.end for one in idle)]


def _hangs(added: _Added, left: Sequence[str], after: SideText, quoted: str) -> bool:
    """Whether a negation, exception or consent was added that limits something, and took the place of none that left."""
    assert after.folded is not None
    text = after.folded.text[added.sentence.start : added.sentence.end]
    idle = idle_spans(text, quoted)
    at = added.sentence.start
    keys = [
        t.key
        for t in tokens_of(after.folded.text, added.words.start, added.words.end)
        if not any(one.start <= t.start - at < one.end for one in idle)
    ]
    return bool(unpaired(keys, left))


def _joined(runs: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for run in runs:
        if joined and run.start - joined[-1].end <= NEAR:
            joined[-1] = Span(joined[-1].start, run.end)
        else:
            joined.append(run)
    return joined


def _sentences(side: SideText, index: int) -> Iterator[Span]:
    """The sentences of a segment, as folded ranges."""
    assert side.folded is not None
    window = side.folded.window(side.segments[index].span)
    text = side.folded.text[window.start : window.end]
    starts = [*sentence_starts(text), len(text)]
    for one, two in pairwise(starts):
        end = one + len(text[one:two].rstrip())
        if end > one:
            yield Span(window.start + one, window.start + end)


def _steps(found: Redline, index: int, before: SideText, after: SideText) -> tuple[list[Span], list[str]]:
    """Folded ranges of a later segment that were added, not moved there, and the words that left its counterpart."""
    assert before.folded is not None
    assert after.folded is not None
    came: list[Span] = []
    left: list[str] = []
    span = after.segments[index].span
    for hunk in found.hunks:
        if hunk.kind in (HunkKind.SAME, HunkKind.MOVED_AWAY, HunkKind.UNREAD) or not (
            hunk.after.start <= index < hunk.after.end
        ):
            continue
        for edit in hunk.edits:
            if edit.op is Op.INSERT and edit.move < 0:
                cut = Span(max(edit.after.start, span.start), min(edit.after.end, span.end))
                if cut and (run := after.folded.window(cut)):
                    came.append(run)
            elif edit.op is Op.DELETE and edit.move < 0:
                run = before.folded.window(edit.before)
                left += [t.key for t in tokens_of(before.folded.text, run.start, run.end)]
    return came, left
