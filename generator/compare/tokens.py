"""Cut a text into tokens: words, punctuation and link targets, each interned as one character.

Words come from the folded text (`words-1`), which has no markup, escapes, zero-width characters or runs of white space.
Bullets, rules and the numbers that open a line are not tokens either. Texts that differ in these only have equal tokens,
so that respacing, re-marking and renumbering disappear by construction. Curly and straight quotes share a token, as do
link targets that differ in tracking parameters only. Everything else (case, digits, commas, currency, "not") makes a
different token.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field

from generator.compare.vocabulary import Vocabulary
from generator.model.words import Folded

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
THAI_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
COMBINING_LIST = [
    chr(code)
    for code in range(0x300, 0x1E00)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xE00 <= code < 0xE80
]  # vowel signs and accents, which are not letters by themselves
NO_UNIT = (
    r"(?!\s+(?i:%|percent|million|billion|thousand|hours?|days?|weeks?|months?|years?|[kMGT]i?B\b|Mio|Mrd|km\b|times\b|"
    r"Tage|Jahre?|jours|mois|ans\b|euros?|dollars?|USD|EUR|GBP))"
)
NO_DATE = (
    r"(?!\s+\S+\s+(?:19|20)\d\d\b)(?!\s+(?:19|20)\d\d\b)"  # 24. Dezember 2022 is a date, not a clause number
)
NUMBER = (
    rf"(?:(?!\d\d\.\d\d\.\d\d\b)\d{{1,3}}(?:\.\d{{1,3}})+[.)]{{0,2}}(?:\(\w{{1,3}}\))?{NO_UNIT}{NO_DATE}|"
    rf"\d{{1,3}}\\?[.)]{{1,2}}(?:\(\w{{1,3}}\))?{NO_DATE}|"
    rf"\(?(?:[a-zA-Z]|[ivxIVX]{{1,5}})\\?[.)]|\(\d{{1,3}}\){NO_UNIT}{NO_DATE})"
)
LABEL = re.compile(
    rf"[ \t\u00a0>]*(?:#{{1,6}}[ \t]+)?(?:[*+\-•][ \t\u00a0]+)?(?:\*\*|__)?({NUMBER}(?=\s|\*\*))?(?:[ \t]*(?:\*\*|__))?"
)
MARKUP_LINE = re.compile(
    r"[ \t\u00a0>]*+(?:={2,}+|(?:[*_-][ \t]*+){3,}+|--"
    r"|(?=[^\n]*--)(?=[^\n]*\|)[|:\- \t]++)[ \t\r]*+(?=\n|\Z)"
)  # a line of markup only: a heading's underline, a rule, the second line of a table
URL = r"(?:https?://|www\.|mailto:)[^\s)>\]\"]*[^\s)>\]\".,;:!?'’”]"
COMBINING_SIGNS = "".join(COMBINING_LIST)
WORD_JOINT = r"(?:['’]|(?<=[0-9])[.,](?=[0-9]))"  # don't, 10.4, 1,000
WORD = rf"[^\W_{CJK}][^\W_{CJK}]*[{COMBINING_SIGNS}]*(?:[^\W_{CJK}]+[{COMBINING_SIGNS}]*)*(?:{WORD_JOINT}(?:[^\W_{CJK}]+[{COMBINING_SIGNS}]*)+)*"
LONE_EMPHASIS = r"(?:\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))"  # an unpaired emphasis mark
TOKEN = re.compile(
    rf" *+(?:{LONE_EMPHASIS} *+)*+({URL}|{WORD}|[{CJK}][{THAI_MARKS}]*|[^\w\s]|_)"
)  # of a folded text


@dataclass(slots=True)
class Tokens:
    """The tokens of (parts of) one text: interned characters, and the range of each in the text."""

    text: str
    ids: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def opens_paragraph(text: str, line: int) -> bool:
    """Whether the line at ``line`` may open a paragraph or item, so that a number there is a label.

    In a sentence that continues from the line before, a number is an ordinary word.
    """
    end = line - 1
    if end <= 0:
        return True
    start = text.rfind("\n", 0, end) + 1
    before = text[start:end]
    bare = before.rstrip("*_ \t\r\u00a0")
    return (
        not bare
        or before.endswith(("  ", "  \r"))
        or bare[-1] in ".:;!?。：；！？|"
        or bare.endswith(("; and", "; or"))
        or _ITEM.match(bare) is not None
        or bare.lstrip().startswith("#")
        or set(bare.strip()) <= set("-=")
    )


_ITEM = re.compile(r"[ \t>]*(?:[*+\-•][ \t]|\(?\w{1,4}[.)][ \t].{0,60}\Z)")


def tokenise(
    folded: Folded, start: int, end: int, vocabulary: Vocabulary
) -> tuple[str, list[int], list[int]]:
    """Return the tokens of ``source[start:end]``, which must begin at the start of a line or of the text.

    The words are those of the folded text, so that texts of equal words have equal tokens but for labels and link
    targets. Returns the tokens as characters of the vocabulary, and where each begins and ends in the source.
    """
    words: list[str] = []
    places: list[int] = []
    links: list[tuple[int, int, int]] = []  # index of the following token, and range in the source
    position, high = folded.place(start), folded.place(end)
    for first, last, is_link in _labels_and_links(folded, start, end):
        hidden = min(folded.place(first), high)
        if hidden > position:
            _read_tokens(folded.text, position, hidden, words, places)
            position = hidden
        if is_link:
            links.append((len(words), first, last))
        else:
            position = max(position, folded.place(last))
    _read_tokens(folded.text, position, high, words, places)
    get, intern = vocabulary.ids.get, vocabulary.intern
    characters = [get(word) or intern(word) for word in words]
    last_places = [at + len(word) - 1 for at, word in zip(places, words, strict=True)]
    del words  # a text of five million words holds these lists one after the other, not together
    starts = folded.sources(places)
    del places
    ends = [last + 1 for last in folded.sources(last_places)]
    if not links:
        return "".join(characters), starts, ends
    pieces: list[str] = []
    all_starts: list[int] = []
    all_ends: list[int] = []
    at = 0
    for (
        index,
        first,
        last,
    ) in links:  # merged in one pass: 100,000 insertions into a list take the square of their number
        pieces += (*characters[at:index], vocabulary.intern_link(folded.source[first:last]))
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


def _labels_and_links(folded: Folded, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Return the ranges of a stretch of the source that are not words, in order: labels, and link targets (True)."""
    found = [(first, last, False) for first, last in find_labels(folded.source, start, end)]
    low, high = bisect_left(folded.cut_starts, start), bisect_left(folded.cut_starts, end)
    tails = [
        (first, last, True)
        for first, last in zip(folded.cut_starts[low:high], folded.cut_ends[low:high], strict=True)
        if folded.source.startswith("](", first)
    ]
    return sorted([*found, *tails]) if tails else found


