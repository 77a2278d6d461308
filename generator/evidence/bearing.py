"""Whether a claim of the matrix is borne by the words it rests on: its right, its data and its state.

The words are those of the quotation with the rest of its sentence and the lead-in of its list, which every standalone form
prints. What bears a right, a kind of data or a state is looked for by a list of word stems a language; where none is found,
the claim names the words itself (`right-words`, `over-words`, `state-words`), and they must stand there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.catalog import Change, Claim
from generator.model.evidence import Quotation
from generator.model.problems import Problem, Severity
from generator.model.words import words_1

_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_TRAINING = r"\btrain|machine learning|fine-tun|\bmodels?\b|language model|训练"
BEARS: Mapping[str, Mapping[str, str]] = {
    "right": {
        "train-own-models": _TRAINING,
        "train-third-party-models": _TRAINING,
        "train-unnamed-models": _TRAINING,
        "share-for-training": _TRAINING,
        "bars-others-training": _TRAINING + r"|\bcompet",
        "human-review": r"\breview|\bhuman|\bemployee|\bpersonnel|\bmanual|\bstaff\b|\bpeople who work",
        "perpetual-licence": r"\bperpetual|\birrevocable|\bduration of",
        "survives-deletion": r"\bsurviv|\bcontinu|\bkeep|\bkept|\bretain|\bremain|\beven (?:if|after)|\bdelet|\bterminat",
    },
    "over": {
        "content": r"\bcontent|\bposts?\b|\bphotos?\b|\bvideos?\b|\bpins?\b|\bsubmi|\bupload|\bmaterials?\b|\bcomments?\b|\bnotes?\b|\bfiles?\b|\bworks?\b|\brecordings?\b|内容",
        "conversations": r"\bconversation|\bletters?\b|\bcalls?\b|\bmails?\b|\be-?mails?\b|\bchat|\bmessage|\bprompts?\b|\binputs?\b|\baudio|\bmaterials?\b|\bmy ai\b",
        "personal-data": r"\bpersonal (?:data|information)|\b(?:your|user) (?:data|information)|\binformation we",
        "usage-data": r"\busage|\bservice generated data|\btelemetry|\bhow you use|\blog data",
        "public-web": r"\bpublic|\bonline\b|\bthe web\b",
        "biometric-data": r"\bbiometric|\bvoice|\bface",
    },
    "state": {
        "claimed": r"",
        "claimed-with-opt-out": r"\bopt[- ]?out|\bobject|\bturn(?:ed|ing)? off|\bswitch|\bsetting|\bunless you|\bcontrol|关闭",
        "consent-first": r"\bconsent|\bpermission|\bopt[- ]?in|\bauthori[sz]|\bagree",
        "ruled-out": r"\bnot\b|\bnever\b|n't\b|\bno\b|\bwithout\b|\bprohibit",
    },
}
"""What bears each value of a claim, by field. A stem in any of the languages listed is enough."""
_CLOSED = ("personal-data", "usage-data", "public-web", "biometric-data")  # kinds of data with few names


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


def borne(claim: Claim, whole: str) -> tuple[Borne, ...]:
    """What bears the right, the data and the state of a claim in the words it rests on."""
    return tuple(_borne(claim, field, whole) for field in ("right", "over", "state"))


def _borne(claim: Claim, field: str, whole: str) -> Borne:
    value = str(getattr(claim, field))
    named = words_1(str(getattr(claim, f"{field}_words"))).translate(_SHAPES)
    if named:
        return Borne(field=field, value=value, words=named if named in whole else "", named=True)
    stems = BEARS[field].get(value)
    found = re.search(stems, whole, re.IGNORECASE) if stems else None
    return Borne(field=field, value=value, words=found[0] if found else "", named=False)


def rests_on(claim: Claim, wholes: Mapping[str, str]) -> str:
    """The words that a claim rests on: those of its quotation and of the others it names. Empty where one is not known."""
    names = (claim.quote, *claim.also)
    return "\n".join(wholes[name] for name in names) if all(name in wholes for name in names) else ""


def bearing_problems(change: Change, quotations: Iterable[Quotation]) -> tuple[Problem, ...]:
    """Claims whose right, data or state no word of their quotations bears. Quotations without a lead-in are not judged."""
    wholes = {q.mark.name: quoted_whole(q) for q in quotations if q.lead_in is not None}
    return tuple(
        _problem(claim, each)
        for claim in change.claims
        if (whole := rests_on(claim, wholes))
        for each in borne(claim, whole)
        if not each.words and (each.named or _is_told(each, whole))
    )


def _is_told(missing: Borne, whole: str) -> bool:
    """Whether missing words are a problem. What people make has no end of names; other data named in its place are told."""
    if missing.field != "over":
        return bool(BEARS[missing.field].get(missing.value))
    return any(re.search(BEARS["over"][name], whole, re.IGNORECASE) for name in _CLOSED)


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
