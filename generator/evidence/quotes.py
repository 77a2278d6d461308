"""Check quotations against the policy text: exact words, at the place and in the clause that the author named.

No fuzzy anchoring: what is not found exactly is a problem at its line, and the hint shows what the capture has instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.evidence.clauses import clause_of, label_fits
from generator.evidence.lead_in import lead_in
from generator.evidence.nearest_match import describe_nearest
from generator.evidence.passages import SidePassages, find_windows, segment_at
from generator.model.captures import Side
from generator.model.catalog import QuoteMark
from generator.model.digests import Digest, digest_of
from generator.model.evidence import Proof, Quotation, Sides, SideText
from generator.model.lock import Said
from generator.model.policy import STOPPED, Span
from generator.model.problems import Problem
from generator.model.redline import Redline
from generator.model.words import words_1

ELISION = re.compile(r"\[(?:…|\.\.\.)\]")
_GUARDED = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|only|solely|except(?:ing|ions?)?|exclud\w*|unless|without|however|"
    r"but|provided that|subject to|other than|until|prohibit\w*|"
    r"nicht|keine?[mnrs]?|nie(?:mals)?|nur|außer|ohne|sofern|"
    r"ne|pas|jamais|aucune?|sauf|sans|hormis|uniquement|"
    r"nunca|ning[uú]n[ao]?|sin|salvo|excepto|solo|sólo|"
    r"non(?!-)|mai|nessun[oa]?|senza|tranne|eccetto|soltanto)\b|n[’']t\b|[不未无無非除仅僅只别勿]|ない|ません|除く|않|아니|제외",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A place where all pieces of a quotation stand in order: folded ranges, one a piece."""

    pieces: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end


def quotation_digest(mark: QuoteMark) -> Digest:
    """The digest of a quotation's folded words, ``[…]`` included."""
    return digest_of(_spelled(mark).encode("utf-8", "surrogatepass"))


def pieces_of(mark: QuoteMark) -> tuple[str, ...]:
    """The folded words of each part of a quotation, in order."""
    folded = (words_1(part) for part in ELISION.split(mark.words))
    return tuple(part for part in folded if part)


def _spelled(mark: QuoteMark) -> str:
    return " […] ".join(pieces_of(mark))


def resolve_quotation(
    mark: QuoteMark, sides: Sides, found: Redline | None, passages: SidePassages
) -> tuple[Quotation | None, tuple[Problem, ...]]:
    """A quotation checked against its side's text, and what is wrong with it."""
    side = sides.of(mark.side)
    pieces = pieces_of(mark)
    chains = find_chains(side, pieces)
    chain, problem = _choose(mark, chains, sides, pieces)
    if chain is None or side.folded is None:
        return None, (problem,) if problem else ()
    problems = [p for p in (_elision_problem(mark, chain, side), _clause_problem(mark, chain, side)) if p]
    passage = passages.add_window(chain.start, chain.end)
    spans = tuple(side.folded.span(p.start, p.end) for p in chain.pieces)
    clause, path = clause_of(side, side.folded.origin(chain.start))
    quotation = Quotation(
        mark=mark,
        passage=replace(passage, text=quoted_text(side, spans)),
        digest=quotation_digest(mark),
        clause=clause,
        clause_path=path,
        said=_redline_status(found, mark.side, spans),
        proof=Proof.VERIFIED,
        pieces=spans,
        lead_in=lead_in(side, spans),
    )
    return quotation, tuple(problems)


def quoted_text(side: SideText, spans: Sequence[Span]) -> str:
    """The capture's own characters of a quotation, ``[…]`` where words are left out."""
    if side.folded is None:
        return ""
    return " […] ".join(side.folded.displayed(span).strip() for span in spans)


def find_chains(side: SideText, pieces: Sequence[str]) -> list[Chain]:
    """Every place where the pieces stand in order inside one clause; where several begin before one end, the shortest."""
    if side.folded is None or not pieces:
        return []
    text = side.folded.text
    first = find_windows(text, pieces[0])
    if len(pieces) == 1:
        return [Chain(pieces=(Span(at, at + len(pieces[0])),)) for at in first]
    places = [find_windows(text, piece) for piece in pieces[1:]]
    by_end: dict[int, Chain] = {}
    for at in first:
        limit = _clause_end(side, at)
        spans = [Span(at, at + len(pieces[0]))]
        for piece, starts in zip(pieces[1:], places, strict=True):
            following = next((s for s in starts if s >= spans[-1].end), None)
            if following is None or following + len(piece) > limit:
                break
            spans.append(Span(following, following + len(piece)))
        if len(spans) == len(pieces):
            by_end[spans[-1].end] = Chain(pieces=tuple(spans))
    return [by_end[end] for end in sorted(by_end)]


def _clause_end(side: SideText, at: int) -> int:
    """Where the clause that holds a folded place ends, in folded characters."""
    from generator.extract import clause_span  # reading locks needs no reader of captures

    assert side.folded is not None
    index = segment_at(side, side.folded.origin(at))
    if index < 0:
        return len(side.folded.text)
    last = clause_span(side.segments, index)[-1]
    return side.folded.window(side.segments[last].span).end


