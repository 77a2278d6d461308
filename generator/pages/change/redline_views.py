"""What a drawn redline is made of: rows, heads, folds, runs. Values only; `redline_rows` makes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.change_classes import ChangeClass
from generator.model.redline import Hunk
from generator.pages.sheets import BlockView


@dataclass(frozen=True, slots=True, kw_only=True)
class SayView:
    """A line of ours under the words of a row. Where it links another row `href` is the fragment, and a value of the text."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One hunk as drawn. `after` holds the merged stream where words differ; `before` the earlier words alone."""

    kind: str
    id: str = ""
    anchors: tuple[str, ...] = ()
    word: str = ""
    label: str = ""
    number: str = ""
    number_before: str = ""
    before: tuple[BlockView, ...] = ()
    after: tuple[BlockView, ...] = ()
    quotes: tuple[int, ...] = ()
    says: tuple[SayView, ...] = ()
    previous: str = ""
    next: str = ""
    changed: bool = True
    edited: bool = False  # whether words differ inside
    clauses: int = 0  # as many as its longer side has; headings are none
    classes: tuple[ChangeClass, ...] = ()
    minor: bool = False  # nothing but dates, contacts or link addresses changed
    place: tuple[int, int, int, int] = (0, 0, 0, 0)  # characters of both texts, for the map
    folds: bool = False  # whether long stretches without a mark may be folded
    section: str = ""  # the outermost clause or heading of the later text it stands under
    short: bool = False  # whether all but its first line is folded
    slim: bool = False  # a whole clause of few words: its number stands beside them
    alone: bool = False  # of a new row: the earlier text was searched for a clause like it, and has none


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """Where the following rows stand, in the words of the policy's own headings; set in our type: we placed it."""

    text: str
    way: str = ""  # what of it the head before said already


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldView:
    """What is left out, as a line."""

    count: int  # paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """New clauses in a row: one statement stands for the missing other side of them all."""

    strong: str
    text: str
    rows: tuple[RowView, ...]


Pair = tuple[Hunk, "RowView | None"]
ItemView = RowView | HeadView | FoldView | RunView


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineRows:
    """All rows, and which passage stands at which of them."""

    items: tuple[ItemView, ...]
    changed: tuple[RowView, ...]
    drawn: frozenset[str]  # ids of passages that an element carries

    @property
    def all_rows(self) -> Iterator[RowView]:
        """Every row, those in runs too."""
        for item in self.items:
            if isinstance(item, RowView):
                yield item
            elif isinstance(item, RunView):
                yield from item.rows

    @property
    def folded(self) -> bool:
        """Whether anything is left out."""
        return any(isinstance(item, FoldView) for item in self.items)
