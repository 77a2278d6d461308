"""Open Terms Archive repositories: every version, every date, in the graph's order; nothing simplified away."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from generator.archives.configure import settings_from
from generator.archives.ota import OtaClone, OtaHttp, parse_log, run_git
from generator.archives.session import ArchiveSession
from generator.archives.subjects import is_first, is_technical
from generator.model.errors import NotArchived, Unavailable, UnexpectedReply
from generator.model.locators import OtaLocator
from generator.model.times import spell_time
from tests.archives.loopback import Answer, serving

REPOSITORY = "AcmeWatch/demo-versions"
PATH = "Acme Meet/Terms of Service.md"


class Repository:
    """A repository under construction, committer and clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, authored: str = "2024-01-01T00:00:00Z", committed: str = "") -> str:
        who = {"GIT_AUTHOR_NAME": "R", "GIT_AUTHOR_EMAIL": "r@acme.example", "GIT_AUTHOR_DATE": authored}
        who |= {"GIT_COMMITTER_NAME": "R", "GIT_COMMITTER_EMAIL": "r@acme.example"}
        who |= {"GIT_COMMITTER_DATE": committed or authored}
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1"} | who
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments], check=True, capture_output=True, env=env
        )
        return done.stdout.decode().strip()

    def commit(
        self,
        text: str,
        authored: str,
        subject: str = "Record new changes of Terms",
        *,
        path: str = PATH,
        committed: str = "",
    ) -> str:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject, authored=authored, committed=committed)
        return self.git("rev-parse", "HEAD")

    def clone(self) -> OtaClone:
        return OtaClone(clones=((REPOSITORY, self.folder),), cache=self.folder / "cache")

    def times(self) -> list[str]:
        listed = self.clone().list_captures(OtaLocator(repository=REPOSITORY, path=PATH))
        return [spell_time(capture.captured_at) for capture in listed]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_commits_out_of_order_are_all_listed_in_the_graphs_order(repository: Repository) -> None:
    days = ("2024-01-05", "2024-01-06", "2020-01-01", "2024-01-08")
    for number, day in enumerate(days):
        repository.commit(f"text {number}", f"{day}T00:00:00Z")
    assert repository.times() == [f"{day}T00:00:00Z" for day in days]


def test_the_time_is_the_authors_and_not_the_committers(repository: Repository) -> None:
    repository.commit("a", "2023-04-01T06:45:10Z", committed="2025-05-05T05:05:05Z")
    assert repository.times() == ["2023-04-01T06:45:10Z"]


def test_versions_of_both_arms_of_a_merge_are_listed_and_so_is_what_only_the_merge_has(
    repository: Repository,
) -> None:
    repository.commit("start", "2024-01-01T00:00:00Z")
    repository.git("checkout", "-q", "-b", "other")
    repository.commit("arm", "2024-01-02T00:00:00Z")
    repository.git("checkout", "-q", "main")
    repository.commit("main", "2024-01-03T00:00:00Z")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "other")
    repository.commit("resolved", "2024-01-04T00:00:00Z", "Merge")
    clone = repository.clone()
    listed = list(clone.list_captures(OtaLocator(repository=REPOSITORY, path=PATH)))
    assert sorted(clone.fetch(capture.locator).body for capture in listed) == [
        b"arm",
        b"main",
        b"resolved",
        b"start",
    ]


def test_a_text_that_returns_is_a_version_of_its_own(repository: Repository) -> None:
    for number, text in enumerate(("a", "b", "a")):
        repository.commit(text, f"2024-01-0{number + 1}T00:00:00Z")
    assert len(repository.times()) == 3


