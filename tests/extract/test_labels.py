"""Clause labels: which numbers at the starts of lines are proven by their neighbours, and which are words."""

import pytest

from generator.extract.labels import find_labels
from generator.model.text import Evidence


def labels(text: str) -> list[str]:
    found = find_labels(text)
    return [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Plots\n2. Water\n3. Seeds", "1. 2. 3."),
        ("1.  Plots.\n\nOf trees.\n\n2.  Water.\n\nOf wells.\n\n3.  Seeds.", "1. 2. 3."),
        ("1. Plots.\n\nOf trees.\n\n1. Water.", "1. 1."),  # each list of one item begins anew
        ("98. Plots\n99. Water\n100. Seeds", "98. 99. 100."),
        ("1\\. Plots\n\n2\\. Water", "1\\. 2\\."),
        ("## 1. Plots\n\nText.\n\n## 2. Water", "1. 2."),
        ("1.1 Plots\n\n1.2 Water\n\n2.1 Seeds\n\n2.2 Trees", "1.1 1.2 2.1 2.2"),
        ("5. Fees\n\n5.1 Plots\n\n5.2 water", "5. 5.1 5.2"),
        ("Article 7\n\n7.1 Plots.\n\n7.2 Water.", "7.1 7.2"),
        ("10.3 Fees\n\n10.4 Prices", "10.3 10.4"),
        ("3. Can I dig?\n\n4. May I water?\n\n5. March as you like.", "3. 4. 5."),
        ("(1) Plots.\n\n(2) May we water them?\n\n(3) Seeds.", "(1) (2) (3)"),
        ("2.3 Plots\n\n2.4 May we water them?\n\n2.5 March as you like.", "2.3 2.4 2.5"),  # no dates
        ("1. Plots\n\n1.1 Water\n\n1.1.1 Wells\n\n1.1.2 Pumps", "1. 1.1 1.1.1 1.1.2"),
        ("(a) plots;\n(b) water; and\n(c) seeds", "(a) (b) (c)"),
        ("a) plots;\n\nb) water;\n\nc) seeds", "a) b) c)"),
        ("A. Plots\n\nB. Water", "A. B."),
        ("5(a) plots\n5(b) water", "5(a) 5(b)"),
        ("(1) plots;\n(2) water", "(1) (2)"),
        ("i. One\nii. Two\niii. Three\niv. Four", "i. ii. iii. iv."),
        ("vi. Six\nvii. Seven\nviii. Eight", ""),  # begins in the middle: in doubt
        ("(a) plots;\n(b) water:\n(i) wells;\n(ii) pumps;\n(c) seeds", "(a) (b) (i) (ii) (c)"),
        ("51. **PLOTS**\n\n13.1 Trees.\n\n13.2 Hedges.\n\n54. **WATER**", "51. 13.1 13.2 54."),
        ("76. **PLOTS**\n\nText of plots.\n\n78. **WATER**", "76. 78."),
    ],
)
def test_neighbours_that_count_on_prove_a_label(text: str, expected: str) -> None:
    assert labels(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "*   4.99 per month for a small plot.\n*   12.50 per month for a large plot.",
        "* 1.99 for pears\n* 2.99 for plums",
        "* 1.10 for pears\n* 1.20 for plums\n* 1.30 for apples",
        "* 1.1 for pears\n* 1.2 for plums",
        "1. Fees\n\n* 1.1 for pears\n* 1.2 for plums".split("\n\n")[1],
        "0.5 litres of water a day.\n\n1.5 litres of wine.",
        "1.1 Liter Wasser\n\n1.2 Liter Wein",
        "1.000 Samen sind der Preis.",
        "4.05 Plums\n\n4.06 Pears",
        "12.30 Uhr Beginn\n\n12.31 Uhr Ende",
        "24. Dezember geschlossen\n\n25. Dezember geschlossen\n\n26. Dezember geschlossen",
        "4. May and June\n\n5. May to July\n\n6. March, all day",
        "4. May 2024\n\n5. May 2024\n\n6. May 2024",
        "4. May\n\n5. May\n\n6. May",
        "4. MAY\n\n5. MAY\n\n6. MAY",
        "1. January\n2. January\n3. January",
        "192.168.1.1 is the well\n\n192.168.1.2 is the pump",
        "2.1 is the version\n\n2.2 is the next",
        "J. Pippin keeps the ledger\n\nK. Russet keeps the keys",
        "M. Russet, keeper",
        "> 4.99 per month",
        "(c) 2024 Orchard Club",
        "030. 1234567",
        "10.3 Fees",
        "3. Fees",
        "The keeper agreed under section\n10.4 of these terms.",
        "| 4.99 | per month |\n| --- | --- |\n| 5.99 | per year |",
    ],
)
def test_amounts_clocks_dates_versions_addresses_and_initials_are_words(text: str) -> None:
    assert labels(text) == []


def test_a_number_that_no_neighbour_explains_is_a_word() -> None:
    assert labels("1. Plots\n2. Water\n7. Seeds") == ["1.", "2."]
    assert labels("5. Fees\n\n5.1 Plots\n\n5.2 Water\n\n5.7 Seeds") == ["5.", "5.1", "5.2"]
    assert labels("(a) plots;\n(b) water;\n(f) seeds") == ["(a)", "(b)"]


def test_what_proves_a_label_is_kept_with_it() -> None:
    found = find_labels("## 1. Plots\n\n1.1 Trees.\n\n1.2 Hedges.\n\n## 2. Water\n\n1. Wells.\n2. Pumps.")
    assert found.evidence == (
        Evidence.HEADINGS,
        Evidence.RUN,
        Evidence.RUN,
        Evidence.HEADINGS,
        Evidence.LIST,
        Evidence.LIST,
    )


def test_many_numbers_are_read_in_one_walk() -> None:
    text = "\n".join(f"{number % 999}. Plot." for number in range(1, 30_000))
    assert len(find_labels(text).starts) > 29_000
