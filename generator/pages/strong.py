"""What a capture sets in bold."""

from generator.model.policy import Span
from generator.model.words import Folded


def find_strong(folded: Folded) -> tuple[Span, ...]:
    """What a text sets in bold, between its marks. Every mark that folding takes away has a partner behind or before it."""
    opened: dict[str, Span] = {}
    found: list[Span] = []
    for cut in folded.marks():
        mark = folded.source[cut.start : cut.end]
        if mark not in ("**", "__"):
            continue
        opener = opened.pop(mark, None)
        if opener is None:
            opened[mark] = cut
        elif cut.start > opener.end:
            found.append(Span(opener.end, cut.start))
    outermost: list[Span] = []
    for span in sorted(found):
        if not outermost or span.start >= outermost[-1].end:
            outermost.append(span)
    return tuple(outermost)
