"""Amounts at the starts of lines, and spaces between words: the inputs of public bug reports, and the same in our words."""

from pathlib import Path

import pytest

from generator.compare import redline
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.redline import Op, Redline
from tests.conftest import need, shared_folder


def compared(before: bytes, after: bytes, media_type: str = "text/markdown") -> tuple[Redline, list[str]]:
    """The redline, and what a reader is shown as words."""
    sides = [
        extract_text(Capture(sha256=digest_of(body), body=body, media_type=media_type))
        for body in (before, after)
    ]
    found = redline(*sides)
    signs = {Op.DELETE: ("-", 0), Op.INSERT: ("+", 1)}
    shown = []
    for edit in found.edits:
        if edit.op in signs:
            sign, side = signs[edit.op]
            span = edit.after if side else edit.before
            shown.append(sign + sides[side].text[span.start : span.end])
    return found, shown


def field(name: str) -> Path:
    folder = shared_folder() / "field" / name
    need(folder.is_dir(), f"no inputs at {folder}")
    return folder


@pytest.mark.shared
def test_each_amount_at_the_start_of_a_line_is_marked() -> None:
    folder = field("01-price-at-line-start")
    found, shown = compared((folder / "before.md").read_bytes(), (folder / "after.md").read_bytes())
    assert found.stats.edited == 4
    assert shown == ["-4.99", "+9.99", "-12.50", "+19.50", "-0.5", "+1.5", "-1.000", "+4.000"]


@pytest.mark.shared
def test_joined_words_are_marked() -> None:
    folder = field("03-space-joins-words")
    found, shown = compared((folder / "before.md").read_bytes(), (folder / "after.md").read_bytes())
    assert found.stats.edited == 3
    assert [piece.rstrip(".") for piece in shown] == [
        "-not able",
        "+notable",
        "-now here",
        "+nowhere",
        "-1 1",
        "+11",
    ]


@pytest.mark.shared
def test_a_number_that_swallowed_the_cell_beside_it_is_marked() -> None:
    folder = field("20-cells-glued")
    found, _ = compared(
        (folder / "before.html").read_bytes(), (folder / "after.html").read_bytes(), "text/html"
    )
    assert not found.stats.nothing_changed


ITEMS = ["{} a month for a hive.", "{} per hive and month.", "**{}** for each hive.", "{} ist der Preis."]
OPENERS = ["* ", "*   ", "- ", "", "> ", "| a | ", "### "]


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.99", "9.99"),
        ("12.50", "19.50"),
        ("1.000", "4.000"),
        ("4.99 €", "5.99 €"),
        ("0.5 litres", "1.5 litres"),
        ("12.30 Uhr", "13.30 Uhr"),
        ("192.168.1.1", "192.168.1.2"),
        ("2.1", "2.2"),
        ("J. Pippin", "K. Pippin"),
        ("24. Dezember", "25. Dezember"),
        ("555.0100", "555.0101"),
        ("(2)", "(3)"),
        ("7.", "8."),
    ],
)
def test_what_opens_a_line_without_neighbours_is_a_word(opener: str, item: str, old: str, new: str) -> None:
    frame = "The hive keepers hold a ledger.\n\n{}{}\n\nThey meet once a year."
    before, after = (frame.format(opener, item.format(value)).encode() for value in (old, new))
    found, shown = compared(before, after)
    assert not found.stats.nothing_changed
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("* 1.99 for wax\n* 2.99 for honey", "* 2.99 for wax\n* 3.99 for honey"),
        (
            "* 1.10 for wax\n* 1.20 for honey\n* 1.30 for mead",
            "* 1.20 for wax\n* 1.30 for honey\n* 1.40 for mead",
        ),
        ("* 1.1 for wax\n* 1.2 for honey", "* 1.2 for wax\n* 1.3 for honey"),
        ("1. Wax.\n2. Honey.\n3. Mead.", "1. Wax.\n2. Honey.\n5. Mead."),
        ("1. Wax is kept.\n2. Honey is sold.", "Wax is kept.\n\nHoney is sold."),
        ("(a) wax is kept;\n(b) honey is sold.", "(a) wax is kept;\n(f) honey is sold."),
    ],
)
def test_a_number_that_its_neighbours_do_not_explain_is_shown(before: str, after: str) -> None:
    found, _ = compared(before.encode(), after.encode())
    assert not found.stats.nothing_changed


