"""Whether a new wording mends letters only: a spelling mistake, a sign or a space, and no word."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SHORTEST = 4  # letters of a word that may hold a slip; "now" and "not" are two words
_SLIPS = 2  # letters that a slip changes
GUARDED = frozenset(
    "never none neither either without only except unless cannot unable able until always unlike illegal legal "
    "allow disallow include exclude consent content".split()
)
"""Words that a letter or two turn into another meaning."""


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand more than once in some texts, in lower case: what is written so often is no slip."""
    counts = Counter(word.casefold() for text in texts for word in _WORD.findall(text))
    return frozenset(word for word, times in counts.items() if times > 1)


def only_letters(old: str, new: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether two texts have the same words in the same order but for slips of a letter or two.

    A slip stands in a word of letters that is no word of `known`; figures, short words and those in `GUARDED` are exact.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    return len(before) == len(after) and all(map(lambda a, b: _is_slip(a, b, known), before, after))


def _is_slip(old: str, new: str, known: frozenset[str]) -> bool:
    old, new = old.casefold().replace("’", "'"), new.casefold().replace("’", "'")
    if old == new:
        return True
    spelt = (word.replace("'", "").replace("-", "").isalpha() for word in (old, new))
    if not all(spelt) or min(len(old), len(new)) < _SHORTEST:
        return False
    if old in known or old in GUARDED or new in GUARDED:
        return False
    return _distance(old, new) <= min(_SLIPS, len(old) // 3)


def _distance(one: str, two: str) -> int:
    """Letters added, left out, exchanged or swapped with their neighbour (optimal string alignment)."""
    above: list[int] = []
    last = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and b == one[i - 2]:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        above, last = last, row
    return last[-1]
