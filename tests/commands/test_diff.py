"""`diff`, as users call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

BEFORE = "# Terms\n\n1.1 You own your notes.\n\n1.2 We store notes for 30 days.\n"
AFTER = "# Terms\n\n1.1 You own your notes.\n\n1.2 We store notes for 90 days.\n\n1.3 We may train models on notes.\n"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    before, after = tmp_path / "before.md", tmp_path / "after.md"
    before.write_text(BEFORE)
    after.write_text(AFTER)
    return str(before), str(after)


def run(*args: str, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, args, input=stdin)
    return result.exit_code, result.output


def test_text_marks_words_as_git_word_diff_does(pair: tuple[str, str]) -> None:
    code, out = run("diff", *pair)
    assert code == 0
    assert "[-30-]{+90+}" in out
    assert "{+1.3 We may train models on notes.+}" in out
    assert "\x1b[" not in out


def test_colour_is_used_when_asked_for(pair: tuple[str, str]) -> None:
    _, out = run("diff", *pair, "--color", "--no-pager")
    assert "\x1b[31;9m30\x1b[0m" in out


def test_json_is_lossless(pair: tuple[str, str]) -> None:
    code, out = run("diff", *pair, "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["format"] == "diff-ops-1"
    for side, text, dropped in (("a", BEFORE, "+"), ("b", AFTER, "-")):
        ranges = sorted(op[side] for op in told["ops"] if op["op"] != dropped and side in op)
        assert "".join(text[i:j] for i, j in ranges) == text


def test_one_side_may_come_from_standard_input(pair: tuple[str, str]) -> None:
    code, out = run("diff", "-", pair[1], stdin=AFTER)
    assert code == 0
    assert out.startswith("no words changed")


def test_a_name_that_is_neither_file_nor_locator_is_a_usage_error(pair: tuple[str, str]) -> None:
    code, out = run("diff", "nowhere.md", pair[1])
    assert code == 2
    assert "nowhere.md: there is no such file" in out


def test_long_lines_are_wrapped_with_colours_too(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(200))
    (tmp_path / "a.md").write_text(words + ".\n")
    (tmp_path / "b.md").write_text(words.replace("word77", "other") + ".\n")
    for flags in (("--no-color",), ("--color",)):
        _, out = run("diff", str(tmp_path / "a.md"), str(tmp_path / "b.md"), "--no-pager", *flags)
        visible = [
            line.replace("\x1b[31;9m", "").replace("\x1b[34;4m", "").replace("\x1b[0m", "")
            for line in out.splitlines()
        ]
        assert max(map(len, visible)) <= 110


def test_words_beside_a_deletion_keep_their_space(tmp_path: Path) -> None:
    before, after = tmp_path / "before.md", tmp_path / "after.md"
    before.write_text("We take it from sources like your notes and keep it.\n")
    after.write_text("We take it from sources and keep it.\n")
    assert "sources [-like your notes-] and keep it." in run("diff", str(before), str(after))[1]


def test_offline_reads_what_needs_no_network_and_asks_no_archive(pair: tuple[str, str]) -> None:
    code, out = run("diff", "--offline", f"folder:{pair[0]}", pair[1])
    assert code == 0
    assert "[-30-]{+90+}" in out
    assert run("diff", "--offline", "wayback:20230201124556/https://acme.example/terms", pair[1])[0] == 3


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_nothing_in_a_text_reaches_the_terminal_as_a_control(tmp_path: Path, form: str) -> None:
    names = [str(tmp_path / "before.md"), str(tmp_path / "after.md")]
    Path(names[0]).write_text(
        "# A\x1b]0;x\x07\n\nWe keep logs for ever.\n\nWe sell no data.\n", encoding="utf-8"
    )
    Path(names[1]).write_text(
        "# A\x1b]0;x\x07\n\nWe keep\x1b[31m logs\x9b1m for \u202eever.\n\nWe sell no\u2066 dаta.\x00\n",
        encoding="utf-8",
    )
    code, out = run("diff", *names, "--format", form)
    assert code == 0
    kept = "\u202e\u2066" if form == "html" else ""  # on a page they are shut in
    assert not set(out) & set("\x1b\x07\x9b\x00\u202e\u2066") - set(kept)
    if form == "text":
        assert "{+<U+202E>+}ever" in out
        assert "<U+001B>[31m" in out
        assert "“dаta” mixes Latin and Cyrillic letters" in out


def test_a_sign_that_nobody_sees_is_marked_where_it_differs_and_a_soft_hyphen_is_not(tmp_path: Path) -> None:
    before, after = tmp_path / "before.md", tmp_path / "after.md"
    before.write_text("We keep feedback.\n\nNo re\u200bfunds.\n\nCalls are logged.\n", encoding="utf-8")
    after.write_text("We keep feed\u200bback.\n\nNo refunds.\n\nCalls are log\u00adged.\n", encoding="utf-8")
    code, out = run("diff", str(before), str(after))
    assert code == 0
    assert out.startswith("no words changed; 2 signs that nobody sees differ")
    assert "feed{+<U+200B>+}back" in out
    assert "re[-<U+200B>-]funds" in out or "[-<U+200B>-]refunds" in out
    code, html = run("diff", str(before), str(after), "--format", "html")
    assert "No words changed; 2 signs that nobody sees differ." in html
    assert (
        html.partition("<details>")[0].count("⟨U+200B⟩") == 3
    )  # with the earlier text alone, which a wide screen shows beside it
    after.write_text("We keep feed\u00adback.\n\nNo re\u200bfunds.\n\nCalls are logged.\n", encoding="utf-8")
    _, out = run("diff", str(before), str(after))
    assert out.startswith("no words changed; 1 difference is not marked")


def test_where_reading_stopped_is_told_and_nothing_behind_it_is_called_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.extract.markup.MAX_BLOCKS", 6)
    before, after = tmp_path / "before.html", tmp_path / "after.html"
    before.write_text("<h1>Boats</h1><p>Keep the oars dry.</p><p>No boat is sold.</p>")
    after.write_text(
        "<h1>Boats</h1><p>Keep the oars dry.</p>" + "<p>Berth.</p>" * 9 + "<p>No boat is sold.</p>"
    )
    _, out = run("diff", str(before), str(after))
    assert "reading stopped after 6 blocks" in out.splitlines()[0]
    assert "1 not judged" in out.splitlines()[0]
    assert "[-No boat" not in out
    _, out = run("diff", str(before), str(after), "--format", "json")
    told = json.loads(out)
    assert told["stopped"]["after"]["unread"] > 0
    assert "reading stopped after 6 blocks" in told["stopped"]["after"]["reason"]
    assert not [op for op in told["ops"] if op["op"] == "-"]
    assert [op for op in told["ops"] if op.get("unread")]
    _, out = run("diff", str(before), str(after), "--format", "html")
    assert "reading stopped after 6 blocks" in out


def test_a_word_longer_than_a_line_is_cut_into_lines(tmp_path: Path) -> None:
    before, after = tmp_path / "before.md", tmp_path / "after.md"
    before.write_text("One.\n")
    after.write_text("One.\n\nTwo " + "w" * 250 + " three.\n")
    _, out = run("diff", str(before), str(after))
    assert "".join(out.split()).count("w" * 250) == 1
    assert max(map(len, out.splitlines())) <= 100
