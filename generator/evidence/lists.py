"""Signs of a list in the text of terms: bullets, numbers, open ends, words that only pass a list on. Pure text, no state."""

import re

from generator.model.policy import BlockKind, Segment, Span
from generator.model.sentences import sentence_start, sentence_starts

_BULLET = re.compile(r"(?:[*+\-•‒–—·▪◦‣■□●○*]\s+)+")
_ORDINAL = re.compile(
    r"(?:[*+\-•]\s+)*(?P<mark>[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{2,6}|[一二三四五六七八九十]{1,3})[.)\]、]+)"
    r"(?:\s+(?=\S)|(?=[\u2e80-\uffef])|(?<=[)\]])(?=\S))"
)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})+\s+(?=\S)")
_FIRST = re.compile(r"[(\[]?(?:1|a|i|A|I|一)[.)\]、]+\Z")
_INLINE = re.compile(
    r"(?P<paren>[(（](?:[a-zA-Z]{1,2}|[ivx]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）])|(?P<half>(?<![\w(])(?:[a-z]|[ivx]{2,4}|\d{1,2})\))"
    r"|(?P<dot>(?<![\w.])(?:[a-zA-Z]|[ivx]{2,4}|\d{1,2})\.(?=\s))|(?P<bullet>[•▪◦‣●])"
)
OPEN_END = re.compile(r"[:：,，;；–—-]\s*\Z")
COLON = re.compile(r"[:：]\s*\Z")
JOIN_END = re.compile(r"(?:[;,；，]|\b(?:and|or|und|oder|et|ou|y|o|e))\s*\Z", re.IGNORECASE)
DANGLING = re.compile(
    r"(?P<stop>[;,；，])\s*(?:and/or|and|or|und|oder|et|ou|y|o|e|及|或|和)\s*\Z", re.IGNORECASE
)
_CONNECTIVE = re.compile(
    r"(?:for (?:example|instance)|(?:this|these|that|they|it|examples?|which)\b.{0,30}\b(?:includes?|means?|are|is)|includ\w+|such as|"
    r"examples?|namely|specifically|in particular|in that spirit|that is|among (?:them|others)|zum beispiel|etwa|dazu\b.{0,20}|"
    r"par exemple|notamment|por ejemplo|ad esempio|例如|比如|包括|如下|برای مثال|از جمله)[^.]{0,24}[:：]\s*\Z",
    re.IGNORECASE,
)
CUE = re.compile(
    r"\b(?:following|below|any of|as follows|folgende\w*|suivant\w*|siguiente\w*|seguent\w*)\b|以下|下列|زیر|التالي"
)
GOVERNS = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|only|solely|except\w*|exclud\w*|unless|without|prohibit\w*|forbid\w*|"
    r"restrict\w*|bann?\w*|must|may|shall|will|agree\w*|abuse|misuse|nicht|keine?\w*|nie|nur|ohne|"
    r"verbot\w*|pas|jamais|aucune?|sauf|sans|interdi\w*|nunca|sin|salvo|solo|prohib\w*|non|mai|senza|viet\w*)\b"
    r"|n[’']t\b|[不未无無非除仅僅只别勿禁]|[:：,，–—]\s*\Z",
    re.IGNORECASE,
)
DAY = re.compile(r"\b(?:19|20)\d\d\W*\Z")  # a line such as "Last updated: 2 May 2024" opens no list
RULE = re.compile(r"[\s|:\-]+\Z")


def marks_of(segment: Segment, words: str) -> int:
    """How many characters of a segment are its bullet and number."""
    skip = 0
    if segment.kind is BlockKind.ITEM and (found := _BULLET.match(words)):
        skip = found.end()
    if segment.kind is BlockKind.ITEM or segment.number:
        found = _ORDINAL.match(words, skip) or _DECIMAL.match(words, skip)
        skip = found.end() if found else skip
    return skip if skip < len(words) else 0


def is_marked(segment: Segment, words: str) -> bool:
    """Whether a paragraph opens with a number or marker, so that it may be one of a list."""
    return bool(segment.number) and bool(_ORDINAL.match(words) or _DECIMAL.match(words))


def is_lettered(segment: Segment, words: str) -> bool:
    """Whether a paragraph opens with the marker of a list's item and not with the number of a clause."""
    return (
        segment.kind is BlockKind.PARAGRAPH
        and is_marked(segment, words)
        and "." not in segment.number.rstrip(".")
    )


def is_first(words: str) -> bool | None:
    """Whether a marker is the first of its kind; None where there is no marker."""
    found = _ORDINAL.match(words)
    return bool(_FIRST.match(found["mark"])) if found else None


def past_connective(text: str, begin: int, end: int) -> int:
    """The beginning of the sentence before, where this one only passes it on: ``For example:``."""
    starts = [at for at in sentence_starts(text) if at < begin]
    while starts and _passes_on(text[begin:end]):
        begin = starts.pop()
    return begin


def _passes_on(words: str) -> bool:
    """Whether a sentence opens a list with nothing of its own: ``This includes:``."""
    head = re.match(r"[^:：]*[:：]", words)
    return head is not None and bool(_CONNECTIVE.match(head[0].strip()))


def inline_lead(text: str, begin: int) -> Span | None:
    """The words that open a list inside a paragraph, for a sentence that begins with one of its later markers."""
    own = _INLINE.match(text, begin)
    if own is None or own.lastgroup is None:
        return None
    for found in reversed(list(_INLINE.finditer(text, 0, begin))):
        if found.lastgroup == own.lastgroup and COLON.search(text[: found.start()]):
            opening = sentence_start(text, max(0, found.start() - 2))
            return Span(past_connective(text, opening, found.start()), found.start())
    return None


def cells_of(text: str, window: Span) -> list[Span]:
    """The cells of a table's row, without the bars and the spaces round them."""
    cells: list[Span] = []
    at = window.start
    for part in text[window.start : window.end].split("|"):
        start = at + len(part) - len(part.lstrip())
        cells.append(Span(start, max(start, at + len(part.rstrip()))))
        at += len(part) + 1
    return cells[1:-1] if len(cells) > 2 else cells
