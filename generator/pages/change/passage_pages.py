"""Pages of one quoted passage: its short address, and the embed for other people's pages with its oEmbed answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from generator.model.catalog import Catalog, Change, Status
from generator.model.evidence import ChangeEvidence, Quotation
from generator.model.pages import PageSpec
from generator.model.visible import escape_controls
from generator.pages import addresses
from generator.pages.change.cards import CHANGE_SIZE, PASSAGE_SIZE, chosen_passages, passage_card
from generator.pages.change.passage import PassageView, QuoteView, passage_views, quote_view
from generator.pages.change.sides import PassageSource
from generator.pages.chrome import (
    Chrome,
    FeedView,
    FileView,
    LinkView,
    SiteOptions,
    example_chrome,
    make_chrome,
    with_crumbs,
)
from generator.pages.messages import joined, say, spelt, turned

EMBED_WIDTH = 640  # pixels, as all of these
EMBED_FRAME = 84  # what stands round the words: margins and the space between parts
EMBED_LINE = 29  # a line of the quoted words, of some 58 letters
EMBED_SMALL = 25  # a line of ours, of some 70 letters
EMBED_MOST = 900
EMBED_CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortView:
    """A passage on a page of its own: what stands behind ``/c/xxxxxx/`` and ``/embed/xxxxxx/``."""

    chrome: Chrome
    passage: PassageView
    quote: QuoteView
    company: str
    document: str
    change: LinkView
    passage_href: str  # to the passage on the page of its change
    address: str  # the short address as people copy it
    embed: str  # what to paste elsewhere
    embed_href: str
    verify: str


def short_pages(
    catalog: Catalog,
    change: Change,
    options: SiteOptions,
    source: PassageSource,
    quotations: tuple[Quotation, ...],
    quotes: tuple[QuoteView, ...],
    passages: tuple[PassageView, ...],
) -> tuple[PageSpec, ...]:
    """Short page, embed and oEmbed answer of every quotation that has a code."""
    specs: list[PageSpec] = []
    on_card = chosen_passages(source, quotations, quotes)
    company, document = catalog.company(change.company), catalog.document(change.document_key)
    names = {
        "company": company.name if company else change.company,
        "document": document.title if document else change.document,
    }
    together = {quote.number: tuple(q.number for q in p.quotes) for p in passages for quote in p.quotes}
    for number, quotation in enumerate(quotations):
        if not quotation.code:
            continue
        short = addresses.file_of(addresses.short_url(quotation.code))
        embed = addresses.file_of(addresses.embed_url(quotation.code))
        for path, template in ((short, "passage.html"), (embed, "embed.html")):
            figure = tuple((n, quotations[n - 1]) for n in together[number + 1])
            view = _view(
                catalog, change, options, replace(source, path=path), figure, number + 1, number in on_card
            )
            specs.append(PageSpec(path=path, template=template, view=view))
        if number not in on_card:
            card = passage_card(source, quotations, quotes, number, **names)
            specs.append(
                PageSpec(path=addresses.passage_card_url(quotation.code), template="card", view=card)
            )
        specs.append(_oembed(catalog, change, source, quotes[number]))
    return tuple(specs)


def _view(
    catalog: Catalog,
    change: Change,
    options: SiteOptions,
    source: PassageSource,
    figure: tuple[tuple[int, Quotation], ...],
    number: int,
    on_card: bool,
) -> ShortView:
    """The passage as seen from its own page: links lead from there. `figure` are the quotations drawn together; `on_card`:
    the card of the change shows it, so that it needs none of its own.
    """
    path = source.path
    quotes = tuple(quote_view(source, n, q) for n, q in figure)
    quote = next(q for q in quotes if q.number == number)
    passage = next(p for p in passage_views(source, tuple(q for _, q in figure), quotes) if quote in p.quotes)
    company, document = catalog.company(change.company), catalog.document(change.document_key)
    names = (company.name if company else change.company, document.title if document else change.document)
    named = joined((*names, quote.title))
    is_embed = path.startswith("embed/")
    chrome = make_chrome(
        catalog,
        options,
        path=path,
        title=say("%(passage)s (invented example)", passage=named)
        if change.company.startswith(addresses.EXAMPLE)
        else named,
        description=described(quote),
        noindex=is_embed,
    )
    canonical = chrome.at(addresses.passage_url(change, quote.id)) if chrome.site.base_url else ""
    oembed = FeedView(
        title=chrome.title,
        href=chrome.at(addresses.oembed_url(quote.code))
        if chrome.site.base_url
        else chrome.to(addresses.oembed_url(quote.code)),
        media_type="application/json+oembed",
    )
    chrome = example_chrome(
        with_crumbs(
            chrome,
            (names[0], addresses.company_url(change.company)),
            (names[1], addresses.document_url(change.document_key)),
            (spelt(change.after.at.date()), change.url),
            (quote.title, ""),
        ),
        change.company,
    )
    card = addresses.card_url(change) if on_card else addresses.passage_card_url(quote.code)
    chrome = replace(
        chrome,
        canonical=canonical,
        frame=not is_embed,
        kind="article",
        feeds=(oembed,),
        csp=EMBED_CSP if is_embed else chrome.csp,
        card=chrome.at(card) if chrome.site.base_url else "",
        card_size=CHANGE_SIZE if on_card else PASSAGE_SIZE,
        card_alt=f"{change.title}. {change.summary}" if on_card else described(quote),
    )
    return ShortView(
        chrome=chrome,
        passage=passage,
        quote=quote,
        company=names[0],
        document=names[1],
        change=LinkView(text=change.title, href=chrome.to(change.url)),
        passage_href=chrome.to(addresses.passage_url(change, quote.id)),
        address=chrome.at(addresses.short_url(quote.code)),
        embed=embed_code(
            chrome.at(addresses.embed_url(quote.code)),
            chrome.title,
            embed_height(quote, f"{names[0]}, {names[1]}", f"{chrome.site.title}: {change.title}"),
        ),
        embed_href=chrome.to(addresses.embed_url(quote.code)),
        verify=f"smallprint verify {change.key}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneView:
    """What stands behind the short address of a passage that is not quoted any more, or whose page was withdrawn."""

    chrome: Chrome
    label: str
    withdrawn: bool
    change: LinkView  # to the passage on the page of its change


def withdrawn_pages(
    catalog: Catalog, change: Change, options: SiteOptions, quotations: tuple[Quotation, ...]
) -> tuple[PageSpec, ...]:
    """Short pages and embeds of a withdrawn change: the addresses stay, the words are not repeated."""
    return tuple(
        spec
        for q in quotations
        if q.code
        for spec in _gone(catalog, change, options, q.code, q.clause or q.passage.label, q.passage.id, True)
    )


def former_pages(
    catalog: Catalog, change: Change, options: SiteOptions, evidence: ChangeEvidence
) -> tuple[PageSpec, ...]:
    """Short pages and embeds of passages that were quoted once: the addresses stay and lead to the passage."""
    held = {q.code for q in evidence.quotations}
    return tuple(
        spec
        for p in evidence.passages
        if p.code and p.code not in held
        for spec in _gone(catalog, change, options, p.code, p.label, p.id, change.status is Status.WITHDRAWN)
    )


def _gone(
    catalog: Catalog,
    change: Change,
    options: SiteOptions,
    code: str,
    label: str,
    passage: str,
    withdrawn: bool,
) -> Iterator[PageSpec]:
    title = (
        say("Withdrawn: %(title)s", title=change.title)
        if withdrawn
        else say("Not quoted any more: %(title)s", title=change.title)
    )
    for url in (addresses.short_url(code), addresses.embed_url(code)):
        path = addresses.file_of(url)
        chrome = make_chrome(catalog, options, path=path, title=title, noindex=True)
        is_embed = url.startswith("embed/")
        chrome = replace(chrome, frame=not is_embed, csp=EMBED_CSP if is_embed else chrome.csp)
        link = LinkView(text=change.title, href=chrome.to(addresses.passage_url(change, passage)))
        view = GoneView(chrome=chrome, label=label, withdrawn=withdrawn, change=link)
        yield PageSpec(path=path, template="gone.html", view=view)
    body = json.dumps({"version": "1.0", "type": "link", "title": title}) + "\n"
    oembed = FileView(body=body, media_type="application/json; charset=utf-8")
    yield PageSpec(path=addresses.oembed_url(code), template="file", view=oembed)


def embed_height(quote: QuoteView, place: str, link: str) -> int:
    """Pixels in which a passage stands without scrolling, at the width it is embedded with.

    `place` and `link` are the words over and under the passage: company and document, report and page.
    """

    def lines(text: str, letters: int) -> int:
        wide = sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
        return -(-wide // letters)

    moment = 44  # the time of the capture behind the title
    ours = (
        f"{place}, {quote.title}{'x' * moment}",
        f"Translation, ours: {quote.translation}" if quote.translation else "",
        quote.after.text + "x" * 16,
        f"{quote.stands} {link}",
    )
    alone = quote.alone
    folded = [part for part in (alone.parts_before, alone.parts_behind) if part]
    small = sum(lines(text, 70) for text in (*ours, alone.notice)) + 2 * len(folded)
    large = lines(alone.lead, 56) + lines(alone.head, 56) + lines(f"{alone.own}{alone.words}{alone.near}", 56)
    return min(EMBED_FRAME + EMBED_LINE * large + EMBED_SMALL * small, EMBED_MOST)


def described(quote: QuoteView) -> str:
    """What search engines and other sites are told of a passage: never its words without what governs them."""
    parts = (f"“{quote.alone.brief}”", quote.alone.notice, quote.after.text)
    return joined(parts, " ")


def embed_code(address: str, title: str, height: int) -> str:
    """What to paste into a page to show the passage there."""
    code = (
        f'<iframe src="{address}" title="',
        turned(title, "attribute"),
        f'" width="{EMBED_WIDTH}" height="{height}" style="max-width:100%" '
        'loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
    )
    return joined(code, "")


def _oembed(catalog: Catalog, change: Change, source: PassageSource, quote: QuoteView) -> PageSpec:
    """The static oEmbed answer, a rich one: version 1.0 of the format."""
    address = addresses.absolute(source.base_url, addresses.embed_url(quote.code))
    company = catalog.company(change.company)
    title = f"{company.name if company else change.company}: {quote.title}"  # data: in English
    document = catalog.document(change.document_key)
    place = f"{company.name if company else change.company}, {document.title if document else ''}"
    height = embed_height(quote, place, f"{source.site}: {change.title}")
    body = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": source.site,
        "provider_url": addresses.absolute(source.base_url, ""),
        "html": embed_code(address, title, height),
        "width": EMBED_WIDTH,
        "height": height,
        "cache_age": 86400,
        "x_passage": {
            "words": quote.words,
            "lead_in": quote.alone.lead,
            "sentence": quote.alone.sentence if quote.alone.known else "",
            "note": quote.alone.notice,
            "came_after": quote.after.text,
            "url": quote.short,
        },
    }
    text = escape_controls(json.dumps(body, ensure_ascii=False, indent=1)) + "\n"
    view = FileView(body=text, media_type="application/json; charset=utf-8")
    return PageSpec(path=addresses.oembed_url(quote.code), template="file", view=view)
