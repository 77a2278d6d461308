"""Days that words of a policy name: to hold a stated date against the words that are said to state it."""

import re
from collections.abc import Iterator
from datetime import date

from generator.model.months import MONTH_NAMES, MONTH_NUMBERS
from generator.model.words import words_1

_MONTH_FIRST = re.compile(rf"\b({MONTH_NAMES})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?: of| de)? ({MONTH_NAMES})\.?,?(?: de| del)? (\d{{4}})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_HAN = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")


def days_in(words: str) -> tuple[date, ...]:
    """Every day that words name in full, in order of the patterns; figures alone (3/4/2023) are ambiguous and left out."""
    return tuple(_days(words_1(words)))


def _days(text: str) -> Iterator[date]:
    named = [(f[3], MONTH_NUMBERS[f[1].lower()], f[2]) for f in _MONTH_FIRST.finditer(text)]
    named += [(f[3], MONTH_NUMBERS[f[2].lower()], f[1]) for f in _DAY_FIRST.finditer(text)]
    named += [(f[1], int(f[2]), f[3]) for pattern in (_ISO, _HAN) for f in pattern.finditer(text)]
    for year, month, day in named:
        try:
            yield date(int(year), month, int(day))
        except ValueError:
            continue
