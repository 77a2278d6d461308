"""Passages worth quoting: where a redline touches the words that topics look for, or rights and obligations.

Pure. `new` and `watch` write what is suggested here as named quotations of a draft; a person decides what stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.captures import Side
from generator.model.catalog import Topic
from generator.model.change_classes import ChangeClass
from generator.model.policy import Segment, Span
from generator.model.redline import Hunk, HunkKind, Op, Redline
from generator.model.text import Text
from generator.model.words import casefold_text, casefold_words, count_words, find_words, words_1

MOST = 8  # suggestions a draft begins with
FEWEST = 7  # words: what is shorter is a heading or a scrap
LONGEST = 420  # characters of one quotation: what is longer is cut to its sentence
_SENTENCE = re.compile(
    r"[^.!?。！？]*(?:[.!?。！？]+(?=[\s\"”’)]|$)|[.!?](?=\S)[^.!?。！？]*)*[.!?。！？]*[\"”’)]*\s*"
)
_RULED_OUT = re.compile(r"\b(?:not|never|no longer|nor)\b|n[’']t\b|[不未]", re.IGNORECASE)
_MEANING = (ChangeClass.NEGATION, ChangeClass.RIGHT, ChangeClass.OBLIGATION, ChangeClass.NUMBER)
_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A quotation to begin with: side, name, clause label, the capture's own words, and the topics that found it."""

    side: Side
    name: str
    clause: str
    words: str
    topics: tuple[str, ...] = ()
    nth: int = 0
    of: int = 0
    weight: float = 0.0


def suggest_passages(
    redline: Redline, before: Text, after: Text, topics: Sequence[Topic], most: int = MOST
) -> tuple[Suggestion, ...]:
    """At most `most` passages, weightiest first chosen, returned in the order of the later text."""
    found: list[tuple[int, Suggestion]] = []
    for place, hunk in enumerate(redline.hunks):
        for side, text, segments in (
            (Side.BEFORE, before, redline.before),
            (Side.AFTER, after, redline.after),
        ):
            found.extend((place, s) for s in _of_hunk(hunk, side, text, segments, topics))
    best = sorted(found, key=lambda pair: (-pair[1].weight, pair[0]))[:most]
    return _named(
        [suggestion for _, suggestion in sorted(best, key=lambda pair: (pair[0], pair[1].side is Side.AFTER))]
    )


def suggest_topics(suggestions: Sequence[Suggestion]) -> tuple[str, ...]:
    """Slugs of the topics that the suggested passages touch, most frequent first."""
    counts: dict[str, int] = {}
    for suggestion in suggestions:
        for topic in suggestion.topics:
            counts[topic] = counts.get(topic, 0) + 1
    return tuple(sorted(counts, key=lambda slug: (-counts[slug], slug)))


def spell_quotation(suggestion: Suggestion) -> str:
    """The Markdown of a quotation, ready for a note."""
    which = f" {suggestion.nth}/{suggestion.of}" if suggestion.of > 1 else ""
    label = f" {suggestion.clause}" if suggestion.clause else ""
    return f"> [!{suggestion.side} {suggestion.name}{which}]{label}\n> {suggestion.words}\n"


def _of_hunk(
    hunk: Hunk, side: Side, text: Text, segments: Sequence[Segment], topics: Sequence[Topic]
) -> Iterator[Suggestion]:
    """One suggestion for a side of a hunk whose visible marks matter."""
    if hunk.kind in (HunkKind.SAME, HunkKind.MOVED_AWAY):
        return
    op = Op.DELETE if side is Side.BEFORE else Op.INSERT
    marks = [edit.before if side is Side.BEFORE else edit.after for edit in hunk.edits if edit.op is op]
    if not marks:
        return
    touched = hunk.before if side is Side.BEFORE else hunk.after
    for segment in segments[touched.start : touched.end]:
        best = max(
            (
                _weighed(text, segment, sentence, marks, topics, hunk, side)
                for sentence in _sentences(text, segment)
            ),
            key=lambda s: s.weight if s else -1.0,
            default=None,
        )
        if best and best.weight > 0:
            yield best


