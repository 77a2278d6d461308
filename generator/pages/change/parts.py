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
from generator.pages.role_marks import outside_line
from generator.pages.spelling import spell_day

UNSPACED = ("zh", "ja", "th", "lo", "km", "my")


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
    read = f"read {spell_day(source.read)}" if source.read else "reported, not opened by us"
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
    for kind, name in (("effective", "Effective"), ("revised", "Revised"), ("announced", "Announced")):
        stated = [d for d in change.dates if d.kind == kind]
        views += [_stated(name, d) for d in stated]
        if not stated:
            silent = "no announcement on record" if kind == "announced" else "not stated in the text"
            views.append(DateView(kind=name, on=None, says=silent))
    if after is not None:
        views.append(DateView(kind="Captured", on=after.at.date(), says=after.archive))
    return tuple(views)


def _stated(name: str, stated: StatedDate) -> DateView:
    if stated.words:
        text = "earlier" if stated.side is Side.BEFORE else "later"
        kind = f"{name}, earlier text" if stated.side is Side.BEFORE else name
        return DateView(kind=kind, on=stated.on, says=f"the {text} text says", words=stated.words)
    return DateView(kind=name, on=stated.on, says="reported", source=source_view(stated.source))


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
        return "The company was not asked."
    how = f" {change.asked.how}" if change.asked.how else ""
    return f"The company was asked on {spell_day(change.asked.on)}{how}."


def history_views(change: Change) -> tuple[HistoryView, ...]:
    """Publication, updates and corrections, newest first."""
    entries = [
        HistoryView(on=change.published, what="Published."),
        *(HistoryView(on=u.on, what=u.what) for u in change.updates),
        *(
            HistoryView(on=c.on, what="Correction", was=c.was, now=c.now, kind=c.kind)
            for c in change.corrections
        ),
        *(HistoryView(on=r.on, what="The company’s reply was added.") for r in change.responses),
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
    line = said if said[:1].isupper() and " " in said else f"Drafted with {said}"
    line = line.removesuffix(".")
    return f"{line}." if change.reviewed else f"{line}; no human editor has reviewed it yet."


def review_line(change: Change, report: Report) -> str:
    """Whether a person reviewed the note; nobody is invented. Empty where `drafted_line` says that nobody did."""
    if change.reviewed is None:
        return "" if drafted_line(change) else "No human editor has reviewed this page yet."
    people = {p.key: p.name for p in report.people}
    return (
        f"Reviewed by {people.get(change.reviewed.by, change.reviewed.by)}, {spell_day(change.reviewed.on)}."
    )


def edition_line(audience: str, language: str, seen_from: str) -> str:
    """``Edition: users outside the EEA, in English, seen from France``."""
    parts = [
        p for p in (audience, language_name(language), f"seen from {seen_from}" if seen_from else "") if p
    ]
    return f"Edition: {', '.join(parts)}"


def language_name(code: str) -> str:
    """The language in English where it is a common one, else its code."""
    names = {
        "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "nl": "Dutch",
        "pt": "Portuguese", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "fa": "Persian",
        "he": "Hebrew", "ru": "Russian", "pl": "Polish", "sv": "Swedish", "da": "Danish", "tr": "Turkish",
    }  # fmt: skip
    return f"in {names.get(code.partition('-')[0], code)}" if code else ""


def counts_view(redline: Redline, language: str = "") -> CountsView:
    """How much differs; "nothing else changed" only where that is so."""
    stats = redline.stats
    outside = outside_line(redline.outside)
    sentence = sentence_of(redline)
    sentence += f" {outside}." if outside else ""
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
    unit = "characters" if language.partition("-")[0] in UNSPACED else "words"
    if stats.words_before == stats.words_after:
        return f"Both texts have {stats.words_before:,} {unit}."
    return f"From {stats.words_before:,} {unit} to {stats.words_after:,}."


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
