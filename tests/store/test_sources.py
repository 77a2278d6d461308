"""A content folder is read as text, in order of path, and nothing outside it is."""

from pathlib import Path

from generator.model.digests import digest_of
from generator.model.sources import Fault
from generator.store.sources import read_sources


def test_files_come_in_order_of_path_with_their_digest(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.md").write_bytes(b"one\r\ntwo\n")
    (tmp_path / "a.md").write_bytes("\ufeffcafé".encode())
    read = read_sources(tmp_path)
    assert [(s.path, s.text, s.fault) for s in read] == [
        ("a.md", "café", Fault.NONE),
        ("b/x.md", "one\ntwo\n", Fault.NONE),
    ]
    assert read[1].digest == digest_of(b"one\r\ntwo\n")


def test_committed_captures_and_files_of_tools_are_no_content(tmp_path: Path) -> None:
    for path in ("acme/terms/captures/x.md", ".git/x", ".obsidian/y.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="utf-8")
    (tmp_path / ".DS_Store").write_bytes(b"\0\1")
    assert read_sources(tmp_path) == ()


def test_links_are_handed_on_as_faults_and_never_read(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.md").write_text("secret", encoding="utf-8")
    (content / "file.md").symlink_to(tmp_path / "secret" / "x.md")
    (content / "folder").symlink_to(tmp_path / "secret")
    (content / "broken.md").symlink_to(tmp_path / "nowhere")
    assert [(s.path, s.fault, s.text) for s in read_sources(content)] == [
        ("broken.md", Fault.SYMLINK, ""),
        ("file.md", Fault.SYMLINK, ""),
        ("folder", Fault.SYMLINK, ""),
    ]


def test_a_file_that_is_not_utf_8_is_a_fault_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"one\ntwo\nthr\xe9e\n")
    assert [(s.fault, s.line, s.text) for s in read_sources(tmp_path)] == [(Fault.NOT_UTF_8, 3, "")]
