"""The words that govern a quotation: the rest of its sentence, and the lead-in of each list it stands in.

``You may not: a) sell the data; b) train models with it`` quoted from b) alone reads as leave to train. So every
quotation carries what stands round it, found by rule from the shape of the text: sentences (`model/sentences.py`), list
items and their levels, numbers and markers of clauses, cells of a table. All places here are folded characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.evidence.lists import (
    COLON,
    CUE,
    DANGLING,
    DAY,
    GOVERNS,
    JOIN_END,
    OPEN_END,
    RULE,
    cells_of,
    inline_lead,
    is_first,
    is_lettered,
    is_marked,
    marks_of,
    past_connective,
)
from generator.evidence.passages import segment_at
from generator.model.evidence import SideText
from generator.model.lock import LeadIn
from generator.model.policy import BlockKind, Segment, Span
from generator.model.sentences import (
    begins_small,
    is_finished,
    sentence_end,
    sentence_start,
)
from generator.model.words import count_words

_FAR = 400  # segments that are looked through for the line that opens a list
_DEEP = 8  # lists inside lists
_SHORT = 30  # words of a line that opens a list without a colon


def lead_in(side: SideText, pieces: Sequence[Span]) -> LeadIn | None:
    """What governs the quoted pieces (spans of the policy text, in order); None without the text."""
    if side.folded is None or not side.segments or not pieces:
        return None
    start = side.folded.window(pieces[0]).start
    end = side.folded.window(pieces[-1]).end
    first = segment_at(side, pieces[0].start)
    last = segment_at(side, pieces[-1].end - 1)
    if first < 0 or last < 0:
        return LeadIn()
    reading = _Reading(side)
    lead, begin = reading.beginning(first, start)
    stop = reading.ending(last, end)
    return LeadIn(
        lead=" ".join(reading.spell(span).strip() for span in lead if span),
        before=reading.spell(Span(begin, start)).lstrip(),
        after=DANGLING.sub(r"\g<stop>", reading.spell(Span(end, stop)).rstrip()),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A side as it is read here: segments by index, their words in the folded text."""

    side: SideText

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.side.segments

    @property
    def text(self) -> str:
        assert self.side.folded is not None
        return self.side.folded.text

    def window(self, index: int) -> Span:
        assert self.side.folded is not None
        return self.side.folded.window(self.segments[index].span)

    def words(self, index: int) -> str:
        window = self.window(index)
        return self.text[window.start : window.end]

    def spell(self, span: Span) -> str:
        """The capture's own characters of a folded range, runs of white space as one space."""
        if not span or self.side.folded is None:
            return ""
        shown = " ".join(self.side.folded.displayed(self.side.folded.span(span.start, span.end)).split())
        first = " " if self.text[span.start] == " " else ""
        last = " " if len(span) > 1 and self.text[span.end - 1] == " " else ""
        return f"{first}{shown}{last}"

    def body(self, index: int) -> Span:
        """A segment without the bullet or number that opens it."""
        window, words = self.window(index), self.words(index)
        return Span(window.start + marks_of(self.segments[index], words), window.end)

    # -- where the sentence begins, and what governs it from before

    def beginning(self, index: int, start: int) -> tuple[list[Span], int]:
        """The lead-ins of a place, outermost first, and where its sentence begins."""
        if self.segments[index].kind is BlockKind.ROW:
            return self._in_table(index, start)
        body = self.body(index)
        within = Span(min(body.start, start), body.end)
        begin, inline = self._in_segment(within, start)
        whole = begin == within.start
        lead = list(self._governors(index, whole))
        listed = self._list_before(index) if whole and not lead else None
        if listed is not None:  # a line that closes a list goes on with the sentence that opens it
            opening, begin = listed
            lead = [*self._governors(opening, False), self._opening(opening)]
        return [*lead, *inline], begin

    def _in_segment(self, within: Span, start: int) -> tuple[int, list[Span]]:
        """Where the sentence begins inside its segment, and the lead-ins of lists written into the paragraph."""
        text = self.text[within.start : within.end]
        begin = sentence_start(text, start - within.start)
        begin = past_connective(text, begin, start - within.start)
        opening = inline_lead(text, begin)
        if opening is None:
            return within.start + begin, []
        return within.start + begin, [Span(within.start + opening.start, within.start + opening.end)]

    def _in_table(self, index: int, start: int) -> tuple[list[Span], int]:
        """In a table a cell is governed by the line over the table, the head of its column and that of its row."""
        window = self.window(index)
        cells = cells_of(self.text, window)
        own = next((n for n, cell in enumerate(cells) if start <= cell.end), len(cells) - 1)
        begin, inline = self._in_segment(cells[own], max(start, cells[own].start))
        top = index
        while top > 0 and self.segments[top - 1].kind is BlockKind.ROW:
            top -= 1
        lead = []
        if top > 0 and COLON.search(self.words(top - 1)):
            lead.append(self._opening(top - 1))
        rule = next((n for n in range(index - 1, top, -1) if RULE.match(self.words(n))), 0)
        if rule:
            heads = cells_of(self.text, self.window(rule - 1))
            lead += heads[own : own + 1]
        head = next((cell for cell in cells[:own] if cell), None)
        if head:
            lead.append(head)
        return lead + inline, begin

    def _governors(self, index: int, whole: bool, depth: int = 0) -> Iterator[Span]:
        """The lead-ins of a segment, outermost first. `whole`: whether the sentence begins with the segment."""
        found = self._governor(index, whole)
        if found is None or depth >= _DEEP:
            return
        at, carried = found
        yield from self._governors(at, not self._cut_off(at), depth + 1)
        if carried:
            yield self._opening(at)

    def _cut_off(self, index: int) -> bool:
        """Whether the line that opens a list begins inside its segment."""
        body = self.body(index)
        return bool(sentence_start(self.text[body.start : body.end], len(body) - 1))

    def _opening(self, index: int) -> Span:
        """The last sentence of the segment that opens a list; with the one before it where it only passes it on."""
        body = self.body(index)
        text = self.text[body.start : body.end]
        begin = past_connective(text, sentence_start(text, max(0, len(text) - 1)), len(text))
        return Span(body.start + begin, body.end)

    def _governor(self, index: int, whole: bool) -> tuple[int, bool] | None:
        """The segment that opens the list this one stands in, and whether its words are carried."""
        segment = self.segments[index]
        small = whole and begins_small(self.words_of_body(index))
        if segment.kind is BlockKind.ITEM:
            return self._over_items(index, whole, small)
        if segment.kind is BlockKind.PARAGRAPH and is_marked(segment, self.words(index)):
            return self._over_marked(index, small)
        if segment.kind is BlockKind.PARAGRAPH and whole:
            return self._over_paragraphs(index, small)
        return None

    def words_of_body(self, index: int) -> str:
        body = self.body(index)
        return self.text[body.start : body.end]

    def _over_items(self, index: int, whole: bool, small: bool) -> tuple[int, bool] | None:
        """From an item back over its sisters to the item of a higher level, the paragraph or the heading over them."""
        level = self.segments[index].level
        first = is_first(self.words(index))
        flat = True  # whether nothing but sisters stands between, none of them a sentence of its own
        for at in range(index - 1, max(-1, index - _FAR), -1):
            other, words = self.segments[at], self.words(at)
            if other.kind is BlockKind.ITEM:
                if other.level < level:
                    return at, self._opens(at) or small
                flat = flat and other.level == level and not (at < index - 1 and is_finished(words))
                if flat and COLON.search(words) and (at == index - 1 or GOVERNS.search(words[:-1])):
                    return at, True  # a list whose inner items lost their level
                first = first or (other.level == level and is_first(words))
                continue
            if other.kind is BlockKind.HEADING:
                return (at, True) if GOVERNS.search(words) else None
            if other.kind is BlockKind.ROW:
                return None
            if self._opens(at):
                return None if DAY.search(words) else (at, True)
            before = self.segments[at - 1] if at else None
            between = before is not None and before.kind is BlockKind.ITEM and before.level >= level
            if between and (first is False or JOIN_END.search(self.words(at - 1))):
                continue  # a paragraph inside the list: the list began before it
            return (at, True) if small or (whole and self._has_cue(at)) else None
        return None

    def _over_marked(self, index: int, small: bool) -> tuple[int, bool] | None:
        """From a paragraph that opens with ``(b)`` or ``4.2`` back to the one that opened ``(a)`` or ``4.1``."""
        own = self.segments[index]
        depth = len(own.path)
        first = is_first(self.words(index))
        listed = is_lettered(own, self.words(index))
        for at in range(index - 1, max(-1, index - _FAR), -1):
            other, words = self.segments[at], self.words(at)
            sister = len(other.path) >= depth and other.path[: depth - 1] == own.path[: depth - 1]
            if sister and is_marked(other, words):
                first = first or (len(other.path) == depth and is_first(words))
                continue
            if COLON.search(words):
                return at, True
            if other.kind is BlockKind.HEADING:
                part = small or (listed and not is_finished(self.words(index)))
                return (at, True) if part and GOVERNS.search(words) else None
            if (small or listed) and self._opens(at) and _is_short(words) and GOVERNS.search(words):
                return at, True
            if sister and first is False:
                continue
            return (at, True) if small and not sister else None
        return None

    def _over_paragraphs(self, index: int, small: bool) -> tuple[int, bool] | None:
        """From a paragraph without a marker: the line before it, or the one that opens a run ended by semicolons."""
        if index == 0:
            return None
        before, words = self.segments[index - 1], self.words(index - 1)
        if before.kind is BlockKind.HEADING:
            return (index - 1, True) if COLON.search(words) or (small and GOVERNS.search(words)) else None
        if before.kind is not BlockKind.PARAGRAPH:
            return None
        if COLON.search(words) or (small and not is_finished(words) and not JOIN_END.search(words)):
            return index - 1, True
        for at in range(index - 1, max(-1, index - _FAR), -1):
            words = self.words(at)
            if self.segments[at].kind is not BlockKind.PARAGRAPH:
                return None
            if COLON.search(words):
                return at, True
            if not JOIN_END.search(words):
                return None
        return None

    def _has_cue(self, index: int) -> bool:
        """Whether a finished sentence says that a list follows it."""
        opening = self._opening(index)
        return bool(CUE.search(self.text, opening.start, opening.end))

    def _opens(self, index: int) -> bool:
        """Whether a segment leaves its last sentence open for what follows."""
        words = self.words(index)
        return bool(words) and (bool(OPEN_END.search(words)) or not is_finished(words))

    def _list_before(self, index: int) -> tuple[int, int] | None:
        """For a line that goes on in small letters after a list: what opens the list, and where its items begin."""
        if (
            index == 0
            or self.segments[index].kind is not BlockKind.PARAGRAPH
            or not begins_small(self.words(index))
        ):
            return None
        if not self._is_part(index - 1):
            return None
        found = self._governor(index - 1, True)
        while found and self._is_part(found[0]) and (outer := self._governor(found[0], True)):
            found = outer
        return (found[0], self.window(found[0] + 1).start) if found else None

    def _is_part(self, index: int) -> bool:
        """Whether a segment is an item of a list, by its kind or by its marker."""
        segment = self.segments[index]
        return segment.kind is BlockKind.ITEM or (
            segment.kind is BlockKind.PARAGRAPH and is_marked(segment, self.words(index))
        )

    # -- where the sentence ends

    def ending(self, index: int, end: int) -> int:
        """Where the sentence ends that holds the last quoted word: in its segment, its list or the line that closes it."""
        window = self.window(index)
        if self.segments[index].kind is BlockKind.ROW:
            window = next((c for c in cells_of(self.text, window) if end <= c.end), window)
        text = self.text[window.start : window.end]
        stop = window.start + max(end - window.start, sentence_end(text, end - window.start))
        if stop < window.end or self.segments[index].kind is BlockKind.ROW:
            return stop
        if self.segments[index].kind is BlockKind.HEADING:
            return stop
        last = index
        if COLON.search(self.text[: window.end][-3:]):
            last = self._last_of_list(index)
        elif self._is_part(index):
            last = self._last_sister(index)
        return self._closed(index, last, stop)

    def _closed(self, index: int, last: int, stop: int) -> int:
        """The end with the list that follows and the line in small letters that closes it, where there are such."""
        opened = bool(COLON.search(self.text[:stop][-3:]))
        if opened and last > index:
            stop = self.window(last).end
        following = last + 1
        if following >= len(self.segments) or self.segments[following].kind is not BlockKind.PARAGRAPH:
            return stop
        words = self.words(following)
        if not begins_small(words) or is_marked(self.segments[following], words):
            return stop
        if last == index and is_finished(self.text[:stop][-6:]):
            return stop
        return self.window(following).start + sentence_end(words, 1)

    def _last_of_list(self, index: int) -> int:
        """The last segment of the list that a line opens; the line itself where none follows."""
        own = self.segments[index]
        last = index
        for at in range(index + 1, min(len(self.segments), index + _FAR)):
            other = self.segments[at]
            if (
                other.kind is BlockKind.ITEM and (own.kind is not BlockKind.ITEM or other.level > own.level)
            ) or (is_lettered(other, self.words(at)) and len(other.path) > len(own.path)):
                last = at
            else:
                break
        return last

    def _last_sister(self, index: int) -> int:
        """The last item of the list that an item stands in, its own sub-lists and outer items included."""
        last = index
        while last + 1 < len(self.segments) and self._is_part(last + 1) and last - index < _FAR:
            if self.segments[last + 1].kind is not self.segments[index].kind:
                break
            last += 1
        return last


def _is_short(words: str) -> bool:
    """Whether a line without a colon may open a list: no part of a list itself, no table of contents."""
    return count_words(words) <= _SHORT and not JOIN_END.search(words)
