"""Key passages: quoted words of both sides, how long they lived, their address, proof and citation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from generator.model.captures import Side
from generator.model.evidence import Proof, Quotation
from generator.model.lock import Said
from generator.model.times import spell_time
from generator.pages import addresses
from generator.pages.after import AfterPart, AfterView, after_line
from generator.pages.alone import AloneView, alone
from generator.pages.archives import archive_of
from generator.pages.change.evidence import PinView, bracket, with_fragment
from generator.pages.change.ruler import RulerView, make_ruler
from generator.pages.change.sides import PassageSource, SideView, counterpart, own_side
from generator.pages.change.small_redline import SmallRedline, small_redlines
from generator.pages.cite import CiteView, cite_line, cite_passage
from generator.pages.messages import joined, say, say_many, turned

SAID = {
    Said.NEW: say("new"),
    Said.REMOVED: say("removed"),
    Said.EDITED: say("edited"),
    Said.MOVED: say("moved"),
    Said.UNCHANGED: say("unchanged"),
    Said.NOT_JUDGED: say("not judged"),
}
PARTS = (
    "main",
    "brief",
    "means",
    "sections",
    "after",
    "passages",
    "note",
    "told",
    "redline",
    "evidence",
    "cite",
    "history",
    "words",
    "embed",
)
OTHER_IDS = re.compile(r"q\d+|row-\d+|view-\w+|fn\w*|[ab]-[a-z2-7]{10}.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """One quotation with everything a journalist may want from it."""

    number: int
    id: str
    name: str
    words: str
    clause: str
    title: str
    said: str
    side: SideView
    pin: PinView | None
    against: datetime | None  # when the other side was captured
    after: AfterView
    bracket: tuple[AfterPart, ...]
    ruler: RulerView | None
    captures_read: str
    verified: bool
    row: str  # id of the row the words stand in, empty where there is no redline
    short: str  # absolute or from the root, empty without a code
    address: str  # the same, or of the passage on its page
    cited: str  # one line to cite
    short_href: str
    embed_href: str
    archive_href: str
    copy: str
    translation: str
    cites: tuple[CiteView, ...]
    code: str
    language: str
    small: tuple[SmallRedline, ...]  # the words against those that took their place or limit them
    alone: AloneView  # the words with what governs them: for every form that leaves the page

    @property
    def stands(self) -> str:
        """What the redline says of the words, as a sentence that says which captures were compared."""
        if not self.pin or not self.against:
            return say("%(Said)s between two captures.", Said=turned(self.said, "raised"))
        own, other = self.pin.at.date(), self.against.date()
        first, second = (own, other) if self.side.side is Side.BEFORE else (other, own)
        if self.said == SAID[Said.NEW]:
            return say("Not in the earlier capture, of %(day)s.", day=first)
        if self.said == SAID[Said.REMOVED]:
            return say("Not in the later capture, of %(day)s.", day=second)
        if self.said == SAID[Said.UNCHANGED]:
            return say("The same in the captures of %(first)s and %(second)s.", first=first, second=second)
        if self.said == SAID[Said.NOT_JUDGED]:
            return say(
                "Not judged: one of the captures of %(first)s and %(second)s was not read to its end.",
                first=first,
                second=second,
            )
        if self.said == SAID[Said.MOVED]:
            return say("Moved between the captures of %(first)s and %(second)s.", first=first, second=second)
        return say("Edited between the captures of %(first)s and %(second)s.", first=first, second=second)

    @property
    def anchored(self) -> bool:
        """Whether the name may stand as an anchor too: parts of the page have theirs already."""
        return self.name not in PARTS and not OTHER_IDS.fullmatch(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A figure: one quotation with its counterpart, or two quotations set side by side."""

    title: str
    quotes: tuple[QuoteView, ...]
    before: SideView
    after: SideView

    @property
    def even(self) -> bool:
        """Whether both sides hold words."""
        return bool(self.before.pieces and self.after.pieces)

    @property
    def said(self) -> str:
        """What the redline says of the quoted words: of a pair both, where it is not the same."""
        return joined(dict.fromkeys(quote.said for quote in self.quotes), " → ")


def quote_views(source: PassageSource, quotations: Iterable[Quotation]) -> tuple[QuoteView, ...]:
    """Every quotation of a change, numbered in the order of the note."""
    return tuple(quote_view(source, number, q) for number, q in enumerate(quotations, 1))


def passage_views(
    source: PassageSource, quotations: tuple[Quotation, ...], views: tuple[QuoteView, ...]
) -> tuple[PassageView, ...]:
    """Figures in the order of the note; neighbours of which one is before and one after share a figure."""
    figures: list[PassageView] = []
    index = 0
    body = source.change.body
    while index < len(views):
        view = views[index]
        if index + 1 < len(views) and is_pair(body, quotations[index], quotations[index + 1]):
            other = views[index + 1]
            title = joined(dict.fromkeys((view.title, other.title)), " → ")
            figures.append(PassageView(title=title, quotes=(view, other), before=view.side, after=other.side))
            index += 2
            continue
        counter = counterpart(source, quotations[index])
        before, after = (counter, view.side) if view.side.side is Side.AFTER else (view.side, counter)
        figures.append(PassageView(title=view.title, quotes=(view,), before=before, after=after))
        index += 1
    return tuple(figures)


