"""How long quoted words lived, archive by archive, and what is concluded from what was not read."""

from generator.evidence.brackets import life_of, witness_lives
from generator.model.captures import CaptureClass, CaptureRow
from generator.model.lock import Interval
from tests.evidence.report_sides import row

WITH = "We train models on notes."
WITHOUT = "We keep notes."
NEEDLE = "train models"


def history(spelled: str, **more: object) -> tuple[tuple[CaptureRow, ...], dict[str, str]]:
    """A row a letter: + has the words, - has not, ? is out of reach, t and s are technical and suspect without the words."""
    rows: list[CaptureRow] = []
    texts: dict[str, str] = {}
    for day, letter in enumerate(spelled):
        text = f"{WITH if letter == '+' else WITHOUT} Day {day}."
        kind = {"t": CaptureClass.TECHNICAL, "s": CaptureClass.SUSPECT}.get(letter, CaptureClass.CHANGE)
        rows.append(row(day, text, kind=kind, **more))
        if letter != "?":
            texts[rows[-1].sha256] = text
    return tuple(rows), texts


def shape(intervals: tuple[Interval, ...]) -> str:
    return " ".join(f"{'+' if i.present else '-'}{i.captures}" for i in intervals)


def test_words_come_and_go_and_the_own_interval_is_that_of_the_quoted_capture() -> None:
    rows, texts = history("--++-+++")
    life = life_of(NEEDLE, rows, lambda r: texts.get(r.sha256), rows[6])
    assert shape(life.intervals) == "-2 +2 -1 +3"
    assert life.own == 3
    assert life.last_without == rows[4].captured_at
    assert life.first_with == rows[5].captured_at
    assert life.first_without_after is None
    assert (life.listed, life.read) == (8, 8)


def test_technical_and_suspect_captures_are_left_out_and_counted() -> None:
    rows, texts = history("-+ts+-")
    life = life_of(NEEDLE, rows, lambda r: texts.get(r.sha256), rows[1])
    assert shape(life.intervals) == "-1 +2 -1"
    assert (life.listed, life.read, life.left_out) == (4, 4, 2)


def test_the_two_captures_a_change_rests_on_count_whatever_their_class() -> None:
    """Words added against a capture that an archive extracted anew are absent in that capture, not only before it."""
    rows, texts = history("-ts+t")
    life = life_of(NEEDLE, rows, lambda r: texts.get(r.sha256), rows[3], (rows[2], rows[3]))
    assert life.last_without == rows[2].captured_at
    assert (shape(life.intervals), life.listed, life.left_out) == ("-2 +1", 3, 2)
    without = life_of(NEEDLE, rows, lambda r: texts.get(r.sha256), rows[3])
    assert without.last_without == rows[0].captured_at


def test_a_pin_of_another_archive_counts_there() -> None:
    rows, texts = history("-+")
    others, more = history("t+", archive="other-versions")
    texts |= more
    both = (*rows, *others)
    (witness,) = witness_lives(NEEDLE, both, lambda r: texts.get(r.sha256), rows[1], (others[0], rows[1]))
    assert (shape(witness.intervals), witness.own, witness.left_out) == ("-1 +1", 1, 0)


def test_what_is_out_of_reach_is_listed_and_not_read() -> None:
    rows, texts = history("-?+??")
    life = life_of(NEEDLE, rows, lambda r: texts.get(r.sha256), rows[2])
    assert shape(life.intervals) == "-1 +1"
    assert (life.listed, life.read) == (5, 2)


def test_captures_of_the_same_words_are_read_once() -> None:
    rows, texts = history("-++")
    same = tuple(row(r.order, WITH + str(r.order), words="w" * 64) if r.order else r for r in rows)
    asked: list[str] = []

    def text_of(capture: CaptureRow) -> str:
        asked.append(capture.ref)
        return texts.get(capture.sha256, WITH)

    life = life_of(NEEDLE, same, text_of, same[1])
    assert shape(life.intervals) == "-1 +2"
    assert len(asked) == 2


def test_another_archive_is_a_life_of_its_own() -> None:
    rows, texts = history("-+")
    others, more = history("--+", archive="other-versions")
    texts |= more
    both = (*rows, *others)
    life = life_of(NEEDLE, both, lambda r: texts.get(r.sha256), rows[1])
    assert (life.archive, shape(life.intervals)) == ("acme-versions", "-1 +1")
    witnesses = witness_lives(NEEDLE, both, lambda r: texts.get(r.sha256), rows[1])
    assert [(w.archive, shape(w.intervals), w.own) for w in witnesses] == [("other-versions", "-2 +1", 1)]
    assert witness_lives(NEEDLE, both, lambda _: None, rows[1]) == ()


def test_longer_words_that_hold_the_quoted_ones_are_other_words() -> None:
    rows, _ = history("++")
    texts = {rows[0].sha256: "We restrain models.", rows[1].sha256: "We train models."}
    life = life_of(NEEDLE, rows, lambda r: texts[r.sha256], rows[1])
    assert shape(life.intervals) == "-1 +1"


def test_words_set_with_other_apostrophes_have_not_left() -> None:
    rows, _ = history("+++")
    spelled = ("We don't train models.", "We don’t train models.", "We do not train models.")
    texts = {r.sha256: text for r, text in zip(rows, spelled, strict=True)}
    for needle, own in (("don't train models", rows[0]), ("don’t train models", rows[1])):
        assert shape(life_of(needle, rows, lambda r: texts[r.sha256], own).intervals) == "+2 -1"
    upper = {**texts, rows[1].sha256: "WE DON'T TRAIN MODELS."}
    life = life_of("don't train models", rows, lambda r: upper[r.sha256], rows[0])
    assert shape(life.intervals) == "+1 -2"
