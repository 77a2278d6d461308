"""What search finds: quotations, clauses of redlines, notes, companies, documents, topics and stories, each with its address.

Each change spells its own share as JSON where its page is drawn, and the build joins the shares; no text is read anew for
it. `templates/assets/scripts/search.js` reads the two files. A quotation carries what governs it, so that no result shows
words without the "not" before them; a clause that is an item of a list carries the line that opens the list.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.content.prose import Block, blocks_of
from generator.model.captures import Side
from generator.model.catalog import Catalog, Change, Status, WholeTexts
from generator.model.evidence import ChangeEvidence, Quotation
from generator.pages import addresses
from generator.pages.after import after_line
from generator.pages.alone import alone
from generator.pages.change.redline_views import HeadView, ItemView, RowView, RunView
from generator.pages.material import company_name, document_title, is_example
from generator.pages.messages import Message, joined, say_many, spelt, turned
from generator.pages.records import Finds
from generator.pages.sheets import GONE, BlockView

WORDS = f"{addresses.SEARCH}words.js"
CLAUSES = f"{addresses.SEARCH}clauses.js"
KINDS = {
    "added": "new",
    "removed": "removed",
    "edited": "edited",
    "replaced": "replaced",
    "moved": "moved",
}
Blocks = Callable[[str], tuple[Block, ...]]
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#>|]+|\{\{[^}]*\}\}|\{[^}]*\}|\[\^[^\]]*\]:?")


def finds_of_change(
    catalog: Catalog, change: Change, evidence: ChangeEvidence, items: Iterable[ItemView]
) -> Finds:
    """The share of one change. `items` are what its page draws of its redline: nothing else of the texts is found."""
    if change.status is Status.WITHDRAWN or is_example(change.company):
        return Finds()
    document = catalog.document(change.document_key)
    names = {number: q.mark.name for number, q in enumerate(_in_order(evidence), 1)}
    told = {
        "url": change.url,
        "title": change.title,
        "summary": change.summary,
        "company": company_name(catalog, change.company),
        "names": _other_names(catalog, change.company),
        "document": document_title(catalog, change.document_key),
        "day": spelt(change.after.at.date()),
        "lang": document.edition.language if document else "en",
        "topics": [t.title for slug in change.topics if (t := catalog.topic(slug))],
        "note": [text for text in prose_of(change.body) if text],
        "quotes": [_quote(q, catalog, change) for q in _in_order(evidence)],
    }
    shown = () if catalog.report.whole_texts is WholeTexts.LINK else items
    clauses = [_clause(row, lead, head, names) for row, lead, head in _rows(shown)]
    return Finds(words=spell(told), clauses=f"{spell(change.url)}:{spell(clauses)}" if clauses else "")


def finds_of_site(catalog: Catalog, read: Blocks = blocks_of) -> Iterator[str]:
    """Companies, documents, topics and stories, as JSON each. `read` reads a body, as `blocks_of` does."""
    drawn = {c.key for c in catalog.changes if c.status is not Status.WITHDRAWN}
    found: list[dict[str, object]] = []
    for company in catalog.companies:
        if not is_example(company.slug):
            other = _other_names(catalog, company.slug)
            url = addresses.company_url(company.slug)
            found.append(_page("company", url, company.name, prose_of(company.body, read), names=other))
    for document in catalog.documents:
        if not is_example(document.company):
            own = sum(key.startswith(f"{document.key}/") for key in drawn)
            name = company_name(catalog, document.company)
            url = addresses.document_url(document.key)
            text = [say_many("%(number)s change with a note", "%(number)s changes with a note", own)]
            other = _other_names(catalog, document.company)
            found.append(_page("document", url, document.title, text, company=name, names=other))
    found += [_page("topic", topic.url, topic.title, [topic.definition]) for topic in catalog.topics]
    found += [
        _page("story", story.url, story.title, [story.summary, *prose_of(story.body, read)])
        for story in catalog.stories
        if story.status is not Status.WITHDRAWN
    ]
    found += [
        _page("page", f"{page.slug}/", page.title, prose_of(page.body, read))
        for page in catalog.pages
        if page.slug
    ]
    return (spell(one) for one in found)


def words_file(changes: Iterable[str], pages: Iterable[str], text: Callable[[str], str] = str) -> str:
    """The first file: everything but the clauses of redlines. A script, so that it can be read from a folder too.

    `text` puts its messages in the language of the report.
    """
    told, others = _joined(map(text, changes)), _joined(map(text, pages))
    return f'smallprintSearch("words",{{"changes":[\n{told}\n],"pages":[\n{others}\n]}});\n'


def clauses_file(changes: Iterable[str]) -> str:
    """The second file: by address of change, the clauses that its page draws."""
    return f'smallprintSearch("clauses",{{\n{_joined(changes)}\n}});\n'


def spell(value: object) -> str:
    """JSON, always the same; a message where one stands in it."""
    return joined(_spelled(value), "")


def _spelled(value: object) -> Iterator[str]:
    if isinstance(value, Message):
        yield from ('"', turned(value, "json"), '"')
    elif isinstance(value, dict) and any(isinstance(each, Message | list) for each in value.values()):
        for number, (name, each) in enumerate(sorted(value.items())):
            yield f"{',' if number else '{'}{_json(name)}:"
            yield spell(each)
        yield "}"
    elif isinstance(value, list) and any(isinstance(each, Message | dict) for each in value):
        yield "["
        for number, each in enumerate(value):
            yield "," if number else ""
            yield spell(each)
        yield "]"
    else:
        yield _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def prose_of(body: str, read: Blocks = blocks_of) -> list[str]:
    """The paragraphs of a Markdown body as plain words, quotations and code left out."""
    own = (block.text for block in read(body) if not block.quoted)
    plain = (" ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split()) for text in own)
    return [words for words in plain if words]


def _joined(parts: Iterable[str]) -> str:
    return ",\n".join(part for part in parts if part)


def _in_order(evidence: ChangeEvidence) -> list[Quotation]:
    return sorted(evidence.quotations, key=lambda q: q.mark.offset)


def _other_names(catalog: Catalog, slug: str) -> list[str]:
    """What a company is or was called beside its name."""
    company = catalog.company(slug)
    if company is None:
        return []
    every = [*(n.name for n in company.names), *(a.strip("/") for a in company.aliases), slug]
    return [name for name in dict.fromkeys(every) if name.casefold() != company.name.casefold()]


def _quote(quotation: Quotation, catalog: Catalog, change: Change) -> dict[str, object]:
    own = alone(quotation)
    before = quotation.mark.side is Side.BEFORE
    return {
        "name": quotation.mark.name,
        "clause": quotation.clause or quotation.mark.clause,
        "lead": f"{own.opening}{own.head}{own.own}",
        "words": own.words,
        "rest": own.near,
        "day": spelt((change.before if before else change.after).at.date()),
        "was": "before" if before else "after",
        "state": after_line(quotation, catalog, change).days,
    }


def _rows(items: Iterable[ItemView]) -> Iterator[tuple[RowView, str, str]]:
    """The rows that tell of a change, each with the line that opens its list (of an item) and the heading it stands under."""
    lead, head = "", ""
    for item in items:
        if isinstance(item, HeadView):
            head = item.text
        for row in item.rows if isinstance(item, RunView) else (item,):
            if not isinstance(row, RowView):
                lead = ""
                continue
            words, is_item = _words_of(row), _is_item(row)
            lead = lead if is_item else ""
            if row.changed and row.id and row.kind in KINDS and words:
                yield row, lead, head
            if words.endswith((":", "：")) and not is_item:
                lead = words


def _is_item(row: RowView) -> bool:
    blocks = row.after or row.before
    return bool(blocks) and blocks[0].kind == "item"


def _words_of(row: RowView) -> str:
    """The words of a row as its later text has them; of a removed one as the earlier had them."""
    later = _plain(row.after, gone=row.kind == "removed")
    return later or _plain(row.before, gone=True)


def _plain(blocks: Iterable[BlockView], *, gone: bool) -> str:
    parts = ("".join(p.words for p in b.pieces if gone or p.op not in GONE) for b in blocks)
    return " ".join(" ".join(parts).split())


def _clause(row: RowView, lead: str, head: str, names: Mapping[int, str]) -> list[object]:
    """Id, what happened, label, words, the line that opens its list, names of what is quoted from it, whether an item."""
    quoted = [names[number] for number in row.quotes if number in names]
    label = row.number or row.number_before or head
    return [row.id, KINDS[row.kind], label, _words_of(row), lead, quoted, int(_is_item(row))]


def _page(kind: str, url: str, title: str, text: Sequence[str], **more: object) -> dict[str, object]:
    return {"kind": kind, "url": url, "title": title, "text": text, **more}
