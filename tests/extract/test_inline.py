"""What is written as Markdown reads back as the same words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.extract.inline import Run, Style, write_paragraphs
from generator.extract.markdown import find_blocks
from generator.model.policy import BlockKind
from generator.model.words import words_1

STYLES = st.builds(
    Style,
    bold=st.booleans(),
    emphasis=st.booleans(),
    link=st.none() | st.tuples(st.integers(0, 2), st.just("https://acme.example/a_(b)")),
)
TEXTS = st.text(alphabet="ab1 \\*_`[]()<>!#|=-+~.\u00a0\u200b我>1.", max_size=8)
RUNS = st.lists(st.builds(Run, TEXTS, STYLES), max_size=6)


@given(RUNS)
@settings(max_examples=600)
def test_the_words_of_a_paragraph_are_the_words_that_were_read(runs: list[Run]) -> None:
    text = "".join(run.text for run in runs)
    expected = " ".join(text.replace("\u200b", "").split())
    written = write_paragraphs(runs)
    assert words_1("\n\n".join(w.text for w in written)) == expected


@given(RUNS)
@settings(max_examples=300)
def test_text_never_begins_a_block_of_another_kind(runs: list[Run]) -> None:
    for written in write_paragraphs(runs):
        assert [b.kind for b in find_blocks(written.text)] == [BlockKind.PARAGRAPH] * bool(
            written.text.strip("\u00a0\u200b >")
        )


def test_number_signs_after_a_bar_are_words_and_no_heading_of_a_cell() -> None:
    assert words_1(write_paragraphs([Run("|## 1")])[0].text) == "|## 1"
