"""Sentences of a folded text: where one begins and ends, by a small table of rules for the writing of terms.

A border that is missed shows more of a clause than was asked for; a border that is invented may cut a negation off. So
doubt is always settled against a border: an abbreviation ends a sentence only before a word that seldom goes on with one.
"""

import re
from collections.abc import Iterator

_CLOSERS = "\"'”’»›)\\]）】」』》〉"
_OPENERS = "\"'“‘„«‹(\\[（【「『《〈¿¡•*–—-"
# A full stop of a script without spaces, or of one that writes no other, ends a sentence whatever follows.
_BORDER = re.compile(
    rf"(?P<wide>[。！？｡．]+|[।॥።။។]+)[{_CLOSERS}]*\s*"
    rf"|(?P<stop>[.!?…؟۔։]+)(?:\[\d{{1,3}}\])*[{_CLOSERS}]*(?:\[\d{{1,3}}\])*(?P<gap>\s+)"
)
_NUMBERED = (
    r"(?:nos?|nr|n[úu]m|n|arts?|artt|secs?|sects?|ss?|paras?|par|cls?|chs?|figs?|pp?|vols?|abs|ziff|kap|anm|rn|eds?|"
    r"add|annex|app|sched|reg|c|§+)"
)
_BEFORE_NUMBER = re.compile(rf"(?:^|[\s(\[“\"]){_NUMBERED}\.\Z", re.IGNORECASE)
_NEVER = re.compile(
    r"(?:^|[\s(\[“\"/])(?:e\.\s?g|i\.\s?e|viz|vs?|cf|incl|excl|approx|ca|mr|mrs|ms|messrs|dr|prof|st|hon|rev|gen|"
    r"attn|al|p\.\s?ex|p\.\s?ej|z\.\s?b|d\.\s?h|u\.\s?a|i\.\s?d\.\s?r|bzw|ggf|vgl|evtl|insb|sog|mme|mlle|sra?|srta|"
    r"sig|ecc\.\s?es|par ex|ad es)\.\Z",
    re.IGNORECASE,
)
_SELDOM = re.compile(
    r"(?:^|[\s(\[“\"&,/-])(?:inc|ltd|llc|l\.l\.c|corp|co|cos|plc|pty|gmbh|bros|jr|sr|esq|etc|usw|ecc|dept|univ|ave|blvd|"
    r"rd|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|a\.m|p\.m|(?:\w\.)+\w|[^\W\d_])\.\Z",
    re.IGNORECASE,
)
_OPENING_WORD = re.compile(
    r"(?:You|Your|We|Our|The|This|These|That|Those|If|In|It|Its|For|When|Where|While|Unless|Except|However|By|As|To|"
    r"Any|All|No|Nothing|Each|Such|Please|Upon|Without|With|Subject|Under|Notwithstanding|There|They|Their|An?|On|At|"
    r"After|Before|Until|Some|Other|Otherwise|Further|Furthermore|Additionally|Also|And|But|Or|Nor|Wir|Sie|Die|Der|Das|"
    r"Wenn|Nous|Vous|Les?|La|Si|El|Los|Las|Usted)\b"
)
_BRANDS = re.compile(r"(?:^|\s)(?:Yahoo|Joomla|Yum|Jeopardy|Toys)!\Z")
_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Absatz|Satz|Kapitel)\b"
)
# "2. You may": the number that opens a clause or an item, at the head of the text, of a sentence or of a list's part.
_MARKER = re.compile(
    r"(?:^|[.:;,!?—–)]\s+|\b(?:and|or|und|oder|et|ou|y|o)\s+)[(\[]?(?:\d{1,3}|\w|[ivxIVX]{2,5})\.\Z"
)


def sentence_starts(text: str) -> Iterator[int]:
    """Every place where a sentence begins, the first character included."""
    yield 0
    for found in _BORDER.finditer(text):
        if found.end() < len(text) and (found["wide"] or _ends(text, found)):
            yield found.end()


def sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that holds the character `at`."""
    last = 0
    for start in sentence_starts(text):
        if start > at:
            break
        last = start
    return last


def sentence_end(text: str, at: int) -> int:
    """Where the sentence ends whose last quoted character stands before `at`; spaces behind it are no part of it."""
    stop = next((start for start in sentence_starts(text) if start >= at), len(text))
    return len(text[:stop].rstrip())


def is_finished(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    bare = re.sub(rf"(?:\[\d{{1,3}}\]|[{_CLOSERS}\s])+\Z", "", text)
    return bool(bare) and bare[-1] in ".!?。！？｡．؟۔։।॥።။។…"


def begins_small(text: str) -> bool:
    """Whether the first letter is a small one: what goes on with a sentence and does not begin one."""
    return next((c.islower() for c in text if c.isalnum()), False)


def _ends(text: str, found: "re.Match[str]") -> bool:
    """Whether a stop with a space behind it ends a sentence, by what stands on both sides."""
    follows = text[found.end() :].lstrip(_OPENERS.replace("\\", "") + " ")
    if not follows or follows[0].islower() or follows[0] in ",;:.)":
        return False
    before = text[max(0, found.start() - 24) : found.start("stop") + 1]
    if found["stop"] == "!":
        return not _BRANDS.search(before)
    if found["stop"] != ".":
        return True
    if _MARKER.search(before if found.start() > 24 else text[: found.start() + 1]) or _NEVER.search(before):
        return False
    if _BEFORE_NUMBER.search(before) and re.match(r"\d|[IVXLC]+\b|[A-Z]\b", follows):
        return False
    if before[-2:-1].isdigit() and _MONTH.match(follows):
        return False
    return not _SELDOM.search(before) or bool(_OPENING_WORD.match(follows))
