"""The pages and files of the whole site: planned from records of all changes, or as they were if these records are.

What is planned sees `site_view` of the report and nothing else, so its key is the key of all of them together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.jobs.changes import Asked, Made
from generator.jobs.code_keys import CodeKeys
from generator.jobs.films import FilmOrder, run_films, wanted_films
from generator.jobs.graph import Node
from generator.jobs.keys import key_of, value_key
from generator.jobs.memo import Memo
from generator.jobs.narrow import narrow_catalog
from generator.jobs.pool import Pool, node_of
from generator.jobs.site_pages import SiteFiles, keep_site, remembered_site, render_site
from generator.jobs.site_view import catalog_key, codes_key, files_key, site_catalog, site_evidence
from generator.jobs.unread import Planned, UnreadPages, make_unread
from generator.model.catalog import Catalog
from generator.model.digests import Digest
from generator.model.pages import PageSpec
from generator.model.reporting import Reporter
from generator.pages.chrome import FileView, SiteOptions
from generator.pages.records import FilmView

SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrder:
    """What the pages of the whole site are made from. `files` are the content files by path, `unread` the comparisons
    without a note (`publish_unread`), with what is to be compared where both captures are at hand."""

    asked: Asked
    made: Made
    options: SiteOptions
    files: Mapping[str, Digest]
    unread: Planned = ()


def make_site(
    order: SiteOrder, *, code: CodeKeys, memo: Memo, pool: Pool, reporter: Reporter, anew: bool = False
) -> SiteFiles:
    """All files that are not of a single change: as remembered, or planned (then each is rendered that shows something else).

    `anew` plans them in any case.
    """
    orders = film_orders(order.asked, order.made, code)
    films = run_films(orders, code=code.render, memo=memo, pool=pool, reporter=reporter)
    unread = UnreadPages()
    if order.unread:
        seen = (site_catalog(order.asked.catalog), order.options)
        unread = make_unread(order.unread, *seen, code=code, memo=memo, pool=pool, reporter=reporter)
    node = _node(order, films.key, unread.key, code, memo)
    found = None if anew else remembered_site(node, memo)
    if found is not None:
        return _with_unread(found, unread)
    specs = _plan(order, films.strips, unread)
    site = render_site(specs, code=code, memo=memo, pool=pool, reporter=reporter)
    keep_site(node, site, memo)
    return _with_unread(site, unread)


def _with_unread(site: SiteFiles, unread: UnreadPages) -> SiteFiles:
    """The files of the site and the pages of comparisons that nobody has read."""
    return replace(
        site,
        facts=tuple(sorted([*site.facts, *unread.facts], key=lambda one: one.path)),
        files=tuple(sorted([*site.files, *unread.files], key=lambda one: one.path)),
        redrawn=site.redrawn | unread.redrawn,
    )


def _node(order: SiteOrder, films: Digest, unread: Digest, code: CodeKeys, memo: Memo) -> Node:
    """Under which the files of the whole site are remembered together."""
    made = order.made
    inputs = (
        catalog_key(order.asked.catalog, order.files, code.render, memo),
        value_key(tuple((key, one.shown) for key, one in sorted(made.settled.items()))),
        codes_key(made.evidence),
        value_key(tuple((key, one.shown) for key, one in sorted(made.bundles.items()))),
        files_key(_files_of_changes(made)),
        films,
        unread,
        code.templates,
    )
    return Node(job=SITE, key=key_of(SITE, inputs=inputs, options=order.options, code=code.render))


def _files_of_changes(made: Made) -> list[tuple[str, bool]]:
    """Path, and whether it may stand in the sitemap, in order of path: changes come in the order in which they were done."""
    return sorted((one.path, one.listed) for bundle in made.bundles.values() for one in bundle.files)


def _plan(
    order: SiteOrder, films: Mapping[tuple[str, str], FilmView], unread: UnreadPages
) -> tuple[PageSpec, ...]:
    """Every page and file that is not of a single change or comparison."""
    from generator.content.schema import schema_json
    from generator.pages.material import Material
    from generator.pages.site.plan import plan_site
    from generator.pages.site.sitemap import is_listed

    catalog = site_catalog(order.asked.catalog)
    material = Material(
        catalog=catalog,
        evidence=site_evidence(order.made.evidence),
        options=order.options,
        parts={key: one.parts for key, one in order.made.bundles.items() if one.parts},
        films=films,
        unread=tuple(one for one, told in unread.counts if told is not None),
    )
    schema = FileView(body=schema_json() + "\n", media_type="application/schema+json")
    more = [PageSpec(path="data/schema.json", template="", view=schema)]
    if catalog.report.publish_unread:
        from generator.pages.site.unread import unread_lists

        more += unread_lists(catalog, unread.counts, order.options)
    drawn = ((one.path, one.listed) for one in unread.facts)
    listed = ((spec.path, is_listed(spec)) for spec in more)
    around = plan_site(material, [*_files_of_changes(order.made), *listed, *drawn])
    return tuple(sorted([*around, *more], key=lambda spec: spec.path))


def film_orders(asked: Asked, made: Made, code: CodeKeys) -> dict[str, FilmOrder]:
    """By key of document, the film strips that pages of documents and stories show."""
    catalog = site_catalog(asked.catalog)
    evidence = site_evidence(made.evidence)
    narrowed = narrow_catalog(catalog)
    orders: dict[str, FilmOrder] = {}
    for key, wanted in wanted_films(catalog, evidence, set(_told(catalog))).items():
        own = tuple(c.key for c in narrowed[key].catalog.changes)
        orders[key] = FilmOrder(
            catalog=narrowed[key].catalog,
            evidence=tuple((k, evidence[k]) for k in own),
            compared=tuple(
                (k, node_of(asked.redlines[k], code.redline), asked.redlines[k])
                for k in own
                if k in asked.redlines
            ),
            wanted=tuple(wanted),
            inputs=(
                narrowed[key].key,
                *(made.settled[k].shown for k in own),
                *(made.settled[k].compared for k in own),
                codes_key({k: evidence[k] for k in own}),
            ),
        )
    return orders


def _told(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Key of change and name of each quotation whose film a story shows."""
    if not any("film" in story.body for story in catalog.stories):
        return
    from generator.pages.site.story import DIRECTIVE

    for story in catalog.stories:
        for line in story.body.splitlines():
            if (found := DIRECTIVE.match(line)) and found[1] == "film":
                yield found[2], found[3]
