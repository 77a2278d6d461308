"""`build`, `lock` and `check` on a whole small report: what each mistake costs, and what stays published."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.model.digests import digest_of
from tests.archives.test_warc_seconds import URL, Tape
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("quick_builds")

MINIMAL = ROOT / "tests" / "sites" / "minimal" / "content"
CHANGE = "brightnote/terms-of-service/2024-04-01"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest report, locked and published."""
    folder = tmp_path_factory.mktemp("smallest")
    shutil.copytree(MINIMAL, folder / "content")
    assert run(folder, "lock")[0] == 0
    code, out = run(folder, "build")
    assert code == 0, out
    return folder


@pytest.fixture
def report(built: Path, tmp_path: Path) -> Path:
    """A copy of it, with all that was published and is remembered."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(folder: Path, command: str, *more: str) -> tuple[int, str]:
    arguments = [command, "--content", str(folder / "content"), "--store", str(folder / "store"), "--offline"]
    if command == "build":
        arguments += ["--site", str(folder / "site")]
    result = CliRunner(env={"SMALLPRINT_CACHE": str(folder / "cache"), "SMALLPRINT_MIRROR": ""}).invoke(
        main, [*arguments, "--workers", "1", "--quiet", *more]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def published(folder: Path) -> dict[str, bytes]:
    site = folder / "site"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def edit(folder: Path, old: str, new: str, name: str = f"{CHANGE}.md") -> int:
    """Replace words once in a content file; the line they stand on."""
    path = folder / "content" / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def one_line(folder: Path) -> tuple[str, str]:
    """The first quotation's own words and its side, as the note has them."""
    text = (folder / "content" / f"{CHANGE}.md").read_text(encoding="utf-8")
    found = re.search(r"^> \[!after ([^\]\s]+)[^\n]*\n> ([^\n]+)", text, re.MULTILINE)
    assert found
    return found[1], found[2]


def assert_refused(folder: Path, code: str, line: int | None = None, name: str = f"{CHANGE}.md") -> str:
    before = published(folder)
    exit_code, out = run(folder, "build")
    assert exit_code == 1, out
    place = f"content/{name}:{line}:" if line else f"content/{name}"
    assert any(place in row and f"[{code}]" in row for row in out.splitlines()), out
    assert published(folder) == before
    return out


def test_a_quotation_that_is_wrong_by_one_character_is_refused_at_its_line(report: Path) -> None:
    _, words = one_line(report)
    line = edit(report, f"> {words}", f"> {words[:-1]}{'x' if words[-1] != 'x' else 'y'}")
    assert_refused(report, "quotation-not-found", line - 1)


def test_a_quotation_on_the_wrong_side_is_refused(report: Path) -> None:
    name, _ = one_line(report)
    line = edit(report, f"[!after {name}]", f"[!before {name}]")
    assert_refused(report, "quotation-wrong-side", line)


def test_an_unknown_name_in_a_claim_is_refused(report: Path) -> None:
    text = (report / "content" / f"{CHANGE}.md").read_text(encoding="utf-8")
    found = re.search(r"quote: ?(\S+?)[},\n]", text)
    assert found
    line = edit(report, f"quote: {found[1]}", "quote: nobody-said-this")
    assert_refused(report, "unknown-quotation", line)


def test_a_wrong_clause_number_is_refused(report: Path) -> None:
    text = (report / "content" / f"{CHANGE}.md").read_text(encoding="utf-8")
    found = re.search(r"^> (\[!after \S+?\]) (\d\S*)$", text, re.MULTILINE)
    assert found
    line = edit(report, f"{found[1]} {found[2]}", f"{found[1]} 99.9")
    assert_refused(report, "wrong-clause", line)


