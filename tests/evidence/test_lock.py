"""A lock keeps what was published: the same after reading, loud where something would be gone, and enough without captures."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.compare import redline
from generator.content.lock_file import parse_lock, spell_lock
from generator.evidence.resolve import Resolved, resolve_changes
from generator.model.captures import CaptureRow, Side
from generator.model.catalog import Catalog, Change, Document, Report, Status
from generator.model.evidence import Proof
from generator.model.lock import ChangeLock, Later, LeadIn, LockedDate, Said
from generator.model.problems import Severity, SourcePos
from generator.model.results import Compared
from tests.evidence.report_sides import change, codes, policy, row, sides_of

BEFORE = "# Terms\n\n1. You keep your notes.\n\n2. We read your notes.\n"
AFTER = "# Terms\n\n1. You keep your notes.\n\n2. We read your notes to train models.\n"
NOTE = "> [!before old] 2\n> We read your notes.\n\n> [!after train] 2\n> to train models\n"
HISTORY = {0: BEFORE, 1: AFTER, 2: AFTER + "\n3. More.\n", 3: BEFORE, 4: AFTER}
WHERE = SourcePos(path="x")


def rows(days: Mapping[int, str] = HISTORY) -> tuple[CaptureRow, ...]:
    return tuple(row(day, text) for day, text in days.items())


def catalog(note: Change, captures: tuple[CaptureRow, ...] = rows()) -> Catalog:
    document = Document(company="acme", slug="terms", title="Terms", captures=captures, where=WHERE)
    report = Report(title="R", as_of=note.published, where=WHERE)
    return Catalog(report=report, documents=(document,), changes=(note,))


def resolve(
    note: Change,
    lock: ChangeLock | None = None,
    *,
    at_hand: bool = True,
    history: Mapping[int, str] = HISTORY,
    read: Mapping[int, str] = HISTORY,
) -> Resolved:
    """A change resolved with its pins at hand or not; `read` are the captures of its history that are."""
    one, two = policy(BEFORE), policy(AFTER)
    pair = {note.key: Compared(before=one, after=two, redline=redline(one, two))} if at_hand else {}
    known = {row(day, text).sha256: sides_of(text, text)[0].before.folded for day, text in read.items()}

    def words(_: Document, capture: CaptureRow) -> str | None:
        folded = known.get(capture.sha256)
        return folded.text if folded else None

    locks = {note.key: lock} if lock else {}
    return resolve_changes(catalog(note, rows(history)), pair, words, locks)


def lock_of(note: Change) -> ChangeLock:
    resolved = resolve(note)
    assert resolved.problems == ()
    return resolved.locks[note.key]


def test_a_lock_is_the_same_after_writing_and_reading() -> None:
    lock = replace(
        lock_of(change(NOTE)),
        redirects=(("a-aaaaaaaaaa", "a-bbbbbbbbbb"),),
        dates=(LockedDate(kind="effective", side=Side.AFTER, digest=row(0, "x").sha256),),
    )
    text = spell_lock(lock)
    assert parse_lock(text, "x.lock") == (lock, ())
    assert spell_lock(lock) == text
    assert sum(line.startswith('{"id": ') for line in text.split("\n")) == len(lock.passages)


def test_a_lock_keeps_brackets_what_came_after_and_short_codes() -> None:
    lock = lock_of(change(NOTE))
    train = next(q for q in lock.quotations if q.name == "train")
    assert train.said is Said.NEW
    assert train.code == train.passage[2:8]
    assert train.life is not None
    assert [(i.present, i.captures) for i in train.life.intervals] == [
        (False, 1),
        (True, 2),
        (False, 1),
        (True, 1),
    ]
    assert (train.life.own, train.life.listed, train.life.read) == (1, 5, 5)
    assert train.life.last_without == row(0, "").captured_at
    assert train.life.first_without_after == row(3, "").captured_at


def test_without_captures_the_lock_speaks() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    resolved = resolve(note, lock, at_hand=False)
    evidence = resolved.evidence[note.key]
    assert resolved.problems == ()
    assert not evidence.complete
    assert {p.id for p in evidence.passages} == {p.id for p in lock.passages}
    assert [(q.proof, q.code, q.life) for q in evidence.quotations] == [
        (Proof.EARLIER, q.code, q.life) for q in lock.quotations
    ]
    assert resolved.locks[note.key] == lock


def test_without_captures_a_quotation_that_the_lock_does_not_know_is_a_problem_at_its_line() -> None:
    lock = lock_of(change(NOTE))
    edited = change(NOTE.replace("train models", "train our models"))
    problems = resolve(edited, lock, at_hand=False).problems
    assert [(p.code, p.where.line) for p in problems] == [("not-checked", 4)]
    swapped = change(NOTE.replace("[!before old]", "[!after old]"))
    assert codes(resolve(swapped, lock, at_hand=False).problems) == ["not-checked"]


def test_without_captures_the_lock_tells_what_governs_the_words() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    assert lock.quotations[1].lead_in == LeadIn(before="We read your notes ", after=".")
    assert lock.quotations[0].lead_in == LeadIn()
    read, _ = parse_lock(spell_lock(lock), "x.lock")
    evidence = resolve(note, read, at_hand=False).evidence[note.key]
    assert [q.lead_in for q in evidence.quotations] == [q.lead_in for q in lock.quotations]


def test_a_lock_from_before_lead_ins_were_kept_is_read_and_stale() -> None:
    note = change(NOTE)
    old = lock_of(note)
    old = replace(old, quotations=tuple(replace(q, lead_in=None) for q in old.quotations))
    assert "lead-in" not in spell_lock(old)
    assert parse_lock(spell_lock(old), "x.lock") == (old, ())
    evidence = resolve(note, old, at_hand=False)
    assert evidence.problems == ()
    assert [q.lead_in for q in evidence.evidence[note.key].quotations] == [None, None]
    problems = resolve(note, old).problems
    assert {(p.code, p.severity) for p in problems} == {("stale-lock", Severity.WARNING)}


def test_a_lock_that_tells_another_sentence_is_a_problem() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    other = replace(lock.quotations[1], lead_in=LeadIn(before="We never read your notes "))
    problems = resolve(note, replace(lock, quotations=(lock.quotations[0], other))).problems
    assert [(p.code, p.severity) for p in problems] == [("stale-lock", Severity.ERROR)]


def test_the_lock_is_kept_where_fewer_captures_are_at_hand() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    resolved = resolve(note, lock, read={0: BEFORE, 1: AFTER})
    assert resolved.problems == ()
    assert resolved.locks[note.key] == lock


def test_a_fact_that_reads_otherwise_now_is_a_problem() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    quotation = lock.quotations[1]
    assert quotation.life is not None
    tampered = replace(quotation, life=replace(quotation.life, intervals=quotation.life.intervals[:3]))
    problems = resolve(note, replace(lock, quotations=(lock.quotations[0], tampered))).problems
    assert [(p.code, p.severity) for p in problems] == [("stale-lock", Severity.ERROR)]
    text = spell_lock(lock).split("\n")
    assert text[problems[0].where.line - 1].startswith('{"name": "train"')
    said = replace(quotation, said=Said.MOVED)
    assert codes(resolve(note, replace(lock, quotations=(lock.quotations[0], said))).problems) == [
        "stale-lock"
    ]


def test_more_captures_than_the_lock_knew_make_it_stale_and_not_false() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    longer = {**HISTORY, 5: AFTER}
    problems = resolve(note, lock, history=longer, read=longer).problems
    assert {(p.code, p.severity) for p in problems} == {("stale-lock", Severity.WARNING)}


def test_a_quotation_taken_out_is_a_dropped_address() -> None:
    lock = lock_of(change(NOTE))
    problems = resolve(change(NOTE.partition("\n\n")[2]), lock).problems
    assert [(p.code, p.message) for p in problems] == [
        ("dropped-address", "#old of /acme/terms/2024-01-02/ was published and would be gone")
    ]


@pytest.mark.parametrize("at_hand", [True, False], ids=["with captures", "without"])
def test_a_withdrawn_change_may_drop_its_quotations_and_keeps_every_address(at_hand: bool) -> None:
    lock = lock_of(change(NOTE))
    gone = replace(change("This page was withdrawn.\n"), status=Status.WITHDRAWN)
    resolved = resolve(gone, lock, at_hand=at_hand)
    assert resolved.problems == ()
    assert resolved.locks[gone.key] == lock
    kept = resolved.evidence[gone.key].quotations
    assert [(q.mark.name, q.mark.words, q.code) for q in kept] == [
        (q.name, "", q.code) for q in lock.quotations
    ]


def test_words_that_were_corrected_keep_name_and_old_passage_and_its_short_code() -> None:
    lock = lock_of(change(NOTE))
    note = change(NOTE.replace("> to train models", "> your notes to train models"))
    resolved = resolve(note, lock)
    assert [(p.code, p.severity) for p in resolved.problems] == [("stale-lock", Severity.WARNING)]
    fresh = resolved.locks[note.key]
    assert {p.id for p in lock.passages} < {p.id for p in fresh.passages}
    old = next(q for q in lock.quotations if q.name == "train")
    assert [p.code for p in fresh.passages if p.id == old.passage] == [old.code]
    assert [p.code for p in resolved.evidence[note.key].passages if p.id == old.passage] == [old.code]
    new = next(q for q in fresh.quotations if q.name == "train")
    assert new.code != old.code
    again = resolve(note, fresh)
    assert again.problems == ()
    assert again.locks[note.key] == fresh


def test_a_redirected_passage_keeps_its_short_code() -> None:
    note = change(NOTE)
    lock = lock_of(note)
    train = next(q for q in lock.quotations if q.name == "train")
    lost = [replace(p, id="a-aaaaaaaaaa") if p.id == train.passage else p for p in lock.passages]
    quotations = [replace(q, passage="a-aaaaaaaaaa") if q.name == "train" else q for q in lock.quotations]
    old = replace(lock, passages=tuple(lost), quotations=tuple(quotations))
    assert codes(resolve(note, old).problems) == ["lost-passage", "stale-lock"]
    mended = resolve(note, replace(old, redirects=(("a-aaaaaaaaaa", train.passage),)))
    assert {p.code for p in mended.problems} == {"stale-lock"}
    fresh = mended.locks[note.key]
    assert next(q.code for q in fresh.quotations if q.name == "train") == train.code
    assert resolve(note, fresh).problems == ()
    assert resolve(note, fresh).locks[note.key] == fresh


def test_codes_of_equal_words_are_lengthened_and_stay() -> None:
    first, second = change(NOTE), replace(change(NOTE), slug="2024-01-03")
    one, two = policy(BEFORE), policy(AFTER)
    pair = Compared(before=one, after=two, redline=redline(one, two))
    both = replace(catalog(first), changes=(first, second))

    def words(_: Document, __: CaptureRow) -> str | None:
        return None

    resolved = resolve_changes(both, {first.key: pair, second.key: pair}, words, {})
    codes_of = {key: [q.code for q in lock.quotations] for key, lock in resolved.locks.items()}
    assert [len(code) for code in codes_of[first.key]] == [6, 6]
    assert [len(code) for code in codes_of[second.key]] == [7, 7]
    only = replace(both, changes=(second,))
    later = resolve_changes(only, {second.key: pair}, words, resolved.locks)
    assert [q.code for q in later.locks[second.key].quotations] == codes_of[second.key]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('{"id"', '<<<<<<< ours\n{"id"', 5),
        ('"lock": "lock-2"', '"lock": "lock-9"', 1),
        ('"side": "before"', '"side": "after"', 5),
        ('"said": "new"', '"said": "newish"', 0),
        ('"capture": "sha256:', '"capture": "md5:', 5),
        ('"lead-in": {', '"lead-in": {"lead": 7, ', 0),
        ("]", "", 0),
        ('"label": "', '"window": "3/2", "label": "', 5),
    ],
)
def test_a_lock_that_cannot_be_read_is_told_at_its_line(old: str, new: str, line: int) -> None:
    text = spell_lock(lock_of(change(NOTE)))
    assert old in text
    lock, problems = parse_lock(text.replace(old, new, 1), "x.lock")
    assert lock is None
    assert codes(problems) == ["bad-lock"]
    if line:
        assert problems[0].where.line == line


def test_a_lock_of_the_first_kind_is_read_and_says_nothing_of_what_became_of_words() -> None:
    lock = lock_of(change(NOTE))
    first = spell_lock(lock).replace('"lock": "lock-2"', '"lock": "lock-1"')
    read, problems = parse_lock(first, "x.lock")
    assert problems == ()
    assert read == replace(lock, made_by="lock-1")
    assert all(q.later is None for q in read.quotations)


def test_what_became_of_words_is_the_same_after_writing_and_reading() -> None:
    lock = lock_of(change(NOTE))
    later = Later(
        state="reworded",
        at=row(3, "").captured_at,
        capture=row(3, "x").sha256,
        archive="ota",
        clause="2",
        words="to teach models",
        around=LeadIn(before="We read your notes "),
        lost=("train",),
        added=("not",),
        last=row(4, "").captured_at,
    )
    told = replace(lock, quotations=tuple(replace(q, later=(later,)) for q in lock.quotations))
    assert parse_lock(spell_lock(told), "x.lock") == (told, ())
    moved = replace(later, state="moved", was="2", clause="3", words="", around=None, lost=(), added=())
    stand = replace(lock, quotations=tuple(replace(q, stands=(moved,)) for q in lock.quotations))
    assert parse_lock(spell_lock(stand), "x.lock") == (stand, ())
    left, problems = parse_lock(spell_lock(stand).replace('"state": "moved"', '"state": "gone"'), "x.lock")
    assert left is None
    assert codes(problems) == ["bad-lock"]
