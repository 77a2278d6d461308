"""Words on which the sense of a quotation hangs: negations, exceptions, consent, named purposes. Pure.

Where such a word of a quotation has no counterpart in the reworded text, that is always said. A word is looked for in the
languages of the report's captures; a language that is not here loses nothing but the warning.
"""

import re
from collections.abc import Sequence

_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "negation",
        re.compile(
            r"not|no|never|none|nor|neither|cannot|without|\w+n't|prohibit\w*|refuse\w*|nicht|kein\w*|nie|ohne|ne|pas|jamais|"
            r"aucune?|sans|nunca|sin|non|mai|senza|هیچ|نمی.*|نخواه.*|بدون|[不未无無非勿别]"
        ),
    ),
    (
        "exception",
        re.compile(
            r"only|solely|except\w*|unless|exclud\w*|until|limited|subject|nur|außer|sofern|sauf|uniquement|salvo|"
            r"solo|tranne|تنها|فقط|مگر|جز|[除仅僅只]"
        ),
    ),
    (
        "consent",
        re.compile(
            r"consent\w*|permission\w*|opt|opt-in|opt-out|opted|opting|authori[sz]\w*|einwillig\w*|consentement|[愿]"
        ),
    ),
)
_PURPOSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "training",
        re.compile(
            r"\b(?:re)?train(?:s|ed|ing)?\b|\btrainier\w*|\bentra[iî]n\w*|\bentrena\w*|训练|訓練|آموزش|fine-tun\w+"
        ),
    ),
    (
        "AI",
        re.compile(
            r"machine[- ]learning|artificial intelligence|\bAI\b|\bGenAI\b|(?:foundation|language|learning|AI) models?|"
            r"\bmodels?\b|künstliche\w* intelligenz|人工智能|模型|机器学习|مدل|هوش مصنوعی",
            re.IGNORECASE,
        ),
    ),
    ("improvement", re.compile(r"\b(?:improv\w*|develop(?:s|ed|ing|ment)?)\b|改进|优化", re.IGNORECASE)),
    ("advertising", re.compile(r"\badvert\w*|\bads?\b|\bWerbung\b|广告", re.IGNORECASE)),
    ("sale", re.compile(r"\bs(?:ell|ells|elling|old|ale)\b|\bresell\b|出售", re.IGNORECASE)),
    ("arbitration", re.compile(r"\barbitrat\w*", re.IGNORECASE)),
    ("biometrics", re.compile(r"\bbiometric\w*|\bface\s?prints?\b|\bvoice\s?prints?\b", re.IGNORECASE)),
)
_AI = re.compile(
    r"machine[- ]learning|artificial intelligence|\b(?:Gen)?AI\b|(?:foundation|language|AI) models?|"
    r"künstliche\w* intelligenz|人工智能|机器学习|هوش مصنوعی",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "a an and any are as at be been but by can for from has have he her his if in into is it its may of on or our "
    "she so such that the their them these they this those to under upon us was we were which who will with would "
    "you your der die das und oder zu von mit le la les de des du et ou el los las y o il e di 的 和 及 与 或 在 将 会 را به از که و در برای".split()
)


def content_weight(word: str) -> float:
    """How much a word proves: a small word of grammar little, any other one."""
    return 0.2 if word in _SMALL else 1.0


def kind_of(word: str) -> str:
    """negation, exception or consent; empty for any other word. `word` is casefolded, its quotes straight."""
    return next((name for name, shape in _CLASSES if shape.fullmatch(word)), "")


def purposes_of(words: str) -> tuple[str, ...]:
    """The purposes that words name."""
    return tuple(name for name, shape in _PURPOSES if shape.search(words))


def topics_of(words: str) -> frozenset[str]:
    """What words are about, as narrowly as they say it: AI by its name alone ("billing model" is none), and only where no
    purpose beside it is named; never improvement, which everything serves, nor sale, which is said of licences too."""
    named = frozenset(purposes_of(words)) - {"improvement", "AI", "sale"}
    return named or frozenset({"AI"} if _AI.search(words) else ())


def unpaired(words: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Those of `words` on which the sense hangs, where `there` has none of their kind; each once, in order."""
    kinds = {kind_of(word) for word in there}
    return tuple(dict.fromkeys(word for word in words if (kind := kind_of(word)) and kind not in kinds))


def named_only(words: str, there: str) -> tuple[str, ...]:
    """The words that name a purpose which `there` does not name; each once."""
    held = set(purposes_of(there))
    found = []
    for name, shape in _PURPOSES:
        if name not in held:
            found += [match[0].casefold() for match in shape.finditer(words)]
    return tuple(dict.fromkeys(found))
