"""Clause names that a reader cannot use: with marks of the markup, or the same for two clauses of one text. Pure."""

import re
from collections.abc import Iterable

from generator.model.evidence import Quotation
from generator.model.problems import Problem, Severity

_MARKUP = re.compile(r"^#+|[*`\\]|\]\(|\[|^[\W_]+$|<\w+")


def label_problems(quotations: Iterable[Quotation]) -> list[Problem]:
    """Quotations whose clause has no name of its own."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], Quotation] = {}
    for quotation in quotations:
        name = quotation.clause
        if not name:
            continue
        if _MARKUP.search(name):
            problems.append(_problem(quotation, f"the clause is called {name!r}, with marks of the markup"))
        first = seen.setdefault((quotation.mark.side.value, name), quotation)
        if _are_sisters(first.clause_path, quotation.clause_path):
            problems.append(
                _problem(
                    quotation, f"“{name}” is the name of another clause too, that of “{first.mark.name}”"
                )
            )
    return problems


def _are_sisters(way: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two clauses of one name stand under different headings of one level that lead on to each."""
    at = next((n for n, (a, b) in enumerate(zip(way, other, strict=False)) if a != b), -1)
    return 0 <= at < min(len(way), len(other)) - 1


def _problem(quotation: Quotation, message: str) -> Problem:
    return Problem(
        code="ambiguous-label",
        message=message,
        where=quotation.mark.where,
        severity=Severity.WARNING,
        hint="the headings of the capture do not tell the clauses apart; report the capture, it is a case for the reader of headings",
    )
