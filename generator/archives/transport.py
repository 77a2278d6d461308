"""What a transport says of a body: its type, its charset, and the coding it is packed in."""

import re

from generator.archives.session import Reply
from generator.archives.wire import CODING
from generator.extract.codings import undo_codings
from generator.extract.sniff import is_plainly_text
from generator.model.errors import Truncated, UnexpectedReply

LARGEST = 60 * 1024 * 1024
_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+\Z")
_CHARSET = re.compile(r";[\t\n\r ]*charset=(?:\"([^\"]*)\"?|([^\t\n\r ;\"]+))", re.IGNORECASE)
_TOKEN = re.compile(r"[!-~]{1,100}\Z")


def split_type(header: str) -> tuple[str, str]:
    """``text/html; charset=UTF-8`` as its two parts, in small letters; each empty where it says nothing of sense.

    Of several types, as two headers give them, the last that is one is believed, as browsers do.
    """
    parts = [header] if header.count(",") == 0 else [*header.split(","), header]
    stated = [part for part in parts if _TYPE.match(part.partition(";")[0].strip().lower())]
    whole = stated[-1] if stated else header
    media_type = whole.partition(";")[0].strip().lower()
    found = _CHARSET.search(whole)
    charset = (found[1] or found[2] or "").strip().lower() if found else ""
    return media_type if _TOKEN.match(media_type) else "", charset if _TOKEN.match(charset) else ""


def undone_since(reply: Reply) -> tuple[bytes, str]:
    """The body of a memento, and the coding in which the page was served when it was captured.

    Archives undo that coding or pass it on, and then it is undone already. Some state it and do neither.
    """
    stated = reply.header("x-archive-orig-content-encoding").strip().lower()
    passed_on = reply.header(CODING.lower()).strip().lower()
    if not stated or passed_on:
        return reply.body, spell_coding(stated or passed_on)
    return undo_stated(reply.body, stated, reply.url), spell_coding(stated)


def undo_stated(body: bytes, codings: str, name: str) -> bytes:
    """Undo what a header states. Where somebody undid it before and left the header, the body is plainly text."""
    try:
        return undo_codings(body, codings, LARGEST, name)
    except (UnexpectedReply, Truncated):
        if is_plainly_text(body):
            return body
        raise


def spell_coding(codings: str) -> str:
    """A coding as captures.tsv keeps it: no blanks, nothing where none was used."""
    kept = [each.strip().lower() for each in codings.split(",")]
    spelled = ",".join(each for each in kept if each not in ("", "identity", "none"))
    return spelled if _TOKEN.match(spelled) else ""
