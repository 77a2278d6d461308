"""The report as the pages of the whole site may see it, and the key of all that they see. Pure.

Home, documents, topics, matrix, feeds and tables show a little of every note, and never its text: not its body, nor where in
it a quotation stands. What they do not show is not in the catalog that they are made from, so it is not in the key: while the
key stays the same none of these pages is planned. An edit of a note's prose leaves it the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.jobs.graph import Node
from generator.jobs.keys import value_key
from generator.jobs.memo import Memo
from generator.model.catalog import Catalog, Change
from generator.model.digests import Digest, digest_of
from generator.model.evidence import ChangeEvidence, Quotation
from generator.model.problems import SourcePos

_NOWHERE = SourcePos(path="")


def site_catalog(catalog: Catalog) -> Catalog:
    """The catalog without locks and without the text of notes."""
    return replace(catalog, changes=tuple(_outline(change) for change in catalog.changes), locks=())


def site_evidence(evidence: Mapping[str, ChangeEvidence]) -> dict[str, ChangeEvidence]:
    """The quotations of each change, without their places in the note."""
    return {key: replace(one, quotations=placeless(one.quotations)) for key, one in evidence.items()}


def placeless(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Quotations without their places in the note."""
    return tuple(replace(q, mark=replace(q.mark, offset=0, end=0, where=_NOWHERE)) for q in quotations)


def _outline(change: Change) -> Change:
    return replace(
        change,
        body="",
        body_line=1,
        source_digest="",
        where=_NOWHERE,
        quotations=tuple(replace(mark, offset=0, end=0, where=_NOWHERE) for mark in change.quotations),
        dates=tuple(replace(one, where=_NOWHERE) for one in change.dates),
        claims=tuple(replace(one, where=_NOWHERE) for one in change.claims),
        searched=(),
    )


def catalog_key(catalog: Catalog, files: Mapping[str, Digest], code: Digest, memo: Memo) -> Digest:
    """The key of `site_catalog`. `files` are the content files by path below the folder; what a note shows is remembered
    by its bytes."""
    node = Node(job="outlines", key=code)
    kept = memo.find(node)
    known: dict[tuple[str, str], Digest] = dict(kept) if isinstance(kept, tuple) else {}
    used: dict[tuple[str, str], Digest] = {}
    notes = {f"{change.key}.md": change for change in catalog.changes}
    for path, change in notes.items():
        name = (path, files.get(path, ""))
        used[name] = (known.get(name) if name[1] else None) or value_key(_outline(change))
    if used != known:
        memo.keep(node, tuple(used.items()))
    others = sorted(
        (path, key) for path, key in files.items() if path not in notes and not path.endswith(".lock")
    )
    return value_key((tuple(others), tuple(used.values())))


def codes_key(evidence: Mapping[str, ChangeEvidence]) -> Digest:
    """The key of the short codes of all quotations."""
    listed = (
        f"{key} {q.passage.id} {q.code}" for key, one in sorted(evidence.items()) for q in one.quotations
    )
    return digest_of("\n".join(listed).encode())


def files_key(files: Sequence[tuple[str, bool]]) -> Digest:
    """The key of the files of changes: path, and whether it may stand in the sitemap."""
    return digest_of("\n".join(f"{path} {listed}" for path, listed in files).encode())
