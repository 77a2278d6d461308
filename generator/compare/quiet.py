"""Why a difference between two texts of equal tokens is quiet: the rule that a reader is told."""

import re
import unicodedata

from generator.model.signs import differing_signs
from generator.model.words import straighten_quotes, without_zero_width

UNREAD = "unread"  # such a difference was not judged: the other side has a rest that was not read
SIGN = "sign"  # such a difference is shown: the signs themselves are marked, the words are not

_BREAKS = re.compile(r"(?i)<br[ \t]*/?>|\s+")  # line breaks, those of a Markdown cell too


def quiet_rule(old: str, new: str) -> str:
    """The rule for two pieces of text that stand in the same place and differ."""
    if differing_signs(old, new):
        return SIGN
    if without_zero_width(old) == without_zero_width(new):
        return "invisible"
    if not _BREAKS.sub("", old + new):
        return "reflow" if "\n" in old + new or "<" in old + new else "space"
    if unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new):
        return "spelling"
    if "?" in old + new and ("://" in old or old.startswith("](")):
        return "tracking"
    if old and new and straighten_quotes(old) == straighten_quotes(new):
        return "quotes"
    if any(map(str.isalnum, old)) or any(map(str.isalnum, new)):
        return "markup" if _letters(old) == _letters(new) else "numbering"
    if old.strip() or new.strip():
        return "markup"
    return "reflow" if "\n" in old or "\n" in new else "space"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
