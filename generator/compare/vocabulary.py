"""Vocabulary: interns each distinct token of a comparison as one character, so that a text becomes a string.

Weights are computed on first use, because most tokens of most comparisons are never weighed.
"""

import re
import unicodedata
from collections.abc import Callable

from generator.model.words import straighten_quotes

TRACKING = re.compile(
    r"(?i)(?:utm_\w+|_?hs(?:enc|mi|lang|fp|sc|tc)|__hs\w+|optimizely_\w+|[fgm]clid|gbraid|wbraid|msclkid|mc_[ce]id|"
    r"_gl|_ga|igshid|yclid|dclid|ref_src|trk\w*|vero_\w+|s?cid|sessionid|jsessionid|visitor_?id|amp_\w+)="
)
STOP_WORDS = frozenset(
    """
    the of and to a in or our that for any this is with are not by may be as on at from it its your you we us an
    if which such other these those can will shall must has have all their de la les des et le que en du pour sur
    est dans par un une der die und sie wir zu den von für oder ist mit das auf el los las para del con di il che
    per dei e o os do da em um uma
    """.split()
)
LABEL = "\x21"  # the token of every proven label, so that labels which count on differently are equal tokens
LINK_WEIGHT = 2.0
LINK_WORD_WEIGHT = 3.0


class _LazyTable(dict[str, float]):
    """A dictionary that computes missing values."""

    def __init__(self, compute: Callable[[str], float]) -> None:
        self.compute = compute

    def __missing__(self, token: str) -> float:
        value = self[token] = self.compute(token)
        return value


class _LowerCase(dict[int, str | None]):
    """A table for `str.translate`: each token to the token of its lower-case word; punctuation is removed."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        self.vocabulary = vocabulary

    def __missing__(self, code: int) -> str | None:
        token = chr(code)
        word = self.vocabulary.text_of(token)
        lower_case: str | None = token
        if self.vocabulary.word_weights[token] == 0:
            lower_case = None
        elif not word.islower():
            low = word.lower()
            lower_case = self.vocabulary.ids.get(low) or self.vocabulary.intern(low)
        self[code] = lower_case
        return lower_case


class Vocabulary:
    """The interned tokens of a comparison, with their weights."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.links: set[str] = set()
        self.no_links: dict[int, None] = {}  # for ``str.translate``: tokens without those of links
        self.texts: list[str] = []
        self.weights = _LazyTable(self._weight)  # of a token: a word 1, a stop word or mark 0
        self.word_weights = _LazyTable(self._word_weight)  # share of a word that a token stands for, 0 to 1
        self.lower_case = _LowerCase(self)
        self.intern("§label")  # no word of a text: it takes the first character, LABEL

    def text_of(self, token: str) -> str:
        """Return the normalised text of a token."""
        code = ord(token)
        return self.texts[code - 0x21 if code < 0xD800 else code - 0x821]

    def word_weight(self, ids: str) -> float:
        """Return the approximate number of words in some tokens."""
        return sum(map(self.word_weights.__getitem__, ids))

    def intern(self, raw: str) -> str:
        """Return the character for a word, punctuation mark or bare URL; assign one at first sight."""
        folded = raw if raw.isascii() and raw.isalnum() else _normalise(raw)
        known = self.ids.get(folded)
        if known is None:
            known = self.ids[folded] = self._next(folded)
        self.ids[raw] = known
        return known

    def intern_link(self, raw: str) -> str:
        """Return the character for a link's end, ``](target)`` or ``](target "title")``; a title is part of it."""
        address, space, title = raw[2:-1].strip().partition(" ")
        target = "](" + strip_tracking(address.strip("<>")) + space + title
        known = self.ids.get(target)
        if known is None:
            known = self.ids[target] = self._next(target)
            self.links.add(known)
            self.no_links[ord(known)] = None
        self.ids[raw] = known
        return known

    def _next(self, folded: str) -> str:
        number = len(self.texts) + 0x21
        self.texts.append(folded)
        return chr(number if number < 0xD800 else number + 0x800)

    def _weight(self, token: str) -> float:
        return LINK_WEIGHT if token in self.links else weight_of(self.text_of(token))

    def _word_weight(self, token: str) -> float:
        if token in self.links:
            return LINK_WORD_WEIGHT
        word = self.text_of(token)
        return min(1.0, weight_of(word) or float(word[0].isalnum()))


def _normalise(raw: str) -> str:
    if "://" in raw:
        return strip_tracking(raw)
    return unicodedata.normalize("NFC", straighten_quotes(raw))


def strip_tracking(target: str) -> str:
    """Return a link target without tracking parameters."""
    if "?" not in target or not TRACKING.search(target):
        return target
    head, _, query = target.partition("?")
    query, hash_mark, fragment = query.partition("#")
    kept = [part for part in re.split(r"&(?:amp;)?", query) if not TRACKING.match(part)]
    return head + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def weight_of(word: str) -> float:
    """Return the weight of a token: a word 1, a stop word or punctuation 0, Han and Hangul 0.5, Kana and Thai 0.25."""
    first = word[0]
    if not first.isalnum():
        return 0.0
    if first >= "\u0e00":
        if first >= "\u3400":
            return 0.5  # Han, Hangul
        if first >= "\u3040" or first <= "\u0e7f":
            return 0.25  # Kana, Thai
    return 0.0 if (len(word) == 1 and not first.isdigit()) or word.lower() in STOP_WORDS else 1.0
