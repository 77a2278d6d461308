"""Absence is proven: walls, frames, revisits and archives' re-extractions, as real reports found them."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.conftest import need


def case(shared: Path, name: str) -> Path:
    folder = shared / "field" / name
    need(folder.is_dir(), f"no field case {name}")
    return folder


def ask(
    tmp_path: Path, command: str, *arguments: str, clones: Path | None = None
) -> tuple[int, list[dict[str, object]], str]:
    """Exit code, the JSON values, and the text that a command prints."""
    environment = {"SMALLPRINT_CACHE": str(tmp_path / "cache"), "SMALLPRINT_CLONES": str(clones or "")}
    runner = CliRunner(env=environment)
    common = [command, *arguments, "--offline", "--quiet", "--content", str(tmp_path / "content")]
    common += ["--store", str(tmp_path / "store")]
    told = runner.invoke(main, [*common, "--format", "json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    text = runner.invoke(main, common).output
    if command == "find":
        return told.exit_code, [json.loads(told.output)], text
    return told.exit_code, [json.loads(line) for line in told.output.splitlines()], text


def classes(lines: list[dict[str, object]]) -> list[object]:
    return [line["class"] for line in lines]


@pytest.mark.shared
def test_walls_are_not_counted_as_absence(shared: Path, tmp_path: Path) -> None:
    target = f"folder:{case(shared, '04-find-counts-walls-as-absence') / 'caps'}"
    assert classes(ask(tmp_path, "history", target)[1]) == ["first", "suspect", "change", "suspect"]
    code, (found,), text = ask(tmp_path, "find", target, "sell your seeds")
    assert code == 0
    assert found["intervals"] == [
        {"present": True, "from": "2024-01-01T12:00:00Z", "to": "2024-03-01T12:00:00Z", "captures": 2}
    ]
    left_out = found["not_judged"]
    assert isinstance(left_out, list)
    assert [(one["at"], one["class"]) for one in left_out] == [
        ("2024-02-01T12:00:00Z", "suspect"),
        ("2024-04-01T12:00:00Z", "suspect"),
    ]
    assert all(one["reasons"] for one in left_out)
    assert "2 captures were not judged: 2024-02-01T12:00:00Z" in text
    assert "absent" not in text
    assert "comes and goes" not in text
    code, (quick,), _ = ask(tmp_path, "find", target, "sell your seeds", "--quick")
    assert (code, quick["intervals"]) == (0, found["intervals"])


@pytest.mark.shared
def test_a_frame_is_left_out_wherever_history_calls_it_suspect(shared: Path, tmp_path: Path) -> None:
    target = f"folder:{case(shared, '21-frame-or-embed-page') / 'caps'}"
    history = ask(tmp_path, "history", target)[1]
    _, (found,), _ = ask(tmp_path, "find", target, "sell your seeds")
    left_out = found["not_judged"]
    assert isinstance(left_out, list)
    assert [one["at"] for one in left_out] == [line["at"] for line in history if line["class"] == "suspect"]
    assert found["judged"] == len(history) - len(left_out)


@pytest.mark.shared
def test_a_not_modified_record_is_no_change(shared: Path, tmp_path: Path) -> None:
    file = case(shared, "32-warc-not-modified") / "notmod.warc.gz"
    code, lines, _ = ask(tmp_path, "history", f"warc:{file}#https://club.example/terms")
    assert (code, classes(lines)) == (0, ["first", "same"])
    assert lines[0]["sha256"] == lines[1]["sha256"]


@pytest.mark.shared
def test_an_archives_new_extraction_dates_nothing_and_a_renamed_file_is_told(
    shared: Path, tmp_path: Path
) -> None:
    script = case(shared, "33-ota-technical-first-seen") / "mk.sh"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    made = subprocess.run(["bash", str(script)], cwd=tmp_path, env=environment, capture_output=True)
    need(made.returncode == 0, "no bash or git to make the collection with")
    clones = tmp_path / "clones"
    old = "ota:fruit/club-versions:Orchard/Terms of Service.md"
    new = "ota:fruit/club-versions:Orchard & Sons/Terms of Service.md"
    _, (found,), text = ask(tmp_path, "find", old, "sell your seeds", clones=clones)
    assert (found["last_without"], found["first_with"]) == ("2024-02-01T03:00:00Z", "2024-04-01T12:00:00Z")
    (caution, renamed) = found["cautions"]  # type: ignore[misc]
    assert "2024-03-01T12:00:00Z was extracted again by the archive" in caution
    assert f"later history at {new}" in renamed
    assert caution in text
    _, (found,), text = ask(tmp_path, "find", new, "sell your seeds", clones=clones)
    assert [run["present"] for run in found["intervals"]] == [True]  # type: ignore[attr-defined]
    assert "comes and goes" not in text
    assert "2024-07-01T12:00:00Z: no words were found in the page" in text
    assert f"earlier history at {old}" in text
    _, lines, text = ask(tmp_path, "history", new, clones=clones)
    assert classes(lines) == ["first", "change", "suspect", "suspect", "change"]
    assert any(f"earlier history at {old}" in note for note in lines[0]["notes"])  # type: ignore[attr-defined]
    assert f"earlier history at {old}" in text
