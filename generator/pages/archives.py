"""Archives as pages name them, from their names in captures.tsv and the locators listed under them."""

from generator.model.catalog import Document
from generator.model.locators import Locator


def _locator_of(document: Document | None, archive: str) -> Locator | None:
    """The first locator that captures.tsv lists under an archive's name."""
    rows = document.captures if document else ()
    return next((row.locator for row in rows if row.archive == archive), None)


def archive_of(document: Document | None, archive: str) -> str:
    """The name of an archive by its name in captures.tsv: ``Open Terms Archive (contrib-versions)``."""
    locator = _locator_of(document, archive)
    return locator.archive_name(archive) if locator else archive


def archive_in_brackets(document: Document | None, archive: str) -> str:
    """The same for a place between brackets: ``Open Terms Archive contrib``."""
    locator = _locator_of(document, archive)
    return locator.short_name(archive) if locator else archive
