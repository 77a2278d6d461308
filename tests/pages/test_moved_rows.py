"""Rows that moved: what went is struck in every layout, what stands elsewhere is linked, and no word is left out."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings

from generator.compare import redline
from generator.model.captures import Side
from generator.model.policy import Span
from generator.model.redline import Edit, Op
from generator.pages.change.redline_rows import draw_rows
from generator.pages.change.redline_views import RedlineRows, RowView
from generator.pages.sheets import PieceView, make_sheet, merged_blocks
from generator.render.rows import pieces, rows
from generator.render.translation import english_translation
from tests.pages.change_sample import policy
from tests.properties.policies import changed

ENGLISH = english_translation()

OWN = (
    "You keep every right that You hold in the songs You send us, and no fee is owed for them. "
    "We show your songs to guests of the hall, on the evenings that you name in the calendar."
)
KEPT = "We show your songs to guests of the hall, on the evenings that you name in the calendar."
REST = [
    "Guests may enter the hall after six, and leave it before midnight, by the northern door.",
    "The warden looks after coats and umbrellas, and answers for none of them in any way.",
    "Lamps are lit at dusk by whoever comes first, with matches that hang beside the lamp.",
]


def drawn(before: str, after: str) -> RedlineRows:
    texts = policy(before), policy(after)
    found = redline(*texts)
    sheets = (make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ()))
    return draw_rows(found, sheets, (), whole=True)


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


def read(views: list[PieceView] | tuple[PieceView, ...]) -> str:
    """What a page says, without what only screen readers are told."""
    return re.sub(r'<span class="vh">[^<]*</span>|<[^>]*>', "", pieces(ENGLISH, views))


def words_of(views: list[PieceView], *without: str) -> Counter[str]:
    return Counter(
        re.findall(r"\w+", read([p if p.op not in without else PieceView(words=" ") for p in views]))
    )


def moved_row(found: RedlineRows) -> RowView:
    return next(row for row in found.all_rows if row.kind == "moved")


def test_words_that_a_moved_clause_lost_are_struck_and_not_called_moved() -> None:
    row = moved_row(drawn(paragraphs(OWN, *REST), paragraphs(*REST, KEPT)))
    assert row.word == "moved, edited"
    gone = "".join(p.words for b in row.after for p in b.pieces if p.op == "del")
    assert gone.strip() == OWN.removesuffix(KEPT).strip()
    assert not [p for b in row.after for p in b.pieces if p.op == "away"]
    html = rows(ENGLISH, (row,), "en", "ltr")
    later = html.partition('class="half after"')[2]
    assert "<del>" in later
    assert "[moved away]" not in html


def test_words_of_a_clause_that_stand_in_another_one_are_away_with_the_way_there() -> None:
    promise = "We show your songs to nobody else, on no evening, and in no other hall of the whole town."
    before = paragraphs(f"1. Songs. {REST[0]} {promise}", f"2. Coats. {REST[1]}", f"3. Lamps. {REST[2]}")
    after = paragraphs(f"1. Songs. {REST[0]}", f"2. Coats. {REST[1]}", f"3. Lamps. {REST[2]} {promise}")
    found = drawn(before, after)
    left = next(row for row in found.all_rows if row.number == "1")
    away = "".join(p.words for b in left.after for p in b.pieces if p.op == "away")
    assert away.strip() == promise
    assert [s.text for s in left.says] == ["Words moved away; they stand at 3."]
    came = next(row for row in found.all_rows if row.number == "3")
    assert left.says[0].href == f"#{came.id}"
    assert [s.text for s in came.says] == ["Words moved here; they stood at 1."]


@pytest.mark.parametrize(
    ("before", "after", "stood"),
    [
        (f"## Songs\n\n{KEPT}\n\n## Hall\n\n{{0}}", "## Songs\n\n## Hall\n\n{0}\n\n" + KEPT, "under “Songs”"),
        (
            f"## Hall\n\n{KEPT}\n\n{{0}}",
            "## Hall\n\n{0}\n\n" + KEPT,
            "elsewhere under “Hall”",
        ),
        (f"{KEPT}\n\n{{0}}", "{0}\n\n" + KEPT, "in another place"),
        (f"4. {KEPT}\n\n{{0}}", "{0}\n\n9. " + KEPT, "at 4"),
    ],
)
def test_a_place_is_told_by_number_else_by_heading_and_never_as_this_place(
    before: str, after: str, stood: str
) -> None:
    rest = "\n\n".join(REST)
    row = moved_row(drawn(before.format(rest), after.format(rest)))
    assert [s.text for s in row.says] == [f"Moved here; it stood {stood}."]


def test_words_that_went_are_kept_apart_from_words_that_stand() -> None:
    views = (
        PieceView(words="You", op="del"),
        PieceView(words="you", op="ins"),
        PieceView(words=" use"),
        PieceView(words="Customer Input", op="away"),
        PieceView(words="now"),
    )
    assert read(views) == "You you use Customer Input now"


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [("你", "您", "你您"), ("fee", ", and", "fee, and"), ("(", "if", "(if"), ("30", "90", "30 90")],
)
def test_no_space_is_put_where_words_do_not_run_together(left: str, right: str, text: str) -> None:
    assert read((PieceView(words=left, op="del"), PieceView(words=right, op="ins"))) == text


def test_deleted_words_whose_place_is_outside_the_row_are_drawn_in_it() -> None:
    """As in Zoom's terms of 2023-04-01: what stood between words that stand elsewhere now was drawn nowhere."""
    texts = policy("Old one. Gone words. Left here.\n"), policy("Left here.\n\nMiddle.\n\nOld one.\n")
    found = redline(*texts)
    sheets = make_sheet(Side.BEFORE, texts[0], found, ()), make_sheet(Side.AFTER, texts[1], found, ())
    edits = (
        Edit(op=Op.EQUAL, before=Span(0, 8), after=Span(21, 29)),
        Edit(op=Op.DELETE, before=Span(8, 20), after=Span(29, 29)),
        Edit(op=Op.EQUAL, before=Span(20, 31), after=Span(0, 10)),
    )
    (drawn_words,) = merged_blocks(*sheets, edits, (Span(0, 10),), Span(0, 31))
    assert [(p.op, p.words.strip()) for p in drawn_words] == [
        ("away", "Old one."),
        ("del", "Gone words."),
        ("", "Left here."),
    ]


@settings(max_examples=60, deadline=None)
@given(changed())
def test_one_column_holds_every_word_of_both_sides_of_a_row(pair: tuple[str, str]) -> None:
    for row in drawn(*pair).all_rows:
        if not row.edited:
            continue
        stream = [piece for block in row.after for piece in block.pieces]
        earlier = [piece for block in row.before for piece in (*block.pieces, PieceView(words=" "))]
        assert not words_of(earlier) - words_of(stream, "ins")
