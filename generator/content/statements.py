"""Statements that words are absent, present, or stand so many times, as a report makes them in its own voice. Pure.

Lists by language of the report, to be read and mended by an editor. Numbers of days, sections, cases or money are no counts of words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.content.prose import own_voice
from generator.model.sentences import sentence_starts

ABSENCE: Mapping[str, str] = {
    "en": r"\b(?:lack(?:s|ed|ing)?|absent|missing|gone|vanish(?:ed)?|disappear(?:ed)?|neither|never|nowhere|"
    r"no longer (?:h[eo]ld\w*|nam\w+|sa(?:ys?|id)|list\w*|mention\w*|contain\w*|ha[sd]|have|stands?|stood|there)|"
    r"not (?:a|one) word|not at all|no (?:word|mention|sentence|clause)s?\b|"
    r"did not (?:name|mention|hold|contain|say)|named no|said nothing|held no(?:ne|thing)?|without (?:the|a) words?|"
    r"first (?:named|mentioned|seen|said|held|appear\w*)|for the first time|"
    r"removed|dropped|deleted|left out)\b",
}
"""Words by which a line says that a text lacks something."""
PRESENCE: Mapping[str, str] = {
    "en": r"\b(?:word for word|unchanged|(?:had|has|have) stood|stood in|present (?:on|in|since)|"
    r"still (?:nam\w+|h[eo]lds?|says?|said|carr\w+|stands?|stood|lists?|listed|contain\w*|mention\w*))\b",
}
"""And that it has something."""
LEFT: Mapping[str, str] = {
    "en": r"no longer.*|removed|dropped|deleted|left out|gone|vanish(?:ed)?|disappear(?:ed)?",
}
"""Those of absence that say that words left: the later text lacks them, and not the earlier."""
SUPPOSED: Mapping[str, str] = {
    "en": r"\bwould have\b",
}
"""Words of a sentence that supposes and states nothing."""
COUNT: Mapping[str, str] = {
    "en": r"\b(?:(?P<word>once|twice)(?<!at once)(?<!than once)(?= in (?:the|its)|[,.;:]|$)|"
    r"(?P<number>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:times|places|passages))\b",
}
"""And how often."""
_WORDS = (
    "once",
    "twice",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)} | {"two": 2}


class Kind(StrEnum):
    """What is stated of words."""

    ABSENT = "absent"
    PRESENT = "present"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: the words that make it, how often it says that something stands (0 where it gives no number), its
    sentence, and the character of the text at which the words begin."""

    kind: Kind
    sign: str
    sentence: str
    at: int
    number: int = 0

    @property
    def is_of_later(self) -> bool:
        """Whether it says that words left."""
        return self.kind is Kind.ABSENT and _LEFT.fullmatch(self.sign) is not None


_LEFT = re.compile("|".join(LEFT.values()), re.IGNORECASE)
_SUPPOSED = re.compile("|".join(SUPPOSED.values()), re.IGNORECASE)
_SHAPES = tuple(
    (kind, re.compile("|".join(lists.values()), re.IGNORECASE))
    for kind, lists in ((Kind.ABSENT, ABSENCE), (Kind.PRESENT, PRESENCE), (Kind.COUNTED, COUNT))
)
_BREAK = re.compile(r"\n\s*\n|\n(?=[|>#*-])|\|")


def statements_of(text: str) -> Iterator[Statement]:
    """Every statement of a text in our own voice, in order; of each kind the first of a sentence."""
    voice = own_voice(text)
    for start, end in sentences_of(text):
        if _SUPPOSED.search(voice, start, end):
            continue
        for kind, shape in _SHAPES:
            if found := shape.search(voice, start, end):
                groups = found.groupdict() if kind is Kind.COUNTED else {}
                told = (groups.get("word") or groups.get("number") or "").casefold()
                yield Statement(
                    kind=kind,
                    sign=found[0],
                    sentence=text[start:end],
                    at=found.start(),
                    number=int(told) if told.isdigit() else _NUMBERS.get(told, 0),
                )


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a paragraph, an item and a cell of a table end one too."""
    at = 0
    for border in [*_BREAK.finditer(text), None]:
        end = border.start() if border else len(text)
        starts = [at + start for start in sentence_starts(text[at:end])]
        yield from zip(starts, [*starts[1:], end], strict=True)
        at = border.end() if border else end
