"""Signs that nobody sees and that can lie: what each is called, which are always shown, and words of mixed scripts.

Three kinds. Direction controls turn the order of what is read, and tag characters carry hidden text: both are shown
wherever they stand. Other signs of no width (joiners, zero-width spaces, fillers) are shown where they differ between two
texts or stand among changed words, and counted elsewhere. Soft hyphens are never shown: they only say where to break.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_TAGS = "\U000e0000-\U000e007f"
_NO_WIDTH = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
_SCOPED = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # these act on what follows them
_SIGN = re.compile(f"[{_DIRECTION}{_TAGS}{_NO_WIDTH}]")
_RUN = re.compile(f"{_SIGN.pattern}+")
_LYING = re.compile(f"[{_DIRECTION}{_TAGS}]")
_UNSEEN = re.compile(f"[{_DIRECTION}{_TAGS}{_NO_WIDTH}{SOFT_HYPHEN}]")

_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff#*0-9"
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefe"
_FLAG = "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
_IN_ORDER = re.compile(
    f"{_FLAG}"  # the flags of England, Scotland and Wales are spelled with tags
    f"|[{_EMOJI}][\ufe0e\ufe0f]?\U0001f3fb?(?:\u200d[{_EMOJI}][\ufe0e\ufe0f]?)+"
    f"|[{_EMOJI}][\ufe0e\ufe0f]"
    f"|(?<=[{_JOINING}])[\u200c\u200d]"  # joiners are spelling in Persian and in the scripts of India
    "|(?<=[\u3400-\u9fff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"  # forms of Han characters
    "|(?<=[\u1800-\u18af])[\u180b-\u180f]",
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in a text: where it stands, which, and how often in a row."""

    at: int
    character: str
    times: int = 1

    @property
    def end(self) -> int:
        return self.at + self.times

    @property
    def label(self) -> str:
        """``U+200B``, or ``U+200B × 12`` for many in a row."""
        return f"{self.code} × {self.times:,}" if self.times > 1 else self.code

    @property
    def code(self) -> str:
        return code_of(self.character)

    @property
    def name(self) -> str:
        return name_of(self.character)

    @property
    def is_scoped(self) -> bool:
        """Whether it acts on the text behind it until it is closed, so that it must be shut in."""
        return self.character in _SCOPED


def code_of(character: str) -> str:
    """``U+202E``."""
    return f"U+{ord(character):04X}"


def name_of(character: str) -> str:
    """What Unicode calls it, in small letters: ``right-to-left override``."""
    code = ord(character)
    if 0xE0020 < code < 0xE007F:
        return f"tag character {chr(code - 0xE0000)}"
    names = {
        0xE0001: "language tag", 0xE0020: "tag space", 0xE007F: "cancel tag", 0xFEFF: "zero width no-break space",
        0xAD: "soft hyphen", 0x206A: "inhibit symmetric swapping",
    }  # fmt: skip
    return names.get(code, unicodedata.name(character, "unassigned sign").lower())


def find_signs_within(text: str) -> list[Sign]:
    """The signs that are always shown, and those of no width that stand inside a word, where they part it unseen."""
    within: set[int] = set()
    for run in _RUN.finditer(text):
        if text[run.start() - 1 : run.start()].isalnum() and text[run.end() : run.end() + 1].isalnum():
            within.update(range(*run.span()))
    return [
        sign for sign in find_signs(text, every=True) if sign.at in within or _LYING.match(sign.character)
    ]


def find_signs(text: str, *, every: bool = False) -> list[Sign]:
    """The signs that are shown wherever they stand; with `every` those of no width too, soft hyphens never.

    Signs that belong to the spelling of an emoji or of a script are none of these.
    """
    if text.isascii():
        return []
    wanted = _SIGN if every else _LYING
    if not wanted.search(text):
        return []
    in_order = {at for found in _IN_ORDER.finditer(text) for at in range(*found.span())}
    return [Sign(f.start(), f[0]) for f in wanted.finditer(text) if f.start() not in in_order]


def join_runs(signs: list[Sign]) -> list[Sign]:
    """The same signs, those of a kind that stand in a row as one."""
    joined: list[Sign] = []
    for sign in signs:
        last = joined[-1] if joined else None
        if last and last.end == sign.at and last.character == sign.character:
            joined[-1] = Sign(last.at, last.character, last.times + 1)
        else:
            joined.append(sign)
    return joined


def count_unseen(text: str) -> Counter[str]:
    """How often each sign that nobody sees stands in a text, soft hyphens and spelling included."""
    return Counter() if text.isascii() else Counter(_UNSEEN.findall(text))


