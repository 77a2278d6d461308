"""A local clone is read and not obeyed: nothing that its configuration names is run, and every shape of clone is read."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.archives.clone import all_references, find_git, head_of
from generator.archives.ota import OtaClone
from generator.archives.revision import read_revision
from generator.cli import main
from generator.model.errors import ArchiveError, NotArchived, Unavailable
from generator.model.locators import OtaLocator
from tests.archives.test_ota import PATH, REPOSITORY, Repository

pytestmark = pytest.mark.usefixtures("quick_builds")

SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n \n iQEz\n -----END PGP SIGNATURE-----"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A collection of two versions, the second one signed."""
    repository = Repository(tmp_path / "repository")
    repository.commit("# Terms\n\nWe keep what you write.\n", "2024-01-01T00:00:00Z")
    repository.commit("# Terms\n\nWe keep what you write and train models.\n", "2024-02-01T00:00:00Z")
    raw = repository.git("cat-file", "commit", "HEAD")
    head, _, message = raw.partition("\n\n")
    (tmp_path / "signed").write_text(f"{head}\ngpgsig {SIGNATURE}\n\n{message}\n")
    signed = repository.git("hash-object", "-t", "commit", "-w", str(tmp_path / "signed"))
    repository.git("update-ref", "HEAD", signed)
    return repository


def settings(trap: Path, evil: Path, origin: Path) -> dict[str, dict[str, str]]:
    """Configurations that make git run a program in one command or another."""
    run = f"touch {trap}"
    partial = {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
    }
    return {
        "signatures": {"log.showSignature": "true", "gpg.program": str(evil)},
        "signatures of ssh": {
            "log.showSignature": "true",
            "gpg.format": "ssh",
            "gpg.ssh.program": str(evil),
            "gpg.openpgp.program": str(evil),
        },
        "a monitor": {"core.fsmonitor": str(evil)},
        "hooks": {"core.hooksPath": str(evil.parent)},
        "an outer diff": {"diff.external": str(evil)},
        "drivers": {
            "diff.evil.textconv": str(evil),
            "diff.evil.command": str(evil),
            "filter.evil.smudge": run,
            "filter.evil.clean": run,
            "filter.evil.process": run,
        },
        "pagers": {"core.pager": run, "pager.log": run, "pager.cat-file": run},
        "an alias": {"alias.log": f"!{run}", "alias.cat-file": f"!{run}", "alias.rev-parse": f"!{run}"},
        "ssh": {**partial, "remote.origin.url": "ssh://acme.invalid/x", "core.sshCommand": str(evil)},
        "an upload program": {
            **partial,
            "remote.origin.url": f"file://{origin}",
            "remote.origin.uploadpack": str(evil),
        },
        "an outer transport": {
            **partial,
            "remote.origin.url": f"ext::{evil}",
            "protocol.ext.allow": "always",
        },
        "a packer": {"uploadpack.packObjectsHook": str(evil)},
        "alternates": {"core.alternateRefsCommand": str(evil)},
        "credentials": {"credential.helper": f"!{run}", "core.askPass": str(evil)},
        "an editor": {"core.editor": run, "sequence.editor": run},
        "another work tree": {"core.worktree": str(evil.parent)},
    }


NAMES = tuple(settings(Path("t"), Path("e/e"), Path("o")))


