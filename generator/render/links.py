"""What only the finished pages show: links that lead nowhere, ids that occur twice, locked addresses that are gone."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote

from generator.model.catalog import Catalog, Change
from generator.model.lock import ChangeLock
from generator.model.pages import Artifact, FileFacts
from generator.model.problems import Problem, SourcePos

_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9-]*)(\s[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_LINKING = frozenset({"a", "link", "img", "script", "iframe", "form", "source"})
_ADDRESSES = ("href", "src", "action")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_REFRESHED = "404.html"  # served at any address: its links begin at the root


def facts_of(artifact: Artifact, *, listed: bool = False) -> FileFacts:
    """What publishing and the check of links need to know of a file."""
    found = FileFacts(
        path=artifact.path,
        digest=artifact.digest,
        size=len(artifact.body),
        media_type=artifact.media_type,
        listed=listed,
    )
    if not artifact.path.endswith(".html"):
        return found
    text = artifact.body.decode("utf-8")
    ids, found_links = _ids_and_links(text)
    links = sorted(found_links)
    twice = None
    if len(set(ids)) < len(ids):
        first = min(i for i, times in Counter(ids).items() if times > 1)
        twice = (first, ids.count(first))
    kept = (link for link in links if link and not _OUTSIDE.match(link))
    return replace(found, ids=_lines(dict.fromkeys(ids)), links=_lines(kept), twice=twice)


def _ids_and_links(html: str) -> tuple[list[str], set[str]]:
    """The ids and the links of a page, read from its tags attribute by attribute: words in a value are neither."""
    ids: list[str] = []
    links: set[str] = set()
    for name, attributes in _TAG.findall(html):
        is_linking = name.lower() in _LINKING
        if not is_linking and "id=" not in attributes:
            continue
        for key, double, single, bare in _ATTRIBUTE.findall(attributes):
            value = double or single or bare
            if key == "id":
                ids.append(unescape(value))
            elif is_linking and key in _ADDRESSES:
                links.add(unescape(value))
    return ids, links


def _lines(names: Iterable[str]) -> str:
    """Names a line each, with a newline before the first and after the last, so that `"\\nname\\n" in lines` finds one."""
    return "\n" + "".join(f"{name}\n" for name in names)


def check_links(
    artifacts: Sequence[Artifact], locks: Mapping[str, ChangeLock], catalog: Catalog
) -> tuple[Problem, ...]:
    """Problems of the finished site. `where` is the page, or the content file of a change for its lock."""
    facts = tuple(facts_of(artifact) for artifact in artifacts)
    problems = [*check_facts(facts)]
    for key, lock in locks.items():
        change = catalog.change(key)
        if change is not None:
            problems += dropped_addresses(change, lock, facts)
    return tuple(problems)


def check_facts(facts: Sequence[FileFacts], root: str = "/") -> tuple[Problem, ...]:
    """Links that lead nowhere and ids that occur twice, from what was noted of each file.

    `root` is where the site begins on its host: links of the page for missing addresses begin there.
    """
    ids = {one.path: one.ids for one in facts if one.path.endswith(".html")}
    paths = {one.path for one in facts}
    problems = [
        _problem("duplicate-id", one.path, f"id {one.twice[0]!r} occurs {one.twice[1]} times")
        for one in facts
        if one.twice
    ]
    fine: set[tuple[str, str]] = set()  # folders and links from there that lead somewhere
    for one in facts:
        folder = one.path.rpartition("/")[0]
        for link in one.links.split("\n")[1:-1] if one.links else ():
            if link[:1] != "#" and (folder, link) in fine and one.path != _REFRESHED:
                continue
            found = _check_link(one.path, link, paths, ids, root)
            if found:
                problems += found
            else:
                fine.add((folder, link))
    return tuple(problems)


def dropped_addresses(change: Change, lock: ChangeLock, facts: Iterable[FileFacts]) -> list[Problem]:
    """Addresses that a lock promises and the pages of its change do not have."""
    ids = {one.path: one.ids for one in facts}
    there = ids.get(f"{change.key}/index.html", "")
    problems: list[Problem] = []
    gone = [p.id for p in lock.passages if f"\n{p.id}\n" not in there]
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
        if q.code and f"c/{q.code}/index.html" not in ids
    )
    return problems


def _check_link(path: str, link: str, paths: set[str], known: Mapping[str, str], root: str) -> list[Problem]:
    if _OUTSIDE.match(link) or link == "":
        return []
    target, _, fragment = link.partition("#")
    target = unquote(target.partition("?")[0])
    if target.startswith("/"):
        if path != _REFRESHED:
            return [
                _problem("absolute-link", path, f"{link} begins at the host's root; links must be relative")
            ]
        below = f"{target}/" if f"{target}/" == root else target
        if not below.startswith(root):
            return [_problem("dead-link", path, f"{link} leads out of the site, which begins at {root}")]
        resolved = below.removeprefix(root).strip("/")
    else:
        folder = path.rpartition("/")[0]
        resolved = path if not target else normpath(join(folder, target))
        if resolved.startswith(".."):
            return [_problem("dead-link", path, f"{link} leads out of the site")]
        resolved = "" if resolved == "." else resolved
    if target.endswith("/") or resolved == "":
        resolved = f"{resolved}/index.html" if resolved else "index.html"
    if resolved not in paths:
        return [_problem("dead-link", path, f"{link} leads to {resolved}, which is not there")]
    if fragment and resolved in known and f"\n{unquote(fragment)}\n" not in known[resolved]:
        return [_problem("dead-anchor", path, f"{link}: {resolved} has no id {fragment!r}")]
    return []


def _problem(code: str, path: str, message: str) -> Problem:
    return Problem(code=code, message=message, where=SourcePos(path=path))