LISTS = {
    "figures": ["1.", "2.", "3.", "4."],
    "brackets": ["1)", "2)", "3)", "4)"],
    "letters": ["(a)", "(b)", "(c)", "(d)"],
    "capitals": ["A.", "B.", "C.", "D."],
    "roman": ["i.", "ii.", "iii.", "iv."],
    "decimals": ["1.1", "1.2", "1.3", "1.4"],
    "decimals with points": ["1.1.", "1.2.", "1.3.", "1.4."],
    "sub-clauses": ["5(a)", "5(b)", "5(c)", "5(d)"],
    "hundreds": ["98.", "99.", "100.", "101."],
}
CLAUSES = ["Wax is kept in the shed.", "Honey is sold at the gate.", "Mead is drunk in winter."]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\nA word on bees.\n\n"])
def test_a_list_that_counts_on_is_renumbered_in_silence(name: str, between: str) -> None:
    marks = LISTS[name]
    before = between.join(f"{mark} {clause}" for mark, clause in zip(marks, CLAUSES, strict=False))
    more = [CLAUSES[0], "Swarms are caught by the keeper.", *CLAUSES[1:]]
    after = between.join(f"{mark} {clause}" for mark, clause in zip(marks, more, strict=True))
    found, shown = compared(before.encode(), after.encode())
    added = f"{marks[1]} {more[1]}" + ("A word on bees." if "bees" in between else "")
    assert "".join(shown).replace("+", "").replace("\n", "") == added
    assert found.stats.removed == found.stats.moved == 0


def test_a_section_that_moves_down_is_renumbered_in_silence() -> None:
    before = (
        "1. Wax\n\n1.1 It is kept.\n\n1.2 It is weighed.\n\n2. Honey\n\n2.1 It is sold.\n\n2.2 It is poured."
    )
    after = (
        "1. Bees\n\n1.1 They are fed.\n\n1.2 They are counted.\n\n2. Wax\n\n2.1 It is kept.\n\n2.2 It is weighed."
        "\n\n3. Honey\n\n3.1 It is sold.\n\n3.2 It is poured."
    )
    _, shown = compared(before.encode(), after.encode())
    assert "".join(piece[1:] for piece in shown).split() == (
        "1. Bees 1.1 They are fed. 1.2 They are counted.".split()
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("may not be sold", "may notbe sold"),
        ("the bees are now here", "the bees are nowhere"),
        ("send e mail", "send email"),
        ("pay 1 000 now", "pay 1000 now"),
        ("pay 5, 10 or 20", "pay 5,10 or 20"),
        ("wax and / or honey", "wax and/or honey"),
        ("a well known hive", "a well-known hive"),
        ("a well - known hive", "a well-known hive"),
        ("It ends. Nothing is due", "It ends.Nothing is due"),
        ("the **not** able", "the **not**able"),
        ("see [wax](https://a.example) here", "see [wax](https://a.example)here"),
        ("one<br>two hives", "onetwo hives"),
        ("꿀을 판다 지금", "꿀을판다 지금"),
        ("| Wax 1 | 2 years |", "| Wax | 12 years |"),
    ],
)
def test_a_space_between_words_that_came_or_went_is_shown(before: str, after: str) -> None:
    for old, new in ((before, after), (after, before)):
        found, _ = compared(
            f"Of bees.\n\nThe rule: {old} as ever.".encode(), f"Of bees.\n\nThe rule: {new} as ever.".encode()
        )
        assert not found.stats.nothing_changed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("wax and honey", "wax\nand honey"),
        ("wax and honey", "wax\u00a0and  \t honey"),
        ("wax co\u00adoperates", "wax cooperates"),
        ("wax , honey", "wax, honey"),
        ("( wax )", "(wax)"),
        ("使用 Zoom 服务", "使用Zoom服务"),
        ("我们 收集", "我们收集"),
        ("ข้อมูล ของ คุณ", "ข้อมูลของคุณ"),
    ],
)
def test_other_space_is_quiet(before: str, after: str) -> None:
    found, shown = compared(f"The rule: {before} as ever.".encode(), f"The rule: {after} as ever.".encode())
    assert shown == []
    assert found.stats.nothing_changed


def test_a_link_between_joined_words_is_no_changed_link() -> None:
    found, _ = compared(
        b"See [wax](https://a.example) here and there.", b"See [wax](https://a.example)here and there."
    )
    assert found.stats.links == 0
    assert not found.stats.nothing_changed


@pytest.mark.parametrize("shift", [1, 2, 30])
def test_numbers_that_begin_elsewhere_are_shown_however_many_count_on(shift: int) -> None:
    """Ages, grades, dates of a month: nothing came or went before them, so nothing explains another number."""
    names = ["Spain", "Italy", "Malta", "Cyprus", "Greece", "Crete"]

    def page(first: int) -> bytes:
        return "\n\n".join(
            ["Minimum age", *(f"{first + n}. {name}" for n, name in enumerate(names))]
        ).encode()

    found, _ = compared(page(13), page(13 + shift))
    assert not found.stats.nothing_changed


def test_numbers_of_sections_with_numbered_clauses_may_begin_elsewhere() -> None:
    names = ["Account", "Notes", "Fees"]

    def page(first: int) -> bytes:
        lines = ["Terms"]
        for n, name in enumerate(names, start=first):
            lines += [f"{n}. {name}", f"{n}.1 The first clause is here.", f"{n}.2 The second clause is here."]
        return "\n\n".join(lines).encode()

    found, _ = compared(page(6), page(9))
    assert found.stats.nothing_changed