@pytest.fixture(params=[*NAMES, "an included file"])
def armed(request: pytest.FixtureRequest, repository: Repository, tmp_path: Path) -> tuple[Repository, Path]:
    """The collection with one of these configurations, its newest blob missing, and the file that would betray a run."""
    trap = tmp_path / "sprung"
    evil = tmp_path / "evil" / "program"
    evil.parent.mkdir()
    for name in ("program", "post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        (evil.parent / name).write_text(f"#!/bin/sh\ntouch {trap}\nexit 1\n")
        (evil.parent / name).chmod(0o755)
        shutil.copy(evil.parent / name, repository.folder / ".git" / "hooks" / name)
    (repository.folder / ".git/info/attributes").write_text("* diff=evil filter=evil\n")
    every = settings(trap, evil, tmp_path / "repository")
    if request.param in every:
        for key, value in every[request.param].items():
            repository.git("config", key, value)
    else:
        lines = ["[log]", "showSignature = true", "[gpg]", f"program = {evil}"]
        (tmp_path / "more").write_text("\n".join(lines) + "\n")
        repository.git("config", "include.path", str(tmp_path / "more"))
    return repository, trap


def lose_a_blob(repository: Repository) -> None:
    """Take one text away, as a clone with a filter lacks it: git would ask its promisor for it."""
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": os.devnull}
    git = [
        "git",
        f"--git-dir={repository.folder}/.git",
        "-c",
        "log.showSignature=false",
        "-c",
        "core.pager=cat",
    ]
    tree = subprocess.run([*git, "ls-tree", "-r", "HEAD"], capture_output=True, check=True, env=env)
    blob = tree.stdout.decode().split()[2]
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()


def test_no_setting_of_a_clone_is_obeyed_however_it_is_read(armed: tuple[Repository, Path]) -> None:
    repository, trap = armed
    clone = repository.clone()
    versions = list(clone.versions(REPOSITORY))
    assert [version.path for version in versions] == [PATH, PATH]
    (first, last) = clone.list_captures(OtaLocator(repository=REPOSITORY, path=PATH))
    assert b"train models" in clone.fetch(last.locator).body
    assert len(list(clone.read_blobs(REPOSITORY, [v.blob for v in versions]))) == 2
    (repository.folder / "content").mkdir()
    assert [s.path for s in read_revision(repository.folder, "HEAD")] == [PATH]
    lose_a_blob(repository)
    with pytest.raises(ArchiveError):
        clone.fetch(last.locator)
    assert clone.fetch(first.locator).body
    assert not trap.exists()


def test_no_command_obeys_a_clone(armed: tuple[Repository, Path], tmp_path: Path) -> None:
    repository, trap = armed
    last = repository.clone().list_captures(OtaLocator(repository=REPOSITORY, path=PATH))
    locators = [str(capture.locator) for capture in last]
    environment = {
        "SMALLPRINT_CACHE": str(tmp_path / "cache"),
        "SMALLPRINT_CLONES": f"{REPOSITORY}={repository.folder}",
        "SMALLPRINT_MIRROR": "",
    }
    base = tmp_path / "mine"
    folders = ["--content", str(base / "content"), "--store", str(base / "store"), "--quiet"]
    pair = ["--before", locators[0], "--after", locators[1]]
    reading = [*folders, "--offline"]
    path = f"ota:{REPOSITORY}:{PATH}"
    commands = [
        ["init", str(base)],
        ["history", path, *reading],
        ["find", path, "train models", *reading],
        ["diff", locators[0], locators[1], "--offline"],
        ["new", "acme", "terms", *pair, *folders],
        ["import", REPOSITORY, "--from", str(repository.folder), "--texts", *reading],
        ["watch", *reading],
        ["fetch", "--all", "--workers", "1", *folders],
        ["verify", "--workers", "1", *reading],
    ]
    for command in commands:
        result = CliRunner(env=environment).invoke(main, command)
        assert isinstance(result.exception, SystemExit | None), (command, result.exception)
        assert result.exit_code == 0, (command, result.output)
        assert not trap.exists(), command


def test_the_traps_would_spring_if_git_obeyed(repository: Repository, tmp_path: Path) -> None:
    """What the tests above rest on: git itself runs the program that such a configuration names."""
    trap = tmp_path / "sprung"
    (tmp_path / "evil").write_text(f"#!/bin/sh\ntouch {trap}\nexit 1\n")
    (tmp_path / "evil").chmod(0o755)
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "gpg.program", str(tmp_path / "evil"))
    repository.git("log")
    assert trap.exists()


def read_all(path: Path, cache: Path) -> list[bytes]:
    clone = OtaClone(clones=((REPOSITORY, path),), cache=cache)
    listed = clone.list_captures(OtaLocator(repository=REPOSITORY, path=PATH))
    return [clone.fetch(capture.locator).body for capture in listed]


