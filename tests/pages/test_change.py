"""A change page: every address on it, what came after, what is quoted, what a partial build still shows."""

import json
from dataclasses import replace
from datetime import date

import pytest

from generator.model.catalog import Review, WholeTexts
from generator.model.evidence import Proof
from generator.pages.after import AfterKind
from generator.pages.change.page import change_page
from generator.pages.change.parts import drafted_line, review_line
from generator.pages.change.redline_views import FoldView, RowView, RunView
from generator.pages.chrome import FileView, SiteOptions
from tests.pages.change_sample import AFTER, BEFORE, NOTE, Sample, make_sample


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample()


def rows(sample: Sample) -> list[RowView]:
    drawn = sample.view().redline
    assert drawn is not None
    found: list[RowView] = []
    for item in drawn.items:
        if isinstance(item, RowView):
            found.append(item)
        elif isinstance(item, RunView):
            found.extend(item.rows)
    return found


def test_what_came_after_is_told_of_every_quotation(sample: Sample) -> None:
    told = {q.name: q.after for q in sample.view().quotes}
    assert told["licence"].kind is AfterKind.GONE
    assert told["licence"].text == "last seen 2024-04-01T06:45:10Z, absent 2024-08-11T19:15:38Z"
    assert told["ninety"].kind is AfterKind.PRESENT
    assert "2024-08-11T19:15:38Z" in told["ninety"].text
    assert (
        told["guests"].text
        == "last seen 2024-01-02T03:04:05Z, absent 2024-04-01T06:45:10Z, as this change shows"
    )


def test_quotations_are_numbered_in_the_order_of_the_note(sample: Sample) -> None:
    assert [(q.number, q.name) for q in sample.view().quotes] == [
        (1, "licence"),
        (2, "guests"),
        (3, "thirty"),
        (4, "ninety"),
    ]


def test_neighbours_of_both_sides_share_a_figure_and_others_do_not(sample: Sample) -> None:
    figures = sample.view().passages
    assert [[q.name for q in f.quotes] for f in figures] == [["licence"], ["guests"], ["thirty", "ninety"]]
    pair = figures[2]
    assert pair.even
    assert [p.words for p in pair.before.pieces if p.op == "del"] == ["30"]
    assert [p.words for p in pair.after.pieces if p.op == "ins"] == ["90"]


def test_new_words_are_said_to_be_new_and_given_no_counterpart(sample: Sample) -> None:
    figure = sample.view().passages[0]
    assert figure.before.none == "Not in the earlier text."
    assert figure.before.pieces == ()
    assert figure.after.bar == "new"


def test_every_passage_of_the_evidence_has_its_address_on_the_page(sample: Sample) -> None:
    view = sample.view()
    carried = {name for row in rows(sample) for name in (row.id, *row.anchors)}
    carried |= {b.anchor for row in rows(sample) for b in (*row.before, *row.after)}
    carried |= {q.id for q in view.quotes}
    assert {p.id for p in sample.evidence.passages} <= carried
    assert view.stubs == ()


def test_without_captures_every_address_is_a_stub_and_the_quotations_stay(sample: Sample) -> None:
    view = sample.view(bare=True)
    assert view.redline is None
    quoted = {q.id for q in view.quotes}
    assert {s.id for s in view.stubs} == {p.id for p in sample.evidence.passages} - quoted
    stub = view.stubs[0]
    assert stub.pin is not None
    assert stub.pin.href.startswith("https://github.com/Example/versions/blob/")
    assert view.quotes[0].words == "perpetual licence for machine learning"


def test_without_captures_an_edited_passage_is_not_said_to_have_no_counterpart(sample: Sample) -> None:
    edited = replace(sample, evidence=replace(sample.evidence, quotations=sample.evidence.quotations[3:]))
    figure = edited.view(bare=True).passages[0]
    assert figure.quotes[0].said == "edited"
    assert figure.before.none == (
        "The words read differently in the earlier text, which is out of reach of this build."
    )


def test_a_report_that_only_links_shows_no_rows_and_keeps_every_address(sample: Sample) -> None:
    view = sample.view(whole_texts=WholeTexts.LINK)
    assert view.links_only
    assert {s.id for s in view.stubs} | {q.id for q in view.quotes} >= {
        p.id for p in sample.evidence.passages
    }
    assert all(q.row == "" for q in view.quotes)


def test_whole_texts_are_a_page_only_where_they_are_published(sample: Sample) -> None:
    path = f"{sample.change.key}/full/index.html"
    assert path not in sample.pages()
    whole = sample.pages(whole_texts=WholeTexts.PUBLISH)[path].view
    assert whole.chrome.noindex
    assert not any(isinstance(item, FoldView) for item in whole.redline.items)


def test_the_counts_speak_of_clauses_and_end_with_nothing_else_only_when_that_is_so(sample: Sample) -> None:
    drawn = sample.view().redline
    assert drawn is not None
    assert drawn.counts.sentence.startswith("1 clause added, 1 removed and 1 edited")
    small = make_sample(after=BEFORE.replace("30 days", "90 days"), note=_without_quotes())
    counted = small.view().redline
    assert counted is not None
    assert counted.counts.sentence == "1 clause edited; nothing else changed."


