"""Cut a text into tokens: words, punctuation, labels and link targets, each interned as one character.

Words come from the folded text (`words-1`), which has no markup, escapes, zero-width characters or runs of white space.
Indents, bullets and rules are not tokens either. Texts that differ in these only have equal tokens, so that respacing
and re-marking disappear by construction. All proven labels share a token, so that renumbering does too; a number that is
no proven label is a word. Curly and straight quotes share a token, as do link targets that differ in tracking parameters
only. Everything else (case, digits, commas, currency, "not") makes a different token.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from generator.compare.vocabulary import LABEL, Vocabulary
from generator.model.scripts import COMBINING_SIGNS, THAI_MARKS, WORD_SIGNS
from generator.model.text import Labels
from generator.model.words import Folded

MARKS = re.compile(r"[ \t\u00a0>]*(?:#{1,6}[ \t]+)?(?:[*+\-•][ \t\u00a0]+)?(?:\*\*|__)?")  # that open a line
MARKUP_LINE = re.compile(
    r"[ \t\u00a0>]*+(?:={2,}+|(?>(?:[*_-][ \t]*+){3,})|--"
    r"|(?=[^\n]*(?:--|:-|-:))(?=[^\n]*\|)[|:\- \t]++)[ \t\r]*+(?=\n|\Z)"
)  # a line of markup only: a heading's underline, a rule, the second line of a table
URL = r"(?:https?://|www\.|mailto:)[^\s)>\]\"]*[^\s)>\]\".,;:!?'’”]"
JAMO = r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"  # a syllable of Hangul, decomposed
WORD_JOINT = r"(?:['’]|(?<=[0-9])[.,](?=[0-9]))"  # don't, 10.4, 1,000
WORD = rf"[^\W_{WORD_SIGNS}][^\W_{WORD_SIGNS}]*[{COMBINING_SIGNS}]*(?:[^\W_{WORD_SIGNS}]+[{COMBINING_SIGNS}]*)*(?:{WORD_JOINT}(?:[^\W_{WORD_SIGNS}]+[{COMBINING_SIGNS}]*)+)*"
LONE_EMPHASIS = r"(?:\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))"  # an unpaired emphasis mark
TOKEN = re.compile(
    rf" *+(?>(?:{LONE_EMPHASIS} *+)*)({URL}|{WORD}|{JAMO}|[{WORD_SIGNS}][{THAI_MARKS}\u3099\u309a]*|[^\w\s]|_)"
)  # of a folded text


@dataclass(slots=True)
class Tokens:
    """The tokens of (parts of) one text: interned characters, and the range of each in the text."""

    text: str
    ids: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def tokenise(
    folded: Folded, labels: Labels, start: int, end: int, vocabulary: Vocabulary
) -> tuple[str, list[int], list[int]]:
    """Return the tokens of ``source[start:end]``, which must begin at the start of a line or of the text.

    The words are those of the folded text, so that texts of equal words have equal tokens but for link targets. Returns
    the tokens as characters of the vocabulary, and where each begins and ends in the source.
    """
    words: list[str] = []
    places: list[int] = []
    others: list[
        tuple[int, int, int, bool]
    ] = []  # index of the following token, range in the source, is a link
    position, high = folded.place(start), folded.place(end)
    for first, last, kind in _not_words(folded, labels, start, end):
        hidden = min(folded.place(first), high)
        if hidden > position:
            _read_tokens(folded.text, position, hidden, words, places)
            position = hidden
        if kind != MARK:
            others.append((len(words), first, last, kind == LINK))
        if kind != LINK:
            position = max(position, folded.place(last))
    _read_tokens(folded.text, position, high, words, places)
    get, intern = vocabulary.ids.get, vocabulary.intern
    characters = [get(word) or intern(word) for word in words]
    last_places = [at + len(word) - 1 for at, word in zip(places, words, strict=True)]
    del words  # a text of five million words holds these lists one after the other, not together
    starts = folded.sources(places)
    del places
    ends = [last + 1 for last in folded.sources(last_places)]
    if not others:
        return "".join(characters), starts, ends
    pieces: list[str] = []
    all_starts: list[int] = []
    all_ends: list[int] = []
    at = 0
    for (
        index,
        first,
        last,
        is_link,
    ) in others:  # merged in one pass: insertions would take the square of their number
        token = vocabulary.intern_link(folded.source[first:last]) if is_link else LABEL
        pieces += (*characters[at:index], token)
        all_starts += (*starts[at:index], first)
        all_ends += (*ends[at:index], last)
        at = index
    return "".join([*pieces, *characters[at:]]), all_starts + starts[at:], all_ends + ends[at:]


def _read_tokens(text: str, start: int, end: int, words: list[str], places: list[int]) -> None:
    """Append the tokens of ``text[start:end]`` and their places.

    Only spaces and lone marks lie between tokens, so a token that is no such mark stands where its characters come next;
    finding it there is cheaper than a match object for each.
    """
    found = TOKEN.findall(text, start, end)
    if "*" in found or "_" in found:
        for match in TOKEN.finditer(text, start, end):
            words.append(match[1])
            places.append(match.start(1))
        return
    find, at = text.find, start
    for word in found:
        at = find(word, at)
        places.append(at)
        at += len(word)
    words += found


MARK, LABELLED, LINK = range(3)


def _not_words(folded: Folded, labels: Labels, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return the ranges of a stretch of the source that are not words, with their kinds, in order."""
    found = [(first, last, MARK) for first, last in find_marks(folded.source, start, end)]
    low, high = bisect_left(labels.starts, start), bisect_left(labels.starts, end)
    size = len(found)
    for first, last in zip(labels.starts[low:high], labels.ends[low:high], strict=True):
        if last <= end:
            found.append((first, last, LABELLED))
    low, high = bisect_left(folded.cut_starts, start), bisect_left(folded.cut_starts, end)
    for first, last in zip(folded.cut_starts[low:high], folded.cut_ends[low:high], strict=True):
        if folded.source.startswith("](", first):
            found.append((first, last, LINK))
    return sorted(found) if len(found) > size else found


def find_marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges of marks that are no words: the indent, heading mark and bullet of a line; a rule as a whole."""
    found = []
    match, find = MARKS.match, text.find
    line = start if not start or text[start - 1] == "\n" else find("\n", start, end) + 1 or end
    while line < end:
        mark = MARKUP_LINE.match(text, line, end) or match(text, line, end)
        if mark and mark.end() > line:
            found.append(mark.span())
        line = find("\n", line, end) + 1 or end
    return found
