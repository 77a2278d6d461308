"""`find` and `history` on invented captures of which nothing may be concluded."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.conftest import ROOT

LEDGER = (
    "The club keeps the names of its members in a ledger that the keeper holds. Each plot has its own number. "
    * 6
)
WALL = "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing the site.</p></body></html>"


def page(words: str) -> str:
    return f"<html><body><main><h1>Rules of the Orchard Club</h1><p>{LEDGER}</p><p>{words}</p></main></body></html>"


SILENT, SELLS = page("The fee is 20 seeds."), page("The fee is 20 seeds. We may sell your seeds.")


def captures(folder: Path, *bodies: str | bytes, suffix: str = "html") -> str:
    """A folder of captures, a month apart."""
    folder.mkdir()
    for month, body in enumerate(bodies, start=1):
        path = folder / f"2024{month:02}01T000000Z.{suffix}"
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return f"folder:{folder}"


def find(
    tmp_path: Path, target: str, phrase: str, *more: str, content: Path | None = None
) -> tuple[int, dict[str, object], str]:
    runner = CliRunner(env={"SMALLPRINT_CACHE": str(tmp_path / "cache"), "SMALLPRINT_MIRROR": ""})
    arguments = ["find", target, phrase, "--offline", "--quiet", "--store", str(tmp_path / "store"), *more]
    arguments += ["--content", str(content or tmp_path / "content")]
    told = runner.invoke(main, [*arguments, "--format", "json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.exit_code, json.loads(told.output), runner.invoke(main, arguments).output


def states(found: dict[str, object]) -> list[tuple[bool, int]]:
    runs = found["intervals"]
    assert isinstance(runs, list)
    return [(run["present"], run["captures"]) for run in runs]


@pytest.mark.parametrize(
    "wall",
    [WALL, "", "<html><body></body></html>", "<h1>502 Bad Gateway</h1>"],
    ids=["bot", "empty", "bare", "error"],
)
@pytest.mark.parametrize("quick", [(), ("--quick",)], ids=["scan", "quick"])
def test_no_wall_is_absence_wherever_it_stands(tmp_path: Path, wall: str, quick: tuple[str, ...]) -> None:
    for name, bodies, runs in (
        ("newest", (SELLS, SELLS, wall), [(True, 2)]),
        ("between", (SELLS, wall, SELLS), [(True, 2)]),
        ("first", (wall, SELLS, SELLS), [(True, 2)]),
        ("border", (SILENT, wall, SELLS), [(False, 1), (True, 1)]),
    ):
        code, found, text = find(tmp_path, captures(tmp_path / name, *bodies), "sell your seeds", *quick)
        assert (code, states(found)) == (0, runs), name
        assert len(found["not_judged"]) == 1, name  # type: ignore[arg-type]
        assert "1 capture was not judged: 2024-" in text
        assert "comes and goes" not in text


def test_where_nothing_could_be_judged_nothing_is_said(tmp_path: Path) -> None:
    code, found, text = find(tmp_path, captures(tmp_path / "walls", WALL, WALL), "sell your seeds")
    assert code == 3
    assert (found["listed"], found["judged"], found["intervals"]) == (2, 0, [])
    assert "No capture could be judged" in text
    assert "stands in none" not in text


def test_a_capture_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    target = captures(folder, SILENT, SELLS)
    rows = [
        {"captured_at": "2024-01-01T00:00:00Z", "sha256": "a" * 64, "file": "20240101T000000Z.html"},
        {"captured_at": "2024-02-01T00:00:00Z", "sha256": "b" * 64, "file": "gone.html"},
    ]
    (folder / "history.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, found, text = find(tmp_path, target, "sell your seeds")
    assert code == 3
    assert found["scanned"] is False
    assert [one["class"] for one in found["not_judged"]] == ["unread", "unread"]  # type: ignore[attr-defined]
    assert "other bytes than listed" in text
    assert "nothing there" in text


def listed(tmp_path: Path, kinds: dict[int, str]) -> Path:
    """The full sample report, some rows of its terms given other classes by their number."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests" / "sites" / "full" / "content", content)
    path = content / "brightnote" / "terms-of-service" / "captures.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, kind in kinds.items():
        cells = lines[number].split("\t")
        lines[number] = "\t".join([*cells[:-1], kind])
    path.write_text("\n".join(lines), encoding="utf-8")
    return content


def test_rows_that_a_document_lists_as_suspect_or_technical_are_left_out(tmp_path: Path) -> None:
    content = listed(tmp_path, {})
    target, phrase = "brightnote/terms-of-service", "the"
    _, before, _ = find(tmp_path, target, phrase, content=content)
    shutil.rmtree(content)
    folder = ROOT / "tests/sites/full/content/brightnote/terms-of-service"
    rows = (folder / "captures.tsv").read_text(encoding="utf-8").split("\n")
    notes = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
    counted = [n for n, row in enumerate(rows) if n and row and row.split("\t")[-1] in ("change", "same")]
    pinned = [n for n in counted if rows[n].split("\t")[1] in notes]
    free = [n for n in counted if n not in pinned]
    content = listed(tmp_path, {free[0]: "suspect", pinned[0]: "suspect"})
    _, after, text = find(tmp_path, target, phrase, content=content)
    assert after["judged"] == before["judged"] - 1  # type: ignore[operator]  # a pin always counts
    fresh = [one for one in after["not_judged"] if one not in before["not_judged"]]  # type: ignore[operator,attr-defined]
    assert [one["at"] for one in fresh] == [rows[free[0]].split("\t")[1]]
    assert f"{fresh[0]['at']}: captures.tsv lists it as suspect" in text


def test_a_page_that_collapsed_between_two_whole_ones_is_no_absence_to_a_search_that_halves(
    tmp_path: Path,
) -> None:
    shell = "<html><body><main><h1>Rules of the Orchard Club</h1><p>Members, plots and fees.</p></main></body></html>"
    target = captures(tmp_path / "caps", SILENT, SELLS, shell, SELLS, SELLS)
    for more in ((), ("--quick",)):
        _, found, text = find(tmp_path, target, "sell your seeds", *more)
        assert [present for present, _ in states(found)] == [False, True]
        assert found["first_with"] == "2024-02-01T00:00:00Z"
        assert "2024-03-01T00:00:00Z" in text
