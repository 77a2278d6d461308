"""What search engines and archives are told about a page, as JSON-LD in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from generator.model.catalog import Report, Story
from generator.pages import addresses

CONTEXT = "https://schema.org"


def site_ld(report: Report, base: str) -> str:
    """The report itself, with the address of its search."""
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": report.title,
        "description": report.tagline,
        "inLanguage": "en",
    }
    if base:
        value["url"] = addresses.absolute(base, "")
        value["potentialAction"] = {
            "@type": "SearchAction",
            "target": addresses.absolute(base, "search/?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        }
    return spell(value)


def story_ld(story: Story, authors: Iterable[str], modified: str, base: str) -> str:
    """A story as an article. `desk` is an organisation: nobody is invented."""
    return spell(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "headline": story.title,
            "description": story.summary,
            "author": [
                {"@type": "Organization" if n == 0 else "Person", "name": a} for n, a in keyed(story, authors)
            ],
            "datePublished": story.published.isoformat(),
            "dateModified": modified,
            "inLanguage": "en",
            "url": addresses.absolute(base, story.url),
            "citation": [addresses.absolute(base, f"{key}/") for key in story.changes],
        }
    )


def keyed(story: Story, authors: Iterable[str]) -> list[tuple[int, str]]:
    """Names with 0 for the desk and 1 for a person."""
    return [(0 if key == "desk" else 1, name) for key, name in zip(story.authors, authors, strict=True)]


def tables_ld(report: Report, tables: Iterable[tuple[str, str, str]], base: str) -> str:
    """The tables as a data set: title, sentence and path of each."""
    return spell(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "name": f"{report.title}: data",
            "description": f"Tables of the report {report.title}: changes, quotations, claims, documents, captures.",
            "url": addresses.absolute(base, addresses.DATA),
            "license": report.licences.data,
            "dateModified": report.as_of.isoformat(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": title,
                    "description": says,
                    "encodingFormat": "text/csv",
                    "contentUrl": addresses.absolute(base, path),
                }
                for title, says, path in tables
            ],
        }
    )


def spell(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
