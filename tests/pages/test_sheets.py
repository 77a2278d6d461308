"""A side of a comparison cut into drawn pieces: bold where the capture has it, and nowhere else."""

import pytest

from generator.compare import redline
from generator.model.captures import Side
from generator.model.words import fold
from generator.pages.sheets import make_sheet, side_pieces
from generator.pages.strong import find_strong
from tests.pages.change_sample import policy


def bold_words(text: str) -> list[list[str]]:
    """The bold words of each segment, as a row draws it: without the number that opens it."""
    read = policy(text)
    sheet = make_sheet(Side.AFTER, read, redline(read, read), ())
    return [
        [p.words.strip() for p in side_pieces(sheet, sheet.body(segment)) if p.bold]
        for segment in sheet.segments
    ]


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**10.1 Rooms of Yours**. You or your guests may rent **halls**.", ["Rooms of Yours", "halls"]),
        ("10.1 **Rooms of Yours**. You or your guests may rent halls.", ["Rooms of Yours"]),
        ("**10.1** Rooms of Yours. You may **not** rent halls.", ["not"]),
        ("__3.2 Halls.__ They are __wide__ here.", ["Halls.", "wide"]),
        ("* **(a) Doors** are shut.", ["Doors"]),
        ("**4.** **Stairs.** Take __them__ slowly.", ["Stairs.", "them"]),
        ("Plain words, and no more than that.", []),
    ],
)
def test_bold_is_the_captures_own_where_the_number_stands_in_it(text: str, bold: list[str]) -> None:
    assert bold_words(f"{text}\n") == [bold]


def test_bold_of_one_clause_says_nothing_of_the_next() -> None:
    text = "**1.1 Rooms.** We let them.\n\n**1.2 Halls.** We let them too.\n\nNothing is bold here.\n"
    assert bold_words(text) == [["Rooms."], ["Halls."], []]


def test_what_is_bold_ends_before_it_begins_anew() -> None:
    folded = fold("a **b** c __d__ **e __f__ g** \\*\\*h\\*\\*")
    assert [folded.source[s.start : s.end] for s in find_strong(folded)] == ["b", "d", "e __f__ g"]