def test_a_file_that_was_removed_and_came_back_keeps_its_versions(repository: Repository) -> None:
    repository.commit("a", "2024-01-01T00:00:00Z")
    (repository.folder / PATH).unlink()
    repository.git("commit", "-q", "-a", "-m", "Remove", authored="2024-01-02T00:00:00Z")
    repository.commit("b", "2024-01-03T00:00:00Z")
    assert repository.times() == ["2024-01-01T00:00:00Z", "2024-01-03T00:00:00Z"]
    assert [version.blob == "" for version in repository.clone().versions(REPOSITORY, PATH)] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "name",
    ["A B/Privacy Policy #1.md", "*/T?rms [x].md", "ß/条款.md", ":(top)/odd.md", 'q"uote/a.md', "tab\t/a.md"],
)
def test_paths_are_taken_letter_by_letter(repository: Repository, name: str) -> None:
    repository.commit("other", "2024-01-01T00:00:00Z", path="Zed/Terms x.md")
    commit = repository.commit("text", "2024-01-02T00:00:00Z", path=name)
    clone = repository.clone()
    (listed,) = clone.list_captures(OtaLocator(repository=REPOSITORY, path=name))
    assert listed.locator == OtaLocator(repository=REPOSITORY, commit=commit, path=name)
    assert clone.fetch(listed.locator).body == b"text"


def test_a_folder_or_a_link_is_no_capture(repository: Repository) -> None:
    commit = repository.commit("text", "2024-01-01T00:00:00Z")
    for path in ("Acme Meet", "", "../escape.md", "Acme Meet/Terms of Service.md\nHEAD"):
        with pytest.raises(NotArchived):
            repository.clone().fetch(OtaLocator(repository=REPOSITORY, commit=commit, path=path))


def test_a_repositorys_own_hooks_and_settings_are_not_run(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit("text", "2024-01-01T00:00:00Z")
    trap = tmp_path / "sprung"
    repository.git("config", "core.fsmonitor", f"touch {trap}")
    repository.git("config", "diff.external", f"touch {trap}")
    repository.git("config", "core.pager", f"touch {trap}")
    (repository.folder / ".gitattributes").write_text("*.md diff=evil filter=evil\n")
    repository.git("config", "filter.evil.smudge", f"touch {trap}")
    clone = repository.clone()
    list(clone.versions(REPOSITORY))
    assert clone.fetch(OtaLocator(repository=REPOSITORY, commit=commit, path=PATH)).body == b"text"
    assert not trap.exists()


def test_a_damaged_bundle_is_unavailable_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bundle = tmp_path / "broken.bundle"
    bundle.write_bytes(b"# v2 git bundle\n" + b"0" * 40 + b" refs/heads/main\n\nPACK")
    clone = OtaClone(clones=((REPOSITORY, bundle),), cache=tmp_path / "cache")
    with pytest.raises(Unavailable):
        list(clone.versions(REPOSITORY))
    assert list((tmp_path / "cache" / "clones").iterdir()) == []


def test_a_missing_clone_is_not_archived(tmp_path: Path) -> None:
    with pytest.raises(NotArchived):
        OtaClone(clones=((REPOSITORY, tmp_path / "no"),), cache=tmp_path).repository(REPOSITORY)


def test_clones_are_named_by_settings_one_by_one_or_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "AcmeWatch" / "one-versions" / ".git").mkdir(parents=True)
    (tmp_path / "AcmeWatch" / "two-versions.bundle").write_text("")
    settings = settings_from({"SMALLPRINT_CLONES": f"{tmp_path}:X/y=relative/place"})
    assert [name for name, _ in settings.clones] == [
        "AcmeWatch/one-versions",
        "AcmeWatch/two-versions",
        "X/y",
    ]


@pytest.mark.parametrize(
    ("subject", "technical"),
    [
        ("Refilter Acme Terms of Service", True),
        ("Apply technical or declaration upgrade on Acme Terms of Service", True),
        ("Record new changes of Refilter Inc Terms", False),
        ("Update Acme Privacy Policy", False),
        ("Start tracking Acme Terms", False),
        ("First record of Acme Terms", False),
        ("", False),
    ],
)
def test_the_subject_says_whether_only_the_archive_changed(subject: str, technical: bool) -> None:
    assert is_technical(subject) is technical