def test_wrong_bytes_in_the_store_are_refused(report: Path) -> None:
    table = (report / "content" / "brightnote/terms-of-service/captures.tsv").read_text(encoding="utf-8")
    digest = re.findall(r"\b[0-9a-f]{64}\b", table)[0]
    place = report / "store" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(b"other bytes\n")
    out = assert_refused(report, "wrong-bytes", 2)
    assert digest in out


def test_wrong_bytes_of_a_capture_that_no_change_pins_are_refused_too(report: Path) -> None:
    table = report / "content" / "brightnote/terms-of-service/captures.tsv"
    first = table.read_text(encoding="utf-8").split("\n")[1].split("\t")
    digest = hashlib.sha256(b"# Terms\n\nBetween the two.\n").hexdigest()
    row = [
        first[0],
        "2024-03-01T00:00:00Z",
        "0",
        "folder:captures/lost.md",
        digest,
        "30",
        *first[6:9],
        "change",
    ]
    table.write_text(table.read_text(encoding="utf-8") + "\t".join(row) + "\n", encoding="utf-8")
    place = report / "store" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(b"other bytes\n")
    out = assert_refused(report, "wrong-bytes", name="brightnote/terms-of-service/index.md")
    assert digest in out


def test_an_unknown_company_is_refused(report: Path) -> None:
    (report / "content" / "brightnote" / "index.md").unlink()
    assert_refused(report, "unknown-company", name="brightnote/terms-of-service/index.md")


def test_an_unknown_key_is_refused_with_the_nearest_known_one(report: Path) -> None:
    line = edit(report, "summary:", "sumary:")
    out = assert_refused(report, "unknown-key", line)
    assert "summary" in out


def test_a_date_that_does_not_exist_is_refused(report: Path) -> None:
    text = (report / "content" / f"{CHANGE}.md").read_text(encoding="utf-8")
    found = re.search(r"published: (\S+)", text)
    assert found
    line = edit(report, found[0], "published: 2026-02-30")
    assert_refused(report, "bad-date", line)


def test_a_duplicate_address_is_refused(report: Path) -> None:
    other = report / "content" / "Brightnote"
    other.mkdir()
    (other / "index.md").write_text("---\nname: Brightnote again\n---\n")
    before = published(report)
    code, out = run(report, "build")
    assert code == 1, out
    assert "[duplicate-address]" in out or "[bad-address]" in out
    assert published(report) == before


def test_a_dropped_address_is_refused(report: Path) -> None:
    name, words = one_line(report)
    edit(report, f"[!after {name}]", "[!after another-name]")
    before = published(report)
    code, out = run(report, "build")
    assert code == 1, out
    assert published(report) == before
    assert words


def test_a_change_that_is_deleted_is_refused(report: Path) -> None:
    (report / "content" / f"{CHANGE}.md").unlink()
    before = published(report)
    code, out = run(report, "build")
    assert code == 1, out
    assert published(report) == before


def test_all_problems_are_told_at_once(report: Path) -> None:
    edit(report, "summary:", "sumary:")
    edit(report, "title:", "titel:", name="topics/ai-training.md")
    code, out = run(report, "check")
    assert code == 1
    assert "sumary" in out
    assert "titel" in out


def test_a_build_without_captures_publishes_all_addresses_and_says_so(report: Path) -> None:
    whole = published(report)
    shutil.rmtree(report / "content/brightnote/terms-of-service/captures")
    code, out = run(report, "build")
    assert code == 0, out
    page = published(report)[f"{CHANGE}/index.html"].decode()
    for name in re.findall(r'id="([ab]-[a-z2-7]{10}(?:-\d+)?)"', whole[f"{CHANGE}/index.html"].decode()):
        assert f'id="{name}"' in page
    assert "checked in an earlier build" in page
    assert 'content="noindex' in page
    assert one_line(report)[1] in re.sub(r"<[^>]+>", "", page)


