"""What a complete build refuses beside errors: addresses that no lock keeps, and a report that says not whom to tell."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model.catalog import Report
from generator.model.problems import Problem, Severity

UNLOCKED = frozenset({"no-lock", "stale-lock"})


def as_published(problems: Iterable[Problem]) -> list[Problem]:
    """Findings as they count before publishing: a lock that is old or absent is an error then."""
    return [replace(p, severity=Severity.ERROR) if p.code in UNLOCKED else p for p in problems]


def unsaid(report: Report) -> Iterator[Problem]:
    """A key that the report leaves open without saying so; `none` says so, and the links that need it are left out."""
    wanted = (
        ("contact", report.contact, "an address or page where readers report errors"),
        ("repository", report.repository, "the address of the code host, for links that edit a page"),
    )
    for key, value, what in wanted:
        if not value and key not in report.declined:
            yield Problem(
                code="not-said",
                message=f"the report does not say its `{key}`",
                where=replace(report.where, line=1, column=1),
                hint=f"write `{key}:` with {what}, or `{key}: none`",
            )
