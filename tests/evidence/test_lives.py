"""What became of quoted words after they left: reworded, cut or gone, followed from capture to capture."""

from generator.compare import redline
from generator.evidence.brackets import life_of
from generator.evidence.lives import Quoted, later_states
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.lock import Later
from generator.model.policy import Span
from generator.model.results import Compared
from generator.model.words import words_1
from tests.evidence.report_sides import policy, row

FIRST = """# Terms of Acme

1. We keep what you draw for ninety days.

2. You grant Acme a licence to copy, show and study your drawings, and to train drawing machines with them.

3. We never sell your drawings to any dealer without your consent.

4. A court in Nowhere decides.
"""


def became(
    quote: str, *texts: str, kinds: dict[int, CaptureClass] | None = None, first: str = FIRST
) -> tuple[Later, ...]:
    """The later states of words quoted from ``first``, in a history of it and then these texts."""
    history = dict(enumerate((first, *texts)))
    rows = tuple(
        row(day, text, kind=(kinds or {}).get(day, CaptureClass.CHANGE)) for day, text in history.items()
    )
    read = {r.sha256: policy(text) for r, text in zip(rows, history.values(), strict=True)}

    def words(capture: CaptureRow) -> str:
        return read[capture.sha256].folded.text

    def pairs(one: CaptureRow, two: CaptureRow) -> Compared:
        before, after = read[one.sha256], read[two.sha256]
        return Compared(before=before, after=after, redline=redline(before, after))

    needle = words_1(quote)
    assert needle in words(rows[0])
    life = life_of(needle, rows, words, rows[0])
    found = later_states(Quoted(words=needle, parts=(Span(0, len(needle)),)), life, rows, words, pairs)
    assert found is not None
    return found


def told(states: tuple[Later, ...]) -> list[tuple[str, str]]:
    return [(s.state, s.words) for s in states]


SALE = "We never sell your drawings to any dealer without your consent"
LICENCE = "You grant Acme a licence to copy, show and study your drawings"


def test_words_that_stand_have_no_later_state() -> None:
    assert became(LICENCE, FIRST + "\n5. More.\n") == ()


def test_a_comma_a_renamed_product_and_one_word_for_another_are_rewordings_with_their_words() -> None:
    comma = FIRST.replace("copy, show and study", "copy, show, and study")
    assert told(became(LICENCE, comma)) == [
        ("reworded", "You grant Acme a licence to copy, show, and study your drawings")
    ]
    renamed = FIRST.replace("grant Acme", "grant Brightnote")
    assert told(became(LICENCE, renamed)) == [
        ("reworded", "You grant Brightnote a licence to copy, show and study your drawings")
    ]
    swapped = FIRST.replace("any dealer", "any merchant")
    (state,) = became(SALE, swapped)
    assert (state.state, state.lost, state.added) == ("reworded", (), ())


def test_the_end_of_a_reworded_sentence_comes_with_it_and_what_governs_it_too() -> None:
    (state,) = became("We never sell your drawings to any dealer", FIRST.replace("any dealer", "nobody"))
    assert state.words.startswith("We never sell your drawings to nobody")
    assert state.around is not None
    assert f"{state.words}{state.around.after}".endswith("nobody without your consent.")


def test_a_lost_negation_and_a_lost_consent_are_always_said() -> None:
    (state,) = became(SALE, FIRST.replace("We never sell", "We sell").replace("without", "with"))
    assert state.state == "reworded"
    assert "never" in state.lost
    (state,) = became(SALE, FIRST.replace(" without your consent", " without your pen"))
    assert "consent" in state.lost


def test_an_added_negation_is_said() -> None:
    (state,) = became(LICENCE, FIRST.replace("You grant Acme a", "You do not grant Acme a"))
    assert (state.state, state.added) == ("reworded", ("not",))


def test_words_cut_from_a_clause_that_stands_are_cut_and_a_lost_purpose_is_no_rewording() -> None:
    (state,) = became(
        "and to train drawing machines with them",
        FIRST.replace(", and to train drawing machines with them", ""),
    )
    assert (state.state, state.clause, state.words) == ("cut", "2", "")
    (state,) = became(
        "to train drawing machines with them", FIRST.replace("to train drawing", "to oil drawing")
    )
    assert (state.state, state.lost) == ("cut", ("train",))