def find_labels(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges of labels: the indent, heading mark, bullet and number that open a line; a rule as a whole."""
    found = []
    last_number = ""
    match, find = LABEL.match, text.find
    line = start if not start or text[start - 1] == "\n" else find("\n", start, end) + 1 or end
    while line < end:
        rule = MARKUP_LINE.match(text, line, end)
        label = None if rule else match(text, line, end)
        first, last = rule.span() if rule else label.span() if label else (line, line)
        line = find("\n", line, end) + 1 or end
        if last > first:
            number = label[1] if label else None
            if label and number:
                if (
                    opens_paragraph(text, first)
                    or _is_certain(number, text, last)
                    or _follows(last_number, number)
                ):
                    last_number = number
                else:
                    last = label.start(1)
            found.append((first, last))
    return found


_DIGITS = re.compile(r"\d+")
_DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2}){2}\.?\Z")
_CAPITALS = re.compile(r"\s*(?:\*\*|[A-ZÀ-Þ]{3,})")


def _is_certain(number: str, text: str, end: int) -> bool:
    """Whether a number at the start of a line is a clause number even inside a paragraph: 2.2.5, or before bold or capitals."""
    if _DEEP.match(number) and text[end : end + 4].lstrip()[:1].isupper():
        return True
    return number[0].isdigit() and (text[end - 2 : end] == "**" or _CAPITALS.match(text, end) is not None)


def _follows(last: str, number: str) -> bool:
    """Whether a number is the successor of the last one."""
    before, now = _DIGITS.findall(last), _DIGITS.findall(number)
    if before and now:
        return len(before) == len(now) and before[:-1] == now[:-1] and int(now[-1]) == int(before[-1]) + 1
    old, new = last.strip("().\\"), number.strip("().\\")
    return len(old) == len(new) == 1 and ord(new) == ord(old) + 1
