"""Tokens: the words, marks and link targets of a text as a string of one character each.

White space, emphasis, bullets, heading marks, escapes, zero-width marks, link brackets and the numbers that open a line
are not tokens. What differs only in them has equal tokens, so respacing, re-marking and renumbering vanish here, by
construction, and not by a later filter. Curly and straight quotes share a token, and so do two link targets that
differ in tracking parameters only. Everything else (case, digits, commas, currency, "not") is a token of its own.
"""

import re
import unicodedata
from dataclasses import dataclass, field

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
CJK_RANGES = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0x0E00, 0x0E7F))
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
MARK_SET = [chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))]
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad"
INVISIBLE_SET = [
    chr(code)
    for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xAD)
]
COMBINING = [
    chr(code)
    for code in range(0x300, 0x1E00)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xE00 <= code < 0xE80
]  # vowel signs and accents that are no letters by themselves
UNITS = (
    r"(?!\s+(?i:%|percent|million|billion|thousand|hours?|days?|weeks?|months?|years?|[kMGT]i?B\b|Mio|Mrd|km\b|times\b|"
    r"Tage|Jahre?|jours|mois|ans\b|euros?|dollars?|USD|EUR|GBP))"
)
NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d{{1,3}})+[.)]{{0,2}}(?:\(\w{{1,3}}\))?{UNITS}|\d{{1,3}}\\?[.)]{{1,2}}(?:\(\w{{1,3}}\))?|"
    r"\(?(?:[a-zA-Z]|[ivxIVX]{1,5})\\?[.)]|\(\d{1,3}\))"
)
LABEL = re.compile(
    rf"[ \t>]*(?:#{{1,6}}[ \t]+)?(?:[*+\-•][ \t\u00a0]+)?(?:\*\*|__)?({NUMBER}(?=\s|\*\*))?(?:[ \t]*(?:\*\*|__))?"
)
TARGET = r"\]\([ \t]*(?:<[^>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:[ \t]*\))?"
OPENING = r"\[(?=(?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,600}\]\()"
URL = r"(?:https?://|www\.|mailto:)[^\s)>\]\"]*[^\s)>\]\".,;:!?'’”]"
JOINED = "".join(COMBINING)
WORD = rf"[^\W_{CJK}][^\W_{CJK}]*[{JOINED}]*(?:[^\W_{CJK}]+[{JOINED}]*)*(?:['’](?:[^\W_{CJK}]+[{JOINED}]*)+)*"
TOKEN = re.compile(
    rf"({TARGET})"
    rf"|(!?{OPENING}|\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|[{INVISIBLE}]+)"
    rf"|({URL}|{WORD}|\\[\\`*_{{}}\[\]()#+.!\-]|[{CJK}][{MARKS}]*|[^\w\s]|_)"
)
TRACKING = re.compile(
    r"(?i)(?:utm_\w+|_?hs(?:enc|mi|lang|fp|sc|tc)|__hs\w+|optimizely_\w+|[fgm]clid|gbraid|wbraid|msclkid|mc_[ce]id|"
    r"_gl|_ga|igshid|yclid|dclid|ref_src|trk\w*|vero_\w+|s?cid|sessionid|jsessionid|visitor_?id|amp_\w+)="
)
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"}
)
STOPS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "or",
        "our",
        "that",
        "for",
        "this",
        "is",
        "with",
        "are",
        "by",
        "as",
        "on",
        "at",
        "from",
        "it",
        "its",
        "your",
        "you",
        "we",
        "us",
        "an",
        "if",
        "which",
        "such",
        "other",
        "these",
        "those",
        "can",
        "has",
        "have",
        "their",
        "de",
        "la",
        "les",
        "des",
        "et",
        "le",
        "que",
        "en",
        "du",
        "pour",
        "sur",
        "est",
        "dans",
        "par",
        "un",
        "une",
        "der",
        "die",
        "und",
        "sie",
        "wir",
        "zu",
        "den",
        "von",
        "für",
        "oder",
        "ist",
        "mit",
        "das",
        "auf",
        "el",
        "los",
        "las",
        "para",
        "del",
        "con",
        "di",
        "il",
        "che",
        "per",
        "dei",
        "e",
        "o",
        "os",
        "do",
        "da",
        "em",
        "um",
        "uma",
    ]
)


def fold_target(target: str) -> str:
    """A link target without the parameters that follow people about."""
    if "?" not in target or not TRACKING.search(target):
        return target
    head, _, query = target.partition("?")
    query, hash_mark, fragment = query.partition("#")
    kept = [part for part in re.split(r"&(?:amp;)?", query) if not TRACKING.match(part)]
    return head + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


