"""The evidence store and its mirrors: found by SHA-256, written whole, never wrong."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.model.digests import Digest, digest_of
from generator.model.errors import StoreError, WrongBytes
from generator.store.evidence_store import EvidenceStore
from generator.store.mirrors import Mirror

TEXT = b"# Acme Meet Terms\n\nYou keep what you say.\n"
DIGEST = digest_of(TEXT)


def test_what_is_put_is_found_under_its_digest(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "store")
    path = store.put(DIGEST, TEXT)
    assert path == tmp_path / "store" / DIGEST[:2] / DIGEST
    assert store.find_bytes(DIGEST) == TEXT
    assert list(store.digests()) == [DIGEST]
    assert store.find_bytes(digest_of(b"never seen")) is None


def test_bytes_of_another_digest_are_not_written(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "store")
    with pytest.raises(WrongBytes) as told:
        store.put(DIGEST, TEXT + b" ")
    assert (told.value.expected, told.value.actual) == (DIGEST, digest_of(TEXT + b" "))
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("wrong", [b"", TEXT[:-1], TEXT + b"\n", b"another text"])
def test_wrong_bytes_in_the_store_are_an_error_and_never_given_out(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "right.md").write_bytes(TEXT)
    store = EvidenceStore(tmp_path / "store", (tmp_path / "mirror",))
    path = store.put(DIGEST, TEXT)
    path.write_bytes(wrong)
    with pytest.raises(WrongBytes):
        store.find_bytes(DIGEST)
    with pytest.raises(WrongBytes):
        store.put(DIGEST, TEXT)
    assert path.read_bytes() == wrong  # evidence of the damage is kept


def test_any_folder_with_the_right_bytes_is_a_mirror_whatever_its_names(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror" / "deep" / "er"
    mirror.mkdir(parents=True)
    (mirror / "some name #1.md").write_bytes(TEXT)
    store = EvidenceStore(tmp_path / "store", (tmp_path / "mirror",), tmp_path / "cache")
    assert store.find_bytes(DIGEST) == TEXT
    assert store.notices == ()
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("name", ["{d}", "{ab}/{d}", "sha256/{ab}/{d}"])
def test_a_file_named_by_its_digest_is_found_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / "mirror" / name.format(d=DIGEST, ab=DIGEST[:2])
    path.parent.mkdir(parents=True)
    path.write_bytes(TEXT)
    (tmp_path / "mirror" / "unreadable").mkdir()
    store = EvidenceStore(tmp_path / "store", (tmp_path / "mirror",))
    assert store.find_bytes(DIGEST) == TEXT
    assert store._mirrors[0]._files is None  # nothing was walked for it


def test_wrong_bytes_in_a_mirror_are_skipped_with_a_notice_and_the_right_ones_found(tmp_path: Path) -> None:
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    (wrong / DIGEST[:2]).mkdir(parents=True)
    (wrong / DIGEST[:2] / DIGEST).write_bytes(b"not these")
    right.mkdir()
    (right / "a.md").write_bytes(TEXT)
    store = EvidenceStore(tmp_path / "store", (wrong, right))
    assert store.find_bytes(DIGEST) == TEXT
    assert store.find_bytes(DIGEST) == TEXT
    (notice,) = store.notices
    assert DIGEST[:12] in notice
    assert digest_of(b"not these")[:12] in notice


@pytest.mark.parametrize("index", ["history.jsonl", "manifest.json"])
def test_the_hints_of_an_index_are_used_and_checked(tmp_path: Path, index: str) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "a.md").write_bytes(TEXT)
    (mirror / "b.md").write_bytes(b"other")
    rows = [{"sha256": DIGEST, "file": "a.md"}, {"sha256": f"sha256:{digest_of(b'lie')}", "file": "b.md"}]
    text = (
        "\n".join(map(json.dumps, rows))
        if index.endswith("l")
        else json.dumps({"changes": [{"after": rows}]})
    )
    (mirror / index).write_text(text)
    store = EvidenceStore(tmp_path / "store", (mirror,))
    assert store.find_bytes(DIGEST) == TEXT
    assert store._mirrors[0]._index is None  # nothing was hashed but what was given out
    assert store.find_bytes(digest_of(b"lie")) is None
    assert len(store.notices) == 1


@pytest.mark.parametrize("damage", ["{", "[1, 2", '{"sha256": 3, "file": {}}', "\udcff", "[" * 5000])
def test_a_damaged_index_is_no_hint_and_no_error(tmp_path: Path, damage: str) -> None:
    (tmp_path / "manifest.json").write_bytes(damage.encode("utf-8", "surrogateescape"))
    (tmp_path / "a.md").write_bytes(TEXT)
    assert EvidenceStore(tmp_path / "store", (tmp_path,)).find_bytes(DIGEST) == TEXT


def test_a_hint_that_leads_out_of_the_mirror_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(TEXT)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    rows = [{"sha256": DIGEST, "file": name} for name in ("../secret.md", str(tmp_path / "secret.md"))]
    (mirror / "history.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert EvidenceStore(tmp_path / "store", (mirror,)).find_bytes(DIGEST) is None


def test_links_that_lead_out_of_mirror_or_store_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / DIGEST).write_bytes(TEXT)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / DIGEST).symlink_to(outside / DIGEST)
    (mirror / "folder").symlink_to(outside)
    store = EvidenceStore(tmp_path / "store", (mirror,))
    assert store.find_bytes(DIGEST) is None
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / DIGEST[:2]).symlink_to(outside)
    with pytest.raises(StoreError):
        store.find_bytes(DIGEST)
    with pytest.raises(StoreError):
        store.put(DIGEST, TEXT)


def test_a_loop_of_links_in_a_mirror_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert EvidenceStore(tmp_path / "store", (tmp_path,)).find_bytes(DIGEST) == TEXT


def test_the_second_run_reads_no_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    for number in range(50):
        (mirror / f"{number}.md").write_bytes(b"text %d" % number)
    old = time.time() - 100
    for path in mirror.iterdir():
        os.utime(path, (old, old))
    cache = tmp_path / "cache"
    assert EvidenceStore(tmp_path / "s", (mirror,), cache).find_bytes(digest_of(b"text 7")) == b"text 7"
    for notes in cache.rglob(
        "*.known"
    ):  # a file must have been at rest for two seconds when its notes were written
        os.utime(notes, (time.time() + 3, time.time() + 3))
    read: list[str] = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path.name), real(path))[1])
    assert EvidenceStore(tmp_path / "s", (mirror,), cache).find_bytes(digest_of(b"text 7")) == b"text 7"
    assert [name for name in read if name.endswith(".md")] == ["7.md"]


def test_a_file_changed_behind_the_notes_is_never_given_out_wrongly(tmp_path: Path) -> None:
    mirror, cache = tmp_path / "mirror", tmp_path / "cache"
    mirror.mkdir()
    (mirror / "a.md").write_bytes(TEXT)
    EvidenceStore(tmp_path / "s", (mirror,), cache).find_bytes(DIGEST)
    stat = (mirror / "a.md").stat()
    (mirror / "a.md").write_bytes(bytes(reversed(TEXT)))
    os.utime(mirror / "a.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    store = EvidenceStore(tmp_path / "s", (mirror,), cache)
    assert store.find_bytes(DIGEST) is None
    assert store.find_bytes(digest_of(bytes(reversed(TEXT)))) == bytes(reversed(TEXT))


def test_damaged_notes_cost_reading_and_nothing_else(tmp_path: Path) -> None:
    mirror, cache = tmp_path / "mirror", tmp_path / "cache"
    mirror.mkdir()
    (mirror / "a.md").write_bytes(TEXT)
    EvidenceStore(tmp_path / "s", (mirror,), cache).find_bytes(DIGEST)
    for notes in cache.rglob("*.known"):
        notes.write_bytes(b"known-1\nnonsense\xff")
    assert EvidenceStore(tmp_path / "s", (mirror,), cache).find_bytes(DIGEST) == TEXT


def test_a_store_travels_to_a_worker_as_its_folders(tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "a").write_bytes(TEXT)
    store = EvidenceStore(tmp_path / "store", (tmp_path / "mirror",), tmp_path / "cache")
    store.find_bytes(DIGEST)
    there = pickle.loads(pickle.dumps(store))
    assert (there.folder, there.mirrors, there.cache) == (store.folder, store.mirrors, store.cache)
    assert there.find_bytes(DIGEST) == TEXT


def test_a_folder_that_does_not_exist_is_no_mirror(tmp_path: Path) -> None:
    assert EvidenceStore(tmp_path / "store", (tmp_path / "nowhere",)).find_bytes(DIGEST) is None


WRITER = """
import sys
from pathlib import Path
from generator.store.evidence_store import EvidenceStore
from generator.model.digests import digest_of
store = EvidenceStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(100000):
    body = (b"%d " % number) * 200000
    store.put(digest_of(body), body)