def _choose(
    mark: QuoteMark, chains: list[Chain], sides: Sides, pieces: Sequence[str]
) -> tuple[Chain | None, Problem | None]:
    if not chains:
        return None, _not_found(mark, sides, pieces)
    if mark.of and mark.of != len(chains):
        times = "once" if len(chains) == 1 else f"{len(chains)} times"
        hint = (
            "leave the count out" if len(chains) == 1 else f"write {min(mark.nth, len(chains))}/{len(chains)}"
        )
        return None, Problem(
            code="quotation-count",
            message=f"{mark.name!r} says {mark.nth}/{mark.of}, the words stand {times} in `{mark.side}`",
            where=mark.where,
            hint=hint,
        )
    if len(chains) > 1 and not mark.of:
        side = sides.of(mark.side)
        assert side.folded is not None
        labels = [clause_of(side, side.folded.origin(c.start))[0] or "?" for c in chains]
        listed = ", ".join(f"{n}/{len(chains)} in {label}" for n, label in enumerate(labels[:6], 1))
        return None, Problem(
            code="quotation-ambiguous",
            message=f"the words of {mark.name!r} stand {len(chains)} times in `{mark.side}`",
            where=mark.where,
            hint=f"say which: {listed}{' …' if len(labels) > 6 else ''}",
        )
    return chains[mark.nth - 1 if mark.of else 0], None


def _not_found(mark: QuoteMark, sides: Sides, pieces: Sequence[str]) -> Problem:
    other = Side.AFTER if mark.side is Side.BEFORE else Side.BEFORE
    side = sides.of(mark.side)
    if find_chains(sides.of(other), pieces):
        return Problem(
            code="quotation-wrong-side",
            message=f"the words of {mark.name!r} are not in `{mark.side}`; they stand in `{other}`",
            where=mark.where,
            hint=f"write [!{other} {mark.name}], or quote what `{mark.side}` has",
        )
    assert side.folded is not None
    text = side.folded.text
    missing = next((p for p in pieces if not find_windows(text, p)), None)
    if missing is None:
        return Problem(
            code="quotation-not-found",
            message=f"the parts of {mark.name!r} do not stand in this order inside one clause of `{mark.side}`",
            where=mark.where,
            hint="[…] leaves words out inside one clause; quote two clauses as two quotations",
        )
    if side.policy is not None and side.policy.unread:
        return Problem(
            code="quotation-not-read",
            message=f"the words of {mark.name!r} are not in what was read of `{mark.side}`",
            where=mark.where,
            hint=next((w for w in side.policy.warnings if w.startswith(STOPPED)), ""),
        )
    inside = missing in text
    what = "stand only inside longer words" if inside else "are not in the capture"
    return Problem(
        code="quotation-not-found",
        message=f"the words of {mark.name!r} {what} `{mark.side}`",
        where=mark.where,
        hint="quote whole words" if inside else _elided(mark.words) + describe_nearest(text, missing),
    )


def _elided(words: str) -> str:
    """What to say first where dots stand in a quotation that are no sign for words left out."""
    return "words are left out with […]; " if re.search(r"\.\.\.|(?<!\[)…(?!\])", words) else ""


def _elision_problem(mark: QuoteMark, chain: Chain, side: SideText) -> Problem | None:
    """Whether what is left out holds a negation or an exception that nobody has looked at."""
    if mark.elision_reviewed or len(chain.pieces) < 2 or side.folded is None:
        return None
    for one, two in zip(chain.pieces, chain.pieces[1:], strict=False):
        left_out = side.folded.text[one.end : two.start]
        if guarded := _GUARDED.search(left_out):
            return Problem(
                code="elision-over-negation",
                message=f"{mark.name!r} leaves out words that hold {guarded[0]!r}: “{_short(left_out)}”",
                where=mark.where,
                hint=f"quote them, or add {mark.name} to `elisions-reviewed` once a person has judged that the sense stays",
            )
    return None


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 120 else f"{text[:60]} … {text[-50:]}"


def _clause_problem(mark: QuoteMark, chain: Chain, side: SideText) -> Problem | None:
    if not mark.clause or side.folded is None:
        return None
    position = side.folded.origin(chain.start)
    if label_fits(side, position, mark.clause):
        return None
    clause, path = clause_of(side, position)
    return Problem(
        code="wrong-clause",
        message=f"{mark.name!r} does not stand in clause {mark.clause!r}",
        where=mark.where,
        hint=f"it stands in {clause!r} ({' > '.join(path)})" if path else "it stands before the first clause",
    )


def _redline_status(found: Redline | None, side: Side, spans: Sequence[Span]) -> Said:
    """What the redline says of all pieces together."""
    from generator.compare import state_of  # nor the comparison

    states = {state_of(found, side, span) for span in spans} if found else {"unchanged"}
    if len(states) == 1:
        return Said(states.pop())
    return Said.EDITED