@pytest.mark.parametrize(
    "shape",
    ["plain", "bare", "mirror", "packed", "linked", "detached", "tagged", "borrowed", "spaces", "bundle"],
)
def test_every_shape_of_clone_is_read(repository: Repository, tmp_path: Path, shape: str) -> None:
    target = tmp_path / "a clone: #1 ü" if shape == "spaces" else tmp_path / shape
    match shape:
        case "plain" | "spaces":
            repository.git("clone", "-q", ".", str(target))
        case "bare" | "mirror":
            repository.git("clone", "-q", f"--{shape}", ".", str(target))
        case "packed":
            repository.git("gc", "-q")
            repository.git("pack-refs", "--all")
            target = repository.folder
        case "linked":
            repository.git("worktree", "add", "-q", "-b", "side", str(target))
        case "detached":
            repository.git("checkout", "-q", "--detach")
            target = repository.folder
        case "tagged":
            repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
            repository.git("symbolic-ref", "HEAD", "refs/heads/alias")
            target = repository.folder
        case "borrowed":
            repository.git("clone", "-q", "--shared", ".", str(target))
        case "bundle":
            repository.git("bundle", "create", str(target), "HEAD", "main")
    assert len(read_all(target, tmp_path / "cache")) == 2


def test_a_shallow_clone_is_read_as_far_as_it_goes(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    assert len(read_all(tmp_path / "shallow", tmp_path / "cache")) == 1


def test_a_repository_of_longer_digests_is_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "first")
    shutil.rmtree(repository.folder)
    repository.folder.mkdir()
    repository.git("init", "-q", "-b", "main", "--object-format=sha256")
    repository.commit("text", "2024-01-01T00:00:00Z")
    assert read_all(repository.folder, tmp_path / "cache") == [b"text"]


def test_a_clone_that_grew_is_read_anew(repository: Repository, tmp_path: Path) -> None:
    assert len(read_all(repository.folder, tmp_path / "cache")) == 2
    repository.commit("third", "2024-03-01T00:00:00Z")
    assert len(read_all(repository.folder, tmp_path / "cache")) == 3


@pytest.mark.parametrize(
    "head",
    [
        "ref: refs/heads/../../../../secret\n",
        "ref: /etc/passwd\n",
        "ref: refs/heads/none\n",
        "ref: refs/heads/.invalid\n",
        "ref: refs/heads/loop\n",
        "nonsense",
        "",
        "\udcff",
    ],
)
def test_a_head_that_leads_nowhere_is_told_and_shows_nothing_of_other_files(
    repository: Repository, tmp_path: Path, head: str
) -> None:
    (tmp_path / "secret").write_text("a" * 40)
    (repository.folder / ".git/refs/heads/loop").write_text("ref: refs/heads/loop\n")
    (repository.folder / ".git/HEAD").write_bytes(head.encode("utf-8", "surrogateescape"))
    with pytest.raises(Unavailable, match="leads to no commit") as told:
        read_all(repository.folder, tmp_path / "cache")
    assert "aaaa" not in str(told.value)


def test_a_folder_that_is_no_repository_is_not_archived(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(NotArchived, match="no git repository"):
        read_all(tmp_path / "plain", tmp_path / "cache")


def test_references_are_those_that_git_lists(repository: Repository) -> None:
    repository.git("branch", "one")
    repository.git("tag", "-a", "-m", "x", "v1")
    repository.git("pack-refs", "--all")
    repository.git("branch", "deep/er")
    repository.commit("third", "2024-03-01T00:00:00Z")
    listed = repository.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    git = find_git(repository.folder)
    assert all_references(git) == dict(line.split(" ") for line in listed)
    assert head_of(git) == repository.git("rev-parse", "HEAD")


def test_a_revision_is_named_as_git_names_it_and_read_from_any_folder(repository: Repository) -> None:
    repository.git("tag", "-a", "-m", "x", "v1", "HEAD~1")
    repository.git("branch", "deep/er", "HEAD~1")
    (repository.folder / ".git/FETCH_HEAD").write_text(repository.git("rev-parse", "HEAD~1") + "\t\tbranch\n")
    for name in ("v1", "deep/er", "HEAD~1", "FETCH_HEAD", "main^", repository.git("rev-parse", "HEAD~1")[:9]):
        (source,) = read_revision(repository.folder / "Acme Meet", name)
        assert (source.path, "train" in source.text) == ("Terms of Service.md", False), name
    (repository.folder / "new").mkdir()
    assert read_revision(repository.folder / "new", "main") == ()
    for name in ("nosuch", "--output=x", "main:nosuch", ""):
        with pytest.raises(Unavailable, match=r"no commit of|no git revision"):
            read_revision(repository.folder, name)