def test_a_clause_that_left_whole_is_gone() -> None:
    without = FIRST.replace("3. We never sell your drawings to any dealer without your consent.\n\n", "")
    assert told(became(SALE, without)) == [("gone", "")]


def test_a_clause_that_moved_and_was_reworded_is_found_where_it_stands() -> None:
    moved = FIRST.replace("3. We never sell your drawings to any dealer without your consent.\n\n", "")
    moved += "\n5. We never sell your drawings or letters to any dealer without your consent.\n"
    (state,) = became(SALE, moved)
    assert (state.state, state.clause) == ("reworded", "5")
    assert "or letters" in state.words


def test_what_stood_beside_the_words_before_is_no_successor() -> None:
    twin = "\n5. We never lend your drawings to any dealer or painter without your consent.\n"
    sale = "3. We never sell your drawings to any dealer without your consent.\n\n"
    history = (FIRST + twin, (FIRST + twin).replace(sale, ""))
    assert [s.state for s in became(SALE, *history)] != ["reworded"]


def test_reworded_words_are_followed_on_until_they_are_gone() -> None:
    second = FIRST.replace("any dealer", "any merchant")
    third = FIRST.replace("any dealer", "any merchant or shop")
    last = FIRST.replace("3. We never sell your drawings to any dealer without your consent.\n\n", "")
    states = became(SALE, second, second + "\n5. More.\n", third, last)
    assert [s.state for s in states] == ["reworded", "reworded", "gone"]
    assert [s.at.day for s in states] == [row(day, "").captured_at.day for day in (1, 3, 4)]
    assert states[0].last == row(2, "").captured_at


def test_suspect_and_technical_captures_end_nothing() -> None:
    wall = "# Sign in\n"
    for kind in (CaptureClass.SUSPECT, CaptureClass.TECHNICAL):
        assert became(SALE, wall, FIRST + "\n5. More.\n", kinds={1: kind}) == ()


def test_another_script_is_read_word_by_word() -> None:
    first = "# 条款\n\n第一条 我们不会将您的画作用于模型训练，也不会出售给任何商人。\n"
    later = "# 条款\n\n第一条 我们不会将你的画作用于模型训练，也不会出售给任何商店。\n"
    read = policy(first), policy(later)
    rows = row(0, first), row(1, later)
    needle = words_1("我们不会将您的画作用于模型训练")
    texts = dict(zip((r.sha256 for r in rows), (t.folded.text for t in read), strict=True))
    life = life_of(needle, rows, lambda r: texts[r.sha256], rows[0])
    pair = Compared(before=read[0], after=read[1], redline=redline(*read))
    states = later_states(
        Quoted(words=needle, parts=(Span(0, len(needle)),)),
        life,
        rows,
        lambda r: texts[r.sha256],
        lambda _one, _two: pair,
    )
    assert states is not None
    assert [(s.state, s.words, s.lost) for s in states] == [
        ("reworded", "我们不会将你的画作用于模型训练", ())
    ]


def test_of_passages_that_keep_about_as_much_the_one_in_the_same_section_is_it() -> None:
    """A note on the new version repeats the words of a clause; the clause itself was rewritten where it stood."""
    quoted = "We never sell or lend your drawings, paintings or letters to any dealer without your consent"
    filler = "Papers are kept dry, flat, dark and far from children, cats and rivers of any kind.\n\n"
    before = f"# Terms\n\n## 3 Drawings\n\n3.1 {filler}3.2 {quoted}.\n\n## 4 Courts\n\nA court in Nowhere decides.\n"
    clause = "We never sell or lend any of your drawings, paintings, maps or other sketches to any dealer, museum or school"
    note = (
        "This version of our terms was written in a warm spring to say in fewer and plainer words how long papers are stored, "
        "who may visit the rooms where they lie, and that we never sell or lend drawings, paintings or letters to any dealer"
    )
    opening = f"Whoever has rung may come in, take off their shoes and hang up a coat. {clause}. The door is then shut and oiled"
    after = (
        f"# Terms\n\n## Notes\n\n{note}.\n\n## 3 What we do\n\n{opening}.\n\n3.1 {filler}"
        f"## 4 Courts\n\nA court in Nowhere decides.\n"
    )
    (state,) = became(quoted, after, first=before)
    assert (state.state, state.clause) == ("reworded", "3")
    assert state.words.startswith("We never sell or lend any of your drawings")
    assert "consent" in state.lost
