"""A versions repository says where a file came from and where it went."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from generator.archives.ota import OtaClone, OtaHttp
from generator.archives.renames import history_notes
from generator.archives.session import ArchiveSession
from generator.model.locators import FolderLocator, OtaLocator
from tests.archives.loopback import Answer, Request, serving

TEXT = "# Rules\n\n" + "\n".join(f"{n}. Plot {n} has its own number in the ledger." for n in range(20)) + "\n"
REPOSITORY = "fruit/club-versions"


class Collection:
    """A versions repository in the making."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = 0
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> None:
        when = f"2024-01-{max(self.day, 1):02}T00:00:00Z"
        environment = {
            "PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b.example", "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when,
        }  # fmt: skip
        subprocess.run(["git", *arguments], cwd=self.folder, env=environment, check=True, capture_output=True)

    def commit(self, **files: str | None) -> "Collection":
        """Write (or remove, where None) files named SERVICE/Rules.md and commit."""
        self.day += 1
        for service, text in files.items():
            path = self.folder / service / "Rules.md"
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Record")
        return self

    def notes(self, service: str, cache: Path) -> tuple[str, ...]:
        archive = OtaClone(clones=((REPOSITORY, self.folder),), cache=cache)
        locator = OtaLocator(repository=REPOSITORY, path=f"{service}/Rules.md")
        return history_notes(archive, locator, list(archive.list_captures(locator)))


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "clone")


def test_a_rename_is_told_from_both_ends(collection: Collection, tmp_path: Path) -> None:
    collection.commit(Pear=TEXT, Plum=TEXT.upper()).commit(Pear=None, Quince=TEXT + "21. One more.\n")
    (came,) = collection.notes("Quince", tmp_path)
    assert came == (
        "The file was added 2024-01-02T00:00:00Z in a rename from Pear/Rules.md; "
        f"earlier history at ota:{REPOSITORY}:Pear/Rules.md"
    )
    (went,) = collection.notes("Pear", tmp_path)
    assert went.endswith(f"to Quince/Rules.md; later history at ota:{REPOSITORY}:Quince/Rules.md")
    assert collection.notes("Plum", tmp_path) == ()


def test_a_copy_and_a_rename_in_two_commits_are_told(collection: Collection, tmp_path: Path) -> None:
    collection.commit(Pear=TEXT, Plum="x").commit(Quince=TEXT)
    assert "as a copy of Pear/Rules.md" in collection.notes("Quince", tmp_path)[0]
    collection.commit(Pear=None, Quince=None).commit(Plum="y").commit(Medlar=TEXT)
    assert "with the text of" in collection.notes("Medlar", tmp_path)[0]


def test_a_removal_is_told_and_a_new_file_says_nothing(collection: Collection, tmp_path: Path) -> None:
    collection.commit(Pear=TEXT).commit(Plum="Something else.").commit(Plum=None)
    assert collection.notes("Pear", tmp_path) == ()
    assert collection.notes("Plum", tmp_path) == (
        "The file was removed in the archive 2024-01-03T00:00:00Z, and no version of it follows.",
    )


def test_the_code_host_tells_a_rename_too(tmp_path: Path) -> None:
    rows = [{"sha": "a" * 40, "commit": {"author": {"date": "2024-01-01T00:00:00Z"}, "message": "Rename"}}]
    changed = {
        "files": [{"status": "renamed", "filename": "Plum/Rules.md", "previous_filename": "Pear/Rules.md"}]
    }

    def answer(request: Request) -> Answer:
        return Answer(body=json.dumps(rows if "?path=" in request.target else changed).encode())

    with serving(answer) as server:
        archive = OtaHttp(session=ArchiveSession([server.base]), host=server.base, api=server.base)
        locator = OtaLocator(repository=REPOSITORY, path="Plum/Rules.md")
        (note,) = history_notes(archive, locator, list(archive.list_captures(locator)))
    assert "in a rename from Pear/Rules.md" in note


def test_other_archives_tell_nothing(tmp_path: Path) -> None:
    archive = OtaClone(clones=(), cache=tmp_path)
    assert history_notes(archive, FolderLocator(path="x"), ()) == ()
