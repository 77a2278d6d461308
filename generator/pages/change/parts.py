"""Parts of a change page besides its words: counts, dates, notice, evidence, stubs, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.model.captures import Side
from generator.model.catalog import Change, Report, Source, StatedDate
from generator.model.evidence import ChangeEvidence
from generator.model.redline import Redline, Stats
from generator.pages.change.counts import quiet_line, sentence_of
from generator.pages.change.editions import editions_line
from generator.pages.change.evidence import PinView
from generator.pages.chrome import LinkView
from generator.pages.messages import Message, joined, say, say_many
from generator.pages.role_marks import outside_line

UNSPACED = ("zh", "ja", "th", "lo", "km", "my")
DATES = {"effective": say("Effective"), "revised": say("Revised"), "announced": say("Announced")}
LANGUAGES = {
    "en": say("in English"), "fr": say("in French"), "de": say("in German"), "es": say("in Spanish"),
    "it": say("in Italian"), "nl": say("in Dutch"), "pt": say("in Portuguese"), "zh": say("in Chinese"),
    "ja": say("in Japanese"), "ko": say("in Korean"), "ar": say("in Arabic"), "fa": say("in Persian"),
    "he": say("in Hebrew"), "ru": say("in Russian"), "pl": say("in Polish"), "sv": say("in Swedish"),
    "da": say("in Danish"), "tr": say("in Turkish"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """What somebody else published; `read` says whether we opened it."""

    title: str
    href: str
    publisher: str
    published: str
    read: str
    read_at: str
    archived: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    """One of the four dates, always all four, "not stated" where the text is silent."""

    kind: str
    on: date | None
    says: str
    words: str = ""
    source: SourceView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    how: str
    when: str
    looked: str
    source: SourceView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    on: date
    by: str
    words: str
    source: SourceView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StubView:
    """A locked address without its text: the capture is out of reach of this build."""

    id: str
    label: str
    pin: PinView | None
    words: int
    digest: str

    @property
    def is_after(self) -> bool:
        """Whether it is of the later capture; the earlier one is told first."""
        return self.id.startswith("a-")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    on: date
    what: str
    was: str = ""
    now: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsView:
    """How much differs, as one sentence; `quiet` counts what is not marked."""

    sentence: str
    lengths: str
    quiet: str
    limits: tuple[str, ...]
    outside: str = ""  # how many words outside the policy differ
    editions: str = ""  # where a side holds the document twice: what that makes of the counts


def source_view(source: Source | None) -> SourceView | None:
    if source is None:
        return None
    read = say("read %(day)s", day=source.read) if source.read else say("reported, not opened by us")
    return SourceView(
        title=source.title,
        href=source.url,
        publisher=source.publisher,
        published=source.published,
        read=read,
        read_at=source.read_at,
        archived=source.archived,
    )


def source_views(sources: Iterable[Source]) -> tuple[SourceView, ...]:
    return tuple(v for v in map(source_view, sources) if v is not None)


def date_views(change: Change, after: PinView | None) -> tuple[DateView, ...]:
    """Effective, revised, announced and captured, in this order; what a text states is told in its words."""
    views: list[DateView] = []
    for kind, name in DATES.items():
        stated = [d for d in change.dates if d.kind == kind]
        views += [_stated(name, d) for d in stated]
        if not stated:
            silent = (
                say("no announcement on record") if kind == "announced" else say("not stated in the text")
            )
            views.append(DateView(kind=name, on=None, says=silent))
    if after is not None:
        views.append(DateView(kind=say("Captured"), on=after.at.date(), says=after.archive))
    return tuple(views)


def _stated(name: Message, stated: StatedDate) -> DateView:
    if stated.words:
        if stated.side is Side.BEFORE:
            kind, says = say("%(date)s, earlier text", date=name), say("the earlier text says")
        else:
            kind, says = name, say("the later text says")
        return DateView(kind=kind, on=stated.on, says=says, words=stated.words)
    return DateView(kind=name, on=stated.on, says=say("reported"), source=source_view(stated.source))


def notice_views(change: Change) -> tuple[NoticeView, ...]:
    return tuple(
        NoticeView(how=n.how, when=n.when, looked=n.looked, source=source_view(n.source))
        for n in change.notice
    )


def reply_views(change: Change) -> tuple[ReplyView, ...]:
    return tuple(
        ReplyView(on=r.on, by=r.by, words=r.words, source=source_view(r.source)) for r in change.responses
    )


def asked_line(change: Change) -> str:
    """Whether the company was asked."""
    if change.asked is None:
        return say("The %(company)s was not asked.")
    if not change.asked.how:
        return say("The %(company)s was asked on %(day)s.", day=change.asked.on)
    return say("The %(company)s was asked on %(day)s %(how)s.", day=change.asked.on, how=change.asked.how)


def history_views(change: Change) -> tuple[HistoryView, ...]:
    """Publication, updates and corrections, newest first."""
    entries = [
        HistoryView(on=change.published, what=say("Published.")),
        *(HistoryView(on=u.on, what=u.what) for u in change.updates),
        *(
            HistoryView(on=c.on, what=say("Correction"), was=c.was, now=c.now, kind=c.kind)
            for c in change.corrections
        ),
        *(HistoryView(on=r.on, what=say("The %(company)s’s reply was added.")) for r in change.responses),
    ]
    return tuple(sorted(entries, key=lambda e: e.on, reverse=True))


def byline(change: Change, report: Report) -> tuple[LinkView, ...]:
    """Who signs, as report.yaml names them."""
    people = {p.key: p for p in report.people}
    return tuple(
        LinkView(text=people[key].name, href=people[key].url, note=people[key].role)
        if key in people
        else LinkView(text=key)
        for key in change.authors
    )


def drafted_line(change: Change) -> str:
    """How the note was drafted, as a sentence, which says too that nobody has reviewed it where that is so."""
    said = change.drafted_with.strip()
    if not said:
        return ""
    whole = said[:1].isupper() and " " in said
    said = said.removesuffix(".")
    line = said if whole else say("Drafted with %(tool)s", tool=said)
    return (
        say("%(line)s.", line=line)
        if change.reviewed
        else say("%(line)s; no human editor has reviewed it yet.", line=line)
    )


def review_line(change: Change, report: Report) -> str:
    """Whether a person reviewed the note; nobody is invented. Empty where `drafted_line` says that nobody did."""
    if change.reviewed is None:
        return "" if drafted_line(change) else say("No human editor has reviewed this page yet.")
    people = {p.key: p.name for p in report.people}
    name = people.get(change.reviewed.by, change.reviewed.by)
    return say("Reviewed by %(name)s, %(day)s.", name=name, day=change.reviewed.on)


def edition_line(audience: str, language: str, seen_from: str) -> str:
    """``Edition: users outside the EEA, in English, seen from France``."""
    seen = say("seen from %(place)s", place=seen_from) if seen_from else ""
    return say("Edition: %(parts)s", parts=joined((audience, language_name(language), seen)))


def language_name(code: str) -> str:
    """The language by its name where it is a common one, else its code."""
    known = LANGUAGES.get(code.partition("-")[0])
    if known is None:
        return say("in %(language)s", language=code) if code else ""
    return known


def counts_view(redline: Redline, language: str = "") -> CountsView:
    """How much differs; "nothing else changed" only where that is so."""
    stats = redline.stats
    outside = outside_line(redline.outside)
    sentence = sentence_of(redline)
    if outside:
        sentence = say("%(changes)s %(outside)s.", changes=sentence, outside=outside)
    return CountsView(
        sentence=sentence,
        lengths=_lengths(stats, language),
        quiet=quiet_line(stats),
        limits=tuple(
            f"{d.stage}: {d.reason}" + (f" (limit {d.limit})" if d.limit else "") for d in redline.limits
        ),
        editions=editions_line(redline),
        outside=outside,
    )


def _lengths(stats: Stats, language: str) -> str:
    """How long both texts are: in characters where words stand without spaces."""
    before, after = stats.words_before, stats.words_after
    is_unspaced = language.partition("-")[0] in UNSPACED
    if before == after:
        if is_unspaced:
            return say_many(
                "Both texts have %(number)s character.", "Both texts have %(number)s characters.", before
            )
        return say_many("Both texts have %(number)s word.", "Both texts have %(number)s words.", before)
    if is_unspaced:
        return say_many(
            "From %(before)s characters to %(number)s.",
            "From %(before)s characters to %(number)s.",
            after,
            before=before,
        )
    return say_many(
        "From %(before)s words to %(number)s.", "From %(before)s words to %(number)s.", after, before=before
    )


def stub_views(
    evidence: ChangeEvidence, drawn: frozenset[str], pins: tuple[PinView | None, PinView | None]
) -> tuple[StubView, ...]:
    """Every address of the change that no other element of the page carries."""
    stubs: list[StubView] = []
    seen = set(drawn)
    for passage in evidence.passages:
        pin = pins[0] if passage.side is Side.BEFORE else pins[1]
        for name in (passage.id, *passage.aliases):
            if name in seen:
                continue
            seen.add(name)
            stubs.append(
                StubView(id=name, label=passage.label, pin=pin, words=passage.words, digest=passage.capture)
            )
    return tuple(stubs)
