"""A collection of versions as documents of a report: which file becomes which document, under which address. Pure.

In an Open Terms Archive repository a version lies at ``SERVICE/DOCUMENT TYPE.md``. Whatever lies elsewhere (a README, a
licence) is no document. Addresses are made of letters and digits; two services that would share one get a number after it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.catalog import Company, Document
from generator.model.locators import Locator, OtaLocator, WaybackLocator

_SUFFIX = ".md"
_UNSAFE = re.compile(r"[^a-z0-9]+")
_FRONT = re.compile(r"[\"\\\x00-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDocument:
    """A file of a collection and the document it becomes."""

    path: str
    service: str
    title: str
    company: str
    document: str

    @property
    def key(self) -> str:
        return f"{self.company}/{self.document}"


def plan_documents(
    paths: Iterable[str],
    companies: Sequence[Company],
    documents: Sequence[Document] = (),
    repository: str = "",
) -> tuple[ImportedDocument, ...]:
    """Every document of a collection, in order of path.

    A file that some document names as its archive is that document; a service that the report knows by name or alias keeps
    its slug. So a second import finds what the first one wrote.
    """
    written = {
        at.path: document
        for document in documents
        for at in document.archives
        if isinstance(at, OtaLocator) and at.repository == repository
    }
    by_service = {folded_name(name): c.slug for c in companies for name in (c.slug, *c.aliases, c.name)}
    for path, document in sorted(written.items()):
        by_service[folded_name(path.partition("/")[0])] = document.company
    taken = {company.slug for company in companies}
    keys = {(document.company, document.slug) for document in documents}
    found: list[ImportedDocument] = []
    for path in sorted(set(paths)):
        service, slash, file = path.partition("/")
        if not slash or "/" in file or not file.endswith(_SUFFIX):
            continue
        company = by_service.setdefault(folded_name(service), "") or free(slug_of(service), taken)
        by_service[folded_name(service)] = company
        taken.add(company)
        title = file.removesuffix(_SUFFIX)
        if path in written:
            company, slug = written[path].company, written[path].slug
        else:
            slug = free(slug_of(title), {slug for holder, slug in keys if holder == company})
        keys.add((company, slug))
        found.append(
            ImportedDocument(path=path, service=service, title=title, company=company, document=slug)
        )
    return tuple(found)


def folded_name(name: str) -> str:
    """A service's name without case and with single spaces, as a reader of YAML may give it back."""
    return " ".join(name.split()).casefold()


def slug_of(name: str) -> str:
    """``Le Chat: Terms`` as ``le-chat-terms``; a name without a single Latin letter becomes ``unnamed``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _UNSAFE.sub("-", plain).strip("-") or "unnamed"


def company_page(name: str) -> str:
    """`COMPANY/index.md` for a company or service that the report did not know."""
    return f"---\nname: {quoted(name)}\n---\n"


def new_document_page(document: str, locator: Locator, live: str = "") -> str:
    """`COMPANY/DOCUMENT/index.md` for a document that `new` begins: its address, archive and credit where they are known."""
    url = live or (getattr(locator, "url", "") if not isinstance(locator, OtaLocator) else "")
    whole = _whole_history(locator)
    lines = [
        "---",
        f"title: {document.replace('-', ' ').capitalize()}",
        f"kind: {document}",
        "edition: {language: en}",
        "locations:",
        f"  - url: {quoted(url) if url.startswith(('http://', 'https://')) else 'not-recorded'}",
    ]
    lines += [f"archives: [{quoted(whole)}]"] if whole else []
    if isinstance(locator, OtaLocator):
        lines.append(f"attribution: {quoted(_credit(locator.repository))}")
    return "\n".join([*lines, "---", ""])


def _whole_history(locator: Locator) -> str:
    """What `watch` would look at to find more captures of the same; empty where that cannot be told."""
    if isinstance(locator, OtaLocator):
        return f"ota:{locator.repository}:{locator.path}"
    return f"wayback:{locator.url}" if isinstance(locator, WaybackLocator) else ""


def _credit(repository: str) -> str:
    collection = repository.rpartition("/")[2]
    return f"Contains information from Open Terms Archive ({collection}), made available by Open Terms Archive contributors under ODC-BY 1.0."


def document_page(document: ImportedDocument, repository: str) -> str:
    """`COMPANY/DOCUMENT/index.md`: what the collection says, and that nothing else is recorded."""
    credit = _credit(repository)
    return (
        f"---\ntitle: {quoted(document.title)}\nkind: {document.document}\n"
        "locations:\n  - url: not-recorded\n"
        f"archives: [{quoted(f'ota:{repository}:{document.path}')}]\nattribution: {quoted(credit)}\n---\n"
    )


def quoted(text: str) -> str:
    """A YAML string that is nothing but a string."""
    return '"' + _FRONT.sub(lambda found: f"\\x{ord(found[0]):02x}", text) + '"'


def free(slug: str, taken: Iterable[str]) -> str:
    """The slug, with the first number behind it that makes it a new one where it is taken."""
    used = set(taken)
    number, free = 1, slug
    while free in used:
        number += 1
        free = f"{slug}-{number}"
    return free
