"""Find the classes of a change by the rules that `ChangeClass` states, from the words that were deleted and inserted."""

import re
from collections.abc import Iterable

from generator.model.change_classes import ChangeClass
from generator.model.months import MONTH_NAMES

_DATES = re.compile(
    rf"(?i)(?>(?:\b(?:{MONTH_NAMES})\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,4}}\s*[年月日]|[年月日]|"
    r"\b(?:effective|revised|updated?|modified|last|date|on|as|of|in|the|version|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b|[\s,.:;/\-()])*)\Z"
)  # a piece from its beginning to its end, so that reading stops at the first word that is none of these
_YEAR = re.compile(rf"(?i)\b(?:{MONTH_NAMES})\b|\b(?:19|20)\d\d\b|\d\s*[年月日]")
_CONTACTS = re.compile(
    r"(?i)(?>(?:\S{1,64}@\S{1,255}|https?://\S+|www\.\S+|\+?\(?\d[\d\s().\-]{6,}\d|\b(?:e-?mail|phone|tel|telephone|fax|address|street|"
    r"suite|floor|box|avenue|road|contact|us|at|or|by|to)\b|[\s,.:;/\-()@])*)\Z"
)
_AT = re.compile(r"\S@\S|https?://|www\.|\d[\d\s().\-]{6,}\d")
# What the rules look for in words of other scripts; in words of ASCII letters the tables further down say the same.
_NEGATION = re.compile(
    r"(?i)\b(?:not|no|never|nor|neither|cannot|none|nothing|only|except(?:ing|ion|ions)?|excluding|unless|without|"
    r"nicht|kein\w*|nie|außer|ohne|nur|ne|pas|jamais|sauf|sans|aucun\w*|nunca|jamás|sin|salvo|solo|excepto|não|sem|"
    r"non|mai|senza|tranne)\b|n['’]t\b|不|未|没|無|无|除|ない|ません|않|없|못|ไม่|لا|لن|لم|ليس|غير|לא|אין|בלי"
)
_NUMBER = re.compile(
    r"(?i)\d|[$€£¥%]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|ninety|hundred|thousand|million|billion|half|once|twice|percent)\b|[一二三四五六七八九十百千万]+[日天月年个個]"
)
_RIGHT = re.compile(
    r"(?i)\b(?:may|can|could|rights?|licen[cs]es?|licensed|sublicen[cs]\w*|consents?|consented|permi(?:t|ts|tted|ssion\w*)|"
    r"allow\w*|entitle\w*|opt(?:ing)?[- ]?(?:in|out)|waive\w*|grant\w*|irrevocabl\w*|perpetual\w*|darf|dürfen|Recht\w*|"
    r"Lizenz|Einwilligung|peut|pouvez|droits?|licence|consentement|puede\w*|derechos?|licencia|consentimiento)\b|"
    r"权利|許可|许可|同意|権利|권리|동의|حق|موافقة|זכות|הסכמה"
)
_OBLIGATION = re.compile(
    r"(?i)\b(?:must|shall|will|agree\w*|requir\w*|oblig\w*|responsib\w*|liab\w*|indemnif\w*|prohibit\w*|warrant\w*|"
    r"muss|müssen|verpflicht\w*|haft\w*|doit|devez|devons|responsab\w*|debe\w*|obligad\w*)\b|必须|必須|应当|應|义务|義務|해야|يجب|חייב"
)


_TARGETS = re.compile(r"\]\([^)\s]*\)?|https?://\S+")
_OPENING_NUMBER = re.compile(
    r"[ \t#>*+•-]*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d+(?:\.\d+)+[.)]?)(?=[ \t]+(?:\*\*)?[A-ZÀ-Þ“\"\[])"
)  # the number that opens a clause is not said. "30 days" and "not." are
_WORD = re.compile(
    "[\\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u109f]+"
)  # with vowel signs
_OPT = re.compile(r"(?i)\bopt(?:ing)?[- ]?(?:in|out)\b")
_NOT_JOINED = re.compile(r"(?i)n['’]t\b")
_NEGATION_WORDS = frozenset(
    "not no never nor neither cannot none nothing only except excepting exception exceptions excluding "
    "unless without nicht nie ohne nur ne pas jamais sauf sans nunca sin salvo solo excepto sem non mai "
    "senza tranne".split()
)
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty "
    "sixty ninety hundred thousand million billion half once twice percent".split()
)
_RIGHT_WORDS = frozenset(
    "may can could right rights license licence licenses licences licensed consent consents consented "
    "permit permits permitted darf lizenz einwilligung peut pouvez droit droits consentement derecho "
    "derechos licencia consentimiento".split()
)
_OBLIGATION_WORDS = frozenset("must shall will muss doit devez devons".split())
_PREFIXES = {
    ChangeClass.NEGATION: ("kein", "aucun"),
    ChangeClass.RIGHT: tuple(
        "sublicens sublicenc permission allow entitle waive grant irrevocabl perpetual recht puede".split()
    ),
    ChangeClass.OBLIGATION: tuple(
        "agree requir oblig responsib liab indemnif prohibit warrant verpflicht haft responsab debe".split()
    ),
}
_ANY_PREFIX = tuple(prefix for prefixes in _PREFIXES.values() for prefix in prefixes)
_RULES_OF_WORDS = (
    (ChangeClass.NEGATION, _NEGATION, _NEGATION_WORDS),
    (ChangeClass.NUMBER, _NUMBER, _NUMBER_WORDS),
    (ChangeClass.RIGHT, _RIGHT, _RIGHT_WORDS),
    (ChangeClass.OBLIGATION, _OBLIGATION, _OBLIGATION_WORDS),
)
_SHORT = 40  # characters of a change that is remembered
_NOTHING: frozenset[ChangeClass] = frozenset()
_BY_WORD = {
    word: frozenset(name for name, _, others in _RULES_OF_WORDS if word in others)
    for _, _, words in _RULES_OF_WORDS
    for word in words
}


