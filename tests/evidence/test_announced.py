"""A claim that says "announced" when its day has come and a capture was read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.evidence.announced import announced_past
from generator.model.captures import CaptureRef, Side
from generator.model.catalog import Catalog, Change, Claim, QuoteMark, Report, StatedDate, Status
from generator.model.digests import digest_of
from generator.model.evidence import ChangeEvidence, Passage, Quotation
from generator.model.lock import Interval, Life
from generator.model.problems import SourcePos

HERE = SourcePos(path="content/acme/terms/2024-04-01.md", line=7)


def day(month: int) -> datetime:
    return datetime(2024, month, 1, tzinfo=UTC)


CLAIM = Claim(
    right="train-own-models", over="content", state="claimed", quote="x", force="announced", where=HERE
)
CHANGE = Change(
    company="acme",
    document="terms",
    slug="2024-04-01",
    title="Acme's terms changed",
    summary="They changed.",
    before=CaptureRef(at=day(3)),
    after=CaptureRef(at=day(4)),
    published=date(2024, 12, 1),
    dates=(StatedDate(kind="effective", on=date(2024, 6, 15), words="from 15 June 2024", where=HERE),),
    claims=(CLAIM,),
    where=HERE,
)


def told(newest: int, *, gone: bool = False, back: bool = False, change: Change = CHANGE) -> list[str]:
    """The findings where the newest capture read is of the first of a month."""
    runs = [Interval(present=True, first=day(4), last=day(5 if gone else newest), captures=2)]
    if gone:
        runs.append(Interval(present=False, first=day(6), last=day(6 if back else newest), captures=1))
    if back:
        runs.append(Interval(present=True, first=day(newest), last=day(newest), captures=1))
    digest = digest_of(b"x")
    quotation = Quotation(
        mark=QuoteMark(side=Side.AFTER, name="x", words="words", where=HERE),
        passage=Passage(id="a-aaaaaaaaaa", side=Side.AFTER, capture=digest, words=1, label="1"),
        digest=digest,
        life=Life(archive="ota", intervals=tuple(runs), own=0, listed=3, read=3),
    )
    catalog = Catalog(report=Report(title="R", as_of=date(2024, 12, 1), where=HERE), changes=(change,))
    evidence = {change.key: ChangeEvidence(change=change.key, quotations=(quotation,))}
    return [f"{p.code} {p.where.line} {p.message}" for p in announced_past(catalog, evidence)]


def test_a_capture_of_the_day_or_later_makes_announced_a_thing_of_the_past() -> None:
    (line,) = told(7)
    assert line.startswith("announced-past 7 'x' is claimed as announced for 2024-06-15")
    assert line.endswith("2024-07-01T00:00:00Z has the words")


def test_words_that_left_before_their_day_are_told_too() -> None:
    assert told(7, gone=True)[0].endswith("lacks the words")
    assert told(7, gone=True, back=True)[0].endswith("2024-07-01T00:00:00Z has the words")


@pytest.mark.parametrize(
    "change",
    [
        replace(CHANGE, claims=(replace(CLAIM, force="in-force"),)),
        replace(CHANGE, dates=()),
        replace(CHANGE, status=Status.WITHDRAWN),
    ],
)
def test_nothing_is_said_of_other_claims(change: Change) -> None:
    assert told(7, change=change) == []


def test_nothing_is_said_before_a_capture_of_that_day_was_read() -> None:
    assert told(6) == []
