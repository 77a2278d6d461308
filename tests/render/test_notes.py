"""Markdown of ours, rows of theirs, cards of both: the small drawing rules."""

from markupsafe import Markup

from generator.pages.change.minimap import make_map
from generator.pages.change.redline_views import RowView, SayView
from generator.pages.messages import Linked, say
from generator.pages.sheets import BlockView, PieceView
from generator.render.filters import contact_href
from generator.render.markdown import Figure, markdown, note_sections
from generator.render.rows import map_tall, map_wide, pieces, rows
from generator.render.translation import english_translation

ENGLISH = english_translation()


def test_raw_html_and_script_links_are_text() -> None:
    html = markdown("<script>x</script> [a](javascript:alert(1)) **b**")
    assert "<script>" not in html
    assert "href" not in html
    assert "<strong>b</strong>" in html


def test_a_quotation_is_replaced_where_it_stands_and_other_quotes_stay() -> None:
    body = "## What the captures show\n\n> [!after a] 1\n> words\n\nThen:\n\n> a plain quote\n"
    start = body.index("> [!")
    figure = Figure(offset=start, end=body.index("words") + 5, html=Markup("<figure>1</figure>"))
    sections = note_sections(body, (figure,))
    assert [s.kind for s in sections] == ["fact"]
    assert "<figure>1</figure>" in sections[0].html
    assert "[!after" not in sections[0].html
    assert "<p>a plain quote</p>" in sections[0].html


def test_two_quotations_in_one_block_quote_are_both_drawn() -> None:
    body = "> [!before a] 1\n> old\n> [!after b] 1\n> new\n"
    second = body.index("> [!after")
    figures = (
        Figure(offset=0, end=second - 1, html=Markup("<figure>1</figure>")),
        Figure(offset=second, end=len(body) - 1, html=Markup("<figure>2</figure>")),
    )
    html = note_sections(body, figures)[0].html
    assert html.index("<figure>1</figure>") < html.index("<figure>2</figure>")


def test_white_space_at_the_edge_of_a_mark_stays_outside_it() -> None:
    html = pieces(
        ENGLISH, (PieceView(words="We"), PieceView(words=" may not ", op="ins"), PieceView(words="sell"))
    )
    assert html == (
        'We <ins><span class="vh">[added] </span>may not<span class="vh"> [end]</span></ins> sell'
    )


def test_a_moved_row_names_and_links_where_it_stood() -> None:
    place = Linked(text=say("at %(clause)s", clause="5"), url="#b-bbbbbbbbbb")
    moved = say("Moved here; it stood %(where)s.", where=place)
    row = RowView(
        kind="moved",
        id="a-aaaaaaaaaa",
        word="moved",
        label="Clause 2, moved",
        number="2",
        number_before="5",
        before=(BlockView(kind="paragraph", pieces=(PieceView(words="x"),)),),
        after=(BlockView(kind="paragraph", pieces=(PieceView(words="x"),)),),
        says=(SayView(text=moved, href="#b-bbbbbbbbbb"),),
    )
    html = rows(ENGLISH, (row,), "ar", "rtl")
    assert 'Moved here; it stood <a href="#b-bbbbbbbbbb" tabindex="-1">at 5</a>.' in html
    assert '<span class="was">was 5</span>' in html
    assert html.count('lang="ar" dir="rtl"') == 2


def test_list_items_keep_their_own_addresses_and_numbered_ones_have_no_bullet() -> None:
    blocks = (
        BlockView(kind="item", pieces=(PieceView(words="one"),)),
        BlockView(kind="item", pieces=(PieceView(words="two"),), anchor="a-bbbbbbbbbb"),
    )
    html = rows(
        ENGLISH,
        (RowView(kind="added", id="a-aaaaaaaaaa", anchors=("a-bbbbbbbbbb",), after=blocks),),
        "en",
        "ltr",
    )
    assert '<ul class="li"><li>one</li><li id="a-bbbbbbbbbb">two</li></ul>' in html
    assert html.count('id="a-bbbbbbbbbb"') == 1
    numbered = rows(ENGLISH, (RowView(kind="added", id="x", number="(a)", after=blocks[:1]),), "en", "ltr")
    assert '<ul class="li n">' in numbered


def test_the_map_shows_both_texts_to_one_scale_and_links_its_marks() -> None:
    changed = (
        RowView(kind="removed", id="b-aaaaaaaaaa", label="Clause 1, removed", place=(0, 50, 0, 0)),
        RowView(kind="added", id="a-aaaaaaaaaa", label="Clause 2, new", place=(0, 0, 100, 200)),
    )
    view = make_map(changed, (100, 200))
    assert (view.before, view.after) == (500, 1000)
    assert [(m.kind, m.at, m.size) for m in view.before_marks] == [("d", 0, 250)]
    assert [(m.kind, m.at, m.size) for m in view.after_marks] == [("a", 500, 500)]
    assert "100 characters before, 200 characters after" in map_wide(ENGLISH, view)
    assert 'href="#a-aaaaaaaaaa"' in map_tall(ENGLISH, view)


def test_lines_become_sentences_once() -> None:
    assert ENGLISH.sentence("last seen T1") == "Last seen T1."
    assert ENGLISH.sentence("Already one.") == "Already one."
    assert ENGLISH.sentence(Markup("last <b>x</b>")) == Markup("Last <b>x</b>.")
    assert contact_href("a@b.example") == "mailto:a@b.example"
    assert contact_href("https://b.example/") == "https://b.example/"


def test_a_figure_of_two_quotations_stands_where_the_first_is_and_takes_the_place_of_both() -> None:
    body = "> [!after a] 1\n> old\n\n> [!after b] 1\n> new\n\nWords.\n\n> a plain quote\n"
    figure = Figure(offset=0, end=body.index("new") + 3, html=Markup("<figure>1, 2</figure>"))
    html = note_sections(body, (figure,))[0].html
    assert html.count("<figure>1, 2</figure>") == 1
    assert "[!after" not in html
    assert "new" not in html
    assert html.index("<figure>") < html.index("<p>Words.</p>") < html.index("a plain quote")


def test_a_table_row_shows_its_cells_and_the_line_under_its_heads_is_a_line() -> None:
    cells = BlockView(kind="row", pieces=(PieceView(words="| Name | Use |"),))
    line = BlockView(kind="row", pieces=(PieceView(words="| --- | --- |"),))
    html = rows(ENGLISH, (RowView(kind="same", id="x", after=(cells, line), changed=False),), "en", "ltr")
    assert '<p class="tr">Name <span class="bar-v"> | </span> Use</p><p class="tr rule"></p>' in html
    assert "---" not in html