def _without_quotes() -> str:
    head, _, rest = NOTE.partition("## What the captures show")
    return head + "## How we read it" + rest.partition("## How we read it")[2]


def test_what_is_far_from_any_change_is_folded_and_counted(sample: Sample) -> None:
    drawn = sample.view().redline
    assert drawn is not None
    folds = [item.count for item in drawn.items if isinstance(item, FoldView)]
    assert folds == [5]


def test_changed_rows_lead_to_each_other_in_order(sample: Sample) -> None:
    changed = [row for row in rows(sample) if row.changed]
    assert [row.kind for row in changed] == ["removed", "edited", "added"]
    assert [row.previous for row in changed] == ["", changed[0].id, changed[1].id]
    assert [row.next for row in changed] == [changed[1].id, changed[2].id, ""]


def test_a_row_knows_the_numbers_of_the_quotations_in_it(sample: Sample) -> None:
    assert {row.number or row.number_before: row.quotes for row in rows(sample) if row.quotes} == {
        "1.1": (2,),
        "2.2": (3, 4),
        "2.3": (1,),
    }


def test_the_number_of_a_clause_stands_in_the_margin_and_not_among_its_words(sample: Sample) -> None:
    row = next(row for row in rows(sample) if row.number == "2.2")
    assert "".join(p.words for p in row.after[0].pieces if p.op != "del").startswith("Deleting. We delete")
    assert row.after[0].pieces[0].bold


def test_edited_words_hold_both_texts_in_one_stream(sample: Sample) -> None:
    row = next(row for row in rows(sample) if row.kind == "edited")
    stream = row.after[0].pieces
    later = "".join(p.words for p in stream if p.op != "del")
    earlier = "".join(p.words for p in stream if p.op != "ins")
    assert later.strip() == "Deleting. We delete what you upload within 90 days after you close the account."
    assert earlier.strip() == later.strip().replace("90", "30")
    assert "30 days" in BEFORE
    assert "90 days" in AFTER


def test_short_pages_embeds_and_oembed_answers_lead_to_the_passage(sample: Sample) -> None:
    pages = sample.pages()
    view = sample.view()
    for quote in view.quotes:
        short = pages[f"c/{quote.code}/index.html"].view
        assert short.passage_href == f"../../{sample.change.url}#{quote.id}"
        assert short.chrome.canonical == f"https://report.example/{sample.change.url}#{quote.id}"
        answer = pages[f"embed/{quote.code}/oembed.json"].view
        assert isinstance(answer, FileView)
        told = json.loads(answer.bytes)
        assert told["version"] == "1.0"
        assert f'src="https://report.example/embed/{quote.code}/"' in told["html"]


def test_proof_says_whether_this_build_checked_the_words(sample: Sample) -> None:
    assert all(q.verified for q in sample.view().quotes)
    earlier = tuple(replace(q, proof=Proof.EARLIER) for q in sample.evidence.quotations)
    specs = change_page(
        sample.catalog,
        sample.change,
        replace(sample.evidence, quotations=earlier),
        None,
        (None, None),
        SiteOptions(missing=2, pinned=2),
    )
    assert not any(q.verified for q in specs[0].view.quotes)


def test_four_kinds_of_date_are_always_told(sample: Sample) -> None:
    told = [(d.kind, d.on is not None) for d in sample.view().dates]
    assert told == [("Effective", False), ("Revised", True), ("Announced", False), ("Captured", True)]


def test_nobody_is_invented_as_a_reviewer(sample: Sample) -> None:
    report = sample.catalog.report
    assert review_line(sample.change, report) == "No human editor has reviewed this page yet."
    unread = "; no human editor has reviewed it yet."
    drafted = replace(sample.change, drafted_with="Drafted automatically.")
    assert drafted_line(drafted) == f"Drafted automatically{unread}"
    assert review_line(drafted, report) == ""
    by_model = replace(drafted, drafted_with="a language model")
    assert drafted_line(by_model) == f"Drafted with a language model{unread}"


def test_a_reviewed_note_is_never_said_to_be_unreviewed(sample: Sample) -> None:
    read = replace(
        sample.change, drafted_with="Drafted automatically.", reviewed=Review(by="mo", on=date(2026, 11, 24))
    )
    assert drafted_line(read) == "Drafted automatically."
    assert review_line(read, sample.catalog.report) == "Reviewed by mo, 24 November 2026."


def test_rows_of_a_table_without_words_are_not_drawn_and_their_addresses_stay() -> None:
    table = "|     |\n| --- |\n| We changed our rules in the spring. |\n\n"
    changed = make_sample(
        after=BEFORE.replace("## 1. Service", table + "## 1. Service"), note=_without_quotes()
    )
    drawn = rows(changed)
    words = ["".join(p.words for b in (*r.before, *r.after) for p in b.pieces) for r in drawn]
    assert all(any(c.isalnum() for c in w) for w in words)
    added = next(r for r in drawn if r.kind == "added")
    carried = {name for row in drawn for name in (row.id, *row.anchors)}
    assert {p.id for p in changed.evidence.passages} <= carried
    assert added.id.startswith("a-")
