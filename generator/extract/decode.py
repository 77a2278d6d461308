"""Bytes to characters as a browser reads them: which encoding, who says so, and what could not be read.

In order: a byte order mark, the transport's charset, what the page declares of itself (`prescan`), what a detector
guesses (`legacy`). Only labels of the Encoding standard are honoured. A byte that fits no character becomes U+FFFD, costs
that character alone, and is counted.

In one thing browsers are not followed. They obey a declaration that the bytes contradict and show a page of nonsense; a
report would tell of every clause that it changed. So a declaration is put aside, with a warning, where the bytes prove it
wrong: UTF-8 that is declared something else, and something else that is declared UTF-8 and hardly fits it anywhere.
"""

import codecs
from dataclasses import dataclass

from webencodings import lookup

from generator.extract.legacy import guess_legacy
from generator.extract.prescan import declared_in, web_encoding

REPLACEMENT = "\ufffd"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENOUGH = 8  # bytes that fit no character, from which on a declaration may be called wrong
_PROOF = 4  # so many times more against than for
_SHAPE = 2  # so many times more for than against: no other encoding looks like UTF-8 by chance
_CODECS = {
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "gbk": "gb18030",
    "ibm855": "cp855",
    "johab": "johab",
}
_CODECS |= {"iso-2022-kr": "iso2022_kr", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
_CODECS |= {"utf-32-le": "utf-32-le", "utf-32-be": "utf-32-be"}
_OF_SEVERAL_BYTES = {
    "big5", "euc-jp", "euc-kr", "gb18030", "gbk", "iso-2022-jp", "shift_jis", "utf-8", "utf-16le", "utf-16be",
    "iso-2022-kr", "johab", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be",
}  # fmt: skip
# Browsers read these labels, but not as an encoding: one refuses the page, one is for scripts.
_NO_TEXT = {"replacement", "x-user-defined"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, the encoding that was used, the one that was declared, and how many places could not be read."""

    text: str
    encoding: str
    declared: str = ""
    replaced: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """How the bytes beyond ASCII read as UTF-8: characters that are whole, and bytes that belong to none."""

    whole: int
    broken: int

    @property
    def is_utf_8(self) -> bool:
        return self.whole > _SHAPE * self.broken

    @property
    def is_not_utf_8(self) -> bool:
        return self.broken >= _ENOUGH and self.broken > _PROOF * self.whole


def decode_markdown(body: bytes, charset: str = "") -> Decoded:
    """Plain text or Markdown; ``charset`` is what its HTTP header said. Newlines stay as they are."""
    return _decode(body, charset.strip().strip("\"'"), plain=True)


def decode_html(body: bytes, charset: str = "") -> Decoded:
    """An HTML capture; ``charset`` is what its HTTP header said."""
    said = charset.strip().strip("\"'")
    return _decode(body, said if web_encoding(said) else declared_in(body) or said, plain=False)


def _decode(body: bytes, declared: str, *, plain: bool) -> Decoded:
    marked, rest = _by_mark(body)
    if marked:
        return _finish(rest, marked, declared)
    if shape := _by_zeros(body):
        return _finish(body, shape, declared)
    named, fit = web_encoding(declared), _fit(body)
    if named not in ("", *_NO_TEXT) and not _is_contradicted(body, named, fit):
        return _finish(body, named, declared)
    if fit.is_utf_8 or (not fit.broken and b"\x1b$" not in body) or (plain and not fit.is_not_utf_8):
        return _finish(body, "utf-8", declared)
    if guessed := guess_legacy(body):
        return _finish(body, guessed, declared, guessed=True)
    western = _beyond_ascii(body) * 3 < len(body) and not body.isascii()
    return _finish(body, "windows-1252" if western else "utf-8", declared, guessed=western)


def _by_mark(body: bytes) -> tuple[str, bytes]:
    """By a byte order mark. That of UTF-32 is none to a browser, so all that follows must be UTF-32."""
    for mark, name in _BOMS:
        if not body.startswith(mark) or (name == "utf-16-le" and _only_two_odd_bytes(body)):
            continue
        if not name.startswith("utf-32") or _is_text_as(body[len(mark) :], name):
            return name, body[len(mark) :]
    return "", body


def _only_two_odd_bytes(body: bytes) -> bool:
    """A few stray bytes that begin like a mark of UTF-16 are no text in it: letters would have a zero beside them."""
    return len(body) < 8 and b"\0" not in body


def _by_zeros(body: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: zeros beside the Latin letters, and read so there are none left.

    A page that begins or ends with zeros, or has some in it, is not taken for either.
    """
    head = body[:4096]
    if len(head) < 8 or head.count(0) < len(head) // 5:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even and odd:
        for name in ("utf-32-le", "utf-32-be"):
            if _is_text_as(body, name):
                return name
    for name, zeros, others in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        if zeros > 4 * max(others, 1) and body.decode(name, "replace").count("\0") * 50 <= len(body):
            return name
    return ""


def _is_text_as(body: bytes, name: str) -> bool:
    try:
        return bool(body) and "\0" not in body.decode(name)
    except UnicodeDecodeError:
        return False


def _fit(body: bytes) -> _Fit:
    if body.isascii():
        return _Fit(0, 0)
    text = body.decode("utf-8", "ignore")
    return _Fit(len(text) - len(text.encode("ascii", "ignore")), len(body) - len(text.encode()))


def _beyond_ascii(body: bytes) -> int:
    return len(body) - len(body.decode("ascii", "ignore"))


def _is_contradicted(body: bytes, named: str, fit: _Fit) -> bool:
    """Whether the bytes prove a declaration wrong. What is only odd is obeyed, as browsers do."""
    if named == "utf-8":
        return fit.is_not_utf_8
    if named.startswith("utf-16"):
        return b"\0" not in body  # every page has a letter, a space or a tag from the first 256 characters
    if named not in _OF_SEVERAL_BYTES:
        return fit.is_utf_8 and fit.whole > 0
    if fit.is_utf_8 and fit.whole > _ENOUGH:
        return True  # pairs of bytes may read as UTF-8 by chance; a whole page of them does not
    broken = _text(body, named).count(REPLACEMENT)
    return broken >= _ENOUGH and broken * _PROOF > _beyond_ascii(body)


def _characters(named: str) -> str:
    """The 256 characters of an encoding of one byte, as the Encoding standard has them: Python leaves some controls out."""
    codec = _codec_of(named)
    return "".join(
        bytes([byte]).decode(codec, "replace").replace(REPLACEMENT, chr(byte) if byte < 0xA0 else REPLACEMENT)
        for byte in range(256)
    )


def _codec_of(named: str) -> str:
    if named in _CODECS:
        return _CODECS[named]
    found = lookup(named)
    return str(found.codec_info.name) if found is not None else named


def _text(body: bytes, named: str) -> str:
    if named in _OF_SEVERAL_BYTES:
        return body.decode(_codec_of(named), "replace")
    return codecs.charmap_decode(body, "replace", _characters(named))[0]


def _are_wide(named: str, name: str) -> bool:
    """Whether both are UTF-16: its label does not say the order of bytes that a mark says."""
    return named.startswith("utf-16") and name.startswith("utf-16")


def _finish(body: bytes, name: str, declared: str, guessed: bool = False) -> Decoded:
    text = _text(body, name)
    replaced = text.count(REPLACEMENT)
    warnings = []
    named = web_encoding(declared)
    if declared and not named:
        warnings.append(f"declared as {declared}, which is no known encoding; read as {name}")
    elif named in _NO_TEXT:
        warnings.append(f"declared as {declared}, in which browsers read no text; read as {name}")
    elif declared and named.replace("-", "") != name.replace("-", "") and not _are_wide(named, name):
        warnings.append(f"declared as {declared}, read as {name}")
    elif guessed:
        warnings.append(f"no encoding is declared; read as {name}, which is a guess")
    if replaced:
        warnings.append(f"{replaced} bytes or sequences that are no {name} shown as U+FFFD")
    if "\0" in text:
        warnings.append(f"{text.count(chr(0))} NUL characters left out, as browsers do")
        text = text.replace("\0", "")
    return Decoded(text=text, encoding=name, declared=declared, replaced=replaced, warnings=tuple(warnings))
