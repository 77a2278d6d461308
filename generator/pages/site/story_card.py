"""The social card of a story: the quotation it names, else the first one it shows, with what governs the words."""

import re

from generator.model.captures import Side
from generator.model.catalog import Status, Story
from generator.model.lock import Said
from generator.model.pages import PageSpec
from generator.pages import addresses
from generator.pages.after import after_line
from generator.pages.alone import alone
from generator.pages.change.cards import CardView, CardWords, governed_runs, plain_after
from generator.pages.chrome import wording_of
from generator.pages.material import Material, company_name, document_title
from generator.pages.messages import joined, say, spelt

REFERENCE = re.compile(r"^[ \t]*\{\{\s*(?:quote|film)\s+([^\s#}]+)#([^\s}]+)\s*\}\}[ \t]*$", re.MULTILINE)
BARS = {Said.NEW: "ins", Said.REMOVED: "del"}


def story_card(story: Story, material: Material) -> PageSpec:
    """A picture of 1200 x 630 points; without a quotation at hand it shows the title alone."""
    view = CardView(
        site=material.catalog.report.title,
        place=joined((say("Story"), spelt(story.published)), " · "),
        title=story.title,
        words=(),
        wording=wording_of(material.catalog),
        after="",
        reviewed=say("Reviewed by a person") if story.reviewed else say("Not reviewed by a person yet"),
    )
    for key, name in _references(story):
        if shown := _with_words(view, key, name, material):
            view = shown
            break
    return PageSpec(path=addresses.story_card_url(story), template="card", view=view)


def _references(story: Story) -> list[tuple[str, str]]:
    """Key of the change and name of the quotation: what the editor names before what the body shows."""
    shown = REFERENCE.findall(story.body)
    key, _, name = story.card.partition("#")
    return [(key, name), *shown] if name else shown


def _with_words(view: CardView, key: str, name: str, material: Material) -> CardView | None:
    catalog = material.catalog
    change = catalog.change(key)
    quotation = material.quotation(change, name) if change else None
    if change is None or quotation is None or change.status is Status.WITHDRAWN:
        return None
    document = catalog.document(change.document_key)
    side = quotation.mark.side
    at = (change.before if side is Side.BEFORE else change.after).at
    clause = quotation.clause or quotation.mark.clause
    names = (company_name(catalog, change.company, at), document_title(catalog, change.document_key), clause)
    words = CardWords(
        label=say("%(place)s, captured %(day)s", place=joined(names), day=at.date()),
        runs=governed_runs(alone(quotation)),
        bar=BARS.get(quotation.said, ""),
        language=document.edition.language if document else "en",
    )
    return CardView(
        site=view.site,
        place=view.place,
        title=view.title,
        words=(words,),
        wording=view.wording,
        after=plain_after(after_line(quotation, catalog, change)),
        reviewed=view.reviewed,
    )
