"""One slip, one problem: leave out what is wrong only because something else is, which is told already. Pure.

A page that cannot be read stays known by its address, so what refers to it is no fault of its own. Each rule below names
the problem that was made (the cause) and the problems that follow from it (its echoes).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.problems import Problem, Severity, sort_problems

REFERENCES = frozenset(
    {
        "dead-link",
        "unknown-reference",
        "unknown-change",
        "unknown-company",
        "unknown-document",
        "unknown-topic",
        "unknown-story",
        "unknown-capture",
        "unknown-archive",
        "unknown-quotation",
        "bad-count",
    }
)
MARKS = frozenset({"bad-quotation-mark", "duplicate-quotation"})
# What follows, at the same page or its lock, from a cause at the page. A cause is never its own echo.
_AT_PAGE = {
    "bad-quotation-mark": {"dropped-address", "unknown-quotation", "stale-lock", "no-facts-section"},
    "duplicate-quotation": {"dropped-address", "unknown-quotation", "stale-lock"},
    "quotation-not-found": {"stale-lock", "dropped-address", "lost-passage"},
    "quotation-wrong-side": {"stale-lock", "dropped-address", "lost-passage"},
    "wrong-order": {
        "quotation-not-found",
        "quotation-wrong-side",
        "quotation-ambiguous",
        "quotation-count",
        "wrong-clause",
        "elision-over-negation",
        "date-words-not-found",
        "date-disagrees",
        "stale-lock",
        "dropped-address",
        "lost-passage",
        "not-checked",
    },
    "unknown-capture": {"stale-lock", "not-checked", "lost-passage", "dropped-address"},
    "dropped-address": {"no-lock"},
    "bad-lock": {"no-lock", "stale-lock"},
    "merge-conflict": {"no-lock", "dropped-address", "bad-lock"},
    "image": {"dead-link", "unlisted-source"},
}
_UNDER_TABLE = frozenset({"stale-lock", "not-checked", "lost-passage"})


@dataclass(frozen=True, slots=True)
class _Causes:
    """The errors of a report by the page they stand at, and the addresses that are gone."""

    codes: dict[str, set[str]]  # by page: its path without ending
    keys: frozenset[str]  # pages with an error, folded, by the end of their path
    gone: frozenset[str]
    misnamed: frozenset[str]  # folders that hold a file whose name is no address
    tables: frozenset[str]  # documents whose table has an error

    def unread(self, about: str) -> bool:
        """Whether the page of an address is gone, or has an error of its own, be it under a misspelt name."""
        return about in self.gone or _fold(about) in self.keys


def without_echoes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in order, without those that follow from another one."""
    told = _moved_once(sort_problems(tuple(problems)))
    causes = _causes([p for p in told if p.severity is Severity.ERROR])
    return tuple(p for p in told if not _is_echo(p, causes))


def _moved_once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Locks that lie elsewhere than they say because one folder was renamed are told once, and links to it not at all."""
    moved: set[tuple[str, str]] = set()
    told = []
    for problem in problems:
        if problem.code == "bad-lock" and problem.about:
            heads = _moved(problem)
            if heads in moved:
                continue
            moved.add(heads)
        told.append(problem)
    old = tuple(head for head, _ in moved if head)
    return tuple(
        p
        for p in told
        if not (p.code in REFERENCES and any(f"{p.about}/".startswith(f"{head}/") for head in old))
        and not (p.code == "no-lock" and any(f"{new}/" in p.where.path for _, new in moved))
    )


def _moved(problem: Problem) -> tuple[str, str]:
    """What a lock's key and its path begin with before the parts that they share."""
    one, two = problem.about.split("/"), page_of(problem.where.path).split("/")
    while one and two and one[-1] == two[-1]:
        one.pop()
        two.pop()
    return "/".join(one), "/".join(two)


def _causes(errors: Sequence[Problem]) -> _Causes:
    codes: dict[str, set[str]] = {}
    keys: set[str] = set()
    for problem in errors:
        page = page_of(problem.where.path)
        codes.setdefault(page, set()).add(problem.code)
        if problem.where.path.endswith(".md") and problem.code not in REFERENCES:
            keys.update(_ends(_fold(page)))
    misnamed = [p.where.path.rpartition("/")[0] for p in errors if p.code == "bad-address"]
    tables = [
        p.where.path
        for p in errors
        if p.code in ("bad-captures-row", "not-utf-8", "duplicate-capture", "merge-conflict")
    ]
    return _Causes(
        codes=codes,
        keys=frozenset(keys),
        gone=frozenset(p.about for p in errors if p.code == "dropped-address" and p.about),
        misnamed=frozenset(end for folder in misnamed for end in _ends(folder)),
        tables=frozenset(
            end
            for path in tables
            if path.endswith("/captures.tsv")
            for end in _ends(path.removesuffix("/captures.tsv"))
        ),
    )


def _is_echo(problem: Problem, causes: _Causes) -> bool:
    page = page_of(problem.where.path)
    here = causes.codes.get(page, set())
    if any(problem.code in _AT_PAGE.get(code, ()) for code in here if code != problem.code):
        return True
    if problem.code in _UNDER_TABLE and page.rpartition("/")[0] in causes.tables:
        return True
    if problem.code == "dropped-address":
        return problem.where.path.endswith(".lock") and page.rpartition("/")[0] in causes.misnamed
    if problem.code == "uncounted-statement" and page.endswith("report.yaml"):
        return bool(causes.keys)  # the home page counts every page that can be read
    if problem.code not in REFERENCES or not problem.about:
        return False
    key, mark, _ = problem.about.partition("#")
    if problem.code in ("unknown-capture", "unknown-archive"):
        return key in causes.tables
    if mark:
        own = [codes for other, codes in causes.codes.items() if other.endswith(f"/{key}")]
        return problem.about in causes.gone or any(codes & MARKS for codes in own)
    return causes.unread(key)


def page_of(path: str) -> str:
    """A page by its path without ending; its lock and its second reading are of the same page."""
    return path.removesuffix(".md").removesuffix(".lock").removesuffix("/index")


def _ends(page: str) -> list[str]:
    """A path from each of its folders on, so that it is found by its key whatever stands before."""
    parts = page.split("/")
    return ["/".join(parts[n:]) for n in range(len(parts))]


def _fold(key: str) -> str:
    """A key as a slip of the shift key or of a hyphen leaves it."""
    return key.lower().replace(" ", "-").replace("_", "-")
