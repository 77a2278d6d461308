"""What the counts of a redline say: one sentence, and one line on what is not marked. Pages, data and `diff` print these.

Every number comes from `Stats`; each kind of clause is told in the same order everywhere.
"""

from generator.compare.quiet import UNREAD
from generator.model.redline import Hunk, HunkKind, Redline, Stats
from generator.pages.messages import joined, listed, say, say_many
from generator.pages.role_marks import role_counts


def clauses_told(stats: Stats) -> tuple[tuple[HunkKind, int], ...]:
    """How many clauses each kind of change is true of, those that are true of none left out."""
    counts = (
        (HunkKind.ADDED, stats.added),
        (HunkKind.REMOVED, stats.removed),
        (HunkKind.EDITED, stats.edited),
        (HunkKind.REPLACED, stats.replaced),
        (HunkKind.MOVED, stats.moved),
    )
    return tuple((kind, count) for kind, count in counts if count)


def also_edited(told: str, stats: Stats) -> str:
    """The clauses that moved, with how many of them were edited too; as they are where none was."""
    if not stats.moved_edited:
        return told
    if stats.moved_edited == stats.moved:
        return say("%(moved)s and edited", moved=told)
    return say_many(
        "%(moved)s (%(number)s of them edited)",
        "%(moved)s (%(number)s of them edited)",
        stats.moved_edited,
        moved=told,
    )


def signs_told(stats: Stats) -> str:
    """In how many places only signs that nobody sees differ."""
    return say_many("%(number)s sign that nobody sees", "%(number)s signs that nobody sees", stats.signs)


def sentence_of(redline: Redline) -> str:
    """How much differs. "Nothing else changed" only where no difference was left without a mark."""
    stats = redline.stats
    of_policy = redline.outside is not None
    if stats.nothing_changed:
        return _nothing_changed(stats, of_policy)
    if stats.signs and not (stats.marks or stats.moved or stats.roles or stats.stopped):
        return _only_signs(stats, of_policy)
    heads = (
        say_many("%(number)s heading changed", "%(number)s headings changed", stats.headings)
        if stats.headings
        else ""
    )
    is_marked = stats.marks or stats.moved or stats.roles or stats.signs
    parts = [heads or (say("Some words edited") if is_marked else _nothing_read(of_policy))]
    if told := _clauses(stats):
        parts = [told, heads]
    if stats.links:
        parts.append(
            say_many("%(number)s link address changed", "%(number)s link addresses changed", stats.links)
        )
    if stats.signs:
        parts.append(
            say_many(
                "%(number)s sign that nobody sees changed",
                "%(number)s signs that nobody sees changed",
                stats.signs,
            )
        )
    parts += role_counts(redline)
    is_all = not (stats.quiet or stats.stopped or of_policy)
    if is_all:
        parts.append(say("nothing else changed"))
    counted = say("%(counts)s.", counts=joined(parts, "; "))
    unread = unread_sentence(redline)
    return joined((counted, unread), " ") if unread else counted


def _nothing_changed(stats: Stats, of_policy: bool) -> str:
    if not stats.links:
        return say("No words of the policy changed.") if of_policy else say("No words changed.")
    if of_policy:
        return say_many(
            "No words of the policy changed; %(number)s link address did.",
            "No words of the policy changed; %(number)s link addresses did.",
            stats.links,
        )
    return say_many(
        "No words changed; %(number)s link address did.",
        "No words changed; %(number)s link addresses did.",
        stats.links,
    )


def _only_signs(stats: Stats, of_policy: bool) -> str:
    if of_policy:
        return say_many(
            "No words of the policy changed; %(number)s sign that nobody sees differs.",
            "No words of the policy changed; %(number)s signs that nobody sees differ.",
            stats.signs,
        )
    return say_many(
        "No words changed; %(number)s sign that nobody sees differs.",
        "No words changed; %(number)s signs that nobody sees differ.",
        stats.signs,
    )


def _nothing_read(of_policy: bool) -> str:
    if of_policy:
        return say("No words of the policy changed in what was read")
    return say("No words changed in what was read")


def _clauses(stats: Stats) -> str:
    """``3 clauses added, 1 edited and 2 moved``; empty where no clause is told of."""
    told = clauses_told(stats)
    parts = [
        _clause_count(kind, count) if n else _clauses_count(kind, count)
        for n, (kind, count) in enumerate(told)
    ]
    if stats.moved:
        parts[-1] = also_edited(parts[-1], stats)
    return listed(parts) if parts else ""


def _clauses_count(kind: HunkKind, count: int) -> str:
    """The first count of a sentence, which names what is counted."""
    match kind:
        case HunkKind.ADDED:
            return say_many("%(number)s clause added", "%(number)s clauses added", count)
        case HunkKind.REMOVED:
            return say_many("%(number)s clause removed", "%(number)s clauses removed", count)
        case HunkKind.EDITED:
            return say_many("%(number)s clause edited", "%(number)s clauses edited", count)
        case HunkKind.REPLACED:
            return say_many("%(number)s clause replaced", "%(number)s clauses replaced", count)
    return say_many("%(number)s clause moved", "%(number)s clauses moved", count)


def _clause_count(kind: HunkKind, count: int) -> str:
    """A further one."""
    match kind:
        case HunkKind.REMOVED:
            return say_many("%(number)s removed", "%(number)s removed", count)
        case HunkKind.EDITED:
            return say_many("%(number)s edited", "%(number)s edited", count)
        case HunkKind.REPLACED:
            return say_many("%(number)s replaced", "%(number)s replaced", count)
    return say_many("%(number)s moved", "%(number)s moved", count)


def unread_sentence(redline: Redline) -> str:
    """What is added to the counts where a capture was not read to its end; empty where both were."""
    if not redline.stops:
        return ""
    rest = "; ".join(f"{limit.stage}: {limit.reason}" for limit in redline.stops)
    told = say("Not read to its end: %(reasons)s.", reasons=rest)
    count = redline.stats.unread
    unread = (
        say_many("%(number)s clause was not judged.", "%(number)s clauses were not judged.", count)
        if count
        else ""
    )
    return joined((told, unread), " ")


def unjudged_line(hunk: Hunk) -> str:
    """What is said of a row that holds words which were not judged; empty where all were."""
    if not any(edit.rule == UNREAD for edit in hunk.edits):
        return ""
    if hunk.kind is HunkKind.UNREAD:
        return say("Not judged: the other capture was not read to its end.")
    return say("Some of these words were not judged: the other capture was not read to its end.")


def quiet_line(stats: Stats) -> str:
    """How many differences have no mark; empty where none."""
    if not stats.quiet:
        return ""
    return say_many(
        "%(number)s difference is not marked", "%(number)s differences are not marked", stats.quiet
    )
