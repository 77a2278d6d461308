"""Pages that declare no encoding and are no UTF-8: which old encoding reads as words.

Only scripts whose letters outnumber plain ones are guessed; Western text is Windows-1252 as browsers have it. A reading
counts by the share of its letters that are frequent in the languages of that script.
"""

import re
from dataclasses import dataclass

_TAG = re.compile(rb"<[^>]{0,2000}>")
_RUSSIAN = "оеаинтсрвлкмдпу"
_HANGUL = "이다는에을의가고하지한사로기도를은서있어자시인대리나정해수부"
_HAN_SIMPLE = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
_HAN_FULL = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日"
_KANA = "".join(chr(c) for c in range(0x3041, 0x30F7))

_PUNCTUATION = "\xa0“”„‘’«»–—…№©®§°·•、。，．・：；！？（）「」『』《》【】～　"


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    frequent: str
    enough: float  # share of the letters beyond ASCII that must be frequent ones


_CANDIDATES = (
    *(
        _Candidate(name, _RUSSIAN, 0.6)
        for name in ("windows-1251", "koi8-r", "iso-8859-5", "ibm855", "mac-cyrillic", "cp866")
    ),
    _Candidate("windows-1255", "אבגדהוזחטיכלמנסעפצקרשת", 0.9),
    _Candidate("windows-1256", "اليمنتروبةعدسكفهحقشأ", 0.8),
    _Candidate("iso-8859-6", "اليمنتروبةعدسكفهحقشأ", 0.8),
    _Candidate("windows-1253", "αοιετσνηυρπκμλςά", 0.7),
    _Candidate("cp874", "านรอกเงมยลวดทสตะปบคขหชพจ่้ิีึืุูำ็ัแไใโ์", 0.85),
    _Candidate("euc-jp", _KANA, 0.3),
    _Candidate("cp932", _KANA, 0.3),
    _Candidate("cp949", _HANGUL, 0.2),
    _Candidate("johab", _HANGUL, 0.2),
    _Candidate("gb18030", _HAN_SIMPLE, 0.15),
    _Candidate("big5hkscs", _HAN_FULL, 0.15),
)


def guess_legacy(body: bytes) -> str:
    """The name of the encoding that makes words of the bytes; empty where none plainly does."""
    bare = _TAG.sub(b" ", body)[:200_000]
    beyond = sum(byte > 127 for byte in bare)
    plain = len(re.findall(rb"[A-Za-z]", bare))
    if beyond < 20 or beyond < plain:
        return ""
    best, name = 0.0, ""
    for candidate in _CANDIDATES:
        text = bare.decode(candidate.name, "replace")
        if text.count("\ufffd") > beyond // 1000:
            continue
        letters = [letter for letter in text if letter > "\x7f" and letter not in _PUNCTUATION]
        if not letters:
            continue
        share = sum(letter in candidate.frequent for letter in letters) / len(letters)
        if share >= candidate.enough and share / candidate.enough > best:
            best, name = share / candidate.enough, candidate.name
    return name