class Classifier:
    """Says of many changes of one comparison what kind they are; each distinct word is looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[ChangeClass]] = {}
        self._short: dict[str, tuple[ChangeClass, ...]] = {}  # of whole changes; tables and lists repeat them

    def classify(self, changed: Iterable[str], links: bool) -> tuple[ChangeClass, ...]:
        """Classes of a change, from the words it deletes and inserts (in place) and whether a link target changed."""
        pieces = [piece for piece in changed if piece.strip()]
        if len(pieces) == 1 and len(pieces[0]) <= _SHORT and not links:
            known = self._short.get(pieces[0])
            if known is None:
                known = self._short[pieces[0]] = self._classify(pieces, links)
            return known
        return self._classify(pieces, links)

    def _classify(self, pieces: list[str], links: bool) -> tuple[ChangeClass, ...]:
        found: list[ChangeClass] = []
        if pieces:
            text = "\n".join(pieces)
            if _is_dates(text, pieces):
                found.append(ChangeClass.DATES)
            elif _is_contact(text, pieces):
                found.append(ChangeClass.CONTACT)
            else:
                found.append(ChangeClass.WORDING)
                said = self._said(_without_unsaid(text))
                found += [name for name, _, _ in _RULES_OF_WORDS if name in said]
        if links:
            found.append(ChangeClass.LINK)
        return tuple(found) or (ChangeClass.QUIET,)

    def _said(self, text: str) -> set[ChangeClass]:
        """The rules that some word of a text meets."""
        found: set[ChangeClass] = set()
        known = self._known
        for word in set(_WORD.findall(text)):
            rules = known.get(word)
            if rules is None:
                rules = known[word] = _rules_of(word)
            if rules:
                found |= rules
        if ChangeClass.NUMBER not in found and any(sign in text for sign in "$€£¥%"):
            found.add(ChangeClass.NUMBER)
        if ChangeClass.NEGATION not in found and ("'" in text or "’" in text) and _NOT_JOINED.search(text):
            found.add(ChangeClass.NEGATION)
        if (
            ChangeClass.RIGHT not in found
            and ("opt" in text or "Opt" in text or "OPT" in text)
            and _OPT.search(text)
        ):
            found.add(ChangeClass.RIGHT)
        return found


def classify(changed: Iterable[str], links: bool) -> tuple[ChangeClass, ...]:
    """The classes of one change; see `Classifier`."""
    return Classifier().classify(changed, links)


def _rules_of(word: str) -> frozenset[ChangeClass]:
    """The rules that one word meets."""
    if not word.isascii():
        return frozenset(name for name, rule, _ in _RULES_OF_WORDS if rule.search(word))
    low = word.lower()
    found = _BY_WORD.get(low, _NOTHING)
    if low.startswith(_ANY_PREFIX):
        found |= {name for name, starts in _PREFIXES.items() if low.startswith(starts)}
    if not low.isalpha() and any(map(str.isdecimal, low)):
        found |= {ChangeClass.NUMBER}
    return found


def _is_dates(text: str, pieces: list[str]) -> bool:
    """Whether all that changed is days, months and years, with the words that stand round them."""
    return all(map(_DATES.match, pieces)) and bool(_YEAR.search(text))


def _is_contact(text: str, pieces: list[str]) -> bool:
    """Whether all that changed is addresses and telephone numbers, with the words that stand round them."""
    return all(map(_CONTACTS.match, pieces)) and bool(_AT.search(text))


def _without_unsaid(text: str) -> str:
    """A text without addresses and without the numbers that open its lines."""
    if "](" in text or "://" in text:
        text = _TARGETS.sub(" ", text)
    pieces: list[str] = []
    at = line = 0
    while line >= 0:
        found = _OPENING_NUMBER.match(text, line)
        if found:
            pieces.append(text[at:line])
            at = found.end()
        line = text.find("\n", line) + 1 or -1
    return " ".join([*pieces, text[at:]]) if pieces else text


def has_phrase(changed: Iterable[str], phrases: Iterable[str]) -> bool:
    """Whether words that were deleted or inserted hold one of the phrases, as readers read: whatever the case."""
    if not phrases:
        return False
    text = "\n".join(" ".join(piece.casefold().split()) for piece in changed)
    return any(phrase.casefold() in text for phrase in phrases)
