"""What kind of change: classes that order and fold what a reader sees, never hide it. Each is shown with its rule."""

import re
from collections.abc import Iterable

RULES = {
    "quiet": "only white space, markup, numbering, quote marks or tracking parameters differ",
    "link": "a link leads elsewhere",
    "dates": "only dates differ",
    "contact": "only addresses, telephone numbers or names of contact points differ",
    "wording": "words differ, and nothing else was found by these rules",
    "negation": "a word that denies or excepts was added or removed: not, no, never, only, except, unless, without",
    "number": "a number, an amount, a period or a share was added, removed or changed",
    "right": "a word that gives or takes leave was added or removed: may, can, right, licence, consent, permission",
    "obligation": "a word that binds was added or removed: must, shall, will, agree, required, obliged",
    "topic": "a phrase of one of the report's topics was added or removed",
}
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    "sept?|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|"
    "septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|"
    "noviembre|diciembre"
)
_DATE = re.compile(
    rf"(?i)\b(?:{MONTHS})\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,4}}\s*[年月日]|[年月日]|"
    r"\b(?:effective|revised|updated?|modified|last|date|on|as|of|in|the|version|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b|[\s,.:;/\-()]"
)
_YEAR = re.compile(rf"(?i)\b(?:{MONTHS})\b|\b(?:19|20)\d\d\b|\d\s*[年月日]")
_CONTACT = re.compile(
    r"(?i)\S+@\S+|https?://\S+|www\.\S+|\+?\(?\d[\d\s().\-]{6,}\d|\b(?:e-?mail|phone|tel|telephone|fax|address|street|"
    r"suite|floor|box|avenue|road|contact|us|at|or|by|to)\b|[\s,.:;/\-()@]"
)
_AT = re.compile(r"\S+@\S+|https?://|www\.|\+?\(?\d[\d\s().\-]{6,}\d")
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


_UNSAID = re.compile(
    r"\]\([^)\s]*\)?|https?://\S+"
    r"|(?m:^[ \t#>*+•-]*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d+(?:\.\d+)+[.)]?)(?=[ \t]+(?:\*\*)?[A-ZÀ-Þ“\"\[]))"
)  # addresses, and the number that opens a clause: what is in them is not said. "30 days" and "not." are


def classify(changed: Iterable[str], links: bool, topics: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Classes of a change, from the words it deletes and inserts (in place) and whether a link target changed."""
    pieces = [piece for piece in changed if piece.strip()]
    found: list[str] = []
    if pieces:
        text = "\n".join(pieces)
        if _YEAR.search(text) and all(not _DATE.sub("", piece) for piece in pieces):
            found.append("dates")
        elif _AT.search(text) and all(not _CONTACT.sub("", piece) for piece in pieces):
            found.append("contact")
        else:
            found.append("wording")
            said = _UNSAID.sub(" ", text)
            for name, rule in (
                ("negation", _NEGATION),
                ("number", _NUMBER),
                ("right", _RIGHT),
                ("obligation", _OBLIGATION),
            ):
                if rule.search(said):
                    found.append(name)
        if has_phrase(pieces, topics):
            found.append("topic")
    if links:
        found.append("link")
    return tuple(found) or ("quiet",)


def has_phrase(changed: Iterable[str], phrases: Iterable[str]) -> bool:
    """Whether words that were deleted or inserted hold one of the phrases, as readers read: whatever the case."""
    text = "\n".join(" ".join(piece.casefold().split()) for piece in changed)
    return any(phrase.casefold() in text for phrase in phrases)