@dataclass(slots=True)
class Vocabulary:
    """One character for each distinct token, both sides of a comparison."""

    ids: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    strength: dict[str, float] = field(
        default_factory=dict
    )  # how much a token alone says: 0 for stop words and marks
    bulk: dict[str, float] = field(default_factory=dict)  # how much of a word a token is
    size: int = 0

    def words(self, ids: str) -> float:
        """About how many words these tokens are."""
        return sum(map(self.bulk.__getitem__, ids))

    def word_table(self) -> dict[int, str | None]:
        """For ``str.translate``: words without case, and nothing for marks."""
        table: dict[int, str | None] = {}
        for word, token in list(self.ids.items()):
            if self.bulk[token] == 0:
                table[ord(token)] = None
            elif not word.islower():
                lower = word.lower()
                table[ord(token)] = self.ids.get(lower) or self.learn(lower)
        return table

    def _next(self) -> str:
        number = self.size + 0x21
        self.size += 1
        return chr(number if number < 0xD800 else number + 0x800)

    def learn(self, raw: str) -> str:
        """The character of a word, punctuation mark or bare URL seen for the first time."""
        if raw.isalnum():
            folded = raw
        elif "://" in raw:
            folded = fold_target(raw)
        elif raw[0] == "\\" and len(raw) == 2:
            folded = raw[1]
        else:
            folded = raw.translate(QUOTES)
        known = self.ids.get(folded)
        if known is None:
            known = self.ids[folded] = self._next()
            self.strength[known] = strength_of(folded)
            self.bulk[known] = min(1.0, self.strength[known] or float(folded[0].isalnum()))
        self.ids[raw] = known
        return known

    def learn_any(self, raw: str) -> str:
        """The character of any token seen for the first time."""
        return self.learn_link(raw) if raw.startswith("](") else self.learn(raw)

    def learn_link(self, raw: str) -> str:
        """The character of a link target, given as ``](target)`` or, where a title follows, ``](target``."""
        target = "](" + fold_target(raw[2:].strip("<>) \t"))
        known = self.ids.get(target)
        if known is None:
            known = self.ids[target] = self._next()
            self.links.add(known)
            self.strength[known] = LINK_STRENGTH
            self.bulk[known] = LINK_BULK
        self.ids[raw] = known
        return known


LINK_STRENGTH = 2.0
LINK_BULK = 3.0


def strength_of(word: str) -> float:
    """How much a token says by itself: a word 1, a stop word or mark 0, a character of a script without spaces less."""
    first = word[0]
    if not first.isalnum():
        return 0.0
    if first >= "\u0e00":
        if first >= "\u3400":
            return 0.5  # Han, Hangul
        if first >= "\u3040":
            return 0.25  # Kana
        if first <= "\u0e7f":
            return 0.25  # Thai
    return 0.0 if (len(word) == 1 and not first.isdigit()) or word.lower() in STOPS else 1.0


@dataclass(slots=True)
class Tokens:
    """The tokens of (parts of) one text: characters of a vocabulary, and where each stands."""

    text: str
    ids: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def opens_paragraph(text: str, line: int) -> bool:
    """Whether the line at ``line`` may open a paragraph or item, so that a number there is a label.

    In the middle of a sentence that was broken over two lines a number is a word like any other.
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
        or len(bare) < SHORT_LINE
        or bare.lstrip().startswith("#")
        or set(bare.strip()) <= set("-=")
    )


SHORT_LINE = 45  # a line this short was not broken for width


def tokenise(text: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[str, list[int], list[int]]:
    """Tokens of ``text[start:end]``, which must begin at the start of a line or of the text."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    get = vocabulary.ids.get
    position = start
    for hidden, after in [*labels(text, start, end), (end, end)]:
        for found in TOKEN.finditer(text, position, hidden):
            kind = found.lastindex
            if kind == 2:
                continue
            raw = found.group()
            known = get(raw)
            if known is None:
                known = vocabulary.learn(raw) if kind == 3 else vocabulary.learn_link(raw)
            characters.append(known)
            first, last = found.span()
            starts.append(first)
            ends.append(last)
        position = after
    return "".join(characters), starts, ends


def labels(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where lines open with what is no word: indents, heading marks, bullets, numbers."""
    found = []
    last_number = ""
    match, find = LABEL.match, text.find
    line = start if not start or text[start - 1] == "\n" else find("\n", start, end) + 1 or end
    while line < end:
        label = match(text, line, end)
        first, last = label.span() if label else (line, line)
        line = find("\n", line, end) + 1 or end
        if label and last > first:
            number = label[1]
            if number:
                if (
                    opens_paragraph(text, first)
                    or _is_sure(number, text, last)
                    or _follows(last_number, number)
                ):
                    last_number = number
                else:
                    last = label.start(1)
            found.append((first, last))
    return found


_DIGITS = re.compile(r"\d+")
_CAPITALS = re.compile(r"\s*(?:\*\*|[A-ZÀ-Þ]{3,})")


def _is_sure(number: str, text: str, end: int) -> bool:
    """Whether a number that opens a line is one of a clause even in mid-paragraph: 2.2.5, or before bold or capitals."""
    if (number.count(".") >= 2 and number[-1] not in ".)") or number.count(".") >= 3:
        return True
    following = text[end : end + 4].lstrip()
    if number.count(".") == 1 and number[-1] not in ".)":
        return following[:1].isupper()
    return number[0].isdigit() and (text[end - 2 : end] == "**" or _CAPITALS.match(text, end) is not None)


def _follows(last: str, number: str) -> bool:
    """Whether a number counts on from the last one of its kind."""
    before, now = _DIGITS.findall(last), _DIGITS.findall(number)
    if before and now:
        return len(before) == len(now) and before[:-1] == now[:-1] and int(now[-1]) == int(before[-1]) + 1
    old, new = last.strip("().\\"), number.strip("().\\")
    return len(old) == len(new) == 1 and ord(new) == ord(old) + 1
