"""Cards as pictures: what governs quoted words is never cut, whatever the length and the script."""

import html
import re
from dataclasses import replace

import pytest

from generator.pages.change.cards import CardRun, CardView, CardWords
from generator.render.card import SIZES, SMALLER, card_svg, draw_svg, fit, legible
from generator.render.lettering import Piece, flow, measure, wrap

NEVER = "You may not, on any day of the year, "


def text_of(lines: list[tuple[Piece, ...]]) -> str:
    return " ".join("".join(piece.words for piece in line) for line in lines)


def runs(before: str, words: str, rest: str) -> tuple[CardRun, ...]:
    return (CardRun(words=before), CardRun(words=words, quoted=True), CardRun(words=rest))


def view(*words: CardWords) -> CardView:
    return CardView(
        site="Report", place="A · B", title="Title <&>", words=words, after="Last seen.", reviewed="Not yet"
    )


def test_card_words_wrap_within_their_width_in_any_script() -> None:
    assert wrap("one two three four", 40, 200, 9) == ["one two", "three four"]
    assert wrap("帮助模型改进效果，人工智能", 40, 210, 9) == ["帮助模型改", "进效果，人", "工智能"]
    cut = wrap("word " * 200, 40, 400, 2)
    assert len(cut) == 2
    assert cut[1].endswith("…")


def test_lines_keep_each_word_in_its_look_and_break_no_word_of_two_looks() -> None:
    lines = flow([Piece("We sell"), Piece("ers of rooms", 1, True), Piece(", 人工智能，也 so", 2)], 40, 190)
    assert text_of(lines) == "We sellers of rooms, 人工智 能，也 so"
    assert all(sum(measure(p.words, 40, bold=p.bold, serif=True) for p in line) <= 190 for line in lines)
    assert lines[0] == (Piece("We"),) or lines[0] == (Piece("We sell"), Piece("ers", 1, True))


@pytest.mark.parametrize("words", [3, 20, 60, 110])
@pytest.mark.parametrize("rest", [0, 5, 60, 900])
def test_a_cut_falls_behind_the_quoted_words_and_never_before(words: int, rest: int) -> None:
    quoted, behind = " ".join(["train models"] * (words // 2 + 1)), " ".join([""] + ["on"] * rest)
    size, lines = fit(runs(NEVER, quoted, behind), 1052, 300)
    text = text_of(lines)
    assert text.startswith(f"{NEVER}{quoted}")
    whole = text == f"{NEVER}{quoted}{behind}"
    assert whole or re.fullmatch(r"(?: on)*…", text.removeprefix(f"{NEVER}{quoted}"))
    assert whole == (not text.endswith("…"))
    assert size in (*SIZES, *SMALLER)
    assert len(lines) <= 300 // (size * 1.42)


def test_type_is_as_large_as_fits_and_smaller_before_governing_words_are_lost() -> None:
    short, _ = fit(runs("You ", "may not", " sell."), 1052, 300)
    long, _ = fit(runs("You, " + "the guest of this house and hall, " * 30, "may not", " sell."), 1052, 300)
    assert short == SIZES[0]
    assert long in (*SMALLER, SIZES[-1])


def test_only_where_nothing_else_helps_are_the_quoted_words_cut_at_their_own_end() -> None:
    size, lines = fit(runs(NEVER, "train models and " * 900, "sell."), 500, 200)
    assert size == SMALLER[-1]
    text = text_of(lines)
    assert text.startswith(f"{NEVER}train models and train")
    assert text.endswith("…")


def test_a_card_marks_what_the_redline_marks_and_sets_right_to_left_words_from_the_right() -> None:
    svg = card_svg(
        view(
            CardWords(
                label="Before",
                runs=(CardRun(words="We "), CardRun(words="sell", op="del")),
                bar="del",
                language="en",
            ),
            CardWords(
                label="After", runs=(CardRun(words="نستخدم المحتوى", quoted=True),), bar="ins", language="ar"
            ),
        )
    )
    assert "Title &lt;&amp;&gt;" in svg
    assert 'stroke-dasharray="12 8"' in svg
    assert '<tspan fill="#83390a" font-weight="400" text-decoration="line-through">sell</tspan>' in svg
    assert '<tspan fill="#50565a" font-weight="400">We </tspan>' in svg
    assert re.search(
        'text-anchor="end"[^>]*>\u202b(<tspan [^>]*>\u200c</tspan>)<tspan [^>]*font-weight="700"><tspan [^>]*>نستخدم',
        svg,
    )


def test_all_words_of_a_passage_stand_on_its_card() -> None:
    words = runs("You may not ", "sell & <lend>", " rooms.")
    svg = card_svg(view(CardWords(label="After", runs=words, bar="", language="en")))
    shown = html.unescape(re.sub(r"<[^>]+>", "", svg))
    assert "You may not sell & <lend> rooms." in shown


def test_signs_that_nobody_sees_are_told_by_their_codes_and_mixed_scripts_in_words() -> None:
    words = CardWords(
        label="After, 2\u2067",
        runs=runs("We \u202ekeep ", "fe\u200bes, pаper ", "on"),
        bar="ins",
        language="en",
    )
    drawn = re.sub(r"<[^>]+>", "", card_svg(legible(replace(view(words), title="Acme\u202e terms"))))
    assert "Acme[U+202E] terms" in drawn
    assert "After, 2[U+2067]" in drawn
    assert "We [U+202E]keep" in drawn
    assert "fe[U+200B]es," in drawn
    assert "pаper [mixes" in drawn
    assert not set(drawn) & set("\u200b\u202e\u2067")


@pytest.mark.parametrize("words", ["豆包 包豆", "شروط طورش", "豆包 شروط"])
@pytest.mark.parametrize("sign", ["→", "✓", "\U0001f389", "\u2b50\ufe0f", "■"])
def test_a_sign_that_no_font_has_takes_no_shape_from_words_behind_it(sign: str, words: str) -> None:
    """Signs without a shape are drawn as one box, so two words of the same length would be one picture."""

    def picture(text: str) -> bytes:
        words = CardWords(label="L", runs=(CardRun(words=text, quoted=True),), bar="ins", language="en")
        return draw_svg(card_svg(legible(view(words))))

    here, there = words.split()
    assert picture(f"{sign} {here}") != picture(f"{sign} {there}")


def test_the_card_has_the_size_of_its_view() -> None:
    small = replace(view(), size=(720, 378))
    assert draw_svg(card_svg(small))[16:24] == (720).to_bytes(4) + (378).to_bytes(4)
