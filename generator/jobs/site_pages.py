"""Pages of the whole site: each is rendered only if what it shows or its templates changed since it was last rendered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.jobs.cards import TEMPLATE as CARD
from generator.jobs.cards import card_job
from generator.jobs.code_keys import CodeKeys
from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.jobs.pool import FEW, Pool
from generator.jobs.reasons import Parts
from generator.jobs.stored import StoredFile
from generator.jobs.tools import Tools, environment_of
from generator.model.digests import Digest
from generator.model.pages import Artifact, FileFacts, PageSpec
from generator.model.reporting import Reporter
from generator.pages.chrome import FileView

PAGE, PACK = "page", "site-pack"
_INDEX = Node(job="site", key=Digest("index"))
_BATCH = 16  # pages that travel to a worker together

Rendered = tuple[FileFacts, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFiles:
    """All files beside those of changes: what is known of each, and where its bytes are."""

    facts: tuple[FileFacts, ...]
    files: tuple["Artifact | StoredFile", ...]
    redrawn: frozenset[str] = frozenset()
    parts: Mapping[str, Parts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOrder:
    """Some pages to be rendered together; `templates` is the state that the templates are in."""

    specs: tuple[PageSpec, ...]
    templates: Digest


def render_job(order: RenderOrder, tools: Tools) -> tuple[Rendered, ...]:
    """Each page with what is known of it."""
    from generator.pages.site.sitemap import is_listed
    from generator.render.environment import render_page, spell_card
    from generator.render.links import facts_of

    environment = environment_of(tools, order.templates)
    drawn = []
    for spec in order.specs:
        is_card = spec.template == CARD
        artifact = card_job(spell_card(environment, spec)).card if is_card else render_page(environment, spec)
        drawn.append((facts_of(artifact, listed=is_listed(spec)), artifact.body))
    return tuple(drawn)


def render_site(
    specs: Sequence[PageSpec], *, code: CodeKeys, memo: Memo, pool: Pool, reporter: Reporter
) -> SiteFiles:
    """All of these pages and files: rendered now, or as they were kept."""
    from generator.render.links import facts_of

    kept = memo.find(_INDEX)
    index: Mapping[Digest, FileFacts] = dict(kept) if isinstance(kept, tuple) else {}
    facts: list[FileFacts] = []
    files: list[Artifact | StoredFile] = []
    new_index: list[tuple[Digest, FileFacts]] = []
    stale: list[tuple[PageSpec, Node]] = []
    own_parts: dict[str, Parts] = {}
    for spec in specs:
        if isinstance(spec.view, FileView):
            artifact = Artifact(path=spec.path, body=spec.view.bytes, media_type=spec.view.media_type)
            facts.append(facts_of(artifact))
            files.append(artifact)
            continue
        parts = own_parts[spec.path] = _parts(spec, code)
        node = Node(
            job=PAGE,
            key=key_of(PAGE, inputs=[key for _, key in parts], options=spec.template, code=code.render),
        )
        known = index.get(node.key)
        if known is not None and memo.known([node]):
            facts.append(known)
            files.append(_stored(known, node, memo))
            new_index.append((node.key, known))
        else:
            stale.append((spec, node))
    nodes = {spec.path: node for spec, node in stale}
    for one, body in _render([spec for spec, _ in stale], code, pool, reporter):
        node = nodes[one.path]
        facts.append(one)
        if memo.keep_bytes(node, body):
            files.append(_stored(one, node, memo))
            new_index.append((node.key, one))
        else:
            files.append(Artifact(path=one.path, body=body, media_type=one.media_type))
    if stale or len(new_index) != len(index):
        memo.keep(_INDEX, tuple(new_index))
    return SiteFiles(
        facts=tuple(sorted(facts, key=lambda one: one.path)),
        files=tuple(sorted(files, key=lambda one: one.path)),
        redrawn=frozenset(nodes),
        parts=own_parts,
    )


def keep_site(node: Node, site: SiteFiles, memo: Memo) -> None:
    """Remember all of these files under one key; the bytes that lie nowhere yet go into a pack."""
    pack = Node(job=PACK, key=node.key)
    loose = [one for one in site.files if isinstance(one, Artifact)]
    places: dict[str, tuple[Node, int]] = {}
    start = 0
    for one in loose:
        places[one.path] = (pack, start)
        start += len(one.body)
    for stored in site.files:
        if isinstance(stored, StoredFile) and isinstance(stored.pack, Node):
            places[stored.path] = (stored.pack, stored.start)
    if memo.keep_bytes(pack, b"".join(one.body for one in loose)):
        memo.keep(node, tuple((one, *places[one.path]) for one in site.facts))


def remembered_site(node: Node, memo: Memo) -> SiteFiles | None:
    """The files kept under a key; None where any of them is not kept any more."""
    kept = memo.find(node)
    if not isinstance(kept, tuple):
        return None
    packs = {pack for _, pack, _ in kept}
    if len(memo.known(packs)) < len(packs):
        return None
    files = tuple(
        StoredFile(path=one.path, digest=one.digest, size=one.size, start=start, pack=pack, memo=memo)
        for one, pack, start in kept
    )
    return SiteFiles(facts=tuple(one for one, _, _ in kept), files=files)


def _parts(spec: PageSpec, code: CodeKeys) -> Parts:
    """What a page depends on: its address, what it shows as a value, its templates and the code that draws."""
    return (
        ("its address", spec.path),
        ("what it shows", value_key(spec.view)),
        ("a template or an asset", code.of_templates(() if spec.template == CARD else (spec.template,))),
        ("the code or a library", code.render),
    )


def _stored(one: FileFacts, node: Node, memo: Memo) -> StoredFile:
    return StoredFile(path=one.path, digest=one.digest, size=one.size, start=0, pack=node, memo=memo)


def _render(specs: Sequence[PageSpec], code: CodeKeys, pool: Pool, reporter: Reporter) -> Iterable[Rendered]:
    if specs:
        reporter.step(f"Drawing {len(specs)} pages of the whole site")
    size = _BATCH if len(specs) > _BATCH * FEW else max(1, len(specs))
    orders = [
        RenderOrder(specs=tuple(specs[at : at + size]), templates=code.templates)
        for at in range(0, len(specs), size)
    ]
    for _, rendered in pool.each(render_job, orders, reporter):
        yield from rendered
