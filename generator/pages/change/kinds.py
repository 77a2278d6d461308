"""By what kind: the classes of the comparison, each with its rule and the rows it is true of. They order, and hide nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.compare import CLASS_RULES, has_phrase
from generator.model.redline import Hunk, Op
from generator.pages.chrome import LinkView
from generator.pages.sheets import Sheet

KINDS = (
    ("topic", "a topic’s phrases"),
    ("right", "rights and permissions"),
    ("obligation", "duties"),
    ("negation", "negations and exceptions"),
    ("number", "numbers and amounts"),
    ("link", "link addresses"),
    ("contact", "contacts only"),
    ("dates", "dates only"),
    ("wording", "other words only"),
)
MINOR = frozenset(("contact", "dates", "link", "quiet"))
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


def classes_of(hunk: Hunk, before: Sheet, after: Sheet, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The classes of a hunk, the report's topics among them, which the comparison itself knows nothing of."""
    changed = [
        before.text[e.before.start : e.before.end]
        if e.op is Op.DELETE
        else after.text[e.after.start : e.after.end]
        for e in hunk.edits
        if e.op in (Op.DELETE, Op.INSERT)
    ]
    topic = ("topic",) if "topic" not in hunk.classes and has_phrase(changed, phrases) else ()
    return (*hunk.classes, *topic)


def is_minor(classes: tuple[str, ...]) -> bool:
    """Whether nothing but dates, contacts or link addresses changed: such rows may be folded to a line."""
    return bool(classes) and MINOR.issuperset(classes) and classes != ("quiet",)


def kinds_view(rows: Iterable[tuple[str, str, tuple[str, ...]]]) -> tuple[KindView, ...]:
    """What kinds of change there are, the weightiest first. `rows` are id, clause and classes of each changed row.

    A row without a clause number is named by its place among the changes.
    """
    found: dict[str, list[LinkView]] = {name: [] for name, _ in KINDS}
    for number, (id_, clause, classes) in enumerate(rows, 1):
        link = LinkView(text=clause or f"¶{number}", href=f"#{id_}")
        for name in classes:
            if name in found and (name != "wording" or classes == ("wording",)):
                found[name].append(link)
    return tuple(
        KindView(label=label, rule=CLASS_RULES[name], count=len(links), rows=tuple(links[:MOST]))
        for name, label in KINDS
        if (links := found[name])
    )
