"""Tables of scripts: which characters stand without spaces between words, and which only join the one before them.

`NO_SPACES` and `JOINED` are FROZEN with `words-1`: they say where it counts words. `WORD_SIGNS` are the characters that a
comparison takes one by one; Hangul is among them, although Korean has spaces between words.
"""

import unicodedata

NO_SPACES = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af"
)
JOINED = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3"
    "\u3099\u309a\uff9e\uff9f"
)
WIDE_MARKS = "\u3000-\u303f\uff00-\uff65\uffe0-\uffef"  # punctuation of such scripts, with its own room
WORD_SIGNS = "\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
THAI_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
COMBINING_SIGNS = "".join(
    chr(code)
    for code in range(0x300, 0x1E00)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xE00 <= code < 0xE80
)  # vowel signs and accents, which are not letters by themselves
