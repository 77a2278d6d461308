"""The pages of the whole site with the data files of changes, from texts and redlines in memory: for small reports and tests."""

from collections.abc import Iterable, Mapping

from generator.model.catalog import Catalog
from generator.model.digests import Digest
from generator.model.evidence import ChangeEvidence
from generator.model.pages import PageSpec
from generator.model.redline import Redline
from generator.model.text import Text
from generator.model.unread import Unread
from generator.pages.chrome import SiteOptions
from generator.pages.data.change import change_files
from generator.pages.material import Material
from generator.pages.site.plan import plan_site
from generator.pages.site.sitemap import is_listed
from generator.pages.with_texts import with_sheets


def site_pages(
    catalog: Catalog,
    evidence: Mapping[str, ChangeEvidence],
    redlines: Mapping[str, Redline],
    texts: Mapping[Digest, Text],
    options: SiteOptions,
    others: Iterable[PageSpec] = (),
    unread: tuple[Unread, ...] = (),
) -> tuple[PageSpec, ...]:
    """Every page and data file beside the pages of changes, with all that they are made from in memory.

    `others` are the pages of changes, for sitemap and headers.

    `unread` are the comparisons without a note that have a page.

    What is out of reach is simply absent from `redlines` and `texts`: every page is there all the same.
    """
    material = with_sheets(
        Material(
            catalog=catalog, evidence=evidence, redlines=redlines, texts=texts, options=options, unread=unread
        )
    )
    files = tuple(file for c in catalog.changes for file in change_files(c, material))
    known = tuple(others)
    around = plan_site(material, tuple((s.path, is_listed(s)) for s in (*known, *files)))
    return tuple(sorted([*around, *files], key=lambda spec: spec.path))
