"""How long words lived: the intervals of captures that have them, archive by archive, from the texts at hand.

The words must stand there letter by letter, but for the shapes of quotes and apostrophes, which the redline calls quiet
too: words that were set anew with curly ones have not left.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from generator.evidence.intervals import intervals
from generator.evidence.judged import is_judged, judged_text
from generator.evidence.passages import find_windows
from generator.model.captures import CaptureRow
from generator.model.lock import Life
from generator.model.words import straighten_quotes


def life_of(
    needle: str,
    rows: Iterable[CaptureRow],
    texts: Callable[[CaptureRow], str | None],
    own: CaptureRow,
    pins: Collection[CaptureRow] = (),
) -> Life:
    """The life of folded words over the captures of the archive that holds the quoted one (`own`).

    `texts` gives the folded text of a capture, None where it is out of reach. Captures that are not judged (judged.py) are
    left out and counted, but for the quoted one and `pins`, the two captures that the change itself compares: what a page
    rests on always counts.
    """
    return _life(needle, [r for r in rows if r.archive == own.archive], texts, own, (own, *pins))


def witness_lives(
    needle: str,
    rows: Iterable[CaptureRow],
    texts: Callable[[CaptureRow], str | None],
    own: CaptureRow,
    pins: Collection[CaptureRow] = (),
) -> tuple[Life, ...]:
    """The same for each other archive of the document, in order of name; `own` is there the first interval with the words."""
    by_archive: dict[str, list[CaptureRow]] = {}
    for row in rows:
        if row.archive != own.archive:
            by_archive.setdefault(row.archive, []).append(row)
    lives = [_life(needle, by_archive[name], texts, None, pins) for name in sorted(by_archive)]
    return tuple(life for life in lives if life.read)


def _life(
    needle: str,
    rows: Sequence[CaptureRow],
    texts: Callable[[CaptureRow], str | None],
    own: CaptureRow | None,
    pins: Collection[CaptureRow],
) -> Life:
    kept = [r for r in rows if is_judged(r, pins)]
    seen: dict[str, bool | None] = {}
    presence = [(row, _has(needle, row, texts, seen)) for row in kept]
    runs = intervals(presence)
    if own is None:
        holder = next((n for n, run in enumerate(runs) if run.present), -1)
    else:
        at = own.captured_at
        holder = next((n for n, run in enumerate(runs) if run.present and run.first <= at <= run.last), -1)
    return Life(
        archive=rows[0].archive if rows else (own.archive if own else ""),
        intervals=runs,
        own=holder,
        listed=len(kept),
        read=sum(present is not None for _, present in presence),
        left_out=len(rows) - len(kept),
    )


def _has(
    needle: str,
    row: CaptureRow,
    texts: Callable[[CaptureRow], str | None],
    seen: dict[str, bool | None],
) -> bool | None:
    """Whether a capture has the words; captures of the same words are read once."""
    key = row.words or row.sha256
    if seen.get(key) is None:
        text = judged_text(texts(row))
        seen[key] = None if text is None else _contains(needle, text)
    return seen[key]


def _contains(needle: str, text: str) -> bool:
    level = straighten_quotes(needle)
    if level != needle or any(quote in needle for quote in ("'", '"')):
        needle, text = level, straighten_quotes(text)
    return needle in text and bool(find_windows(text, needle))
