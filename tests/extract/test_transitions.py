"""Real transitions and real wrong pages, judged. Labels come from sizes; `readings.tsv` says what reading found."""

import csv
import gzip
import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from generator.extract import extract_policy
from generator.extract.quality import Reason, judge
from generator.model.captures import Capture
from generator.model.digests import digest_of
from generator.model.policy import PolicyText

READINGS = Path(__file__).with_name("readings.tsv")


def policy_of(name: str, body: bytes) -> PolicyText:
    kind = "text/html" if name.endswith(".html") else "text/markdown"
    return extract_policy(Capture(sha256=digest_of(body), body=body, media_type=kind))


def read_transitions(shared: Path) -> dict[str, list[bytes]]:
    """Each case with its versions in order: before, the one in question, and the one that recovered, if any."""
    cases: dict[str, list[bytes]] = {}
    with tarfile.open(shared / "fixtures" / "transitions.tar.xz") as archive:
        members = {m.name.removeprefix("./"): archive.extractfile(m) for m in archive if m.isfile()}
        held = {name: file.read() for name, file in members.items() if file is not None}
    index = next(name for name in held if name.endswith("index.jsonl"))
    root = index.removesuffix("index.jsonl")
    for line in held[index].decode().splitlines():
        case = json.loads(line)["case"]
        cases[case] = [held[name] for name in sorted(held) if name.startswith(f"{root}{case}/")]
    return cases


def read_verdicts() -> dict[str, str]:
    with READINGS.open(encoding="utf-8", newline="") as rows:
        return {
            row["case"]: row["verdict"]
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


@pytest.mark.shared
@pytest.mark.long
def test_real_transitions_are_judged_as_reading_judges_them(shared: Path) -> None:
    verdicts = read_verdicts()
    counts: Counter[tuple[str, bool]] = Counter()
    hidden, missed = [], []
    known: dict[tuple[bytes, ...], tuple[Reason, ...]] = {}
    for case, bodies in read_transitions(shared).items():
        key = tuple(bodies)
        if key not in known:
            before, now, *after = (policy_of("x.md", body) for body in bodies)
            known[key] = judge(now, before, after[0] if after else None)
        label = case.partition("/")[0]
        verdict = verdicts.get(case, "wrong" if label == "collapse_then_recover" else "right")
        assert case in verdicts or label != "collapse_persistent", f"nobody read {case}"
        kind = "ordinary" if label == "ordinary" else verdict
        counts[kind, bool(known[key])] += 1
        if kind == "right" and known[key]:
            hidden.append((case, [str(reason) for reason in known[key]]))
        if kind == "wrong" and not known[key]:
            missed.append(case)
    wrong = counts["wrong", True] + counts["wrong", False]
    ordinary = counts["ordinary", True] + counts["ordinary", False]
    print(
        f"wrong: {counts['wrong', True]} of {wrong} flagged, missed {missed}; genuine collapses hidden: {len(hidden)} "
        f"of {counts['right', True] + counts['right', False]}; ordinary flagged: {counts['ordinary', True]} of {ordinary}"
    )
    assert len(known) > 300
    assert not hidden
    assert counts["wrong", True] >= 0.98 * wrong
    assert counts["ordinary", True] <= 0.01 * ordinary


@pytest.mark.shared
def test_real_wrong_pages_are_flagged_and_the_pages_around_them_are_not(shared: Path) -> None:
    pages = shared / "fixtures" / "pages"
    folders = sorted((*pages.glob("ota/*/"), *pages.glob("ota_false_versions/*/")))
    alone = flagged = 0
    for folder in folders:
        read = {path.name[0]: policy_of(path.name, path.read_bytes()) for path in folder.iterdir()}
        assert judge(read["2"], read["1"], read.get("3")), folder.name
        assert not judge(read["1"]), folder.name
        if "3" in read and folder.name != "spa_sorry":  # its next capture truly is in another language
            assert not judge(read["3"], read["1"]), folder.name
        flagged += 1
        alone += bool(judge(read["2"]))
    print(f"{flagged} of {len(folders)} wrong pages flagged; {alone} of them by their own words alone")
    assert flagged >= 25


@pytest.mark.shared
def test_real_changes_and_pairs_of_other_archives_pass(shared: Path) -> None:
    pages = shared / "fixtures" / "pages"
    pairs = [sorted(folder.iterdir()) for folder in sorted(pages.glob("change_pairs/*/"))]
    pairs += [
        [path, Path(str(path).replace("-a.", "-b."))] for path in sorted(pages.glob("edgi_archives/*-a.html"))
    ]
    assert len(pairs) >= 10
    for before, after in pairs:
        assert (
            judge(policy_of(after.name, after.read_bytes()), policy_of(before.name, before.read_bytes()))
            == ()
        )


@pytest.mark.shared
def test_a_page_with_the_archives_toolbar_is_flagged_and_the_raw_one_is_not(shared: Path) -> None:
    folder = shared / "fixtures" / "wayback"
    view, raw = json.loads((folder / "memento_view_vs_raw.json").read_text("utf-8"))["exchanges"]
    found = []
    for exchange in (view, raw):
        body = gzip.decompress((folder / exchange["response"]["body_file"]).read_bytes())
        found.append([reason.code for reason in judge(policy_of("x.html", body))])
    assert found == [["archive-page"], []]


@pytest.mark.shared
def test_no_real_policy_change_of_the_archive_is_suspect(shared: Path) -> None:
    archive = shared / "archive"
    changes = json.loads((archive / "manifest.json").read_text("utf-8"))["changes"]
    flagged = {}
    for change in changes:
        before, now = (
            policy_of(change[side]["file"], (archive / change[side]["file"]).read_bytes())
            for side in ("before", "after")
        )
        if found := judge(now, before):
            flagged[change["id"]] = [str(reason) for reason in found]
        assert not judge(before), change["id"]
    print(f"{len(changes)} real changes, {len(flagged)} flagged: {flagged}")
    assert len(changes) > 50
    assert not flagged
