"""Days that words name are read in the ways that policies write them, and nothing is guessed."""

from datetime import date

import pytest

from generator.content.stated_dates import days_in


@pytest.mark.parametrize(
    "words",
    [
        "Effective Date: **March 31, 2023**",
        "Last updated 31 March 2023.",
        "as of the 31st of March 2023",
        "Mar. 31, 2023",
        "Stand: 31. März 2023",
        "En vigueur le 31 mars 2023",
        "a partir del 31 de marzo de 2023",
        "生效日期：2023年3月31日",
        "2023-03-31",
    ],
)
def test_a_day_is_read_in_many_spellings(words: str) -> None:
    assert days_in(words) == (date(2023, 3, 31),)


@pytest.mark.parametrize(
    "words", ["3/4/2023", "March 2023", "February 30, 2023", "May we say 31", "31.03.2023"]
)
def test_what_is_ambiguous_or_no_day_is_left_out(words: str) -> None:
    assert days_in(words) == ()


def test_all_days_are_read() -> None:
    words = "Effective June 19, 2023. Last Revised April 18, 2023"
    assert days_in(words) == (date(2023, 6, 19), date(2023, 4, 18))
