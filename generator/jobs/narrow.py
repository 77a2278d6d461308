"""The catalog as one change may see it: its pages can show what is in there, so that is what they depend on. Pure.

A page names its company, its document and the document's other changes (title, address, captures), topics by title, and
the report itself. Whatever else the report holds is not in the narrowed catalog, and cannot reach the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.jobs.keys import value_key
from generator.model.catalog import Catalog, Change, Document, Topic
from generator.model.digests import Digest
from generator.model.problems import SourcePos
from generator.pages.chrome import SiteOptions, join_attributions

_NOWHERE = SourcePos(path="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A catalog for the changes of one document, without the changes themselves in full; `key` is of all that is in it."""

    catalog: Catalog
    key: Digest

    def of(self, change: Change) -> Catalog:
        """The catalog as the pages of one change see it: that change in full, its neighbours in outline."""
        changes = tuple(change if c.key == change.key else c for c in self.catalog.changes)
        return replace(self.catalog, changes=changes)


def narrow_catalog(catalog: Catalog, more: Iterable[str] = ()) -> dict[str, Narrowed]:
    """By key of document, what its changes may see; `more` are keys of documents that may have none."""
    report = replace(catalog.report, lead_story="", not_covered=(), where=_NOWHERE)
    vocabulary = replace(catalog.vocabulary, where=_NOWHERE)
    topics = tuple(_outline_of_topic(topic) for topic in catalog.topics)
    credits = tuple(
        Document(company="", slug=str(number), title="", attribution=line, where=_NOWHERE)
        for number, line in enumerate(
            join_attributions(d.attribution for d in catalog.documents if d.attribution)
        )
    )
    shared = value_key((report, vocabulary, topics, credits))
    changes: dict[str, list[Change]] = {}
    for change in catalog.changes:
        changes.setdefault(change.document_key, []).append(change)
    for key in sorted(more):
        changes.setdefault(key, [])
    documents = {document.key: document for document in catalog.documents}
    companies = {company.slug: company for company in catalog.companies}
    narrowed: dict[str, Narrowed] = {}
    for key, own in changes.items():
        document = documents.get(key)
        company = companies.get(key.rpartition("/")[0])
        inside = (
            (replace(company, body="", where=_NOWHERE),) if company else (),
            (replace(document, body="", where=_NOWHERE),) if document else (),
            tuple(outline_of(change) for change in own),
        )
        narrowed[key] = Narrowed(
            catalog=Catalog(
                report=report,
                vocabulary=vocabulary,
                companies=inside[0],
                documents=(*credits, *inside[1]),
                changes=inside[2],
                topics=topics,
            ),
            key=value_key((shared, inside)),
        )
    return narrowed


def outline_of(change: Change) -> Change:
    """What the pages of another change may say of this one."""
    return Change(
        company=change.company,
        document=change.document,
        slug=change.slug,
        title=change.title,
        summary="",
        before=change.before,
        after=change.after,
        published=change.published,
        status=change.status,
        where=_NOWHERE,
    )


def _outline_of_topic(topic: Topic) -> Topic:
    return Topic(slug=topic.slug, title=topic.title, definition="", phrases=topic.phrases, where=_NOWHERE)


def narrow_options(options: SiteOptions) -> SiteOptions:
    """What pages show of how complete a build is: nothing, where it is."""
    return options if options.partial else replace(options, pinned=0)
