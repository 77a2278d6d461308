"""Addresses of content: what a path means, which names are taken, and what may never collide.

The path of a file is the address of its page, so that a file's name is checked as an address is.
"""

import re
from dataclasses import dataclass
from datetime import date

from generator.content.names import CHANGE_SLUG, NAME
from generator.model.problems import Problem, SourcePos

EXAMPLE = "method/example/"

PAGES = ("about", "by-url", "contribute", "corrections", "matrix", "method", "search")
RESERVED = frozenset(
    {
        *PAGES,
        *("404", "_headers", "_redirects", "assets", "c", "companies", "data", "embed", "feed", "feeds"),
        *("fonts", "index", "netlify", "oembed", "pagefind", "report", "robots", "schema", "sitemap"),
        *("static", "stories", "topics", "unread", "well-known", "www"),
    }
)
RESERVED_BELOW = frozenset(
    {"captures", "data", "feed", "full", "index"}
)  # beside a company's or document's page
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a content file is, by its path: its kind and the parts of its address."""

    kind: str  # report vocabulary company document captures change lock topic story page
    company: str = ""
    document: str = ""
    slug: str = ""


def place_of(path: str) -> Place | None:
    """What a path below the content folder (or below the example) is; None for a file that belongs nowhere."""
    parts = path.split("/")
    name, _dot, suffix = parts[-1].rpartition(".")
    match parts[:-1], name, suffix:
        case [], "report", "yaml":
            return Place(kind="report")
        case [], "vocabulary", "yaml":
            return Place(kind="vocabulary")
        case [], "index", "md":
            return Place(kind="page", slug="")
        case ["topics"], slug, "md":
            return Place(kind="topic", slug=slug)
        case ["stories"], slug, "md":
            return Place(kind="story", slug=slug)
        case [slug], "index", "md" if slug.lower() in PAGES:
            return Place(kind="page", slug=slug)
        case ["method", "example"], "index", "md":
            return Place(kind="page", slug="method/example")
        case [company], "index", "md":
            return Place(kind="company", company=company)
        case [company, document], "index", "md":
            return Place(kind="document", company=company, document=document)
        case [company, document], "captures", "tsv":
            return Place(kind="captures", company=company, document=document)
        case [company, document], slug, "md":
            return Place(kind="change", company=company, document=document, slug=slug)
        case [company, document], slug, "lock":
            return Place(kind="lock", company=company, document=document, slug=slug)
    return None


def address_problems(place: Place, where: SourcePos) -> tuple[Problem, ...]:
    """What is wrong with a file's address."""
    problems: list[Problem] = []
    if place.kind in ("company", "document", "captures", "change", "lock"):
        problems += _name_problems(place.company, "company", RESERVED, where)
    if place.kind in ("document", "captures", "change", "lock"):
        problems += _name_problems(place.document, "document", RESERVED_BELOW, where)
    if place.kind in ("topic", "story"):
        problems += _name_problems(place.slug, place.kind, RESERVED_BELOW, where)
    if place.kind == "page" and place.slug != place.slug.lower():
        problems += _name_problems(place.slug, "page", frozenset(), where)
    if place.kind in ("change", "lock") and not _is_day(place.slug):
        problems.append(
            Problem(
                code="bad-address",
                message=f"{place.slug!r} is not the day of a change",
                where=where,
                hint="a change is called 2024-04-01.md after the day of its later capture, a second one 2024-04-01T1845.md",
            )
        )
    return tuple(problems)


def _is_day(slug: str) -> bool:
    """Whether a change is named for a day that the calendar has."""
    if not CHANGE_SLUG.match(slug):
        return False
    try:
        date.fromisoformat(slug[:10])
    except ValueError:
        return False
    return True


def alias_problem(alias: str, where: SourcePos) -> Problem | None:
    """What is wrong with a former address: it stays inside the site and has the shape of an address."""
    parts = alias.strip("/").split("/")
    safe = all(NAME.match(part) or CHANGE_SLUG.match(part) for part in parts)
    if alias.startswith("/") or not safe or len(parts) > 3:
        return Problem(
            code="bad-address",
            message=f"{alias!r} is not an address in this report",
            where=where,
            hint="as from the root, without a leading slash: company/document/2024-04-01",
        )
    if parts[0] in RESERVED - {"topics", "stories"}:
        return Problem(
            code="reserved-address",
            message=f"{alias!r} begins with an address that the report needs itself",
            where=where,
            hint="an alias is a former address of a company, document, change, topic or story",
        )
    return None


def _name_problems(name: str, what: str, reserved: frozenset[str], where: SourcePos) -> list[Problem]:
    if name.lower().lstrip("_") in reserved or name.lower() in reserved or _DEVICES.match(name.lower()):
        return [
            Problem(
                code="reserved-address",
                message=f"no {what} can be called {name!r}: the report or its host needs the address itself",
                where=where,
                hint="choose another slug; it is for ever",
            )
        ]
    if not NAME.match(name) or len(name) > 80:
        return [
            Problem(
                code="bad-address",
                message=f"{name!r} cannot be part of an address",
                where=where,
                hint="lower-case letters a-z, digits and single hyphens, at most 80 of them",
            )
        ]
    return []
