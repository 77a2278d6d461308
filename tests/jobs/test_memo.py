"""What is remembered may be lost or damaged at any time; it is then computed again."""

import os
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.compare import redline
from generator.extract import extract_text
from generator.jobs.graph import Node
from generator.jobs.memo import Memo
from generator.jobs.quick_pickles import dumps, rows_of
from generator.model.captures import Capture, CaptureRef
from generator.model.digests import digest_of
from generator.model.pages import Artifact
from generator.model.redline import Edit, Op, Span
from generator.model.results import Compared
from generator.pages.messages import Exact, Linked, Message, say, say_many, turned

VALUE = (
    Artifact(path="index.html", body=b"\x00bytes"),
    Edit(op=Op.INSERT, before=Span(0, 0), after=Span(0, 9)),
    CaptureRef(at=datetime(2023, 4, 1, 6, 45, 10, tzinfo=UTC)),
    date(2023, 4, 1),
)


def node(name: str = "a") -> Node:
    return Node(job="page", key=digest_of(name.encode()))


def only_file(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_a_value_of_the_model_comes_back_equal(tmp_path: Path) -> None:
    memo = Memo(tmp_path)
    memo.keep(node(), VALUE)
    assert Memo(tmp_path).find(node()) == VALUE
    assert memo.known([node(), node("b")]) == {node()}


def test_a_message_comes_back_with_what_a_translation_is_made_from(tmp_path: Path) -> None:
    day = Exact(datetime(2023, 4, 1, 6, 45, 10, tzinfo=UTC))
    link = Linked(text=say("at %(clause)s", clause="3"), url="#row-3")
    kept = turned(
        say_many(
            "%(number)s word, %(at)s %(where)s", "%(number)s words, %(at)s %(where)s", 2, at=day, where=link
        ),
        "sentence",
    )
    Memo(tmp_path).keep(node(), (kept,))
    (found,) = Memo(tmp_path).find(node()) or ()
    assert isinstance(found, Message)
    assert found == "2 words, 1 April 2023, 06:45:10 UTC at 3."
    assert repr(found) == repr(kept)


def test_texts_and_their_redline_come_back_equal_and_share_their_segments(tmp_path: Path) -> None:
    """Blocks and segments are written field by field, a tuple of them once."""
    texts = []
    for turn in (1, 2):
        body = "\n\n".join(
            [
                "# Terms",
                *(f"{n}. We keep “note {n}” for {n * turn} days.\n\n* item {n}" for n in range(1, 40)),
            ]
        ).encode()
        texts.append(extract_text(Capture(sha256=digest_of(body), body=body)))
    before, after = texts
    compared = Compared(before=before, after=after, redline=redline(before, after))
    Memo(tmp_path).keep(node(), compared)
    found = Memo(tmp_path).find(node())
    assert found == compared
    assert found.before.segments == before.segments
    assert [repr(each) for each in found.after.policy.blocks] == [repr(each) for each in after.policy.blocks]
    assert found.redline.before is found.before.segments
    assert len(dumps(compared)) < len(pickle.dumps(compared))


class Rows:
    """Asks for rows of a kind that no text has."""

    def __reduce__(self) -> tuple[object, ...]:
        return rows_of, (Artifact, ("index.html",), (b"bytes",), ("text/html",))


def test_rows_of_other_kinds_are_not_made(tmp_path: Path) -> None:
    body = pickle.dumps(Rows())
    Memo(tmp_path).keep(node(), VALUE)
    only_file(tmp_path).write_bytes(b"memo-1 " + digest_of(body).encode() + b"\n" + body)
    assert Memo(tmp_path).find(node()) is None


def test_what_was_never_kept_is_not_found(tmp_path: Path) -> None:
    assert Memo(tmp_path / "none").find(node()) is None
    assert Memo(None).find(node()) is None
    assert Memo(None).known([node()]) == frozenset()


@pytest.mark.parametrize("cut", [0, 1, 7, 40, 72, 73, 100, -1])
def test_a_result_cut_short_is_not_found(tmp_path: Path, cut: int) -> None:
    Memo(tmp_path).keep(node(), VALUE)
    file = only_file(tmp_path)
    file.write_bytes(file.read_bytes()[:cut])
    assert Memo(tmp_path).find(node()) is None


def test_one_flipped_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    memo = Memo(tmp_path)
    memo.keep(node(), VALUE)
    file = only_file(tmp_path)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert memo.find(node()) is None, place


def test_noise_in_place_of_the_folder_is_survived(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    folder.write_bytes(os.urandom(100))
    memo = Memo(folder)
    memo.keep(node(), VALUE)
    assert memo.find(node()) is None
    assert memo.tidy() == 0


class Trap:
    def __reduce__(self) -> tuple:
        return (os.mkdir, ("sprung",))


@pytest.mark.parametrize("body", [pickle.dumps(Trap()), pickle.dumps(Path("a")), pickle.dumps(os.getcwd)])
def test_a_remembered_result_can_run_no_code(
    tmp_path: Path, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    memo = Memo(tmp_path / "build")
    memo.keep(node(), VALUE)
    only_file(tmp_path).write_bytes(b"memo-1 " + digest_of(body).encode() + b"\n" + body)
    assert memo.find(node()) is None
    assert not (tmp_path / "sprung").exists()


def test_what_was_used_longest_ago_is_dropped_first(tmp_path: Path) -> None:
    memo = Memo(tmp_path)
    for age, name in enumerate("abc"):
        memo.keep(node(name), name * 100)
        os.utime(tmp_path / "page" / node(name).key[:2] / node(name).key, (1000 - age, 1000 - age))
    memo = Memo(tmp_path)  # of another process
    assert memo.find(node("c")) == "c" * 100  # used just now
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert memo.tidy(most_bytes=size - 1) == 1
    assert memo.known([node("a"), node("b"), node("c")]) == {node("a"), node("c")}


def test_what_this_process_used_stays_however_much_it_is(tmp_path: Path) -> None:
    """The pages of a report of thousands of changes are published from here, and are more than the limit."""
    before = Memo(tmp_path)
    for name in "abcd":
        before.keep(node(name), name * 100)
    memo = Memo(tmp_path)
    assert memo.find(node("a")) == "a" * 100
    assert memo.known([node("b"), node("x")]) == {node("b")}
    memo.keep(node("e"), "e" * 100)
    assert memo.tidy(most_bytes=0) == 2
    assert memo.known([node(name) for name in "abcde"]) == {node(name) for name in "abe"}
