"""By what kind: the classes of the comparison, each with its rule and the rows it is true of. They order, and hide nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.compare import has_phrase
from generator.model.change_classes import ChangeClass
from generator.model.redline import Hunk, Op
from generator.pages.chrome import LinkView
from generator.pages.messages import known
from generator.pages.sheets import Sheet

MOST = 24  # rows that are linked of one kind


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """One class: what it is called, its rule, how many rows are of it, and the first of them."""

    label: str
    rule: str
    count: int
    rows: tuple[LinkView, ...]

    @property
    def more(self) -> int:
        """How many rows are not linked."""
        return self.count - len(self.rows)


def classes_of(hunk: Hunk, before: Sheet, after: Sheet, phrases: tuple[str, ...]) -> tuple[ChangeClass, ...]:
    """The classes of a hunk, the report's topics among them, which the comparison itself knows nothing of."""
    changed = [
        before.text[e.before.start : e.before.end]
        if e.op is Op.DELETE
        else after.text[e.after.start : e.after.end]
        for e in hunk.edits
        if e.op in (Op.DELETE, Op.INSERT)
    ]
    return (*hunk.classes, ChangeClass.TOPIC) if has_phrase(changed, phrases) else hunk.classes


def is_minor(classes: tuple[ChangeClass, ...]) -> bool:
    """Whether nothing but dates, contacts or link addresses changed: such rows may be folded to a line."""
    return classes not in ((), (ChangeClass.QUIET,)) and all(each.is_minor for each in classes)


def kinds_view(rows: Iterable[tuple[str, str, tuple[ChangeClass, ...]]]) -> tuple[KindView, ...]:
    """What kinds of change there are, the weightiest first. `rows` are id, clause and classes of each changed row.

    A row without a clause number is named by its place among the changes.
    """
    found: dict[ChangeClass, list[LinkView]] = {each: [] for each in ChangeClass}
    for number, (id_, clause, classes) in enumerate(rows, 1):
        link = LinkView(text=clause or f"¶{number}", href=f"#{id_}")
        for each in classes:
            if each is not ChangeClass.WORDING or classes == (ChangeClass.WORDING,):
                found[each].append(link)
    return tuple(
        KindView(label=known(each.label), rule=known(each.rule), count=len(links), rows=tuple(links[:MOST]))
        for each, links in found.items()
        if links and each is not ChangeClass.QUIET
    )
