"""The months by name, in the languages of the captures: one table for dates in words, classes of changes and labels."""

_BY_NUMBER = (
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
MONTH_NUMBERS = {name: number for number, names in enumerate(_BY_NUMBER, 1) for name in names.split()}
MONTH_NAMES = "|".join(
    sorted(MONTH_NUMBERS, key=len, reverse=True)
)  # alternatives of a pattern, the longest first
