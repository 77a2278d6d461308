"""The small redline inside a life: quoted words against those that took their place, or what was added that limits them.

It is drawn from the note and the lock alone, so that a build without captures has it too.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from generator.compare import edits_between
from generator.model.evidence import Quotation
from generator.model.lock import LATER_REWORDED, STANDS_LIMITED, Later, LeadIn
from generator.model.redline import Op
from generator.model.words import count_words
from generator.pages.after import AfterView
from generator.pages.messages import say
from generator.pages.sheets import PieceView

OPEN = 60  # words up to which it stands open; a longer one is a line that opens
_ELISION = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallRedline:
    """A few words with their marks: `label` says what they are, `at` when they were first read, `clause` where."""

    label: str
    at: datetime
    clause: str
    pieces: tuple[PieceView, ...]

    @property
    def folded(self) -> bool:
        """Whether it is a line that opens."""
        return count_words("".join(piece.words for piece in self.pieces)) > OPEN


def small_redlines(quotation: Quotation, after: AfterView) -> tuple[SmallRedline, ...]:
    """Those of one quotation: its words against the last that took their place, or each addition that limits them."""
    now = after.later[-1] if after.later else None
    if now is not None and now.state == LATER_REWORDED and now.words:
        return (
            SmallRedline(
                label=say("Reworded"),
                at=now.at,
                clause=now.clause,
                pieces=reworded_pieces(quotation, now),
            ),
        )
    return tuple(
        SmallRedline(label=say("Added"), at=one.at, clause=one.clause, pieces=_added_pieces(one))
        for one in after.standing
        if one.state == STANDS_LIMITED
    )


def reworded_pieces(quotation: Quotation, now: Later) -> tuple[PieceView, ...]:
    """The quoted words with the marks of what took their place: whole sentences where both are short.

    Words that the note leaves out (``[…]``) are not compared.
    """
    quoted = " ".join((quotation.mark.words or quotation.passage.text).split())
    own, other = quotation.lead_in or LeadIn(), now.around or LeadIn()
    sentences = f"{own.before}{quoted}{own.after}", f"{other.before}{now.words}{other.after}"
    if max(map(count_words, sentences)) <= OPEN:
        return marked(*sentences)
    return marked(quoted, now.words)


def marked(before: str, after: str) -> tuple[PieceView, ...]:
    """Two short texts as one, with marks: what is not deleted is `after`, and what is not put in has the words of `before`."""
    pieces: list[PieceView] = []
    for edit in edits_between(before, after):
        if edit.op is Op.DELETE or not (edit.after or before[edit.before.start : edit.before.end].strip()):
            one = PieceView(words=before[edit.before.start : edit.before.end], op="del")
        else:
            words = after[edit.after.start : edit.after.end]
            one = PieceView(words=words, op="ins" if edit.op is Op.INSERT else "")
        if pieces and pieces[-1].op == one.op:
            pieces[-1] = PieceView(words=pieces[-1].words + one.words, op=one.op)
        elif one.words:
            pieces.append(one)
    return tuple(_without_elisions(pieces))


def _without_elisions(pieces: list[PieceView]) -> list[PieceView]:
    """The pieces with what the note leaves out as left out, and not as deleted or put in."""
    left_out = {n for n, piece in enumerate(pieces) if piece.op == "del" and _ELISION.search(piece.words)}
    found: list[PieceView] = []
    for number, piece in enumerate(pieces):
        if number in left_out:
            one, *rest = _ELISION.split(piece.words)
            found += [PieceView(words=one, op="del")] if one.strip() else []
            for words in rest:
                found.append(PieceView(words=" […] "))
                found += [PieceView(words=words, op="del")] if words.strip() else []
        elif not (piece.op == "ins" and left_out & {number - 1, number + 1}):
            found.append(piece)
    return found


def _added_pieces(one: Later) -> tuple[PieceView, ...]:
    around = one.around or LeadIn()
    whole = (
        PieceView(words=f"{around.lead} " if around.lead else ""),
        PieceView(words=around.before),
        PieceView(words=one.words, op="ins"),
        PieceView(words=around.after),
    )
    return tuple(piece for piece in whole if piece.words)