def test_a_list_over_http_is_read_page_after_page_oldest_first(tmp_path: Path) -> None:
    rows = [
        json.dumps(
            {
                "sha": f"{n:040x}",
                "commit": {"author": {"date": f"2024-01-01T00:00:{n % 60:02}Z"}, "message": "m"},
            }
        )
        for n in range(150)
    ]
    pages = ["[" + ",".join(rows[:100]) + "]", "[" + ",".join(rows[100:]) + "]"]
    with serving(lambda request: Answer(body=pages[int(request.target[-1]) - 1].encode())) as server:
        http = OtaHttp(session=ArchiveSession([server.base]), host=server.base, api=server.base)
        listed = list(http.list_captures(OtaLocator(repository=REPOSITORY, path=PATH)))
    assert len(listed) == 150
    assert isinstance(listed[0].locator, OtaLocator)
    assert listed[0].locator.commit == f"{149:040x}"


def test_a_list_of_another_shape_is_told_and_not_guessed_at() -> None:
    with serving(lambda request: Answer(body=b'{"message": "rate limit"}')) as server:
        http = OtaHttp(session=ArchiveSession([server.base]), host=server.base, api=server.base)
        with pytest.raises(UnexpectedReply):
            list(http.list_captures(OtaLocator(repository=REPOSITORY, path=PATH)))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clones")


@pytest.mark.shared
@pytest.mark.parametrize(("name", "commits"), [("pga-versions", 4857), ("genai-eu-versions", 1020)])
def test_a_whole_collection_is_read_every_version_and_every_date(
    shared: Path, unpacked: Path, name: str, commits: int
) -> None:
    clone = OtaClone(clones=((name, shared / "collections" / f"{name}.bundle"),), cache=unpacked)
    versions = list(clone.versions(name))
    folder = clone.repository(name)
    # Asked of git in another way: every commit with its date, every blob that any commit ever held.
    dates = dict(
        line.split() for line in run_git(folder, ["log", "--format=%H %at", "HEAD"]).decode().splitlines()
    )
    objects = run_git(folder, ["rev-list", "--objects", "--no-object-names", "HEAD"])
    kinds = (
        run_git(folder, ["cat-file", "--batch-check=%(objecttype) %(objectname)"], objects)
        .decode()
        .split("\n")
    )
    blobs = {line.split()[1] for line in kinds if line.startswith("blob")}
    assert len(dates) == commits
    assert {version.blob for version in versions if version.blob} == blobs
    assert {v.commit: str(int(v.at.timestamp())) for v in versions} == {
        commit: at for commit, at in dates.items() if commit in {v.commit for v in versions}
    }
    documents = [
        version
        for version in versions
        if "/" in version.path and version.path.endswith(".md") and version.blob
    ]
    assert all(
        is_technical(version.subject)
        or is_first(version.subject)
        or version.subject.strip().lower().startswith(("update", "record new changes of", "merge", "initial"))
        for version in documents
    )
    wanted = sorted({version.blob for version in documents})
    read = sum(1 for _, body in clone.read_blobs(name, wanted) if body is not None)
    assert read == len(wanted)


def test_the_log_of_a_commit_without_files_is_no_version() -> None:
    assert list(parse_log(b"\x01" + b"a" * 40 + b"\x020\x02Initial commit\0\0")) == []
    assert is_first("First record of Acme Terms")


@pytest.mark.parametrize("seconds", ["99999999999999", "9" * 40, "-99999999999999", "", "soon"])
def test_a_commit_with_an_impossible_time_is_told_by_name(seconds: str) -> None:
    record = f"\x01{'a' * 40}\x02{seconds}\x02Record\0\n:000000 100644 {'0' * 40} {'b' * 40} A\0T.md\0"
    with pytest.raises(UnexpectedReply, match="a" * 40):
        list(parse_log(record.encode()))


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'[{"sha": "a", "commit": {"message": "m", "author": {"date": "9999-12-31T23:59:59-23:00"}}}]',
    ],
)
def test_an_odd_list_of_commits_is_told(body: bytes) -> None:
    with serving(lambda request: Answer(body=body)) as server:
        http = OtaHttp(session=ArchiveSession([server.base]), host=server.base, api=server.base)
        with pytest.raises(UnexpectedReply):
            list(http.list_captures(OtaLocator(repository=REPOSITORY, path=PATH)))
