"""What the subject of an Open Terms Archive commit says that it recorded.

A *technical* version was extracted again, by newer software or a newer declaration, from a page fetched earlier: it says
nothing about the company. The wording changed over the years; these are all that occur in nine public collections.
"""

import re

_TECHNICAL = re.compile(
    r"(?:Refilter\b|Apply technical or declaration upgrade\b|Apply technical upgrade\b|Reextract\b)", re.I
)
_FIRST = re.compile(r"(?:Start tracking\b|First record of\b)", re.I)


def is_technical(subject: str) -> bool:
    """Whether the archive says that only its own software or settings changed."""
    return bool(_TECHNICAL.match(subject.strip()))


def is_first(subject: str) -> bool:
    """Whether the archive says that it had not recorded this document before."""
    return bool(_FIRST.match(subject.strip()))
