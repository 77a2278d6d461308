"""A person adds a change with three commands, and the check of a pull request passes: a real git repository, a local archive."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

REPORT = """\
title: The Acme Watch
base-url: https://watch.example/
repository: none
contact: none
as-of: 2024-06-01
people:
  desk: {name: The desk}
"""
TOPIC = """\
---
title: AI training
definition: Words about training.
phrases: [machine learning, training]
---
Text.
"""
OLD = "# Terms\n\n1. You keep what you record.\n\n2. We keep it safe and tell nobody.\n"
NEW = OLD + "\n3. You agree that we use your recordings for machine learning, including training of models.\n"
LATER = NEW.replace("safe", "very safe")
KEY = "acme/terms/2024-03-01"


def git(folder: Path, *arguments: str) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@people.example"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report under git as somebody cloned it, and outside of it a folder of captures."""
    folder = tmp_path / "report"
    for path, text in (
        ("content/report.yaml", REPORT),
        ("content/topics/ai-training.md", TOPIC),
        (".gitignore", ".store/\n.cache/\n"),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    archive = tmp_path / "archive"
    archive.mkdir()
    for stamp, text in (("20240201T000000Z", OLD), ("20240301T000000Z", NEW), ("20240501T000000Z", LATER)):
        (archive / f"{stamp}.md").write_text(text)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Begin")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, text: str | None = None) -> Result:
    result = CliRunner(env={"SMALLPRINT_MIRROR": "", "SMALLPRINT_CACHE": ".cache"}).invoke(
        main, arguments, input=text
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write_note(folder: Path) -> None:
    """What a person writes: title, summary, the note; and that it is no draft any more."""
    file = folder / "content" / f"{KEY}.md"
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[1] = "title: Acme's terms named machine learning"
    lines[2] = (
        "summary: The terms captured on 1 March 2024 name machine learning; those of 1 February do not."
    )
    text = "\n".join(lines).replace("status: draft\n", "")
    file.write_text(text, encoding="utf-8")


def test_three_commands_lead_from_a_clone_to_a_pull_request_that_passes(clone: Path) -> None:
    archive = f"folder:{clone.parent / 'archive'}"
    told = run("history", archive)
    assert told.exit_code == 0, told.output
    locators = [word for word in told.output.split() if word.startswith("folder:") and word.endswith(".md")]
    assert len(locators) == 3

    git(clone, "switch", "--quiet", "--create", "acme")
    made = run("new", "acme/terms", "--from", archive, "--after", "2024-03-01", "--before", locators[0])
    assert made.exit_code == 0, made.output
    assert f"smallprint lock {KEY}" in made.output
    draft = (clone / "content" / f"{KEY}.md").read_text(encoding="utf-8")
    keys = [line.partition(":")[0] for line in draft.split("---")[1].strip().split("\n")]
    assert len([key for key in keys if key not in ("status", "drafted-with")]) == 7
    assert "machine learning" in draft

    write_note(clone)
    for paths in ((), (f"content/{KEY}.md",)):
        unlocked = run("check", "--offline", "--against", "main", "--format", "github", *paths)
        assert unlocked.exit_code == 1, unlocked.output
        assert "no-lock" in unlocked.output
    locked = run("lock", KEY, "--offline")
    assert locked.exit_code == 0, locked.output

    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=Add a change")
    checked = run("check", "--offline", "--against", "main", "--format", "github")
    assert checked.exit_code == 0, checked.output
    assert "::error" not in checked.output


def test_a_draft_left_as_it_was_written_does_not_pass(clone: Path) -> None:
    archive = f"folder:{clone.parent / 'archive'}"
    assert run("new", "acme/terms", "--from", archive, "--after", "2024-03-01").exit_code == 0
    file = clone / "content" / f"{KEY}.md"
    file.write_text(file.read_text(encoding="utf-8").replace("status: draft\n", ""), encoding="utf-8")
    checked = run("check", "--offline", "--against", "main")
    assert checked.exit_code == 1
    assert "scaffold-left" in checked.output
    assert "no-lock" in checked.output


def test_the_capture_before_is_found_and_a_day_picks_among_those_listed(clone: Path) -> None:
    archive = f"folder:{clone.parent / 'archive'}"
    first = run("new", "acme/terms", "--from", archive, "--after", "2024-03-01")
    assert first.exit_code == 0, first.output
    draft = (clone / "content" / f"{KEY}.md").read_text(encoding="utf-8")
    assert "before: 2024-02-01T00:00:00Z\nafter: 2024-03-01T00:00:00Z" in draft
    again = run("new", "acme", "terms", "--after", "2024-03-01")
    assert again.exit_code == 2
    assert f"{KEY}.md: a draft of these two captures is there already" in again.output
    missing = run("new", "acme/terms", "--after", "2024-03-02")
    assert missing.exit_code == 2
    assert "nearest are 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z" in missing.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "COMPANY/DOCUMENT is missing"),
        (("acme/terms",), "--after REF is missing"),
        (("acme",), "does not name a document"),
        (("acme/terms", "--after", "2024-02-30"), "does not exist in the calendar"),
        (
            ("acme/terms", "--after", "https://acme.example/terms"),
            "--from https://acme.example/terms and a day",
        ),
        (("acme/terms", "--after", "https://github.com/x/y/commit/abcdef1"), "open the file at that commit"),
    ],
)
def test_what_is_missing_or_cannot_be_meant_is_one_line(
    clone: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run("new", *arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert result.output.count("\n") == 1


def test_on_a_terminal_it_asks(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.new._is_asked_here", lambda: True)
    archive = f"folder:{clone.parent / 'archive'}"
    result = run("new", "--from", archive, text="acme/terms\n2024-03-01\n")
    assert result.exit_code == 0, result.output
    assert (clone / "content" / f"{KEY}.md").exists()


def test_the_summary_of_a_pull_request_tells_what_is_new_and_what_was_not_found(clone: Path) -> None:
    archive = f"folder:{clone.parent / 'archive'}"
    assert run("new", "acme/terms", "--from", archive, "--after", "2024-03-01").exit_code == 0
    write_note(clone)
    assert run("lock", KEY, "--offline").exit_code == 0
    told = run(
        "check", "--offline", "--against", "main", "--format", "markdown", "--preview", "https://p.example/"
    )
    assert told.exit_code == 0, told.output
    assert (
        "**New page**: [Acme's terms named machine learning](https://p.example/acme/terms/2024-03-01/)"
        in told.output
    )
    assert "found letter by letter, `after`" in told.output
    assert "The page weighs" in told.output
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=Add a change")

    file = clone / "content" / f"{KEY}.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("for machine learning", "for machine-learning"), encoding="utf-8")
    told = run("check", "--offline", "--against", "HEAD", "--format", "markdown")
    assert told.exit_code == 1
    assert "<del>machine-learning</del><ins>machine learning</ins>" in told.output
    assert "not found in `after`" in told.output
    assert "no entry tells of all of it" in told.output
    assert "```yaml\n  updates:" in told.output


def test_words_of_others_make_no_markup_in_the_summary() -> None:
    from generator.commands.pull_request import redline

    assert redline("near: “<b> @x [-a_b-]{+*c*+} [x](y)”") == (
        "near: “&lt;b&gt; \\@x <del>a\\_b</del><ins>\\*c\\*</ins> \\[x\\](y)”"
    )
