"""Read the captures of a listing and tell those that count from those that are not judged: for `find` and `history`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from generator.commands.capture_reader import Listing, Reader
from generator.evidence.history import Judge, Observed, classify_captures, misdated, refusal_of
from generator.evidence.intervals import in_time
from generator.evidence.judged import Aside, NotJudged, is_judged, set_aside
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.policy import PolicyText
from generator.model.reporting import Reporter
from generator.model.words import words_digest

AGAIN = "extracted again by the archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Captures, those of them that are not judged (`aside`, which may grow as texts are asked for), and their texts.

    `technical` are those that their archive only extracted again. `policy` reads a capture where that is still to be done;
    `known` does not. `outside` is what the reader left out of a capture that was read: headers, footers, menus.
    """

    rows: tuple[CaptureRow, ...]
    aside: dict[CaptureRow, NotJudged]
    technical: frozenset[CaptureRow]
    policy: Callable[[CaptureRow], PolicyText | None]
    known: Callable[[CaptureRow], PolicyText | None]
    outside: Callable[[CaptureRow], str]


def survey_all(listing: Listing, reader: Reader, reporter: Reporter, judge: Judge) -> Survey:
    """Every capture read and classified among its neighbours."""
    observed = observe(listing, reader, reporter)
    texts = {one.words or str(one.row.sha256): one.policy for one in observed if one.policy is not None}
    words = {one.row: one.words or str(one.row.sha256) for one in observed}
    outside = {one.row: one.policy.outside for one in observed if one.policy is not None}

    def policy(row: CaptureRow) -> PolicyText | None:
        return texts.get(words[row])

    return Survey(
        rows=tuple(one.row for one in observed),
        aside=dict(set_aside(observed, classify_captures(observed, judge), listing.pins)),
        technical=frozenset(one.row for one in observed if one.technical),
        policy=policy,
        known=policy,
        outside=lambda row: outside.get(row, ""),
    )


def survey_as_asked(listing: Listing, reader: Reader, reporter: Reporter, judge: Judge) -> Survey:
    """Captures read as they are asked for. One is judged among those that were read before it, and by what its list says."""
    places = {number for number, row in enumerate(listing.rows) if is_technical(listing, number)}
    wrong_times = misdated(listing.rows, places)
    aside = {}
    for number, row in enumerate(listing.rows):
        if number in places and row not in listing.pins:
            aside[row] = NotJudged(row=row, kind=Aside.TECHNICAL, reasons=(AGAIN,))
        elif number in wrong_times or not is_judged(row, listing.pins):
            reasons = tuple(wrong_times.get(number, ("captures.tsv lists it as suspect",)))
            aside[row] = NotJudged(row=row, kind=Aside.SUSPECT, reasons=reasons)
    progress = _Progress(reporter, len(listing.rows))
    read: dict[CaptureRow, PolicyText] = {}

    def ask(row: CaptureRow) -> PolicyText | None:
        progress.step(row)
        policy = reader.policy(row, listing.document)
        if policy is None:
            aside[row] = NotJudged(row=row, kind=Aside.UNREAD, reasons=(_unread_words(reader.failure(row)),))
            return None
        refused = refusal_of(reader.statuses.get(row.sha256, 0))
        before, after = _read_beside(row, read)
        reasons = () if row in listing.pins else (*judge(policy, before, after), *refused)
        if reasons:
            aside[row] = NotJudged(row=row, kind=Aside.SUSPECT, reasons=reasons, read=True)
            return None
        read[row] = policy
        return policy

    return Survey(
        rows=listing.rows,
        aside=aside,
        technical=frozenset(row for number, row in enumerate(listing.rows) if number in places),
        policy=ask,
        known=read.get,
        outside=lambda row: read[row].outside if row in read else "",
    )


def _read_beside(
    row: CaptureRow, read: Mapping[CaptureRow, PolicyText]
) -> tuple[PolicyText | None, tuple[PolicyText, ...]]:
    """The nearest texts of the same archive, earlier and later, among those that were read."""
    own = sorted((other for other in read if other.archive == row.archive and other != row), key=in_time)
    earlier = [other for other in own if in_time(other) < in_time(row)]
    later = [other for other in own if in_time(other) > in_time(row)]
    return read[earlier[-1]] if earlier else None, (read[later[0]],) if later else ()


def observe(listing: Listing, reader: Reader, reporter: Reporter) -> tuple[Observed, ...]:
    """Each listed capture with its text. A capture that cannot be read keeps what captures.tsv knows of its words."""
    reporter.step(f"Reading {len(listing.rows)} captures of {listing.name}")
    texts: dict[str, PolicyText] = {}  # by digest of words: captures of equal words are read once
    digests: dict[str, str] = {}
    observed = []
    for number, row in enumerate(listing.rows):
        reporter.progress(number + 1, len(listing.rows), row.ref)
        policy = texts.get(row.words) if row.words and "html" not in row.media_type else None
        if policy is None:
            policy = reader.policy(row, listing.document)
        words = row.words or digests.get(row.sha256, "")
        if policy is not None:
            words = words or words_digest(policy.text)
            texts.setdefault(words, policy)
            digests.setdefault(row.sha256, words)
        failure = reader.failure(row) if policy is None else ""
        status = reader.statuses.get(row.sha256, 0)
        technical = is_technical(listing, number)
        row = replace(row, sha256=reader.digests.get(row.sha256, row.sha256))
        observed.append(
            Observed(
                row=row, words=words, policy=policy, technical=technical, failure=failure, status=status
            )
        )  # fmt: skip
    return tuple(observed)


def is_technical(listing: Listing, number: int) -> bool:
    """Whether the archive only extracted the capture at this place again, as it or captures.tsv says."""
    return number in listing.technical or listing.rows[number].kind is CaptureClass.TECHNICAL


def _unread_words(failure: str) -> str:
    return f"not read: {failure}" if failure else "not read"


@dataclass
class _Progress:
    """Counts the texts that were asked for."""

    reporter: Reporter
    total: int
    asked: int = field(default=0)

    def step(self, row: CaptureRow) -> None:
        self.asked += 1
        self.reporter.progress(self.asked, max(self.asked, self.total), row.ref)
