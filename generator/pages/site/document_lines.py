"""What a document's page says of its captures as a whole: how many, how often the words changed, what folds to a line."""

from generator.model.captures import CaptureClass, CaptureRow
from generator.model.catalog import Document
from generator.pages.messages import joined, listed, say, say_many


def standfirst_of(document: Document) -> str:
    """What is held, in one or two sentences, by kind of capture."""
    rows = document.captures
    if not rows:
        return say("No capture of this %(document)s is listed yet.")
    first = min(row.captured_at for row in rows)
    changed = sum(1 for row in rows if row.kind is CaptureClass.CHANGE)
    suspect = sum(1 for row in rows if row.kind is CaptureClass.SUSPECT)
    rest = sum(1 for row in rows if row.kind in (CaptureClass.SAME, CaptureClass.TECHNICAL))
    held = say_many("%(number)s capture since %(day)s.", "%(number)s captures since %(day)s.", len(rows), day=first.date())
    told = [_times_changed(changed)]
    if rest:
        told.append(
            say_many(
                "%(number)s other capture differs from the one before in links, markup or extraction",
                "%(number)s other captures differ from the one before in links, markup or extraction",
                rest,
            )
        )
    if suspect:
        told.append(
            say_many(
                "%(number)s is suspect, kept and flagged", "%(number)s are suspect, kept and flagged", suspect
            )
        )
    return joined((held, say("%(changes)s.", changes=joined(told, "; "))), " ")


def _times_changed(changed: int) -> str:
    if changed < 3:
        return (
            say("Between them the words changed never"),
            say("Between them the words changed once"),
            say("Between them the words changed twice"),
        )[changed]
    return say_many(
        "Between them the words changed %(number)s time", "Between them the words changed %(number)s times", changed
    )


def fold_line(rows: list[CaptureRow]) -> str:
    """``446 captures, words identical``; other kinds in the run are named with their number."""
    counts = [
        (kind, count)
        for kind in (CaptureClass.SAME, CaptureClass.TECHNICAL, CaptureClass.SUSPECT)
        if (count := sum(1 for row in rows if row.kind is kind))
    ]
    return listed(_first_of_fold(kind, count) if not n else _more_of_fold(kind, count) for n, (kind, count) in enumerate(counts))


def _first_of_fold(kind: CaptureClass, count: int) -> str:
    """The first count of a folded run, which names what is counted."""
    match kind:
        case CaptureClass.SAME:
            return say_many("%(number)s capture with the same words", "%(number)s captures with the same words", count)
        case CaptureClass.TECHNICAL:
            return say_many(
                "%(number)s capture extracted anew by the archive", "%(number)s captures extracted anew by the archive", count
            )
    return say_many("%(number)s capture suspect", "%(number)s captures suspect", count)


def _more_of_fold(kind: CaptureClass, count: int) -> str:
    """A further one."""
    if kind is CaptureClass.TECHNICAL:
        return say_many("%(number)s extracted anew by the archive", "%(number)s extracted anew by the archive", count)
    return say_many("%(number)s suspect", "%(number)s suspect", count)
