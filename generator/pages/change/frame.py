"""The frame of a change page: title, crumbs, parts, feeds, card, and the page as schema.org names it."""

import json
from dataclasses import replace
from datetime import date

from generator.model.catalog import Catalog, Change, Status
from generator.pages import addresses
from generator.pages.change.parts import byline
from generator.pages.chrome import (
    Chrome,
    FeedView,
    LinkView,
    SiteOptions,
    example_chrome,
    make_chrome,
    with_crumbs,
)
from generator.pages.messages import joined, say, spelt


def change_chrome(
    catalog: Catalog, change: Change, options: SiteOptions, company: str, document: str
) -> Chrome:
    """The frame of the page."""
    day = spelt(change.after.at.date())
    chrome = make_chrome(
        catalog,
        options,
        path=addresses.change_path(change),
        title=joined((change.title, joined((company, document, day))), " · "),
        description=change.summary,
        noindex=change.status is not Status.PUBLISHED,
    )
    chrome = with_crumbs(
        chrome,
        (company, addresses.company_url(change.company)),
        (document, addresses.document_url(change.document_key)),
        (day, ""),
    )
    chrome = example_chrome(chrome, change.company)
    parts = (
        (say("In brief"), "#brief"),
        (say("The note"), "#note"),
        (say("Side by side"), "#redline"),
        (say("Evidence"), "#evidence"),
        (say("Cite"), "#cite"),
    )
    feed = FeedView(
        title=f"{company}, {document}",
        href=chrome.to(addresses.atom_url(addresses.document_url(change.document_key))),
        media_type="application/atom+xml",
    )
    dates = [
        change.published,
        *(c.on for c in change.corrections),
        *(u.on for u in change.updates),
        *(r.on for r in change.responses),
    ]
    return replace(
        chrome,
        kind="article",
        jump=tuple(LinkView(text=t, href=h) for t, h in parts),
        feeds=chrome.feeds if change.company.startswith(addresses.EXAMPLE) else (*chrome.feeds, feed),
        card=chrome.at(addresses.card_url(change)) if chrome.site.base_url else "",
        card_alt=f"{change.title}. {change.summary}",
        json_ld=_json_ld(catalog, change, chrome, company, document, max(dates)),
        published=change.published,
        modified=max(dates),
    )


def _json_ld(
    catalog: Catalog, change: Change, chrome: Chrome, company: str, document: str, modified: date
) -> str:
    """The page as schema.org names it."""
    address = chrome.at(change.url)
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": change.title,
            "description": change.summary,
            "url": address,
            "datePublished": change.published.isoformat(),
            "dateModified": modified.isoformat(),
            "author": [
                {"@type": "Organization" if a.note else "Person", "name": a.text}
                for a in byline(change, catalog.report)
            ],
            "publisher": {"@type": "Organization", "name": catalog.report.title},
            "about": {"@type": "DigitalDocument", "name": f"{company}, {document}"},
            "isAccessibleForFree": True,
        },
        ensure_ascii=False,
    )
