"""What a row of a clause that is new or gone says of the same words elsewhere."""

from collections.abc import Mapping

from generator.compare.counterparts import Counterpart, Likeness
from generator.model.redline import Hunk, HunkKind
from generator.pages.change.redline_views import SayView
from generator.pages.spelling import spell_count


def counterpart_lines(
    hunk: Hunk, removed: Mapping[int, Counterpart], added: Mapping[int, Counterpart]
) -> tuple[SayView, ...]:
    """A line where the very words of a clause stand on the other side as well, with how often on each."""
    if hunk.kind not in (HunkKind.ADDED, HunkKind.REMOVED):
        return ()
    span, found = (hunk.after, added) if hunk.kind is HunkKind.ADDED else (hunk.before, removed)
    one = found.get(span.start)
    if one is None or one.likeness is not Likeness.SAME:
        return ()
    text = (
        f"These words stand in both texts: {_times(one.before)} in the earlier one, "
        f"{_times(one.after)} in the later one."
    )
    return (SayView(text=text),)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count) or spell_count(count, "time")
