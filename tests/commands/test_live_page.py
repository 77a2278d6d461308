"""Where on a served page a problem belongs: the address of its file, the words of its line, the quotation it names."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.commands.live_page import live_page, page_of, plain_words, shown_problem
from generator.commands.serve import Live, _times_of
from generator.model.problems import Problem, SourcePos

HTML = b"<html><head></head><body><main id=main>x</main></body></html>"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("content/acme/terms/2024-04-01.md", "/acme/terms/2024-04-01/"),
        ("content/acme/terms/2024-04-01.lock", "/acme/terms/2024-04-01/"),
        ("content/acme/terms/captures.tsv", "/acme/terms/"),
        ("content/acme/index.md", "/acme/"),
        ("content/topics/ai-training.md", "/topics/ai-training/"),
        ("content/method/example/acme/index.md", "/method/example/acme/"),
        ("content/report.yaml", "/"),
        ("content/vocabulary.yaml", "/"),
        ("content/index.md", "/"),
    ],
)
def test_the_path_of_a_file_is_the_address_of_its_page(path: str, page: str) -> None:
    assert page_of(path, "content") == page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("title: Acme licensed *notes*", "Acme licensed notes"),
        ("summary: 'It says so.'", "It says so."),
        ("> machine learning, `training`", "machine learning, training"),
        ("* See [the change](/acme/) of a_b.", "See the change of a_b."),
        ("## How we read it", "How we read it"),
        ("  - looked: The two captures.", "The two captures."),
    ],
)
def test_words_of_a_line_are_those_that_a_page_has(line: str, words: str) -> None:
    assert plain_words(line) == words


def problem(line: int, column: int = 1) -> Problem:
    return Problem(
        code="motive",
        message="<b> is wrong",
        where=SourcePos(path="content/acme/terms/2024-04-01.md", line=line, column=column),
    )


def test_a_problem_knows_its_word_or_its_quotation() -> None:
    lines = ["They quietly moved it.", "> [!after licence] 10.4", "  - {right: a, quote: licence}"]
    shown = [shown_problem(problem(n, 6), "content", lambda _: lines) for n in (1, 2, 3, 4)]
    assert [(s.words, s.word, s.anchor) for s in shown] == [
        ("They quietly moved it.", "quietly", ""), ("", "", "licence"), ("", "", "licence"), ("", "", ""),
    ]  # fmt: skip


def test_a_served_page_has_the_bar_and_its_data_and_a_page_without_problems_has_none() -> None:
    one = shown_problem(problem(1), "content", lambda _: ["Words </script> here."])
    page = live_page(HTML, [one], "/acme/terms/2024-04-01/", 3).decode()
    assert "1 problem, 1 of this page" in page
    assert "&lt;b&gt; is wrong" in page
    assert page.count("</script>") == 2
    assert "0 of this page" in live_page(HTML, [one], "/acme/", 3).decode()
    assert b"live-problems" not in live_page(HTML, [], "/", 3)


def test_a_build_that_ended_before_a_page_asks_is_told_at_once() -> None:
    live = Live()
    live.built(())
    number, _ = live.state()
    assert b'data-seen="1"' in live_page(HTML, [], "/", number)
    assert live.wait(number, 0) == number
    live.built(())
    assert live.wait(number, 60) == number + 1


def test_all_who_wait_are_told_of_a_build() -> None:
    live = Live()
    with ThreadPoolExecutor(4) as pool:
        told = [pool.submit(live.wait, 0, 60) for _ in range(4)]
        live.built(())
        assert [each.result(60) for each in told] == [1] * 4


def test_what_was_saved_before_the_watch_began_is_told_by_the_times_of_files(tmp_path: Path) -> None:
    note = tmp_path / "content" / "note.md"
    note.parent.mkdir()
    note.write_text("one", encoding="utf-8")
    before = _times_of([note.parent])
    assert _times_of([note.parent]) == before
    os.utime(note, ns=(0, before[note] + 1))
    assert _times_of([note.parent]) != before
    note.unlink()
    assert _times_of([note.parent]) == {}
