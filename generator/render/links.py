"""What only the finished pages show: links that lead nowhere, ids that occur twice, locked addresses that are gone."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote

from generator.model.catalog import Catalog
from generator.model.lock import ChangeLock
from generator.model.pages import Artifact
from generator.model.problems import Problem, SourcePos

_LINK = re.compile(
    r"""<(?:a|link|img|script|iframe|form|source)\b[^>]*?\s(?:href|src|action)=(?:"([^"]*)"|'([^']*)')"""
)
_ID = re.compile(r"""<[a-z][^>]*?\sid=(?:"([^"]*)"|([^\s>"']+))""")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_REFRESHED = "404.html"  # served at any address: its links begin at the root


def check_links(
    artifacts: Sequence[Artifact], locks: Mapping[str, ChangeLock], catalog: Catalog
) -> tuple[Problem, ...]:
    """Problems of the finished site. `where` is the page, or the content file of a change for its lock."""
    pages = {a.path: a.body.decode("utf-8") for a in artifacts if a.path.endswith(".html")}
    ids = {path: _ids(text) for path, text in pages.items()}
    paths = {a.path for a in artifacts}
    problems: list[Problem] = []
    for path, found in ids.items():
        if len(set(found)) < len(found):
            twice = sorted({i for i in found if found.count(i) > 1})
            problems.append(
                _problem("duplicate-id", path, f"id {twice[0]!r} occurs {found.count(twice[0])} times")
            )
    known = {path: frozenset(found) for path, found in ids.items()}
    for path, text in pages.items():
        for link in sorted({unescape(a or b) for a, b in _LINK.findall(text)}):
            problems.extend(_check_link(path, link, paths, known))
    problems.extend(_dropped(locks, catalog, known))
    return tuple(problems)


def _ids(text: str) -> list[str]:
    return [a or b for a, b in _ID.findall(text)]


def _check_link(path: str, link: str, paths: set[str], known: Mapping[str, frozenset[str]]) -> list[Problem]:
    if _OUTSIDE.match(link) or link == "":
        return []
    target, _, fragment = link.partition("#")
    target = unquote(target.partition("?")[0])
    if target.startswith("/"):
        if path != _REFRESHED:
            return [
                _problem("absolute-link", path, f"{link} begins at the host's root; links must be relative")
            ]
        resolved = target.strip("/")
    else:
        folder = path.rpartition("/")[0]
        resolved = path if not target else normpath(join(folder, target))
        if resolved.startswith(".."):
            return [_problem("dead-link", path, f"{link} leads out of the site")]
        resolved = "" if resolved == "." else resolved
    if target.endswith("/") or resolved == "":
        resolved = f"{resolved}/index.html" if resolved else "index.html"
    if resolved.startswith("pagefind/"):  # made after the build
        return []
    if resolved not in paths:
        return [_problem("dead-link", path, f"{link} leads to {resolved}, which is not there")]
    if fragment and resolved in known and unquote(fragment) not in known[resolved]:
        return [_problem("dead-anchor", path, f"{link}: {resolved} has no id {fragment!r}")]
    return []


def _dropped(
    locks: Mapping[str, ChangeLock], catalog: Catalog, known: Mapping[str, frozenset[str]]
) -> list[Problem]:
    """Addresses that a lock promises and the page of its change does not have."""
    problems = []
    for key, lock in locks.items():
        change = catalog.change(key)
        if change is None:
            continue
        there = known.get(f"{key}/index.html", frozenset())
        gone = [p.id for p in lock.passages if p.id not in there]
        if gone:
            problems.append(
                Problem(
                    code="dropped-address",
                    message=f"{len(gone)} published addresses are not on the page, such as #{gone[0]}",
                    where=change.where,
                    hint="a published address never breaks; run `lock` and read what it says, or map it by hand",
                )
            )
        problems.extend(
            Problem(
                code="dropped-address",
                message=f"the short address c/{q.code}/ is not there",
                where=change.where,
                hint="a quotation's name and words stay; withdraw the change to keep a tombstone",
            )
            for q in lock.quotations
            if q.code and f"c/{q.code}/index.html" not in known
        )
    return problems


def _problem(code: str, path: str, message: str) -> Problem:
    return Problem(code=code, message=message, where=SourcePos(path=path))
