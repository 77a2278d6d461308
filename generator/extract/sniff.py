"""What a capture is: HTML, plain text or Markdown, a PDF, or nothing that can be read. The MIME Sniffing standard in small.

The transport's type is believed where it has one, as browsers do; where it has none the first bytes tell. Beyond the
standard: a PDF is known by its mark whatever its type says, and bytes that are no text are never taken for it.
"""

import json
import re
from enum import StrEnum

_SNIFFED = 1445  # bytes, as the standard has it
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_XML_TYPES = {"text/xml", "application/xml"}
_TEXT_TYPES = {"text/plain", "text/markdown", "text/x-markdown", "application/markdown"}
_PDF_TYPES = {"application/pdf", "application/x-pdf", "text/pdf"}
_UNKNOWN = {
    "", "unk", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "application/unknown", "*/*",
    "application/x-download", "application/force-download", "application/download",
}  # fmt: skip
_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+\Z")
_HTML_BEGINS = re.compile(
    rb"[\t\n\f\r ]*(?:<!--|<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
    rb"|meta|link|main|article|section|h2|ul|ol|span|center|nav|header)[\t\n\f\r />])",
    re.IGNORECASE,
)
_XML_BEGINS = re.compile(rb"[\t\n\f\r ]*<\?xml[\t\n\f\r ]")
_XML_OF_HTML = re.compile(rb"<(?:!doctype html|html)[\t\n\f\r />]", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
_NAMED = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"PK\x03\x04", "a ZIP file (or an office document in one)"),
    (b"PK\x05\x06", "an empty ZIP file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"Rar!\x1a\x07", "a RAR file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\x00", "compressed with xz"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"%!PS-Adobe-", "PostScript"),
    (b"{\\rtf1\\", "an RTF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"OggS\x00", "Ogg media"),
    (b"ID3", "an MP3 file"),
)
_WORDS_TOO = {
    b"BZh",
    b"ID3",
    b"wOFF",
    b"wOF2",
    b"GIF87a",
    b"GIF89a",
    b"%!PS-Adobe-",
    b"{\\rtf",
}  # a text may begin so
_OF_LETTERS = {b"%!PS-Adobe-", b"{\\rtf"}  # files of plain letters
_PDF_MARK = b"%PDF-"
_PDF_WITHIN = 1024
_PDF_PARTS = (b"endobj", b"xref", b"%%EOF", b" 0 obj")
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_MANY = 8  # controls that are more than a slip
_ODD = 0.05  # share of controls beyond which bytes are no text; a stray one is shown as what it is
_FEW = 0.02  # the same where most bytes beyond ASCII fit no character either


class Kind(StrEnum):
    """How a capture is read."""

    HTML = "html"
    TEXT = "text"
    PDF = "pdf"
    OTHER = "other"


def sniff(body: bytes, media_type: str) -> tuple[Kind, str]:
    """How to read the bytes, and what there is to say: a warning, or for `Kind.OTHER` what it is in words."""
    stated = media_type.partition(";")[0].strip().lower()
    if not _TYPE.match(stated) or stated in _UNKNOWN:
        stated = ""
    if is_pdf(body, stated):
        mismatch = stated and stated not in _PDF_TYPES
        return Kind.PDF, f"served as {stated}, and is a PDF" if mismatch else ""
    if name := _binary(body, stated):
        return Kind.OTHER, name if not stated else f"{name}, served as {stated}"
    if stated in _HTML_TYPES:
        return Kind.HTML, ""
    if stated in _TEXT_TYPES:
        odd = stated == "text/plain" and bool(_HTML_BEGINS.match(body[:_SNIFFED]))
        return (
            Kind.TEXT,
            "served as text/plain and begins like HTML; read as plain text, as browsers do" if odd else "",
        )
    if stated in _XML_TYPES:
        is_html = bool(_XML_OF_HTML.search(body[:_SNIFFED]))
        return (Kind.HTML, "") if is_html else (Kind.OTHER, f"{stated}, which is not read")
    if stated in _PDF_TYPES:
        return _by_beginning(body, stated, f"served as {stated}, and is none")
    if stated:
        return Kind.OTHER, f"{stated}, which is not read"
    if _is_json(body):
        return Kind.OTHER, "served without a type, and is JSON, which is not read"
    return _by_beginning(body, "", "served without a type")


def is_pdf(body: bytes, stated: str = "") -> bool:
    """By its mark. A text that begins so is none: a PDF has more of its parts."""
    at = body[:_PDF_WITHIN].find(_PDF_MARK)
    if at < 0:
        return False
    if stated in _PDF_TYPES:
        return True
    return body[:at].strip(b"\0\t\n\f\r \xef\xbb\xbf") == b"" and (
        any(part in body for part in _PDF_PARTS) or not stated
    )


def _by_beginning(body: bytes, stated: str, why: str) -> tuple[Kind, str]:
    head = body.removeprefix(_MARKS[0])[:_SNIFFED]
    wide = head.replace(b"\0", b"") if body.startswith(_MARKS[1:]) or head.count(0) > len(head) // 3 else head
    wide = wide.removeprefix(_MARKS[1]).removeprefix(_MARKS[2])
    if _HTML_BEGINS.match(wide) or (_XML_BEGINS.match(wide) and _XML_OF_HTML.search(wide)):
        return Kind.HTML, f"{why}; read as HTML by its first bytes"
    if _XML_BEGINS.match(wide):
        return Kind.OTHER, f"{why}, and is XML, which is not read"
    return Kind.TEXT, "" if stated == "" else f"{why}; read as plain text by its first bytes"


def _binary(body: bytes, stated: str) -> str:
    """What bytes that are no text are, in words; empty for text. Some marks are letters, and a stated text may begin so."""
    for mark, name in _NAMED:
        is_mark = mark not in _WORDS_TOO or (not stated and mark in _OF_LETTERS) or _is_odd(body[:_SNIFFED])
        if body.startswith(mark) and is_mark:
            return name
    if body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a WebP image or other media"
    if body[4:8] == b"ftyp" and body[:3] == b"\0\0\0":
        return "a video"
    return "bytes that are no text" if _is_odd(body[:4096]) and not _is_wide(body) else ""


def _is_json(body: bytes) -> bool:
    """Whether bytes without a type are an object or a list of JSON: the answer of a program, and no text."""
    bare = body.removeprefix(_MARKS[0]).strip()
    if not (bare.startswith((b"{", b"[")) and bare.endswith((b"}", b"]"))):
        return False
    try:
        json.loads(bare)
    except (ValueError, RecursionError):
        return False
    return True


def is_plainly_text(body: bytes) -> bool:
    """Whether these can only be letters as they stand: no controls, and UTF-8 or with the marks of a page."""
    head = body[:4096]
    if head.translate(None, _CONTROLS) != head or body.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return False
    return b"<" in head or "\ufffd" not in head.decode("utf-8", "replace")[:-4]


def _is_odd(head: bytes) -> bool:
    """Whether there are more controls than any text has. Zeros alone may be a fault of a text that is well otherwise."""
    seen = head.replace(b"\0", b"")
    controls = len(seen) - len(seen.translate(None, _CONTROLS))
    if controls >= _MANY and controls > _ODD * len(seen):
        return True
    beyond = len(seen) - len(seen.decode("ascii", "ignore"))
    broken = seen.decode("utf-8", "replace").count("\ufffd")
    return controls >= 2 and controls > _FEW * len(seen) and beyond > 0.2 * len(seen) and broken * 2 > beyond


def _is_wide(body: bytes) -> bool:
    """UTF-16 and UTF-32, in which half of the bytes of plain text are controls."""
    return body.startswith(_MARKS[1:]) or body[:4096].count(0) * 5 > min(len(body), 4096)
