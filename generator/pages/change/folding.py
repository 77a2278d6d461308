"""Fold long stretches without a mark inside a clause, at borders of sentences. What is folded can be opened and read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.model.sentences import sentence_starts
from generator.model.words import count_words
from generator.pages.sheets import PieceView

LONG = 48  # words from which a stretch is folded
LEAST = 30  # words that a fold must take away
AROUND = 12  # words that are kept at least beside a mark
FARTHEST = 80  # words from a mark in which no sentence ends, behind which its words are folded all the same


@dataclass(frozen=True, slots=True)
class Part:
    """Some pieces of a clause; `folded` is the number of words where they are folded, else 0."""

    pieces: tuple[PieceView, ...]
    folded: int = 0


def fold_points(text: str, *, opens: bool, closes: bool) -> tuple[int, int]:
    """Where an unmarked stretch of a clause may be folded: from behind one sentence to before another.

    `opens` and `closes`: no mark stands before it, or behind it, in the clause. Returns (0, 0) where it is too short.
    """
    if len(text) < LONG:
        return 0, 0
    counted = count_words(" ".join(text.split()))
    if counted < LONG:
        return 0, 0
    words, space = text.split(" "), " "
    if len(words) * 3 < counted:
        words, space = list(text), ""  # a script without spaces, of which each character counts
    starts = [*sentence_starts(text), len(text)]
    head_least = 1 if opens else len(space.join(words[:AROUND]))
    tail_least = len(text) - len(space.join(words[-AROUND:]))
    head = next((at for at in starts if at >= head_least), len(text))
    head = min(head, len(space.join(words[:FARTHEST])))
    tail = len(text) if closes else next((at for at in reversed(starts) if at <= tail_least), 0)
    tail = max(tail, len(text) - len(space.join(words[-FARTHEST:])))
    if tail <= head or count_words(" ".join(text[head:tail].split())) < LEAST:
        return 0, 0
    return head, tail


def fold_pieces(pieces: tuple[PieceView, ...]) -> tuple[Part, ...]:
    """The pieces of a clause in parts; those in between that are far from any mark or quotation are folded."""
    if not any(p.op for p in pieces) and not any(p.quoted for p in pieces):
        return _fold_run(pieces, opens=True, closes=True)
    parts: list[Part] = []
    run: list[PieceView] = []
    for number, piece in enumerate((*pieces, None)):
        if piece is not None and not piece.op and not piece.quoted:
            run.append(piece)
            continue
        if run:
            parts += _fold_run(tuple(run), opens=number == len(run), closes=piece is None)
            run = []
        if piece is not None:
            parts.append(Part((piece,)))
    joined: list[Part] = []
    for part in parts:
        if joined and not part.folded and not joined[-1].folded:
            joined[-1] = Part((*joined[-1].pieces, *part.pieces))
        else:
            joined.append(part)
    return tuple(joined)


def _fold_run(pieces: tuple[PieceView, ...], *, opens: bool, closes: bool) -> tuple[Part, ...]:
    text = "".join(piece.words for piece in pieces)
    head, tail = fold_points(text, opens=opens, closes=closes)
    if tail <= head:
        return (Part(pieces),)
    folded = count_words(" ".join(text[head:tail].split()))
    cut = (
        Part(_cut(pieces, 0, head)),
        Part(_cut(pieces, head, tail), folded),
        Part(_cut(pieces, tail, len(text))),
    )
    return tuple(part for part in cut if part.pieces)


def _cut(pieces: Iterable[PieceView], start: int, end: int) -> tuple[PieceView, ...]:
    """The characters from `start` to `end` of the pieces, read as one text."""
    kept: list[PieceView] = []
    at = 0
    for piece in pieces:
        words = piece.words[max(0, start - at) : max(0, end - at)]
        at += len(piece.words)
        if words.strip():
            kept.append(replace(piece, words=words))
    return tuple(kept)
