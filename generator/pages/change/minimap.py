"""The map of a document: both texts as strips to one scale, marked where they differ, each mark a link to its row.

Shape tells first: a full block is added or removed, a middle line edited, an edge line moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.pages.change.redline_views import RowView
from generator.pages.messages import say, say_many

SCALE = 1000  # units of the longer text
NEAR = 2  # marks of one kind that are nearer than this are drawn as one

KINDS = {
    "added": "a",
    "removed": "d",
    "replaced": "r",
    "edited": "e",
    "linked": "e",
    "moved": "m",
    "moved-away": "m",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """A stretch of one strip: where it begins, how long it is, what happened, and where a click leads."""

    kind: str
    at: int
    size: int
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Both strips. Lengths are in units of the longer text (`SCALE`)."""

    before: int
    after: int
    before_marks: tuple[MapMark, ...]
    after_marks: tuple[MapMark, ...]
    joins: tuple[tuple[int, int], ...]  # places of moved words, before and after
    label: str


def make_map(rows: Iterable[RowView], lengths: tuple[int, int]) -> MapView:
    """The map of a redline's changed rows over texts of these lengths (in characters)."""
    longest = max(*lengths, 1)
    before: list[MapMark] = []
    after: list[MapMark] = []
    joins: list[tuple[int, int]] = []
    for row in rows:
        kind = KINDS.get(row.kind, "")
        if not kind:
            continue
        b0, b1, a0, a1 = (round(place * SCALE / longest) for place in row.place)
        if (
            row.kind in ("removed", "replaced", "edited", "linked", "moved-away")
            and row.place[1] > row.place[0]
        ):
            _add(
                before,
                MapMark(
                    kind="d" if kind == "r" else kind,
                    at=b0,
                    size=max(b1 - b0, 1),
                    href=f"#{row.id}",
                    title=row.label,
                ),
            )
        if row.kind in ("added", "replaced", "edited", "linked", "moved") and row.place[3] > row.place[2]:
            _add(
                after,
                MapMark(
                    kind="a" if kind == "r" else kind,
                    at=a0,
                    size=max(a1 - a0, 1),
                    href=f"#{row.id}",
                    title=row.label,
                ),
            )
        if row.kind == "moved":
            joins.append(((b0 + b1) // 2, (a0 + a1) // 2))
    label = say(
        "Map of both texts, to one scale: %(before)s before, %(after)s after. Marks stand where clauses differ.",
        before=say_many("%(number)s character", "%(number)s characters", lengths[0]),
        after=say_many("%(number)s character", "%(number)s characters", lengths[1]),
    )
    return MapView(
        before=round(lengths[0] * SCALE / longest),
        after=round(lengths[1] * SCALE / longest),
        before_marks=tuple(sorted(before, key=lambda m: m.at)),
        after_marks=tuple(sorted(after, key=lambda m: m.at)),
        joins=tuple(dict.fromkeys(joins)),
        label=label,
    )


def _add(marks: list[MapMark], mark: MapMark) -> None:
    """Add a mark, or lengthen the last one where it goes on."""
    last = marks[-1] if marks else None
    if last and last.kind == mark.kind and 0 <= mark.at - (last.at + last.size) < NEAR:
        marks[-1] = MapMark(
            kind=last.kind, at=last.at, size=mark.at + mark.size - last.at, href=last.href, title=last.title
        )
    else:
        marks.append(mark)
