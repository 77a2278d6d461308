"""Any two captures of a document: its distinct texts, and the one command that compares two of them."""

from collections import Counter
from dataclasses import dataclass
from shlex import quote

from generator.model.captures import CaptureClass
from generator.model.catalog import Document
from generator.pages.spelling import spell_day, spell_moment

DISTINCT = (CaptureClass.FIRST, CaptureClass.CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text that differs from the one before: the day of its first capture, and its locator as a shell word."""

    says: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """The texts to choose from, oldest first. `command` compares the first and the newest: the net change."""

    texts: tuple[TextView, ...]
    command: str


def pair_of(document: Document) -> PairView | None:
    """None where fewer than two texts are held."""
    rows = sorted((r for r in document.captures if r.kind in DISTINCT), key=lambda r: (r.captured_at, r.order))
    if len(rows) < 2:
        return None
    archives = {row.archive for row in rows}
    days = Counter(spell_day(row.captured_at) for row in rows)
    texts = []
    for row in rows:
        day = spell_day(row.captured_at)
        says = day if days[day] == 1 else spell_moment(row.captured_at)
        says = says if len(archives) == 1 else f"{says}, {row.archive}"
        texts.append(TextView(says=says, locator=quote(str(row.locator))))
    return PairView(texts=tuple(texts), command=command_of(texts[0], texts[-1]))


def command_of(before: TextView, after: TextView) -> str:
    """What compares two texts on the reader's own machine."""
    return f"smallprint diff {before.locator} {after.locator}"