def test_a_complete_build_without_captures_exits_3_and_publishes_nothing(report: Path) -> None:
    before = published(report)
    shutil.rmtree(report / "content/brightnote/terms-of-service/captures")
    code, out = run(report, "build", "--complete")
    assert code == 3, out
    assert "out of reach" in out
    assert published(report) == before


def test_without_captures_a_quotation_that_the_lock_does_not_know_is_refused(report: Path) -> None:
    _, words = one_line(report)
    shutil.rmtree(report / "content/brightnote/terms-of-service/captures")
    line = edit(report, f"> {words}", f"> {words[:-1]}")
    assert_refused(report, "not-checked", line - 1)


def test_locking_twice_changes_nothing(report: Path) -> None:
    path = report / "content" / f"{CHANGE}.lock"
    first = path.read_bytes()
    assert run(report, "lock")[0] == 0
    assert path.read_bytes() == first


def test_check_speaks_json_and_github(report: Path) -> None:
    edit(report, "summary:", "sumary:")
    code, out = run(report, "check", "--format", "json")
    assert code == 1
    assert any(p["code"] == "unknown-key" for p in json.loads(out))
    _, told = run(report, "check", "--format", "github")
    assert "::error file=" in told


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("name", ["store", "content", "content/site", "cache", "home", "."])
def test_a_folder_that_is_no_site_of_ours_is_refused_before_anything_is_done(
    tmp_path: Path, command: str, name: str
) -> None:
    shutil.copytree(MINIMAL, tmp_path / "content")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/index.html").write_text("my own page")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    arguments = [command, "--content", str(tmp_path / "content"), "--store", str(tmp_path / "store")]
    environment = {"SMALLPRINT_CACHE": str(tmp_path / "cache"), "SMALLPRINT_MIRROR": ""}
    result = CliRunner(env=environment).invoke(
        main, [*arguments, "--offline", "--site", str(tmp_path / name)]
    )
    assert result.exit_code == 1
    assert str(tmp_path) in result.output
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_committed_capture_that_was_edited_is_an_error_at_its_row(report: Path) -> None:
    folder = report / "content" / "brightnote" / "terms-of-service"
    capture = sorted((folder / "captures").glob("*.md"))[0]
    pinned = digest_of(capture.read_bytes())
    capture.write_bytes(capture.read_bytes().replace(b"e", b"a", 1))
    rows = (folder / "captures.tsv").read_text(encoding="utf-8").split("\n")
    line = next(number for number, row in enumerate(rows, start=1) if pinned in row)
    name = "brightnote/terms-of-service/captures.tsv"
    out = assert_refused(report, "capture-differs", line, name)
    assert pinned in out
    assert digest_of(capture.read_bytes()) in out
    assert run(report, "check")[0] == 1
    assert f"{name}:{line}:1: [capture-differs]" in run(report, "check")[1]
    capture.unlink()
    assert "capture-differs" not in run(report, "check")[1]


def test_a_record_that_is_not_what_its_row_says_is_an_error_at_its_row(report: Path) -> None:
    folder = report / "content" / "brightnote" / "terms-of-service"
    capture = sorted((folder / "captures").glob("*.md"))[0]
    tape = Tape().response("2024-02-01T12:45:56Z", capture.read_text(encoding="utf-8"))
    rows = (folder / "captures.tsv").read_text(encoding="utf-8")
    locator = "content/brightnote/terms-of-service/captures/club.warc.gz"
    rows = rows.replace(
        f"folder:content/brightnote/terms-of-service/captures/{capture.name}",
        f"warc:{locator}#{URL}@2024-02-01T12:45:56Z",
    )
    (folder / "captures.tsv").write_text(rows, encoding="utf-8")
    tape.at(folder / "captures")
    assert "capture-differs" not in run(report, "check")[1]
    Tape().response("2024-02-01T12:45:56Z", "Something else.").at(folder / "captures")
    capture.unlink()
    code, out = run(report, "check")
    assert code == 1
    assert "captures.tsv:2:1: [capture-differs]" in out
