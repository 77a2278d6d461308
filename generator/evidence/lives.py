"""The life of a quoted clause after its exact words left: reworded, cut or gone, from capture to capture. Pure.

The last capture that has the words is compared with the first that lacks them. Where the redline pairs the words with others,
they are reworded, and those others are followed onwards in the same way.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.evidence.brackets import life_of
from generator.evidence.clauses import clause_of
from generator.evidence.counterpart import KEPT, Found, Sought, TextsRead, align, counterpart, tokens_of
from generator.evidence.judged import is_judged
from generator.evidence.lead_in import lead_in
from generator.evidence.operative import kind_of, named_only, purposes_of, unpaired
from generator.evidence.passages import find_windows
from generator.model.captures import CaptureRow
from generator.model.evidence import SideText
from generator.model.lock import LATER_CUT, LATER_GONE, LATER_REWORDED, Later, LeadIn, Life
from generator.model.policy import Span
from generator.model.results import Compared
from generator.model.text import Text
from generator.model.words import straighten_quotes

Pairs = Callable[[CaptureRow, CaptureRow], Compared | None]
WordsOf = Callable[[CaptureRow], str | None]
_PART = re.compile(r"[,;:•()\[\]“”\".!?，；：。（）]")
_TURNS = 4  # words before others that may turn their sense
LINKS = 8  # rewordings that are followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Quoted words as they are followed: folded, with the ranges that are quoted (a whole passage may hold elisions)."""

    words: str
    parts: tuple[Span, ...]
    clause: str = ""
    around: LeadIn | None = None

    @property
    def shown(self) -> str:
        """The quoted words alone."""
        return " ".join(self.words[p.start : p.end] for p in self.parts)


def later_states(
    quoted: Quoted,
    life: Life,
    rows: Sequence[CaptureRow],
    words: WordsOf,
    pairs: Pairs,
    pins: Sequence[CaptureRow] = (),
    texts: TextsRead | None = None,
) -> tuple[Later, ...] | None:
    """What became of quoted words after they left; empty while they stand, None where a capture is out of reach.

    `life` ends in the archive that it names, of which `rows` may hold captures of others too. `texts` holds what was read of
    captures for other quotations.
    """
    texts = TextsRead() if texts is None else texts
    kept = [r for r in rows if r.archive == life.archive and is_judged(r, pins)]
    border = (last_row(kept, life.last_with), first_row(kept, life.first_without_after))
    if life.first_without_after is None:
        return ()
    states: list[Later] = []
    here = quoted
    while border[0] is not None and border[1] is not None and len(states) < LINKS:
        pair = pairs(border[0], border[1])
        if pair is None:
            return None
        state, core = _state(quoted, here, pair, border[1], texts)
        if core is None:
            return (*states, state)
        own = life_of(core.words, kept, words, border[1], pins)
        if own.own < 0 or own.last_with is None:
            return (*states, state)
        states.append(replace(state, last=own.last_with))
        if own.first_without_after is None:
            return tuple(states)
        border = (last_row(kept, own.last_with), first_row(kept, own.first_without_after))
        here = core
    return tuple(states) if states else None


def last_row(rows: Sequence[CaptureRow], at: object) -> CaptureRow | None:
    return max((r for r in rows if r.captured_at == at), key=lambda r: r.order, default=None)


def first_row(rows: Sequence[CaptureRow], at: object) -> CaptureRow | None:
    return min((r for r in rows if r.captured_at == at), key=lambda r: r.order, default=None)


