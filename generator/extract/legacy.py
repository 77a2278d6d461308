"""Pages that declare no encoding, or a wrong one: what a detector makes of their bytes. Always a guess.

The detector is chardet 7, which told all files of a public collection apart, and short sentences in Baltic, Polish, Czech
and German on which charset-normalizer failed. It is asked only for encodings that the web knows and for a few old ones;
encodings that hide letters in plain ASCII (UTF-7, HZ) or that no page has (EBCDIC) are not among them.
"""

import re
from collections.abc import Mapping

_TAG = re.compile(rb"<[^<>]{0,2000}>")  # declarations in tags and in comments too are no words
_BEYOND = re.compile(rb"[\x80-\xff]")
_LARGEST = 200_000
_BEFORE = 2_000  # bytes of plain text that are kept before the first byte beyond ASCII
_FEWEST = 5  # bytes beyond ASCII; fewer say nothing

# The detector's names (Python's), and the web's or, for the last three, the common name of what it found.
_NAMES: Mapping[str, str] = {
    "big5hkscs": "big5", "cp932": "shift_jis", "shift_jis_2004": "shift_jis", "cp949": "euc-kr", "euc_kr": "euc-kr",
    "euc_jis_2004": "euc-jp", "gb18030": "gb18030", "iso2022_jp_2": "iso-2022-jp", "cp874": "windows-874",
    **{f"cp{number}": f"windows-{number}" for number in range(1250, 1259)},
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "cp866": "ibm866", "mac-cyrillic": "x-mac-cyrillic",
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "iso2022_kr": "iso-2022-kr", "cp855": "ibm855", "johab": "johab",
}  # fmt: skip


def guess_legacy(body: bytes) -> str:
    """The name of the encoding that makes words of the bytes; empty where nothing tells."""
    from chardet import detect  # seldom needed, and slow to load

    seen = body
    # with shifts of ISO 2022 letters are two plain bytes each, so that a tag cannot be told from a word
    if b"\x1b$" not in body:
        seen = _TAG.sub(b" ", body)
        first = _BEYOND.search(seen, _LARGEST // 2) if _few(seen) else None
        seen = seen[max(0, first.start() - _BEFORE) :] if first else seen
        if _few(seen):
            return ""
    found = detect(
        seen[:_LARGEST], include_encodings=_NAMES, compat_names=False, max_bytes=_LARGEST, no_match_encoding="cp1252"
    )["encoding"]  # fmt: skip
    return _NAMES.get((found or "").lower(), "")


def _few(seen: bytes) -> bool:
    head = seen[:_LARGEST]
    return len(head) - len(head.decode("ascii", "ignore")) < _FEWEST