def _sentences(text: Text, segment: Segment) -> Iterator[Span]:
    words = text.text[segment.span.start : segment.span.end]
    for found in _SENTENCE.finditer(words):
        if found.group().strip():
            yield Span(segment.span.start + found.start(), segment.span.start + found.end())


def _weighed(
    text: Text,
    segment: Segment,
    sentence: Span,
    marks: Sequence[Span],
    topics: Sequence[Topic],
    hunk: Hunk,
    side: Side,
) -> Suggestion | None:
    inside = [Span(max(m.start, sentence.start), min(m.end, sentence.end)) for m in marks]
    marked = " ".join(text.text[m.start : m.end] for m in inside if m)
    if not marked.strip():
        return None
    words = text.folded.displayed(sentence).strip()
    folded = casefold_words(text.folded.words(sentence))
    touched = tuple(t.slug for t in topics if any(casefold_text(p) in folded for p in t.phrases))
    in_mark = sum(casefold_text(p) in casefold_text(marked) for t in topics for p in t.phrases)
    share = min(1.0, len(marked) / max(1, len(words)))
    weight = (
        3.0 * min(in_mark, 2) + 2.0 * len(touched) + share + 0.5 * sum(c in _MEANING for c in hunk.classes)
    )
    weight += 0.5 if side is Side.AFTER else 0.0
    weight += 3.0 if touched and _RULED_OUT.search(marked) else 0.0
    if (not touched and weight < 2.5) or count_words(words_1(words)) < FEWEST:
        return None
    words = _short(words, [p for t in topics for p in t.phrases])
    nth, of = _which(text, words, sentence)
    return Suggestion(
        side=side,
        name="",
        clause=_clause(segment),
        words=words,
        topics=touched,
        nth=nth,
        of=of,
        weight=weight,
    )


def _short(words: str, phrases: Sequence[str]) -> str:
    """The words on one line; of a very long sentence whole words around the first phrase, or its beginning."""
    words = " ".join(words.split())
    if len(words) <= LONGEST:
        return words
    low = words.lower()
    places = [at for p in phrases if (at := low.find(p.lower())) >= 0]
    start = max(0, (min(places) if places else 0) - LONGEST // 2)
    start = words.find(" ", start) + 1 if start else 0
    cut = words[start : start + LONGEST]
    if start + LONGEST < len(words) and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.strip(" ,;:")


def _which(text: Text, words: str, sentence: Span) -> tuple[int, int]:
    """Which of how many equal places in the text this one is."""
    folded = text.folded
    needle = words_1(words)
    places = find_words(folded, needle)
    if len(places) < 2:
        return 0, 0
    starts = [folded.span(p, p + len(needle)).start for p in places]
    nearest = min(range(len(starts)), key=lambda i: abs(starts[i] - sentence.start))
    return nearest + 1, len(places)


def _clause(segment: Segment) -> str:
    """The number of the clause that a segment stands in, empty where it has none."""
    if segment.number:
        return segment.number
    for name in reversed(segment.path):
        head = name.split(" ", 1)[0]
        if head[:1].isdigit() or head.startswith("("):
            return head
    return ""


def _named(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Suggestions with a name each: the topic that found it, or its clause; numbered where taken."""
    taken: dict[str, int] = {}
    named = []
    for s in suggestions:
        base = (
            s.topics[0] if s.topics else _NAME.sub("-", f"clause-{s.clause}".lower()).strip("-") or "passage"
        )
        if s.side is Side.BEFORE:
            base = f"{base}-before"
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
        named.append(
            Suggestion(
                side=s.side,
                name=name,
                clause=s.clause,
                words=s.words,
                topics=s.topics,
                nth=s.nth,
                of=s.of,
                weight=s.weight,
            )
        )
    return tuple(named)