def _state(
    quoted: Quoted, here: Quoted, pair: Compared, row: CaptureRow, texts: TextsRead
) -> tuple[Later, Quoted | None]:
    """What the later capture of a pair has of the words `here`, which stand for the `quoted` ones."""
    before, after = side_of(pair.before, row), side_of(pair.after, row)
    sought = _best(here, before, after, pair, texts)
    plain = Later(state=LATER_GONE, at=row.captured_at, capture=row.sha256, archive=row.archive)
    found = sought.found
    if found is None:
        return _without(plain, sought, after), None
    assert after.folded is not None
    text = after.folded.text
    window = _widened(after, found)
    span = after.folded.span(window.start, window.end)
    around = lead_in(after, [span]) or LeadIn()
    shown = " ".join(after.folded.displayed(span).split())
    sentence = f"{around.lead} {around.before}{shown}{around.after}"
    there = tokens_of(text, window.start, window.end)
    sense = align(tokens_of(quoted.shown), there)
    clause, _ = clause_of(after, span.start)
    purposes = named_only(quoted.shown, sentence)
    cut = replace(plain, state=LATER_CUT, clause=clause, lost=purposes)
    if sense is None or sense.kept < KEPT or (purposes and not purposes_of(sentence)):
        return cut, None
    over, above = (_at_once_before(one) if quoted.around else [] for one in (quoted.around, around))
    own = [t.key for t in tokens_of(quoted.shown)]
    paired = sense.window
    extra = [t for t in there if t.end <= paired.start or t.start >= paired.end]
    lost = unpaired([*over, *(t.key for t in sense.lost)], [*above, *(t.key for t in there)])
    added = unpaired([*above, *(t.key for t in (*extra, *sense.added))], [*over, *own])
    if not found.paired and any(kind_of(word) == "negation" for word in (*lost, *added)):
        return cut, None  # words elsewhere that say the opposite took no place of theirs
    state = replace(
        plain,
        state=LATER_REWORDED,
        clause=clause,
        words=shown,
        around=around,
        lost=(*lost, *purposes),
        added=(*added, *named_only(shown, quoted.shown)),
    )
    core = text[window.start : window.end]
    return state, Quoted(words=core, parts=(Span(0, len(core)),), clause=clause)


def _at_once_before(around: LeadIn | None) -> list[str]:
    """The words at once before quoted ones: those that turn their sense (``do not``)."""
    words = around.before if around else ""
    words = words[max((found.end() for found in _PART.finditer(words)), default=0) :]
    return [t.key for t in tokens_of(words)][-_TURNS:]


def _widened(after: SideText, edges: Found) -> Span:
    """The counterpart with the words that took the place of those at the edges of the quotation, up to the next mark."""
    assert after.folded is not None
    text, window = after.folded.text, edges.window
    around = lead_in(after, [after.folded.span(window.start, window.end)]) or LeadIn()
    left = text[max(0, window.start - len(around.before)) : window.start]
    right = text[window.end : window.end + len(around.after)]
    left = left[max((found.end() for found in _PART.finditer(left)), default=0) :]
    stop = _PART.search(right)
    right = right[: stop.start()] if stop else right
    before = tokens_of(left)[-edges.head :] if edges.head else []
    behind = tokens_of(right)[: edges.tail]
    start = window.start - len(left) + before[0].start if before else window.start
    return Span(start, window.end + behind[-1].end if behind else window.end)


def _without(plain: Later, sought: Sought, after: SideText) -> Later:
    """The words have no counterpart: cut where their clause stands, gone where it does not."""
    if sought.clause < 0:
        return plain
    clause, _ = clause_of(after, after.segments[sought.clause].span.start)
    return replace(plain, state=LATER_CUT, clause=clause)


def _best(here: Quoted, before: SideText, after: SideText, pair: Compared, texts: TextsRead) -> Sought:
    """The best counterpart of any place where the words stand; those in the quoted clause come first."""
    assert before.folded is not None
    text = before.folded.text
    places = find_windows(text, here.words) or find_windows(
        straighten_quotes(text), straighten_quotes(here.words)
    )
    own = [p for p in places if clause_of(before, before.folded.origin(p))[0] == here.clause]
    found: list[Sought] = []
    for start in own or places:
        window = Span(start, start + len(here.words))
        parts = [Span(start + p.start, start + p.end) for p in here.parts]
        found.append(counterpart(before, after, pair.redline, window, parts, texts))
    return max(found, key=_rank, default=Sought(found=None))


def _rank(sought: Sought) -> tuple[float, bool]:
    found: Found | None = sought.found
    return (found.kept if found else 0.0, sought.clause >= 0)


def side_of(text: Text, row: CaptureRow) -> SideText:
    return SideText(capture=row.sha256, policy=text.policy, segments=text.segments, folded=text.folded)
