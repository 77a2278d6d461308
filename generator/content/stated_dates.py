"""Days that words of a policy name: to hold a stated date against the words that are said to state it."""

import re
from collections.abc import Iterator
from datetime import date

from generator.model.words import words_1

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari jan",
    "february februar février fevrier febrero febbraio fevereiro februari feb",
    "march märz maerz mars marzo março marco maart mar",
    "april avril abril aprile apr",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho jun",
    "july juli juillet julio luglio julho jul",
    "august août aout agosto augustus aug",
    "september septembre septiembre settembre setembro sept sep",
    "october oktober octobre octubre ottobre outubro oct okt",
    "november novembre noviembre novembro nov",
    "december dezember décembre decembre diciembre dicembre dezembro dec dez",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_MONTH_FIRST = re.compile(rf"\b({_NAME})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?: of| de)? ({_NAME})\.?,?(?: de| del)? (\d{{4}})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_HAN = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")


def days_in(words: str) -> tuple[date, ...]:
    """Every day that words name in full, in order of the patterns; figures alone (3/4/2023) are ambiguous and left out."""
    return tuple(_days(words_1(words)))


def _days(text: str) -> Iterator[date]:
    named = [(f[3], _NUMBER_OF[f[1].lower()], f[2]) for f in _MONTH_FIRST.finditer(text)]
    named += [(f[3], _NUMBER_OF[f[2].lower()], f[1]) for f in _DAY_FIRST.finditer(text)]
    named += [(f[1], int(f[2]), f[3]) for pattern in (_ISO, _HAN) for f in pattern.finditer(text)]
    for year, month, day in named:
        try:
            yield date(int(year), month, int(day))
        except ValueError:
            continue
