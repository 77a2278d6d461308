"""Numbers that a report writes in its own voice, each judged: a count of captures or of time, or something else. Pure.

Lists by language of the report, to be read and mended by an editor. Numbers inside quotation marks, code, link targets and
references to quotations are not ours and are not read. "Between two captures" and "one capture" count nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.content.prose import own_voice
from generator.content.statements import sentences_of
from generator.model.counts import CountKind
from generator.model.months import MONTH_NAMES

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{f"{ten}-{_UNITS[n]}": 10 * t + n for t, ten in enumerate(_TENS, 2) for n in range(1, 10)},
    "a hundred": 100,
    "one hundred": 100,
    "a dozen": 12,
}
"""Numbers written as words, in English."""
NOUNS: Mapping[str, Mapping[str, frozenset[CountKind]]] = {
    "en": {
        r"captures?": frozenset({CountKind.CAPTURES, CountKind.VERSIONS, CountKind.BY_HAND}),
        r"versions?": frozenset({CountKind.VERSIONS, CountKind.BY_HAND}),
        r"days?": frozenset({CountKind.DAYS}),
        r"weeks?": frozenset({CountKind.WEEKS}),
        r"months?": frozenset({CountKind.MONTHS}),
        r"years?": frozenset({CountKind.YEARS}),
        r"changes?": frozenset({CountKind.CHANGES}),
        r"documents?": frozenset({CountKind.DOCUMENTS}),
        r"compan(?:y|ies)": frozenset({CountKind.COMPANIES}),
    }
}
"""What is counted, and by which kinds of counts a number of it is borne."""
OF_RECORD = frozenset(kind for kind in CountKind if kind.is_of_record)
HEDGES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "below": r"almost|nearly|just under|less than|fewer than|under|not quite",
        "above": r"more than|over|at least|just over",
        "about": r"about|around|roughly|some",
    }
}
"""Words before a number that say on which side of it the count lies."""


class Judged(StrEnum):
    """What a number is."""

    COUNT = "count"  # of captures, changes or time: it rests on an entry of `counted`
    OF_WORDS = "count of words"  # how often words stand somewhere: it rests on a search (statements.py)
    DATE = "date"
    TIME = "time of day"
    CLAUSE = "number of a clause"
    MONEY = "money"
    OTHER = "other"  # of clauses, editions, sentences: what the page shows beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSaid:
    """One number: its words with the noun, its value (0 where it is no count), and the character of the text at which it stands.

    `kinds` are the kinds of counts that bear it, `hedge` is below, above, about or empty; `sentence` is the sentence around it.
    """

    judged: Judged
    said: str
    sentence: str
    at: int
    number: int = 0
    kinds: frozenset[CountKind] = frozenset()
    hedge: str = ""


def _joined(lists: Mapping[str, Mapping[str, object]]) -> str:
    return "|".join(noun for nouns in lists.values() for noun in nouns)


_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{_WORD})"
_HEDGE = "|".join(words for hedges in HEDGES.values() for words in hedges.values())
_HEADS = (
    r"(?:sections?|clauses?|paragraphs?|items?|articles?|exhibits?|exceptions?|appendix|chapters?|parts?)"
)
_CLAUSE_NUMBER = r"\d+(?:\.\d+)*(?:\(\w{1,3}\))*(?![\d,]*\d)"
_SMALL = r"(?:of|in|on|at|the|an?|to|and|or|for|with|by|from|that|which|who|after|before|until|than|since|as|was|were|is|are|had|has)"
_DAYS = r"\d{1,2}(?:(?:, | and | or | to |–)\d{1,2})*"
_SHAPE = re.compile(
    rf"(?P<money>[$€£¥]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:euros?|dollars?|cents?|pounds?|%|percent|per cent)(?!\w))"
    rf"|(?P<time>\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
    rf"|(?P<date>\b\d{{4}}-\d\d(?:-\d\d(?:T[\d:]+Z?)?)?|\b{_DAYS} (?:{MONTH_NAMES})\b(?: \d{{4}})?"
    rf"|\b(?:{MONTH_NAMES}) (?:\d{{1,2}}\b(?!\d)(?:, \d{{4}})?|\d{{4}})|\b(?:19|20)\d\d\b)"
    rf"|(?P<clause>\b{_HEADS} {_CLAUSE_NUMBER}(?:(?:, |,? and | or | to ){_CLAUSE_NUMBER})*|\b\d+(?:\.\d+)+\b)"
    rf"|(?P<words>\b{_NUMBER} (?:times|places|passages)\b)"
    rf"|(?P<count>(?:\b(?P<hedge>{_HEDGE}) )?(?<!\bbetween )\b(?:"
    rf"(?P<n1>{_NUMBER}) (?:(?!{_SMALL}\b)[a-z’-]+ ){{0,2}}?(?P<noun>{_joined(NOUNS)})\b"
    rf"|(?P<n2>{_NUMBER}) of (?:them|these|those|the \d+)\b"
    rf"|(?<=\bother )(?P<n3>\d{{1,6}}|(?!one\b)(?:{_WORD}))(?! [a-z]*s\b(?<!was)(?<!is)(?<!has))\b"
    rf"|(?<!\bthe )(?P<n4>{_NUMBER}),? (?:before|in|since|until|after)\b(?= (?:19|20)\d\d|[,.;]|$)))"
    rf"|(?P<other>\b{_NUMBER}\b)",
    re.IGNORECASE,
)
_OF_RECORD = re.compile(r"\b(?:captures?|versions?)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\{\{[^}]*\}\}")


def numbers_of(text: str) -> Iterator[NumberSaid]:
    """Every number of a text in our own voice, in order."""
    voice = _REFERENCE.sub(lambda found: " " * len(found[0]), own_voice(text)).replace("\n", " ")
    for start, end in sentences_of(text):
        of_captures = _OF_RECORD.search(voice, max(0, text.rfind("\n\n", 0, start)), end) is not None
        for found in _SHAPE.finditer(voice, start, end):
            yield _read(found, text[start:end], of_captures)


def number_in(words: str) -> int:
    """The value of a number in figures or words; 0 where it is none."""
    plain = words.casefold().replace(",", "")
    return int(plain) if plain.isdigit() else NUMBER_WORDS.get(plain, 0)


def _read(found: re.Match[str], sentence: str, of_captures: bool) -> NumberSaid:
    """The number that was found; `of_captures` says that its paragraph speaks of captures, so that a part may be one of them."""
    said, at = found[0], found.start()
    kind = found.lastgroup if found.lastgroup in _JUDGED else "count"
    if kind != "count":
        return NumberSaid(judged=_JUDGED[str(kind)], said=said, sentence=sentence, at=at)
    kinds = _kinds(found["noun"]) if found["noun"] else OF_RECORD
    indefinite = (found["n1"] or "").casefold() == "one" and not all(kind.is_duration for kind in kinds)
    if indefinite or not (found["noun"] or of_captures):
        return NumberSaid(judged=Judged.OTHER, said=said, sentence=sentence, at=at)
    number = next(number_in(found[name]) for name in ("n1", "n2", "n3", "n4") if found[name])
    return NumberSaid(
        judged=Judged.COUNT,
        said=said,
        sentence=sentence,
        at=at,
        number=number,
        kinds=kinds,
        hedge=_hedge(found["hedge"] or ""),
    )


_JUDGED = {
    "money": Judged.MONEY,
    "time": Judged.TIME,
    "date": Judged.DATE,
    "clause": Judged.CLAUSE,
    "words": Judged.OF_WORDS,
    "other": Judged.OTHER,
}


def _kinds(noun: str) -> frozenset[CountKind]:
    return next(
        kinds
        for nouns in NOUNS.values()
        for shape, kinds in nouns.items()
        if re.fullmatch(shape, noun, re.IGNORECASE)
    )


def _hedge(words: str) -> str:
    told = (
        side
        for hedges in HEDGES.values()
        for side, shape in hedges.items()
        if words and re.fullmatch(shape, words, re.IGNORECASE)
    )
    return next(told, "")