def sentence(line: str) -> str:
    """A line as a sentence: ``Last seen …, absent … .``"""
    return turned(line, "sentence")


def is_pair(body: str, first: Quotation, second: Quotation) -> bool:
    """Whether a before and an after quotation stand next to each other in the note."""
    between = body[first.mark.end : second.mark.offset]
    return (
        first.mark.side is Side.BEFORE
        and second.mark.side is Side.AFTER
        and first.mark.end <= second.mark.offset
        and not between.strip()
    )


def clause_title(quotation: Quotation) -> str:
    """``10.4 Customer License Grant`` where the path tells it, else the number, else words of ours."""
    own = quotation.clause_path[-1] if quotation.clause_path else ""
    clause = quotation.clause or quotation.mark.clause
    if own and (not clause or own.startswith(clause)):
        return own
    return clause or quotation.passage.label or say("A paragraph without number")


def quote_view(source: PassageSource, number: int, quotation: Quotation) -> QuoteView:
    """One quotation as the page at `source.path` shows it."""
    change, catalog = source.change, source.catalog
    mark = quotation.mark
    side = mark.side
    pin = source.before if side is Side.BEFORE else source.after
    other = source.after if side is Side.BEFORE else source.before
    after = after_line(quotation, catalog, change)
    document = catalog.document(change.document_key)
    company = catalog.company(change.company)
    clause = quotation.clause or mark.clause
    words = " ".join((quotation.passage.text or mark.words).split())
    standing = alone(quotation)
    place = (
        addresses.short_url(quotation.code)
        if quotation.code
        else addresses.passage_url(change, quotation.passage.id)
    )
    address = addresses.absolute(source.base_url, place)
    lives = [(archive_of(document, w.archive), w) for w in (quotation.life, *quotation.witnesses) if w]
    rows = dict(source.rows)
    names = (company.name if company else change.company, document.title if document else change.document)
    cites = (
        cite_passage(
            words=standing,
            company=names[0],
            document=names[1],
            clause=clause,
            capture=pin.cited,
            other=other.cited if other else None,
            other_is_later=side is Side.BEFORE,
            came_after=sentence(after.text),
            site=source.site,
            address=address,
        )
        if pin
        else ()
    )
    return QuoteView(
        number=number,
        id=quotation.passage.id,
        name=mark.name,
        words=words,
        clause=clause,
        title=clause_title(quotation),
        said=SAID[quotation.said],
        side=own_side(source, number, quotation, pin, clause),
        pin=pin,
        against=other.at if other else None,
        after=after,
        bracket=bracket(quotation.life) if quotation.life else (),
        ruler=make_ruler(tuple(lives)),
        captures_read=_captures_read(quotation),
        verified=quotation.proof is Proof.VERIFIED,
        row=rows.get(quotation.passage.id, ""),
        short=address if quotation.code else "",
        address=address,
        cited=cite_line(
            company=names[0],
            document=names[1],
            clause=clause,
            archive=pin.archive if pin else "",
            at=pin.at if pin else None,
            site=source.site,
            address=address,
        ),
        short_href=addresses.relative(source.path, place) if quotation.code else "",
        embed_href=addresses.relative(source.path, addresses.embed_url(quotation.code))
        if quotation.code
        else "",
        archive_href=with_fragment(pin.href, words.partition("[…]")[0].strip()) if pin else "",
        copy=_copy_text(
            standing, names, clause, document.edition.audience if document else "", pin, after, address
        ),
        translation=mark.translation,
        cites=cites,
        code=quotation.code,
        language=document.edition.language if document else "en",
        small=small_redlines(quotation, after),
        alone=standing,
    )


def _captures_read(quotation: Quotation) -> str:
    life = quotation.life
    if not life or not life.listed:
        return ""
    read = say_many(
        "%(read)s of %(number)s captures read",
        "%(read)s of %(number)s captures read",
        life.listed,
        read=life.read,
    )
    if not life.left_out:
        return read
    left = say_many(
        "%(number)s more, extracted anew or suspect, left out",
        "%(number)s more, extracted anew or suspect, left out",
        life.left_out,
    )
    return joined((read, left), "; ")


def _copy_text(
    words: AloneView,
    names: tuple[str, str],
    clause: str,
    audience: str,
    pin: PinView | None,
    after: AfterView,
    address: str,
) -> str:
    """The sentence, the words quoted from it and their source: side, capture, edition, what came after."""
    edition = say("edition: %(audience)s", audience=audience) if audience else ""
    place = joined((*names, clause, edition))
    if pin:
        at, archive = spell_time(pin.at), pin.archive
        place = (
            say("%(place)s, captured %(at)s by %(archive)s (the earlier of two captures compared)",
                place=place, at=at, archive=archive)
            if pin.side is Side.BEFORE
            else say("%(place)s, captured %(at)s by %(archive)s (the later of two captures compared)",
                place=place, at=at, archive=archive)
        )  # fmt: skip
    quoted = say("Words quoted: “%(words)s”", words=words.words) if words.more else ""
    source = say("%(place)s. %(after)s", place=place, after=sentence(after.text))
    return joined((f"“{words.text}”", quoted, words.notice, source, address), "\n")
