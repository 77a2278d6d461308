"""What a row of a clause that is new or gone says of the same words elsewhere."""

from collections.abc import Mapping

from generator.compare.counterparts import Counterpart, Likeness
from generator.model.redline import Hunk, HunkKind
from generator.pages.change.redline_views import SayView
from generator.pages.messages import say, say_many


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
    text = say(
        "These words stand in both texts: %(before)s in the earlier one, %(after)s in the later one.",
        before=_times(one.before),
        after=_times(one.after),
    )
    return (SayView(text=text),)


def _times(count: int) -> str:
    if count == 1:
        return say("once")
    return say("twice") if count == 2 else say_many("%(number)s time", "%(number)s times", count)
