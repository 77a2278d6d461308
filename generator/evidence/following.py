"""Whether another archive goes on with quoted words after the newest capture of the archive they were quoted from."""

from dataclasses import dataclass, replace

from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document
from generator.model.evidence import Quotation
from generator.model.lock import Interval, Life


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The life of quoted words, continued in another archive.

    `life` has the intervals of the quotation's own archive up to the quoted words, and from there those of the archive
    that it names. `unproved` says that this archive has later captures, of which nothing may be concluded.
    """

    life: Life
    unproved: bool = False


def follow(quotation: Quotation, catalog: Catalog, change: Change) -> Followed | None:
    """The life of a quotation's words, continued in the witness that knows most; None where none may continue it.

    A witness continues a life only where the own archive's newest capture has the words, where the witness has a later
    capture, and where it has the same words, letter by letter, up to then or from its next capture on. It must also be
    of the same edition. Two facts prove that:

    * the document declares it (`one-edition`): then captures of the witness that lack the words count as well;
    * both archives agreed: a capture of the own archive, from the quoted one to the newest with the words, has the same
      whole text as one of the witness (equal `words` in captures.tsv). An archive that agreed once may turn to another
      page later, so that its captures with the words count, and nothing is concluded from those that lack them.

    Other archives of a document may hold other editions; their captures say nothing of the quoted one.
    """
    life = quotation.life
    document = catalog.document(change.document_key)
    if life is None or document is None or life.last_with is None or life.first_without_after is not None:
        return None
    found: list[Followed] = []
    for witness in quotation.witnesses:
        declared = {life.archive, witness.archive} <= set(document.one_edition)
        if not declared and not _agreed(document, quotation, change, witness.archive):
            continue
        followed = _continue(life, witness, declared=declared)
        if followed is not None:
            found.append(followed)
    return max(found, key=lambda f: (f.life.intervals[-1].last, f.life.archive), default=None)


def _continue(life: Life, witness: Life, *, declared: bool) -> Followed | None:
    """The own life up to the quoted words, then the witness's intervals after them."""
    last = life.last_with
    assert last is not None
    runs = witness.intervals
    head = next((number for number, run in enumerate(runs) if run.last > last), None)
    if head is None:
        return None
    own, first = life.intervals[life.own], runs[head]
    if first.present:
        joined = replace(own, last=first.last, captures=own.captures + first.captures)
        rest: tuple[Interval, ...] = runs[head + 1 :]
    elif declared and head > 0 and first.first > last:
        joined, rest = own, runs[head:]
    else:
        return None
    kept = rest if declared else ()
    intervals = (*life.intervals[: life.own], joined, *kept)
    continued = replace(
        life,
        archive=witness.archive,
        intervals=intervals,
        listed=life.listed + witness.listed,
        read=life.read + witness.read,
        left_out=life.left_out + witness.left_out,
    )
    return Followed(life=continued, unproved=len(kept) < len(rest))


def _agreed(document: Document, quotation: Quotation, change: Change, archive: str) -> bool:
    """Whether a capture of the own run, from the quoted one on, and one of the archive have the same whole text."""
    life = quotation.life
    quoted = change.before if quotation.mark.side is Side.BEFORE else change.after
    if life is None or life.last_with is None:
        return False
    own = {
        _text(row)
        for row in document.captures
        if row.archive == life.archive and quoted.at <= row.captured_at <= life.last_with
    }
    return any(_text(row) in own for row in document.captures if row.archive == archive)


def _text(row: CaptureRow) -> str:
    """What tells a capture's whole text: the digest of its words, of its bytes where nobody read them."""
    return row.words or row.sha256