def is_sign(character: str) -> bool:
    """Whether it is a sign that is told where it differs."""
    return bool(_SIGN.match(character))


def is_unseen(character: str) -> bool:
    """Whether it is a sign or a soft hyphen."""
    return bool(_UNSEEN.match(character))


def differing_signs(old: str, new: str) -> bool:
    """Whether two spellings of the same words differ in a sign, soft hyphens apart."""
    return not (old.isascii() and new.isascii()) and _SIGN.findall(old) != _SIGN.findall(new)


def sign_runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """A text cut into runs (start, end, whether it is signs of any kind but soft hyphens)."""
    at = 0
    for found in _RUN.finditer(text):
        if found.start() > at:
            yield at, found.start(), False
        yield found.start(), found.end(), True
        at = found.end()
    if at < len(text):
        yield at, len(text), False


def label_signs(text: str, opening: str = "⟨", closing: str = "⟩", *, every: bool = False) -> str:
    """A text with its signs replaced by their codes, for places that can hold no markup: ``⟨U+202E⟩``."""
    return replace_signs(text, lambda sign: f"{opening}{sign.label}{closing}", every=every)


def replace_signs(text: str, spell: Callable[[Sign], str], *, every: bool = False) -> str:
    """A text with each of its signs spelled in another way."""
    found = join_runs(find_signs(text, every=every))
    pieces: list[str] = []
    at = 0
    for sign in found:
        pieces += [text[at : sign.at], spell(sign)]
        at = sign.end
    return "".join(pieces) + text[at:] if found else text


# Scripts whose letters look alike. Only mixes of these are told: Latin beside Han, Kana or Hangul is ordinary.
_SCRIPTS = (
    ("Latin", "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff\uab30-\uab5a"),
    ("Greek", "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03e1\u03f0-\u03ff\u1f00-\u1fff"),
    ("Cyrillic", "\u0400-\u0481\u048a-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"),
    ("Armenian", "\u0531-\u0556\u0561-\u0587"),
    ("Cherokee", "\u13a0-\u13fd\uab70-\uabbf"),
    ("Coptic", "\u03e2-\u03ef\u2c80-\u2cff"),
)  # fmt: skip
_LETTERS = "".join(ranges for _, ranges in _SCRIPTS)
_WORD = re.compile(f"[{_LETTERS}](?:[{_LETTERS}0-9_'’\u0300-\u036f{SOFT_HYPHEN}]|{_SIGN.pattern})*")
_OF_SCRIPT = tuple((name, re.compile(f"[{ranges}]")) for name, ranges in _SCRIPTS)
_FILLING = f"(?:[0-9_'’\u0300-\u036f{SOFT_HYPHEN}]|{_SIGN.pattern})*"
_MIX = re.compile(
    "|".join(
        f"[{ranges}]{_FILLING}[{''.join(other for _, other in _SCRIPTS if other != ranges)}]"
        for _, ranges in _SCRIPTS
    )
)
_NOT_LATIN = re.compile(f"[{''.join(ranges for name, ranges in _SCRIPTS if name != 'Latin')}]")
_UNIT = re.compile(
    "[\u03bc\u00b5](?:[gmlLsFHNJWVACKTSPM]|Pa|Hz|Sv|Gy|mol|rad|min|sec|[kcdm]?m)[0-9²³]?"  # μm, μg, μs
    "|[kMGTmn]?[\u03a9\u2126]m?|[ΔδλπσφθωΣΦΨΛΘΓαβγ][A-Za-z0-9]{0,2}"  # kΩ, Δt, λx
)


@dataclass(frozen=True, slots=True)
class MixedWord:
    """A word whose letters come from several scripts: where it stands, and the scripts."""

    start: int
    end: int
    scripts: tuple[str, ...]

    @property
    def says(self) -> str:
        """``mixes Latin and Cyrillic letters``."""
        *first, last = self.scripts
        return f"mixes {', '.join(first)} and {last} letters"


def find_mixed(text: str) -> list[MixedWord]:
    """The words of a text that mix scripts whose letters look alike. Units such as μm and kΩ are none."""
    if text.isascii() or not (_NOT_LATIN.search(text) and _MIX.search(text)):
        return []
    found: list[MixedWord] = []
    for word in _WORD.finditer(text):
        letters = word[0].rstrip("'’_")
        if letters.isascii() or _UNIT.fullmatch(letters):
            continue
        scripts = tuple(name for name, pattern in _OF_SCRIPT if pattern.search(letters))
        if len(scripts) > 1:
            found.append(MixedWord(word.start(), word.start() + len(letters), scripts))
    return found
