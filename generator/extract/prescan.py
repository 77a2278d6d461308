"""What encoding a page declares of itself: the HTML standard's prescan, and what a browser finds further on.

`declared_in` reads the first 1,024 bytes as the standard says (comments skipped, labels that nobody knows passed over);
where they declare nothing, the rest of the page is read for a `meta` element as a parser meets it, outside comments,
scripts and styles: browsers start anew when they find one there.
"""

import re
from collections.abc import Iterator, Mapping

from webencodings import lookup

_PRESCANNED = 1024
_TAG = re.compile(rb"</?[A-Za-z][^\t\n\f\r >/]*")
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*(=?[^\t\n\f\r />=]*)[\t\n\f\r ]*"
    rb"(?:=[\t\n\f\r ]*(?:\"([^\"]*)(?:\"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\f\r >\"'][^\t\n\f\r >]*|)))?"
)
_IN_CONTENT = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml[\t\n\f\r ][^>]*?encoding[\x00-\x20]*=[\x00-\x20]*([\"'])([^\"'>]*)\1")
_LATER = re.compile(
    rb"<(?:(!--)|(meta)[\t\n\f\r /]|(script|style|title|textarea|noframes|iframe|xmp|noembed)[\t\n\f\r />])",
    re.IGNORECASE,
)
_MOST_PLACES = (
    20_000  # comments, scripts and the like that are looked at; the declaration stands near the beginning
)


def web_encoding(label: str) -> str:
    """The name of the encoding that a label means on the web (the Encoding standard); empty where it means none."""
    found = lookup(label) if label.isascii() else None
    return "" if found is None else str(found.name)


def declared_in(body: bytes) -> str:
    """The label that the page declares and a browser would obey; else the first that it declares and nobody knows."""
    head = body[:_PRESCANNED]
    labels = [*_metas(head)]
    if not any(map(web_encoding, labels)) and (stated := _XML.match(head)):
        labels.append(stated[2].decode("latin-1").strip())
    if not any(map(web_encoding, labels)) and len(body) > _PRESCANNED:
        labels += _later_metas(body)
    return next(filter(web_encoding, labels), labels[0] if labels else "")


def _metas(head: bytes) -> Iterator[str]:
    """The labels of the `meta` elements in order, as the prescan finds them, up to the first that is known."""
    at = head.find(b"<")
    while at >= 0:
        if head.startswith(b"<!--", at):
            end = head.find(b"-->", at + 2)
            at = len(head) if end < 0 else end + 3
        elif tag := _TAG.match(head, at):
            fields, at = _attributes(head, tag.end())
            if tag[0].lower() == b"<meta" and (label := _label_of(fields)):
                yield label
                if web_encoding(label):
                    return
        elif head[at + 1 : at + 2] in (b"!", b"/", b"?"):
            end = head.find(b">", at)
            at = len(head) if end < 0 else end + 1
        else:
            at += 1
        at = head.find(b"<", at)


def _later_metas(body: bytes) -> Iterator[str]:
    """The labels of the `meta` elements of a whole page, as its parser meets them, up to the first that is known."""
    at = 0
    for _ in range(_MOST_PLACES):
        tag = _LATER.search(body, at)
        if tag is None:
            return
        at = tag.end()
        if tag[1]:
            end = body.find(b"-->", at - 2)
            at = len(body) if end < 0 else end + 3
        elif tag[3]:
            close = re.compile(rb"</" + tag[3] + rb"[\t\n\f\r />]", re.IGNORECASE).search(body, at)
            at = close.end() if close else len(body)
        elif not _is_in_tag(body, tag.start()):
            fields, at = _attributes(body, at - 1)
            if label := _label_of(fields):
                yield label
                if web_encoding(label):
                    return


def _is_in_tag(body: bytes, at: int) -> bool:
    """Whether a place is in the attribute of a tag that is still open."""
    before = body[max(0, at - 4096) : at]
    return before.rfind(b"<") > before.rfind(b">")


def _attributes(body: bytes, at: int) -> tuple[Mapping[bytes, bytes], int]:
    """The attributes from here to the end of the tag, the first of each name, and where the tag ends."""
    fields: dict[bytes, bytes] = {}
    while at < len(body):
        found = _ATTRIBUTE.match(body, at)
        assert found is not None
        if not found[1]:
            return fields, found.end() + 1
        fields.setdefault(found[1].lower(), found[2] or found[3] or found[4] or b"")
        at = found.end()
    return fields, at


def _label_of(fields: Mapping[bytes, bytes]) -> str:
    """What a `meta` element declares; empty where it declares no encoding."""
    if b"charset" in fields:
        return fields[b"charset"].decode("latin-1").strip(" \t\n\f\r")
    found = _IN_CONTENT.search(fields.get(b"content", b"").decode("latin-1"))
    if found is None or fields.get(b"http-equiv", b"").lower() != b"content-type":
        return ""
    return str(found[1] or found[2] or found[3] or "").strip(" \t\n\f\r")
