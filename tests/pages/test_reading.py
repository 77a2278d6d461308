"""The order in which a change is read: figures of the note, the passage in brief, sections, folds, the line to cite."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from jinja2 import Environment

from generator.content.catalog import build_catalog
from generator.model.digests import digest_of
from generator.model.sources import SourceFile
from generator.pages.change.redline_views import FoldView, HeadView, RowView, RunView
from generator.pages.change.sections import OPEN_ROWS, fold_runs, list_sections, open_of, split_first
from generator.pages.cite import cite_line
from generator.pages.sheets import BlockView, PieceView
from generator.render.environment import make_environment, render_page
from generator.render.rows import pieces, rows
from generator.render.translation import english_translation
from tests.conftest import ROOT
from tests.pages.change_sample import NOTE, Sample, make_sample

ENGLISH = english_translation()

TWICE = NOTE.replace(
    "> perpetual licence for machine learning\n",
    "> perpetual licence for machine learning\n\n> [!after whole] 2.3\n> You grant us\n",
)
MEANS = NOTE.replace(
    "notice:",
    "means:\n  - {says: It allowed training., quotes: [licence]}\n"
    "  - {says: A way out was named., quotes: [thirty, ninety], refuse: ninety}\nnotice:",
)


@pytest.fixture(scope="module")
def environment() -> Environment:
    return make_environment(ROOT / "templates")


def page(environment: Environment, sample: Sample) -> str:
    spec = sample.pages()[f"{sample.change.key}/index.html"]
    return render_page(environment, spec).body.decode()


def clause(
    words: str, *, kind: str = "added", section: str = "1 Use", quotes: tuple[int, ...] = ()
) -> RowView:
    block = (BlockView(kind="paragraph", pieces=(PieceView(words=words),)),)
    return RowView(
        kind=kind,
        id=f"row-{abs(hash(words)) % 10**9}",
        after=() if kind == "removed" else block,
        before=block if kind == "removed" else (),
        section=section,
        quotes=quotes,
        clauses=1,
        changed=kind != "same",
    )


def test_neighbours_from_one_clause_share_a_figure_with_their_words_numbered(
    environment: Environment,
) -> None:
    sample = make_sample(note=TWICE)
    figures = sample.view().note.figures
    assert [[q.name for q in f.quotes] for f in figures] == [
        ["licence", "whole"], ["guests"], ["thirty", "ninety"],
    ]  # fmt: skip
    first = figures[0]
    assert [p.quoted for p in first.after.pieces if p.quoted] == [2, 1]
    assert first.bare == "not in the earlier text"
    text = page(environment, sample)
    for quote in sample.view().quotes:
        assert text.count(f'id="{quote.id}"') == text.count(f'id="q{quote.number}"') == 1
        assert text.count(f'id="{quote.name}"') == 1
    assert text.count("a perpetual licence for machine learning".removeprefix("a ")) >= 1
    assert "[!after" not in text


def test_the_page_begins_with_the_passage_of_its_card_and_ends_with_evidence(
    environment: Environment,
) -> None:
    sample = make_sample()
    text = page(environment, sample)
    brief = sample.view().brief
    assert brief is not None
    assert brief.quote.name == "licence"
    order = [
        text.index(f'id="{name}"')
        for name in ("brief", "after", "note", "passages", "told", "redline", "evidence", "cite", "history")
    ]
    assert order == sorted(order)
    assert text.index("perpetual licence for machine learning</strong>") < text.index('id="note"')


def test_an_edited_passage_begins_the_page_beside_its_counterpart() -> None:
    gone = NOTE.replace("> [!after licence] 2.3\n> perpetual licence for machine learning\n", "")
    brief = make_sample(
        note=gone.replace("A licence was added.[^1]\n", "").replace("[^1]: A footnote.\n", "")
    )
    view = brief.view().brief
    assert view is not None
    assert [side.side.value for side in view.sides] == ["before", "after"]
    assert [[p.words for p in side.pieces if p.op] for side in view.sides] == [["30"], ["90"]]


def test_further_figures_are_a_line_each_and_keep_their_addresses_outside_the_fold(
    environment: Environment,
) -> None:
    clauses = "".join(f"> [!after more-{n}] 3.{n}\n> {words}\n\nWords.\n\n" for n, words in enumerate(
        ("", "law of Utopia", "court of the capital", "something that nobody", "something more", "a little more")
    ) if words)  # fmt: skip
    sample = make_sample(note=NOTE.replace("## How we read it", f"{clauses}## How we read it"))
    figures = sample.view().note.figures
    assert [figure.folded for figure in figures] == [False] * 5 + [True] * 3
    text = page(environment, sample)
    for figure in figures[5:]:
        drawn = text[text.index(f'<figure class="passage line" id="{figure.id}"') :]
        inside = drawn[drawn.index("<details>") : drawn.index("</figure>")]
        assert ' id="' not in inside


def test_what_a_change_means_names_its_quotations_and_how_to_refuse_in_the_captures_words(
    environment: Environment,
) -> None:
    sample = make_sample(note=MEANS)
    lines = sample.view().means
    assert [[q.name for q in line.quotes] for line in lines] == [["licence"], ["thirty", "ninety"]]
    text = page(environment, sample)
    told = text[text.index('id="means"') : text.index("What the captures show")]
    assert "our reading" in told
    assert "within 90 days" in told
    assert "How to refuse, as the capture" in told


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("  - {says: It allowed it., quotes: [nowhere]}\n", "unknown-quotation"),
        ("  - {says: It allowed it., quotes: [licence], refuse: nowhere}\n", "unknown-quotation"),
        ("  - {says: It allowed it., quotes: []}\n", ""),
        ("  - {says: It allowed it.}\n", ""),
        ("  - {says: One., quotes: [licence]}\n" * 4, "too-many-meanings"),
    ],
)
def test_a_meaning_without_a_quotation_is_a_problem_at_its_line(written: str, code: str) -> None:
    note = NOTE.replace("notice:", f"means:\n{written}notice:")
    source = SourceFile(
        path="acme/terms-of-service/2024-04-01.md", text=note, digest=digest_of(note.encode())
    )
    _, problems = build_catalog([source])
    lines = note.split("\n")
    found = [p for p in problems if p.where.path.endswith("01.md") and "means" not in lines[p.where.line - 1]]
    assert [p for p in found if (p.code == code or not code) and "- {says" in lines[p.where.line - 1]]


def test_long_runs_of_new_clauses_fold_to_their_first_line_and_edited_or_quoted_ones_never() -> None:
    long = "We may keep what you make for {} purposes, " + "and for others that we name later on, " * 5
    whole = [clause(long.format(n)) for n in range(OPEN_ROWS + 4)]
    kept = [clause(long.format("edited"), kind="edited"), clause(long.format("quoted"), quotes=(1,))]
    tail = [clause("Short and new.")]
    items = fold_runs((RunView(strong="", text="", rows=tuple(whole)), *kept, *tail))
    run = items[0]
    assert isinstance(run, RunView)
    short = [row.short for row in run.rows]
    assert not any(short[:16])
    assert all(short[OPEN_ROWS:])
    assert not any(item.short for item in items[1:] if isinstance(item, RowView))
    first, rest = split_first(run.rows[-1].after) or ((), ())
    words = "".join(p.words for p in first) + "".join(p.words for b in rest for p in b.pieces)
    assert words == run.rows[-1].after[0].pieces[0].words
    html = rows(ENGLISH, (run.rows[-1],), "en", "ltr")
    assert html.index('id="') < html.index("<details")
    assert 'id="' not in html[html.index("<details") :]


def test_after_thirty_unchanged_rows_those_in_a_row_are_counted_and_addresses_stay() -> None:
    early = [clause(f"Early and unchanged {n}.", kind="same") for n in range(OPEN_ROWS)]
    late = [clause(f"Late and unchanged {n}.", kind="same") for n in range(3)]
    edited = clause("Edited.", kind="edited")
    quoted = clause("Quoted and unchanged.", kind="same", quotes=(1,))
    with_address = replace(clause("Unchanged, with an address.", kind="same"), id="a-abcdefghij")
    head, deeper = HeadView(text="2 Rooms"), HeadView(text="2.1 Keys")
    items = fold_runs(
        (
            *early,
            edited,
            late[0],
            FoldView(count=4),
            head,
            late[1],
            deeper,
            edited,
            late[2],
            edited,
            quoted,
            with_address,
        )
    )
    assert items[:OPEN_ROWS] == tuple(early)
    assert items[OPEN_ROWS + 1 : OPEN_ROWS + 4] == (FoldView(count=6), deeper, edited)
    assert [item.id for item in items[-5:] if isinstance(item, RowView)] == [
        edited.id, late[2].id, edited.id, quoted.id, with_address.id,
    ]  # fmt: skip


def test_a_whole_clause_of_few_words_stands_beside_its_number() -> None:
    slim, long, quoted = (
        clause("Rooms close at ten.", kind="removed"),
        clause("Rooms close at ten, " * 8),
        clause("Rooms close.", quotes=(1,)),
    )
    found = [item for item in fold_runs((slim, long, quoted)) if isinstance(item, RowView)]
    assert [row.slim for row in found] == [True, False, False]
    assert 'class="row removed s0 slim"' in rows(ENGLISH, found, "en", "ltr")


def test_replaced_clauses_and_tables_fold_on_both_sides_and_chinese_at_a_character() -> None:
    long = "We may keep what you make for {} purposes, " + "and for others that we name later on, " * 5
    many = [clause(long.format(n)) for n in range(OPEN_ROWS + 1)]
    one = replace(clause(long.format("new"), kind="replaced"), before=clause(long.format("old")).after)
    table = replace(
        clause(long.format("table"), kind="same"),
        after=(BlockView(kind="row", pieces=(PieceView(words=long),)),),
    )
    *_, replaced_row, same_row = fold_runs((*many, one, table))
    assert isinstance(replaced_row, RowView)
    assert isinstance(same_row, RowView)
    assert replaced_row.short
    assert same_row.short
    assert rows(ENGLISH, [replaced_row], "en", "ltr").count('<details class="rest">') == 2
    assert '<p class="tr">' in rows(ENGLISH, [same_row], "en", "ltr")
    first, rest = split_first((BlockView(kind="paragraph", pieces=(PieceView(words="我们" * 90),)),)) or (
        (),
        (),
    )
    assert len(first[0].words) == 72
    assert len(rest) == 1


def test_of_a_quoted_clause_after_thirty_what_is_far_from_its_words_is_folded() -> None:
    many = [clause(f"{n} We may keep what you make, and " + "more of it " * 20) for n in range(OPEN_ROWS + 1)]
    far = "The keeper writes every word into the book of the house. " * 8
    words = (
        PieceView(words=far),
        PieceView(words="You grant us a licence", quoted=1),
        PieceView(words=f". {far}"),
    )
    quoted = replace(clause("", quotes=(1,)), after=(BlockView(kind="paragraph", pieces=words),))
    *_, row = fold_runs((*many, quoted))
    html = rows(ENGLISH, [row], "en", "ltr")
    assert html.count('<details class="kept">') == 2
    assert "more words</summary>" in html
    assert "unchanged" not in html
    assert "<mark>You grant us a licence</mark>" in html


def test_sections_count_what_happened_and_those_with_the_topics_come_first() -> None:
    items = (
        clause("We may sell old rooms.", section="1 Rooms"),
        clause("Rooms close at ten.", section="1 Rooms", kind="removed"),
        clause("Nothing of note.", section="2 Law", kind="edited"),
        clause("Used for machine learning.", section="3 Content"),
        clause("Unchanged machine learning.", section="4 Rest", kind="same"),
        clause("Gone elsewhere: machine learning.", section="5 Left", kind="moved-away"),
    )
    sections = list_sections(items, ("machine learning", "learning"))
    assert [(s.title, s.counts, s.phrases) for s in sections] == [
        ("3 Content", "1 new", ("machine learning",)),
        ("1 Rooms", "1 new, 1 gone", ()),
        ("2 Law", "1 edited", ()),
    ]
    assert list_sections(items[:3], ()) == ()


@pytest.mark.parametrize(("quoted", "named", "stand_open"), [(0, 0, 6), (1, 2, 6), (5, 4, 9), (20, 20, 12)])
def test_a_section_that_is_quoted_or_names_a_topic_stands_open_before_others(
    quoted: int, named: int, stand_open: int
) -> None:
    items = [clause("Rooms close at ten.", section=f"{n} Rooms") for n in range(20)]
    items += [clause("We sell.", section=f"{n} Quoted", quotes=(n + 1,)) for n in range(quoted)]
    items += [clause("Used for machine learning.", section=f"{n} Named") for n in range(named)]
    sections = list_sections(items, ("machine learning",))
    shown = open_of(sections)
    assert len(shown) == stand_open
    assert sum(section.matters for section in shown) == min(quoted + named, 12)


def test_a_citation_is_one_line() -> None:
    def line(clause: str, document: str = "Terms of Service") -> str:
        return cite_line(
            company="Zoom",
            document=document,
            clause=clause,
            archive="Open Terms Archive (contrib-versions)",
            at=datetime(2023, 4, 1, 6, 45, 10, tzinfo=UTC),
            site="Smallprint",
            address="https://report.example/c/tuqwqs/",
        )

    end = ", as captured 1 April 2023 by Open Terms Archive. Smallprint, https://report.example/c/tuqwqs/."
    assert line("10.2") == f"Zoom Terms of Service, § 10.2{end}"
    assert line("3(2)") == f"Zoom Terms of Service, § 3(2){end}"
    assert line("IV(B)") == f"Zoom Terms of Service, § IV(B){end}"
    assert line("Your content") == f"Zoom Terms of Service, “Your content”{end}"
    assert line("", "Zoom Privacy Statement") == f"Zoom Privacy Statement{end}"


def test_numbers_stand_before_the_first_words_of_each_quotation() -> None:
    views = (
        PieceView(words="We "),
        PieceView(words="sell", quoted=2),
        PieceView(words=" and "),
        PieceView(words="lend", quoted=3),
        PieceView(words=" and again "),
        PieceView(words="sell", quoted=2),
    )
    html = str(pieces(ENGLISH, views, True, True))
    assert [html.count(f'<span class="qn">{n}</span>') for n in (2, 3)] == [1, 1]
    assert "qn" not in str(pieces(ENGLISH, views))
