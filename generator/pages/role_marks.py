"""What is said and drawn where a page strikes, hides or raises words: marks by span, and the sentences about them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.compare.roles import role_spans
from generator.model.captures import Side
from generator.model.policy import PolicyText, Role, Span
from generator.model.redline import Hunk, Op, Outside, Redline, RoleChange
from generator.pages.messages import chained, say, say_many, turned

WORDS = {
    Role.STRUCK: (say("struck through"), say("now struck through"), say("no longer struck through")),
    Role.INSERTED: (
        say("marked as inserted"),
        say("now marked as inserted"),
        say("no longer marked as inserted"),
    ),
    Role.RAISED: (say("raised"), say("now raised"), say("no longer raised")),
    Role.LOWERED: (say("lowered"), say("now lowered"), say("no longer lowered")),
    Role.HIDDEN: (
        say("hidden by the page"),
        say("now hidden by the page"),
        say("no longer hidden by the page"),
    ),
    Role.LATER: (
        say("shown only when opened"),
        say("now shown only when opened"),
        say("no longer shown only when opened"),
    ),
}  # by state: the same on both pages, gained, lost
STATES = ("", "gained", "lost")
MOST_SAID = 8  # changes of roles that are told under one row, one by one
LONGEST = 90  # characters of words that are repeated there


@dataclass(frozen=True, slots=True, order=True)
class RoleMark:
    """A role of words as drawn. ``state``: ``gained`` where only the later page gives it, ``lost`` where the earlier did."""

    role: Role
    state: str = ""

    @property
    def label(self) -> str:
        """What is said at the words: ``now hidden by the page``."""
        return WORDS[self.role][STATES.index(self.state)]


@dataclass(frozen=True, slots=True)
class RoleMarks:
    """The marks of one side, cut so that each stretch of words has its own set."""

    spans: tuple[Span, ...] = ()  # disjoint, in order
    marks: tuple[tuple[RoleMark, ...], ...] = ()

    def cut(self, span: Span) -> list[tuple[Span, tuple[RoleMark, ...]]]:
        """A span cut where marks begin or end."""
        if not self.spans:
            return [(span, ())]
        cut: list[tuple[Span, tuple[RoleMark, ...]]] = []
        at = span.start
        number = bisect_left(self.spans, span.start, key=lambda own: own.end)
        while number < len(self.spans) and self.spans[number].start < span.end:
            own = self.spans[number]
            start, end = max(own.start, at), min(own.end, span.end)
            if start > at:
                cut.append((Span(at, start), ()))
            if end > start:
                cut.append((Span(start, end), self.marks[number]))
                at = end
            number += 1
        if at < span.end:
            cut.append((Span(at, span.end), ()))
        return cut


NO_MARKS = RoleMarks()


def role_marks(side: Side, policy: PolicyText, redline: Redline) -> RoleMarks:
    """All marks of one side of a comparison."""
    placed: list[tuple[Span, RoleMark]] = [
        (found.span, RoleMark(found.role)) for found in role_spans(policy) if found.role is not Role.LATER
    ]  # that words are shown when opened is told only where it changed: whole pages are so
    for change in redline.roles:
        own = change.before if side is Side.BEFORE else change.after
        if side is Side.AFTER:
            placed.append((own, RoleMark(change.role, "gained" if change.gained else "lost")))
    if not placed:
        return RoleMarks()
    opens: dict[int, list[RoleMark]] = {}
    closes: dict[int, list[RoleMark]] = {}
    for span, mark in placed:
        opens.setdefault(span.start, []).append(mark)
        closes.setdefault(span.end, []).append(mark)
    open_marks: list[RoleMark] = []
    spans: list[Span] = []
    marks: list[tuple[RoleMark, ...]] = []
    for start, end in pairwise(sorted({*opens, *closes})):
        for mark in closes.get(start, ()):
            open_marks.remove(mark)
        open_marks += opens.get(start, ())
        if open_marks:
            changed = {mark.role for mark in open_marks if mark.state}
            kept = {mark for mark in open_marks if mark.state or mark.role not in changed}
            spans.append(Span(start, end))
            marks.append(tuple(sorted(kept)))
    return RoleMarks(tuple(spans), tuple(marks))


def whole_marks(text: str, spans: Sequence[Span], marks: RoleMarks) -> frozenset[RoleMark]:
    """The roles that both pages give to all words of some spans: said once, not at each word."""
    common: frozenset[RoleMark] | None = None
    for span in spans if marks.spans else ():
        for part, own in marks.cut(span):
            if any(map(str.isalnum, _LEAD.sub("", text[part.start : part.end]))):
                common = frozenset(own) if common is None else common & frozenset(own)
    return frozenset(mark for mark in common or () if not mark.state)


_LEAD = re.compile(
    r"^\s*(?:#+|[*+-]|\(?\w{1,8}\\?[.)])\s+(?=\S|$)"
)  # what opens a line, which is no word of it


def whole_line(marks: Iterable[RoleMark]) -> str:
    """What is said of a clause whose words all have a role; empty where they have none in common."""
    said = [mark.label for mark in sorted(marks)]
    return turned(chained(said), "sentence") if said else ""


def marked_text(text: str, span: Span, marks: RoleMarks, but: frozenset[RoleMark] = frozenset()) -> str:
    """Words as plain text, each stretch with a role in braces: ``{now hidden by the page: …}``; `but` is told elsewhere."""
    pieces: list[str] = []
    for part, all_own in marks.cut(span):
        own = [mark for mark in all_own if mark not in but]
        words = text[part.start : part.end]
        if own and words.strip(" \n\\*_[]#|"):
            words = "{" + f"{', '.join(mark.label for mark in own)}: {words}" + "}"
        pieces.append(words)
    return "".join(pieces)


_REPEATED = re.compile(r"\{([^{}:]*): ([^{}]*)\}\{\1: ")


def join_marked(text: str) -> str:
    """Marked text in which neighbours of one mark are marked once."""
    while True:
        text, count = _REPEATED.subn(r"{\1: \2", text)
        if not count:
            return text


def role_counts(redline: Redline) -> tuple[str, ...]:
    """How many words only one page strikes, hides, raises: a line for each kind."""
    counts: dict[tuple[Role, bool], int] = {}
    for change in redline.roles:
        key = (change.role, change.gained)
        counts[key] = counts.get(key, 0) + change.words
    return tuple(
        say_many(
            "%(number)s word %(marked)s in the later capture only",
            "%(number)s words %(marked)s in the later capture only",
            count,
            marked=WORDS[role][0],
        )
        if gained
        else say_many(
            "%(number)s word %(marked)s in the earlier capture only",
            "%(number)s words %(marked)s in the earlier capture only",
            count,
            marked=WORDS[role][0],
        )
        for (role, gained), count in counts.items()
    )


def role_lines(hunk: Hunk, after: str) -> tuple[str, ...]:
    """What is said under a row: which words, and what only one page does to them."""
    lines = tuple(_role_line(change, after) for change in hunk.roles[:MOST_SAID])
    rest = len(hunk.roles) - MOST_SAID
    more = say_many("And %(number)s more of this kind.", "And %(number)s more of this kind.", rest)
    return (*lines, more) if rest > 0 else lines


def _role_line(change: RoleChange, after: str) -> str:
    words = " ".join(after[change.after.start : change.after.end].split())
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit(" ", 1)[0] + " …"
    line = (
        say("“%(words)s”: %(marked)s in the later capture", words=words, marked=WORDS[change.role][0])
        if change.gained
        else say(
            "“%(words)s”: %(marked)s in the earlier capture, not in the later",
            words=words,
            marked=WORDS[change.role][0],
        )
    )
    if not change.detail:
        return say("%(line)s.", line=line)
    return say("%(line)s (%(detail)s).", line=line, detail=change.detail)


def outside_line(outside: Outside | None) -> str:
    """How many words outside the policy differ; empty where none is known to."""
    if outside is None:
        return ""
    count = outside.words_deleted + outside.words_inserted
    return say_many(
        "%(number)s word outside the policy differs (-%(deleted)s +%(inserted)s)",
        "%(number)s words outside the policy differ (-%(deleted)s +%(inserted)s)",
        count,
        deleted=str(outside.words_deleted),
        inserted=str(outside.words_inserted),
    )


def roles_json(redline: Redline) -> list[dict[str, Any]]:
    """The changes of roles as data files have them: spans are code points of the two texts."""
    return [
        {
            "role": change.role.value,
            "in": "after" if change.gained else "before",
            "words": change.words,
            "detail": change.detail,
            "before": [change.before.start, change.before.end],
            "after": [change.after.start, change.after.end],
        }
        for change in redline.roles
    ]


def outside_json(outside: Outside | None, *, with_words: bool = True) -> dict[str, Any] | None:
    """What differs outside the policy; null where nothing does, or where one side knows of nothing outside."""
    if outside is None:
        return None
    value: dict[str, Any] = {
        "words_before": outside.words_before,
        "words_after": outside.words_after,
        "words_deleted": outside.words_deleted,
        "words_inserted": outside.words_inserted,
    }
    if with_words:
        value["pieces"] = [
            {"op": "skipped" if piece.op is Op.QUIET else piece.op.value, "words": piece.words}
            for piece in outside.pieces
        ]
    return value


def hunk_roles(hunk: Hunk, texts: Sequence[str]) -> list[dict[str, str]]:
    """The changes of roles inside a hunk, with their words."""
    return [
        {
            "role": change.role.value,
            "in": "after" if change.gained else "before",
            "detail": change.detail,
            "words": " ".join(texts[1][change.after.start : change.after.end].split()),
        }
        for change in hunk.roles
    ]
