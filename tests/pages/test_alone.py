"""Quoted words that leave their page carry what governs them, in every form."""

import json
from dataclasses import replace

import pytest

from generator.model.lock import LeadIn
from generator.pages.alone import LONG, UNREAD, AloneView, alone
from generator.pages.change.passage_pages import described, embed_height
from generator.pages.cite import CapturedView, cite_passage
from generator.pages.material import Material
from tests.pages.change_sample import Sample, make_sample
from tests.pages.conftest import WholeSite, draw

BAN = AloneView(lead="You may not:", before="at any time ", words="train a model", rest=", unless we agree.")


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def test_lead_in_and_sentence_stand_in_one_line() -> None:
    assert BAN.text == "You may not: at any time train a model, unless we agree."
    assert replace(BAN, lead="Prohibited uses").text.startswith("Prohibited uses – at any time train")
    assert AloneView(words="We sell nothing.").text == "We sell nothing."
    assert not AloneView(words="We sell nothing.").more


def test_of_a_long_list_the_other_parts_fold_and_what_opens_it_does_not() -> None:
    parts = " ".join(f"({letter}) {'sing loudly ' * 20}at night;" for letter in "abc")
    view = AloneView(
        before=f"You shall not: {parts} (d) ", words="train a model", rest=f"; or (e) {'hum ' * LONG}it."
    )
    assert view.head == "You shall not: "
    assert view.own == "(d) "
    assert view.near == ";"
    assert view.parts_behind.startswith("or (e) hum")
    assert f"{view.head}{view.parts_before}{view.own}" == view.before
    assert view.brief == "You shall not: (d) train a model;"


def test_what_opens_an_inner_list_is_never_folded() -> None:
    song = "sing loudly " * 60
    view = AloneView(
        before=f"You shall: (a) {song}; (b) never allow others to: (i) hum; (ii) ", words="train"
    )
    assert "never allow others to" in f"{view.head}{view.own}" or not view.parts_before


def test_a_long_sentence_without_a_list_is_not_folded() -> None:
    view = AloneView(before="We will never " + "sing " * 300, words="train")
    assert (view.head, view.parts_before, view.own) == ("", "", view.before)


def test_each_form_of_a_citation_holds_the_lead_in_and_marks_the_words() -> None:
    forms = cite_passage(
        words=BAN,
        company="Acme",
        document="Terms",
        clause="4",
        capture=CapturedView(archive="Archive", at=make_sample().change.after.at, href="", digest="0" * 64),
        other=None,
        other_is_later=False,
        came_after="Still there.",
        site="Report",
        address="https://report.example/c/abcdef/",
    )
    told = {form.name: form.text for form in forms}
    assert "“You may not: at any time train a model, unless we agree.”" in told["Sentence"]
    assert "> You may not: at any time **train a model**, unless we agree." in told["Markdown"]
    assert "<p>You may not: at any time <strong>train a model</strong>, unless we agree.</p>" in told["HTML"]


def test_a_description_is_not_the_words_alone_and_an_embed_has_room(sample: Sample) -> None:
    quote = sample.view().quotes[0]
    ban = replace(quote, alone=BAN)
    assert described(ban).startswith("“You may not: at any time train a model, unless we agree.”")
    long = replace(quote, alone=replace(BAN, before="very " * 60))
    assert embed_height(long, "Acme", "Report") > embed_height(ban, "Acme", "Report")


def test_where_the_sentence_was_not_read_every_form_says_so(sample: Sample, material: Material) -> None:
    evidence = {
        key: replace(found, quotations=tuple(replace(q, lead_in=None) for q in found.quotations))
        for key, found in material.evidence.items()
    }
    site = draw(replace(material, evidence=evidence), cards=False)
    code = next(q.code for found in evidence.values() for q in found.quotations if q.code and q.mark.words)
    for path in (f"c/{code}/index.html", f"embed/{code}/index.html", "atom.xml", "feed.json"):
        assert UNREAD in site.text(path), path
    assert UNREAD in site.view(f"c/{code}/index.html").quote.copy
    assert UNREAD in site.view(f"c/{code}/index.html").chrome.description
    rows = json.loads(site.text("data/quotations.json"))
    assert {row["sentence_read"] for row in (rows if isinstance(rows, list) else rows["rows"])} <= {
        False,
        "no",
    }


def test_pages_feeds_and_data_hold_the_sentence(whole: WholeSite) -> None:
    change = "brightnote/terms-of-service/2024-04-01"
    quotation = next(
        q for q in whole.material.evidence[change].quotations if q.lead_in and q.lead_in.before and q.code
    )
    text = alone(quotation).text
    assert isinstance(quotation.lead_in, LeadIn)
    strong = f"{quotation.lead_in.before}</span><strong>"
    for path in (f"c/{quotation.code}/index.html", f"embed/{quotation.code}/index.html"):
        assert strong in whole.text(path), path
        assert text in whole.view(path).chrome.description
    assert quotation.lead_in.before in whole.text("atom.xml")
    told = json.loads(whole.text(f"{change}/change.json"))["quotations"]
    own = next(q for q in told if q["name"] == quotation.mark.name)
    assert own["lead_in"]["before"] + own["words"] + own["lead_in"]["after"] == text
    assert quotation.lead_in.before.strip() in whole.text("data/quotations.csv")
