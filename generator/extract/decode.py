"""Bytes to characters: which encoding, who says so, and what could not be read.

A byte order mark wins, then the archive's HTTP header, then the page's own declaration, as browsers do; but a
declaration that the bytes contradict is not believed. Nothing fails: bytes that fit no character become U+FFFD, always
the same way, and are counted.
"""

import codecs
import re
from dataclasses import dataclass

from generator.extract.legacy import guess_legacy

REPLACEMENT = "\ufffd"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})[\"']")
_META_WITHIN = 16_384

# The web's labels for these mean their wider Windows forms (WHATWG Encoding); Python's codecs do not.
_WEB_NAMES = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso8859-9": "windows-1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "macintosh": "mac-roman",
    "utf8": "utf-8",
    "unicode": "utf-16-le",
    "utf-16": "utf-16-le",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, the encoding that was used, the one that was declared, and how many places could not be read."""

    text: str
    encoding: str
    declared: str = ""
    replaced: int = 0
    warnings: tuple[str, ...] = ()


def decode_markdown(body: bytes) -> Decoded:
    """A Markdown capture: UTF-8 unless a byte order mark says otherwise; newlines as they are."""
    marked, rest = _by_mark(body)
    return _finish(rest, marked or "utf-8", declared="")


def decode_html(body: bytes, charset: str = "") -> Decoded:
    """An HTML capture; ``charset`` is what its HTTP header said."""
    marked, rest = _by_mark(body)
    declared = charset.strip().strip("\"'") or _declared_in(body)
    if marked:
        return _finish(rest, marked, declared)
    if shape := _by_zeros(body):
        return _finish(body, shape, declared)
    named = _codec(declared)
    if declared and named and named not in ("utf-16-le", "utf-16-be") and _fits(body, named):
        return _finish(body, named, declared)
    return _finish(body, _guess(body, named), declared)


def _by_mark(body: bytes) -> tuple[str, bytes]:
    for mark, name in _BOMS:
        if body.startswith(mark) and not (mark == codecs.BOM_UTF16_LE and _only_two_odd_bytes(body)):
            return name, body[len(mark) :]
    return "", body


def _only_two_odd_bytes(body: bytes) -> bool:
    """A few stray bytes that begin like a mark of UTF-16 are no text in it: letters would have a zero beside them."""
    return len(body) < 8 and b"\0" not in body


def _by_zeros(body: bytes) -> str:
    """UTF-16 or UTF-32 without a mark shows as zeros at every second (or three of four) bytes of Latin text."""
    head = body[:4096]
    if len(head) < 8 or head.count(0) < len(head) // 5:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if head.count(0) > len(head) * 0.6:
        return "utf-32-be" if head[0] == 0 else "utf-32-le"
    if even > 4 * max(odd, 1):
        return "utf-16-be"
    return "utf-16-le" if odd > 4 * max(even, 1) else ""


def _declared_in(body: bytes) -> str:
    found = _XML.match(body) or _META.search(body, 0, _META_WITHIN)
    return found[1].decode("ascii") if found else ""


def _codec(label: str) -> str:
    """Python's codec for a label as the web means it; empty where there is none that makes text."""
    name = _WEB_NAMES.get(label.lower(), label.lower())
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if info._is_text_encoding and name not in ("idna", "punycode", "unicode_escape") else ""


def _fits(body: bytes, name: str) -> bool:
    """Whether the bytes can be what is declared: no more than a trace of errors, and not plainly UTF-8 instead."""
    errors = body.decode(name, "replace").count(REPLACEMENT)
    if errors > max(3, len(body) // 2000):
        return False
    return name == "utf-8" or not _is_utf8_beyond_ascii(body)


def _is_utf8_beyond_ascii(body: bytes) -> bool:
    try:
        return len(body.decode("utf-8")) < len(body)
    except UnicodeDecodeError:
        return False


def _guess(body: bytes, named: str) -> str:
    """No believable declaration: UTF-8 where it fits, else what reads as words, else Western."""
    if body.isascii() and body.count(b"\x1b$") >= 3:
        return "iso-2022-jp"
    if body.decode("utf-8", "replace").count(REPLACEMENT) <= min(max(3, len(body) // 2000), len(body) // 20):
        return "utf-8"
    if named not in ("", "utf-8"):
        return named
    if legacy := guess_legacy(body):
        return legacy
    beyond = len(body) - len(body.decode("ascii", "ignore"))
    return "windows-1252" if beyond * 3 < len(body) else "utf-8"


def _finish(body: bytes, name: str, declared: str) -> Decoded:
    text = body.decode(name, "replace")
    replaced = text.count(REPLACEMENT)
    warnings = []
    if declared and _codec(declared) not in ("", name) and not name.startswith("utf-16"):
        warnings.append(f"declared as {declared}, read as {name}")
    elif declared and not _codec(declared):
        warnings.append(f"declared as {declared}, which is no known encoding; read as {name}")
    if replaced:
        warnings.append(f"{replaced} bytes or sequences that are no {name} shown as U+FFFD")
    if "\0" in text:
        warnings.append(f"{text.count(chr(0))} NUL characters left out, as browsers do")
        text = text.replace("\0", "")
    return Decoded(text=text, encoding=name, declared=declared, replaced=replaced, warnings=tuple(warnings))
