"""Why a page was drawn in a build, or was not: what it depends on, against what it depended on in the build before."""

from collections.abc import Mapping

from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.model.digests import Digest

Parts = tuple[tuple[str, str], ...]  # what a page depends on, in words, each with its digest
CHANGES = Node(job="reasons", key=Digest("changes"))
SITE = Node(job="reasons", key=Digest("site"))


def remembered_parts(memo: Memo) -> dict[str, Parts]:
    """What pages depended on when any was last drawn, by path or key of change."""
    found = [memo.find(node) for node in (CHANGES, SITE)]
    return {name: parts for kept in found if isinstance(kept, tuple) for name, parts in kept}


def keep_parts(memo: Memo, node: Node, parts: Mapping[str, Parts]) -> None:
    """Remember what the pages of changes (or of the whole site) depend on now, for the next time that somebody asks."""
    memo.keep(node, tuple(parts.items()))


def spell_reason(page: str, before: Parts | None, now: Parts, *, drawn: bool) -> str:
    """Why a page was drawn or not, in a sentence."""
    changed = [name for name, key in now if dict(before or ()).get(name) != key]
    if not drawn:
        same = ", ".join(name for name, key in now if key)
        return f"{page} was not drawn: a page for the same state is remembered ({same})"
    if before is None:
        return f"{page} was drawn: nothing is remembered of it"
    if not changed:
        return f"{page} was drawn: all that it depends on is as it was, but what was remembered is gone or damaged"
    return f"{page} was drawn: changed since it was last looked at: {'; '.join(changed)}"
