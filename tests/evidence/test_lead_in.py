"""The words that govern a quotation are found by the shape of the text: sentences, lists, markers, tables."""

import pytest

from generator.evidence.lead_in import lead_in
from generator.evidence.quotes import find_chains
from generator.evidence.resolve import side_text
from generator.model.digests import digest_of
from generator.model.evidence import SideText
from generator.model.lock import LeadIn
from generator.model.policy import Span
from generator.model.sentences import sentence_starts
from tests.evidence.report_sides import policy


def around(text: str, *pieces: str) -> LeadIn:
    """What governs these words of a policy written in Markdown."""
    read = policy(text)
    side: SideText = side_text(digest_of(text.encode()), read)
    assert side.folded is not None
    chain = find_chains(side, pieces)[0]
    spans: list[Span] = [side.folded.span(piece.start, piece.end) for piece in chain.pieces]
    found = lead_in(side, spans)
    assert found is not None
    return found


def split(text: str) -> list[str]:
    starts = list(sentence_starts(text))
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Acme Inc. may not sell it, e.g. Data or i.e. Yours. We do.", 2),
        ("In the U.S. Government we trust. In the U.S. You may not.", 3),
        ("The EU-U.S. DPF applies. The U.S.A. Act does not.", 2),
        ("Do you sell it? No. We do not. Order No. 5 stands.", 4),
        ("Fees are 10.4 percent. See Sec. 4 and Art. IV of it. It costs 5. You pay.", 4),
        ("You agree that: 1. we may copy it; 2. You will not sue. Mr. J. R. Smith agrees.", 2),
        ("We do not let Yahoo! Inc. use it. He said “no.” We went. (See more.) Then we did.", 5),
        ("Read this.[19] Then that. Wait… we will. you may.", 3),
        ("您不得将其用于训练。我们不会！好的？“是。”然后；继续。", 5),
        ("هل تبيع بياناتي؟ لا. نحن لا نفعل ذلك.", 3),
        ("آیا داده را می‌فروشید؟ نه. ما آن را نمی‌فروشیم.", 3),
        ("Am 3. Mai gilt z. B. Art. 5 Abs. 2. Wir ändern das nicht. Sie auch nicht.", 2),
        ("Nous ne vendons rien, p. ex. Nos listes. Vous non plus.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: int) -> None:
    """A doubt is settled against a border, so a count may be smaller than a careless reader's and never larger."""
    assert len(split(text)) == sentences, split(text)
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


def test_the_whole_sentence_stands_round_the_words() -> None:
    text = "# Use\n\nWe like birds. Acme does **not** use any of your songs, e.g. Hums, to train models, unless you ask. Bye."
    assert around(text, "to train models") == LeadIn(
        before="Acme does not use any of your songs, e.g. Hums, ", after=", unless you ask."
    )


def test_a_whole_sentence_needs_nothing() -> None:
    assert around("# Use\n\nWe like birds. We sell none. Bye.", "We sell none.") == LeadIn()


LIST = """# Rules

Be kind. You may not:

* sell the birds;
* to any person under twenty:
    * lend a bird, or
    * show it

* train a parrot with our songs; or
* breed them

unless we have agreed in writing. Ask us.

You may feed them.
"""


def test_an_item_has_the_lead_in_of_its_list_and_the_line_that_closes_it() -> None:
    found = around(LIST, "train a parrot")
    assert found.lead == "You may not:"
    assert found.before == ""
    assert found.after.startswith(" with our songs;")
    assert found.after.endswith("unless we have agreed in writing.")


def test_a_list_in_a_list_has_both_lead_ins_outermost_first() -> None:
    assert around(LIST, "show it").lead == "You may not: to any person under twenty:"


def test_the_line_that_closes_a_list_has_the_whole_list_before_it() -> None:
    found = around(LIST, "we have agreed in writing")
    assert found.lead == "You may not:"
    assert found.before.startswith("* sell the birds;")
    assert found.before.endswith("unless ")
    assert found.after == "."


def test_words_that_open_a_list_carry_the_list() -> None:
    found = around(LIST, "You may not")
    assert found.after.startswith(": * sell the birds;")
    assert found.after.endswith("unless we have agreed in writing.")


def test_an_item_of_whole_sentences_keeps_the_lead_in() -> None:
    text = "# Use\n\nWe will never do this:\n\n* Training. We train models with songs. Songs are data.\n* Sale. We sell.\n"
    assert around(text, "Songs are data").lead == "We will never do this:"


def test_a_lead_in_that_only_passes_on_brings_the_sentence_before_it() -> None:
    text = "# Use\n\nHi. You must not misuse the cage. This includes:\n\n* opening it\n* painting it\n"
    assert around(text, "painting it").lead == "You must not misuse the cage. This includes:"


def test_numbered_items_are_one_list_through_a_paragraph_between_them() -> None:
    text = """# Rules

You will not:

1. sell birds;

This is about all birds.

2. train models with them.
"""
    assert around(text, "train models").lead == "You will not:"


def test_paragraphs_with_letters_are_items() -> None:
    text = """# Rules

## 4. Limits

4.1 You shall not do any of the following:

(a) sell birds;

(b) train models with them; or

(c) breed them.

4.2 You may feed them.
"""
    assert around(text, "train models") == LeadIn(
        lead="You shall not do any of the following:", after=" with them;"
    )
    assert around(text, "You may feed").lead == ""


def test_paragraphs_ended_by_semicolons_are_items() -> None:
    text = "# Rules\n\nYou will not:\n\nSell birds;\n\nTrain models with them; or\n\nBreed them.\n\nYou may feed them.\n"
    assert around(text, "Train models").lead == "You will not:"
    assert around(text, "may feed").lead == ""


@pytest.mark.parametrize(
    "line", ["## You may not:", "**You may not:**", "## Prohibited uses", "## Don’t abuse birds"]
)
def test_a_heading_or_a_bold_line_may_govern(line: str) -> None:
    text = f"# Rules\n\nHello there.\n\n{line}\n\n* sell birds\n* train models with them\n"
    assert around(text, "train models").lead == line.strip("#* ")


def test_a_heading_that_says_nothing_of_the_kind_does_not_govern() -> None:
    assert around("# Rules\n\n## Highlights\n\n* We sell birds\n", "sell birds").lead == ""


def test_a_list_inside_a_paragraph_is_one_sentence() -> None:
    text = "# Rules\n\nHello. You will not: (a) sell birds; (b) train models with them; (c) breed. Bye."
    assert around(text, "train models") == LeadIn(
        before="You will not: (a) sell birds; (b) ", after=" with them; (c) breed."
    )


@pytest.mark.parametrize(("one", "two"), [("(A)", "(B)"), ("1.", "2."), ("•", "•")])
def test_parts_of_an_inline_list_that_end_in_stops_keep_its_opening(one: str, two: str) -> None:
    text = f"# Rules\n\nHello. You will not: {one} Sell birds. {two} Train models with them. Bye."
    found = around(text, "Train models")
    assert found == LeadIn(lead="You will not:", before=f"{two} ", after=" with them.")


def test_small_parts_of_an_inline_list_are_one_sentence_whatever_ends_them() -> None:
    text = "# Rules\n\nHello. You will not: (a) Sell birds. (b) Train models with them. Bye."
    assert around(text, "Train models").before == "You will not: (a) Sell birds. (b) "


def test_chinese_sentences_and_lists() -> None:
    text = "# 规则\n\n您好。除非您同意，我们不会将鸟鸣用于训练；也不出售。谢谢。\n\n您不得：\n\n* 出售鸟\n* 训练模型\n"
    assert around(text, "用于训练") == LeadIn(before="除非您同意，我们不会将鸟鸣", after="；也不出售。")
    assert around(text, "训练模型").lead == "您不得："


def test_the_characters_of_the_capture_are_kept() -> None:
    text = "# قواعد\n\nسلام. ما آوازها را نمی\u200cفروشیم و مدل\u200cها را با آن آموزش نمی\u200cدهیم. بدرود."
    found = around(text, "آموزش")
    assert (found.before, found.after) == (
        "ما آوازها را نمی\u200cفروشیم و مدل\u200cها را با آن ",
        " نمی\u200cدهیم.",
    )


def test_a_cell_has_the_head_of_its_column_and_of_its_row() -> None:
    text = """# Table

What we never do with it:

| Data | Purposes we rule out |
| --- | --- |
| Songs | We sell. To train models, or lend. Ask. |
"""
    assert around(text, "train models") == LeadIn(
        lead="What we never do with it: Purposes we rule out Songs", before="To ", after=", or lend."
    )


def test_quotes_and_brackets_belong_to_their_sentence() -> None:
    text = "# Use\n\nBye. (We never “share.” That is, we do not train with “songs.”) Fine."
    found = around(text, "we do not train")
    assert (found.before, found.after) == ("That is, ", " with “songs.”)")


def test_words_left_out_over_two_sentences_keep_both_ends() -> None:
    text = "# Use\n\nHi. We never sell songs to a zoo. A zoo may not train with them, except at night. Bye."
    assert around(text, "sell songs", "train with them") == LeadIn(
        before="We never ", after=", except at night."
    )


def test_a_sentence_broken_over_paragraphs_is_joined() -> None:
    text = "# Use\n\nHi. We will never use the songs that you hum\n\nto train a model of ours. Bye.\n"
    found = around(text, "train a model")
    assert f"{found.lead} {found.before}" == "We will never use the songs that you hum to "
    assert around(text, "the songs").after == " that you hum to train a model of ours."


def test_items_that_lost_their_level_keep_the_item_that_opens_them() -> None:
    text = "# Use\n\nHello:\n\n* you may not do this, such as:\n* selling birds\n* training models\n"
    assert around(text, "training models").lead == "Hello: you may not do this, such as:"


def test_a_clause_is_not_governed_by_the_title_over_it() -> None:
    text = "# Use\n\n1. CUSTOMER SONGS\n\n1.1 Title. You grant us a licence. We sell none.\n\n1.2 You may leave.\n"
    assert around(text, "We sell none").lead == ""


def test_a_closing_line_with_a_capital_is_a_sentence_of_its_own() -> None:
    text = "# Use\n\nYou may not:\n\n* sell birds;\n* train.\n\nThe rest is yours."
    assert around(text, "sell birds").after == ";"


def test_without_a_text_nothing_is_said() -> None:
    assert lead_in(SideText(capture=digest_of(b"x")), (Span(0, 1),)) is None
