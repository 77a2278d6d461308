"""All corrections of the report in one place, newest first: what a page said, and what it says now."""

from dataclasses import dataclass
from datetime import date

from generator.model.catalog import Change, Correction, Status, Story
from generator.model.pages import PageSpec
from generator.pages.messages import say
from generator.pages import addresses
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.material import Material, company_name, document_title, is_example


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    on: date
    kind: str
    was: str
    now: str
    href: str
    page: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnView:
    href: str
    title: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    chrome: Chrome
    title: str
    body: str
    corrections: tuple[CorrectionView, ...]
    withdrawn: tuple[WithdrawnView, ...]
    published: int


def corrections_page(material: Material) -> PageSpec:
    """The list. Withdrawn pages keep their addresses and stand here too."""
    catalog = material.catalog
    path = addresses.file_of(addresses.CORRECTIONS)
    page = catalog.page("corrections")
    title = page.title if page else say("Corrections")
    chrome = with_crumbs(
        make_chrome(
            catalog,
            material.options,
            path=path,
            title=title,
            description=say("Every correction of this report: what a page said, and what it says now."),
        ),
        (title, ""),
    )
    found: list[CorrectionView] = []
    for change in catalog.changes:
        if not is_example(change.company):
            found += [_of_change(change, c, material, chrome) for c in change.corrections]
    for story in catalog.stories:
        found += [_of_story(story, c, chrome) for c in story.corrections]
    found.sort(key=lambda c: (c.href, c.was))
    found.sort(key=lambda c: c.on, reverse=True)
    view = CorrectionsView(
        chrome=chrome,
        title=title,
        body=page.body if page else "",
        corrections=tuple(found),
        withdrawn=tuple(
            WithdrawnView(
                href=chrome.to(c.url),
                title=c.title,
                where=f"{company_name(catalog, c.company)}, {document_title(catalog, c.document_key)}",
            )
            for c in catalog.changes
            if c.status is Status.WITHDRAWN and not is_example(c.company)
        ),
        published=sum(
            1 for c in catalog.changes if c.status is Status.PUBLISHED and not is_example(c.company)
        ),
    )
    return PageSpec(path=path, template="corrections.html", view=view)


def _of_change(change: Change, correction: Correction, material: Material, chrome: Chrome) -> CorrectionView:
    catalog = material.catalog
    return CorrectionView(
        on=correction.on,
        kind=correction.kind,
        was=correction.was,
        now=correction.now,
        href=chrome.to(change.url),
        page=change.title,
        where=f"{company_name(catalog, change.company)}, {document_title(catalog, change.document_key)}",
    )


def _of_story(story: Story, correction: Correction, chrome: Chrome) -> CorrectionView:
    return CorrectionView(
        on=correction.on,
        kind=correction.kind,
        was=correction.was,
        now=correction.now,
        href=chrome.to(story.url),
        page=story.title,
        where=say("Story"),
    )
