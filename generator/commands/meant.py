"""What a person may have meant by a name that the report does not know."""

from difflib import get_close_matches

from generator.model.catalog import Catalog
from generator.model.errors import UsageError

_SHOWN = 8


def unknown_document(catalog: Catalog, name: str) -> UsageError:
    """The error for a name that is no document: with the one that was meant, or with those that there are."""
    keys = [document.key for document in catalog.documents if document.archives or document.captures]
    keys = keys or [document.key for document in catalog.documents]
    told = f"{name!r} is neither a document nor a locator"
    if own := [key for key in keys if key.rpartition("/")[0] == name.strip("/")]:
        return UsageError(f"{told}; {name} has {', '.join(own[:_SHOWN])}")
    if near := get_close_matches(name.lower(), keys, n=1, cutoff=0.6):
        return UsageError(f"{told}; did you mean {near[0]}?")
    more = " …" if len(keys) > _SHOWN else ""
    return UsageError(
        f"{told}; documents are {', '.join(keys[:_SHOWN])}{more}" if keys else f"{told}; there is none yet"
    )


def unknown_change(catalog: Catalog, name: str) -> UsageError:
    """The error for a name that is no change."""
    keys = [change.key for change in catalog.changes]
    key = name.strip("/").removesuffix(".md").removesuffix(".lock")
    near = [one for one in keys if key.endswith(f"/{one}")] or get_close_matches(key, keys, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]}?" if near else " (COMPANY/DOCUMENT/DAY)"
    return UsageError(f"{name}: there is no such change{hint}")
