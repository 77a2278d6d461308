"""Inputs of a stranger: the kinds of ../shared/findings/field.md in other shapes and other words."""

import pytest

from tests.field.test_labels_and_spaces import compared

PAGE = (
    "<html lang=en><head><meta charset=utf-8><title>Rules</title>{head}</head><body><main><h1>Rules of the Mill</h1>"
    "<p>The miller keeps the books of the valley and the names of those who bring corn.</p>{inside}"
    "<p>The miller may close the gate at night.</p></main>{behind}</body></html>"
)
KINDS = ("rye", "oats", "spelt")


def page(inside: str = "", *, head: str = "", behind: str = "") -> bytes:
    return PAGE.format(inside=inside, head=head, behind=behind).encode()


def is_quiet(before: bytes, after: bytes, media_type: str = "text/html") -> bool:
    found, _ = compared(before, after, media_type)
    return found.stats.nothing_changed and not found.stats.signs and found.outside is None


SHIFTED = [
    ("1.1 1.2 1.3", "1.2 1.3 1.4"),
    ("1.5 1.6", "2.5 2.6"),
    ("2.0 2.1", "3.0 3.1"),
    ("3.1 3.2 3.3", "3.4 3.5 3.6"),
    ("5) 6)", "6) 7)"),
    ("(b) (c)", "(c) (d)"),
]


@pytest.mark.parametrize(("before", "after"), SHIFTED)
@pytest.mark.parametrize("opener", ["", "> ", "## "])
def test_numbers_that_count_on_elsewhere_with_nothing_between_are_shown(
    before: str, after: str, opener: str
) -> None:
    texts = [
        "# Prices of the Mill\n\n"
        + "\n\n".join(
            f"{opener}{number} Sorte {kind}" for number, kind in zip(side.split(), KINDS, strict=False)
        )
        for side in (before, after)
    ]
    found, shown = compared(*[text.encode() for text in texts])
    assert found.stats.edited + found.stats.headings == len(before.split())
    assert len(shown) == 2 * len(before.split())


def test_a_section_put_in_renumbers_those_behind_it_in_silence() -> None:
    sections = ["Fees", "Data", "End"]
    clauses = ["The {} are told each month.", "Nobody else is told of the {}."]

    def text(names: list[str]) -> bytes:
        return "\n\n".join(
            f"## {n}. {name}\n\n"
            + "\n\n".join(f"{n}.{m} {clause.format(name)}" for m, clause in enumerate(clauses, 1))
            for n, name in enumerate(names, 1)
        ).encode()

    found, shown = compared(text(sections), text(["Fees", "Animals", "Data", "End"]))
    assert not [piece for piece in shown if piece.startswith("-")]
    assert found.stats.edited == 0
