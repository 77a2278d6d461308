"""What the counts of a redline say: one sentence, and one line on what is not marked. Pages, data and `diff` print these.

Every number comes from `Stats`; each kind of clause is told in the same order everywhere.
"""

from generator.compare.quiet import UNREAD
from generator.model.redline import Hunk, HunkKind, Redline, Stats
from generator.pages.role_marks import role_counts
from generator.pages.spelling import join_words, spell_count


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


def also_edited(stats: Stats) -> str:
    """How many of the clauses that moved were edited too; empty where none."""
    if not stats.moved_edited:
        return ""
    return " and edited" if stats.moved_edited == stats.moved else f" ({stats.moved_edited:,} of them edited)"


def signs_told(stats: Stats) -> str:
    """In how many places only signs that nobody sees differ."""
    return spell_count(stats.signs, "sign that nobody sees", "signs that nobody sees")


def sentence_of(redline: Redline) -> str:
    """How much differs. "Nothing else changed" only where no difference was left without a mark."""
    stats = redline.stats
    links = spell_count(stats.links, "link address", "link addresses")
    whose = "No words of the policy" if redline.outside is not None else "No words"
    if stats.nothing_changed:
        return f"{whose} changed" + (f"; {links} did" if stats.links else "") + "."
    if stats.signs and not (stats.marks or stats.moved or stats.roles or stats.stopped):
        return f"{whose} changed; {signs_told(stats)} {'differs' if stats.signs == 1 else 'differ'}."
    heads = f"{spell_count(stats.headings, 'heading')} changed" if stats.headings else ""
    is_marked = stats.marks or stats.moved or stats.roles or stats.signs
    sentence = heads or ("Some words edited" if is_marked else f"{whose} changed in what was read")
    told = [f"{count:,} {kind.value}" for kind, count in clauses_told(stats)]
    if stats.moved:
        told[-1] += also_edited(stats)
    if told:
        noun = "clause" if told[0].startswith("1 ") else "clauses"
        sentence = join_words((told[0].replace(" ", f" {noun} ", 1), *told[1:]))
        sentence += f"; {heads}" if heads else ""
    if stats.links:
        sentence += f"; {links} changed"
    if stats.signs:
        sentence += f"; {signs_told(stats)} changed"
    sentence += "".join(f"; {line}" for line in role_counts(redline))
    is_all = not (stats.quiet or stats.stopped or redline.outside is not None)
    return sentence + ("; nothing else changed." if is_all else ".") + unread_sentence(redline)


def unread_sentence(redline: Redline) -> str:
    """What is added to the counts where a capture was not read to its end; empty where both were."""
    if not redline.stops:
        return ""
    rest = "; ".join(f"{limit.stage}: {limit.reason}" for limit in redline.stops)
    count = redline.stats.unread
    clauses = f" {spell_count(count, 'clause was', 'clauses were')} not judged." if count else ""
    return f" Not read to its end: {rest}.{clauses}"


def unjudged_line(hunk: Hunk) -> str:
    """What is said of a row that holds words which were not judged; empty where all were."""
    if not any(edit.rule == UNREAD for edit in hunk.edits):
        return ""
    whole = "Not judged" if hunk.kind is HunkKind.UNREAD else "Some of these words were not judged"
    return f"{whole}: the other capture was not read to its end."


def quiet_line(stats: Stats) -> str:
    """How many differences have no mark; empty where none."""
    if not stats.quiet:
        return ""
    return f"{spell_count(stats.quiet, 'difference')} {'is' if stats.quiet == 1 else 'are'} not marked"
