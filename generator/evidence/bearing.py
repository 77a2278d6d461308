"""Whether a claim of the matrix is borne by the words it rests on: its right, its data and its state.

The words are those of the quotation with the rest of its sentence and the lead-in of its list, which every standalone form
prints. What bears a right, a kind of data or a state is looked for by the stems that the vocabulary lists for it; where none
is found, the claim names the words itself (`right-words`, `over-words`, `state-words`), and they must stand there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.catalog import Change, Claim
from generator.model.evidence import Quotation
from generator.model.problems import Problem, Severity
from generator.model.vocabulary import Vocabulary, pattern_of
from generator.model.words import words_1

_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """The words that bear one field of a claim; empty where none were found."""

    field: str
    value: str
    words: str
    named: bool  # the claim names them itself


def quoted_whole(quotation: Quotation) -> str:
    """The quoted words with the rest of their sentence and the lead-in, folded, quotation marks straight."""
    lead_in = quotation.lead_in
    parts = (lead_in.lead, lead_in.before, quotation.mark.words, lead_in.after) if lead_in else ()
    return words_1(" ".join(parts)).translate(_SHAPES)


def borne(claim: Claim, whole: str, vocabulary: Vocabulary) -> tuple[Borne, ...]:
    """What bears the right, the data and the state of a claim in the words it rests on."""
    return tuple(_borne(claim, field, whole, vocabulary) for field in ("right", "over", "state"))


def _borne(claim: Claim, field: str, whole: str, vocabulary: Vocabulary) -> Borne:
    value = str(getattr(claim, field))
    named = words_1(str(getattr(claim, f"{field}_words"))).translate(_SHAPES)
    if named:
        return Borne(field=field, value=value, words=named if named in whole else "", named=True)
    pattern = pattern_of(_stems(vocabulary, field, value))
    found = pattern.search(whole) if pattern else None
    return Borne(field=field, value=value, words=found[0] if found else "", named=False)


def _stems(vocabulary: Vocabulary, field: str, value: str) -> tuple[str, ...]:
    """What the vocabulary lists for a value of a claim."""
    look_up = {"right": vocabulary.right, "over": vocabulary.data_kind, "state": vocabulary.state}[field]
    known = look_up(value)
    return known.words if known is not None else ()


def rests_on(claim: Claim, wholes: Mapping[str, str]) -> str:
    """The words that a claim rests on: those of its quotation and of the others it names. Empty where one is not known."""
    names = (claim.quote, *claim.also)
    return "\n".join(wholes[name] for name in names) if all(name in wholes for name in names) else ""


def bearing_problems(
    change: Change, quotations: Iterable[Quotation], vocabulary: Vocabulary
) -> tuple[Problem, ...]:
    """Claims whose right, data or state no word of their quotations bears. Quotations without a lead-in are not judged."""
    wholes = {q.mark.name: quoted_whole(q) for q in quotations if q.lead_in is not None}
    return tuple(
        _problem(claim, each)
        for claim in change.claims
        if (whole := rests_on(claim, wholes))
        for each in borne(claim, whole, vocabulary)
        if not each.words and (each.named or _is_told(each, whole, vocabulary))
    )


def _is_told(missing: Borne, whole: str, vocabulary: Vocabulary) -> bool:
    """Whether missing words are a problem. What people make has no end of names; other data named in its place are told."""
    if missing.field != "over":
        return bool(_stems(vocabulary, missing.field, missing.value))
    patterns = (pattern_of(kind.words) for kind in vocabulary.data if kind.few_names)
    return any(pattern.search(whole) for pattern in patterns if pattern)


def _problem(claim: Claim, missing: Borne) -> Problem:
    told = f"“{claim.quote}” with its sentence and lead-in"
    if missing.named:
        message, hint = (
            f"the {missing.field}-words do not stand in {told}",
            "give them exactly as the capture has them",
        )
    else:
        message = f"nothing in {told} bears the {missing.field} {missing.value}"
        hint = f"name the words that do (`{missing.field}-words`), quote more, or correct the claim"
    return Problem(
        code="claim-not-borne",
        message=message,
        where=claim.where,
        severity=Severity.ERROR if missing.named else Severity.WARNING,
        hint=hint,
    )
