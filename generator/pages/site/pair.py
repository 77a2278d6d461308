"""Any two captures of a document: its distinct texts, the comparisons that have a page, and the one command for all others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from shlex import quote

from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Change, Document
from generator.model.unread import Reach, Unread
from generator.pages.messages import joined, say, spelt
from generator.pages.spelling import spell_day

DISTINCT = (CaptureClass.FIRST, CaptureClass.CHANGE)
WORDS_DIGITS = 12  # of the digest of a text's words: enough to tell the texts of a document apart


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text that differs from the one before: the day of its first capture, and its locator as a shell word."""

    says: str
    locator: str
    words: str  # first digits of the digest of its words


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnView:
    """A comparison that has a page. `words` are those of both texts, as the choice of two texts spells them."""

    says: str
    url: str
    words: str
    title: str = ""  # of the note; empty where nobody has read the comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """The texts to choose from, oldest first. `command` compares the first and the newest: the net change."""

    texts: tuple[TextView, ...]
    command: str
    drawn: tuple[DrawnView, ...] = ()  # over longer times, with and without a note
    steps: tuple[DrawnView, ...] = ()  # of neighbours that nobody has read


def pair_of(
    document: Document,
    unread: Iterable[Unread] = (),
    noted: Iterable[tuple[Change, CaptureRow, CaptureRow]] = (),
) -> PairView | None:
    """None where fewer than two texts are held. `noted` are published changes with both their captures."""
    rows = sorted((r for r in document.captures if r.kind in DISTINCT), key=lambda r: (r.captured_at, r.order))
    if len(rows) < 2:
        return None
    archives = {row.archive for row in rows}
    days = Counter(spell_day(row.captured_at) for row in rows)
    texts = []
    for row in rows:
        day = spell_day(row.captured_at)
        says: str = spelt(row.captured_at.date() if days[day] == 1 else row.captured_at)
        says = says if len(archives) == 1 else joined((says, row.archive))
        texts.append(
            TextView(says=says, locator=quote(str(row.locator)), words=row.words[:WORDS_DIGITS])
        )
    own = [one for one in unread if one.document == document.key]
    net = [one for one in own if one.reach is Reach.NET]
    return PairView(
        texts=tuple(texts),
        command=command_of(texts[0], texts[-1]),
        drawn=(
            *(_drawn(one.before, one.after, one.url, is_net=True) for one in net),
            *(_drawn(before, after, change.url, title=change.title) for change, before, after in noted),
            *(_drawn(one.before, one.after, one.url) for one in own if one.reach is Reach.NOTES),
        ),
        steps=tuple(_drawn(one.before, one.after, one.url) for one in reversed(own) if one.is_step),
    )


def _drawn(before: CaptureRow, after: CaptureRow, url: str, *, is_net: bool = False, title: str = "") -> DrawnView:
    first: date = before.captured_at.date()
    last: date = after.captured_at.date()
    if first == last:
        first, last = before.captured_at, after.captured_at
    says = say("%(first)s to %(newest)s", first=first, newest=last)
    says = say("Since the first capture: %(days)s", days=says) if is_net else says
    words = f"{before.words[:WORDS_DIGITS]} {after.words[:WORDS_DIGITS]}"
    return DrawnView(says=says, url=url, words=words, title=title)


def command_of(before: TextView, after: TextView) -> str:
    """What compares two texts on the reader's own machine."""
    return f"smallprint diff {before.locator} {after.locator}"