"""


def test_a_writer_killed_at_any_moment_leaves_only_whole_captures(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    for pause in (0.02, 0.1, 0.25):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "store")], stdout=subprocess.PIPE, cwd=root
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        store = EvidenceStore(tmp_path / "store")
        for digest in store.digests():
            assert store.find_bytes(digest) is not None
    assert store.put(DIGEST, TEXT).is_file()
    assert Digest(DIGEST) in set(store.digests())


@pytest.mark.shared
def test_every_pinned_capture_of_the_shared_archive_is_found_by_its_digest(
    shared: Path, tmp_path: Path
) -> None:
    manifest = json.loads((shared / "archive" / "manifest.json").read_text(encoding="utf-8"))
    store = EvidenceStore(tmp_path / "store", (shared / "archive",), tmp_path / "cache")
    wanted = [
        Digest(change[side]["sha256"]) for change in manifest["changes"] for side in ("before", "after")
    ]
    assert [digest for digest in wanted if store.find_bytes(digest) is None] == []
    assert store.notices == ()
    assert len(wanted) == 104


@pytest.mark.parametrize("name", ["a\0b.md", "\ud800.md", "/etc/passwd", "../x.md", "", "x" * 5000])
def test_an_index_that_names_no_file_is_passed_over(tmp_path: Path, name: str) -> None:
    digest = digest_of(b"kept")
    (tmp_path / "history.jsonl").write_text(json.dumps({"sha256": digest, "file": name}), encoding="utf-8")
    (tmp_path / "kept.md").write_bytes(b"kept")
    assert Mirror(tmp_path).find_bytes(digest) == b"kept"
