"""How a sentence says that it limits what stands before it: "notwithstanding" and its kin, and what only looks so. Pure.

The lists are content, one a language. A language that is not here loses nothing but these signs.
"""

import re
from collections.abc import Mapping

from generator.model.policy import Span

OVERRIDES: Mapping[str, str] = {
    "en": r"nothwithstanding|notwithstanding|regardless of|irrespective of|despite|in spite of",
    "de": r"ungeachtet|unbeschadet|abweichend|entgegen|trotz",
    "fr": r"nonobstant|malgré|par dérogation",
    "es": r"no obstante|sin perjuicio|a pesar de",
    "pt": r"não obstante|sem prejuízo|apesar d",
    "it": r"nonostante|in deroga|fatt[oi] salv[oi]|fermo restando",
    "nl": r"niettegenstaande|ondanks|in afwijking|onverminderd",
    "zh": r"尽管|儘管|虽有|不论|无论",
    "ja": r".{1,30}にかかわらず",
    "ko": r".{1,30}에도 불구하고",
    "fa": r"علی.?رغم|با وجود",
    "ru": r"несмотря на|независимо от",
}
"""How a sentence begins that sets aside what a clause says, by language; in small letters, without number or bullet."""
EXCEPTIONS: Mapping[str, str] = {
    "en": r"however|nevertheless|except\b|excepting|with the exception|unless|provided,? (?:however,? )?that|subject to",
    "de": r"jedoch|es sei denn|sofern nicht|ausgenommen|mit ausnahme|vorbehaltlich",
    "fr": r"toutefois|cependant|par exception|sous réserve|sauf|à l['’]exception|à moins que",
    "es": r"sin embargo|salvo|excepto|con (?:la )?excepción|a menos que|sujeto a",
    "pt": r"no entanto|contudo|todavia|salvo|exceto|com (?:a )?exceção|a menos que",
    "it": r"tuttavia|salvo|ad eccezione|eccetto|a meno che",
    "nl": r"echter|behoudens|tenzij|met uitzondering",
    "zh": r"但是?|然而|除非|除.{1,40}(?:外|以外|之外)",
    "ja": r"ただし|但し",
    "ko": r"다만|단,",
    "fa": r"مگر|به جز|به استثنای|با این حال",
    "ru": r"за исключением|однако|если иное",
}
"""The same of one that takes something out of the sentence at once before it, and says nothing of those farther off."""
CONDITIONS: Mapping[str, str] = {
    "en": r"(?:if|where|when)\b[^,]*,",
    "de": r"(?:wenn|falls|sofern)\b[^,]*,",
    "fr": r"(?:si|lorsque)\b[^,]*,",
    "es": r"(?:si|cuando)\b[^,]*,",
    "pt": r"(?:se|quando)\b[^,]*,",
    "it": r"(?:se|quando)\b[^,]*,",
    "nl": r"(?:als|indien)\b[^,]*,",
    "zh": r"(?:如果|如|若)[^，,]*[，,]",
}
"""A condition that a sentence opens with: what it denies limits nothing ("if you do not opt out, we may")."""
IDIOMS: Mapping[str, str] = {
    "en": r"not limited to|without limit(?:ation|ing)|may not be (?:unique|accurate|available|able|complete|suitable)|"
    r"not constitute|whether or not|not only|no (?:later|less|more|fewer) than|limited(?! to)|subject(?! to)|"
    r"without regard to|you (?:hereby |also |expressly |further )*(?:consent|authori[sz]e|give us permission|permit)|"
    r"(?:has|have|had|are|is) (?:the )?(?:permission|authori[sz]ed) to|including (?:those|any) (?:not|without)",
    "de": r"nicht (?:nur|beschränkt)|ob oder ob nicht|sie (?:willigen|erlauben|gestatten)",
    "fr": r"non seulement|sans (?:s['’]y )?limit\w+|vous (?:consentez|autorisez)",
    "es": r"no s[oó]lo|sin limitaci[oó]n|(?:usted )?(?:consiente|autoriza)",
    "zh": r"不仅|不限于|不超过|不少于|不同|不断|未来|无法",
}
"""Words that hold a negation, exception or consent and limit nothing."""
BANS: Mapping[str, str] = {
    "en": r"\b(?:you|users?|customers?|end users|developers?|members?)(?: and [\w ]{1,30})? "
    r"(?:may|must|shall|will|can|should|are|agree|do)(?: to)?(?:n't|n’t| ?not)\b|\byou (?:are prohibited|cannot|can[’']t)",
    "de": r"\bsie (?:dürfen|werden) (?:\w+ ){0,3}nicht|\bes ist ihnen (?:untersagt|verboten)",
    "fr": r"\bvous ne (?:pouvez|devez) pas",
    "es": r"\b(?:usted )?no (?:puede|debe)",
    "zh": r"(?:您|你|用户)[^，。]{0,8}(?:不得|不能|不可)",
}
"""What the other side is forbidden: it limits what a company says of itself in nothing."""
_SIGNS = re.compile(r"^(?:[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|\w|[ivx]{1,5})[.)\]]+\s+|[^\w]+)*")
_CONDITION = re.compile("|".join(CONDITIONS.values()), re.IGNORECASE)
_IDIOM = re.compile("|".join(IDIOMS.values()), re.IGNORECASE)
_BAN = re.compile("|".join(BANS.values()), re.IGNORECASE)


def opens_override(sentence: str, language: str) -> bool:
    """Whether a sentence begins with words of its language (``en``, ``de-AT``) that set aside what a clause says."""
    return _opens(OVERRIDES, sentence, language)


def opens_exception(sentence: str, language: str) -> bool:
    """Whether it begins with words that take something out of the sentence before it."""
    return _opens(EXCEPTIONS, sentence, language)


def idle_spans(sentence: str, quoted: str) -> tuple[Span, ...]:
    """The characters of a sentence whose negations, exceptions and consents limit nothing that `quoted` says.

    They are the condition that it opens with, idioms, and what others are forbidden, unless the quoted words forbid it too.
    """
    condition = _CONDITION.match(sentence)
    found = [condition] if condition else []
    found += _IDIOM.finditer(sentence)
    if not _BAN.search(quoted):
        found += _BAN.finditer(sentence)
    return tuple(Span(one.start(), one.end()) for one in found)


def _opens(lists: Mapping[str, str], sentence: str, language: str) -> bool:
    shape = lists.get(language.partition("-")[0].casefold())
    if shape is None:
        return False
    words = sentence.casefold()
    signs = _SIGNS.match(words)
    return re.compile(shape).match(words, signs.end() if signs else 0) is not None
