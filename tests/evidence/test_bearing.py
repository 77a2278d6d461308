"""Each cell of the matrix is borne: its right, its data and its state by words of its quotations."""

from dataclasses import replace

import pytest

from generator.content.catalog import build_catalog
from generator.evidence.bearing import bearing_problems, borne, quoted_whole, rests_on
from generator.evidence.resolve import resolve_changes
from generator.model.captures import Side
from generator.model.catalog import Catalog, Claim
from generator.model.evidence import ChangeEvidence, Passage, Quotation, QuoteMark
from generator.model.lock import LeadIn
from generator.model.problems import Problem, SourcePos
from generator.store.sources import read_sources
from tests.pages.conftest import ROOT

HERE = SourcePos(path="content/orchard/terms/2024-05-01.md", line=9)


def claim(**given: str) -> Claim:
    base = {"right": "train-own-models", "over": "content", "state": "claimed", "quote": "q"}
    return Claim(**(base | given), where=HERE)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def published() -> tuple[Catalog, dict[str, ChangeEvidence]]:
    """The published report as its locks tell it."""
    catalog, _ = build_catalog(read_sources(ROOT / "content"))
    found = resolve_changes(catalog, {}, lambda *_: None, {lock.change: lock for lock in catalog.locks})
    return catalog, dict(found.evidence)


def test_every_published_claim_is_borne_in_its_three_fields(
    published: tuple[Catalog, dict[str, ChangeEvidence]],
) -> None:
    catalog, evidence = published
    table: list[str] = []
    bare: list[str] = []
    for change in catalog.changes:
        quotations = evidence[change.key].quotations
        wholes = {q.mark.name: quoted_whole(q) for q in quotations}
        for one in change.claims:
            marked = borne(one, rests_on(one, wholes), catalog.vocabulary)
            table.append(
                f"{change.key}#{one.quote} | " + " | ".join(f"{b.value}: {b.words or '-'}" for b in marked)
            )
            bare += [table[-1] for b in marked if not b.words and b.value != "claimed"]
    print("\n".join(table))
    assert len(table) > 40
    assert not bare


@pytest.mark.parametrize(
    ("given", "whole", "missing"),
    [
        ({}, "We use your content to train our models.", []),
        ({}, "We use your personal data to train our models.", ["over"]),
        ({}, "We use your content to run the orchard.", ["right"]),
        ({"state": "ruled-out"}, "We use your content to train our models.", ["state"]),
        ({"state": "claimed-with-opt-out"}, "We train models on your posts, and you can object.", []),
        ({"state": "consent-first"}, "We train models on your posts.", ["state"]),
        ({"over": "conversations"}, "Your messages train our models.", []),
        ({"right_words": "make our apples wiser"}, "Your posts make our apples wiser.", []),
        ({"right_words": "make our apples wiser"}, "Your posts make our pears wiser.", ["right"]),
    ],
)
def test_words_that_bear_a_claim_are_looked_for_and_asked_for(
    given: dict[str, str], whole: str, missing: list[str]
) -> None:
    found = _problems(claim(**given), [_quotation(whole)])
    assert [p.message.split(" ")[-2] if "bears" in p.message else "right" for p in found] == missing
    assert all(p.code == "claim-not-borne" and p.where == HERE for p in found)


def test_the_lead_in_and_the_other_quotations_named_count() -> None:
    led = _quotation("to train any model", lead="You may not use our content:")
    assert not _problems(claim(state="ruled-out"), [led])
    objected = replace(
        _quotation("You can object."), mark=replace(_quotation("").mark, name="o", words="You can object.")
    )
    named = replace(claim(state="claimed-with-opt-out"), also=("o",))
    trained = _quotation("We train models on your posts.")
    assert not _problems(named, [trained, objected])
    assert _problems(replace(named, also=()), [trained, objected])


def _problems(one: Claim, quotations: list[Quotation]) -> tuple[Problem, ...]:
    catalog, _ = build_catalog(read_sources(ROOT / "content"))
    return bearing_problems(replace(catalog.changes[0], claims=(one,)), quotations, catalog.vocabulary)


def _quotation(words: str, lead: str = "") -> Quotation:
    mark = QuoteMark(side=Side.AFTER, name="q", words=words, where=HERE)
    digest = "sha256:" + "0" * 64
    return Quotation(
        mark=mark,
        passage=Passage(id="a-aaaaaaaaaa", side=Side.AFTER, words=3, label="", capture=digest),  # type: ignore[arg-type]
        digest=digest,  # type: ignore[arg-type]
        lead_in=LeadIn(lead=lead),
    )
