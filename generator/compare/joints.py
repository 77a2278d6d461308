"""Spaces between words are words: "not able" and "notable" have the same letters and do not say the same.

Texts are matched token by token, and white space is no token. Here matched tokens are let go where a space between them
stands on one side only and makes two words of one, so that the words are shown as deleted and inserted.
"""

import re
from collections.abc import Container, Iterator

from generator.compare.matching import Comparison
from generator.compare.tokens import Tokens
from generator.compare.vocabulary import LABEL
from generator.model.scripts import JOINED, NO_SPACES, WIDE_MARKS

Match = tuple[int, int, int, int]  # first token before, first token after, number of tokens, move

_NO_SPACES = re.compile(f"[{NO_SPACES}{JOINED}{WIDE_MARKS}]")
_SPACE = re.compile(r"\s|<br ?/?>", re.IGNORECASE)


def has_space(text: str) -> bool:
    """Whether what stands between two words holds white space, or the tag that stands for it."""
    return _SPACE.search(text) is not None


def parts_words(before: str, i: int, old: str, after: str, j: int, new: str) -> bool:
    """Whether only one of ``old`` and ``new`` has the space that makes two words of one.

    They are what stands at ``i`` of the one text and at ``j`` of the other, between equal characters. A space beside
    punctuation parts no words, and scripts such as Han and Thai have none between words.
    """
    if has_space(old) == has_space(new):
        return False
    return _is_inside_word(after, j, new) if has_space(old) else _is_inside_word(before, i, old)


def _is_inside_word(text: str, at: int, gap: str) -> bool:
    """Whether letters or digits stand on both sides of a place before the next white space.

    ``gap`` is what stands round the place and is no word: marks of emphasis, the end of a link.
    """
    start = at - len(gap) if text.startswith(gap, at - len(gap)) and gap else at
    end = at + len(gap) if start == at and gap and text.startswith(gap, at) else at
    left, right = text[start - 1 : start], text[end : end + 1]
    if _NO_SPACES.match(left) or _NO_SPACES.match(right):
        return False
    return _meets_word(text, range(start - 1, -1, -1)) and _meets_word(text, range(end, len(text)))


def _meets_word(text: str, places: range) -> bool:
    """Whether a letter or digit stands at one of some places before the first white space."""
    for at in places:
        if text[at].isalnum():
            return True
        if text[at].isspace():
            return False
    return False


def settle_matches(found: Comparison) -> list[Match]:
    """Return the matches with the labels of matched lines, and without words that became one or two.

    Links between such words stay matched.
    """
    before, after, links = found.before, found.after, found.vocabulary.links
    settled: list[Match] = []
    for i, j, n, move in _joined(_with_labels(found), found):
        a0, a1 = before.starts[i], before.ends[i + n - 1]
        if before.text[a0:a1] == after.text[after.starts[j] : after.ends[j + n - 1]]:
            settled.append((i, j, n, move))
            continue
        first = 0
        for z in _joints(before, after, i, j, n, links):
            if z > first:
                settled.append((i + first, j + first, z - first, move))
            first = z + 1
        if n > first:
            settled.append((i + first, j + first, n - first, move))
    return settled


def _with_labels(found: Comparison) -> list[Match]:
    """Return the matches, each with the labels right before it on both sides.

    A label belongs to the words behind it. One that was matched with the label of other words is let go there.
    """
    before, after, matches = found.before.ids, found.after.ids, found.matches
    if LABEL not in before or LABEL not in after:
        return matches
    last_a = {i + n - 1: number for number, (i, _, n, _) in enumerate(matches)}
    last_b = {j + n - 1: number for number, (_, j, n, _) in enumerate(matches)}
    longer: set[int] = set()
    shorter: set[int] = set()
    for number, (i, j, _, _) in enumerate(matches):
        if not i or not j or before[i - 1] != LABEL or after[j - 1] != LABEL:
            continue
        here, there = last_a.get(i - 1), last_b.get(j - 1)
        if (here is None or there is None) and not _opens_region(found, i, j):
            longer.add(number)
            shorter.update(other for other in (here, there) if other is not None)
    if not longer:
        return matches
    settled: list[Match] = []
    for number, (i, j, n, move) in enumerate(matches):
        more, less = number in longer, number in shorter
        if n + more > less:
            settled.append((i - more, j - more, n + more - less, move))
    return settled


def _opens_region(found: Comparison, i: int, j: int) -> bool:
    """Whether one of two tokens is the first of a region: equal text lies between it and the token before."""
    return i in found.region_starts[0] or j in found.region_starts[1]


def _joined(matches: list[Match], found: Comparison) -> list[Match]:
    """Return the matches in order, those that adjoin on both sides as one: words may have joined between them."""
    joined: list[Match] = []
    for i, j, n, move in sorted(matches):
        if joined:
            a, b, size, own = joined[-1]
            if (a + size, b + size, own) == (i, j, move) and not _opens_region(found, i, j):
                joined[-1] = (a, b, size + n, move)
                continue
        joined.append((i, j, n, move))
    return joined


def _joints(before: Tokens, after: Tokens, i: int, j: int, n: int, links: Container[str]) -> Iterator[int]:
    """Yield the tokens, relative to the match, of words that became one or two, in order."""
    texts = before.text, after.text
    ends_a, starts_a = before.ends[i : i + n - 1], before.starts[i + 1 : i + n]
    ends_b, starts_b = after.ends[j : j + n - 1], after.starts[j + 1 : j + n]
    done = 0
    for z, (a0, a1, b0, b1) in enumerate(zip(ends_a, starts_a, ends_b, starts_b, strict=True), 1):
        if (a1 - a0 != b1 - b0 or a1 - a0 > 1) and (a1 - a0 or b1 - b0):
            old, new = texts[0][a0:a1], texts[1][b0:b1]
            if old != new and parts_words(texts[0], a1, old, texts[1], b1, new):
                low, high = _words_round(before, i, n, z)
                for token in range(max(low, done), high):
                    if before.ids[i + token] not in links:
                        yield token
                done = high


def _words_round(side: Tokens, i: int, n: int, z: int) -> tuple[int, int]:
    """Return the range of tokens round the place before token ``z`` from the word before to the word behind it."""
    low, high = z - 1, z
    while low > 0 and not side.text[side.starts[i + low]].isalnum():
        low -= 1
    while high < n - 1 and not side.text[side.starts[i + high]].isalnum():
        high += 1
    return low, high + 1
