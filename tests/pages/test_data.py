"""Data beside changes and in bulk: complete, described, the same bytes, no more words than the report may carry."""

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from generator.model.captures import Side
from generator.model.catalog import WholeTexts
from generator.pages.data.change import evidence_zip, redline_json
from generator.pages.data.diff import diff_text
from generator.pages.material import Material
from generator.pages.site.matrix import write_csv
from tests.pages.conftest import WholeSite, with_policy

KEY = "brightnote/terms-of-service/2024-04-01"


def loaded(site: WholeSite, name: str) -> dict[str, Any]:
    value = json.loads(site.text(f"{KEY}/{name}"))
    assert isinstance(value, dict)
    return value


def test_change_json_says_what_the_page_says(whole: WholeSite) -> None:
    value = loaded(whole, "change.json")
    assert value["title"] == "Brightnote's terms licensed notes for machine learning"
    assert value["before"]["captured_at"] == "2024-02-01T12:45:56Z"
    assert value["corrections"] == [
        {"on": "2026-11-22", "kind": "date", "was": "captured on 2 April", "now": "captured on 1 April"}
    ]
    licence = next(q for q in value["quotations"] if q["name"] == "licence")
    assert licence["words"] == "machine learning, artificial intelligence, training, testing"
    assert licence["life"]["last_without"] == "2024-02-01T12:45:56Z"
    assert licence["after"]["kind"] == "cut"
    assert value["updated"] == "2026-11-23"
    assert value["dates"][2]["source"]["read"] == "not opened by us"


def test_evidence_json_has_every_address_of_the_lock(whole: WholeSite) -> None:
    lock = whole.material.catalog.lock(KEY)
    assert lock is not None
    assert {p["id"] for p in loaded(whole, "evidence.json")["passages"]} >= {p.id for p in lock.passages}


def test_the_pieces_of_redline_json_are_words_of_the_captures(whole: WholeSite) -> None:
    value = loaded(whole, "redline.json")
    sheets = whole.material.sheets[KEY]
    held = {"delete": sheets.before.text, "insert": sheets.after.text, "equal": sheets.after.text}
    pieces = [p for hunk in value["hunks"] for p in hunk.get("pieces", ())]
    assert {p["op"] for p in pieces} >= {"insert", "delete"}
    for piece in pieces:
        for word in piece["words"].split():
            assert word in held.get(piece["op"], sheets.before.text + sheets.after.text)


def words_carried(value: dict[str, Any]) -> int:
    return sum(len(p["words"].split()) for hunk in value["hunks"] for p in hunk.get("pieces", ()))


def test_whole_texts_rules_how_many_words_the_data_carry(material: Material) -> None:
    carried = {}
    for policy in WholeTexts:
        chosen = with_policy(material, policy)
        change = chosen.catalog.change(KEY)
        assert change is not None
        carried[policy] = words_carried(redline_json(change, chosen))
    assert carried[WholeTexts.LINK] == 0
    assert 0 < carried[WholeTexts.CONTEXT] <= carried[WholeTexts.PUBLISH]


def test_a_report_that_only_links_has_no_lines_in_its_diff(material: Material) -> None:
    chosen = with_policy(material, WholeTexts.LINK)
    change = chosen.catalog.change(KEY)
    assert change is not None
    assert not [line for line in diff_text(change, chosen).splitlines()[4:] if not line.startswith("#")]


def test_a_partial_build_says_in_the_data_what_is_out_of_reach(bare: WholeSite) -> None:
    assert loaded(bare, "redline.json")["available"] is False
    assert "out of reach" in bare.text(f"{KEY}/change.diff")
    assert loaded(bare, "change.json")["quotations"]


def test_the_diff_counts_its_lines_as_unified_diffs_do(whole: WholeSite) -> None:
    lines = whole.text(f"{KEY}/change.diff").splitlines()
    at = [n for n, line in enumerate(lines) if line.startswith("@@")]
    assert at
    for start, end in zip(at, [*at[1:], len(lines)], strict=True):
        old, new = (part.partition(",")[2] for part in lines[start].split()[1:3])
        body = lines[start + 1 : end]
        assert sum(line[0] != "+" for line in body) == int(old)
        assert sum(line[0] != "-" for line in body) == int(new)


def test_evidence_zip_verifies_with_sha256sum_and_holds_no_capture(whole: WholeSite) -> None:
    with zipfile.ZipFile(io.BytesIO(whole.files[f"{KEY}/evidence.zip"].body)) as archive:
        names = archive.namelist()
        sums = archive.read("SHA256SUMS").decode()
        assert archive.read("change.json").decode() == whole.text(f"{KEY}/change.json")
        everything = b"".join(archive.read(name) for name in names).decode()
    assert names == [
        "README.txt",
        "SHA256SUMS",
        "locators.tsv",
        "quotations.txt",
        "change.json",
        "evidence.json",
    ]
    material = whole.material
    change = material.catalog.change(KEY)
    assert change is not None
    for side, line in zip(Side, sums.splitlines(), strict=True):
        row = material.row(change, side)
        assert row is not None
        assert line == f"{row.sha256}  {row.captured_at:%Y%m%dT%H%M%SZ}.md"
    for sheet in (material.sheets[KEY].before, material.sheets[KEY].after):
        longest = max((" ".join(s.words.split()) for s in sheet.segments), key=len)
        assert longest not in everything


def test_evidence_zip_has_the_same_bytes_every_time(material: Material) -> None:
    change = material.catalog.change(KEY)
    assert change is not None
    first, second = (evidence_zip(change, material, "a", "b") for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_every_field_of_every_table_is_described(whole: WholeSite) -> None:
    package = json.loads(whole.text("data/datapackage.json"))
    assert [r["name"] for r in package["resources"]] == [
        "changes",
        "quotations",
        "matrix",
        "documents",
        "captures",
        "corrections",
    ]
    for resource in package["resources"]:
        table = list(csv.reader(io.StringIO(whole.text(f"data/{resource['path']}"), newline="")))
        assert table[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert all(len(row) == len(table[0]) for row in table)
        rows = json.loads(whole.text(f"data/{resource['name']}.json"))["rows"]
        assert len(rows) == len(table) - 1


def test_docs_name_every_file_and_every_field(whole: WholeSite) -> None:
    from tests.pages.conftest import ROOT

    docs = (ROOT / "docs" / "data.md").read_text()
    package = json.loads(whole.text("data/datapackage.json"))
    for resource in package["resources"]:
        assert f"`data/{resource['name']}.csv`" in docs
        for field in resource["schema"]["fields"]:
            assert f"`{field['name']}`" in docs, field["name"]
    for name in ("change.json", "evidence.json", "redline.json", "change.diff", "evidence.zip"):
        assert f"`{name}`" in docs
        for key in loaded(whole, name) if name.endswith(".json") else ():
            assert f"`{key}`" in docs, (name, key)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_might_run_is_defused(cell: str) -> None:
    assert write_csv([(cell, "plain")]).startswith(("'", "\"'"))
