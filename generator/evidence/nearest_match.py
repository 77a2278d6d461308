"""What a capture has instead of words that it has not: the nearest place, and the words that differ there."""

import re
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

AROUND = 5  # equal words that a hint shows on each side of a difference
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_HEAD = re.compile(r"\A[\w'’-]*")
_TAIL = re.compile(r"[\w'’-]*\Z")
LONGEST = 14  # words of one difference that a hint shows


def describe_nearest(text: str, needle: str) -> str:
    """A hint: the nearest words of a folded text, as a redline of those that the quotation has otherwise."""
    wanted, held = needle.split(" "), text.split(" ")
    first = _best_start(wanted, held)
    if first is None:
        return "no similar words were found in this capture"
    slack = 2 + len(wanted) // 8
    start = max(0, first - slack)
    shown = _redline(needle, " ".join(held[start : max(0, first) + len(wanted) + slack]))
    return f"nearest in the capture: “{shown}” ([-the quotation-]{{+the capture+}})"


def _redline(wanted: str, held: str) -> str:
    """The words of both, with [-those of the quotation alone-] and {+those of the capture alone+}, and a few around them."""
    old, new = _TOKEN.findall(wanted), _TOKEN.findall(held)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    while steps and steps[0][0] == "insert":
        del steps[0]
    while steps and steps[-1][0] == "insert":
        del steps[-1]
    shown = ""
    runs = _whole_words([_run(step, old, new, n in (0, len(steps) - 1)) for n, step in enumerate(steps)])
    for number, (was, now) in enumerate(runs):
        if was == now:
            shown += _near(was, is_first=number == 0, is_last=number == len(runs) - 1)
        else:
            shown += (f"[-{_short(was)}-]" if was else "") + (f"{{+{_short(now)}+}}" if now else "")
    return shown.strip()


def _run(
    step: tuple[str, int, int, int, int], old: list[str], new: list[str], outer: bool
) -> tuple[str, str]:
    """The tokens of both in one step. At either end the capture goes on, so no more of it is taken than is quoted."""
    kind, a, b, c, d = step
    if kind == "equal":
        return "".join(old[a:b]), "".join(old[a:b])
    if outer and d - c > b - a:
        c, d = (d - (b - a), d) if a == 0 else (c, c + (b - a))
    return "".join(old[a:b]), "".join(new[c:d])


def _whole_words(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs with every difference widened to whole words; differences that touch then are one."""
    wide: list[tuple[str, str]] = []
    for was, now in runs:
        if was == now and wide and wide[-1][0] != wide[-1][1]:
            head = _HEAD.findall(was)[0]
            wide[-1] = (wide[-1][0] + head, wide[-1][1] + head)
            was = now = was[len(head) :]
        elif was != now and wide and wide[-1][0] == wide[-1][1]:
            before = wide.pop()[0]
            cut = len(before) - len(_TAIL.findall(before)[0])
            if cut:
                wide.append((before[:cut], before[:cut]))
            was, now = before[cut:] + was, before[cut:] + now
        if was != now and wide and wide[-1][0] != wide[-1][1]:
            wide[-1] = (wide[-1][0] + was, wide[-1][1] + now)
        elif was or now:
            wide.append((was, now))
    return wide


def _near(words: str, *, is_first: bool, is_last: bool) -> str:
    """Equal words: the few next to a difference."""
    parts = words.split(" ")
    head = [] if is_first else parts[: AROUND + 1]
    tail = [] if is_last else parts[max(len(head), len(parts) - AROUND - 1) :]
    return " ".join([*head, *(["…"] if len(head) + len(tail) < len(parts) else []), *tail])


def _short(words: str) -> str:
    parts = words.split(" ")
    if len(parts) > LONGEST:
        parts = [*parts[: LONGEST // 2], "…", *parts[-LONGEST // 2 :]]
    return " ".join(parts)


def _best_start(wanted: list[str], held: list[str]) -> int | None:
    """The place at which most words of the quotation stand where they should; rare words count for more."""
    places: dict[str, list[int]] = {}
    known = set(wanted)
    for index, word in enumerate(held):
        if word in known:
            places.setdefault(word, []).append(index)
    votes: Counter[int] = Counter()
    for offset, word in enumerate(wanted):
        found = places.get(word, [])
        weight = 1000 // (len(found) + 1)
        for index in found[:500]:
            votes[index - offset] += weight
    if not votes:
        return None
    return _merge(votes, len(wanted))


def _merge(votes: Counter[int], length: int) -> int:
    """The best start, counting the votes of starts nearby: a word more or less shifts all that follow."""
    starts = sorted(votes)
    slack = 2 if length < 12 else 4

    def weight(start: int) -> int:
        near = starts[bisect_left(starts, start - slack) : bisect_left(starts, start + slack + 1)]
        return sum(votes[s] for s in near)

    return max(starts, key=lambda s: (weight(s), votes[s], -s))
